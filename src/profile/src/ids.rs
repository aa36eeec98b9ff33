//! Record ids and uuids in the forms that compare.

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::String;

/// The 18-character form of a Salesforce record id: 15 letters and digits, then three that carry their case.
/// An id of 18 characters is returned as it is. `None` for anything else.
pub fn to_18(id: &str) -> Option<Cow<'_, str>> {
    if !id.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return None;
    }
    match id.len() {
        18 => Some(Cow::Borrowed(id)),
        15 => {
            let mut full = String::from(id);
            for chunk in id.as_bytes().chunks(5) {
                let bits = chunk
                    .iter()
                    .rev()
                    .fold(0u8, |bits, byte| bits << 1 | u8::from(byte.is_ascii_uppercase()));
                full.push(char::from(if bits < 26 { b'A' + bits } else { b'0' + bits - 26 }));
            }
            Some(Cow::Owned(full))
        }
        _ => None,
    }
}

/// How the ids of the records of standard objects begin: those that any org has, and that hold what a CRM is for.
const PREFIXES: [(&str, &str); 18] = [
    ("001", "Account"),
    ("003", "Contact"),
    ("005", "User"),
    ("006", "Opportunity"),
    ("00Q", "Lead"),
    ("00T", "Task"),
    ("00U", "Event"),
    ("00k", "OpportunityLineItem"),
    ("01s", "Pricebook2"),
    ("01t", "Product2"),
    ("01u", "PricebookEntry"),
    ("02i", "Asset"),
    ("0Q0", "Quote"),
    ("500", "Case"),
    ("701", "Campaign"),
    ("800", "Contract"),
    ("801", "Order"),
    ("802", "OrderItem"),
];

/// The standard object whose records have ids that begin like this one, where that is known.
pub fn object_of_id(id: &str) -> Option<&'static str> {
    to_18(id)?;
    let prefix = id.get(..3)?;
    PREFIXES.iter().find(|(known, _)| *known == prefix).map(|(_, name)| *name)
}

/// Whether a name cannot be an alias: of a standard object whose ids are known, or of a custom one.
pub fn is_object_name(name: &str) -> bool {
    name.ends_with("__c") || PREFIXES.iter().any(|(_, known)| *known == name)
}

/// Whether two record ids name one record, in whichever form each is.
pub fn is_same_id(a: &str, b: &str) -> bool {
    to_18(a).is_some_and(|a| to_18(b) == Some(a))
}

/// A uuid in the form that compares: 36 characters, lower case, without `urn:uuid:`.
pub fn to_uuid(text: &str) -> Option<String> {
    bare_uuid(text).map(str::to_ascii_lowercase)
}

/// Whether two texts are the same uuid, in whichever form each is.
pub fn is_same_uuid(a: &str, b: &str) -> bool {
    bare_uuid(a).zip(bare_uuid(b)).is_some_and(|(a, b)| a.eq_ignore_ascii_case(b))
}

/// A uuid as it is written, without `urn:uuid:`.
pub fn bare_uuid(text: &str) -> Option<&str> {
    let bare = match text.get(..9) {
        Some(prefix) if prefix.eq_ignore_ascii_case("urn:uuid:") => text.get(9..)?,
        _ => text,
    };
    let well_formed = bare.len() == 36
        && bare.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        });
    well_formed.then_some(bare)
}

/// A uuid as a number, written with or without `urn:uuid:`.
pub fn uuid_number(text: &str) -> Option<u128> {
    u128::from_str_radix(&to_uuid(text)?.replace('-', ""), 16).ok()
}

/// The uuid of a number, in small letters.
pub fn uuid_of_number(number: u128) -> String {
    let hex = format!("{number:032x}");
    let (a, rest) = hex.split_at(8);
    let (b, rest) = rest.split_at(4);
    let (c, rest) = rest.split_at(4);
    let (d, e) = rest.split_at(4);
    format!("{a}-{b}-{c}-{d}-{e}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_says_whose_it_is() {
        for (at, (prefix, name)) in PREFIXES.iter().enumerate() {
            let mut id = String::from(*prefix);
            id.push_str("Qx0000080nG1");
            assert_eq!(object_of_id(&id), Some(*name));
            assert!(PREFIXES.iter().skip(at + 1).all(|(known, other)| known != prefix && other != name));
        }
        for other in ["a01Qx0000080nG1", "00qQx0000080nG1", "003", "003Qx0000080nG1X", "é03Qx0000080nG1", ""]
        {
            assert_eq!(object_of_id(other), None, "{other}");
        }
    }

    #[test]
    fn fifteen_become_eighteen() {
        for (short, long) in
            [("0031700000pJRRS", "0031700000pJRRSAA4"), ("001Ws000002Yh1F", "001Ws000002Yh1FIAS")]
        {
            assert_eq!(to_18(short).unwrap(), long);
            assert_eq!(to_18(long).unwrap(), long);
        }
        for refused in ["", "003", "0031700000pJRRSAA", "0031700000pJRR-", "0031700000pJRRé"] {
            assert_eq!(to_18(refused), None);
        }
    }

    #[test]
    fn uuids_compare_in_one_form() {
        let bare = "6f1c2f3e-7a44-4b7e-9d0a-0d6b8c1f2a55";
        for text in [
            bare,
            "urn:uuid:6f1c2f3e-7a44-4b7e-9d0a-0d6b8c1f2a55",
            "URN:UUID:6F1C2F3E-7A44-4B7E-9D0A-0D6B8C1F2A55",
        ] {
            assert_eq!(to_uuid(text).as_deref(), Some(bare));
            assert_eq!(uuid_number(text).map(uuid_of_number).as_deref(), Some(bare));
        }
        for refused in
            ["", "6f1c2f3e7a444b7e9d0a0d6b8c1f2a55", "urn:uuid:", "6f1c2f3e-7a44-4b7e-9d0a-0d6b8c1f2a5g"]
        {
            assert_eq!(to_uuid(refused), None);
        }
    }
}
