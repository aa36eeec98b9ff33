//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use touchmark::Timestamp;

use crate::duration::Span;
use crate::failure::Failure;
use crate::rows::Format;

/// Seal CRM records, and check the seals they carry.
///
/// A seal is a signed statement about where a record came from: synthetic, masked, made by AI, or recorded.
#[derive(Debug, Parser)]
#[command(name = "touchmark", version, propagate_version = true, max_term_width = 110, after_help = EXIT_CODES)]
pub(crate) struct Arguments {
    /// What to do
    #[command(subcommand)]
    pub(crate) command: Command,
}

const EXIT_CODES: &str = "Exit codes: 0 all well · 1 something else was found · 2 usage · 3 records unreadable or result unwritable · 4 trust material missing or stale";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Keygen(Keygen),
    Seal(Box<Seal>),
    Verify(Verify),
    Conform(Conform),
    #[command(hide = true)]
    Bench(Bench),
}

/// Make a signing key, and the trust bundle that lets others check what it seals.
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  touchmark keygen --out key.pem --trust trust.json --name \"Example Bank plc\"

Keep key.pem secret: whoever has it can seal in your name. Publish trust.json with your pages.")]
pub(crate) struct Keygen {
    /// Where to write the private key (PKCS#8 PEM, readable by you alone)
    #[arg(long, value_name = "KEY.PEM")]
    pub(crate) out: PathBuf,
    /// Where to write the trust bundle
    #[arg(long, value_name = "TRUST.JSON")]
    pub(crate) trust: PathBuf,
    /// Name that people are shown as the issuer
    #[arg(long)]
    pub(crate) name: String,
    /// Issuer DID such as did:web:bank.example [default: the key's own did:key]
    #[arg(long, value_name = "DID")]
    pub(crate) issuer: Option<String>,
    /// How long the trust bundle stays current
    #[arg(long, value_name = "SPAN", default_value = "1y")]
    pub(crate) expires: Span,
    /// Replace existing files; seals of a replaced key can no longer be made again
    #[arg(long)]
    pub(crate) force: bool,
    #[command(flatten)]
    pub(crate) clock: Clock,
}

/// Seal records: the same rows out, with the seal, uuid and companion columns filled.
///
/// Reads CSV, JSON, JSON Lines or a REST query result. Every other column keeps its bytes and its place. Rows that no
/// rule matches stay unsealed and are counted. Nothing is written unless everything went well.
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  touchmark seal contacts.csv --out sealed.csv --key key.pem \\
    --object Contact --tenant 00DQx000000aBcDMAU --environment sandbox \\
    --rules rules.toml --open-fields FirstName,LastName,Title \\
    --restricted Personal=Email,Phone,Birthdate --skip Synthetic_Data__c

Rules, in rules.toml; the first that matches a row speaks for it:
  [[rule]]
  when = { Provenance_Source__c = \"synthetic\" }
  [rule.claims]
  isSynthetic = true
  digitalSourceType = \"algorithmicMedia\"
  generationMethod = \"machine-generated-mlops-synthetic\"
  provenanceSource = \"urn:example:snowfakery\"
  created = \"{Generated_At__c}\"")]
