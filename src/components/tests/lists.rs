//! What is said of a list, as a server renders it: counts, banner, summary, guard; and the history of one record.

// Clippy takes helper functions of a test file for library code.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod verdicts;

use std::sync::Arc;

use leptos::prelude::*;
use touchmark::{
    Claims, Declared, FieldState, Flag, Level, Origin, Policy, Reason, ReasonCode, SealRef, Trust, Verdict,
};
use touchmark_components::drawn::{self, Reader, Rule};
use touchmark_components::{
    Answers, Banner, BannerProps, GUARDED, Guard, GuardAction, GuardProps, Language, Lineage, LineageProps,
    STYLE, Summary, SummaryProps, Sums, Tally, TallyLine,
};
use verdicts::{attribute, full, verdict, visible, with};

/// So many verdicts of each kind.
fn list(kinds: &[(usize, Trust, Origin)]) -> Vec<Verdict> {
    kinds.iter().flat_map(|&(count, trust, origin)| vec![verdict(trust, origin); count]).collect()
}

fn tally(kinds: &[(usize, Trust, Origin)]) -> Tally {
    list(kinds).into_iter().collect()
}

const MIXED: &[(usize, Trust, Origin)] = &[
    (88, Trust::Unsealed, Origin::Unknown),
    (312, Trust::Verified, Origin::Synthetic),
    (2, Trust::Invalid, Origin::Unknown),
];

#[test]
fn a_tally_puts_first_what_needs_attention_and_then_what_is_frequent() {
    let mixed = tally(MIXED);
    let said: Vec<_> = mixed.lines().iter().map(|line| (line.group.code(), line.level, line.count)).collect();
    let expected = [
        ("invalid", Level::Alert, 2),
        ("verified", Level::Notice, 312),
        ("not-disclosed", Level::Notice, 88),
    ];
    assert_eq!(said, expected);
    assert_eq!(mixed.total(), 402);
    let mut backwards = list(MIXED);
    backwards.reverse();
    assert_eq!(backwards.iter().collect::<Tally>(), mixed, "the order they come in makes no difference");
    assert_eq!(Tally::from_lines(mixed.lines().iter().chain(mixed.lines()).copied()).total(), 804);
}

#[test]
fn a_tally_keeps_apart_what_is_flagged_and_never_credits_an_origin_that_is_not_said() {
    let flagged = with(verdict(Trust::Verified, Origin::Recorded), |it| {
        it.flags = vec![Flag::TestKey];
    });
    let counted: Tally = [flagged, verdict(Trust::Verified, Origin::Recorded)].iter().collect();
    assert_eq!(counted.lines().len(), 2);
    assert!(counted.lines()[0].flagged && counted.lines()[0].level == Level::Caution);
    assert_eq!(tally(&[(1, Trust::Invalid, Origin::Unknown)]).lines()[0].origin, None);
}

#[derive(Default)]
struct Says {
    synthetic: bool,
    ai: bool,
    masked: bool,
    influence: bool,
    environment: &'static str,
}

fn banner(tally: Tally, says: Says) -> String {
    let Says { synthetic, ai, masked, influence, environment } = says;
    Owner::new().with(|| {
        Banner(
            BannerProps::builder()
                .tally(Signal::stored(tally))
                .synthetic(synthetic)
                .ai(ai)
                .masked(masked)
                .influence(influence)
                .environment(environment.to_owned())
                .build(),
        )
        .to_html()
    })
}

#[test]
fn a_banner_says_what_a_page_states() {
    let html = banner(Tally::default(), Says { synthetic: true, environment: "sandbox", ..Says::default() });
    assert_eq!(
        visible(&html),
        "Contains synthetic data. Synthetic records are not real people or transactions.Environment: sandbox"
    );
    assert_eq!((attribute(&html, "role"), attribute(&html, "aria-label")), (Some("note"), Some("Origin")));
    assert_eq!(html.matches("<p ").count(), 2, "a paragraph for each statement");
    let html = banner(Tally::default(), Says { ai: true, masked: true, influence: true, ..Says::default() });
    for words in ["Contains AI-generated content.", "Contains masked data.", "learnt", "simulated patterns"] {
        assert_eq!(html.contains(words), words != "learnt", "{words}");
    }
    let html = banner(Tally::default(), Says { environment: "<sandbox>", ..Says::default() });
    assert_eq!(attribute(&html, "aria-label"), Some("Environment"));
    assert!(html.contains("&lt;sandbox&gt;"), "values are text, never markup");
}

#[test]
fn a_banner_says_by_itself_what_a_list_holds() {
    let html = banner(tally(MIXED), Says::default());
    assert_eq!(
        visible(&html),
        "Needs attention: 2 / 402\
         Contains synthetic data. Synthetic records are not real people or transactions.\
         Synthetic data: 312 / 402Origin not disclosed: 88 / 402"
    );
    assert_eq!(attribute(&html, "data-level"), Some("alert"));
    let html = banner(tally(&[(3, Trust::Verified, Origin::AiModified)]), Says::default());
    assert_eq!(visible(&html), "Contains AI-generated content.AI-modified: 3 / 3");
    assert!(!html.contains("tone-synthetic"), "synthetic is one thing, AI another");
}

