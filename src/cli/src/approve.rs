//! `touchmark approve`: a second party's signature over seals that it has checked.

use touchmark::{FieldState, Trust, Verdict};
use touchmark_seal::{ApprovalError, Approver, ScopeError, SystemRandom};

use crate::args::Approve;
use crate::checker::Checker;
use crate::failure::{Exit, Failure};
use crate::files::Apart;
use crate::key_file::Role;
use crate::resealed::{SealNames, reseal};
use crate::tell::tell;
use crate::verify::{ANY_ORIGIN, label};

pub(crate) fn run(args: &Approve) -> Result<Exit, Failure> {
    let apart = Apart::default().reads("--key", args.key.path.as_path());
    args.expected.kept_apart(apart).writes("--out", args.files.out.as_path()).check()?;
    let now = args.clock.now()?;
    let file = args.key.read()?;
    let Role::Approver(did) = &file.role else { return Err(file.wrong_role("an approver")) };
    let did = did.clone();
    let approver = Approver::new(file.key, Some(&did))
        .map_err(|error: ScopeError| Failure::usage(format!("{}: {error}", args.key.path.display())))?;
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
    tell!("Approved: {} of {}", count.changed, count.rows);
    if count.unsealed > 0 {
        tell!("  not sealed, left as they were: {}", count.unsealed);
    }
    tell!("Approver: {did}");
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
