//! Which records go where: what the core answers for each, and every byte as it was.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};
use touchmark::{Answer, UseReason, Verdict};

use crate::clean::{self, CHECKED, SEALED};
use crate::desk::{Desk, Ended, OPEN, TENANT, sample};

/// The answers, and where the records go that have each.
const PARTS: [(Answer, &str); 3] =
    [(Answer::Allowed, "clean.out"), (Answer::Unknown, "doubtful.out"), (Answer::Refused, "held.out")];

/// Parts `in` into all three by `policy.json`.
fn partition(desk: &Desk, used_for: &str, more: &[&str]) -> Ended {
    let mut args = vec!["partition", "in", "--for", used_for, "--trust", "trust.json"];
    args.extend(["--policy", "policy.json", "--clean", "clean.out", "--held", "held.out"]);
    args.extend(["--doubtful", "doubtful.out"]);
    args.extend(more);
    desk.run(&args)
}

/// The policy of an environment, with these uses.
fn policy(environment: &str, uses: &Value) -> String {
    json!({"policy": "crm-policy/1", "tenant": TENANT, "environment": environment, "uses": uses}).to_string()
}

/// A desk with `contacts.csv` and a policy of two uses, to go wrong at.
fn small_desk() -> Desk {
    let desk = Desk::with_key();
    let uses = json!({
        "customer-contact": {"origins": ["recorded"], "unsealed": "allow", "owner": "CRM team"},
        "testing": {"origins": ["synthetic"], "unsealed": "refuse"},
    });
    desk.write("policy.json", policy("production", &uses));
    desk.write("in", CONTACTS);
    desk
}

const CONTACTS: &str = "\u{feff}\"Id\",\"Email\",\"Synthetic_Data__c\",\"Provenance_Seal__c\"\r\n\
    \"003Qx0000000001\",\"a\"\"b@example.org\",\"false\",\"\"\r\n\
    003Qx0000000002,c@example.org,true,\r\n\
    003Qx0000000003,\"d@example.org\n\",false,{broken\n\
    003Qx0000000004,e@example.org,,";

#[test]
fn every_byte_goes_along_and_the_counts_are_told() {
    let desk = small_desk();
    let head = "\u{feff}\"Id\",\"Email\",\"Synthetic_Data__c\",\"Provenance_Seal__c\"\r\n";
    let ended = partition(&desk, "customer-contact", &[]);
    let said = "May be used for customer-contact: 2 of 4\n  held: 2\nReasons, of which a record may have several:\n  \
                origin-not-listed: 1\n  seal-fails: 1\n  unsealed-unknown";
    let (told, _) = said.split_once("\n  unsealed-unknown").unwrap();
    ended.fails(1, &[told, "Who answers for customer-contact: CRM team\n"]);
    let [clean, held, doubtful] = ["clean.out", "held.out", "doubtful.out"].map(|name| desk.read(name));
    assert_eq!(
        clean,
        format!(
            "{head}\"003Qx0000000001\",\"a\"\"b@example.org\",\"false\",\"\"\r\n003Qx0000000004,e@example.org,,"
        )
    );
    assert_eq!(
        held,
        format!(
            "{head}003Qx0000000002,c@example.org,true,\r\n003Qx0000000003,\"d@example.org\n\",false,{{broken\n"
        )
    );
    assert_eq!(doubtful, head);
    // For programs, on the standard output.
    let ended = partition(&desk, "customer-contact", &["--format", "json"]);
    assert_eq!(
        serde_json::from_str::<Value>(&ended.stdout).unwrap(),
        json!({
            "use": "customer-contact", "owner": "CRM team", "records": 4, "clean": 2, "held": 2, "doubtful": 0,
            "byRecordsInside": 0, "reasons": {"origin-not-listed": 1, "seal-fails": 1},
        })
    );
    assert_eq!((ended.code, ended.stderr.as_str()), (1, ""));
    assert_eq!(
        desk.names(),
        ["clean.out", "doubtful.out", "held.out", "in", "key.pem", "policy.json", "rules.toml", "trust.json"]
    );
}

