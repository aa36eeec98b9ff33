//! Companies, towns, streets, phrases and sentences as generators put them together.

use super::ground::GroundCode;
use super::known::{Known, List};
use super::shape::{
    self, COMMA, DIGIT, DOT, EXTENSION, HYPHEN, LETTER, LINE, Shape, WIDE, is_company, is_named,
};

/// Words that every other word of an English text is; in text of words drawn by lot they are as rare as any.
const SMALL_WORDS: [&str; 24] = [
    "the", "a", "an", "of", "to", "and", "in", "is", "for", "on", "with", "that", "at", "by", "we", "i",
    "you", "are", "was", "it", "our", "be", "as", "from",
];

/// What a value with letters in it is.
pub(super) fn look(known: &Known, field: &str, value: &str, shape: Shape, mut found: impl FnMut(GroundCode)) {
    if value.len() > 2_000 {
        return;
    }
    if value.len() <= 24 && shape.is_of(LETTER | EXTENSION | shape::SPACE) {
        if known.has(List::Placeholder, value) {
            found(GroundCode::Placeholder);
        } else if known.has(List::Nobody, value) && (is_named(field, &["name"]) || is_company(field)) {
            found(GroundCode::PlaceholderName);
        }
    }
    if value.len() <= 60 && !shape.has(DIGIT | LINE) {
        if let Some(company) = company(known, value, shape)
            && is_company(field)
        {
            found(company);
        }
        if shape.spaces <= 1
            && !shape.has(COMMA | DOT)
            && is_invented_town(known, value, shape)
            && is_named(field, shape::TOWN)
        {
            found(GroundCode::InventedTown);
        }
    }
    if shape.has(DIGIT) && shape.spaces >= 1 && value.len() <= 120 {
        // Faker's Japanese streets: a number, a name and `Street`.
        if shape.has(WIDE) && shape.spaces == 2 && value.ends_with(" Street") && is_japanese(value) {
            found(GroundCode::StreetOfTwoScripts);
        } else if has_invented_street(known, value, shape) {
            found(GroundCode::InventedStreet);
        }
    }
    if shape.spaces < 2 {
        return;
    }
    if shape.spaces <= 6 && is_catch_phrase(known, value) {
        found(GroundCode::CatchPhrase);
    }
    if shape.spaces >= 3 && is_lorem(known, value) {
        found(GroundCode::LoremIpsum);
    } else if shape.spaces >= 7 && shape.has(DOT) && is_drawn_by_lot(known, value) {
        found(GroundCode::RandomSentence);
    }
}

fn company(known: &Known, value: &str, shape: Shape) -> Option<GroundCode> {
    let is_family = |name: &str| starts_upper(name) && known.has(List::Family, name);
    if shape.has(COMMA) {
        let (one, others) = value.split_once(", ")?;
        let (two, three) = others.split_once(" and ")?;
        return [one, two, three].into_iter().all(is_family).then_some(GroundCode::CompanyOfNames);
    }
    if shape.has(HYPHEN) && shape.spaces == 0 {
        let (one, other) = value.split_once('-')?;
        return (is_family(one) && is_family(other)).then_some(GroundCode::CompanyOfNames);
    }
    let (name, kind) = at_space(value, shape)?;
    (matches!(kind, "Group" | "PLC" | "Ltd" | "Inc" | "LLC" | "and Sons") && is_family(name))
        .then_some(GroundCode::CompanyOfName)
}

/// What stands before and after the first space.
fn at_space(value: &str, shape: Shape) -> Option<(&str, &str)> {
    let at = if shape.spaces == 0 { None } else { value.bytes().position(|byte| byte == b' ') }?;
    Some((value.get(..at)?, value.get(at + 1..)?))
}

fn starts_upper(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_uppercase())
}

fn is_invented_town(known: &Known, value: &str, shape: Shape) -> bool {
    let (is_prefixed, word) = match at_space(value, shape) {
        Some((before, word)) => {
            if !matches!(before, "East" | "Lake" | "New" | "North" | "Port" | "South" | "West") {
                return false;
            }
            (true, word)
        }
        None => (false, value),
    };
    if !starts_upper(word) || word.bytes().skip(1).any(|byte| !byte.is_ascii_lowercase()) {
        return has_capital_inside(word);
    }
    ((is_prefixed && known.has(List::Given, word))
        || known.before_town_endings(word).any(|stem| known.has_name(stem)))
        && !known.has(List::RealTown, value)
}

/// Faker's French towns: `GonzalezBourg`.
fn has_capital_inside(word: &str) -> bool {
    word.strip_suffix("Bourg").is_some_and(|before| before.ends_with(|c: char| c.is_lowercase()))
}

fn is_japanese(value: &str) -> bool {
    value.split(' ').nth(1).is_some_and(|name| {
        name.chars().all(|c| matches!(c, '\u{3040}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}' | '々'))
    })
}

fn has_invented_street(known: &Known, value: &str, shape: Shape) -> bool {
    let many_lines = shape.has(LINE);
    value.lines().any(|line| {
        let mut words = line.split(' ').peekable();
        let is_numbered = words.next_if(|word| word.bytes().all(|byte| byte.is_ascii_digit())).is_some();
        let (Some(name), Some(ending)) = (words.next(), words.next()) else { return false };
        let is_flat = match (words.next(), words.next(), words.next()) {
            (None, ..) => true,
            (Some("Apt." | "Suite"), Some(number), None) => number.bytes().all(|byte| byte.is_ascii_digit()),
            _ => false,
        };
        (is_numbered || many_lines)
            && is_flat
            && starts_upper(name)
            && known.has(List::StreetEnding, ending)
            && known.has_name(name)
    })
}

fn is_catch_phrase(known: &Known, value: &str) -> bool {
    let mut words = value.trim_end_matches('.').split(' ');
    let (Some(first), Some(second), Some(last)) = (words.next(), words.next(), words.next_back()) else {
        return false;
    };
    (known.has(List::Catch1, first) && known.has(List::Catch2, second) && known.has(List::Catch3, last))
        || (known.has(List::Bs1, first) && known.has(List::Bs2, second) && known.has(List::Bs3, last))
}

/// Words of a text without what stands around them.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split_ascii_whitespace().map(|word| word.trim_matches(['.', ',', ';', '?', '!', '"']))
}

fn is_lorem(known: &Known, value: &str) -> bool {
    value.get(..11).is_some_and(|start| start.eq_ignore_ascii_case("lorem ipsum"))
        || words(value).all(|word| known.has(List::Lorem, word))
}

/// Each word is of the list, and too few are of those that hold a sentence together.
fn is_drawn_by_lot(known: &Known, value: &str) -> bool {
    let (mut count, mut small) = (0_usize, 0_usize);
    for word in words(value) {
        if !known.has(List::Sentence, word) {
            return false;
        }
        count += 1;
        small += usize::from(SMALL_WORDS.iter().any(|other| word.eq_ignore_ascii_case(other)));
    }
    count >= 8 && small * 10 <= count
}
