//! `touchmark scan`: what is wrong, missing or suspected in files of records.

use std::io::{self, BufWriter, Write};
use std::path::PathBuf;
use std::str::FromStr;

use clap::{Args, ValueEnum};
use globset::{Glob, GlobSet, GlobSetBuilder};
use touchmark::{Cells, Policy};
use touchmark_scan::report::{
    self, Baseline, Content, Outcome, table_lines, write_html, write_junit, write_markdown, write_sarif,
};
use touchmark_scan::{
    Expectations, Finding, Inputs, Pack, Rules, Scanner, Settings, Severity, Sink, Standing,
};

use crate::apart::Apart;
use crate::checker::{policy_for, require_use, trust_for, verifier};
use crate::console::{Page, report, unwritable};
use crate::failure::{Exit, Failure};
use crate::files::read_settings;
use crate::options::{Clock, Meaning, field_name, one_environment, spelt};
use crate::output::{Output, Readers, Replace};
use crate::progress::Beat;

/// Find records that are unlabelled, stripped, broken, suspected or misplaced, before they are loaded.
///
/// PATH is a file of records (CSV, JSON, JSON Lines, or what an API answered; gzip and zstd are unpacked), a log, a folder, or -
/// for the standard input. What looks like test data is suspected, with its grounds: a suspicion is no proof, and no record
/// is called real.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  touchmark scan load/
  touchmark scan load/ --target production --trust trust.json --policy policy.json
  touchmark scan export.csv --format sarif --output touchmark.sarif --baseline last.jsonl

The exit code is 0 when nothing that --fail-on names was found, 1 when something was, 2 when the command
line is wrong, and 3 when not everything could be looked at.")]
pub(crate) struct Scan {
    /// Files and folders to look through, or - for the standard input
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,
    /// Trust bundle, to check seals by; without it a seal is only seen
    #[arg(long, value_name = "TRUST.JSON")]
    trust: Option<PathBuf>,
    /// Policy: which org and environment to expect, and what records may be used for
    #[arg(long, value_name = "POLICY.JSON")]
    policy: Option<PathBuf>,
    /// Where the records are to go: what may not go there fails the scan; plain records do not
    #[arg(long, value_name = "ENVIRONMENT", value_parser = one_environment)]
    target: Option<String>,
    /// Org id to expect, where no policy says it [default: any]
    #[arg(long, value_name = "ORG ID", conflicts_with = "policy")]
    tenant: Option<String>,
    /// Registry of the seals that should exist
    #[arg(long, value_name = "REGISTRY.JSON", requires = "trust")]
    registry: Option<PathBuf>,
    /// What approvers have granted, for uses that ask for a person's oversight
    #[arg(long, value_name = "GRANTS.JSON", requires = "trust")]
    grants: Option<PathBuf>,
    /// What the records are to be used for, as the policy names it
    #[arg(long = "for", value_name = "USE,…", value_delimiter = ',', requires = "policy")]
    uses: Vec<String>,
    /// Object API name of records that do not say it [default: told by their ids]
    #[arg(long, value_parser = spelt)]
    object: Option<String>,
    /// Fields that were asked for from an API that drops nulls: where a record lacks one, it is null
    #[arg(long, value_name = "FIELD,…", value_delimiter = ',', value_parser = field_name)]
    queried: Vec<String>,
    #[command(flatten)]
    meaning: Meaning,
    /// Files to pass over, by their names from here, such as 'archive/**'
    #[arg(long, value_name = "GLOB")]
    exclude: Vec<String>,
    /// From which weight on a new finding fails the scan
    #[arg(long, value_enum, default_value_t = FailOn::Error)]
    fail_on: FailOn,
    /// Checks to hold records to, by the name of a pack that ships, or its file
    #[arg(long, value_name = "PACK,…", value_delimiter = ',')]
    pack: Vec<String>,
    /// What the team decides of scans: owners, due dates, weights, what fails
    #[arg(long, value_name = "SCAN.JSON")]
    settings: Option<PathBuf>,
    /// What findings of a rule weigh: note, warning, error, or off; as in suspected=error
    #[arg(long = "severity", value_name = "RULE=WEIGHT,…", value_delimiter = ',')]
    severities: Vec<Weight>,
    /// An earlier report (JSON Lines or SARIF): what it has is marked as known, and fails nothing
    #[arg(long, value_name = "REPORT")]
    baseline: Option<PathBuf>,
    /// How to report
    #[arg(long, value_enum, default_value_t = Form::Table)]
    format: Form,
    /// Where to write the report [default: the standard output]
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// More reports, as in sarif=touchmark.sarif
    #[arg(long = "report", value_name = "FORMAT=FILE")]
    reports: Vec<Target>,
    #[command(flatten)]
    clock: Clock,
}

