//! The command line.

use std::path::PathBuf;
use std::sync::LazyLock;

use clap::{Args, Parser, Subcommand, ValueEnum};
use touchmark::{Cells, Clean, PROFILE, PROFILE_REVISION, Timestamp, is_field_name};
use touchmark_seal::{FieldTypes, StatusPurpose};

use crate::duration::Span;
use crate::failure::{Exit, Failure};
use crate::files::Apart;
use crate::rows::{Format, Reading, Remarks};
use crate::status::Entries;
use crate::tell::tell;
use crate::verify::ANY_ORIGIN;

/// Seal CRM records, and check the seals they carry.
///
/// A seal is a signed statement about where a record came from: synthetic, masked, made by AI, or recorded.
#[derive(Debug, Parser)]
#[command(name = "touchmark", version = version(), propagate_version = true, max_term_width = 110, after_help = EXIT_CODES)]
pub(crate) struct Arguments {
    /// What to do
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// The version, and whose rules it follows.
fn version() -> &'static str {
    static VERSION: LazyLock<String> =
        LazyLock::new(|| format!("{} ({PROFILE}, revision {PROFILE_REVISION})", env!("CARGO_PKG_VERSION")));
    &VERSION
}

const EXIT_CODES: &str = "Exit codes: 0 all well · 1 something else was found · 2 usage · 3 records unreadable or result unwritable · 4 trust material missing or stale";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Keygen(Keygen),
    Seal(Box<Seal>),
    Approve(Box<Approve>),
    #[command(subcommand)]
    Log(Log),
    Registry(Box<Registry>),
    #[command(subcommand)]
    Trust(Trust),
    Verify(Verify),
    #[command(subcommand)]
    Salesforce(Salesforce),
    Conform(Conform),
    #[command(hide = true)]
    Bench(Bench),
}

/// Make a signing key, and list its public half in a trust bundle.
///
/// An issuer's key comes with a new trust bundle. The keys of the other roles are added to the one that lists the
/// issuer: its next version.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  touchmark keygen --out key.pem --trust trust.json --name \"Example Bank plc\"
  touchmark keygen --role approver --out approver.pem --trust trust.json \\
    --name \"Data Protection, Example Bank\"
  touchmark keygen --role log --log log --out log.pem --trust trust.json \\
    --name bank.example/crm-seals
  touchmark keygen --role witness --out witness.pem --trust trust.json --name witness.example/w1
  touchmark keygen --role registry --out registry.pem --trust trust.json \\
    --name bank.example/registry

Keep the keys secret: whoever has one can sign in your name. Publish trust.json with your pages.")]
pub(crate) struct Keygen {
    /// What the key is for
    #[arg(long, value_enum, default_value_t = KeyRole::Issuer)]
    pub(crate) role: KeyRole,
    /// Where to write the private key (PKCS#8 PEM, readable by you alone)
    #[arg(long, value_name = "KEY.PEM")]
    pub(crate) out: PathBuf,
    /// Trust bundle: written for an issuer, added to for the other roles
    #[arg(long, value_name = "TRUST.JSON")]
    pub(crate) trust: PathBuf,
    /// Name that people are shown; for a log, a witness or a registry its name, like a URL without scheme
    #[arg(long)]
    pub(crate) name: String,
    /// DID such as did:web:bank.example [default: the key's own did:key]; for a log, the only issuer it vouches for
    #[arg(long, value_name = "DID")]
    pub(crate) issuer: Option<String>,
    /// Folder in which the new log begins
    #[arg(long, value_name = "DIR", required_if_eq("role", "log"))]
    pub(crate) log: Option<PathBuf>,
    /// How long the trust bundle stays current [default: 1y; one that exists keeps its end]
    #[arg(long, value_name = "SPAN")]
    pub(crate) expires: Option<Span>,
    /// Replace existing files; seals of a replaced key can no longer be made again
    #[arg(long)]
    pub(crate) force: bool,
    #[command(flatten)]
    pub(crate) clock: Clock,
}

/// What a key is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum KeyRole {
    /// Seals
    Issuer,
    /// Approves seals of others
    Approver,
    /// Signs the checkpoints of a log, for `seal --envelope tlog`
    Log,
    /// Cosigns the checkpoints of others' logs
    Witness,
    /// Signs the registry of the seals that should exist
    Registry,
}