#[test]
fn a_banner_says_how_far_a_check_is_and_no_shares_until_its_end() {
    let said = |total: u64| {
        let banner = BannerProps::builder().tally(Signal::stored(tally(MIXED))).total(Some(total)).build();
        visible(&Owner::new().with(|| Banner(banner).to_html()))
    };
    assert_eq!(
        said(1_200),
        "Needs attention: 2\
         Contains synthetic data. Synthetic records are not real people or transactions.\
         Synthetic data: 312Origin not disclosed: 88Checked so far: 402 / 1200"
    );
    assert!(!said(402).contains("so far") && said(402).contains("312 / 402"));
    let none = BannerProps::builder().total(Some(9)).build();
    assert_eq!(visible(&Owner::new().with(|| Banner(none).to_html())), "", "nothing is no news");
}

#[test]
fn how_serious_it_is_has_a_shape_in_banners_and_counts() {
    let shape = |html: &str| attribute(html, "d").unwrap().to_owned();
    let of_banner = |trust| shape(&banner(tally(&[(1, trust, Origin::Unknown)]), Says::default()));
    assert_ne!(of_banner(Trust::Invalid), of_banner(Trust::Expired));
    // The same words: a seal was taken from the second.
    let stripped = with(verdict(Trust::Unsealed, Origin::Unknown), |it| {
        it.reasons = vec![Reason { code: ReasonCode::ProvenanceStripped, detail: None }];
    });
    let plain = verdict(Trust::Unsealed, Origin::Unknown);
    let masked = verdict(Trust::Verified, Origin::Masked);
    let of_count = |verdict: &Verdict| {
        let html = summary([verdict, &masked].into_iter().collect(), None, None, None);
        let mut shapes: Vec<_> = html
            .split(" d=\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .map(str::to_owned)
            .collect();
        shapes.sort();
        shapes
    };
    assert_ne!(of_count(&stripped), of_count(&plain));
}

#[test]
fn a_line_has_a_key_that_no_other_has_and_a_button_that_says_it() {
    let mut keys = std::collections::BTreeMap::new();
    for &trust in Trust::ALL {
        for &origin in Origin::ALL {
            for flags in [vec![], vec![Flag::TestKey]] {
                let verdict = with(verdict(trust, origin), |it| it.flags.clone_from(&flags));
                let line = TallyLine::of(&verdict);
                assert_eq!(*keys.entry(line.key()).or_insert(line), line, "{}", line.key());
                assert_eq!(line.key().ends_with(".flagged"), line.flagged);
            }
        }
    }
    assert_eq!(
        TallyLine::of(&verdict(Trust::Verified, Origin::Synthetic)).key(),
        "origin.synthetic.verified.notice"
    );
    let claimed = with(verdict(Trust::Unchecked, Origin::Unknown), |it| {
        it.claimed_origin = Some(Origin::Masked);
    });
    assert_eq!(TallyLine::of(&claimed).key(), "claim.masked.could-not-check.caution");

    let draw = |chosen: Option<&str>| {
        let chosen = RwSignal::new(chosen.map(str::to_owned));
        Summary(SummaryProps::builder().tally(Signal::stored(tally(MIXED))).chosen(chosen).build()).to_html()
    };
    let html = Owner::new().with(|| draw(None));
    assert_eq!(
        items(&html),
        ["All: 402", "Signature invalid: 2", "Synthetic data: 312", "Origin not disclosed: 88"]
    );
    assert_eq!(html.matches("aria-pressed=\"true\"").count(), 1, "all of it");
    for line in tally(MIXED).lines() {
        assert!(html.contains(&format!("data-key=\"{}\"", line.key())), "{}", line.key());
    }
    let widths: Vec<&str> =
        html.split(" width=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    assert_eq!(widths, ["0.4%", "77.6%", "21.8%"], "a bar of their shares");
    let html = Owner::new().with(|| draw(Some("origin.synthetic.verified.notice")));
    assert!(html.contains("data-key=\"origin.synthetic.verified.notice\" aria-pressed=\"true\""), "{html}");
    assert_eq!(announced(&html), "Shown: 312 / 402");
    // What was chosen may be gone by now; how few there are is said, and all of it can be had again.
    let html = Owner::new().with(|| draw(Some("origin.masked.verified.notice")));
    assert_eq!(announced(&html), "Shown: 0 / 402");
    assert!(!html.contains("aria-pressed=\"true\"") && html.contains("data-key=\"\""));
}

#[test]
fn a_banner_keeps_its_warning_where_nothing_can_be_checked() {
    let claimed = |origin| {
        with(verdict(Trust::Unchecked, Origin::Unknown), |it| {
            it.claimed_origin = Some(origin);
        })
    };
    let stale: Tally = vec![claimed(Origin::Synthetic), claimed(Origin::Synthetic), claimed(Origin::Masked)]
        .into_iter()
        .collect();
    let html = banner(stale, Says::default());
    assert_eq!(
        visible(&html),
        "Needs attention: 3 / 3\
         May contain synthetic or changed data: what records say of themselves is not confirmed.\
         Said to be synthetic: 2 / 3Said to be masked: 1 / 3"
    );
    assert_eq!(attribute(&html, "aria-label"), Some("Origin"));
}

#[test]
fn a_banner_with_nothing_to_say_is_not_there() {
    for quiet in [
        tally(&[]),
        tally(&[(9, Trust::Verified, Origin::Recorded)]),
        tally(&[(9, Trust::Unsealed, Origin::Unknown)]),
    ] {
        let html = banner(quiet, Says::default());
        assert_eq!(visible(&html), "");
        assert!(html.contains(" hidden=\"\"") && !html.contains("role="), "no empty box: {html}");
    }
}

fn summary(tally: Tally, total: Option<u64>, sums: Option<Sums>, hide: Option<bool>) -> String {
    Owner::new().with(|| {
        Summary(SummaryProps {
            tally: Signal::stored(tally),
            total: Signal::stored(total),
            sums: Signal::stored(sums),
            hide: hide.map(RwSignal::new),
            on_hide: None,
            chosen: None,
            on_choose: None,
            language: Language::En,
        })
        .to_html()
    })
}

/// The items of the first list.
fn items(html: &str) -> Vec<String> {
    let list = html.split_once("<ul").and_then(|(_, rest)| rest.split_once("</ul>")).unwrap().0;
    list.split("<li").skip(1).map(|item| visible(item.split_once('>').unwrap().1)).collect()
}

/// What the live region says.
fn announced(html: &str) -> String {
    let (_, region) = html.split_once("role=\"status\">").unwrap();
    visible(region.split_once("</p>").unwrap().0)
}

#[test]
fn a_summary_lists_every_state_once() {
    let html = summary(tally(MIXED), None, None, None);
    let expected =
        ["Signature invalid: 2 / 402", "Synthetic data: 312 / 402", "Origin not disclosed: 88 / 402"];
    assert_eq!(items(&html), expected);
    assert_eq!(attribute(&html, "aria-label"), Some("Records by origin and seal"));
    assert_eq!(announced(&html), expected.join(". "));
    assert_eq!(html.matches("role=\"status\"").count(), 1, "one live region");
    assert!(!html.contains("<button"), "no switch without somebody who listens");
    let declared = summary(
        tally(&[(1, Trust::DeclaredUnsigned, Origin::Synthetic), (1, Trust::Verified, Origin::Synthetic)]),
        None,
        None,
        None,
    );
    assert_eq!(items(&declared)[1], "Synthetic data · declared, not signed: 1 / 2");
}

#[test]
fn what_covers_most_of_a_list_is_said_once_above() {
    let most = |usual| {
        let kinds = [(usual, Trust::Verified, Origin::Recorded), (2, Trust::Verified, Origin::Masked)];
        summary(tally(&kinds), None, None, None)
    };
    let html = most(9);
    assert!(html.contains("Unless marked otherwise: Recorded data (9 / 11)"), "{html}");
    assert_eq!(items(&html), ["Masked data: 2"]);
    assert_eq!(announced(&html), "Unless marked otherwise: Recorded data (9 / 11). Masked data: 2");
    assert!(!most(8).contains("Unless"), "80 % is not more than 80 %");
    let all = summary(tally(&[(5, Trust::Verified, Origin::Synthetic)]), None, None, None);
    assert!(all.contains("All 5 records: Synthetic data") && items(&all).is_empty(), "{all}");
    assert!(visible(&summary(Tally::default(), None, None, None)).starts_with("No records to check"));
}

#[test]
fn a_summary_says_how_far_it_is_and_announces_only_the_end() {
    let under_way = summary(tally(&[(9, Trust::Verified, Origin::Recorded)]), Some(100), None, None);
    assert!(visible(&under_way).starts_with("Checked: 9 / 100"), "{under_way}");
    assert!(!under_way.contains("Unless marked"), "not before all is known");
    assert_eq!(announced(&under_way), "");
    let more = summary(tally(&[(9, Trust::Verified, Origin::Recorded)]), Some(3), None, None);
    assert!(more.contains("All 9 records"), "a total that is too small is no total");
}

#[test]
fn the_switch_is_there_while_there_is_something_to_hide_and_its_effect_stays_visible() {
    let off = summary(tally(MIXED), None, None, Some(false));
    assert!(off.contains("role=\"switch\"") && off.contains("aria-checked=\"false\""), "{off}");
    assert!(visible(&off).contains("Hide synthetic records") && !visible(&off).contains("Hidden:"));
    let on = summary(tally(MIXED), None, None, Some(true));
    assert!(on.contains("aria-checked=\"true\"") && visible(&on).contains("Hidden: 312"), "{on}");
    let none = summary(tally(&[(4, Trust::Verified, Origin::Masked)]), None, None, Some(false));
    assert!(!none.contains("<button"), "masked records are not synthetic ones");
}

#[test]
fn a_figure_says_what_it_is_made_of() {
    let counted = tally(MIXED);
    let sums = Sums {
        total: "€4.2 M".to_owned(),
        parts: vec![(counted.lines()[1], "€1.1 M".to_owned()), (counted.lines()[2], "€2 M".to_owned())],
    };
    let html = summary(counted, None, Some(sums), None);
    let words = "€4.2 M, of which €1.1 M is “Synthetic data”, €2 M is “Origin not disclosed”";
    assert!(visible(&html).contains(words), "{html}");
}

fn guard(verdicts: Vec<Option<Verdict>>, action: GuardAction, no_reveal: bool) -> String {
    Owner::new().with(|| {
        let verdicts: Vec<_> = verdicts.into_iter().map(|verdict| verdict.map(Arc::new)).collect();
        let children: ChildrenFn = Arc::new(|| "Dear Ms Atkins".into_any());
        Guard(
            GuardProps::builder()
                .verdicts(Signal::stored(verdicts))
                .action(action)
                .no_reveal(no_reveal)
                .children(children)
                .build(),
        )
        .to_html()
    })
}

#[test]
fn a_guard_fails_closed() {
    let unchecked = || verdict(Trust::Unchecked, Origin::Unknown);
    for verdicts in [vec![], vec![None], vec![Some(verdict(Trust::Verified, Origin::Recorded)), None]] {
        for action in [GuardAction::Blur, GuardAction::Block] {
            let html = guard(verdicts.clone(), action, false);
            assert!(html.contains("inert") && html.contains("data-held=\"true\""), "{html}");
            assert!(html.contains("Held back until its origin has been checked."), "{html}");
            assert!(!html.contains("<button"), "nobody can ask for what is not known yet");
            assert_eq!(html.contains("Dear Ms Atkins"), action == GuardAction::Blur, "blocked is not drawn");
        }
        assert!(visible(&guard(verdicts, GuardAction::Flag, false)).ends_with("Dear Ms Atkins"));
    }
    let html = guard(vec![Some(unchecked())], GuardAction::Block, false);
    assert!(html.contains("Could not check") && !html.contains("Dear Ms Atkins"), "{html}");
    assert!(!guard(vec![Some(unchecked())], GuardAction::Flag, false).contains("data-held=\"true\""));
}

/// What happened to a record: all that a verdict on it can be made of.
#[derive(Clone, Debug)]
struct Situation {
    trust: Trust,
    origin: Origin,
    claim: Option<Origin>,
    flag: Option<Flag>,
    /// What its unsigned box says.
    declared: Option<bool>,
    /// Whether the registry lists it.
    is_listed: bool,
    /// Its covered fields, where the seal is compared with them; the last of them is one that the policy requires.
    fields: &'static [FieldState],
}

/// Every trust with every origin, flag, box and entry in the registry; where fields are compared, with what can become of them.
fn situations() -> Vec<Situation> {
    const FIELDS: &[&[FieldState]] = &[
        &[FieldState::Match],
        &[FieldState::Withheld, FieldState::Match],
        &[FieldState::Match, FieldState::Withheld],
        &[FieldState::Withheld],
        &[FieldState::SaltMissing, FieldState::Match],
        &[FieldState::Unreadable, FieldState::Match],
    ];
    let mut all = Vec::new();
    for &trust in Trust::ALL {
        for &origin in Origin::ALL {
            let claims: &[_] = match origin {
                Origin::Unknown => &[
                    None,
                    Some(Origin::Synthetic),
                    Some(Origin::AiGenerated),
                    Some(Origin::AiModified),
                    Some(Origin::Masked),
                ],
                _ => &[None],
            };
            for &claim in claims {
                for flag in Flag::ALL.iter().copied().map(Some).chain([None]) {
                    for declared in [None, Some(false), Some(true)] {
                        for is_listed in [false, true] {
                            let fields = if trust == Trust::VerifiedPartial { FIELDS } else { &FIELDS[..1] };
                            all.extend(fields.iter().map(|fields| Situation {
                                trust,
                                origin,
                                claim,
                                flag,
                                declared,
                                is_listed,
                                fields,
                            }));
                        }
                    }
                }
            }
        }
    }
    all
}

impl Situation {
    /// As the core says it.
    fn verdict(&self) -> Verdict {
        let mut reasons = Vec::new();
        let mut add = |code| reasons.push(Reason { code, detail: None });
        match self.trust {
            Trust::Verified => {}
            Trust::Unsealed | Trust::DeclaredUnsigned | Trust::MissingExpectedSeal => add(ReasonCode::NoSeal),
            Trust::VerifiedPartial => {}
            _ => add(ReasonCode::ValidityEnded),
        }
        for (at, field) in self.fields.iter().enumerate() {
            match field {
                FieldState::Withheld if at + 1 == self.fields.len() => {
                    add(ReasonCode::FieldWithheld);
                    add(ReasonCode::RequiredFieldWithheld);
                }
                FieldState::Withheld => add(ReasonCode::FieldWithheld),
                FieldState::SaltMissing => add(ReasonCode::FieldSaltMissing),
                FieldState::Unreadable => add(ReasonCode::FieldUnreadable),
                _ => {}
            }
        }
        if self.is_listed && !matches!(self.trust, Trust::Verified | Trust::VerifiedPartial) {
            add(ReasonCode::SealExpected);
        }
        let field = |(at, state): (usize, &FieldState)| touchmark::Field {
            name: format!("Field{at}"),
            state: *state,
            hint: None,
        };
        with(verdict(self.trust, self.origin), |it| {
            it.claimed_origin = self.claim;
            it.flags = self.flag.into_iter().collect();
            it.reasons = reasons;
            it.declared = Declared { is_synthetic: self.declared, ..Declared::default() };
            it.fields = self.fields.iter().enumerate().map(field).collect();
        })
    }

    /// Profile §5, "Clean", word by word.
    fn is_clean(&self, shows: impl Fn(Origin) -> bool, shows_unsealed: bool) -> bool {
        let is_flagged = self.flag.is_some_and(|flag| flag != Flag::StatusUnknown);
        let matches = |field: &FieldState| *field == FieldState::Match;
        match self.trust {
            Trust::Verified => !is_flagged && shows(self.origin),
            Trust::VerifiedPartial => {
                let is_match_or_withheld = |field| matches(field) || *field == FieldState::Withheld;
                !is_flagged
                    && shows(self.origin)
                    && self.fields.iter().all(is_match_or_withheld)
                    && self.fields.iter().any(matches)
                    && self.fields.last().is_some_and(matches)
            }
            Trust::Unsealed => shows_unsealed && !is_flagged && !self.is_listed,
            _ => false,
        }
    }
}

#[test]
fn a_guard_acts_on_whatever_is_not_clean_and_on_nothing_else() {
    const ON: [&[Origin]; 6] = [
        &[Origin::Synthetic, Origin::AiGenerated],
        &[Origin::Masked],
        &[Origin::Recorded],
        &[],
        &[Origin::Unknown, Origin::Synthetic],
        Origin::ALL,
    ];
    const ACTIONS: [GuardAction; 3] = [GuardAction::Block, GuardAction::Blur, GuardAction::Flag];
    let mut seen = [0; 2];
    for (at, situation) in situations().into_iter().enumerate() {
        // Each rule meets each situation's neighbours: nothing hangs on which of them.
        let (on, hold_unsealed, action) = (ON[at % ON.len()], at % 7 < 3, ACTIONS[at % 5 % 3]);
        let shows = |origin| origin != Origin::Unknown && !on.contains(&origin);
        let shows_unsealed = !hold_unsealed && !on.contains(&Origin::Unknown);
        let clean = situation.is_clean(shows, shows_unsealed);
        let verdicts = vec![Some(Arc::new(situation.verdict()))];
        let html = Owner::new().with(|| {
            let children: ChildrenFn = Arc::new(|| "Dear Ms Atkins".into_any());
            Guard(
                GuardProps::builder()
                    .verdicts(Signal::stored(verdicts))
                    .action(action)
                    .on(on.to_vec())
                    .hold_unsealed(hold_unsealed)
                    .children(children)
                    .build(),
            )
            .to_html()
        });
        let context = format!("{situation:?} {on:?} {hold_unsealed} {action:?}: {html}");
        let is_noted = html.contains("part=\"reason\"");
        let is_held = html.contains("data-held=\"true\"");
        assert_eq!(is_noted, !clean, "{context}");
        assert_eq!(is_held, !clean && action != GuardAction::Flag, "{context}");
        assert_eq!(html.contains(" inert"), is_held, "{context}");
        assert_eq!(html.contains("Dear Ms Atkins"), !(is_held && action == GuardAction::Block), "{context}");
        seen[usize::from(clean)] += 1;
    }
    assert!(seen.iter().all(|&count| count > 100), "both answers are given: {seen:?}");
}

#[test]
fn the_switch_counts_what_is_synthetic_or_said_to_be_and_nothing_else() {
    let situations = situations();
    let expected = situations
        .iter()
        .filter(|one| one.origin == Origin::Synthetic || one.claim == Some(Origin::Synthetic))
        .count();
    let tally: Tally = situations.iter().map(Situation::verdict).collect();
    assert_eq!(tally.total(), u64::try_from(situations.len()).unwrap());
    let html = summary(tally, None, None, Some(true));
    let hidden = format!("Hidden: {}", expected.to_string().as_str());
    assert!(visible(&html).replace(',', "").contains(&hidden), "{hidden}");
    for situation in situations {
        let html = summary(std::iter::once(situation.verdict()).collect(), None, None, Some(false));
        let is_about = [Some(situation.origin), situation.claim].contains(&Some(Origin::Synthetic));
        assert_eq!(html.contains("role=\"switch\""), is_about, "{situation:?}");
    }
}

#[test]
fn what_is_only_said_of_records_is_a_line_of_its_own() {
    let said = |claim| {
        with(verdict(Trust::Unchecked, Origin::Unknown), |it| {
            it.claimed_origin = claim;
        })
    };
    let kinds = [None, Some(Origin::Synthetic), Some(Origin::Synthetic), Some(Origin::Masked)];
    let counted: Tally = kinds.into_iter().map(said).collect();
    let expected = [
        "Could not check · said to be synthetic: 2 / 4",
        "Could not check: 1 / 4",
        "Could not check · said to be masked: 1 / 4",
    ];
    assert_eq!(items(&summary(counted, None, None, None)), expected);
}

#[test]
fn a_guard_says_what_it_did_and_why() {
    let synthetic = || vec![Some(verdict(Trust::Verified, Origin::Synthetic)); 3];
    let html = guard(synthetic(), GuardAction::Blur, false);
    assert_eq!(
        visible(&html),
        "Blurred on this page.Synthetic data · signature valid\
         because this page does not show “Synthetic data”Show anywayDear Ms Atkins",
        "one reason, however many records have it"
    );
    let id = attribute(&html, "aria-controls").unwrap();
    assert!(html.contains(&format!("id=\"{id}\"")) && html.contains("aria-expanded=\"false\""), "{html}");
    let html = guard(synthetic(), GuardAction::Blur, true);
    assert!(!html.contains("<button") && html.contains("ask whoever runs this page"), "{html}");
    let html = guard(synthetic(), GuardAction::Block, false);
    assert!(visible(&html).starts_with("Held back on this page."), "{html}");
    let html = guard(synthetic(), GuardAction::Flag, false);
    assert!(visible(&html).starts_with("Please note where this comes from.Synthetic data"), "{html}");
    assert!(!html.contains("inert"), "{html}");
    let html = guard(vec![Some(verdict(Trust::Verified, Origin::Recorded))], GuardAction::Blur, false);
    assert_eq!(visible(&html), "Dear Ms Atkins", "nothing to say, nothing drawn");
    let html = guard(vec![Some(verdict(Trust::Invalid, Origin::Unknown))], GuardAction::Blur, false);
    assert!(!html.contains("does not show"), "what is wrong with the seal says why: {html}");
}

/// As a check of a policy with these uses gives it.
fn deciding(verdict: Verdict) -> Verdict {
    let policy = Policy::from_json(
        r#"{"policy":"crm-policy/1","tenant":"any","environment":"sandbox","uses":{
            "scoring":{"origins":["recorded"],"oversight":true,"owner":"Risk"},
            "contact":{"origins":["recorded"],"owner":"CRM <team>"}}}"#,
    )
    .unwrap();
    let uses = ["contact", "scoring"].map(|name| policy.decide(&verdict, name));
    with(verdict, |it| it.uses = uses.to_vec())
}

