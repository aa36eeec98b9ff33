//! What a badge and its details say, over every combination of what a verdict may hold: nothing that is said, ticked or
//! advised contradicts anything else that is said.

// Clippy takes helper functions of a test file for library code.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod verdicts;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use leptos::prelude::*;
use touchmark::{
    Claims, Declared, Field, FieldState, Flag, Group, Issuer, IssuerStanding, Level, Origin, Reason,
    ReasonCode, SealRef, Trust, Verdict,
};
use touchmark_components::{
    Badge, BadgeProps, Details, DetailsProps, Language, Lineage, LineageProps, Watermark, WatermarkProps,
    plain_text,
};
use touchmark_words::{fill, look_up, sentence, text, within_sentence};

use verdicts::{attribute, says, verdict, visible, with};

fn badge(verdict: &Verdict, interactive: bool) -> String {
    let verdict = Some(Arc::new(verdict.clone()));
    Owner::new()
        .with(|| Badge(BadgeProps::builder().verdict(verdict).interactive(interactive).build()).to_html())
}

fn details(verdict: &Verdict) -> String {
    let verdict = Some(Arc::new(verdict.clone()));
    Owner::new().with(|| Details(DetailsProps::builder().verdict(verdict).build()).to_html())
}

fn english(key: &str) -> &'static str {
    let found = text(Language::En, key);
    assert_ne!(found, touchmark_words::MISSING, "{key}");
    found
}

fn reason(code: ReasonCode) -> Reason {
    Reason { code, detail: None }
}

fn issuer() -> Issuer {
    Issuer {
        id: "did:key:z6Mk".to_owned(),
        name: Some("Example Bank plc".to_owned()),
        verification_method: "did:key:z6Mk#z6Mk".to_owned(),
    }
}

/// Every trust × origin × flags × claim; the findings and the purpose that change what is said, where they do.
fn every_verdict() -> Vec<Verdict> {
    const CLAIMS: &[Option<Origin>] = &[
        None,
        Some(Origin::Synthetic),
        Some(Origin::AiGenerated),
        Some(Origin::AiModified),
        Some(Origin::Masked),
    ];
    let mut all = Vec::new();
    for &trust in Trust::ALL {
        for &origin in Origin::ALL {
            let base = || {
                with(verdict(trust, origin), |it| {
                    it.issuer = Some(issuer());
                    it.claims = Some(Claims::default());
                    it.environment_sealed = vec!["sandbox".to_owned()];
                    it.environment_expected = "production".to_owned();
                })
            };
            let none_one_or_all = std::iter::once(Vec::new())
                .chain(Flag::ALL.iter().map(|flag| vec![*flag]))
                .chain([Flag::ALL.to_vec()]);
            for flags in none_one_or_all {
                // Only where nothing is known of the origin is one claimed.
                for &claimed_origin in if origin == Origin::Unknown { CLAIMS } else { &CLAIMS[..1] } {
                    all.push(with(base(), |it| {
                        it.flags = flags.clone();
                        it.claimed_origin = claimed_origin;
                    }));
                }
                if matches!(trust, Trust::Verified | Trust::VerifiedPartial) {
                    let claims = Claims { purpose: vec!["non-ai-staging".to_owned()], ..Claims::default() };
                    all.push(with(base(), |it| {
                        it.flags = flags.clone();
                        it.claims = Some(claims);
                    }));
                }
            }
            // Where a seal is verified, nothing was found.
            for found in [
                &[ReasonCode::KeyRevoked][..],
                &[ReasonCode::TrustBundleExpired],
                &[ReasonCode::TrustBundleRefused, ReasonCode::SealExpected],
                &[ReasonCode::SealNotShown],
                &[ReasonCode::RecordUnreadable],
            ] {
                if trust != Trust::Verified {
                    let reasons = found.iter().copied().map(reason).collect();
                    all.push(with(base(), |it| {
                        it.reasons = reasons;
                    }));
                }
            }
        }
    }
    all
}

/// Every drawing within some HTML.
fn shapes(html: &str) -> Vec<&str> {
    html.split("<svg").skip(1).filter_map(|rest| rest.split_once("</svg>")).map(|(svg, _)| svg).collect()
}

/// What is drawn and what is written in a part of a badge.
fn part<'a>(html: &'a str, name: &str) -> Option<(&'a str, String)> {
    let (_, rest) = html.split_once(&format!("part=\"{name}\""))?;
    let inside = rest.split("touchmark-segment").next()?;
    Some((
        *shapes(inside).first()?,
        visible(inside.split_once("</svg>")?.1).trim_matches([' ', '·']).to_owned(),
    ))
}

