//! One run over one file: rows are read and decided about in their order, sealed and read back on all cores, and written in their
//! order again.

use std::borrow::Cow;
use std::io;

use indicatif::ProgressBar;
use touchmark::json::Value;
use touchmark::{REFERENCE_FIELD, SEAL_FIELD, SignatureEngine};
use touchmark_rows::{Fill, NOT_AVAILABLE, Row, Rows, Values, cores, in_order, value_of};
use touchmark_seal::{SystemRandom, uuid_v4};

use crate::commands::salesforce::field::{SALTS_LENGTH, SEAL_LENGTH};
use crate::commands::seal::columns::Columns;
use crate::commands::seal::companion::is_companion;
use crate::commands::seal::desk::Desk;
use crate::commands::seal::options::Seal;
use crate::commands::seal::pending::{Chunk, Pending, Prepared};
use crate::commands::seal::sealed_rows::SealedRows;
use crate::commands::seal::source::Source;
use crate::commands::seal::tally::Tally;
use crate::failure::Failure;
use crate::output::Output;
use crate::rules::{Rule, Rules};
use crate::status_entries::FreeEntries;

/// Rows that are sealed, read back and written at once.
const CHUNK: usize = 64;

/// What is known of the rows so far, and decides about the next.
pub(super) struct Task<'a> {
    pub(super) args: &'a Seal,
    pub(super) rules: &'a Rules,
    /// Whether the columns are known before the rows.
    pub(super) has_header: bool,
    /// Whether the rows leave as they are the fields of which they say nothing.
    pub(super) is_update: bool,
    /// Of the status list.
    pub(super) entries: Option<FreeEntries<'a>>,
    pub(super) tally: Tally,
    pub(super) sealed: SealedRows,
}

impl<'a> Task<'a> {
    pub(super) fn seal_all(
        &mut self,
        desk: &mut Desk<'_>,
        rows: &mut Rows,
        columns: &mut Columns<'_>,
        added: &[String],
        out: &mut Output,
        progress: &ProgressBar,
    ) -> Result<(), Failure> {
        let path = &self.args.files.out;
        let failed = |error: io::Error| Failure::io(path, "written", &error);
        rows.write_head(added, out).map_err(failed)?;
        let mut tally = Tally::default();
        let mut end = Ok(());
        let mut is_over = false;
        let next = || {
            if is_over {
                return None;
            }
            let (chunk, ended) = self.read_chunk(rows, columns);
            progress.set_position(rows.position());
            is_over = ended.is_some();
            end = ended.unwrap_or(Ok(()));
            Some(chunk)
        };
        let mut write = |chunk: &Chunk<Pending>, fills: &[Vec<Fill<'static>>]| {
            for ((row, pending), fills) in chunk.iter().zip(fills) {
                tally.with_gaps += usize::from(pending.as_ref().is_some_and(|pending| pending.has_gaps));
                tally.computed_names +=
                    usize::from(pending.as_ref().is_some_and(|pending| pending.has_computed_name));
                tally.too_long += usize::from(fills.iter().any(is_too_long));
                row.write(fills, added, out).map_err(failed)?;
            }
            Ok::<_, Failure>(())
        };
        let mut contradicted = 0;
        if desk.signs_each() {
            let desk = &*desk;
            let seal = |engine: &mut SignatureEngine, chunk| {
                let chunk = desk.sign(chunk)?;
                let fills = desk.fills(&chunk, 0)?;
                let contradicted = desk.read_back(&chunk, &fills, added, engine)?;
                Ok((chunk, fills, contradicted))
            };
            in_order(cores(), next, SignatureEngine::new, seal, |sealed: Result<_, Failure>| {
                let (chunk, fills, found) = sealed?;
                contradicted += found;
                write(&chunk, &fills)
            })?;
            end?;
            columns.all_seen(rows.name())?;
        } else {
            // A log's proofs exist once its whole tree does: until then its rows wait.
            let mut waiting = Vec::new();
            let state = |(): &mut (), chunk| desk.sign(chunk);
            in_order(
                cores(),
                next,
                || (),
                state,
                |stated: Result<Chunk<Pending>, Failure>| {
                    waiting.push(stated?);
                    Ok::<_, Failure>(())
                },
            )?;
            end?;
            columns.all_seen(rows.name())?;
            let first = desk.enter(&waiting);
            let places = places(&waiting, first);
            // Their seals would take as much memory again: they are made once to be read back, and once more to be written.
            {
                let desk = &*desk;
                let mut chunks = waiting.iter().zip(&places);
                let check = |engine: &mut SignatureEngine, (chunk, first): (&Chunk<Pending>, &u64)| {
                    desk.read_back(chunk, &desk.fills(chunk, *first)?, added, engine)
                };
                in_order(
                    cores(),
                    || chunks.next(),
                    SignatureEngine::new,
                    check,
                    |found: Result<_, Failure>| {
                        contradicted += found?;
                        Ok::<_, Failure>(())
                    },
                )?;
            }
            // Nobody is to see a log grow by what was refused after all.
            desk.publish(first)?;
            for (chunk, first) in waiting.into_iter().zip(places) {
                let fills = desk.fills(&chunk, first)?;
                write(&chunk, &fills)?;
            }
        }
        let Tally { with_gaps, computed_names, too_long, .. } = tally;
        self.tally =
            Tally { with_gaps, computed_names, too_long, contradicted, ..std::mem::take(&mut self.tally) };
        rows.write_tail(out).map_err(failed)
    }

