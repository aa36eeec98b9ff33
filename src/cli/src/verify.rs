//! `touchmark verify`: what each record is, and whether that can be believed.

use std::collections::BTreeMap;
use std::io::{self, IsTerminal as _, Write};
use std::path::Path;

use touchmark::json::{self, Value};
use touchmark::{
    FieldState, Level, Policy, ReasonCode, Record, RecordError, Registry, Timestamp, Trust, TrustBundle,
    Verdict, Verifier,
};
use touchmark_words::{Language, sentence, text};
use unicode_normalization::UnicodeNormalization as _;

use crate::args::{Answer, Expected, Verify};
use crate::failure::{Exit, Failure, read_settings};
use crate::rows::{Place, Row, Rows};

pub(crate) fn run(args: &Verify) -> Result<Exit, Failure> {
    let now = args.clock.now()?;
    let verifier = verifier(&args.expected, now)?;
    let mut rows = Rows::open(&args.input, args.input_format)?;
    let mut report = Report::new(args);
    let mut object = args.expected.object.clone();
    while let Some(row) = rows.next_row()? {
        let verdict = check(&row, &verifier, &args.expected, &mut object, now)?;
        report.add(row.place(), &verdict).map_err(|error| unwritable(&error))?;
    }
    if let Some(remark) = rows.remark() {
        eprintln!("Note: {remark}.");
    }
    let is_empty = report.count == 0;
    let exit = report.close()?;
    // An export that was cut off must not pass for one that was checked.
    if is_empty {
        return Err(Failure::input(format!(
            "{} holds no records: nothing was checked",
            args.input.display()
        )));
    }
    Ok(exit)
}

fn unwritable(error: &io::Error) -> Failure {
    if error.kind() == io::ErrorKind::BrokenPipe {
        // The reader has seen enough, as in `| head`. There is nobody left to tell.
        return Failure::input("");
    }
    Failure::io(Path::new("standard output"), "written", error)
}

/// The verifier of the files and options given.
pub(crate) fn verifier(args: &Expected, now: Timestamp) -> Result<Verifier, Failure> {
    let (trust, policy) = trust_and_policy(args, now)?;
    let registry = match &args.registry {
        None => Registry::default(),
        Some(path) => Registry::from_json(&settings(path)?, trust.registries(), &policy)
            .map_err(|error| refused(path, &error))?,
    };
    Ok(Verifier::new(trust, policy).with_registry(registry).with_nfc(|text| text.nfc().collect()))
}

fn settings(path: &Path) -> Result<String, Failure> {
    read_settings(path).map_err(|failure| failure.with_exit(Exit::Trust))
}

fn refused(path: &Path, error: &touchmark::ConfigError) -> Failure {
    Failure::trust(format!("{}: {error}", path.display()))
}

pub(crate) fn trust_and_policy(args: &Expected, now: Timestamp) -> Result<(TrustBundle, Policy), Failure> {
    let trust =
        TrustBundle::from_json(&settings(&args.trust)?).map_err(|error| refused(&args.trust, &error))?;
    if !trust.is_current(now) {
        return Err(Failure::trust(format!(
            "{}: the trust bundle is not current (it has expired, or was issued in the future), so it says nothing about today; get the current one from whoever publishes it",
            args.trust.display()
        )));
    }
    let policy = match (&args.policy, &args.tenant, &args.environment) {
        (Some(path), ..) => Policy::from_json(&settings(path)?).map_err(|error| refused(path, &error))?,
        (None, Some(tenant), Some(environment)) => Policy::new(tenant, environment)
            .map_err(|error| Failure::usage(format!("--{}: {}", error.path, error.problem)))?,
        _ => return Err(Failure::usage("give --policy FILE, or both --tenant and --environment")),
    };
    if trust.is_refused_by(&policy) {
        return Err(Failure::trust(format!(
            "{}: the policy asks for a newer trust bundle, or for one that is signed with one of its keys; get the current one from whoever publishes it",
            args.trust.display()
        )));
    }
    Ok((trust, policy))
}

/// Checks one row; `object` is what the rows before were of.
pub(crate) fn check(
    row: &Row,
    verifier: &Verifier,
    expected: &Expected,
    object: &mut Option<String>,
    now: Timestamp,
) -> Result<Verdict, Failure> {
    let record = match row.json() {
        Some(json) => read_json(json),
        None => Ok(Record::from_bulk_csv_row("", row.texts())),
    };
    let mut record = match record {
        Ok(record) => record,
        Err(error) => return Ok(verifier.unreadable(&error, now)),
    };
    if record.object().is_none() {
        let told = row.object().or_else(|| object.clone());
        let told = told.or_else(|| object_of_id(record.id()?).map(str::to_owned)).ok_or_else(|| {
            Failure::usage(format!(
                "{}: which object are these records of? Add --object, as in --object Contact",
                row.place()
            ))
        })?;
        object.get_or_insert_with(|| told.clone());
        record = record.with_object(told);
    }
    let record = record.with_queried(expected.queried.iter().map(|name| name.as_str().into()));
    Ok(verifier.verify(&record, now))
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

/// The standard object whose records have ids with this prefix.
fn object_of_id(id: &str) -> Option<&'static str> {
    touchmark::ids::to_18(id)?;
    Some(match id.get(..3)? {
        "001" => "Account",
        "003" => "Contact",
        "006" => "Opportunity",
        "00Q" => "Lead",
        "500" => "Case",
        _ => return None,
    })
}

/// What is written about the records, one after the other.
struct Report<'a> {
    args: &'a Verify,
    out: io::BufWriter<io::StdoutLock<'static>>,
    has_colour: bool,
    count: usize,
    written: usize,
    is_clean: bool,
    flagged: usize,
    groups: BTreeMap<(Level, String), Count>,
}

