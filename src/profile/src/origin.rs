//! Where a record came from, as a statement's claims give it (profile §3).

use crate::codes;
use crate::method::RECORDING_METHODS;

/// What the URIs of the IPTC's source types begin with.
pub const SOURCE_TYPE: &str = "http://cv.iptc.org/newscodes/digitalsourcetype/";

codes! {
    /// Where the record came from (profile §3).
    Origin {
        /// Made, not recorded.
        Synthetic => "synthetic",
        /// Made by a generative model.
        AiGenerated => "ai-generated",
        /// Recorded, then changed or completed by a generative model.
        AiModified => "ai-modified",
        /// Recorded, then masked.
        Masked => "masked",
        /// Recorded from life, as the issuer states it.
        Recorded => "recorded",
        /// Nothing trustworthy was said.
        Unknown => "unknown",
    }
}

impl Origin {
    /// Whether a claim of this origin makes people more careful.
    pub fn escalates(self) -> bool {
        !matches!(self, Self::Recorded | Self::Unknown)
    }

    /// The origin table of profile §3: from `isSynthetic`, `digitalSourceType` (an IPTC URI), `generationMethod` and
    /// the source types of `fieldOrigins`. [`Origin::Unknown`] means that the claims do not fit together.
    pub fn of_claims(
        is_synthetic: bool,
        source: Option<&str>,
        method: Option<&str>,
        field_sources: &[&str],
    ) -> Self {
        let (mut is_modified, mut is_recorded) =
            (false, method.is_none_or(|method| RECORDING_METHODS.contains(&method)));
        for field in field_sources {
            // A record of which one field was written by a model was changed by a model.
            let field = Self::of_source(field);
            is_modified |= matches!(field, Self::AiGenerated | Self::AiModified);
            is_recorded &= field == Self::Recorded;
        }
        match source.map_or(Self::Recorded, Self::of_source) {
            _ if is_synthetic => Self::Synthetic,
            Self::AiGenerated => Self::AiGenerated,
            Self::AiModified => Self::AiModified,
            _ if is_modified => Self::AiModified,
            Self::Masked => Self::Masked,
            Self::Recorded if is_recorded => Self::Recorded,
            _ => Self::Unknown,
        }
    }

    /// What an IPTC source type says by itself.
    pub fn of_source(source: &str) -> Self {
        match source.strip_prefix(SOURCE_TYPE).unwrap_or_default() {
            "trainedAlgorithmicMedia" => Self::AiGenerated,
            "compositeWithTrainedAlgorithmicMedia" | "compositeSynthetic" => Self::AiModified,
            "algorithmicallyEnhanced" => Self::Masked,
            "humanEdits" | "digitalCreation" | "digitalCapture" => Self::Recorded,
            _ => Self::Unknown,
        }
    }
}
