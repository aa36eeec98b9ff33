//! What the fields take of the platform's limits, before anything is written.

use serde::Serialize;

use crate::commands::salesforce::field::Field;
use crate::commands::salesforce::object::Object;
use crate::console::{answer as say, answer_serialised};
use crate::failure::{Exit, Failure};
use crate::options::TextOrJson;

/// Custom fields of an object by edition; others take more.
const CUSTOM_FIELDS: &str = "100 in Professional Edition, 500 in Enterprise Edition";

/// What is taken of a limit.
#[derive(Clone, Copy, Serialize)]
struct Share {
    taken: u32,
    limit: u32,
}

/// What each object takes.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct OfObject<'a> {
    object: &'a str,
    /// Characters, of what all long texts of an object may hold together.
    long_text: Share,
    /// Fields whose history is tracked.
    field_history: Share,
    custom_fields: u32,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Estimate<'a> {
    objects: Vec<OfObject<'a>>,
    /// Objects of the org, where no add-on takes the limit away.
    change_data_capture: Share,
}

/// Says what these fields take of each of these objects.
pub(crate) fn answer(objects: &[Object], fields: &[Field], format: TextOrJson) -> Result<Exit, Failure> {
    let count = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let tracked = fields.iter().filter(|field| field.has_history()).count();
    let estimate = Estimate {
        objects: objects
            .iter()
            .map(|object| OfObject {
                object: &object.name,
                long_text: Share { taken: fields.iter().map(Field::long_text).sum(), limit: 1_638_400 },
                field_history: Share { taken: count(tracked), limit: 20 },
                custom_fields: count(fields.len()),
            })
            .collect(),
        change_data_capture: Share { taken: count(objects.len()), limit: 5 },
    };
    if format == TextOrJson::Json {
        answer_serialised(&estimate)?;
        return Ok(Exit::Ok);
    }
    for OfObject { object, long_text, field_history, custom_fields } in &estimate.objects {
        let Share { taken, limit } = long_text;
        let percent = f64::from(*taken) * 100.0 / f64::from(*limit);
        say(format_args!("{object}"))?;
        say(format_args!("  Long text: {taken} of {limit} characters ({percent:.1} %)"))?;
        say(format_args!("  Field history: {} of {} fields", field_history.taken, field_history.limit))?;
        say(format_args!("  Custom fields: {custom_fields}; an object takes {CUSTOM_FIELDS}"))?;
    }
    let Share { taken, limit } = estimate.change_data_capture;
    say(format_args!(
        "Change Data Capture, where it is to follow each of these: {taken} of {limit} objects"
    ))?;
    say(format_args!("What your own fields and objects take comes on top. Nothing was written."))?;
    Ok(Exit::Ok)
}
