//! A strict I-JSON reader (RFC 8259 narrowed by RFC 7493) that borrows from its text.
//!
//! The tree it yields is the tree that is verified and the tree that is read: there is no second parser for a
//! duplicate key, a lone surrogate or a rounded number to hide between. Members are kept in RFC 8785 order
//! (UTF-16 code units), so canonicalising is a walk and a duplicate is a neighbour.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::cmp::Ordering;
use core::fmt;

use crate::decimal::Decimal;
use crate::sort::heapsort;
use crate::text::{self, joined};

/// Up to as many members it is faster to look at every name than to search: most differ in length.
const SMALL: usize = 16;

/// Deepest nesting accepted (profile §6).
pub const MAX_DEPTH: usize = 32;

/// The largest integer that every JSON implementation carries without loss (RFC 7493 §2.2).
const MAX_SAFE_INTEGER: u64 = (1 << 53) - 1;

/// One JSON value, borrowing from the text it was read from.
#[derive(Clone, Debug, PartialEq)]
pub enum Value<'a> {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number, as written.
    Number(Number<'a>),
    /// A string, unescaped.
    String(Cow<'a, str>),
    /// An array.
    Array(Vec<Value<'a>>),
    /// An object.
    Object(Object<'a>),
}

impl<'a> Value<'a> {
    /// The string, if it is one.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    /// The object, if it is one.
    pub fn as_object(&self) -> Option<&Object<'a>> {
        match self {
            Self::Object(object) => Some(object),
            _ => None,
        }
    }

    /// The array's values, if it is one.
    pub fn as_array(&self) -> Option<&[Value<'a>]> {
        match self {
            Self::Array(values) => Some(values),
            _ => None,
        }
    }

    /// The boolean, if it is one.
    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Self::Bool(value) => Some(*value),
            _ => None,
        }
    }

    /// The number, if it is one.
    pub fn as_number(&self) -> Option<&Number<'a>> {
        match self {
            Self::Number(number) => Some(number),
            _ => None,
        }
    }

    /// Whether it is `null`.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// The same value, free of the text it was read from.
    pub fn into_owned<'b>(self) -> Value<'b> {
        match self {
            Self::Null => Value::Null,
            Self::Bool(value) => Value::Bool(value),
            Self::Number(Number { text }) => Value::Number(Number { text: Cow::Owned(text.into_owned()) }),
            Self::String(text) => Value::String(Cow::Owned(text.into_owned())),
            Self::Array(values) => Value::Array(values.into_iter().map(Value::into_owned).collect()),
            Self::Object(object) => Value::Object(object.into_owned()),
        }
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Self::String(Cow::Borrowed(text))
    }
}

impl From<String> for Value<'_> {
    fn from(text: String) -> Self {
        Self::String(Cow::Owned(text))
    }
}

impl From<bool> for Value<'_> {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

/// A number exactly as it was written; its grammar is checked, its value is finite.
#[derive(Clone, Debug, PartialEq)]
pub struct Number<'a> {
    text: Cow<'a, str>,
}

impl<'a> Number<'a> {
    /// The text as written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether it is below zero or `-0`, and its magnitude, exactly.
    pub fn to_decimal(&self) -> (bool, Decimal) {
        let (is_negative, magnitude) = text::without_sign(&self.text);
        (is_negative, Decimal::read(magnitude))
    }

    /// The value, if it was written as an integer within ±(2^53−1).
    pub fn to_integer(&self) -> Option<i64> {
        let (is_negative, digits) = text::without_sign(&self.text);
        let value = text::digits(digits).filter(|value| *value <= MAX_SAFE_INTEGER)?;
        let value = i64::try_from(value).ok()?;
        Some(if is_negative { -value } else { value })
    }

    fn is_written_as_integer(&self) -> bool {
        !self.text.bytes().any(|byte| matches!(byte, b'.' | b'e' | b'E'))
    }

