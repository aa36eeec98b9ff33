use touchmark::json::{Object, Value};
use touchmark::{GRANT_TYPE, Timestamp};

use crate::approval::Approver;
use crate::claims::object;
use crate::proof::context;
use crate::random::{Random, RandomError, uuid_v4};
use crate::statement::whole_seconds;

/// A person's yes to a use, before it is signed (`docs/uses.md`).
#[derive(Clone, Copy, Debug)]
pub struct UseGrant<'a> {
    /// Name of the use, as the policy has it.
    pub name: &'a str,
    /// Digest of the org id, as statements name it.
    pub tenant: &'a str,
    /// For which records.
    pub scope: GrantScope<'a>,
    /// From when it counts.
    pub from: Timestamp,
    /// Until when.
    pub until: Timestamp,
    /// Why, for people.
    pub reason: &'a str,
}

/// Which records a grant is about.
#[derive(Clone, Copy, Debug)]
pub enum GrantScope<'a> {
    /// Those that carry these seals: ids, with or without `urn:uuid:`.
    Seals(&'a [String]),
    /// Those of an object, in these environments.
    Object(&'a str, &'a [String]),
    /// Those of one file, by its digest: `sha256:` and 64 hexadecimal digits.
    Dataset(&'a str),
}

impl Approver {
    /// Signs a grant: a Verifiable Credential of the type `CrmUseGrant`, for a file of grants.
    ///
    /// # Errors
    /// [`RandomError`], where there is no randomness for its id.
    pub fn grant(
        &self,
        grant: &UseGrant<'_>,
        now: Timestamp,
        random: &mut dyn Random,
    ) -> Result<Value<'static>, RandomError> {
        let list =
            |texts: &[String]| Value::Array(texts.iter().map(|text| Value::from(text.clone())).collect());
        let mut subject = vec![
            ("type".into(), "CrmUse".into()),
            ("tenant".into(), grant.tenant.to_owned().into()),
            ("use".into(), grant.name.to_owned().into()),
            ("reason".into(), grant.reason.to_owned().into()),
        ];
        match grant.scope {
            GrantScope::Seals(seals) => subject.push(("seals".into(), list(seals))),
            GrantScope::Object(name, environments) => {
                subject.push(("object".into(), name.to_owned().into()));
                subject.push(("environment".into(), list(environments)));
            }
            GrantScope::Dataset(digest) => subject.push(("dataset".into(), digest.to_owned().into())),
        }
        let types = ["VerifiableCredential", GRANT_TYPE];
        let credential = Object::from_members(vec![
            ("@context".into(), context()),
            ("id".into(), format!("urn:uuid:{}", uuid_v4(random)?).into()),
            ("type".into(), Value::Array(types.into_iter().map(Value::from).collect())),
            ("issuer".into(), self.did().to_owned().into()),
            ("validFrom".into(), whole_seconds(grant.from).into()),
            ("validUntil".into(), whole_seconds(grant.until).into()),
            ("credentialSubject".into(), object(subject)),
        ]);
        Ok(self.sign(&credential, now).into_owned())
    }
}
