//! Findings that end a check.

use alloc::boxed::Box;

use crate::printable;
use crate::reason::ReasonCode;
use crate::verdict::{Reason, Trust};

/// A finding that ends the check. Boxed: many results are passed along, and few are refusals.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal(Box<(Trust, Reason)>);

impl Refusal {
    #[cold]
    pub(crate) fn new(trust: Trust, code: ReasonCode) -> Self {
        Self(Box::new((trust, Reason { code, detail: None })))
    }

    #[cold]
    pub(crate) fn at(trust: Trust, code: ReasonCode, detail: &str) -> Self {
        Self(Box::new((trust, Reason { code, detail: Some(detail.into()) })))
    }

    pub(crate) fn envelope(detail: &str) -> Self {
        Self::at(Trust::Malformed, ReasonCode::EnvelopeMalformed, detail)
    }

    pub(crate) fn invalid(code: ReasonCode) -> Self {
        Self::new(Trust::Invalid, code)
    }

    /// Of somebody whom this page does not believe, as the detail names them.
    pub(crate) fn untrusted(code: ReasonCode, detail: &str) -> Self {
        Self::at(Trust::UntrustedIssuer, code, &printable(detail))
    }

    pub(crate) fn trust(&self) -> Trust {
        self.0.0
    }

    pub(crate) fn into_parts(self) -> (Trust, Reason) {
        *self.0
    }
}
