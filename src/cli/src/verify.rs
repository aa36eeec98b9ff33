//! `touchmark verify`: what each record is, and whether that can be believed.

use std::collections::BTreeMap;
use std::io::{self, IsTerminal as _};

use indicatif::ProgressBar;
use touchmark::{FieldState, Level, ReasonCode, Trust, Verdict};
use touchmark_words::{Language, sentence, text};

use crate::args::{Answer, Verify};
use crate::checker::Checker;
use crate::failure::{Exit, Failure};
use crate::progress::progress;
use crate::rows::{Place, Rows};
use crate::tell::{Page, tell, unwritable};

pub(crate) fn run(args: &Verify) -> Result<Exit, Failure> {
    let mut checker = Checker::open(&args.expected, args.clock.now()?)?;
    let mut rows = Rows::open(&args.input, args.input_format)?;
    let mut report = Report::new(args);
    // Verdicts that scroll by are progress enough.
    let is_seen = io::stdout().is_terminal();
    let progress = if is_seen { ProgressBar::hidden() } else { progress("Checking", rows.length()) };
    let checked = checker.check_all(&mut rows, |row, verdict, position| {
        progress.set_position(position);
        report.add(row.place(), verdict).map_err(|error| unwritable(&error))
    });
    progress.finish_and_clear();
    checked?;
    if let Some(remark) = rows.remark() {
        tell!("Note: {remark}.");
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

/// What is written about the records, one after the other.
struct Report<'a> {
    args: &'a Verify,
    page: Page,
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
        Self {
            args,
            page: Page::new(),
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
            Answer::Jsonl => self.page.json(&format!("{}\n", verdict.to_json())),
            Answer::Json => {
                let before = if self.written == 1 { "[\n" } else { ",\n" };
                self.page.json(&format!("{before}{}", verdict.to_json()))
            }
            Answer::Table => {
                let record = &verdict.record;
                let name =
                    record.id.clone().or_else(|| record.uuid.clone()).unwrap_or_else(|| place.to_string());
                self.page.label(format_args!("{name:<18}  "), disclosure.level, &label)?;
                details(verdict)
                    .iter()
                    .try_for_each(|detail| self.page.line(format_args!("{:<18}    {detail}", "")))
            }
        }
    }

    fn close(mut self) -> Result<Exit, Failure> {
        let written = match self.args.format {
            Answer::Json => self.page.json(if self.written == 0 { "[]\n" } else { "\n]\n" }),
            Answer::Jsonl => Ok(()),
            Answer::Table => self.summary(),
        };
        let exit = if self.is_clean { Exit::Ok } else { Exit::Findings };
        written.and_then(|()| self.page.close()).map_err(|error| unwritable(&error))?;
        Ok(exit)
    }

    fn summary(&mut self) -> io::Result<()> {
        let mut groups: Vec<_> = std::mem::take(&mut self.groups).into_iter().collect();
        // What needs attention comes first, then what is most.
        groups.sort_by(|((a, _), x), ((b, _), y)| b.cmp(a).then(y.records.cmp(&x.records)));
        self.page.line(format_args!(""))?;
        self.page.line(format_args!("{}", text(Language::En, "summary.label")))?;
        for ((level, label), count) in groups {
            self.page.label(format_args!("{:>8}  ", count.records), level, &label)?;
            if let Some(next) = count.next {
                self.page.line(format_args!("{:>8}  {}", "", text(Language::En, &next)))?;
            }
        }
        self.page.line(format_args!("{:>8}  in all", self.count))?;
        if self.flagged > 0 {
            self.page.line(format_args!("{:>8}  of them flagged", self.flagged))?;
        }
        Ok(())
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
fn details(verdict: &Verdict) -> Vec<String> {
    let mut details = Vec::new();
    for state in [FieldState::Altered, FieldState::Unreadable, FieldState::Withheld, FieldState::SaltMissing]
    {
        let fields = verdict.fields.iter().filter(|field| field.state == state);
        let names: Vec<_> = fields.map(|field| field.name.as_str()).collect();
        if !names.is_empty() {
            let state = text(Language::En, &format!("field.{state}"));
            details.push(format!("{state}: {}", names.join(", ")));
        }
    }
    let flags = verdict.flags.iter().map(|flag| text(Language::En, &format!("flag.{flag}")).to_owned());
    details.extend(flags);
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
        let detail = reason.detail.as_deref().map(|detail| format!(" ({detail})")).unwrap_or_default();
        details.push(format!("{said}{detail}"));
    }
    details
}
