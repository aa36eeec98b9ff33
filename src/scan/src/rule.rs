//! What can be found: rules with stable names, each with what it means and what to do.

use std::borrow::Cow;

/// How much a finding weighs where nobody decides otherwise; the levels of SARIF 2.1.0 (§3.27.10).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// To be known; nothing need be done.
    Note,
    /// Somebody should look.
    Warning,
    /// It must not go on like this.
    Error,
}

impl Severity {
    /// Every one, the lightest first.
    pub const ALL: [Self; 3] = [Self::Note, Self::Warning, Self::Error];

    /// Its name, as options and reports have it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }

    /// The severity of that name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|severity| severity.code() == code)
    }
}

/// Something that can be found of a record or a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Stable name, such as `stripped`; of a check of a pack, `pack/check`.
    pub id: Cow<'static, str>,
    /// What is the matter, in a few words.
    pub title: Cow<'static, str>,
    /// What it means: a sentence or two.
    pub meaning: Cow<'static, str>,
    /// What to do: a sentence or two.
    pub remedy: Cow<'static, str>,
    /// How much it weighs where nobody decides otherwise.
    pub severity: Severity,
}

/// The rules of one scan. A finding names its rule by its place here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rules(Vec<Rule>);

/// The place of a rule among those of its scan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleId(u16);

impl RuleId {
    /// The place before which there is none: where a range of places begins.
    pub(crate) const FIRST: Self = Self(0);

    /// Its place in the list.
    pub fn index(self) -> usize {
        usize::from(self.0)
    }
}

