//! `touchmark seal`: the same rows out, sealed.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::io;

use indicatif::ProgressBar;
use touchmark::answer::object_by;
use touchmark::ids::{self, object_of_id};
use touchmark::json::Value;
use touchmark::note::{KeyType, VerifierKey};
use touchmark::{
    Cells, Origin, REFERENCE_FIELD as REFERENCE, Record, SEAL_FIELD as SEAL, Timestamp, UUID_FIELD as UUID,
    is_field_name, meant_seal_field,
};
use touchmark_seal::{
    CURRENCY, FieldPlan, FieldTypes, NotCoverable, NoteKey, PlanError, RecordToSeal, Scope, ScopeError,
    SealError, Sealed, Sealer, Statement, Statements, SystemRandom, stated_id, uuid_v4,
};

use crate::args::{Envelope, Seal};
use crate::duration::Span;
use crate::failure::{Exit, Failure};
use crate::files::Apart;
use crate::key_file::{KeyFile, Role};
use crate::log::LogFolder;
use crate::output::{Output, Readers, Replace};
use crate::progress::progress;
use crate::read_back::{ReadBack, Voucher, misses};
use crate::rows::{Fill, Place, Row, Rows, Values, is_without_value, text_of, value_of};
use crate::rules::{Rule, Rules};
use crate::shell::{option, option_with, toml_key};
use crate::status::FreeEntries;
use crate::tell::{plain, tell};
use crate::types::{field_types, nearest, of_label, renamed, squeezed};

/// The member by which Snowfakery says of which object a record is.
const TABLE: &str = "_table";

/// How Bulk API ingest writes null.
pub(crate) const NOT_AVAILABLE: &str = "#N/A";

/// What results of a load say of each row.
const RESULTS: [&str; 3] = ["sf__Id", "sf__Created", "sf__Error"];

/// Rows that are sealed, read back and written at once.
const PIECE: usize = 64;

pub(crate) fn run(args: &Seal) -> Result<Exit, Failure> {
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
    let means = Means::new(args, file, scope, plan)?;
    let read_back = ReadBack::new(scope, means.statements().issuer(), &means.voucher(public), now)?;

    let mut columns = Columns::new(args, types, means.statements().plan(), &rules);
    let added = match rows.columns() {
        None => Vec::new(),
        Some(header) => {
            refuse_results(header.iter().map(String::as_str), rows.name())?;
            let header: Vec<String> = header.to_vec();
            let admitted = columns.admit(header.iter().map(|name| (name.as_str(), true)), rows.name());
            admitted.map_err(|failure| of_other_object(args, &mut rows).unwrap_or(failure))?;
            columns.all_seen(rows.name())?;
            let wanted = columns.filled.iter();
            wanted
                .filter(|name| !header.iter().any(|known| known.eq_ignore_ascii_case(name)))
                .cloned()
                .collect()
        }
    };
    let mut out =
        Output::open(&args.files.out, Readers::Usual, Replace::files_unless_forced(args.files.force))?;
    let entries = args.status.as_ref().map(FreeEntries::new);
    let mut job = Job {
        args,
        means,
        read_back,
        rules,
        has_header: rows.columns().is_some(),
        // Of a CSV alone: APIs drop nulls from JSON.
        is_update: rows.columns().is_some() && reading.cells == Cells::Update,
        now,
        entries,
        tally: Tally::default(),
        sealed: SealedRows::default(),
    };
    let progress = progress("Sealing", rows.length());
    let sealed = job.seal_all(&mut rows, &mut columns, &added, &mut out, &progress);
    // Whatever comes next is written on a clean line.
    progress.finish_and_clear();
    sealed?;
    out.commit()?;
    let exit = args.files.meaning.close(Exit::Ok, &rows.remarks());
    report(&job, &columns);
    Ok(exit)
}

/// What signs the seals.
enum Means {
    /// A signature for each.
    Each(Sealer),
    /// One for all, of a log.
    Log { statements: Statements, key: NoteKey, log: LogFolder },
}

impl Means {
    fn new(args: &Seal, file: KeyFile, scope: Scope<'_>, plan: FieldPlan) -> Result<Self, Failure> {
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
    fn voucher(&self, public: String) -> Voucher {
        match self {
            Self::Each(_) => Voucher::Issuer(public),
            Self::Log { key, .. } => Voucher::Log(key.verifier_key(), public),
        }
    }

    fn statements(&self) -> &Statements {
        match self {
            Self::Each(sealer) => sealer.statements(),
            Self::Log { statements, .. } => statements,
        }
    }
}

/// Refuses the result of a load by the names that only such results have.
fn refuse_results<'n>(
    mut names: impl Iterator<Item = &'n str>,
    place: impl std::fmt::Display,
) -> Result<(), Failure> {
    let is_of_results = |name: &&str| RESULTS.iter().any(|known| known.eq_ignore_ascii_case(name));
    match names.find(is_of_results) {
        None => Ok(()),
        Some(name) => Err(Failure::at(
            place,
            format_args!(
                "is the result of a Bulk load (it has {name}) and holds what was sent, not what the platform made of it; \
                 query the records and seal those"
            ),
        )),
    }
}

/// What is wrong first, where the columns do not fit because the records are those of another object: their ids say so.
fn of_other_object(args: &Seal, rows: &mut Rows) -> Option<Failure> {
    let row = rows.next_row().ok().flatten()?;
    let record = row.record().ok()?;
    let object = record
        .object()
        .map(str::to_owned)
        .or_else(|| record.id().and_then(object_of_id).map(str::to_owned))?;
    let is_other = !object.is_empty() && !object.eq_ignore_ascii_case(&args.object);
    is_other.then(|| {
        let problem = format_args!(
            "is a record of {object}, and --object says {}: name the object that the records are of",
            args.object
        );
        Failure::usage(format!("{}: {problem}", row.place()))
    })
}

