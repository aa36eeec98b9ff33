//! `touchmark grant`: a person's yes to a use, signed, beside the trust bundle.

use std::path::{Path, PathBuf};

use clap::Args;
use touchmark::json::{Object, Value, object, parse};
use touchmark::{
    Grants, PendingTrustBundle, Policy, Timestamp, TrustBundle, UseReason, ids, is_of_prime_order,
};
use touchmark_seal::{GrantScope, SystemRandom, UseGrant};

use crate::apart::Apart;
use crate::checker::{read_policy, refused, require_use};
use crate::console::report;
use crate::dataset;
use crate::duration::Span;
use crate::failure::{Exit, Failure};
use crate::files::read_settings;
use crate::json_text::pretty;
use crate::options::{Clock, SigningKey, TrustFile, spelt, timestamp};
use crate::output::{Replace, write_whole};

/// Grant a use of records that asks for a person's oversight, until a day, and say why.
///
/// The grant is added to a file of grants, which goes with the trust bundle to wherever records are checked. It can be taken back:
/// name its id under `revocations` of the trust bundle.
#[derive(Debug, Args)]
#[command(mut_arg("key", |key| key.help("Private key from `touchmark keygen --role approver`")))]
#[command(after_help = "\
Examples:
  touchmark grant grants.json --use credit-scoring --for object:Contact --environment production \\
    --until 90d --reason \"Model review 2026-11, minutes 14\" \\
    --key approver.pem --trust trust.json --tenant 00DQx000000aBcDMAU
  touchmark grant grants.json --use model-training --for dataset:contacts.csv --until 30d \\
    --reason \"One training run\" --key approver.pem --trust trust.json --policy policy.json")]
pub(crate) struct Grant {
    /// File of grants: added to, or made where there is none
    #[arg(value_name = "GRANTS.JSON")]
    pub(crate) grants: PathBuf,
    /// Name of the use, as the policy has it
    #[arg(long = "use", value_name = "NAME")]
    pub(crate) name: String,
    /// For which records: seal:ID (several times for several), object:NAME, or dataset:FILE for those of one file
    #[arg(long = "for", value_name = "WHAT", required = true)]
    pub(crate) scope: Vec<String>,
    /// For object: the environments that the records are in [default: the policy's]
    #[arg(long, value_name = "NAME,…", value_delimiter = ',')]
    pub(crate) environment: Vec<String>,
    /// From when it counts [default: now]
    #[arg(long, value_name = "TIME", value_parser = timestamp)]
    pub(crate) from: Option<Timestamp>,
    /// The last day for which it counts, the time, or a span from --from on: 2027-01-31, 2027-01-31T12:00:00Z, 90d
    #[arg(long, value_name = "DAY, TIME OR SPAN")]
    pub(crate) until: End,
    /// Why, for whoever looks at the record: no names of persons
    #[arg(long, value_name = "TEXT")]
    pub(crate) reason: String,
    #[command(flatten)]
    pub(crate) key: SigningKey,
    #[command(flatten)]
    pub(crate) trust: TrustFile,
    /// Policy that names the use and the org
    #[arg(long, value_name = "POLICY.JSON")]
    pub(crate) policy: Option<PathBuf>,
    /// Org id; instead of a policy file
    #[arg(long, value_name = "ORG ID", conflicts_with = "policy")]
    pub(crate) tenant: Option<String>,
    #[command(flatten)]
    pub(crate) clock: Clock,
}

/// Until when.
#[derive(Clone, Copy, Debug)]
pub(crate) enum End {
    At(Timestamp),
    After(Span),
}

impl std::str::FromStr for End {
    type Err = String;

    /// A day counts until it has ended, in UTC.
    fn from_str(text: &str) -> Result<Self, String> {
        let time = Timestamp::parse(text).or_else(|| Timestamp::parse(&format!("{text}T23:59:59Z")));
        let span = || text.parse().ok().filter(|span| *span != Span::Never).map(Self::After);
        let end = time.map(Self::At).or_else(span);
        end.ok_or_else(|| {
            "a grant must end: write 2027-01-31, 2027-01-31T12:00:00Z, or a span as 90d".to_owned()
        })
    }
}

impl End {
    fn time(self, from: Timestamp) -> Option<Timestamp> {
        match self {
            Self::At(time) => Some(time),
            Self::After(span) => span.end(from).map(Timestamp::whole_seconds),
        }
    }
}

