//! Telephone and card numbers: those that nobody has, and forms that generators write.

use std::sync::LazyLock;

use super::ground::GroundCode;
use super::shape::{self, is_named};

/// A range of telephone numbers a line: see the head of the file.
static PHONES: &str = include_str!("data/fictional_phones.tsv");
/// A card number a line: see the head of the file.
static CARDS: &str = include_str!("data/test_cards.tsv");

/// Numbers that are nobody's, sorted.
pub(super) struct Numbers {
    ranges: Vec<Range>,
    /// The lowest and the highest number of a length that is in a range.
    bounds: [(u64, u64); MOST_DIGITS + 1],
    /// Calling codes that have a range.
    codes: Vec<&'static str>,
    cards: Vec<u64>,
}

struct Range {
    /// How many digits, as dialled at home.
    len: usize,
    first: u64,
    last: u64,
    code: &'static str,
    home: Home,
}

/// Whether a number as dialled at home is enough.
enum Home {
    /// However it is written.
    Any,
    /// Only with its digits in groups of these lengths, as [`Number`] has them.
    Grouped(u32),
    /// Only with the country's code.
    Never,
}

static NUMBERS: LazyLock<Numbers> = LazyLock::new(Numbers::read);

/// The last seven digits of a number for fiction in North America; any area code may stand before them.
const NANP: [u64; 2] = [5_550_100, 5_550_199];

impl Numbers {
    /// The one table of the process, made when first asked for.
    pub(super) fn table() -> &'static Self {
        &NUMBERS
    }

    fn read() -> Self {
        let rows = |text: &'static str| text.lines().filter(|line| !line.starts_with('#')).skip(1);
        let mut ranges: Vec<_> = rows(PHONES)
            .filter_map(|line| {
                let mut cells = line.split('\t').skip(1);
                let (code, first, last, home) = (cells.next()?, cells.next()?, cells.next()?, cells.next()?);
                Some(Range {
                    len: first.len(),
                    first: first.parse().ok()?,
                    last: last.parse().ok()?,
                    code,
                    home: match home {
                        "any" => Home::Any,
                        "never" => Home::Never,
                        groups => Home::Grouped(u32::from_str_radix(&groups.replace(' ', ""), 16).ok()?),
                    },
                })
            })
            .collect();
        ranges.sort_unstable_by_key(|range| (range.len, range.first));
        let mut codes: Vec<_> = ranges.iter().map(|range| range.code).collect();
        codes.sort_unstable();
        codes.dedup();
        let mut cards: Vec<_> =
            rows(CARDS).filter_map(|line| line.split('\t').next()?.parse().ok()).collect();
        cards.sort_unstable();
        let mut bounds = [(u64::MAX, 0); MOST_DIGITS + 1];
        for range in &ranges {
            if let Some((lowest, highest)) = bounds.get_mut(range.len) {
                *lowest = range.first.min(*lowest);
                *highest = range.last.max(*highest);
            }
        }
        Self { ranges, bounds, codes, cards }
    }

    fn range(&self, len: usize, number: u64) -> Option<&Range> {
        let (lowest, highest) = self.bounds.get(len)?;
        if number < *lowest || number > *highest {
            return None;
        }
        let after = self.ranges.partition_point(|range| (range.len, range.first) <= (len, number));
        let range = self.ranges.get(after.checked_sub(1)?)?;
        (range.len == len && number <= range.last).then_some(range)
    }

    fn is_card(&self, number: &Number) -> bool {
        (14..=19).contains(&number.len) && self.cards.binary_search(&number.value).is_ok()
    }

    fn is_fictional(&self, number: &Number) -> bool {
        if number.is_international {
            return self.is_fictional_abroad(number);
        }
        let is_american = match number.len {
            7 => number.groups == 0x34,
            10 => matches!(number.groups, 0xA | 0x334 | 0x37 | 0x64),
            11 => matches!(number.groups, 0xB | 0x1334 | 0x1A | 0x137) && number.value / 10_000_000_000 == 1,
            _ => false,
        };
        if is_american && is_nanp(number.value, number.len) {
            return true;
        }
        self.range(number.len, number.value).is_some_and(|range| match &range.home {
            Home::Any => true,
            Home::Grouped(groups) => *groups == number.groups,
            Home::Never => false,
        })
    }

    fn is_fictional_abroad(&self, number: &Number) -> bool {
        let digits = number.len;
        if number.value / 10_u64.pow(10) == 1 && digits == 11 {
            return is_nanp(number.value, digits);
        }
        self.codes.iter().any(|code| {
            let Some(left) = digits.checked_sub(code.len()).filter(|left| *left < 15) else { return false };
            let tail = 10_u64.pow(u32::try_from(left).unwrap_or(0));
            if !code.parse().is_ok_and(|code: u64| number.value / tail == code) {
                return false;
            }
            // At home a 0 stands before all but what has no area: 1800 in Australia. It may have been written after the code as well.
            let value = number.value % tail;
            [left + 1, left]
                .into_iter()
                .any(|len| self.range(len, value).is_some_and(|range| range.code == *code))
        })
    }
}