/// From which weight on a finding fails the scan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum FailOn {
    /// Whatever is found
    Note,
    /// Warnings and errors
    Warning,
    /// Errors
    Error,
    /// Nothing
    None,
}

impl FailOn {
    fn severity(self) -> Option<Severity> {
        match self {
            Self::Note => Some(Severity::Note),
            Self::Warning => Some(Severity::Warning),
            Self::Error => Some(Severity::Error),
            Self::None => None,
        }
    }
}

/// How a report is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Form {
    /// For people
    Table,
    /// A finding a line, for programs
    Jsonl,
    /// For code hosts (SARIF 2.1.0)
    Sarif,
    /// For build servers
    Junit,
    /// For pull requests
    Markdown,
    /// One page, for whoever gets it by mail
    Html,
}

/// A report and its file.
#[derive(Clone, Debug)]
struct Target {
    form: Form,
    file: PathBuf,
}

impl FromStr for Target {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (form, file) = text.split_once('=').ok_or("write FORMAT=FILE, as in sarif=touchmark.sarif")?;
        let form = Form::from_str(form, false).map_err(|_| {
            let known = Form::value_variants().iter().filter_map(ValueEnum::to_possible_value);
            let known: Vec<_> = known.map(|value| value.get_name().to_owned()).collect();
            format!("there is no format {form}; there are {}", known.join(", "))
        })?;
        Ok(Self { form, file: file.into() })
    }
}

/// What a rule weighs.
#[derive(Clone, Debug)]
struct Weight {
    rule: String,
    severity: Option<Severity>,
}

impl FromStr for Weight {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let known =
            || "write RULE=WEIGHT, with note, warning, error or off, as in suspected=error".to_owned();
        let (rule, weight) = text.split_once('=').ok_or_else(known)?;
        let severity = match weight {
            "off" => None,
            weight => Some(Severity::from_code(weight).ok_or_else(known)?),
        };
        Ok(Self { rule: rule.to_owned(), severity })
    }
}

