//! Issuers and approvers of a trust bundle: their keys, when each is listed, and for what they are believed.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use crate::config::Need::{Optional, Required};
use crate::config::{Form, Kind, MULTIKEY, Member, Shape, TEXT, TIME, lists};
use crate::cursor::Cursor;
use crate::did::{self, PublicKey};
use crate::encoding::from_base64url;
use crate::index::Index;
use crate::json::{Object, Value};
use crate::policy::{TENANT, tenant_from};
use crate::signature::{KeyRule, NOT_OF_PRIME_ORDER, is_key};
use crate::text::{joined, push_place};
use crate::verification_method::names_key_of;
use crate::{Origin, Timestamp};

/// Issuers or approvers, in the order of the file, and the order of their ids.
#[derive(Clone, Debug, Default)]
pub(crate) struct Parties {
    list: Vec<Party>,
    index: Index,
}

/// What is decoded of an issuer or an approver.
#[derive(Clone, Debug, Default)]
struct Party {
    keys: Vec<Key>,
    key_index: Index,
    /// Tenant digests; none means no restriction.
    tenants: Vec<String>,
}

/// Somebody whose seals, or whose approvals, may be believed.
#[derive(Clone, Copy)]
pub(crate) struct Issuer<'t> {
    entry: &'t Object<'t>,
    party: &'t Party,
}

/// A key and the time for which it is listed.
#[derive(Clone, Debug, Default)]
pub(crate) struct Key {
    id: String,
    pub(crate) public: PublicKey,
    valid_from: Option<Timestamp>,
    valid_until: Option<Timestamp>,
}

impl Parties {
    pub(crate) fn fill(&mut self, root: &Cursor<'_, '_>, role: &str, rule: KeyRule) {
        for section in root.items(role) {
            self.list.push(Party::read(&section, rule));
        }
        let entries = root.list(role);
        self.index = Index::of(entries.len(), &|at| id_at(entries, at));
        if let Some(at) = self.index.repeated(&|at| id_at(entries, at)) {
            root.refuse(&place_of_id(role, at), "is listed twice; put all its keys in one entry");
        }
    }

    /// The one with that id, in the list of the file that this was filled from.
    pub(crate) fn find<'t>(&'t self, entries: &'t [Value<'t>], id: &str) -> Option<Issuer<'t>> {
        let at = self.index.first(&|at| id_at(entries, at), id.as_bytes())?;
        Some(Issuer { entry: entries.get(at)?.as_object()?, party: self.list.get(at)? })
    }
}

fn place_of_id(list: &str, at: usize) -> String {
    let mut place = String::from(list);
    push_place(at, &mut place);
    place.push_str(".id");
    place
}

fn id_at<'t>(entries: &'t [Value<'_>], at: usize) -> &'t [u8] {
    let id = entries.get(at).and_then(Value::as_object).and_then(|entry| entry.text("id"));
    id.unwrap_or_default().as_bytes()
}

impl Party {
    fn read(section: &Cursor<'_, '_>, rule: KeyRule) -> Self {
        let mut keys = Vec::new();
        for key in section.items("keys") {
            keys.push(Key::read(&key, section.text("id"), rule));
        }
        section.require_or("keys", !keys.is_empty(), "must list at least one key");
        let key_index = Index::of(keys.len(), &|at| key_name(&keys, at));
        if let Some(at) = key_index.repeated(&|at| key_name(&keys, at)) {
            section.refuse(&place_of_id("keys", at), "is that of another key; give each key its own");
        }
        let mut tenants = Vec::new();
        if let Some(scope) = section.member("scope") {
            for tenant in scope.list("tenants") {
                tenants.extend(tenant.as_str().and_then(tenant_from));
            }
        }
        Self { keys, key_index, tenants }
    }
}

impl<'t> Issuer<'t> {
    pub(crate) fn id(self) -> &'t str {
        self.entry.text("id").unwrap_or_default()
    }

    pub(crate) fn name(self) -> Option<&'t str> {
        self.entry.text("name")
    }

    pub(crate) fn key(self, verification_method: &str) -> Option<&'t Key> {
        let Party { keys, key_index, .. } = self.party;
        keys.get(key_index.first(&|at| key_name(keys, at), verification_method.as_bytes())?)
    }

    /// Whether both are the same entry of the file.
    pub(crate) fn is(self, other: Self) -> bool {
        core::ptr::eq(self.party, other.party)
    }

    /// Whether this is one of its keys, under whatever id.
    pub(crate) fn holds(self, public: &PublicKey) -> bool {
        self.party.keys.iter().any(|key| key.public == *public)
    }

    /// Whether the issuer may seal for the tenant with that digest.
    pub(crate) fn is_for_tenant(self, digest: &str) -> bool {
        self.party.tenants.is_empty() || self.party.tenants.iter().any(|tenant| tenant == digest)
    }

    /// Whether the issuer's scope allows something: where it lists nothing of that sort, it does.
    pub(crate) fn allows(self, sort: &str, value: &str) -> bool {
        let Some(scope) = self.entry.object("scope") else { return true };
        scope.list(sort).is_empty() || lists(scope, sort, value)
    }
}

