use std::borrow::Cow;
use std::io::Read as _;

use touchmark::encoding::{base58btc, base64url};
use touchmark::json::{Object, Value};
use touchmark::{CONTEXT, MAX_LIST, MIN_LIST, Timestamp, signed_bytes};

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

/// A status list in the making: one bit for each seal of an issuer (Bitstring Status List v1.0).
#[derive(Clone, Debug)]
pub struct StatusList {
    bits: Vec<u8>,
}

impl Default for StatusList {
    /// A list of the shortest length that hides whose status is asked for.
    fn default() -> Self {
        Self { bits: vec![0; MIN_LIST] }
    }
}

impl StatusList {
    /// Sets the bit of an entry; the list grows to hold it. False where it is beyond the longest list.
    #[must_use]
    pub fn set(&mut self, index: u64) -> bool {
        let Some(at) = usize::try_from(index / 8).ok().filter(|at| *at < MAX_LIST) else { return false };
        if at >= self.bits.len() {
            // Whole steps: the length must not tell which entry was last.
            self.bits.resize((at + 1).next_multiple_of(MIN_LIST), 0);
        }
        if let Some(byte) = self.bits.get_mut(at) {
            *byte |= 0x80 >> (index % 8);
        }
        true
    }

    /// The list as a `BitstringStatusListCredential`, signed in the name of a DID.
    ///
    /// `url` is where seals say that it is, `purpose` is `revocation` or `suspension`.
    ///
    /// # Errors
    /// What the compressor says, which writes to memory and has no reason to fail.
    pub fn sign(
        &self,
        url: &str,
        purpose: &str,
        did: &str,
        key: &PrivateKey,
        from: Timestamp,
        until: Timestamp,
    ) -> Result<Value<'static>, std::io::Error> {
        let mut packed = Vec::new();
        flate2::read::GzEncoder::new(&*self.bits, flate2::Compression::best()).read_to_end(&mut packed)?;
        let subject = object(vec![
            ("id".into(), format!("{url}#list").into()),
            ("type".into(), "BitstringStatusList".into()),
            ("statusPurpose".into(), purpose.into()),
            ("encodedList".into(), format!("u{}", base64url(&packed)).into()),
        ]);
        let types = ["VerifiableCredential", "BitstringStatusListCredential"];
        let credential = Object::from_members(vec![
            ("@context".into(), Value::Array(CONTEXT.iter().take(1).map(|uri| Value::from(*uri)).collect())),
            ("id".into(), url.into()),
            ("type".into(), Value::Array(types.into_iter().map(Value::from).collect())),
            ("issuer".into(), did.into()),
            ("validFrom".into(), from.to_string().into()),
            ("validUntil".into(), until.to_string().into()),
            ("credentialSubject".into(), subject),
        ]);
        Ok(sign_document(&credential, did, key, from).into_owned())
    }
}
