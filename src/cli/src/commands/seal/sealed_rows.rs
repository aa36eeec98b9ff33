//! That no record is sealed twice.

use std::collections::HashMap;

use touchmark::{UUID_FIELD, ids};

use crate::failure::Failure;
use touchmark_rows::Place;

/// The rows to be sealed, by what a seal is bound to: two of one record would get two seals, and keep one of them.
#[derive(Default)]
pub(super) struct SealedRows {
    by_uuid: HashMap<u128, usize>,
    /// The first 15 characters say which record it is.
    by_id: HashMap<[u8; 15], usize>,
}

impl SealedRows {
    /// Refuses a second row of one record.
    pub(super) fn refuse_twice(&mut self, uuid: &str, id: &str, place: &Place) -> Result<(), Failure> {
        let uuid = ids::uuid_number(uuid);
        if let Some(first) = uuid.and_then(|uuid| self.by_uuid.insert(uuid, place.number())) {
            let first = place.of_row(first);
            return Err(Failure::at(
                place.column(UUID_FIELD),
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
