//! What people are told once a file was sealed.

use touchmark::{Origin, UUID_FIELD};
use touchmark_seal::NotCoverable;

use crate::commands::salesforce::field::{SALTS_LENGTH, SEAL_LENGTH};
use crate::commands::seal::columns::{Columns, Outcome};
use crate::commands::seal::desk::Desk;
use crate::commands::seal::tally::Tally;
use crate::commands::seal::task::Task;
use crate::console::{plain, report};
use crate::rules::Rule;

pub(super) fn report(task: &Task<'_>, desk: &Desk<'_>, columns: &Columns<'_>) {
    let (sealed, left) = (task.tally.sealed(), task.tally.left());
    report!("Sealed: {sealed} of {}", sealed + left);
    report_rows(task, columns);
    report_records(&task.tally, columns);
    report_columns(task, columns);
    let until = task.args.valid_for.end(desk.now);
    let until = until.map_or_else(|| "without end".to_owned(), |until| format!("until {until}"));
    report!("Issuer: {}; valid {until}", desk.signer.statements().issuer());
    if let Some(entries) = &task.entries {
        report!("Status: {}", entries.report());
    }
    if sealed == 0 && left == 0 {
        report!("Nothing was sealed: the file holds no records.");
    } else if sealed == 0 {
        report!("Nothing was sealed: check that `when` in the rules names values that occur in the file.");
    }
}

/// Which rows were sealed, by origin and rule, and which were left.
fn report_rows(task: &Task<'_>, columns: &Columns<'_>) {
    let tally = &task.tally;
    // What is claimed counts, not what somebody called a rule.
    let count_of = |at: usize| tally.by_rule.get(&at).copied().unwrap_or_default();
    let mut origins: Vec<Origin> = Vec::new();
    for origin in task.rules.iter().map(Rule::origin) {
        if !origins.contains(&origin) {
            origins.push(origin);
        }
    }
    for origin in origins {
        let rules: Vec<_> =
            task.rules.iter().enumerate().filter(|(_, rule)| rule.origin() == origin).collect();
        report!("  {origin}: {}", rules.iter().map(|(at, _)| count_of(*at)).sum::<usize>());
        if !matches!(rules.as_slice(), [(_, only)] if only.name() == origin.code()) {
            rules.iter().for_each(|(at, rule)| report!("    by the rule {}: {}", rule.name(), count_of(*at)));
        }
        for (at, rule) in &rules {
            let why = if count_of(*at) == 0 { rule.never_matches(&columns.types) } else { None };
            if let Some(why) = why {
                report!("    Warning: no row was found by the rule {}: {why}", rule.name());
            }
        }
    }
    report!("  no rule matched, left as they were: {}", tally.unsealed);
    if tally.already_sealed > 0 {
        report!("    of these, sealed before: {}", tally.already_sealed);
    }
    if !tally.of_others.is_empty() {
        let others: Vec<_> = tally.of_others.iter().map(|(name, count)| format!("{name} {count}")).collect();
        report!("  rows of other objects, left as they were: {}", others.join(", "));
    }
}

/// What there is to know of the records that were sealed.
fn report_records(tally: &Tally, columns: &Columns<'_>) {
    if tally.replaced > 0 {
        report!("Seals replaced: {}", tally.replaced);
    }
    if tally.minted > 0 {
        report!("New uuids: {}", tally.minted);
    }
    if tally.without_id > 0 {
        let maybe = columns.seen.keys().find(|name| columns.may_be_the_id(name));
        let hint =
            maybe.map(|name| format!("; is {} their id? Rename it to Id", plain(name))).unwrap_or_default();
        report!(
            "Records that show no Id: {}; their seals are bound to {UUID_FIELD} alone, and no registry can list them{hint}",
            tally.without_id
        );
    }
    if tally.with_gaps > 0 {
        report!(
            "Records that lack some of the fields to be covered: {} (an API that drops nulls?); those fields stay uncovered there",
            tally.with_gaps
        );
    }
    if tally.contradicted > 0 {
        report!(
            "Warning: records whose own label contradicts what is sealed, which verifiers flag: {}; correct the label or the rules",
            tally.contradicted
        );
    }
    if tally.not_available > 0 {
        report!(
            "Warning: records in which #N/A is sealed as a text: {}; where the file updates or makes records, #N/A is null: say so with --cells update or --cells insert",
            tally.not_available
        );
    }
    if tally.untrimmed > 0 {
        report!(
            "Warning: records in which a text is sealed that begins or ends with space: {}; the platform trims what it stores, so seal what it returns, or trim the texts first",
            tally.untrimmed
        );
    }
    if tally.too_long > 0 {
        report!(
            "Warning: records whose seal or companion is longer than its field on Salesforce: {}; `touchmark salesforce fields` gives \
             a seal {SEAL_LENGTH} characters and a companion {SALTS_LENGTH}: cover fewer fields, or lengthen the field in the org",
            tally.too_long
        );
    }
    if tally.computed_names > 0 {
        report!(
            "Person accounts: {}; the platform makes their Name from its parts, so it stays uncovered there",
            tally.computed_names
        );
    }
}

/// What became of the columns.
fn report_columns(task: &Task<'_>, columns: &Columns<'_>) {
    let list = |label: &str, names: &[&str]| {
        if !names.is_empty() {
            report!("{label}: {}", names.join(", "));
        }
    };
    list("Covered", &columns.with_outcome(|outcome| outcome == Outcome::Covered));
    list("Skipped", &columns.with_outcome(|outcome| outcome == Outcome::Skipped));
    let left_out = columns
        .with_outcome(|outcome| matches!(outcome, Outcome::LeftOut(why) if why != NotCoverable::RecordId));
    list("Cannot be covered", &left_out);
    // One command line may serve several exports, and a name that is mistyped leaves its column to be decided for.
    let mut absent: Vec<&str> = columns
        .args
        .skip
        .iter()
        .map(String::as_str)
        .filter(|name| !columns.seen.contains_key(columns.spelt(name).as_ref()))
        .collect();
    absent.sort_unstable();
    if !columns.seen.is_empty() {
        list("Named with --skip, and not in the file", &absent);
    }
    let mut stated: Vec<&str> = task.rules.iter().flat_map(Rule::field_origins).collect();
    stated.retain(|field| !columns.is_planned.contains(*field));
    stated.sort_unstable();
    stated.dedup();
    list("Fields whose origin is stated and that are not covered", &stated);
    let amounts: Vec<&str> = columns.amounts.iter().map(String::as_str).collect();
    if !columns.seen.is_empty() {
        list("Amounts that are covered without their currency, as the file has no CurrencyIsoCode", &amounts);
    }
}