pub(crate) fn run(args: &Scan) -> Result<Exit, Failure> {
    args.check()?;
    let left_out = args.left_out()?;
    let scanner = args.scanner()?;
    let baseline = args.baseline.as_deref().map(Baseline::open).transpose();
    let baseline = baseline.map_err(|error| Failure::usage(error.to_string()))?;
    let inputs = Inputs::find(&args.paths, &|name| left_out.is_match(name));
    let length = inputs.files.iter().map(|file| file.length).sum::<Option<u64>>();
    let passed = inputs.passed;
    let mut outputs = Vec::with_capacity(args.reports.len() + 1);
    for target in args.targets() {
        let out = Output::open(&target.file, Readers::Usual, Replace::files_unless_forced(false))?;
        outputs.push((target.form, target.file, BufWriter::new(out)));
    }
    let mut desk = Desk {
        rules: scanner.rules().clone(),
        page: (args.output.is_none() && args.format == Form::Jsonl).then(Page::new),
        outputs: &mut outputs,
        baseline: baseline.as_ref(),
        beat: Beat::new("Scanning", length),
    };
    let ended = scanner.run(inputs, &mut desk);
    desk.beat.close();
    let page = desk.page.take();
    let mut summary = ended.map_err(|error| unwritable(&error))?;
    if let Some(baseline) = &baseline {
        baseline.settle(&mut summary);
        baseline.notes().iter().for_each(|note| report!("Note: {note}"));
        if let Some(trouble) = baseline.trouble() {
            return Err(Failure::input(trouble));
        }
    }
    let content = Content {
        summary: &summary,
        fail_on: args.fail_on.severity(),
        baseline: baseline.as_ref(),
        time: Some(args.clock.now()?),
        category: args.target.as_deref(),
    };
    for (form, file, mut out) in outputs {
        let written = write(form, &content, &mut out).and_then(|()| out.flush());
        written.map_err(|error| Failure::io(&file, "written", &error))?;
        let out = out.into_inner().map_err(|error| Failure::io(&file, "written", error.error()))?;
        out.commit()?;
    }
    if args.output.is_none() {
        answer(args.format, &content, page).map_err(|error| unwritable(&error))?;
    }
    if passed > 0 {
        report!(
            "Note: files whose names say that they hold no records were passed over: {passed}. Name one to have it looked at."
        );
    }
    if summary.files.is_empty() {
        return Err(Failure::input(
            "no file of records was found: nothing was looked at; check the paths and --exclude",
        ));
    }
    Ok(match content.outcome() {
        Outcome::Clean => Exit::Ok,
        Outcome::Findings => Exit::Findings,
        Outcome::Incomplete => Exit::Input,
    })
}

/// Writes a report to its file.
fn write(form: Form, content: &Content<'_>, out: &mut dyn Write) -> io::Result<()> {
    match form {
        Form::Table => report::write_table(content, out),
        // Its findings are there already.
        Form::Jsonl => report::write_summary(content, out),
        Form::Sarif => write_sarif(content, out),
        Form::Junit => write_junit(content, out),
        Form::Markdown => write_markdown(content, out),
        Form::Html => write_html(content, out),
    }
}

/// Writes the report to the standard output.
fn answer(form: Form, content: &Content<'_>, page: Option<Page>) -> io::Result<()> {
    let mut page = page.unwrap_or_else(Page::new);
    if form == Form::Table {
        for line in table_lines(content) {
            page.weighted(line.severity, &line.text)?;
        }
    } else {
        let mut text = Vec::new();
        write(form, content, &mut text)?;
        page.text(&text)?;
    }
    page.close()
}

/// Where what is found goes.
struct Desk<'a> {
    rules: Rules,
    /// The standard output, where findings go there one by one.
    page: Option<Page>,
    outputs: &'a mut Vec<(Form, PathBuf, BufWriter<Output>)>,
    baseline: Option<&'a Baseline>,
    beat: Beat,
}

impl Sink for Desk<'_> {
    fn finding(&mut self, finding: &Finding) -> io::Result<()> {
        if let Some(page) = &mut self.page {
            let mut line = Vec::new();
            report::write_finding(finding, &self.rules, &mut line)?;
            page.text(&line)?;
        }
        for (form, _, out) in self.outputs.iter_mut() {
            if *form == Form::Jsonl {
                report::write_finding(finding, &self.rules, out)?;
            }
        }
        Ok(())
    }

    fn progress(&mut self, bytes: u64) {
        self.beat.at(bytes);
    }

    fn note(&mut self, words: &str) {
        report!("Note: {words}");
    }

    fn standing(&mut self, finding: &Finding) -> Standing {
        self.baseline.map_or(Standing::New, |baseline| baseline.standing(finding))
    }
}

/// A pack that ships, or that of a file.
fn pack_of(name: &str) -> Result<Pack, Failure> {
    if let Some(pack) = Pack::shipped(name) {
        return Ok(pack.clone());
    }
    let path = PathBuf::from(name);
    if path.extension().is_none() {
        let known: Vec<_> = Pack::all_shipped().iter().map(|pack| pack.id.as_str()).collect();
        return Err(Failure::usage(format!(
            "--pack: there is no pack {name}; there are {}, or name a file such as checks.json",
            known.join(", ")
        )));
    }
    Pack::read(&read_settings(&path)?, name).map_err(|error| Failure::usage(error.to_string()))
}

