//! Checks rows of records as the options say.

use std::borrow::Cow;
use std::path::Path;

use touchmark::ids::object_of_id;
use touchmark::jcs;
use touchmark::json::{self, Object, Value};
use touchmark::{
    Grants, Policy, Record, RecordError, Registry, SignatureEngine, Timestamp, TrustBundle, Verdict, Verifier,
};
use unicode_normalization::UnicodeNormalization as _;

use crate::bundle::read_trust;
use crate::console::report;
use crate::dataset;
use crate::failure::{Exit, Failure};
use crate::files::read_settings;
use crate::options::Expected;
use touchmark_rows::{AfterOthers, Before, Row, Rows, cores, in_order, misnamed};

/// Rows that are checked at once: what neighbours share is then asked about once. More gain nothing.
const CHUNK: usize = 256;

/// Where a chunk ends before that, in bytes of the file.
const CHUNK_BYTES: u64 = 4 << 20;

const CHILD: &str = "this record inside another does not say which object it is of: ask for its type or ApiName, or query it by itself";

/// A verifier with what the options say of the records.
pub(crate) struct Checker<'a> {
    verifier: Verifier,
    expected: &'a Expected,
    now: Timestamp,
    /// Remembers the keys that come again.
    engine: SignatureEngine,
    /// What the rows before were of.
    before: Before,
    /// Whether a grant asks for the digest of the file that the rows are read from.
    needs_dataset: bool,
}

impl<'a> Checker<'a> {
    /// A checker of the files and options given.
    pub(crate) fn open(expected: &'a Expected, now: Timestamp) -> Result<Self, Failure> {
        Self::of(trust_and_policy(expected, now)?, expected, now)
    }

    /// As [`Checker::open`], without asking for approvals: whoever approves is about to give one.
    pub(crate) fn open_for_approval(expected: &'a Expected, now: Timestamp) -> Result<Self, Failure> {
        Self::of(trust_and(policy(expected, &["approvals"])?, expected, now)?, expected, now)
    }

    fn of(
        (trust, policy): (TrustBundle, Policy),
        expected: &'a Expected,
        now: Timestamp,
    ) -> Result<Self, Failure> {
        let verifier = verifier(trust, policy, expected.registry.as_deref(), expected.grants.as_deref())?;
        let needs_dataset = verifier.needs_dataset();
        Ok(Self { needs_dataset, ..Self::new(verifier, expected, now) })
    }

    pub(crate) fn new(verifier: Verifier, expected: &'a Expected, now: Timestamp) -> Self {
        let verifier = verifier.with_nfc(|text| text.nfc().collect());
        Self {
            verifier,
            expected,
            now,
            engine: SignatureEngine::new(),
            before: Before::default(),
            needs_dataset: false,
        }
    }

    /// What is expected of the records.
    pub(crate) fn policy(&self) -> &Policy {
        self.verifier.policy()
    }

    /// Checks one row.
    pub(crate) fn check(&mut self, row: &Row) -> Result<Verdict, Failure> {
        let chunk = std::slice::from_ref(row);
        let mut engine = std::mem::take(&mut self.engine);
        let checked = self.check_chunk(chunk, self.before.clone(), &mut engine);
        self.engine = engine;
        let Checked { verdicts, unclear, before } = checked.ok_or_else(|| unknown(chunk))?;
        self.before = before;
        unclear?;
        verdicts.into_iter().next().ok_or_else(|| Failure::at(row.place(), "there is no verdict"))
    }

