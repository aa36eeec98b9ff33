//! `touchmark conform`: runs a file of acceptance cases and holds every verdict to all of its expectation.

use std::path::PathBuf;

use clap::Args;
use touchmark::json::{self, Value};
use touchmark_cases::Case;

use crate::console::answer;
use crate::failure::{Exit, Failure};
use crate::files::read_text;

/// Run a file of acceptance cases, and name each expectation that is not met.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  touchmark conform tests/data/seal-cases.json")]
pub(crate) struct Conform {
    /// Acceptance cases (JSON)
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
}

pub(crate) fn run(args: &Conform) -> Result<Exit, Failure> {
    let text = read_text(&args.file)?;
    let refused = |problem: String| Failure::input(format!("{}: {problem}", args.file.display()));
    let tree = json::parse_view(&text).map_err(|error| refused(format!("not readable as JSON: {error}")))?;
    let cases = tree.as_object().and_then(|root| root.get("cases")).and_then(Value::as_array);
    let cases = cases.ok_or_else(|| refused("holds no cases: expected {\"cases\": […]}".to_owned()))?;
    let (mut passed, mut failed) = (0, 0);
    for (at, case) in cases.iter().enumerate() {
        let case = Case::read(case).map_err(|problem| refused(format!("case {}: {problem}", at + 1)))?;
        let verdict = case.verdict().map_err(|problem| refused(format!("{}: {problem}", case.id)))?;
        let mismatches =
            case.mismatches(&verdict).map_err(|problem| refused(format!("{}: {problem}", case.id)))?;
        if mismatches.is_empty() {
            passed += 1;
        } else {
            failed += 1;
            let reason = verdict.reasons.first().map(|reason| reason.code.code()).unwrap_or("none");
            for mismatch in mismatches {
                answer(format_args!("{}: {mismatch} (reason: {reason})", case.id))?;
            }
        }
    }
    answer(format_args!("{passed} passed, {failed} failed"))?;
    if passed + failed == 0 {
        return Err(refused("no case was run, which proves nothing".to_owned()));
    }
    Ok(if failed > 0 { Exit::Findings } else { Exit::Ok })
}
