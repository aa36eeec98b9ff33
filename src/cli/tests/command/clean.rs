//! What is clean, over everything that a record can be: how its seal stands × where it says it came from × what is
//! flagged × what is declared beside it × what a registry says of it. The records are made by the command itself, and what
//! it must say of each is worked out here from the words of profile §5, not from a verdict.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::desk::{Desk, Ended, TENANT};

pub(crate) const SEALED: &str = "2026-11-21T09:00:00Z";
pub(crate) const CHECKED: &str = "2026-12-21T09:00:00Z";
const LIST: &str = "https://bank.example/status/3";

/// The origins, and what a rule claims for each.
const ORIGINS: [(&str, &str); 5] = [
    ("synthetic", "isSynthetic = true\ngenerationMethod = \"machine-generated-mlops-synthetic\""),
    (
        "ai-generated",
        "isSynthetic = false\ndigitalSourceType = \"trainedAlgorithmicMedia\"\ngenerationMethod = \"machine-generated-mlops-generative\"",
    ),
    (
        "ai-modified",
        "isSynthetic = false\ndigitalSourceType = \"compositeWithTrainedAlgorithmicMedia\"\ngenerationMethod = \"machine-generated-mlops-generative\"",
    ),
    (
        "masked",
        "isSynthetic = false\ndigitalSourceType = \"algorithmicallyEnhanced\"\ngenerationMethod = \"data-augmentation-na\"",
    ),
    ("recorded", "isSynthetic = false\ndigitalSourceType = \"digitalCapture\""),
];

/// What becomes of a record between its sealing and the check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Treatment {
    // How it is sealed.
    Kept,
    Expired,
    NotYetValid,
    ForAnotherEnvironment,
    ForAnotherOrg,
    ByAStranger,
    Withdrawn,
    OfAnUnknownList,
    PastItsRetention,
    // What is done to it.
    Altered,
    Withheld,
    PackLost,
    SaltsStripped,
    SaltsStrippedAndAltered,
    Forged,
    Broken,
    NoText,
    OfAnotherProfile,
    Copied,
    WithoutIds,
    ReferenceOfAnother,
    PackOfAnother,
    SealEmptied,
    SealNotShown,
}

const FATES: [Treatment; 24] = [
    Treatment::Kept,
    Treatment::Expired,
    Treatment::NotYetValid,
    Treatment::ForAnotherEnvironment,
    Treatment::ForAnotherOrg,
    Treatment::ByAStranger,
    Treatment::Withdrawn,
    Treatment::OfAnUnknownList,
    Treatment::PastItsRetention,
    Treatment::Altered,
    Treatment::Withheld,
    Treatment::PackLost,
    Treatment::SaltsStripped,
    Treatment::SaltsStrippedAndAltered,
    Treatment::Forged,
    Treatment::Broken,
    Treatment::NoText,
    Treatment::OfAnotherProfile,
    Treatment::Copied,
    Treatment::WithoutIds,
    Treatment::ReferenceOfAnother,
    Treatment::PackOfAnother,
    Treatment::SealEmptied,
    Treatment::SealNotShown,
];

/// One record.
pub(crate) struct Case {
    fate: Treatment,
    origin: &'static str,
    /// The unsigned flag.
    declared: Option<bool>,
    /// Whether the registry lists it.
    is_listed: bool,
    pub(crate) row: Map<String, Value>,
}

/// How the records are checked.
#[derive(Default)]
pub(crate) struct Check {
    pub(crate) policy: &'static str,
    pub(crate) registry: Option<&'static str>,
    /// The registry names a newer seal for each record that it lists.
    is_newer: bool,
    asks_for_approval: bool,
    required: Option<&'static str>,
    asks_for_claims: bool,
    accepts_unknown_status: bool,
}

