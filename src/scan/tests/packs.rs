//! Packs: the shipped ones hold and fail where their cases say, and whatever cannot be read or decided never passes.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops at the first surprise"
)]

use std::collections::BTreeSet;

use proptest::prelude::*;
use serde_json::{Value, json};
use touchmark::Verdict;
use touchmark_scan::{
    Class, Facts, Ground, GroundCode, Kind, MAX_CHECKS, MAX_CONDITION, MAX_ITEMS, MEMBERS, Outcome, Pack,
    Suspicion,
};
use touchmark_tests::schema::{Schema, changed, pointers};
use touchmark_tests::{hold_to, room};

const SHIPPED: [&str; 7] =
    ["baseline", "eu-ai-act-50", "fintech", "gdpr", "hr-records", "nist-ai-rmf", "retail"];

// --- records

/// What a record of a case is: everything that facts borrow.
struct Record {
    verdict: Verdict,
    suspicion: Suspicion,
    class: Class,
    target: Option<String>,
}

impl Record {
    /// `{"of": "sealed" | "plain", "verdict": changes (RFC 7396), "class": …, "target": …, "suspicion": …}`.
    fn of(case: &Value) -> Self {
        let is_sealed = match case["of"].as_str().unwrap() {
            "sealed" => true,
            "plain" => false,
            other => panic!("{other}"),
        };
        let mut verdict = if is_sealed { sealed() } else { plain() };
        merge(&mut verdict, &case["verdict"]);
        let default = if is_sealed { Class::Synthetic } else { Class::Unlabelled };
        let class = case["class"].as_str().map_or(default, |code| {
            Class::ALL.into_iter().find(|class| class.code() == code).unwrap_or_else(|| panic!("{code}"))
        });
        let score = case["suspicion"].as_u64().unwrap_or_default();
        let grounds = if score > 0 {
            vec![Ground { code: GroundCode::ReservedDomain, field: "Email".into() }]
        } else {
            Vec::new()
        };
        Self {
            verdict: Verdict::assume_checked(&verdict.to_string())
                .unwrap_or_else(|error| panic!("{error}: {case}")),
            suspicion: Suspicion { score: score.try_into().unwrap(), grounds },
            class,
            target: case["target"].as_str().map(str::to_owned),
        }
    }

    fn facts(&self) -> Facts<'_> {
        Facts {
            verdict: &self.verdict,
            suspicion: &self.suspicion,
            class: self.class,
            file: "contacts/eu.csv",
            target: self.target.as_deref(),
        }
    }
}

/// A verdict that says everything there is to say, and holds.
fn sealed() -> Value {
    let text = std::fs::read_to_string(room("data/accounts/most-that-is-said.json")).unwrap();
    let mut verdict = serde_json::from_str::<Value>(&text).unwrap()["verdict"].take();
    let holds = json!({"trust": "verified", "flags": [], "reasons": [], "declared": null,
        "claims": {"validUntil": "2027-10-31T08:00:00Z"}});
    merge(&mut verdict, &holds);
    verdict
}

/// One that says nothing.
fn plain() -> Value {
    let mut verdict = sealed();
    let nothing = json!({"trust": "unsealed", "origin": "unknown", "seal": null, "issuer": null, "claims": null,
        "approvals": [], "log": null, "fields": [], "uses": null, "environment": {"sealed": []},
        "reasons": [{"code": "no-seal"}]});
    merge(&mut verdict, &nothing);
    verdict
}

/// JSON Merge Patch (RFC 7396).
fn merge(target: &mut Value, patch: &Value) {
    let Value::Object(members) = patch else { return };
    for (name, value) in members {
        match value {
            Value::Null => drop(target.as_object_mut().unwrap().remove(name)),
            Value::Object(_) if target[name].is_object() => merge(&mut target[name], value),
            _ => target[name] = value.clone(),
        }
    }
}

// --- the shipped packs

fn shipped_text(id: &str) -> String {
    std::fs::read_to_string(room("../src/scan/packs").join(format!("{id}.json"))).unwrap()
}