/// The ticks of the set: a seal that holds.
fn tick() -> String {
    let html = badge(&verdict(Trust::Verified, Origin::Synthetic), false);
    part(&html, "trust").unwrap().0.to_owned()
}

/// Where what is drawn beside the state says that all is well.
fn assurances(html: &str, tick: &str) -> Vec<&'static str> {
    let mut found = Vec::new();
    if shapes(html).contains(&tick) {
        found.push("tick");
    }
    if html.contains("touchmark-tone-valid") {
        found.push("green");
    }
    for key in ["next.verified", "next.verified-purpose"] {
        if says(&visible(html), key) {
            found.push("advice");
        }
    }
    found
}

#[test]
fn nothing_that_is_said_contradicts_what_stands_against_it() {
    let tick = tick();
    for verdict in every_verdict() {
        let said = verdict.disclose();
        let (html, panel) = (badge(&verdict, false), details(&verdict));
        let case = format!("{} {} {:?} {:?}", verdict.trust, verdict.origin, verdict.flags, verdict.reasons);

        let is_clear = verdict.flags.is_empty() && said.level <= Level::Notice;
        if is_clear {
            assert!(!said.next.contains("flag"), "{case}");
        } else if !verdict.flags.is_empty() {
            assert_eq!(assurances(&html, &tick), [""; 0], "badge of {case}");
            assert_eq!(assurances(&panel, &tick), [""; 0], "details of {case}");
        } else {
            // Of a seal that holds and tells no origin, no flag says so here: the verifier never leaves it out.
            let found = assurances(&panel, &tick);
            assert!(!found.contains(&"tick") && !found.contains(&"green"), "details of {case}");
        }
        // Only an issuer that is recognised is ticked.
        let is_recognised = said.issuer == Some(IssuerStanding::Recognised);
        let head = panel.split("touchmark-issuer").nth(1).unwrap().split("touchmark-section").next().unwrap();
        assert_eq!(shapes(head)[0] == tick, is_recognised && is_clear, "{case}");
        assert_eq!(
            visible(head).contains("Example Bank plc"),
            matches!(said.issuer, Some(IssuerStanding::Recognised | IssuerStanding::Withdrawn)),
            "only the trust list names anybody: {case}"
        );
        assert!(
            visible(head).contains(english(&format!("details.issuer-{}", said.issuer.unwrap()))),
            "{case}"
        );

        // Every flag is told, and what to do about it.
        let words = visible(&panel);
        for flag in &verdict.flags {
            for key in [format!("flag.{flag}"), format!("next.flag.{flag}")] {
                assert!(says(&words, &key), "{key} for {case}");
            }
        }
        assert!(says(&words, &said.next), "{case}");
        // Leave to rely on some fields stands beside nothing that says to rely on none.
        let is_in_part = verdict.trust == Trust::VerifiedPartial && verdict.flags.is_empty();
        assert_eq!(words.contains("Rely only on"), is_in_part, "{case}");
        let has_purpose = !verdict.claims.as_ref().unwrap().purpose.is_empty();
        assert!(has_purpose || !words.contains(english("details.purpose")), "{case}");
        assert!(has_purpose || said.next != "next.verified-purpose", "{case}");
        assert!(!words.contains('{') && !visible(&html).contains('{'), "a placeholder is left: {words}");
    }
}

#[test]
fn the_gate_on_assurances_turns_red() {
    let tick = tick();
    let good = verdict(Trust::Verified, Origin::Synthetic);
    assert_eq!(assurances(&details(&good), &tick), ["tick", "green", "advice"]);
}