    /// Whether no double holds it (RFC 7493 §2.2): from 1.7976931348623158e308 on, the largest double's shortest decimal and
    /// one.
    fn overflows(&self) -> bool {
        // Of a few digits without an exponent there is nothing to ask.
        let is_short = self.text.len() < 300 && !self.text.bytes().any(|byte| matches!(byte, b'e' | b'E'));
        !is_short && self.to_decimal().1 >= Decimal::read("1.7976931348623158e308")
    }
}

/// An object: unique names, in UTF-16 order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Object<'a> {
    members: Vec<(Cow<'a, str>, Value<'a>)>,
}

impl<'a> Object<'a> {
    /// Builds an object from members in any order. Of members with one name it is not said which stands.
    pub fn from_members(mut members: Vec<(Cow<'a, str>, Value<'a>)>) -> Self {
        sort_members(&mut members);
        members.dedup_by(|(later, _), (earlier, _)| later == earlier);
        Self { members }
    }

    /// The value with that name.
    pub fn get(&self, name: &str) -> Option<&Value<'a>> {
        self.get_key_value(name).map(|(_, value)| value)
    }

    /// The name as it stands here, and its value.
    pub fn get_key_value(&self, name: &str) -> Option<(&str, &Value<'a>)> {
        let at = if self.members.len() <= SMALL {
            self.members
                .iter()
                .position(|(member, _)| member.len() == name.len() && utf16_order(member, name).is_eq())?
        } else {
            self.position(name).ok()?
        };
        self.members.get(at).map(|(name, value)| (name.as_ref(), value))
    }

    /// The text with that name; `None` where it is absent or anything else.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.get(name)?.as_str()
    }

    /// The array with that name; nothing where it is absent or anything else.
    pub fn list(&self, name: &str) -> &[Value<'a>] {
        self.get(name).and_then(Value::as_array).unwrap_or_default()
    }

    /// The object with that name; `None` where it is absent or anything else.
    pub fn object(&self, name: &str) -> Option<&Object<'a>> {
        self.get(name)?.as_object()
    }

    /// Name and value of every member, in UTF-16 order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &Value<'a>)> + Clone {
        self.members.iter().map(|(name, value)| (name.as_ref(), value))
    }

    /// Where the member with that name is, or would be.
    fn position(&self, name: &str) -> Result<usize, usize> {
        self.members.binary_search_by(|(member, _)| utf16_order(member, name))
    }

    /// How many members.
    pub fn len(&self) -> usize {
        self.members.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    /// Takes the value with that name out.
    pub fn take(&mut self, name: &str) -> Option<Value<'a>> {
        Some(self.members.remove(self.position(name).ok()?).1)
    }

    /// Puts a value in its place, over one of the same name.
    pub fn insert(&mut self, name: Cow<'a, str>, value: Value<'a>) {
        match self.position(&name) {
            Ok(at) => drop(self.members.get_mut(at).map(|member| member.1 = value)),
            Err(at) => self.members.insert(at, (name, value)),
        }
    }

    /// Keeps the members of which `keep` says so; it may change values.
    pub fn retain(&mut self, keep: &mut dyn FnMut(&mut Cow<'a, str>, &mut Value<'a>) -> bool) {
        self.members.retain_mut(|(name, value)| keep(name, value));
    }

    /// The same object, free of the text it was read from.
    pub fn into_owned<'b>(self) -> Object<'b> {
        let members = self.members.into_iter();
        let owned = members.map(|(name, value)| (Cow::Owned(name.into_owned()), value.into_owned()));
        Object { members: owned.collect() }
    }

    /// The members, owned.
    pub fn into_members(self) -> Vec<(Cow<'a, str>, Value<'a>)> {
        self.members
    }
}

/// An object of the members that are there.
pub fn object<'a>(members: impl IntoIterator<Item = (Cow<'a, str>, Option<Value<'a>>)>) -> Value<'a> {
    let present = members.into_iter().filter_map(|(name, value)| Some((name, value?)));
    Value::Object(Object::from_members(present.collect()))
}

/// An array of texts.
pub fn texts<'a>(texts: impl IntoIterator<Item = &'a str>) -> Value<'a> {
    Value::Array(texts.into_iter().map(Value::from).collect())
}

