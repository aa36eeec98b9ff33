//! `touchmark trust`: signs trust bundles, has status lists put into them, and has policies written for earlier verifiers.

use std::io::Write as _;
use std::path::PathBuf;

use clap::{Args, Subcommand};
use touchmark::json::{Value, parse};
use touchmark_seal::{PrivateKey, SystemRandom, sign_document};

use crate::apart::Apart;
use crate::bundle::require_usable;
use crate::commands::policy::{self, PolicyFor};
use crate::commands::status::{self, Status};
use crate::console::report;
use crate::failure::{Exit, Failure};
use crate::files::read_settings;
use crate::json_text::pretty;
use crate::key_file::{KeyFile, Role};
use crate::options::{Clock, SigningKey};
use crate::output::{Output, Readers, Replace, write_whole};

/// Sign a trust bundle, keep a status list in it, or write a policy for earlier verifiers.
#[derive(Debug, Subcommand)]
pub(crate) enum Trust {
    Keygen(TrustKeygen),
    Sign(SignTrust),
    Status(Status),
    Policy(PolicyFor),
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

pub(crate) fn run(args: &Trust) -> Result<Exit, Failure> {
    match args {
        Trust::Keygen(args) => keygen(args),
        Trust::Sign(args) => sign(args),
        Trust::Status(args) => status::run(args),
        Trust::Policy(args) => policy::run(args),
    }
}

fn keygen(args: &TrustKeygen) -> Result<Exit, Failure> {
    let mut file = Output::open(&args.out, Readers::Owner, Replace::if_forced(args.force))?;
    let key = PrivateKey::generate(&mut SystemRandom).map_err(|error| Failure::input(error.to_string()))?;
    let secret = KeyFile::text(&key, &Role::Publisher)?;
    file.write_all(secret.as_bytes()).map_err(|error| Failure::io(&args.out, "written", &error))?;
    file.commit()?;
    report!("Private key   {}  (keep it secret; only you may read it)", args.out.display());
    report!("Policy        \"trustBundle\": {{ \"keys\": [\"{}\"] }}", key.multikey());
    Ok(Exit::Ok)
}

fn sign(args: &SignTrust) -> Result<Exit, Failure> {
    Apart::default()
        .reads("TRUST.JSON", args.bundle.as_path())
        .reads("--key", args.key.path.as_path())
        .writes("--out", args.out.as_path())
        .check()?;
    let now = args.clock.now()?;
    let file = args.key.read()?;
    if file.role != Role::Publisher {
        return Err(file.wrong_role("a publisher of trust bundles"));
    }
    let text = read_settings(&args.bundle).map_err(|failure| failure.with_exit(Exit::Trust))?;
    require_usable(&args.bundle, &text)?;
    let Ok(Value::Object(bundle)) = parse(&text) else {
        return Err(Failure::trust(format!("{}: must be a JSON object", args.bundle.display())));
    };
    let signed = pretty(&sign_document(&bundle, &file.key.did_key(), &file.key, now))?;
    require_usable(&args.out, &signed)?;
    write_whole(&args.out, signed.as_bytes(), Replace::if_forced(args.force))?;
    report!("Signed by {}; name that key in the policy's trustBundle.keys", file.key.multikey());
    Ok(Exit::Ok)
}
