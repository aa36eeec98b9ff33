//! One run over one file: rows are sealed, read back and written, a chunk at a time.

use std::borrow::Cow;
use std::io;

use indicatif::ProgressBar;
use touchmark::json::Value;
use touchmark::{REFERENCE_FIELD, SEAL_FIELD, Timestamp, UUID_FIELD};
use touchmark_seal::{Claims, RecordToSeal, SealError, SystemRandom, uuid_v4};

use crate::commands::salesforce::field::{SALTS_LENGTH, SEAL_LENGTH};
use crate::commands::seal::columns::Columns;
use crate::commands::seal::companion::is_companion;
use crate::commands::seal::options::Seal;
use crate::commands::seal::pending::{Content, Pending};
use crate::commands::seal::remedy::left_out;
use crate::commands::seal::sealed_rows::SealedRows;
use crate::commands::seal::signer::Signer;
use crate::commands::seal::source::Source;
use crate::commands::seal::tally::Tally;
use crate::failure::Failure;
use crate::output::Output;
use crate::read_back::ReadBack;
use crate::rules::{Rule, Rules};
use crate::status_entries::FreeEntries;
use touchmark_rows::{Fill, NOT_AVAILABLE, Row, Rows, value_of};

/// Rows that are sealed, read back and written at once.
const CHUNK: usize = 64;

pub(super) struct Task<'a> {
    pub(super) args: &'a Seal,
    pub(super) signer: Signer,
    pub(super) read_back: ReadBack,
    pub(super) rules: &'a Rules,
    /// Whether the columns are known before the rows.
    pub(super) has_header: bool,
    /// Whether the rows leave as they are the fields of which they say nothing.
    pub(super) is_update: bool,
    pub(super) now: Timestamp,
    /// Of the status list.
    pub(super) entries: Option<FreeEntries<'a>>,
    pub(super) tally: Tally,
    pub(super) sealed: SealedRows,
}

impl<'a> Task<'a> {
    pub(super) fn seal_all(
        &mut self,
        rows: &mut Rows,
        columns: &mut Columns<'_>,
        added: &[String],
        out: &mut Output,
        progress: &ProgressBar,
    ) -> Result<(), Failure> {
        let path = &self.args.files.out;
        let failed = |error: io::Error| Failure::io(path, "written", &error);
        rows.write_head(added, out).map_err(failed)?;
        // A log's proofs exist once its whole tree does: until then its rows wait.
        let chunk = if matches!(self.signer, Signer::Each(_)) { CHUNK } else { usize::MAX };
        let mut waiting = Vec::new();
        while let Some(row) = rows.next_row()? {
            let pending = self.pending(&row, columns)?;
            waiting.push((row, pending));
            if waiting.len() == chunk {
                self.write(std::mem::take(&mut waiting), added, out)?;
            }
            progress.set_position(rows.position());
        }
        columns.all_seen(rows.name())?;
        self.write(waiting, added, out)?;
        rows.write_tail(out).map_err(failed)
    }

    /// Completes what is pending, reads it back and writes it.
    fn write(
        &mut self,
        mut waiting: Vec<(Row, Option<Pending>)>,
        added: &[String],
        out: &mut Output,
    ) -> Result<(), Failure> {
        let path = &self.args.files.out;
        let first = self.enter(&waiting);
        let signer = &self.signer;
        let fills_of = |row: &Row, pending: Option<Pending>, index: u64| {
            pending.map_or(Ok(Vec::new()), |pending| pending.fills(row.place(), signer, index))
        };
        // The seals of a log would take as much memory again as its statements: they are made once to be read back, and once
        // more to be written.
        let is_kept = matches!(signer, Signer::Each(_));
        let mut kept = Vec::new();
        let mut index = first;
        for chunk in waiting.chunks_mut(CHUNK) {
            let mut sealed = Vec::with_capacity(chunk.len());
            for (row, pending) in chunk {
                let pending = if is_kept { pending.take() } else { pending.clone() };
                let fills = fills_of(row, pending, index)?;
                index += u64::from(!fills.is_empty());
                if !fills.is_empty() {
                    sealed.push(row.written(&fills, added)?);
                }
                if is_kept {
                    kept.push(fills);
                }
            }
            let found = self.read_back.check(&sealed)?;
            self.tally.contradicted += found.contradicted;
        }
        // Nobody is to see a log grow by what was refused after all.
        if let Signer::Log { log, .. } = signer {
            log.publish(first)?;
        }
        let mut kept = kept.into_iter();
        let mut index = first;
        for (row, pending) in waiting {
            let fills = match kept.next() {
                Some(fills) => fills,
                None => fills_of(&row, pending, index)?,
            };
            index += u64::from(!fills.is_empty());
            self.tally.too_long += usize::from(fills.iter().any(is_too_long));
            row.write(&fills, added, out).map_err(|error| Failure::io(path, "written", &error))?;
        }
        Ok(())
    }