    /// Checks the rows of one file, on all cores, and hands over each in its order, with its verdict and how far the file was read.
    pub(crate) fn check_all(
        &mut self,
        rows: &mut Rows,
        mut each: impl FnMut(&Row, &Verdict, u64) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        let dataset = if self.needs_dataset { dataset_of(rows)? } else { None };
        self.verifier.set_dataset(dataset.clone());
        let checker = &*self;
        let mut before = Before::default();
        let mut end = None;
        let next = || {
            if end.is_some() {
                return None;
            }
            let (chunk, ended) = read_chunk(rows);
            end = ended;
            Some((chunk, rows.position()))
        };
        let work = |engine: &mut SignatureEngine, (chunk, position): (Vec<Row>, u64)| {
            let checked = checker.check_chunk(&chunk, Before::Unknown, engine);
            (chunk, position, checked)
        };
        in_order(cores(), next, SignatureEngine::new, work, |(chunk, position, checked)| {
            // By now it is known what the rows before were of.
            let known = std::mem::take(&mut before);
            let checked = match checked {
                Some(checked) => checked,
                None => checker
                    .check_chunk(&chunk, known.clone(), &mut SignatureEngine::new())
                    .ok_or_else(|| unknown(&chunk))?,
            };
            before = if matches!(checked.before, Before::Unknown) { known } else { checked.before };
            // What stands before a failure is told first.
            for (row, verdict) in chunk.iter().zip(&checked.verdicts) {
                each(row, verdict, position)?;
            }
            checked.unclear
        })?;
        end.unwrap_or(Ok(()))?;
        // What was granted is the file as it was before; what was read may be another.
        if dataset.is_some() && dataset_of(rows)? != dataset {
            return Err(Failure::at(
                rows.name(),
                "was changed while it was read, and a grant is for the file as it was; run this again once nothing \
                 writes to it",
            ));
        }
        Ok(())
    }

    /// Checks rows that stand together; nothing where that takes what the rows before were of, and it is not known.
    fn check_chunk(
        &self,
        chunk: &[Row],
        mut before: Before,
        engine: &mut SignatureEngine,
    ) -> Option<Checked> {
        let mut records = Vec::with_capacity(chunk.len());
        let mut unclear = Ok(());
        for row in chunk {
            match self.record(row, &mut before) {
                Ok(record) => records.push(record),
                Err(Unclear::Before) => return None,
                Err(Unclear::Failure(failure)) => {
                    unclear = Err(failure);
                    break;
                }
            }
        }
        let verdicts = self.verifier.verify_all(&records, self.now, engine);
        Some(Checked { verdicts, unclear, before })
    }

    /// The record of a row, or why it is none.
    fn record<'r>(
        &'r self,
        row: &'r Row,
        before: &mut Before,
    ) -> Result<Result<Record<'r>, RecordError>, Unclear> {
        let mut record = match row.record() {
            Ok(record) => record,
            Err(error) => return Ok(Err(error)),
        };
        if let Some((name, problem)) = misnamed(&record, self.verifier.policy()) {
            return Err(Failure::at(row.place().column(name), problem).into());
        }
        if record.object().is_none() {
            self.refuse_other(row, &record)?;
            let told = self.expected.object.as_deref();
            match before.object_of(row, &record, told)? {
                Some(object) => record = record.with_object(object),
                None if row.is_child() => return Ok(Err(RecordError::LooksLike(CHILD.to_owned()))),
                None => return Err(which_object(row).into()),
            }
        }
        Ok(Ok(record.with_queried(self.expected.queried.iter().map(|name| name.as_str().into()))))
    }

    /// Refuses a record that is of another object than the user says, by its id. What is said of the file's records is not said of
    /// those inside them.
    fn refuse_other(&self, row: &Row, record: &Record<'_>) -> Result<(), Failure> {
        let told = self.expected.object.as_deref().filter(|_| !row.is_child());
        match (told, record.id().and_then(object_of_id)) {
            (Some(told), Some(found)) if told != found => Err(Failure::usage(format!(
                "{}: --object says {told}, and the id is that of a record of {found}; leave --object out, or give the records \
                 of {told}",
                row.place()
            ))),
            _ => Ok(()),
        }
    }
}

/// Nothing says which object a record is of.
fn which_object(row: &Row) -> Failure {
    let place = row.place();
    Failure::usage(match row.called() {
        Some(called) => format!(
            "{place}: which object is this record of? It is called {called} here, which may be an alias: ask for \
             ApiName in the query, or add --object, as in --object Contact"
        ),
        None => format!("{place}: which object are these records of? Add --object, as in --object Contact"),
    })
}

/// Does not come to pass where it is known what the rows before were of.
fn unknown(chunk: &[Row]) -> Failure {
    let place = chunk.first().map(|row| row.place().to_string()).unwrap_or_default();
    Failure::at(place, "it is not known which object this record is of; add --object, as in --object Contact")
}

/// Rows that stand together, checked.
struct Checked {
    verdicts: Vec<Verdict>,
    /// Why there are no more of them.
    unclear: Result<(), Failure>,
    /// What the rows after them come after.
    before: Before,
}

