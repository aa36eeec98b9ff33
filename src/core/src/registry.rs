//! The seal registry: which records should carry a seal, and which seal is current (profile §7). It finds labels that
//! were stripped and old seals that were put back.
//!
//! A signed note vouches for a file of sorted 16-byte entries. Records are listed under a keyed hash, so the file alone
//! discloses nobody.

use alloc::borrow::ToOwned;
use alloc::boxed::Box;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use crate::config::Need::{Optional, Required};
use crate::config::{self, ConfigError, Kind, Member, Shape, TEXT};
use crate::cursor::Cursor;
use crate::digest::{sha256, sha256_of};
use crate::encoding::{base64, from_base64url};
use crate::json::Value;
use crate::note::{Note, decimal, hash_from};
use crate::policy::Policy;
use crate::signature::SignatureCheck;
use crate::text::{divide, joined};
use crate::trust::RegistryKey;
use crate::{SKEW, Timestamp};

/// Longest registry that is read, in MiB of its JSON text: about three million records.
pub const MAX_REGISTRY: usize = 64;

/// Length of an entry: a record, and its current seal.
const ENTRY: usize = 16;

/// Which records should carry a seal, and which one. The default lists nothing, and says so of no record.
#[derive(Clone, Debug, Default)]
pub struct Registry(Option<Box<Listing>>);

#[derive(Clone, Debug)]
struct Listing {
    /// Of the note's signature.
    check: SignatureCheck,
    note: RegistryNote,
    hmac_key: [u8; 32],
    /// Sorted; each of [`ENTRY`] bytes.
    entries: Vec<u8>,
}

/// A registry that is well formed, and whose signature, if it has one, is still to be checked.
#[derive(Clone, Debug, Default)]
pub struct PendingRegistry(Registry);

/// What the registry says of a record.
pub(crate) enum Lookup<'r> {
    /// Nothing: it need not carry a seal.
    NotListed,
    /// It should carry a seal.
    Listed(Listed<'r>),
    /// It cannot be asked: it has expired, or is of another tenant.
    Unusable,
}

/// The entries of a record: one, unless two records share a hash.
pub(crate) struct Listed<'r>(&'r [u8]);

impl Listed<'_> {
    /// Whether the seal with this uuid is the current one.
    pub(crate) fn is_current(&self, seal: &str) -> bool {
        let hash = seal_hash(seal);
        self.0.chunks_exact(ENTRY).any(|entry| entry.ends_with(&hash))
    }
}

pub(crate) static REGISTRY: Shape = Shape {
    members: &[
        Member("registry", Required, Kind::Is("crm-registry/1")),
        Member("note", Optional, Kind::Text(&TEXT)),
        Member("entries", Optional, Kind::Any),
    ],
    is_open: false,
};

impl Registry {
    /// Reads a registry file and checks its signature in process.
    ///
    /// # Errors
    /// As [`Registry::read`] and [`PendingRegistry::conclude`].
    #[cfg(feature = "dalek")]
    pub fn from_json(text: &str, keys: &[RegistryKey], policy: &Policy) -> Result<Self, ConfigError> {
        let pending = Self::read(text, keys, policy)?;
        let answers: Vec<_> = pending.checks().iter().map(|check| Some(check.answer())).collect();
        pending.conclude(&answers)
    }

    /// Reads a registry file up to its signature, which must be of one of the trust bundle's `registries`:
    /// `{"registry":"crm-registry/1","note":"<signed note>","entries":"<base64url of the file>"}`, or without note and
    /// entries where no registry is kept.
    ///
    /// # Errors
    /// [`ConfigError`] with the path of the member that is missing, unknown or of the wrong form.
    pub fn read(text: &str, keys: &[RegistryKey], policy: &Policy) -> Result<PendingRegistry, ConfigError> {
        let mut pending = PendingRegistry::default();
        config::read("registry", &REGISTRY, MAX_REGISTRY, text, &mut |root| {
            pending.fill(root, keys, policy);
        })?;
        Ok(pending)
    }

