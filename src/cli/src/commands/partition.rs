//! `touchmark partition`: the records of a file, by whether they may be used for something.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use clap::Args;
use serde::Serialize;
use touchmark::{Answer, Decision, UseReason};

use crate::apart::Apart;
use crate::checker::{Checker, require_use};
use crate::console::{answer_serialised, report};
use crate::failure::{Exit, Failure};
use crate::options::{Clock, Expected, InputFormat, Meaning, TextOrJson};
use crate::output::{Output, Readers, Replace};
use crate::progress::progress;
use touchmark_rows::{Parts, Reading, Row, Rows};

/// Part records by whether they may be used for something: a file of those that may, and one of those that may not.
///
/// Each record keeps its bytes and its place among the others, and each file is of the shape of IN. A record that stands in
/// another one stays in it, and both go by the stricter answer. Nothing is written unless every record was read and checked.
#[derive(Debug, Args)]
#[command(after_help = "\
Example, before an e-mail is sent:
  touchmark partition recipients.csv --for customer-contact --clean send.csv --held held.csv \\
    --trust trust.json --policy policy.json

The exit code is 0 when every record may be used, and 1 when any was held or is doubtful.
The policy names the uses, and which records each takes.")]
pub(crate) struct Partition {
    /// Records to part, or - for the standard input
    #[arg(value_name = "IN")]
    pub(crate) input: PathBuf,
    /// What the records are to be used for, as the policy names it
    #[arg(long = "for", value_name = "USE")]
    pub(crate) used_for: String,
    /// Where to write the records that may be used, or - for the standard output
    #[arg(long, value_name = "OUT")]
    pub(crate) clean: PathBuf,
    /// Where to write those that may not
    #[arg(long, value_name = "OUT")]
    pub(crate) held: PathBuf,
    /// Where to write those that a person decides about [default: with those held]
    #[arg(long, value_name = "OUT")]
    pub(crate) doubtful: Option<PathBuf>,
    /// Put each OUT in the place of a link or a pipe too, which is refused without it; what a link leads to stays
    #[arg(long)]
    pub(crate) force: bool,
    #[command(flatten)]
    pub(crate) expected: Expected,
    /// How to tell what became of the records
    #[arg(long, value_enum, default_value_t = TextOrJson::Text)]
    pub(crate) format: TextOrJson,
    /// Format of IN [default: told by its content]
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub(crate) input_format: Option<InputFormat>,
    #[command(flatten)]
    pub(crate) meaning: Meaning,
    #[command(flatten)]
    pub(crate) clock: Clock,
}

pub(crate) fn run(args: &Partition) -> Result<Exit, Failure> {
    args.check()?;
    let mut checker = Checker::open(&args.expected, args.clock.now()?)?;
    // Of a name that is misspelt, every record would be held.
    require_use(checker.policy(), "--for", &args.used_for)?;
    let reading = Reading { with_children: true, ..args.meaning.reading(args.input_format) };
    let mut rows = Rows::open(&args.input, reading)?;
    let paths = args.parts();
    let mut outputs = Vec::with_capacity(paths.len());
    for path in &paths {
        outputs.push(Output::open(path, Readers::Usual, Replace::files_unless_forced(args.force))?);
    }
    let mut parts = Parts::begin(&rows, paths.len(), |part, bytes| {
        let (Some(out), Some(path)) = (outputs.get_mut(part), paths.get(part)) else { return Ok(()) };
        out.write_all(bytes).map_err(|error| Failure::io(path, "written", &error))
    })?;
    let mut tally = Tally::default();
    let progress = progress("Parting", rows.length());
    let parted = checker.check_all(&mut rows, |row, verdict, position| {
        progress.set_position(position);
        let decision = verdict.may_be_used(&args.used_for);
        let part = args.part_of(decision.answer);
        tally.add(row, decision);
        parts.add(row, part)
    });
    progress.finish_and_clear();
    parted?;
    parts.end(&rows)?;
    let summary = tally.close(&args.used_for);
    if summary.records == 0 {
        return Err(Failure::input(format!(
            "{} holds no records: nothing was written",
            args.input.display()
        )));
    }
    // What may be used comes last: where it is, everything is.
    outputs.into_iter().rev().try_for_each(Output::commit)?;
    let exit = if summary.clean == summary.records { Exit::Ok } else { Exit::Findings };
    let exit = args.meaning.close(exit, &rows.remarks());
    summary.tell(args)?;
    Ok(exit)
}

