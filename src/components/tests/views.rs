//! The views as a server renders them: every trust, origin and size; names, words and structure.

// Clippy takes helper functions of a test file for library code.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod verdicts;

use std::sync::Arc;

use leptos::prelude::*;
use touchmark::{Declared, Flag, Group, Issuer, Origin, Trust, Verdict};
use touchmark_components::{
    Badge, BadgeProps, Details, DetailsAction, DetailsProps, Language, STYLE, Size, Tally, Watermark,
    WatermarkProps, plain_text,
};

use verdicts::{attribute, full, says, verdict, visible, with};

fn badge(verdict: Option<Verdict>, language: Language, size: Size, interactive: bool) -> String {
    Owner::new().with(|| {
        Badge(
            BadgeProps::builder()
                .verdict(verdict.map(Arc::new))
                .language(language)
                .size(size)
                .interactive(interactive)
                .build(),
        )
        .to_html()
    })
}

fn details(verdict: Option<Verdict>, language: Language) -> String {
    Owner::new().with(|| {
        Details(DetailsProps::builder().verdict(verdict.map(Arc::new)).language(language).build()).to_html()
    })
}

#[test]
fn every_state_says_its_words_in_every_size() {
    for &trust in Trust::ALL {
        for &origin in Origin::ALL {
            for size in [Size::Cell, Size::Field, Size::Header] {
                let verdict = verdict(trust, origin);
                let said = verdict.disclose();
                let html = badge(Some(verdict), Language::En, size, false);
                let text = visible(&html);
                let trust_words = touchmark_words::text(Language::En, &said.trust);
                match said.origin {
                    Some(key) => {
                        let origin_words = touchmark_words::text(Language::En, &key);
                        assert_eq!(text, format!("{origin_words} · {trust_words}"), "{trust} {origin}");
                    }
                    None => assert_eq!(text, touchmark_words::sentence(trust_words), "{trust} {origin}"),
                }
                assert_eq!(attribute(&html, "data-group"), Some(said.group.code()));
                assert_eq!(attribute(&html, "data-level"), Some(said.level.code()));
                assert!(!html.contains("style="), "no style attribute may be written: {html}");
                assert!(html.contains("aria-hidden=\"true\""), "the icon has no name of its own");
            }
        }
    }
}

#[test]
fn a_compact_badge_is_one_icon_with_the_same_name() {
    let draw = |verdict: Verdict, interactive, label: Option<&str>| {
        let props = BadgeProps::builder()
            .verdict(Some(Arc::new(verdict)))
            .interactive(interactive)
            .compact(true)
            .label(label.map(str::to_owned))
            .build();
        Owner::new().with(|| Badge(props).to_html())
    };
    let flagged = with(verdict(Trust::Verified, Origin::Synthetic), |it| it.flags = vec![Flag::TestKey]);
    let mut shapes = Vec::new();
    for verdict in [
        verdict(Trust::Verified, Origin::Synthetic),
        verdict(Trust::Altered, Origin::Synthetic),
        verdict(Trust::Expired, Origin::Synthetic),
        verdict(Trust::Revoked, Origin::Synthetic),
        verdict(Trust::WrongEnvironment, Origin::Synthetic),
        verdict(Trust::Verified, Origin::Masked),
        flagged,
    ] {
        let html = draw(verdict.clone(), false, None);
        assert_eq!(visible(&html), "");
        assert_eq!(html.matches("<svg").count(), 1);
        let name = attribute(&html, "aria-label").unwrap().to_owned();
        assert!(html.contains("role=\"img\""), "{html}");
        let button = draw(verdict.clone(), true, Some("Carrie Atkins"));
        assert_eq!(attribute(&button, "aria-label").unwrap(), format!("Carrie Atkins. {name} Details"));
        assert_eq!(button.matches("<svg").count(), 1, "no chevron");
        shapes.push(attribute(&html, "d").unwrap().to_owned());
    }
    let all = shapes.len();
    shapes.sort();
    shapes.dedup();
    assert_eq!(shapes.len(), all, "what is the matter is never told by colour alone");
}