pub(crate) struct Seal {
    /// Records to seal, or - for the standard input
    #[arg(value_name = "IN")]
    pub(crate) input: PathBuf,
    /// Where to write the sealed records, or - for the standard output
    #[arg(long, short, value_name = "OUT")]
    pub(crate) out: PathBuf,
    /// Private key from `touchmark keygen`
    #[arg(long, value_name = "KEY.PEM")]
    pub(crate) key: PathBuf,
    /// Object API name
    #[arg(long)]
    pub(crate) object: String,
    /// Org id (15 or 18 characters, 00D…) of the org that holds the records
    #[arg(long, value_name = "ORG ID")]
    pub(crate) tenant: String,
    /// Environment in which the records may be shown, such as sandbox; may be given more than once
    #[arg(long, value_name = "NAME", required = true, value_delimiter = ',')]
    pub(crate) environment: Vec<String>,
    /// What is claimed of which rows (TOML)
    #[arg(long, value_name = "RULES.TOML")]
    pub(crate) rules: PathBuf,
    /// Fields that everyone who sees the record may read
    #[arg(long, value_name = "FIELD,…", value_delimiter = ',')]
    pub(crate) open_fields: Vec<String>,
    /// Fields that only some may read, by tier: their salts go to Provenance_Salts_<TIER>__c
    #[arg(long, value_name = "TIER=FIELD,…")]
    pub(crate) restricted: Vec<String>,
    /// Fields that the seal shall not cover
    #[arg(long, value_name = "FIELD,…", value_delimiter = ',')]
    pub(crate) skip: Vec<String>,
    /// Field types: a describe result, an object info, or TOML such as AnnualIncome__c = "currency"
    #[arg(long, value_name = "FILE")]
    pub(crate) types: Option<PathBuf>,
    /// How long the seals hold: 1y, 6m, 90d, 12h or never
    #[arg(long, value_name = "SPAN", default_value = "1y")]
    pub(crate) valid_for: Span,
    /// Issuer DID [default: the one the key was made for]
    #[arg(long, value_name = "DID")]
    pub(crate) issuer: Option<String>,
    /// Seal rows anew that carry a seal already; the new seal names the old one
    #[arg(long)]
    pub(crate) replace: bool,
    /// Add the short reference column, Provenance_Reference__c
    #[arg(long)]
    pub(crate) reference: bool,
    /// Leave the record id out of the seal, for records that will be inserted into another org
    #[arg(long)]
    pub(crate) without_record_id: bool,
    /// The CSV is for Bulk API ingest, where #N/A means null
    #[arg(long)]
    pub(crate) ingest: bool,
    /// Format of IN [default: told by its content]
    #[arg(long, value_enum)]
    pub(crate) format: Option<Format>,
    #[command(flatten)]
    pub(crate) clock: Clock,
}

/// Check the seals of records, and say what each record is and whether that can be believed.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  touchmark verify sealed.csv --trust trust.json --policy policy.json
  touchmark verify sealed.csv --trust trust.json --tenant 00DQx000000aBcDMAU --environment sandbox
  touchmark verify sealed.json --trust trust.json --policy policy.json --format jsonl > verdicts.jsonl

The exit code is 0 when every record is verified (or partly verified) and nothing is flagged, 1 when anything else was
found: an unsealed record counts as something else.")]
pub(crate) struct Verify {
    /// Records to check, or - for the standard input
    #[arg(value_name = "FILE")]
    pub(crate) input: PathBuf,
    /// Trust bundle: whom to believe
    #[arg(long, value_name = "TRUST.JSON")]
    pub(crate) trust: PathBuf,
    /// Policy: which org and environment to expect
    #[arg(long, value_name = "POLICY.JSON", required_unless_present_all = ["tenant", "environment"])]
    pub(crate) policy: Option<PathBuf>,
    /// Org id to expect, or any; instead of a policy file
    #[arg(long, value_name = "ORG ID", requires = "environment", conflicts_with = "policy")]
    pub(crate) tenant: Option<String>,
    /// Environment to expect, or any; instead of a policy file
    #[arg(long, value_name = "NAME", requires = "tenant", conflicts_with = "policy")]
    pub(crate) environment: Option<String>,
    /// Registry of the seals that should exist
    #[arg(long, value_name = "REGISTRY.JSON")]
    pub(crate) registry: Option<PathBuf>,
    /// Object API name [default: told by the records' ids]
    #[arg(long)]
    pub(crate) object: Option<String>,
    /// How to answer
    #[arg(long, value_enum, default_value_t = Answer::Table)]
    pub(crate) format: Answer,
    /// Format of FILE [default: told by its content]
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub(crate) input_format: Option<Format>,
    /// Leave out the rows that are verified; the summary counts them
    #[arg(long)]
    pub(crate) problems: bool,
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

/// Run a file of acceptance cases, and name each expectation that is not met.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  touchmark conform tests/data/seal-cases.json")]
pub(crate) struct Conform {
    /// Acceptance cases (JSON)
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
}

/// Time the core over a file of records, text to text: the reference of `cargo xtask bench`.
#[derive(Debug, Args)]
pub(crate) struct Bench {
    /// Records to check, one JSON object a line
    #[arg(value_name = "FILE")]
    pub(crate) input: PathBuf,
    /// Trust bundle: whom to believe
    #[arg(long, value_name = "TRUST.JSON")]
    pub(crate) trust: PathBuf,
    /// Policy: which org and environment to expect
    #[arg(long, value_name = "POLICY.JSON")]
    pub(crate) policy: PathBuf,
    #[command(flatten)]
    pub(crate) clock: Clock,
}

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

fn timestamp(text: &str) -> Result<Timestamp, String> {
    Timestamp::parse(text).ok_or_else(|| "write it as 2026-11-21T09:00:00Z".to_owned())
}