fn guard_for(name: &str, verdicts: &[Option<Verdict>], action: Option<GuardAction>) -> String {
    Owner::new().with(|| {
        let verdicts: Vec<_> = verdicts.iter().cloned().map(|verdict| verdict.map(Arc::new)).collect();
        let children: ChildrenFn = Arc::new(|| "Dear Ms Atkins".into_any());
        let props = GuardProps::builder().verdicts(Signal::stored(verdicts)).for_use(name.to_owned());
        match action {
            Some(action) => Guard(props.action(action).children(children).build()).to_html(),
            None => Guard(props.children(children).build()).to_html(),
        }
    })
}

#[test]
fn a_guard_for_a_use_shows_what_the_policy_lets_through() {
    let recorded = || deciding(with(verdict(Trust::Verified, Origin::Recorded), |it| it.reasons.clear()));
    let synthetic = || deciding(verdict(Trust::Verified, Origin::Synthetic));
    let changed = || deciding(verdict(Trust::Altered, Origin::Recorded));
    let html = guard_for("contact", &[Some(recorded())], None);
    assert_eq!(
        visible(&html),
        "May this record be used for “contact”? Nothing speaks against itDear Ms Atkins",
        "heard alone"
    );
    assert!(html.contains("data-held=\"false\"") && !html.contains("inert"), "{html}");
    assert!(!html.contains("role=\"note\"") && !html.contains("<button"), "{html}");

    let html = guard_for("scoring", &[Some(synthetic())], None);
    let why = "This use takes no records of this origin.";
    let needs = "This use needs a person’s approval, and there is none.";
    let answer = "May this record be used for “scoring”? No";
    assert_eq!(
        visible(&html),
        format!(
            "{answer}Synthetic data · signature valid{why}{needs}Answers for this use: Risk\
             Leave it out of this use, or ask a person.Ask a person{answer} {why} {needs}"
        )
    );
    assert!(
        html.contains("inert") && html.contains("data-action=\"block\""),
        "blocked unless told otherwise"
    );
    assert_eq!(html.matches("role=\"status\"").count(), 1);
    assert!(html.contains("<slot class=\"touchmark-ask\" name=\"ask\"><button"), "{html}");

    let html = guard_for("contact", &[Some(changed())], None);
    assert!(visible(&html).contains("“contact”? Not known"), "{html}");
    assert!(html.contains("CRM &lt;team&gt;") && !html.contains("Dear Ms Atkins"), "{html}");
    let html = guard_for("contact", &[Some(recorded()), Some(changed()), Some(synthetic())], None);
    assert!(
        visible(&html).contains("“contact”? No") && html.contains("changed since"),
        "the strictest: {html}"
    );
    let html = guard_for("training", &[Some(recorded())], None);
    assert!(visible(&html).contains("The policy names no such use."), "{html}");
    assert!(visible(&html).contains("can name the use in its policy"), "{html}");
    for pending in [&[][..], &[None], &[Some(recorded()), None]] {
        let html = guard_for("contact", pending, None);
        assert!(html.contains("inert") && !html.contains("Dear Ms Atkins"), "{html}");
        assert!(html.contains("role=\"status\"><span></span>"), "nothing is heard yet: {html}");
    }
    let html = guard_for("scoring", &[Some(synthetic())], Some(GuardAction::Blur));
    assert!(html.contains("inert") && !html.contains("aria-expanded"), "nothing shows it anyway: {html}");
    let html = guard_for("scoring", &[Some(synthetic())], Some(GuardAction::Flag));
    assert!(visible(&html).contains(why) && visible(&html).ends_with("Dear Ms Atkins"), "{html}");
    assert!(!html.contains("inert"), "{html}");
}

