//! How long the native core takes for a file of records, text to text, as a browser's engine does it: the reference of
//! `cargo xtask bench`.
//!
//! `native RECORDS.JSONL TRUST.JSON POLICY.JSON` prints `{"records":…,"verified":…,"milliseconds":…}` of the second of two
//! rounds.

use std::error::Error;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use touchmark::{Policy, Record, SignatureEngine, Timestamp, TrustBundle, Verifier};
use unicode_normalization::UnicodeNormalization as _;

fn main() -> Result<(), Box<dyn Error>> {
    let mut files = std::env::args_os().skip(1).map(std::fs::read_to_string);
    let mut next = || files.next().ok_or("usage: native RECORDS.JSONL TRUST.JSON POLICY.JSON");
    let (lines, trust, policy) = (next()??, next()??, next()??);
    let trust = TrustBundle::from_json(&trust)?;
    let policy = Policy::from_json(&policy)?;
    let verifier = Verifier::new(trust, policy).with_nfc(|text| text.nfc().collect());
    let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH)?;
    let now =
        Timestamp::from_millis(i64::try_from(since_epoch.as_millis())?).ok_or("the clock is not set")?;
    let mut engine = SignatureEngine::new();
    verify_all(&verifier, &mut engine, &lines, now);
    let start = Instant::now();
    let verdicts = verify_all(&verifier, &mut engine, &lines, now);
    let milliseconds = start.elapsed().as_secs_f64() * 1000.0;
    let verified = verdicts.matches("\"trust\":\"verified\"").count();
    let records = lines.lines().count();
    println!("{{\"records\":{records},\"verified\":{verified},\"milliseconds\":{milliseconds:.3}}}");
    Ok(())
}

/// JSON Lines in, a JSON array of verdicts out.
fn verify_all(verifier: &Verifier, engine: &mut SignatureEngine, lines: &str, now: Timestamp) -> String {
    let records: Vec<_> = lines.lines().map(Record::parse).collect();
    let batch = verifier.begin_all(&records, now);
    let answers: Vec<_> = engine.answer_all(&batch.checks()).into_iter().map(Some).collect();
    batch.conclude_to_json(&answers)
}