    /// Whether there is one.
    pub(crate) fn is_kept(&self) -> bool {
        self.0.is_some()
    }

    /// Whether it lists any record.
    pub(crate) fn lists_any(&self) -> bool {
        self.0.as_ref().is_some_and(|listing| !listing.entries.is_empty())
    }

    /// What the registry says of a record of this tenant; `None` for a page that takes any.
    pub(crate) fn look_up(
        &self,
        tenant: Option<&str>,
        object: &str,
        id_18: &str,
        now: Timestamp,
    ) -> Lookup<'_> {
        let Some(listing) = &self.0 else { return Lookup::NotListed };
        let note = &listing.note;
        let now = now.as_millis();
        let is_current = note.date.as_millis() <= now + SKEW && now <= note.expires.as_millis() + SKEW;
        if !is_current || tenant.is_some_and(|tenant| tenant != note.tenant) {
            return Lookup::Unusable;
        }
        match listing.entries_of(object, id_18) {
            [] => Lookup::NotListed,
            entries => Lookup::Listed(Listed(entries)),
        }
    }
}

impl Listing {
    fn entries_of(&self, object: &str, id_18: &str) -> &[u8] {
        let hash = record_hash(&self.hmac_key, &self.note.tenant, object, id_18);
        let (entries, _) = self.entries.as_chunks::<ENTRY>();
        let from = entries.partition_point(|entry| entry.as_slice() < hash.as_slice());
        let rest = entries.get(from..).unwrap_or_default();
        let count = rest.iter().take_while(|entry| entry.starts_with(&hash)).count();
        rest.get(..count).unwrap_or_default().as_flattened()
    }
}

impl PendingRegistry {
    fn fill(&mut self, root: &Cursor<'_, '_>, keys: &[RegistryKey], policy: &Policy) {
        let (text, entries) = (root.optional_text("note").unwrap_or_default(), root.get("entries"));
        let Some(entries) = entries.and_then(Value::as_str).filter(|_| !text.is_empty()) else {
            let is_kept = !text.is_empty() || entries.is_some() || !keys.is_empty();
            let problem =
                "the trust bundle names who keeps a registry, so there must be one: note and entries";
            return root.require_or("", !is_kept, problem);
        };
        let refuse = |problem| root.refuse("note", problem);
        let Some(note) = Note::parse(text) else { return refuse("must be a signed note (C2SP)") };
        let Some(head) = RegistryNote::parse(note.text) else {
            return refuse("must say crm-registry/1, tenant, count, digest, date and expiry, a line each");
        };
        let mut signed = keys.iter().filter_map(|key| {
            let signature = note.signatures.iter().find(|signature| key.key.is_named_by(signature))?;
            Some((key, signature.ed25519()?))
        });
        let Some((key, signature)) = signed.next() else {
            return refuse(
                "is signed by none of the trust bundle's registries; add the key there if you know whose it is",
            );
        };
        // Asked under the wrong one's secret, it would know no record, and miss nothing that was stripped.
        if signed.next().is_some() {
            return refuse("is signed by two of the trust bundle's registries; leave the other out there");
        }
        if !policy.accepts_key(&key.key.public) {
            return refuse("is signed with a published test key; sign it with a key of your own");
        }
        let entries = from_base64url(entries).filter(|entries| head.describes(entries));
        let problem = "is not the file that the note describes; take both from one run";
        root.require_or("entries", entries.is_some(), problem);
        let message = note.text.as_bytes().to_vec();
        let check = SignatureCheck { key: key.key.public, message, signature };
        let entries = entries.unwrap_or_default();
        self.0 = Registry(Some(Box::new(Listing { check, note: head, hmac_key: key.hmac_key, entries })));
    }

    /// What the engine is asked; nothing where no registry is kept.
    pub fn checks(&self) -> &[SignatureCheck] {
        self.0.0.as_deref().map(|listing| core::slice::from_ref(&listing.check)).unwrap_or_default()
    }

