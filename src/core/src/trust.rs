//! The trust bundle: whom this page believes, for what, and what was withdrawn (profile §7).

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use crate::config::{self, Config, ConfigError, Section};
use crate::did::{self, PublicKey};
use crate::encoding::from_base64url;
use crate::json::utf16_order;
use crate::time::Timestamp;
use crate::verdict::{BundleRef, Origin};

/// Whom the deployer of a page believes. One JSON file; its schema is in `docs/trust-bundle.md`.
#[derive(Clone, Debug)]
pub struct TrustBundle {
    version: u64,
    issued: Timestamp,
    expires: Timestamp,
    issuers: Vec<Issuer>,
    approvers: Vec<Issuer>,
    logs: Vec<Log>,
    witnesses: Vec<Witness>,
    revocations: Vec<Revocation>,
    /// Status entry id and whether it is revoked, in the file's order, which is UTF-16.
    status: Vec<(String, bool)>,
}

/// Somebody whose seals may be believed.
#[derive(Clone, Debug)]
pub(crate) struct Issuer {
    id: String,
    pub(crate) name: Option<String>,
    keys: Vec<Key>,
    scope: Scope,
}

/// A key and the time for which it is listed.
#[derive(Clone, Debug)]
pub(crate) struct Key {
    id: String,
    pub(crate) public: PublicKey,
    valid_from: Option<Timestamp>,
    valid_until: Option<Timestamp>,
}

impl Key {
    /// Whether the key is listed for that time.
    pub(crate) fn is_listed_at(&self, time: Timestamp) -> bool {
        self.valid_from.is_none_or(|from| from <= time) && self.valid_until.is_none_or(|until| time <= until)
    }

    /// Whether the listing is limited at all.
    pub(crate) fn has_window(&self) -> bool {
        self.valid_from.is_some() || self.valid_until.is_some()
    }
}

/// What an issuer may seal; an empty list means no restriction.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scope {
    /// Tenant digests.
    pub(crate) tenants: Vec<String>,
    pub(crate) objects: Vec<String>,
    pub(crate) environments: Vec<String>,
    pub(crate) origins: Vec<Origin>,
}

#[derive(Clone, Debug)]
pub(crate) struct Log {
    pub(crate) name: String,
    pub(crate) id: [u8; 4],
    pub(crate) public: PublicKey,
    issuers: Vec<String>,
}
impl Log {
    pub(crate) fn vouches_for(&self, did: &str) -> bool {
        self.issuers.iter().any(|i| i == did)
    }
}
#[derive(Clone, Debug)]
pub(crate) struct Witness {
    pub(crate) name: String,
    pub(crate) id: [u8; 4],
    pub(crate) public: PublicKey,
}
#[derive(Clone, Debug)]
pub(crate) struct Revocation {
    pub(crate) what: Revoked,
    pub(crate) from: Option<Timestamp>,
    pub(crate) is_retirement: bool,
}

#[derive(Clone, Debug)]
pub(crate) enum Revoked {
    Key(PublicKey),
    /// Uuid of a seal, in the form that compares.
    Seal(String),
}

impl TrustBundle {
    /// Reads a trust bundle file.
    ///
    /// # Errors
    /// [`ConfigError`] with the path of the member that is missing, unknown or of the wrong form.
    pub fn from_json(text: &str) -> Result<Self, ConfigError> {
        config::read("trust bundle", ("trustBundle", "crm-trust/1"), text, |root| {
            root.only(&[
                "trustBundle",
                "version",
                "issued",
                "expires",
                "issuers",
                "approvers",
                "logs",
                "witnesses",
                "revocations",
                "status",
            ])?;
            // Read for their form now, used once those envelopes are.
            let mut approvers = Vec::new();
            for approver in root.sections("approvers")? {
                approvers.push(Issuer::read(&approver)?);
            }
            let mut logs = Vec::new();
            for log in root.sections("logs")? {
                let k =
                    crate::note::VerifierKey::parse(log.text("key")?).ok_or_else(|| log.error("key", "x"))?;
                logs.push(Log {
                    name: k.name.into(),
                    id: k.id,
                    public: k.public,
                    issuers: log.texts("issuers")?,
                });
            }
            let mut witnesses = Vec::new();
            for log in root.sections("witnesses")? {
                let k =
                    crate::note::VerifierKey::parse(log.text("key")?).ok_or_else(|| log.error("key", "x"))?;
                witnesses.push(Witness { name: k.name.into(), id: k.id, public: k.public });
            }
            let mut issuers: Vec<Issuer> = Vec::new();
            for section in root.sections("issuers")? {
                let issuer = Issuer::read(&section)?;
                if issuers.iter().any(|other| other.id == issuer.id) {
                    return Err(
                        section.error("id", "is listed twice; put all keys of an issuer in one entry")
                    );
                }
                issuers.push(issuer);
            }
            let mut revocations = Vec::new();
            for section in root.sections("revocations")? {
                revocations.push(Revocation::read(&section)?);
            }
            Ok(Self {
                version: root
                    .optional_count("version")?
                    .ok_or_else(|| root.error("version", "is missing"))?,
                issued: root.time("issued")?,
                expires: root.time("expires")?,
                issuers,
                approvers,
                logs,
                witnesses,
                revocations,
                status: read_status(root)?,
            })
        })
    }

