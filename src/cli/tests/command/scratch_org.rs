//! `lwc-wrapper/bin/scratch-org.sh`, with a Salesforce CLI that notes what it is asked for.

#![cfg(unix)]

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::desk::{Desk, Ended, TENANT, of_repository, program};

/// Notes its arguments, a line each call; keeps what it is to deploy or to load; answers who the org is.
const SF: &str = r#"#!/bin/sh
echo "$*" | sed "s|/[^ ]*/tmp[^ /]*/|WORK/|g" >>"$DESK/calls"
case "$*" in
"$FAILS"*) [ -z "$FAILS" ] || exit 7 ;;
esac
case "$*" in
"project deploy start --source-dir force-app"*) ;;
"project deploy"*) cp -R "$5/touchmarkTrust" "$DESK/trust" ;;
"data query"*) printf '{\n "status": 0,\n "result": { "records": [\n { "Id": "%s" } ] }\n}\n' "$ORG" ;;
"data import"*) cp -R "$(dirname "$5")" "$DESK/loaded" ;;
esac
"#;

/// What the script asks of `sf`, in order.
const CALLS: [&str; 7] = [
    "org create scratch --definition-file config/project-scratch-def.json --alias demo --duration-days 7 --wait 20",
    "project deploy start --source-dir force-app --target-org demo --wait 60",
    "org assign permset --name Touchmark_Viewer --name Touchmark_Personal_Tier --name Touchmark_Sealer --name Touchmark_Administrator --target-org demo",
    "data query --query SELECT Id FROM Organization --target-org demo --json",
    "project deploy start --source-dir WORK/staticresources --target-org demo --ignore-conflicts --wait 30",
    "data import tree --plan WORK/data/data-plan.json --target-org demo",
    "org open --path /lightning/n/Touchmark --target-org demo",
];

/// A project as a build leaves it, as far as the script looks, and a PATH.
struct Project {
    desk: Desk,
}

impl Project {
    fn new() -> Self {
        let desk = Desk::new();
        let default = "project/force-app/main/default";
        for folder in [
            "bin",
            "tmp",
            &format!("{default}/staticresources/touchmarkTrust"),
            &format!("{default}/permissionsets"),
        ] {
            fs::create_dir_all(desk.path(folder)).unwrap();
        }
        for folder in ["bin", "config", "data", "force-app/main/default/staticresources/touchmarkTrust"] {
            copy(&of_repository("lwc-wrapper").join(folder), &desk.path("project").join(folder));
        }
        let meta = "staticresources/touchmarkTrust.resource-meta.xml";
        fs::copy(
            of_repository("lwc-wrapper/force-app/main/default").join(meta),
            desk.path(default).join(meta),
        )
        .unwrap();
        desk.write(&format!("{default}/staticresources/touchmark.js"), "");
        desk.write(&format!("{default}/permissionsets/Touchmark_Viewer.permissionset-meta.xml"), "");
        desk.write("bin/sf", SF);
        fs::set_permissions(desk.path("bin/sf"), fs::Permissions::from_mode(0o755)).unwrap();
        Self { desk }
    }

    fn with_touchmark(self) -> Self {
        std::os::unix::fs::symlink(program(), self.desk.path("bin/touchmark")).unwrap();
        self
    }

    fn run(&self, options: &[&str], environment: &[(&str, &str)]) -> Ended {
        let mut command = Command::new(self.desk.path("project/bin/scratch-org.sh"));
        command.args(options).current_dir(self.desk.path("")).stdin(Stdio::null());
        command.env("PATH", format!("{}:/usr/bin:/bin", self.desk.path("bin").display()));
        command.env("DESK", self.desk.path("")).env("TMPDIR", self.desk.path("tmp"));
        command.env("ORG", TENANT).env("FAILS", "").envs(environment.iter().copied()).output().unwrap().into()
    }

    fn calls(&self) -> Vec<String> {
        if !self.desk.has("calls") {
            return Vec::new();
        }
        self.desk.read("calls").lines().map(str::to_owned).collect()
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let to = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &to);
        } else {
            fs::copy(&path, &to).unwrap();
        }
    }
}

