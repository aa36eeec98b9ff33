//! A scan: every record of every file, judged on all cores and told in the order of the files.

use std::io;
use std::path::Path;
use std::sync::Arc;

use touchmark::{
    Cells, Policy, Record, RecordError, SignatureEngine, Timestamp, TrustBundle, Verdict, Verifier, ids,
    system_field,
};
use touchmark_rows::{
    AfterOthers, Before, Reading, Row, Rows as FileRows, RowsError, TextLines, cores, in_order, misnamed,
};
use unicode_normalization::UnicodeNormalization as _;

use crate::facts::Facts;
use crate::finding::{Finding, RecordKey, Spot, Standing, Unit};
use crate::input::{Input, Inputs, Look};
use crate::judge::{Found, Identity, Judge, Judged};
use crate::line::mark_of;
use crate::pack::{Outcome, Pack};
use crate::repeats::{Contents, Sighting, Uuids};
use crate::rule::{Own, RuleId, Rules, Severity};
use crate::summary::{Class, Counts, Summary};
use crate::suspicion::{Detector, GroundCode, Suspicion};

/// Rows, or lines, that are judged at once.
const CHUNK: usize = 256;

/// Where a chunk ends before that, in bytes of the file.
const CHUNK_BYTES: u64 = 1 << 20;

/// So many problems are told of one file; the others are counted.
const PROBLEMS: usize = 20;

/// What is expected of the records, beside the policy.
#[derive(Clone, Debug, Default)]
pub struct Expectations {
    /// Where the records are to go: what nobody sealed for there is an error then.
    pub target: Option<String>,
    /// The object of records that do not say.
    pub object: Option<String>,
    /// Fields that were asked for and came back empty.
    pub queried: Vec<String>,
    /// What the records are to be used for, as the policy names it.
    pub uses: Vec<String>,
    /// What an empty cell of a CSV means.
    pub cells: Cells,
}

/// Takes what is found, as it is found.
pub trait Sink {
    /// A finding.
    ///
    /// # Errors
    /// Where it cannot be written, which ends the scan.
    fn finding(&mut self, finding: &Finding) -> io::Result<()>;

    /// So many bytes of all files were read.
    fn progress(&mut self, _bytes: u64) {}

    /// Something that whoever runs the scan should know.
    fn note(&mut self, _words: &str) {}

    /// Whether the baseline has a finding.
    fn standing(&mut self, _finding: &Finding) -> Standing {
        Standing::New
    }
}

/// Looks through files.
pub struct Scanner {
    verifier: Verifier,
    judge: Judge,
    expected: Expectations,
    rules: Rules,
    /// How much each rule weighs here; nothing where it is off.
    severities: Vec<Option<Severity>>,
    now: Timestamp,
    packs: Vec<Asked>,
}

/// A pack that records are held to, and where its rules begin.
struct Asked {
    pack: Pack,
    rules: Vec<RuleId>,
}

/// A piece of work.
enum Job {
    Rows { file: u32, rows: Vec<Row>, position: u64 },
    Lines { file: u32, lines: Vec<(u64, String)>, position: u64 },
    End { file: u32, problems: Vec<String> },
}

/// What came of records or lines, each at its place.
type Told = Vec<(Spot, Result<Judged, String>)>;

/// What came of one.
enum Done {
    /// Nothing came of rows that are of what the rows before them were of: by whoever knows that they are judged once more.
    Rows {
        file: u32,
        rows: Vec<Row>,
        told: Option<(Told, Before)>,
        position: u64,
    },
    Lines {
        file: u32,
        told: Told,
        position: u64,
    },
    End {
        file: u32,
        problems: Vec<String>,
    },
}

impl Scanner {
    /// A scanner that checks seals by this verifier.
    pub fn new(verifier: Verifier, expected: Expectations, now: Timestamp) -> Self {
        Self::of(verifier, true, expected, now)
    }

    /// A scanner that has nobody to believe: of a seal it says that it is there.
    pub fn without_trust(policy: Policy, expected: Expectations, now: Timestamp) -> Self {
        let day = Timestamp::from_millis(now.as_millis().saturating_add(86_400_000)).unwrap_or(now);
        let nobody = format!(
            r#"{{"trustBundle":"crm-trust/1","version":1,"issued":"{now}","expires":"{day}","issuers":[]}}"#
        );
        let nobody = TrustBundle::from_json(&nobody).unwrap_or_default();
        Self::of(Verifier::new(nobody, policy), false, expected, now)
    }