    /// The next rows, decided about; with the last of them comes how that ended.
    fn read_chunk(
        &mut self,
        rows: &mut Rows,
        columns: &mut Columns<'_>,
    ) -> (Chunk<Prepared<'a>>, Option<Result<(), Failure>>) {
        let mut chunk = Vec::with_capacity(CHUNK);
        while chunk.len() < CHUNK {
            let prepared = match rows.next_row() {
                Ok(Some(row)) => self.prepare(&row, columns).map(|prepared| (row, prepared)),
                Ok(None) => return (chunk, Some(Ok(()))),
                Err(error) => Err(error.into()),
            };
            match prepared {
                Ok(prepared) => chunk.push(prepared),
                Err(failure) => return (chunk, Some(Err(failure))),
            }
        }
        (chunk, None)
    }

    /// What is to become of a row; nothing where no rule matches.
    fn prepare(&mut self, row: &Row, columns: &mut Columns<'_>) -> Result<Option<Prepared<'a>>, Failure> {
        let source = Source::read(row, columns, self.has_header)?;
        let Some((at, rule)) = self.rule_for(&source, columns)? else { return Ok(None) };
        source.refuse_empty()?;
        let previous = source.previous_seal(self.args.replace)?;
        let claims = rule.claims(&source.values).map_err(|problem| Failure::at(source.place(), problem))?;
        let is_new = source.uuid.is_empty();
        let uuid = if is_new {
            uuid_v4(&mut SystemRandom).map_err(|error| Failure::input(error.to_string()))?
        } else {
            source.uuid.clone()
        };
        let id = if self.args.without_record_id { "" } else { &source.id };
        self.sealed.refuse_twice(&source.uuid, id, source.place())?;
        let purpose = self.args.status_purpose.of_list();
        let status = self.entries.as_mut().map(|entries| entries.take(purpose)).transpose()?;
        self.count(at, &source, columns);
        Ok(Some(Prepared {
            rule,
            claims,
            id: Some(id.to_owned()).filter(|id| !id.is_empty()),
            uuid,
            is_new,
            previous,
            status,
            // An empty cell of an update is no value, and a reference that stays would be that of the seal before.
            has_reference: self.args.reference
                || value_of(&source.values, REFERENCE_FIELD).is_some()
                || self.is_update && columns.seen.contains_key(REFERENCE_FIELD),
            stale: self.stale(&source, columns),
            values: owned(source.values),
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

    /// Counts a row that will be sealed, and what people should know of it.
    fn count(&mut self, at: usize, source: &Source<'_>, columns: &Columns<'_>) {
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

/// The places in a log of the first of each chunk.
fn places(chunks: &[Chunk<Pending>], first: u64) -> Vec<u64> {
    let sealed =
        |chunk: &Chunk<Pending>| chunk.iter().filter(|(_, pending)| pending.is_some()).count() as u64;
    let following = chunks.iter().scan(first, |place, chunk| {
        let own = *place;
        *place += sealed(chunk);
        Some(own)
    });
    following.collect()
}

/// As it was read, for whoever seals it on another thread.
fn owned(values: Values<'_>) -> Values<'static> {
    values.into_iter().map(|(name, value)| (Cow::Owned(name.into_owned()), value.into_owned())).collect()
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
