//! Options that several commands share: files, keys, trust, the clock, and what is expected of records.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use touchmark::{Cells, Timestamp, is_field_name};
use touchmark_seal::FieldTypes;

use crate::apart::Apart;
use crate::console::report;
use crate::failure::{Exit, Failure};
use touchmark_rows::{Format, Reading, Remarks};

/// Whom to believe, and what to expect.
#[derive(Debug, Args)]
pub(crate) struct Expected {
    #[command(flatten)]
    pub(crate) trust: TrustFile,
    /// Policy: which org and environment to expect; or give --tenant and --environment
    #[arg(long, value_name = "POLICY.JSON")]
    pub(crate) policy: Option<PathBuf>,
    /// Org id to expect, or any; instead of a policy file
    #[arg(long, value_name = "ORG ID", requires = "environment", conflicts_with = "policy")]
    pub(crate) tenant: Option<String>,
    /// Environment to expect, or any; instead of a policy file
    #[arg(long, value_name = "NAME", requires = "tenant", conflicts_with = "policy", value_parser = one_environment)]
    pub(crate) environment: Option<String>,
    /// Registry of the seals that should exist
    #[arg(long, value_name = "REGISTRY.JSON")]
    pub(crate) registry: Option<PathBuf>,
    /// What approvers have granted, for uses that ask for a person's oversight
    #[arg(long, value_name = "GRANTS.JSON")]
    pub(crate) grants: Option<PathBuf>,
    /// Object API name [default: told by the records' ids]
    #[arg(long, value_parser = spelt)]
    pub(crate) object: Option<String>,
    /// Fields that were asked for from an API that drops nulls: where a record lacks one, it is null
    #[arg(long, value_name = "FIELD,…", value_delimiter = ',', value_parser = field_name)]
    pub(crate) queried: Vec<String>,
}

impl Expected {
    /// What is read to check records must not be written over.
    pub(crate) fn kept_apart<'a>(&'a self, apart: Apart<'a>) -> Apart<'a> {
        apart
            .reads("--trust", self.trust.path.as_path())
            .reads("--policy", self.policy.as_deref())
            .reads("--registry", self.registry.as_deref())
            .reads("--grants", self.grants.as_deref())
    }
}

/// How a command answers that people and programs ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum TextOrJson {
    /// For people
    Text,
    /// For programs
    Json,
}

/// Records, and where they go.
#[derive(Debug, Args)]
pub(crate) struct Files {
    /// Records, or - for the standard input
    #[arg(value_name = "IN")]
    pub(crate) input: PathBuf,
    /// Where to write the records, or - for the standard output
    #[arg(long, short, value_name = "OUT")]
    pub(crate) out: PathBuf,
    /// Put OUT in the place of a link or a pipe too, which is refused without it; what a link leads to stays
    #[arg(long)]
    pub(crate) force: bool,
    /// Format of IN [default: told by its content]
    #[arg(long, value_enum)]
    pub(crate) format: Option<InputFormat>,
    #[command(flatten)]
    pub(crate) meaning: Meaning,
}

/// What a file of records does not say of itself. Every command that reads records takes it.
#[derive(Clone, Copy, Debug, Args)]
pub(crate) struct Meaning {
    /// What an empty cell of a CSV means, and #N/A
    #[arg(long, value_enum, value_name = "MEANING", default_value_t = CellsOf::Query)]
    cells: CellsOf,
    /// Short for --cells insert
    #[arg(long, conflicts_with = "cells")]
    ingest: bool,
    /// The file is one page of a longer answer: that it goes on elsewhere is no finding
    #[arg(long)]
    pub(crate) page: bool,
}

/// What the cells of a CSV mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum CellsOf {
    /// A query gave them: an empty cell is null, and #N/A a text like others
    Query,
    /// They will update records: an empty cell leaves the field as it is, and #N/A empties it
    Update,
    /// They will make records: an empty cell is null, and so is #N/A
    Insert,
}

impl Meaning {
    /// How to read a file of that format.
    pub(crate) fn reading(self, format: Option<InputFormat>) -> Reading {
        let cells = match self.cells {
            _ if self.ingest => Cells::Insert,
            CellsOf::Query => Cells::Query,
            CellsOf::Update => Cells::Update,
            CellsOf::Insert => Cells::Insert,
        };
        Reading { format: format.map(InputFormat::format), cells, ..Reading::default() }
    }