/// What a reader asked to see of blurred content is shown while the guard has the button, and under no other rule.
#[test]
fn what_was_asked_for_is_shown_under_no_rule_that_has_no_button_for_it() {
    let synthetic = deciding(verdict(Trust::Verified, Origin::Synthetic));
    let verdicts = [Some(Arc::new(synthetic))];
    let blur = || Rule { action: GuardAction::Blur, on: GUARDED.to_vec(), ..Rule::default() };
    let note = |rule: Rule, shown: &str| {
        let reader = Reader { shown, ..Reader::default() };
        let draw = || drawn::guard(&verdicts, &rule, reader, Language::default(), "content").to_html();
        Owner::new().with(draw)
    };
    let asked = note(blur(), "");
    let about = attribute(&asked, "data-about").unwrap();
    assert!(note(blur(), about).contains("data-held=\"false\""), "the button shows it");
    for rule in [
        Rule { action: GuardAction::Block, ..blur() },
        Rule { no_reveal: true, ..blur() },
        Rule { for_use: Some("contact".to_owned()), ..blur() },
        Rule { for_use: Some("contact".to_owned()), action: GuardAction::Block, ..blur() },
    ] {
        let html = note(rule.clone(), about);
        assert!(html.contains("data-held=\"true\""), "{rule:?}: {html}");
    }
}