#[test]
fn a_badge_can_say_what_is_known_of_one_field_and_nothing_where_nothing_is() {
    let draw = |verdict: Option<Verdict>, field: &str| {
        let props = BadgeProps::builder()
            .verdict(verdict.map(Arc::new))
            .interactive(true)
            .field(field.to_owned())
            .label("Carrie Atkins".to_owned())
            .build();
        Owner::new().with(|| Badge(props).to_html())
    };
    for (field, said) in [
        ("LastName", "Changed since signing"),
        ("FirstName", "Unchanged since signing"),
        ("Birthdate", "Not visible to you"),
        ("Title", "Not covered by the seal"),
        ("Phone", "Could not be compared"),
    ] {
        let html = draw(Some(full()), field);
        assert_eq!(visible(&html), said);
        assert_eq!(attribute(&html, "aria-label"), Some(&*format!("Carrie Atkins. {field}. {said}")));
        assert!(html.contains("<svg") && !html.contains("<button") && !html.contains("popover"), "{html}");
    }
    // The platform takes a name however it is spelt.
    assert_eq!(visible(&draw(Some(full()), "lastname")), "Changed since signing");
    for nothing in [
        draw(Some(full()), "Fax"),
        draw(Some(verdict(Trust::Unsealed, Origin::Unknown)), "LastName"),
        draw(None, "LastName"),
    ] {
        assert!(nothing.contains(" hidden=\"\"") && !nothing.contains("<svg"), "{nothing}");
    }
}

#[test]
fn the_name_of_the_record_stands_above_what_is_said_of_it() {
    let props = DetailsProps::builder()
        .verdict(Some(Arc::new(verdict(Trust::Verified, Origin::Synthetic))))
        .label("<Carrie> Atkins".to_owned())
        .build();
    let html = Owner::new().with(|| Details(props).to_html());
    assert!(visible(&html).starts_with("<Carrie> AtkinsSynthetic dataSignature valid"), "{html}");
}

#[test]
fn nothing_unsealed_or_invalid_looks_like_anything_else() {
    let said = |trust, origin| visible(&badge(Some(verdict(trust, origin)), Language::En, Size::Cell, false));
    assert_eq!(said(Trust::Verified, Origin::Synthetic), "Synthetic data · signature valid");
    assert_eq!(said(Trust::Unsealed, Origin::Unknown), "Origin not disclosed");
    assert_eq!(said(Trust::Invalid, Origin::Unknown), "Signature invalid");
    assert_eq!(said(Trust::DeclaredUnsigned, Origin::Synthetic), "Synthetic data · declared, not signed");
    assert_eq!(said(Trust::Unchecked, Origin::Unknown), "Could not check");
    assert_eq!(visible(&badge(None, Language::En, Size::Cell, false)), "Checking…");
}

#[test]
fn an_interactive_badge_announces_all_of_it() {
    let name = |verdict, language| {
        let html = badge(Some(verdict), language, Size::Field, true);
        attribute(&html, "aria-label").unwrap().to_owned()
    };
    assert_eq!(
        name(verdict(Trust::Verified, Origin::Synthetic), Language::En),
        "Origin: synthetic data. Signature valid. Details"
    );
    assert_eq!(
        name(verdict(Trust::Verified, Origin::AiGenerated), Language::En),
        "Origin: AI-generated. Signature valid. Details"
    );
    assert_eq!(
        name(verdict(Trust::Unsealed, Origin::Unknown), Language::En),
        "Origin not disclosed. Details"
    );
    assert_eq!(
        name(verdict(Trust::Verified, Origin::Masked), Language::De),
        "Herkunft: Maskierte Daten. Gültige Signatur. Details"
    );
    assert_eq!(
        name(full(), Language::En),
        "Origin: synthetic data. Changed since signing. Needs attention. Details"
    );
}

#[test]
fn an_interactive_badge_is_a_button_tied_to_its_popover() {
    let html = badge(Some(verdict(Trust::Verified, Origin::Masked)), Language::En, Size::Cell, true);
    let controls = attribute(&html, "aria-controls").unwrap();
    assert_eq!(attribute(&html, "popovertarget"), Some(controls));
    assert_eq!(attribute(&html, "aria-expanded"), Some("false"));
    assert!(html.contains(&format!("id=\"{controls}\"")), "{html}");
    assert!(html.contains("popover=\"auto\"") && html.contains("role=\"dialog\""), "{html}");
    assert_eq!(attribute(&html, "aria-labelledby"), Some(format!("{controls}-title").as_str()));
    assert_eq!(html.matches("<button").count(), 1, "the popover is filled when it opens");
    let other = badge(Some(verdict(Trust::Verified, Origin::Masked)), Language::En, Size::Cell, true);
    assert_ne!(attribute(&other, "id"), attribute(&html, "id"), "ids are unique on a page");
}

