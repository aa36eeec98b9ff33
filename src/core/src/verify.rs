//! The check: text → [`Seal`] → [`Statement`] (only from verified bytes) → [`Verdict`] (profile §5).

use alloc::string::{String, ToString as _};
use alloc::vec::Vec;
use core::cmp::Ordering;

use crate::did;
use crate::digest::{FieldHasher, sha256};
use crate::encoding::base64url;
use crate::ids;
use crate::json::{self, Object, Value};
use crate::normal::{self, NormalError, normalise};
use crate::policy::{Claim, Policy, Registry};
use crate::reason::ReasonCode;
use crate::record::{Record, RecordError};
use crate::seal::{Companion, Proof, Refusal, Seal};
use crate::signature::SignatureCheck;
use crate::statement::{CoveredField, Statement, claimed_origin, printable};
use crate::time::Timestamp;
use crate::trust::{self, Revoked, TrustBundle};
use crate::verdict::{
    Coverage, Declared, Field, FieldState, Flag, Hint, Issuer, Origin, Reason, RecordRef, SealRef, Trust,
    Verdict,
};

/// How far clocks may be apart, in milliseconds (profile §6).
const SKEW: i64 = 300_000;

/// Checks records against one trust bundle, policy and registry. Holds no state between calls.
#[derive(Clone, Debug)]
pub struct Verifier {
    trust: TrustBundle,
    policy: Policy,
    registry: Registry,
    normalise_unicode: Option<fn(&str) -> String>,
}

impl Verifier {
    /// A verifier for one page: whom it believes, and what it expects.
    pub fn new(trust: TrustBundle, policy: Policy) -> Self {
        Self { trust, policy, registry: Registry::default(), normalise_unicode: None }
    }

    /// Adds the list of records that should carry a seal.
    #[must_use]
    pub fn with_registry(self, registry: Registry) -> Self {
        Self { registry, ..self }
    }

    /// Adds the host's Unicode NFC, so that an altered text that only looks the same gets the hint
    /// `unicode-equivalent`. It never changes a state.
    #[must_use]
    pub fn with_nfc(self, normalise: fn(&str) -> String) -> Self {
        Self { normalise_unicode: Some(normalise), ..self }
    }

    /// Checks one record with the in-process engine. Total: every input has a verdict.
    #[cfg(feature = "dalek")]
    pub fn verify(&self, record: &Record<'_>, now: Timestamp) -> Verdict {
        let pending = self.begin(record, now);
        let answers: Vec<_> = pending.checks().iter().map(|check| Some(check.answer())).collect();
        pending.conclude(&answers)
    }

    /// The first half of a check: everything up to the signature, which an engine of the caller's answers.
    pub fn begin<'a>(&'a self, record: &'a Record<'a>, now: Timestamp) -> Pending<'a> {
        let mut examination = Examination::new(self, record, now);
        let seal_text = match examination.seal_text() {
            Ok(Some(text)) => text,
            Ok(None) => {
                examination.without_seal();
                return Pending::concluded(examination);
            }
            Err(refusal) => {
                examination.refuse(refusal);
                return Pending::concluded(examination);
            }
        };
        match examination.open(seal_text) {
            Ok((seal, check)) => Pending { examination, asked: Some((seal, check)) },
            Err(()) => Pending::concluded(examination),
        }
    }

    /// The verdict for something that is not a record view: `unchecked`, never an error.
    pub fn unreadable(&self, error: &RecordError, now: Timestamp) -> Verdict {
        let record = Record::default();
        let mut examination = Examination::new(self, &record, now);
        let detail = error.to_string();
        examination.refuse(Refusal::at(Trust::Unchecked, ReasonCode::RecordUnreadable, detail));
        examination.verdict
    }
}

/// A check that waits for an engine's answers.
pub struct Pending<'a> {
    examination: Examination<'a>,
    asked: Option<(Seal<'a>, SignatureCheck)>,
}

impl<'a> Pending<'a> {
    fn concluded(examination: Examination<'a>) -> Self {
        Self { examination, asked: None }
    }

    /// What the engine is asked; nothing where the verdict stands already.
    pub fn checks(&self) -> &[SignatureCheck] {
        self.asked.as_ref().map(|(_, check)| core::slice::from_ref(check)).unwrap_or_default()
    }