#[test]
fn a_banner_counts_the_answers_for_a_use_strictest_first() {
    let verdicts: Vec<Verdict> = [
        (Trust::Verified, Origin::Recorded),
        (Trust::Invalid, Origin::Unknown),
        (Trust::Altered, Origin::Recorded),
        (Trust::Verified, Origin::Recorded),
    ]
    .map(|(trust, origin)| deciding(with(verdict(trust, origin), |it| it.reasons.clear())))
    .to_vec();
    let html = |answers| {
        let props = BannerProps::builder().answers(Signal::stored(Some(answers)));
        Owner::new().with(|| Banner(props.build()).to_html())
    };
    assert_eq!(
        visible(&html(Answers::of("contact", &verdicts))),
        "May these records be used for “contact”?No: 1 / 4Not known: 1 / 4Nothing speaks against it: 2 / 4"
    );
    assert_eq!(visible(&html(Answers::of("contact", []))), "", "nothing is asked about");
}

/// A verdict on a seal of that id, which says what it replaces.
fn sealed(id: &str, replaces: Option<&str>, trust: Trust) -> Verdict {
    let claims = full().claims.map(|claims| Claims {
        previous_seal: replaces.map(str::to_owned),
        derived_from: vec![],
        created: format!("2026-11-2{}T09:00:00.000Z", id.len()),
        ..claims
    });
    with(full(), |it| {
        it.trust = trust;
        it.seal = full().seal.map(|seal| SealRef { id: Some(id.to_owned()), ..seal });
        it.claims = claims;
        it.approvals = vec![];
        it.log = None;
    })
}

