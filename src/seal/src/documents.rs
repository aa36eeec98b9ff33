use std::borrow::Cow;

use touchmark::encoding::base58btc;
use touchmark::json::{Object, Value};
use touchmark::{Timestamp, signed_bytes};

use crate::claims::object;
use crate::private_key::PrivateKey;
use crate::proof::replacing;

/// Signs a document in the name of a DID: the same document, with a proof of cryptosuite `eddsa-jcs-2022` in place of
/// any that it had (vc-di-eddsa §3.3.1). Trust bundles are signed in the name of the key's own `did:key`.
pub fn sign_document<'a>(
    document: &Object<'a>,
    did: &str,
    key: &PrivateKey,
    created: Timestamp,
) -> Value<'a> {
    let mut members: Vec<(Cow<'a, str>, Value<'a>)> = vec![
        ("type".into(), "DataIntegrityProof".into()),
        ("cryptosuite".into(), "eddsa-jcs-2022".into()),
        ("created".into(), created.to_string().into()),
        ("verificationMethod".into(), key.verification_method(did).into()),
        ("proofPurpose".into(), "assertionMethod".into()),
    ];
    members.extend(document.get("@context").map(|context| ("@context".into(), context.clone())));
    let options = Object::from_members(members.clone());
    let signature = key.sign(&signed_bytes(&options, document, &[]));
    members.push(("proofValue".into(), format!("z{}", base58btc(&signature)).into()));
    replacing(document, "proof", object(members))
}