/// Why nothing can be made of a row.
enum Unclear {
    /// It is of what the rows before were of, and that is not known.
    Before,
    Failure(Failure),
}

impl From<AfterOthers> for Unclear {
    fn from(_: AfterOthers) -> Self {
        Self::Before
    }
}

impl From<Failure> for Unclear {
    fn from(failure: Failure) -> Self {
        Self::Failure(failure)
    }
}

/// The digest of the file that the rows are read from, where it can be read once more.
fn dataset_of(rows: &Rows) -> Result<Option<String>, Failure> {
    let digest = rows.again().map(dataset::digest).transpose()?;
    if digest.is_none() {
        report!(
            "Note: a grant for a dataset covers a file, which these records are not read from; give the file by its name."
        );
    }
    Ok(digest)
}

/// The next rows; with the last of them comes how the file ended.
fn read_chunk(rows: &mut Rows) -> (Vec<Row>, Option<Result<(), Failure>>) {
    let mut chunk = Vec::new();
    let start = rows.position();
    while chunk.len() < CHUNK && rows.position() - start < CHUNK_BYTES {
        match rows.next_row() {
            Ok(Some(row)) => chunk.push(row),
            Ok(None) => return (chunk, Some(Ok(()))),
            Err(error) => return (chunk, Some(Err(error.into()))),
        }
    }
    (chunk, None)
}

/// A verifier by what whoever runs the command believes, expects, lists and has granted.
pub(crate) fn verifier(
    trust: TrustBundle,
    policy: Policy,
    registry: Option<&Path>,
    grants: Option<&Path>,
) -> Result<Verifier, Failure> {
    let registry = match registry {
        None => Registry::default(),
        Some(path) => Registry::from_json(&settings(path)?, trust.registries(), &policy)
            .map_err(|error| refused(path, &error))?,
    };
    let grants = match grants {
        None => Grants::default(),
        Some(path) => {
            if !policy.use_names().any(|name| policy.needs_oversight(name)) {
                report!(
                    "Note: --grants says nothing here: the policy names no use that asks for one (`oversight`)."
                );
            }
            Grants::from_json(&settings(path)?, &trust).map_err(|error| refused(path, &error))?
        }
    };
    Ok(Verifier::new(trust, policy).with_registry(registry).with_grants(grants))
}

/// A policy, as its file has it.
pub(crate) fn read_policy(path: &Path) -> Result<Policy, Failure> {
    Ok(read_policy_with_text(path)?.0)
}

pub(crate) fn read_policy_with_text(path: &Path) -> Result<(Policy, String), Failure> {
    let text = settings(path)?;
    match Policy::from_json(&text) {
        Ok(policy) => Ok((policy, text)),
        Err(error) => Err(refused(path, &error)),
    }
}

fn settings(path: &Path) -> Result<String, Failure> {
    read_settings(path).map_err(|failure| failure.with_exit(Exit::Trust))
}

pub(crate) fn refused(path: &Path, error: &touchmark::ConfigError) -> Failure {
    Failure::trust(format!("{}: {error}", path.display()))
}

/// Refuses a use that the policy does not name.
pub(crate) fn require_use(policy: &Policy, option: &str, name: &str) -> Result<(), Failure> {
    let known: Vec<&str> = policy.use_names().collect();
    if known.is_empty() {
        return Err(Failure::usage(format!(
            "{option} {name}: no policy says which records that takes; name the use under `uses` in the policy, and give that with \
             --policy"
        )));
    }
    if known.contains(&name) {
        return Ok(());
    }
    Err(Failure::usage(format!("{option} {name}: the policy names no such use; it has {}", known.join(", "))))
}

pub(crate) fn trust_and_policy(args: &Expected, now: Timestamp) -> Result<(TrustBundle, Policy), Failure> {
    trust_and(policy(args, &[])?, args, now)
}

