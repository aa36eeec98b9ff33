//! A row on its way to its seal: decided about; then signed, or stated and waiting for its place in a log.

use std::borrow::Cow;

use touchmark::{REFERENCE_FIELD, SEAL_FIELD, UUID_FIELD};
use touchmark_rows::{Fill, Place, Row, Values};
use touchmark_seal::{Claims, Sealed, Statement, StatusEntry};

use crate::commands::seal::signer::Signer;
use crate::failure::Failure;
use crate::rules::Rule;

/// Rows that stand together, and what is to become of each; nothing where no rule matches.
pub(super) type Chunk<T> = Vec<(Row, Option<T>)>;

/// A row that is to be sealed, with all that was decided about it.
pub(super) struct Prepared<'a> {
    pub(super) rule: &'a Rule,
    pub(super) claims: Claims,
    pub(super) values: Values<'static>,
    pub(super) id: Option<String>,
    pub(super) uuid: String,
    /// Whether the row had no uuid.
    pub(super) is_new: bool,
    /// Id of the seal that this one replaces.
    pub(super) previous: Option<String>,
    pub(super) status: Option<StatusEntry<'a>>,
    pub(super) has_reference: bool,
    /// Columns to be emptied.
    pub(super) stale: Vec<String>,
}

#[derive(Clone)]
pub(super) struct Pending {
    pub(super) content: Content,
    /// Whether it covers less than was planned.
    pub(super) has_gaps: bool,
    /// Whether its name is one that the platform makes.
    pub(super) has_computed_name: bool,
    /// For a row that had none.
    pub(super) new_uuid: Option<String>,
    pub(super) has_reference: bool,
    /// Columns to be emptied.
    pub(super) stale: Vec<String>,
}

#[derive(Clone)]
pub(super) enum Content {
    Sealed(Sealed),
    /// To be entered into the log.
    Stated(Statement),
}

impl Content {
    /// How many fields it covers.
    pub(super) fn covered(&self) -> usize {
        match self {
            Self::Sealed(sealed) => sealed.covered,
            Self::Stated(statement) => statement.covered(),
        }
    }
}

impl Pending {
    /// The fields to fill in its row; what was stated for a log takes its place there.
    pub(super) fn fills(
        self,
        place: &Place,
        signer: &Signer,
        index: u64,
    ) -> Result<Vec<Fill<'static>>, Failure> {
        let Self { content, new_uuid, has_reference, stale, .. } = self;
        let sealed = match content {
            Content::Sealed(sealed) => sealed,
            Content::Stated(statement) => {
                let proof = match signer {
                    Signer::Log { log, .. } => log.proof(index),
                    Signer::Each(_) => None,
                };
                let proof = proof.ok_or_else(|| Failure::at(place, "the log has no place for the record"))?;
                statement.seal_in_log(&proof).map_err(|error| Failure::at(place, error))?
            }
        };
        let mut fills: Vec<Fill<'static>> = vec![(SEAL_FIELD.into(), Some(sealed.seal.into()))];
        fills.extend(new_uuid.map(|uuid| (UUID_FIELD.into(), Some(uuid.into()))));
        let tiers = signer.statements().plan().tiers().iter().map(|tier| tier.companion_field());
        fills.extend(
            tiers.zip(sealed.companions).map(|(field, pack)| (Cow::Owned(field), Some(Cow::Owned(pack)))),
        );
        if has_reference {
            fills.push((REFERENCE_FIELD.into(), Some(sealed.reference.into())));
        }
        fills.extend(stale.into_iter().map(|name| (Cow::Owned(name), None)));
        Ok(fills)
    }
}