fn plan(args: &Seal, types: &FieldTypes, columns: Option<&[String]>) -> Result<FieldPlan, Failure> {
    let has_table = FieldTypes::standard(&args.object).is_some() || args.types.is_some();
    // Where a header says so.
    let lacks = |wanted: &str| {
        columns.is_some_and(|names| !names.iter().any(|name| name.eq_ignore_ascii_case(wanted)))
    };
    let has = |wanted: &str| columns.is_some() && !lacks(wanted);
    let refused = |option: &str, error: PlanError| {
        let remedy = match &error {
            PlanError::UnknownType { field, similar: None } if lacks(field) => {
                let known = columns.unwrap_or_default().iter().map(String::as_str);
                format!(", and {}", no_such_column(field, &args.files.input.display().to_string(), known))
            }
            PlanError::UnknownType { field, similar: None } => {
                let near = did_you_mean(field, types.names());
                near + &unknown_type(field, &args.object, has_table, Some(option))
            }
            PlanError::NoFieldName(name) if name.contains(';') => {
                format!("; write commas between names, as in {option} {}", name.replace(';', ","))
            }
            // The file has the right name, and the option alone is wrong.
            PlanError::NoFieldName(name) => match of_label(name, types.names()) {
                Some(api_name) if has(api_name) && lacks(name) => {
                    format!("; write {api_name}, as the column is called")
                }
                _ => renamed(name, types.names()),
            },
            PlanError::NotCoverable { field, .. } => format!("; take {field} out of {option}"),
            _ => String::new(),
        };
        Failure::usage(format!("{option}: {error}{remedy}"))
    };
    let mut plan = FieldPlan::new(types.clone());
    let restricted = args.restricted.iter().flat_map(|tier| tier.split(['=', ',']).skip(1));
    for name in args.open_fields.iter().map(String::as_str).chain(restricted).map(str::trim) {
        let own = [SEAL, UUID, REFERENCE].into_iter().any(|own| own.eq_ignore_ascii_case(name));
        if own || companion_spelling(name).is_some() {
            let why = NotCoverable::OfTheSeal;
            return Err(Failure::usage(format!("{name} cannot be covered by a seal: {why}; do not list it")));
        }
    }
    for field in args.open_fields.iter().map(|field| field.trim()).filter(|field| !field.is_empty()) {
        plan.open(field).map_err(|error| refused("--open-fields", error))?;
    }
    for restricted in &args.restricted {
        let (tier, fields) = restricted.split_once('=').ok_or_else(|| {
            Failure::usage(format!(
                "--restricted {restricted}: name the tier and its fields, as in --restricted Personal=Email,Phone"
            ))
        })?;
        for field in fields.split(',').map(str::trim).filter(|field| !field.is_empty()) {
            plan.restricted(tier.trim(), field).map_err(|error| refused("--restricted", error))?;
        }
    }
    for name in plan.names() {
        if let Some(skipped) = args.skip.iter().find(|skipped| skipped.eq_ignore_ascii_case(name)) {
            let how = if skipped == name {
                "the field is also listed to be covered".to_owned()
            } else {
                format!("is {name}, which is listed to be covered, as upper and lower case do not count")
            };
            return Err(Failure::usage(format!("--skip {skipped}: {how}; decide for one")));
        }
    }
    Ok(plan)
}

fn unknown_type(field: &str, object: &str, has_table: bool, listed_in: Option<&str>) -> String {
    let known: Vec<_> = FieldTypes::standard_objects().collect();
    let hint = if has_table {
        String::new()
    } else {
        let meant = did_you_mean(object, known.iter().copied());
        format!(" (types are built in for {}, not for {object}{meant})", known.join(", "))
    };
    format!("; {}, or {}{hint}", type_line(field), left_out(field, listed_in))
}

/// How a field's type is told.
fn type_line(field: &str) -> String {
    format!(
        "name its type in a --types file, as in {} = \"{}\" (or currency, date, …: as its describe has it)",
        toml_key(field),
        if field.to_ascii_lowercase().ends_with("id") { "reference" } else { "string" }
    )
}

/// How a column is left out that an option lists to be covered.
fn left_out(name: &str, listed_in: Option<&str>) -> String {
    match (option("--skip", &[name]), listed_in) {
        (Some(skip), Some(listed_in)) => format!("take it out of {listed_in} and add {skip}"),
        (Some(skip), None) => format!("leave it out with {skip}"),
        (None, _) => RENAME.to_owned(),
    }
}

/// For a name that no command line can say.
const RENAME: &str = "rename the column: its name holds characters that no field's name has";

/// A hint at the known name that is most like one that is not known.
fn did_you_mean<'n>(name: &str, known: impl Iterator<Item = &'n str>) -> String {
    match nearest(name, known) {
        Some(known) => format!(" (did you mean {known}?)"),
        None => String::new(),
    }
}

fn no_such_column<'n>(name: &str, file: &str, known: impl Iterator<Item = &'n str> + Clone) -> String {
    let near = did_you_mean(name, known.clone());
    format!("there is no such column in {file}{near}; there are {}", known.collect::<Vec<_>>().join(", "))
}

