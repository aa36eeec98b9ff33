//! Verdicts to draw, and what is read off what was drawn.

#![allow(dead_code, reason = "each suite uses what it needs")]

use touchmark::{
    Approval, BundleRef, Claims, Coverage, Envelope, Field, FieldState, Flag, Hint, Issuer, LogEntry, Origin,
    Reason, ReasonCode, RecordRef, SealRef, Timestamp, Trust, Verdict, Witnessed,
};

/// A verdict with some members changed: outside of the core none is made member by member.
pub(crate) fn with(mut verdict: Verdict, change: impl FnOnce(&mut Verdict)) -> Verdict {
    change(&mut verdict);
    verdict
}

pub(crate) fn verdict(trust: Trust, origin: Origin) -> Verdict {
    let now = Timestamp::parse("2026-11-21T12:30:00Z").unwrap();
    let reason = Reason { code: ReasonCode::EngineUnavailable, detail: None };
    with(Verdict::unchecked(reason, "sandbox", now), |it| {
        it.trust = trust;
        it.origin = origin;
        it.reasons = vec![];
        it.record = RecordRef {
            object: Some("Contact".to_owned()),
            id: Some("003Qx0000080nG1IAI".to_owned()),
            uuid: Some("987c75c3-e028-4377-8bc5-5ee3420eec6e".to_owned()),
        };
        it.trust_bundle = BundleRef { version: 7, age_seconds: 200_000, expires: None };
    })
}

/// As rich as a verdict gets.
pub(crate) fn full() -> Verdict {
    let field = |name: &str, state, hint| Field { name: name.to_owned(), state, hint };
    with(verdict(Trust::Altered, Origin::Synthetic), |it| {
        it.reasons = vec![Reason { code: ReasonCode::FieldAltered, detail: Some("LastName".to_owned()) }];
        it.flags = vec![Flag::RetentionPassed];
        it.seal = Some(SealRef { id: Some("urn:uuid:5b2d".to_owned()), envelope: Envelope::Vc });
        it.issuer = Some(Issuer {
            id: "did:key:z6Mk".to_owned(),
            name: Some("Example Bank plc".to_owned()),
            verification_method: "did:key:z6Mk#z6Mk".to_owned(),
        });
        it.claims = Some(Claims {
            is_synthetic: true,
            provenance_source: "urn:example:pipeline:contacts".to_owned(),
            created: "2026-11-21T09:00:00.000Z".to_owned(),
            generation_method: Some("machine-generated-mlops-synthetic".to_owned()),
            generator_name: Some("<b>SDV</b>".to_owned()),
            generator_version: Some("1.17.1".to_owned()),
            purpose: vec!["non-ai-staging".to_owned(), "load-test".to_owned()],
            prohibited_use: vec!["credit-scoring".to_owned()],
            retain_until: Some("2027-05-21".to_owned()),
            previous_seal: Some("urn:uuid:4a1c".to_owned()),
            derived_from: vec!["urn:example:ledger".to_owned()],
            ..Claims::default()
        });
        it.approvals = vec![
            Approval { id: "did:key:z6Au".to_owned(), name: Some("Example Audit LLP".to_owned()), at: None },
            Approval { id: "did:key:z6Xx".to_owned(), name: None, at: None },
        ];
        it.log = Some(LogEntry {
            origin: "log.example".to_owned(),
            index: 1000,
            witnesses: vec![Witnessed {
                name: "witness.example".to_owned(),
                at: Timestamp::parse("2026-11-21T10:00:00Z").unwrap(),
            }],
        });
        it.fields = vec![
            field("Birthdate", FieldState::Withheld, None),
            field("FirstName", FieldState::Match, None),
            field("LastName", FieldState::Altered, Some(Hint::UnicodeEquivalent)),
            field("Phone", FieldState::Unreadable, None),
            field("Title", FieldState::Uncovered, None),
        ];
        it.coverage = Coverage { shown: 4, covered: 3, matched: 1 };
        it.environment_sealed = vec!["sandbox".to_owned()];
    })
}

/// What a reader sees: the text without its tags.
pub(crate) fn visible(html: &str) -> String {
    let mut text = String::new();
    for (at, part) in html.split('<').enumerate() {
        text.push_str(if at == 0 { part } else { part.split_once('>').map_or("", |(_, text)| text) });
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace("&lt;", "<").replace("&gt;", ">")
}

pub(crate) fn attribute<'a>(html: &'a str, name: &str) -> Option<&'a str> {
    html.split_once(&format!(" {name}=\"")).and_then(|(_, rest)| rest.split_once('"')).map(|(value, _)| value)
}

/// Whether a text of the catalogue is said somewhere, whatever stands for its placeholders.
pub(crate) fn says(said: &str, key: &str) -> bool {
    let words = touchmark_words::text(touchmark_words::Language::En, key);
    assert_ne!(words, touchmark_words::MISSING, "{key}");
    let parts: Vec<&str> =
        words.split('{').map(|part| part.split_once('}').map_or(part, |(_, rest)| rest)).collect();
    said.match_indices(parts[0]).any(|(at, _)| {
        let mut rest = &said[at..];
        parts.iter().enumerate().all(|(number, part)| match rest.find(part) {
            // A name is no paragraph.
            Some(found) if found <= if number == 0 { 0 } else { 80 } => {
                rest = &rest[found + part.len()..];
                true
            }
            _ => false,
        })
    })
}