    /// Enters what was stated into the log; returns the place of the first.
    fn enter(&mut self, waiting: &[(Row, Option<Pending>)]) -> u64 {
        let Signer::Log { key, log, .. } = &mut self.signer else { return 0 };
        let leaf = |pending: &Pending| match &pending.content {
            Content::Stated(statement) => Some(statement.leaf_hash()),
            Content::Sealed(_) => None,
        };
        let leaves: Vec<_> = waiting.iter().filter_map(|(_, pending)| leaf(pending.as_ref()?)).collect();
        log.enter(&leaves, key)
    }

    /// What becomes of a row; nothing where no rule matches.
    fn pending(&mut self, row: &Row, columns: &mut Columns<'_>) -> Result<Option<Pending>, Failure> {
        let source = Source::read(row, columns, self.has_header)?;
        let Some((at, rule)) = self.rule_for(&source, columns)? else { return Ok(None) };
        source.refuse_empty()?;
        let previous = source.previous_seal(self.args.replace)?;
        let claims = rule.claims(&source.values).map_err(|problem| Failure::at(source.place(), problem))?;
        let new_uuid = if source.uuid.is_empty() {
            Some(uuid_v4(&mut SystemRandom).map_err(|error| Failure::input(error.to_string()))?)
        } else {
            None
        };
        let id = if self.args.without_record_id { "" } else { &source.id };
        self.sealed.refuse_twice(&source.uuid, id, source.place())?;
        let purpose = self.args.status_purpose.of_list();
        let status = self.entries.as_mut().map(|entries| entries.take(purpose)).transpose()?;
        let record = RecordToSeal {
            id: Some(id).filter(|id| !id.is_empty()),
            uuid: new_uuid.as_deref().unwrap_or(&source.uuid),
            values: &source.values,
            previous_seal: previous.as_deref(),
            status,
        };
        let content = self.sign(&record, &claims, rule, &source)?;
        self.count(at, &source, &content, columns);
        Ok(Some(Pending {
            content,
            // An empty cell of an update is no value, and a reference that stays would be that of the seal before.
            has_reference: self.args.reference
                || value_of(&source.values, REFERENCE_FIELD).is_some()
                || self.is_update && columns.seen.contains_key(REFERENCE_FIELD),
            stale: self.stale(&source, columns),
            new_uuid,
        }))
    }

    /// The rule that speaks for a row, with its place in their order; nothing where the row is to be left as it is.
    fn rule_for(
        &mut self,
        source: &Source<'_>,
        columns: &mut Columns<'_>,
    ) -> Result<Option<(usize, &'a Rule)>, Failure> {
        let rules = self.rules;
        let found = rules.find(&source.values, &columns.types, self.is_update);
        match (found, source.other_object(&self.args.object)) {
            (Some(_), Some((object, place))) => {
                let says = &self.args.object;
                return Err(Failure::at(
                    place,
                    format_args!(
                        "is a record of {object}, and --object says {says}: seal each object by itself, or let no rule \
                         match the rows of others"
                    ),
                ));
            }
            // Whatever columns it has are those of another object.
            (None, Some((object, _))) => {
                *self.tally.of_others.entry(object).or_default() += 1;
                return Ok(None);
            }
            (_, None) => {}
        }
        source.refuse_counted()?;
        // A header was admitted once for all rows.
        let written = source.written.iter().map(|(name, is_set)| (name.as_str(), *is_set));
        columns.admit(written, source.place())?;
        if found.is_none() {
            self.tally.unsealed += 1;
            self.tally.already_sealed += usize::from(!source.seal.is_empty());
        }
        Ok(found)
    }

