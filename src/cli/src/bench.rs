//! `touchmark bench`: how long the core takes for a file of records, text to text, as a browser's engine does it.

use std::time::Instant;

use touchmark::{Policy, Record, SignatureEngine, Timestamp, Verifier};
use unicode_normalization::UnicodeNormalization as _;

use crate::args::Bench;
use crate::failure::{Exit, Failure};
use crate::files::{read_settings, read_text};
use crate::tell::answer;

/// Prints `{"records":…,"verified":…,"milliseconds":…}` of the second of two rounds.
pub(crate) fn run(args: &Bench) -> Result<Exit, Failure> {
    let now = args.clock.now()?;
    let refused = |error: touchmark::ConfigError| Failure::trust(error.to_string());
    let trust = args.trust.read()?;
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
    answer(format_args!(
        "{{\"records\":{records},\"verified\":{verified},\"milliseconds\":{milliseconds:.3}}}"
    ))?;
    Ok(Exit::Ok)
}

/// JSON Lines in, a JSON array of verdicts out.
fn verify_all(verifier: &Verifier, engine: &mut SignatureEngine, lines: &str, now: Timestamp) -> String {
    let records: Vec<_> = lines.lines().map(Record::parse).collect();
    let batch = verifier.begin_all(&records, now);
    let answers: Vec<_> = engine.answer_all(&batch.checks()).into_iter().map(Some).collect();
    batch.conclude_to_json(&answers)
}