macro_rules! own_rules {
    ($($(#[$doc:meta])* $name:ident = $id:literal, $severity:ident, $title:literal, $meaning:literal, $remedy:literal;)+) => {
        /// The rules that every scan has.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u16)]
        pub enum Own { $($(#[$doc])* $name,)+ }

        impl Own {
            /// Every one, in the order of their places.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            fn rule(self) -> Rule {
                match self {
                    $(Self::$name => Rule {
                        id: $id.into(), title: $title.into(), meaning: $meaning.into(), remedy: $remedy.into(),
                        severity: Severity::$severity,
                    },)+
                }
            }
        }
    };
}

own_rules! {
    /// The seal is not of the profile's form.
    Malformed = "malformed", Error, "Seal is damaged",
        "What stands in the field of the seal is no seal, or only a part of one.",
        "Bring the whole seal back from the source; a field that is too short cuts it off.";
    /// A version or algorithm that is not known here.
    Unsupported = "unsupported", Error, "Seal of an unknown version",
        "The seal is of a version or an algorithm that this release does not know.",
        "Check with a newer release, or have the record sealed again.";
    /// The signature does not hold.
    Invalid = "invalid", Error, "Signature does not hold",
        "The seal was changed after it was signed, or signed by somebody else than it says.",
        "Do not rely on the record. Ask its owner for it as it was sealed.";
    /// Signed by somebody that nobody here lists.
    UntrustedIssuer = "untrusted-issuer", Error, "Issuer is not recognised",
        "The seal is signed, and not by somebody whom the trust bundle lists for this.",
        "Ask who sealed the record. If the issuer is yours, list it in the trust bundle.";
    /// The key or the seal was withdrawn.
    Revoked = "revoked", Error, "Seal was withdrawn",
        "The key or the seal was withdrawn.",
        "Do not rely on the record. Have it sealed again, or delete it.";
    /// There is a newer seal.
    Superseded = "superseded", Error, "Seal was replaced",
        "The registry names a newer seal for this record.",
        "Load the record as it is now; this is an older copy.";
    /// Signed for later.
    NotYetValid = "not-yet-valid", Warning, "Seal is not valid yet",
        "The seal is good from a day that has not come.",
        "Wait for that day, or check the clocks of whoever seals.";
    /// Too few approvals.
    Unapproved = "unapproved", Error, "Approval is missing",
        "The policy asks for more approvals than the seal carries.",
        "Have the seals approved with touchmark approve.";
    /// A sealed field is not as it was sealed.
    Altered = "altered", Error, "Changed since signing",
        "At least one field is not what it was when the record was sealed.",
        "Find out what changed it, a sync perhaps, then correct the field or have the record sealed again.";
    /// The seal is that of another record.
    WrongRecord = "wrong-record", Error, "Seal of another record",
        "The seal was made for another record and was copied to this one.",
        "Take the seal off, and ask who is responsible for the record where it came from.";
    /// Not sealed for where it is, or is to go.
    WrongEnvironment = "wrong-environment", Error, "Not for this environment",
        "The record was sealed for other environments or another org.",
        "Keep it where it belongs; what is needed here has to be sealed for here.";
    /// A mark that the record had is gone.
    Stripped = "stripped", Error, "Seal is missing",
        "The registry, a reference or a flag says that this record was sealed, and its seal is not there.",
        "Find the sync or export that dropped the seal, and bring the seal back from the source.";
    /// Synthetic by its own word, and meant for where only recorded data may go.
    DeclaredOnly = "declared-only", Warning, "Only declared, not sealed",
        "The record says of itself that it is synthetic, masked or written by AI, and nothing proves it or keeps the word from being lost.",
        "Seal the record where it is made, or where it is exported.";
    /// Test data by its looks.
    Suspected = "suspected", Warning, "Suspected test data",
        "Nothing marks the record, and its values look like test data. That is a suspicion with its grounds, and no proof.",
        "Ask who made the record. If it is test data, seal it and keep it out of production; if not, note it as known.";
    /// Neither sealed nor declared.
    Unlabelled = "unlabelled", Note, "No label",
        "Nobody said where the record came from. It may be anything.",
        "Where every record should say where it came from, seal it at its source.";
    /// Two records with one uuid.
    DuplicateUuid = "duplicate-uuid", Error, "Uuid used twice",
        "Two records have the same provenance uuid: one is a copy, and its seal is not its own.",
        "Give the copy a uuid of its own, and seal it.";
    /// Synthetic and other records in one file.
    MixedFile = "mixed-file", Warning, "Mixed file",
        "The file holds synthetic records beside others, so that whoever loads it loads both.",
        "Part the file with touchmark partition before it is loaded.";
    /// The seal is beyond its time.
    Expired = "expired", Warning, "Seal has expired",
        "The seal was good until a day that has passed.",
        "Have the record sealed again, or delete it.";
    /// Kept for longer than was stated.
    RetentionPassed = "retention-passed", Warning, "Kept for too long",
        "The issuer stated until when the record is kept, and that day has passed.",
        "Delete the record, or have a new day stated and sealed.";
    /// Nobody is responsible.
    NoOwner = "no-owner", Warning, "Nobody is responsible",
        "The seal does not say who is responsible for the record.",
        "Seal the record with a responsible entity.";
    /// The seal leaves out what the policy asks for.
    ClaimsMissing = "claims-missing", Error, "Required claims are missing",
        "The policy requires claims that the seal does not make.",
        "Seal the record again with these claims.";
    /// The policy does not allow the use.
    UseNotAllowed = "use-not-allowed", Error, "Not allowed for this use",
        "By the policy, the record may not be used for what it was asked about.",
        "Leave the record out, or ask the owner of the use.";
    /// Whether there is a seal, the export does not say.
    SealNotShown = "seal-not-shown", Note, "Seals are not shown",
        "The file does not have the field of the seal, so nobody can say whether its records carry one.",
        "Export that field too, and the others of the seal.";
    /// The seal could not be looked at.
    NotChecked = "not-checked", Warning, "Seal could not be checked",
        "The record carries a seal, and something that is needed to check it was not at hand.",
        "Give the trust bundle and the policy with --trust and --policy, and query the fields of the seal.";
}

impl Default for Rules {
    fn default() -> Self {
        Self(Own::ALL.iter().map(|own| own.rule()).collect())
    }
}

impl From<Own> for RuleId {
    fn from(own: Own) -> Self {
        Self(own as u16)
    }
}

impl Rules {
    /// Adds a rule, such as a check of a pack. Nothing where there are too many.
    pub fn add(&mut self, rule: Rule) -> Option<RuleId> {
        let id = u16::try_from(self.0.len()).ok()?;
        self.0.push(rule);
        Some(RuleId(id))
    }

    /// Every rule, in the order of their places.
    pub fn all(&self) -> impl Iterator<Item = (RuleId, &Rule)> {
        (0..).map(RuleId).zip(&self.0)
    }

    /// A rule by its place.
    pub fn get(&self, id: RuleId) -> Option<&Rule> {
        self.0.get(id.index())
    }

    /// A rule by its name.
    pub fn find(&self, name: &str) -> Option<RuleId> {
        self.all().find(|(_, rule)| rule.id == name).map(|(id, _)| id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_is_at_its_place_under_its_name_and_says_what_to_do() {
        let rules = Rules::default();
        for own in Own::ALL {
            let id = RuleId::from(*own);
            let rule = rules.get(id).unwrap();
            assert_eq!(rules.find(&rule.id), Some(id));
            assert!(rule.id.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'), "{}", rule.id);
            for words in [&rule.meaning, &rule.remedy] {
                assert!(words.ends_with('.') && words.len() > 20, "{words}");
            }
            assert!(!rule.title.ends_with('.'), "{}", rule.title);
        }
    }
}
