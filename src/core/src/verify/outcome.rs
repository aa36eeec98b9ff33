//! A verdict on its way: from nothing known to what is said beside every one. Each step takes a [`Verdict`] and gives it back:
//! no rule can write into one.

use super::context::Context;
use super::declared::declared;
use super::granted;
use crate::Origin;
use crate::claimed::Claimed;
use crate::contact::Contact;
use crate::reason::ReasonCode;
use crate::refusal::Refusal;
use crate::registry::Lookup;
use crate::seal::VerifiedSeal;
use crate::verdict::{Flag, Reason, RecordRef, Trust, Verdict};

impl Verdict {
    /// What a record says of itself, and nothing else yet.
    pub(crate) fn of_record(context: &Context<'_>) -> Self {
        let Context { record, trust, policy, now, .. } = *context;
        let (reference, bundle) = (record.reference(&policy.fields.uuid), trust.reference(now));
        Self::begun(reference, declared(record, policy), &policy.environment, now, bundle)
    }

    /// The same, ended by a refusal.
    pub(crate) fn refused(mut self, refusal: Refusal) -> Self {
        let (trust, reason) = refusal.into_parts();
        self.trust = trust;
        self.reasons.insert(0, reason);
        self
    }

    /// The same, with those flags that are raised: in declaration order, each once.
    pub(crate) fn flagged(mut self, flags: &[(Flag, bool)]) -> Self {
        for &(flag, is_raised) in flags {
            if is_raised && let Err(at) = self.flags.binary_search(&flag) {
                self.flags.insert(at, flag);
            }
        }
        self
    }

    /// The same, with what is said beside every verdict, whatever led to it: what is claimed where nothing is known, and that the
    /// registry expects a seal that holds.
    pub(crate) fn closed(
        mut self,
        context: &Context<'_>,
        seal: Option<&VerifiedSeal<'_, '_>>,
        claimed: &dyn Fn() -> Option<Claimed<Origin>>,
    ) -> Self {
        if self.origin == Origin::Unknown {
            // What is claimed without being believed may make people more careful, and never less.
            let declared = (self.declared.is_synthetic == Some(true)).then_some(Origin::Synthetic);
            self.claimed_origin = declared.into_iter().chain(claimed().map(Claimed::unverified)).min();
        }
        let is_unbelieved = matches!(
            self.trust,
            Trust::Malformed
                | Trust::Unsupported
                | Trust::Invalid
                | Trust::UntrustedIssuer
                | Trust::WrongRecord
                | Trust::Unchecked
        );
        let closed = if is_unbelieved { self.expecting_seal(context) } else { self };
        closed.decided(context, seal)
    }

    /// The same, with what the record may be used for, and whom to ask. `seal` is the record's, where its signatures hold.
    pub(crate) fn decided(mut self, context: &Context<'_>, seal: Option<&VerifiedSeal<'_, '_>>) -> Self {
        self.contacts = Contact::among(&context.policy.contacts, self.parties());
        self.uses = context.policy.decide_all(&self, &|name| granted::find(context, &self, seal, name));
        self
    }

    /// The same, with what the registry says of a record whose seal, if it has one, is not believed: that there should be one.
    pub(crate) fn expecting_seal(mut self, context: &Context<'_>) -> Self {
        let Context { policy, registry, now, .. } = *context;
        let RecordRef { object: Some(object), id: Some(id), .. } = &self.record else { return self };
        let lookup = registry.look_up(policy.tenant.as_deref(), object, id, now);
        if matches!(lookup, Lookup::Listed(_)) && !self.has_reason(ReasonCode::SealExpected) {
            self.reasons.push(Reason { code: ReasonCode::SealExpected, detail: None });
        }
        self
    }
}