#[test]
fn a_badge_says_origin_trust_claim_and_attention_in_that_order() {
    for verdict in every_verdict() {
        let said = verdict.disclose();
        let environment = said.environment.clone().unwrap_or_default();
        let trust = fill(english(&said.trust), &[("environment", &environment)]);
        let origin = said.origin.as_deref().map(|key| english(key).to_owned());
        let claim = said.claim.as_deref().map(|key| english(key).to_owned());
        let flagged = (!verdict.flags.is_empty()).then(|| english("badge.flagged").to_owned());
        let trust_shown = if origin.is_some() { trust.clone() } else { sentence(&trust) };
        let parts: Vec<String> = [origin.clone(), Some(trust_shown), claim.clone(), flagged.clone()]
            .into_iter()
            .flatten()
            .collect();
        assert_eq!(visible(&badge(&verdict, false)), parts.join(" · "));
        assert!(plain_text(&verdict, Language::En).starts_with(&parts.join(" · ")));

        let origin = said.origin.as_deref().and_then(|key| look_up(Language::En, key));
        let spoken: Vec<String> = [
            origin.map(|text| format!("Origin: {}.", within_sentence(text))),
            Some(format!("{}.", sentence(&trust))),
            claim.map(|claim| format!("{}.", sentence(&claim))),
            flagged.map(|flagged| format!("{}.", sentence(&flagged))),
            Some("Details".to_owned()),
        ]
        .into_iter()
        .flatten()
        .collect();
        assert_eq!(attribute(&badge(&verdict, true), "aria-label"), Some(spoken.join(" ").as_str()));
    }
}

#[test]
fn what_cannot_be_trusted_keeps_its_claim() {
    let said = |trust, claimed| {
        let verdict = with(verdict(trust, Origin::Unknown), |it| {
            it.claimed_origin = Some(claimed);
        });
        let watermark = Owner::new().with(|| {
            let verdict = Some(Arc::new(verdict.clone()));
            visible(&Watermark(WatermarkProps::builder().verdict(verdict).build()).to_html())
        });
        let panel = visible(&details(&verdict));
        let line = visible(&badge(&verdict, false));
        assert!(watermark.ends_with(&line), "{watermark}");
        assert!(panel.contains("That is not confirmed here."), "{panel}");
        line
    };
    assert_eq!(said(Trust::Unchecked, Origin::Synthetic), "Could not check · said to be synthetic");
    assert_eq!(said(Trust::Invalid, Origin::Masked), "Signature invalid · said to be masked");
    assert_eq!(said(Trust::MissingExpectedSeal, Origin::Synthetic), "Seal missing · said to be synthetic");
    assert_eq!(
        said(Trust::UntrustedIssuer, Origin::AiModified),
        "Issuer not recognised · said to be AI-modified"
    );
}

#[test]
fn a_test_record_in_production_says_where_it_belongs() {
    let moved = |sealed: &[&str]| {
        with(verdict(Trust::WrongEnvironment, Origin::Synthetic), |it| {
            it.environment_sealed = sealed.iter().map(|&name| name.to_owned()).collect();
            it.environment_expected = "production".to_owned();
        })
    };
    assert_eq!(visible(&badge(&moved(&["sandbox"]), false)), "Synthetic data · sealed for sandbox");
    assert_eq!(
        visible(&badge(&moved(&["dev", "sandbox"]), false)),
        "Synthetic data · sealed for dev, sandbox"
    );
    assert_eq!(visible(&badge(&moved(&[]), false)), "Synthetic data · sealed for another environment");
    assert!(visible(&badge(&moved(&["{environment}"]), false)).ends_with("sealed for {environment}"));
}

/// Groups that look or read like another: by the shape and the words of their state.
fn lookalikes(states: &[(Group, String, String)]) -> Vec<String> {
    let mut by: BTreeMap<&str, BTreeSet<Group>> = BTreeMap::new();
    for (group, shape, words) in states {
        by.entry(shape).or_default().insert(*group);
        by.entry(words).or_default().insert(*group);
    }
    by.into_iter()
        .filter(|(_, groups)| groups.len() > 1)
        .map(|(what, groups)| format!("{groups:?}: {what}"))
        .collect()
}

fn states() -> Vec<(Group, String, String)> {
    let of = |verdict: Verdict| {
        let html = badge(&verdict, false);
        let (shape, words) = part(&html, "trust").unwrap();
        (verdict.disclose().group, shape.to_owned(), words.to_lowercase())
    };
    every_verdict().into_iter().map(of).collect()
}

#[test]
fn every_state_has_words_and_a_shape_of_its_own() {
    let states = states();
    assert_eq!(lookalikes(&states), [""; 0]);
    let seen: BTreeSet<Group> = states.iter().map(|(group, ..)| *group).collect();
    assert_eq!(seen, Group::ALL.iter().copied().collect(), "a state that no verdict has was not looked at");
    // Withdrawn is red and loud; out of its time is neither.
    let drawn = |trust| badge(&verdict(trust, Origin::Unknown), false);
    assert!(drawn(Trust::Revoked).contains("touchmark-tone-invalid"));
    assert!(drawn(Trust::Expired).contains("touchmark-tone-caution"));
}