    fn of(verifier: Verifier, has_trust: bool, expected: Expectations, now: Timestamp) -> Self {
        let verifier = verifier.with_nfc(|text| text.nfc().collect());
        let rules = Rules::default();
        let severities = rules.all().map(|(_, rule)| Some(rule.severity)).collect();
        let judge = Judge {
            detector: Detector::new().with_now(now),
            has_trust,
            uses: expected.uses.clone(),
            seal_field: verifier.policy().seal_field().to_owned(),
            reference_field: verifier.policy().reference_field().to_owned(),
        };
        let mut scanner = Self { verifier, judge, expected, rules, severities, now, packs: Vec::new() };
        if scanner.expected.target.is_some() {
            for own in [Own::DeclaredOnly, Own::Suspected, Own::NotChecked] {
                scanner.weigh(own.into(), Some(Severity::Error));
            }
        }
        scanner
    }

    /// Lets a rule weigh this here; nothing turns it off.
    pub fn weigh(&mut self, rule: RuleId, severity: Option<Severity>) {
        if let Some(known) = self.severities.get_mut(rule.index()) {
            *known = severity;
        }
    }

    /// Holds records to the checks of a pack, too. Nothing where there are too many rules.
    pub fn hold_to(&mut self, pack: &Pack) -> Option<()> {
        let mut rules = Vec::with_capacity(pack.checks.len());
        for rule in pack.rules() {
            self.severities.push(Some(rule.severity));
            rules.push(self.rules.add(rule)?);
        }
        self.packs.push(Asked { pack: pack.clone(), rules });
        Some(())
    }

    /// The rules of the scan.
    pub fn rules(&self) -> &Rules {
        &self.rules
    }

    fn policy(&self) -> &Policy {
        self.verifier.policy()
    }

    /// Looks through the files.
    ///
    /// # Errors
    /// Where the sink cannot write, or what must be remembered cannot be kept in a temporary file. What is wrong with a file is
    /// in the summary.
    pub fn run(&self, inputs: Inputs, sink: &mut dyn Sink) -> io::Result<Summary> {
        let Inputs { files, problems, .. } = inputs;
        let mut desk = Desk {
            scanner: self,
            sink,
            files: &files,
            summary: Summary { rules: self.rules.clone(), ..Summary::default() },
            uuids: Uuids::default(),
            contents: Contents::default(),
            counts: Counts::default(),
            problems: Problems::default(),
            is_seal_shown: true,
            rows_before: Before::default(),
            before: 0,
        };
        for (name, problem) in problems {
            desk.summary.add_file(&name, &Counts::default(), vec![problem]);
        }
        let mut queue = Queue::new(&files, self.expected.cells);
        in_order(
            cores(),
            || queue.next(),
            SignatureEngine::new,
            |engine, job| self.work(engine, &files, job),
            |done| desk.take(done),
        )?;
        desk.close()
    }

    /// Judges what is in a piece of work.
    fn work(&self, engine: &mut SignatureEngine, files: &[Input], job: Job) -> Done {
        let name = |file: u32| name_of(files, file);
        match job {
            Job::End { file, problems } => Done::End { file, problems },
            Job::Rows { file, rows, position } => {
                let told = self.judge_rows(engine, &name(file), &rows, Before::Unknown);
                Done::Rows { file, rows, told, position }
            }
            Job::Lines { file, lines, position } => {
                let told = lines.iter().filter_map(|(number, text)| {
                    let spot = Spot {
                        file: name(file),
                        unit: Unit::Line,
                        number: *number,
                        line: Some(*number),
                        field: None,
                    };
                    Some((spot, Ok(self.judge_text(text)?)))
                });
                Done::Lines { file, told: told.collect(), position }
            }
        }
    }

    /// Judges rows that stand together; nothing where that takes what the rows before were of, and it is not known.
    fn judge_rows(
        &self,
        engine: &mut SignatureEngine,
        name: &Arc<str>,
        rows: &[Row],
        mut before: Before,
    ) -> Option<(Told, Before)> {
        let records = rows.iter().map(|row| self.record(row, &mut before));
        let records = records.collect::<Result<Vec<_>, AfterOthers>>().ok()?;
        let verdicts = self.verifier.verify_all(&records, self.now, engine);
        let is_own = |field: &str| self.policy().is_plumbing(field) || system_field(field).is_some();
        let mut told = Vec::with_capacity(rows.len());
        for ((row, record), verdict) in rows.iter().zip(&records).zip(&verdicts) {
            let place = row.place();
            let unit = if place.is_of_table() { Unit::Row } else { Unit::Record };
            let number = place.number() as u64;
            let spot = Spot { file: Arc::clone(name), unit, number, line: place.line(), field: None };
            let one = match record {
                Ok(record) => match misnamed(record, self.policy()) {
                    Some((field, problem)) => Err(format!("{}: {problem}", place.column(field))),
                    None => {
                        let mut judged = self.judge.judge(record, verdict, is_own);
                        self.hold(&mut judged, verdict, name);
                        Ok(judged)
                    }
                },
                // What is in a line of JSON and is no record is text all the same.
                Err(error) => match self.judge_text(&row.text()) {
                    Some(judged) => Ok(judged),
                    None if place.line().is_some() && !place.is_of_table() => continue,
                    None => Err(format!("{place}: {error}")),
                },
            };
            told.push((spot, one));
        }
        Some((told, before))
    }