/// Seal records: the same rows out, with the seal, uuid and companion columns filled.
///
/// Reads CSV, JSON, JSON Lines or a REST query result. Every other column keeps its bytes and its place. Rows that no
/// rule matches stay unsealed and are counted. Nothing is written unless everything went well.
#[derive(Debug, Args)]
#[command(mut_arg("key", |key| key.help("Private key from `touchmark keygen`: an issuer's, or for --envelope tlog the log's")))]
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
    #[command(flatten)]
    pub(crate) files: Files,
    #[command(flatten)]
    pub(crate) key: SigningKey,
    /// How the seals are signed
    #[arg(long, value_enum, default_value_t = Envelope::Vc)]
    pub(crate) envelope: Envelope,
    /// Folder of the log that the seals are entered into
    #[arg(long, value_name = "DIR")]
    pub(crate) log: Option<PathBuf>,
    /// Object API name
    #[arg(long, value_parser = spelt)]
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
    /// Status list that can withdraw the seals: its address, # and the first entry to take, as in
    /// https://bank.example/status/3#1000; or a range, as in …#1000-1999, of which entries are taken at random
    #[arg(long, value_name = "URL#ENTRY")]
    pub(crate) status: Option<Entries>,
    /// What withdrawing will mean
    #[arg(long, value_enum, value_name = "PURPOSE", default_value_t = Purpose::Revocation, requires = "status")]
    pub(crate) status_purpose: Purpose,
    /// Leave the record id out of the seal, for records that will be inserted into another org
    #[arg(long)]
    pub(crate) without_record_id: bool,
    #[command(flatten)]
    pub(crate) clock: Clock,
}

/// How a seal is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Envelope {
    /// A Verifiable Credential with a Data Integrity proof; it can be approved
    Vc,
    /// The same credential as a compact JWS
    Jws,
    /// An entry in a log: one signature for the whole load, which is kept in memory until then
    Tlog,
}

/// Approve sealed records: add a second party's signature to each seal.
///
/// Every sealed record must verify, with every covered field there to be checked; otherwise nothing is written.
/// Unsealed records stay as they are.
#[derive(Debug, Args)]
#[command(mut_arg("key", |key| key.help("Private key from `touchmark keygen --role approver`")))]
#[command(after_help = "\
Example:
  touchmark approve sealed.csv --out approved.csv --key approver.pem \\
    --trust trust.json --tenant 00DQx000000aBcDMAU --environment sandbox

A policy with \"approvals\": 1 then asks for it. Only seals of --envelope vc can be approved.")]
pub(crate) struct Approve {
    #[command(flatten)]
    pub(crate) files: Files,
    #[command(flatten)]
    pub(crate) key: SigningKey,
    #[command(flatten)]
    pub(crate) expected: Expected,
    #[command(flatten)]
    pub(crate) clock: Clock,
}

/// Keep a log of seals: cosign it as a witness, and renew the proofs of what it holds.
#[derive(Debug, Subcommand)]
pub(crate) enum Log {
    Cosign(Cosign),
    Prove(Prove),
}

/// Sign a log's checkpoint with the present time, as a witness who saw that nothing was taken back.
///
/// The witness remembers in a file of its own what it cosigned, and refuses a log whose history changed since.
#[derive(Debug, Args)]
#[command(mut_arg("key", |key| key.help("Private key from `touchmark keygen --role witness`")))]
#[command(after_help = "\
Example:
  touchmark log cosign log --key witness.pem --seen seen.txt --trust trust.json")]
pub(crate) struct Cosign {
    /// Folder of the log
    #[arg(value_name = "DIR")]
    pub(crate) folder: PathBuf,
    #[command(flatten)]
    pub(crate) key: SigningKey,
    #[command(flatten)]
    pub(crate) trust: TrustFile,
    /// Where the witness keeps the checkpoint that it cosigned last; made the first time
    #[arg(long, value_name = "FILE")]
    pub(crate) seen: PathBuf,
    #[command(flatten)]
    pub(crate) clock: Clock,
}

