//! The text in the seal field: container and envelope (profile §2).
//!
//! Nothing here says what a statement claims: that is read once its signature holds.

use alloc::string::String;
use alloc::vec::Vec;

use crate::chain::{self, ProofCreated, ProofOptions, Signature};
use crate::claimed::Claimed;
use crate::cryptosuite::is_context;
use crate::encoding::from_base64url;
use crate::json::{self, Object, Value};
use crate::merkle::{self, NodeMemory};
use crate::note::Checkpoint;
use crate::question::Question;
use crate::reason::ReasonCode;
use crate::refusal::Refusal;
use crate::salts::{is_too_long, salt_in};
use crate::text::{divide, divide_last, joined};
use crate::tlog::TlogProof;
use crate::verdict::{Envelope, Trust};
use crate::verification_method::{names_key_of, require_own_key};
use crate::{Origin, PROFILE, has_only_safe_integers, ids, jcs, printable};

/// What is wrong with a number, for a finding's detail.
const UNSAFE_NUMBER: &str = "a number that is not a safe integer";

/// A seal, as far as it could be read. Nobody vouches for what it says: all that it gives out is [`Claimed`].
#[derive(Default)]
pub struct UnverifiedSeal<'a> {
    /// Which envelope, where the container is well formed.
    envelope: Option<Envelope>,
    container: Object<'a>,
    salts: Object<'a>,
    /// Of a JWS: what its payload holds, and its signature, until it is asked for.
    payload: Object<'a>,
    signatures: Vec<Signature>,
    /// What is wrong with container or envelope.
    flaw: Option<Refusal>,
}

/// A seal of which every signature was found to hold. Whose they are, and whether they are believed, is still to be judged.
///
/// There is no other way to one than an engine's answers, and no way to a [`Statement`](crate::Statement) but through one:
///
/// ```
/// # use touchmark::{Statement, VerifiedSeal};
/// fn is_stated(seal: &VerifiedSeal<'_, '_>) -> bool {
///     Statement::of(seal).is_ok()
/// }
/// ```
///
/// ```compile_fail,E0308
/// # use touchmark::{Statement, UnverifiedSeal};
/// fn is_stated(seal: &UnverifiedSeal<'_>) -> bool {
///     Statement::of(seal).is_ok()
/// }
/// ```
///
/// ```compile_fail,E0451
/// # use touchmark::{UnverifiedSeal, VerifiedSeal};
/// fn vouch_for<'s, 'a>(seal: &'s UnverifiedSeal<'a>) -> VerifiedSeal<'s, 'a> {
///     VerifiedSeal { seal, questions: &[], entry: None }
/// }
/// ```
pub struct VerifiedSeal<'s, 'a> {
    seal: &'s UnverifiedSeal<'a>,
    /// All of them answered with yes.
    questions: &'s [Question<'a>],
    entry: Option<&'s LogIndex>,
}

/// What speaks for a statement. Nothing of it holds until an engine says so.
pub(crate) enum Evidence<'v> {
    /// Signatures over the statement itself: the issuer's, then those of others who approve.
    Signatures(Vec<Signature>),
    /// Number of the statement in a log, and the log's signed tree head.
    Entry { index: u64, checkpoint: Checkpoint<'v> },
}

/// Where a statement is in a log.
#[derive(Clone, Debug)]
pub(crate) struct LogIndex {
    pub(crate) origin: String,
    pub(crate) index: u64,
}

impl<'a> UnverifiedSeal<'a> {
    pub(crate) fn read(text: &'a str) -> Self {
        let mut seal = Self::default();
        seal.flaw = seal.fill(text).err();
        seal
    }

    /// Which envelope, where the container is well formed.
    pub(crate) fn envelope(&self) -> Option<Envelope> {
        self.envelope
    }

    /// The statement's id as the text states it, where it is a uuid.
    pub(crate) fn claimed_id(&self) -> Option<Claimed<&str>> {
        self.claimed().text("id").filter(|id| ids::bare_uuid(id.unverified()).is_some())
    }

