//! The languages of the catalogue.

macro_rules! languages {
    ($($(#[$attribute:meta])* $variant:ident => $tag:literal, $name:literal;)+) => {
        /// An official language of the European Union.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Language {
            $($(#[$attribute])* #[doc = $name] $variant,)+
        }

        impl Language {
            /// Every language, by tag.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// BCP 47 tag.
            pub const fn tag(self) -> &'static str {
                match self { $(Self::$variant => $tag,)+ }
            }

            /// Its own name for itself.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }
        }
    };
}

languages! {
    Bg => "bg", "български";
    Cs => "cs", "čeština";
    Da => "da", "dansk";
    De => "de", "Deutsch";
    El => "el", "ελληνικά";
    #[default] En => "en", "English";
    Es => "es", "español";
    Et => "et", "eesti";
    Fi => "fi", "suomi";
    Fr => "fr", "français";
    Ga => "ga", "Gaeilge";
    Hr => "hr", "hrvatski";
    Hu => "hu", "magyar";
    It => "it", "italiano";
    Lt => "lt", "lietuvių";
    Lv => "lv", "latviešu";
    Mt => "mt", "Malti";
    Nl => "nl", "Nederlands";
    Pl => "pl", "polski";
    Pt => "pt", "português";
    Ro => "ro", "română";
    Sk => "sk", "slovenčina";
    Sl => "sl", "slovenščina";
    Sv => "sv", "svenska";
}

impl Language {
    /// The language of a BCP 47 tag, whatever its region or script (`de-AT`, `PT_br`); English for any other.
    pub fn from_tag(tag: &str) -> Self {
        Self::named(tag).unwrap_or_default()
    }

    /// As [`Language::from_tag`]; `None` for any other.
    pub fn named(tag: &str) -> Option<Self> {
        let primary = tag.trim().split(['-', '_']).next().unwrap_or_default();
        Self::ALL.iter().copied().find(|language| language.tag().eq_ignore_ascii_case(primary))
    }

    /// Which way it is written. The right-to-left languages come with the first text in one of them.
    pub const fn dir(self) -> Direction {
        Direction::LeftToRight
    }
}

/// Which way a language is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// `ltr`
    LeftToRight,
    /// `rtl`
    RightToLeft,
}

impl Direction {
    /// Value of the `dir` attribute.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::LeftToRight => "ltr",
            Self::RightToLeft => "rtl",
        }
    }
}