/// Give sealed records new proofs, against the log's present checkpoint with all of its cosignatures.
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  touchmark log prove log sealed.csv --out cosigned.csv --trust trust.json")]
pub(crate) struct Prove {
    /// Folder of the log
    #[arg(value_name = "DIR")]
    pub(crate) folder: PathBuf,
    #[command(flatten)]
    pub(crate) files: Files,
    #[command(flatten)]
    pub(crate) trust: TrustFile,
    /// Policy that names the fields of the seal, where they are not the usual ones
    #[arg(long, value_name = "POLICY.JSON")]
    pub(crate) policy: Option<PathBuf>,
}

/// List the records that carry a seal, so that a seal that is stripped or put back is found.
///
/// Seals that hold are listed, whatever else is wrong with their records. The file discloses no record to whoever has not the trust bundle.
#[derive(Debug, Args)]
#[command(mut_arg("key", |key| key.help("Private key from `touchmark keygen --role registry`")))]
#[command(after_help = "\
Example:
  touchmark registry sealed.csv --out registry.json --key registry.pem \\
    --trust trust.json --tenant 00DQx000000aBcDMAU --environment sandbox")]
pub(crate) struct Registry {
    /// Sealed records; all that one org should hold
    #[arg(value_name = "FILE", required = true)]
    pub(crate) inputs: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) meaning: Meaning,
    /// Where to write the registry, or - for the standard output
    #[arg(long, short, value_name = "REGISTRY.JSON")]
    pub(crate) out: PathBuf,
    #[command(flatten)]
    pub(crate) key: SigningKey,
    /// How long the registry speaks: make a new one before that
    #[arg(long, value_name = "SPAN", default_value = "30d")]
    pub(crate) valid_for: Span,
    /// Replace an existing file
    #[arg(long)]
    pub(crate) force: bool,
    #[command(flatten)]
    pub(crate) expected: Expected,
    #[command(flatten)]
    pub(crate) clock: Clock,
}

/// Sign a trust bundle, or keep a status list in it.
#[derive(Debug, Subcommand)]
pub(crate) enum Trust {
    Keygen(TrustKeygen),
    Sign(SignTrust),
    Status(Status),
}

/// Make the key that signs trust bundles.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  touchmark trust keygen --out publisher.pem")]
pub(crate) struct TrustKeygen {
    /// Where to write the private key (PKCS#8 PEM, readable by you alone)
    #[arg(long, value_name = "KEY.PEM")]
    pub(crate) out: PathBuf,
    /// Replace an existing file
    #[arg(long)]
    pub(crate) force: bool,
}

/// Sign a trust bundle, for pages whose policy takes signed ones only.
#[derive(Debug, Args)]
#[command(mut_arg("key", |key| key.help("Private key from `touchmark trust keygen`")))]
#[command(
    after_help = "Example:\n  touchmark trust sign trust.json --key publisher.pem --out published.json"
)]
pub(crate) struct SignTrust {
    /// Trust bundle to sign
    #[arg(value_name = "TRUST.JSON")]
    pub(crate) bundle: PathBuf,
    #[command(flatten)]
    pub(crate) key: SigningKey,
    /// Where to write the signed bundle, or - for the standard output
    #[arg(long, short, value_name = "SIGNED.JSON")]
    pub(crate) out: PathBuf,
    /// Replace an existing file
    #[arg(long)]
    pub(crate) force: bool,
    #[command(flatten)]
    pub(crate) clock: Clock,
}

/// Keep an issuer's status list in a trust bundle: withdraw seals, or sign the list anew.
///
/// The list is the one that the bundle holds, or a new one, with the entries changed that are named here. The bundle
/// becomes its next version.
#[derive(Debug, Args)]
#[command(mut_arg("key", |key| key.help("The issuer's private key")))]
#[command(after_help = "\
Examples:
  touchmark trust status trust.json --key key.pem --list https://bank.example/status/3
  touchmark trust status trust.json --key key.pem --list https://bank.example/status/3 --add 17,4242")]
