//! `touchmark keygen`: a private key, and the trust bundle that belongs to it.

use std::io::Write as _;
use std::path::Path;

use touchmark::json::{Value, parse};
use touchmark::{Timestamp, TrustBundle};
use touchmark_seal::{IssuerKey, SystemRandom};
use zeroize::Zeroizing;

use crate::args::Keygen;
use crate::duration::Span;
use crate::failure::{Exit, Failure, read_text};
use crate::json_text::{object, pretty};
use crate::output::{Output, Readers};

/// Line of a key file that says which issuer the key was made for. It stands before the PEM block, where readers of
/// PEM skip it (RFC 7468 §2).
const ISSUER_LINE: &str = "Issuer: ";

pub(crate) fn run(args: &Keygen) -> Result<Exit, Failure> {
    let now = args.clock.now()?;
    let now = Timestamp::from_millis(now.as_millis().div_euclid(1000) * 1000).unwrap_or(now);
    if args.out == args.trust {
        return Err(Failure::usage("--out and --trust name the same file; the private key needs its own"));
    }
    if args.name.trim().is_empty() {
        return Err(Failure::usage(
            "--name is empty; give the name that people shall see, such as \"Example Bank plc\"",
        ));
    }
    let expires = match args.expires {
        Span::Never => {
            return Err(Failure::usage("--expires never: a trust bundle must expire; 1y is usual"));
        }
        span => span.end(now).ok_or_else(|| Failure::usage("--expires lies beyond the year 9999"))?,
    };
    // Both files are prepared before either gets its name.
    let mut key_file = Output::open(&args.out, Readers::Owner, args.force)?;
    let mut trust_file = Output::open(&args.trust, Readers::Usual, args.force)?;

    let key = IssuerKey::generate(&mut SystemRandom).map_err(|error| Failure::input(error.to_string()))?;
    let issuer = args.issuer.clone().unwrap_or_else(|| key.did_key());
    let bundle = trust_bundle(&issuer, &args.name, &key, now, expires);
    TrustBundle::from_json(&bundle).map_err(|error| {
        Failure::usage(format!(
            "--issuer {issuer} makes no usable trust bundle: {}: {}",
            error.path, error.problem
        ))
    })?;
    let pem = key.to_pem().map_err(|error| Failure::input(format!("the key {error}")))?;
    let text = Zeroizing::new(format!(
        "touchmark issuer key: keep it secret, whoever has it can seal in your name\n{ISSUER_LINE}{issuer}\nPublic key: {}\n{}",
        key.multikey(),
        *pem
    ));
    key_file.write_all(text.as_bytes()).map_err(|error| Failure::io(&args.out, "written", &error))?;
    trust_file.write_all(bundle.as_bytes()).map_err(|error| Failure::io(&args.trust, "written", &error))?;
    key_file.commit()?;
    trust_file.commit()?;

    eprintln!("Private key   {}  (keep it secret; only you may read it)", args.out.display());
    eprintln!("Trust bundle  {}  (publish it with your pages; expires {expires})", args.trust.display());
    eprintln!("Issuer        {issuer}");
    Ok(Exit::Ok)
}

/// Reads a key file: the key, and the issuer it was made for where the file says so.
pub(crate) fn read_key(path: &Path) -> Result<(IssuerKey, Option<String>), Failure> {
    let text = Zeroizing::new(read_text(path).map_err(|failure| failure.with_exit(Exit::Usage))?);
    if is_open_to_others(path) {
        eprintln!("Warning: others can read {0}; run: chmod 600 {0}", path.display());
    }
    let key =
        IssuerKey::from_pem(&text).map_err(|error| Failure::usage(format!("{} {error}", path.display())))?;
    let preamble = text.split("-----BEGIN ").next().unwrap_or_default();
    let issuer = preamble.lines().find_map(|line| line.strip_prefix(ISSUER_LINE));
    Ok((key, issuer.map(|issuer| issuer.trim().to_owned())))
}

fn trust_bundle(issuer: &str, name: &str, key: &IssuerKey, now: Timestamp, expires: Timestamp) -> String {
    let multikey = key.multikey();
    let version = parse("1").unwrap_or(Value::Null);
    let key = object([
        ("id".into(), Some(format!("{issuer}#{multikey}").into())),
        ("type".into(), Some("Multikey".into())),
        ("publicKeyMultibase".into(), Some(multikey.as_str().into())),
    ]);
    let entry = object([
        ("id".into(), Some(issuer.into())),
        ("name".into(), Some(name.into())),
        ("keys".into(), Some(Value::Array(vec![key]))),
    ]);
    pretty(&object([
        ("trustBundle".into(), Some("crm-trust/1".into())),
        ("version".into(), Some(version)),
        ("issued".into(), Some(now.to_string().into())),
        ("expires".into(), Some(expires.to_string().into())),
        ("issuers".into(), Some(Value::Array(vec![entry]))),
    ]))
}

#[cfg(unix)]
fn is_open_to_others(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::metadata(path).is_ok_and(|metadata| metadata.permissions().mode() & 0o077 != 0)
}

#[cfg(not(unix))]
fn is_open_to_others(_: &Path) -> bool {
    false
}