    /// The second half. `answers` are in the order of [`Pending::checks`]; `None`, or no answer at all, means that the
    /// engine could not say, and the verdict is `unchecked`.
    pub fn conclude(self, answers: &[Option<bool>]) -> Verdict {
        let mut examination = self.examination;
        if let Some((seal, check)) = &self.asked {
            let answer = match answers {
                [answer] => *answer,
                _ => None,
            };
            if let Err(refusal) = examination.judge(seal, check, answer) {
                examination.claim(seal);
                examination.refuse(refusal);
            }
        }
        examination.verdict
    }
}

/// One check under way: the verdict as far as it is known.
struct Examination<'a> {
    verifier: &'a Verifier,
    record: &'a Record<'a>,
    now: Timestamp,
    verdict: Verdict,
}

impl<'a> Examination<'a> {
    fn new(verifier: &'a Verifier, record: &'a Record<'a>, now: Timestamp) -> Self {
        let verdict = Verdict {
            // Nothing is known yet; whatever leaves early without a finding is not checked.
            trust: Trust::Unchecked,
            origin: Origin::Unknown,
            claimed_origin: None,
            flags: Vec::new(),
            reasons: Vec::new(),
            record: record.reference(&verifier.policy.fields.uuid),
            seal: None,
            issuer: None,
            claims: None,
            declared: declared(record, &verifier.policy),
            fields: Vec::new(),
            coverage: Coverage::default(),
            environment_expected: verifier.policy.environment_name(),
            environment_sealed: Vec::new(),
            checked_at: now,
            trust_bundle: verifier.trust.reference(now),
        };
        Self { verifier, record, now, verdict }
    }

    // --- before the signature