    /// The registry, once its signature holds. `answers` are in the order of [`PendingRegistry::checks`].
    ///
    /// # Errors
    /// [`ConfigError`] where the signature does not hold, or was not checked.
    pub fn conclude(self, answers: &[Option<bool>]) -> Result<Registry, ConfigError> {
        config::require_answers("registry", self.checks().len(), answers, &|_| "note".to_owned())?;
        Ok(self.0)
    }
}

/// The text of a registry's note: what it describes, a line each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegistryNote {
    /// Digest of the org that the records belong to, as statements name it.
    pub tenant: String,
    /// Number of entries.
    pub count: u64,
    /// SHA-256 of the entries.
    pub digest: [u8; 32],
    /// When the registry was made.
    pub date: Timestamp,
    /// Until when it speaks.
    pub expires: Timestamp,
}

impl RegistryNote {
    /// Describes a file of sorted entries.
    pub fn new(tenant: &str, entries: &[u8], date: Timestamp, expires: Timestamp) -> Self {
        let count = u64::try_from(entries.len() / ENTRY).unwrap_or(u64::MAX);
        Self { tenant: tenant.to_owned(), count, digest: sha256(entries), date, expires }
    }

    fn parse(text: &str) -> Option<Self> {
        let (mut lines, mut rest) = ([""; 6], text);
        for line in &mut lines {
            (*line, rest) = divide(rest, b'\n')?;
        }
        let [kind, tenant, count, digest, date, expires] = lines;
        if kind != "crm-registry/1" || !rest.is_empty() {
            return None;
        }
        Some(Self {
            tenant: tenant.to_owned(),
            count: decimal(count)?,
            digest: hash_from(digest)?,
            date: Timestamp::parse(date)?,
            expires: Timestamp::parse(expires)?,
        })
    }

    /// The text, as it is signed.
    pub fn to_text(&self) -> String {
        let Self { tenant, count, digest, date, expires } = self;
        format!("crm-registry/1\n{tenant}\n{count}\n{}\n{date}\n{expires}\n", base64(digest))
    }

    fn describes(&self, entries: &[u8]) -> bool {
        let mut sorted = entries.chunks_exact(ENTRY).zip(entries.chunks_exact(ENTRY).skip(1));
        entries.len().is_multiple_of(ENTRY)
            && u64::try_from(entries.len() / ENTRY) == Ok(self.count)
            && sha256(entries) == self.digest
            && sorted.all(|(a, b)| a < b)
    }
}

/// The entry that lists a record with its current seal: tenant digest, object, record id of 18 characters, and the
/// seal's uuid in lower case without `urn:uuid:`.
pub fn registry_entry(
    hmac_key: &[u8; 32],
    tenant: &str,
    object: &str,
    id_18: &str,
    seal: &str,
) -> [u8; ENTRY] {
    let mut entry = [0; ENTRY];
    let hashes = record_hash(hmac_key, tenant, object, id_18).into_iter().chain(seal_hash(seal));
    for (slot, byte) in entry.iter_mut().zip(hashes) {
        *slot = byte;
    }
    entry
}

fn record_hash(key: &[u8; 32], tenant: &str, object: &str, id_18: &str) -> [u8; 8] {
    let message = joined(&[tenant, "\x1f", object, "\x1f", id_18]);
    first_eight(hmac_sha256(key, message.as_bytes()))
}

fn seal_hash(seal: &str) -> [u8; 8] {
    first_eight(sha256_of(&[b"urn:uuid:", seal.as_bytes()]))
}

fn first_eight([a, b, c, d, e, f, g, h, ..]: [u8; 32]) -> [u8; 8] {
    [a, b, c, d, e, f, g, h]
}

