//! What an engine is asked about a seal, and what each answer would mean: every signer is looked up once.

use alloc::vec::Vec;

use crate::Timestamp;
use crate::chain::{ProofOptions, Signature};
use crate::did;
use crate::note::{self, NoteSignature};
use crate::parties::{Issuer, Key};
use crate::reason::ReasonCode;
use crate::refusal::Refusal;
use crate::signature::SignatureCheck;
use crate::trust::{Log, NoteKey, TrustBundle};

/// One signature, and whose it is if it holds.
pub(crate) struct Question<'t> {
    pub(crate) check: SignatureCheck,
    pub(crate) signer: Signer<'t>,
}

/// Whose signature it is, as the trust bundle knows them.
pub(crate) enum Signer<'t> {
    /// Signed the statement itself.
    Proof(ProofSigner<'t>),
    /// Signed a checkpoint of its own log.
    Log(Log<'t>),
    /// Signed a checkpoint of somebody's log, and when.
    Witness { key: &'t NoteKey, seen: Option<Timestamp> },
}

/// Who signed a statement, in either role: a DID of both roles may have other keys in each.
pub(crate) struct ProofSigner<'t> {
    pub(crate) options: ProofOptions,
    pub(crate) as_issuer: Option<Listed<'t>>,
    pub(crate) as_approver: Option<Listed<'t>>,
}

/// A key that the bundle lists, and for whom.
#[derive(Clone, Copy)]
pub(crate) struct Listed<'t> {
    pub(crate) party: Issuer<'t>,
    pub(crate) key: &'t Key,
}

impl<'t> Question<'t> {
    /// About a signature over the statement. A `did:key` is its own key, listed or not; any other DID resolves through the bundle
    /// alone, because a verifier makes no request: `bundle` is whether the bundle may be asked now.
    pub(crate) fn of_proof(
        signature: Signature,
        trust: &'t TrustBundle,
        bundle: &dyn Fn() -> Result<(), Refusal>,
    ) -> Result<Self, Refusal> {
        let Signature { options, message, bytes } = signature;
        let did = options.signer();
        let method = options.verification_method.as_str();
        let (issuer, approver) = (trust.issuer(did), trust.approver(did));
        let listed = |party: Option<Issuer<'t>>| {
            party.and_then(|party| Some(Listed { party, key: party.key(method)? }))
        };
        let (mut as_issuer, mut as_approver) = (listed(issuer), listed(approver));
        let public = match (did::from_did_key(did), as_issuer.or(as_approver)) {
            (Some(own), _) => own,
            (None, found) => {
                bundle()?;
                let (code, named) = match issuer {
                    None => (ReasonCode::IssuerUnknown, did),
                    Some(_) => (ReasonCode::KeyUnknown, method),
                };
                found.ok_or_else(|| Refusal::untrusted(code, named))?.key.public
            }
        };
        for listed in [&mut as_issuer, &mut as_approver] {
            *listed = listed.filter(|listed| listed.key.public == public);
        }
        Ok(Self {
            check: SignatureCheck { key: public, message, signature: bytes },
            signer: Signer::Proof(ProofSigner { options, as_issuer, as_approver }),
        })
    }

    /// About a signature line of a checkpoint; nothing where the bundle knows no key of that name and id.
    pub(crate) fn of_note(
        line: &NoteSignature<'_>,
        text: &str,
        trust: &'t TrustBundle,
    ) -> Result<Option<Self>, Refusal> {
        let (key, signer, message, signature) = if let Some(log) = trust.log(line) {
            (log.key, Signer::Log(log), Vec::from(text), line.ed25519())
        } else if let Some(key) = trust.witness(line) {
            let (seconds, signature) = line.cosignature().unzip();
            let seconds = seconds.unwrap_or_default();
            let millis = i64::try_from(seconds).ok().and_then(|seconds| seconds.checked_mul(1000));
            let seen = millis.and_then(Timestamp::from_millis);
            (key, Signer::Witness { key, seen }, note::cosigned_bytes(seconds, text), signature)
        } else {
            return Ok(None);
        };
        let signature = signature.ok_or_else(|| Refusal::invalid(ReasonCode::SignatureInvalid))?;
        Ok(Some(Self { check: SignatureCheck { key: key.public, message, signature }, signer }))
    }
}