impl Partition {
    /// Where the parts go, the stricter answer the later.
    fn parts(&self) -> Vec<&Path> {
        [Some(&self.clean), self.doubtful.as_ref(), Some(&self.held)]
            .into_iter()
            .flatten()
            .map(PathBuf::as_path)
            .collect()
    }

    /// Which of the parts a record goes to.
    fn part_of(&self, answer: Answer) -> usize {
        match answer {
            Answer::Allowed => 0,
            Answer::Unknown => 1,
            // Whatever it is but these.
            _ => 1 + usize::from(self.doubtful.is_some()),
        }
    }

    /// Refuses files that are not apart.
    fn check(&self) -> Result<(), Failure> {
        self.expected
            .kept_apart(Apart::default())
            .reads("IN", self.input.as_path())
            .writes("--clean", self.clean.as_path())
            .writes("--held", self.held.as_path())
            .writes("--doubtful", self.doubtful.as_deref())
            .check()?;
        let streamed = self.parts().iter().filter(|path| **path == Path::new("-")).count();
        if streamed + usize::from(self.format == TextOrJson::Json) > 1 {
            return Err(Failure::usage(
                "only one thing can go to the standard output, and what --format json tells goes there: name files for the others",
            ));
        }
        Ok(())
    }
}

/// What became of the records so far.
#[derive(Default)]
struct Tally {
    summary: Summary,
    /// The last record, with those in it.
    last: Option<Last>,
}

struct Last {
    own: Answer,
    /// The strictest of its own and of those in it.
    answer: Answer,
    reasons: BTreeSet<UseReason>,
}

/// What became of the records.
#[derive(Default, Serialize)]
struct Summary {
    #[serde(rename = "use")]
    used_for: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    owner: Option<String>,
    records: usize,
    clean: usize,
    held: usize,
    doubtful: usize,
    /// Records whose own answer would have been another one, but for a record in them.
    #[serde(rename = "byRecordsInside")]
    by_records_inside: usize,
    /// How many records have each reason.
    reasons: BTreeMap<&'static str, usize>,
}

impl Tally {
    fn add(&mut self, row: &Row, decision: Decision) {
        let Decision { answer, reasons, owner, .. } = decision;
        self.summary.owner = self.summary.owner.take().or(owner);
        match &mut self.last {
            Some(last) if row.is_child() => {
                last.answer = last.answer.max(answer);
                last.reasons.extend(reasons);
            }
            _ => {
                self.count();
                self.last = Some(Last { own: answer, answer, reasons: reasons.into_iter().collect() });
            }
        }
    }

    fn count(&mut self) {
        let Some(Last { own, answer, reasons }) = self.last.take() else { return };
        let summary = &mut self.summary;
        summary.records += 1;
        match answer {
            Answer::Allowed => summary.clean += 1,
            Answer::Unknown => summary.doubtful += 1,
            _ => summary.held += 1,
        }
        summary.by_records_inside += usize::from(own != answer);
        for reason in reasons {
            *summary.reasons.entry(reason.code()).or_default() += 1;
        }
    }

    fn close(mut self, used_for: &str) -> Summary {
        self.count();
        Summary { used_for: used_for.to_owned(), ..self.summary }
    }
}

impl Summary {
    fn tell(&self, args: &Partition) -> Result<(), Failure> {
        if args.format == TextOrJson::Json {
            return answer_serialised(self);
        }
        report!("May be used for {}: {} of {}", self.used_for, self.clean, self.records);
        if self.held > 0 {
            report!("  held: {}", self.held);
        }
        if self.doubtful > 0 {
            let place = if args.doubtful.is_some() { "" } else { ", with those held" };
            report!("  doubtful, for a person to decide{place}: {}", self.doubtful);
        }
        if self.by_records_inside > 0 {
            report!("  held or doubtful for a record inside them: {}", self.by_records_inside);
        }
        if !self.reasons.is_empty() {
            report!("Reasons, of which a record may have several:");
            for (reason, count) in &self.reasons {
                report!("  {reason}: {count}");
            }
            if let Some(owner) = &self.owner {
                report!("Who answers for {}: {owner}", self.used_for);
            }
        }
        Ok(())
    }
}