/// Whether digits end like a number for fiction, after an area code that can be.
fn is_nanp(value: u64, len: usize) -> bool {
    let area = value / 10_000_000 % 1000;
    (NANP[0]..=NANP[1]).contains(&(value % 10_000_000)) && (len == 7 || area >= 200)
}

/// A run of digits in groups.
#[derive(Clone, Copy)]
struct Number {
    value: u64,
    len: usize,
    is_international: bool,
    /// How many digits each group has, four bits each, the last one lowest; 15 stands for more.
    groups: u32,
}

/// More groups than this no number has.
const MOST: usize = 8;
/// More digits fit into no number here, and not each of them into a `u64`.
const MOST_DIGITS: usize = 19;

impl Number {
    const NONE: Self = Self { value: 0, len: 0, is_international: false, groups: 0 };

    /// Whether it is written without a break.
    fn is_one_group(&self) -> bool {
        self.groups <= 0xF
    }

    /// Adds a digit, to the last group or to a new one; `None` where it becomes too long.
    fn push(&mut self, digit: u8, is_new: bool) -> Option<()> {
        if self.len == MOST_DIGITS || (is_new && self.groups >> (4 * (MOST - 1)) != 0) {
            return None;
        }
        if is_new {
            self.groups = self.groups << 4 | 1;
        } else if self.groups & 0xF != 0xF {
            self.groups += 1;
        }
        self.len += 1;
        self.value = self.value.wrapping_mul(10).wrapping_add(u64::from(digit.wrapping_sub(b'0')));
        Some(())
    }

    /// With one more group; `None` where it becomes too long.
    fn and(mut self, group: &str) -> Option<Self> {
        for (at, digit) in group.bytes().enumerate() {
            self.push(digit, at == 0)?;
        }
        Some(self)
    }

    /// A number that begins with the way out of a country, `00` or `011`, in the international form.
    fn without_exit(mut self, text: &str) -> Option<Self> {
        let exit = ["011", "00"].into_iter().find(|exit| text.starts_with(exit))?;
        self.len = self.len.checked_sub(exit.len())?;
        self.value %= 10_u64.pow(u32::try_from(self.len).ok()?);
        self.is_international = true;
        (self.len >= 8).then_some(self)
    }
}

/// What a value of digits and separators is.
pub(super) fn look(numbers: &Numbers, field: &str, value: &str, mut found: impl FnMut(GroundCode)) {
    let Some((number, main)) = read(value) else { return };
    let extension =
        value.as_bytes().get(main.len()..).and_then(|rest| rest.split_first()).map(|(_, digits)| digits);
    if extension.is_none() && !number.is_international && numbers.is_card(&number) {
        found(GroundCode::TestCard);
    }
    if !(7..=17).contains(&number.len) {
        return;
    }
    if extension.is_some_and(|digits| matches!(digits.len(), 3..=5) && digits.iter().all(u8::is_ascii_digit))
        && main.ends_with(|c: char| c.is_ascii_digit())
        && number.len >= 10
    {
        found(GroundCode::PhoneExtension);
    }
    if main.len() == 16 && main.starts_with("001-") && main.as_bytes().get(7) == Some(&b'-') {
        found(GroundCode::PhonePrefix);
    }
    // Digits alone are a number of anything where the field does not say so.
    let is_plain = !number.is_international && number.is_one_group() && extension.is_none();
    // The area of Leeds begins like North America's way out of the country.
    let is_fictional = numbers.is_fictional(&number)
        || number.without_exit(main).is_some_and(|number| numbers.is_fictional(&number));
    let (is_row, has_no_way) = (is_row_of_keys(main), has_no_way(main));
    if is_fictional && !is_plain {
        found(GroundCode::FictionalPhone);
    }
    if (is_fictional || is_row || has_no_way) && is_named(field, shape::PHONE) {
        for (code, is_so) in [
            (GroundCode::FictionalPhone, is_fictional),
            (GroundCode::Placeholder, is_row),
            (GroundCode::PhoneForm, has_no_way),
        ] {
            if is_so {
                found(code);
            }
        }
    }
}

