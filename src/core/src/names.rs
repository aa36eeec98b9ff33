//! Names of fields: as on the platform, without regard to ASCII case (profile §2).

use alloc::borrow::Cow;
use alloc::string::String;
use core::cell::OnceCell;

use crate::json::{Object, Value};
use crate::text::{joined, position};
use crate::{REFERENCE_FIELD, SEAL_FIELD, UUID_FIELD};

/// Up to so many names are compared each with each, which is faster than to put them in order.
const FEW: usize = 32;

/// Whether two texts name the same field.
pub(crate) fn is_same_name(a: &str, b: &str) -> bool {
    #[cfg(test)]
    tests::COMPARED.set(tests::COMPARED.get() + 1);
    a.eq_ignore_ascii_case(b)
}

/// The member of that name, however it is spelt, and its spelling.
pub(crate) fn named<'v, 'a>(object: &'v Object<'a>, name: &str) -> Option<(&'v str, &'v Value<'a>)> {
    // Nearly always both are the platform's spelling.
    match object.get_key_value(name) {
        Some(found) => Some(found),
        None => object.iter().find(|(known, _)| is_same_name(known, name)),
    }
}

/// The members of a view, to be asked for many names: however many there are of either, the work grows with their sum and
/// its logarithm.
pub(crate) struct Names<'v, 'a> {
    object: &'v Object<'a>,
    /// Each name by its key, once a name was missed.
    by_key: OnceCell<Object<'v>>,
}

impl<'v, 'a> Names<'v, 'a> {
    /// The members of an object.
    pub(crate) fn of(object: &'v Object<'a>) -> Self {
        Self { object, by_key: OnceCell::new() }
    }

    /// Whether there is a member of that name, however it is spelt.
    pub(crate) fn contains(&self, name: &str) -> bool {
        if self.object.len() <= FEW || self.object.get(name).is_some() {
            return named(self.object, name).is_some();
        }
        self.by_key.get_or_init(|| by_key(self.object)).get(&name.to_ascii_lowercase()).is_some()
    }
}

/// Each name by its key; of two names of one key, one.
fn by_key<'v>(object: &'v Object<'_>) -> Object<'v> {
    let keyed = |(name, _): (&'v str, _)| (Cow::Owned(name.to_ascii_lowercase()), Value::from(name));
    Object::from_members(object.iter().map(keyed).collect())
}

/// What a name says that speaks of provenance, in small letters and digits and without what stands before it: `provenancesealc` of
/// `acme__Provenance Seal__c`. Nothing of a path to another record's field.
pub(crate) fn of_provenance(name: &str) -> Option<String> {
    let start = name.as_bytes().windows(10).position(|part| part.eq_ignore_ascii_case(b"provenance"))?;
    let (before, rest) = (name.get(..start)?, name.get(start..)?);
    let is_word = before.bytes().any(|byte| byte.is_ascii_alphanumeric());
    if before.contains('.') || is_word && !before.ends_with("__") {
        return None;
    }
    // What a label or a tool adds: "(Contact)", "*", ":".
    let own = rest.bytes().take_while(|byte| !matches!(byte, b'(' | b'*' | b':' | b'['));
    let own = own.filter(u8::is_ascii_alphanumeric);
    Some(own.map(|byte| char::from(byte.to_ascii_lowercase())).collect())
}

/// Whether what [`of_provenance`] found is this name, with or without the end of a custom field's.
pub(crate) fn is_bare(bare: &str, wanted: &str) -> bool {
    bare.strip_prefix(wanted).is_some_and(|suffix| matches!(suffix, "" | "c" | "pc"))
}

/// The field of a seal that a name is meant for and misses by spaces, a namespace or the look of a label: nobody would see
/// what stands under it.
pub fn meant_seal_field(name: &str) -> Option<String> {
    let bare = of_provenance(name)?;
    let meant = if is_bare(&bare, "provenanceseal") {
        SEAL_FIELD.into()
    } else if is_bare(&bare, "provenanceid") {
        UUID_FIELD.into()
    } else if is_bare(&bare, "provenancereference") {
        REFERENCE_FIELD.into()
    } else if bare.starts_with("provenancesalts") {
        let lower = name.to_ascii_lowercase();
        let end = name.find(['(', '*', ':', '[']).unwrap_or(name.len());
        let tier =
            name.get(position(&lower, "salts")? + 5..end)?.trim_matches(|c: char| !c.is_ascii_alphanumeric());
        let tier =
            if tier.to_ascii_lowercase().ends_with("__c") { tier.get(..tier.len() - 3)? } else { tier };
        joined(&["Provenance_Salts_", tier, "__c"])
    } else {
        return None;
    };
    (!is_same_name(name, &meant)).then_some(meant)
}

/// Takes the member of that name out, however it is spelt.
pub(crate) fn take_named<'a>(object: &mut Object<'a>, name: &str) -> Option<Value<'a>> {
    let spelt = String::from(named(object, name)?.0);
    object.take(&spelt)
}

