//! Whether this seal was made for this record, here (profile §5, "Binding").

use super::facts::Facts;
use super::findings::Findings;
use crate::ids;
use crate::reason::ReasonCode;
use crate::verdict::Trust;

pub(crate) fn find(facts: &Facts<'_, '_>) -> Findings {
    let Facts { context, statement, .. } = facts;
    // An id that is shown but not readable is not the sealed one; of two that are shown, both must be.
    let is_subject = |uuid: &str| ids::is_same_uuid(uuid, statement.subject_id);
    let mut uuid_equal = None;
    for uuid in context.record.uuids(&context.policy.fields.uuid) {
        if !uuid.is_empty() {
            uuid_equal = Some(uuid_equal != Some(false) && is_subject(uuid));
        }
    }
    let id_equal = match (context.record.id(), &statement.record_id) {
        (Some(shown), Some(sealed)) => Some(ids::is_same_id(shown, sealed)),
        _ => None,
    };
    let environment_equal = context.policy.accepts_environment(&statement.environments);
    let tenant_equal = context.policy.tenant.as_deref().is_none_or(|expected| expected == statement.tenant);

    let object = context.record.object();
    let is_anchored = object.is_some() && (uuid_equal.is_some() || id_equal.is_some());
    let is_other_record = uuid_equal.is_none() && id_equal == Some(false);
    // The first that applies decides; those after it are told as well.
    let mut findings = Findings::default();
    for &(applies, trust, code) in &[
        (
            object.is_some_and(|object| object != statement.object),
            Trust::WrongRecord,
            ReasonCode::ObjectDiffers,
        ),
        (uuid_equal == Some(false), Trust::WrongRecord, ReasonCode::UuidDiffers),
        (!is_anchored, Trust::Unchecked, ReasonCode::NoIdInCommon),
        (is_other_record, Trust::WrongRecord, ReasonCode::RecordIdDiffers),
        // A copied record gets a new tenant and id: what matters is where it was meant to stay.
        (!environment_equal, Trust::WrongEnvironment, ReasonCode::EnvironmentDiffers),
        (!tenant_equal, Trust::WrongRecord, ReasonCode::TenantDiffers),
        (id_equal == Some(false) && !is_other_record, Trust::WrongRecord, ReasonCode::RecordIdDiffers),
    ] {
        if applies && (findings.is_empty() || code != ReasonCode::NoIdInCommon) {
            findings.add(trust, code, None);
        }
    }
    findings
}
