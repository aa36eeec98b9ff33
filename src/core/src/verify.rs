//! The check: text → [`Seal`] → [`Statement`] (only from verified bytes) → [`Verdict`] (profile §5).

use alloc::string::String;
use alloc::vec::Vec;
use core::cmp::Ordering;

use crate::did::{self, PublicKey};
use crate::digest::{FieldHasher, sha256};
use crate::encoding::base64url;
use crate::ids;
use crate::json::{self, Object, Value};
use crate::marks::is_cheap_to_compose;
use crate::merkle::NodeMemory;
use crate::names::{is_bare, is_same_name, of_provenance};
use crate::normal::{self, NormalError, normalise};
use crate::note::{self, NoteSignature};
use crate::policy::{Claim, Policy};
use crate::reason::ReasonCode;
use crate::record::{Record, RecordError};
use crate::registry::{Lookup, Registry};
use crate::seal::{Companion, Evidence, Refusal, Seal, Signature};
use crate::signature::SignatureCheck;
use crate::statement::{CoveredField, Statement, printable};
use crate::text::{divide_last, joined};
use crate::time::Timestamp;
use crate::trust::{self, TrustBundle};
use crate::verdict::{
    Approval, Claims, Coverage, Declared, Envelope, Field, FieldState, Flag, Hint, Issuer, LogEntry, Origin,
    Reason, RecordRef, SealRef, Trust, Verdict, Witnessed,
};

/// How far clocks may be apart, in milliseconds (profile §6).
const SKEW: i64 = 300_000;

/// Most companion packs of one record: each is asked for each field. A pack is a tier of readers, and there are few.
const MAX_COMPANIONS: usize = 64;

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

    /// What is expected of the records.
    pub fn policy(&self) -> &Policy {
        &self.policy
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
        self.begin_in(&mut NodeMemory::default(), record, now)
    }

    /// As [`Verifier::begin`], for records of one batch: what they share is hashed once.
    pub(crate) fn begin_in<'a>(
        &'a self,
        nodes: &mut NodeMemory,
        record: &'a Record<'a>,
        now: Timestamp,
    ) -> Pending<'a> {
        let mut examination = Examination::new(self, record, now);
        match examination.seal_text() {
            Ok(Some(text)) => {
                let asked = examination.open(text, nodes);
                return Pending { examination, asked };
            }
            Ok(None) => examination.without_seal(),
            Err(refusal) => examination.refuse(refusal),
        }
        examination.close(&|| claims_beside(self, record));
        Pending { examination, asked: None }
    }

    /// The verdict for something that is not a record view: `unchecked`, never an error.
    pub fn unreadable(&self, error: &RecordError, now: Timestamp) -> Verdict {
        let record = Record::default();
        let mut examination = Examination::new(self, &record, now);
        let detail = error.to_text();
        examination.refuse(Refusal::at(Trust::Unchecked, ReasonCode::RecordUnreadable, &detail));
        examination.verdict
    }
}

/// A check that waits for an engine's answers.
pub struct Pending<'a> {
    examination: Examination<'a>,
    asked: Option<Asked<'a>>,
}

/// A seal, the questions about it, and what each answer would mean.
struct Asked<'a> {
    seal: Seal<'a>,
    /// One for each signer, in the same order.
    checks: Vec<SignatureCheck>,
    signers: Signers<'a>,
}

enum Signers<'a> {
    /// Of the statement itself: the issuer, then those who approve.
    OfStatement(Vec<Signature>),
    /// Of the checkpoint of a log that holds the statement; only those that the trust bundle knows.
    OfCheckpoint { origin: String, index: u64, known: Vec<CheckpointSigner<'a>> },
}

/// A log or a witness.
struct CheckpointSigner<'a> {
    key: &'a trust::NoteKey,
    log: Option<trust::Log<'a>>,
    /// When a witness saw the checkpoint.
    seen: Option<Timestamp>,
}

/// What the signatures of a seal, found to hold, say beside the statement.
struct Standing<'a> {
    /// The issuer's key, where a key of the issuer signed.
    listed: Option<&'a trust::Key>,
    /// Keys whose withdrawal withdraws the seal.
    keys: Vec<PublicKey>,
    /// When the issuer's proof says it was made, in an envelope whose proofs say so.
    proof_created: Option<Option<Timestamp>>,
    /// By when a witness that the bundle trusts, or as many as the policy asks for, had seen the checkpoint.
    cosigned: Option<Timestamp>,
    /// Who else signed the statement, with which key, and is believed at least for some statements.
    approvers: Vec<(trust::Issuer<'a>, PublicKey)>,
}

impl<'a> Pending<'a> {
    /// What the engine is asked; nothing where the verdict stands already.
    pub fn checks(&self) -> &[SignatureCheck] {
        self.asked.as_ref().map(|asked| asked.checks.as_slice()).unwrap_or_default()
    }

    /// The second half. `answers` are in the order of [`Pending::checks`]; `None`, or no answer at all, means that the
    /// engine could not say, and the verdict is `unchecked`.
    pub fn conclude(self, answers: &[Option<bool>]) -> Verdict {
        let mut examination = self.examination;
        if let Some(asked) = &self.asked {
            if let Err(refusal) = examination.judge(asked, answers) {
                examination.refuse(refusal);
            }
            examination.close(&|| asked.seal.claimed_origin());
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
            approvals: Vec::new(),
            log: None,
            declared: declared(record, &verifier.policy),
            fields: Vec::new(),
            coverage: Coverage::default(),
            environment_expected: verifier.policy.environment.clone(),
            environment_sealed: Vec::new(),
            checked_at: now,
            trust_bundle: verifier.trust.reference(now),
        };
        Self { verifier, record, now, verdict }
    }

