//! `cargo xtask build`: from sources to everything that is shipped or shown.
//!
//! Rust → Wasm (cargo) → glue (wasm-bindgen) → smaller Wasm (wasm-opt), and for the second engine → JavaScript (wasm2js)
//! → npm package and portal (www) → Salesforce static resources and objects (lwc-wrapper) → sample contacts sealed with a
//! key made for this build.

use crate::clock::Clock;
use crate::labels;
use crate::notices;
use crate::step::{Run, Steps};
use crate::tool::{self, WASM_TARGET};
use crate::wasm_pack;
use crate::workspace::Workspace;
use anyhow::{Context, Result, bail};
use clap::ValueEnum;
use sha2::{Digest, Sha256};
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What `cargo xtask build --only` can name, in the order of building.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Part {
    /// The verifier's Wasm and glue, in www/dist/wasm, and the same as JavaScript, in www/dist/wasm-fallback
    Wasm,
    /// The components' Wasm and glue, in www/dist/wasm-ui
    WasmUi,
    /// The npm package and the portal's page, in www/dist and www/demo/dist
    Www,
    /// The Salesforce static resources and objects, in lwc-wrapper
    Lwc,
    /// The sealed records of portal and gallery, in www/demo/dist/data
    Data,
}

/// A browser artefact: one `cdylib` crate, one folder of the npm package.
pub(crate) struct WasmCrate {
    pub(crate) package: &'static str,
    pub(crate) folder: &'static str,
    pub(crate) stem: &'static str,
    pub(crate) out: &'static str,
}

pub(crate) const VERIFIER: WasmCrate =
    WasmCrate { package: "touchmark-wasm", folder: "src/wasm", stem: "touchmark_wasm", out: "www/dist/wasm" };
pub(crate) const COMPONENTS: WasmCrate = WasmCrate {
    package: "touchmark-wasm-ui",
    folder: "src/wasm-ui",
    stem: "touchmark_wasm_ui",
    out: "www/dist/wasm-ui",
};

/// A crate that is shipped as one JavaScript module, which starts nothing before it is asked to.
pub(crate) struct ScriptCrate {
    package: &'static str,
    stem: &'static str,
    features: &'static [&'static str],
    out: &'static str,
    /// What the glue imports as `#curve`, and offers beside its own.
    curve: Option<&'static str>,
}

/// The second engine: the verifier without the curve.
pub(crate) const FALLBACK: &str = "www/dist/wasm-fallback/touchmark_fallback.js";

const SECOND_ENGINE: ScriptCrate = ScriptCrate {
    package: VERIFIER.package,
    stem: VERIFIER.stem,
    features: &["--no-default-features"],
    out: FALLBACK,
    curve: Some("www/src/engine/curve.ts"),
};

/// What is said of verdicts, for the Lightning components.
pub(crate) const ACCOUNT: &str = "lwc-wrapper/force-app/main/default/lwc/touchmarkAccount/account.js";

const SAID: ScriptCrate = ScriptCrate {
    package: "touchmark-wasm-account",
    stem: "touchmark_wasm_account",
    features: &[],
    out: ACCOUNT,
    curve: None,
};

/// What only a browser can run.
pub(crate) const BROWSER_CRATES: [&str; 3] = [VERIFIER.package, COMPONENTS.package, SAID.package];

/// The Cargo profile of the Wasm that browsers download.
pub(crate) const PROFILE: &str = "wasm";

/// That of the Wasm that becomes JavaScript.
const FALLBACK_PROFILE: &str = "wasm-fallback";

/// Builds the named parts, or all of them when none is named.
pub(crate) fn build(workspace: &Workspace, only: &[Part]) -> Result<()> {
    build_for(workspace, only, &[], PORTAL_CONTACTS)
}

/// How many contacts the portal has, unless told otherwise: as many as the samples.
pub(crate) const PORTAL_CONTACTS: u32 = 1200;

