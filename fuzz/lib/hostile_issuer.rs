use ed25519_dalek::{Signer as _, SigningKey};
use serde_json::{Map, Value, json};
use touchmark::digest::sha256;
use touchmark::note::{KeyType, NoteSignature, VerifierKey};
use touchmark::{did, encoding};

/// A believed issuer who signs whatever it is handed, so that mutated statements reach what lies behind the signature.
/// What it signs is canonicalised by another implementation than the one under test.
#[derive(Clone, Copy)]
pub struct HostileIssuer {
    seed: [u8; 32],
}

impl HostileIssuer {
    /// Signs as issuer.
    pub const ROOT: Self = Self { seed: [0x52; 32] };
    /// Signs whatever names an earlier proof.
    pub const APPROVER: Self = Self { seed: [0x41; 32] };

    /// Signs checkpoints and registries.
    pub const LOG: Self = Self { seed: [0x4C; 32] };

    /// The DID.
    pub fn id(&self) -> String {
        did::to_did_key(self.key().verifying_key().as_bytes())
    }

    /// The public key.
    pub fn multikey(&self) -> String {
        did::to_multikey(self.key().verifying_key().as_bytes())
    }

    /// The verification method of its proofs.
    pub fn verification_method(&self) -> String {
        format!("{}#{}", self.id(), self.multikey())
    }

    /// The key, as a trust bundle lists logs and registries.
    pub fn verifier_key(&self) -> String {
        self.note_key().to_string()
    }

    /// A note with this text and this signature alone.
    pub fn sign_note(&self, text: &str) -> String {
        let key = self.note_key();
        format!("{text}\n{}", NoteSignature::line(key.name, key.id, &self.sign(text.as_bytes())))
    }

    fn note_key(&self) -> VerifierKey<'static> {
        VerifierKey::new("hostile.example/log", KeyType::Ed25519, *self.key().verifying_key().as_bytes())
            .unwrap()
    }

    /// The signature of a message.
    pub fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.key().sign(message).to_bytes()
    }

    fn key(&self) -> SigningKey {
        SigningKey::from_bytes(&self.seed)
    }

    /// The credential with this issuer, and every proof of it made anew (vc-di-eddsa §3.3; chains: vc-data-integrity
    /// §2.1.2). `None` where there is nothing to sign.
    pub fn prove(credential: &Value) -> Option<Value> {
        let mut document = credential.as_object()?.clone();
        document.insert("issuer".into(), Self::ROOT.id().into());
        let proofs = match document.remove("proof")? {
            Value::Object(proof) => {
                return Some(Self::with_proof(&document, Self::ROOT.proof(&document, &proof)?.into()));
            }
            Value::Array(proofs) => proofs,
            _ => return None,
        };
        let mut made: Vec<Value> = Vec::new();
        for proof in &proofs {
            let proof = proof.as_object()?;
            let signed = match proof.get("previousProof") {
                None => Self::ROOT.proof(&document, proof)?,
                Some(previous) => {
                    let is_named = |made: &&Value| {
                        made["id"] == *previous
                            || previous.as_array().is_some_and(|all| all.contains(&made["id"]))
                    };
                    let covered: Vec<Value> = made.iter().filter(is_named).cloned().collect();
                    let covered = Self::with_proof(&document, Value::Array(covered));
                    Self::APPROVER.proof(covered.as_object()?, proof)?
                }
            };
            made.push(signed.into());
        }
        Some(Self::with_proof(&document, Value::Array(made)))
    }

    fn with_proof(document: &Map<String, Value>, proof: Value) -> Value {
        let mut document = document.clone();
        document.insert("proof".into(), proof);
        Value::Object(document)
    }

    fn proof(
        &self,
        document: &Map<String, Value>,
        options: &Map<String, Value>,
    ) -> Option<Map<String, Value>> {
        let mut options = options.clone();
        options.insert("verificationMethod".into(), self.verification_method().into());
        options.remove("proofValue");
        let hash = |object: &Map<String, Value>| {
            Some(sha256(serde_json_canonicalizer::to_string(object).ok()?.as_bytes()))
        };
        let message = [hash(&options)?, hash(document)?].concat();
        options.insert("proofValue".into(), format!("z{}", encoding::base58btc(&self.sign(&message))).into());
        Some(options)
    }

    /// The payload of a compact JWS with this issuer, signed anew under its own header with this key's `kid`.
    pub fn sign_jws(jws: &str) -> Option<String> {
        let (header, rest) = jws.split_once('.')?;
        let read =
            |part: &str| -> Option<Value> { serde_json::from_slice(&encoding::from_base64url(part)?).ok() };
        let (mut header, mut payload) = (read(header)?, read(rest.split('.').next()?)?);
        header.as_object_mut()?.insert("kid".into(), Self::ROOT.verification_method().into());
        payload.as_object_mut()?.insert("issuer".into(), json!(Self::ROOT.id()));
        let write = |value: &Value| encoding::base64url(value.to_string().as_bytes());
        let signed = format!("{}.{}", write(&header), write(&payload));
        let signature = encoding::base64url(&Self::ROOT.sign(signed.as_bytes()));
        Some(format!("{signed}.{signature}"))
    }
}