#[test]
fn every_shipped_pack_is_read_and_is_found_by_its_name() {
    let ids: Vec<_> = Pack::all_shipped().iter().map(|pack| pack.id.as_str()).collect();
    assert_eq!(ids, SHIPPED);
    for id in SHIPPED {
        let pack = Pack::read(&shipped_text(id), id).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(pack.id, id);
        assert_eq!(Pack::shipped(id).unwrap().checks.len(), pack.checks.len());
        let rules: Vec<_> = pack.rules().collect();
        assert_eq!(rules.len(), pack.checks.len());
        for (rule, check) in rules.iter().zip(&pack.checks) {
            assert_eq!(rule.id, format!("{id}/{}", check.id));
            assert_eq!((&*rule.title, rule.severity), (check.title.as_str(), check.severity));
        }
    }
    assert!(Pack::shipped("iso-27001").is_none());
}

#[test]
fn every_check_holds_fails_and_does_not_apply_where_its_cases_say() {
    for pack in Pack::all_shipped() {
        let path = room("../src/scan/packs/cases").join(format!("{}.json", pack.id));
        let cases: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        let named: BTreeSet<_> = cases.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(named, pack.checks.iter().map(|check| check.id.as_str()).collect());
        for check in &pack.checks {
            let of_check = &cases[&check.id];
            for (name, outcome) in [
                ("holds", Outcome::Holds),
                ("fails", Outcome::Fails),
                ("notApplicable", Outcome::NotApplicable),
            ] {
                let records = of_check[name].as_array();
                assert!(
                    records.is_some() || name == "notApplicable",
                    "{}/{} has no {name}",
                    pack.id,
                    check.id
                );
                for case in records.into_iter().flatten() {
                    let record = Record::of(case);
                    assert_eq!(check.judge(&record.facts()), outcome, "{}/{}: {case}", pack.id, check.id);
                    assert_eq!(outcome.is_finding(), name == "fails");
                }
            }
        }
    }
}

/// Whatever a record is, no shipped check is of two minds about it.
#[test]
fn no_shipped_check_is_undecided_about_any_record() {
    let records = every_record();
    for pack in Pack::all_shipped() {
        for record in &records {
            for (at, outcome) in pack.judge(&record.facts()) {
                assert_ne!(outcome, Outcome::Undecided, "{}/{}", pack.id, pack.checks[at].id);
            }
        }
    }
}

/// Those of every case, and each of them without any one member of its verdict that may be absent.
fn every_record() -> Vec<Record> {
    let mut all = Vec::new();
    for case in
        [json!({"of": "sealed"}), json!({"of": "plain"}), json!({"of": "sealed", "target": "production"})]
    {
        let whole = Record::of(&case);
        let written: Value = serde_json::from_str(&whole.verdict.to_json()).unwrap();
        for (_, changed) in changed(&written) {
            if let Ok(verdict) = Verdict::assume_checked(&changed.to_string()) {
                all.push(Record { verdict, ..Record::of(&case) });
            }
        }
        all.push(whole);
    }
    assert!(all.len() > 200, "{}", all.len());
    all
}

#[test]
fn no_text_says_that_anybody_complies() {
    for id in SHIPPED {
        for text in texts(&serde_json::from_str(&shipped_text(id)).unwrap()) {
            assert!(!claims_too_much(&text), "{id}: {text}");
        }
    }
    let docs = std::fs::read_to_string(room("../docs/packs.md")).unwrap();
    assert!(docs.contains("does not make anyone compliant"));
    assert!(!claims_too_much(&docs));
    for slip in ["GDPR compliant", "Compliance with Article 5", "this is compliant"] {
        assert!(claims_too_much(slip), "{slip}");
    }
}

fn claims_too_much(text: &str) -> bool {
    text.to_lowercase().replace("does not make anyone compliant", "").contains("complian")
}

fn texts(value: &Value) -> Vec<String> {
    let all =
        pointers(value).into_iter().filter_map(|at| value.pointer(&at).unwrap().as_str().map(str::to_owned));
    all.collect()
}

// --- what is not read

