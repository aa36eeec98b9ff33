//! Trust bundles, from the keys to the page that asks for a signed one.

use crate::desk::{Desk, TENANT};

fn json(text: &str) -> serde_json::Value {
    serde_json::from_str(text).unwrap()
}

/// With sealed contacts, and a key that signs trust bundles.
fn desk() -> (Desk, String) {
    let desk = Desk::with_key();
    let ended = desk.run(&["trust", "keygen", "--out", "publisher.pem"]).succeeds();
    let key = ended.stderr.split('"').find(|part| part.starts_with("z6Mk")).unwrap().to_owned();
    desk.write("in.csv", "Id,Title,Kind__c\n003Qx0000080nG1IAI,CEO,made\n");
    desk.seal("in.csv", "sealed.csv", &["--open-fields", "Title", "--skip", "Kind__c"]).succeeds();
    (desk, key)
}

#[test]
fn a_page_that_asks_for_a_signed_bundle_takes_no_other() {
    let (desk, key) = desk();
    let policy = |wanted: serde_json::Value| {
        let policy = serde_json::json!({
            "policy": "crm-policy/1", "tenant": TENANT, "environment": "sandbox", "trustBundle": wanted,
        });
        desk.write("policy.json", policy.to_string());
    };
    let verify =
        |trust: &str| desk.run(&["verify", "sealed.csv", "--trust", trust, "--policy", "policy.json"]);
    policy(serde_json::json!({"keys": [key]}));
    desk.run(&["trust", "sign", "trust.json", "--key", "publisher.pem", "--out", "signed.json"]).succeeds();
    verify("signed.json").succeeds();
    verify("trust.json").fails(4, &["signed with one of its keys"]);
    policy(serde_json::json!({"minimumVersion": 2}));
    verify("signed.json").fails(4, &["a newer trust bundle"]);

    let changed = desk.read("signed.json").replace("Example Bank plc", "Another Bank plc");
    desk.write("changed.json", changed);
    verify("changed.json").fails(4, &["changed.json: trust bundle: proof: the signature does not hold"]);
    // Signed anew, it has one proof, of the new hand.
    desk.run(&["trust", "sign", "signed.json", "--key", "publisher.pem", "--out", "again.json"]).succeeds();
    assert!(json(&desk.read("again.json"))["proof"].is_object());
    // A signed bundle is not added to behind its signer's back.
    desk.run(&[
        "keygen",
        "--role",
        "registry",
        "--out",
        "r.pem",
        "--trust",
        "signed.json",
        "--name",
        "a.example",
    ])
    .fails(4, &["the trust bundle is signed"]);
    desk.run(&["trust", "sign", "trust.json", "--key", "key.pem", "--out", "-"])
        .fails(2, &["key.pem is the key of an issuer"]);
}

#[test]
fn a_status_list_goes_into_the_bundle() {
    let (desk, _) = desk();
    let before = json(&desk.read("trust.json"));
    let status = |withdrawn: &str, more: &[&str]| {
        desk.write("withdrawn.txt", withdrawn);
        let args = ["trust", "status", "trust.json", "--key", "key.pem", "--withdrawn", "withdrawn.txt"];
        desk.run(&[&args[..], &["--list", "https://bank.example/status/3"], more].concat())
    };
    let ended = status("94567\n3 131071\n", &[]).succeeds();
    assert!(
        ended.stderr.contains("(revocation): 3 withdrawn of 131072 entries; valid until "),
        "{}",
        ended.stderr
    );
    let after = json(&desk.read("trust.json"));
    assert_eq!(after["version"], before["version"].as_u64().unwrap() + 1);
    assert_eq!(after["statusLists"][0]["issuer"], before["issuers"][0]["id"]);
    assert_eq!(after["statusLists"][0]["credentialSubject"]["type"], "BitstringStatusList");
    // The next list takes the place of the one before; of another purpose, it stands beside it.
    status("", &[]).succeeds();
    status("7", &["--purpose", "suspension"]).succeeds();
    assert_eq!(json(&desk.read("trust.json"))["statusLists"].as_array().unwrap().len(), 2);
    desk.verify("sealed.csv", &[]).succeeds();

    for odd in ["x", "-1", "08", "8388608", "1,2"] {
        status(odd, &[]).fails(3, &["withdrawn.txt: ", "is not the number of an entry"]);
    }
    status("1", &["--valid-for", "never"]).fails(2, &["--valid-for"]);
    let kept = desk.read("trust.json");
    // An issuer that the bundle does not list.
    desk.run(&["keygen", "--out", "other.pem", "--trust", "other.json", "--name", "Other"]).succeeds();
    let args = ["trust", "status", "trust.json", "--key", "other.pem", "--withdrawn", "withdrawn.txt"];
    desk.run(&[&args[..], &["--list", "https://other.example/1"]].concat())
        .fails(4, &["trust bundle: statusLists[2].issuer: is none of this file's issuers"]);
    assert_eq!(desk.read("trust.json"), kept);
}

