//! `touchmark registry`: lists the records that carry a seal, and signs the list.

use std::collections::HashMap;
use std::path::PathBuf;

use clap::Args;
use touchmark::note::KeyType;
use touchmark::{ReasonCode, Trust, Verdict, Verifier, ids};
use touchmark_seal::NoteKey;

use crate::apart::Apart;
use crate::checker::{Checker, trust_and_policy};
use crate::commands::verify::{ANY_ORIGIN, details, label};
use crate::console::report;
use crate::duration::Span;
use crate::failure::{Exit, Failure};
use crate::key_file::Role;
use crate::options::{Clock, Expected, Meaning, SigningKey};
use crate::output::{Replace, write_whole};
use touchmark_rows::{Place, Reading, Row, Rows};

/// List the records that carry a seal, so that a seal that is stripped or put back is found.
///
/// Seals that hold are listed, whatever else is wrong with their records. The file discloses no record to whoever has not the trust bundle.
#[derive(Debug, Args)]
#[command(mut_arg("key", |key| key.help("Private key from `touchmark keygen --role registry`")))]
#[command(after_help = "\
Example:
  touchmark registry sealed.csv --out registry.json --key registry.pem \\
    --trust trust.json --tenant 00DQx000000aBcDMAU --environment sandbox")]
pub(crate) struct Registry {
    /// Sealed records; all that one org should hold
    #[arg(value_name = "FILE", required = true)]
    pub(crate) inputs: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) meaning: Meaning,
    /// Where to write the registry, or - for the standard output
    #[arg(long, short, value_name = "REGISTRY.JSON")]
    pub(crate) out: PathBuf,
    #[command(flatten)]
    pub(crate) key: SigningKey,
    /// How long the registry speaks: make a new one before that
    #[arg(long, value_name = "SPAN", default_value = "30d")]
    pub(crate) valid_for: Span,
    /// Replace an existing file
    #[arg(long)]
    pub(crate) force: bool,
    #[command(flatten)]
    pub(crate) expected: Expected,
    #[command(flatten)]
    pub(crate) clock: Clock,
}

/// Where a seal's signature, issuer and record hold, whatever else is found: left out, the seal could be taken away unseen,
/// and with it what it says of the record. One that was withdrawn is not expected any more.
const OF_THE_RECORD: [Trust; 7] = [
    Trust::Verified,
    Trust::VerifiedPartial,
    Trust::Altered,
    Trust::NotYetValid,
    Trust::Expired,
    Trust::Unapproved,
    Trust::WrongEnvironment,
];

pub(crate) fn run(args: &Registry) -> Result<Exit, Failure> {
    let now = args.clock.now()?;
    let key = key(args)?;
    let expires = args.valid_for.end(now).ok_or_else(|| {
        Failure::usage("--valid-for: a registry must expire, within the year 9999; 30d is usual")
    })?;
    let (trust, policy) = trust_and_policy(&args.expected, now)?;
    let listed = trust.registries().iter().find(|listed| listed.is(&key.verifier_key()));
    let hmac_key = *listed
        .ok_or_else(|| {
            let place = args.expected.trust.path.display();
            Failure::trust(format!("{place}: registries: does not list {}", key.verifier_key()))
        })?
        .hmac_key();
    let tenant = policy.tenant().ok_or_else(|| {
        Failure::usage("a registry is one org's: name its tenant, in the policy or with --tenant")
    })?;
    let tenant = tenant.to_owned();
    let mut listing = Listing::new(touchmark_seal::Registry::new(&tenant, &hmac_key));
    let mut checker = Checker::new(Verifier::new(trust, policy), &args.expected, now);
    let mut whole = Exit::Ok;
    for input in &args.inputs {
        let mut rows = Rows::open(input, Reading { with_children: true, ..args.meaning.reading(None) })?;
        checker.check_all(&mut rows, |row, verdict, _| listing.add(row, verdict))?;
        whole = args.meaning.close(whole, &rows.remarks());
    }
    if listing.listed == 0 {
        return Err(Failure::input(
            "there is no record with an id and a seal of its own that could be listed: nothing was written",
        ));
    }
    let Listing { registry, left_out, not_clean, .. } = listing;
    let (text, count) = registry.sign(&key, now, expires);
    write_whole(&args.out, text.as_bytes(), Replace::if_forced(args.force))?;
    report!("Listed: {count}; left out: {left_out}; valid until {expires}");
    Ok(if left_out + not_clean > 0 { Exit::Findings } else { whole })
}

