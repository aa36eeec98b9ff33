//! `cargo xtask bench`: records per second beside a JavaScript peer.

use crate::house::House;
use anyhow::{Result, bail};
use clap::Args;

/// How to run the comparison.
#[derive(Args)]
pub(crate) struct Options {
    /// Print one line of JSON last, for machines
    #[arg(long)]
    json: bool,
}

/// Placeholder until sealing lands.
pub(crate) fn run(_house: &House, _options: &Options) -> Result<()> {
    bail!("not yet")
}