impl Check {
    /// Profile §5, "Clean": what a surface must allow to show this record as clean.
    fn clean(&self, case: &Case) -> Option<&'static str> {
        let is_listed = case.is_listed && self.registry.is_some();
        if case.fate == Treatment::SealEmptied {
            // "A record with no seal, no declaring flag and no registry entry".
            return (case.declared != Some(true) && !is_listed).then_some("unsealed");
        }
        let holds = match case.fate {
            Treatment::Kept => true,
            // "`verified-partial` whose covered fields all match or are withheld, at least one and all `requiredFields`
            // matching".
            Treatment::Withheld => self.required != Some("Email"),
            // "An accepted `status-unknown` aside".
            Treatment::OfAnUnknownList => self.accepts_unknown_status,
            _ => false,
        };
        let is_replaced = is_listed && self.is_newer;
        let is_approved = !self.asks_for_approval;
        let is_covered = self.required != Some("Phone");
        // "The unsigned boolean says yes and the signed origin is `recorded`, or says no and it is anything else".
        let is_contradicted = case.declared.is_some_and(|declared| declared == (case.origin == "recorded"));
        let is_flagged = is_contradicted || self.asks_for_claims;
        (holds && !is_replaced && is_approved && is_covered && !is_flagged).then_some(case.origin)
    }
}

pub(crate) fn rules(more: &str) -> String {
    let rule = |(origin, claims): &(&str, &str)| {
        format!(
            "[[rule]]\nname = \"{origin}\"\nwhen = {{ Kind__c = \"{origin}\" }}\n[rule.claims]\n{claims}\n\
             provenanceSource = \"urn:example:test\"\n{more}\n"
        )
    };
    ORIGINS.iter().map(rule).collect()
}

pub(crate) fn lines(rows: impl IntoIterator<Item = Map<String, Value>>) -> String {
    rows.into_iter().map(|row| format!("{}\n", Value::Object(row))).collect()
}

pub(crate) fn rows(text: &str) -> Vec<Map<String, Value>> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// A desk with keys of every kind, and a status list that withdraws entry 7 and those after it.
pub(crate) fn desk() -> Desk {
    let desk = Desk::new();
    let keygen = |args: &[&str]| {
        desk.run(&[&["keygen", "--name", "bank.example/a", "--now", SEALED], args].concat()).succeeds();
    };
    keygen(&["--out", "key.pem", "--trust", "trust.json"]);
    keygen(&["--out", "stranger.pem", "--trust", "strangers.json"]);
    keygen(&["--role", "registry", "--out", "registry.pem", "--trust", "trust.json"]);
    desk.write("rules.toml", rules(""));
    desk.write("retention.toml", rules("retainUntil = \"2026-12-01\""));
    let every: Vec<String> = (0..200).map(|entry| entry.to_string()).collect();
    let status = ["trust", "status", "trust.json", "--key", "key.pem", "--list", LIST, "--valid-for", "1y"];
    desk.run(&[&status[..], &["--add", &every.join(","), "--now", SEALED]].concat()).succeeds();
    for (name, more) in [
        ("plain", ""),
        ("approvals", ",\"approvals\":1"),
        ("email", ",\"requiredFields\":[\"Email\"]"),
        ("phone", ",\"requiredFields\":[\"Phone\"]"),
        ("claims", ",\"requiredClaims\":[\"responsibleEntity\"]"),
        ("status", ",\"acceptUnknownStatus\":true"),
    ] {
        let policy = format!(
            "{{\"policy\":\"crm-policy/1\",\"tenant\":\"{TENANT}\",\"environment\":\"sandbox\"{more}}}"
        );
        desk.write(&format!("{name}.json"), policy);
    }
    desk
}