pub(crate) struct Status {
    /// Trust bundle that holds the list
    #[arg(value_name = "TRUST.JSON")]
    pub(crate) bundle: PathBuf,
    #[command(flatten)]
    pub(crate) key: SigningKey,
    /// Address of the list, as seals name it
    #[arg(long, value_name = "URL")]
    pub(crate) list: String,
    /// Entries to withdraw beside those that are withdrawn
    #[arg(long, value_name = "ENTRY,…", value_delimiter = ',')]
    pub(crate) add: Vec<u64>,
    /// Records whose seals are to be withdrawn: the entries that they name
    #[arg(long, value_name = "FILE")]
    pub(crate) sealed: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) meaning: Meaning,
    /// Entries that are no longer withdrawn; of suspensions alone
    #[arg(long, value_name = "ENTRY,…", value_delimiter = ',')]
    pub(crate) remove: Vec<u64>,
    /// Every entry that is withdrawn, separated by white space: these and no others
    #[arg(long, value_name = "FILE", conflicts_with_all = ["add", "sealed", "remove"])]
    pub(crate) withdrawn: Option<PathBuf>,
    /// How many entries the list has at least, in steps of 131072
    #[arg(long, value_name = "COUNT")]
    pub(crate) entries: Option<u64>,
    /// Where to write the list by itself as well, to be put at its address
    #[arg(long, value_name = "LIST.JSON")]
    pub(crate) publish: Option<PathBuf>,
    /// What a set bit means
    #[arg(long, value_enum, default_value_t = Purpose::Revocation)]
    pub(crate) purpose: Purpose,
    /// How long the list speaks: make a new one before that
    #[arg(long, value_name = "SPAN", default_value = "30d")]
    pub(crate) valid_for: Span,
    #[command(flatten)]
    pub(crate) clock: Clock,
}

/// What a set bit of a status list means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Purpose {
    /// Withdrawn for good
    Revocation,
    /// Withdrawn for now
    Suspension,
}

impl Purpose {
    pub(crate) fn of_list(self) -> StatusPurpose {
        match self {
            Self::Revocation => StatusPurpose::Revocation,
            Self::Suspension => StatusPurpose::Suspension,
        }
    }
}

/// Check the seals of records, and say what each record is and whether that can be believed.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  touchmark verify sealed.csv --trust trust.json --policy policy.json
  touchmark verify sealed.csv --trust trust.json --tenant 00DQx000000aBcDMAU --environment sandbox
  touchmark verify sealed.json --trust trust.json --policy policy.json --format jsonl > verdicts.jsonl

The exit code is 0 when every record is clean: its seal holds, nothing that was looked at contradicts it, nothing is flagged,
and its origin is one that --allow lists. It is 1 when anything else was found. Without --allow every origin is allowed, and a
record without a seal is not.")]
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
    pub(crate) input_format: Option<Format>,
    #[command(flatten)]
    pub(crate) meaning: Meaning,
    /// Leave out the records that are clean; the summary counts them
    #[arg(long)]
    pub(crate) problems: bool,
    /// Say of each record everything that its seal and the check tell: what the details panel of a page shows
    #[arg(long)]
    pub(crate) details: bool,
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
    }
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

/// Prepare a Salesforce org for sealed records, and question it.
#[derive(Debug, Subcommand)]
pub(crate) enum Salesforce {
    Fields(SalesforceFields),
    Soql(SalesforceSoql),
}

/// Write the fields, access, rules and views that sealed records need, as Salesforce DX source.
///
/// For each object: the fields of the seal and of what is declared, list views, validation rules, a report type and a
/// trigger; and permission sets for all of them. The same options give the same files. The triggers and Touchmark Viewer
/// name Apex classes of the Lightning package: deploy them together.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  touchmark salesforce fields --objects Contact,Lead --out force-app/main/default
  touchmark salesforce fields --objects Loan__c --tier Personal,Credit --out touchmark/main/default")]
pub(crate) struct SalesforceFields {
    /// Objects whose records will be sealed: Account, Case, Contact, Lead, Opportunity, or custom ones
    #[arg(long, value_name = "OBJECT,…", value_delimiter = ',', required = true)]
    pub(crate) objects: Vec<String>,
    /// Folder of the source, such as force-app/main/default; made where there is none
    #[arg(long, short, value_name = "DIR")]
    pub(crate) out: PathBuf,
    /// Tiers of restricted fields, as `seal --restricted` names them
    #[arg(long, value_name = "TIER,…", value_delimiter = ',', default_value = "Personal")]
    pub(crate) tier: Vec<String>,
    /// Replace existing files whose content differs
    #[arg(long)]
    pub(crate) force: bool,
    /// How to answer
    #[arg(long, value_enum, default_value_t = TextOrJson::Text)]
    pub(crate) format: TextOrJson,
}

