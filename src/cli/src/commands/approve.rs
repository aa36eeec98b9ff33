//! `touchmark approve`: a second party's signature over seals that it has checked.

use clap::Args;
use touchmark::{FieldState, Trust, Verdict};
use touchmark_seal::{ApprovalError, SystemRandom};

use crate::apart::Apart;
use crate::checker::Checker;
use crate::commands::verify::{ANY_ORIGIN, label};
use crate::console::report;
use crate::failure::{Exit, Failure};
use crate::options::{Clock, Expected, Files, SigningKey};
use crate::resealed::{SealNames, reseal};

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

pub(crate) fn run(args: &Approve) -> Result<Exit, Failure> {
    let apart = Apart::default().reads("--key", args.key.path.as_path());
    args.expected.kept_apart(apart).writes("--out", args.files.out.as_path()).check()?;
    let now = args.clock.now()?;
    let approver = args.key.read()?.into_approver()?;
    let mut checker = Checker::open_for_approval(&args.expected, now)?;
    let names = SealNames::of(checker.policy());
    let count = reseal(&args.files, &names, |row, seal| {
        let place = row.place().column(&names.seal);
        let verdict = checker.check(row)?;
        if let Some(problem) = problem(&verdict) {
            return Err(Failure::at(place, problem).with_exit(Exit::Findings));
        }
        match approver.approve(seal, now, &mut SystemRandom) {
            Ok(seal) => Ok(Some(seal)),
            Err(ApprovalError::Random(error)) => Err(Failure::input(error.to_string())),
            Err(error) => Err(Failure::at(place, error)),
        }
    })?;
    report!("Approved: {} of {}", count.changed, count.rows);
    if count.unsealed > 0 {
        report!("  not sealed, left as they were: {}", count.unsealed);
    }
    report!("Approver: {}", approver.did());
    Ok(count.exit)
}

/// Why a record is not to be approved: whoever signs must have seen all that the seal covers, and found it so.
fn problem(verdict: &Verdict) -> Option<String> {
    let is_seen = |state| matches!(state, FieldState::Match | FieldState::Uncovered);
    let unseen = verdict.fields.iter().find(|field| !is_seen(field.state));
    if let Some(unseen) = unseen.filter(|_| verdict.trust == Trust::VerifiedPartial) {
        return Some(format!(
            "{} is covered by the seal and cannot be checked here; approve an export that holds every covered field and its companion pack",
            unseen.name
        ));
    }
    if !verdict.is_clean(&ANY_ORIGIN) {
        return Some(format!(
            "{}: not to be approved; `touchmark verify` says more, nothing was written",
            label(verdict)
        ));
    }
    None
}