    fn seal_text(&self) -> Result<Option<&'a str>, Refusal> {
        let in_field = self.record.fields.get(&self.verifier.policy.fields.seal);
        // An empty member does not hide what the field holds.
        match [self.record.seal.as_ref(), in_field].into_iter().flatten().find(|value| !is_empty(value)) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => Err(Refusal::new(Trust::Malformed, ReasonCode::ContainerMalformed)),
        }
    }

    fn without_seal(&mut self) {
        let stripped = self.record.stripped(&self.verifier.policy);
        if stripped.is_none() && !self.record.shows_whole() {
            return self.refuse(Refusal::new(Trust::Unchecked, ReasonCode::SealNotShown));
        }
        let verdict = &mut self.verdict;
        if reference_field(self.record, &self.verifier.policy).is_some() {
            flag(&mut verdict.flags, Flag::ReferenceMismatch);
        }
        let RecordRef { object, id, .. } = &verdict.record;
        let expected = match (object, id) {
            (Some(object), Some(id)) => self.verifier.registry.current_seal(object, id).is_some(),
            _ => false,
        };
        let is_declared = verdict.declared.is_synthetic == Some(true);
        (verdict.trust, verdict.origin) = match (expected, is_declared) {
            (true, _) => (Trust::MissingExpectedSeal, Origin::Unknown),
            (false, true) => (Trust::DeclaredUnsigned, Origin::Synthetic),
            (false, false) => (Trust::Unsealed, Origin::Unknown),
        };
        let mut note = |code| verdict.reasons.push(Reason { code, detail: None });
        if expected {
            note(ReasonCode::SealExpected);
        }
        if is_declared {
            note(ReasonCode::DeclaredSynthetic);
        }
        if !expected && !is_declared {
            note(ReasonCode::NoSeal);
        }
        if stripped.is_some() {
            verdict.reasons.push(Reason { code: ReasonCode::ProvenanceStripped, detail: stripped });
        }
    }

    /// Reads the seal up to the question for the engine.
    fn open(&mut self, text: &'a str) -> Result<(Seal<'a>, SignatureCheck), ()> {
        let seal = Seal::read(text);
        let stated_id = seal.as_ref().ok().and_then(Seal::stated_id);
        if reference_field(self.record, &self.verifier.policy)
            .is_some_and(|reference| !is_reference_to(reference, text, stated_id))
        {
            flag(&mut self.verdict.flags, Flag::ReferenceMismatch);
        }
        let seal = match seal {
            Ok(seal) => seal,
            Err(refusal) => {
                self.refuse(refusal);
                return Err(());
            }
        };
        // Until the signature holds, the id is whatever somebody wrote: a uuid, or nothing.
        let id = seal.stated_id().filter(|id| ids::to_uuid(id).is_some());
        self.verdict.seal = Some(SealRef { id: id.map(Into::into), envelope: seal.envelope() });
        match self.question(&seal) {
            Ok(check) => Ok((seal, check)),
            Err(refusal) => {
                self.claim(&seal);
                self.refuse(refusal);
                Err(())
            }
        }
    }

    fn question(&self, seal: &Seal<'_>) -> Result<SignatureCheck, Refusal> {
        let proof = seal.proof()?;
        let signature = proof.signature()?;
        let key = match did::from_did_key(proof.issuer) {
            Some(own) => own,
            // Other issuers resolve only through the trust bundle: a verifier makes no request.
            None => {
                self.require_current_bundle()?;
                listed_key(self.issuer(&proof)?, &proof)?.public
            }
        };
        Ok(SignatureCheck { key, message: proof.signed_bytes(), signature })
    }

    fn require_current_bundle(&self) -> Result<(), Refusal> {
        match self.verifier.trust.is_expired(self.now) {
            false => Ok(()),
            true => Err(Refusal::new(Trust::Unchecked, ReasonCode::TrustBundleExpired)),
        }
    }

    fn issuer(&self, proof: &Proof<'_, '_>) -> Result<&'a trust::Issuer, Refusal> {
        let detail = || printable(proof.issuer);
        self.verifier
            .trust
            .issuer(proof.issuer)
            .ok_or_else(|| Refusal::at(Trust::UntrustedIssuer, ReasonCode::IssuerUnknown, detail()))
    }

    // --- after the signature: the whole order of profile §5

    fn judge(
        &mut self,
        seal: &Seal<'_>,
        check: &SignatureCheck,
        answer: Option<bool>,
    ) -> Result<(), Refusal> {
        match answer {
            Some(true) => {}
            Some(false) => return Err(Refusal::new(Trust::Invalid, ReasonCode::SignatureInvalid)),
            None => return Err(Refusal::new(Trust::Unchecked, ReasonCode::EngineUnavailable)),
        }
        let proof = seal.proof()?;
        self.verdict.issuer = Some(Issuer {
            id: printable(proof.issuer),
            name: self.verifier.trust.issuer(proof.issuer).and_then(|issuer| issuer.name.clone()),
            verification_method: printable(proof.verification_method),
        });
        self.require_current_bundle()?;
        let issuer = self.issuer(&proof)?;
        let key = listed_key(issuer, &proof)?;
        if did::is_publicly_known(&check.key) {
            if !self.verifier.policy.allow_test_keys {
                return Err(Refusal::new(Trust::UntrustedIssuer, ReasonCode::TestKeyRefused));
            }
            flag(&mut self.verdict.flags, Flag::TestKey);
        }
        let mut statement = Statement::read(&proof)?;
        require_in_scope(issuer.scope(), &statement)?;
        require_listed_time(key, &statement)?;

        self.verdict.claims = Some(core::mem::take(&mut statement.claims));
        self.verdict.environment_sealed = statement.environments.iter().map(|name| printable(name)).collect();
        self.flag_claims(&statement);
        let companions = self.companions(&statement);
        self.weigh(seal, &companions, &statement, check);
        Ok(())
    }

    /// The companion packs that belong to this seal; others are flagged and ignored.
    fn companions(&mut self, statement: &Statement<'_>) -> Vec<Companion<'a>> {
        let mut companions = Vec::new();
        let mut read = |pack: &'a Value<'a>| match pack {
            pack if is_empty(pack) => {}
            pack => match pack.as_str().and_then(|text| Companion::read(text, &statement.seal_id)) {
                Some(companion) => companions.push(companion),
                None => flag(&mut self.verdict.flags, Flag::CompanionIgnored),
            },
        };
        self.record.companions.iter().for_each(&mut read);
        for (name, value) in self.record.fields.iter() {
            if self.verifier.policy.fields.is_companion(name) {
                read(value);
            }
        }
        companions
    }

    /// Finds everything that speaks against a seal whose signature and issuer hold, and concludes.
    fn weigh(
        &mut self,
        seal: &Seal<'_>,
        companions: &[Companion<'_>],
        statement: &Statement<'_>,
        check: &SignatureCheck,
    ) {
        let mut findings = Findings::default();
        self.find_withdrawal(statement, check, &mut findings);
        let is_withdrawn = findings.trust.is_some();
        let is_bound = self.find_binding(statement, &mut findings);
        if is_bound {
            self.compare_fields(seal, companions, statement, &mut findings);
        }
        self.find_time_and_approval(statement, &mut findings);
        self.find_status(statement, &mut findings);
        findings.close();

        let verdict = &mut self.verdict;
        verdict.trust = findings.trust.unwrap_or(Trust::Verified);
        if is_withdrawn || verdict.trust == Trust::Unchecked {
            // Of a seal that is not to be relied on, what differs is listed, and nothing is shown as matching.
            verdict.fields.clear();
            verdict.coverage = Coverage::default();
        }
        // Findings were made in the order of §5, so the first is the one behind the trust value.
        verdict.reasons = findings.reasons;
        let stands = match verdict.trust {
            Trust::Verified | Trust::VerifiedPartial | Trust::Altered => true,
            Trust::NotYetValid
            | Trust::Expired
            | Trust::Superseded
            | Trust::WrongEnvironment
            | Trust::Unapproved => statement.origin != Origin::Recorded,
            _ => false,
        };
        if stands {
            verdict.origin = statement.origin;
        } else {
            verdict.claimed_origin = Some(statement.origin).filter(|origin| origin.escalates());
        }
    }

    fn flag_claims(&mut self, statement: &Statement<'_>) {
        let flags = &mut self.verdict.flags;
        if statement.origin == Origin::Unknown {
            flag(flags, Flag::ClaimsInconsistent);
        }
        let contradicts = match self.verdict.declared.is_synthetic {
            Some(true) => statement.origin == Origin::Recorded,
            Some(false) => !matches!(statement.origin, Origin::Recorded | Origin::Unknown),
            None => false,
        };
        if contradicts {
            flag(flags, Flag::LabelContradiction);
        }
        if statement.retain_until.and_then(|day| day.end()).is_some_and(|end| end <= self.now) {
            flag(flags, Flag::RetentionPassed);
        }
    }

    fn find_withdrawal(&self, statement: &Statement<'_>, check: &SignatureCheck, findings: &mut Findings) {
        let trust = &self.verifier.trust;
        for revocation in trust.revocations() {
            let (names_this, code) = match &revocation.what {
                Revoked::Key(key) => (*key == check.key, ReasonCode::KeyRevoked),
                Revoked::Seal(id) => (*id == statement.seal_id, ReasonCode::SealRevoked),
            };
            let stands = revocation.retired_from.is_some_and(|from| statement.was_sealed_before(from));
            if names_this && !stands {
                findings.add(Trust::Revoked, code, None);
            }
        }
        if let Some(entry) = &statement.status_entry
            && trust.is_status_revoked(entry) == Some(true)
        {
            findings.add(Trust::Revoked, ReasonCode::StatusRevoked, Some(printable(entry)));
        }
        // A view without an id does not hide an old seal: the seal names the record too.
        if let Some(id) = self.verdict.record.id.as_ref().or(statement.record_id.as_ref())
            && let Some(current) = self.verifier.registry.current_seal(statement.object, id)
            && current != statement.seal_id
        {
            findings.add(Trust::Superseded, ReasonCode::NewerSealExists, None);
        }
    }

    /// A status that is not known hides nothing that is: it decides only where all else holds.
    fn find_status(&mut self, statement: &Statement<'_>, findings: &mut Findings) {
        if let Some(entry) = &statement.status_entry
            && self.verifier.trust.is_status_revoked(entry).is_none()
        {
            flag(&mut self.verdict.flags, Flag::StatusUnknown);
            if !self.verifier.policy.accept_unknown_status {
                findings.add(Trust::Unchecked, ReasonCode::StatusUnknown, Some(printable(entry)));
            }
        }
    }

    /// Whether this seal was made for this record, here (profile §5, "Binding").
    fn find_binding(&self, statement: &Statement<'_>, findings: &mut Findings) -> bool {
        let policy = &self.verifier.policy;
        // An id that is shown but not readable is not the sealed one; of two that are shown, both must be.
        let is_subject = |uuid| ids::to_uuid(uuid).as_deref() == Some(statement.subject_uuid.as_str());
        let mut uuids = self.record.uuids(&policy.fields.uuid);
        let uuid_equal = uuids.next().map(|first| is_subject(first) && uuids.all(is_subject));
        let id_equal = match (self.record.id(), &statement.record_id) {
            (Some(shown), Some(sealed)) => Some(ids::to_18(shown).as_deref() == Some(sealed.as_str())),
            _ => None,
        };
        let environment_equal =
            policy.environment.as_deref().is_none_or(|expected| statement.environments.contains(&expected));
        let tenant_equal = policy.tenant.as_deref().is_none_or(|expected| expected == statement.tenant);

        let wrong = |code| (Trust::WrongRecord, code);
        let found = if self.record.object().is_some_and(|object| object != statement.object) {
            Some(wrong(ReasonCode::ObjectDiffers))
        } else if uuid_equal == Some(false) {
            Some(wrong(ReasonCode::UuidDiffers))
        } else if self.record.object().is_none() || (uuid_equal.is_none() && id_equal.is_none()) {
            Some((Trust::Unchecked, ReasonCode::NoIdInCommon))
        } else if uuid_equal.is_none() && id_equal == Some(false) {
            Some(wrong(ReasonCode::RecordIdDiffers))
        } else if !environment_equal {
            // A copied record gets a new tenant and id: what matters is where it was meant to stay.
            Some((Trust::WrongEnvironment, ReasonCode::EnvironmentDiffers))
        } else if !tenant_equal {
            Some(wrong(ReasonCode::TenantDiffers))
        } else if id_equal == Some(false) {
            Some(wrong(ReasonCode::RecordIdDiffers))
        } else {
            None
        };
        if let Some((trust, code)) = found {
            findings.add(trust, code, None);
        }
        found.is_none()
    }

    fn compare_fields(
        &mut self,
        seal: &Seal<'_>,
        companions: &[Companion<'_>],
        statement: &Statement<'_>,
        findings: &mut Findings,
    ) {
        let policy = &self.verifier.policy;
        let shown = shown_fields(self.record, policy, statement);
        let mut hasher = FieldHasher::default();
        let mut fields = Vec::with_capacity(shown.len() + statement.covered.len());
        let mut coverage =
            Coverage { shown: u32::try_from(shown.len()).unwrap_or(u32::MAX), ..Coverage::default() };
        // Both lists are in UTF-16 order: one walk through the two.
        let mut rest = shown.iter().peekable();
        let uncovered =
            |(name, _): (&str, _)| Field { name: printable(name), state: FieldState::Uncovered, hint: None };
        for field in &statement.covered {
            let precedes = |shown: &(&str, _)| json::utf16_order(shown.0, field.name) == Ordering::Less;
            while let Some(shown) = rest.next_if(precedes) {
                fields.push(uncovered(shown));
            }
            let value = rest.next_if(|(name, _)| *name == field.name).map(|(_, value)| value);
            let salt =
                seal.salt(field.name).or_else(|| companions.iter().find_map(|pack| pack.salt(field.name)));
            let (state, hint) = match (value, salt) {
                (None, _) => (FieldState::Withheld, None),
                (Some(_), None) => (FieldState::SaltMissing, None),
                (Some(value), Some(salt)) => self.compare(field, value, salt, &mut hasher),
            };
            coverage.covered += u32::from(value.is_some());
            coverage.matched += u32::from(state == FieldState::Match);
            fields.push(Field { name: field.name.into(), state, hint });
        }
        fields.extend(rest.map(uncovered));

        let named = |state| fields.iter().filter(move |field| field.state == state).map(|field| &field.name);
        for name in named(FieldState::Altered) {
            findings.add(Trust::Altered, ReasonCode::FieldAltered, Some(name.clone()));
        }
        for (state, code) in [
            (FieldState::Unreadable, ReasonCode::FieldUnreadable),
            (FieldState::SaltMissing, ReasonCode::FieldSaltMissing),
            (FieldState::Withheld, ReasonCode::FieldWithheld),
        ] {
            for name in named(state) {
                findings.add_late(Trust::VerifiedPartial, code, Some(name.clone()));
            }
        }
        if statement.covered.is_empty() {
            findings.add_late(Trust::VerifiedPartial, ReasonCode::NothingCovered, None);
        }
        for required in policy.required_fields.iter().filter(|name| !statement.covers(name)) {
            findings.add_late(
                Trust::VerifiedPartial,
                ReasonCode::RequiredFieldUncovered,
                Some(required.clone()),
            );
        }
        self.verdict.fields = fields;
        self.verdict.coverage = coverage;
    }

    fn compare(
        &self,
        field: &CoveredField<'_>,
        value: &Value<'_>,
        salt: &str,
        hasher: &mut FieldHasher,
    ) -> (FieldState, Option<Hint>) {
        let mut matches = |value: &Value<'_>| {
            let normal = normalise(field.field_type, value)?;
            Ok(hasher.digest(salt, field.name, &normal) == field.digest)
        };
        match matches(value) {
            Ok(true) => (FieldState::Match, None),
            Err(NormalError::Lossy) => (FieldState::Unreadable, None),
            Ok(false) | Err(NormalError::NotOfType) => {
                let composed = match (self.verifier.normalise_unicode, value) {
                    (Some(nfc), Value::String(text)) if !text.is_ascii() => Some(Value::from(nfc(text))),
                    _ => None,
                };
                let is_equivalent = composed.is_some_and(|value| matches(&value) == Ok(true));
                (FieldState::Altered, is_equivalent.then_some(Hint::UnicodeEquivalent))
            }
        }
    }

    fn find_time_and_approval(&self, statement: &Statement<'_>, findings: &mut Findings) {
        let now = self.now.as_millis();
        for begin in [Some(statement.valid_from), Some(statement.created), statement.proof_created] {
            if let Some(begin) = begin
                && begin.as_millis() > now + SKEW
            {
                findings.add(Trust::NotYetValid, ReasonCode::ValidityNotBegun, Some(begin.to_string()));
            }
        }
        for end in [statement.valid_until, statement.proof_expires] {
            if let Some(end) = end
                && end.as_millis() + SKEW < now
            {
                findings.add(Trust::Expired, ReasonCode::ValidityEnded, Some(end.to_string()));
            }
        }
        // Approvals are proof chains, which this version does not read: none can be counted.
        if self.verifier.policy.approvals > 0 {
            findings.add(Trust::Unapproved, ReasonCode::ApprovalsMissing, None);
        }
    }

    // --- endings

    fn refuse(&mut self, refusal: Refusal) {
        self.verdict.trust = refusal.trust;
        self.verdict.reasons.insert(0, Reason { code: refusal.code, detail: refusal.detail });
    }

    /// Notes what an untrusted statement says of itself: it may only make people more careful.
    fn claim(&mut self, seal: &Seal<'_>) {
        let claimed = seal.unverified().and_then(claimed_origin);
        self.verdict.claimed_origin = claimed.filter(|origin| *origin != Origin::Unknown);
    }
}

/// Findings in the order of §5. The first decides.
#[derive(Default)]
struct Findings {
    trust: Option<Trust>,
    reasons: Vec<Reason>,
    /// `verified-partial` stands behind everything else, so its findings wait until the rest is known.
    late: Vec<Reason>,
}

impl Findings {
    fn add(&mut self, trust: Trust, code: ReasonCode, detail: Option<String>) {
        self.trust.get_or_insert(trust);
        self.reasons.push(Reason { code, detail });
    }

    fn add_late(&mut self, trust: Trust, code: ReasonCode, detail: Option<String>) {
        debug_assert!(trust == Trust::VerifiedPartial);
        self.late.push(Reason { code, detail });
    }

    fn close(&mut self) {
        if !self.late.is_empty() {
            self.trust.get_or_insert(Trust::VerifiedPartial);
            self.reasons.append(&mut self.late);
        }
    }
}

impl Statement<'_> {
    fn covers(&self, name: &str) -> bool {
        self.covered.binary_search_by(|field| json::utf16_order(field.name, name)).is_ok()
    }

    /// Whether the seal says of itself that it was made before that time, in both places where it does.
    fn was_sealed_before(&self, time: Timestamp) -> bool {
        self.valid_from < time && self.proof_created.is_some_and(|created| created < time)
    }
}