pub(crate) fn run(args: &Grant) -> Result<Exit, Failure> {
    Apart::default()
        .reads("--key", args.key.path.as_path())
        .reads("--trust", args.trust.path.as_path())
        .reads("--policy", args.policy.as_deref())
        .writes("GRANTS.JSON", args.grants.as_path())
        .check()?;
    let now = args.clock.now()?;
    let approver = args.key.read()?.into_approver()?;
    let did = approver.did().to_owned();
    let (trust, text) = args.trust.read_with_text()?;
    let pending =
        TrustBundle::read(&text, is_of_prime_order).map_err(|error| refused(&args.trust.path, &error))?;
    let from = args.from.unwrap_or(now);
    let until = args.until.time(from).filter(|until| *until >= from && *until >= now);
    let Some(until) = until else {
        return Err(Failure::usage(
            "--until: has passed, is before --from or after the year 9999; name a day that is to come",
        ));
    };
    let policy = policy(args)?;
    if args.policy.is_some() {
        require_use(&policy, "--use", &args.name)?;
    }
    let tenant = policy.tenant().ok_or_else(|| {
        Failure::usage("a grant is for one org: name it with --tenant, or in the policy, and not as any")
    })?;
    let scope = Scope::read(args, &policy)?;
    let grant = UseGrant {
        name: &args.name,
        tenant,
        scope: scope.as_grant_scope(),
        from,
        until,
        reason: &args.reason,
    };
    let grant = approver.grant(&grant, now, &mut SystemRandom);
    let grant = grant.map_err(|error| Failure::input(error.to_string()))?;
    let id = grant.as_object().and_then(|grant| grant.get("id")?.as_str()).unwrap_or_default().to_owned();
    require_countable(&args.trust.path, &trust, &grant, &did)?;
    let text = added(&args.grants, grant, &pending)?;
    Grants::read(&text, &pending).map_err(|error| refused(&args.grants, &error))?;
    write_whole(&args.grants, text.as_bytes(), Replace::Files { or_forced: false })?;
    if args.policy.is_some() && !policy.needs_oversight(&args.name) {
        report!(
            "Note: the policy asks for no grant of {} (`oversight`): it is allowed or refused without.",
            args.name
        );
    }
    if let (Scope::Object(_, environments), Some(expected)) = (&scope, policy.environment())
        && environments.iter().all(|environment| environment != expected)
    {
        report!(
            "Note: the policy is for {expected}, where this covers nothing. Upper and lower case count in the name of an environment."
        );
    }
    report!("Granted       {}, until {until}", args.name);
    report!("For           {}", scope.shown());
    report!("By            {did}");
    report!("Grants        {}", args.grants.display());
    report!("To take it back, add to the trust bundle: \"revocations\": [{{ \"grant\": \"{id}\" }}]");
    Ok(Exit::Ok)
}

/// Refuses a grant that is of the wrong form, and one that would count for nothing by this trust bundle.
fn require_countable(
    path: &Path,
    trust: &TrustBundle,
    grant: &Value<'static>,
    did: &str,
) -> Result<(), Failure> {
    let alone = pretty(&file_of(vec![grant.clone()]))?;
    let read = Grants::from_json(&alone, trust).map_err(|error| {
        let option = match error.path.rsplit('.').next() {
            Some("use") => "--use",
            Some("reason") => "--reason",
            Some(member) if member.starts_with("environment") => "--environment",
            _ => "--for",
        };
        Failure::usage(format!("{option}: {}", error.problem))
    })?;
    let Some(fault) = read.faults(trust).first().copied() else { return Ok(()) };
    let (what, remedy) = match fault {
        UseReason::GrantRevoked => (
            "revocations: withdraws this key",
            "sign with another that `touchmark keygen --role approver` lists",
        ),
        UseReason::GrantOutOfScope => (
            "approvers: the scope of this approver does not reach so far",
            "grant less, ask somebody who may, or widen the scope there",
        ),
        _ => (
            "approvers: does not list this key for now",
            "list it with `touchmark keygen --role approver`, or sign with the key that is listed",
        ),
    };
    let place = path.display();
    Err(Failure::trust(format!("{place}: {what} ({did}), so the grant would count for nothing; {remedy}")))
}

