//! For what an issuer, or an approver, is believed (profile §7).

use crate::parties::Issuer;
use crate::reason::ReasonCode;
use crate::refusal::Refusal;
use crate::statement::Statement;
use crate::verdict::Trust;

/// Refuses a statement that is outside somebody's scope.
pub(crate) fn require(issuer: Issuer<'_>, statement: &Statement<'_>) -> Result<(), Refusal> {
    let outside = if !issuer.is_for_tenant(statement.tenant) {
        "tenant"
    } else if !issuer.allows("objects", statement.object) {
        "object"
    } else if !statement.environments.iter().all(|environment| issuer.allows("environments", environment)) {
        "environment"
    } else if !issuer.allows("origins", statement.origin.code()) {
        "origin"
    } else {
        return Ok(());
    };
    Err(Refusal::at(Trust::UntrustedIssuer, ReasonCode::IssuerOutOfScope, outside))
}
