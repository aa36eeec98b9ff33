//! Decimal text to double and back, as RFC 8785 needs them, in a thirtieth of the code of the standard library's.
//!
//! Statements hold no fractions (profile §3), so this runs only to tell a seal that was signed with one from a seal
//! that was not signed at all: it may be slow, it must be right and small. Both ways compare decimals with the numbers
//! halfway between two doubles, written out in full. The tests hold it to the standard library, which is fast and carries
//! 25 KB of tables that no browser should download for it.

use alloc::vec::Vec;
use core::cmp::Ordering;

use crate::decimal::Decimal;
use crate::text;

/// The bits of a positive double order as their values do; these stand for the first value that is too large.
const INFINITY: u64 = f64::INFINITY.to_bits();

/// Whether a JSON number is too large for a double. Almost always told by its size alone.
pub(crate) fn overflows(text: &str) -> bool {
    let decimal = Decimal::read(text::without_sign(text).1);
    match decimal.point().cmp(&309) {
        Ordering::Less => false,
        // A tie goes up, to the even one.
        Ordering::Equal => decimal >= Scale::default().halfway_above(INFINITY - 1),
        Ordering::Greater => true,
    }
}

/// A double that is not negative.
pub(crate) struct Double {
    bits: u64,
    scale: Scale,
}

impl Double {
    /// The double nearest to a decimal, ties to even; infinite where it overflows.
    pub(crate) fn nearest(decimal: &Decimal) -> Self {
        let mut scale = Scale::default();
        let mut is_beyond = |bits| match decimal.cmp(&scale.halfway_above(bits)) {
            Ordering::Less => false,
            Ordering::Equal => bits & 1 == 1,
            Ordering::Greater => true,
        };
        let mut bits = estimate(decimal).to_bits();
        while bits < INFINITY && is_beyond(bits) {
            bits += 1;
        }
        while bits > 0 && !is_beyond(bits - 1) {
            bits -= 1;
        }
        Self { bits, scale }
    }

    pub(crate) fn to_f64(&self) -> f64 {
        f64::from_bits(self.bits)
    }

    /// The shortest decimal that reads back as this double, the closest of those, the even one of two as close
    /// (ECMA-262 §6.1.6.1.20).
    pub(crate) fn shortest(mut self) -> Decimal {
        let (mantissa, exponent) = parts(self.bits);
        let exact = self.scale.times(2 * mantissa, exponent - 1);
        let below = self.scale.halfway_above(self.bits.saturating_sub(1));
        let above = self.scale.halfway_above(self.bits);
        let reads_back = |decimal: &Decimal| {
            let is_end = *decimal == below || *decimal == above;
            (below < *decimal && *decimal < above) || (is_end && self.bits & 1 == 0)
        };
        for count in 1..exact.digits().len() {
            let (kept, cut) = exact.digits().split_at_checked(count).unwrap_or_default();
            let is_odd = kept.last().is_some_and(|digit| digit % 2 == 1);
            let down = Decimal::new(kept.to_vec(), exact.point());
            let up = next_up(kept, exact.point());
            let is_up_closer = match cut.cmp(&[5]) {
                Ordering::Less => false,
                Ordering::Equal => is_odd,
                Ordering::Greater => true,
            };
            let candidates = if is_up_closer { [up, down] } else { [down, up] };
            if let Some(found) = candidates.into_iter().find(reads_back) {
                return found;
            }
        }
        exact
    }
}

/// A double at most a few steps away from the nearest.
fn estimate(decimal: &Decimal) -> f64 {
    let mut power = match decimal.point() {
        ..-330 => return 0.0,
        311.. => return f64::INFINITY,
        point => point,
    };
    let mut value = 0.0;
    for &digit in decimal.digits().iter().take(17) {
        value = value * 10.0 + f64::from(digit);
        power -= 1;
    }
    while power != 0 {
        // Powers of ten up to this one are doubles.
        let step = power.clamp(-22, 22);
        power -= step;
        let mut factor = 1.0;
        for _ in 0..step.unsigned_abs() {
            factor *= 10.0;
        }
        value = if step < 0 { value / factor } else { value * factor };
    }
    value
}