    // --- before the signature

    fn seal_text(&self) -> Result<Option<&'a str>, Refusal> {
        if let Some(names) = self.record.doubled() {
            return Err(Refusal::at(Trust::Unchecked, ReasonCode::FieldNamedTwice, names));
        }
        let in_field = self.record.shown(&self.verifier.policy.fields.seal);
        // An empty member does not hide what the field holds.
        let mut shown =
            [self.record.seal.as_ref(), in_field].into_iter().flatten().filter(|value| !is_empty(value));
        match (shown.next(), shown.next()) {
            (None, _) => Ok(None),
            // A record has one seal: of two, nothing says which is the record's.
            (Some(one), Some(other)) if one != other => {
                Err(Refusal::at(Trust::Malformed, ReasonCode::ContainerMalformed, "two seals"))
            }
            (Some(Value::String(text)), _) => Ok(Some(text)),
            _ => Err(Refusal::new(Trust::Malformed, ReasonCode::ContainerMalformed)),
        }
    }

    fn without_seal(&mut self) {
        let Verifier { trust, policy, registry, .. } = self.verifier;
        let stripped = self.record.stripped(policy);
        if let Some(detail) = self.unread_seal() {
            self.refuse(Refusal::at(Trust::Unchecked, ReasonCode::RecordUnreadable, &detail));
            return self.note_stripped(stripped);
        }
        if self.record.seal.is_none() && !self.record.shows(&policy.fields.seal) {
            self.without_sight();
            return self.note_stripped(stripped);
        }
        let bundle = self.require_current_bundle();
        let verdict = &mut self.verdict;
        if reference_field(self.record, policy).is_some() {
            flag(&mut verdict.flags, Flag::ReferenceMismatch);
        }
        let RecordRef { object, id, .. } = &verdict.record;
        let listed = match (object, id) {
            (Some(object), Some(id)) => registry.look_up(policy.tenant.as_deref(), object, id, self.now),
            // Nobody can ask about a record without its name.
            _ if registry.lists_any() => Lookup::Unusable,
            _ => Lookup::NotListed,
        };
        let is_declared = verdict.declared.is_synthetic == Some(true);
        if let (Lookup::NotListed, false, Err(refusal)) = (&listed, is_declared, bundle)
            && (registry.is_kept() || trust.is_refused_by(policy))
        {
            // Whose registry is believed, and whether there is one, is what the bundle says.
            self.refuse(refusal);
            return self.note_stripped(stripped);
        }
        (verdict.trust, verdict.origin) = match (&listed, is_declared) {
            (Lookup::Listed(_), _) => (Trust::MissingExpectedSeal, Origin::Unknown),
            (Lookup::Unusable, false) => (Trust::Unchecked, Origin::Unknown),
            (_, true) => (Trust::DeclaredUnsigned, Origin::Synthetic),
            (Lookup::NotListed, false) => (Trust::Unsealed, Origin::Unknown),
        };
        let mut note = |code| verdict.reasons.push(Reason { code, detail: None });
        match listed {
            Lookup::Listed(_) => note(ReasonCode::SealExpected),
            Lookup::Unusable => note(ReasonCode::RegistryUnusable),
            Lookup::NotListed if !is_declared => note(ReasonCode::NoSeal),
            Lookup::NotListed => {}
        }
        if is_declared {
            note(ReasonCode::DeclaredSynthetic);
        }
        self.note_stripped(stripped);
    }

    /// The view does not show the field of the seal: what is not shown is not empty (profile §2). An unsigned flag says
    /// what it says all the same, unless something beside it says that there is a seal.
    fn without_sight(&mut self) {
        let policy = &self.verifier.policy;
        let is_beside_a_seal = reference_field(self.record, policy).is_some()
            || self.companion_packs().any(|pack| !is_empty(pack));
        self.refuse(Refusal::new(Trust::Unchecked, ReasonCode::SealNotShown));
        if self.verdict.declared.is_synthetic == Some(true) && !is_beside_a_seal {
            self.refuse(Refusal::new(Trust::DeclaredUnsigned, ReasonCode::DeclaredSynthetic));
            self.verdict.origin = Origin::Synthetic;
            self.expect_seal();
        }
    }

    /// Where a field that is not read is meant for the seal, by its look, and holds something: what to do about it.
    fn unread_seal(&self) -> Option<String> {
        let policy = &self.verifier.policy;
        let is_meant = |(name, value): &(&str, &Value<'_>)| {
            !is_empty(value)
                && !policy.is_plumbing(name)
                && of_provenance(name).is_some_and(|bare| is_bare(&bare, "provenanceseal"))
        };
        let (name, _) = self.record.fields().iter().find(is_meant)?;
        let words = " is meant to be ";
        Some(joined(&[
            &printable(name),
            words,
            policy.seal_field(),
            ", by its look, and is not read as that",
        ]))
    }

    fn note_stripped(&mut self, detail: Option<String>) {
        if detail.is_some() {
            self.verdict.reasons.push(Reason { code: ReasonCode::ProvenanceStripped, detail });
        }
    }

    /// Reads the seal up to the questions for the engine; nothing where the verdict stands already.
    fn open(&mut self, text: &'a str, nodes: &mut NodeMemory) -> Option<Asked<'a>> {
        let mut seal = Seal::read(text);
        // Until the signature holds, the id is whatever somebody wrote: a uuid, or nothing.
        let id = seal.unverified().text("id").filter(|id| ids::bare_uuid(id).is_some());
        if reference_field(self.record, &self.verifier.policy)
            .is_some_and(|reference| !is_reference_to(reference, text, id))
        {
            flag(&mut self.verdict.flags, Flag::ReferenceMismatch);
        }
        if let Some(envelope) = seal.envelope {
            self.verdict.seal = Some(SealRef { id: id.map(Into::into), envelope });
        }
        match self.questions(&mut seal, nodes) {
            Ok((checks, signers)) => Some(Asked { seal, checks, signers }),
            Err(refusal) => {
                self.refuse(refusal);
                self.close(&|| seal.claimed_origin());
                None
            }
        }
    }

    fn questions(
        &self,
        seal: &mut Seal<'_>,
        nodes: &mut NodeMemory,
    ) -> Result<(Vec<SignatureCheck>, Signers<'a>), Refusal> {
        let mut checks = Vec::new();
        let signers = match seal.evidence(nodes)? {
            Evidence::Signatures(mut signatures) => {
                for signature in &mut signatures {
                    let key = self.key_of(signature)?;
                    let message = core::mem::take(&mut signature.message);
                    checks.push(SignatureCheck { key, message, signature: signature.bytes });
                }
                Signers::OfStatement(signatures)
            }
            Evidence::Entry { index, checkpoint } => {
                self.require_current_bundle()?;
                let mut known = Vec::new();
                for line in &checkpoint.note.signatures {
                    self.ask_signer(line, checkpoint.note.text, &mut known, &mut checks)?;
                }
                Signers::OfCheckpoint { origin: checkpoint.origin.into(), index, known }
            }
        };
        Ok((checks, signers))
    }

    fn key_of(&self, signature: &Signature) -> Result<PublicKey, Refusal> {
        let did = signature.signer();
        match did::from_did_key(did) {
            Some(own) => Ok(own),
            // Others resolve only through the trust bundle: a verifier makes no request.
            None => {
                self.require_current_bundle()?;
                let trust = &self.verifier.trust;
                let (issuer, method) = (trust.issuer(did), signature.verification_method.as_str());
                for party in [issuer, trust.approver(did)].into_iter().flatten() {
                    if let Some(key) = party.key(method) {
                        return Ok(key.public);
                    }
                }
                Err(match issuer {
                    None => untrusted(ReasonCode::IssuerUnknown, did),
                    Some(_) => untrusted(ReasonCode::KeyUnknown, method),
                })
            }
        }
    }

    /// Asks about a signature line of a key that the bundle knows, by name and id.
    fn ask_signer(
        &self,
        line: &NoteSignature<'_>,
        text: &str,
        known: &mut Vec<CheckpointSigner<'a>>,
        checks: &mut Vec<SignatureCheck>,
    ) -> Result<(), Refusal> {
        let trust = &self.verifier.trust;
        let log = trust.log(line);
        let Some(key) = log.map(|log| log.key).or_else(|| trust.witness(line)) else { return Ok(()) };
        let (message, signature, seen) = match log {
            Some(_) => (text.into(), line.ed25519(), None),
            None => {
                let (seconds, signature) = line.cosignature().unzip();
                let seconds = seconds.unwrap_or_default();
                let millis = i64::try_from(seconds).ok().and_then(|seconds| seconds.checked_mul(1000));
                (note::cosigned_bytes(seconds, text), signature, millis.and_then(Timestamp::from_millis))
            }
        };
        let Some(signature) = signature else {
            return Err(Refusal::new(Trust::Invalid, ReasonCode::SignatureInvalid));
        };
        known.push(CheckpointSigner { key, log, seen });
        checks.push(SignatureCheck { key: key.public, message, signature });
        Ok(())
    }

    fn require_current_bundle(&self) -> Result<(), Refusal> {
        let Verifier { trust, policy, .. } = self.verifier;
        let code = if trust.is_refused_by(policy) {
            ReasonCode::TrustBundleRefused
        } else if !trust.is_current(self.now) {
            ReasonCode::TrustBundleExpired
        } else {
            return Ok(());
        };
        Err(Refusal::new(Trust::Unchecked, code))
    }

    // --- after the signatures: the whole order of profile §5

    fn judge(&mut self, asked: &Asked<'a>, answers: &[Option<bool>]) -> Result<(), Refusal> {
        if answers.contains(&Some(false)) {
            return Err(Refusal::new(Trust::Invalid, ReasonCode::SignatureInvalid));
        }
        if answers.len() != asked.checks.len() || answers.contains(&None) {
            return Err(Refusal::new(Trust::Unchecked, ReasonCode::EngineUnavailable));
        }
        let seal = &asked.seal;
        let did = seal.issuer().unwrap_or_default();
        let issuer = self.verifier.trust.issuer(did);
        self.verdict.issuer = Some(Issuer {
            id: printable(did),
            name: issuer.and_then(trust::Issuer::name).map(printable),
            verification_method: printable(match &asked.signers {
                Signers::OfStatement(signatures) => {
                    signatures.first().map(|root| root.verification_method.as_str()).unwrap_or_default()
                }
                Signers::OfCheckpoint { origin, .. } => origin,
            }),
        });
        self.require_current_bundle()?;
        let issuer = issuer.ok_or_else(|| untrusted(ReasonCode::IssuerUnknown, did))?;
        let standing = match &asked.signers {
            Signers::OfStatement(signatures) => {
                let is_proof = seal.envelope == Some(Envelope::Vc);
                self.standing_of_proofs(issuer, signatures, &asked.checks, is_proof)?
            }
            Signers::OfCheckpoint { origin, index, known } => {
                let mut standing = self.standing_in_log(did, origin, *index, known)?;
                // An issuer that is its own key is listed for as long as the key is.
                standing.listed = did::own_method(did).and_then(|method| issuer.key(&method));
                standing
            }
        };
        let statement = Statement::read(seal.unverified())?;
        require_in_scope(issuer, &statement)?;
        require_listed_time(&standing, &statement)?;

        self.verdict.claims = Claims::of(seal.unverified());
        if let (Some(claims), Some(created)) = (&mut self.verdict.claims, standing.proof_created.flatten()) {
            claims.sealed_at = Some(created.to_text());
        }
        for environment in &statement.environments {
            self.verdict.environment_sealed.push(printable(environment));
        }
        self.flag_claims(&statement, seal.unverified());
        let companions = self.companions(&statement);
        self.weigh(asked, &companions, &statement, &standing);
        Ok(())
    }

    /// Whether a key may be relied on: one whose private half everybody knows only where the policy says so.
    fn admits(&mut self, key: &PublicKey) -> bool {
        let is_known = did::is_publicly_known(key);
        if is_known && self.verifier.policy.allow_test_keys {
            flag(&mut self.verdict.flags, Flag::TestKey);
        }
        !is_known || self.verifier.policy.allow_test_keys
    }

    fn standing_of_proofs(
        &mut self,
        issuer: trust::Issuer<'a>,
        signatures: &[Signature],
        checks: &[SignatureCheck],
        is_proof: bool,
    ) -> Result<Standing<'a>, Refusal> {
        let mut signed = signatures.iter().zip(checks);
        let (root, check) = signed.next().ok_or_else(|| Refusal::envelope("vc.proof"))?;
        let listed = issuer.key(&root.verification_method).filter(|listed| listed.public == check.key);
        let listed = listed.ok_or_else(|| untrusted(ReasonCode::KeyUnknown, &root.verification_method))?;
        if !self.admits(&check.key) {
            return Err(Refusal::new(Trust::UntrustedIssuer, ReasonCode::TestKeyRefused));
        }
        let mut approvers = Vec::new();
        for (signature, SignatureCheck { key, .. }) in signed {
            let did = signature.signer();
            let Some(approver) = self.verifier.trust.approver(did) else { continue };
            let listed = approver.key(&signature.verification_method);
            // A DID of both roles may have other keys in each.
            let is_listed =
                listed.filter(|listed| listed.public == *key).is_some_and(|listed| match signature.created {
                    Some(created) => listed.is_listed_at(created),
                    None => !listed.has_window(),
                });
            // Nobody approves what they issued, under whatever name.
            let is_other = did != root.signer() && !issuer.holds(key);
            let is_withdrawn = self.verifier.trust.is_withdrawn(key, signature.created);
            if is_listed && is_other && !is_withdrawn && self.admits(key) {
                approvers.push((approver, *key));
            }
        }
        Ok(Standing {
            listed: Some(listed),
            keys: alloc::vec![check.key],
            proof_created: is_proof.then_some(root.created),
            cosigned: None,
            approvers,
        })
    }

    fn standing_in_log(
        &mut self,
        issuer: &str,
        origin: &str,
        index: u64,
        known: &[CheckpointSigner<'a>],
    ) -> Result<Standing<'a>, Refusal> {
        let vouches = |log: &trust::Log<'_>| log.key.name == origin && log.vouches_for(issuer);
        let Some(log) = known.iter().filter_map(|signer| signer.log).find(vouches) else {
            return Err(untrusted(ReasonCode::LogUnknown, origin));
        };
        if !self.admits(&log.key.public) {
            return Err(Refusal::new(Trust::UntrustedIssuer, ReasonCode::TestKeyRefused));
        }
        let mut witnesses: Vec<(&trust::NoteKey, Timestamp)> = Vec::new();
        for signer in known {
            let key = signer.key.public;
            if let Some(time) = signer.seen
                && time.as_millis() <= self.now.as_millis() + SKEW
                && witnesses.iter().all(|(known, _)| known.public != key)
                // A log is not its own witness.
                && key != log.key.public
                && !self.verifier.trust.is_withdrawn(&key, Some(time))
                && self.admits(&key)
            {
                witnesses.push((signer.key, time));
            }
        }
        let quorum = usize::try_from(self.verifier.policy.witnesses).unwrap_or(usize::MAX);
        if witnesses.len() < quorum {
            return Err(Refusal::new(Trust::UntrustedIssuer, ReasonCode::WitnessesMissing));
        }
        // The time by which as many had seen it as the policy asks for.
        let mut cosigned: Option<Timestamp> = None;
        for (_, time) in &witnesses {
            let count = witnesses.iter().filter(|(_, seen)| seen <= time).count();
            if count >= quorum.max(1) {
                cosigned = Some(cosigned.map_or(*time, |earlier| earlier.min(*time)));
            }
        }
        let witnesses =
            witnesses.into_iter().map(|(key, at)| Witnessed { name: printable(&key.name), at }).collect();
        self.verdict.log = Some(LogEntry { origin: printable(origin), index, witnesses });
        let mut keys = alloc::vec![log.key.public];
        // Of an issuer that is its own key, the key's withdrawal withdraws whatever the log says it stated.
        keys.extend(did::from_did_key(issuer));
        Ok(Standing { listed: None, keys, proof_created: None, cosigned, approvers: Vec::new() })
    }

    /// The companion packs that belong to this seal; others are flagged and ignored.
    fn companions(&mut self, statement: &Statement<'_>) -> Vec<Companion<'a>> {
        let mut companions = Vec::new();
        for pack in self.companion_packs().filter(|pack| !is_empty(pack)) {
            let text = pack.as_str().filter(|_| companions.len() < MAX_COMPANIONS);
            match text.and_then(|text| Companion::read(text, &statement.seal_id)) {
                Some(companion) => companions.push(companion),
                None => flag(&mut self.verdict.flags, Flag::CompanionIgnored),
            }
        }
        companions
    }

    /// Everything that stands where salts for some readers would.
    fn companion_packs(&self) -> impl Iterator<Item = &'a Value<'a>> + use<'a> {
        let (record, names) = (self.record, &self.verifier.policy.fields);
        let fields = record.fields.iter().chain(record.asides.iter());
        let in_fields = fields.filter(|(name, _)| names.is_companion(name)).map(|(_, value)| value);
        record.companions.iter().chain(in_fields)
    }

    /// Finds everything that speaks against a seal whose signature and issuer hold, and concludes.
    fn weigh(
        &mut self,
        asked: &Asked<'_>,
        companions: &[Companion<'_>],
        statement: &Statement<'_>,
        standing: &Standing<'_>,
    ) {
        let mut findings = Findings::default();
        let status = statement.status.map(|entry| {
            let Verifier { trust, policy, .. } = self.verifier;
            trust.status(&entry, asked.seal.issuer().unwrap_or_default(), policy, self.now)
        });
        let registered = self.registered(statement);
        self.find_withdrawal(statement, standing, status, &registered, &mut findings);
        let is_withdrawn = findings.trust.is_some();
        let is_bound = self.find_binding(statement, &mut findings);
        if is_bound {
            self.compare_fields(&asked.seal, companions, statement, &mut findings);
        }
        self.find_time(asked, statement, &mut findings);
        self.verdict.approvals = standing.approvals(statement);
        let approvals = u64::try_from(self.verdict.approvals.len()).unwrap_or(u64::MAX);
        if approvals < self.verifier.policy.approvals {
            findings.add(Trust::Unapproved, ReasonCode::ApprovalsMissing, None);
        }
        self.find_unknown(statement, status, &registered, &mut findings);
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
        let is_incomparable =
            verdict.has_field(FieldState::SaltMissing) || verdict.has_field(FieldState::Unreadable);
        if is_incomparable {
            flag(&mut verdict.flags, Flag::NotComparable);
        }
        let is_recorded = statement.origin == Origin::Recorded;
        let stands = match verdict.trust {
            // That a record is as it was recorded takes a field that is.
            Trust::Verified | Trust::VerifiedPartial | Trust::Altered if is_recorded => {
                verdict.has_field(FieldState::Match) && !is_incomparable
            }
            Trust::Verified | Trust::VerifiedPartial | Trust::Altered => true,
            Trust::NotYetValid
            | Trust::Expired
            | Trust::Superseded
            | Trust::WrongEnvironment
            | Trust::Unapproved => !is_recorded,
            _ => false,
        };
        if stands {
            verdict.origin = statement.origin;
        }
    }

    fn flag_claims(&mut self, statement: &Statement<'_>, credential: &Object<'_>) {
        let flags = &mut self.verdict.flags;
        if statement.origin == Origin::Unknown || !statement.is_confidence_well {
            flag(flags, Flag::ClaimsInconsistent);
        }
        if !self.verifier.policy.required_claims.iter().all(|path| states(credential, path)) {
            flag(flags, Flag::ClaimsMissing);
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

    fn find_withdrawal(
        &self,
        statement: &Statement<'_>,
        standing: &Standing<'_>,
        status: Option<Option<bool>>,
        registered: &Lookup<'_>,
        findings: &mut Findings,
    ) {
        let trust = &self.verifier.trust;
        for key in &standing.keys {
            for revocation in trust.revocations(key) {
                let stands = revocation.from.is_some_and(|from| {
                    standing.cosigned.is_some_and(|seen| seen < from)
                        || (revocation.is_retirement && standing.was_sealed_before(from, statement))
                });
                if !stands {
                    findings.add(Trust::Revoked, ReasonCode::KeyRevoked, None);
                }
            }
        }
        if trust.revocations(statement.seal_id.as_bytes()).next().is_some() {
            findings.add(Trust::Revoked, ReasonCode::SealRevoked, None);
        }
        if status == Some(Some(true)) {
            let entry = statement.status.map(|entry| entry.shown());
            findings.add(Trust::Revoked, ReasonCode::StatusRevoked, entry.as_deref());
        }
        if let Lookup::Listed(entry) = registered
            && !entry.is_current(&statement.seal_id)
        {
            findings.add(Trust::Superseded, ReasonCode::NewerSealExists, None);
        }
    }

    /// What the registry says of the record. A view without an id does not hide an old seal: the seal names the record
    /// too.
    fn registered(&self, statement: &Statement<'_>) -> Lookup<'a> {
        let registry = &self.verifier.registry;
        match self.verdict.record.id.as_ref().or(statement.record_id.as_ref()) {
            Some(id) => registry.look_up(Some(statement.tenant), statement.object, id, self.now),
            None => Lookup::NotListed,
        }
    }

    /// What is not known hides nothing that is: it decides only where all else holds.
    fn find_unknown(
        &mut self,
        statement: &Statement<'_>,
        status: Option<Option<bool>>,
        registered: &Lookup<'_>,
        findings: &mut Findings,
    ) {
        if status == Some(None) {
            flag(&mut self.verdict.flags, Flag::StatusUnknown);
            if !self.verifier.policy.accept_unknown_status {
                let detail = statement.status.map(|entry| entry.shown());
                findings.add(Trust::Unchecked, ReasonCode::StatusUnknown, detail.as_deref());
            }
        }
        if matches!(registered, Lookup::Unusable) {
            findings.add(Trust::Unchecked, ReasonCode::RegistryUnusable, None);
        }
    }

    /// Whether this seal was made for this record, here (profile §5, "Binding").
    fn find_binding(&self, statement: &Statement<'_>, findings: &mut Findings) -> bool {
        let policy = &self.verifier.policy;
        // An id that is shown but not readable is not the sealed one; of two that are shown, both must be.
        let is_subject = |uuid: &str| ids::is_same_uuid(uuid, statement.subject_id);
        let mut uuid_equal = None;
        for uuid in self.record.uuids(&policy.fields.uuid) {
            if !uuid.is_empty() {
                uuid_equal = Some(uuid_equal != Some(false) && is_subject(uuid));
            }
        }
        let id_equal = match (self.record.id(), &statement.record_id) {
            (Some(shown), Some(sealed)) => Some(ids::is_same_id(shown, sealed)),
            _ => None,
        };
        let environment_equal = policy.accepts_environment(&statement.environments);
        let tenant_equal = policy.tenant.as_deref().is_none_or(|expected| expected == statement.tenant);

        let object = self.record.object();
        let is_anchored = object.is_some() && (uuid_equal.is_some() || id_equal.is_some());
        let is_other_record = uuid_equal.is_none() && id_equal == Some(false);
        // The first that applies decides; those after it are told as well.
        let mut is_bound = true;
        for &(applies, trust, code) in &[
            (
                object.is_some_and(|object| object != statement.object),
                Trust::WrongRecord,
                ReasonCode::ObjectDiffers,
            ),
            (uuid_equal == Some(false), Trust::WrongRecord, ReasonCode::UuidDiffers),
            (!is_anchored, Trust::Unchecked, ReasonCode::NoIdInCommon),
            (is_other_record, Trust::WrongRecord, ReasonCode::RecordIdDiffers),
            // A copied record gets a new tenant and id: what matters is where it was meant to stay.
            (!environment_equal, Trust::WrongEnvironment, ReasonCode::EnvironmentDiffers),
            (!tenant_equal, Trust::WrongRecord, ReasonCode::TenantDiffers),
            (id_equal == Some(false) && !is_other_record, Trust::WrongRecord, ReasonCode::RecordIdDiffers),
        ] {
            if applies && (is_bound || code != ReasonCode::NoIdInCommon) {
                findings.add(trust, code, None);
                is_bound = false;
            }
        }
        is_bound
    }

    fn compare_fields(
        &mut self,
        seal: &Seal<'_>,
        companions: &[Companion<'_>],
        statement: &Statement<'_>,
        findings: &mut Findings,
    ) {
        let policy = &self.verifier.policy;
        let mut coverage = Coverage::default();
        let uncovered = uncovered_fields(self.record, policy, statement);
        let mut hasher = FieldHasher::default();
        let mut fields = Vec::with_capacity(uncovered.len() + statement.covered.len());
        // Both lists are in UTF-16 order: one walk through the two.
        let mut rest = uncovered.iter().peekable();
        let mut covered = statement.covered.iter();
        loop {
            let field = covered.next();
            let precedes =
                |name: &str| field.is_none_or(|field| json::utf16_order(name, field.name) == Ordering::Less);
            while let Some((name, _)) = rest.next_if(|(name, _)| precedes(name)) {
                coverage.shown += 1;
                fields.push(Field { name: printable(name), state: FieldState::Uncovered, hint: None });
            }
            let Some(field) = field else { break };
            let shown = self.record.covered(field.name, field.field_type);
            let salt =
                seal.salt(field.name).or_else(|| companions.iter().find_map(|pack| pack.salt(field.name)));
            let (state, hint) = match (shown, salt) {
                (None, _) => (FieldState::Withheld, None),
                (_, None) => (FieldState::SaltMissing, None),
                (Some(value), Some(salt)) => self.compare(field, value, salt, &mut hasher),
            };
            coverage.shown += u32::from(shown.is_some());
            coverage.covered += u32::from(shown.is_some());
            coverage.matched += u32::from(state == FieldState::Match);
            fields.push(Field { name: field.name.into(), state, hint });
        }

        for &(state, trust, code) in &[
            (FieldState::Altered, Trust::Altered, ReasonCode::FieldAltered),
            (FieldState::Unreadable, Trust::VerifiedPartial, ReasonCode::FieldUnreadable),
            (FieldState::SaltMissing, Trust::VerifiedPartial, ReasonCode::FieldSaltMissing),
            (FieldState::Withheld, Trust::VerifiedPartial, ReasonCode::FieldWithheld),
        ] {
            for field in &fields {
                if field.state == state {
                    findings.add(trust, code, Some(&field.name));
                }
            }
        }
        if statement.covered.is_empty() {
            findings.add(Trust::VerifiedPartial, ReasonCode::NothingCovered, None);
        }
        for required in &policy.required_fields {
            let Some(covered) = statement.covering(required) else {
                findings.add(Trust::VerifiedPartial, ReasonCode::RequiredFieldUncovered, Some(required));
                continue;
            };
            if fields.iter().any(|field| field.name == covered.name && field.state == FieldState::Withheld) {
                findings.add(Trust::VerifiedPartial, ReasonCode::RequiredFieldWithheld, Some(covered.name));
            }
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
            Ok(hasher.matches(field.digest, salt, field.name, &normal))
        };
        match matches(value) {
            Ok(true) => (FieldState::Match, None),
            Err(NormalError::Lossy) => (FieldState::Unreadable, None),
            Ok(false) | Err(NormalError::NotOfType) => {
                let composed = match (self.verifier.normalise_unicode, value) {
                    (Some(nfc), Value::String(text)) if !text.is_ascii() && is_cheap_to_compose(text) => {
                        Some(Value::from(nfc(text)))
                    }
                    _ => None,
                };
                let is_equivalent = composed.is_some_and(|value| matches(&value) == Ok(true));
                (FieldState::Altered, is_equivalent.then_some(Hint::UnicodeEquivalent))
            }
        }
    }

    fn find_time(&self, asked: &Asked<'_>, statement: &Statement<'_>, findings: &mut Findings) {
        let now = self.now.as_millis();
        let signatures = match &asked.signers {
            Signers::OfStatement(signatures) => signatures.as_slice(),
            Signers::OfCheckpoint { .. } => &[],
        };
        let mut begins = alloc::vec![statement.valid_from, statement.created];
        let mut ends = Vec::new();
        ends.extend(statement.valid_until);
        for signature in signatures {
            begins.extend(signature.created);
            ends.extend(signature.expires);
        }
        for begin in begins {
            if begin.as_millis() > now + SKEW {
                findings.add(Trust::NotYetValid, ReasonCode::ValidityNotBegun, Some(&begin.to_text()));
            }
        }
        for end in ends {
            if end.as_millis() + SKEW < now {
                findings.add(Trust::Expired, ReasonCode::ValidityEnded, Some(&end.to_text()));
            }
        }
    }

    // --- endings

    fn refuse(&mut self, refusal: Refusal) {
        let (trust, reason) = refusal.into_parts();
        self.verdict.trust = trust;
        self.verdict.reasons.insert(0, reason);
    }

    /// What is said beside every verdict, whatever led to it: what is claimed where nothing is known, and that the registry
    /// expects a seal that holds.
    fn close(&mut self, claimed: &dyn Fn() -> Option<Origin>) {
        let verdict = &mut self.verdict;
        if verdict.origin == Origin::Unknown {
            // What is claimed without being believed may make people more careful, and never less.
            let declared = (verdict.declared.is_synthetic == Some(true)).then_some(Origin::Synthetic);
            verdict.claimed_origin = declared.into_iter().chain(claimed()).min();
        }
        let is_unbelieved = matches!(
            verdict.trust,
            Trust::Malformed
                | Trust::Unsupported
                | Trust::Invalid
                | Trust::UntrustedIssuer
                | Trust::WrongRecord
                | Trust::Unchecked
        );
        if is_unbelieved {
            self.expect_seal();
        }
    }

    /// Asks the registry about a record whose seal, if it has one, is not believed.
    fn expect_seal(&mut self) {
        let Verifier { policy, registry, .. } = self.verifier;
        let RecordRef { object: Some(object), id: Some(id), .. } = &self.verdict.record else { return };
        let lookup = registry.look_up(policy.tenant.as_deref(), object, id, self.now);
        if matches!(lookup, Lookup::Listed(_)) && !self.verdict.has_reason(ReasonCode::SealExpected) {
            self.verdict.reasons.push(Reason { code: ReasonCode::SealExpected, detail: None });
        }
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
    fn add(&mut self, trust: Trust, code: ReasonCode, detail: Option<&str>) {
        let reason = Reason { code, detail: detail.map(Into::into) };
        if trust == Trust::VerifiedPartial {
            self.late.push(reason);
        } else {
            self.trust.get_or_insert(trust);
            self.reasons.push(reason);
        }
    }

    fn close(&mut self) {
        if !self.late.is_empty() {
            self.trust.get_or_insert(Trust::VerifiedPartial);
            self.reasons.append(&mut self.late);
        }
    }
}

impl Statement<'_> {
    /// The covered field of that name, however it is spelt.
    fn covering(&self, name: &str) -> Option<&CoveredField<'_>> {
        match self.covered.binary_search_by(|field| json::utf16_order(field.name, name)) {
            Ok(at) => self.covered.get(at),
            Err(_) => self.covered.iter().find(|field| is_same_name(field.name, name)),
        }
    }
}

impl Standing<'_> {
    /// How many approve this statement: each entity once, and each key once, whatever it is called.
    fn approvals(&self, statement: &Statement<'_>) -> Vec<Approval> {
        let mut counted: Vec<(trust::Issuer<'_>, PublicKey)> = Vec::new();
        for &(approver, key) in &self.approvers {
            let is_new = counted.iter().all(|(known, by)| !known.is(approver) && *by != key);
            if is_new && require_in_scope(approver, statement).is_ok() {
                counted.push((approver, key));
            }
        }
        let approval = |(approver, _): &(trust::Issuer<'_>, _)| Approval {
            id: printable(approver.id()),
            name: approver.name().map(printable),
        };
        counted.iter().map(approval).collect()
    }

    /// Whether the seal says of itself that it was made before that time, wherever it says when.
    fn was_sealed_before(&self, time: Timestamp, statement: &Statement<'_>) -> bool {
        let is_before = |said: Timestamp| said < time;
        is_before(statement.valid_from)
            && is_before(statement.created)
            && self.proof_created.is_none_or(|created| created.is_some_and(is_before))
    }
}

fn untrusted(code: ReasonCode, detail: &str) -> Refusal {
    Refusal::at(Trust::UntrustedIssuer, code, &printable(detail))
}

fn require_in_scope(issuer: trust::Issuer<'_>, statement: &Statement<'_>) -> Result<(), Refusal> {
    let outside = if !issuer.is_for_tenant(statement.tenant) {
        "tenant"
    } else if !issuer.allows("objects", statement.object) {
        "object"
    } else if !statement.environments.iter().all(|environment| issuer.allows("environments", environment)) {
        "environment"
    } else if !issuer.allows("origins", statement.origin.code()) {
        "origin"
    } else {
        return Ok(());
    };
    Err(Refusal::at(Trust::UntrustedIssuer, ReasonCode::IssuerOutOfScope, outside))
}

fn require_listed_time(standing: &Standing<'_>, statement: &Statement<'_>) -> Result<(), Refusal> {
    let Some(key) = standing.listed.filter(|key| key.has_window()) else { return Ok(()) };
    let is_listed = key.is_listed_at(statement.valid_from)
        // A record may be older than the key, and no younger than the seal.
        && key.is_listed_until(statement.created)
        && standing
            .proof_created
            .is_none_or(|created| created.is_some_and(|created| key.is_listed_at(created)));
    if is_listed { Ok(()) } else { Err(Refusal::new(Trust::UntrustedIssuer, ReasonCode::KeyOutOfWindow)) }
}

/// Names of what the viewer sees of the record's content beside the covered fields: shown fields, and nulls that an API
/// dropped.
fn uncovered_fields<'r>(record: &'r Record<'_>, policy: &Policy, statement: &Statement<'_>) -> Object<'r> {
    let mut names = Vec::with_capacity(record.fields.len() + record.queried.len());
    let mut add = |name: &'r str| {
        if !policy.fields.is_plumbing(name) && statement.covering(name).is_none() {
            names.push((name.into(), Value::Null));
        }
    };
    record.fields.iter().for_each(|(name, _)| add(name));
    record.nulls().for_each(&mut add);
    Object::from_members(names)
}

