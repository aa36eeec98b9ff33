//! `touchmark trust`: signs trust bundles, and puts status lists into them.

use std::io::Write as _;
use std::path::Path;

use touchmark::json::{Value, parse};
use touchmark::note::decimal;
use touchmark::{Timestamp, TrustBundle};
use touchmark_seal::{PrivateKey, StatusList, SystemRandom, sign_document};

use crate::args::{Purpose, SignTrust, Status, Trust, TrustKeygen};
use crate::bundle::Bundle;
use crate::failure::{Exit, Failure, read_settings, read_text};
use crate::json_text::pretty;
use crate::key_file::{KeyFile, Role};
use crate::output::{Output, Readers};

pub(crate) fn run(args: &Trust) -> Result<Exit, Failure> {
    match args {
        Trust::Keygen(args) => keygen(args),
        Trust::Sign(args) => sign(args),
        Trust::Status(args) => status(args),
    }
}

fn keygen(args: &TrustKeygen) -> Result<Exit, Failure> {
    let mut file = Output::open(&args.out, Readers::Owner, args.force)?;
    let key = PrivateKey::generate(&mut SystemRandom).map_err(|error| Failure::input(error.to_string()))?;
    let secret = KeyFile::text(&key, &Role::Publisher)?;
    file.write_all(secret.as_bytes()).map_err(|error| Failure::io(&args.out, "written", &error))?;
    file.commit()?;
    eprintln!("Private key   {}  (keep it secret; only you may read it)", args.out.display());
    eprintln!("Policy        \"trustBundle\": {{ \"keys\": [\"{}\"] }}", key.multikey());
    Ok(Exit::Ok)
}

fn sign(args: &SignTrust) -> Result<Exit, Failure> {
    let now = args.clock.now()?;
    let file = KeyFile::read(&args.key)?;
    if file.role != Role::Publisher {
        return Err(file.wrong_role(&args.key, "a publisher of trust bundles"));
    }
    let text = read_settings(&args.bundle).map_err(|failure| failure.with_exit(Exit::Trust))?;
    require_usable(&args.bundle, &text)?;
    let Ok(Value::Object(bundle)) = parse(&text) else {
        return Err(Failure::trust(format!("{}: must be a JSON object", args.bundle.display())));
    };
    let signed = pretty(&sign_document(&bundle, &file.key.did_key(), &file.key, now));
    require_usable(&args.out, &signed)?;
    write(&args.out, &signed, args.force)?;
    eprintln!("Signed by {}; name that key in the policy's trustBundle.keys", file.key.multikey());
    Ok(Exit::Ok)
}

fn status(args: &Status) -> Result<Exit, Failure> {
    let now = args.clock.now()?;
    let KeyFile { key, role } = match KeyFile::read(&args.key)? {
        file @ KeyFile { role: Role::Issuer(_), .. } => file,
        file => return Err(file.wrong_role(&args.key, "the issuer of the seals")),
    };
    let did = match role {
        Role::Issuer(Some(did)) => did,
        _ => key.did_key(),
    };
    let until = args
        .valid_for
        .end(now)
        .ok_or_else(|| Failure::usage("--valid-for: a list must end, within the year 9999; 30d is usual"))?;
    let mut list = StatusList::default();
    let mut count = 0;
    for number in read_text(&args.withdrawn)?.split_whitespace() {
        if !decimal(number).is_some_and(|index| list.set(index)) {
            return Err(Failure::at(
                args.withdrawn.display(),
                format!("{number} is not the number of an entry: a decimal below 8388608"),
            ));
        }
        count += 1;
    }
    let purpose = match args.purpose {
        Purpose::Revocation => "revocation",
        Purpose::Suspension => "suspension",
    };
    let list = list.sign(&args.list, purpose, &did, &key, whole_seconds(now), until);
    let list = list.map_err(|error| Failure::input(format!("the list cannot be packed: {error}")))?;
    let mut bundle = Bundle::read(&args.bundle, now)?;
    bundle.replace("statusLists", list, |known| {
        let purposes =
            known.get("credentialSubject").and_then(|subject| subject.as_object()?.get("statusPurpose"));
        known.get("id").and_then(Value::as_str) == Some(&args.list)
            && purposes.and_then(Value::as_str) == Some(purpose)
    });
    let text = bundle.text();
    require_usable(&args.bundle, &text)?;
    write(&args.bundle, &text, true)?;
    eprintln!("Status list   {} ({purpose}): {count} withdrawn; valid until {until}", args.list);
    eprintln!("Trust bundle  {}", args.bundle.display());
    Ok(Exit::Ok)
}

fn whole_seconds(now: Timestamp) -> Timestamp {
    Timestamp::from_millis(now.as_millis().div_euclid(1000) * 1000).unwrap_or(now)
}

fn require_usable(path: &Path, text: &str) -> Result<(), Failure> {
    match TrustBundle::from_json(text) {
        Ok(_) => Ok(()),
        Err(error) => Err(Failure::trust(format!("{}: {error}", path.display()))),
    }
}

fn write(path: &Path, text: &str, may_replace: bool) -> Result<(), Failure> {
    let mut file = Output::open(path, Readers::Usual, may_replace)?;
    file.write_all(text.as_bytes()).map_err(|error| Failure::io(path, "written", &error))?;
    file.commit()
}