    /// Adds what the packs find of a record.
    fn hold(&self, judged: &mut Judged, verdict: &Verdict, file: &str) {
        let class = judged.class.suspecting(&judged.suspicion);
        let target = self.expected.target.as_deref();
        let facts = Facts { verdict, suspicion: &judged.suspicion, class, file, target };
        for Asked { pack, rules } in &self.packs {
            for ((_, outcome), rule) in pack.judge(&facts).zip(rules) {
                let detail = (outcome == Outcome::Undecided).then(|| "undecided".to_owned());
                if outcome.is_finding() {
                    judged.found.push(Found { rule: *rule, detail, field: None });
                }
            }
        }
    }

    /// The record of a row, with the object that it is of as far as anything says so.
    fn record<'r>(
        &'r self,
        row: &'r Row,
        before: &mut Before,
    ) -> Result<Result<Record<'r>, RecordError>, AfterOthers> {
        let mut record = match row.record() {
            Ok(record) => record,
            Err(error) => return Ok(Err(error)),
        };
        if record.object().is_none()
            && let Some(object) = before.object_of(row, &record, self.expected.object.as_deref())?
        {
            record = record.with_object(object);
        }
        Ok(Ok(record.with_queried(self.expected.queried.iter().map(|name| name.as_str().into()))))
    }

    /// What a line of text is; nothing where nothing in it is of interest.
    fn judge_text(&self, text: &str) -> Option<Judged> {
        let (class, found, suspicion) = match mark_of(text) {
            Some(mark) => {
                (Class::Declared, vec![Found::of(Own::DeclaredOnly).with(mark)], Suspicion::default())
            }
            None => (Class::Unlabelled, Vec::new(), self.judge.detector.look_at_text(text)),
        };
        (class == Class::Declared || suspicion.is_raised()).then(|| Judged {
            class,
            key: RecordKey::default(),
            found,
            suspicion,
            content: None,
            identity: Identity::of_texts([("", text)]),
            is_seal_shown: true,
        })
    }
}

fn name_of(files: &[Input], file: u32) -> Arc<str> {
    usize::try_from(file)
        .ok()
        .and_then(|at| files.get(at))
        .map_or_else(|| "".into(), |file| Arc::clone(&file.name))
}

/// Why not all of a file could be looked at. A few are told, and the others counted, however many there are.
#[derive(Default)]
struct Problems {
    told: Vec<String>,
    more: u64,
}

impl Problems {
    fn add(&mut self, problem: String) {
        if self.told.len() < PROBLEMS {
            self.told.push(problem);
        } else {
            self.more += 1;
        }
    }

    /// What ends a file is told, whatever was before.
    fn add_error(&mut self, error: &RowsError) {
        if error.is_final() {
            self.told.push(error.to_string());
        } else {
            self.add(error.to_string());
        }
    }

    fn into_lines(mut self, file: &str) -> Vec<String> {
        if self.more > 0 {
            self.told.push(format!("{file}: {} more such problems", self.more));
        }
        self.told
    }
}

/// The work, one piece after the other.
struct Queue<'a> {
    files: std::iter::Zip<std::ops::RangeFrom<u32>, std::slice::Iter<'a, Input>>,
    open: Option<Open<'a>>,
    cells: Cells,
}

/// A file that is being read.
struct Open<'a> {
    file: u32,
    input: &'a Input,
    source: Source,
    problems: Problems,
}

enum Source {
    Rows(Box<FileRows>),
    Lines(TextLines),
    /// It could not be opened, or was read to its end.
    Over,
}

impl<'a> Queue<'a> {
    fn new(files: &'a [Input], cells: Cells) -> Self {
        Self { files: (0..).zip(files.iter()), open: None, cells }
    }

