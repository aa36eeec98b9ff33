//! What must and what must not be a ground, by tables, through the public interface.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use touchmark::Timestamp;
use touchmark_rows::{Reading, Rows, text_of};

use super::{Detector, GroundCode, Suspicion};
use GroundCode as C;

fn detector() -> Detector {
    Detector::new().with_now(Timestamp::parse("2026-11-21T09:00:00Z").unwrap())
}

fn codes(suspicion: &Suspicion) -> Vec<GroundCode> {
    suspicion.grounds.iter().map(|ground| ground.code).collect()
}

/// The codes that one field grounds.
fn of(field: &str, value: &str) -> Vec<GroundCode> {
    codes(&detector().look([(field, value)]))
}

fn of_text(text: &str) -> Vec<GroundCode> {
    codes(&detector().look_at_text(text))
}

/// Each value of a field, and the one code that it must give.
#[test]
fn what_is_telling_gives_its_ground() {
    let table = [
        ("Email", "ada@example.com", C::ReservedDomain),
        ("Email", "ADA@Mail.EXAMPLE.Org", C::ReservedDomain),
        ("Email", "Ada <ada@example.net>", C::ReservedDomain),
        ("Email", "real@acme.com; ada@example.net", C::ReservedDomain),
        ("Email", "ada@acme.test", C::ReservedDomain),
        ("Email", "ada@acme.invalid", C::ReservedDomain),
        ("Email", "ada@localhost", C::ReservedDomain),
        ("Email", "ada@x.xn--zckzah", C::ReservedDomain),
        ("Website", "https://www.example.org/path?q=1", C::ReservedDomain),
        ("Website", "www.example.com", C::ReservedDomain),
        ("Website", "example.com.", C::ReservedDomain),
        ("Website", "shop.acme.example", C::ReservedDomain),
        ("Website", "http://localhost:8080/", C::ReservedDomain),
        ("Description", "Write to ada@example.com before noon", C::ReservedDomain),
        ("IP__c", "192.0.2.17", C::DocumentationAddress),
        ("IP__c", "198.51.100.255", C::DocumentationAddress),
        ("IP__c", "203.0.113.0/24", C::DocumentationAddress),
        ("IP__c", "2001:db8::1", C::DocumentationAddress),
        ("IP__c", "2001:0DB8:0:0::1", C::DocumentationAddress),
        ("IP__c", "3fff:fff::1", C::DocumentationAddress),
        ("IP__c", "http://203.0.113.9/login", C::DocumentationAddress),
        ("Phone", "(202) 555-0123", C::FictionalPhone),
        ("Phone", "202-555-0199", C::FictionalPhone),
        ("Phone", "+1 202 555 0100", C::FictionalPhone),
        ("Phone", "1-202-555-0142", C::FictionalPhone),
        ("Phone", "2025550142", C::FictionalPhone),
        ("Phone", "555-0123", C::FictionalPhone),
        ("Phone", "020 7946 0958", C::FictionalPhone),
        ("Phone", "+44 20 7946 0958", C::FictionalPhone),
        ("Phone", "+44 (0)20 7946 0958", C::FictionalPhone),
        ("Phone", "0044 20 7946 0958", C::FictionalPhone),
        ("MobilePhone", "07700900123", C::FictionalPhone),
        ("Phone", "+447700900123", C::FictionalPhone),
        ("Phone", "(01632) 960 001", C::FictionalPhone),
        ("Phone", "0113 496 0999", C::FictionalPhone),
        ("Phone", "011 44 113 496 0999", C::FictionalPhone),
        ("Phone", "(02) 5550 1234", C::FictionalPhone),
        ("Phone", "+61 2 5550 1234", C::FictionalPhone),
        ("Phone", "0491 570 156", C::FictionalPhone),
        ("Phone", "+61 1800 975 707", C::FictionalPhone),
        ("Phone", "06 39 98 12 34", C::FictionalPhone),
        ("Phone", "+33 2 61 91 00 00", C::FictionalPhone),
        ("Phone", "02 61 91 00 00", C::FictionalPhone),
        ("Phone", "030 23125 042", C::FictionalPhone),
        ("Phone", "+49 171 39200 42", C::FictionalPhone),
        ("Phone", "070-174 06 05", C::FictionalPhone),
        ("Phone", "+46 40 628 04 99", C::FictionalPhone),
        ("Phone", "+353 20 910 0001", C::FictionalPhone),
        ("Card__c", "4242 4242 4242 4242", C::TestCard),
        ("Card__c", "4111-1111-1111-1111", C::TestCard),
        ("Card__c", "378282246310005", C::TestCard),
        ("Phone", "460-849-2711x6129", C::PhoneExtension),
        ("Phone", "001-460-849-2711", C::PhonePrefix),
        ("Phone", "+49(0)3186265969", C::PhoneForm),
        ("Phone", "(00056) 215830", C::PhoneForm),
        ("Phone", "1234567890", C::Placeholder),
        ("Phone", "999-999-9999", C::Placeholder),
        ("Company", "Nicholson, Green and Cooley", C::CompanyOfNames),
        ("Name", "Mcgrath-Watkins", C::CompanyOfNames),
        ("Account Name", "Walker Inc", C::CompanyOfName),
        ("Account Name", "Fischer and Sons", C::CompanyOfName),
        ("MailingCity", "Lonnieburgh", C::InventedTown),
        ("MailingCity", "Port Ruben", C::InventedTown),
        ("BillingCity", "New Mistyside", C::InventedTown),
        ("Ort", "GonzalezBourg", C::InventedTown),
        ("MailingStreet", "314 Wesley Cliffs Apt. 484", C::InventedStreet),
        ("MailingStreet", "Flat 15\nLuke Ridges", C::InventedStreet),
        ("MailingStreet", "317 村上 Street", C::StreetOfTwoScripts),
        ("Title", "Radiographer, therapeutic", C::InvertedTitle),
        ("Title", "Engineer, water", C::InvertedTitle),
        ("Description", "Phased homogeneous Internet solution", C::CatchPhrase),
        ("Description", "User-centric national product", C::CatchPhrase),
        ("Description", "strategize intuitive e-tailers", C::CatchPhrase),
        ("Description", "Le confort d'avancer naturellement", C::GeneratorText),
        (
            "Description",
            "Haskell features a type system with type inference and lazy evaluation.",
            C::GeneratorText,
        ),
        (
            "Description",
            "江戸幕府は日本の歴史上、鎌倉幕府及び室町幕府に続く最後の武家政権である。 後",
            C::GeneratorText,
        ),
        ("Website", "http://www.banks-hernandez.com/", C::DomainOfNames),
        ("Email", "sara66@bush-fuller.com", C::DomainOfNames),
        ("Website", "https://www.hogan.com/", C::DomainOfName),
        ("Email", "worldcat1825@protonmail.com", C::MailboxOfYear),
        ("Description", "Lorem ipsum dolor sit amet, consectetur", C::LoremIpsum),
        ("Description", "Autem laboriosam repudiandae repellat unde voluptas.", C::LoremIpsum),
        (
            "Description",
            "Learn fly fall affect trade. Our whole fill. Know character audience exactly.",
            C::RandomSentence,
        ),
        ("Description", "asdf", C::Placeholder),
        ("Birthdate", "1978-02-30", C::ImpossibleDate),
        ("Birthdate", "1978-13-01", C::ImpossibleDate),
        ("Birthdate", "31/02/1978", C::ImpossibleDate),
        ("Birthdate", "2027-01-01", C::ImpossibleDate),
        ("Birthdate", "2026-11-22", C::ImpossibleDate),
        ("Birthdate", "1880-01-01", C::ImpossibleDate),
        ("CloseDate", "2026-04-31", C::ImpossibleDate),
        ("Birthdate", "1900-01-01", C::PlaceholderDate),
        ("Geburtsdatum", "1970-01-01T00:00:00Z", C::PlaceholderDate),
    ];
    let wrong = table.into_iter().map(|(field, value, code)| (field, value, code, of(field, value)));
    let wrong: Vec<_> = wrong.filter(|(_, _, code, found)| found != &[*code]).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Neighbours of what is telling: nothing speaks against them.
#[test]
fn what_is_near_gives_none() {
    let table = [
        ("Email", "ada@example-bank.com"),
        ("Email", "ada@myexample.com"),
        ("Email", "ada@example.com.au"),
        ("Email", "ada@example.de"),
        ("Email", "ada@testament.org"),
        ("Email", "example@acme.com"),
        ("Email", "test.person@acme.com"),
        ("Email", "ada@test.com"),
        ("Email", "anna1985@gmail.com"),
        ("Email", "office2020@acme.com"),
        ("Website", "https://www.latest.io/"),
        ("Website", "https://acme.com/example.com-review"),
        ("Website", "https://printer.local/"),
        ("Website", "https://rolls-royce.com/"),
        ("Website", "https://www.acme.com/"),
        ("IP__c", "1.192.0.2"),
        ("IP__c", "192.0.2"),
        ("IP__c", "192.0.20.1"),
        ("IP__c", "192.0.2.1.5"),
        ("IP__c", "192.0.2.300"),
        ("IP__c", "10.192.0.2.1"),
        ("IP__c", "2001:db9::1"),
        ("IP__c", "2001:470::db8:1"),
        ("IP__c", "3fff:1000::1"),
        ("IP__c", "12001:db8::1"),
        ("Phone", "(202) 555-0200"),
        ("Phone", "(202) 555-0099"),
        ("Phone", "(202) 556-0123"),
        ("Phone", "+91 98755 50123"),
        ("Phone", "98755 50123"),
        ("Amount", "2025550142"),
        ("Id__c", "07700900123"),
        ("Phone", "020 7947 0958"),
        ("Phone", "01632 961000"),
        ("Phone", "07700 901000"),
        ("Phone", "02 55 50 12 34"),
        ("Phone", "04 91 57 01 56"),
        ("Phone", "0261 910000"),
        ("Phone", "040-6280400"),
        ("Phone", "0171 3920100"),
        ("Phone", "070-174 07 00"),
        ("Phone", "202-456-1111 x12"),
        ("Phone", "+49 (0)30 901820"),
        ("Phone", "001 202 456 1111"),
        ("Card__c", "4242 4242 4242 4243"),
        ("Company", "Skadden, Arps and Meagher"),
        ("Company", "Rolls-Royce"),
        ("Company", "Hewlett-Packard"),
        ("Company", "Acme Inc"),
        ("LastName", "Mcgrath-Watkins"),
        ("MailingCity", "Charleston"),
        ("MailingCity", "Jacksonville"),
        ("MailingCity", "Nashville"),
        ("MailingCity", "Lake Charles"),
        ("MailingCity", "Port Elizabeth"),
        ("MailingCity", "New York"),
        ("MailingCity", "West Jordan"),
        ("MailingCity", "Springfield"),
        ("MailingCity", "Frankfurt"),
        ("LastName", "Allenview"),
        ("MailingStreet", "12 Jackson Street"),
        ("MailingStreet", "221B Baker Street"),
        ("MailingStreet", "1 Elm Cove"),
        ("Title", "Director, Marketing"),
        ("Title", "Manager, sales"),
        ("Description", "Integrated logistics platform"),
        ("Description", "We will call you about the order next week and ask for your address."),
        ("Description", "Call back after the trade fair, the customer wants a quote for it."),
        ("Description", "Sit at a desk in id order"),
        ("Birthdate", "1978-02-28"),
        ("Birthdate", "2000-02-29"),
        ("Birthdate", "2026-11-21"),
        ("CloseDate", "1900-01-01"),
        ("CloseDate", "2031-12-24"),
        ("CreatedDate", "2025-12-28T22:50:07.000Z"),
        ("Part__c", "2024-13-45"),
        ("Birthdate", "12/31/1978"),
        ("Birthdate", "31.12.1978"),
        ("Id", "003Qx0000080nLzIAI"),
        ("AnnualRevenue", "697676000.0"),
        ("NumberOfEmployees", "1234567"),
        ("Name", "   "),
        ("Name", ""),
    ];
    let wrong = table.into_iter().map(|(field, value)| (field, value, of(field, value)));
    let wrong: Vec<_> = wrong.filter(|(_, _, found)| !found.is_empty()).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn lines_of_text_are_looked_at_for_what_stands_free_in_them() {
    for (text, code) in [
        ("2026-11-21 09:00:00 INFO sent to ada@example.com ok", C::ReservedDomain),
        ("GET https://api.example.net/v1 200", C::ReservedDomain),
        ("resolved api.example.org to nothing", C::ReservedDomain),
        ("host=shop.acme.example port=443", C::ReservedDomain),
        ("peer 192.0.2.44:8080 closed", C::DocumentationAddress),
        ("peer [2001:db8::7]:443 closed", C::DocumentationAddress),
        ("2026-11-21 07700 900123 called", C::FictionalPhone),
        ("call (202) 555-0123 now", C::FictionalPhone),
        ("tel=+12025550123;", C::FictionalPhone),
        ("from +44 7700 900123 at 12", C::FictionalPhone),
        ("card 4242424242424242 declined", C::TestCard),
        ("card 4242 4242 4242 4242 declined", C::TestCard),
        ("msg=\"Lorem ipsum dolor sit\"", C::LoremIpsum),
    ] {
        assert_eq!(of_text(text), [code], "{text}");
        assert!(detector().look_at_text(text).is_raised(), "{text}");
        assert!(detector().look_at_text(text).grounds.iter().all(|ground| ground.field.is_empty()));
    }
    for text in [
        "root@localhost started http://localhost:8080/",
        "running unit.test and com.acme.test in 3.2 s",
        "an example. And another example",
        "2025-01-01 12:55:50.123 id 1615550123",
        "order 12025550123 of 4111111111111112",
        "version 1.192.0.2.1 of 203.0.113",
        "trace 4242424242424242424242",
        "a-202-555-0123-7 b",
        "für 20 € 555-01",
        "",
    ] {
        assert_eq!(of_text(text), [], "{text}");
    }
}

/// Names that stand for nobody, companies of families, and everything else that is only a name.
#[test]
fn a_name_alone_never_suspects() {
    let names = [
        "Test",
        "Dummy",
        "John Doe",
        "Max Mustermann",
        "Test Account",
        "foo",
        "Smith, Brown and Jones",
        "Smith-Jones",
    ];
    for field in ["Name", "FirstName", "LastName", "Company", "Account Name", "Contact Name"] {
        for name in names {
            let suspicion = detector().look([(field, name)]);
            assert!(!suspicion.is_raised(), "{field}: {name} {suspicion:?}");
        }
    }
    let alone = detector().look([("FirstName", "Test"), ("LastName", "Dummy"), ("Company", "Test Company")]);
    assert_eq!((alone.score, codes(&alone)), (0, vec![C::PlaceholderName]));
    let other = [("Phone", "460-849-2711x6129"), ("Title", "Engineer, water")];
    let (without, with) =
        (detector().look(other), detector().look(other.into_iter().chain([("LastName", "Dummy")])));
    assert!(without.score < with.score, "it adds to others: {without:?} {with:?}");
}

/// Records as people have them, each with one thing that looks made up.
#[test]
fn what_happens_to_real_people_stays_below_the_threshold() {
    for record in [
        [
            ("Company", "Smith, Brown and Jones"),
            ("Website", "http://www.smith-brown.com/"),
            ("MailingCity", "Nashville"),
        ],
        [("Company", "Johnson Group"), ("Birthdate", "1900-01-01"), ("Phone", "202-456-1111x123")],
        [("MailingCity", "Allenview"), ("Company", "Walker Inc"), ("Email", "jim@walker.com")],
        [("Phone", "9999999999"), ("Birthdate", "1970-01-01"), ("Company", "Acme")],
    ] {
        let suspicion = detector().look(record);
        assert!(!suspicion.is_raised(), "{suspicion:?}");
    }
}

#[test]
fn the_score_is_what_grounds_leave_of_each_other_and_each_counts_once() {
    let one = Suspicion::default().with(C::PhoneExtension, "Phone");
    assert_eq!((one.score, one.is_raised()), (25, false));
    assert_eq!(one.clone().with(C::PhoneExtension, "Fax"), one, "once");
    let two = one.with(C::RepeatedRow, "");
    assert_eq!((two.score, codes(&two)), (51, vec![C::RepeatedRow, C::PhoneExtension]));
    assert!(two.is_raised());
    let twice = detector().look([("Email", "a@example.com"), ("Email2", "b@example.com")]);
    assert_eq!((twice.score, twice.grounds[0].field.as_str(), twice.grounds.len()), (90, "Email", 1));
    assert_eq!(Suspicion::default().with(C::PlaceholderName, "Name").score, 0);
    assert_eq!(detector().look([]), Suspicion::default());
}

#[test]
fn without_a_time_nothing_is_said_of_births_to_come() {
    let birth = [("Birthdate", "2999-01-01")];
    assert_eq!(Detector::new().look(birth), Suspicion::default());
    assert_eq!(codes(&detector().look(birth)), [C::ImpossibleDate]);
    assert_eq!(codes(&Detector::new().look([("Birthdate", "1978-02-30")])), [C::ImpossibleDate]);
}

#[test]
fn codes_are_stable_names_in_the_order_of_their_weights() {
    let names: BTreeSet<_> = C::ALL.iter().map(|code| code.code()).collect();
    assert_eq!(names.len(), C::ALL.len());
    assert!(C::ALL.is_sorted() && C::ALL.is_sorted_by_key(|code| std::cmp::Reverse(code.weight())));
    for (at, code) in C::ALL.into_iter().enumerate() {
        assert_eq!(code as usize, at);
        assert!(code.code().bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'), "{}", code.code());
        assert!(!code.title().ends_with('.') && code.title().len() > 10 && (1..100).contains(&code.weight()));
    }
}

/// Every row of the data files is of use and has a source.
#[test]
fn every_published_number_is_found_and_says_where_it_is_from() {
    let rows = |text: &'static str| {
        let lines = text.lines().filter(|line| !line.starts_with('#')).skip(1);
        lines.map(|line| line.split('\t').collect::<Vec<_>>()).collect::<Vec<_>>()
    };
    for row in rows(include_str!("data/fictional_phones.tsv")) {
        let [country, code, first, last, _home, source, read, looked_at] = row[..] else { panic!("{row:?}") };
        for number in [first, last] {
            let number = number.replace('x', "3");
            let international = format!("+{code} {}", number.strip_prefix('0').unwrap_or(&number));
            assert_eq!(of("Phone", &international), [C::FictionalPhone], "{country} {international}");
        }
        let are_dated = source.starts_with("https://") && !read.is_empty() && looked_at.len() == 10;
        assert!(are_dated && first.len() == last.len() && first <= last, "{row:?}");
    }
    for row in rows(include_str!("data/test_cards.tsv")) {
        let [number, provider, source, read, looked_at] = row[..] else { panic!("{row:?}") };
        assert_eq!(of("Card__c", number), [C::TestCard], "{number}");
        assert!(
            !provider.is_empty()
                && source.starts_with("https://")
                && !read.is_empty()
                && looked_at.len() == 10
        );
    }
}

/// What generators gave under seeds that people take: drawn by Faker 40.63.0, and kept as hashes alone.
#[test]
fn values_of_usual_seeds_are_known() {
    for (field, value) in [
        ("Phone", "538.990.8386"),
        ("MailingStreet", "0487 Hull Village Suite 759"),
        ("MailingStreet", "Kriemhild-Klapp-Platz 0\n59797 Bremen"),
        ("Phone", "+49 (0) 1087 318719"),
    ] {
        assert!(of(field, value).contains(&C::DefaultSeed), "{field}: {value}");
    }
}

/// The contacts of the samples that nobody marked, in each shape that rows are read from: 288 in each file that has them all.
#[test]
fn every_contact_of_the_samples_that_nothing_marks_is_suspected() {
    let folder = touchmark_tests::room("data/samples");
    let mut found = BTreeMap::new();
    for path in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if !["csv", "json"].iter().any(|ending| path.extension().is_some_and(|found| found == *ending)) {
            continue;
        }
        let Ok(mut rows) = Rows::open(&path, Reading::default()) else { continue };
        while let Ok(Some(row)) = rows.next_row() {
            let Ok(values) = row.values() else { continue };
            let texts: Vec<_> = values.iter().map(|(name, value)| (&**name, text_of(value))).collect();
            let of = |name: &str| texts.iter().find(|(known, _)| *known == name).map(|(_, text)| &**text);
            if of("Email").is_none_or(str::is_empty) || of("Synthetic_Data__c") != Some("false") {
                continue;
            }
            let suspicion = detector().look(texts.iter().map(|(name, text)| (*name, &**text)));
            assert!(
                suspicion.is_raised() && codes(&suspicion).contains(&C::ReservedDomain),
                "{name} {}",
                row.place()
            );
            *found.entry(name.clone()).or_insert(0) += 1;
        }
    }
    for name in ["bulk_query_Contact.csv", "rest_query_Contact.json"] {
        assert_eq!(found.get(name), Some(&288), "{found:?}");
    }
    assert!(found.len() > 3, "{found:?}");
}

/// Pieces of what detectors look for, so that text near to it is tried as well.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "\\PC{0,6}",
        "[0-9]{1,20}",
        "[-+ ./()x@:,\n]{1,3}",
        proptest::sample::select(vec![
            "example.",
            "example",
            ".com",
            ".test",
            "//",
            "@",
            "2001:db8:",
            "192.0.2.",
            "(0)",
            "+44",
            "+",
            "00",
            "555",
            "0123",
            "001-",
            "Port ",
            "Allen",
            "burgh",
            " and ",
            ", ",
            "Smith",
            "Bourg",
            "Apt.",
            "lorem ipsum",
            "é",
            "村上",
            " Street",
            "1978-",
            "-30",
            "T",
        ])
        .prop_map(str::to_owned),
    ];
    proptest::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn no_text_panics_and_grounds_never_hold_a_value(field in "[A-Za-z_ ]{0,12}", value in pieces(), other in pieces()) {
        let suspicion = detector().look([(&*field, &*value), ("Birthdate", &*other), ("Phone", &*value), ("MailingCity", &*other)]);
        for ground in &suspicion.grounds {
            prop_assert!([&*field, "Birthdate", "Phone", "MailingCity"].contains(&&*ground.field));
        }
        prop_assert!(suspicion.score <= 100 && suspicion.grounds.is_sorted_by_key(|ground| ground.code));
        for ground in detector().look_at_text(&value).grounds {
            prop_assert!(ground.field.is_empty());
        }
    }
}
