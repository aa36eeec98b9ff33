//! `touchmark seal`: the same rows out, sealed.

mod columns;
mod companion;
mod desk;
mod options;
mod pending;
mod plan;
mod remedy;
mod report;
mod sealed_rows;
mod signer;
mod source;
mod tally;
mod task;

use touchmark::{Cells, Timestamp};
use touchmark_seal::Scope;

use crate::apart::Apart;
use crate::duration::Span;
use crate::failure::{Exit, Failure};
use crate::field_types::field_types;
use crate::output::{Output, Readers, Replace};
use crate::progress::progress;
use crate::read_back::ReadBack;
use crate::rules::Rules;
use crate::status_entries::FreeEntries;
use touchmark_rows::Rows;

use self::columns::Columns;
use self::desk::Desk;
pub(crate) use self::options::Seal;
use self::plan::plan;
use self::report::report;
use self::signer::Signer;
use self::source::{of_other_object, refuse_results};
use self::task::Task;

pub(crate) fn run(args: &Seal) -> Result<Exit, Failure> {
    let now = check(args)?;
    let rules = Rules::read(&args.rules)?;
    rules.check_at(now).map_err(|problem| Failure::usage(format!("{}: {problem}", args.rules.display())))?;
    let file = args.key.read()?;
    let types = field_types(&args.object, args.types.as_deref())?;
    let reading = args.files.meaning.reading(args.files.format);
    let mut rows = Rows::open(&args.files.input, reading)?;
    let plan = plan(args, &types, rows.columns())
        .map_err(|failure| of_other_object(args, &mut rows).unwrap_or(failure))?;
    let public = file.key.multikey();
    let environments: Vec<&str> = args.environment.iter().map(String::as_str).collect();
    let scope = Scope { object: &args.object, tenant: &args.tenant, environments: &environments };
    let signer = Signer::new(args, file, scope, plan)?;
    let read_back = ReadBack::new(scope, signer.statements().issuer(), &signer.voucher(public), now)?;

    let mut columns = Columns::new(args, types, signer.statements().plan(), &rules);
    let added = admit_header(args, &mut rows, &mut columns)?;
    let mut out =
        Output::open(&args.files.out, Readers::Usual, Replace::files_unless_forced(args.files.force))?;
    let has_header = rows.columns().is_some();
    let mut task = Task {
        args,
        rules: &rules,
        has_header,
        // Of a CSV alone: APIs drop nulls from JSON.
        is_update: has_header && reading.cells == Cells::Update,
        entries: args.status.as_ref().map(FreeEntries::new),
        tally: Default::default(),
        sealed: Default::default(),
    };
    let mut desk = Desk { args, signer, read_back, now };
    let progress = progress("Sealing", rows.length());
    let sealed = task.seal_all(&mut desk, &mut rows, &mut columns, &added, &mut out, &progress);
    // Whatever comes next is written on a clean line.
    progress.finish_and_clear();
    sealed?;
    out.commit()?;
    let exit = args.files.meaning.close(Exit::Ok, &rows.remarks());
    report(&task, &desk, &columns);
    Ok(exit)
}

/// Refuses options that do not fit together; returns the present time.
fn check(args: &Seal) -> Result<Timestamp, Failure> {
    Apart::default()
        .reads("--key", args.key.path.as_path())
        .reads("--rules", args.rules.as_path())
        .reads("--types", args.types.as_deref())
        .keeps("--log", args.log.as_deref())
        .writes("--out", args.files.out.as_path())
        .check()?;
    let now = args.clock.now()?;
    if args.valid_for != Span::Never && args.valid_for.end(now).is_none() {
        return Err(Failure::usage("--valid-for lies beyond the year 9999; give a shorter span, or never"));
    }
    Ok(now)
}

/// Decides about the columns of a header, where there is one; returns those that sealing adds to it.
fn admit_header(args: &Seal, rows: &mut Rows, columns: &mut Columns<'_>) -> Result<Vec<String>, Failure> {
    let Some(header) = rows.columns() else { return Ok(Vec::new()) };
    refuse_results(header.iter().map(String::as_str), rows.name())?;
    let header: Vec<String> = header.to_vec();
    let admitted = columns.admit(header.iter().map(|name| (name.as_str(), true)), rows.name());
    admitted.map_err(|failure| of_other_object(args, rows).unwrap_or(failure))?;
    columns.all_seen(rows.name())?;
    let is_there = |name: &String| header.iter().any(|known| known.eq_ignore_ascii_case(name));
    Ok(columns.filled.iter().filter(|name| !is_there(name)).cloned().collect())
}