fn pack_with(change: impl FnOnce(&mut Value)) -> Value {
    let mut pack = json!({
        "pack": "crm-pack/1", "id": "ours", "version": 1, "title": "Ours", "date": "2026-12-01",
        "checks": [{
            "id": "owner", "title": "Nobody is responsible", "meaning": "Nobody answers for it.", "remedy": "Name somebody.",
            "severity": "warning", "supports": "our own rule",
            "source": {"title": "Handbook", "url": "https://bank.example/handbook", "section": "4", "date": "2026-12-01"},
            "applies": "seal.holds", "holds": "claims.responsibleEntity != null",
        }],
    });
    change(&mut pack);
    pack
}

fn refusal(pack: &Value) -> String {
    Pack::read(&pack.to_string(), "ours.json").expect_err(&pack.to_string()).to_string()
}

fn refusal_of(condition: &str) -> String {
    refusal(&pack_with(|pack| pack["checks"][0]["holds"] = condition.into()))
}

#[test]
fn a_condition_that_cannot_be_meant_is_refused_with_the_check_the_place_and_the_remedy() {
    let deep = format!("{}true{}", "(".repeat(60), ")".repeat(60));
    let signs = format!("{}true", "!".repeat(900));
    let long = format!("true{}", " || true".repeat(MAX_CONDITION / 8 + 1));
    let most = format!("now{} > now", " + duration(\"1s\")".repeat(500));
    let ternaries = format!("{}true", "true?true:".repeat(100));
    let chain = format!("suspicion.score{} > 0", "+1".repeat(480));
    let table = [
        // What there is not.
        (
            "claims.owner != null",
            "claims.owner is no member; known are claims.confidenceScore, claims.created",
        ),
        ("issuer == \"x\"", "issuer is no member; known are claims, class, declared, now, record, seal"),
        ("seal.trust.code == \"verified\"", "seal.trust.code is no member"),
        ("claims == null", "claims is no member"),
        ("has(claims.purpose)", "compare it with null"),
        ("claims.purpose.all(x, y == \"a\")", "y is no member"),
        ("claims.purpose.all(x, x.y == \"a\")", "x.y is no member"),
        ("claims.purpose.all(seal, seal.holds)", "calls an item seal, as a member is"),
        ("seal.issuer.matches(\"^a+$\")", "calls matches; conditions may call size, contains"),
        ("int(\"1\") == 1", "calls int"),
        ("dyn(seal.holds)", "calls dyn"),
        ("type(seal.holds) == bool", "calls type"),
        ("seal.holds == bool", "bool is no member"),
        // Codes that there are not.
        ("seal.trust != \"verifed\"", "\"verifed\" is no code of this member; known are malformed"),
        ("\"real\" == seal.origin", "\"real\" is no code"),
        ("seal.origin in [\"synthetic\", \"real\"]", "\"real\" is no code"),
        ("\"label\" in seal.flags", "\"label\" is no code"),
        ("seal.flags.exists(flag, flag == \"label\")", "\"label\" is no code"),
        // Types that CEL would compare, with the answer false.
        ("claims.purpose != \"testing\"", "compares lists"),
        ("suspicion.score == \"80\"", "compare like with like"),
        ("seal.holds == \"true\"", "compare like with like"),
        ("now > 5", "compare like with like"),
        ("now - claims.created > 30", "compare like with like"),
        ("claims.confidenceScore > 1", "compare like with like"),
        ("seal.holds != null", "with null, which it never is"),
        ("null == null", "with null, which it never is"),
        ("\"x\" in seal.issuer", "uses in on a text and a text"),
        ("seal.issuer < \"x\"", "uses < on a text and a text"),
        ("seal.holds && seal.issuer", "uses && on true or false and a text"),
        ("size(now) > 1", "uses size on a time"),
        ("contains(seal.issuer, \"a\")", "uses contains on a text and a text"),
        ("seal.holds ? 1 : \"x\"", "compare like with like"),
        ("[1, 2].exists(x, x == 1)", "lists are of texts"),
        ("now.all(x, true)", "a time has no items"),
        ("suspicion.score", "comes to a number; compare it"),
        ("1u == 1u", "leave out the u or b"),
        ("{\"a\": 1}.a == 1", "is no member of what stands before it"),
        ("{\"a\": 1} == {\"a\": 1}", "makes an object"),
        ("timestamp(seal.issuer) > now", "timestamp takes a text such as"),
        ("timestamp(\"2026-08-32T00:00:00Z\") > now", "timestamp takes a text such as"),
        ("now - now > duration(\"30d\")", "duration takes a text such as"),
        ("now - now > duration(\"99999999999999999999h\")", "duration takes a text such as"),
        // What is written badly, or without end.
        ("seal.holds &&", "is no condition: line 1, column"),
        ("seal.holds == ", "see https://cel.dev"),
        ("\u{0}", "is no condition: line 1"),
        (" ", "must be a condition in CEL"),
        ("claims.purpose.all(x, claims.purpose.all(y, x == y))", "a loop within a loop"),
        ("claims.purpose.map(x, x).size() > 0", "calls map, filter or exists_one"),
        ("claims.purpose.filter(x, true).exists(x, true)", "calls map, filter or exists_one"),
        ("claims.purpose.exists_one(x, true)", "calls map, filter or exists_one"),
        (&deep, "is nested too deep"),
        (&signs, "is nested too deep"),
        (&chain, "is nested too deep"),
        (&ternaries, "is nested too deep"),
        (&long, "is longer than 1024 bytes"),
        (&most, "is longer than 1024 bytes"),
    ];
    for (condition, said) in table {
        let refusal = refusal_of(condition);
        assert!(refusal.starts_with("ours.json: checks[0].holds: "), "{condition}: {refusal}");
        assert!(condition == " " || refusal.contains(": owner: "), "{condition}: {refusal}");
        assert!(refusal.contains(said), "{condition}: {refusal}");
        assert!(!refusal.contains('\n') && refusal.len() < 2000, "{condition}: {refusal}");
    }
    let applies = pack_with(|pack| pack["checks"][0]["applies"] = "seal.hold".into());
    assert!(
        refusal(&applies)
            .starts_with("ours.json: checks[0].applies: owner: seal.hold is no member; known are seal.")
    );
}