#[test]
fn the_gate_on_lookalikes_turns_red() {
    let mut states = states();
    let (shape, words) = states
        .iter()
        .find(|state| state.0 == Group::NoLongerValid)
        .map(|state| (state.1.clone(), state.2.clone()))
        .unwrap();
    states.push((Group::Withdrawn, "another shape".to_owned(), words));
    states.push((Group::Withdrawn, shape, "other words".to_owned()));
    assert_eq!(lookalikes(&states).len(), 2);
}

#[test]
fn whatever_may_be_said_is_said_in_every_language() {
    let mut keys = BTreeSet::new();
    for verdict in every_verdict() {
        let said = verdict.disclose();
        keys.extend([said.trust, said.explanation, said.next]);
        keys.extend(said.origin);
        keys.extend(said.claim);
        keys.extend(said.issuer.map(|standing| format!("details.issuer-{standing}")));
        keys.extend(
            verdict.flags.iter().flat_map(|flag| [format!("flag.{flag}"), format!("next.flag.{flag}")]),
        );
    }
    keys.extend(ReasonCode::ALL.iter().map(|code| format!("reason.{code}")));
    keys.extend(FieldState::ALL.iter().map(|state| format!("field.{state}")));
    for &language in Language::ALL {
        let lacking: Vec<_> = keys
            .iter()
            .filter(|key| look_up(language, key).is_none_or(|found| found.language != language))
            .collect();
        assert!(lacking.is_empty(), "{language:?} has no {lacking:?}");
    }
}

/// A seal that was copied to another record, which then came to production.
fn copied() -> Verdict {
    with(verdict(Trust::WrongEnvironment, Origin::Synthetic), |it| {
        it.reasons = [ReasonCode::EnvironmentDiffers, ReasonCode::TenantDiffers, ReasonCode::RecordIdDiffers]
            .map(reason)
            .into();
        it.environment_sealed = vec!["sandbox".to_owned()];
    })
}

/// What stands before "For auditors".
fn first_level(verdict: &Verdict) -> String {
    visible(details(verdict).split("part=\"auditors\"").next().unwrap())
}

#[test]
fn every_finding_beside_the_one_that_decides_is_told_in_words() {
    let panel = first_level(&copied());
    for key in [
        "details.also",
        "reason.tenant-differs",
        "reason.record-id-differs",
        "next.wrong-environment",
        "next.wrong-record",
    ] {
        assert!(says(&panel, key), "{key} is not in {panel}");
    }
    // All that a verdict may list, beside any trust.
    for &trust in Trust::ALL {
        for &code in ReasonCode::ALL {
            let found = with(verdict(trust, Origin::Unknown), |it| {
                it.reasons = vec![reason(ReasonCode::NoSeal), reason(code), reason(code)];
            });
            let (panel, words) = (first_level(&found), english(&format!("reason.{code}")));
            let wanted = usize::from(trust == Trust::VerifiedPartial || code != ReasonCode::NoSeal);
            assert_eq!(panel.matches(words).count(), wanted, "{trust} {code}: {panel}");
        }
    }
}

#[test]
fn what_the_fields_or_the_flags_tell_is_not_told_twice() {
    let altered = with(verdict(Trust::Altered, Origin::Synthetic), |it| {
        it.reasons = vec![reason(ReasonCode::FieldAltered), reason(ReasonCode::FieldWithheld)];
        it.fields = vec![Field { name: "LastName".to_owned(), state: FieldState::Altered, hint: None }];
    });
    assert!(!first_level(&altered).contains(english("details.also")));
    let unknown = with(verdict(Trust::Unchecked, Origin::Unknown), |it| {
        it.flags = vec![Flag::StatusUnknown];
        it.reasons = vec![reason(ReasonCode::StatusUnknown), reason(ReasonCode::SealExpected)];
    });
    let panel = first_level(&unknown);
    assert!(
        panel.contains(english("reason.seal-expected")) && !panel.contains(english("reason.status-unknown"))
    );
}

