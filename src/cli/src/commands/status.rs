//! `touchmark trust status`: keeps an issuer's status list in a trust bundle.

use std::io::Write as _;
use std::path::Path;
use std::path::PathBuf;

use clap::Args;
use touchmark::json::{Object, Value, object};
use touchmark::note::decimal;
use touchmark::{Policy, Record, SEAL_FIELD, TrustBundle, Verifier};
use touchmark_seal::{PrivateKey, StatusList, StatusPurpose, stated_entry};

use crate::apart::Apart;
use crate::bundle::{Bundle, require_usable};
use crate::console::report;
use crate::duration::Span;
use crate::failure::{Exit, Failure};
use crate::files::read_short_text;
use crate::json_text::pretty;
use crate::key_file::Role;
use crate::options::{Clock, Meaning, SigningKey};
use crate::output::{Output, Readers, Replace};
use crate::status_entries::Purpose;
use touchmark_rows::{Reading, Rows, text_of, value_of};

/// Keep an issuer's status list in a trust bundle: withdraw seals, or sign the list anew.
///
/// The list is the one that the bundle holds, or a new one, with the entries changed that are named here. The bundle
/// becomes its next version.
#[derive(Debug, Args)]
#[command(mut_arg("key", |key| key.help("The issuer's private key")))]
#[command(after_help = "\
Examples:
  touchmark trust status trust.json --key key.pem --list https://bank.example/status/3
  touchmark trust status trust.json --key key.pem --list https://bank.example/status/3 --add 17,4242")]
pub(crate) struct Status {
    /// Trust bundle that holds the list
    #[arg(value_name = "TRUST.JSON")]
    pub(crate) bundle: PathBuf,
    #[command(flatten)]
    pub(crate) key: SigningKey,
    /// Address of the list, as seals name it
    #[arg(long, value_name = "URL")]
    pub(crate) list: String,
    /// Entries to withdraw beside those that are withdrawn
    #[arg(long, value_name = "ENTRY,…", value_delimiter = ',')]
    pub(crate) add: Vec<u64>,
    /// Records whose seals are to be withdrawn: the entries that they name
    #[arg(long, value_name = "FILE")]
    pub(crate) sealed: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) meaning: Meaning,
    /// Entries that are no longer withdrawn; of suspensions alone
    #[arg(long, value_name = "ENTRY,…", value_delimiter = ',')]
    pub(crate) remove: Vec<u64>,
    /// Every entry that is withdrawn, separated by white space: these and no others
    #[arg(long, value_name = "FILE", conflicts_with_all = ["add", "sealed", "remove"])]
    pub(crate) withdrawn: Option<PathBuf>,
    /// How many entries the list has at least, in steps of 131072
    #[arg(long, value_name = "COUNT")]
    pub(crate) entries: Option<u64>,
    /// Where to write the list by itself as well, to be put at its address
    #[arg(long, value_name = "LIST.JSON")]
    pub(crate) publish: Option<PathBuf>,
    /// What a set bit means
    #[arg(long, value_enum, default_value_t = Purpose::Revocation)]
    pub(crate) purpose: Purpose,
    /// How long the list speaks: make a new one before that
    #[arg(long, value_name = "SPAN", default_value = "30d")]
    pub(crate) valid_for: Span,
    #[command(flatten)]
    pub(crate) clock: Clock,
}

/// Makes an issuer's list, or the next version of it, and puts it into a trust bundle.
pub(crate) fn run(args: &Status) -> Result<Exit, Failure> {
    Apart::default()
        .reads("--key", args.key.path.as_path())
        .reads("--sealed", args.sealed.as_deref())
        .reads("--withdrawn", args.withdrawn.as_deref())
        .writes("TRUST.JSON", args.bundle.as_path())
        .writes("--publish", args.publish.as_deref())
        .check()?;
    let now = args.clock.now()?;
    let (key, did) = issuer(args)?;
    let until = args
        .valid_for
        .end(now)
        .ok_or_else(|| Failure::usage("--valid-for: a list must end, within the year 9999; 30d is usual"))?;
    let purpose = args.purpose.of_list();
    let mut bundle = Bundle::read(&args.bundle, now)?;
    let is_own = |known: &Object<'static>| {
        let subject = known.get("credentialSubject").and_then(Value::as_object);
        text(known, "id") == Some(&args.list)
            && text(known, "issuer") == Some(&did)
            && subject.and_then(|subject| text(subject, "statusPurpose")) == Some(purpose.code())
    };
    let old = bundle.entry("statusLists", is_own).and_then(StatusList::of_credential);
    let is_new = old.is_none();
    let mut list = list(args, old.unwrap_or_default(), purpose)?;
    let mut exit = Exit::Ok;
    if let Some(path) = &args.sealed {
        let trust = TrustBundle::from_json(&bundle.text()?)
            .map_err(|error| Failure::trust(format!("{}: {error}", args.bundle.display())))?;
        exit = withdraw_seals(&mut list, path, args, &did, trust)?;
    }
    let credential = list.sign(&args.list, purpose, &did, &key, now.whole_seconds(), until);
    let credential =
        credential.map_err(|error| Failure::input(format!("the list cannot be packed: {error}")))?;
    let published = pretty(&credential)?;
    bundle.replace("statusLists", credential, is_own);
    let bundle = bundle.text()?;
    require_usable(&args.bundle, &bundle)?;
    // Both are prepared before either gets its name.
    let published = args.publish.as_ref().map(|path| prepared(path, &published)).transpose()?;
    prepared(&args.bundle, &bundle)?.commit()?;
    published.map_or(Ok(()), Output::commit)?;
    report!(
        "Status list   {} ({}): {} withdrawn of {} entries; valid until {until}",
        args.list,
        purpose.code(),
        list.withdrawn(),
        list.entries()
    );
    if is_new {
        report!("              a new list: the bundle held none of this issuer at this address");
    }
    report!("Trust bundle  {}", args.bundle.display());
    Ok(exit)
}