/// Two names of one field.
pub(crate) fn doubled<'v>(object: &'v Object<'_>) -> Option<(&'v str, &'v str)> {
    if object.len() <= FEW {
        let mut names = object.iter();
        while let Some((name, _)) = names.next() {
            // `iter` gives them in order, so what follows is what was not compared yet.
            if let Some((other, _)) = names.clone().find(|(other, _)| is_same_name(name, other)) {
                return Some((name, other));
            }
        }
        return None;
    }
    let keys = by_key(object);
    if keys.len() == object.len() {
        return None;
    }
    object.iter().find_map(|(name, _)| {
        // Of two names of one key, one was kept.
        let Some(Value::String(Cow::Borrowed(kept))) = keys.get(&name.to_ascii_lowercase()) else {
            return None;
        };
        (*kept != name).then_some((name, *kept))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Field, FieldState, Policy, Reason, ReasonCode, Record, Timestamp, Verdict};
    use alloc::format;
    use alloc::vec::Vec;
    use core::cell::Cell;

    std::thread_local! {
        /// How often names were compared.
        pub(super) static COMPARED: Cell<usize> = const { Cell::new(0) };
    }

    /// Every two lists of names that a view can have, none of one among the other.
    #[test]
    fn work_grows_with_the_names_and_their_logarithm() {
        let compared = |count: usize, view: &str| {
            let list = |prefix: &str, wrap: &dyn Fn(&str) -> String| {
                let names = (0..count).map(|at| wrap(&format!("{prefix}{at}__c")));
                names.collect::<Vec<_>>().join(",")
            };
            let text = view
                .replace("NAMES", &list("Asked", &|name| format!("\"{name}\"")))
                .replace("NULLS", &list("Null", &|name| format!("\"{name}\":null")))
                .replace("TEXTS", &list("Text", &|name| format!("\"{name}\":\"x\"")))
                .replace("BARE", &list("Bare", &|name| format!("\"{name}\":{{\"displayValue\":\"x\"}}")));
            COMPARED.set(0);
            let queried = (0..count).map(|at| Cow::Owned(format!("More{at}__c")));
            let record = Record::parse(&text).unwrap().with_queried(queried);
            let asked = record.nulls().count();
            let stripped = record.stripped(&Policy::new("any", "any").unwrap());
            (COMPARED.get(), asked, stripped)
        };
        for view in [
            r#"{"object":"A","fields":{TEXTS},"queried":[NAMES]}"#,
            r#"{"apiName":"A","fields":{BARE},"queried":[NAMES]}"#,
            r#"{"ChangeEventHeader":{"changeType":"UPDATE","diffFields":[NAMES]},TEXTS}"#,
            r#"{"ChangeEventHeader":{"changeType":"UPDATE","changedFields":[NAMES]},NULLS}"#,
            r#"{"ChangeEventHeader":{"changeType":"UPDATE","nulledFields":[NAMES]},TEXTS}"#,
            r#"{"attributes":{"type":"A","referenceId":"r"},TEXTS,"queried":[NAMES]}"#,
        ] {
            let (few, _, _) = compared(500, view);
            let (many, _, _) = compared(2_000, view);
            // Four times the names; sixteen times the work would be each with each.
            assert!(many <= 6 * few.max(100), "{view}: {few}, {many}");
        }
    }

    /// Each may be made of parts, so that each asks for several others.
    #[test]
    fn what_is_said_of_fields_grows_with_their_names_and_their_logarithm() {
        let compared = |count: usize| {
            let reason = Reason { code: ReasonCode::NoSeal, detail: None };
            let mut verdict = Verdict::unchecked(reason, "sandbox", Timestamp::default());
            let field = |at: usize| Field {
                name: format!("Part{at:05}Address"),
                state: FieldState::Uncovered,
                hint: None,
            };
            verdict.fields = (0..count).map(field).collect();
            COMPARED.set(0);
            assert_eq!(verdict.account().lines(crate::Topic::ApiNames).len(), 1);
            COMPARED.get()
        };
        let (few, many) = (compared(500), compared(2_000));
        assert!(many <= 6 * few.max(100), "{few}, {many}");
    }

    #[test]
    fn two_names_of_one_field_are_found_among_few_and_many() {
        for count in [0, 1, FEW - 2, FEW - 1, FEW, 3 * FEW, 1_000] {
            let mut members: Vec<_> =
                (0..count).map(|at| (Cow::Owned(format!("Field{at}__c")), Value::Null)).collect();
            assert_eq!(doubled(&Object::from_members(members.clone())), None, "{count}");
            members.push(("LastName".into(), Value::Null));
            assert_eq!(doubled(&Object::from_members(members.clone())), None, "{count}");
            members.push(("LASTname".into(), Value::Null));
            let object = Object::from_members(members);
            let found = doubled(&object).map(|(a, b)| [a, b]);
            assert!(
                matches!(found, Some(["LASTname", "LastName"] | ["LastName", "LASTname"])),
                "{count} {found:?}"
            );
        }
    }

    #[test]
    fn many_names_are_found_however_they_are_spelt() {
        for count in [0, 1, FEW, FEW + 1, 500] {
            let members = (0..count).map(|at| (Cow::Owned(format!("Field{at}__c")), Value::Null));
            let object = Object::from_members(members.collect());
            let names = Names::of(&object);
            for at in [0, 1, count / 2, count, count + 1] {
                let there = at < count;
                assert_eq!(names.contains(&format!("Field{at}__c")), there, "{at} of {count}");
                assert_eq!(names.contains(&format!("FIELD{at}__C")), there, "{at} of {count}");
                assert!(!names.contains(&format!("Fields{at}__c")));
            }
        }
    }

    #[test]
    fn only_ascii_letters_have_a_case() {
        assert!(is_same_name("LASTNAME__C", "LastName__c"));
        assert!(!is_same_name("STRASSE", "Straße") && !is_same_name("Ä", "ä"));
    }

    #[test]
    fn the_platforms_spelling_is_asked_first() {
        let object = Object::from_members(
            [("NAME", true), ("name", false)].map(|(name, value)| (name.into(), value.into())).into(),
        );
        assert_eq!(named(&object, "name"), Some(("name", &Value::Bool(false))));
        assert_eq!(named(&object, "Name"), Some(("NAME", &Value::Bool(true))));
    }
}