/// As [`build`], for these Salesforce objects, or when none is named for those of the package, and with so many contacts in the
/// portal.
pub(crate) fn build_for(
    workspace: &Workspace,
    only: &[Part],
    objects: &[String],
    contacts: u32,
) -> Result<()> {
    Steps::closed("cargo xtask build", "all is built", |steps| {
        for part in Part::value_variants() {
            if !only.is_empty() && !only.contains(part) {
                continue;
            }
            match part {
                Part::Wasm => {
                    steps.step("Verifier Wasm", || wasm(workspace, &VERIFIER))?;
                    steps.step("Verifier without Wasm", || script(workspace, &SECOND_ENGINE))?;
                }
                Part::WasmUi => steps.step("Component Wasm", || wasm(workspace, &COMPONENTS))?,
                Part::Www => steps.step("npm package and portal", || www(workspace))?,
                Part::Lwc => {
                    steps.step("Salesforce account of verdicts", || script(workspace, &SAID))?;
                    steps.step("Salesforce static resources", || static_resources(workspace))?;
                    steps.step("Salesforce labels", || labels::write(workspace))?;
                    steps.step("Salesforce objects", || salesforce_objects(workspace, objects))?;
                }
                Part::Data => steps.step("Sealed sample records", || {
                    sealed_records(workspace, Clock::OURS, &workspace.path("www/demo/dist/data"), contacts)
                })?,
            }
        }
        Ok(())
    })
}

/// One crate → `<stem>_bg.wasm`, `<stem>.js` and their types. Each crate is built by itself: built together, Cargo
/// would give each the features that the other asked of their common dependencies.
fn wasm(workspace: &Workspace, artefact: &WasmCrate) -> Result<()> {
    tool::wasm_target(workspace)?;
    tool::npm_packages(workspace)?;
    let WasmCrate { package, stem, .. } = artefact;
    let input = compiled(workspace, package, stem, PROFILE, &[])?;
    let out = workspace.path(artefact.out);
    let options = workspace.wasm_opt_arguments(package)?;

    // wasm-opt is slow enough to be worth a look at whether anything changed.
    // Beside what it is about: there may be more than one target folder.
    let stamp = out.join(".stamp");
    let stamped = fingerprint(workspace, &input, &options)?;
    if fs::read_to_string(&stamp).is_ok_and(|old| old == stamped)
        && outputs(artefact, &out).iter().all(|file| file.is_file())
    {
        println!("  {} is up to date", artefact.out);
        return Ok(());
    }

    let bound = workspace.target(&format!("xtask/bindgen/{package}"))?;
    empty_folder(&bound)?;
    println!("  wasm-bindgen: the JavaScript that loads it");
    wasm_pack::wasm_bindgen(&input, "web", &bound)?;
    let module = format!("{stem}_bg.wasm");
    let before = size(&bound.join(&module))?;
    binaryen(workspace, "wasm-opt", &bound.join(&module), &bound.join("optimised.wasm"), &options)?;
    fs::rename(bound.join("optimised.wasm"), bound.join(&module)).context("wasm-opt wrote no file")?;
    let bytes = fs::read(bound.join(&module)).context("wasm-opt wrote no file")?;
    for place in [Some(workspace.path("")), std::env::home_dir()].into_iter().flatten() {
        if names(&bytes, &place) {
            bail!("{module} names {}: on another machine it would be other bytes", place.display());
        }
    }
    println!("  wasm-opt: {before} → {} bytes", size(&bound.join(&module))?);

    empty_folder(&out)?;
    for file in outputs(artefact, &out) {
        let name = file.file_name().unwrap_or_default();
        fs::copy(bound.join(name), &file).with_context(|| format!("{} cannot be written", file.display()))?;
    }
    fs::write(&stamp, stamped).with_context(|| format!("{} cannot be written", stamp.display()))
}

/// Whether a folder's name is among the bytes.
fn names(bytes: &[u8], place: &Path) -> bool {
    let name = place.as_os_str().as_encoded_bytes();
    let name = name.strip_suffix(b"/").unwrap_or(name);
    // `/` alone, or nothing, is nobody's.
    name.len() > 1 && bytes.windows(name.len()).any(|window| window == name)
}

/// What Cargo makes of a browser crate.
fn compiled(
    workspace: &Workspace,
    package: &str,
    stem: &str,
    profile: &str,
    features: &[&str],
) -> Result<PathBuf> {
    let mut build = workspace.cargo();
    build.args(tool::without_home(WASM_TARGET)?);
    build.args(["build", "--lib", "--profile", profile, "--target", WASM_TARGET, "--package", package]);
    build.args(features).shown()?;
    workspace.target(&format!("{WASM_TARGET}/{profile}/{stem}.wasm"))
}