fn text<'o>(object: &'o Object<'_>, name: &str) -> Option<&'o str> {
    object.get(name).and_then(Value::as_str)
}

fn prepared(path: &Path, text: &str) -> Result<Output, Failure> {
    let mut file = Output::open(path, Readers::Usual, Replace::Files { or_forced: false })?;
    file.write_all(text.as_bytes()).map_err(|error| Failure::io(path, "written", &error))?;
    Ok(file)
}

fn issuer(args: &Status) -> Result<(PrivateKey, String), Failure> {
    let file = args.key.read()?;
    match &file.role {
        Role::Issuer(Some(did)) => {
            let did = did.clone();
            Ok((file.key, did))
        }
        Role::Issuer(None) => {
            let did = file.key.did_key();
            Ok((file.key, did))
        }
        _ => Err(file.wrong_role("the issuer of the seals")),
    }
}

/// The list as it was, with what the options change.
fn list(args: &Status, old: StatusList, purpose: StatusPurpose) -> Result<StatusList, Failure> {
    let mut list = old;
    if let Some(path) = &args.withdrawn {
        let length = list.entries();
        list = StatusList::default();
        let is_set = |number: &str| {
            let is_set = decimal(number).is_some_and(|index| list.set(index));
            (!is_set).then(|| number.to_owned())
        };
        if let Some(number) = read_short_text(path)?.split_whitespace().find_map(is_set) {
            let limit = StatusList::MAX_ENTRIES;
            let problem = format!("{number} is not the number of an entry: a decimal below {limit}");
            return Err(Failure::at(path.display(), problem));
        }
        // A list never shrinks: entries that no list holds have no status.
        let _ = list.reserve(length);
    }
    if purpose == StatusPurpose::Revocation && !args.remove.is_empty() {
        return Err(Failure::usage(
            "--remove: a revocation is for good; seal the record anew, or use --purpose suspension for what may end",
        ));
    }
    let is_done = list.reserve(args.entries.unwrap_or_default())
        && args.add.iter().all(|index| list.set(*index))
        && args.remove.iter().all(|index| list.clear(*index));
    if is_done {
        Ok(list)
    } else {
        Err(Failure::usage(format!(
            "--entries, --add, --remove: the list has {} entries, and can have {} at most",
            list.entries(),
            StatusList::MAX_ENTRIES
        )))
    }
}

/// Withdraws the seals that records carry. Each must hold as the issuer's own: what a tampered record says of its entry
/// shall withdraw nobody else's seal.
fn withdraw_seals(
    list: &mut StatusList,
    path: &Path,
    args: &Status,
    did: &str,
    trust: TrustBundle,
) -> Result<Exit, Failure> {
    let policy = Policy::new("any", "any").map_err(|error| Failure::usage(error.to_string()))?;
    let verifier = Verifier::new(trust, policy);
    let now = args.clock.now()?;
    let mut rows = Rows::open(path, Reading { with_children: true, ..args.meaning.reading(None) })?;
    let mut is_empty = true;
    while let Some(row) = rows.next_row()? {
        is_empty = false;
        let values = row.values()?;
        let seal = value_of(&values, SEAL_FIELD).map(text_of).unwrap_or_default();
        let entry = stated_entry(&seal, &args.list, args.purpose.of_list());
        // Which record the seal is on does not matter here.
        let view = object([
            ("object".into(), Some("Record".into())),
            ("fields".into(), Some(object([]))),
            ("seal".into(), Some(seal.as_ref().into())),
        ]);
        let verdict = Record::from_value(view).map(|record| verifier.verify(&record, now)).ok();
        let is_own = verdict.is_some_and(|verdict| {
            verdict.claims.is_some() && verdict.issuer.is_some_and(|issuer| issuer.id == did)
        });
        if !(is_own && entry.is_some_and(|index| list.set(index))) {
            let problem = format!(
                "carries no seal of {did} with an entry of {} for {}; take the record out, nothing was written",
                args.list,
                args.purpose.of_list().code()
            );
            return Err(Failure::at(row.place().column(SEAL_FIELD), problem));
        }
    }
    if is_empty {
        return Err(Failure::at(
            rows.name(),
            "holds no records: no seal was withdrawn, and nothing was written",
        ));
    }
    Ok(args.meaning.close(Exit::Ok, &rows.remarks()))
}
