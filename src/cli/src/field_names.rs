//! Names of columns beside names of fields: labels, near misses, and what to do about them.

use strsim::osa_distance;
use touchmark::is_field_name;

/// The known name that a label (`First Name`) is that of, or of which it is a near miss.
pub(crate) fn of_label<'n>(label: &str, known: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let known: Vec<&str> = known.collect();
    let bare = squeezed(label);
    let same = known.iter().find(|known| squeezed(known) == bare).copied();
    same.or_else(|| nearest(&bare, known.into_iter()))
}

/// What to do about a column whose name no field has: a label, most often.
pub(crate) fn renamed<'n>(name: &str, known: impl Iterator<Item = &'n str>) -> String {
    if name.contains('.') && name.split('.').all(is_field_name) {
        return "; it is a path to another record's field, which no seal of this one can cover: take it out"
            .to_owned();
    }
    if let Some(api_name) = of_label(name, known) {
        return format!("; rename the column to {api_name}");
    }
    match joined(name) {
        // Nobody told us of such a field: an org's own ends in __c.
        Some(api_name) if !api_name.ends_with("__c") => format!(
            "; rename the column to the field's API name (of a custom field {api_name}__c, perhaps; Setup > Object Manager > Fields)"
        ),
        Some(api_name) => format!("; rename the column to {api_name}"),
        None => "; rename the column to the field's API name (Setup > Object Manager > Fields)".to_owned(),
    }
}

/// A name without space, signs, and what a custom field's ends with: a label is like its field's name in that.
pub(crate) fn squeezed(name: &str) -> String {
    let bare = name.strip_suffix("__c").unwrap_or(name);
    bare.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The words of a label in one, where nothing of it would be lost but space and signs.
fn joined(name: &str) -> Option<String> {
    let mut api_name = String::new();
    let mut is_start = true;
    for character in name.chars() {
        match character {
            'a'..='z' if is_start => api_name.push(character.to_ascii_uppercase()),
            'a'..='z' | 'A'..='Z' | '0'..='9' | '_' => api_name.push(character),
            // A letter that no API name has: what stands for it, its owner chose.
            _ if character.is_alphanumeric() => return None,
            _ => {}
        }
        is_start = !character.is_alphanumeric() && character != '_';
    }
    Some(api_name).filter(|name| is_field_name(name))
}

/// The known name that is most like one that is not known.
pub(crate) fn nearest<'n>(name: &str, known: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let distance = |known: &str| osa_distance(&name.to_lowercase(), &known.to_lowercase());
    let (distance, known) = known.map(|known| (distance(known), known)).min()?;
    (3 * distance <= name.chars().count()).then_some(known)
}