    /// The seal, once the engine found every signature to hold. `answers` are in the order of the questions; a signature that
    /// does not hold decides, whatever is known of the others.
    pub(crate) fn conclude<'s>(
        &'s self,
        questions: &'s [Question<'a>],
        entry: Option<&'s LogIndex>,
        answers: &[Option<bool>],
    ) -> Result<VerifiedSeal<'s, 'a>, Refusal> {
        if answers.contains(&Some(false)) {
            Err(Refusal::invalid(ReasonCode::SignatureInvalid))
        } else if answers.len() != questions.len() || answers.contains(&None) {
            Err(Refusal::new(Trust::Unchecked, ReasonCode::EngineUnavailable))
        } else {
            Ok(VerifiedSeal { seal: self, questions, entry })
        }
    }

    fn fill(&mut self, text: &'a str) -> Result<(), Refusal> {
        // What the text claims is read whatever is wrong with it, as long as it is I-JSON.
        let read = json::parse(text);
        let is_long = is_too_long(text);
        let refusal = match read {
            Ok(Value::Object(container)) => {
                self.container = container;
                None
            }
            Ok(_) => Some(container_malformed("not an object")),
            Err(error) => Some(Refusal::at(Trust::Malformed, ReasonCode::SealNotJson, &error.to_text())),
        };
        if is_long {
            return Err(Refusal::new(Trust::Malformed, ReasonCode::SealTooLong));
        }
        if let Some(refusal) = refusal {
            return Err(refusal);
        }
        require_profile(&self.container)?;
        if !has_only_safe_integers(&self.container) {
            return Err(container_malformed(UNSAFE_NUMBER));
        }
        match self.container.take("salts") {
            None => {}
            Some(Value::Object(salts)) => self.salts = salts,
            Some(_) => return Err(container_malformed("salts")),
        }
        let mut count = 0;
        for &known in Envelope::ALL {
            if self.container.get(known.code()).is_some() {
                self.envelope = Some(known);
                count += 1;
            }
        }
        if count != 1 {
            self.envelope = None;
            return Err(Refusal::new(Trust::Malformed, ReasonCode::EnvelopeNotOne));
        }
        match self.envelope {
            Some(Envelope::Jws) => self.fill_from_jws(),
            Some(Envelope::Tlog) => self.require_tlog(),
            Some(Envelope::Vc) if self.stated("vc").is_none() => Err(Refusal::envelope("vc")),
            Some(Envelope::Vc) | None => Ok(()),
        }
    }

    /// A compact JWS of type `vc+jwt` (RFC 7515, VC-JOSE-COSE), as the profile narrows it (§3).
    fn fill_from_jws(&mut self) -> Result<(), Refusal> {
        let parts = |text| {
            let (message, signature) = divide_last(text, b'.')?;
            Some((message, divide(message, b'.')?, signature))
        };
        let Some((message, (header, payload), signature)) = self.container.text("jws").and_then(parts) else {
            return Err(Refusal::envelope("jws"));
        };
        let payload = decoded(payload);
        let is_read = payload.is_some();
        self.payload = payload.unwrap_or_default();
        let Some(header) = decoded(header) else { return Err(Refusal::envelope("jws.header")) };
        let method = jws_method(&header)?;
        let Some(bytes) = from_base64url(signature).and_then(|bytes| bytes.try_into().ok()) else {
            return Err(Refusal::envelope("jws.signature"));
        };
        if !is_read {
            return Err(Refusal::envelope("jws.payload"));
        }
        if !has_only_safe_integers(&self.payload) {
            return Err(Refusal::envelope(&joined(&["jws.payload: ", UNSAFE_NUMBER])));
        }
        // What a JWT claim would say, the statement says; a proof would be a second envelope.
        for claim in &["proof", "iss", "sub", "aud", "exp", "nbf", "iat", "jti", "vc", "vp"] {
            if self.payload.get(claim).is_some() {
                return Err(Refusal::envelope(&joined(&["jws.payload.", claim])));
            }
        }
        self.signatures.push(Signature {
            options: ProofOptions {
                verification_method: method.into(),
                created: ProofCreated::NoPlace,
                expires: None,
            },
            message: message.into(),
            bytes,
        });
        Ok(())
    }

    fn require_tlog(&self) -> Result<(), Refusal> {
        let parts = self.stated("tlog").ok_or_else(|| Refusal::envelope("tlog"))?;
        let leaf = parts.get("leaf").and_then(Value::as_object);
        if leaf.is_none_or(|leaf| leaf.get("proof").is_some()) {
            return Err(Refusal::envelope("tlog.leaf"));
        }
        match parts.text("proof") {
            Some(_) => Ok(()),
            None => Err(Refusal::envelope("tlog.proof")),
        }
    }

    /// An object that the container holds.
    fn stated(&self, name: &str) -> Option<&Object<'a>> {
        self.container.get(name)?.as_object()
    }

    /// The statement as the text states it; empty where it cannot be read.
    fn claimed(&self) -> Claimed<&Object<'a>> {
        let statement = match self.envelope {
            Some(Envelope::Vc) => self.stated("vc"),
            Some(Envelope::Tlog) => self.stated("tlog").and_then(|parts| parts.get("leaf")?.as_object()),
            Some(Envelope::Jws) | None => None,
        };
        Claimed::new(statement.unwrap_or(&self.payload))
    }

    /// What any statement in the text says of the record without being believed: it may escalate, it proves nothing. The
    /// text need be I-JSON, and nothing else: a seal that was broken on purpose does not take its claim along
    /// (profile §5).
    pub(crate) fn claimed_origin(&self) -> Option<Claimed<Origin>> {
        let leaf = self.stated("tlog").and_then(|parts| parts.object("leaf"));
        let payload = self.container.text("jws").and_then(|jws| {
            let (_, rest) = divide(jws, b'.')?;
            decoded(divide(rest, b'.').map_or(rest, |(payload, _)| payload))
        });
        let statements = [self.stated("vc"), leaf, payload.as_ref()];
        statements.into_iter().flatten().filter_map(|statement| Claimed::new(statement).origin()).min()
    }

    /// What speaks for the statement, once everything that needs no signature holds: first whatever makes it
    /// `malformed`, then `unsupported`, then `invalid`.
    pub(crate) fn evidence(&mut self, nodes: &mut NodeMemory) -> Result<Evidence<'_>, Refusal> {
        if let Some(refusal) = self.flaw.take() {
            return Err(refusal);
        }
        let signatures = core::mem::take(&mut self.signatures);
        let credential = self.claimed();
        let Some(issuer) = credential.text("issuer") else { return Err(Refusal::envelope("vc.issuer")) };
        let evidence = match self.envelope {
            Some(Envelope::Jws) => {
                for Signature { options, .. } in &signatures {
                    require_own_key(&options.verification_method)?;
                    if !names_key_of(&options.verification_method, issuer.unverified()) {
                        return Err(Refusal::invalid(ReasonCode::VerificationMethodMismatch));
                    }
                }
                Evidence::Signatures(signatures)
            }
            Some(Envelope::Tlog) => {
                let proof = self.stated("tlog").and_then(|parts| parts.text("proof"));
                entry(credential, proof.unwrap_or_default(), nodes)?
            }
            Some(Envelope::Vc) | None => Evidence::Signatures(chain::read(credential, issuer)?),
        };
        if !is_context(credential.unverified().get("@context")) {
            return Err(Refusal::invalid(ReasonCode::ContextMismatch));
        }
        Ok(evidence)
    }
}