/// The entry that each sealed row of a file names.
fn entries(desk: &Desk, file: &str) -> Vec<u64> {
    let file = desk.read(file);
    let named = file.split("\"\"statusListIndex\"\":\"\"").skip(1);
    named.map(|rest| rest.split('"').next().unwrap().parse().unwrap()).collect()
}

const LIST: &str = "https://bank.example/status/3";

fn keep_list(desk: &Desk, more: &[&str]) -> crate::desk::Ended {
    let args = ["trust", "status", "trust.json", "--key", "key.pem", "--list", LIST];
    desk.run(&[&args[..], more].concat())
}

#[test]
fn a_seal_is_withdrawn_through_its_own_list() {
    let desk = Desk::with_key();
    desk.write("in.csv", "Id,Title,Kind__c\n003Qx0000080nG1IAI,CEO,made\n003Qx0000080nHoIAI,CFO,\n003Qx0000080nLzIAI,CTO,made\n");
    let status = format!("{LIST}#94567");
    let seal = |more: &[&str]| {
        let args = ["--open-fields", "Title", "--skip", "Kind__c", "--replace"];
        desk.seal("in.csv", "sealed.csv", &[&args[..], more].concat())
    };
    let trusts = || {
        let verdicts = desk.verdicts("sealed.csv");
        verdicts.iter().map(|verdict| verdict["trust"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let ended = seal(&["--status", &status]).succeeds();
    let said =
        "Status: 2 entries of https://bank.example/status/3 from #94567; the next load may begin at #94569\n";
    assert!(ended.stderr.contains(said), "{}", ended.stderr);
    // A row that stays unsealed takes none.
    assert_eq!(entries(&desk, "sealed.csv"), [94567, 94568]);
    assert_eq!(trusts(), ["unchecked", "unsealed", "unchecked"]);
    keep_list(&desk, &[]).succeeds();
    assert_eq!(trusts(), ["verified", "unsealed", "verified"]);
    keep_list(&desk, &["--add", "94568"]).succeeds();
    assert_eq!(trusts(), ["verified", "unsealed", "revoked"]);
    // What was withdrawn stays so when the list is signed anew, or more are.
    keep_list(&desk, &["--valid-for", "1y"]).succeeds();
    assert_eq!(trusts(), ["verified", "unsealed", "revoked"]);
    keep_list(&desk, &["--add", "94567,0"]).succeeds();
    assert_eq!(trusts(), ["revoked", "unsealed", "revoked"]);
    keep_list(&desk, &["--remove", "0"]).fails(2, &["--remove: a revocation is for good"]);

    // What was suspended can stand again. Every envelope names its entry, which is withdrawn by its number, or by the
    // record that carries it.
    let args = ["--role", "log", "--out", "log.pem", "--trust", "trust.json", "--name", "a.example/l"];
    desk.run(&[&["keygen", "--log", "log"], &args[..]].concat()).succeeds();
    for more in [&["--envelope", "vc"][..], &["--envelope", "jws"], &["--envelope", "tlog", "--log", "log"]] {
        let key = if more.len() > 2 { "log.pem" } else { "key.pem" };
        let args = desk.seal_args("in.csv", "sealed.csv", &["--open-fields", "Title", "--skip", "Kind__c"]);
        let args = args.iter().map(|arg| if *arg == "key.pem" { key } else { arg }).collect::<Vec<_>>();
        let more = [&["--status", status.as_str(), "--status-purpose", "suspension"], more].concat();
        desk.run(&[args, more].concat()).succeeds();
        desk.write("first.csv", desk.read("sealed.csv").lines().take(2).collect::<Vec<_>>().join("\n"));
        keep_list(&desk, &["--purpose", "suspension", "--sealed", "first.csv"]).succeeds();
        assert_eq!(trusts(), ["revoked", "unsealed", "verified"]);
        keep_list(&desk, &["--purpose", "suspension", "--remove", "94567"]).succeeds();
        assert_eq!(trusts(), ["verified", "unsealed", "verified"]);
    }
}

#[test]
fn a_tampered_record_withdraws_nobody_else_s_seal() {
    let desk = Desk::with_key();
    desk.write("in.csv", "Id,Title,Kind__c\n003Qx0000080nG1IAI,CEO,made\n");
    let args =
        ["--open-fields", "Title", "--skip", "Kind__c", "--status", "https://bank.example/status/3#17"];
    desk.seal("in.csv", "sealed.csv", &args).succeeds();
    let sealed = desk.read("sealed.csv");
    desk.seal("in.csv", "without.csv", &args[..4]).succeeds();
    let before = desk.read("trust.json");
    for (name, content) in [
        ("tampered", sealed.replace("Index\"\":\"\"17", "Index\"\":\"\"18")),
        ("of another list", sealed.replace("status/3\"\"", "status/4\"\"")),
        ("without an entry", desk.read("without.csv")),
        ("unsealed", desk.read("in.csv")),
    ] {
        assert!(content != sealed, "{name}");
        desk.write("view.csv", content);
        keep_list(&desk, &["--sealed", "view.csv"])
            .fails(3, &["view.csv:2:Provenance_Seal__c: carries no seal of did:key:"]);
    }
    keep_list(&desk, &["--purpose", "suspension", "--sealed", "sealed.csv"]).fails(3, &["for suspension"]);
    assert_eq!(desk.read("trust.json"), before);
    // The values do not matter: a record that was edited since can have its seal withdrawn.
    desk.write("view.csv", sealed.replace("CEO", "CTO"));
    keep_list(&desk, &["--sealed", "view.csv"]).succeeds().says("1 withdrawn of");
}

#[test]
fn entries_of_a_range_tell_no_order() {
    let desk = Desk::with_key();
    let rows: String = (0..40).map(|at| format!("Row {at},made\n")).collect();
    desk.write("in.csv", format!("Title,Kind__c\n{rows}"));
    let seal = |status: &str| {
        let args = ["--open-fields", "Title", "--skip", "Kind__c", "--status", status];
        desk.seal("in.csv", "sealed.csv", &args)
    };
    let ended = seal("https://bank.example/status/3#1000-1039").succeeds();
    let said = "Status: 40 entries of https://bank.example/status/3 from #1000, at random up to #1039; the next load may begin at #1040\n";
    assert!(ended.stderr.contains(said), "{}", ended.stderr);
    let mut taken = entries(&desk, "sealed.csv");
    assert!(!taken.is_sorted());
    taken.sort_unstable();
    assert_eq!(taken, (1000..1040).collect::<Vec<_>>());

    let before = desk.read("sealed.csv");
    for (status, room) in [("a:b#0-38", 39), ("a:b#8388604", 4), ("a:b#8388607-8388607", 1)] {
        seal(status).fails(2, &[&format!("--status: only {room} records could get an entry of a:b;")]);
    }
    assert_eq!(desk.read("sealed.csv"), before);
    let odd = [
        "https://bank.example/status/3",
        "bank.example#1",
        "a:#1",
        "1:a#1",
        "a:b c#1",
        "a:b#",
        "a:b#-1",
        "a:b#01",
        "a:b#1#2",
        "a:b#2-1",
        "a:b#1-",
        "a:b#8388608",
        "a:b#0-8388608",
    ];
    for status in odd {
        seal(status)
            .fails(2, &["--status <URL#ENTRY>", "write the address of the list, # and the first entry"]);
    }
}

#[test]
fn a_list_has_room_and_an_address() {
    let desk = Desk::with_key();
    keep_list(&desk, &["--entries", "131073", "--publish", "list.json"])
        .succeeds()
        .says("0 withdrawn of 262144 entries");
    let published = json(&desk.read("list.json"));
    assert_eq!(published, json(&desk.read("trust.json"))["statusLists"][0]);
    // It never shrinks, and grows with what is withdrawn.
    keep_list(&desk, &[]).succeeds().says("of 262144 entries");
    desk.write("withdrawn.txt", "5");
    keep_list(&desk, &["--withdrawn", "withdrawn.txt"]).succeeds().says("1 withdrawn of 262144 entries");
    keep_list(&desk, &["--add", "262144"]).succeeds().says("2 withdrawn of 393216 entries");
    for more in [["--entries", "8388609"], ["--add", "8388608"]] {
        keep_list(&desk, &more).fails(2, &["the list has 393216 entries, and can have 8388608 at most"]);
    }
    keep_list(&desk, &["--add", "x"]).fails(2, &["--add"]);
    keep_list(&desk, &["--add", "1", "--withdrawn", "withdrawn.txt"]).fails(2, &["cannot be used with"]);
    // The list of the same address by another issuer stays beside it.
    desk.run(&["keygen", "--out", "other.pem", "--trust", "other.json", "--name", "Other"]).succeeds();
    let mut trust = json(&desk.read("trust.json"));
    trust["issuers"].as_array_mut().unwrap().push(json(&desk.read("other.json"))["issuers"][0].clone());
    desk.write("trust.json", trust.to_string());
    desk.run(&["trust", "status", "trust.json", "--key", "other.pem", "--list", LIST])
        .succeeds()
        .says("0 withdrawn of 131072 entries");
    assert_eq!(json(&desk.read("trust.json"))["statusLists"].as_array().unwrap().len(), 2);
}

/// Every member that a policy of 0.1 could have, as its `src/core/src/policy.rs` listed them.
const POLICY_0_1: [&str; 22] = [
    "policy",
    "tenant",
    "environment",
    "fields",
    "fields.seal",
    "fields.uuid",
    "fields.companions",
    "fields.reference",
    "aliases",
    "aliases.isSynthetic",
    "aliases.provenanceSource",
    "aliases.generationMethod",
    "aliases.confidenceScore",
    "aliases.created",
    "requiredFields",
    "approvals",
    "witnesses",
    "trustBundle",
    "trustBundle.keys",
    "trustBundle.minimumVersion",
    "acceptUnknownStatus",
    "allowTestKeys",
];

/// With a member of every name that a policy of today can have.
fn whole_policy() -> serde_json::Value {
    serde_json::json!({
        "policy": "crm-policy/1", "tenant": TENANT, "environment": "sandbox",
        "fields": {
            "seal": "Seal__c", "uuid": "Uuid__c", "companions": "Salts_*__c", "reference": "Reference__c",
        },
        "aliases": {
            "isSynthetic": ["Test__c"], "provenanceSource": ["Source__c"], "generationMethod": ["Method__c"],
            "confidenceScore": ["Score__c"], "created": ["Made__c"],
        },
        "requiredFields": ["LastName"],
        "requiredClaims": ["purpose"],
        "approvals": 1,
        "witnesses": 1,
        "trustBundle": {
            "keys": ["z6Mkm5dMznc6DNMaAwiKBeuRJ6sPCardjpRtAc1R9WZ6uYym"], "minimumVersion": 7,
        },
        "acceptUnknownStatus": true,
        "allowTestKeys": true,
        "uses": {"testing": {"origins": ["synthetic"]}},
        "contacts": [{"name": "Data Office", "address": "mailto:data@bank.example"}],
    })
}

fn policy_for(desk: &Desk, release: &str, policy: &serde_json::Value, more: &[&str]) -> crate::desk::Ended {
    desk.write("policy.json", policy.to_string());
    desk.run(&[&["trust", "policy", "policy.json", "--for", release], more].concat())
}

/// The path of every member, but for those of names that are the deployer's.
fn members(of: &serde_json::Value, under: &str) -> Vec<String> {
    let mut paths = Vec::new();
    for (name, value) in of.as_object().into_iter().flatten() {
        let path = format!("{under}{name}");
        if path != "uses" {
            paths.extend(members(value, &format!("{path}.")));
        }
        paths.push(path);
    }
    paths
}

#[test]
fn a_policy_is_written_for_verifiers_that_know_less() {
    let desk = Desk::new();
    let whole = whole_policy();
    // The whole policy has what this release knows, as a refusal of something else lists it.
    let mut unknown = whole.clone();
    unknown["none"] = true.into();
    let ended =
        policy_for(&desk, "0.1", &unknown, &[]).fails(4, &["policy.json: policy: none: unknown member"]);
    let known = ended.stderr.trim_end().split_once("known are ").unwrap().1.to_owned();
    let mut known: Vec<&str> = known.split(", ").collect();
    known.sort_unstable();
    let has: Vec<&String> = whole.as_object().unwrap().keys().collect();
    assert_eq!(
        has, known,
        "add the new member here; where 0.1 lacks it, it has a row in the table of `trust policy`"
    );

    let ended = policy_for(&desk, "0.1", &whole, &["--without", "requiredClaims"]).succeeds();
    for said in ["contacts", "requiredClaims", "uses"].map(|name| format!("Warning: {name} is left out: ")) {
        assert!(ended.stderr.contains(&said), "{}", ended.stderr);
    }
    assert!(ended.stderr.contains("for verifiers of 0.1"), "{}", ended.stderr);
    let mut written = members(&json(&ended.stdout), "");
    let mut of_0_1 = POLICY_0_1.map(str::to_owned);
    written.sort_unstable();
    of_0_1.sort_unstable();
    assert_eq!(written, of_0_1);
    for (name, value) in json(&ended.stdout).as_object().unwrap() {
        assert_eq!(value, &whole[name]);
    }

    // This release knows everything.
    let ended = policy_for(&desk, "0.2", &whole, &[]).succeeds();
    assert_eq!(json(&ended.stdout), whole);
    assert_eq!(ended.stderr, "Written for verifiers of 0.2\n");
}

#[test]
fn an_earlier_verifier_lets_more_pass_only_where_somebody_says_so() {
    let desk = Desk::new();
    let whole = whole_policy();
    let out = ["--out", "old.json"];
    policy_for(&desk, "0.1", &whole, &out)
        .fails(2, &["policy.json: requiredClaims: ", "without it they take", "--without requiredClaims"]);
    assert!(!desk.has("old.json"));
    policy_for(&desk, "0.1", &whole, &[&out[..], &["--without", "requiredClaims,uses"]].concat()).succeeds();
    assert!(desk.has("old.json"));
    // What says nothing is missed by nobody.
    let mut idle = whole;
    idle["requiredClaims"] = serde_json::json!([]);
    idle["uses"] = serde_json::Value::Null;
    idle["contacts"] = serde_json::json!([]);
    let ended = policy_for(&desk, "0.1", &idle, &[]).succeeds();
    assert_eq!(ended.stderr, "Written for verifiers of 0.1\n");
    let written = json(&ended.stdout);
    assert!(written.get("uses").is_none() && written.get("requiredClaims").is_none(), "{written}");

    policy_for(&desk, "0.1", &idle, &out).fails(2, &["old.json exists", "--force"]);
    policy_for(&desk, "0.1", &idle, &["--out", "policy.json", "--force"]).fails(2, &["name the same file"]);
    policy_for(&desk, "0.0", &idle, &[]).fails(2, &["--for", "0.0", "[possible values: 0.1, 0.2]"]);
    policy_for(&desk, "0.1", &idle, &["--without", "tenant"])
        .fails(2, &["--without tenant: what 0.1 does not know is contacts, requiredClaims, uses"]);
    policy_for(&desk, "0.2", &idle, &["--without", "uses"]).fails(2, &["what 0.2 does not know is nothing"]);
    idle["tenant"] = "nobody".into();
    policy_for(&desk, "0.1", &idle, &[]).fails(4, &["policy.json: policy: tenant: "]);
}