fn file_of(grants: Vec<Value<'static>>) -> Value<'static> {
    object([("useGrants".into(), Some("crm-grants/1".into())), ("grants".into(), Some(Value::Array(grants)))])
}

/// The file as it is, with one grant more.
fn added(path: &Path, grant: Value<'static>, trust: &PendingTrustBundle) -> Result<String, Failure> {
    let mut grants = Vec::new();
    if path.exists() {
        let text = read_settings(path).map_err(|failure| failure.with_exit(Exit::Trust))?;
        let known = parse(&text).ok().map(Value::into_owned);
        let known = known.as_ref().and_then(Value::as_object).and_then(|file: &Object<'_>| {
            file.get("useGrants")?;
            file.get("grants")?.as_array()
        });
        let known = known.ok_or_else(|| {
            Failure::trust(format!(
                "{}: is no file of grants; name another, or one that is new",
                path.display()
            ))
        })?;
        // What this version does not know would be lost.
        Grants::read(&text, trust).map_err(|error| refused(path, &error))?;
        grants.extend(known.iter().cloned().map(Value::into_owned));
    }
    grants.push(grant);
    pretty(&file_of(grants))
}

fn policy(args: &Grant) -> Result<Policy, Failure> {
    match (&args.policy, &args.tenant) {
        (Some(path), _) => read_policy(path),
        (None, Some(tenant)) => Policy::new(tenant, "any")
            .map_err(|error| Failure::usage(format!("--{}: {}", error.path, error.problem))),
        (None, None) => {
            Err(Failure::usage("of which org are the records? Give --policy POLICY.JSON, or --tenant"))
        }
    }
}

/// What `--for` names.
enum Scope {
    Seals(Vec<String>),
    Object(String, Vec<String>),
    Dataset(PathBuf, String),
}

impl Scope {
    fn read(args: &Grant, policy: &Policy) -> Result<Self, Failure> {
        let mut seals = Vec::new();
        let mut found = None;
        for text in &args.scope {
            match text.split_once(':') {
                Some(("seal", id)) => match ids::to_uuid(id) {
                    Some(uuid) => seals.push(format!("urn:uuid:{uuid}")),
                    None => {
                        return Err(Failure::usage(format!("--for {text}: is not the id of a seal, a uuid")));
                    }
                },
                Some(("object", name)) if found.is_none() && !name.is_empty() => {
                    if ids::to_18(name).is_some() && ids::object_of_id(name).is_some() {
                        return Err(Failure::usage(format!(
                            "--for {text}: is the id of a record; name its object, as in object:Contact, or its seal"
                        )));
                    }
                    let Ok(name) = spelt(name);
                    found = Some(Self::Object(name, environments(args, policy)?));
                }
                Some(("dataset", path)) if found.is_none() && !path.is_empty() => {
                    let path = PathBuf::from(path);
                    let digest = dataset::digest(&path)?;
                    found = Some(Self::Dataset(path, digest));
                }
                _ => {
                    let problem = "write seal:ID (several times for several seals), or one object:NAME, or one dataset:FILE";
                    return Err(Failure::usage(format!("--for {text}: {problem}")));
                }
            }
        }
        if !args.environment.is_empty() && !matches!(found, Some(Self::Object(..))) {
            return Err(Failure::usage(
                "--environment: goes with --for object:NAME alone; what is granted for seals or a file counts wherever they are",
            ));
        }
        match found {
            None => Ok(Self::Seals(seals)),
            Some(scope) if seals.is_empty() => Ok(scope),
            Some(_) => {
                Err(Failure::usage("--for: a grant is for seals, an object or a dataset; make one for each"))
            }
        }
    }

    fn as_grant_scope(&self) -> GrantScope<'_> {
        match self {
            Self::Seals(seals) => GrantScope::Seals(seals),
            Self::Object(name, environments) => GrantScope::Object(name, environments),
            Self::Dataset(_, digest) => GrantScope::Dataset(digest),
        }
    }

    fn shown(&self) -> String {
        match self {
            Self::Seals(seals) => format!("the records with these seals: {}", seals.join(", ")),
            Self::Object(name, environments) => {
                format!("records of {name} in {}", environments.join(", "))
            }
            Self::Dataset(path, digest) => {
                format!("the records of {} as it is now ({digest})", path.display())
            }
        }
    }
}

/// Where the records of an object are.
fn environments(args: &Grant, policy: &Policy) -> Result<Vec<String>, Failure> {
    match policy.environment() {
        _ if !args.environment.is_empty() => Ok(args.environment.clone()),
        Some(environment) => Ok(vec![environment.to_owned()]),
        None => Err(Failure::usage(
            "in which environments are the records of that object? Name them with --environment, as in --environment production",
        )),
    }
}
