//! What signs the seals: an issuer's key each of them, or a log all of them.

use touchmark::note::{KeyType, VerifierKey};
use touchmark_seal::{FieldPlan, NoteKey, Scope, ScopeError, Sealer, Statements};

use crate::commands::seal::options::{Envelope, Seal};
use crate::failure::Failure;
use crate::key_file::{KeyFile, Role};
use crate::log_folder::LogFolder;
use crate::read_back::Voucher;

/// What signs the seals.
pub(super) enum Signer {
    /// A signature for each.
    Each(Sealer),
    /// One for all, of a log.
    Log { statements: Statements, key: NoteKey, log: LogFolder },
}

impl Signer {
    pub(super) fn new(
        args: &Seal,
        file: KeyFile,
        scope: Scope<'_>,
        plan: FieldPlan,
    ) -> Result<Self, Failure> {
        let refused = |error: ScopeError| match error {
            ScopeError::NothingCovered => Failure::usage(
                "no column is covered: name at least one that everyone may read with --open-fields, or that only some \
                 may with --restricted TIER=…; the columns left to decide are then listed, ready to paste",
            ),
            error => Failure::usage(error.to_string()),
        };
        match (args.envelope, &args.log, &file.role) {
            (Envelope::Tlog, Some(folder), Role::Log { name, issuer }) => {
                let issuer = args.issuer.as_ref().or(issuer.as_ref()).ok_or_else(|| {
                    Failure::usage("the log vouches for several issuers; name the one with --issuer")
                })?;
                let statements = Statements::new(issuer, scope, plan).map_err(refused)?;
                let named = |error| Failure::usage(format!("{}: {error}", args.key.path.display()));
                let key = NoteKey::new(name, KeyType::Ed25519, file.key).map_err(named)?;
                let verifier_key = key.verifier_key();
                let log = VerifierKey::parse(&verifier_key)
                    .ok_or_else(|| Failure::usage(format!("{} is damaged", args.key.path.display())))
                    .and_then(|key| LogFolder::open(folder, &key))?;
                Ok(Self::Log { statements, key, log })
            }
            (Envelope::Tlog, Some(_), _) => Err(file.wrong_role("a log")),
            (Envelope::Tlog, None, _) => {
                Err(Failure::usage("--envelope tlog: name the folder of the log with --log DIR"))
            }
            (_, Some(_), _) => Err(Failure::usage("--log is for --envelope tlog alone")),
            (envelope, None, Role::Issuer(issuer)) => {
                let issuer = args.issuer.as_deref().or(issuer.as_deref()).map(str::to_owned);
                let sealer = Sealer::new(file.key, issuer.as_deref(), scope, plan).map_err(refused)?;
                Ok(Self::Each(if envelope == Envelope::Jws { sealer.as_jws() } else { sealer }))
            }
            (_, None, _) => Err(file.wrong_role("an issuer")),
        }
    }

    /// Who vouches for what is sealed; `public` is the sealing key.
    pub(super) fn voucher(&self, public: String) -> Voucher {
        match self {
            Self::Each(_) => Voucher::Issuer(public),
            Self::Log { key, .. } => Voucher::Log(key.verifier_key(), public),
        }
    }

    /// What is stated, whoever signs it.
    pub(super) fn statements(&self) -> &Statements {
        match self {
            Self::Each(sealer) => sealer.statements(),
            Self::Log { statements, .. } => statements,
        }
    }
}