#[test]
fn streams_are_read_and_written_and_what_is_all_clean_ends_well() {
    let desk = small_desk();
    let args =
        ["partition", "-", "--for", "customer-contact", "--trust", "trust.json", "--policy", "policy.json"];
    let run = |more: &[&str], input: &str| desk.run_with_stdin(&[&args[..], more].concat(), input);
    let ended = run(&["--clean", "-", "--held", "held.out"], CONTACTS);
    assert_eq!(ended.stdout.lines().count(), 3);
    ended.fails(1, &["2 of 4"]);
    // What a person decides about is not clean, wherever it goes.
    let unknown = "Id,Email\n003Qx0000000001,a@example.org\n";
    let ended = run(&["--clean", "clean.out", "--held", "held.out"], unknown);
    ended.fails(1, &["0 of 1", "doubtful, for a person to decide, with those held: 1", "not-proved: 1"]);
    assert_eq!((desk.read("clean.out").as_str(), desk.read("held.out").as_str()), ("Id,Email\n", unknown));
    let clean = "Id,Provenance_Seal__c\n003Qx0000000001,\n";
    let ended = run(&["--clean", "clean.out", "--held", "/dev/null"], clean).succeeds();
    assert_eq!(ended.stderr, "May be used for customer-contact: 1 of 1\n");
    assert_eq!(desk.read("clean.out"), clean);
}

/// The records of `in` that have each answer, as a check of the file says: a record counts with those in it.
fn answers(verdicts: &[Value], is_child: impl Fn(usize) -> bool, used_for: &str) -> Vec<Answer> {
    let mut answers: Vec<Answer> = Vec::new();
    for (number, verdict) in verdicts.iter().enumerate() {
        let verdict = Verdict::assume_checked(&verdict.to_string()).unwrap();
        let answer = verdict.may_be_used(used_for).answer;
        match answers.last_mut() {
            Some(last) if is_child(number) => *last = (*last).max(answer),
            _ => answers.push(answer),
        }
    }
    answers
}