fn lineage(current: Option<Verdict>, earlier: Vec<Verdict>) -> String {
    let earlier: Vec<_> = earlier.into_iter().map(Arc::new).collect();
    Owner::new().with(|| {
        Lineage(
            LineageProps::builder().verdict(current.map(Arc::new)).earlier(Signal::stored(earlier)).build(),
        )
        .to_html()
    })
}

/// The text of each entry.
fn entries(html: &str) -> Vec<String> {
    html.split("part=\"entry\"")
        .skip(1)
        .map(|entry| {
            visible(entry.split_once('>').unwrap().1.split("<li class=\"touchmark-entry").next().unwrap())
        })
        .collect()
}

#[test]
fn a_lineage_follows_the_ids_that_seals_name() {
    let html = lineage(
        Some(sealed("c", Some("bb"), Trust::Verified)),
        vec![
            sealed("aaa", None, Trust::Superseded),
            sealed("stray", None, Trust::Verified),
            sealed("bb", Some("aaa"), Trust::Superseded),
        ],
    );
    assert!(html.contains("<ol") && html.contains("aria-label=\"History of this record\""), "{html}");
    let entries = entries(&html);
    assert_eq!(entries.len(), 4, "{entries:?}");
    for (at, words) in [
        (0, "Current sealSynthetic data · signature valid"),
        (1, "Earlier sealSynthetic data · seal not in force"),
        (2, "Earlier sealSynthetic data · seal not in force"),
        (3, "The newer seal does not name this one."),
    ] {
        assert!(entries[at].contains(words), "{at}: {entries:?}");
    }
    assert!(entries[1].contains("bb") && entries[2].contains("aaa") && entries[3].contains("stray"));
}