/// Seals rows as their fate has it.
fn seal(desk: &Desk, fate: Treatment, unsealed: &[Map<String, Value>]) -> Vec<Map<String, Value>> {
    desk.write("in.jsonl", lines(unsealed.to_vec()));
    let key = if fate == Treatment::ByAStranger { "stranger.pem" } else { "key.pem" };
    let rules = if fate == Treatment::PastItsRetention { "retention.toml" } else { "rules.toml" };
    let now = if fate == Treatment::NotYetValid { "2027-03-01T09:00:00Z" } else { SEALED };
    let environment = if fate == Treatment::ForAnotherEnvironment { "production" } else { "sandbox" };
    let tenant = if fate == Treatment::ForAnotherOrg { "00DQx000000aBcE" } else { TENANT };
    let mut args = vec!["seal", "in.jsonl", "--out", "out.jsonl", "--format", "jsonl", "--object", "Contact"];
    args.extend([
        "--key",
        key,
        "--rules",
        rules,
        "--now",
        now,
        "--environment",
        environment,
        "--tenant",
        tenant,
    ]);
    args.extend(["--open-fields", "Title", "--restricted", "Personal=Email", "--reference"]);
    args.extend(["--skip", "Kind__c,Synthetic_Data__c,Phone"]);
    args.extend(match fate {
        Treatment::Expired => &["--valid-for", "1d"][..],
        Treatment::Withdrawn => &["--status", "https://bank.example/status/3#0"],
        Treatment::OfAnUnknownList => &["--status", "https://bank.example/status/4#0"],
        _ => &[],
    });
    desk.run(&args).succeeds();
    rows(&desk.read("out.jsonl"))
}

/// What is done to a sealed record.
fn change(fate: Treatment, number: usize, row: &mut Map<String, Value>) {
    const SEAL: &str = "Provenance_Seal__c";
    const PACK: &str = "Provenance_Salts_Personal__c";
    const REFERENCE: &str = "Provenance_Reference__c";
    let text = row[SEAL].as_str().unwrap().to_owned();
    let set_seal = |row: &mut Map<String, Value>, seal: Value| {
        row.insert(SEAL.into(), seal);
        // The reference goes by the text: one that is left would be a finding of its own.
        row.remove(REFERENCE);
    };
    let without_salts = || {
        let mut seal: Value = serde_json::from_str(&text).unwrap();
        seal.as_object_mut().unwrap().remove("salts").unwrap();
        Value::from(seal.to_string())
    };
    match fate {
        Treatment::Altered => drop(row.insert("Title".into(), "Edited".into())),
        Treatment::Withheld => {
            row.remove("Email");
            row.remove(PACK);
        }
        Treatment::PackLost => drop(row.remove(PACK)),
        Treatment::SaltsStripped => {
            set_seal(row, without_salts());
            row.remove(PACK);
        }
        Treatment::SaltsStrippedAndAltered => {
            set_seal(row, without_salts());
            row.remove(PACK);
            row.insert("Title".into(), "Edited".into());
        }
        Treatment::Forged => {
            set_seal(row, text.replace("\"validFrom\":\"2026", "\"validFrom\":\"2025").into())
        }
        Treatment::Broken => set_seal(row, "{\"seal\":".into()),
        Treatment::NoText => set_seal(row, json!({"seal": "crm-seal/1"})),
        Treatment::OfAnotherProfile => set_seal(row, text.replace("crm-seal/1", "crm-seal/2").into()),
        Treatment::Copied => {
            row.insert("Id".into(), id(90_000 + number).into());
            row.insert("Provenance_Id__c".into(), "987c75c3-e028-4377-8bc5-5ee3420eec6e".into());
        }
        Treatment::WithoutIds => {
            row.remove("Id");
            row.remove("Provenance_Id__c");
        }
        Treatment::ReferenceOfAnother => drop(row.insert(REFERENCE.into(), "urn:uuid:0.x".into())),
        Treatment::PackOfAnother => drop(row.insert(PACK.into(), "{\"seal\":\"x\",\"salts\":{}}".into())),
        Treatment::SealEmptied => {
            set_seal(row, Value::Null);
            row.remove(PACK);
        }
        Treatment::SealNotShown => {
            row.remove(SEAL);
            row.remove(PACK);
            row.remove(REFERENCE);
        }
        _ => {}
    }
}

pub(crate) fn id(number: usize) -> String {
    format!("003Qx{number:010}")
}