fn key_name(keys: &[Key], at: usize) -> &[u8] {
    keys.get(at).map(|key| key.id.as_bytes()).unwrap_or_default()
}

impl Key {
    fn read(section: &Cursor<'_, '_>, issuer: &str, rule: KeyRule) -> Self {
        let (multikey, jwk) = (section.optional_text("publicKeyMultibase"), section.member("publicKeyJwk"));
        let is_one = multikey.is_none() == jwk.is_some();
        section.require_or("", is_one, "must have one of publicKeyMultibase and publicKeyJwk");
        let public = checked_key(jwk.map_or(multikey.unwrap_or_default(), |jwk| jwk.text("x")));
        let is_own = did::from_did_key(issuer).is_none_or(|own| own == public);
        section.require_or("", is_own, "is not the key that the issuer's did:key names");
        section.require_or("", is_key(&public, rule), NOT_OF_PRIME_ORDER);
        let id = match section.optional_text("id").unwrap_or_default() {
            "" => joined(&[issuer, "#", &did::to_multikey(&public)]),
            id if id.starts_with('#') => joined(&[issuer, id]),
            id => id.to_owned(),
        };
        section.require_or("id", names_key_of(&id, issuer), "must be the issuer's DID, # and the key's name");
        Self {
            id,
            public,
            valid_from: section.optional("validFrom", Timestamp::parse),
            valid_until: section.optional("validUntil", Timestamp::parse),
        }
    }

    /// Whether the key is listed for that time.
    pub(crate) fn is_listed_at(&self, time: Timestamp) -> bool {
        self.valid_from.is_none_or(|from| from <= time) && self.is_listed_until(time)
    }

    /// Whether the listing has not ended by that time.
    pub(crate) fn is_listed_until(&self, time: Timestamp) -> bool {
        self.valid_until.is_none_or(|until| time <= until)
    }

    /// Whether the listing is limited at all.
    pub(crate) fn has_window(&self) -> bool {
        self.valid_from.is_some() || self.valid_until.is_some()
    }
}

// --- the shape of an entry

pub(crate) static ENTITY: Shape = Shape {
    members: &[
        Member("id", Required, Kind::Text(&DID)),
        Member("name", Optional, Kind::Text(&TEXT)),
        Member("keys", Required, Kind::Objects(&KEY)),
        Member("scope", Optional, Kind::Object(&SCOPE)),
    ],
    is_open: false,
};

static KEY: Shape = Shape {
    members: &[
        Member("id", Optional, Kind::Text(&TEXT)),
        Member("type", Optional, Kind::Text(&TEXT)),
        Member("publicKeyMultibase", Optional, Kind::Text(&MULTIKEY)),
        Member("publicKeyJwk", Optional, Kind::Object(&JWK)),
        Member("validFrom", Optional, Kind::Text(&TIME)),
        Member("validUntil", Optional, Kind::Text(&TIME)),
    ],
    is_open: false,
};

/// RFC 8037 §2. Its private half, `d`, is refused by name.
static JWK: Shape = Shape {
    members: &[
        Member("d", Optional, Kind::Text(&NO_PRIVATE_KEY)),
        Member("kty", Required, Kind::Is("OKP")),
        Member("crv", Required, Kind::Is("Ed25519")),
        Member("x", Required, Kind::Text(&KEY_BYTES)),
    ],
    is_open: true,
};

static SCOPE: Shape = Shape {
    members: &[
        Member("tenants", Optional, Kind::Names(&TENANT)),
        Member("objects", Optional, Kind::Names(&TEXT)),
        Member("environments", Optional, Kind::Names(&TEXT)),
        Member("origins", Optional, Kind::Names(&ORIGIN)),
    ],
    is_open: false,
};

pub(crate) static DID: Form = Form {
    accepts: |text| text.starts_with("did:"),
    problem: "must be a DID, such as did:key:z6Mk… or did:web:issuer.example",
};

pub(crate) static KEY_BYTES: Form = Form {
    accepts: |text| key_bytes(text).is_some(),
    problem: "must be 32 bytes in base64url, 43 characters without padding",
};

pub(crate) static NO_PRIVATE_KEY: Form =
    Form { accepts: |_| false, problem: "is the private key: take it out of this file and replace the key" };

pub(crate) static ORIGIN: Form = Form {
    accepts: |text| Origin::from_code(text).is_some(),
    problem: "must be an origin, such as synthetic, masked, ai-generated, ai-modified or recorded",
};

pub(crate) fn key_bytes(text: &str) -> Option<[u8; 32]> {
    from_base64url(text)?.try_into().ok()
}

/// What stands for a key that is none, in a file that is refused for it.
pub(crate) const NO_KEY: PublicKey = [0; 32];

/// The bytes of a key that the shape has seen to be one: a Multikey, or base64url.
pub(crate) fn checked_key(text: &str) -> [u8; 32] {
    did::from_multikey(text).or_else(|| key_bytes(text)).unwrap_or(NO_KEY)
}