/// How many records are in one state, and what to do about them.
struct Count {
    records: usize,
    next: Option<String>,
}

impl<'a> Report<'a> {
    fn new(args: &'a Verify) -> Self {
        let has_colour =
            io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        Self {
            args,
            out: io::BufWriter::new(io::stdout().lock()),
            has_colour,
            count: 0,
            written: 0,
            is_clean: true,
            flagged: 0,
            groups: BTreeMap::new(),
        }
    }

    fn add(&mut self, place: &Place, verdict: &Verdict) -> io::Result<()> {
        self.count += 1;
        let holds =
            matches!(verdict.trust, Trust::Verified | Trust::VerifiedPartial) && verdict.flags.is_empty();
        self.is_clean &= holds;
        self.flagged += usize::from(!verdict.flags.is_empty());
        let disclosure = verdict.disclose();
        let label = label(verdict);
        let count = self
            .groups
            .entry((disclosure.level, label.clone()))
            .or_insert(Count { records: 0, next: (!holds).then_some(disclosure.next) });
        count.records += 1;
        if self.args.problems && holds {
            return Ok(());
        }
        self.written += 1;
        match self.args.format {
            Answer::Jsonl => writeln!(self.out, "{}", verdict.to_json()),
            Answer::Json => {
                let before = if self.written == 1 { "[\n" } else { ",\n" };
                write!(self.out, "{before}{}", verdict.to_json())
            }
            Answer::Table => {
                let record = &verdict.record;
                let name =
                    record.id.clone().or_else(|| record.uuid.clone()).unwrap_or_else(|| place.to_string());
                let label = self.coloured(disclosure.level, &label);
                writeln!(self.out, "{:<18}  {label}{}", plain(&name), details(verdict))
            }
        }
    }

    fn close(mut self) -> Result<Exit, Failure> {
        let written = match self.args.format {
            Answer::Json => write!(self.out, "{}", if self.written == 0 { "[]\n" } else { "\n]\n" }),
            Answer::Jsonl => Ok(()),
            Answer::Table => self.summary(),
        };
        written.and_then(|()| self.out.flush()).map_err(|error| unwritable(&error))?;
        Ok(if self.is_clean { Exit::Ok } else { Exit::Findings })
    }

    fn summary(&mut self) -> io::Result<()> {
        let mut groups: Vec<_> = std::mem::take(&mut self.groups).into_iter().collect();
        // What needs attention comes first, then what is most.
        groups.sort_by(|((a, _), x), ((b, _), y)| b.cmp(a).then(y.records.cmp(&x.records)));
        writeln!(self.out, "\n{}", text(Language::En, "summary.label"))?;
        for ((level, label), count) in groups {
            let label = self.coloured(level, &label);
            writeln!(self.out, "{:>8}  {label}", count.records)?;
            if let Some(next) = count.next {
                writeln!(self.out, "{:>8}  {}", "", text(Language::En, &next))?;
            }
        }
        writeln!(self.out, "{:>8}  in all", self.count)?;
        if self.flagged > 0 {
            writeln!(self.out, "{:>8}  of them flagged", self.flagged)?;
        }
        Ok(())
    }

    fn coloured(&self, level: Level, label: &str) -> String {
        let code = match level {
            Level::Alert => "31",
            Level::Caution => "33",
            Level::Notice => "36",
            _ => "32",
        };
        if self.has_colour { format!("\x1b[{code}m{label}\x1b[0m") } else { label.to_owned() }
    }
}

/// "Synthetic data · signature valid": origin first, trust second; the trust alone where it overrides every origin.
pub(crate) fn label(verdict: &Verdict) -> String {
    let disclosure = verdict.disclose();
    let trust = text(Language::En, &disclosure.trust);
    let label = match disclosure.origin {
        Some(origin) => format!("{} · {trust}", text(Language::En, &origin)),
        None => sentence(trust),
    };
    if verdict.flags.is_empty() {
        label
    } else {
        format!("{label} · {}", text(Language::En, "badge.flagged"))
    }
}

/// What stands behind a label that is not quiet: fields by state, and every flag in words.
fn details(verdict: &Verdict) -> String {
    let mut details = String::new();
    for state in [FieldState::Altered, FieldState::Unreadable, FieldState::Withheld, FieldState::SaltMissing]
    {
        let fields = verdict.fields.iter().filter(|field| field.state == state);
        let names: Vec<_> = fields.map(|field| plain(&field.name)).collect();
        if !names.is_empty() {
            let state = text(Language::En, &format!("field.{state}"));
            details += &format!("\n{:<18}    {state}: {}", "", names.join(", "));
        }
    }
    for flag in &verdict.flags {
        details += &format!("\n{:<18}    {}", "", text(Language::En, &format!("flag.{flag}")));
    }
    let says_itself = matches!(
        verdict.trust,
        Trust::Verified | Trust::VerifiedPartial | Trust::Altered | Trust::Unsealed | Trust::DeclaredUnsigned
    );
    for (at, reason) in verdict.reasons.iter().enumerate() {
        // Who took a seal is said whatever else is.
        if (at > 0 || says_itself) && reason.code != ReasonCode::ProvenanceStripped {
            continue;
        }
        let said = text(Language::En, &format!("reason.{}", reason.code));
        let detail =
            reason.detail.as_deref().map(|detail| format!(" ({})", plain(detail))).unwrap_or_default();
        details += &format!("\n{:<18}    {said}{detail}", "");
    }
    details
}

/// Text from a record without what could steer a terminal or turn its reading order.
fn plain(text: &str) -> String {
    let is_unsafe = |character: char| {
        character.is_control()
            || matches!(character, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
    };
    text.chars().filter(|character| !is_unsafe(*character)).collect()
}