#[test]
fn what_is_no_pack_is_refused_at_its_place() {
    type Change = fn(&mut Value);
    let table: [(Change, &str); 20] = [
        (|pack| pack["pack"] = "crm-pack/2".into(), "pack: must be \"crm-pack/1\""),
        (|pack| pack["id"] = "Ours".into(), "id: must be a name of small letters"),
        (|pack| pack["id"] = "error".into(), "id: is that of a severity"),
        (|pack| pack["version"] = 0.into(), "version: must be a whole number"),
        (|pack| pack["version"] = "1".into(), "version: must be a whole number"),
        (|pack| pack["title"] = "Ours.".into(), "title: must be a text"),
        (|pack| pack["date"] = "2026-02-30".into(), "date: must be a day"),
        (|pack| pack["checks"] = json!([]), "checks: must be a list of 1 to 256"),
        (|pack| pack["checks"] = json!({}), "checks: must be a list of 1 to 256"),
        (|pack| pack["owner"] = "me".into(), "owner: unknown member; known are pack, id"),
        (|pack| pack["checks"][0]["holds"] = Value::Null, "checks[0].holds: is missing"),
        (|pack| pack["checks"][0]["applies"] = Value::Null, "checks[0].applies: must be a condition"),
        (|pack| pack["checks"][0]["hold"] = "true".into(), "checks[0].hold: unknown member"),
        (|pack| pack["checks"][0]["meaning"] = "none".into(), "checks[0].meaning: must be a sentence"),
        (|pack| pack["checks"][0]["remedy"] = "a\nb.".into(), "checks[0].remedy: must be a sentence"),
        (|pack| pack["checks"][0]["severity"] = "high".into(), "checks[0].severity: must be note, warning"),
        (|pack| pack["checks"][0]["source"] = Value::Null, "checks[0].source: is missing"),
        (
            |pack| pack["checks"][0]["source"]["url"] = "http://a.example".into(),
            "source.url: must be an https",
        ),
        (|pack| pack["checks"][0]["source"]["page"] = 5.into(), "source.page: unknown member"),
        (
            |pack| {
                let same = pack["checks"][0].clone();
                pack["checks"].as_array_mut().unwrap().push(same);
            },
            "checks[1].id: is that of another check",
        ),
    ];
    for (change, said) in table {
        let refusal = refusal(&pack_with(change));
        assert!(refusal.starts_with("ours.json: ") && refusal.contains(said), "{refusal}");
    }
    for (text, said) in [
        ("", "not readable as JSON"),
        ("[]", "must be a JSON object"),
        ("{}", "pack: must be \"crm-pack/1\"; is this the right file?"),
        (r#"{"pack":"crm-pack/1","pack":"crm-pack/1"}"#, "not readable as JSON"),
    ] {
        assert!(Pack::read(text, "x").unwrap_err().to_string().contains(said), "{text}");
    }
}

#[test]
fn a_pack_has_its_bounds() {
    let with = |count: usize| {
        pack_with(|pack| {
            let checks = pack["checks"].as_array_mut().unwrap();
            let check = checks[0].clone();
            checks.clear();
            for at in 0..count {
                let mut check = check.clone();
                check["id"] = format!("c{at}").into();
                checks.push(check);
            }
        })
    };
    assert_eq!(Pack::read(&with(MAX_CHECKS).to_string(), "x").unwrap().checks.len(), MAX_CHECKS);
    assert!(refusal(&with(MAX_CHECKS + 1)).contains("checks: must be a list of 1 to 256 checks"));
    let padded = |spaces: usize| format!("{}{}", pack_with(|_| ()), " ".repeat(spaces));
    let room = (1 << 20) - padded(0).len();
    assert!(Pack::read(&padded(room), "x").is_ok());
    let error = Pack::read(&padded(room + 1), "x").unwrap_err();
    assert!(error.to_string().contains("is longer than 1 MiB"), "{error}");
    let condition = |length: usize| format!("seal.holds{}", " ".repeat(length - 10));
    assert!(
        Pack::read(
            &pack_with(|pack| pack["checks"][0]["holds"] = condition(MAX_CONDITION).into()).to_string(),
            "x"
        )
        .is_ok()
    );
    assert!(refusal_of(&condition(MAX_CONDITION + 1)).contains("is longer than 1024 bytes"));
}

/// A thread's 2 MiB are enough for the deepest condition, in a build without optimisation too.
#[test]
fn what_is_as_deep_as_can_be_is_read_and_decided_on_a_small_stack() {
    let judge = || {
        for condition in [
            format!("{}true{}", "(".repeat(8), ")".repeat(8)),
            format!("{}true", "!".repeat(22)),
            format!("true{}", " == true".repeat(22)),
            format!("suspicion.score{} > 0", "+1".repeat(21)),
            format!("true{}", " || true".repeat(127)),
            format!("{}true", "true ? true : ".repeat(10)),
            format!("claims.purpose.all(x, {}true{})", "(".repeat(7), ")".repeat(7)),
        ] {
            assert!(
                !matches!(outcome_of(None, &condition, &json!({"of": "sealed"})), Outcome::Undecided),
                "{condition}"
            );
        }
        for condition in
            ["!".repeat(192), "a.".repeat(500), "true?".repeat(190), "-1".repeat(190), "(".repeat(8)]
        {
            refusal_of(&condition);
        }
    };
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, judge).unwrap();
        thread.join().unwrap();
    });
}