/// What any text that stands where a seal would claims, where none of them is opened.
fn claims_beside(verifier: &Verifier, record: &Record<'_>) -> Option<Origin> {
    let name = verifier.policy.fields.seal.as_str();
    let in_fields =
        record.members().filter(|(member, ..)| is_same_name(member, name)).map(|(_, value, _)| value);
    let texts = record.seal.iter().chain(in_fields).filter_map(Value::as_str);
    texts.filter_map(|text| Seal::read(text).claimed_origin()).min()
}

/// Whether a statement makes a claim: a dotted member of `provenance` that is there, and in which something can be read.
fn states(credential: &Object<'_>, path: &str) -> bool {
    let mut value = credential.object("credentialSubject").and_then(|subject| subject.get("provenance"));
    for name in path.split('.') {
        value = value.and_then(Value::as_object).and_then(|object| object.get(name));
    }
    value.is_some_and(says_something)
}

fn says_something(value: &Value<'_>) -> bool {
    match value {
        Value::Null => false,
        Value::String(text) => !printable(text).trim().is_empty(),
        Value::Array(values) => values.iter().any(says_something),
        Value::Object(object) => object.iter().any(|(_, value)| says_something(value)),
        _ => true,
    }
}

fn declared(record: &Record<'_>, policy: &Policy) -> Declared {
    let mut declared = Declared::default();
    for (name, value, is_field) in record.members() {
        let Some(claim) = policy.aliases.claim(name) else { continue };
        // A flag that is written otherwise than the fields around it says what it says: it can only make people more careful.
        if claim == Claim::IsSynthetic && is_ticked(value) {
            declared.is_synthetic = Some(true);
        }
        if !is_field {
            continue;
        }
        let text = || match value {
            Value::String(text) if !text.is_empty() => Some(printable(text)),
            Value::Number(number) => Some(number.as_str().into()),
            _ => None,
        };
        match claim {
            // Where several flags disagree, the one that declares counts.
            Claim::IsSynthetic => declared.is_synthetic = declared.is_synthetic.max(normal::boolean(value)),
            Claim::ProvenanceSource => declared.provenance_source = text(),
            Claim::GenerationMethod => declared.generation_method = text(),
            Claim::ConfidenceScore => declared.confidence_score = text(),
            Claim::Created => declared.created = text(),
        }
    }
    declared
}

/// Whether a flag says yes, bare or in some API's wrapping.
fn is_ticked(value: &Value<'_>) -> bool {
    match value {
        Value::Object(wrapped) => wrapped.get("value").and_then(normal::boolean) == Some(true),
        Value::Array(values) => values.iter().any(|value| normal::boolean(value) == Some(true)),
        bare => normal::boolean(bare) == Some(true),
    }
}

/// The short reference, where the record shows one.
fn reference_field<'r>(record: &'r Record<'_>, policy: &Policy) -> Option<&'r Value<'r>> {
    record.shown(&policy.fields.reference).filter(|value| !is_empty(value))
}

/// `<seal id>.<digest of the text>`; where no id can be read, the digest alone tells.
fn is_reference_to(reference: &Value<'_>, text: &str, stated_id: Option<&str>) -> bool {
    let Some((id, digest)) = reference.as_str().and_then(|reference| divide_last(reference, b'.')) else {
        return false;
    };
    let is_same_seal = stated_id.is_none_or(|stated| ids::is_same_uuid(id, stated));
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
