//! What hostile input costs, as a table in Markdown: `cargo xtask hostile`. Each input has a process of its own, so that
//! the peak of its memory is its own too.

use std::env;
use std::fs;
use std::process::Command;
use std::time::Instant;

use touchmark_tests::hostile::ALL;

fn main() {
    if let Some(name) = env::args().nth(1) {
        return measure(&name);
    }
    println!("| input | bytes | time, ms | memory, MB | what is said |\n| --- | --: | --: | --: | --- |");
    for hostile in ALL {
        let program = env::current_exe().expect("this program has a file");
        let status = Command::new(program).arg(hostile.name).status().expect("this program starts");
        assert!(status.success(), "{}: {status}", hostile.name);
    }
}

fn measure(name: &str) {
    let hostile = ALL.iter().find(|hostile| hostile.name == name).expect("a name of the table");
    let input = (hostile.make)();
    let length = input.length();
    let check = input.ready();
    forget_peak();
    let before = peak();
    let start = Instant::now();
    let said = check();
    let took = start.elapsed();
    let grown = peak().zip(before).map(|(after, before)| format!("{:.1}", (after - before) / 1e6));
    println!(
        "| {name} | {} | {:.1} | {} | {said} |",
        length,
        took.as_secs_f64() * 1e3,
        grown.unwrap_or_else(|| "?".into()),
    );
}

/// The most memory that this process has held, in bytes, where the system says so.
fn peak() -> Option<f64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: f64 = line.trim().strip_suffix(" kB")?.parse().ok()?;
    Some(kilobytes * 1024.0)
}

/// Linux forgets what making the input took: proc(5), `clear_refs`.
fn forget_peak() {
    let _ = fs::write("/proc/self/clear_refs", "5");
}
