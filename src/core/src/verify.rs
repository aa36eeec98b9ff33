//! The check (profile §5): text → [`UnverifiedSeal`] → [`VerifiedSeal`] → [`Statement`] → [`Verdict`].
//!
//! Each rule is a file of its own, from what is known to what speaks against the seal; their order is in [`judge`].

mod approvals;
mod attestation;
mod binding;
mod claims;
mod context;
mod declared;
mod facts;
mod fields;
mod findings;
mod granted;
mod outcome;
mod scope;
mod unknown;
mod unsealed;
mod window;
mod withdrawal;

use alloc::string::String;
use alloc::vec::Vec;

use self::attestation::Attestation;
use self::context::{Context, is_empty};
use self::facts::Facts;
use self::fields::Comparison;
use self::findings::Findings;
use crate::claimed::Claimed;
use crate::digest::sha256;
use crate::encoding::base64url;
use crate::grants::Grants;
use crate::json::Value;
use crate::merkle::NodeMemory;
use crate::policy::Policy;
use crate::question::{Question, Signer};
use crate::reason::ReasonCode;
use crate::record::{Record, RecordError};
use crate::refusal::Refusal;
use crate::registry::Registry;
use crate::seal::{Evidence, LogIndex, UnverifiedSeal, VerifiedSeal};
use crate::signature::SignatureCheck;
use crate::statement::Statement;
use crate::status::StatusAnswer;
use crate::text::divide_last;
use crate::trust::TrustBundle;
use crate::verdict::{Claims, FieldState, Flag, Issuer, SealRef, Trust, Verdict};
use crate::{Origin, Timestamp, ids, parties, printable};

/// Checks records against one trust bundle, policy and registry. Holds no state between calls.
#[derive(Clone, Debug)]
pub struct Verifier {
    trust: TrustBundle,
    policy: Policy,
    registry: Registry,
    grants: Grants,
    dataset: Option<String>,
    normalise_unicode: Option<fn(&str) -> String>,
}

impl Verifier {
    /// A verifier for one page: whom it believes, and what it expects.
    pub fn new(trust: TrustBundle, policy: Policy) -> Self {
        Self {
            trust,
            policy,
            registry: Registry::default(),
            grants: Grants::default(),
            dataset: None,
            normalise_unicode: None,
        }
    }

    /// What is expected of the records.
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// Whether a grant is for one file, so that [`Verifier::set_dataset`] has to say which one it is.
    pub fn needs_dataset(&self) -> bool {
        self.grants.needs_dataset()
    }

    /// Adds the list of records that should carry a seal.
    #[must_use]
    pub fn with_registry(self, registry: Registry) -> Self {
        Self { registry, ..self }
    }

    /// Adds what approvers have granted.
    #[must_use]
    pub fn with_grants(self, grants: Grants) -> Self {
        Self { grants, ..self }
    }

    /// Says which file the records are read from, for grants that name one: `sha256:` and 64 hexadecimal digits, of the whole file.
    pub fn set_dataset(&mut self, digest: Option<String>) {
        self.dataset = digest;
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
        let answers: Vec<_> = pending.checks().map(|check| Some(check.answer())).collect();
        pending.conclude(&answers)
    }

    /// The first half of a check: everything up to the signature, which an engine of the caller's answers.
    pub fn begin<'a>(&'a self, record: &'a Record<'a>, now: Timestamp) -> Pending<'a> {
        self.begin_with(&mut NodeMemory::default(), record, now)
    }

    /// As [`Verifier::begin`], for records of one batch: what they share is hashed once.
    pub(crate) fn begin_with<'a>(
        &'a self,
        nodes: &mut NodeMemory,
        record: &'a Record<'a>,
        now: Timestamp,
    ) -> Pending<'a> {
        let context = self.context(record, now);
        let verdict = Verdict::of_record(&context);
        let verdict = match seal_text(&context) {
            Ok(Some(text)) => return Pending::open(context, verdict, text, nodes),
            Ok(None) => unsealed::judge(&context, verdict),
            Err(refusal) => verdict.refused(refusal),
        };
        let verdict = verdict.closed(&context, None, &|| unsealed::claims_beside(&context));
        Pending { context, verdict, open: None }
    }

    /// The verdict for something that is not a record view: `unchecked`, never an error.
    pub fn unreadable(&self, error: &RecordError, now: Timestamp) -> Verdict {
        let record = Record::default();
        let detail = error.to_text();
        let refusal = Refusal::at(Trust::Unchecked, ReasonCode::RecordUnreadable, &detail);
        let context = self.context(&record, now);
        Verdict::of_record(&context).refused(refusal).decided(&context, None)
    }

    fn context<'a>(&'a self, record: &'a Record<'a>, now: Timestamp) -> Context<'a> {
        let Self { trust, policy, registry, grants, dataset, normalise_unicode: nfc } = self;
        Context { record, trust, policy, registry, grants, dataset: dataset.as_ref(), nfc: *nfc, now }
    }
}

