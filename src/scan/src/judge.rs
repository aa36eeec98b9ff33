//! What one record is, and what is to be said of it.

use sha2::{Digest as _, Sha256};
use touchmark::json::Value;
use touchmark::{Answer, FieldState, Flag, Origin, ReasonCode, Record, Trust, Verdict};
use touchmark_rows::text_of;

use crate::finding::{Fingerprint, RecordKey};
use crate::rule::{Own, RuleId};
use crate::summary::Class;
use crate::suspicion::{Detector, Suspicion};

/// What was found of one record, wherever it stands.
#[derive(Clone, Debug)]
pub(crate) struct Judged {
    /// What it is, but for what other records say.
    pub(crate) class: Class,
    pub(crate) key: RecordKey,
    pub(crate) found: Vec<Found>,
    pub(crate) suspicion: Suspicion,
    /// What it holds but its ids, hashed; nothing where that is too little to tell it from others.
    pub(crate) content: Option<u64>,
    /// What it is known by in another run.
    pub(crate) identity: Identity,
    /// Whether the record shows the field of its seal.
    pub(crate) is_seal_shown: bool,
}

/// One finding, without its place.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    pub(crate) rule: RuleId,
    pub(crate) detail: Option<String>,
    pub(crate) field: Option<String>,
}

impl Found {
    pub(crate) fn of(own: Own) -> Self {
        Self { rule: own.into(), detail: None, field: None }
    }

    pub(crate) fn with(self, detail: &str) -> Self {
        Self { detail: Some(detail.to_owned()), ..self }
    }
}

/// What a record is known by in another run: its uuid, else its id, else what it holds, and never where it stands.
#[derive(Clone, Debug)]
pub(crate) struct Identity([u8; 32]);

impl Identity {
    /// Of a record that says who it is.
    fn of_key(key: &RecordKey) -> Option<Self> {
        let (kind, name) = match (&key.uuid, &key.id) {
            (Some(uuid), _) => (b'u', uuid),
            (None, Some(id)) => (b'i', id),
            (None, None) => return None,
        };
        Some(Self(Sha256::new().chain_update([kind]).chain_update(name).finalize().into()))
    }

    /// Of whatever has no other: names and texts, in an order of their own.
    pub(crate) fn of_texts<'t>(texts: impl IntoIterator<Item = (&'t str, &'t str)>) -> Self {
        let mut lines: Vec<(String, &str)> = texts
            .into_iter()
            .filter(|(_, text)| !text.is_empty())
            .map(|(name, text)| (name.to_ascii_lowercase(), text))
            .collect();
        lines.sort_unstable();
        let mut hash = Sha256::new().chain_update([b't']);
        for (name, text) in lines {
            for part in [name.as_str(), text] {
                hash.update((part.len() as u64).to_be_bytes());
                hash.update(part);
            }
        }
        Self(hash.finalize().into())
    }

    /// A short form, to compare many.
    pub(crate) fn number(&self) -> u64 {
        u64::from_be_bytes(self.0.first_chunk().copied().unwrap_or_default())
    }

    /// Of a finding about what is known by this.
    pub(crate) fn fingerprint(&self, rule: &str, detail: Option<&str>, field: Option<&str>) -> Fingerprint {
        let mut hash = Sha256::new().chain_update(self.0);
        for part in [Some(rule), detail, field] {
            hash.update([u8::from(part.is_some())]);
            let part = part.unwrap_or_default();
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part.to_ascii_lowercase());
        }
        let digest: [u8; 32] = hash.finalize().into();
        Fingerprint(digest.first_chunk().copied().unwrap_or_default())
    }
}

/// Judges records one by one.
pub(crate) struct Judge {
    pub(crate) detector: Detector,
    /// Whether there is a trust bundle to check seals by.
    pub(crate) has_trust: bool,
    /// What the records are to be used for.
    pub(crate) uses: Vec<String>,
    pub(crate) seal_field: String,
    pub(crate) reference_field: String,
}

impl Judge {
    /// What a record is by its verdict and by what it holds. `is_own` says of a field whether it belongs to the seal or the platform.
    pub(crate) fn judge(
        &self,
        record: &Record<'_>,
        verdict: &Verdict,
        is_own: impl Fn(&str) -> bool,
    ) -> Judged {
        let key = RecordKey {
            object: verdict.record.object.clone(),
            id: verdict.record.id.clone(),
            uuid: verdict.record.uuid.clone(),
        };
        let mut found = Vec::new();
        // Of a seal that cannot be read, the verdict names nothing; it is a seal all the same.
        let is_sealed = match verdict.trust {
            Trust::Unsealed | Trust::DeclaredUnsigned | Trust::MissingExpectedSeal => false,
            Trust::Unchecked => holds_something(record, &self.seal_field),
            _ => true,
        };
        let class = if is_sealed {
            self.sealed(verdict, &mut found)
        } else {
            self.unsealed(record, verdict, &mut found)
        };
        let texts: Vec<_> = record
            .fields()
            .iter()
            .filter(|(name, value)| !is_own(name) && matches!(value, Value::String(_) | Value::Number(_)))
            .map(|(name, value)| (name, text_of(value)))
            .filter(|(_, text)| !text.trim().is_empty())
            .collect();
        let texts = || texts.iter().map(|(name, text)| (*name, text.as_ref()));
        let is_unmarked = class == Class::Unlabelled;
        let suspicion = if is_unmarked { self.detector.look(texts()) } else { Suspicion::default() };
        // Three values alike are no chance.
        let is_telling = is_unmarked && texts().nth(2).is_some();
        let of_key = Identity::of_key(&key);
        let of_texts = (is_telling || of_key.is_none()).then(|| Identity::of_texts(texts()));
        let content = of_texts.as_ref().filter(|_| is_telling).map(Identity::number);
        let identity = of_key.or(of_texts).unwrap_or_else(|| Identity::of_texts(texts()));
        let is_seal_shown = !verdict.has_reason(ReasonCode::SealNotShown);
        Judged { class, key, found, suspicion, content, identity, is_seal_shown }
    }