impl Scan {
    /// Refuses files that are not apart.
    fn check(&self) -> Result<(), Failure> {
        let mut apart = Apart::default()
            .reads("--trust", self.trust.as_deref())
            .reads("--policy", self.policy.as_deref())
            .reads("--registry", self.registry.as_deref())
            .reads("--grants", self.grants.as_deref())
            .reads("--baseline", self.baseline.as_deref())
            .reads("--settings", self.settings.as_deref())
            .writes("--output", self.output.as_deref());
        for path in &self.paths {
            apart = apart.reads("PATH", path.as_path());
        }
        for target in &self.reports {
            apart = apart.writes("--report", target.file.as_path());
        }
        apart.check()
    }

    /// The reports that go to files.
    fn targets(&self) -> Vec<Target> {
        let own = self.output.iter().map(|file| Target { form: self.format, file: file.clone() });
        own.chain(self.reports.iter().cloned()).collect()
    }

    fn left_out(&self) -> Result<GlobSet, Failure> {
        let refused = |error: globset::Error| {
            Failure::usage(format!("--exclude: {error}; write a pattern such as 'archive/**'"))
        };
        let mut globs = GlobSetBuilder::new();
        for pattern in &self.exclude {
            globs.add(Glob::new(pattern).map_err(refused)?);
        }
        globs.build().map_err(refused)
    }

    fn scanner(&self) -> Result<Scanner, Failure> {
        let now = self.clock.now()?;
        let policy = match &self.policy {
            Some(path) => policy_for(path, self.target.as_deref())?,
            None => {
                let (tenant, environment) = (self.tenant.as_deref(), self.target.as_deref());
                Policy::new(tenant.unwrap_or("any"), environment.unwrap_or("any"))
                    .map_err(|error| Failure::usage(format!("--{}: {}", error.path, error.problem)))?
            }
        };
        for name in &self.uses {
            require_use(&policy, "--for", name)?;
        }
        let expected = Expectations {
            target: self.target.clone(),
            object: self.object.clone(),
            queried: self.queried.clone(),
            uses: self.uses.clone(),
            cells: self.cells(),
        };
        let mut scanner = match &self.trust {
            None => Scanner::without_trust(policy, expected, now),
            Some(path) => {
                let trust = trust_for(path, &policy, now)?;
                let verifier = verifier(trust, policy, self.registry.as_deref(), self.grants.as_deref())?;
                Scanner::new(verifier, expected, now)
            }
        };
        for name in &self.pack {
            let pack = pack_of(name)?;
            scanner.hold_to(&pack).ok_or_else(|| {
                Failure::usage(format!("--pack {name}: there are too many checks; give fewer packs"))
            })?;
        }
        if let Some(path) = &self.settings {
            let text = read_settings(path)?;
            let name = path.display().to_string();
            let settings = Settings::read(&text, &name, scanner.rules())
                .map_err(|error| Failure::usage(error.to_string()))?;
            if settings.says_what_fails() {
                return Err(Failure::usage(format!(
                    "{name}: failOn: is not gone by yet; take it out, and say it with --fail-on and --severity"
                )));
            }
            // What they do not name weighs what it does without them: by the target, where there is one.
            let weights: Vec<_> = scanner
                .rules()
                .all()
                .filter_map(|(id, rule)| Some((id, settings.weight(&rule.id)?)))
                .collect();
            for (id, severity) in weights {
                scanner.weigh(id, severity);
            }
        }
        for Weight { rule, severity } in &self.severities {
            let id = scanner.rules().find(rule).ok_or_else(|| {
                let known: Vec<_> = scanner.rules().all().map(|(_, rule)| rule.id.as_ref()).collect();
                Failure::usage(format!("--severity: there is no rule {rule}; there are {}", known.join(", ")))
            })?;
            scanner.weigh(id, *severity);
        }
        Ok(scanner)
    }

    fn cells(&self) -> Cells {
        self.meaning.reading(None).cells
    }
}
