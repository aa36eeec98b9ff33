//! What is known of a seal once its signatures hold and its issuer is believed: what the rules of profile §5 look at.

use alloc::vec::Vec;

use super::attestation::Attestation;
use super::context::{Context, is_empty};
use crate::registry::Lookup;
use crate::salts::Companion;
use crate::seal::VerifiedSeal;
use crate::statement::Statement;
use crate::status::StatusAnswer;
use crate::verdict::RecordRef;

/// Most companion packs of one record: each is asked for each field. A pack is a tier of readers, and there are few.
const MAX_COMPANIONS: usize = 64;

pub(crate) struct Facts<'k, 'a> {
    pub(crate) context: &'k Context<'a>,
    pub(crate) seal: &'k VerifiedSeal<'k, 'a>,
    pub(crate) statement: &'k Statement<'k>,
    pub(crate) attestation: &'k Attestation<'a>,
    /// The packs that belong to this seal.
    pub(crate) companions: Vec<Companion<'a>>,
    /// Whether there are others.
    pub(crate) has_other_packs: bool,
    pub(crate) status: StatusAnswer,
    /// What the registry says of the record.
    pub(crate) registered: Lookup<'a>,
}

impl<'k, 'a> Facts<'k, 'a> {
    pub(crate) fn of(
        context: &'k Context<'a>,
        seal: &'k VerifiedSeal<'k, 'a>,
        statement: &'k Statement<'k>,
        attestation: &'k Attestation<'a>,
        record: &RecordRef,
    ) -> Self {
        let mut companions = Vec::new();
        let mut has_other_packs = false;
        for pack in context.companion_packs().filter(|pack| !is_empty(pack)) {
            let text = pack.as_str().filter(|_| companions.len() < MAX_COMPANIONS);
            match text.and_then(|text| Companion::read(text, &statement.seal_id)) {
                Some(companion) => companions.push(companion),
                None => has_other_packs = true,
            }
        }
        let status = match &statement.status {
            Some(entry) => context.trust.status(entry, seal.issuer(), context.policy, context.now),
            None => StatusAnswer::NotAsked,
        };
        // A view without an id does not hide an old seal: the seal names the record too.
        let registered = match record.id.as_deref().or(statement.record_id.as_deref()) {
            Some(id) => context.registry.look_up(Some(statement.tenant), statement.object, id, context.now),
            None => Lookup::NotListed,
        };
        Self { context, seal, statement, attestation, companions, has_other_packs, status, registered }
    }
}
