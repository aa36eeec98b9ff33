//! The time that programs are started in: this machine's, or that of another day.

use crate::step::Run;
use crate::tool;
use anyhow::{Context, Result, bail};
use std::ffi::OsStr;
use std::process::Command;
use std::time::{SystemTime, UNIX_EPOCH};

const DAY: i64 = 86_400;

/// What programs take for the present: so many seconds from this machine's clock, which goes on as it does.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Clock {
    ahead: i64,
}

impl Clock {
    /// This machine's clock.
    pub(crate) const OURS: Self = Self { ahead: 0 };

    /// Ready to be started at this time. [`faketime`] must have been called where it is not ours.
    pub(crate) fn start(self, program: impl AsRef<OsStr>) -> Command {
        if self == Self::OURS {
            return Command::new(program);
        }
        let mut words = self.faketime().into_iter();
        let mut command = Command::new(words.next().unwrap_or_default());
        command.args(words).arg(program);
        command
    }

    /// Has what Cargo starts run at this time, and Cargo itself at ours: the compiler that it asks waits for ever at another.
    pub(crate) fn run_by(self, cargo: &mut Command, host: &str) {
        if self != Self::OURS {
            let name = format!("CARGO_TARGET_{}_RUNNER", host.to_uppercase().replace('-', "_"));
            cargo.env(name, self.faketime().join(" "));
        }
    }

    /// Waits are as long as ever; only the day is another.
    fn faketime(self) -> [String; 4] {
        [
            "faketime".to_owned(),
            "--exclude-monotonic".to_owned(),
            "-f".to_owned(),
            format!("{:+}", self.ahead),
        ]
    }
}

/// A day that is not today.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Day {
    /// So many days from now, at this time of the day
    In(i64),
    /// The 29th of February 2028, at noon
    Leap,
    /// Half a minute before the year ends
    YearsEnd,
}

impl Day {
    /// What it is called.
    pub(crate) fn name(self) -> String {
        match self {
            Self::In(1) => "tomorrow".to_owned(),
            Self::In(days) => format!("in {days} days"),
            Self::Leap => "29 February 2028".to_owned(),
            Self::YearsEnd => "31 December 23:59:30".to_owned(),
        }
    }

    /// A clock that comes to this day now.
    pub(crate) fn clock(self) -> Result<Clock> {
        Ok(self.from(now()?))
    }

    fn from(self, now: i64) -> Clock {
        let then = match self {
            Self::In(days) => now + days * DAY,
            Self::Leap => start_of(2028) + (31 + 28) * DAY + DAY / 2,
            Self::YearsEnd => start_of(year_of(now) + 1) - 30,
        };
        Clock { ahead: then - now }
    }
}

/// Seconds since 1970, by this machine's clock.
pub(crate) fn now() -> Result<i64> {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).context("this machine's clock is not set")?;
    i64::try_from(since.as_secs()).context("this machine's clock is not set")
}

/// The first second of a year, since 1970, in UTC.
fn start_of(year: i64) -> i64 {
    let before = year - 1;
    let leap_days = before / 4 - before / 100 + before / 400;
    const UNTIL_1970: i64 = 1969 * 365 + 1969 / 4 - 1969 / 100 + 1969 / 400;
    (before * 365 + leap_days - UNTIL_1970) * DAY
}

fn year_of(second: i64) -> i64 {
    let mut year = 1970 + second / (366 * DAY);
    while start_of(year + 1) <= second {
        year += 1;
    }
    year
}

/// `faketime`, which starts programs at another time: Debian's, where this may install it.
pub(crate) fn faketime() -> Result<()> {
    if tool::works("faketime") {
        return Ok(());
    }
    if tool::can_apt_get() {
        println!("  faketime was not found: installing it");
        tool::apt_get_install(&["faketime"])?;
    }
    if !tool::works("faketime") {
        bail!(
            "faketime is not here, and nothing else starts programs on another day: install it (Debian: apt-get \
             install faketime; macOS: brew install libfaketime), and see that it is on PATH"
        );
    }
    Ok(())
}

/// The triple that Cargo compiles for here.
pub(crate) fn host() -> Result<String> {
    let said = Command::new("rustc").arg("-vV").captured("rustc -vV")?;
    let host = said.lines().find_map(|line| line.strip_prefix("host: "));
    Ok(host.context("rustc -vV names no host")?.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2026-11-29T09:00:00Z.
    const NOW: i64 = 1_795_942_800;

    #[test]
    fn years_start_when_they_do() {
        assert_eq!(start_of(1970), 0);
        assert_eq!(start_of(2000), 946_684_800);
        assert_eq!(start_of(2001), 978_307_200);
        assert_eq!(start_of(2027), 1_798_761_600);
        assert_eq!(start_of(2101) - start_of(2100), 365 * DAY);
        for (second, year) in [(0, 1970), (946_684_799, 1999), (946_684_800, 2000), (NOW, 2026)] {
            assert_eq!(year_of(second), year);
        }
    }

    #[test]
    fn each_day_is_as_far_away_as_it_is() {
        let ahead = |day: Day, now| day.from(now).ahead;
        assert_eq!(ahead(Day::In(1), NOW), DAY);
        assert_eq!(ahead(Day::In(400), NOW), 400 * DAY);
        assert_eq!(NOW + ahead(Day::Leap, NOW), 1_835_438_400);
        assert_eq!(NOW + ahead(Day::YearsEnd, NOW), 1_798_761_570);
        // A day that is over is gone back to.
        assert_eq!(ahead(Day::Leap, 1_835_438_400 + DAY), -DAY);
    }

    #[test]
    fn a_program_is_told_the_time_and_cargo_is_not() {
        let words = |command: &Command| {
            let arguments = command.get_args().map(OsStr::to_string_lossy);
            std::iter::once(command.get_program().to_string_lossy())
                .chain(arguments)
                .collect::<Vec<_>>()
                .join(" ")
        };
        assert_eq!(words(&Clock::OURS.start("node")), "node");
        assert_eq!(words(&Clock { ahead: DAY }.start("node")), "faketime --exclude-monotonic -f +86400 node");
        assert_eq!(words(&Clock { ahead: -1 }.start("node")), "faketime --exclude-monotonic -f -1 node");

        let runners = |clock: Clock| {
            let mut cargo = Command::new("cargo");
            clock.run_by(&mut cargo, "x86_64-unknown-linux-gnu");
            assert_eq!(words(&cargo), "cargo");
            cargo
                .get_envs()
                .map(|(name, value)| (name.to_owned(), value.map(OsStr::to_owned)))
                .collect::<Vec<_>>()
        };
        assert_eq!(runners(Clock::OURS), []);
        let runner = "faketime --exclude-monotonic -f +86400".into();
        let name = "CARGO_TARGET_X86_64_UNKNOWN_LINUX_GNU_RUNNER".into();
        assert_eq!(runners(Clock { ahead: DAY }), [(name, Some(runner))]);
    }
}
