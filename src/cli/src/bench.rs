//! `touchmark bench`: how long the core takes for a file of records, text to text, as a browser's engine does it.

use std::time::Instant;

use touchmark::{Pending, Policy, Record, RecordError, SignatureEngine, Timestamp, TrustBundle, Verifier};
use unicode_normalization::UnicodeNormalization as _;

use crate::args::Bench;
use crate::failure::{Exit, Failure, read_settings, read_text};

/// Prints `{"records":…,"verified":…,"milliseconds":…}` of the second of two rounds.
pub(crate) fn run(args: &Bench) -> Result<Exit, Failure> {
    let now = args.clock.now()?;
    let refused = |error: touchmark::ConfigError| Failure::trust(error.to_string());
    let trust = TrustBundle::from_json(&read_settings(&args.trust)?).map_err(refused)?;
    let policy = Policy::from_json(&read_settings(&args.policy)?).map_err(refused)?;
    let verifier = Verifier::new(trust, policy).with_nfc(|text| text.nfc().collect());
    let mut engine = SignatureEngine::new();
    let lines = read_text(&args.input)?;
    verify_all(&verifier, &mut engine, &lines, now);
    let start = Instant::now();
    let verdicts = verify_all(&verifier, &mut engine, &lines, now);
    let milliseconds = start.elapsed().as_secs_f64() * 1000.0;
    let verified = verdicts.matches("\"trust\":\"verified\"").count();
    let records = lines.lines().count();
    println!("{{\"records\":{records},\"verified\":{verified},\"milliseconds\":{milliseconds:.3}}}");
    Ok(Exit::Ok)
}

/// JSON Lines in, a JSON array of verdicts out.
fn verify_all(verifier: &Verifier, engine: &mut SignatureEngine, lines: &str, now: Timestamp) -> String {
    let records: Vec<Result<Record<'_>, RecordError>> = lines.lines().map(Record::parse).collect();
    let begun: Vec<Result<Pending<'_>, String>> = records
        .iter()
        .map(|record| match record {
            Ok(record) => Ok(verifier.begin(record, now)),
            Err(error) => Err(verifier.unreadable(error, now).to_json()),
        })
        .collect();
    let checks: Vec<_> = begun.iter().flatten().flat_map(Pending::checks).collect();
    let mut answers = engine.answer_all(&checks).into_iter().map(Some);
    let mut json = String::from("[");
    for begun in begun {
        let verdict = begun.map_or_else(
            |json| json,
            |pending| {
                let own: Vec<_> = answers.by_ref().take(pending.checks().len()).collect();
                pending.conclude(&own).to_json()
            },
        );
        if json.len() > 1 {
            json.push(',');
        }
        json.push_str(&verdict);
    }
    json.push(']');
    json
}