#[test]
fn a_flag_is_never_quiet() {
    for &flag in Flag::ALL {
        let flagged = with(verdict(Trust::Verified, Origin::Recorded), |it| {
            it.flags = vec![flag];
        });
        let html = badge(Some(flagged.clone()), Language::En, Size::Cell, false);
        assert_eq!(visible(&html), "Recorded data · signature valid · needs attention");
        assert_eq!(attribute(&html, "data-level"), Some("caution"));
        let panel = visible(&details(Some(flagged), Language::En));
        assert!(panel.contains(touchmark_words::text(Language::En, &format!("flag.{flag}"))), "{panel}");
    }
}

#[test]
fn details_explain_and_say_what_to_do_for_every_state() {
    for &trust in Trust::ALL {
        let panel = visible(&details(Some(verdict(trust, Origin::Synthetic)), Language::En));
        for key in [format!("trust.{trust}"), format!("next.{trust}"), "details.next".to_owned()] {
            assert!(says(&panel, &key), "{trust} {key}: {panel}");
        }
        assert!(
            panel.contains(&format!("{trust} · synthetic")),
            "codes are for auditors, but there: {panel}"
        );
    }
    assert!(visible(&details(None, Language::En)).contains("still running"));
}

#[test]
fn details_list_what_is_stated_and_what_was_found() {
    let html = details(Some(full()), Language::En);
    let panel = visible(&html);
    for words in [
        "Made by <b>SDV</b> for testing and staging, not for AI, load test. Not for credit scoring. Issued by Example Bank plc.",
        "Recognised by this page’s trust list",
        "Stated by the issuer",
        "Made with<b>SDV</b>, version 1.17.1",
        "Generated by a program for testing or training",
        "Testing and staging, not for AI; Load test",
        "Not to be used forCredit scoring",
        "Made on2026-11-21 09:00 UTC",
        "2027-05-21",
        "Sealed forSandboxThis pageSandbox",
        "Covered by the seal: 3 of 4 shown fields. Unchanged: 1.",
        "Changed since signing: 1Last name (looks the same, stored differently)",
        "Could not be compared: 1Phone",
        "Not visible to you: 1Birthdate",
        "Not covered by the seal: 1Title",
        "Unchanged since signing: 1First name",
        "By the issuer’s own date, this record should have been deleted.",
        "For auditors",
        "field-altered",
        "Version 7, 2 days old",
        "did:key:z6Mk#z6Mk",
        "Fields by API nameChanged since signingLastName",
    ] {
        assert!(panel.contains(words), "{words:?} is not in {panel}");
    }
    assert!(
        html.contains("<time datetime=\"2026-11-21T09:00:00.000Z\">2026-11-21 09:00 UTC</time>"),
        "{html}"
    );
    assert!(html.contains("&lt;b>SDV") || html.contains("&lt;b&gt;SDV"), "values are text, never markup");
    let changed = panel.find("Changed since signing: 1").unwrap();
    assert!(changed < panel.find("Unchanged since signing: 1").unwrap(), "what needs eyes comes first");
    let (next, more) =
        (panel.find("What to do next").unwrap(), panel.find("More about this record").unwrap());
    assert!(changed < next && next < more, "exceptions and advice come before lists");
    assert!(panel.find("did:key").unwrap() > panel.find("For auditors").unwrap(), "ids are for auditors");
}

