//! `touchmark trust policy`: a policy as verifiers of an earlier release read it.

use std::fmt;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use touchmark::json::{Value, parse};

use crate::apart::Apart;
use crate::checker::read_policy_with_text;
use crate::console::report;
use crate::failure::{Exit, Failure};
use crate::json_text::pretty;
use crate::output::{Replace, write_whole};

/// Write a policy for verifiers of an earlier release, which refuse members that they do not know.
///
/// What is left out is told. Where an earlier verifier would let more pass without a member, nothing is written until
/// --without names it.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  touchmark trust policy policy.json --for 0.1 --out policy-0.1.json
  touchmark trust policy policy.json --for 0.1 --without requiredClaims > policy-0.1.json")]
pub(crate) struct PolicyFor {
    /// Policy to write anew
    #[arg(value_name = "POLICY.JSON")]
    pub(crate) policy: PathBuf,
    /// Release of the verifiers that will read it
    #[arg(long = "for", value_enum, value_name = "RELEASE")]
    pub(crate) release: Release,
    /// Members to leave out although verifiers of that release let more pass without them
    #[arg(long, value_name = "MEMBER,…", value_delimiter = ',')]
    pub(crate) without: Vec<String>,
    /// Where to write the policy, or - for the standard output
    #[arg(long, short, value_name = "OUT.JSON", default_value = "-")]
    pub(crate) out: PathBuf,
    /// Replace an existing file
    #[arg(long)]
    pub(crate) force: bool,
}

/// Releases whose verifiers read policies, the newest last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub(crate) enum Release {
    #[value(name = "0.1")]
    V0_1,
    #[value(name = "0.2")]
    V0_2,
}

impl fmt::Display for Release {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let value = self.to_possible_value();
        f.write_str(value.as_ref().map_or("", |value| value.get_name()))
    }
}

/// A member of policies that an earlier release does not know. Those before it refuse a policy that has it.
struct Later {
    member: &'static str,
    since: Release,
    /// What a verifier does where it is left out.
    without: &'static str,
    /// Whether it then takes records for clean that the whole policy holds back.
    lets_pass: bool,
}

/// Every member that came after the first release.
static LATER: [Later; 3] = [
    Later {
        member: "contacts",
        since: Release::V0_2,
        without: "they do not say how to reach whoever answers for a record",
        lets_pass: false,
    },
    Later {
        member: "requiredClaims",
        since: Release::V0_2,
        without: "they take records for clean whose seal lacks a claim that this policy requires",
        lets_pass: true,
    },
    Later {
        member: "uses",
        since: Release::V0_2,
        without: "they say of no record what it may be used for, and guards go by origin and seal alone",
        lets_pass: false,
    },
];

pub(crate) fn run(args: &PolicyFor) -> Result<Exit, Failure> {
    Apart::default()
        .reads("POLICY.JSON", args.policy.as_path())
        .writes("--out", args.out.as_path())
        .check()?;
    let (release, place) = (args.release, args.policy.display());
    let later = || LATER.iter().filter(|later| later.since > release);
    let names = || later().map(|later| later.member).collect::<Vec<_>>();
    if let Some(other) = args.without.iter().find(|name| !names().contains(&name.as_str())) {
        let known = names();
        let known = if known.is_empty() { "nothing".to_owned() } else { known.join(", ") };
        return Err(Failure::usage(format!("--without {other}: what {release} does not know is {known}")));
    }

    let (_, text) = read_policy_with_text(&args.policy)?;
    let Ok(Value::Object(mut policy)) = parse(&text) else {
        return Err(Failure::trust(format!("{place}: must be a JSON object")));
    };
    let left_out: Vec<_> = later()
        .filter(|later| policy.take(later.member).is_some_and(|value| says_something(&value)))
        .collect();
    let is_named = |later: &&&Later| args.without.iter().any(|name| name == later.member);
    if let Some(needed) = left_out.iter().find(|later| later.lets_pass && !is_named(later)) {
        let Later { member, since, without, .. } = needed;
        return Err(Failure::usage(format!(
            "{place}: {member}: verifiers of {release} do not know this member, and without it {without}; bring them to \
             {since} first, or say --without {member}"
        )));
    }
    write_whole(&args.out, pretty(&Value::Object(policy))?.as_bytes(), Replace::if_forced(args.force))?;
    for Later { member, without, .. } in left_out {
        report!(
            "Warning: {member} is left out: verifiers of {release} do not know it, and without it {without}"
        );
    }
    report!("Written for verifiers of {release}");
    Ok(Exit::Ok)
}

/// Whether a member is more than its absence.
fn says_something(value: &Value<'_>) -> bool {
    match value {
        Value::Null => false,
        Value::Array(items) => !items.is_empty(),
        Value::Object(members) => !members.is_empty(),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_release_is_this_one() {
        let newest = Release::value_variants().last().unwrap();
        let version = env!("CARGO_PKG_VERSION");
        assert!(version.starts_with(&format!("{newest}.")), "{version} has no row of its own: {newest}");
        assert!(Release::value_variants().is_sorted());
    }
}
