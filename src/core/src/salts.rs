//! Salts of fields: those in a seal, and the packs beside it.

use crate::digest::is_salt;
use crate::json::{self, Object, Value};
use crate::{MAX_SEAL_UNITS, has_only_safe_integers, ids};

/// Salts for fields that not everybody may read; readable exactly by those who may.
pub(crate) struct Companion<'a>(Object<'a>);

impl<'a> Companion<'a> {
    /// A pack that belongs to the seal with that id; `None` for one that is malformed or belongs to another.
    pub(crate) fn read(text: &'a str, seal_id: &str) -> Option<Self> {
        if is_too_long(text) {
            return None;
        }
        let Ok(Value::Object(pack)) = json::parse(text) else { return None };
        pack.get("salts")?.as_object()?;
        if !has_only_safe_integers(&pack) {
            return None;
        }
        ids::is_same_uuid(pack.text("seal")?, seal_id).then_some(Self(pack))
    }

    pub(crate) fn salt(&self, field: &str) -> Option<&str> {
        salt_in(self.0.get("salts")?.as_object()?, field)
    }
}

pub(crate) fn salt_in<'v>(salts: &'v Object<'_>, field: &str) -> Option<&'v str> {
    salts.text(field).filter(|salt| is_salt(salt))
}

/// Whether a text is longer than any seal or pack of salts may be.
pub(crate) fn is_too_long(text: &str) -> bool {
    // UTF-8 never takes fewer bytes than UTF-16 takes units. Of a character's bytes in UTF-8, the first counts as one unit,
    // that of a character beyond the basic plane as two, and those that continue it as none.
    let units = |byte: u8| usize::from(byte & 0xC0 != 0x80) + usize::from(byte >= 0xF0);
    text.len() > MAX_SEAL_UNITS && text.bytes().map(units).sum::<usize>() > MAX_SEAL_UNITS
}