    fn next(&mut self) -> Option<Job> {
        if self.open.is_none() {
            let (file, input) = self.files.next()?;
            self.open = Some(Open::new(file, input, self.cells));
        }
        let mut open = self.open.take()?;
        match open.next() {
            Some(job) => {
                self.open = Some(open);
                Some(job)
            }
            None => Some(Job::End { file: open.file, problems: open.problems.into_lines(&open.input.name) }),
        }
    }
}

impl<'a> Open<'a> {
    fn new(file: u32, input: &'a Input, cells: Cells) -> Self {
        let mut open = Self { file, input, source: Source::Over, problems: Problems::default() };
        let path: &Path = &input.path;
        let opened = match input.look {
            Look::Lines => TextLines::open(path).map(Source::Lines),
            Look::Records => {
                let reading =
                    Reading { cells, with_children: true, may_be_packed: true, ..Reading::default() };
                FileRows::open(path, reading).map(|rows| Source::Rows(Box::new(rows)))
            }
        };
        match opened {
            Ok(source) => open.source = source,
            Err(error) => open.problems.add_error(&error),
        }
        open
    }

    /// The next piece; nothing at the end.
    fn next(&mut self) -> Option<Job> {
        let file = self.file;
        match std::mem::replace(&mut self.source, Source::Over) {
            Source::Over => None,
            Source::Rows(mut source) => {
                let (mut rows, start) = (Vec::new(), source.position());
                let mut is_over = false;
                while rows.len() < CHUNK && source.position() - start < CHUNK_BYTES && !is_over {
                    match source.next_row() {
                        Ok(Some(row)) => rows.push(row),
                        Ok(None) => is_over = true,
                        Err(error) => {
                            is_over = error.is_final();
                            self.problems.add_error(&error);
                        }
                    }
                }
                let position = source.position();
                if is_over {
                    source.remarks().cut_off.into_iter().for_each(|said| self.problems.add(said));
                } else {
                    self.source = Source::Rows(source);
                }
                Some(Job::Rows { file, rows, position })
            }
            Source::Lines(mut source) => {
                let (mut lines, start) = (Vec::new(), source.position());
                let mut is_over = false;
                while lines.len() < CHUNK * 4 && source.position() - start < CHUNK_BYTES && !is_over {
                    match source.next_line() {
                        Ok(Some(line)) => lines.push(line),
                        Ok(None) => is_over = true,
                        Err(error) => {
                            is_over = error.is_final();
                            self.problems.add_error(&error);
                        }
                    }
                }
                let position = source.position();
                if !is_over {
                    self.source = Source::Lines(source);
                }
                Some(Job::Lines { file, lines, position })
            }
        }
    }
}

/// Where what was judged comes together, in the order of the files.
struct Desk<'a> {
    scanner: &'a Scanner,
    sink: &'a mut dyn Sink,
    files: &'a [Input],
    summary: Summary,
    uuids: Uuids,
    contents: Contents,
    /// Of the file at hand.
    counts: Counts,
    problems: Problems,
    is_seal_shown: bool,
    /// What the rows so far were of.
    rows_before: Before,
    /// Bytes of the files before.
    before: u64,
}

