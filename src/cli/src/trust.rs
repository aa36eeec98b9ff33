//! `touchmark trust`: signs trust bundles, and has status lists put into them.

use std::io::Write as _;
use std::path::Path;

use touchmark::json::{Value, parse};
use touchmark::{Timestamp, TrustBundle};
use touchmark_seal::{PrivateKey, SystemRandom, sign_document};

use crate::args::{SignTrust, Trust, TrustKeygen};
use crate::failure::{Exit, Failure};
use crate::files::{Apart, read_settings, write_whole};
use crate::json_text::pretty;
use crate::key_file::{KeyFile, Role};
use crate::output::{Output, Readers, Replace};
use crate::status;
use crate::tell::tell;

pub(crate) fn run(args: &Trust) -> Result<Exit, Failure> {
    match args {
        Trust::Keygen(args) => keygen(args),
        Trust::Sign(args) => sign(args),
        Trust::Status(args) => status::run(args),
    }
}

fn keygen(args: &TrustKeygen) -> Result<Exit, Failure> {
    let mut file = Output::open(&args.out, Readers::Owner, Replace::if_forced(args.force))?;
    let key = PrivateKey::generate(&mut SystemRandom).map_err(|error| Failure::input(error.to_string()))?;
    let secret = KeyFile::text(&key, &Role::Publisher)?;
    file.write_all(secret.as_bytes()).map_err(|error| Failure::io(&args.out, "written", &error))?;
    file.commit()?;
    tell!("Private key   {}  (keep it secret; only you may read it)", args.out.display());
    tell!("Policy        \"trustBundle\": {{ \"keys\": [\"{}\"] }}", key.multikey());
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
    let signed = pretty(&sign_document(&bundle, &file.key.did_key(), &file.key, now));
    require_usable(&args.out, &signed)?;
    write_whole(&args.out, signed.as_bytes(), Replace::if_forced(args.force))?;
    tell!("Signed by {}; name that key in the policy's trustBundle.keys", file.key.multikey());
    Ok(Exit::Ok)
}

pub(crate) fn whole_seconds(now: Timestamp) -> Timestamp {
    Timestamp::from_millis(now.as_millis().div_euclid(1000) * 1000).unwrap_or(now)
}

pub(crate) fn require_usable(path: &Path, text: &str) -> Result<(), Failure> {
    match TrustBundle::from_json(text) {
        Ok(_) => Ok(()),
        Err(error) => Err(Failure::trust(format!("{}: {error}", path.display()))),
    }
}