/// Every verdict of a file; none where it has no records.
fn verdicts(desk: &Desk, file: &str, more: &[&str]) -> Vec<Value> {
    let args =
        ["verify", file, "--trust", "trust.json", "--policy", "policy.json", "--page", "--format", "jsonl"];
    let ended = desk.run(&[&args[..], more].concat());
    assert!(ended.code < 2 || ended.stderr.contains("holds no records"), "{file}: {ended:?}");
    ended.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn each_part_is_a_file_of_the_same_shape() {
    let desk = Desk::new();
    let keygen = ["keygen", "--out", "key.pem", "--trust", "trust.json", "--name", "Example Bank plc"];
    desk.run(&[&keygen[..], &["--now", SEALED]].concat()).succeeds();
    desk.write("rules.toml", clean::rules("").replace("Kind__c", "Provenance_Source__c"));
    let uses = json!({
        "contact": {"origins": ["recorded"], "unsealed": "allow"},
        "testing": {"origins": ["synthetic"], "unsealed": "refuse"},
    });
    desk.write("policy.json", policy("sandbox", &uses));
    let (mut mixed, mut sealed) = (0, 0);
    for file in [
        "bulk_query_Contact.csv",
        "bulk_ingest_successfulResults.csv",
        "bulk_ingest_failedResults.csv",
        "rest_query_Contact_page1.json",
        "uiapi_getRecord_Contact.json",
        "uiapi_listRecords_Contact.json",
        "graphql_Contact.json",
        "apex_wire_Contact.json",
        "sf_tree/Contacts.json",
        "cdc_create_Contact.json",
        "cdc_update_provenance_stripped.json",
    ] {
        // Of the long table, the beginning will do.
        let content = sample(file);
        let lines = content.lines().take(if file.ends_with(".csv") { 100 } else { usize::MAX });
        desk.write("plain", lines.collect::<Vec<_>>().join("\n"));
        let open = match file {
            "graphql_Contact.json" => "Email,Synthetic_Data__c,Provenance_Source__c".to_owned(),
            _ => format!("{},Email,Phone,Birthdate", OPEN.replace("AccountId,", "")),
        };
        let seal = ["--page", "--open-fields", &open, "--skip", "AccountId", "--now", SEALED];
        let ended = desk.seal("plain", "sealed", &seal);
        sealed += usize::from(ended.code == 0);
        for source in ["plain", "sealed"] {
            if source == "sealed" && ended.code != 0 {
                continue;
            }
            desk.write("in", desk.read(source));
            let options = ["--object", "Contact", "--queried", "Provenance_Seal__c", "--now", CHECKED];
            let all = verdicts(&desk, "in", &options);
            for used_for in ["contact", "testing"] {
                let ended = partition(&desk, used_for, &[&options[..], &["--page"]].concat());
                let expected = answers(&all, |_| false, used_for);
                let is_all = expected.iter().all(|answer| *answer == Answer::Allowed);
                assert_eq!(ended.code, i32::from(!is_all), "{file}: {ended:?}");
                for (answer, part) in PARTS {
                    let own = all.iter().zip(&expected).filter(|(_, known)| **known == answer);
                    let own: Vec<_> = own.map(|(verdict, _)| verdict.clone()).collect();
                    let found = verdicts(&desk, part, &options);
                    assert!(found == own, "{file}, {source}, {used_for}, {part}: {found:?}");
                    mixed += usize::from(!own.is_empty() && own.len() < all.len());
                    if file.ends_with(".json") {
                        serde_json::from_str::<Value>(&desk.read(part)).unwrap();
                    }
                }
            }
        }
    }
    assert_eq!(sealed, 7, "files are sealed; what was loaded and what changed is not");
    assert!(mixed > 20, "{mixed} parts hold some of their records and not all");
}

#[test]
fn a_record_goes_by_the_strictest_in_it() {
    let desk = small_desk();
    let contact = |id: &str, more: &str| {
        format!(
            "{{\"attributes\":{{\"type\":\"Contact\"}},\"Id\":\"{id}\",\"Provenance_Seal__c\":null{more}}}"
        )
    };
    let account = |id: &str, contacts: &[String]| {
        let children = contacts.join(", ");
        format!(
            "{{\"attributes\":{{\"type\":\"Account\"}},\"Id\":\"{id}\",\"Provenance_Seal__c\":null,\"Contacts\":{{\"done\":true,\"totalSize\":{},\"records\":[{children}]}}}}",
            contacts.len()
        )
    };
    let (plain, declared) =
        (contact("003Qx0000000001", ""), contact("003Qx0000000002", ",\"Synthetic_Data__c\":true"));
    let unknown = "{\"attributes\":{\"type\":\"Contact\"},\"Id\":\"003Qx0000000003\"}".to_owned();
    let [clean, held, doubtful] = [
        account("001Qx0000000001", &[plain.clone(), plain.clone()]),
        account("001Qx0000000002", &[plain.clone(), declared.clone(), unknown.clone()]),
        account("001Qx0000000003", &[unknown, plain]),
    ];
    desk.write("in", format!("[\n{clean},\n{held},\n{doubtful}\n]"));
    let ended = partition(&desk, "customer-contact", &["--format", "json"]);
    let told: Value = serde_json::from_str(&ended.stdout).unwrap();
    assert_eq!(
        told,
        json!({
            "use": "customer-contact", "owner": "CRM team", "records": 3, "clean": 1, "held": 1, "doubtful": 1,
            "byRecordsInside": 2, "reasons": {"origin-not-listed": 1, "not-proved": 2},
        })
    );
    for (record, part) in [(clean, "clean.out"), (held, "held.out"), (doubtful, "doubtful.out")] {
        assert_eq!(desk.read(part), format!("[\n{record}\n]"));
    }
}

/// Every record that there can be × every use × every policy: the command answers as the core does.
#[test]
fn records_go_where_the_core_says() {
    let desk = clean::desk();
    let mut rows: Vec<_> = clean::cases(&desk).into_iter().map(|case| case.row).collect();
    rows.extend(with_purposes(&desk));
    let input = clean::lines(rows.iter().cloned());
    desk.write("in", &input);
    let all = ["recorded", "masked", "synthetic", "ai-generated", "ai-modified"];
    let uses = json!({
        "contact": {"origins": ["recorded"], "unsealed": "allow", "owner": "CRM team"},
        "elsewhere": {"origins": all, "environments": ["production"]},
        "scoring": {"origins": ["recorded", "masked"], "oversight": true, "unsealed": "refuse"},
        "staging": {"origins": all, "codes": ["non-ai-staging"], "purposes": "strict"},
        "training": {"origins": ["recorded", "synthetic"], "unsealed": "allow"},
        "anything": {"origins": all, "unsealed": "allow"},
    });
    let mut reached = BTreeSet::new();
    let mut answered = BTreeSet::new();
    for check in clean::checks() {
        let mut policy: Value = serde_json::from_str(&desk.read(&format!("{}.json", check.policy))).unwrap();
        policy["uses"] = uses.clone();
        desk.write("policy.json", policy.to_string());
        let mut more = vec!["--now", CHECKED];
        more.extend(check.registry.iter().flat_map(|registry| ["--registry", registry]));
        let verdicts: Vec<Verdict> = verdicts(&desk, "in", &more)
            .iter()
            .map(|verdict| Verdict::assume_checked(&verdict.to_string()).unwrap())
            .collect();
        assert_eq!(verdicts.len(), rows.len());
        for used_for in uses.as_object().unwrap().keys() {
            let decisions: Vec<_> = verdicts.iter().map(|verdict| verdict.may_be_used(used_for)).collect();
            let ended = partition(&desk, used_for, &[&more[..], &["--format", "json"]].concat());
            let told: Value = serde_json::from_str(&ended.stdout).unwrap_or_else(|_| panic!("{ended:?}"));
            let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
            decisions.iter().flat_map(|decision| &decision.reasons).for_each(|reason| {
                reached.insert(*reason);
                *reasons.entry(reason.code()).or_default() += 1;
            });
            assert_eq!(told["reasons"], json!(reasons), "{used_for}, {}", check.policy);
            for (answer, part) in PARTS {
                let own = input.lines().zip(&decisions).filter(|(_, decision)| decision.answer == answer);
                let own: Vec<_> = own.map(|(line, _)| format!("{line}\n")).collect();
                assert!(desk.read(part) == own.concat(), "{used_for}, {}, {part}", check.policy);
                let name = part.strip_suffix(".out").unwrap();
                assert_eq!(told[name], own.len(), "{used_for}, {}, {part}", check.policy);
                answered.extend((!own.is_empty()).then_some((used_for.clone(), answer)));
            }
        }
    }
    reached.extend(with_grants(&desk, &input));
    assert!(answered.len() >= 14, "{answered:?}");
    for reason in UseReason::ALL {
        // A use that is not named is refused before anything is read.
        let is_expected = *reason != UseReason::UseNotNamed;
        assert_eq!(reached.contains(reason), is_expected, "{reason:?}");
    }
}

/// The same records with a grant that covers some, and with grants that cover none: what keeps records back then.
fn with_grants(desk: &Desk, input: &str) -> BTreeSet<UseReason> {
    let grantor = ["keygen", "--role", "approver", "--name", "Data Protection", "--now", SEALED];
    let key = |key: &str, trust: &str| {
        desk.run(&[&grantor[..], &["--out", key, "--trust", trust]].concat()).succeeds();
    };
    key("grantor.pem", "trust.json");
    desk.write("others.json", desk.read("trust.json"));
    key("foreign.pem", "others.json");
    let grant = |file: &str, key: &str, trust: &str, until: &str| {
        let common =
            ["grant", file, "--use", "scoring", "--for", "object:Contact", "--environment", "sandbox"];
        let more = ["--reason", "x", "--tenant", TENANT, "--now", SEALED, "--until", until];
        desk.run(&[&common[..], &more, &["--key", key, "--trust", trust]].concat()).succeeds();
    };
    grant("good.json", "grantor.pem", "trust.json", "2099-01-01");
    grant("ended.json", "grantor.pem", "trust.json", SEALED);
    grant("foreign.json", "foreign.pem", "others.json", "2099-01-01");
    let trust: Value = serde_json::from_str(&desk.read("trust.json")).unwrap();
    let good: Value = serde_json::from_str(&desk.read("good.json")).unwrap();
    let (mut revoked, mut narrow) = (trust.clone(), trust.clone());
    revoked["revocations"] = json!([{"grant": good["grants"][0]["id"]}]);
    let is_grantor = |approver: &&mut Value| approver["name"] == "Data Protection";
    for approver in narrow["approvers"].as_array_mut().unwrap().iter_mut().filter(is_grantor) {
        approver["scope"] = json!({"origins": ["masked"]});
    }
    let mut reached = BTreeSet::new();
    for (trust, grants) in [
        (&trust, "good.json"),
        (&trust, "ended.json"),
        (&trust, "foreign.json"),
        (&revoked, "good.json"),
        (&narrow, "good.json"),
    ] {
        desk.write("trust.json", trust.to_string());
        let more = ["--now", CHECKED, "--grants", grants];
        let verdicts = verdicts(desk, "in", &more);
        let decisions: Vec<_> = verdicts
            .iter()
            .map(|verdict| Verdict::assume_checked(&verdict.to_string()).unwrap().may_be_used("scoring"))
            .collect();
        assert!(partition(desk, "scoring", &more).code <= 1);
        for (answer, part) in PARTS {
            let own = input.lines().zip(&decisions).filter(|(_, decision)| decision.answer == answer);
            let own: Vec<_> = own.map(|(line, _)| format!("{line}\n")).collect();
            assert!(desk.read(part) == own.concat(), "{grants}, {part}");
        }
        let granted = decisions.iter().filter(|decision| decision.grant.is_some()).count();
        assert_eq!(granted > 0, grants == "good.json" && trust["revocations"].is_null(), "{grants}");
        reached.extend(decisions.into_iter().flat_map(|decision| decision.reasons));
    }
    reached
}

/// Records whose seals state purposes, and what the record may not be used for.
fn with_purposes(desk: &Desk) -> Vec<Map<String, Value>> {
    let mut rows = Vec::new();
    for (number, claims) in [
        "purpose = [\"non-ai-staging\"]",
        "purpose = [\"marketing\"]\nprohibitedUse = [\"Training\"]",
        "prohibitedUse = [\"non-ai-staging\", \"contact\"]",
    ]
    .into_iter()
    .enumerate()
    {
        desk.write("purposes.toml", clean::rules(claims));
        let row = |at: usize, kind: &str| {
            let id = clean::id(80_000 + 10 * number + at);
            let row = json!({"attributes": {"type": "Contact"}, "Id": id, "Title": "CEO", "Kind__c": kind});
            row.as_object().unwrap().clone()
        };
        desk.write("in.jsonl", clean::lines([row(0, "recorded"), row(1, "synthetic")]));
        let args = ["seal", "in.jsonl", "--out", "out.jsonl", "--object", "Contact", "--tenant", TENANT];
        let more =
            ["--key", "key.pem", "--rules", "purposes.toml", "--environment", "sandbox", "--now", SEALED];
        desk.run(&[&args[..], &more, &["--open-fields", "Title", "--skip", "Kind__c"]].concat()).succeeds();
        rows.extend(clean::rows(&desk.read("out.jsonl")));
    }
    rows
}

/// A send list of production: real records, none of which is sealed, and what must not be among them.
#[test]
fn real_records_are_clean_where_the_policy_says_so_and_what_was_planted_is_not() {
    let desk = Desk::new();
    for (key, trust) in [("key.pem", "trust.json"), ("stranger.pem", "strangers.json")] {
        desk.run(&["keygen", "--out", key, "--trust", trust, "--name", "Example Bank plc"]).succeeds();
    }
    desk.write("rules.toml", clean::rules(""));
    let head = "Id,LastName,Email,Kind__c,Synthetic_Data__c,Provenance_Id__c,Provenance_Seal__c";
    let row = |number: usize| format!("003Qx{number:010},Okafor,n{number}@example.org,");
    // What is sealed, each in its own way, of rows 1,000, 2,000 and on.
    let sealed = |number: usize, kind: &str, key: &str, tenant: &str, environment: &str| {
        desk.write("seal.csv", format!("{head}\n{}{kind},,,\n", row(number)));
        let args =
            ["seal", "seal.csv", "--out", "sealed.csv", "--object", "Contact", "--rules", "rules.toml"];
        let by = ["--key", key, "--tenant", tenant, "--environment", environment];
        let fields = ["--open-fields", "LastName,Email", "--skip", "Kind__c,Synthetic_Data__c"];
        desk.run(&[&args[..], &by, &fields].concat()).succeeds();
        desk.read("sealed.csv").lines().nth(1).unwrap().to_owned()
    };
    let synthetic = sealed(1000, "synthetic", "key.pem", TENANT, "production");
    let recorded = sealed(2000, "recorded", "key.pem", TENANT, "production");
    let planted: BTreeMap<usize, String> = [
        (1000, synthetic.clone()),
        (2000, recorded.replace("Okafor", "Lindqvist")),
        (3000, sealed(3000, "recorded", "key.pem", "00DQx000000aBcE", "production")),
        (4000, sealed(4000, "recorded", "key.pem", TENANT, "sandbox")),
        (5000, sealed(5000, "recorded", "stranger.pem", TENANT, "production")),
        (6000, format!("{},true,,", row(6000))),
        (7000, format!("{},,,{{broken", row(7000))),
        (8000, synthetic.replace(&format!("003Qx{:010}", 1000), &format!("003Qx{:010}", 8000))),
        (9000, sealed(9000, "masked", "key.pem", TENANT, "production")),
    ]
    .into();
    let real = |number: usize| format!("{},,,", row(number));
    let of = |is_wanted: &dyn Fn(usize) -> bool| -> String {
        let rows = (0..10_000).filter(|number| is_wanted(*number));
        let rows = rows.map(|number| planted.get(&number).cloned().unwrap_or_else(|| real(number)));
        std::iter::once(head.to_owned()).chain(rows).map(|row| row + "\n").collect()
    };
    desk.write("in", of(&|_| true));
    let mut uses = json!({"customer-contact": {"origins": ["recorded"], "unsealed": "allow"}});
    desk.write("policy.json", policy("production", &uses));
    partition(&desk, "customer-contact", &[]).fails(1, &["9991 of 10000", "held: 7", "to decide: 2"]);
    assert_eq!(desk.read("clean.out"), of(&|number| !planted.contains_key(&number)));
    // What people change, and whom nobody knows, is for a person to decide.
    assert_eq!(desk.read("doubtful.out"), of(&|number| [2000, 5000].contains(&number)));

    uses["customer-contact"].as_object_mut().unwrap().remove("unsealed");
    desk.write("policy.json", policy("production", &uses));
    partition(&desk, "customer-contact", &[]).fails(1, &["0 of 10000", "unsealed-unknown: 9992"]);
    assert_eq!(desk.read("clean.out"), format!("{head}\n"));
}

#[test]
fn what_goes_wrong_is_told_and_leaves_nothing_behind() {
    let desk = small_desk();
    desk.write("wrong.json", policy("production", &json!({"testing": {"origins": ["unknown"]}})));
    desk.write("torn.csv", "Id,Provenance_Seal__c\n003Qx0000000001,\n003Qx0000000002\n");
    desk.write("torn.json", "[{\"Id\":\"003Qx0000000001\",\"Provenance_Seal__c\":null}, {\"Id\":}]");
    desk.write("torn.jsonl", "{\"Id\":\"003Qx0000000001\",\"Provenance_Seal__c\":null}\n{\"Id\":\n");
    desk.write("bare.csv", "Id,Provenance_Seal__c\n");
    desk.write("bare.json", "[ ]");
    // What was there before stays as it was.
    desk.write("held.out", "before");
    let before = (desk.names(), desk.read("in"), desk.read("policy.json"));
    let default = ["in", "--for", "customer-contact", "--clean", "clean.out", "--held", "held.out"];
    let trust = ["--trust", "trust.json"];
    let policy = ["--policy", "policy.json"];
    let run = |args: &[&str], more: &[&str]| desk.run(&[&["partition"], args, &trust[..], more].concat());
    let with = |at: usize, value: &'static str| {
        let mut args = default;
        args[at] = value;
        args
    };
    for (ended, code, said) in [
        (run(&with(4, "held.out"), &policy), 2, "--clean and --held name the same file"),
        (run(&with(4, "in"), &policy), 2, "IN and --clean name the same file"),
        (run(&with(6, "./in"), &policy), 2, "IN and --held name the same file"),
        (run(&with(4, "policy.json"), &policy), 2, "--policy and --clean name the same file"),
        (
            run(&default, &[&policy[..], &["--doubtful", "held.out"]].concat()),
            2,
            "--held and --doubtful name the",
        ),
        (
            run(&default, &[&policy[..], &["--doubtful", "clean.out"]].concat()),
            2,
            "--clean and --doubtful name the",
        ),
        (
            run(&with(4, "-"), &[&policy[..], &["--doubtful", "-"]].concat()),
            2,
            "only one thing can go to the standard",
        ),
        (
            run(&with(6, "-"), &[&policy[..], &["--format", "json"]].concat()),
            2,
            "only one thing can go to the standard",
        ),
        (run(&with(2, "Testing"), &policy), 2, "no such use; it has customer-contact, testing"),
        (
            run(&default, &["--tenant", TENANT, "--environment", "production"]),
            2,
            "no policy says which records",
        ),
        (run(&default, &[]), 2, "which org and environment are expected?"),
        (run(&default, &["--policy", "none.json"]), 4, "none.json cannot be read"),
        (run(&default, &["--policy", "wrong.json"]), 4, "uses.testing.origins[0]: must be an origin"),
        (run(&with(0, "none.csv"), &policy), 3, "none.csv cannot be read"),
        (run(&with(0, "torn.csv"), &policy), 3, "torn.csv:3: the row has 1 value"),
        (run(&with(0, "torn.json"), &policy), 3, "torn.json:line 1: not readable as JSON"),
        (run(&with(0, "torn.jsonl"), &policy), 3, "torn.jsonl:line 2: not readable as JSON"),
        (run(&with(0, "bare.csv"), &policy), 3, "bare.csv holds no records: nothing was written"),
        (run(&with(0, "bare.json"), &policy), 3, "bare.json holds no records: nothing was written"),
        (run(&with(4, "nowhere/clean.out"), &policy), 3, "no such folder"),
        (run(&default[..5], &policy), 2, "--held <OUT>"),
    ] {
        ended.fails(code, &[said]);
        assert_eq!((desk.names(), desk.read("in"), desk.read("policy.json")), before, "{said}");
        assert_eq!(desk.read("held.out"), "before", "{said}");
    }
    // A plain file is brought up to date.
    run(&default, &policy).fails(1, &["2 of 4"]);
    assert_ne!(desk.read("held.out"), "before");
}

#[cfg(unix)]
#[test]
fn a_link_is_replaced_by_force_alone() {
    let desk = small_desk();
    desk.write("other", "before");
    std::os::unix::fs::symlink("other", desk.path("held.out")).unwrap();
    partition(&desk, "testing", &[]).fails(2, &["held.out is a link to other", "--force"]);
    assert!(!desk.has("clean.out"));
    partition(&desk, "testing", &["--force"]).fails(1, &["0 of 4"]);
    assert_eq!(desk.read("other"), "before");
    assert!(desk.read("held.out").contains("003Qx0000000002"));
}

#[test]
fn an_answer_that_is_not_whole_is_parted_and_told() {
    let desk = small_desk();
    let record =
        "{\"attributes\":{\"type\":\"Contact\"},\"Id\":\"003Qx0000000001\",\"Provenance_Seal__c\":null}";
    desk.write("in", format!("{{\"totalSize\":2,\"done\":true,\"records\":[{record}]}}"));
    partition(&desk, "customer-contact", &[]).fails(1, &["cut off", "1 of 1"]);
    assert_eq!(desk.read("clean.out"), desk.read("in"));
    partition(&desk, "customer-contact", &["--page"]).succeeds();
}