/// What becomes of each column.
struct Columns<'a> {
    args: &'a Seal,
    types: FieldTypes,
    planned: Vec<String>,
    /// The same, to be looked up.
    is_planned: HashSet<String>,
    /// In lower case.
    is_skipped: HashSet<String>,
    /// The planned amounts, where their currency is not planned with them.
    amounts: Vec<String>,
    /// With the rule that asks.
    asked_by_rules: Vec<(String, String)>,
    /// The columns that sealing fills, in the order in which they are added.
    filled: Vec<String>,
    seen: BTreeMap<String, Fate>,
    /// How names are spelt in what is signed, by their lower case: files write them as they like.
    spellings: HashMap<String, String>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Covered,
    Skipped,
    Plumbing,
    LeftOut(NotCoverable),
}

impl<'a> Columns<'a> {
    fn new(args: &'a Seal, types: FieldTypes, plan: &FieldPlan, rules: &Rules) -> Self {
        let mut filled = vec![SEAL.to_owned(), UUID.to_owned()];
        filled.extend(plan.tiers().iter().map(|tier| tier.companion_field()));
        if args.reference {
            filled.push(REFERENCE.to_owned());
        }
        let asked: Vec<_> =
            rules.columns().into_iter().map(|(column, rule)| (column.to_owned(), rule.to_owned())).collect();
        // The platform's spelling before anybody's.
        let mut spellings = HashMap::new();
        let own = ["Id", SEAL, UUID, REFERENCE, CURRENCY].into_iter();
        let own = own.chain(filled.iter().map(String::as_str)).chain(types.names()).chain(plan.names());
        let asked_for = args.skip.iter().chain(asked.iter().map(|(column, _)| column)).map(String::as_str);
        for name in own.chain(asked_for) {
            spellings.entry(name.to_ascii_lowercase()).or_insert_with(|| name.to_owned());
        }
        Self {
            args,
            types,
            planned: plan.names().map(str::to_owned).collect(),
            is_planned: plan.names().map(str::to_owned).collect(),
            is_skipped: args.skip.iter().map(|name| name.to_ascii_lowercase()).collect(),
            amounts: plan.amounts_without_currency().into_iter().map(str::to_owned).collect(),
            asked_by_rules: asked,
            filled,
            seen: BTreeMap::new(),
            spellings,
        }
    }

    /// Decides about columns that were not seen before; every one that can be covered must have been decided for.
    /// With each comes whether it holds anything.
    fn admit<'n>(
        &mut self,
        names: impl Iterator<Item = (&'n str, bool)>,
        place: impl std::fmt::Display,
    ) -> Result<(), Failure> {
        let (mut undecided, mut misspelt) = (Vec::new(), Vec::new());
        let mut here: HashMap<Cow<'_, str>, &str> = HashMap::new();
        for (written, holds_something) in names {
            let name = self.spelt(written);
            if let Some(other) = here.insert(name.clone(), written) {
                misspelt.push(format!(
                    "{other} and {written} name one field, as upper and lower case do not count; take one out, or rename it"
                ));
                continue;
            }
            if self.seen.contains_key(name.as_ref()) {
                continue;
            }
            if let Some(meant) = meant_seal_field(&name) {
                misspelt.push(format!("{name} {}", misses(&meant)));
                continue;
            }
            self.refuse_amount_alone(&name, &place)?;
            match self.decide(&name) {
                Some(fate) => {
                    let name = name.into_owned();
                    self.spellings.entry(name.to_ascii_lowercase()).or_insert_with(|| name.clone());
                    self.seen.insert(name, fate);
                }
                // An empty relationship, such as `Account: null`, is no field.
                None if !holds_something && !name.ends_with("__c") && self.types.get(&name).is_none() => {}
                None => undecided.push(name.into_owned()),
            }
        }
        let undecided: Vec<&str> = undecided.iter().map(String::as_str).collect();
        match misspelt.as_slice() {
            [] => {}
            [only] => return Err(Failure::at(&place, only)),
            _ => {
                let lines = misspelt.iter().map(|problem| format!("  {problem}"));
                let problem = "columns are not spelt as readers look for them:";
                return Err(Failure::at(&place, problem).with_lines(lines));
            }
        }
        if undecided.is_empty() { Ok(()) } else { Err(self.refusal(&undecided, &place.to_string())) }
    }

    /// Refuses to cover amounts and not what they are amounts of, where the file says it: another currency could be put in
    /// its place unseen.
    fn refuse_amount_alone(&self, name: &str, place: impl std::fmt::Display) -> Result<(), Failure> {
        if self.amounts.is_empty() || name != CURRENCY {
            return Ok(());
        }
        let kept = if self.args.skip.iter().any(|skipped| skipped.eq_ignore_ascii_case(CURRENCY)) {
            ", and take it out of --skip"
        } else {
            ""
        };
        Err(Failure::usage(format!(
            "{place}: {CURRENCY} must be covered with {}: an amount in another currency is another amount; add {CURRENCY} to --open-fields, or to a tier of --restricted{kept}",
            self.amounts.join(", ")
        )))
    }

