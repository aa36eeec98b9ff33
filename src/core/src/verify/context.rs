//! What a record is checked against.

use alloc::string::String;

use crate::Timestamp;
use crate::grants::Grants;
use crate::json::Value;
use crate::policy::Policy;
use crate::reason::ReasonCode;
use crate::record::Record;
use crate::refusal::Refusal;
use crate::registry::Registry;
use crate::trust::TrustBundle;
use crate::verdict::Trust;

/// A record, whom the page believes, what it expects, and when.
#[derive(Clone, Copy)]
pub(crate) struct Context<'a> {
    pub(crate) record: &'a Record<'a>,
    pub(crate) trust: &'a TrustBundle,
    pub(crate) policy: &'a Policy,
    pub(crate) registry: &'a Registry,
    pub(crate) grants: &'a Grants,
    /// Digest of the file that the records are read from, where it is known.
    pub(crate) dataset: Option<&'a String>,
    pub(crate) nfc: Option<fn(&str) -> String>,
    pub(crate) now: Timestamp,
}

impl<'a> Context<'a> {
    /// What the bundle says counts while it is current and the one that the policy asks for.
    pub(crate) fn require_current_bundle(&self) -> Result<(), Refusal> {
        let code = if self.trust.is_refused_by(self.policy) {
            ReasonCode::TrustBundleRefused
        } else if !self.trust.is_current(self.now) {
            ReasonCode::TrustBundleExpired
        } else {
            return Ok(());
        };
        Err(Refusal::new(Trust::Unchecked, code))
    }

    /// The short reference, where the record shows one.
    pub(crate) fn reference_field(&self) -> Option<&'a Value<'a>> {
        self.record.shown(&self.policy.fields.reference).filter(|value| !is_empty(value))
    }

    /// Everything that stands where salts for some readers would, empty or not.
    pub(crate) fn companion_packs(&self) -> impl Iterator<Item = &'a Value<'a>> + use<'a> {
        let (record, names) = (self.record, &self.policy.fields);
        let fields = record.fields.iter().chain(record.asides.iter());
        let in_fields = fields.filter(|(name, _)| names.is_companion(name)).map(|(_, value)| value);
        record.companions.iter().chain(in_fields)
    }
}

/// Whether a value holds nothing.
pub(crate) fn is_empty(value: &Value<'_>) -> bool {
    value.is_null() || value.as_str() == Some("")
}
