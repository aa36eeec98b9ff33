//! `touchmark verify`: what each record is, and whether that can be believed.

use std::collections::hash_map::RandomState;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::hash::BuildHasher as _;
use std::io::{self, IsTerminal as _};
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use indicatif::ProgressBar;
use touchmark::{
    Clean, Disclosure, Field, FieldLabels, FieldState, Level, Phrase, ReasonCode, Topic, Verdict,
    is_field_name,
};
use touchmark_words::account::{self, Notation};
use touchmark_words::{Language, text};

use crate::checker::Checker;
use crate::console::{Page, plain, report, unwritable};
use crate::failure::{Exit, Failure};
use crate::field_names::squeezed;
use crate::files::read_settings;
use crate::options::{Clock, Expected, InputFormat, Meaning};
use crate::progress::progress;
use touchmark_rows::{Reading, Row, Rows};

/// Check the seals of records, and say what each record is and whether that can be believed.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  touchmark verify sealed.csv --trust trust.json --policy policy.json
  touchmark verify sealed.csv --trust trust.json --tenant 00DQx000000aBcDMAU --environment sandbox
  touchmark verify sealed.json --trust trust.json --policy policy.json --format jsonl > verdicts.jsonl

The exit code is 0 when every record is clean: its seal holds, nothing that was looked at
contradicts it, nothing is flagged, and its origin is one that --allow lists. It is 1 when anything
else was found. Without --allow every origin is allowed, and a record without a seal is not.")]
pub(crate) struct Verify {
    /// Records to check, or - for the standard input
    #[arg(value_name = "FILE")]
    pub(crate) input: PathBuf,
    #[command(flatten)]
    pub(crate) expected: Expected,
    /// How to answer
    #[arg(long, value_enum, default_value_t = Answer::Table)]
    pub(crate) format: Answer,
    /// Format of FILE [default: told by its content]
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub(crate) input_format: Option<InputFormat>,
    #[command(flatten)]
    pub(crate) meaning: Meaning,
    /// Leave out the records that are clean; the summary counts them
    #[arg(long)]
    pub(crate) problems: bool,
    /// Say of each record everything that its seal and the check tell: what the details panel of a page shows
    #[arg(long)]
    pub(crate) details: bool,
    /// What people call the fields, for --details: describe results or object infos (sf sobject describe --json), or a map
    /// { "Contact": { "MailingCity": "City" } }
    #[arg(long, value_name = "FILE", requires = "details")]
    pub(crate) labels: Option<PathBuf>,
    /// What may be clean: synthetic, ai-generated, ai-modified, masked, recorded, and unsealed for records without a seal
    /// [default: every origin]
    #[arg(
        long,
        value_name = "ORIGIN,…",
        value_delimiter = ',',
        value_parser = clean,
        default_values_t = ANY_ORIGIN,
        hide_default_value = true
    )]
    pub(crate) allow: Vec<Clean>,
    #[command(flatten)]
    pub(crate) clock: Clock,
}

/// How `verify` answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Answer {
    /// A line for each record, and a summary, for people
    Table,
    /// One JSON array of verdicts
    Json,
    /// One verdict a line
    Jsonl,
}

fn clean(text: &str) -> Result<Clean, String> {
    Clean::from_code(text).ok_or_else(|| {
        let known: Vec<_> = Clean::ALL.iter().map(|clean| clean.code()).collect();
        format!("write one or several of {}", known.join(", "))
    })
}

/// What `--allow` lists where it is not given: every origin, as long as an issuer states it.
pub(crate) const ANY_ORIGIN: [Clean; 5] =
    [Clean::Synthetic, Clean::AiGenerated, Clean::AiModified, Clean::Masked, Clean::Recorded];

/// The ids of so many records are kept, to tell where one comes twice: a file of any length takes no more memory.
const REMEMBERED: usize = 1 << 20;

/// So many records are searched for fields under other names: a file has the same ones throughout.
const SEARCHED: usize = 100;