/// A check that waits for an engine's answers.
pub struct Pending<'a> {
    context: Context<'a>,
    /// What is to be said whatever the answers; all of it where nothing is asked.
    verdict: Verdict,
    open: Option<OpenQuestions<'a>>,
}

/// A seal, the questions about it, and where its statement is in a log, if a log speaks for it.
struct OpenQuestions<'a> {
    seal: UnverifiedSeal<'a>,
    questions: Vec<Question<'a>>,
    entry: Option<LogIndex>,
}

impl<'a> Pending<'a> {
    /// Reads a seal up to the questions for the engine.
    fn open(context: Context<'a>, mut verdict: Verdict, text: &'a str, nodes: &mut NodeMemory) -> Self {
        let mut seal = UnverifiedSeal::read(text);
        // Until the signature holds, the id is whatever somebody wrote: a uuid, or nothing.
        let id = seal.claimed_id().map(Claimed::unverified);
        let is_of_another = context.reference_field().is_some_and(|field| !is_reference_to(field, text, id));
        if let Some(envelope) = seal.envelope() {
            verdict.seal = Some(SealRef { id: id.map(Into::into), envelope });
        }
        let verdict = verdict.flagged(&[(Flag::ReferenceMismatch, is_of_another)]);
        match questions(&mut seal, &context, nodes) {
            Ok((questions, entry)) => {
                Self { context, verdict, open: Some(OpenQuestions { seal, questions, entry }) }
            }
            Err(refusal) => {
                let verdict = verdict.refused(refusal).closed(&context, None, &|| seal.claimed_origin());
                Self { context, verdict, open: None }
            }
        }
    }

    /// What the engine is asked; nothing where the verdict stands already.
    pub fn checks(&self) -> impl ExactSizeIterator<Item = &SignatureCheck> {
        let questions = self.open.as_ref().map(|open| open.questions.as_slice()).unwrap_or_default();
        questions.iter().map(|question| &question.check)
    }

    /// The second half. `answers` are in the order of [`Pending::checks`]; `None`, or no answer at all, means that the
    /// engine could not say, and the verdict is `unchecked`.
    pub fn conclude(self, answers: &[Option<bool>]) -> Verdict {
        let Self { context, verdict, open } = self;
        let Some(OpenQuestions { seal, questions, entry }) = &open else { return verdict };
        let (verdict, verified) = match seal.conclude(questions, entry.as_ref(), answers) {
            Ok(verified) => (judge(&verified, &context, verdict), Some(verified)),
            Err(refusal) => (verdict.refused(refusal), None),
        };
        verdict.closed(&context, verified.as_ref(), &|| seal.claimed_origin())
    }
}

/// The text of the record's seal, if there is one.
fn seal_text<'a>(context: &Context<'a>) -> Result<Option<&'a str>, Refusal> {
    let Context { record, policy, .. } = context;
    if let Some(names) = record.doubled() {
        return Err(Refusal::at(Trust::Unchecked, ReasonCode::FieldNamedTwice, names));
    }
    let in_field = record.shown(&policy.fields.seal);
    // An empty member does not hide what the field holds.
    let mut shown = [record.seal.as_ref(), in_field].into_iter().flatten().filter(|value| !is_empty(value));
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

/// `<seal id>.<digest of the text>`; where no id can be read, the digest alone tells.
fn is_reference_to(reference: &Value<'_>, text: &str, stated_id: Option<&str>) -> bool {
    let Some((id, digest)) = reference.as_str().and_then(|reference| divide_last(reference, b'.')) else {
        return false;
    };
    let is_same_seal = stated_id.is_none_or(|stated| ids::is_same_uuid(id, stated));
    is_same_seal && digest == base64url(&sha256(text.as_bytes()))
}

/// What the engine is asked, and where the statement is in a log, if a log speaks for it.
fn questions<'a>(
    seal: &mut UnverifiedSeal<'_>,
    context: &Context<'a>,
    nodes: &mut NodeMemory,
) -> Result<(Vec<Question<'a>>, Option<LogIndex>), Refusal> {
    let mut questions = Vec::new();
    match seal.evidence(nodes)? {
        Evidence::Signatures(signatures) => {
            for signature in signatures {
                let bundle = || context.require_current_bundle();
                questions.push(Question::of_proof(signature, context.trust, &bundle)?);
            }
            Ok((questions, None))
        }
        Evidence::Entry { index, checkpoint } => {
            context.require_current_bundle()?;
            for line in &checkpoint.note.signatures {
                questions.extend(Question::of_note(line, checkpoint.note.text, context.trust)?);
            }
            Ok((questions, Some(LogIndex { origin: checkpoint.origin.into(), index })))
        }
    }
}

