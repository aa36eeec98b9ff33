use std::borrow::Cow;

use touchmark::CONTEXT;
use touchmark::digest::sha256;
use touchmark::encoding::base58btc;
use touchmark::jcs;
use touchmark::json::{self, JsonError, Object, Value};

use crate::claims::object;
use crate::private_key::PrivateKey;

/// A proof of cryptosuite `eddsa-jcs-2022` before it is signed.
pub(crate) struct ProofOptions<'a> {
    pub(crate) id: String,
    pub(crate) created: String,
    pub(crate) verification_method: &'a str,
    /// Id of the proof that it covers; `None` for the issuer's.
    pub(crate) previous_proof: Option<&'a str>,
}

impl ProofOptions<'_> {
    /// The complete proof over a document's hash (vc-di-eddsa §3.3.4).
    pub(crate) fn sign(&self, document: &[u8; 32], key: &PrivateKey) -> Value<'static> {
        let mut members: Vec<(Cow<'_, str>, Value<'_>)> = vec![
            ("id".into(), self.id.as_str().into()),
            ("type".into(), "DataIntegrityProof".into()),
            ("cryptosuite".into(), "eddsa-jcs-2022".into()),
            ("created".into(), self.created.as_str().into()),
            ("verificationMethod".into(), self.verification_method.into()),
            ("proofPurpose".into(), "assertionMethod".into()),
            ("@context".into(), context()),
        ];
        members.extend(self.previous_proof.map(|id| ("previousProof".into(), id.into())));
        let options = sha256(jcs::to_string(&object(members.clone())).as_bytes());
        let signature = key.sign(&[options, *document].concat());
        members.push(("proofValue".into(), format!("z{}", base58btc(&signature)).into()));
        object(members).into_owned()
    }
}

/// Canonical text of a credential with its one proof.
pub(crate) fn with_proof(credential: &str, proof: Value<'_>) -> Result<String, JsonError> {
    let tree = json::parse(credential)?;
    Ok(tree.as_object().map(|tree| jcs::to_string(&replacing(tree, "proof", proof))).unwrap_or_default())
}

/// The object with one member replaced or added.
pub(crate) fn replacing<'a>(whole: &Object<'a>, name: &'static str, value: Value<'a>) -> Value<'a> {
    let mut members = whole.clone().into_members();
    members.retain(|(known, _)| known != name);
    members.push((name.into(), value));
    object(members)
}

/// `@context` of statements and proofs.
pub(crate) fn context<'a>() -> Value<'a> {
    Value::Array(CONTEXT.iter().map(|uri| Value::from(*uri)).collect())
}
