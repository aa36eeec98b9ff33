//! What a policy says of a use: which records may be used for it.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use crate::config::Need::{Optional, Required};
use crate::config::{Form, Kind, Member, Shape, TEXT, flag, texts};
use crate::json::Object;
use crate::{Origin, printable};

/// A use that the policy names.
#[derive(Clone, Debug)]
pub(crate) struct UseRule {
    pub(crate) name: String,
    /// What issuers call it.
    codes: Vec<String>,
    /// Of the records that may be used.
    pub(crate) origins: Vec<Origin>,
    /// Where; everywhere, if empty.
    pub(crate) environments: Vec<String>,
    pub(crate) unsealed: Unsealed,
    /// Whether an issuer that states purposes must state this one.
    pub(crate) is_strict: bool,
    /// Whether a person must have granted it.
    pub(crate) needs_oversight: bool,
    pub(crate) owner: Option<String>,
}

/// What becomes of records that carry no seal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unsealed {
    Allow,
    Refuse,
    Unknown,
}

pub(crate) static USE: Shape = Shape {
    members: &[
        Member("origins", Required, Kind::Names(&ORIGIN)),
        Member("codes", Optional, Kind::Texts(&CODE)),
        Member("environments", Optional, Kind::Names(&TEXT)),
        Member("unsealed", Optional, Kind::Text(&UNSEALED)),
        Member("purposes", Optional, Kind::Is("strict")),
        Member("oversight", Optional, Kind::Flag),
        Member("owner", Optional, Kind::Text(&OWNER)),
        Member("area", Optional, Kind::Text(&TEXT)),
    ],
    is_open: false,
};

pub(crate) static ORIGIN: Form = Form {
    accepts: |text| origin_from(text).is_some(),
    problem: "must be an origin: synthetic, masked, ai-generated, ai-modified or recorded",
};

/// A name or a code is compared, so it is what cannot be written in two ways.
pub(crate) static CODE: Form = Form {
    accepts: |text| (1..=256).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic()),
    problem: "must be 1 to 256 letters, digits and signs of ASCII, without spaces, such as \"credit-scoring\"",
};

pub(crate) static OWNER: Form = Form {
    accepts: |text| !text.trim().is_empty() && printable(text) == text,
    problem: "must be a name that people can read",
};

pub(crate) static UNSEALED: Form = Form {
    accepts: |text| matches!(text, "allow" | "refuse" | "unknown"),
    problem: "must be allow, refuse or unknown",
};

impl UseRule {
    /// Every use of a policy, sorted by name. What is read is of the shape.
    pub(crate) fn of(stated: Option<&Object<'_>>) -> Vec<Self> {
        let mut rules = Vec::new();
        for (name, rule) in stated.into_iter().flat_map(Object::iter) {
            if let Some(rule) = rule.as_object() {
                rules.push(Self::read(name, rule));
            }
        }
        rules
    }

    fn read(name: &str, rule: &Object<'_>) -> Self {
        Self {
            name: name.to_owned(),
            codes: texts(rule, "codes"),
            origins: texts(rule, "origins").iter().filter_map(|origin| origin_from(origin)).collect(),
            environments: texts(rule, "environments"),
            unsealed: match rule.text("unsealed") {
                Some("allow") => Unsealed::Allow,
                Some("refuse") => Unsealed::Refuse,
                _ => Unsealed::Unknown,
            },
            is_strict: rule.text("purposes").is_some(),
            needs_oversight: flag(rule, "oversight"),
            owner: rule.text("owner").map(ToOwned::to_owned),
        }
    }

    /// Whether any of its names is one that is asked for.
    pub(crate) fn is_meant_by(&self, is_asked: impl Fn(&str) -> bool) -> bool {
        is_asked(&self.name) || self.codes.iter().any(|code| is_asked(code))
    }
}

/// `unknown` is no origin that anybody could list.
fn origin_from(text: &str) -> Option<Origin> {
    Origin::from_code(text).filter(|origin| *origin != Origin::Unknown)
}
