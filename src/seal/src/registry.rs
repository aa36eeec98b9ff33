use touchmark::encoding::base64url;
use touchmark::json::Value;
use touchmark::{RegistryNote, Timestamp, jcs, registry_entry};

use crate::claims::object;
use crate::note_key::NoteKey;

/// The seal registry of one tenant: which records carry a seal, and which seal is current (profile §7). It discloses
/// none of them to whoever has not the trust bundle's HMAC key.
#[derive(Debug)]
pub struct Registry<'a> {
    tenant: &'a str,
    hmac_key: &'a [u8; 32],
    entries: Vec<[u8; 16]>,
}

impl<'a> Registry<'a> {
    /// An empty registry for a tenant, as statements name it (the digest), under a key of 32 random bytes.
    pub fn new(tenant: &'a str, hmac_key: &'a [u8; 32]) -> Self {
        Self { tenant, hmac_key, entries: Vec::new() }
    }

    /// Lists a record, by the id of 18 characters, with the uuid of its current seal.
    pub fn list(&mut self, object: &str, id_18: &str, seal: &str) {
        self.entries.push(registry_entry(self.hmac_key, self.tenant, object, id_18, seal));
    }

    /// The registry file, and how many records it lists.
    pub fn sign(mut self, key: &NoteKey, date: Timestamp, expires: Timestamp) -> (String, usize) {
        self.entries.sort_unstable();
        self.entries.dedup();
        let entries = self.entries.concat();
        let text = RegistryNote::new(self.tenant, &entries, date, expires).to_text();
        let note = format!("{text}\n{}", key.sign(&text));
        let file: Value<'_> = object(vec![
            ("registry".into(), "crm-registry/1".into()),
            ("note".into(), note.into()),
            ("entries".into(), base64url(&entries).into()),
        ]);
        (jcs::to_string(&file), self.entries.len())
    }
}
