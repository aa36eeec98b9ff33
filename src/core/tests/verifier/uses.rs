//! The table of `docs/uses.md`, held to the code over every combination of what a verdict can say and a policy can ask.

use std::collections::BTreeMap;

use serde_json::json;
use touchmark::{
    Answer, Claims, Decision, Flag, Origin, Policy, Reason, ReasonCode, Timestamp, Trust, UseReason, Verdict,
};
use touchmark_tests::{Case, room};

/// The rows of the table, in its order: the reason, and what it comes to.
fn table() -> Vec<(UseReason, Answer)> {
    let text = std::fs::read_to_string(room("../docs/uses.md")).unwrap();
    let rows = text.lines().filter_map(|line| {
        let cells: Vec<&str> = line.split('|').map(|cell| cell.trim().trim_matches('`')).collect();
        let [_, reason, _, answer, _] = cells[..] else { return None };
        Some((UseReason::from_code(reason)?, Answer::from_code(answer).unwrap()))
    });
    rows.collect()
}

/// What a policy says of the use `scoring`, which issuers call `c1`.
#[derive(Clone, Copy, Debug)]
struct Rule {
    origins: &'static [Origin],
    unsealed: Option<&'static str>,
    environments: &'static [&'static str],
    is_strict: bool,
    oversight: bool,
    accepts_unknown_status: bool,
}

impl Rule {
    fn policy(&self) -> Policy {
        let origins: Vec<_> = self.origins.iter().map(|origin| origin.code()).collect();
        let mut rule =
            json!({"origins": origins, "codes": ["c1"], "owner": "Risk", "oversight": self.oversight});
        if let Some(unsealed) = self.unsealed {
            rule["unsealed"] = unsealed.into();
        }
        if !self.environments.is_empty() {
            rule["environments"] = self.environments.into();
        }
        if self.is_strict {
            rule["purposes"] = "strict".into();
        }
        let policy = json!({"policy": "crm-policy/1", "tenant": "any", "environment": "sandbox", "acceptUnknownStatus": self.accepts_unknown_status, "uses": {"scoring": rule}});
        Policy::from_json(&policy.to_string()).unwrap()
    }
}

/// What each row says, in the words of the document and from nothing that the code has.
fn applies(reason: UseReason, verdict: &Verdict, rule: &Rule) -> bool {
    use Trust::*;
    let claims = verdict.claims.as_ref();
    let states = |list: &[String], is: fn(&str, &str) -> bool| {
        list.iter().any(|code| ["scoring", "c1"].iter().any(|name| is(code, name)))
    };
    let purposes = claims.map(|claims| claims.purpose.clone()).unwrap_or_default();
    let unsealed = [Unsealed, DeclaredUnsigned].contains(&verdict.trust);
    let recorded = verdict.origin == Origin::Recorded;
    match reason {
        UseReason::UseNotNamed => false,
        UseReason::UseProhibited => {
            claims.is_some_and(|claims| states(&claims.prohibited_use, |a, b| a.eq_ignore_ascii_case(b)))
        }
        UseReason::OriginNotListed => match (verdict.origin, verdict.claimed_origin) {
            (Origin::Unknown, None) => false,
            (Origin::Unknown, Some(origin)) | (origin, _) => !rule.origins.contains(&origin),
        },
        UseReason::SealFails => {
            [Malformed, Invalid, Revoked, Superseded, WrongRecord, WrongEnvironment, MissingExpectedSeal]
                .contains(&verdict.trust)
                || verdict.trust == Altered && !recorded
        }
        UseReason::RecordChanged => verdict.trust == Altered && recorded,
        UseReason::Flagged => verdict.flags.iter().any(|flag| match flag {
            Flag::RetentionPassed | Flag::ClaimsMissing => false,
            Flag::StatusUnknown => !rule.accepts_unknown_status,
            _ => true,
        }),
        UseReason::NotProved => [Unchecked, Unsupported, UntrustedIssuer, Expired, NotYetValid, Unapproved]
            .contains(&verdict.trust),
        UseReason::UnsealedRefused => unsealed && rule.unsealed == Some("refuse"),
        UseReason::UnsealedUnknown => unsealed && !matches!(rule.unsealed, Some("refuse" | "allow")),
        UseReason::EnvironmentNotListed => {
            !rule.environments.is_empty() && !rule.environments.contains(&"sandbox")
        }
        UseReason::RetentionPassed => verdict.flags.contains(&Flag::RetentionPassed),
        UseReason::OtherPurposes => {
            rule.is_strict && !purposes.is_empty() && !states(&purposes, |a, b| a == b)
        }
        UseReason::GrantMissing => rule.oversight,
        // Of a grant only a check knows: `grants.rs`.
        UseReason::GrantNotTrusted
        | UseReason::GrantRevoked
        | UseReason::GrantOutOfScope
        | UseReason::GrantNotInForce => false,
        UseReason::ClaimsMissing => verdict.flags.contains(&Flag::ClaimsMissing),
        // It is what is left where no other row applies.
        UseReason::NotClean => false,
        _ => panic!("{reason} stands in no row"),
    }
}