impl Desk<'_> {
    fn take(&mut self, done: Done) -> io::Result<()> {
        match done {
            Done::End { file, problems } => self.end(file, problems),
            Done::Lines { file, told, position } => self.tell_all(file, told, position),
            Done::Rows { file, rows, told, position } => {
                // By now it is known what the rows before were of.
                let before = std::mem::take(&mut self.rows_before);
                let name = name_of(self.files, file);
                let (told, after) = match told {
                    Some(told) => told,
                    None => self
                        .scanner
                        .judge_rows(&mut SignatureEngine::new(), &name, &rows, before.clone())
                        .ok_or_else(|| io::Error::other(format!("{name}: its rows could not be judged")))?,
                };
                self.rows_before = if after == Before::Unknown { before } else { after };
                self.tell_all(file, told, position)
            }
        }
    }

    fn tell_all(&mut self, file: u32, told: Told, position: u64) -> io::Result<()> {
        self.sink.progress(self.before + position);
        for (spot, one) in told {
            match one {
                Ok(judged) => self.tell(file, spot, judged)?,
                Err(problem) => self.problems.add(problem),
            }
        }
        Ok(())
    }

    /// Counts a record, and tells what was found of it.
    fn tell(&mut self, file: u32, spot: Spot, judged: Judged) -> io::Result<()> {
        let Judged { class, key, mut found, mut suspicion, content, identity, is_seal_shown } = judged;
        self.is_seal_shown &= is_seal_shown;
        if let Some(uuid) = key.uuid.as_deref().and_then(ids::uuid_number) {
            let line = spot.line.and_then(|line| u32::try_from(line).ok()).unwrap_or_default();
            let id = key.id.as_deref().map_or(0, |id| Identity::of_texts([("id", id)]).number() | 1);
            if self.uuids.note(Sighting { uuid, file, number: spot.number, line, unit: spot.unit, id })? {
                self.sink.note("So many uuids are kept in a temporary file, which is removed at the end.");
            }
        }
        if content.is_some_and(|content| self.contents.has_seen(content)) {
            suspicion = suspicion.with(GroundCode::RepeatedRow, "");
        }
        let class = class.suspecting(&suspicion);
        let own = match class {
            Class::Suspected => Some(Own::Suspected),
            Class::Unlabelled => Some(Own::Unlabelled),
            _ => None,
        };
        found.extend(own.map(Found::of));
        self.counts.add(class);
        for one in found {
            let grounds =
                if one.rule == Own::Suspected.into() { suspicion.grounds.clone() } else { Vec::new() };
            let spot = Spot { field: one.field.clone(), ..spot.clone() };
            self.report(&identity, one, spot, key.clone(), grounds)?;
        }
        Ok(())
    }

    fn report(
        &mut self,
        identity: &Identity,
        found: Found,
        spot: Spot,
        record: RecordKey,
        grounds: Vec<crate::suspicion::Ground>,
    ) -> io::Result<()> {
        let Found { rule, detail, field } = found;
        let Some(severity) = self.scanner.severities.get(rule.index()).copied().flatten() else {
            return Ok(());
        };
        let id = self.scanner.rules.get(rule).map(|rule| rule.id.as_ref()).unwrap_or_default();
        let fingerprint = identity.fingerprint(id, detail.as_deref(), field.as_deref());
        let standing = Standing::New;
        let mut finding = Finding { rule, severity, spot, record, detail, grounds, fingerprint, standing };
        finding.standing = self.sink.standing(&finding);
        self.summary.add(&finding);
        self.sink.finding(&finding)
    }

    /// Tells what is to be said of a whole file.
    fn end(&mut self, file: u32, problems: Vec<String>) -> io::Result<()> {
        let name = name_of(self.files, file);
        let counts = std::mem::take(&mut self.counts);
        self.rows_before = Before::default();
        let of = |class| counts.of(class);
        let made = of(Class::Synthetic) + of(Class::Declared) + of(Class::Suspected);
        let others = of(Class::Recorded) + of(Class::Masked) + of(Class::Unlabelled);
        let is_seal_shown = std::mem::replace(&mut self.is_seal_shown, true);
        let own = [
            (made > 0 && others > 0).then_some(Own::MixedFile),
            (!is_seal_shown).then_some(Own::SealNotShown),
        ];
        for own in own.into_iter().flatten() {
            let spot = Spot { file: Arc::clone(&name), unit: Unit::File, number: 0, line: None, field: None };
            let found = Found::of(own);
            let identity = Identity::of_texts([("file", &*name)]);
            self.report(&identity, found, spot, RecordKey::default(), Vec::new())?;
        }
        let judged = std::mem::take(&mut self.problems).into_lines(&name);
        self.summary.add_file(&name, &counts, [problems, judged].concat());
        let input = usize::try_from(file).ok().and_then(|at| self.files.get(at));
        self.before += input.and_then(|input| input.length).unwrap_or_default();
        self.sink.progress(self.before);
        Ok(())
    }

    /// Tells what takes all files to know.
    fn close(mut self) -> io::Result<Summary> {
        std::mem::take(&mut self.uuids).repeated(|first, again| self.repeated(first, again))?;
        Ok(self.summary)
    }

    fn repeated(&mut self, first: Sighting, again: Sighting) -> io::Result<()> {
        let uuid = ids::uuid_of_number(again.uuid);
        let spot = Spot {
            file: name_of(self.files, again.file),
            unit: again.unit,
            number: again.number,
            line: Some(u64::from(again.line)).filter(|line| *line > 0),
            field: None,
        };
        let detail = format!("{}:{}", name_of(self.files, first.file), first.number);
        let key = RecordKey { uuid: Some(uuid), ..RecordKey::default() };
        let identity = Identity::of_texts([("uuid", key.uuid.as_deref().unwrap_or_default())]);
        self.report(&identity, Found::of(Own::DuplicateUuid).with(&detail), spot, key, Vec::new())
    }
}