/// The whole of profile §5, from signatures that hold: who is believed, and then everything that speaks against the seal, in
/// its order.
fn judge<'a>(seal: &VerifiedSeal<'_, 'a>, context: &Context<'a>, mut verdict: Verdict) -> Verdict {
    verdict.issuer = Some(issuer_of(seal, context));
    let attestation = match Attestation::of(seal, context) {
        Ok(attestation) => attestation,
        Err(refusal) => return verdict.refused(refusal),
    };
    verdict.log = attestation.log().cloned();
    let mut verdict = verdict.flagged(&[(Flag::TestKey, attestation.uses_test_key)]);
    let statement = match stated(seal, &attestation) {
        Ok(statement) => statement,
        Err(refusal) => return verdict.refused(refusal),
    };
    verdict.claims = Claims::of(seal.payload(), attestation.created.time());
    verdict.approvals = attestation.approvals(&statement);
    for environment in &statement.environments {
        verdict.environment_sealed.push(printable(environment));
    }

    let facts = Facts::of(context, seal, &statement, &attestation, &verdict.record);
    let withdrawal = withdrawal::find(&facts);
    let is_withdrawn = !withdrawal.is_empty();
    let binding = binding::find(&facts);
    let Comparison { fields, coverage, findings: differences } =
        if binding.is_empty() { fields::compare_all(&facts) } else { Comparison::default() };
    // The order of profile §5: the first finding is the one behind the trust value.
    (verdict.trust, verdict.reasons) = Findings::in_order(&mut [
        withdrawal,
        binding,
        differences,
        window::find(&facts),
        approvals::find(&facts, &verdict.approvals),
        unknown::find(&facts),
    ]);
    // Of a seal that is not to be relied on, what differs is listed, and nothing is shown as matching.
    if !is_withdrawn && verdict.trust != Trust::Unchecked {
        (verdict.fields, verdict.coverage) = (fields, coverage);
    }
    let is_incomparable =
        verdict.has_field(FieldState::SaltMissing) || verdict.has_field(FieldState::Unreadable);
    if stands(verdict.trust, statement.origin, verdict.has_field(FieldState::Match) && !is_incomparable) {
        verdict.origin = statement.origin;
    }
    let flags = claims::flags(&facts, &verdict.declared);
    verdict.flagged(&flags).flagged(&[
        (Flag::CompanionIgnored, facts.has_other_packs),
        (Flag::StatusUnknown, facts.status == StatusAnswer::Unknown),
        (Flag::NotComparable, is_incomparable),
    ])
}

/// What is stated, by somebody who may: enough witnesses, within the scope, while the key was listed.
fn stated<'v>(seal: &VerifiedSeal<'v, '_>, attestation: &Attestation<'_>) -> Result<Statement<'v>, Refusal> {
    attestation.require_witnesses()?;
    let statement = Statement::of(seal)?;
    scope::require(attestation.issuer, &statement)?;
    attestation.require_listed_time(&statement)?;
    Ok(statement)
}

/// Whether the stated origin is the record's, whatever else was found.
fn stands(trust: Trust, origin: Origin, shows_a_match: bool) -> bool {
    match trust {
        // That a record is as it was recorded takes a field that is.
        Trust::Verified | Trust::VerifiedPartial | Trust::Altered => {
            origin != Origin::Recorded || shows_a_match
        }
        Trust::NotYetValid
        | Trust::Expired
        | Trust::Superseded
        | Trust::WrongEnvironment
        | Trust::Unapproved => origin != Origin::Recorded,
        _ => false,
    }
}

/// Who says so, whether or not the page believes them.
fn issuer_of(seal: &VerifiedSeal<'_, '_>, context: &Context<'_>) -> Issuer {
    let did = seal.issuer();
    let method = match (seal.entry(), seal.signatures().first().map(|root| &root.signer)) {
        (Some(entry), _) => entry.origin.as_str(),
        (None, Some(Signer::Proof(root))) => root.options.verification_method.as_str(),
        _ => "",
    };
    Issuer {
        id: printable(did),
        name: context.trust.issuer(did).and_then(parties::Issuer::name).map(printable),
        verification_method: printable(method),
    }
}