pub(crate) fn run(args: &Verify) -> Result<Exit, Failure> {
    let mut checker = Checker::open(&args.expected, args.clock.now()?)?;
    let reading =
        Reading { with_children: true, may_be_packed: true, ..args.meaning.reading(args.input_format) };
    let mut rows = Rows::open(&args.input, reading)?;
    let mut report = Report::new(args)?;
    // Verdicts that scroll by are progress enough.
    let is_seen = io::stdout().is_terminal();
    let progress = if is_seen { ProgressBar::hidden() } else { progress("Checking", rows.length()) };
    let checked = checker.check_all(&mut rows, |row, verdict, position| {
        progress.set_position(position);
        report.add(row, verdict).map_err(|error| unwritable(&error))
    });
    progress.finish_and_clear();
    checked?;
    let whole = args.meaning.close(Exit::Ok, &rows.remarks());
    if report.seal_not_shown > 0 {
        let remedy = if report.can_be_asked {
            format!(
                " Where it was asked for and came back empty, say so with --queried {}.",
                checker.policy().seal_field()
            )
        } else {
            " Query them, and check what the platform returns.".to_owned()
        };
        report!(
            "Note: records that do not show the field of their seal, which may be there all the same: {}.{remedy}",
            report.seal_not_shown
        );
    }
    if report.again > 0 {
        report!(
            "Note: records that come again, by their ids: {}. Where pages were put together, one may be there twice and another \
             be missing.",
            report.again
        );
    }
    for line in report.expectations() {
        report!("Note: {line}");
    }
    for (column, field) in &report.misnamed {
        report!(
            "Note: {column} is not read, and {field} is sealed and not shown: is it meant? Rename it to {field}."
        );
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
    Ok(if exit == Exit::Ok { whole } else { exit })
}

/// What is written about the records, one after the other.
struct Report<'a> {
    args: &'a Verify,
    labels: FieldLabels,
    page: Page,
    count: usize,
    written: usize,
    not_clean: usize,
    flagged: usize,
    seal_not_shown: usize,
    /// Records with a seal, and those among them whose seal is of another org, or for other environments.
    sealed: usize,
    of_other_tenants: usize,
    of_other_environments: usize,
    /// Which ones.
    environments: BTreeSet<String>,
    /// Whether the user can say of one of those that it was asked for.
    can_be_asked: bool,
    /// Names that are none of a field, and the sealed field that each is meant for, by its look.
    misnamed: BTreeMap<String, String>,
    /// The ids of the records so far, hashed, and how many records came again.
    known: HashSet<u64>,
    hasher: RandomState,
    again: usize,
    /// Records that were searched for such names.
    searched: usize,
    groups: BTreeMap<(Level, String), Count>,
}

/// How many records are in one state, and what to do about those that are not clean.
#[derive(Default)]
struct Count {
    records: usize,
    /// By what is advised; the same names others for other records, of whom a few are told.
    next: BTreeMap<String, BTreeSet<String>>,
}

/// So many are told of those whom one advice names.
const NAMED: usize = 3;

impl<'a> Report<'a> {
    fn new(args: &'a Verify) -> Result<Self, Failure> {
        let labels = match &args.labels {
            Some(path) => FieldLabels::read(&read_settings(path)?)
                .map_err(|error| Failure::at(path.display(), error))?,
            None => FieldLabels::default(),
        };
        Ok(Self {
            args,
            labels,
            page: Page::new(),
            count: 0,
            written: 0,
            not_clean: 0,
            flagged: 0,
            seal_not_shown: 0,
            sealed: 0,
            of_other_tenants: 0,
            of_other_environments: 0,
            environments: BTreeSet::new(),
            can_be_asked: false,
            misnamed: BTreeMap::new(),
            known: HashSet::new(),
            hasher: RandomState::new(),
            again: 0,
            searched: 0,
            groups: BTreeMap::new(),
        })
    }