/// Every record that there can be, and the two registries.
pub(crate) fn cases(desk: &Desk) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    for fate in FATES {
        let start = cases.len();
        for (origin, _) in ORIGINS {
            for declared in [None, Some(true), Some(false)] {
                for is_listed in [false, true] {
                    let row = json!({
                        "attributes": {"type": "Contact"}, "Id": id(cases.len()), "Title": "CEO",
                        "Email": "a@example.org", "Phone": "1", "Kind__c": origin, "Synthetic_Data__c": declared,
                    });
                    let row = row.as_object().unwrap().clone();
                    cases.push(Case { fate, origin, declared, is_listed, row });
                }
            }
        }
        let made = &mut cases[start..];
        let sealed = seal(desk, fate, &made.iter().map(|case| case.row.clone()).collect::<Vec<_>>());
        made.iter_mut().zip(sealed).for_each(|(case, row)| case.row = row);
    }
    // The registry lists what is sealed properly, before anything is done to it; the newer one, what is sealed anew.
    let listed = cases.iter().filter(|case| case.is_listed).map(|case| case.row.clone());
    let listed: Vec<_> = listed.collect();
    desk.write("before.jsonl", lines(listed.clone()));
    registry(desk, "before.jsonl", "registry.json");
    desk.write("in.jsonl", lines(listed));
    let mut args =
        vec!["seal", "in.jsonl", "--out", "anew.jsonl", "--format", "jsonl", "--object", "Contact"];
    args.extend(["--key", "key.pem", "--rules", "rules.toml", "--now", SEALED, "--environment", "sandbox"]);
    args.extend([
        "--tenant",
        TENANT,
        "--open-fields",
        "Title",
        "--skip",
        "Kind__c,Synthetic_Data__c,Phone,Email",
    ]);
    desk.run(&[&args[..], &["--replace"]].concat()).succeeds();
    registry(desk, "anew.jsonl", "newer.json");
    for (number, case) in cases.iter_mut().enumerate() {
        change(case.fate, number, &mut case.row);
    }
    cases
}

fn registry(desk: &Desk, input: &str, out: &str) {
    // The withdrawn, the strangers' and those for elsewhere are not listed, and said to be left out.
    let args = ["registry", input, "--out", out, "--key", "registry.pem", "--trust", "trust.json"];
    let more = ["--policy", "plain.json", "--now", "2026-11-21T10:00:00Z", "--valid-for", "1y"];
    let ended = desk.run(&[&args[..], &more].concat());
    assert!(ended.code < 2, "{ended:?}");
}

fn verify(desk: &Desk, check: &Check, allow: Option<&str>, more: &[&str]) -> Ended {
    let policy = format!("{}.json", check.policy);
    let mut args =
        vec!["verify", "cases.jsonl", "--trust", "trust.json", "--policy", &policy, "--now", CHECKED];
    args.extend(check.registry.iter().flat_map(|registry| ["--registry", registry]));
    args.extend(allow.iter().flat_map(|allow| ["--allow", allow]));
    args.extend(more);
    desk.run(&args)
}

pub(crate) fn checks() -> [Check; 9] {
    let plain = || Check { policy: "plain", ..Check::default() };
    [
        plain(),
        Check { registry: Some("registry.json"), ..plain() },
        Check { registry: Some("newer.json"), is_newer: true, ..plain() },
        Check { policy: "approvals", asks_for_approval: true, ..plain() },
        Check { policy: "email", required: Some("Email"), ..plain() },
        Check { policy: "phone", required: Some("Phone"), ..plain() },
        Check { policy: "claims", asks_for_claims: true, ..plain() },
        Check { policy: "status", accepts_unknown_status: true, ..plain() },
        Check { policy: "status", accepts_unknown_status: true, registry: Some("registry.json"), ..plain() },
    ]
}

const LISTS: [Option<&str>; 6] = [
    None,
    Some("synthetic,ai-generated,ai-modified,masked,recorded,unsealed"),
    Some("recorded"),
    Some("masked,recorded"),
    Some("unsealed"),
    Some("synthetic"),
];

/// What a list allows; without one, every origin.
fn allows(list: Option<&str>, clean: Option<&str>) -> bool {
    let list = list.unwrap_or("synthetic,ai-generated,ai-modified,masked,recorded");
    clean.is_some_and(|clean| list.split(',').any(|allowed| allowed == clean))
}

