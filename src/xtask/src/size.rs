//! `cargo xtask size`: what each artefact weighs, and the limits that fail the build.

use crate::artefact::{ACCOUNT, FALLBACK};
use crate::step::Run;
use crate::tool;
use crate::workspace::Workspace;
use anyhow::{Context, Result, anyhow, bail};
use serde_json::Value;
use std::collections::BTreeMap;

/// What is shipped, and how much it may weigh: the one table of limits.
const ARTEFACTS: [Artefact; 10] = [
    Artefact {
        name: "verifier (Wasm + glue)",
        files: &["www/dist/wasm/touchmark_wasm_bg.wasm", "www/dist/wasm/touchmark_wasm.js"],
        limit: Some(Limit { bytes: 91_000, of: Form::Brotli, aim: Some(45_000) }),
    },
    Artefact {
        name: "verifier without Wasm",
        files: &[FALLBACK],
        limit: Some(Limit { bytes: 123_000, of: Form::Gzip, aim: Some(45_000) }),
    },
    Artefact {
        name: "components (Wasm)",
        files: &["www/dist/wasm-ui/touchmark_wasm_ui_bg.wasm"],
        limit: Some(Limit { bytes: 89_000, of: Form::Brotli, aim: None }),
    },
    Artefact { name: "components (glue)", files: &["www/dist/wasm-ui/touchmark_wasm_ui.js"], limit: None },
    Artefact {
        name: "elements (script)",
        files: &["www/dist/elements.js"],
        limit: Some(Limit { bytes: 25_200, of: Form::Brotli, aim: None }),
    },
    Artefact {
        name: "disclosure (script)",
        files: &["www/dist/disclosure.js"],
        limit: Some(Limit { bytes: 13_900, of: Form::Brotli, aim: None }),
    },
    Artefact {
        name: "static resource (IIFE)",
        files: &["www/dist/touchmark.iife.js"],
        limit: Some(Limit { bytes: 400_000, of: Form::Raw, aim: None }),
    },
    Artefact {
        name: "its second engine",
        files: &["www/dist/touchmark-fallback.iife.js"],
        limit: Some(Limit { bytes: 400_000, of: Form::Raw, aim: None }),
    },
    Artefact {
        name: "account (Lightning)",
        files: &[ACCOUNT],
        // The platform takes 131,072 characters a file.
        limit: Some(Limit { bytes: 114_500, of: Form::Raw, aim: None }),
    },
    Artefact {
        name: "all three (IIFE)",
        files: &[
            "www/dist/touchmark.iife.js",
            "www/dist/touchmark-fallback.iife.js",
            "www/dist/touchmark-elements.iife.js",
        ],
        limit: Some(Limit { bytes: 1_130_000, of: Form::Raw, aim: None }),
    },
];

/// Something a browser downloads; the sizes of its files, each compressed by itself, are added up.
struct Artefact {
    name: &'static str,
    files: &'static [&'static str],
    limit: Option<Limit>,
}

/// More than `bytes` (1 KB is 1,000) fails; `aim` is only printed.
struct Limit {
    bytes: u64,
    of: Form,
    aim: Option<u64>,
}

#[derive(Clone, Copy)]
enum Form {
    Raw,
    Gzip,
    Brotli,
}

impl Form {
    fn name(self) -> &'static str {
        match self {
            Self::Raw => "raw",
            Self::Gzip => "gzip",
            Self::Brotli => "brotli",
        }
    }
}

#[derive(Clone, Copy, Default)]
struct Sizes {
    raw: u64,
    gzip: u64,
    brotli: u64,
}

