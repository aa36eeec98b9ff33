//! Checks rows of records as the options say.

use std::path::Path;

use touchmark::jcs;
use touchmark::json::{self, Object, Value};
use touchmark::{
    Policy, Record, RecordError, Registry, SignatureEngine, Timestamp, TrustBundle, Verdict, Verifier,
};
use touchmark_seal::object_of_id;
use unicode_normalization::UnicodeNormalization as _;

use crate::args::Expected;
use crate::failure::{Exit, Failure};
use crate::files::read_settings;
use crate::rows::{Row, Rows};

/// Rows that are checked at once: what neighbours share is then asked about once. More gain nothing.
const PIECE: usize = 256;

/// Where a piece ends before that, in bytes of the file.
const PIECE_BYTES: u64 = 4 << 20;

/// A verifier with what the options say of the records.
pub(crate) struct Checker<'a> {
    verifier: Verifier,
    expected: &'a Expected,
    now: Timestamp,
    /// Remembers the keys that come again.
    engine: SignatureEngine,
    /// What the rows before were of.
    object: Option<String>,
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
        let registry = match &expected.registry {
            None => Registry::default(),
            Some(path) => Registry::from_json(&settings(path)?, trust.registries(), &policy)
                .map_err(|error| refused(path, &error))?,
        };
        Ok(Self::new(Verifier::new(trust, policy).with_registry(registry), expected, now))
    }

    pub(crate) fn new(verifier: Verifier, expected: &'a Expected, now: Timestamp) -> Self {
        let verifier = verifier.with_nfc(|text| text.nfc().collect());
        Self { verifier, expected, now, engine: SignatureEngine::new(), object: None }
    }

    /// Checks one row.
    pub(crate) fn check(&mut self, row: &Row) -> Result<Verdict, Failure> {
        let record = self.record(row)?;
        let verdicts = self.verifier.verify_all(&[record], self.now, &mut self.engine);
        verdicts.into_iter().next().ok_or_else(|| Failure::at(row.place(), "there is no verdict"))
    }

    /// Checks the rows of one file, and hands over each in its order, with its verdict and how far the file was read.
    pub(crate) fn check_all(
        &mut self,
        rows: &mut Rows,
        mut each: impl FnMut(&Row, &Verdict, u64) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        self.object = None;
        loop {
            let (piece, end) = read_piece(rows);
            let mut records = Vec::with_capacity(piece.len());
            let mut unclear = Ok(());
            for row in &piece {
                match self.record(row) {
                    Ok(record) => records.push(record),
                    Err(failure) => {
                        unclear = Err(failure);
                        break;
                    }
                }
            }
            // What stands before a failure is told first.
            let verdicts = self.verifier.verify_all(&records, self.now, &mut self.engine);
            for (row, verdict) in piece.iter().zip(&verdicts) {
                each(row, verdict, rows.position())?;
            }
            unclear?;
            if let Some(end) = end {
                return end;
            }
        }
    }

    /// The record of a row, or why it is none.
    fn record<'r>(&mut self, row: &'r Row) -> Result<Result<Record<'r>, RecordError>, Failure>
    where
        'a: 'r,
    {
        let record = match row.json() {
            Some(json) => read_json(json),
            None => Ok(Record::from_bulk_csv_row("", row.texts())),
        };
        let mut record = match record {
            Ok(record) => record,
            Err(error) => return Ok(Err(error)),
        };
        if record.object().is_none() {
            let told = row.object().or_else(|| self.expected.object.clone());
            // An id says whose it is. What the rows before were says something only of a row without one.
            let guessed = || match record.id() {
                Some(id) => object_of_id(id).map(str::to_owned),
                None => self.object.clone(),
            };
            let told = told.or_else(guessed).ok_or_else(|| {
                Failure::usage(format!(
                    "{}: which object are these records of? Add --object, as in --object Contact",
                    row.place()
                ))
            })?;
            self.object = Some(told.clone());
            record = record.with_object(told);
        }
        Ok(Ok(record.with_queried(self.expected.queried.iter().map(|name| name.as_str().into()))))
    }
}

/// The next rows; with the last of them comes how the file ended.
fn read_piece(rows: &mut Rows) -> (Vec<Row>, Option<Result<(), Failure>>) {
    let mut piece = Vec::new();
    let start = rows.position();
    while piece.len() < PIECE && rows.position() - start < PIECE_BYTES {
        match rows.next_row() {
            Ok(Some(row)) => piece.push(row),
            Ok(None) => return (piece, Some(Ok(()))),
            Err(failure) => return (piece, Some(Err(failure))),
        }
    }
    (piece, None)
}

fn settings(path: &Path) -> Result<String, Failure> {
    read_settings(path).map_err(|failure| failure.with_exit(Exit::Trust))
}

fn refused(path: &Path, error: &touchmark::ConfigError) -> Failure {
    Failure::trust(format!("{}: {error}", path.display()))
}

pub(crate) fn trust_and_policy(args: &Expected, now: Timestamp) -> Result<(TrustBundle, Policy), Failure> {
    trust_and(policy(args, &[])?, args, now)
}

/// What is expected, but for these members.
fn policy(args: &Expected, left_out: &[&str]) -> Result<Policy, Failure> {
    match (&args.policy, &args.tenant, &args.environment) {
        (Some(path), ..) => {
            let refused = |error| refused(path, &error);
            let text = settings(path)?;
            let policy = Policy::from_json(&text).map_err(refused)?;
            match json::parse(&text) {
                Ok(Value::Object(members)) if !left_out.is_empty() => {
                    let kept = members.into_members().into_iter();
                    let kept = kept.filter(|(name, _)| !left_out.contains(&name.as_ref()));
                    let kept = Value::Object(Object::from_members(kept.collect()));
                    Policy::from_json(&jcs::to_string(&kept)).map_err(refused)
                }
                _ => Ok(policy),
            }
        }
        (None, Some(tenant), Some(environment)) => Policy::new(tenant, environment)
            .map_err(|error| Failure::usage(format!("--{}: {}", error.path, error.problem))),
        _ => Err(Failure::usage(
            "which org and environment are expected? Give --policy POLICY.JSON, or both --tenant and --environment",
        )),
    }
}

fn trust_and(policy: Policy, args: &Expected, now: Timestamp) -> Result<(TrustBundle, Policy), Failure> {
    let trust = args.trust.read()?;
    if !trust.is_current(now) {
        return Err(Failure::trust(format!(
            "{}: the trust bundle is not current (it has expired, or was issued in the future), so it says nothing about today; get the current one from whoever publishes it",
            args.trust.path.display()
        )));
    }
    if trust.is_refused_by(&policy) {
        return Err(Failure::trust(format!(
            "{}: the policy asks for a newer trust bundle, or for one that is signed with one of its keys; get the current one from whoever publishes it",
            args.trust.path.display()
        )));
    }
    Ok((trust, policy))
}

fn read_json(text: &str) -> Result<Record<'_>, RecordError> {
    match Record::parse(text) {
        // A flat record that shows no id.
        Err(RecordError::UnknownShape) => match json::parse_view(text) {
            Ok(Value::Object(record)) => Record::from_apex("", record),
            _ => Err(RecordError::UnknownShape),
        },
        other => other,
    }
}