/// One crate → Wasm of the first browsers' kind → JavaScript → one module.
fn script(workspace: &Workspace, artefact: &ScriptCrate) -> Result<()> {
    tool::wasm_target(workspace)?;
    tool::npm_packages(workspace)?;
    let ScriptCrate { package, stem, features, out, curve } = artefact;
    let input = compiled(workspace, package, stem, FALLBACK_PROFILE, features)?;
    let script = "www/scripts/fallback.mjs";
    // The manifest has the versions of what the curve is made of.
    let sources = [script, "src/xtask/src/artefact.rs", "www/package.json"].into_iter().chain(*curve);
    let sources = sources.map(|path| fs::read_to_string(workspace.path(path)));
    let sources = sources.collect::<Result<Vec<_>, _>>().context("the sources cannot be read")?;
    let bound = workspace.target(&format!("xtask/script/{package}"))?;
    let stamp = bound.with_extension("stamp");
    let stamped = fingerprint(workspace, &input, &sources)?;
    if fs::read_to_string(&stamp).is_ok_and(|old| old == stamped) && workspace.path(out).is_file() {
        println!("  {out} is up to date");
        return Ok(());
    }

    empty_folder(&bound)?;
    let file = |name: &str| bound.join(format!("{stem}{name}"));
    // wasm-bindgen uses reference types wherever this section names them, and JavaScript cannot stand for those.
    binaryen(
        workspace,
        "wasm-opt",
        &input,
        &file("_bare.wasm"),
        &[&["--strip-target-features"], BASELINE].concat(),
    )?;
    binaryen(
        workspace,
        "wasm-opt",
        &file("_bare.wasm"),
        &file(".wasm"),
        &[&["--emit-target-features"], PLAIN].concat(),
    )?;
    wasm_pack::wasm_bindgen(&file(".wasm"), "bundler", &bound)?;
    binaryen(
        workspace,
        "wasm-opt",
        &file("_bg.wasm"),
        &file("_plain.wasm"),
        &[SHRINK, LOWER, PLAIN].concat(),
    )?;
    binaryen(workspace, "wasm2js", &file("_plain.wasm"), &file("_bg.wasm.js"), &[&["-Oz"], PLAIN].concat())?;
    let curve = curve.map(|path| workspace.path(path));
    let paths = [workspace.path(script), file(".js"), workspace.path(out)];
    workspace.node().args(paths.into_iter().chain(curve)).shown()?;
    fs::write(&stamp, stamped).with_context(|| format!("{} cannot be written", stamp.display()))
}