#[test]
fn exit_code_and_problems_ask_what_is_clean() {
    let desk = desk();
    let cases = cases(&desk);
    assert_eq!(cases.len(), 24 * 5 * 3 * 2);
    let mut trusts = BTreeSet::new();
    let mut flags = BTreeSet::new();
    for check in checks() {
        let expected: Vec<_> = cases.iter().map(|case| check.clean(case)).collect();
        desk.write("cases.jsonl", lines(cases.iter().map(|case| case.row.clone())));
        let ended = verify(&desk, &check, None, &["--format", "jsonl"]);
        let verdicts = rows(&ended.stdout);
        assert_eq!(verdicts.len(), cases.len(), "{ended:?}");
        for ((case, verdict), clean) in cases.iter().zip(&verdicts).zip(&expected) {
            let what = || {
                format!(
                    "{:?}, {}, {:?}, listed {}, {}: {verdict:?}",
                    case.fate, case.origin, case.declared, case.is_listed, check.policy
                )
            };
            assert_eq!(verdict.get("cleanAs").and_then(Value::as_str), *clean, "{}", what());
            trusts.insert(verdict["trust"].as_str().unwrap().to_owned());
            flags.extend(
                verdict["flags"].as_array().unwrap().iter().map(|flag| flag.as_str().unwrap().to_owned()),
            );
        }
        // What a list does is the same whatever the policy asks.
        let lists = if check.policy == "plain" { &LISTS[..] } else { &LISTS[..1] };
        for &list in lists {
            // Of all records, those that are not clean are told, in their order.
            desk.write("cases.jsonl", lines(cases.iter().map(|case| case.row.clone())));
            let ended = verify(&desk, &check, list, &["--format", "jsonl", "--problems"]);
            let of = verdicts.iter().zip(&expected).filter(|(_, clean)| !allows(list, **clean));
            let problems: Vec<_> = of.map(|(verdict, _)| verdict.clone()).collect();
            assert_eq!(rows(&ended.stdout), problems, "{list:?}, {}", check.policy);
            assert_eq!(ended.code, 1, "{list:?}, {}", check.policy);
            // And the clean ones by themselves leave nothing to tell.
            let clean = cases.iter().zip(&expected).filter(|(_, clean)| allows(list, **clean));
            let clean: Vec<_> = clean.map(|(case, _)| case.row.clone()).collect();
            if clean.is_empty() {
                continue;
            }
            let count = clean.len();
            desk.write("cases.jsonl", lines(clean));
            let ended = verify(&desk, &check, list, &["--problems"]);
            assert_eq!(ended.code, 0, "{list:?}, {}: {}", check.policy, ended.stdout);
            let said = format!("{count:>8}  in all\n");
            assert!(
                ended.stdout.contains(&said) && ended.stdout.ends_with("       0  of them not clean\n"),
                "{}",
                ended.stdout
            );
            assert!(!ended.stdout.contains("003Qx"), "{}", ended.stdout);
        }
    }
    // The table is as wide as it says.
    let reached: Vec<_> = trusts.iter().map(String::as_str).collect();
    let all: BTreeSet<_> = touchmark::Trust::ALL.iter().map(|trust| trust.code()).collect();
    assert_eq!(reached, all.into_iter().collect::<Vec<_>>());
    for flag in [
        "label-contradiction",
        "status-unknown",
        "reference-mismatch",
        "companion-ignored",
        "retention-passed",
        "not-comparable",
        "claims-missing",
    ] {
        assert!(flags.contains(flag), "{flag} is not reached");
    }
}

/// One record by itself decides the exit code of its file.
#[test]
fn each_record_by_itself_decides_the_exit_code() {
    let desk = desk();
    let check = Check { policy: "plain", registry: Some("registry.json"), ..Check::default() };
    for case in cases(&desk).iter().filter(|case| matches!(case.origin, "synthetic" | "recorded")) {
        desk.write("cases.jsonl", lines([case.row.clone()]));
        let clean = check.clean(case);
        for list in [None, Some("recorded,unsealed")] {
            let ended = verify(&desk, &check, list, &[]);
            let what =
                format!("{:?}, {}, {:?}, listed {}", case.fate, case.origin, case.declared, case.is_listed);
            assert_eq!(ended.code, i32::from(!allows(list, clean)), "{what}: {}", ended.stdout);
        }
    }
}