#[test]
fn a_lineage_says_what_is_not_there() {
    let html = lineage(Some(sealed("c", Some("gone"), Trust::Verified)), vec![]);
    assert!(entries(&html)[1].contains("Earlier sealNot loaded on this pageSeal IDgone"), "{html}");
    let html = lineage(Some(sealed("c", None, Trust::Verified)), vec![]);
    assert!(entries(&html)[1].contains("Nothing earlier is stated."), "{html}");
    assert!(visible(&lineage(None, vec![])).contains("Checking"), "a check that is running");
    let unsealed = with(sealed("c", None, Trust::Unsealed), |it| {
        it.claims = None;
        it.seal = None;
    });
    let html = lineage(Some(unsealed), vec![]);
    assert!(entries(&html)[0].contains("Record") && !html.contains("Current seal"), "{html}");
    let unproven = with(sealed("c", Some("bb"), Trust::Invalid), |it| {
        it.claims = None;
    });
    let html = lineage(Some(unproven), vec![sealed("bb", None, Trust::Superseded)]);
    assert!(entries(&html)[1].contains("does not name this one"), "what does not hold links nothing");
}

#[test]
fn seals_that_name_each_other_come_to_an_end() {
    let html = lineage(
        Some(sealed("c", Some("bb"), Trust::Verified)),
        vec![sealed("bb", Some("bb"), Trust::Superseded)],
    );
    assert_eq!(entries(&html).len(), 3, "{html}");
}

