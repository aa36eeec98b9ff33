//! Which records of a CSV on standard input are suspected, by the values of its column `set`: how many, and by which grounds.
//!
//! `… | cargo run -p touchmark-scan --release --example suspicion -- --now 2026-12-01T00:00:00Z --without Email,Website`
//! leaves columns out; `--show SET` prints the places of the first suspected rows of a set; `--time` looks again and again and prints what a
//! row costs.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;
use std::time::Instant;

use touchmark::Timestamp;
use touchmark_rows::{Format, Reading, Rows, text_of};
use touchmark_scan::{Detector, GroundCode};

#[derive(Default)]
struct Set {
    records: usize,
    suspected: usize,
    with_grounds: usize,
    by_code: BTreeMap<GroundCode, usize>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let (mut detector, mut without, mut shown, mut is_timed) = (Detector::new(), Vec::new(), None, false);
    let mut options = std::env::args().skip(1);
    while let Some(option) = options.next() {
        match option.as_str() {
            "--now" => {
                let now = options
                    .next()
                    .as_deref()
                    .and_then(Timestamp::parse)
                    .ok_or("--now takes an RFC 3339 time")?;
                detector = detector.with_now(now);
            }
            "--without" => {
                without = options.next().unwrap_or_default().split(',').map(str::to_owned).collect()
            }
            "--show" => shown = options.next(),
            "--time" => is_timed = true,
            _ => return Err(format!("{option} is none of --now, --without, --show, --time").into()),
        }
    }
    let reading = Reading { format: Some(Format::Csv), ..Reading::default() };
    let mut rows = Rows::open(Path::new("-"), reading)?;
    let mut sets = BTreeMap::<String, Set>::new();
    let mut kept = Vec::new();
    let mut left_to_show = 40;
    while let Some(row) = rows.next_row()? {
        let values = row.values()?;
        let texts: Vec<_> =
            values.iter().map(|(name, value)| (name.to_string(), text_of(value).into_owned())).collect();
        let set = texts.iter().find(|(name, _)| name == "set").map_or("all", |(_, text)| text);
        let fields: Vec<_> =
            texts.iter().filter(|(name, _)| name != "set" && !without.contains(name)).cloned().collect();
        let suspicion = detector.look(fields.iter().map(|(name, text)| (name.as_str(), text.as_str())));
        let counted = sets.entry(set.to_owned()).or_default();
        counted.records += 1;
        counted.suspected += usize::from(suspicion.is_raised());
        counted.with_grounds += usize::from(!suspicion.grounds.is_empty());
        for ground in &suspicion.grounds {
            *counted.by_code.entry(ground.code).or_default() += 1;
        }
        if shown.as_deref() == Some(set) && suspicion.is_raised() && left_to_show > 0 {
            left_to_show -= 1;
            let grounds: Vec<_> =
                suspicion.grounds.iter().map(|ground| (ground.code.code(), &*ground.field)).collect();
            println!("{} {} {grounds:?} {fields:?}", row.place(), suspicion.score);
        }
        if is_timed {
            kept.push(fields);
        }
    }
    for (name, set) in &sets {
        let share = |count: usize| 100.0 * count as f64 / set.records as f64;
        let by_code: Vec<_> =
            set.by_code.iter().map(|(code, count)| format!("{} {:.1}", code.code(), share(*count))).collect();
        println!(
            "{name}\t{} records\t{:.2} % suspected\t{:.2} % with grounds\t{}",
            set.records,
            share(set.suspected),
            share(set.with_grounds),
            by_code.join(", ")
        );
    }
    if is_timed {
        let bytes: usize = kept.iter().flatten().map(|(_, text)| text.len()).sum();
        let mut best = f64::MAX;
        for _ in 0..2_000 {
            let start = Instant::now();
            let mut found = 0;
            for fields in &kept {
                let suspicion =
                    detector.look(fields.iter().map(|(name, text)| (name.as_str(), text.as_str())));
                found += suspicion.grounds.len();
            }
            std::hint::black_box(found);
            best = best.min(start.elapsed().as_nanos() as f64);
        }
        let rows = kept.len() as f64;
        println!(
            "{:.0} ns a row of {:.0} bytes in {:.1} fields",
            best / rows,
            bytes as f64 / rows,
            kept.iter().flatten().count() as f64 / rows
        );
    }
    Ok(())
}