    /// A name as it is signed: upper and lower case do not count on the platform, and loaders write names in capitals.
    fn spelt<'n>(&self, name: &'n str) -> Cow<'n, str> {
        // Nearly always it is that already.
        if self.seen.contains_key(name) {
            return Cow::Borrowed(name);
        }
        match self.spellings.get(&name.to_ascii_lowercase()) {
            Some(known) if known != name => Cow::Owned(known.clone()),
            Some(_) => Cow::Borrowed(name),
            None => companion_spelling(name).map_or(Cow::Borrowed(name), Cow::Owned),
        }
    }

    fn decide(&self, name: &str) -> Option<Fate> {
        if name == SEAL || name == UUID || name == REFERENCE || name == TABLE || is_companion(name) {
            return Some(Fate::Plumbing);
        }
        if self.is_planned.contains(name) {
            return Some(Fate::Covered);
        }
        if self.is_skipped.contains(&name.to_ascii_lowercase()) {
            return Some(Fate::Skipped);
        }
        match self.types.get(name) {
            Some(Err(why)) => Some(Fate::LeftOut(why)),
            // `Account.Name`, as a query over a relationship names it.
            None if name.contains('.') => Some(Fate::LeftOut(NotCoverable::OfAnotherRecord)),
            _ => None,
        }
    }

    fn refusal(&self, undecided: &[&str], place: &str) -> Failure {
        let (known, unknown): (Vec<&str>, Vec<&str>) =
            undecided.iter().partition(|name| self.types.get(name).is_some());
        let mut lines = Vec::new();
        let said = |option: Option<String>| option.unwrap_or_else(|| RENAME.to_owned());
        let not_covered =
            |names: &[&str]| format!("    not to be covered:       {}", said(option("--skip", names)));
        if !known.is_empty() {
            lines.extend([
                format!("  {}", known.join(",")),
                format!("    everyone may read them:  {}", said(option("--open-fields", &known))),
                format!(
                    "    only some may:           {}",
                    said(option_with("--restricted", "TIER=", &known))
                ),
                not_covered(&known),
            ]);
        }
        for name in unknown {
            let may_be_the_id = self.may_be_the_id(name);
            if !is_field_name(name) && !may_be_the_id {
                let error = PlanError::NoFieldName(name.to_owned());
                lines.push(format!("  {error}{}", renamed(name, self.types.names())));
            } else {
                lines.push(format!("  {name}"));
            }
            if may_be_the_id {
                lines.push(
                    "    did you mean Id? The record's id is read from the column Id: rename it".to_owned(),
                );
            }
            if is_field_name(name) {
                lines.push(format!("    its type is not known:   {}", type_line(name)));
            }
            lines.push(not_covered(&[name]));
        }
        Failure::usage(format!("{place}: every column must be covered or skipped, and these are neither:"))
            .with_lines(lines)
    }

    /// Whether a column is called as people call the id of the records, and none is called `Id`.
    fn may_be_the_id(&self, name: &str) -> bool {
        let name = squeezed(name);
        let of_object = squeezed(&self.args.object) + "id";
        !self.seen.contains_key("Id")
            && [of_object.as_str(), "recordid", "id18", "casesafeid", "salesforceid", "sfid"]
                .contains(&name.as_str())
    }

    /// Every column that was named must be there.
    fn all_seen(&self, file: &str) -> Result<(), Failure> {
        // No record at all names no column.
        if self.seen.is_empty() {
            return Ok(());
        }
        let refusal = |who: String, name: &str| {
            let known = self.seen.keys().map(String::as_str);
            Err(Failure::usage(format!("{who} {name}, and {}", no_such_column(name, file, known))))
        };
        let is_missing = |name: &str| !self.seen.contains_key(self.spelt(name).as_ref());
        if let Some(name) = self.planned.iter().find(|name| is_missing(name)) {
            return refusal(format!("{} names", option_that_lists(self.args, name)), name);
        }
        if let Some((name, rule)) = self.asked_by_rules.iter().find(|(name, _)| is_missing(name)) {
            return refusal(format!("{}: {rule}: asks for", self.args.rules.display()), name);
        }
        Ok(())
    }

    fn with_fate(&self, fate: impl Fn(Fate) -> bool) -> Vec<&str> {
        self.seen.iter().filter(|(_, known)| fate(**known)).map(|(name, _)| name.as_str()).collect()
    }
}

fn is_companion(name: &str) -> bool {
    name.strip_prefix("Provenance_Salts_")
        .and_then(|rest| rest.strip_suffix("__c"))
        .is_some_and(|tier| !tier.is_empty())
}

/// A companion's name as the platform has it, whatever the case of this one.
fn companion_spelling(name: &str) -> Option<String> {
    let (prefix, suffix) = ("Provenance_Salts_", "__c");
    let tier = name.get(prefix.len()..name.len().checked_sub(suffix.len())?)?;
    Some(format!("{prefix}{tier}{suffix}")).filter(|spelt| spelt.eq_ignore_ascii_case(name))
}

/// One run over one file.
struct Job<'a> {
    args: &'a Seal,
    means: Means,
    read_back: ReadBack,
    rules: Rules,
    /// Whether the columns are known before the rows.
    has_header: bool,
    /// Whether the rows leave as they are the fields of which they say nothing.
    is_update: bool,
    now: Timestamp,
    /// Of the status list.
    entries: Option<FreeEntries<'a>>,
    tally: Tally,
    sealed: SealedRows,
}

/// The rows to be sealed, by what a seal is bound to: two of one record would get two seals, and keep one of them.
#[derive(Default)]
struct SealedRows {
    by_uuid: HashMap<u128, usize>,
    /// The first 15 characters say which record it is.
    by_id: HashMap<[u8; 15], usize>,
}

