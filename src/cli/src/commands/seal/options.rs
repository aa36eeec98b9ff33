//! The options of `touchmark seal`.

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Args, ValueEnum};
use touchmark_seal::CLAIM_PATHS;

use crate::duration::Span;
use crate::options::{Clock, Files, SigningKey, spelt};
use crate::status_entries::{Entries, Purpose};

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
    /// Claims that every seal must make, such as purpose,generator.version: a row whose seal would lack one is refused
    #[arg(long, value_name = "CLAIM,…", value_delimiter = ',', value_parser = PossibleValuesParser::new(CLAIM_PATHS), hide_possible_values = true)]
    pub(crate) require_claims: Vec<String>,
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

impl Seal {
    /// The option that says of a field that it shall be covered.
    pub(crate) fn option_that_lists(&self, field: &str) -> &'static str {
        let is_open = self.open_fields.iter().any(|open| open.trim() == field);
        if is_open { "--open-fields" } else { "--restricted" }
    }
}