/// Clean for the use, as profile §5 says it.
fn is_clean(verdict: &Verdict, rule: &Rule) -> bool {
    if verdict.flags.iter().any(|flag| *flag != Flag::StatusUnknown) {
        return false;
    }
    match verdict.trust {
        Trust::Verified => rule.origins.contains(&verdict.origin),
        Trust::Unsealed => rule.unsealed == Some("allow"),
        _ => false,
    }
}

fn verdicts() -> Vec<Verdict> {
    let now = Timestamp::parse("2026-11-21T09:00:00Z").unwrap();
    let flag_sets: Vec<Vec<Flag>> = [vec![]]
        .into_iter()
        .chain(Flag::ALL.iter().map(|flag| vec![*flag]))
        .chain([vec![Flag::StatusUnknown, Flag::ClaimsMissing], vec![Flag::RetentionPassed, Flag::TestKey]])
        .collect();
    let claims = |purpose: &[&str], prohibited: &[&str]| Claims {
        purpose: purpose.iter().map(|code| (*code).to_owned()).collect(),
        prohibited_use: prohibited.iter().map(|code| (*code).to_owned()).collect(),
        ..Claims::default()
    };
    let mut stated = vec![None];
    for purpose in [&[][..], &["scoring"], &["c1", "x"], &["SCORING"], &["x"]] {
        for prohibited in [&[][..], &["x"], &["Scoring"], &["C1"]] {
            stated.push(Some(claims(purpose, prohibited)));
        }
    }
    let mut verdicts = Vec::new();
    for trust in Trust::ALL {
        for origin in Origin::ALL {
            let claimed: &[Option<Origin>] = if *origin == Origin::Unknown {
                &[None, Some(Origin::Synthetic), Some(Origin::Masked)]
            } else {
                &[None]
            };
            for (claimed, flags) in
                claimed.iter().flat_map(|one| flag_sets.iter().map(move |flags| (one, flags)))
            {
                for claims in &stated {
                    let reason = Reason { code: ReasonCode::NoSeal, detail: None };
                    let mut verdict = Verdict::unchecked(reason, "sandbox", now);
                    if *trust == Trust::Verified {
                        verdict.reasons.clear();
                    }
                    (verdict.trust, verdict.origin, verdict.claimed_origin) = (*trust, *origin, *claimed);
                    (verdict.flags, verdict.claims) = (flags.clone(), claims.clone());
                    verdicts.push(verdict);
                }
            }
        }
    }
    verdicts
}

#[test]
fn the_document_has_every_reason_and_what_it_comes_to() {
    let table = table();
    assert_eq!(table.iter().map(|(reason, _)| *reason).collect::<Vec<_>>(), UseReason::ALL);
    for (reason, answer) in table {
        assert_eq!(reason.answer(), answer, "{reason}");
    }
}

#[test]
fn every_combination_is_decided_as_the_table_says() {
    let table = table();
    let all = verdicts();
    let mut met: BTreeMap<UseReason, usize> = BTreeMap::new();
    let mut allowed = 0;
    for origins in [&[Origin::Recorded][..], &[Origin::Synthetic, Origin::Masked]] {
        for unsealed in [None, Some("allow"), Some("refuse"), Some("unknown")] {
            for (environments, is_strict, oversight, accepts_unknown_status) in [
                (&[][..], false, false, true),
                (&["sandbox", "staging"], true, false, false),
                (&["production"], false, false, false),
                (&[], true, true, true),
            ] {
                let rule =
                    Rule { origins, unsealed, environments, is_strict, oversight, accepts_unknown_status };
                let policy = rule.policy();
                for verdict in &all {
                    let mut expected: Vec<_> = table
                        .iter()
                        .copied()
                        .filter(|(reason, _)| applies(*reason, verdict, &rule))
                        .collect();
                    if expected.is_empty() && !is_clean(verdict, &rule) {
                        expected.extend(
                            table.iter().copied().filter(|(reason, _)| *reason == UseReason::NotClean),
                        );
                    }
                    let strictest =
                        expected.iter().map(|(_, answer)| *answer).max().unwrap_or(Answer::Allowed);
                    let Decision { answer, reasons, owner, .. } = policy.decide(verdict, "scoring");
                    assert_eq!(
                        reasons,
                        expected.iter().map(|(reason, _)| *reason).collect::<Vec<_>>(),
                        "{verdict:?} {rule:?}"
                    );
                    assert_eq!((answer, owner.as_deref()), (strictest, Some("Risk")));
                    allowed += usize::from(answer == Answer::Allowed);
                    for reason in reasons {
                        *met.entry(reason).or_default() += 1;
                    }
                }
            }
        }
    }
    assert!(allowed > 100, "{allowed}");
    let of_grants =
        |reason: &UseReason| reason.code().starts_with("grant-") && *reason != UseReason::GrantMissing;
    let unmet: Vec<_> =
        UseReason::ALL.iter().filter(|reason| !met.contains_key(reason) && !of_grants(reason)).collect();
    assert_eq!(unmet, [&UseReason::UseNotNamed], "{met:?}");
}