/// What the reader refused, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JsonError {
    /// What.
    pub kind: JsonErrorKind,
    /// Byte offset in the text.
    pub offset: usize,
}

/// Why a text is not I-JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum JsonErrorKind {
    /// The text ends too early.
    UnexpectedEnd,
    /// A character that cannot stand here.
    UnexpectedCharacter,
    /// Something follows the value.
    TrailingData,
    /// The text starts with a byte order mark.
    ByteOrderMark,
    /// A name occurs twice in one object.
    DuplicateName,
    /// A surrogate without its pair.
    LoneSurrogate,
    /// A code point that Unicode reserves as no character.
    Noncharacter,
    /// A control character that must be escaped.
    ControlCharacter,
    /// An escape that JSON does not know.
    BadEscape,
    /// A number that is not of JSON's grammar.
    BadNumber,
    /// A number that a double cannot hold, or an integer beyond ±(2^53−1).
    NumberOutOfRange,
    /// Nested deeper than [`MAX_DEPTH`].
    TooDeep,
}

impl JsonErrorKind {
    fn text(self) -> &'static str {
        match self {
            Self::UnexpectedEnd => "the text ends too early",
            Self::UnexpectedCharacter => "unexpected character",
            Self::TrailingData => "something follows the value",
            Self::ByteOrderMark => "the text starts with a byte order mark; save it as UTF-8 without one",
            Self::DuplicateName => "a name occurs twice in one object",
            Self::LoneSurrogate => "a surrogate escape without its pair",
            Self::Noncharacter => "a code point that is no character",
            Self::ControlCharacter => "a control character that must be escaped",
            Self::BadEscape => "an escape that JSON does not know",
            Self::BadNumber => "not a JSON number",
            Self::NumberOutOfRange => "a number that cannot be carried without loss",
            Self::TooDeep => "nested deeper than 32 levels",
        }
    }
}

impl fmt::Display for JsonErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text())
    }
}

impl JsonError {
    /// What [`fmt::Display`] writes, without the machinery of formatting.
    pub fn to_text(self) -> String {
        let mut text = joined(&[self.kind.text(), " (at byte "]);
        text::push_decimal(u64::try_from(self.offset).unwrap_or(u64::MAX), 1, &mut text);
        text.push(')');
        text
    }
}

impl fmt::Display for JsonError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_text())
    }
}

impl core::error::Error for JsonError {}

/// Reads one strict I-JSON value. Linear in the text, up to the sorting of members.
///
/// # Errors
/// Refuses whatever RFC 7493 forbids: duplicate names, lone surrogates, noncharacters, a byte order mark, integers
/// beyond ±(2^53−1), numbers that overflow a double, data after the value; nesting beyond [`MAX_DEPTH`].
pub fn parse(text: &str) -> Result<Value<'_>, JsonError> {
    Reader::new(text, true).document()
}

/// Reads a record view: as [`parse`], but long integers and noncharacters are let through, because a view shows what
/// a record holds. What cannot be compared without loss is found out field by field.
///
/// # Errors
/// As [`parse`].
pub fn parse_view(text: &str) -> Result<Value<'_>, JsonError> {
    Reader::new(text, false).document()
}

/// Puts members in UTF-16 order. Most texts have them in it.
fn sort_members(members: &mut [(Cow<'_, str>, Value<'_>)]) {
    if !members.is_sorted_by(|(a, _), (b, _)| utf16_order(a, b) != Ordering::Greater) {
        heapsort(members, &|(a, _), (b, _)| utf16_order(a, b) == Ordering::Less);
    }
}

/// RFC 8785 §3.2.3: names sort by UTF-16 code units. UTF-8 bytes sort the same, save that characters beyond the
/// basic plane (lead byte ≥ F0, surrogates in UTF-16) come before U+E000–U+FFFF (lead bytes EE and EF).
pub fn utf16_order(a: &str, b: &str) -> Ordering {
    for (&x, &y) in a.as_bytes().iter().zip(b.as_bytes()) {
        if x != y {
            let is_beyond_ascending = x >= 0xEE && y >= 0xEE && (x >= 0xF0) != (y >= 0xF0);
            return if is_beyond_ascending { y.cmp(&x) } else { x.cmp(&y) };
        }
    }
    a.len().cmp(&b.len())
}

