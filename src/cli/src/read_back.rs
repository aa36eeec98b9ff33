//! Every seal is read back before it is written: by the core, as whoever gets the file will read it. What the house itself
//! could not verify never leaves it.

use touchmark::json::{Value, object, texts};
use touchmark::{
    ConfigError, Flag, Policy, Record, SignatureEngine, Timestamp, Trust, TrustBundle, Verdict, Verifier,
    jcs, meant_seal_field,
};
use touchmark_seal::Scope;

use crate::commands::verify::details;
use crate::failure::Failure;
use touchmark_rows::Row;

const DAY: i64 = 86_400_000;

/// Who vouches for the seals.
pub(crate) enum Voucher {
    /// The issuer's own key, as Multikey.
    Issuer(String),
    /// A log, by its verifier key and as Multikey.
    Log(String, String),
}

/// A verifier that trusts the sealing key for what is being sealed, and nobody for anything else.
pub(crate) struct ReadBack {
    verifier: Verifier,
    object: String,
    now: Timestamp,
}

/// What is no fault of a seal, and yet to be told.
#[derive(Default)]
pub(crate) struct Found {
    /// Records whose own label says the opposite of what was sealed.
    pub(crate) contradicted: usize,
}

impl ReadBack {
    pub(crate) fn new(
        scope: Scope<'_>,
        issuer: &str,
        voucher: &Voucher,
        now: Timestamp,
    ) -> Result<Self, Failure> {
        let refused = |error: ConfigError| {
            Failure::usage(format!("the seals could not be read back for these options: {error}"))
        };
        let trust = TrustBundle::from_json(&bundle(scope, issuer, voucher, now)).map_err(refused)?;
        let environment = scope.environments.first().copied();
        let policy = jcs::to_string(&object([
            ("policy".into(), Some("crm-policy/1".into())),
            ("tenant".into(), Some(scope.tenant.into())),
            ("environment".into(), environment.map(Value::from)),
            // A list that says nothing yet, and a key for trying out, are no faults of a seal.
            ("acceptUnknownStatus".into(), Some(Value::Bool(true))),
            ("allowTestKeys".into(), Some(Value::Bool(true))),
        ]));
        let policy = Policy::from_json(&policy).map_err(refused)?;
        Ok(Self { verifier: Verifier::new(trust, policy), object: scope.object.to_owned(), now })
    }

    /// Whether each of these rows will verify, as they will stand once they are written.
    pub(crate) fn check(&self, rows: &[Row], engine: &mut SignatureEngine) -> Result<Found, Failure> {
        let records = rows.iter().map(|row| Ok(Ok(self.record(row)?)));
        let records = records.collect::<Result<Vec<_>, Failure>>()?;
        let verdicts = self.verifier.verify_all(&records, self.now, engine);
        let mut found = Found::default();
        for (row, verdict) in rows.iter().zip(&verdicts) {
            // Of these, only the label is the record's own, and it is not part of the seal.
            let is_inherent =
                |flag: &Flag| matches!(flag, Flag::StatusUnknown | Flag::TestKey | Flag::LabelContradiction);
            if verdict.trust != Trust::Verified || !verdict.flags.iter().all(is_inherent) {
                let remedy = remedy(row);
                return Err(Failure::at(
                    row.place(),
                    format_args!("the seal would not verify: {}{remedy}", why(verdict)),
                ));
            }
            found.contradicted += usize::from(verdict.flags.contains(&Flag::LabelContradiction));
        }
        Ok(found)
    }

    /// The record of a row, as `verify` reads it.
    fn record<'r>(&self, row: &'r Row) -> Result<Record<'r>, Failure> {
        let place = row.place();
        let record = row.record().map_err(|error| {
            Failure::at(place, format_args!("the seal would not verify: {error}{}", remedy(row)))
        })?;
        if let Some((name, meant)) =
            record.fields().iter().find_map(|(name, _)| Some((name, meant_seal_field(name)?)))
        {
            return Err(Failure::at(place.column(name), misses(&meant)));
        }
        match record.object() {
            Some(object) if object != self.object => Err(Failure::at(
                place,
                format_args!(
                    "is a record of {object}, and --object says {}: no verifier would take the seal for that of this record, as \
                     upper and lower case count there; correct the one that is not as the platform has it",
                    self.object
                ),
            )),
            Some(_) => Ok(record),
            None => Ok(record.with_object(self.object.clone())),
        }
    }
}

/// Trust for this key, this org, this object and these environments, from now on.
fn bundle(scope: Scope<'_>, issuer: &str, voucher: &Voucher, now: Timestamp) -> String {
    let end = Timestamp::from_millis(now.as_millis() + DAY).unwrap_or(now);
    let key = |multikey: &str| {
        object([
            ("id".into(), Some(format!("{issuer}#{multikey}").into())),
            ("type".into(), Some("Multikey".into())),
            ("publicKeyMultibase".into(), Some(multikey.to_owned().into())),
        ])
    };
    let (keys, logs) = match voucher {
        Voucher::Issuer(multikey) => (vec![key(multikey)], None),
        Voucher::Log(verifier_key, multikey) => {
            let log = object([
                ("key".into(), Some(verifier_key.as_str().into())),
                ("issuers".into(), Some(texts([issuer]))),
            ]);
            // An issuer is listed with a key, though none of its own signs here.
            (vec![key(issuer.strip_prefix("did:key:").unwrap_or(multikey))], Some(Value::Array(vec![log])))
        }
    };
    let limits = object([
        ("tenants".into(), Some(texts([scope.tenant]))),
        ("objects".into(), Some(texts([scope.object]))),
        ("environments".into(), Some(texts(scope.environments.iter().copied()))),
    ]);
    let issuer = object([
        ("id".into(), Some(issuer.into())),
        ("keys".into(), Some(Value::Array(keys))),
        ("scope".into(), Some(limits)),
    ]);
    jcs::to_string(&object([
        ("trustBundle".into(), Some("crm-trust/1".into())),
        ("version".into(), touchmark::json::parse("1").ok()),
        ("issued".into(), Some(now.to_string().into())),
        ("expires".into(), Some(end.to_string().into())),
        ("issuers".into(), Some(Value::Array(vec![issuer]))),
        ("logs".into(), logs),
    ]))
}

