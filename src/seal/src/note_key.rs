use std::fmt;

use touchmark::note::{KeyType, NoteSignature, VerifierKey, cosigned_bytes};

use crate::private_key::PrivateKey;

/// A key that signs notes under a name: a log's or a registry's, which signs texts (c2sp.org/signed-note), or a
/// witness's, which signs checkpoints with the time (c2sp.org/tlog-cosignature). The two never share a key.
#[derive(Debug)]
pub struct NoteKey {
    name: String,
    key_type: KeyType,
    id: [u8; 4],
    key: PrivateKey,
}

impl NoteKey {
    /// A key under a name: a URL without scheme, such as `bank.example/crm-seals`.
    ///
    /// # Errors
    /// [`NameError`] for a name that is empty or holds spaces, control characters or `+`.
    pub fn new(name: &str, key_type: KeyType, key: PrivateKey) -> Result<Self, NameError> {
        let id = VerifierKey::new(name, key_type, key.public()).ok_or(NameError)?.id;
        Ok(Self { name: name.to_owned(), key_type, id, key })
    }

    /// The name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The public half as trust bundles list it: `name+id+key`.
    pub fn verifier_key(&self) -> String {
        let key = VerifierKey::new(&self.name, self.key_type, self.key.public());
        key.map(|key| key.to_string()).unwrap_or_default()
    }

    /// The line of a log or a registry, to put below the text and a blank line.
    pub fn sign(&self, text: &str) -> String {
        NoteSignature::line(&self.name, self.id, &self.key.sign(text.as_bytes()))
    }

    /// The line of a witness, to put below a checkpoint that it saw at that time, in seconds since 1970.
    pub fn cosign(&self, text: &str, seconds: u64) -> String {
        let signature = self.key.sign(&cosigned_bytes(seconds, text));
        NoteSignature::line(&self.name, self.id, &[&seconds.to_be_bytes()[..], &signature].concat())
    }
}

/// Not a name for a key of notes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NameError;

impl fmt::Display for NameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name must be like a URL without its scheme, such as bank.example/crm-seals, without spaces or +")
    }
}

impl std::error::Error for NameError {}