/// The features of the compiler's baseline.
const BASELINE: &[&str] = &[
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// Those of them that wasm2js can write, or that are lowered before.
const PLAIN: &[&str] = &[
    "--enable-bulk-memory",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
];

const LOWER: &[&str] = &["--signext-lowering", "--llvm-nontrapping-fptoint-lowering"];

const SHRINK: &[&str] = &[
    "--flatten",
    "--rereloop",
    "-Oz",
    "-Oz",
    "--one-caller-inline-max-function-size=0",
    "--low-memory-unused",
    "--strip-debug",
];

/// Runs a tool of npm's `binaryen`.
fn binaryen(
    workspace: &Workspace,
    tool: &str,
    input: &Path,
    output: &Path,
    options: &[impl AsRef<OsStr>],
) -> Result<()> {
    let program = workspace.need(
        &format!("node_modules/binaryen/bin/{tool}"),
        "run `npm install` at the top of the repository",
    )?;
    workspace.node().arg(program).arg(input).arg("-o").arg(output).args(options).shown()
}

/// The files of an artefact in the npm package.
fn outputs(artefact: &WasmCrate, folder: &Path) -> Vec<PathBuf> {
    let stem = artefact.stem;
    [format!("{stem}_bg.wasm"), format!("{stem}.js"), format!("{stem}.d.ts"), format!("{stem}_bg.wasm.d.ts")]
        .iter()
        .map(|name| folder.join(name))
        .collect()
}

/// What the output of wasm-bindgen and wasm-opt depends on.
fn fingerprint(workspace: &Workspace, input: &Path, options: &[String]) -> Result<String> {
    let mut hash = Sha256::new();
    hash.update(fs::read(input).with_context(|| format!("{} cannot be read", input.display()))?);
    hash.update(options.join("\n"));
    hash.update(fs::read(workspace.path("node_modules/binaryen/package.json")).unwrap_or_default());
    hash.update(fs::read(workspace.path("src/xtask/Cargo.toml")).unwrap_or_default());
    Ok(tool::hex(&hash.finalize()))
}

/// TypeScript and the Wasm artefacts → the npm package, the static resource's script and the portal's page.
fn www(workspace: &Workspace) -> Result<()> {
    tool::npm_packages(workspace)?;
    workspace.need("www/scripts/build.mjs", "it bundles the npm package and the portal")?;
    let modules = [&VERIFIER, &COMPONENTS].map(|WasmCrate { out, stem, .. }| format!("{out}/{stem}_bg.wasm"));
    for module in modules.iter().map(String::as_str).chain([FALLBACK]) {
        workspace.need(module, "run `cargo xtask build --only wasm --only wasm-ui` first")?;
    }
    notices::write(workspace)?;
    // The package's fakes for Jest have it as well.
    unchecked(workspace)?;
    workspace.npm().args(["run", "build", "--workspace", "www"]).shown()
}

/// What is the same in `www` and in Salesforce's folder of static resources: the classic scripts, and the terms of what is in
/// them. That of the verifier has no part that looks for the second engine, which Salesforce's pages load.
pub(crate) const STATIC_RESOURCES: [(&str, &str); 4] = [
    ("www/dist/lightning/touchmark.js", "touchmark.js"),
    ("www/dist/touchmark-fallback.iife.js", "touchmarkFallback.js"),
    ("www/dist/touchmark-elements.iife.js", "touchmarkElements.js"),
    (notices::NPM, "touchmarkNotices.txt"),
];

/// Where Salesforce's tools look for them.
pub(crate) const STATIC_RESOURCE_FOLDER: &str = "lwc-wrapper/force-app/main/default/staticresources";

/// The verdict that needs no engine, for where there is none: as the package has it.
fn unchecked(workspace: &Workspace) -> Result<()> {
    const FROM: &str = "www/src/verdict/unchecked.json";
    const TO: &str = "lwc-wrapper/force-app/main/default/lwc/touchmarkEngine/unchecked.js";
    let text = fs::read_to_string(workspace.path(FROM)).with_context(|| format!("{FROM} cannot be read"))?;
    let verdict: serde_json::Value =
        serde_json::from_str(&text).with_context(|| format!("{FROM} is not JSON"))?;
    let module = format!(
        "// Written by `cargo xtask build` from {FROM}.\n\n\
         /** The verdict where no check could be made, as the core writes it. */\n\
         export const UNCHECKED = '{verdict}';\n"
    );
    fs::write(workspace.path(TO), module).with_context(|| format!("{TO} cannot be written"))
}

fn static_resources(workspace: &Workspace) -> Result<()> {
    let folder = workspace
        .need(STATIC_RESOURCE_FOLDER, "the Lightning project keeps the static resources' metadata there")?;
    for (script, resource) in STATIC_RESOURCES {
        let script = workspace.need(script, "run `cargo xtask build --only www` first")?;
        let copy = folder.join(resource);
        fs::copy(&script, &copy).with_context(|| format!("{} cannot be written", copy.display()))?;
        println!("  {} bytes → {STATIC_RESOURCE_FOLDER}/{resource}", size(&copy)?);
    }
    Ok(())
}

/// The objects that the Lightning project has seals on, unless told otherwise.
const OBJECTS: [&str; 5] = ["Contact", "Lead", "Account", "Opportunity", "Case"];

/// The fields, access, rules and views of these objects. What a build wrote for others goes, since it hangs together.
fn salesforce_objects(workspace: &Workspace, objects: &[String]) -> Result<()> {
    const SOURCE: &str = "lwc-wrapper/force-app/main/default";
    const LEAD_CONVERSION: &str = "lwc-wrapper/lead-conversion/main/default";
    const WRITTEN: [&str; 4] = ["objects", "permissionsets", "reportTypes", "triggers"];
    let mut named = OBJECTS.to_vec();
    if !objects.is_empty() {
        named = objects.iter().map(String::as_str).collect();
        let folders = WRITTEN.map(|name| format!("{SOURCE}/{name}"));
        // What git ignores there is what a build wrote.
        workspace
            .git()
            .args(["clean", "-fdX", "--quiet", "--"])
            .args(folders)
            .arg(LEAD_CONVERSION)
            .shown()?;
    }
    let cli = touchmark_cli(workspace, Clock::OURS)?;
    let mut command = cli();
    command.args(["salesforce", "fields", "--objects", &named.join(","), "--out", SOURCE, "--force"]);
    // A mapping of leads takes a lead, and what it becomes.
    if named.contains(&"Lead")
        && ["Account", "Contact", "Opportunity"].iter().any(|name| named.contains(name))
    {
        command.args(["--lead-conversion", LEAD_CONVERSION]);
    }
    command.shown()
}

/// The sample contacts as a REST query result, each labelled row sealed, and the gallery's records, with keys made for
/// this build. The keys never leave a temporary folder, so no published key can ever have signed a demonstration.
///
/// The portal's lists are what queries for a few fields give, sealed with the same key: `contacts` of the first, the samples of
/// the others.
///
/// Each demonstration has one clock. The contacts are of the present that programs see by `clock`: their key, their seals
/// and whoever opens the portal. The gallery is of its own days alone.
pub(crate) fn sealed_records(workspace: &Workspace, clock: Clock, data: &Path, contacts: u32) -> Result<()> {
    empty_folder(data)?;
    let keys = workspace.target("xtask/demo-key")?;
    empty_folder(&keys)?;
    let cli = touchmark_cli(workspace, clock)?;
    let contact = |name: &str, address: &str| serde_json::json!({"name": format!("Example Bank plc, {name}"), "address": format!("mailto:{address}@bank.example")});
    let policy = serde_json::json!({
        "policy": "crm-policy/1", "tenant": TENANT, "environment": "sandbox",
        "contacts": [contact("Data Office", "data-office"), contact("Data Engineering", "data-engineering")],
    });
    fs::write(data.join("policy.json"), format!("{policy}\n")).context("policy.json cannot be written")?;
    let sealed = seal_contacts(workspace, &cli, &keys, data)
        .and_then(|()| gallery_states(workspace, clock, &cli, &keys, &data.join("gallery.json")))
        .and_then(|()| portal_lists(workspace, clock, &keys.join(CONTACTS_KEY), data, contacts));
    fs::remove_dir_all(&keys).with_context(|| format!("{} cannot be removed", keys.display()))?;
    sealed
}

/// The key of the sample contacts, while they are sealed.
const CONTACTS_KEY: &str = "contacts.pem";

fn portal_lists(workspace: &Workspace, clock: Clock, key: &Path, data: &Path, contacts: u32) -> Result<()> {
    let script =
        workspace.need("www/scripts/portal-data.mjs", "it asks the samples for what the portal shows")?;
    let mut lists = workspace.node_at(clock);
    lists.arg(script).arg(touchmark_program(workspace)?).arg(key).arg(TENANT).arg(data);
    lists.arg(contacts.to_string()).shown()
}

/// The org of all sample records.
const TENANT: &str = "00DQx000000aBcDMAU";

fn seal_contacts(workspace: &Workspace, cli: &impl Fn() -> Command, keys: &Path, data: &Path) -> Result<()> {
    let rules = workspace
        .need("www/demo/sealing/rules.toml", "it says what the seals of the sample contacts claim")?;
    let contacts = workspace.path("tests/data/samples/rest_query_Contact.json");
    let key = keys.join(CONTACTS_KEY);
    let mut keygen = cli();
    keygen.args(["keygen", "--name", "Example Bank plc", "--out"]).arg(&key);
    keygen.arg("--trust").arg(data.join("trust.json")).shown()?;
    let mut seal = cli();
    seal.arg("seal").arg(contacts).arg("--out").arg(data.join("contacts.json"));
    seal.arg("--key").arg(key).arg("--rules").arg(rules);
    seal.args(SEALING).args(["--tenant", TENANT]).shown()
}

/// The days of the gallery, all of them: pictures of it are kept, so on any day it is made of these, and is looked at on the
/// last. What the seals claim to have been made on stands in its rules.
struct GalleryDays {
    keys: &'static str,
    sealed: &'static str,
    sealed_again: &'static str,
    approved: &'static str,
    looked_at: &'static str,
}

const GALLERY_DAYS: GalleryDays = GalleryDays {
    keys: "2026-11-01T00:00:00Z",
    sealed: "2026-11-21T09:00:00Z",
    sealed_again: "2026-11-25T09:00:00Z",
    approved: "2026-11-26T09:00:00Z",
    looked_at: "2026-12-01T10:00:00Z",
};

/// A sealed record of each origin → every answer that a check can give, for the gallery to check again. The records are
/// sealed, sealed anew some days later, and approved, so that there is a history to show.
fn gallery_states(
    workspace: &Workspace,
    clock: Clock,
    cli: &impl Fn() -> Command,
    keys: &Path,
    out: &Path,
) -> Result<()> {
    tool::npm_packages(workspace)?;
    let rules = workspace
        .need("www/demo/gallery/rules.toml", "it says what the seals of the gallery's records claim")?;
    let [issuer, approver, trust, first, second, approved] =
        ["issuer.pem", "approver.pem", "trust.json", "first.json", "second.json", "approved.json"]
            .map(|name| keys.join(name));
    // Nothing here asks the present.
    let on = |day: &str, verb: &str| {
        let mut command = cli();
        command.args([verb, "--now", day]);
        command
    };
    let keygen = |role: &str, name: &str, key: &Path| {
        let mut command = on(GALLERY_DAYS.keys, "keygen");
        command.args(["--role", role, "--name", name, "--out"]).arg(key).arg("--trust").arg(&trust);
        command
    };
    let seal = |day: &str, records: &Path, sealed: &Path| {
        let mut command = on(day, "seal");
        command.arg(records).arg("--out").arg(sealed).arg("--key").arg(&issuer).arg("--rules").arg(&rules);
        command.args(["--object", "Contact", "--environment", "sandbox", "--tenant", TENANT]);
        command.args([
            "--open-fields",
            "FirstName,LastName,Title,Description,Synthetic_Data__c,Provenance_Source__c",
        ]);
        command.args(["--restricted", "Personal=Email,Phone"]);
        command
    };
    keygen("issuer", "Example Bank plc", &issuer).shown()?;
    keygen("approver", "Example Audit LLP", &approver).shown()?;
    seal(GALLERY_DAYS.sealed, &workspace.path("www/demo/gallery/records.json"), &first).shown()?;
    seal(GALLERY_DAYS.sealed_again, &first, &second).arg("--replace").shown()?;
    let mut approve = on(GALLERY_DAYS.approved, "approve");
    approve.arg(&second).arg("--out").arg(&approved).arg("--key").arg(&approver).arg("--trust").arg(&trust);
    approve.args(["--object", "Contact", "--environment", "sandbox", "--tenant", TENANT]).shown()?;
    let script = workspace.path("www/scripts/gallery-states.mjs");
    let mut states = workspace.node_at(clock);
    states.arg(script).args([&first, &approved, &trust, out]).arg(GALLERY_DAYS.looked_at).shown()
}

/// How the sample contacts are sealed: what everyone may read, and what only those with personal access may.
pub(crate) const SEALING: [&str; 8] = [
    "--object",
    "Contact",
    "--environment",
    "sandbox",
    "--open-fields",
    "AccountId,Salutation,FirstName,LastName,Title,MailingCity,HasOptedOutOfEmail,\
     Synthetic_Data__c,Provenance_Source__c,Generation_Method__c,Generated_At__c",
    "--restricted",
    "Personal=Email,Phone,Birthdate",
];

/// Builds the command line and gives back what starts it at a time.
pub(crate) fn touchmark_cli(workspace: &Workspace, clock: Clock) -> Result<impl Fn() -> Command> {
    workspace.cargo().args(["build", "--package", "touchmark-cli", "--bin", "touchmark"]).shown()?;
    let program = touchmark_program(workspace)?;
    let root = workspace.path(".");
    Ok(move || {
        let mut command = clock.start(&program);
        command.current_dir(&root);
        command
    })
}

/// Where Cargo puts the command line.
pub(crate) fn touchmark_program(workspace: &Workspace) -> Result<PathBuf> {
    workspace.target(&format!("debug/touchmark{}", std::env::consts::EXE_SUFFIX))
}

/// Makes a folder, empty.
pub(crate) fn empty_folder(path: &Path) -> Result<()> {
    if path.exists() {
        fs::remove_dir_all(path).with_context(|| format!("{} cannot be emptied", path.display()))?;
    }
    fs::create_dir_all(path).with_context(|| format!("{} cannot be made", path.display()))
}

fn size(path: &Path) -> Result<u64> {
    Ok(fs::metadata(path).with_context(|| format!("{} is missing", path.display()))?.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_among_the_bytes_is_found() {
        assert!(names(b"\0/home/a/.cargo/registry\0", Path::new("/home/a")));
        assert!(names(b"\0/srv/clone/src/core\0", Path::new("/srv/clone/")));
        assert!(!names(b"\0/cargo/registry\0", Path::new("/home/a")));
        assert!(!names(b"\0/cargo/registry\0", Path::new("/")));
    }
}
