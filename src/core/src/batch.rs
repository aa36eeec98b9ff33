//! Many records at once: what they share is hashed and asked about once.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use crate::Timestamp;
use crate::decision::Decision;
use crate::merkle::NodeMemory;
use crate::record::{Record, RecordError};
use crate::signature::SignatureCheck;
use crate::verdict::Verdict;
use crate::verify::{Pending, Verifier};

/// Of so many different answers for all uses it is remembered which record had them first: each is compared with those of every record.
const MAX_SHARED: usize = 8;

/// The records of one call, each as it could be read.
pub type Records<'a> = [Result<Record<'a>, RecordError>];

/// Checks of many records that wait for an engine's answers. Every verdict is the one that the record would have had
/// alone.
pub struct PendingBatch<'a> {
    items: Vec<BatchItem<'a>>,
    /// How many different checks there are.
    count: usize,
}

enum BatchItem<'a> {
    /// Waits for the answers at these places.
    Pending(Box<Pending<'a>>, Vec<usize>),
    /// What is no record.
    Concluded(Box<Verdict>),
}

impl Verifier {
    /// As [`Verifier::begin`], for many records. Seals of one load share its log's checkpoint: it is asked about once,
    /// and the way from neighbouring leaves to it is hashed once.
    pub fn begin_all<'a>(&'a self, records: &'a Records<'a>, now: Timestamp) -> PendingBatch<'a> {
        let mut nodes = NodeMemory::default();
        let mut batch = PendingBatch { items: Vec::with_capacity(records.len()), count: 0 };
        for record in records {
            let item = match record {
                Ok(record) => batch.ask(self.begin_with(&mut nodes, record, now)),
                Err(error) => BatchItem::Concluded(Box::new(self.unreadable(error, now))),
            };
            batch.items.push(item);
        }
        batch
    }

    /// As [`Verifier::verify`], for many records; `engine` remembers the keys that come again.
    #[cfg(feature = "dalek")]
    pub fn verify_all(
        &self,
        records: &Records<'_>,
        now: Timestamp,
        engine: &mut crate::SignatureEngine,
    ) -> Vec<Verdict> {
        let batch = self.begin_all(records, now);
        let answers: Vec<_> = engine.answer_all(&batch.checks()).into_iter().map(Some).collect();
        batch.conclude(&answers).collect()
    }
}

impl<'a> PendingBatch<'a> {
    /// What the engine is asked, each question once.
    pub fn checks(&self) -> Vec<&SignatureCheck> {
        let mut checks = Vec::with_capacity(self.count);
        for item in &self.items {
            let BatchItem::Pending(pending, places) = item else { continue };
            for (check, &place) in pending.checks().zip(places) {
                if place == checks.len() {
                    checks.push(check);
                }
            }
        }
        checks
    }

    /// The verdicts, in the order of the records. `answers` are in the order of [`PendingBatch::checks`]; see
    /// [`Pending::conclude`].
    pub fn conclude(self, answers: &[Option<bool>]) -> impl Iterator<Item = Verdict> {
        self.items.into_iter().map(move |item| match item {
            BatchItem::Concluded(verdict) => *verdict,
            BatchItem::Pending(pending, places) => {
                let own: Vec<_> = places.iter().map(|&place| answers.get(place).copied().flatten()).collect();
                pending.conclude(&own)
            }
        })
    }

    /// A JSON array of the verdicts, as [`Verdict::to_json`] writes them, but for `uses` that are those of an earlier verdict: in their
    /// place stands the number of that verdict. Records of one list are mostly good for the same, and each answer would be written,
    /// read and frozen again for each record.
    pub fn conclude_to_json(self, answers: &[Option<bool>]) -> String {
        let mut json = String::from("[");
        let mut known: Vec<(u64, Vec<Decision>)> = Vec::new();
        for (at, mut verdict) in (0..).zip(self.conclude(answers)) {
            if at > 0 {
                json.push(',');
            }
            let same = known.iter().find(|(_, uses)| *uses == verdict.uses).map(|(at, _)| *at);
            verdict.write_json_with(same, &mut json);
            if same.is_none() && known.len() < MAX_SHARED && !verdict.uses.is_empty() {
                known.push((at, core::mem::take(&mut verdict.uses)));
            }
        }
        json.push(']');
        json
    }

    /// Notes a record's questions. What the record before asked too is the same question.
    fn ask(&mut self, pending: Pending<'a>) -> BatchItem<'a> {
        let last = match self.items.last() {
            Some(BatchItem::Pending(last, places)) => Some((last, places)),
            _ => None,
        };
        let mut count = self.count;
        let mut place = |check: &SignatureCheck| {
            let same =
                last.and_then(|(last, places)| last.checks().zip(places).find(|(known, _)| *known == check));
            same.map(|(_, place)| *place).unwrap_or_else(|| {
                count += 1;
                count - 1
            })
        };
        let places = pending.checks().map(&mut place).collect();
        self.count = count;
        BatchItem::Pending(Box::new(pending), places)
    }
}
