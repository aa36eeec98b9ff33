//! What a row leaves open of its record: which object it is of, and whether a field is called as nobody reads it.

use touchmark::answer::object_by;
use touchmark::ids::object_of_id;
use touchmark::{Policy, Record, meant_seal_field};

use crate::Row;

/// What the rows before were of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Before {
    /// Somebody else is looking at them.
    Unknown,
    /// Of this, or of nothing that was said.
    Of(Option<String>),
}

/// Only the rows before can say it, and somebody else is looking at them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AfterOthers;

impl Default for Before {
    fn default() -> Self {
        Self::Of(None)
    }
}

impl Before {
    /// The object of a record that does not name it, as far as its id says it, or the user, or the rows before. What the shape around it
    /// is called may be an alias, so it counts only where it cannot be one. Of a record inside another, the user and the rows before
    /// say nothing.
    ///
    /// # Errors
    /// Where it is of what the rows before were of, and that is not known.
    pub fn object_of(
        &mut self,
        row: &Row,
        record: &Record<'_>,
        told: Option<&str>,
    ) -> Result<Option<String>, AfterOthers> {
        if row.is_child() {
            return Ok(object_by(record.id(), None).map(str::to_owned));
        }
        let by_id = record.id().and_then(object_of_id);
        let object = match by_id.or(told).or(object_by(record.id(), row.called())) {
            Some(object) => object.to_owned(),
            // What the rows before were of says something only of a row without an id.
            None if record.id().is_some() => return Ok(None),
            None => match self {
                Self::Of(object) => return Ok(object.clone()),
                Self::Unknown => return Err(AfterOthers),
            },
        };
        *self = Self::Of(Some(object.clone()));
        Ok(Some(object))
    }
}

/// A field that is meant for one of the seal's, by its look, and is not read as that, and what is wrong with it: what stands in it would be
/// passed over.
pub fn misnamed<'r>(record: &'r Record<'_>, policy: &Policy) -> Option<(&'r str, String)> {
    record.fields().iter().find_map(|(name, _)| {
        let meant = meant_seal_field(name).filter(|_| !policy.is_plumbing(name))?;
        let problem = format!(
            "is meant to be {meant}, by its look, and is not read as that; rename it to {meant}, name it in the policy's \
             `fields`, or take it out where {meant} is there too"
        );
        Some((name, problem))
    })
}