const STACK: usize = 2 << 20;

// --- what is decided

fn outcome_of(applies: Option<&str>, holds: &str, case: &Value) -> Outcome {
    let pack = pack_with(|pack| {
        pack["checks"][0]["holds"] = holds.into();
        match applies {
            Some(applies) => pack["checks"][0]["applies"] = applies.into(),
            None => drop(pack["checks"][0].as_object_mut().unwrap().remove("applies")),
        }
    });
    let pack = Pack::read(&pack.to_string(), "x").unwrap_or_else(|error| panic!("{holds}: {error}"));
    let record = Record::of(case);
    let outcomes: Vec<_> = pack.judge(&record.facts()).collect();
    assert_eq!(outcomes.len(), 1);
    outcomes[0].1
}

#[test]
fn conditions_say_of_a_record_what_is_so() {
    let sealed = json!({"of": "sealed", "target": "sandbox", "suspicion": 60});
    for (condition, holds) in [
        ("true", true),
        ("seal.trust == \"verified\" && seal.origin == \"synthetic\"", true),
        ("class in [\"synthetic\", \"masked\"]", true),
        ("!(class in [\"synthetic\"])", false),
        ("size(claims.purpose) == 2 && claims.purpose.size() == 2", true),
        ("\"load-test\" in claims.purpose", true),
        ("claims.purpose.exists(x, x.startsWith(\"load\") && x.endsWith(\"test\"))", true),
        ("claims.purpose.all(item, item == \"x\")", false),
        ("[\"a\", \"b\"].all(x, !(x in claims.purpose))", true),
        ("claims.fieldOrigins[\"Description\"].contains(\"trained\")", true),
        ("\"Title\" in claims.fieldOrigins", false),
        ("claims.fieldOrigins.exists(name, name == \"Description\")", true),
        ("claims.retainUntil > now && now < claims.retainUntil", true),
        // The end of that day.
        ("claims.retainUntil == timestamp(\"2027-10-02T00:00:00Z\")", true),
        ("claims.retainUntil - claims.created > duration(\"8760h\")", true),
        ("claims.retainUntil - claims.created > duration(\"17520h\")", false),
        ("now + duration(\"1h30m5s\") - now == duration(\"5405s\")", true),
        ("now == timestamp(\"2026-12-01T00:00:00Z\")", true),
        ("claims.confidenceScore >= 0.98 && claims.confidenceScore < 1.0", true),
        ("suspicion.score >= 50 && suspicion.isRaised && \"reserved-domain\" in suspicion.grounds", true),
        ("target in seal.environments", true),
        ("target == null", false),
        ("uses.allowed.exists(use, use == \"scoring\") && size(uses.refused) == 0", true),
        ("record.file.startsWith(\"contacts/\") && record.object == \"Contact\"", true),
        ("seal.approvals + 1 == 2 && seal.witnesses > 0 && seal.inLog", true),
        ("(seal.holds ? suspicion.score : -1) == 60", true),
    ] {
        let outcome = outcome_of(None, condition, &sealed);
        assert_eq!(outcome, if holds { Outcome::Holds } else { Outcome::Fails }, "{condition}");
    }
}