/// What is wrong with a name that is meant for a field of the seal and misses it: readers refuse the whole file.
pub(crate) fn misses(meant: &str) -> String {
    format!(
        "is meant to be {meant}, by its look, and no reader takes it for that; rename it to {meant}, or take it out"
    )
}

/// What to do about members that readers take for their view's own, or for wrapped fields.
fn remedy(row: &Row) -> String {
    let of_views = row.members_of_views();
    if of_views.is_empty() {
        return String::new();
    }
    format!(
        "; readers take {} for a part of a view, and no field of the record: take it out",
        of_views.join(", ")
    )
}

/// What is wrong, in the words that `verify` has for it; never a value.
fn why(verdict: &Verdict) -> String {
    let told = details(verdict);
    if told.is_empty() { verdict.trust.to_string() } else { told.join("; ") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use touchmark_rows::{Fill, Reading, Rows};
    use touchmark_seal::{Claims, FieldPlan, FieldTypes, PrivateKey, RecordToSeal, Sealer, SystemRandom};

    const UUID: &str = "987c75c3-e028-4377-8bc5-5ee3420eec6e";
    const SCOPE: Scope<'_> =
        Scope { object: "Contact", tenant: "00DQx000000aBcDMAU", environments: &["uat", "sandbox"] };

    /// Whatever is not what was sealed, or not sealed by this key for this scope, is not written.
    #[test]
    fn what_would_not_verify_is_refused_with_its_place() {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), "LastName\nOkafor\n").unwrap();
        let added = ["Provenance_Seal__c".to_owned(), "Provenance_Id__c".to_owned()];
        let row = Rows::open(file.path(), Reading::default()).unwrap().next_row().unwrap().unwrap();
        let now = Timestamp::parse("2026-11-21T09:00:00Z").unwrap();
        let later = Timestamp::parse("2026-11-20T09:00:00Z").unwrap();
        let mut random = SystemRandom;
        let key = PrivateKey::generate(&mut random).unwrap();
        let (did, multikey) = (key.did_key(), key.multikey());
        let other = PrivateKey::generate(&mut random).unwrap();
        let mut plan = FieldPlan::new(FieldTypes::standard("Contact").unwrap());
        plan.open("LastName").unwrap();
        let sealer = Sealer::new(key, None, SCOPE, plan).unwrap();
        let values = row.values().unwrap();
        let record =
            RecordToSeal { id: None, uuid: UUID, values: &values, previous_seal: None, status: None };
        let sealed = sealer.seal(&record, &Claims::synthetic("urn:x"), now, None, &mut random).unwrap();
        let seal = sealed.seal.as_str();
        let lead = Scope { object: "Lead", ..SCOPE };
        for (scope, key, at, uuid, seal, name, is_well) in [
            (SCOPE, multikey.clone(), now, UUID, seal, "Okafor", true),
            (SCOPE, multikey.clone(), now, UUID, seal, "Lindqvist", false),
            (SCOPE, multikey.clone(), now, "11111111-1111-4111-8111-111111111111", seal, "Okafor", false),
            (SCOPE, multikey.clone(), now, UUID, "", "Okafor", false),
            (SCOPE, multikey.clone(), now, UUID, &seal.replace("urn:x", "urn:y"), "Okafor", false),
            (SCOPE, multikey.clone(), later, UUID, seal, "Okafor", false),
            (lead, multikey, now, UUID, seal, "Okafor", false),
            (SCOPE, other.multikey(), now, UUID, seal, "Okafor", false),
        ] {
            let issuer = if key == other.multikey() { other.did_key() } else { did.clone() };
            let read_back = ReadBack::new(scope, &issuer, &Voucher::Issuer(key), at).unwrap();
            let fills: [Fill<'_>; 3] = [
                ("Provenance_Seal__c".into(), Some(seal.into())),
                ("Provenance_Id__c".into(), Some(uuid.into())),
                ("LastName".into(), Some(name.into())),
            ];
            match read_back.check(&[row.written(&fills, &added).unwrap()], &mut SignatureEngine::new()) {
                Ok(_) => assert!(is_well, "{name} {uuid} {seal}"),
                Err(failure) => {
                    assert!(!is_well, "{}", failure.message);
                    assert!(
                        failure.message.contains(":2: the seal would not verify: "),
                        "{}",
                        failure.message
                    );
                    assert!(!failure.message.contains(name), "{}", failure.message);
                }
            }
        }
    }
}