#[test]
fn a_use_that_nobody_named_is_refused() {
    let case = Case::load("full-view");
    let verdict = case.verify(&case.seal);
    assert_eq!(verdict.trust, Trust::Verified);
    let decision = verdict.may_be_used("scoring");
    assert_eq!((decision.answer, decision.reasons), (Answer::Refused, vec![UseReason::UseNotNamed]));
    let reason = Reason { code: ReasonCode::EngineUnavailable, detail: None };
    let unchecked = Verdict::unchecked(reason, "sandbox", case.now);
    assert_eq!(unchecked.may_be_used("scoring").answer, Answer::Unknown, "there is no policy to ask");
}

/// Whatever became of the check, the verdict says for what the record may be used, and goes through JSON with it.
#[test]
fn every_verdict_of_a_check_has_the_answers_of_its_policy() {
    for (id, mut case) in Case::all() {
        case.policy["uses"] = json!({
            "a": {"origins": ["recorded"]},
            "testing": {"origins": ["synthetic"], "codes": ["non-ai-staging"], "owner": "QA"},
        });
        let verdict = case.verify(&case.seal);
        let policy = Policy::from_json(&case.policy.to_string()).unwrap();
        assert_eq!(verdict.uses.len(), 2, "{id}");
        for decision in &verdict.uses {
            assert_eq!(*decision, policy.decide(&verdict, &decision.name), "{id}");
            assert_eq!(*decision, verdict.may_be_used(&decision.name));
        }
    }
}

fn with_claim(name: &str, value: &serde_json::Value) -> Verdict {
    let mut case = Case::load("full-view");
    case.policy["uses"] =
        json!({"scoring": {"origins": ["synthetic"], "codes": ["c1"], "purposes": "strict"}});
    let (key, created) = (touchmark_tests::sealing::key(), case.now);
    case.sign_anew(&key, created, |vc| {
        let provenance = &mut vc["credentialSubject"]["provenance"];
        provenance["purpose"] = json!(["scoring"]);
        provenance["prohibitedUse"] = json!([]);
        provenance[name] = value.clone();
    });
    case.verify(&case.seal)
}

/// A signed "no" is heard however it is written; what cannot be read as a list of codes is never read as "yes".
#[test]
fn a_prohibition_is_heard_however_it_is_written() {
    let answer = |name: &str, value| with_claim(name, &value).may_be_used("scoring").answer;
    assert_eq!(answer("prohibitedUse", json!(null)), Answer::Allowed);
    assert_eq!(answer("prohibitedUse", json!(["other"])), Answer::Allowed);
    for said in [
        json!(["scoring"]),
        json!(["x", "C1"]),
        json!("scoring"),
        json!([" Scoring "]),
        json!(["scoring\n"]),
        json!(["sco\u{200b}ring"]),
        json!([{"id": "scoring"}]),
        json!([["scoring"]]),
        json!({"@list": ["scoring"]}),
        json!(5),
    ] {
        assert_eq!(answer("prohibitedUse", said.clone()), Answer::Refused, "{said}");
    }
    for said in [
        json!("other"),
        json!(["other"]),
        json!(["SCORING"]),
        json!([{"id": "other"}]),
        json!({"a": "scoring"}),
    ] {
        assert_eq!(answer("purpose", said.clone()), Answer::Refused, "{said}");
    }
    for said in [json!("c1"), json!([" c1 "]), json!(["other", "scoring"])] {
        assert_eq!(answer("purpose", said.clone()), Answer::Allowed, "{said}");
    }
}