#[test]
fn claims_are_seen_only_where_the_seal_holds() {
    for trust in touchmark::Trust::ALL {
        let case = json!({"of": "sealed", "verdict": {"trust": trust.code()}});
        let holds = matches!(trust.code(), "verified" | "verified-partial");
        let seen = outcome_of(None, "claims.responsibleEntity != null && size(claims.purpose) > 0", &case);
        assert_eq!(seen, if holds { Outcome::Holds } else { Outcome::Fails }, "{trust}");
        assert_eq!(outcome_of(None, "seal.holds", &case).is_finding(), !holds, "{trust}");
    }
}

#[test]
fn what_cannot_be_decided_is_never_a_pass() {
    let plain = json!({"of": "plain"});
    for condition in [
        // Nothing is kept until a day that nobody stated.
        "claims.retainUntil > now",
        "!(claims.retainUntil > now)",
        "claims.retainUntil <= now || claims.retainUntil > now",
        "claims.confidenceScore < 0.5",
        "claims.fieldOrigins[\"Title\"] != \"x\"",
        "seal.issuer.contains(\"x\")",
        "!seal.issuer.contains(\"x\")",
        "9223372036854775807 + suspicion.score + 1 > 0",
        "now + duration(\"2562047788015h\") + duration(\"2562047788015h\") > now",
    ] {
        assert_eq!(outcome_of(None, condition, &plain), Outcome::Undecided, "{condition}");
        // Neither is it a reason to leave a record out.
        assert_eq!(outcome_of(Some(condition), "true", &plain), Outcome::Undecided, "{condition}");
        assert_eq!(outcome_of(Some(condition), "false", &plain), Outcome::Undecided, "{condition}");
    }
    assert!(Outcome::Undecided.is_finding() && Outcome::Fails.is_finding());
    assert!(!Outcome::Holds.is_finding() && !Outcome::NotApplicable.is_finding());
}