    /// The bundle as verdicts name it.
    pub(crate) fn reference(&self, now: Timestamp) -> BundleRef {
        let age = now.as_millis().saturating_sub(self.issued.as_millis()) / 1000;
        BundleRef {
            version: self.version,
            age_seconds: u64::try_from(age).unwrap_or(0),
            expires: Some(self.expires),
        }
    }

    /// Whether the bundle is past its expiry.
    pub fn is_expired(&self, now: Timestamp) -> bool {
        self.expires < now
    }

    pub(crate) fn issuer(&self, id: &str) -> Option<&Issuer> {
        self.issuers.iter().find(|issuer| issuer.id == id)
    }

    pub(crate) fn approver(&self, id: &str) -> Option<&Issuer> {
        self.approvers.iter().find(|issuer| issuer.id == id)
    }
    pub(crate) fn logs(&self) -> &[Log] {
        &self.logs
    }
    pub(crate) fn witnesses(&self) -> &[Witness] {
        &self.witnesses
    }
    pub(crate) fn is_refused_by(&self, _policy: &crate::policy::Policy) -> bool {
        false
    }
    pub(crate) fn is_current(&self, now: Timestamp) -> bool {
        !self.is_expired(now)
    }
    pub(crate) fn status(
        &self,
        entry: &crate::status::StatusRef<'_>,
        _issuer: &str,
        _now: Timestamp,
    ) -> Option<bool> {
        self.is_status_revoked(&format!("{}#{}", entry.list, entry.index))
    }
    pub(crate) fn is_withdrawn(&self, key: &PublicKey, _created: Option<Timestamp>) -> bool {
        self.revocations.iter().any(|r| matches!(&r.what, Revoked::Key(k) if k == key))
    }
    pub(crate) fn revocations(&self) -> &[Revocation] {
        &self.revocations
    }

    /// Whether a status entry is revoked; `None` when its list is not at hand.
    pub(crate) fn is_status_revoked(&self, entry: &str) -> Option<bool> {
        let at = self.status.binary_search_by(|(id, _)| utf16_order(id, entry)).ok()?;
        self.status.get(at).map(|(_, is_revoked)| *is_revoked)
    }
}

impl Issuer {
    fn read(section: &Section<'_, '_>) -> Config<Self> {
        section.only(&["id", "name", "keys", "scope"])?;
        let id = section.text("id")?;
        if !id.starts_with("did:") {
            return Err(section.error("id", "must be a DID, such as did:key:z6Mk… or did:web:issuer.example"));
        }
        let mut keys = Vec::new();
        for key in section.sections("keys")? {
            keys.push(Key::read(&key, id)?);
        }
        if keys.is_empty() {
            return Err(section.error("keys", "must list at least one key"));
        }
        let scope =
            section.section("scope")?.map(|scope| Scope::read(&scope)).transpose()?.unwrap_or_default();
        Ok(Self {
            id: id.to_owned(),
            name: section.optional_text("name")?.map(ToOwned::to_owned),
            keys,
            scope,
        })
    }

    pub(crate) fn key(&self, verification_method: &str) -> Option<&Key> {
        self.keys.iter().find(|key| key.id == verification_method)
    }

    pub(crate) fn scope(&self) -> &Scope {
        &self.scope
    }
}

