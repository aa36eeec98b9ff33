//! Names of fields: as on the platform, without regard to ASCII case (profile §2).

use alloc::borrow::Cow;
use alloc::string::String;

use crate::json::{Object, Value};

/// Up to so many names are compared each with each, which is faster than to put them in order.
const FEW: usize = 32;

/// Whether two texts name the same field.
pub(crate) fn is_same_name(a: &str, b: &str) -> bool {
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
    let keyed = |(name, _): (&'v str, _)| (Cow::Owned(name.to_ascii_lowercase()), Value::from(name));
    let keys = Object::from_members(object.iter().map(keyed).collect());
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
    use alloc::format;
    use alloc::vec::Vec;

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