/// How many bytes at the start mean themselves in a JSON string: ASCII without controls, quotation mark and backslash.
/// Most of a seal is such text, so it is looked at eight bytes at a time.
pub fn plain_run(bytes: &[u8]) -> usize {
    const ONES: u64 = u64::MAX / 255;
    const HIGHS: u64 = ONES << 7;
    // Subtracting one sets the highest bit of a byte that was 0. A borrow disturbs only the bytes above it, and the
    // lowest one found is what counts.
    let zeros = |word: u64| word.wrapping_sub(ONES) & !word;
    let mut run = 0;
    let (words, rest) = bytes.as_chunks::<8>();
    for word in words {
        let word = u64::from_le_bytes(*word);
        let quotes = zeros(word ^ (ONES * u64::from(b'"')));
        let backslashes = zeros(word ^ (ONES * u64::from(b'\\')));
        let controls = word.wrapping_sub(ONES * 0x20) & !word;
        let found = (quotes | backslashes | controls | word) & HIGHS;
        if found != 0 {
            return run + found.trailing_zeros() as usize / 8;
        }
        run += 8;
    }
    let is_plain = |byte: u8| (0x20..0x80).contains(&byte) && byte != b'"' && byte != b'\\';
    run + rest.iter().take_while(|&&byte| is_plain(byte)).count()
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
    strict: bool,
    /// The first thing refused. Nothing is left to read after it, so every loop ends: one way out is less code than a way
    /// out at each step.
    flaw: Option<JsonError>,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str, strict: bool) -> Self {
        Self { text, at: 0, depth: 0, strict, flaw: None }
    }

    fn document(mut self) -> Result<Value<'a>, JsonError> {
        if self.text.starts_with('\u{feff}') {
            self.refuse(JsonErrorKind::ByteOrderMark);
        }
        let value = self.value();
        self.skip_space();
        if self.peek().is_some() {
            self.refuse(JsonErrorKind::TrailingData);
        }
        match self.flaw {
            None => Ok(value),
            Some(error) => Err(error),
        }
    }

    fn value(&mut self) -> Value<'a> {
        self.skip_space();
        match self.peek() {
            Some(b'{') => self.nested(Self::object),
            Some(b'[') => self.nested(Self::array),
            Some(b'"') => Value::String(self.string()),
            Some(b'-' | b'0'..=b'9') => Value::Number(self.number()),
            Some(b't') => self.word("true", Value::Bool(true)),
            Some(b'f') => self.word("false", Value::Bool(false)),
            Some(b'n') => self.word("null", Value::Null),
            _ => {
                self.refuse_next();
                Value::Null
            }
        }
    }

    fn nested(&mut self, read: fn(&mut Self) -> Value<'a>) -> Value<'a> {
        if self.depth == MAX_DEPTH {
            self.refuse(JsonErrorKind::TooDeep);
            return Value::Null;
        }
        self.depth += 1;
        self.at += 1;
        let value = read(self);
        self.depth -= 1;
        value
    }

    fn array(&mut self) -> Value<'a> {
        let mut values = Vec::new();
        self.skip_space();
        if !self.take(b']') {
            loop {
                values.push(self.value());
                if self.ends(b']') {
                    break;
                }
            }
        }
        Value::Array(values)
    }

    fn object(&mut self) -> Value<'a> {
        let start = self.at;
        let mut members: Vec<(Cow<'a, str>, Value<'a>)> = Vec::new();
        let mut ascending = true;
        self.skip_space();
        if self.take(b'}') {
            return Value::Object(Object { members });
        }
        loop {
            self.skip_space();
            if self.peek() != Some(b'"') {
                self.refuse_next();
                break;
            }
            let name = self.string();
            self.skip_space();
            if !self.take(b':') {
                self.refuse_next();
            }
            let value = self.value();
            if let Some((last, _)) = members.last() {
                ascending &= utf16_order(last, &name) == Ordering::Less;
            }
            members.push((name, value));
            if self.ends(b'}') {
                break;
            }
        }
        if !ascending {
            sort_members(&mut members);
            if members.iter().zip(members.iter().skip(1)).any(|((a, _), (b, _))| a == b) {
                self.refuse_at(JsonErrorKind::DuplicateName, start);
            }
        }
        Value::Object(Object { members })
    }

    /// Whether an item was the last; otherwise a comma follows it.
    fn ends(&mut self, bracket: u8) -> bool {
        self.skip_space();
        if self.take(bracket) {
            return true;
        }
        let is_more = self.take(b',');
        if !is_more {
            self.refuse_next();
        }
        !is_more
    }

    fn string(&mut self) -> Cow<'a, str> {
        self.at += 1;
        let start = self.at;
        let mut unescaped = String::new();
        // Where what was not copied begins: an escaped character that stands for itself does.
        let mut run = start;
        loop {
            self.at += plain_run(self.text.as_bytes().get(self.at..).unwrap_or_default());
            match self.peek() {
                Some(b'"') => break,
                Some(b'\\') => {
                    unescaped.push_str(self.slice(run, self.at));
                    self.at += 1;
                    run = self.at;
                    // A seal in a record is JSON in JSON: nearly every escape is the first of these.
                    if matches!(self.peek(), Some(b'"' | b'\\' | b'/')) {
                        self.at += 1;
                    } else {
                        unescaped.push(self.escape());
                        run = self.at;
                    }
                }
                Some(0x80..) => {
                    if let Some(character) = self.text.get(self.at..).and_then(|rest| rest.chars().next()) {
                        self.check_character(character);
                        self.at += character.len_utf8();
                    }
                }
                Some(_) => self.refuse(JsonErrorKind::ControlCharacter),
                None => {
                    self.refuse(JsonErrorKind::UnexpectedEnd);
                    break;
                }
            }
        }
        let tail = self.slice(run, self.at);
        self.at += 1;
        if run == start {
            return Cow::Borrowed(tail);
        }
        unescaped.push_str(tail);
        Cow::Owned(unescaped)
    }

    fn check_character(&mut self, character: char) {
        let code = u32::from(character);
        let is_noncharacter = code & 0xFFFE == 0xFFFE || (0xFDD0..=0xFDEF).contains(&code);
        if self.strict && is_noncharacter {
            self.refuse(JsonErrorKind::Noncharacter);
        }
    }

    /// Reads what follows a backslash, where that is not the character itself.
    fn escape(&mut self) -> char {
        let character = match self.peek() {
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => {
                let character = self.unicode_escape();
                self.check_character(character);
                return character;
            }
            next => {
                self.refuse(match next {
                    Some(_) => JsonErrorKind::BadEscape,
                    None => JsonErrorKind::UnexpectedEnd,
                });
                '\0'
            }
        };
        self.at += 1;
        character
    }

    fn unicode_escape(&mut self) -> char {
        let start = self.at;
        let mut code = self.four_hex();
        if (0xD800..=0xDFFF).contains(&code) {
            let is_high = code < 0xDC00 && self.take(b'\\') && self.peek() == Some(b'u');
            let low = if is_high { self.four_hex() } else { 0 };
            if !(0xDC00..=0xDFFF).contains(&low) {
                self.refuse_at(JsonErrorKind::LoneSurrogate, start);
                return '\0';
            }
            code = 0x1_0000 + ((code - 0xD800) << 10) + (low - 0xDC00);
        }
        char::from_u32(code).unwrap_or_default()
    }

    /// Reads `uXXXX`, standing on the `u`.
    fn four_hex(&mut self) -> u32 {
        let digits = self.text.get(self.at + 1..self.at + 5).unwrap_or_default();
        let mut value = 0;
        for digit in digits.chars() {
            match digit.to_digit(16) {
                Some(digit) => value = value << 4 | digit,
                None => self.refuse(JsonErrorKind::BadEscape),
            }
        }
        if digits.is_empty() {
            self.refuse(JsonErrorKind::BadEscape);
        }
        self.at += 5;
        value
    }

    fn number(&mut self) -> Number<'a> {
        let start = self.at;
        self.take(b'-');
        if !self.take(b'0') {
            self.digits();
        }
        if self.take(b'.') {
            self.digits();
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.at += 1;
            if !self.take(b'+') {
                self.take(b'-');
            }
            self.digits();
        }
        let number = Number { text: Cow::Borrowed(self.slice(start, self.at)) };
        let is_safe = !self.strict || !number.is_written_as_integer() || number.to_integer().is_some();
        if !is_safe || number.overflows() {
            self.refuse_at(JsonErrorKind::NumberOutOfRange, start);
        }
        number
    }

    fn digits(&mut self) {
        if !matches!(self.peek(), Some(b'0'..=b'9')) {
            self.refuse(JsonErrorKind::BadNumber);
        }
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
    }

    fn word(&mut self, word: &str, value: Value<'a>) -> Value<'a> {
        if !self.text.get(self.at..).is_some_and(|rest| rest.starts_with(word)) {
            self.refuse(JsonErrorKind::UnexpectedCharacter);
        }
        self.at += word.len();
        value
    }

    fn skip_space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn take(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    fn slice(&self, start: usize, end: usize) -> &'a str {
        self.text.get(start..end).unwrap_or_default()
    }

    /// What stands here, or that nothing does, cannot be.
    #[cold]
    fn refuse_next(&mut self) {
        self.refuse(match self.peek() {
            Some(_) => JsonErrorKind::UnexpectedCharacter,
            None => JsonErrorKind::UnexpectedEnd,
        });
    }

    #[cold]
    fn refuse(&mut self, kind: JsonErrorKind) {
        self.refuse_at(kind, self.at);
    }

    #[cold]
    #[inline(never)]
    fn refuse_at(&mut self, kind: JsonErrorKind, offset: usize) {
        self.flaw.get_or_insert(JsonError { kind, offset });
        self.text = "";
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn refusal(text: &str) -> JsonErrorKind {
        parse(text).expect_err(text).kind
    }

    #[test]
    fn reads_every_kind_of_value() {
        let value = parse(r#" {"b":[1,-2.5e3,true,false,null,"x\u00e9\ud83d\ude00\n"],"a":{}} "#).unwrap();
        let object = value.as_object().unwrap();
        assert_eq!(object.iter().map(|(name, _)| name).collect::<Vec<_>>(), ["a", "b"]);
        assert!(!object.is_empty() && object.get("a").unwrap().as_object().unwrap().is_empty());
        let items = object.get("b").unwrap().as_array().unwrap();
        assert_eq!(items[1].as_number().unwrap().to_decimal(), (true, Decimal::read("2500")));
        assert_eq!(items[5].as_str(), Some("xé😀\n"));
    }

    #[test]
    fn refuses_what_i_json_forbids() {
        use JsonErrorKind::*;
        for (text, kind) in [
            (r#"{"a":1,"a":2}"#, DuplicateName),
            (r#"{"a":1,"b":0,"\u0061":2}"#, DuplicateName),
            (r#""\ud800""#, LoneSurrogate),
            (r#""\udc00\ud800""#, LoneSurrogate),
            (r#""\ud800\u0041""#, LoneSurrogate),
            (r#""\ud83d\xde00""#, LoneSurrogate),
            (r#""\udc00\udc00""#, LoneSurrogate),
            (r#""\udc00udc00""#, LoneSurrogate),
            ("\u{feff}{}", ByteOrderMark),
            ("{} x", TrailingData),
            ("9007199254740992", NumberOutOfRange),
            ("1e400", NumberOutOfRange),
            ("01", TrailingData),
            ("1.", BadNumber),
            ("-", BadNumber),
            ("NaN", UnexpectedCharacter),
            ("nul", UnexpectedCharacter),
            ("\"\u{1}\"", ControlCharacter),
            (r#""\x""#, BadEscape),
            (r#""\u12g4""#, BadEscape),
            (r#""\uFFFE""#, Noncharacter),
            ("\"\u{fdd0}\"", Noncharacter),
            ("\"abc", UnexpectedEnd),
            ("[1,]", UnexpectedCharacter),
            ("[1", UnexpectedEnd),
            ("{1:2}", UnexpectedCharacter),
            ("", UnexpectedEnd),
        ] {
            assert_eq!(refusal(text), kind, "{text}");
        }
    }

    #[test]
    fn a_refusal_says_what_and_where() {
        let error = parse("[1,]").unwrap_err();
        assert_eq!(error.kind.to_string(), "unexpected character");
        assert_eq!(error.to_string(), "unexpected character (at byte 3)");
    }

    #[test]
    fn nesting_stops_at_the_limit() {
        let nested = |n: usize| "[".repeat(n) + &"]".repeat(n);
        assert!(parse(&nested(MAX_DEPTH)).is_ok());
        assert_eq!(refusal(&nested(MAX_DEPTH + 1)), JsonErrorKind::TooDeep);
        assert_eq!(refusal(&"[".repeat(1_000_000)), JsonErrorKind::TooDeep);
    }

    #[test]
    fn numbers_that_no_double_holds_are_refused() {
        let zeros = "0".repeat(292);
        for (text, is_read) in [
            ("1.7976931348623157e308", true),
            ("-1.7976931348623157E+308", true),
            ("1.7976931348623158e308", false),
            ("-1e309", false),
            ("1e400", false),
            ("1e-400", true),
            (&["17976931348623157", &zeros].concat(), true),
            (&["17976931348623158", &zeros].concat(), false),
            (&["0.", &zeros, &zeros, "1"].concat(), true),
        ] {
            let text = &["[", text, "]"].concat();
            assert_eq!(parse_view(text).is_ok(), is_read, "{text}");
        }
    }

    #[test]
    fn a_view_keeps_long_numbers_for_the_fields_to_judge() {
        assert_eq!(parse_view("9007199254740993").unwrap().as_number().unwrap().as_str(), "9007199254740993");
        assert!(parse_view("1e999").is_err());
    }

    proptest! {
        #[test]
        fn never_panics(text in any::<String>()) {
            let _ = parse(&text);
            let _ = parse_view(&text);
        }

        #[test]
        fn sorts_members(names in proptest::collection::vec(".{0,3}", 0..40), other in ".{0,1}") {
            let members = names.iter().map(|name| (Cow::Borrowed(name.as_str()), Value::Null)).collect();
            let sorted = Object::from_members(members);
            prop_assert!(names.iter().all(|name| sorted.get(name).is_some()));
            prop_assert_eq!(sorted.get(&other).is_some(), names.contains(&other));
            let mut expected: Vec<Vec<u16>> = names.iter().map(|name| name.encode_utf16().collect()).collect();
            expected.sort();
            expected.dedup();
            prop_assert_eq!(sorted.iter().map(|(name, _)| name.encode_utf16().collect()).collect::<Vec<Vec<u16>>>(), expected);
        }

        #[test]
        fn orders_names_by_utf16(a in any::<String>(), b in any::<String>()) {
            let units = |text: &str| text.encode_utf16().collect::<Vec<_>>();
            prop_assert_eq!(utf16_order(&a, &b), units(&a).cmp(&units(&b)));
        }

        #[test]
        fn agrees_with_serde_json_on_what_both_accept(text in r#"[\[\]{}",:0-9a-e\\ .+-]{0,24}"#) {
            if let Ok(value) = parse(&text) {
                let theirs: serde_json::Value = serde_json::from_str(&text).unwrap();
                prop_assert_eq!(value.as_array().map(<[_]>::len), theirs.as_array().map(Vec::len));
            }
        }
    }
}