impl Key {
    fn read(section: &Section<'_, '_>, issuer: &str) -> Config<Self> {
        section.only(&["id", "type", "publicKeyMultibase", "publicKeyJwk", "validFrom", "validUntil"])?;
        let multikey = section.optional_text("publicKeyMultibase")?;
        let public = match (multikey, section.section("publicKeyJwk")?) {
            (Some(text), None) => did::from_multikey(text)
                .ok_or_else(|| section.error("publicKeyMultibase", "must be an Ed25519 Multikey (z6Mk…)"))?,
            (None, Some(jwk)) => public_key_of_jwk(&jwk)?,
            _ => return Err(section.error("", "must have one of publicKeyMultibase and publicKeyJwk")),
        };
        if did::from_did_key(issuer).is_some_and(|own| own != public) {
            return Err(section.error("", "is not the key that the issuer's did:key names"));
        }
        let id = match section.optional_text("id")? {
            Some(id) if id.starts_with('#') => format!("{issuer}{id}"),
            Some(id) => id.to_owned(),
            None => format!("{issuer}#{}", did::to_multikey(&public)),
        };
        if id.strip_prefix(issuer).is_none_or(|rest| !rest.starts_with('#') || rest.len() < 2) {
            return Err(section.error("id", "must be the issuer's DID, # and the key's name"));
        }
        Ok(Self {
            id,
            public,
            valid_from: section.optional_time("validFrom")?,
            valid_until: section.optional_time("validUntil")?,
        })
    }
}

fn public_key_of_jwk(jwk: &Section<'_, '_>) -> Config<PublicKey> {
    if jwk.names().any(|name| name == "d") {
        return Err(jwk.error("d", "is the private key: take it out of this file and replace the key"));
    }
    let is_ed25519 = jwk.text("kty")? == "OKP" && jwk.text("crv")? == "Ed25519";
    let bytes = from_base64url(jwk.text("x")?).and_then(|bytes| bytes.try_into().ok());
    bytes
        .filter(|_| is_ed25519)
        .ok_or_else(|| jwk.error("", "must be an Ed25519 key (kty OKP, crv Ed25519, x)"))
}

impl Scope {
    fn read(section: &Section<'_, '_>) -> Config<Self> {
        section.only(&["tenants", "objects", "environments", "origins"])?;
        for name in section.names() {
            if section.texts(name)?.is_empty() {
                return Err(section.error(
                    name,
                    "lists nothing, so nothing could be believed; name something, or leave it out",
                ));
            }
        }
        let mut tenants = Vec::new();
        for tenant in section.texts("tenants")? {
            let digest = crate::policy::tenant_from(&tenant);
            tenants.push(digest.ok_or_else(|| section.error("tenants", crate::policy::TENANT_FORM))?);
        }
        let mut origins = Vec::new();
        for origin in section.texts("origins")? {
            let known = Origin::from_code(&origin);
            origins
                .push(known.ok_or_else(|| section.error("origins", &format!("does not know \"{origin}\"")))?);
        }
        Ok(Self {
            tenants,
            objects: section.texts("objects")?,
            environments: section.texts("environments")?,
            origins,
        })
    }
}

impl Revocation {
    fn read(section: &Section<'_, '_>) -> Config<Self> {
        section.only(&["key", "seal", "from", "reason"])?;
        let what = match (section.optional_text("key")?, section.optional_text("seal")?) {
            (Some(key), None) => Revoked::Key(
                did::from_multikey(key).ok_or_else(|| section.error("key", "must be a Multikey (z6Mk…)"))?,
            ),
            (None, Some(seal)) => Revoked::Seal(
                crate::ids::to_uuid(seal).ok_or_else(|| section.error("seal", "must be urn:uuid:…"))?,
            ),
            _ => return Err(section.error("", "must name one of key and seal")),
        };
        let from = section.optional_time("from")?;
        let retired_from = match section.optional_text("reason")? {
            None | Some("compromised") => None,
            Some("retired") if matches!(what, Revoked::Seal(_)) => {
                return Err(section.error(
                    "reason",
                    "retires keys only; a seal that is withdrawn is refused whenever it was made",
                ));
            }
            Some("retired") => {
                Some(from.ok_or_else(|| section.error("from", "is missing; a retirement needs its day"))?)
            }
            Some(_) => return Err(section.error("reason", "must be compromised or retired")),
        };
        Ok(Self { what, from: retired_from, is_retirement: retired_from.is_some() })
    }
}