impl SealedRows {
    fn refuse_twice(&mut self, uuid: &str, id: &str, place: &Place) -> Result<(), Failure> {
        let uuid = ids::to_uuid(uuid).and_then(|uuid| u128::from_str_radix(&uuid.replace('-', ""), 16).ok());
        if let Some(first) = uuid.and_then(|uuid| self.by_uuid.insert(uuid, place.number())) {
            let first = place.of_row(first);
            return Err(Failure::at(
                place.column(UUID),
                format_args!(
                    "{first} has the same uuid, and a seal belongs to one record; take the row out, or empty the cell \
                     where it is a copy, to get a new uuid"
                ),
            ));
        }
        let id = ids::to_18(id).and_then(|id| id.as_bytes().first_chunk::<15>().copied());
        match id.and_then(|id| self.by_id.insert(id, place.number())) {
            None => Ok(()),
            Some(first) => {
                let first = place.of_row(first);
                let problem = format_args!("{first} is the same record; take one of the two out");
                Err(Failure::at(place.column("Id"), problem))
            }
        }
    }
}

#[derive(Default)]
struct Tally {
    by_rule: BTreeMap<usize, usize>,
    unsealed: usize,
    replaced: usize,
    /// Records that show no id, without the user having said that they have none.
    without_id: usize,
    minted: usize,
    with_gaps: usize,
    already_sealed: usize,
    /// Person accounts, whose name the platform makes.
    computed_names: usize,
    /// Records of which `#N/A` is sealed as a text.
    not_available: usize,
    /// Records of which a text is sealed that begins or ends with space.
    untrimmed: usize,
    /// Records whose own label says the opposite of what was sealed.
    contradicted: usize,
    /// Rows that no rule matched, of an object that is not the one being sealed.
    of_others: BTreeMap<String, usize>,
}

