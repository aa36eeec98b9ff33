//! What a text says of itself before anybody vouches for it.

use alloc::vec::Vec;

use crate::Origin;
use crate::json::{Object, Value};

/// Something read from a payload whose signature nobody has checked: it identifies a text and may make people more careful, it
/// proves nothing. Whoever takes it out says so, by [`Claimed::unverified`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Claimed<T>(T);

impl<T> Claimed<T> {
    pub(crate) fn new(value: T) -> Self {
        Self(value)
    }

    /// What is claimed.
    pub(crate) fn unverified(self) -> T {
        self.0
    }
}

impl<'v> Claimed<&'v Object<'_>> {
    /// A text of the statement.
    pub(crate) fn text(self, name: &str) -> Option<Claimed<&'v str>> {
        self.0.text(name).map(Claimed)
    }

    /// The origin that the statement gives, where it is one that makes people more careful. A member of the wrong form counts
    /// as absent (profile §5).
    pub(crate) fn origin(self) -> Option<Claimed<Origin>> {
        let provenance = self.0.object("credentialSubject")?.object("provenance")?;
        let mut field_sources = Vec::new();
        for (_, source) in provenance.object("fieldOrigins").into_iter().flat_map(Object::iter) {
            field_sources.extend(source.as_str());
        }
        let is_synthetic = provenance.get("isSynthetic").and_then(Value::as_bool) == Some(true);
        let source = provenance.text("digitalSourceType");
        let origin = Origin::of_claims(is_synthetic, source, None, &field_sources);
        origin.escalates().then_some(Claimed(origin))
    }
}