fn read_status(root: &Section<'_, '_>) -> Config<Vec<(String, bool)>> {
    let Some(section) = root.section("status")? else { return Ok(Vec::new()) };
    let mut status = Vec::new();
    for member in section.members() {
        let (entry, state) = member?;
        if !["valid", "revoked"].contains(&state) {
            return Err(section.error(entry, "must be valid or revoked"));
        }
        status.push((entry.to_owned(), state == "revoked"));
    }
    Ok(status)
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "z6MktwupdmLXVVqTzCw4i46r4uGyosGXRnR3XjN4Zq7oMMsw";

    fn bundle(rest: &str) -> Result<TrustBundle, ConfigError> {
        TrustBundle::from_json(&format!(
            r#"{{"trustBundle":"crm-trust/1","version":3,"issued":"2026-01-01T00:00:00Z","expires":"2027-01-01T00:00:00Z",{rest}}}"#
        ))
    }

    #[test]
    fn reads_keys_in_both_forms() {
        let bundle = bundle(&format!(
            r##""issuers":[{{"id":"did:web:issuer.example","name":"Example Bank plc","keys":[{{"id":"#k1","publicKeyMultibase":"{KEY}"}},
            {{"id":"did:web:issuer.example#k2","publicKeyJwk":{{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}}}}]}}]"##
        ))
        .unwrap();
        let issuer = bundle.issuer("did:web:issuer.example").unwrap();
        let key = issuer.key("did:web:issuer.example#k1").unwrap().public;
        assert_eq!(issuer.key("did:web:issuer.example#k2").unwrap().public, key);
        assert!(issuer.key("#k1").is_none());
    }

    #[test]
    fn refusals_name_the_place_and_the_remedy() {
        for (rest, expected) in [
            (r#""isuers":[]"#.into(), "trust bundle: isuers: unknown member; known are"),
            (
                r#""issuers":[{"id":"example.com","keys":[]}]"#.into(),
                "trust bundle: issuers[0].id: must be a DID",
            ),
            (
                r#""issuers":[{"id":"did:web:a"}]"#.into(),
                "trust bundle: issuers[0].keys: must list at least one key",
            ),
            (
                r#""issuers":[{"id":"did:web:a","keys":[{"publicKeyMultibase":"zzz"}]}]"#.into(),
                "trust bundle: issuers[0].keys[0].publicKeyMultibase: must be an Ed25519 Multikey",
            ),
            (
                format!(
                    r#""issuers":[{{"id":"did:key:z6MkiaMbhXHNA4eJVCCj8dbzKzTgYDKf6crKgHVHid1F1WCT","keys":[{{"publicKeyMultibase":"{KEY}"}}]}}]"#
                ),
                "trust bundle: issuers[0].keys[0]: is not the key that the issuer's did:key names",
            ),
            (
                r#""issuers":[{"id":"did:web:a","keys":[{"publicKeyJwk":{"kty":"OKP","d":"x"}}]}]"#.into(),
                "trust bundle: issuers[0].keys[0].publicKeyJwk.d: is the private key",
            ),
            (r#""revocations":[{"key":"x"}]"#.into(), "trust bundle: revocations[0].key: must be a Multikey"),
            (
                format!(r#""revocations":[{{"key":"{KEY}","reason":"retired"}}]"#),
                "trust bundle: revocations[0].from: is missing",
            ),
            (r#""status":{"a":"maybe"}"#.into(), "trust bundle: status.a: must be valid or revoked"),
            (r#""revocations":[{"seal":"urn:uuid:0f8fad5b-d9cb-469f-a165-70867728950f","from":"2026-01-01T00:00:00Z","reason":"retired"}]"#.into(), "trust bundle: revocations[0].reason: retires keys only"),
            (format!(r#""issuers":[{{"id":"did:web:a","keys":[{{"publicKeyMultibase":"{KEY}"}}],"scope":{{"objects":[]}}}}]"#), "trust bundle: issuers[0].scope.objects: lists nothing"),
        ] {
            let error = alloc::format!("{}", bundle(&rest).unwrap_err());
            assert!(error.starts_with(expected), "{error}");
        }
        assert!(
            alloc::format!("{}", TrustBundle::from_json("{}").unwrap_err())
                .contains("is this the right file?")
        );
        assert!(alloc::format!("{}", TrustBundle::from_json("{").unwrap_err()).contains("at byte 1"));
    }
}