/// HMAC (RFC 2104) with SHA-256, for keys that fit a block: four lines, where the crate brings traits for every hash.
fn hmac_sha256(key: &[u8], message: &[u8]) -> [u8; 32] {
    // HMAC takes keys of every length.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else { return [0; 32] };
    mac.update(message);
    mac.finalize().into_bytes().into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::did::hex;

    /// RFC 4231 §4.2–4.5; the others have longer keys, or cut the result.
    #[test]
    fn vectors_of_the_rfc() {
        for (key, message, expected) in [
            (
                &[0x0b; 20][..],
                b"Hi There".to_vec(),
                "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
            ),
            (
                b"Jefe",
                b"what do ya want for nothing?".to_vec(),
                "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
            ),
            (
                &[0xaa; 20],
                [0xdd; 50].to_vec(),
                "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe",
            ),
            (
                &hex::<25>("0102030405060708090a0b0c0d0e0f10111213141516171819"),
                [0xcd; 50].to_vec(),
                "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b",
            ),
        ] {
            assert_eq!(hmac_sha256(key, &message), hex(expected));
        }
    }

    fn listing(entries: &[[u8; 16]]) -> Listing {
        let time = Timestamp::default();
        let entries = entries.concat();
        let check = SignatureCheck { key: [0; 32], message: Vec::new(), signature: [0; 64] };
        let note = RegistryNote::new("tenant", &entries, time, time);
        Listing { check, note, hmac_key: [7; 32], entries }
    }

    fn entry(id: &str, seal: &str) -> [u8; 16] {
        registry_entry(&[7; 32], "tenant", "Contact", id, seal)
    }

    #[test]
    fn every_record_of_a_registry_is_found_and_no_other() {
        let ids: Vec<String> = (0..100).map(|at| format!("003Ws0000000{at:03}IAI")).collect();
        for count in [0, 1, 2, 3, 99] {
            let mut entries: Vec<_> = ids.iter().take(count).map(|id| entry(id, id)).collect();
            entries.sort_unstable();
            let listing = listing(&entries);
            for (at, id) in ids.iter().enumerate() {
                let found = listing.entries_of("Contact", id);
                assert_eq!(found.len(), if at < count { ENTRY } else { 0 }, "{id} of {count}");
                assert_eq!(Listed(found).is_current(id), at < count);
                assert!(!Listed(found).is_current("another"));
                assert!(listing.entries_of("Lead", id).is_empty());
            }
        }
    }

    /// Two entries under one hash: either seal may be the record's.
    #[test]
    fn a_shared_hash_accuses_nobody() {
        let mut entries = [entry("a", "1"), entry("a", "2"), entry("b", "3"), entry("c", "4")];
        entries.sort_unstable();
        let listing = listing(&entries);
        let found = Listed(listing.entries_of("Contact", "a"));
        assert!(found.is_current("1") && found.is_current("2") && !found.is_current("3"));
    }

    #[test]
    fn a_note_has_its_six_lines_and_no_others() {
        let text = listing(&[entry("a", "1")]).note.to_text();
        assert_eq!(RegistryNote::parse(&text).unwrap().to_text(), text);
        for (from, to) in
            [("\n1\n", "\n01\n"), ("\n1\n", "\n1\n1\n"), ("1970", "+1970"), ("tenant\n", ""), ("/1", "/2")]
        {
            assert_eq!(RegistryNote::parse(&text.replacen(from, to, 1)), None, "{from:?}");
        }
        assert_eq!(RegistryNote::parse(text.trim_end()), None);
    }

    #[test]
    fn entries_must_be_in_order_and_whole() {
        let (a, b) = (entry("a", "1"), entry("b", "2"));
        let (low, high) = (a.min(b), a.max(b));
        let describes = |entries: &[u8]| {
            let time = Timestamp::default();
            RegistryNote::new("tenant", entries, time, time).describes(entries)
        };
        assert!(describes(&[low, high].concat()) && describes(&[]));
        assert!(!describes(&[high, low].concat()) && !describes(&[low, low].concat()));
        assert!(!describes(&low[1..]));
    }
}