/// The next decimal of as many digits.
fn next_up(digits: &[u8], mut point: i64) -> Decimal {
    let mut digits = digits.to_vec();
    while digits.last() == Some(&9) {
        digits.pop();
    }
    match digits.last_mut() {
        Some(last) => *last += 1,
        None => {
            digits.push(1);
            point += 1;
        }
    }
    Decimal::new(digits, point)
}

/// Mantissa and exponent of a double.
fn parts(bits: u64) -> (u64, i64) {
    let fraction = bits & ((1 << 52) - 1);
    match (bits >> 52) as i64 {
        0 => (fraction, -1074),
        biased => (fraction | 1 << 52, biased - 1075),
    }
}

/// A power of two, written out: doubles of one size are its multiples.
#[derive(Default)]
struct Scale {
    exponent: i64,
    /// The digits in groups of nine, the last ones first; of a negative power those behind the decimal point, as many as
    /// its exponent.
    groups: Vec<u32>,
}

impl Scale {
    const GROUP: u64 = 1_000_000_000;

    /// The number halfway between a double and the one above it; for the largest, where that one would be.
    fn halfway_above(&mut self, bits: u64) -> Decimal {
        let (mantissa, exponent) = parts(bits);
        self.times(2 * mantissa + 1, exponent - 1)
    }

    /// `mantissa × 2^exponent`, to its last digit.
    fn times(&mut self, mantissa: u64, exponent: i64) -> Decimal {
        if self.exponent != exponent || self.groups.is_empty() {
            self.set(exponent);
        }
        let (low, high) = (mantissa % Self::GROUP, mantissa / Self::GROUP);
        let (mut carry, mut previous) = (0, 0);
        let mut digits = Vec::with_capacity(9 * self.groups.len() + 27);
        for group in self.groups.iter().chain(&[0; 3]) {
            let group = u64::from(*group);
            carry += group * low + previous * high;
            previous = group;
            let mut rest = carry;
            carry /= Self::GROUP;
            for _ in 0..9 {
                digits.push((rest % 10) as u8);
                rest /= 10;
            }
        }
        while digits.last() == Some(&0) {
            digits.pop();
        }
        digits.reverse();
        let point = i64::try_from(digits.len()).unwrap_or(i64::MAX) + exponent.min(0);
        Decimal::new(digits, point)
    }