#[test]
fn an_org_is_made_filled_with_sealed_records_and_opened() {
    let project = Project::new().with_touchmark();
    project.run(&["--alias", "demo"], &[]).succeeds();
    assert_eq!(project.calls(), CALLS);

    // What was loaded verifies by what was deployed, and is all that was made up.
    for (file, object, sealed, all) in
        [("Contacts", "Contact", 8, 10), ("Opportunities", "Opportunity", 4, 6)]
    {
        let ended = project.desk.run(&[
            "verify",
            &format!("loaded/{file}.json"),
            "--trust",
            "trust/trust.json",
            "--policy",
            "trust/policy.json",
            "--object",
            object,
            "--format",
            "json",
        ]);
        let verdicts: Vec<serde_json::Value> = serde_json::from_str(&ended.stdout).unwrap();
        assert_eq!(verdicts.len(), all, "{ended:?}");
        let good = |verdict: &&serde_json::Value| {
            verdict["trust"] == "verified" && verdict["flags"].as_array().unwrap().is_empty()
        };
        assert_eq!(verdicts.iter().filter(good).count(), sealed, "{}", ended.stdout);
        let unsealed = verdicts.iter().filter(|verdict| verdict["trust"] == "unsealed");
        assert_eq!(unsealed.count(), all - sealed);
    }
    let policy = project.desk.read("trust/policy.json");
    assert!(policy.contains(TENANT) && policy.contains("sandbox"), "{policy}");
    // The key is nowhere any more, and the project as it was.
    assert_eq!(fs::read_dir(project.desk.path("tmp")).unwrap().count(), 0);
    let own = "force-app/main/default/staticresources/touchmarkTrust/policy.json";
    let before = fs::read_to_string(of_repository("lwc-wrapper").join(own)).unwrap();
    assert_eq!(project.desk.read(&format!("project/{own}")), before);
}

#[test]
fn without_the_command_the_records_are_loaded_unsealed_and_nobody_is_trusted() {
    let project = Project::new();
    let ended = project.run(&["--alias", "demo", "--dev-hub", "hub", "--days", "3"], &[]).succeeds();
    assert!(ended.stdout.contains("the records stay unsealed"), "{}", ended.stdout);
    let calls = project.calls();
    assert!(
        calls[0].contains("--duration-days 3") && calls[0].ends_with("--target-dev-hub hub"),
        "{calls:?}"
    );
    assert_eq!(calls[1..], CALLS[1..]);
    assert!(!project.desk.read("loaded/Contacts.json").contains("Provenance_Seal__c"));
    assert!(project.desk.read("trust/trust.json").contains("\"issuers\": []"));
}

#[test]
fn what_fails_ends_it_and_leaves_nothing_behind() {
    for (at, fails) in
        [(0, "org create"), (1, "project deploy start --source-dir force-app"), (5, "data import")]
    {
        let project = Project::new().with_touchmark();
        project.run(&["--alias", "demo"], &[("FAILS", fails)]).fails(7, &[]);
        assert_eq!(project.calls(), CALLS[..=at]);
        assert_eq!(fs::read_dir(project.desk.path("tmp")).unwrap().count(), 0);
    }
    // With --json the CLI's reason is in its answer alone.
    let project = Project::new().with_touchmark();
    project
        .run(&["--alias", "demo"], &[("FAILS", "data query")])
        .fails(1, &["the org could not be asked for its ID"]);
    assert_eq!(project.calls(), CALLS[..=3]);
    let project = Project::new();
    project.run(&["--alias", "demo"], &[("ORG", "")]).fails(1, &["the org did not say its ID"]);
    assert_eq!(project.calls(), CALLS[..4]);
}

#[test]
fn what_is_missing_is_named_before_anything_is_made() {
    let project = Project::new();
    for (options, code, said) in [
        (&["--aliass"][..], 2, "--aliass: no such option"),
        (&["--alias"], 2, "--alias needs a value"),
        (&["--days", ""], 2, "--days needs a value"),
        (&["--days", "99"], 2, "--days takes a number from 1 to 30"),
        (&["--days", "0"], 2, "--days takes a number from 1 to 30"),
        (&["--days", "week"], 2, "--days takes a number from 1 to 30"),
    ] {
        project.run(options, &[]).fails(code, &[said]);
    }
    let help = project.run(&["--help"], &[]).succeeds().stdout;
    for option in ["--alias", "--dev-hub", "--days"] {
        assert!(help.contains(option), "{help}");
    }
    fs::remove_file(project.desk.path("project/force-app/main/default/staticresources/touchmark.js"))
        .unwrap();
    project.run(&[], &[]).fails(1, &["touchmark.js is not there", "cargo xtask build"]);
    fs::remove_file(project.desk.path("bin/sf")).unwrap();
    project.run(&[], &[]).fails(1, &["sf is not on the PATH", "install the Salesforce CLI"]);
    assert_eq!(project.calls(), [""; 0]);
}