/// Prints the table, and fails when an artefact is over its limit.
pub(crate) fn check(workspace: &Workspace) -> Result<()> {
    let sizes = measure(workspace)?;
    println!("\n{:<24} {:>9} {:>9} {:>9}   limit", "artefact", "raw", "gzip -9", "brotli 11");
    let mut over = Vec::new();
    for artefact in &ARTEFACTS {
        let total = total(artefact, &sizes)?;
        let row = format!("{:<24} {:>9} {:>9} {:>9}", artefact.name, total.raw, total.gzip, total.brotli);
        println!("{}", format!("{row}   {}", remark(artefact)).trim_end());
        over.extend(complaint(artefact, total));
    }
    for (file, total) in &sizes {
        println!("  {:<60} {:>9} {:>9} {:>9}", file, total.raw, total.gzip, total.brotli);
    }
    if !over.is_empty() {
        bail!("{}", over.join("\n       "));
    }
    Ok(())
}

/// The sizes of every file named in the table.
fn measure(workspace: &Workspace) -> Result<BTreeMap<&'static str, Sizes>> {
    tool::npm_packages(workspace)?;
    let files: Vec<_> = ARTEFACTS.iter().flat_map(|artefact| artefact.files).copied().collect();
    for file in &files {
        workspace.need(file, "run `cargo xtask build` first")?;
    }
    let printed =
        workspace.node().arg("src/xtask/scripts/compressed.mjs").args(&files).captured("compressed.mjs")?;
    let printed: Vec<Value> = serde_json::from_str(&printed).context("compressed.mjs did not print JSON")?;
    let sizes = files.into_iter().zip(printed).map(|(file, sizes)| {
        let member = |name: &str| {
            sizes.get(name).and_then(Value::as_u64).ok_or_else(|| anyhow!("compressed.mjs printed no {name}"))
        };
        Ok((file, Sizes { raw: member("raw")?, gzip: member("gzip")?, brotli: member("brotli")? }))
    });
    sizes.collect()
}

fn total(artefact: &Artefact, sizes: &BTreeMap<&'static str, Sizes>) -> Result<Sizes> {
    artefact.files.iter().try_fold(Sizes::default(), |sum, file| {
        let file = sizes.get(file).ok_or_else(|| anyhow!("{file} was not measured"))?;
        Ok(Sizes { raw: sum.raw + file.raw, gzip: sum.gzip + file.gzip, brotli: sum.brotli + file.brotli })
    })
}

/// What is wrong with an artefact of this size, if anything.
fn complaint(artefact: &Artefact, sizes: Sizes) -> Option<String> {
    let limit = artefact.limit.as_ref()?;
    let size = match limit.of {
        Form::Raw => sizes.raw,
        Form::Gzip => sizes.gzip,
        Form::Brotli => sizes.brotli,
    };
    let form = limit.of.name();
    (size > limit.bytes).then(|| {
        let over = size - limit.bytes;
        format!("{}: {size} bytes {form} is {over} over its limit of {}", artefact.name, limit.bytes)
    })
}

fn remark(artefact: &Artefact) -> String {
    let Some(limit) = &artefact.limit else { return String::new() };
    let form = limit.of.name();
    let aim = limit.aim.map(|aim| format!(" (aim {aim})")).unwrap_or_default();
    format!("≤ {} {form}{aim}", limit.bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_gate_turns_red_one_byte_over() {
        for artefact in &ARTEFACTS {
            let Some(limit) = &artefact.limit else { continue };
            let at = |bytes| match limit.of {
                Form::Raw => Sizes { raw: bytes, ..Sizes::default() },
                Form::Gzip => Sizes { gzip: bytes, ..Sizes::default() },
                Form::Brotli => Sizes { brotli: bytes, ..Sizes::default() },
            };
            assert_eq!(complaint(artefact, at(limit.bytes)), None);
            let red = complaint(artefact, at(limit.bytes + 1)).expect("over the limit");
            assert!(red.contains(artefact.name) && red.contains("1 over its limit"), "{red}");
        }
    }

    #[test]
    fn the_promised_artefacts_are_gated() {
        let gated = ARTEFACTS.iter().filter(|artefact| artefact.limit.is_some()).count();
        assert_eq!(gated, 9);
    }

    #[test]
    fn a_file_that_was_not_measured_is_an_error() {
        assert!(ARTEFACTS.iter().all(|artefact| total(artefact, &BTreeMap::new()).is_err()));
    }
}
