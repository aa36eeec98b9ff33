//! Who stands behind a statement: the issuer's key, or a log and its witnesses; and those who approve.

use alloc::vec::Vec;

use super::context::Context;
use super::scope;
use crate::approval::Approval;
use crate::chain::ProofCreated;
use crate::did::{self, PublicKey};
use crate::parties::{Issuer, Key};
use crate::policy::Policy;
use crate::question::{ProofSigner, Signer};
use crate::reason::ReasonCode;
use crate::refusal::Refusal;
use crate::seal::{LogIndex, VerifiedSeal};
use crate::statement::Statement;
use crate::trust::{self, NoteKey};
use crate::verdict::{LogEntry, Trust, Witnessed};
use crate::{SKEW, Timestamp, printable};

/// What the signatures of a seal, found to hold, say beside the statement.
pub(crate) struct Attestation<'a> {
    pub(crate) issuer: Issuer<'a>,
    /// The issuer's key, where a key of the issuer signed, or the issuer is its own key.
    pub(crate) listed: Option<&'a Key>,
    /// Keys whose withdrawal withdraws the seal.
    pub(crate) keys: Vec<PublicKey>,
    pub(crate) created: ProofCreated,
    /// By when a witness that the bundle trusts, or as many as the policy asks for, had seen the checkpoint.
    pub(crate) cosigned: Option<Timestamp>,
    /// The log that has the statement, and enough of its witnesses; `None` within means too few.
    log: Option<Option<LogEntry>>,
    /// Who else signed the statement, with which key, and is believed at least for some statements.
    approvers: Vec<(Issuer<'a>, PublicKey, Option<Timestamp>)>,
    /// Whether a key counted of which everybody knows the private half.
    pub(crate) uses_test_key: bool,
}

impl<'a> Attestation<'a> {
    /// Who of the signers is believed: that the issuer, or a log that may speak for it, is among them.
    pub(crate) fn of(seal: &VerifiedSeal<'_, 'a>, context: &Context<'a>) -> Result<Self, Refusal> {
        context.require_current_bundle()?;
        let did = seal.issuer();
        let issuer = context.trust.issuer(did);
        let issuer = issuer.ok_or_else(|| Refusal::untrusted(ReasonCode::IssuerUnknown, did))?;
        match seal.entry() {
            None => Self::of_proofs(issuer, seal, context),
            Some(entry) => Self::of_log(issuer, entry, seal, context),
        }
    }

    fn of_proofs(
        issuer: Issuer<'a>,
        seal: &VerifiedSeal<'_, 'a>,
        context: &Context<'a>,
    ) -> Result<Self, Refusal> {
        let Some((root, others)) = seal.signatures().split_first() else {
            return Err(Refusal::envelope("vc.proof"));
        };
        let Signer::Proof(signer) = &root.signer else { return Err(Refusal::envelope("vc.proof")) };
        let listed = signer.as_issuer.filter(|listed| listed.party.is(issuer));
        let listed = listed
            .ok_or_else(|| Refusal::untrusted(ReasonCode::KeyUnknown, &signer.options.verification_method))?;
        let mut keys = Keys::of(context.policy);
        keys.require(&root.check.key)?;
        let mut approvers = Vec::new();
        for other in others {
            // Nobody approves what they issued, under whatever name.
            if let Signer::Proof(proof) = &other.signer
                && proof.options.signer() != signer.options.signer()
                && !issuer.holds(&other.check.key)
                && let Some(approver) = approver(proof, &other.check.key, context)
                && keys.admits(&other.check.key)
            {
                approvers.push((approver, other.check.key, proof.options.created.time()));
            }
        }
        Ok(Self {
            issuer,
            listed: Some(listed.key),
            keys: alloc::vec![root.check.key],
            created: signer.options.created,
            cosigned: None,
            log: None,
            approvers,
            uses_test_key: keys.has_test_key,
        })
    }

    fn of_log(
        issuer: Issuer<'a>,
        entry: &LogIndex,
        seal: &VerifiedSeal<'_, 'a>,
        context: &Context<'a>,
    ) -> Result<Self, Refusal> {
        let did = issuer.id();
        let log = seal.signatures().iter().find_map(|question| match &question.signer {
            Signer::Log(log) if log.key.name == entry.origin && log.vouches_for(did) => Some(log),
            _ => None,
        });
        let log: &trust::Log<'_> =
            log.ok_or_else(|| Refusal::untrusted(ReasonCode::LogUnknown, &entry.origin))?;
        let mut keys = Keys::of(context.policy);
        keys.require(&log.key.public)?;
        let mut witnesses: Vec<(&NoteKey, Timestamp)> = Vec::new();
        for question in seal.signatures() {
            let Signer::Witness { key, seen: Some(time) } = &question.signer else { continue };
            let public = &key.public;
            if time.as_millis() <= context.now.as_millis() + SKEW
                && witnesses.iter().all(|(known, _)| known.public != *public)
                // A log is not its own witness.
                && *public != log.key.public
                && !context.trust.is_withdrawn(public, Some(*time))
                && keys.admits(public)
            {
                witnesses.push((key, *time));
            }
        }
        let quorum = usize::try_from(context.policy.witnesses).unwrap_or(usize::MAX);
        let cosigned = seen_by(&witnesses, quorum.max(1));
        let has_quorum = witnesses.len() >= quorum;
        let witnesses =
            witnesses.into_iter().map(|(key, at)| Witnessed { name: printable(&key.name), at }).collect();
        let log_entry =
            has_quorum.then(|| LogEntry { origin: printable(&entry.origin), index: entry.index, witnesses });
        let mut withdrawing = alloc::vec![log.key.public];
        // Of an issuer that is its own key, the key's withdrawal withdraws whatever the log says it stated.
        withdrawing.extend(did::from_did_key(did));
        Ok(Self {
            issuer,
            // An issuer that is its own key is listed for as long as the key is.
            listed: did::own_method(did).and_then(|method| issuer.key(&method)),
            keys: withdrawing,
            created: ProofCreated::NoPlace,
            cosigned,
            log: Some(log_entry),
            approvers: Vec::new(),
            uses_test_key: keys.has_test_key,
        })
    }