    fn sealed(&self, verdict: &Verdict, found: &mut Vec<Found>) -> Class {
        if !self.has_trust || verdict.trust == Trust::Unchecked {
            let reason = verdict.reasons.first().filter(|_| self.has_trust).map(|reason| reason.code.code());
            found.push(Found::of(Own::NotChecked).with(reason.unwrap_or("no-trust-bundle")));
            return Class::NotChecked;
        }
        if let Some(own) = rule_of(verdict.trust) {
            let reason = verdict.reasons.first().map(|reason| reason.code.code());
            let fields = verdict.fields.iter().filter(|field| field.state == FieldState::Altered);
            let altered: Vec<_> =
                fields.map(|field| field.name.clone()).filter(|_| own == Own::Altered).collect();
            let whole = Found { detail: reason.map(str::to_owned), ..Found::of(own) };
            if altered.is_empty() {
                found.push(whole);
            } else {
                found.extend(altered.into_iter().map(|field| Found { field: Some(field), ..whole.clone() }));
            }
        }
        // What stands behind the one that decided is a finding of its own where it keeps the record from where it is to go.
        let is_foreign = verdict.has_reason(ReasonCode::EnvironmentDiffers);
        if is_foreign && verdict.trust != Trust::WrongEnvironment {
            found.push(Found::of(Own::WrongEnvironment).with(ReasonCode::EnvironmentDiffers.code()));
        }
        for flag in &verdict.flags {
            match flag {
                Flag::RetentionPassed => found.push(Found::of(Own::RetentionPassed)),
                Flag::ClaimsMissing => found.push(Found::of(Own::ClaimsMissing)),
                // The seal says synthetic, and the flag that others go by says that it is not.
                Flag::LabelContradiction => found.push(Found::of(Own::Stripped).with("flag")),
                Flag::StatusUnknown => found.push(Found::of(Own::NotChecked).with(flag.code())),
                _ => {}
            }
        }
        if verdict.claims.as_ref().is_some_and(|claims| claims.responsible_entity.is_none()) {
            found.push(Found::of(Own::NoOwner));
        }
        self.uses(verdict, found);
        match (verdict.trust, verdict.origin) {
            (Trust::Verified | Trust::VerifiedPartial, Origin::Synthetic) => Class::Synthetic,
            (Trust::Verified | Trust::VerifiedPartial, Origin::AiGenerated | Origin::AiModified) => {
                Class::AiWritten
            }
            (Trust::Verified | Trust::VerifiedPartial, Origin::Masked) => Class::Masked,
            (Trust::Verified | Trust::VerifiedPartial, Origin::Recorded) => Class::Recorded,
            _ => Class::Broken,
        }
    }

    fn unsealed(&self, record: &Record<'_>, verdict: &Verdict, found: &mut Vec<Found>) -> Class {
        let has_reference = holds_something(record, &self.reference_field);
        let source = if verdict.trust == Trust::MissingExpectedSeal {
            Some("registry")
        } else if verdict.has_reason(ReasonCode::ProvenanceStripped) {
            Some("change")
        } else if has_reference {
            Some("reference")
        } else {
            None
        };
        if let Some(source) = source {
            found.push(Found::of(Own::Stripped).with(source));
        }
        self.uses(verdict, found);
        if verdict.claimed_origin.is_some() || verdict.trust == Trust::DeclaredUnsigned {
            let origin = verdict.claimed_origin.unwrap_or(Origin::Synthetic);
            found.push(Found::of(Own::DeclaredOnly).with(origin.code()));
            return Class::Declared;
        }
        Class::Unlabelled
    }

    fn uses(&self, verdict: &Verdict, found: &mut Vec<Found>) {
        for name in &self.uses {
            if verdict.may_be_used(name).answer != Answer::Allowed {
                found.push(Found::of(Own::UseNotAllowed).with(name));
            }
        }
    }
}

/// Whether a field holds something, however its name is spelt.
fn holds_something(record: &Record<'_>, name: &str) -> bool {
    let held = record.fields().iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
    held.is_some_and(|(_, value)| !text_of(value).trim().is_empty())
}

/// What a seal that does not hold, or not here, or no more, is found as.
fn rule_of(trust: Trust) -> Option<Own> {
    Some(match trust {
        Trust::Malformed => Own::Malformed,
        Trust::Unsupported => Own::Unsupported,
        Trust::Invalid => Own::Invalid,
        Trust::UntrustedIssuer => Own::UntrustedIssuer,
        Trust::Revoked => Own::Revoked,
        Trust::Superseded => Own::Superseded,
        Trust::WrongRecord => Own::WrongRecord,
        Trust::WrongEnvironment => Own::WrongEnvironment,
        Trust::Altered => Own::Altered,
        Trust::NotYetValid => Own::NotYetValid,
        Trust::Expired => Own::Expired,
        Trust::Unapproved => Own::Unapproved,
        _ => return None,
    })
}
