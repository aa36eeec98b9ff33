//! Where rows are sealed: what any number of threads may share.

use touchmark::{SignatureEngine, Timestamp, UUID_FIELD};
use touchmark_rows::{Fill, Place};
use touchmark_seal::{RecordToSeal, SealError, SystemRandom};

use crate::commands::seal::options::Seal;
use crate::commands::seal::pending::{Chunk, Content, Pending, Prepared};
use crate::commands::seal::remedy::left_out;
use crate::commands::seal::signer::Signer;
use crate::failure::Failure;
use crate::read_back::ReadBack;

pub(super) struct Desk<'a> {
    pub(super) args: &'a Seal,
    pub(super) signer: Signer,
    pub(super) read_back: ReadBack,
    pub(super) now: Timestamp,
}

impl Desk<'_> {
    /// Whether each seal has a signature of its own.
    pub(super) fn signs_each(&self) -> bool {
        matches!(self.signer, Signer::Each(_))
    }

    /// Signs what was prepared, or states it for a log.
    pub(super) fn sign(&self, chunk: Chunk<Prepared<'_>>) -> Result<Chunk<Pending>, Failure> {
        let sign = |(row, prepared): (touchmark_rows::Row, Option<Prepared<'_>>)| {
            let pending = prepared.map(|prepared| self.sign_one(prepared, row.place())).transpose()?;
            Ok((row, pending))
        };
        chunk.into_iter().map(sign).collect()
    }

    fn sign_one(&self, prepared: Prepared<'_>, place: &Place) -> Result<Pending, Failure> {
        let Prepared { claims, values, .. } = &prepared;
        if let Some(claim) = claims.lacks(&self.args.require_claims) {
            let column = prepared.rule.column_of(claim);
            let (place, remedy) = match &column {
                Some(column) => (place.column(column), format!("fill {column}")),
                None => (place.to_string(), format!("give {claim} in its claims")),
            };
            return Err(Failure::at(
                place,
                format_args!(
                    "{}: the seal would not say {claim}, which --require-claims asks for; {remedy}",
                    prepared.rule.name()
                ),
            ));
        }
        let record = RecordToSeal {
            id: prepared.id.as_deref(),
            uuid: &prepared.uuid,
            values,
            previous_seal: prepared.previous.as_deref(),
            status: prepared.status,
        };
        let (now, until) = (self.now, self.args.valid_for.end(self.now));
        let content = match &self.signer {
            Signer::Each(sealer) => {
                sealer.seal(&record, claims, now, until, &mut SystemRandom).map(Content::Sealed)
            }
            Signer::Log { statements, .. } => {
                statements.state(&record, claims, now, until, &mut SystemRandom).map(Content::Stated)
            }
        };
        let plan = self.signer.statements().plan();
        let computed = plan.not_held_by(values);
        let content = content.map_err(|error| match error {
            SealError::NothingCovered if !computed.is_empty() => Failure::at(
                place,
                format_args!(
                    "nothing of the account would be covered: {} not its own; cover Name for accounts that are no \
                     person, and FirstName and LastName for those that are",
                    computed.join(", ") + if computed.len() == 1 { " is" } else { " are" }
                ),
            ),
            error => self.refused(&error, &prepared, place),
        })?;
        Ok(Pending {
            has_gaps: content.covered() + computed.len() < plan.names().count(),
            has_computed_name: computed.contains(&"Name"),
            content,
            new_uuid: prepared.is_new.then_some(prepared.uuid),
            has_reference: prepared.has_reference,
            stale: prepared.stale,
        })
    }

    /// The fields to fill in each row; none where it stays as it is. `index` is the place in the log of the first that is sealed.
    pub(super) fn fills(
        &self,
        chunk: &Chunk<Pending>,
        mut index: u64,
    ) -> Result<Vec<Vec<Fill<'static>>>, Failure> {
        let mut fills = Vec::with_capacity(chunk.len());
        for (row, pending) in chunk {
            let Some(pending) = pending else {
                fills.push(Vec::new());
                continue;
            };
            fills.push(pending.clone().fills(row.place(), &self.signer, index)?);
            index += 1;
        }
        Ok(fills)
    }

    /// Whether the rows will verify, as they will stand once they are written; counts those whose own label says the opposite.
    pub(super) fn read_back(
        &self,
        chunk: &Chunk<Pending>,
        fills: &[Vec<Fill<'_>>],
        added: &[String],
        engine: &mut SignatureEngine,
    ) -> Result<usize, Failure> {
        let is_sealed = |(_, fills): &(_, &Vec<_>)| !fills.is_empty();
        let sealed = chunk.iter().zip(fills).filter(is_sealed);
        let sealed =
            sealed.map(|((row, _), fills)| row.written(fills, added)).collect::<Result<Vec<_>, _>>()?;
        Ok(self.read_back.check(&sealed, engine)?.contradicted)
    }

    /// Enters what was stated into the log; returns the place of the first.
    pub(super) fn enter(&mut self, chunks: &[Chunk<Pending>]) -> u64 {
        let Signer::Log { key, log, .. } = &mut self.signer else { return 0 };
        let leaf = |pending: &Pending| match &pending.content {
            Content::Stated(statement) => Some(statement.leaf_hash()),
            Content::Sealed(_) => None,
        };
        let pending = chunks.iter().flatten().filter_map(|(_, pending)| pending.as_ref());
        let leaves: Vec<_> = pending.filter_map(leaf).collect();
        log.enter(&leaves, key)
    }

    /// Shows the log to the world, from this place on.
    pub(super) fn publish(&mut self, first: u64) -> Result<(), Failure> {
        match &mut self.signer {
            Signer::Log { log, .. } => log.publish(first),
            Signer::Each(_) => Ok(()),
        }
    }

    /// Why a record cannot be sealed, at the column that is to blame.
    fn refused(&self, error: &SealError, prepared: &Prepared<'_>, place: &Place) -> Failure {
        match error {
            SealError::Value { field, .. }
            | SealError::BadReference { field }
            | SealError::NotStored { field, .. } => Failure::at(
                place.column(field),
                format_args!("{error}; or {}", left_out(field, Some(self.args.option_that_lists(field)))),
            ),
            SealError::BadUuid => Failure::at(place.column(UUID_FIELD), error),
            SealError::BadRecordId => Failure::at(place.column("Id"), error),
            SealError::Claims(claims) => {
                let column = claims.claim().and_then(|claim| prepared.rule.column_of(claim));
                let place = column.map_or_else(|| place.to_string(), |column| place.column(&column));
                Failure::at(place, format_args!("{}: {error}", prepared.rule.name()))
            }
            SealError::WithoutCurrency { field } | SealError::CurrencyNotShown { field } => {
                Failure::at(place.column(field), error)
            }
            _ => Failure::at(place, error),
        }
    }
}