impl<'s, 'a> VerifiedSeal<'s, 'a> {
    /// The bytes that were signed, read.
    pub(crate) fn payload(&self) -> &'s Object<'a> {
        self.seal.claimed().unverified()
    }

    /// Who says so.
    pub(crate) fn issuer(&self) -> &'s str {
        self.payload().text("issuer").unwrap_or_default()
    }

    /// Whose signatures hold: over the statement, the issuer's first; or over the checkpoint of a log that has it.
    pub(crate) fn signatures(&self) -> &'s [Question<'a>] {
        self.questions
    }

    /// Where the statement is in a log, if a log speaks for it.
    pub(crate) fn entry(&self) -> Option<&'s LogIndex> {
        self.entry
    }

    /// The salt of a field in the open pack.
    pub(crate) fn salt(&self, field: &str) -> Option<&str> {
        salt_in(&self.seal.salts, field)
    }
}

fn container_malformed(detail: &str) -> Refusal {
    Refusal::at(Trust::Malformed, ReasonCode::ContainerMalformed, detail)
}

fn require_profile(container: &Object<'_>) -> Result<(), Refusal> {
    match container.text("seal") {
        Some(PROFILE) => Ok(()),
        Some(other) => {
            Err(Refusal::at(Trust::Unsupported, ReasonCode::ProfileUnsupported, &printable(other)))
        }
        None => Err(container_malformed("seal")),
    }
}

/// Walks from the statement to the checkpoint's root.
fn entry<'v>(
    leaf: Claimed<&Object<'_>>,
    proof: &'v str,
    nodes: &mut NodeMemory,
) -> Result<Evidence<'v>, Refusal> {
    let read = TlogProof::parse(proof);
    let Some((checkpoint, read)) = read.and_then(|read| Some((Checkpoint::parse(read.checkpoint)?, read)))
    else {
        return Err(Refusal::envelope("tlog.proof"));
    };
    let mut data = String::with_capacity(4096);
    jcs::write_object_replacing(leaf.unverified(), None, &mut data);
    let leaf = merkle::leaf_hash(data.as_bytes());
    if nodes.root_from_path(read.index, checkpoint.size, leaf, &read.path) != Some(checkpoint.root) {
        return Err(Refusal::invalid(ReasonCode::InclusionMismatch));
    }
    Ok(Evidence::Entry { index: read.index, checkpoint })
}

/// The verification method that a JWS header names.
fn jws_method<'h>(header: &'h Object<'_>) -> Result<&'h str, Refusal> {
    let mut is_whole = header.len() == 4 && header.text("cty") == Some("vc");
    // The algorithm is the pinned key's: the header may only agree.
    for (name, known) in &[("alg", ["Ed25519", "EdDSA"]), ("typ", ["vc+jwt", "vc+jwt"])] {
        match header.text(name) {
            Some(stated) if !known.contains(&stated) => {
                let detail = joined(&[name, " ", &printable(stated)]);
                return Err(Refusal::at(Trust::Unsupported, ReasonCode::AlgorithmUnsupported, &detail));
            }
            stated => is_whole &= stated.is_some(),
        }
    }
    header.text("kid").filter(|_| is_whole).ok_or_else(|| Refusal::envelope("jws.header"))
}

/// The object that a base64url text holds; it owns its strings, because the decoded text does not stay.
fn decoded<'a>(text: &str) -> Option<Object<'a>> {
    let text = String::from_utf8(from_base64url(text)?).ok()?;
    match json::parse(&text).ok()?.into_owned() {
        Value::Object(object) => Some(object),
        _ => None,
    }
}