#[test]
fn what_kept_a_check_from_being_made_has_advice_of_its_own() {
    let advice = |trust, codes: &[ReasonCode]| {
        let reasons = codes.iter().copied().map(reason).collect();
        let verdict = with(verdict(trust, Origin::Unknown), |it| {
            it.reasons = reasons;
        });
        assert!(says(&first_level(&verdict), &verdict.disclose().next));
        verdict.disclose().next
    };
    let label = ReasonCode::DeclaredSynthetic;
    for (trust, codes, key) in [
        (Trust::Unchecked, &[][..], "next.unchecked"),
        (Trust::Unchecked, &[ReasonCode::EngineUnavailable], "next.unchecked"),
        (Trust::Unchecked, &[ReasonCode::SealNotShown], "next.seal-not-shown"),
        (Trust::Unchecked, &[ReasonCode::TrustBundleExpired], "next.lists-not-current"),
        (Trust::Unchecked, &[ReasonCode::TrustBundleRefused], "next.lists-not-current"),
        (Trust::Unchecked, &[ReasonCode::RegistryUnusable], "next.lists-not-current"),
        (Trust::Unchecked, &[ReasonCode::RecordUnreadable], "next.record-unreadable"),
        (Trust::Unchecked, &[ReasonCode::FieldNamedTwice], "next.record-unreadable"),
        (Trust::DeclaredUnsigned, &[label], "next.declared-unsigned"),
        (Trust::DeclaredUnsigned, &[label, ReasonCode::SealNotShown], "next.seal-not-shown"),
        (Trust::DeclaredUnsigned, &[label, ReasonCode::RegistryUnusable], "next.declared-unsigned"),
        // A seal that was read says more than what kept something else from being known.
        (Trust::Revoked, &[ReasonCode::StatusRevoked, ReasonCode::RegistryUnusable], "next.revoked"),
        (Trust::MissingExpectedSeal, &[ReasonCode::SealExpected], "next.missing-expected-seal"),
    ] {
        assert_eq!(advice(trust, codes), key, "{trust} {codes:?}");
    }
    let hidden = with(verdict(Trust::DeclaredUnsigned, Origin::Synthetic), |it| {
        it.reasons = vec![reason(label), reason(ReasonCode::SealNotShown)];
    });
    let panel = first_level(&hidden);
    assert!(panel.contains(english("reason.seal-not-shown")), "why, where anybody looks: {panel}");
    assert!(!panel.contains(english("reason.declared-synthetic")), "told already: {panel}");
}

#[test]
fn a_seal_that_is_not_shown_is_not_called_removed() {
    let with = |codes: &[ReasonCode]| {
        let reasons = codes.iter().copied().map(reason).collect();
        first_level(&with(verdict(Trust::Unchecked, Origin::Unknown), |it| {
            it.reasons = reasons;
        }))
    };
    let removed = "next.missing-expected-seal";
    assert!(says(&with(&[ReasonCode::TrustBundleExpired, ReasonCode::SealExpected]), removed));
    assert!(!says(&with(&[ReasonCode::SealNotShown, ReasonCode::SealExpected]), removed));
}

#[test]
fn a_box_that_is_not_ticked_says_nothing_but_against_the_seal() {
    let with = |trust, flags: Vec<Flag>, is_synthetic, source: Option<&str>| {
        let declared =
            Declared { is_synthetic, provenance_source: source.map(str::to_owned), ..Declared::default() };
        visible(&details(&with(verdict(trust, Origin::Unknown), |it| {
            it.declared = declared;
            it.flags = flags;
        })))
    };
    for &trust in Trust::ALL {
        let panel = with(trust, vec![], Some(false), None);
        assert!(!panel.contains(english("details.label")), "{trust}: {panel}");
        assert!(!panel.contains(english("details.declared")), "{trust}: {panel}");
        assert!(!panel.to_lowercase().contains("not synthetic"), "{trust}: {panel}");
        let ticked = with(trust, vec![], Some(true), None);
        assert!(ticked.contains("Box “synthetic”Ticked"), "{trust}: {ticked}");
        let against = with(trust, vec![Flag::LabelContradiction], Some(false), None);
        assert!(against.contains("Box “synthetic”Not ticked"), "{trust}: {against}");
        // What somebody wrote is told as that.
        let source = with(trust, vec![], Some(false), Some("recorded"));
        assert!(!source.contains("Sourcerecorded"), "{trust}: {source}");
        assert!(
            source.contains(&format!("{}Entered as sourcerecorded", english("details.declared-note"))),
            "{source}"
        );
    }
}