#[test]
fn a_lineage_names_sources_approvals_log_and_witnesses() {
    let html = lineage(Some(full()), vec![]);
    let text = visible(&html);
    for words in [
        "ApprovalsApproved by Example Audit LLPApproved by an approver without a name",
        "Entered in the log log.example #1000",
        "witness.example, 2026-11-21 10:00 UTC",
        "Source dataurn:example:ledger",
        "Issued by Example Bank plc",
    ] {
        assert!(text.contains(words), "{words:?} is not in {text}");
    }
}

#[test]
fn every_class_of_a_list_is_styled() {
    let mut drawn = banner(tally(MIXED), Says { environment: "sandbox", ..Says::default() });
    drawn.push_str(&summary(tally(MIXED), Some(900), None, Some(true)));
    drawn.push_str(&summary(tally(&[(5, Trust::Verified, Origin::Synthetic)]), None, None, Some(true)));
    for action in [GuardAction::Flag, GuardAction::Blur, GuardAction::Block] {
        drawn.push_str(&guard(vec![Some(full())], action, false));
    }
    drawn.push_str(&guard_for("scoring", &[Some(full())], None));
    drawn.push_str(&lineage(Some(full()), vec![full()]));
    for class in drawn.split("class=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
        for name in class.split_whitespace() {
            assert!(name.starts_with("touchmark"), "{name} could clash with a page's own classes");
            assert!(STYLE.contains(&format!(".{name}")), "{name} has no style");
        }
    }
    assert!(!drawn.contains("style="), "no style attribute may be written");
}

#[test]
fn lists_speak_the_language_they_are_asked_for() {
    let html = Owner::new().with(|| {
        let tally = Signal::stored(tally(&[(2, Trust::Verified, Origin::Synthetic)]));
        Banner(BannerProps::builder().tally(tally).language(Language::De).build()).to_html()
    });
    assert!(html.contains("lang=\"de\"") && visible(&html).contains("Synthetische Daten: 2 / 2"), "{html}");
}