/// A list that is longer than what is looked at is no list of which something could be said.
#[test]
fn a_list_that_is_too_long_is_not_decided_about() {
    for (count, decided) in [(MAX_ITEMS, true), (MAX_ITEMS + 1, false)] {
        let purposes: Vec<_> = (0..count).map(|at| format!("p{at}")).collect();
        let origins: Vec<_> = purposes.iter().map(|name| json!({"name": name, "origin": "x"})).collect();
        let case =
            json!({"of": "sealed", "verdict": {"claims": {"purpose": purposes, "fieldOrigins": origins}}});
        for condition in
            ["size(claims.purpose) > 0", "!(\"x\" in claims.purpose)", "!(\"x\" in claims.fieldOrigins)"]
        {
            let expected = if decided { Outcome::Holds } else { Outcome::Undecided };
            assert_eq!(outcome_of(None, condition, &case), expected, "{condition} {count}");
        }
    }
}

// --- the table of members

#[test]
fn members_are_sorted_and_each_is_of_its_kind_whatever_the_record() {
    assert!(MEMBERS.is_sorted_by(|one, other| one.name < other.name));
    let records = every_record();
    for member in MEMBERS {
        let name = member.name;
        let guard = if member.is_optional { format!("{name} == null || ") } else { String::new() };
        // One that is not of its kind could not be asked this, and is undecided.
        let ask = match member.kind {
            Kind::Flag => format!("{guard}{name} || !{name}"),
            Kind::Count => format!("{guard}{name} >= 0"),
            Kind::Number => format!("{guard}{name} > -1.0"),
            Kind::Text | Kind::Code(_) => format!("{guard}{name}.contains(\"\")"),
            Kind::Texts | Kind::CodeList(_) => {
                format!("size({name}) >= 0 && {name}.all(x, x.contains(\"\"))")
            }
            Kind::Map => format!("size({name}) >= 0 && {name}.all(x, {name}[x].contains(\"\"))"),
            Kind::Time => format!("{guard}{name} > timestamp(\"0000-01-01T00:00:00Z\")"),
        };
        let pack = pack_with(|pack| {
            pack["checks"][0]["applies"] = "true".into();
            pack["checks"][0]["holds"] = ask.clone().into();
        });
        let pack = Pack::read(&pack.to_string(), name).unwrap_or_else(|error| panic!("{ask}: {error}"));
        for record in &records {
            assert_eq!(pack.checks[0].judge(&record.facts()), Outcome::Holds, "{ask}");
        }
        // What may be null is null for some record, and what may not is refused where it is compared with null.
        let is_null = pack_with(|pack| pack["checks"][0]["holds"] = format!("{name} != null").into());
        assert_eq!(Pack::read(&is_null.to_string(), name).is_ok(), member.is_optional, "{name}");
    }
}

#[test]
fn docs_have_every_member_as_the_code_has_it() {
    let docs = std::fs::read_to_string(room("../docs/packs.md")).unwrap();
    let row = |line: &str| -> Vec<String> { line.split('|').map(|cell| cell.trim().to_owned()).collect() };
    let members = docs.split("## What conditions see").nth(1).unwrap().split("\n## ").next().unwrap();
    let documented: Vec<_> = members.lines().filter(|line| line.starts_with("| `")).map(row).collect();
    let expected: Vec<_> = MEMBERS
        .iter()
        .map(|member| {
            let kind = match member.kind {
                Kind::Flag => "true or false",
                Kind::Count => "whole number",
                Kind::Number => "number",
                Kind::Text => "text",
                Kind::Code(_) => "code",
                Kind::Texts => "texts",
                Kind::CodeList(_) => "codes",
                Kind::Map => "texts by name",
                Kind::Time => "time",
            };
            let kind = if member.is_optional { format!("{kind} or null") } else { kind.to_owned() };
            row(&format!("| `{}` | {kind} | {} |", member.name, member.meaning))
        })
        .collect();
    if documented != expected {
        let rows: Vec<_> = expected.iter().map(|row| row.join(" | ")).collect();
        panic!("docs/packs.md should have\n{}", rows.join("\n"));
    }
    let packs = docs.split("## The packs that ship").nth(1).unwrap();
    let listed: Vec<_> = packs.lines().filter(|line| line.starts_with("| `")).map(row).collect();
    let expected: Vec<_> = Pack::all_shipped()
        .iter()
        .map(|pack| row(&format!("| `{}` | {} | {} |", pack.id, pack.title, pack.checks.len())))
        .collect();
    assert_eq!(listed, expected);
}