/// The key that signs, once the options fit together.
fn key(args: &Registry) -> Result<NoteKey, Failure> {
    if args.expected.registry.is_some() {
        return Err(Failure::usage(
            "--registry: this makes one; leave it out, and name the new one with --out",
        ));
    }
    let mut apart = Apart::default().reads("--key", args.key.path.as_path());
    for input in &args.inputs {
        apart = apart.reads("FILE", input.as_path());
    }
    args.expected.kept_apart(apart).writes("--out", args.out.as_path()).check()?;
    let file = args.key.read()?;
    let Role::Registry(name) = &file.role else { return Err(file.wrong_role("a registry")) };
    let name = name.clone();
    NoteKey::new(&name, KeyType::Ed25519, file.key).map_err(|error| Failure::usage(error.to_string()))
}

/// The registry as it grows, and what people should know of it.
struct Listing<'a> {
    registry: touchmark_seal::Registry<'a>,
    listed: u64,
    /// Records that have a seal, or may have one, and are not listed.
    left_out: u64,
    not_clean: u64,
    /// The seal of each record, and where it was.
    current: HashMap<(String, String), (String, Place)>,
}

impl<'a> Listing<'a> {
    fn new(registry: touchmark_seal::Registry<'a>) -> Self {
        Self { registry, listed: 0, left_out: 0, not_clean: 0, current: HashMap::new() }
    }

    /// Lists a record with its seal, or says why not.
    fn add(&mut self, row: &Row, verdict: &Verdict) -> Result<(), Failure> {
        let seal = verdict.seal.as_ref().and_then(|seal| ids::to_uuid(seal.id.as_deref()?));
        let record = (verdict.record.object.as_deref(), verdict.record.id.as_deref());
        let is_its_own = OF_THE_RECORD.contains(&verdict.trust);
        match (seal, record) {
            (Some(seal), (Some(object), Some(id))) if is_its_own => {
                self.refuse_other_seal(object, id, &seal, row.place())?;
                self.listed += 1;
                self.registry.list(object, id, &seal);
                if !verdict.is_clean(&ANY_ORIGIN) {
                    self.not_clean += 1;
                    report!("{}: listed, and not clean: {}", row.place(), said(verdict));
                }
            }
            _ if verdict.seal.is_some() && is_its_own => {
                self.left_out += 1;
                report!(
                    "{}: left out: the record shows no id, and a registry lists records by their ids: load it, and give what the \
                     platform returns",
                    row.place()
                );
            }
            // Without a seal that is shown, nobody knows whether there is one: unlisted, it could be taken away unseen.
            _ if verdict.seal.is_some()
                || verdict.trust == Trust::Unchecked
                || verdict.has_reason(ReasonCode::SealNotShown) =>
            {
                self.left_out += 1;
                report!("{}: left out: {}", row.place(), said(verdict));
            }
            _ => {}
        }
        Ok(())
    }

    /// Refuses two seals of one record: only one can be the current one.
    fn refuse_other_seal(&mut self, object: &str, id: &str, seal: &str, at: &Place) -> Result<(), Failure> {
        let record = (object.to_owned(), id.to_owned());
        match self.current.get(&record) {
            Some((other, place)) if other != seal => Err(Failure::at(
                at,
                format_args!(
                    "{place} is the same record with another seal, and one of the two is not the current one; give the \
                     file alone that holds what the org holds now"
                ),
            )),
            _ => {
                self.current.insert(record, (seal.to_owned(), at.clone()));
                Ok(())
            }
        }
    }
}

/// What a record is, and what stands behind that.
fn said(verdict: &Verdict) -> String {
    let details = details(verdict);
    if details.is_empty() { label(verdict) } else { format!("{} ({})", label(verdict), details.join("; ")) }
}
