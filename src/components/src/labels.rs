//! What the page calls fields.

use std::sync::{Arc, PoisonError, RwLock};

use touchmark::FieldLabels;

static LABELS: RwLock<Option<Arc<FieldLabels>>> = RwLock::new(None);

/// Gives the labels by which views name fields, from now on and for as long as the program runs: on a server for every request. Call
/// it before the first view is drawn. Without it, fields go by what their API names read as ("Mailing city").
///
/// ```
/// use touchmark_components::{FieldLabels, supply_labels};
///
/// supply_labels(FieldLabels::read(r#"{ "Contact": { "MailingCity": "City" } }"#)?);
/// # Ok::<(), touchmark_components::ConfigError>(())
/// ```
pub fn supply_labels(labels: FieldLabels) {
    *LABELS.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(labels));
}

pub(crate) fn labels() -> Arc<FieldLabels> {
    LABELS.read().unwrap_or_else(PoisonError::into_inner).clone().unwrap_or_default()
}
