//! `touchmark keygen`: a private key, and its public half in a trust bundle.

use std::io::Write as _;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use touchmark::TrustBundle;
use touchmark::encoding::base64url;
use touchmark::json::{Value, object, texts};
use touchmark::note::{KeyType, VerifierKey};
use touchmark_seal::{NameError, NoteKey, PrivateKey, Random as _, SystemRandom};

use crate::apart::Apart;
use crate::bundle::Bundle;
use crate::console::report;
use crate::duration::Span;
use crate::failure::{Exit, Failure};
use crate::key_file::{KeyFile, Role};
use crate::log_folder::LogFolder;
use crate::options::Clock;
use crate::output::{Output, Readers, Replace};

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
    /// Approves seals of others, and grants uses
    Approver,
    /// Signs the checkpoints of a log, for `seal --envelope tlog`
    Log,
    /// Cosigns the checkpoints of others' logs
    Witness,
    /// Signs the registry of the seals that should exist
    Registry,
}

pub(crate) fn run(args: &Keygen) -> Result<Exit, Failure> {
    let now = args.clock.now()?.whole_seconds();
    check(args)?;
    let is_issuer = args.role == KeyRole::Issuer;
    let mut bundle = if is_issuer { Bundle::new(now) } else { Bundle::read(&args.trust, now)? };
    bundle.expire(args.expires, now)?;
    // All files are prepared before any gets its name. A bundle that a key is added to is replaced by itself.
    let mut key_file = Output::open(&args.out, Readers::Owner, Replace::if_forced(args.force))?;
    let replace = if is_issuer { Replace::if_forced } else { Replace::files_unless_forced };
    let mut trust_file = Output::open(&args.trust, Readers::Usual, replace(args.force))?;

    let key = PrivateKey::generate(&mut SystemRandom).map_err(|error| Failure::input(error.to_string()))?;
    let (role, shown) = bundle.add(args, &key)?;
    let trust = bundle.text()?;
    TrustBundle::from_json(&trust).map_err(|error| {
        let given = args.issuer.as_ref().map(|did| format!("--issuer {did}")).unwrap_or_default();
        Failure::usage(format!("{given} makes no usable trust bundle: {}: {}", error.path, error.problem))
    })?;
    let secret = KeyFile::text(&key, &role)?;
    key_file.write_all(secret.as_bytes()).map_err(|error| Failure::io(&args.out, "written", &error))?;
    trust_file.write_all(trust.as_bytes()).map_err(|error| Failure::io(&args.trust, "written", &error))?;
    if let (Role::Log { name, .. }, Some(folder)) = (&role, &args.log) {
        let key = NoteKey::new(name, KeyType::Ed25519, key).map_err(bad_name)?;
        LogFolder::create(folder, &key)?;
    }
    key_file.commit()?;
    trust_file.commit()?;

    report!("Private key   {}  (keep it secret; only you may read it)", args.out.display());
    let expires = bundle.member("expires");
    report!("Trust bundle  {}  (publish it with your pages; expires {expires})", args.trust.display());
    if let Some(folder) = &args.log {
        report!("Log           {}  (hashes alone: it may be published)", folder.display());
    }
    report!("{shown}");
    Ok(Exit::Ok)
}

fn check(args: &Keygen) -> Result<(), Failure> {
    Apart::default()
        .writes("--out", args.out.as_path())
        .writes("--trust", args.trust.as_path())
        .writes("--log", args.log.as_deref())
        .check()?;
    if args.name.trim().is_empty() {
        return Err(Failure::usage(
            "--name is empty; give the name that people shall see, such as \"Example Bank plc\"",
        ));
    }
    match args.role {
        KeyRole::Log => Ok(()),
        _ if args.log.is_some() => Err(Failure::usage("--log is for --role log alone")),
        KeyRole::Witness if args.issuer.is_some() => {
            Err(Failure::usage("--issuer: a witness speaks for no issuer; leave it out"))
        }
        KeyRole::Registry if args.issuer.is_some() => {
            Err(Failure::usage("--issuer: a registry speaks for no issuer; leave it out"))
        }
        _ => Ok(()),
    }
}