#[test]
fn the_packs_in_the_docs_are_read() {
    let docs = std::fs::read_to_string(room("../docs/packs.md")).unwrap();
    let snippets: Vec<_> =
        docs.split("```json pack\n").skip(1).map(|rest| rest.split("```").next().unwrap()).collect();
    assert!(!snippets.is_empty());
    for text in snippets {
        Pack::read(text, "docs/packs.md").unwrap_or_else(|error| panic!("{error}"));
    }
}

// --- the schema

#[test]
fn the_schema_and_the_reader_are_of_one_mind() {
    let schema = Schema::load("pack");
    for id in SHIPPED {
        assert_eq!(schema.faults(&serde_json::from_str(&shipped_text(id)).unwrap()), [""; 0], "{id}");
    }
    let (mut refused, mut read) = (0, 0);
    for (how, changed) in changed(&pack_with(|_| ())) {
        let result = Pack::read(&changed.to_string(), "x");
        // What a condition says, a schema cannot tell.
        let is_condition = result.as_ref().is_err_and(|error| error.problem.starts_with("owner: "));
        assert!(is_condition || schema.accepts(&changed) == result.is_ok(), "{how}: {result:?}");
        *if result.is_ok() { &mut read } else { &mut refused } += 1;
    }
    assert!(refused > 80 && read > 0, "{refused} {read}");
}

#[test]
fn the_numbers_of_the_schema_are_those_of_the_code() {
    let path = touchmark_tests::schema::path("pack");
    let mut schema: Value = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
    schema["properties"]["checks"]["maxItems"] = MAX_CHECKS.into();
    schema["$defs"]["condition"]["maxLength"] = MAX_CONDITION.into();
    hold_to(&path, &format!("{schema:#}\n"));
}

// --- whatever is written

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    /// Whatever a condition is made of, reading it ends and says what is wrong; what is read is decided or not, and that ends too.
    #[test]
    fn any_condition_is_read_or_refused(words in prop::collection::vec(prop::sample::select(WORDS.to_vec()), 1..40)) {
        let condition = words.join(" ");
        let pack = pack_with(|pack| pack["checks"][0]["holds"] = condition.clone().into());
        match Pack::read(&pack.to_string(), "x") {
            Err(error) => prop_assert!(!error.problem.is_empty()),
            Ok(pack) => for case in [json!({"of": "sealed"}), json!({"of": "plain"})] {
                pack.checks[0].judge(&Record::of(&case).facts());
            }
        }
    }

    #[test]
    fn any_text_is_no_condition_that_panics(condition in "\\PC{0,80}") {
        let pack = pack_with(|pack| pack["checks"][0]["holds"] = condition.clone().into());
        let _ = Pack::read(&pack.to_string(), "x");
    }

    #[test]
    fn any_text_is_a_pack_or_is_refused(text in "\\PC{0,200}") {
        prop_assert!(Pack::read(&text, "x").is_err());
    }
}

const WORDS: [&str; 48] = [
    "seal.holds",
    "claims.purpose",
    "claims.retainUntil",
    "now",
    "claims.fieldOrigins",
    "suspicion.score",
    "seal.trust",
    "claims.confidenceScore",
    "target",
    "x",
    "true",
    "false",
    "null",
    "1",
    "-1",
    "0.5",
    "9223372036854775807",
    "\"verified\"",
    "\"a\"",
    "'b'",
    "[",
    "]",
    "(",
    ")",
    "{",
    "}",
    ",",
    ".",
    "?",
    ":",
    "&&",
    "||",
    "!",
    "==",
    "!=",
    "<",
    ">=",
    "+",
    "-",
    "in",
    ".all(x,",
    ".exists(x,",
    "size(",
    ".contains(",
    "duration(\"1h\")",
    "timestamp(\"2026-12-01T00:00:00Z\")",
    ".size()",
    "has(",
];

/// Threads share packs.
#[test]
fn packs_go_to_other_threads() {
    fn assert_shared<T: Send + Sync>() {}
    assert_shared::<Pack>();
    assert_shared::<Facts<'_>>();
}
