//! Status lists: the entries that a load of seals takes, and `touchmark trust status`, which says what became of them.

use std::io::Write as _;
use std::path::Path;
use std::str::FromStr;

use touchmark::json::{Object, Value};
use touchmark::note::decimal;
use touchmark::{Policy, Record, SEAL_FIELD, TrustBundle, Verifier};
use touchmark_seal::{
    PrivateKey, Random as _, StatusEntry, StatusList, StatusPurpose, SystemRandom, stated_entry,
};

use crate::args::Status;
use crate::bundle::Bundle;
use crate::failure::{Exit, Failure};
use crate::files::{Apart, read_short_text};
use crate::json_text::{object, pretty};
use crate::key_file::Role;
use crate::output::{Output, Readers, Replace};
use crate::rows::{Reading, Rows, text_of, value_of};
use crate::tell::tell;
use crate::trust::{require_usable, whole_seconds};

/// The entries of one list from which a load may take, as `--status` names them.
#[derive(Clone, Debug)]
pub(crate) struct Entries {
    pub(crate) list: String,
    first: u64,
    /// The last of a range, of which entries are taken at random; without it they are counted up.
    last: Option<u64>,
}

impl FromStr for Entries {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let read = || {
            let (list, entries) = text.split_once('#')?;
            let (first, last) = match entries.split_once('-') {
                Some((first, last)) => (decimal(first)?, Some(decimal(last)?)),
                None => (decimal(entries)?, None),
            };
            StatusEntry::new(list, StatusPurpose::Revocation, last.unwrap_or(first))?;
            (last.is_none_or(|last| first <= last)).then(|| Self { list: list.to_owned(), first, last })
        };
        read().ok_or_else(|| {
            format!(
                "write the address of the list, # and the first entry, as in https://bank.example/status/3#1000, or a \
                 range, as in https://bank.example/status/3#1000-1999; entries are below {}",
                StatusList::MAX_ENTRIES
            )
        })
    }
}

/// The entries that no seal has yet.
pub(crate) struct FreeEntries<'a> {
    entries: &'a Entries,
    taken: u64,
    /// Of a range, in no order.
    left: Vec<u64>,
}

impl<'a> FreeEntries<'a> {
    pub(crate) fn new(entries: &'a Entries) -> Self {
        let left = entries.last.map(|last| (entries.first..=last).collect()).unwrap_or_default();
        Self { entries, taken: 0, left }
    }

    /// An entry for one seal.
    pub(crate) fn take(&mut self, purpose: StatusPurpose) -> Result<StatusEntry<'a>, Failure> {
        let index = match self.entries.last {
            None => Some(self.entries.first + self.taken),
            Some(_) => self.draw()?,
        };
        let entry = index.and_then(|index| StatusEntry::new(&self.entries.list, purpose, index));
        self.taken += 1;
        entry.ok_or_else(|| {
            Failure::usage(format!(
                "--status: only {} records could get an entry of {}; name more entries, or another list",
                self.taken - 1,
                self.entries.list
            ))
        })
    }

    fn draw(&mut self) -> Result<Option<u64>, Failure> {
        let mut bytes = [0; 8];
        SystemRandom.fill(&mut bytes).map_err(|error| Failure::input(error.to_string()))?;
        let at = u64::from_le_bytes(bytes).checked_rem(self.left.len() as u64);
        Ok(at.and_then(|at| usize::try_from(at).ok()).map(|at| self.left.swap_remove(at)))
    }

    /// What was taken, and where the next load may begin.
    pub(crate) fn report(&self) -> String {
        let Entries { list, first, last } = self.entries;
        let (how, next) = match last {
            None => (String::new(), first + self.taken),
            Some(last) => (format!(", at random up to #{last}"), last + 1),
        };
        format!("{} entries of {list} from #{first}{how}; the next load may begin at #{next}", self.taken)
    }
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
        let trust = TrustBundle::from_json(&bundle.text())
            .map_err(|error| Failure::trust(format!("{}: {error}", args.bundle.display())))?;
        exit = withdraw_seals(&mut list, path, args, &did, trust)?;
    }
    let credential = list.sign(&args.list, purpose, &did, &key, whole_seconds(now), until);
    let credential =
        credential.map_err(|error| Failure::input(format!("the list cannot be packed: {error}")))?;
    let published = pretty(&credential);
    bundle.replace("statusLists", credential, is_own);
    let bundle = bundle.text();
    require_usable(&args.bundle, &bundle)?;
    // Both are prepared before either gets its name.
    let published = args.publish.as_ref().map(|path| prepared(path, &published)).transpose()?;
    prepared(&args.bundle, &bundle)?.commit()?;
    published.map_or(Ok(()), Output::commit)?;
    tell!(
        "Status list   {} ({}): {} withdrawn of {} entries; valid until {until}",
        args.list,
        purpose.code(),
        list.withdrawn(),
        list.entries()
    );
    if is_new {
        tell!("              a new list: the bundle held none of this issuer at this address");
    }
    tell!("Trust bundle  {}", args.bundle.display());
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