    /// Whether as many witnesses saw the checkpoint as the policy asks for, where there is one.
    pub(crate) fn require_witnesses(&self) -> Result<(), Refusal> {
        match self.log {
            Some(None) => Err(Refusal::new(Trust::UntrustedIssuer, ReasonCode::WitnessesMissing)),
            _ => Ok(()),
        }
    }

    /// Whether the issuer's key was listed when the seal was made.
    pub(crate) fn require_listed_time(&self, statement: &Statement<'_>) -> Result<(), Refusal> {
        let Some(key) = self.listed.filter(|key| key.has_window()) else { return Ok(()) };
        let is_listed = key.is_listed_at(statement.valid_from)
            // A record may be older than the key, and no younger than the seal.
            && key.is_listed_until(statement.created)
            && self.created.allows(|created| key.is_listed_at(created));
        if is_listed { Ok(()) } else { Err(Refusal::new(Trust::UntrustedIssuer, ReasonCode::KeyOutOfWindow)) }
    }

    /// The log that has the statement.
    pub(crate) fn log(&self) -> Option<&LogEntry> {
        self.log.as_ref()?.as_ref()
    }

    /// Who approves this statement: each entity once, and each key once, whatever it is called.
    pub(crate) fn approvals(&self, statement: &Statement<'_>) -> Vec<Approval> {
        let mut counted: Vec<(Issuer<'_>, PublicKey, Option<Timestamp>)> = Vec::new();
        for &(approver, key, at) in &self.approvers {
            let is_new = counted.iter().all(|(known, by, _)| !known.is(approver) && *by != key);
            if is_new && scope::require(approver, statement).is_ok() {
                counted.push((approver, key, at));
            }
        }
        let approval = |(approver, _, at): &(Issuer<'_>, _, _)| Approval {
            id: printable(approver.id()),
            name: approver.name().map(printable),
            at: *at,
        };
        counted.iter().map(approval).collect()
    }

    /// Whether the seal says of itself that it was made before that time, wherever it says when.
    pub(crate) fn was_sealed_before(&self, time: Timestamp, statement: &Statement<'_>) -> bool {
        statement.valid_from < time
            && statement.created < time
            && self.created.allows(|created| created < time)
    }
}

/// Whom a proof makes an approver: a listed key, in its window, not withdrawn.
fn approver<'a>(proof: &ProofSigner<'a>, key: &PublicKey, context: &Context<'a>) -> Option<Issuer<'a>> {
    let listed = proof.as_approver?;
    let created = proof.options.created.time();
    let is_in_window = match created {
        Some(created) => listed.key.is_listed_at(created),
        None => !listed.key.has_window(),
    };
    (is_in_window && !context.trust.is_withdrawn(key, created)).then_some(listed.party)
}

/// The time by which that many had seen it.
fn seen_by(witnesses: &[(&NoteKey, Timestamp)], quorum: usize) -> Option<Timestamp> {
    let mut earliest: Option<Timestamp> = None;
    for (_, time) in witnesses {
        let count = witnesses.iter().filter(|(_, seen)| seen <= time).count();
        if count >= quorum {
            earliest = Some(earliest.map_or(*time, |known| known.min(*time)));
        }
    }
    earliest
}

/// Which keys count: one whose private half everybody knows only where the policy says so.
struct Keys {
    allows_test_keys: bool,
    has_test_key: bool,
}

impl Keys {
    fn of(policy: &Policy) -> Self {
        Self { allows_test_keys: policy.allow_test_keys, has_test_key: false }
    }

    fn admits(&mut self, key: &PublicKey) -> bool {
        let is_known = did::is_publicly_known(key);
        self.has_test_key |= is_known && self.allows_test_keys;
        !is_known || self.allows_test_keys
    }

    fn require(&mut self, key: &PublicKey) -> Result<(), Refusal> {
        let refused = || Refusal::new(Trust::UntrustedIssuer, ReasonCode::TestKeyRefused);
        if self.admits(key) { Ok(()) } else { Err(refused()) }
    }
}