/// How `salesforce` answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum TextOrJson {
    /// For people
    Text,
    /// For programs
    Json,
}

/// Print SOQL queries for an emergency: which records declare what, and what happened to them since.
///
/// A query reads what is declared, which nobody signed. Only `touchmark verify` checks the seals of what is exported.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  touchmark salesforce soql
  sf data query --query \"$(touchmark salesforce soql --objects Contact --query declared-counts)\"
  sf data query --json --query \"$(touchmark salesforce soql --objects Contact --query export)\" > contacts.json
  touchmark verify contacts.json --trust trust.json --policy policy.json")]
pub(crate) struct SalesforceSoql {
    /// Objects to ask about
    #[arg(
        long,
        value_name = "OBJECT,…",
        value_delimiter = ',',
        default_value = "Account,Case,Contact,Lead,Opportunity"
    )]
    pub(crate) objects: Vec<String>,
    /// The only query to print, without a word around it
    #[arg(long, value_name = "NAME")]
    pub(crate) query: Option<String>,
    /// How many days to look back
    #[arg(long, value_name = "DAYS", default_value_t = 30, value_parser = clap::value_parser!(u16).range(1..))]
    pub(crate) days: u16,
    /// Tiers of restricted fields
    #[arg(long, value_name = "TIER,…", value_delimiter = ',', default_value = "Personal")]
    pub(crate) tier: Vec<String>,
    /// Fields to export beside the seal [default: all standard ones]
    #[arg(long, value_name = "FIELD,…", value_delimiter = ',')]
    pub(crate) fields: Vec<String>,
    /// How to answer
    #[arg(long, value_enum, default_value_t = TextOrJson::Text)]
    pub(crate) format: TextOrJson,
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
    #[command(flatten)]
    pub(crate) trust: TrustFile,
    /// Policy: which org and environment to expect
    #[arg(long, value_name = "POLICY.JSON")]
    pub(crate) policy: PathBuf,
    #[command(flatten)]
    pub(crate) clock: Clock,
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
    pub(crate) format: Option<Format>,
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
    pub(crate) fn reading(self, format: Option<Format>) -> Reading {
        let cells = match self.cells {
            _ if self.ingest => Cells::Insert,
            CellsOf::Query => Cells::Query,
            CellsOf::Update => Cells::Update,
            CellsOf::Insert => Cells::Insert,
        };
        Reading { format, cells, with_children: false }
    }

    /// How a command ends that would have ended well, and says what was beside the records.
    pub(crate) fn close(self, exit: Exit, remarks: &Remarks) -> Exit {
        for line in &remarks.cut_off {
            let said = if self.page { " (no finding, as --page says)" } else { "" };
            tell!("Note: {line}{said}.");
        }
        for line in &remarks.lines {
            tell!("Note: {line}.");
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

fn clean(text: &str) -> Result<Clean, String> {
    Clean::from_code(text).ok_or_else(|| {
        let known: Vec<_> = Clean::ALL.iter().map(|clean| clean.code()).collect();
        format!("write one or several of {}", known.join(", "))
    })
}

/// Seals are made for several environments, and records are checked in one.
fn one_environment(text: &str) -> Result<String, String> {
    match text.split_once(',') {
        None => Ok(text.to_owned()),
        Some(_) => {
            Err("records are checked for one environment at a time; name the one that these are in"
                .to_owned())
        }
    }
}

fn field_name(text: &str) -> Result<String, String> {
    if text.split('.').all(is_field_name) {
        return Ok(text.to_owned());
    }
    Err("this is not an API name (a letter first, then letters, digits, underscores)".to_owned())
}

fn timestamp(text: &str) -> Result<Timestamp, String> {
    Timestamp::parse(text).ok_or_else(|| "write it as 2026-11-21T09:00:00Z".to_owned())
}

/// An object's name as the platform spells it: seals and registries name objects exactly, and people type as they like
/// (profile §2). Names that only an org knows are taken as they are.
#[expect(clippy::unnecessary_wraps, reason = "the form of a parser of options")]
fn spelt(name: &str) -> Result<String, std::convert::Infallible> {
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