    /// How a command ends that would have ended well, and says what was beside the records.
    pub(crate) fn close(self, exit: Exit, remarks: &Remarks) -> Exit {
        for line in &remarks.cut_off {
            let said = if self.page { " (no finding, as --page says)" } else { "" };
            report!("Note: {line}{said}.");
        }
        for line in &remarks.lines {
            report!("Note: {line}.");
        }
        let is_whole = !remarks.has_faults && (self.page || remarks.cut_off.is_empty());
        if exit == Exit::Ok && !is_whole { Exit::Findings } else { exit }
    }
}

/// The key that signs. Each command says whose it is.
#[derive(Debug, Args)]
pub(crate) struct SigningKey {
    #[arg(id = "key", long = "key", value_name = "KEY.PEM")]
    pub(crate) path: PathBuf,
}

/// A trust bundle that is relied on.
#[derive(Debug, Args)]
pub(crate) struct TrustFile {
    /// Trust bundle: whom to believe
    #[arg(id = "trust", long = "trust", value_name = "TRUST.JSON")]
    pub(crate) path: PathBuf,
}

/// The time that the command takes for the present.
#[derive(Clone, Copy, Debug, Args)]
pub(crate) struct Clock {
    /// Take this as the present time, such as 2026-11-21T09:00:00Z
    #[arg(long, value_name = "TIME", value_parser = timestamp)]
    now: Option<Timestamp>,
}

impl Clock {
    /// The time given, or the system's.
    pub(crate) fn now(self) -> Result<Timestamp, Failure> {
        let since_epoch = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        let millis = since_epoch.ok().and_then(|since| i64::try_from(since.as_millis()).ok());
        let system = || millis.and_then(Timestamp::from_millis);
        self.now
            .or_else(system)
            .ok_or_else(|| Failure::usage("the system clock is not set; set it, or give --now"))
    }
}

/// Seals are made for several environments, and records are checked in one.
pub(crate) fn one_environment(text: &str) -> Result<String, String> {
    match text.split_once(',') {
        None => Ok(text.to_owned()),
        Some(_) => {
            Err("records are checked for one environment at a time; name the one that these are in"
                .to_owned())
        }
    }
}

pub(crate) fn field_name(text: &str) -> Result<String, String> {
    if text.split('.').all(is_field_name) {
        return Ok(text.to_owned());
    }
    Err("this is not an API name (a letter first, then letters, digits, underscores)".to_owned())
}

pub(crate) fn timestamp(text: &str) -> Result<Timestamp, String> {
    Timestamp::parse(text).ok_or_else(|| "write it as 2026-11-21T09:00:00Z".to_owned())
}

/// An object's name as the platform spells it: seals and registries name objects exactly, and people type as they like
/// (profile §2). Names that only an org knows are taken as they are.
#[expect(clippy::unnecessary_wraps, reason = "the form of a parser of options")]
pub(crate) fn spelt(name: &str) -> Result<String, std::convert::Infallible> {
    let mut known = FieldTypes::standard_objects().chain(OTHER_STANDARD_OBJECTS);
    Ok(known.find(|known| known.eq_ignore_ascii_case(name)).unwrap_or(name).to_owned())
}

/// Standard objects that records of people and business are kept in, beside those whose types are built in.
const OTHER_STANDARD_OBJECTS: [&str; 7] = [
    "CampaignMember",
    "Contract",
    "ContractLineItem",
    "Event",
    "Individual",
    "OpportunityLineItem",
    "Pricebook2",
];

/// How records are written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum InputFormat {
    /// Comma-separated values with a header (Bulk API, Data Loader, Excel)
    Csv,
    /// A JSON array, a single record, or a result of REST, UI API or GraphQL
    Json,
    /// JSON Lines: one record a line
    Jsonl,
}

impl InputFormat {
    fn format(self) -> Format {
        match self {
            Self::Csv => Format::Csv,
            Self::Json => Format::Json,
            Self::Jsonl => Format::Jsonl,
        }
    }
}