fn bad_name(error: NameError) -> Failure {
    Failure::usage(format!("--name: {error}"))
}

impl Bundle {
    /// Lists the key in its role; returns what its file says of it, and what to tell people.
    fn add(&mut self, args: &Keygen, key: &PrivateKey) -> Result<(Role, String), Failure> {
        let did = || args.issuer.clone().unwrap_or_else(|| key.did_key());
        let note_key = |key_type| {
            let key = VerifierKey::new(&args.name, key_type, key.public());
            key.map(|key| key.to_string()).ok_or_else(|| bad_name(NameError))
        };
        Ok(match args.role {
            KeyRole::Issuer => {
                let did = did();
                self.push("issuers", party(&did, &args.name, key));
                (Role::Issuer(Some(did.clone())), format!("Issuer        {did}"))
            }
            KeyRole::Approver => {
                let did = did();
                self.refuse_twice("approvers", "id", |known| known == did)?;
                self.push("approvers", party(&did, &args.name, key));
                (Role::Approver(did.clone()), format!("Approver      {did}"))
            }
            KeyRole::Log => {
                let verifier_key = note_key(KeyType::Ed25519)?;
                self.refuse_twice("logs", "key", |known| known.split('+').next() == Some(&args.name))?;
                let issuers = self.issuers_of_log(args)?;
                let entry = [
                    ("key".into(), Some(verifier_key.clone().into())),
                    ("issuers".into(), Some(texts(issuers.iter().map(String::as_str)))),
                ];
                self.push("logs", object(entry));
                let issuer = issuers.first().filter(|_| issuers.len() == 1).cloned();
                (Role::Log { name: args.name.clone(), issuer }, format!("Verifier key  {verifier_key}"))
            }
            KeyRole::Registry => {
                let verifier_key = note_key(KeyType::Ed25519)?;
                self.refuse_twice("registries", "key", |known| known.split('+').next() == Some(&args.name))?;
                let mut hmac_key = [0; 32];
                SystemRandom.fill(&mut hmac_key).map_err(|error| Failure::input(error.to_string()))?;
                let entry = [
                    ("key".into(), Some(verifier_key.clone().into())),
                    ("hmacKey".into(), Some(base64url(&hmac_key).into())),
                ];
                self.push("registries", object(entry));
                (Role::Registry(args.name.clone()), format!("Verifier key  {verifier_key}"))
            }
            KeyRole::Witness => {
                let verifier_key = note_key(KeyType::Cosignature)?;
                self.refuse_twice("witnesses", "key", |known| known.split('+').next() == Some(&args.name))?;
                self.push("witnesses", object([("key".into(), Some(verifier_key.clone().into()))]));
                (Role::Witness(args.name.clone()), format!("Verifier key  {verifier_key}"))
            }
        })
    }

    /// Whom the log may vouch for: the issuer given, or all that the bundle lists.
    fn issuers_of_log(&self, args: &Keygen) -> Result<Vec<String>, Failure> {
        let listed: Vec<String> = self.texts("issuers", "id").map(str::to_owned).collect();
        match &args.issuer {
            None if listed.is_empty() => Err(Failure::trust(format!(
                "{}: lists no issuer that the log could vouch for",
                args.trust.display()
            ))),
            None => Ok(listed),
            Some(did) if listed.contains(did) => Ok(vec![did.clone()]),
            Some(did) => Err(Failure::usage(format!(
                "--issuer {did}: {} lists no such issuer; there are {}",
                args.trust.display(),
                listed.join(", ")
            ))),
        }
    }
}

/// The entry of an issuer or an approver.
fn party(did: &str, name: &str, key: &PrivateKey) -> Value<'static> {
    let multikey = key.multikey();
    let key = object([
        ("id".into(), Some(format!("{did}#{multikey}").into())),
        ("type".into(), Some("Multikey".into())),
        ("publicKeyMultibase".into(), Some(multikey.into())),
    ]);
    let entry = object([
        ("id".into(), Some(did.into())),
        ("name".into(), Some(name.into())),
        ("keys".into(), Some(Value::Array(vec![key]))),
    ]);
    entry.into_owned()
}