/// What is expected, but for these members.
fn policy(args: &Expected, left_out: &[&str]) -> Result<Policy, Failure> {
    match (&args.policy, &args.tenant, &args.environment) {
        (Some(path), ..) if left_out.is_empty() => read_policy(path),
        (Some(path), ..) => read_policy_as(path, |members| {
            members.retain(|(name, _)| !left_out.contains(&name.as_ref()));
        }),
        (None, Some(tenant), Some(environment)) => Policy::new(tenant, environment)
            .map_err(|error| Failure::usage(format!("--{}: {}", error.path, error.problem))),
        _ => Err(Failure::usage(
            "which org and environment are expected? Give --policy POLICY.JSON, or both --tenant and --environment",
        )),
    }
}

/// A policy for another environment than its own, where one is named.
pub(crate) fn policy_for(path: &Path, environment: Option<&str>) -> Result<Policy, Failure> {
    let Some(environment) = environment else { return read_policy(path) };
    read_policy_as(path, |members| {
        members.retain(|(name, _)| name != "environment");
        members.push(("environment".into(), environment.to_owned().into()));
    })
}

/// A policy with other members than its file has.
fn read_policy_as(
    path: &Path,
    change: impl Fn(&mut Vec<(Cow<'_, str>, Value<'_>)>),
) -> Result<Policy, Failure> {
    let text = settings(path)?;
    // A file that is no policy is refused as it is, before anything is changed in it.
    Policy::from_json(&text).map_err(|error| refused(path, &error))?;
    let Ok(Value::Object(members)) = json::parse(&text) else {
        return Err(Failure::trust(format!("{}: must be a JSON object", path.display())));
    };
    let mut members = members.into_members();
    change(&mut members);
    let changed = jcs::to_string(&Value::Object(Object::from_members(members)));
    Policy::from_json(&changed).map_err(|error| refused(path, &error))
}

fn trust_and(policy: Policy, args: &Expected, now: Timestamp) -> Result<(TrustBundle, Policy), Failure> {
    Ok((trust_for(&args.trust.path, &policy, now)?, policy))
}

/// The trust bundle of a file, where it may be gone by today and by this policy.
pub(crate) fn trust_for(path: &Path, policy: &Policy, now: Timestamp) -> Result<TrustBundle, Failure> {
    let trust = read_trust(path)?.0;
    if !trust.is_current(now) {
        return Err(Failure::trust(format!(
            "{}: the trust bundle is not current (it has expired, or was issued in the future), so it says nothing about today; get the current one from whoever publishes it",
            path.display()
        )));
    }
    if trust.is_refused_by(policy) {
        return Err(Failure::trust(format!(
            "{}: the policy asks for a newer trust bundle, or for one that is signed with one of its keys; get the current one from whoever publishes it",
            path.display()
        )));
    }
    Ok(trust)
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;
    use touchmark_rows::Reading;

    #[derive(Parser)]
    struct Options {
        #[command(flatten)]
        expected: Expected,
    }

    /// Rows that come while a file is read are none of those that were granted.
    #[test]
    fn a_file_that_changes_while_it_is_read_is_not_the_one_that_was_granted() {
        let folder = tempfile::tempdir().unwrap();
        let input = folder.path().join("in.csv");
        let row = "003Ws000004k2XpIAI,Smith\n";
        std::fs::write(&input, format!("Id,LastName\n{}", row.repeat(2))).unwrap();
        let options = ["", "--trust", "trust.json", "--tenant", "any", "--environment", "sandbox"];
        let options = Options::try_parse_from(options).unwrap();
        let verifier = Verifier::new(TrustBundle::default(), Policy::new("any", "sandbox").unwrap());
        for (needs_dataset, changes, expected) in
            [(true, true, Some("was changed while it was read")), (true, false, None), (false, true, None)]
        {
            let now = Timestamp::parse("2026-11-21T09:00:00Z").unwrap();
            let checker = Checker::new(verifier.clone(), &options.expected, now);
            let mut checker = Checker { needs_dataset, ..checker };
            let mut rows = Rows::open(&input, Reading::default()).unwrap();
            let mut more = if changes { row } else { "" };
            let checked = checker.check_all(&mut rows, |_, _, _| {
                let text = std::fs::read_to_string(&input).unwrap();
                std::fs::write(&input, text + std::mem::take(&mut more)).unwrap();
                Ok(())
            });
            let said = checked.err().map(|failure| failure.message);
            assert_eq!(said.is_some(), expected.is_some(), "{said:?}");
            assert!(said.unwrap_or_default().contains(expected.unwrap_or_default()));
        }
    }
}
