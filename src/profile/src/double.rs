//! Which decimals a double carries: what profile §4 asks of a number that some API may have rounded.
//!
//! By exact arithmetic with the numbers halfway between two doubles, written out in full: it runs only for numbers of more than 15
//! digits, so it may be slow, and it must be right and small. The standard library's reader is fast and brings 25 KB of
//! tables that no browser should download for it; the tests hold this to it.

use alloc::vec::Vec;
use core::cmp::Ordering;

use crate::decimal::Decimal;

/// The bits of a positive double order as their values do; these stand for the first value that is too large.
const INFINITY: u64 = f64::INFINITY.to_bits();

/// Every decimal of so many digits is told from the next by a double, and comes back from it.
const CARRIED: usize = 15;

/// The shortest decimal that reads as the same double, if it has no more than 15 digits; `None` where it takes more.
pub(crate) fn shortest(decimal: &Decimal) -> Option<Decimal> {
    if decimal.digits().len() <= CARRIED {
        return Some(decimal.clone());
    }
    let rounded = rounded(decimal);
    (nearest(decimal) == nearest(&rounded)).then_some(rounded)
}

/// To 15 digits. A decimal in the middle of two such is nowhere near a double of either.
fn rounded(decimal: &Decimal) -> Decimal {
    let (kept, cut) = decimal.digits().split_at_checked(CARRIED).unwrap_or_default();
    if cut.first() < Some(&5) {
        return Decimal::new(kept.to_vec(), decimal.point());
    }
    next_up(kept, decimal.point())
}

/// The bits of the double nearest to a decimal, ties to even; infinity's where it overflows.
fn nearest(decimal: &Decimal) -> u64 {
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
    bits
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

    fn double(text: &str) -> f64 {
        f64::from_bits(nearest(&Decimal::read(text)))
    }

    fn halfway_above(bits: u64) -> Decimal {
        Scale::default().halfway_above(bits)
    }

    #[test]
    fn hard_cases_agree_with_the_standard_library() {
        for text in [
            "0",
            "1",
            "1.5",
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
            assert_eq!(double(text).to_bits(), text.parse::<f64>().unwrap().to_bits(), "{text}");
        }
        for text in ["1.7976931348623159e308", "1e309", "1e999999999999999999999999"] {
            assert!(double(text).is_infinite(), "{text}");
        }
        let midpoint = format!(
            "{}1",
            "1.00000000000000011102230246251565404236316680908203125".to_owned() + &"0".repeat(900)
        );
        assert_eq!(double(&midpoint), midpoint.parse::<f64>().unwrap());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn reading_agrees_with_the_standard_library(text in r"(0|[1-9][0-9]{0,25})(\.[0-9]{1,25})?([eE][+-]?[0-9]{1,3})?") {
            let theirs: f64 = text.parse().unwrap();
            prop_assert_eq!(double(&text).to_bits(), theirs.to_bits());
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
            let text = format!("0.{}e{}", text_of(&digits), halfway.point());
            let theirs: f64 = text.parse().unwrap();
            prop_assert_eq!(double(&text).to_bits(), theirs.to_bits());
        }

        #[test]
        fn the_shortest_is_the_standard_librarys(text in r"(0|[1-9][0-9]{0,17})(\.[0-9]{1,25})?(e-?[0-9]{1,2})?") {
            let value: f64 = text.parse().unwrap();
            let theirs = Decimal::read(&format!("{value:e}"));
            let expected = (theirs.digits().len() <= CARRIED).then_some(theirs);
            prop_assert_eq!(shortest(&Decimal::read(&text)), expected);
        }

        #[test]
        fn what_a_double_carries_comes_back_however_it_is_written(whole in 0u64..10_000_000_000, cents in 0u64..10_000) {
            let value: f64 = format!("{whole}.{cents:04}").parse().unwrap();
            for text in [format!("{value:.20}"), format!("{value:.17}"), format!("{value:.16e}"), format!("{value}")] {
                prop_assert_eq!(shortest(&Decimal::read(&text)), Some(Decimal::read(&format!("{whole}.{cents:04}"))), "{}", text);
            }
        }
    }
}