    /// The seal of a record, or what a log will make one of.
    fn sign(
        &self,
        record: &RecordToSeal<'_>,
        claims: &Claims,
        rule: &Rule,
        source: &Source<'_>,
    ) -> Result<Content, Failure> {
        if let Some(claim) = claims.lacks(&self.args.require_claims) {
            let column = rule.column_of(claim);
            let (place, remedy) = match &column {
                Some(column) => (source.place().column(column), format!("fill {column}")),
                None => (source.place().to_string(), format!("give {claim} in its claims")),
            };
            return Err(Failure::at(
                place,
                format_args!(
                    "{}: the seal would not say {claim}, which --require-claims asks for; {remedy}",
                    rule.name()
                ),
            ));
        }
        let (now, until) = (self.now, self.args.valid_for.end(self.now));
        let content = match &self.signer {
            Signer::Each(sealer) => {
                sealer.seal(record, claims, now, until, &mut SystemRandom).map(Content::Sealed)
            }
            Signer::Log { statements, .. } => {
                statements.state(record, claims, now, until, &mut SystemRandom).map(Content::Stated)
            }
        };
        let computed = self.signer.statements().plan().not_held_by(&source.values);
        content.map_err(|error| match error {
            SealError::NothingCovered if !computed.is_empty() => Failure::at(
                source.place(),
                format_args!(
                    "nothing of the account would be covered: {} not its own; cover Name for accounts that are no \
                     person, and FirstName and LastName for those that are",
                    computed.join(", ") + if computed.len() == 1 { " is" } else { " are" }
                ),
            ),
            error => refused(self.args, &error, rule, source),
        })
    }

    /// Counts a row that will be sealed, and what people should know of it.
    fn count(&mut self, at: usize, source: &Source<'_>, content: &Content, columns: &Columns<'_>) {
        let computed = self.signer.statements().plan().not_held_by(&source.values);
        let is_planned_text = |name: &str, value: &Value<'_>, is_meant: fn(&str) -> bool| {
            value.as_str().is_some_and(is_meant) && columns.is_planned.contains(name)
        };
        let is_any =
            |is_meant| source.values.iter().any(|(name, value)| is_planned_text(name, value, is_meant));
        let tally = &mut self.tally;
        *tally.by_rule.entry(at).or_default() += 1;
        tally.replaced += usize::from(!source.seal.is_empty());
        tally.not_available += usize::from(is_any(|text| text == NOT_AVAILABLE));
        tally.untrimmed += usize::from(is_any(|text| text.trim() != text));
        tally.without_id += usize::from(source.id.is_empty() && !self.args.without_record_id);
        tally.minted += usize::from(source.uuid.is_empty());
        tally.with_gaps += usize::from(content.covered() + computed.len() < columns.planned.len());
        tally.computed_names += usize::from(computed.contains(&"Name"));
    }

    /// Packs of tiers that are no longer used: they belong to the old seal.
    fn stale(&self, source: &Source<'_>, columns: &Columns<'_>) -> Vec<String> {
        let is_stale = |name: &str| is_companion(name) && !columns.filled.iter().any(|filled| filled == name);
        if self.is_update {
            // An empty cell would leave the pack where it is.
            columns.seen.keys().filter(|name| is_stale(name)).cloned().collect()
        } else {
            let names = source.values.iter().map(|(name, _)| name);
            names.filter(|name| is_stale(name)).map(Cow::to_string).collect()
        }
    }
}

/// Whether the field that an org is given for this holds less.
fn is_too_long((name, text): &Fill<'_>) -> bool {
    let length = match name.as_ref() {
        SEAL_FIELD => SEAL_LENGTH,
        name if is_companion(name) => SALTS_LENGTH,
        _ => return false,
    };
    text.as_ref().is_some_and(|text| text.encode_utf16().count() > length as usize)
}

/// Why a record cannot be sealed, at the column that is to blame.
fn refused(args: &Seal, error: &SealError, rule: &Rule, source: &Source<'_>) -> Failure {
    let place = source.place();
    match error {
        SealError::Value { field, .. }
        | SealError::BadReference { field }
        | SealError::NotStored { field, .. } => Failure::at(
            place.column(field),
            format_args!("{error}; or {}", left_out(field, Some(args.option_that_lists(field)))),
        ),
        SealError::BadUuid => Failure::at(place.column(UUID_FIELD), error),
        SealError::BadRecordId => Failure::at(place.column("Id"), error),
        SealError::Claims(claims) => {
            let column = claims.claim().and_then(|claim| rule.column_of(claim));
            let place = column.map_or_else(|| place.to_string(), |column| place.column(&column));
            Failure::at(place, format_args!("{}: {error}", rule.name()))
        }
        SealError::WithoutCurrency { field } | SealError::CurrencyNotShown { field } => {
            Failure::at(place.column(field), error)
        }
        _ => Failure::at(place, error),
    }
}