    fn add(&mut self, row: &Row, verdict: &Verdict) -> io::Result<()> {
        let place = row.place();
        self.count += 1;
        self.search(row, verdict);
        self.remember(verdict);
        let is_clean = verdict.is_clean(&self.args.allow);
        self.not_clean += usize::from(!is_clean);
        self.flagged += usize::from(!verdict.flags.is_empty());
        let is_hidden = verdict.has_reason(ReasonCode::SealNotShown);
        self.seal_not_shown += usize::from(is_hidden);
        self.sealed += usize::from(verdict.seal.is_some());
        self.of_other_tenants += usize::from(verdict.has_reason(ReasonCode::TenantDiffers));
        if verdict.has_reason(ReasonCode::EnvironmentDiffers) {
            self.of_other_environments += 1;
            let names = verdict.environment_sealed.iter().map(|name| plain(name).into_owned());
            self.environments.extend(names.take(10_usize.saturating_sub(self.environments.len())));
        }
        // The row is read once more for that, so only until it is known.
        if is_hidden && !self.can_be_asked {
            self.can_be_asked = row.record().is_ok_and(|record| record.can_be_asked());
        }
        let disclosure = verdict.disclose();
        let label = label_of(verdict, &disclosure);
        let count = self.groups.entry((disclosure.level, label.clone())).or_default();
        count.records += 1;
        if !is_clean {
            let said = phrase(&verdict.next_step(&disclosure));
            let named = count.next.entry(disclosure.next).or_default();
            if named.len() < NAMED {
                named.insert(said);
            }
        }
        if self.args.problems && is_clean {
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
                let lines = if self.args.details { whole(verdict, &self.labels) } else { details(verdict) };
                lines.iter().try_for_each(|detail| self.page.line(format_args!("{:<18}    {detail}", "")))
            }
        }
    }

    /// Where not one of several seals is of the org, or of the environment, that is expected: that is nearly always what was
    /// mistyped, and not what happened to every record.
    fn expectations(&self) -> Vec<String> {
        let mut lines = Vec::new();
        if self.sealed > 0 && self.of_other_tenants == self.sealed {
            lines.push("every seal is of another org than the one expected. Is the tenant right?".to_owned());
        }
        if self.sealed > 0 && self.of_other_environments == self.sealed {
            let sealed: Vec<&str> = self.environments.iter().map(String::as_str).collect();
            lines.push(format!(
                "every record was sealed for another environment than the one expected ({}). Is the environment right? Upper \
                 and lower case count in its name.",
                sealed.join(", ")
            ));
        }
        lines
    }

    fn remember(&mut self, verdict: &Verdict) {
        let Some(id) = verdict.record.id.as_deref() else { return };
        let hash = self.hasher.hash_one((verdict.record.object.as_deref(), id));
        if self.known.contains(&hash) {
            self.again += 1;
        } else if self.known.len() < REMEMBERED {
            self.known.insert(hash);
        }
    }

    /// Looks for a field that reads as not visible, and stands there under another name: its label, most often.
    fn search(&mut self, row: &Row, verdict: &Verdict) {
        let withheld = |field: &&Field| field.state == FieldState::Withheld;
        if self.searched == SEARCHED || !verdict.fields.iter().any(|field| withheld(&field)) {
            return;
        }
        self.searched += 1;
        let Ok(record) = row.record() else { return };
        for field in verdict.fields.iter().filter(withheld) {
            let same = record
                .fields()
                .iter()
                .find(|(name, _)| !is_field_name(name) && squeezed(name) == squeezed(&field.name));
            if let Some((name, _)) = same {
                self.misnamed.insert(plain(name).into_owned(), field.name.clone());
            }
        }
    }

    fn close(mut self) -> Result<Exit, Failure> {
        let written = match self.args.format {
            Answer::Json => self.page.json(if self.written == 0 { "[]\n" } else { "\n]\n" }),
            Answer::Jsonl => Ok(()),
            Answer::Table => self.summary(),
        };
        let exit = if self.not_clean == 0 { Exit::Ok } else { Exit::Findings };
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
            for next in count.next.into_values().flatten() {
                self.page.line(format_args!("{:>8}  {next}", ""))?;
            }
        }
        self.page.line(format_args!("{:>8}  in all", self.count))?;
        if self.flagged > 0 {
            self.page.line(format_args!("{:>8}  of them flagged", self.flagged))?;
        }
        self.page.line(format_args!("{:>8}  of them not clean", self.not_clean))
    }
}

