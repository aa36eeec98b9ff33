//! Every seal is read back before it is written: by the core, as whoever gets the file will read it. What the house itself
//! could not verify never leaves it.

use std::borrow::Cow;

use touchmark::json::{Object, Value};
use touchmark::{
    ConfigError, Flag, Policy, Record, RecordError, SignatureEngine, Timestamp, Trust, TrustBundle, Verdict,
    Verifier, jcs,
};

use crate::args::Seal;
use crate::failure::Failure;
use crate::json_text::{object, texts};
use crate::rows::{Fill, Place, Values};
use crate::verify::details;

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
    engine: SignatureEngine,
    object: String,
    now: Timestamp,
}

/// A row as it will be written.
pub(crate) struct Written<'r> {
    pub(crate) place: &'r Place,
    pub(crate) values: Values<'r>,
    pub(crate) fills: &'r [Fill<'r>],
}

/// What is no fault of a seal, and yet to be told.
#[derive(Default)]
pub(crate) struct Found {
    /// Records whose own label says the opposite of what was sealed.
    pub(crate) contradicted: usize,
}

impl ReadBack {
    pub(crate) fn new(args: &Seal, issuer: &str, voucher: &Voucher, now: Timestamp) -> Result<Self, Failure> {
        let refused = |error: ConfigError| {
            Failure::usage(format!("the seals could not be read back for these options: {error}"))
        };
        let trust = TrustBundle::from_json(&bundle(args, issuer, voucher, now)).map_err(refused)?;
        let environment = args.environment.first().map(String::as_str);
        let policy = jcs::to_string(&object([
            ("policy".into(), Some("crm-policy/1".into())),
            ("tenant".into(), Some(args.tenant.as_str().into())),
            ("environment".into(), environment.map(Value::from)),
            // A list that says nothing yet, and a key for trying out, are no faults of a seal.
            ("acceptUnknownStatus".into(), Some(Value::Bool(true))),
            ("allowTestKeys".into(), Some(Value::Bool(true))),
        ]));
        let policy = Policy::from_json(&policy).map_err(refused)?;
        Ok(Self {
            verifier: Verifier::new(trust, policy),
            engine: SignatureEngine::new(),
            object: args.object.clone(),
            now,
        })
    }

    /// Whether each row will verify; those without a seal of ours are not asked about.
    pub(crate) fn check<'r>(
        &mut self,
        rows: impl IntoIterator<Item = Result<Written<'r>, Failure>>,
    ) -> Result<Found, Failure> {
        let (mut places, mut records) = (Vec::new(), Vec::new());
        for row in rows {
            let row = row?;
            places.push(row.place);
            records.push(self.record(row));
        }
        let verdicts = self.verifier.verify_all(&records, self.now, &mut self.engine);
        let mut found = Found::default();
        for (place, verdict) in places.into_iter().zip(&verdicts) {
            // Of these, only the label is the record's own, and it is not part of the seal.
            let is_inherent =
                |flag: &Flag| matches!(flag, Flag::StatusUnknown | Flag::TestKey | Flag::LabelContradiction);
            if verdict.trust != Trust::Verified || !verdict.flags.iter().all(is_inherent) {
                return Err(Failure::at(place, format_args!("the seal would not verify: {}", why(verdict))));
            }
            found.contradicted += usize::from(verdict.flags.contains(&Flag::LabelContradiction));
        }
        Ok(found)
    }

    fn record<'r>(&self, row: Written<'r>) -> Result<Record<'r>, RecordError> {
        let mut fields: Vec<(Cow<'r, str>, Value<'r>)> = row.values;
        for (name, text) in row.fills {
            fields.retain(|(known, _)| known != name);
            let value = text.as_deref().map_or(Value::Null, Value::from);
            fields.push((Cow::Borrowed(name.as_ref()), value));
        }
        let fields = Value::Object(Object::from_members(fields));
        let members = vec![("object".into(), self.object.clone().into()), ("fields".into(), fields)];
        Record::from_plain(Object::from_members(members))
    }
}

/// Trust for this key, this org, this object and these environments, from now on.
fn bundle(args: &Seal, issuer: &str, voucher: &Voucher, now: Timestamp) -> String {
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
    let scope = object([
        ("tenants".into(), Some(texts([args.tenant.as_str()]))),
        ("objects".into(), Some(texts([args.object.as_str()]))),
        ("environments".into(), Some(texts(args.environment.iter().map(String::as_str)))),
    ]);
    let issuer = object([
        ("id".into(), Some(issuer.into())),
        ("keys".into(), Some(Value::Array(keys))),
        ("scope".into(), Some(scope)),
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

/// What is wrong, in the words that `verify` has for it; never a value.
fn why(verdict: &Verdict) -> String {
    let told = details(verdict);
    if told.is_empty() { verdict.trust.to_string() } else { told.join("; ") }
}
