//! How to reach whoever answers for something, as a policy says it (`docs/policy.md`).

use alloc::borrow::ToOwned as _;
use alloc::string::String;
use alloc::vec::Vec;

use crate::config::Need::Required;
use crate::config::{Form, Kind, Member, Shape, TEXT};
use crate::json::{Object, Value};
use crate::printable;

/// Somebody, and how to reach them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// Name shown to people.
    pub name: String,
    /// `mailto:`, `https:` or `tel:` and the rest: what a page may make a link of.
    pub address: String,
}

pub(crate) static CONTACT: Shape = Shape {
    members: &[
        Member("name", Required, Kind::Text(&TEXT)),
        Member("address", Required, Kind::Text(&ADDRESS)),
    ],
    is_open: false,
};

pub(crate) static ADDRESS: Form = Form {
    accepts: |text| {
        let rest = after_scheme(text);
        rest.is_some_and(|rest| !rest.is_empty()) && text.bytes().all(|byte| byte.is_ascii_graphic())
    },
    problem: "must be an address of the form mailto:…, https://… or tel:…, without spaces, such as \"mailto:data@bank.example\"",
};

impl Contact {
    /// Those that a policy names, in its order.
    pub(crate) fn all_of(file: &Object<'_>) -> Vec<Self> {
        let contact = |stated: &Value<'_>| {
            let stated = stated.as_object()?;
            let name = printable(stated.text("name")?);
            Some(Self { name, address: stated.text("address")?.to_owned() })
        };
        file.list("contacts").iter().filter_map(contact).collect()
    }

    /// The first, whom everything else goes to, and of those that are named the first of each name.
    pub(crate) fn among(contacts: &[Self], named: [Option<&str>; 2]) -> Vec<Self> {
        let mut found: Vec<Self> = contacts.first().cloned().into_iter().collect();
        for name in named.into_iter().flatten() {
            let contact = contacts.iter().find(|contact| contact.name == name);
            found.extend(contact.filter(|contact| !found.contains(contact)).cloned());
        }
        found
    }

    /// One of what a check answered; none whose address no policy could have had.
    pub(crate) fn assume_checked(name: &str, address: &str) -> Option<Self> {
        (ADDRESS.accepts)(address).then(|| Self { name: name.into(), address: address.into() })
    }

    /// The address without what only programs need.
    pub fn shown(&self) -> &str {
        after_scheme(&self.address).unwrap_or(&self.address)
    }
}

/// What follows the scheme of an address that a page may make a link of.
fn after_scheme(address: &str) -> Option<&str> {
    ["mailto:", "https://", "tel:"].iter().find_map(|scheme| address.strip_prefix(scheme))
}