fn listed_key<'t>(issuer: &'t trust::Issuer, proof: &Proof<'_, '_>) -> Result<&'t trust::Key, Refusal> {
    let detail = || printable(proof.verification_method);
    let key = issuer.key(proof.verification_method);
    key.ok_or_else(|| Refusal::at(Trust::UntrustedIssuer, ReasonCode::KeyUnknown, detail()))
}

fn require_in_scope(scope: &trust::Scope, statement: &Statement<'_>) -> Result<(), Refusal> {
    let allows = |list: &[String], value: &str| list.is_empty() || list.iter().any(|item| item == value);
    let outside = if !allows(&scope.tenants, statement.tenant) {
        "tenant"
    } else if !allows(&scope.objects, statement.object) {
        "object"
    } else if !statement.environments.iter().all(|environment| allows(&scope.environments, environment)) {
        "environment"
    } else if !(scope.origins.is_empty() || scope.origins.contains(&statement.origin)) {
        "origin"
    } else {
        return Ok(());
    };
    Err(Refusal::at(Trust::UntrustedIssuer, ReasonCode::IssuerOutOfScope, outside))
}

fn require_listed_time(key: &trust::Key, statement: &Statement<'_>) -> Result<(), Refusal> {
    if !key.has_window() {
        return Ok(());
    }
    let is_listed = key.is_listed_at(statement.valid_from)
        && statement.proof_created.is_some_and(|created| key.is_listed_at(created));
    if is_listed { Ok(()) } else { Err(Refusal::new(Trust::UntrustedIssuer, ReasonCode::KeyOutOfWindow)) }
}

