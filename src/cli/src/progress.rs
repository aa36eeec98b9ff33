//! How far a long command has come, told on terminals.

use std::io::{self, IsTerminal as _};
use std::time::{Duration, Instant};

use indicatif::{HumanBytes, HumanDuration, ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::console::report;

/// A bar over so many bytes, or a count where there is no telling how many; nothing where nobody looks.
pub(crate) fn progress(doing: &'static str, length: Option<u64>) -> ProgressBar {
    if !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let (bar, template) = match length {
        Some(length) => (ProgressBar::new(length), "{msg} {wide_bar} {percent:>3} %  {eta}"),
        None => (ProgressBar::no_length(), "{msg} {spinner} {bytes}"),
    };
    bar.set_draw_target(ProgressDrawTarget::stderr());
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar.with_message(doing)
}

/// How often a log hears of a command that takes long.
const BEAT: Duration = Duration::from_secs(30);

/// A bar with rate and time left on terminals, and a line now and then elsewhere, so that silence is no hang.
pub(crate) struct Beat {
    bar: ProgressBar,
    doing: &'static str,
    length: Option<u64>,
    begun: Instant,
    told: Instant,
}

impl Beat {
    pub(crate) fn new(doing: &'static str, length: Option<u64>) -> Self {
        let bar = progress(doing, length);
        let template = match length {
            Some(_) => "{msg} {wide_bar} {bytes} of {total_bytes}, {bytes_per_sec}, {eta} left",
            None => "{msg} {spinner} {bytes}, {bytes_per_sec}",
        };
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        let now = Instant::now();
        Self { bar, doing, length, begun: now, told: now }
    }

    /// So many bytes were read.
    pub(crate) fn at(&mut self, bytes: u64) {
        self.bar.set_position(bytes);
        if self.bar.is_hidden() && self.told.elapsed() >= BEAT {
            self.told = Instant::now();
            report!("{}", self.line(bytes, self.begun.elapsed()));
        }
    }

    fn line(&self, bytes: u64, spent: Duration) -> String {
        let millis = u64::try_from(spent.as_millis()).unwrap_or(u64::MAX).max(1);
        let rate = bytes.saturating_mul(1000) / millis;
        let (read, a_second, doing) = (HumanBytes(bytes), HumanBytes(rate), self.doing);
        match self.length.filter(|length| *length > 0) {
            None => format!("{doing}: {read} read, {a_second} a second"),
            Some(length) => {
                let left = HumanDuration(Duration::from_secs(length.saturating_sub(bytes) / rate.max(1)));
                let length = HumanBytes(length);
                format!("{doing}: {read} of {length} read, {a_second} a second, {left} left")
            }
        }
    }

    pub(crate) fn close(&self) {
        self.bar.finish_and_clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_log_hears_how_far_it_is_how_fast_and_how_long_yet() {
        let beat = |length| Beat::new("Scanning", length);
        let spent = Duration::from_secs(10);
        assert_eq!(
            beat(Some(4 << 30)).line(1 << 30, spent),
            "Scanning: 1.00 GiB of 4.00 GiB read, 102.40 MiB a second, 30 seconds left"
        );
        assert_eq!(beat(None).line(1 << 20, spent), "Scanning: 1.00 MiB read, 102.40 KiB a second");
    }
}