#[test]
fn an_unrecognised_issuer_is_never_named_by_its_own_seal() {
    let stranger = with(full(), |it| {
        it.trust = Trust::UntrustedIssuer;
        it.origin = Origin::Unknown;
        it.claimed_origin = Some(Origin::Synthetic);
        it.issuer = Some(Issuer {
            id: "did:key:z6Mk".to_owned(),
            name: Some("Your Bank".to_owned()),
            verification_method: "did:key:z6Mk#z6Mk".to_owned(),
        });
        it.claims = None;
    });
    let panel = visible(&details(Some(stranger), Language::En));
    assert!(!panel.contains("Your Bank"), "{panel}");
    assert!(
        panel.contains("Issued by an issuer without a name")
            && panel.contains("Not on this page’s trust list")
    );
    assert!(panel.contains("The seal or a label says “Synthetic data”."), "{panel}");
}

#[test]
fn unsigned_words_are_shown_as_unsigned() {
    let declared = with(verdict(Trust::DeclaredUnsigned, Origin::Synthetic), |it| {
        it.declared = Declared {
            is_synthetic: Some(true),
            provenance_source: Some("synthetic".to_owned()),
            ..Declared::default()
        };
    });
    let panel = visible(&details(Some(declared), Language::En));
    let said = "Anybody who can edit the record could have written this.\
                Box “synthetic”TickedEntered as sourcesynthetic";
    assert!(panel.contains(&format!("On the record, not signed{said}")), "{panel}");
    assert!(!panel.contains("Stated by the issuer"), "{panel}");
}

#[test]
fn words_are_in_the_language_that_was_asked_for() {
    let html = badge(Some(verdict(Trust::Verified, Origin::Synthetic)), Language::De, Size::Cell, false);
    assert_eq!(visible(&html), "Synthetische Daten · Gültige Signatur");
    assert!(html.contains("lang=\"de\"") && html.contains("dir=\"ltr\""), "{html}");
    assert!(!html.contains("lang=\"en\""), "{html}");
}

fn watermark(verdict: Option<Verdict>, words: Option<&str>, environment: Option<&str>) -> String {
    Owner::new().with(|| {
        Watermark(
            WatermarkProps::builder()
                .verdict(verdict.map(Arc::new))
                .words(words.map(str::to_owned))
                .environment(environment.map(str::to_owned))
                .build(),
        )
        .to_html()
    })
}

#[test]
fn a_watermark_is_faint_text_and_one_sentence() {
    let html = watermark(Some(verdict(Trust::Verified, Origin::Synthetic)), None, Some("sandbox"));
    assert!(html.contains("aria-hidden=\"true\""), "{html}");
    assert!(visible(&html).ends_with("Watermark over this area: Synthetic data · sandbox"), "{html}");
    assert!(visible(&watermark(None, Some("Training"), Some("sandbox"))).contains("Training · sandbox"));
    let invalid = watermark(Some(verdict(Trust::Invalid, Origin::Unknown)), None, None);
    assert!(visible(&invalid).contains("Signature invalid"), "{invalid}");
    assert_eq!(visible(&watermark(None, None, None)), "", "nothing to say, nothing drawn");
    let claimed = with(verdict(Trust::Unchecked, Origin::Unknown), |it| {
        it.claimed_origin = Some(Origin::Masked);
    });
    let list =
        [verdict(Trust::Verified, Origin::Synthetic), verdict(Trust::Unsealed, Origin::Unknown), claimed];
    let tally: Tally = list.iter().collect();
    let props = WatermarkProps::builder().tally(Signal::stored(tally)).date("2026-12-01".to_owned()).build();
    let html = Owner::new().with(|| Watermark(props).to_html());
    let words = "Synthetic data: 1 / 3 · Said to be masked: 1 / 3 · 2026-12-01";
    assert!(visible(&html).ends_with(words), "{html}");
}

#[test]
fn details_have_buttons_only_where_somebody_acts_on_them() {
    assert!(!details(Some(full()), Language::En).contains("<button"), "no dead buttons");
    let html = Owner::new().with(|| {
        let act = Callback::new(|_: DetailsAction| {});
        Details(DetailsProps::builder().verdict(Some(Arc::new(full()))).act(act).build()).to_html()
    });
    assert!(visible(&html).ends_with("Copy as textDownload report of this check"), "{html}");
    assert!(html.contains("role=\"status\""), "what came of it is said");
    let text = attribute(&html, "data-text").unwrap();
    assert_eq!(text, plain_text(&full(), Language::En));
    assert_eq!(
        text,
        "Synthetic data · changed since signing · needs attention\n\
         Record: Contact 003Qx0000080nG1IAI\nSeal ID: urn:uuid:5b2d\nChecked: 2026-11-21 12:30 UTC"
    );
}