/// "Synthetic data · signature valid", as a badge has it.
pub(crate) fn label(verdict: &Verdict) -> String {
    label_of(verdict, &verdict.disclose())
}

fn label_of(verdict: &Verdict, disclosure: &Disclosure) -> String {
    account::label(Language::En, &verdict.label(disclosure), Notation::PLAIN)
}

/// What stands behind a label: what a row of a list says of a verdict.
pub(crate) fn details(verdict: &Verdict) -> Vec<String> {
    verdict.brief().iter().map(|line| account::line(Language::En, line, Notation::PLAIN)).collect()
}

fn phrase(said: &Phrase) -> String {
    account::phrase(Language::En, said, Notation::PLAIN).text
}

/// Everything that is said of a verdict, under its headings.
fn whole(verdict: &Verdict, labels: &FieldLabels) -> Vec<String> {
    let account = verdict.account_with(labels);
    let mut lines = vec![phrase(&account.explanation)];
    for section in &account.sections {
        // The facts come first, in one line, without a heading.
        if section.topic == Topic::Facts {
            let said = section.lines.iter().map(|line| account::line(Language::En, line, Notation::PLAIN));
            lines.insert(0, said.collect::<Vec<_>>().join(" "));
            continue;
        }
        lines.push(text(Language::En, section.topic.term()).to_owned());
        let of_section = section.lines.iter().map(|line| account::line(Language::En, line, Notation::PLAIN));
        lines.extend(of_section.map(|line| format!("  {line}")));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The files that every surface is held to: what `--details` says is what the account says, line by line.
    #[test]
    fn details_are_the_accounts_on_file() {
        let crate_folder = std::path::PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").unwrap());
        let folder = crate_folder.join("../../tests/data/accounts");
        let mut count = 0;
        for file in std::fs::read_dir(folder).unwrap() {
            let path = file.unwrap().path();
            let golden: serde_json::Value =
                serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
            let verdict = Verdict::assume_checked(&golden["verdict"].to_string()).unwrap();
            let text = |value: &serde_json::Value| value.as_str().unwrap().replace(['{', '}'], "");
            let (english, list) =
                (&golden["english"], |value: &serde_json::Value| value.as_array().unwrap().clone());
            assert_eq!(label(&verdict), text(&english["label"]));
            let said = whole(&verdict, &FieldLabels::default());
            let mut said = said.iter();
            let mut sections = list(&english["sections"]);
            if verdict.account().sections.first().is_some_and(|section| section.topic == Topic::Facts) {
                let facts = list(&sections.remove(0)["lines"]);
                let facts: Vec<_> = facts.iter().map(|line| text(&line["values"][0])).collect();
                assert_eq!(*said.next().unwrap(), facts.join(" "));
            }
            assert_eq!(*said.next().unwrap(), text(&english["explanation"]));
            for section in sections {
                assert_eq!(*said.next().unwrap(), text(&section["heading"]), "{path:?}");
                for line in list(&section["lines"]) {
                    let written = said.next().unwrap();
                    let mut rest = written.strip_prefix("  ").unwrap();
                    for part in std::iter::once(&line["label"]).chain(&list(&line["values"])) {
                        let (_, after) = rest.split_once(&text(part)).expect(written);
                        rest = after;
                    }
                    assert!(rest.is_empty() || rest == ")", "{written}");
                }
            }
            assert_eq!(said.next(), None, "{path:?}");
            count += 1;
        }
        assert!(count > 18);
    }
}