/// The number that a value is as far as an extension, and what was read of the value. A trunk 0 in brackets after a country's code is not
/// dialled.
fn read(value: &str) -> Option<(Number, &str)> {
    let mut number = Number { is_international: value.starts_with('+'), ..Number::NONE };
    let (mut was_digit, mut is_skipped) = (false, false);
    let bytes = value.as_bytes();
    let mut end = bytes.len();
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b'0'..=b'9' if is_skipped => is_skipped = false,
            b'0'..=b'9' => {
                number.push(*byte, !was_digit)?;
                was_digit = true;
            }
            b'x' | b'X' => {
                end = at;
                break;
            }
            _ => {
                was_digit = false;
                is_skipped = number.is_international && bytes.get(at..at + 3) == Some(b"(0)");
            }
        }
    }
    Some((number, value.get(..end)?))
}

/// The same digit throughout, or digits as they stand on the keys.
fn is_row_of_keys(text: &str) -> bool {
    let mut digits = text.bytes().filter(u8::is_ascii_digit);
    let Some(first) = digits.next() else { return false };
    let (mut last, mut same, mut rising, mut count) = (first, true, matches!(first, b'0' | b'1'), 1);
    for digit in digits {
        same &= digit == first;
        rising &= digit == last + 1 || (last == b'9' && digit == b'0');
        if !same && !rising {
            return false;
        }
        last = digit;
        count += 1;
    }
    count >= 7
}

/// A number that cannot be dialled as it is written: an area code of zeros in brackets, a trunk 0 straight after a country's code.
fn has_no_way(text: &str) -> bool {
    text.starts_with("(00")
        || text.starts_with("+49-0")
        || (text.starts_with("+49(0)") && {
            let rest = text.get(6..).unwrap_or_default();
            !rest.starts_with(' ') && rest.len() >= 9 && rest.bytes().all(|byte| byte.is_ascii_digit())
        })
}

/// What the numbers in a text are. Groups are taken together as far as they stand by each other.
pub(super) fn look_at_text(numbers: &Numbers, text: &str, mut found: impl FnMut(GroundCode)) {
    let bytes = text.as_bytes();
    // Where the last groups began and ended; the latest last.
    let mut run: [(usize, usize); MOST] = [(0, 0); MOST];
    let mut count = 0;
    let mut at = 0;
    while let Some(offset) = bytes.get(at..).and_then(|rest| rest.iter().position(u8::is_ascii_digit)) {
        let start = at + offset;
        let end = start
            + bytes.get(start..).unwrap_or_default().iter().take_while(|byte| byte.is_ascii_digit()).count();
        at = end;
        let goes_on = count > 0
            && run.get(count - 1).is_some_and(|(_, last)| {
                bytes.get(*last..start).is_some_and(|between| {
                    matches!(
                        between,
                        [b' ' | b'-' | b'.' | b'/'] | [b')', b' ' | b'-'] | [b' ', b'('] | [b')']
                    )
                })
            });
        if !goes_on {
            count = 0;
        } else if count == MOST {
            run.rotate_left(1);
            count -= 1;
        }
        if let Some(place) = run.get_mut(count) {
            *place = (start, end);
            count += 1;
        }
        let is_cut = match bytes.get(end..).unwrap_or_default() {
            [b'-' | b'.', next, ..] => next.is_ascii_alphanumeric(),
            [next, ..] => next.is_ascii_alphabetic() && *next != b'x',
            [] => false,
        };
        if is_cut {
            continue;
        }
        for from in 0..count {
            let groups = run.get(from..count).unwrap_or_default();
            let before =
                groups.first().and_then(|(start, _)| start.checked_sub(1)).and_then(|at| bytes.get(at));
            if before
                .is_some_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'/'))
            {
                continue;
            }
            let start = Number { is_international: before == Some(&b'+'), ..Number::NONE };
            let number = groups.iter().try_fold(start, |number, (start, end)| {
                number.and(text.get(*start..*end).unwrap_or_default())
            });
            let Some(number) = number else { continue };
            if numbers.is_card(&number) && !number.is_international {
                found(GroundCode::TestCard);
            }
            // Digits without a break are a number of anything.
            let is_phone = number.is_international || !number.is_one_group();
            if is_phone && (10..=15).contains(&number.len) && numbers.is_fictional(&number) {
                found(GroundCode::FictionalPhone);
            }
        }
    }
}