#[test]
fn details_say_who_vouches_and_what_came_before() {
    let panel = visible(&details(Some(full()), Language::En));
    for words in [
        "ApprovalsApproved by Example Audit LLPApproved by an approver without a name",
        "LogEntered in the log log.example #1000",
        "Witnesses of the logwitness.example, 2026-11-21 10:00 UTC",
        "Replaces sealurn:uuid:4a1c",
        "Made fromurn:example:ledger",
        "Weight on this pageAlert",
    ] {
        assert!(panel.contains(words), "{words:?} is not in {panel}");
    }
    let auditors = panel.find("For auditors").unwrap();
    assert!(panel.find("Approvals").unwrap() < auditors && auditors < panel.find("Replaces").unwrap());
}

#[test]
fn every_class_that_is_drawn_is_styled() {
    let mut drawn = String::new();
    for &trust in Trust::ALL {
        for &origin in Origin::ALL {
            drawn.push_str(&badge(Some(verdict(trust, origin)), Language::En, Size::Field, true));
        }
    }
    let claimed = with(verdict(Trust::Unchecked, Origin::Unknown), |it| {
        it.claimed_origin = Some(Origin::Masked);
    });
    drawn.push_str(&badge(Some(claimed), Language::En, Size::Cell, false));
    drawn.push_str(&badge(None, Language::En, Size::Header, false));
    drawn.push_str(&details(Some(full()), Language::En));
    drawn.push_str(&watermark(Some(full()), None, None));
    for class in drawn.split("class=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
        for name in class.split_whitespace() {
            assert!(name.starts_with("touchmark"), "{name} could clash with a page's own classes");
            let bare = [
                "touchmark-origin",
                "touchmark-trust",
                "touchmark-claim",
                "touchmark-flagged",
                "touchmark-body",
            ];
            assert!(STYLE.contains(&format!(".{name}")) || bare.contains(&name), "{name} has no style");
        }
    }
    assert_eq!(Group::ALL.len(), 13, "a new group needs an icon and a tone");
}

/// WCAG contrast of two `#rrggbb` colours.
fn contrast(a: &str, b: &str) -> f64 {
    let luminance = |colour: &str| {
        let channel = |at: usize| {
            let value = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap()) / 255.0;
            if value <= 0.03928 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
    };
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// The light and the dark value of a token in the stylesheet.
fn token(style: &str, name: &str) -> Option<(String, String)> {
    let (_, rest) = style.split_once(&format!("var(--touchmark-{name}, light-dark("))?;
    let (pair, _) = rest.split_once(')')?;
    let (light, dark) = pair.split_once(", ")?;
    Some((light.to_owned(), dark.to_owned()))
}

/// Tones whose contrast is not what the stylesheet promises.
fn faint_tones(style: &str) -> Vec<String> {
    let mut faint = Vec::new();
    for tone in ["synthetic", "ai", "masked", "valid", "partial", "caution", "invalid", "undisclosed"] {
        let read =
            |kind: &str| token(style, &format!("{tone}-{kind}")).unwrap_or_else(|| panic!("{tone}-{kind}"));
        let (ink, mark, surface) = (read("ink"), read("mark"), read("surface"));
        let measured = [
            (contrast(&ink.0, &surface.0), 7.0),
            (contrast(&ink.0, "#ffffff"), 7.0),
            (contrast(&ink.1, &surface.1), 9.0),
            (contrast(&mark.0, &surface.0), 3.0),
            (contrast(&mark.1, &surface.1), 3.0),
        ];
        faint.extend(
            measured
                .iter()
                .filter(|(got, wanted)| got < wanted)
                .map(|(got, wanted)| format!("{tone}: {got:.1} < {wanted}")),
        );
    }
    faint
}

#[test]
fn the_palette_keeps_its_contrast() {
    assert_eq!(faint_tones(STYLE), [""; 0]);
    let faded = STYLE.replace("#4a1490", "#9a70c0");
    assert_eq!(faint_tones(&faded).len(), 2, "the gate turns red");
}
