//! Private keys on disk: a PKCS#8 PEM, and above it what the key is for. Readers of PEM skip that (RFC 7468 §2).

use std::path::{Path, PathBuf};

use touchmark_seal::{Approver, PrivateKey};
use zeroize::Zeroizing;

use crate::console::report;
use crate::failure::{Exit, Failure};
use crate::files::read_short_text;
use crate::options::SigningKey;
use crate::shell::shell_path;

const ISSUER: &str = "Issuer: ";
const APPROVER: &str = "Approver: ";
const LOG: &str = "Log: ";
const WITNESS: &str = "Witness: ";
const REGISTRY: &str = "Registry: ";
const PUBLISHER: &str = "Signs: trust bundles";

/// A key, and what it is for. A key does one thing: a log's never issues, an issuer's never approves.
pub(crate) struct KeyFile {
    pub(crate) path: PathBuf,
    pub(crate) key: PrivateKey,
    pub(crate) role: Role,
}

/// What a key is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// Seals, in the name of this DID; of its own did:key where the file names none.
    Issuer(Option<String>),
    /// Approves, in the name of this DID.
    Approver(String),
    /// Signs the checkpoints of the log of this name, for this issuer where there is only one.
    Log { name: String, issuer: Option<String> },
    /// Cosigns the checkpoints of others under this name.
    Witness(String),
    /// Signs the registry of this name.
    Registry(String),
    /// Signs trust bundles.
    Publisher,
}

impl SigningKey {
    /// Reads the file. A PEM without a line of ours is an issuer's.
    pub(crate) fn read(&self) -> Result<KeyFile, Failure> {
        let path = &self.path;
        let text = Zeroizing::new(read_short_text(path).map_err(|failure| failure.with_exit(Exit::Usage))?);
        let key = PrivateKey::from_pem(&text)
            .map_err(|error| Failure::usage(format!("{} {error}", path.display())))?;
        if is_open_to_others(path) {
            let remedy = match shell_path(path) {
                Some(path) => format!("run: chmod 600 {path}"),
                None => "take that right from them".to_owned(),
            };
            report!("Warning: others can read {}; {remedy}", path.display());
        }
        let preamble = text.split("-----BEGIN ").next().unwrap_or_default();
        let said = |label: &str| {
            let value = preamble.lines().find_map(|line| line.strip_prefix(label));
            value.map(|value| value.trim().to_owned())
        };
        let notes = said(LOG).map(|name| Role::Log { name, issuer: said(ISSUER) });
        let role = notes
            .or_else(|| said(WITNESS).map(Role::Witness))
            .or_else(|| said(REGISTRY).map(Role::Registry))
            .or_else(|| said(APPROVER).map(Role::Approver))
            .or_else(|| said(PUBLISHER).map(|_| Role::Publisher))
            .unwrap_or_else(|| Role::Issuer(said(ISSUER)));
        Ok(KeyFile { path: path.clone(), key, role })
    }
}

impl KeyFile {
    /// What a key file holds.
    pub(crate) fn text(key: &PrivateKey, role: &Role) -> Result<Zeroizing<String>, Failure> {
        let (whose, power) = match role {
            Role::Issuer(_) => ("issuer", "seal in your name"),
            Role::Approver(_) => ("approver", "approve in your name"),
            Role::Log { .. } => ("log", "write another history of your log"),
            Role::Witness(_) => ("witness", "witness in your name"),
            Role::Registry(_) => ("registry", "say in your name which seals should exist"),
            Role::Publisher => ("publisher", "tell your pages whom to believe"),
        };
        let lines = match role {
            Role::Issuer(did) => did.iter().map(|did| format!("{ISSUER}{did}\n")).collect(),
            Role::Approver(did) => format!("{APPROVER}{did}\n"),
            Role::Log { name, issuer } => {
                let issuer: String = issuer.iter().map(|did| format!("{ISSUER}{did}\n")).collect();
                format!("{LOG}{name}\n{issuer}")
            }
            Role::Witness(name) => format!("{WITNESS}{name}\n"),
            Role::Registry(name) => format!("{REGISTRY}{name}\n"),
            Role::Publisher => format!("{PUBLISHER}\n"),
        };
        let pem = key.to_pem().map_err(|error| Failure::input(format!("the key {error}")))?;
        Ok(Zeroizing::new(format!(
            "touchmark {whose} key: keep it secret, whoever has it can {power}\n{lines}Public key: {}\n{}",
            key.multikey(),
            *pem
        )))
    }

    /// The approver whose key it is.
    pub(crate) fn into_approver(self) -> Result<Approver, Failure> {
        let Role::Approver(did) = &self.role else { return Err(self.wrong_role("an approver")) };
        Approver::new(self.key, Some(did))
            .map_err(|error| Failure::usage(format!("{}: {error}", self.path.display())))
    }

    /// A key that is for something else.
    pub(crate) fn wrong_role(&self, wanted: &str) -> Failure {
        let (whose, command) = match self.role {
            Role::Issuer(_) => ("an issuer", "keygen --role issuer"),
            Role::Approver(_) => ("an approver", "keygen --role approver"),
            Role::Log { .. } => ("a log", "keygen --role log"),
            Role::Witness(_) => ("a witness", "keygen --role witness"),
            Role::Registry(_) => ("a registry", "keygen --role registry"),
            Role::Publisher => ("a publisher of trust bundles", "trust keygen"),
        };
        Failure::usage(format!(
            "{} is the key of {whose}, and this takes the key of {wanted}: one key does one thing (`touchmark {command}` \
             made it)",
            self.path.display()
        ))
    }
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