/// Everything the viewer sees of the record's content: shown fields, and nulls that an API dropped.
fn shown_fields<'r>(record: &'r Record<'_>, policy: &Policy, statement: &Statement<'_>) -> Object<'r> {
    let mut content = Vec::with_capacity(record.fields.len() + record.queried.len());
    let mut add = |name: &'r str, value| {
        if !policy.fields.is_plumbing(name) || statement.covers(name) {
            content.push((name.into(), value));
        }
    };
    for (name, value) in record.fields.iter() {
        add(name, value.clone());
    }
    for name in &record.queried {
        if record.fields.get(name).is_none() {
            add(name, Value::Null);
        }
    }
    Object::from_members(content)
}

fn declared(record: &Record<'_>, policy: &Policy) -> Declared {
    let mut declared = Declared::default();
    for (name, value) in record.fields.iter() {
        let text = || match value {
            Value::String(text) if !text.is_empty() => Some(printable(text)),
            Value::Number(number) => Some(number.as_str().into()),
            _ => None,
        };
        match policy.aliases.claim(name) {
            // Where several flags disagree, the one that declares counts.
            Some(Claim::IsSynthetic) => {
                declared.is_synthetic = declared.is_synthetic.max(normal::boolean(value));
            }
            Some(Claim::ProvenanceSource) => declared.provenance_source = text(),
            Some(Claim::GenerationMethod) => declared.generation_method = text(),
            Some(Claim::ConfidenceScore) => declared.confidence_score = text(),
            Some(Claim::Created) => declared.created = text(),
            None => {}
        }
    }
    declared
}

/// The short reference, where the record shows one.
fn reference_field<'r>(record: &'r Record<'_>, policy: &Policy) -> Option<&'r Value<'r>> {
    record.fields.get(&policy.fields.reference).filter(|value| !is_empty(value))
}

/// `<seal id>.<digest of the text>`; where no id can be read, the digest alone tells.
fn is_reference_to(reference: &Value<'_>, text: &str, stated_id: Option<&str>) -> bool {
    let Some((id, digest)) = reference.as_str().and_then(|reference| reference.rsplit_once('.')) else {
        return false;
    };
    let is_same_seal = stated_id.and_then(ids::to_uuid).is_none_or(|stated| ids::to_uuid(id) == Some(stated));
    is_same_seal && digest == base64url(&sha256(text.as_bytes()))
}

fn is_empty(value: &Value<'_>) -> bool {
    value.is_null() || value.as_str() == Some("")
}

/// Adds a flag once, keeping them in declaration order.
fn flag(flags: &mut Vec<Flag>, flag: Flag) {
    if let Err(at) = flags.binary_search(&flag) {
        flags.insert(at, flag);
    }
}