impl Job<'_> {
    fn seal_all(
        &mut self,
        rows: &mut Rows,
        columns: &mut Columns<'_>,
        added: &[String],
        out: &mut Output,
        progress: &ProgressBar,
    ) -> Result<(), Failure> {
        let path = &self.args.files.out;
        let failed = |error: io::Error| Failure::io(path, "written", &error);
        rows.write_head(added, out).map_err(failed)?;
        // A log's proofs exist once its whole tree does: until then its rows wait.
        let piece = if matches!(self.means, Means::Each(_)) { PIECE } else { usize::MAX };
        let mut waiting = Vec::new();
        while let Some(row) = rows.next_row()? {
            let draft = self.draft(&row, columns)?;
            waiting.push((row, draft));
            if waiting.len() == piece {
                self.write(std::mem::take(&mut waiting), added, out)?;
            }
            progress.set_position(rows.position());
        }
        columns.all_seen(rows.name())?;
        self.write(waiting, added, out)?;
        rows.write_tail(out).map_err(failed)
    }

    /// Completes what was drafted, reads it back and writes it.
    fn write(
        &mut self,
        mut waiting: Vec<(Row, Option<Draft>)>,
        added: &[String],
        out: &mut Output,
    ) -> Result<(), Failure> {
        let path = &self.args.files.out;
        let first = self.enter(&waiting);
        // The seals of a log would take as much memory again as its statements: they are made once to be read back, and once
        // more to be written.
        let is_kept = matches!(self.means, Means::Each(_));
        let mut kept = Vec::new();
        let mut index = first;
        for piece in waiting.chunks_mut(PIECE) {
            let mut sealed = Vec::with_capacity(piece.len());
            for (row, draft) in piece {
                let made = if is_kept { draft.take() } else { draft.clone() };
                let fills = self.fills(row.place(), made, Some(index))?;
                index += u64::from(!fills.is_empty());
                if !fills.is_empty() {
                    sealed.push(row.written(&fills, added)?);
                }
                if is_kept {
                    kept.push(fills);
                }
            }
            let found = self.read_back.check(&sealed)?;
            self.tally.contradicted += found.contradicted;
        }
        // Nobody is to see a log grow by what was refused after all.
        if let Means::Log { log, .. } = &self.means {
            log.publish(first)?;
        }
        let mut kept = kept.into_iter();
        let mut index = first;
        for (row, draft) in waiting {
            let fills = match kept.next() {
                Some(fills) => fills,
                None => self.fills(row.place(), draft, Some(index))?,
            };
            index += u64::from(!fills.is_empty());
            row.write(&fills, added, out).map_err(|error| Failure::io(path, "written", &error))?;
        }
        Ok(())
    }

    /// Enters what was stated into the log; returns the place of the first.
    fn enter(&mut self, waiting: &[(Row, Option<Draft>)]) -> u64 {
        let Means::Log { key, log, .. } = &mut self.means else { return 0 };
        let leaf = |draft: &Draft| match &draft.made {
            Made::Stated(statement) => Some(statement.leaf_hash()),
            Made::Sealed(_) => None,
        };
        let leaves: Vec<_> = waiting.iter().filter_map(|(_, draft)| leaf(draft.as_ref()?)).collect();
        log.enter(&leaves, key)
    }

    /// What becomes of a row; nothing where no rule matches.
    fn draft(&mut self, row: &Row, columns: &mut Columns<'_>) -> Result<Option<Draft>, Failure> {
        let place = row.place();
        let mut values = row.values()?;
        let mut written = Vec::new();
        refuse_results(values.iter().map(|(name, _)| name.as_ref()), place)?;
        // A header was admitted once for all rows.
        if !self.has_header {
            written = values.iter().map(|(name, value)| (name.to_string(), !value.is_null())).collect();
        }
        for (name, _) in &mut values {
            if let Cow::Owned(spelt) = columns.spelt(name) {
                *name = Cow::Owned(spelt);
            }
        }
        let text = |name: &str| {
            value_of(&values, name).map(|value| text_of(value).trim().to_owned()).unwrap_or_default()
        };
        // As whoever reads the record finds them.
        let record = row.record().ok();
        let read_id = record.as_ref().and_then(|record| record.id()).unwrap_or_default().trim();
        self.refuse_unread(&values, record.as_ref(), place)?;
        let (old_seal, old_uuid) = (text(SEAL), text(UUID));
        let id = if read_id.is_empty() { text("Id") } else { read_id.to_owned() };
        let object = record.as_ref().and_then(|record| record.object());
        let found = self.rules.find(&values, &columns.types, self.is_update);
        let called = row.called().filter(|called| object_by(None, Some(called)).is_some());
        let other = self.other_object(place, object, &text(TABLE), &id, called);
        let (at, rule) = match (found, other) {
            (Some(_), Some((object, place))) => {
                let says = &self.args.object;
                return Err(Failure::at(
                    place,
                    format_args!(
                        "is a record of {object}, and --object says {says}: seal each object by itself, or let no rule \
                         match the rows of others"
                    ),
                ));
            }
            // Whatever columns it has are those of another object.
            (None, Some((object, _))) => {
                *self.tally.of_others.entry(object).or_default() += 1;
                return Ok(None);
            }
            (found, None) => {
                if !text(TABLE).is_empty() && value_of(&values, "id").is_some() {
                    return Err(Failure::at(
                        place.column("id"),
                        "counts the rows of a table of Snowfakery and is no record's id, so no verifier could read the \
                         record; take it out, or load the records and seal what the platform returns",
                    ));
                }
                columns.admit(written.iter().map(|(name, is_set)| (name.as_str(), *is_set)), place)?;
                match found {
                    Some(found) => found,
                    None => {
                        self.tally.unsealed += 1;
                        self.tally.already_sealed += usize::from(!old_seal.is_empty());
                        return Ok(None);
                    }
                }
            }
        };
        if values.iter().all(|(name, value)| name == TABLE || is_without_value(value)) {
            return Err(Failure::at(place, "the record is empty: no field holds a value; take it out"));
        }
        let previous = self.previous_seal(&old_seal, place)?;
        let claims = rule.claims(&values).map_err(|problem| Failure::at(place, problem))?;
        let uuid = if old_uuid.is_empty() {
            uuid_v4(&mut SystemRandom).map_err(|error| Failure::input(error.to_string()))?
        } else {
            old_uuid.clone()
        };
        let bound_id = if self.args.without_record_id { "" } else { &id };
        self.sealed.refuse_twice(&old_uuid, bound_id, place)?;
        let purpose = self.args.status_purpose.of_list();
        let status = self.entries.as_mut().map(|entries| entries.take(purpose)).transpose()?;
        let record = RecordToSeal {
            id: Some(bound_id).filter(|id| !id.is_empty()),
            uuid: &uuid,
            values: &values,
            previous_seal: previous.as_deref(),
            status,
        };
        let (now, until) = (self.now, self.args.valid_for.end(self.now));
        let made = match &self.means {
            Means::Each(sealer) => {
                sealer.seal(&record, &claims, now, until, &mut SystemRandom).map(Made::Sealed)
            }
            Means::Log { statements, .. } => {
                statements.state(&record, &claims, now, until, &mut SystemRandom).map(Made::Stated)
            }
        };
        let computed = self.means.statements().plan().not_held_by(&values);
        let made = made.map_err(|error| match error {
            SealError::NothingCovered if !computed.is_empty() => Failure::at(
                place,
                format_args!(
                    "nothing of the account would be covered: {} not its own; cover Name for accounts that are no \
                     person, and FirstName and LastName for those that are",
                    computed.join(", ") + if computed.len() == 1 { " is" } else { " are" }
                ),
            ),
            error => refused(self.args, &error, rule, place),
        })?;
        let covered = match &made {
            Made::Sealed(sealed) => sealed.covered,
            Made::Stated(statement) => statement.covered(),
        };
        *self.tally.by_rule.entry(at).or_default() += 1;
        self.tally.replaced += usize::from(previous.is_some());
        let is_sealed_as_text = |(name, value): &(Cow<'_, str>, Value<'_>)| {
            value.as_str() == Some(NOT_AVAILABLE) && columns.is_planned.contains(name.as_ref())
        };
        self.tally.not_available += usize::from(values.iter().any(is_sealed_as_text));
        let is_untrimmed = |(name, value): &(Cow<'_, str>, Value<'_>)| {
            value.as_str().is_some_and(|text| text.trim() != text)
                && columns.is_planned.contains(name.as_ref())
        };
        self.tally.untrimmed += usize::from(values.iter().any(is_untrimmed));
        self.tally.without_id += usize::from(id.is_empty() && !self.args.without_record_id);
        self.tally.minted += usize::from(old_uuid.is_empty());
        self.tally.with_gaps += usize::from(covered + computed.len() < columns.planned.len());
        self.tally.computed_names += usize::from(computed.contains(&"Name"));
        // Packs of tiers that are no longer used belong to the old seal.
        let is_stale = |name: &str| is_companion(name) && !columns.filled.iter().any(|filled| filled == name);
        let stale: Vec<String> = if self.is_update {
            // An empty cell would leave the pack where it is.
            columns.seen.keys().filter(|name| is_stale(name)).cloned().collect()
        } else {
            values.iter().filter(|(name, _)| is_stale(name)).map(|(name, _)| name.to_string()).collect()
        };
        Ok(Some(Draft {
            made,
            new_uuid: old_uuid.is_empty().then(|| uuid.clone()),
            // An empty cell of an update is no value, and a reference that stays would be that of the seal before.
            has_reference: self.args.reference
                || value_of(&values, REFERENCE).is_some()
                || self.is_update && columns.seen.contains_key(REFERENCE),
            stale,
        }))
    }

    /// The object that a row is of, where it says, or its id does, that it is another than the one being sealed; and where
    /// it says so.
    fn other_object(
        &self,
        place: &Place,
        object: Option<&str>,
        table: &str,
        id: &str,
        called: Option<&str>,
    ) -> Option<(String, String)> {
        let is_other = |object: &str| !object.is_empty() && !object.eq_ignore_ascii_case(&self.args.object);
        if let Some(object) = object.filter(|object| is_other(object)) {
            return Some((object.to_owned(), place.to_string()));
        }
        if is_other(table) {
            return Some((table.to_owned(), place.column(TABLE)));
        }
        // Against the record's own word, and its id's, what the answer around it calls it does not count: that may be an alias.
        if object.is_some() || object_of_id(id).is_some() {
            let of_id = object_of_id(id).filter(|object| is_other(object))?;
            return Some((of_id.to_owned(), place.column("Id")));
        }
        let called = called.filter(|called| is_other(called))?;
        Some((called.to_owned(), format!("{place} ({called})")))
    }

    /// The fields to fill in a row; what was stated for a log takes its place there.
    fn fills(
        &self,
        place: &Place,
        draft: Option<Draft>,
        index: Option<u64>,
    ) -> Result<Vec<Fill<'static>>, Failure> {
        let Some(Draft { made, new_uuid, has_reference, stale }) = draft else { return Ok(Vec::new()) };
        let sealed = match made {
            Made::Sealed(sealed) => sealed,
            Made::Stated(statement) => {
                let proof = match &self.means {
                    Means::Log { log, .. } => index.and_then(|index| log.proof(index)),
                    Means::Each(_) => None,
                };
                let proof = proof.ok_or_else(|| Failure::at(place, "the log has no place for the record"))?;
                statement.seal_in_log(&proof).map_err(|error| Failure::at(place, error))?
            }
        };
        let mut fills: Vec<Fill<'static>> = vec![(SEAL.into(), Some(sealed.seal.into()))];
        fills.extend(new_uuid.map(|uuid| (UUID.into(), Some(uuid.into()))));
        let tiers = self.means.statements().plan().tiers().iter().map(|tier| tier.companion_field());
        fills.extend(
            tiers.zip(sealed.companions).map(|(field, pack)| (Cow::Owned(field), Some(Cow::Owned(pack)))),
        );
        if has_reference {
            fills.push((REFERENCE.into(), Some(sealed.reference.into())));
        }
        fills.extend(stale.into_iter().map(|name| (Cow::Owned(name), None)));
        Ok(fills)
    }

    /// Refuses what a field of the seal holds and cannot, and ids of two records: taken for nothing, either would be replaced or
    /// chosen between without a word.
    fn refuse_unread(
        &self,
        values: &Values<'_>,
        record: Option<&Record<'_>>,
        place: &Place,
    ) -> Result<(), Failure> {
        let fields = record.into_iter().flat_map(|record| record.fields().iter());
        let all = values.iter().map(|(name, value)| (name.as_ref(), value)).chain(fields);
        for (name, value) in all {
            let is_of_the_seal = [SEAL, UUID, REFERENCE].iter().any(|own| own.eq_ignore_ascii_case(name))
                || is_companion(name);
            if is_of_the_seal && !matches!(value, Value::Null | Value::String(_)) {
                return Err(Failure::at(
                    place.column(name),
                    "holds no text, so a reader cannot take it for what stands there; give it as the platform returns it, as \
                     text, or empty it to seal the record as new",
                ));
            }
        }
        if !record.is_some_and(Record::has_no_one_id) {
            return Ok(());
        }
        Err(Failure::at(
            place.column("Id"),
            "the record names two ids that differ, or one that is no text, so nobody knows which record it is; query it anew",
        ))
    }

    fn previous_seal(&self, old_seal: &str, place: &Place) -> Result<Option<String>, Failure> {
        if old_seal.is_empty() {
            return Ok(None);
        }
        if !self.args.replace {
            return Err(Failure::at(
                place.column(SEAL),
                "the row carries a seal already; seal the unsealed rows alone, or add --replace to seal it anew",
            ));
        }
        let id = stated_id(old_seal).ok_or_else(|| {
            Failure::at(
                place.column(SEAL),
                "the seal to be replaced has no id that could be read; empty the cell to seal the row as new",
            )
        })?;
        Ok(Some(id))
    }
}