#[test]
fn a_field_that_could_not_be_compared_is_no_fault_of_the_viewer() {
    let fields = vec![
        Field { name: "LastName".to_owned(), state: FieldState::SaltMissing, hint: None },
        Field { name: "Birthdate".to_owned(), state: FieldState::Withheld, hint: None },
    ];
    let html = details(&with(verdict(Trust::VerifiedPartial, Origin::Unknown), |it| {
        it.fields = fields;
        it.flags = vec![Flag::NotComparable];
    }));
    let panel = visible(&html);
    assert!(panel.contains("Could not be compared, seal incomplete: 1Last name"), "{panel}");
    assert!(panel.contains("Not visible to you: 1Birthdate") && !panel.contains("your access"), "{panel}");
    let icons = shapes(html.split("touchmark-fields").nth(1).unwrap());
    assert_ne!(icons[0], icons[1], "what is missing does not look like what is hidden");
}

#[test]
fn auditors_are_told_when_it_was_sealed_and_by_which_settings() {
    let sealed = with(verdict(Trust::Verified, Origin::Synthetic), |it| {
        it.issuer = Some(issuer());
        it.seal = Some(SealRef { id: Some("urn:uuid:5b2d".to_owned()), envelope: touchmark::Envelope::Vc });
        it.claims = Some(Claims {
            sealed_at: Some("2026-11-21T10:00:00Z".to_owned()),
            created: "2026-11-21T09:00:00Z".to_owned(),
            generator_parameters_digest: Some("uEiBx".to_owned()),
            ..Claims::default()
        });
    });
    let panel = visible(&details(&sealed));
    let auditors = panel.split_once("For auditors").unwrap().1;
    assert!(auditors.contains("Sealed on2026-11-21 10:00 UTC"), "{auditors}");
    assert!(auditors.contains("Generator settings (fingerprint)uEiBx"), "{auditors}");
    let history = Owner::new().with(|| {
        visible(&Lineage(LineageProps::builder().verdict(Some(Arc::new(sealed))).build()).to_html())
    });
    assert!(history.contains("Sealed on2026-11-21 10:00 UTC"), "{history}");
}

/// The files that every surface is held to: each line of the account stands in the details, in order within its section.
#[test]
fn details_say_the_accounts_on_file() {
    use touchmark::json::{Object, Value, parse};
    let crate_folder = std::path::PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").unwrap());
    let folder = crate_folder.join("../../tests/data/accounts");
    fn member<'v>(object: &'v Object<'_>, name: &str) -> &'v Value<'v> {
        object.get(name).unwrap()
    }
    // A time stands in braces; on a server it is written as far as its minutes.
    let as_shown = |text: &str| match text
        .split_once('{')
        .and_then(|(before, rest)| Some((before, rest.split_once('}')?)))
    {
        Some((before, (moment, after))) if moment.len() > 10 => {
            format!("{before}{} {} UTC{after}", &moment[..10], &moment[11..16])
        }
        Some((before, (moment, after))) => format!("{before}{moment}{after}"),
        None => text.to_owned(),
    };
    let mut count = 0;
    for file in std::fs::read_dir(folder).unwrap() {
        let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
        let golden = parse(&text).unwrap();
        let golden = golden.as_object().unwrap();
        let verdict = Verdict::assume_checked_value(member(golden, "verdict")).unwrap();
        let (shown, badge) = (visible(&details(&verdict)), visible(&badge(&verdict, false)));
        let english = member(golden, "english").as_object().unwrap();
        assert_eq!(badge, member(english, "label").as_str().unwrap());
        assert!(shown.contains(member(english, "explanation").as_str().unwrap()), "{shown}");
        for section in member(english, "sections").as_array().unwrap() {
            for line in member(section.as_object().unwrap(), "lines").as_array().unwrap() {
                let line = line.as_object().unwrap();
                let label = member(line, "label").as_str().unwrap();
                let values = member(line, "values").as_array().unwrap();
                let said = std::iter::once(label).chain(values.iter().map(|value| value.as_str().unwrap()));
                // Wherever the label stands, what it says may stand.
                let is_said = shown.match_indices(label).any(|(at, _)| {
                    let mut rest = Some(&shown[at..]);
                    for part in said.clone() {
                        let part = as_shown(part);
                        rest = rest.and_then(|rest| rest.split_once(&*part)).map(|(_, rest)| rest);
                    }
                    rest.is_some()
                });
                assert!(is_said, "{:?}\n{shown}", said.collect::<Vec<_>>());
            }
        }
        count += 1;
    }
    assert!(count > 18);
}