    fn set(&mut self, exponent: i64) {
        self.exponent = exponent;
        self.groups.clear();
        self.groups.push(1);
        // A half is five tenths.
        let base: u64 = if exponent < 0 { 5 } else { 2 };
        let mut left = exponent.unsigned_abs();
        while left != 0 {
            let step = left.min(13);
            left -= step;
            let factor = base.pow(step as u32);
            let mut carry = 0;
            for group in &mut self.groups {
                carry += u64::from(*group) * factor;
                *group = (carry % Self::GROUP) as u32;
                carry /= Self::GROUP;
            }
            if carry > 0 {
                self.groups.push(carry as u32);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn text_of(digits: &[u8]) -> String {
        digits.iter().map(|digit| char::from(b'0' + digit)).collect()
    }

    fn nearest(text: &str) -> f64 {
        let (is_negative, unsigned) = text::without_sign(text);
        let value = Double::nearest(&Decimal::read(unsigned)).to_f64();
        if is_negative { -value } else { value }
    }

    fn halfway_above(bits: u64) -> Decimal {
        Scale::default().halfway_above(bits)
    }

    fn written(value: f64) -> (String, i64) {
        let decimal = Double::nearest(&Decimal::read(&format!("{value:e}"))).shortest();
        (text_of(decimal.digits()), decimal.point())
    }

    #[test]
    fn hard_cases_agree_with_the_standard_library() {
        for text in [
            "0",
            "-0",
            "1",
            "-1.5",
            "0.1",
            "123456789012345678901234567890",
            "1e23",
            "8.41e21",
            "9007199254740993",
            "9007199254740992.99999999999999999999999999999999999",
            "9007199254740993.00000000000000000000000000001",
            "5e-324",
            "2.4703282292062327208e-324",
            "2.4703282292062327209e-324",
            "2.2250738585072011e-308",
            "2.2250738585072014e-308",
            "1.7976931348623157e308",
            "1.7976931348623158e308",
            "1e-400",
            "4.35",
            "1e0000001",
        ] {
            assert_eq!(nearest(text).to_bits(), text.parse::<f64>().unwrap().to_bits(), "{text}");
        }
        for text in ["1.7976931348623159e308", "1e309", "1e999999999999999999999999", "-1e400"] {
            assert!(overflows(text) && nearest(text).is_infinite(), "{text}");
        }
        let midpoint = format!(
            "{}1",
            "1.00000000000000011102230246251565404236316680908203125".to_owned() + &"0".repeat(900)
        );
        assert_eq!(nearest(&midpoint), midpoint.parse::<f64>().unwrap());
    }

    #[test]
    fn of_two_decimals_as_close_the_even_one_is_written() {
        for (exact, shortest) in
            [("1125899906842624.25", "11258999068426242"), ("1125899906842624.75", "11258999068426248")]
        {
            let decimal = Double::nearest(&Decimal::read(exact)).shortest();
            assert_eq!((text_of(decimal.digits()).as_str(), decimal.point()), (shortest, 16), "{exact}");
        }
    }

    #[test]
    fn the_limit_is_met_to_the_digit() {
        let limit = text_of(halfway_above(INFINITY - 1).digits());
        assert!(overflows(&format!("0.{limit}e309")));
        let (below, last) = limit.split_at(limit.len() - 1);
        let last = last.parse::<u8>().unwrap() - 1;
        let below = format!("0.{below}{last}{}e309", "9".repeat(900));
        assert!(!overflows(&below));
        assert_eq!(nearest(&below), f64::MAX);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn reading_agrees_with_the_standard_library(text in r"-?(0|[1-9][0-9]{0,25})(\.[0-9]{1,25})?([eE][+-]?[0-9]{1,3})?") {
            let theirs: f64 = text.parse().unwrap();
            prop_assert_eq!(nearest(&text).to_bits(), theirs.to_bits());
            prop_assert_eq!(overflows(&text), theirs.is_infinite());
        }

        #[test]
        fn reading_between_two_doubles(bits in 0u64..INFINITY, last in 0u8..3) {
            let halfway = halfway_above(bits);
            let mut digits = halfway.digits().to_vec();
            // Just below, at, or just above the middle.
            match last {
                0 => *digits.last_mut().unwrap() -= 1,
                1 => {}
                _ => digits.push(1),
            }
            let mut text = format!("0.{}e{}", text_of(&digits), halfway.point());
            let theirs: f64 = text.parse().unwrap();
            prop_assert_eq!(nearest(&text).to_bits(), theirs.to_bits());
            prop_assert_eq!(overflows(&text), theirs.is_infinite());
            text.insert(0, '-');
            prop_assert_eq!(nearest(&text).to_bits(), (-theirs).to_bits());
        }

        #[test]
        fn reading_near_the_limit(digits in "(1797693134862315|17976931348623158079372897140530[0-9]{0,3})[0-9]{0,10}", bits in INFINITY - 9..INFINITY) {
            let text = format!("0.{digits}e309");
            prop_assert_eq!(overflows(&text), text.parse::<f64>().unwrap().is_infinite());
            let text = format!("{:e}", f64::from_bits(bits));
            prop_assert!(!overflows(&text));
        }

        #[test]
        fn writing_agrees_with_the_standard_library(bits in 1u64..0x7ff0_0000_0000_0000) {
            let value = f64::from_bits(bits);
            let (ours, point) = written(value);
            prop_assert_eq!(format!("0.{ours}e{point}").parse::<f64>().unwrap(), value);
            let theirs = format!("{value:e}");
            let theirs_digits: String = theirs.split('e').next().unwrap().chars().filter(char::is_ascii_digit).collect();
            prop_assert_eq!(ours.len(), theirs_digits.len());
            // Where the standard library differs it is by the tie between two digits as close.
            if ours != theirs_digits {
                let exact = format!("{value:.*e}", ours.len());
                prop_assert!(exact.split('e').next().unwrap().ends_with('5'));
            }
        }

        #[test]
        fn writing_integers_and_short_decimals(whole in 0u32..100_000, cents in 0u32..100) {
            let text = format!("{whole}.{cents:02}");
            let value: f64 = text.parse().unwrap();
            prop_assume!(value > 0.0);
            let (ours, point) = written(value);
            prop_assert_eq!(format!("0.{ours}e{point}").parse::<f64>().unwrap(), value);
            let expected = text.replace('.', "");
            prop_assert_eq!(ours, expected.trim_matches('0'));
        }
    }
}