/// A row on its way to its seal.
#[derive(Clone)]
struct Draft {
    made: Made,
    new_uuid: Option<String>,
    has_reference: bool,
    /// Columns to be emptied.
    stale: Vec<String>,
}

#[derive(Clone)]
enum Made {
    Sealed(Sealed),
    /// To be entered into the log.
    Stated(Statement),
}

/// The option that says of a field that it shall be covered.
fn option_that_lists(args: &Seal, field: &str) -> &'static str {
    let is_open = args.open_fields.iter().any(|open| open.trim() == field);
    if is_open { "--open-fields" } else { "--restricted" }
}

fn refused(args: &Seal, error: &SealError, rule: &Rule, place: &Place) -> Failure {
    match error {
        SealError::Value { field, .. }
        | SealError::BadReference { field }
        | SealError::NotStored { field, .. } => Failure::at(
            place.column(field),
            format_args!("{error}; or {}", left_out(field, Some(option_that_lists(args, field)))),
        ),
        SealError::BadUuid => Failure::at(place.column(UUID), error),
        SealError::BadRecordId => Failure::at(place.column("Id"), error),
        SealError::Claims(claims) => {
            let column = claims.claim().and_then(|claim| rule.column_of(claim));
            let place = column.map_or_else(|| place.to_string(), |column| place.column(&column));
            Failure::at(place, format_args!("{}: {error}", rule.name()))
        }
        SealError::WithoutCurrency { field } | SealError::CurrencyNotShown { field } => {
            Failure::at(place.column(field), error)
        }
        _ => Failure::at(place, error),
    }
}