#[test]
fn a_policy_that_could_be_read_in_two_ways_is_refused() {
    let long = "x".repeat(257);
    let many: serde_json::Map<_, _> =
        (0..257).map(|at| (format!("u{at}"), json!({"origins": ["recorded"]}))).collect();
    for (uses, expected) in [
        (json!({"": {"origins": ["recorded"]}}), "policy: uses: must be 1 to 256"),
        (
            json!({"credit scoring": {"origins": ["recorded"]}}),
            "policy: uses.credit scoring: must be 1 to 256",
        ),
        (json!({"\u{dc}ber": {"origins": ["recorded"]}}), "policy: uses.\u{dc}ber: must be 1 to 256"),
        (
            json!({"a": {"origins": ["recorded"], "codes": ["b\u{200b}"]}}),
            "policy: uses.a.codes[0]: must be 1 to 256",
        ),
        (
            json!({"a": {"origins": ["recorded"], "codes": [long]}}),
            "policy: uses.a.codes[0]: must be 1 to 256",
        ),
        (
            json!({"a": {"origins": ["recorded"], "owner": "\u{202e}"}}),
            "policy: uses.a.owner: must be a name",
        ),
        (json!({"a": {"origins": []}}), "policy: uses.a.origins: lists nothing"),
        (json!({"a": {"origins": ["unknown"]}}), "policy: uses.a.origins[0]: must be an origin"),
        (
            json!({"a": {"origins": ["recorded"], "oversite": true}}),
            "policy: uses.a.oversite: unknown member",
        ),
        (json!({"a": {}}), "policy: uses.a.origins: is missing"),
        (json!({"a": null}), "policy: uses.a: must be an object"),
        (json!(many), "policy: uses: names too many"),
    ] {
        let policy = json!({"policy": "crm-policy/1", "tenant": "any", "environment": "any", "uses": uses});
        let error = Policy::from_json(&policy.to_string()).unwrap_err().to_string();
        assert!(error.starts_with(expected), "{error}");
    }
}

/// What is read back is what was decided, or nothing.
#[test]
fn an_answer_that_its_reasons_do_not_give_is_not_read() {
    let verdict = with_claim("purpose", &json!(["other"]));
    let text = verdict.to_json();
    assert_eq!(touchmark::jcs::to_string(&touchmark::json::parse(&text).unwrap()), text);
    let parsed: serde_json::Value = serde_json::from_str(&text).unwrap();
    for uses in [
        json!({"scoring": {"answer": "allowed", "reasons": ["other-purposes"]}}),
        json!({"scoring": {"answer": "refused", "reasons": []}}),
        json!({"scoring": {"answer": "refused", "reasons": ["other-purposes", "other-purposes"]}}),
        json!({"scoring": {"answer": "refused", "reasons": ["grant-missing", "other-purposes"]}}),
        json!({"scoring": {"answer": "maybe", "reasons": []}}),
        json!({"scoring": "refused"}),
    ] {
        let mut other = parsed.clone();
        other["uses"] = uses.clone();
        assert!(Verdict::assume_checked(&other.to_string()).is_err(), "{uses}");
    }
}

/// What is said of decisions: one sentence for each reason, whom to ask, and what to do.
#[test]
fn decisions_are_told_and_put_together() {
    let policy = Policy::from_json(
        r#"{"policy":"crm-policy/1","tenant":"any","environment":"sandbox","uses":{
            "scoring":{"origins":["recorded"],"unsealed":"allow","environments":["sandbox"],"owner":"Risk"}}}"#,
    )
    .unwrap();
    let all = verdicts();
    let decided = |trust, origin| {
        let verdict = all.iter().find(|one| (one.trust, one.origin) == (trust, origin)).unwrap();
        policy.decide(verdict, "scoring")
    };
    let allowed = decided(Trust::Verified, Origin::Recorded);
    let said = allowed.account();
    assert_eq!((said.answer.key.as_str(), said.reasons.len(), said.next), ("use.allowed", 0, None));
    let (unknown, refused) =
        (decided(Trust::Altered, Origin::Recorded), decided(Trust::Invalid, Origin::Unknown));
    assert_eq!((unknown.answer, refused.answer), (Answer::Unknown, Answer::Refused));
    let together = unknown.clone().and(&allowed).and(&refused).and(&unknown);
    assert_eq!(together.reasons, [UseReason::SealFails, UseReason::RecordChanged]);
    assert_eq!((together.answer, together.owner.as_deref()), (Answer::Refused, Some("Risk")));
    assert_eq!(
        together.account_to_json(),
        concat!(
            r#"{"decision":{"answer":"refused","owner":"Risk","reasons":["seal-fails","record-changed"]},"#,
            r#""said":{"answer":{"arguments":[],"key":"use.refused"},"#,
            r#""next":{"arguments":[],"key":"use.next.refused"},"#,
            r#""owner":{"arguments":[{"name":"owner","text":"Risk"}],"key":"use.owner"},"#,
            r#""question":{"arguments":[{"name":"purpose","text":"scoring"}],"key":"use.question"},"#,
            r#""reasons":[{"arguments":[],"key":"use.reason.seal-fails"},"#,
            r#"{"arguments":[],"key":"use.reason.record-changed"}]}}"#
        )
    );
    let next = policy.decide(&all[0], "other").account().next.unwrap();
    assert_eq!(next.key, "use.next.use-not-named");
}