fn report(job: &Job<'_>, columns: &Columns<'_>) {
    let tally = &job.tally;
    let sealed: usize = tally.by_rule.values().sum();
    let left = tally.unsealed + tally.of_others.values().sum::<usize>();
    tell!("Sealed: {sealed} of {}", sealed + left);
    // What is claimed counts, not what somebody called a rule.
    let count_of = |at: usize| tally.by_rule.get(&at).copied().unwrap_or_default();
    let mut origins: Vec<Origin> = Vec::new();
    for origin in job.rules.iter().map(Rule::origin) {
        if !origins.contains(&origin) {
            origins.push(origin);
        }
    }
    for origin in origins {
        let rules: Vec<_> =
            job.rules.iter().enumerate().filter(|(_, rule)| rule.origin() == origin).collect();
        tell!("  {origin}: {}", rules.iter().map(|(at, _)| count_of(*at)).sum::<usize>());
        if !matches!(rules.as_slice(), [(_, only)] if only.name() == origin.code()) {
            rules.iter().for_each(|(at, rule)| tell!("    by the rule {}: {}", rule.name(), count_of(*at)));
        }
        for (at, rule) in &rules {
            let why = if count_of(*at) == 0 { rule.never_matches(&columns.types) } else { None };
            if let Some(why) = why {
                tell!("    Warning: no row was found by the rule {}: {why}", rule.name());
            }
        }
    }
    tell!("  no rule matched, left as they were: {}", tally.unsealed);
    if tally.already_sealed > 0 {
        tell!("    of these, sealed before: {}", tally.already_sealed);
    }
    if !tally.of_others.is_empty() {
        let others: Vec<_> = tally.of_others.iter().map(|(name, count)| format!("{name} {count}")).collect();
        tell!("  rows of other objects, left as they were: {}", others.join(", "));
    }
    if tally.replaced > 0 {
        tell!("Seals replaced: {}", tally.replaced);
    }
    if tally.minted > 0 {
        tell!("New uuids: {}", tally.minted);
    }
    if tally.without_id > 0 {
        let maybe = columns.seen.keys().find(|name| columns.may_be_the_id(name));
        let hint =
            maybe.map(|name| format!("; is {} their id? Rename it to Id", plain(name))).unwrap_or_default();
        tell!(
            "Records that show no Id: {}; their seals are bound to {UUID} alone, and no registry can list them{hint}",
            tally.without_id
        );
    }
    if tally.with_gaps > 0 {
        tell!(
            "Records that lack some of the fields to be covered: {} (an API that drops nulls?); those fields stay uncovered there",
            tally.with_gaps
        );
    }
    if tally.contradicted > 0 {
        tell!(
            "Warning: records whose own label contradicts what is sealed, which verifiers flag: {}; correct the label or the rules",
            tally.contradicted
        );
    }
    if tally.not_available > 0 {
        tell!(
            "Warning: records in which #N/A is sealed as a text: {}; where the file updates or makes records, #N/A is null: say so with --cells update or --cells insert",
            tally.not_available
        );
    }
    if tally.untrimmed > 0 {
        tell!(
            "Warning: records in which a text is sealed that begins or ends with space: {}; the platform trims what it stores, so seal what it returns, or trim the texts first",
            tally.untrimmed
        );
    }
    if tally.computed_names > 0 {
        tell!(
            "Person accounts: {}; the platform makes their Name from its parts, so it stays uncovered there",
            tally.computed_names
        );
    }
    let list = |label: &str, names: &[&str]| {
        if !names.is_empty() {
            tell!("{label}: {}", names.join(", "));
        }
    };
    list("Covered", &columns.with_fate(|fate| fate == Fate::Covered));
    list("Skipped", &columns.with_fate(|fate| fate == Fate::Skipped));
    let left_out =
        columns.with_fate(|fate| matches!(fate, Fate::LeftOut(why) if why != NotCoverable::RecordId));
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
    let mut stated: Vec<&str> = job.rules.iter().flat_map(Rule::field_origins).collect();
    stated.retain(|field| !columns.is_planned.contains(*field));
    stated.sort_unstable();
    stated.dedup();
    list("Fields whose origin is stated and that are not covered", &stated);
    let amounts: Vec<&str> = columns.amounts.iter().map(String::as_str).collect();
    if !columns.seen.is_empty() {
        list("Amounts that are covered without their currency, as the file has no CurrencyIsoCode", &amounts);
    }
    let until = job.args.valid_for.end(job.now);
    let until = until.map_or_else(|| "without end".to_owned(), |until| format!("until {until}"));
    tell!("Issuer: {}; valid {until}", job.means.statements().issuer());
    if let Some(entries) = &job.entries {
        tell!("Status: {}", entries.report());
    }
    if sealed == 0 && left == 0 {
        tell!("Nothing was sealed: the file holds no records.");
    } else if sealed == 0 {
        tell!("Nothing was sealed: check that `when` in the rules names values that occur in the file.");
    }
}
