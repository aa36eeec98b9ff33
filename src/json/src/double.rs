//! Decimal text to double and back, as RFC 8785 needs them, in a twentieth of the code of the standard library's.
//!
//! Statements hold no fractions (profile §3), so this runs only to tell a seal that was signed with one from a seal
//! that was not signed at all: it may be slow, it must be right and small. Both ways use exact integers. The tests
//! hold it to the standard library, which is fast and carries 25 KB of tables that no browser should download for it.

use alloc::vec;
use alloc::vec::Vec;
use core::cmp::Ordering;

use crate::text;

/// Digits beyond these cannot change the nearest double, save by being there at all: the longest midpoint between
/// two doubles has 767.
const MAX_DIGITS: usize = 800;

/// Whether a JSON number is too large for a double. Almost always told by its digits alone.
pub(crate) fn overflows(text: &str) -> bool {
    let (_, digits, exponent) = parts(text);
    match magnitude(&digits, exponent) {
        _ if digits.is_empty() => false,
        ..309 => false,
        309 => nearest(text).is_none(),
        310.. => true,
    }
}

/// The double nearest to a JSON number, ties to even; `None` where it overflows.
pub(crate) fn nearest(text: &str) -> Option<f64> {
    let (is_negative, mut digits, mut exponent) = parts(text);
    if digits.len() > MAX_DIGITS {
        exponent = exponent.saturating_add(i64::try_from(digits.len() - MAX_DIGITS).ok()?);
        let is_inexact = digits.iter().skip(MAX_DIGITS).any(|&digit| digit > 0);
        digits.truncate(MAX_DIGITS);
        if let Some(last) = digits.last_mut() {
            *last |= u8::from(is_inexact);
        }
    }
    let magnitude = magnitude(&digits, exponent);
    let bits = if digits.is_empty() || magnitude < -330 {
        0
    } else if magnitude > 310 {
        return None;
    } else {
        bits_of(Big::from_digits(&digits), exponent)?
    };
    Some(f64::from_bits(bits | u64::from(is_negative) << 63))
}

/// Sign, digits without leading zeros, and the power of ten of the last digit.
fn parts(text: &str) -> (bool, Vec<u8>, i64) {
    let (is_negative, text) = text::without_sign(text);
    let (mantissa, exponent) = text::divide_exponent(text);
    let (is_small, power) = text::without_sign(exponent);
    let power = match text::digits(power) {
        None if power.is_empty() => 0,
        power => power.and_then(|power| i64::try_from(power).ok()).unwrap_or(i64::MAX),
    };
    let power = if is_small { -power } else { power };
    let (whole, fraction) = text::divide(mantissa, b'.').unwrap_or((mantissa, ""));
    let mut digits = Vec::with_capacity(mantissa.len());
    for part in [whole, fraction] {
        for byte in part.bytes() {
            if byte != b'0' || !digits.is_empty() {
                digits.push(byte - b'0');
            }
        }
    }
    (is_negative, digits, power.saturating_sub(i64::try_from(fraction.len()).unwrap_or(i64::MAX)))
}

/// Where the decimal point stands: the number lies below `10^magnitude`.
fn magnitude(digits: &[u8], exponent: i64) -> i64 {
    exponent.saturating_add(i64::try_from(digits.len()).unwrap_or(i64::MAX))
}

/// IEEE 754 bits of `digits × 10^exponent`; `None` where it overflows.
fn bits_of(mut numerator: Big, exponent: i64) -> Option<u64> {
    let mut denominator = Big::from(1);
    let scaled = if exponent < 0 { &mut denominator } else { &mut numerator };
    scaled.multiply_by_power_of_ten(exponent.unsigned_abs());
    // The quotient gets 54 or 55 bits (fewer for subnormals): the 53 of a double, and those that decide the rounding.
    // Two bits below the smallest subnormal decide what rounds to it.
    let shift = (54 - (numerator.bits() - denominator.bits())).min(1076);
    let scaled = if shift < 0 { &mut denominator } else { &mut numerator };
    scaled.shift_left(shift.unsigned_abs());

    let (mut quotient, mut step) = (0u64, 56);
    denominator.shift_left(step);
    loop {
        quotient <<= 1;
        if numerator.subtract_if_not_less(&denominator) {
            quotient |= 1;
        }
        if step == 0 {
            break;
        }
        denominator.halve();
        step -= 1;
    }
    let mut exponent = -shift;
    let is_inexact = !numerator.is_zero();
    let spare =
        (64 - quotient.leading_zeros()).saturating_sub(53).max(u32::try_from(-1074 - exponent).unwrap_or(0));
    let mut mantissa = quotient >> spare;
    let rest = quotient & ((1 << spare) - 1);
    let half = (1u64 << spare) >> 1;
    let round_up = spare > 0
        && match rest.cmp(&half) {
            Ordering::Less => false,
            Ordering::Equal => is_inexact || mantissa & 1 == 1,
            Ordering::Greater => true,
        };
    mantissa += u64::from(round_up);
    exponent += i64::from(spare);
    if mantissa >> 53 == 1 {
        mantissa >>= 1;
        exponent += 1;
    }
    if exponent > 971 {
        return None;
    }
    Some(if mantissa >> 52 == 0 {
        mantissa
    } else {
        (mantissa & ((1 << 52) - 1)) | (u64::try_from(exponent + 1075).ok()? << 52)
    })
}

/// The shortest digits that read back as this double, the closest of those, the even one of two as close; and where
/// the decimal point stands among them (ECMA-262 §6.1.6.1.20). The double is finite and greater than zero.
pub(crate) fn shortest_digits(value: f64) -> (Vec<u8>, i64) {
    let bits = value.to_bits();
    let biased = i64::try_from(bits >> 52 & 0x7ff).unwrap_or(0);
    let fraction = bits & ((1 << 52) - 1);
    let (mantissa, exponent) =
        if biased == 0 { (fraction, -1074) } else { (fraction | 1 << 52, biased - 1075) };
    let is_even = mantissa & 1 == 0;
    // Below a power of two the doubles lie half as far apart.
    let narrow_below = fraction == 0 && biased > 1;

    // rest/scale is the value; above/scale and below/scale are half the distance to its neighbours.
    let doubling = if narrow_below { 2 } else { 1 };
    let (mut rest, mut scale) = (Big::from(mantissa), Big::from(1));
    let (mut above, mut below) = (Big::from(if narrow_below { 2 } else { 1 }), Big::from(1));
    rest.shift_left(doubling);
    scale.shift_left(doubling);
    let power = exponent.unsigned_abs();
    if exponent >= 0 {
        rest.shift_left(power);
        above.shift_left(power);
        below.shift_left(power);
    } else {
        scale.shift_left(power);
    }

    let reaches = |rest: &Big, above: &Big, scale: &Big| {
        let order = rest.plus(above).cmp(scale);
        order == Ordering::Greater || (is_even && order == Ordering::Equal)
    };
    // log10(2) ≈ 1233/4096, exact enough to be at most one off for any double.
    let mut point = ((exponent + 63 - i64::from(mantissa.leading_zeros())) * 1233) >> 12;
    if point >= 0 {
        scale.multiply_by_power_of_ten(point.unsigned_abs());
    } else {
        for part in [&mut rest, &mut above, &mut below] {
            part.multiply_by_power_of_ten(point.unsigned_abs());
        }
    }
    while reaches(&rest, &above, &scale) {
        scale.multiply(10);
        point += 1;
    }
    let mut digits = Vec::with_capacity(17);
    loop {
        for part in [&mut rest, &mut above, &mut below] {
            part.multiply(10);
        }
        let mut digit = 0;
        while rest.subtract_if_not_less(&scale) {
            digit += 1;
        }
        if digits.is_empty() && digit == 0 && !reaches(&rest, &above, &scale) {
            // The estimate was one too high: no digit yet.
            point -= 1;
            continue;
        }
        let low = rest.cmp(&below);
        let low = low == Ordering::Less || (is_even && low == Ordering::Equal);
        let high = reaches(&rest, &above, &scale);
        if !low && !high {
            digits.push(digit);
            continue;
        }
        let closer_up = match rest.plus(&rest).cmp(&scale) {
            Ordering::Less => false,
            Ordering::Equal => digit % 2 == 1,
            Ordering::Greater => true,
        };
        digits.push(digit + u8::from(if low && high { closer_up } else { high }));
        return (digits, point);
    }
}

/// A natural number: 32-bit limbs, least significant first, none of the highest zero.
struct Big(Vec<u32>);

impl From<u64> for Big {
    #[expect(clippy::cast_possible_truncation, reason = "takes the two halves")]
    fn from(value: u64) -> Self {
        let mut big = Self(vec![value as u32, (value >> 32) as u32]);
        big.trim();
        big
    }
}

impl Big {
    fn from_digits(digits: &[u8]) -> Self {
        let mut big = Self(Vec::new());
        for &digit in digits {
            big.multiply_add(10, u32::from(digit));
        }
        big
    }

    fn is_zero(&self) -> bool {
        self.0.is_empty()
    }

    fn trim(&mut self) {
        while self.0.last() == Some(&0) {
            self.0.pop();
        }
    }

    fn bits(&self) -> i64 {
        let highest = self.0.last().map_or(0, |limb| 32 - i64::from(limb.leading_zeros()));
        highest + 32 * i64::try_from(self.0.len().saturating_sub(1)).unwrap_or(0)
    }

    fn multiply(&mut self, factor: u32) {
        self.multiply_add(factor, 0);
    }

    #[expect(clippy::cast_possible_truncation, reason = "keeps the low limb, carries the high one")]
    fn multiply_add(&mut self, factor: u32, addend: u32) {
        let mut carry = u64::from(addend);
        for limb in &mut self.0 {
            carry += u64::from(*limb) * u64::from(factor);
            *limb = carry as u32;
            carry >>= 32;
        }
        if carry > 0 {
            self.0.push(carry as u32);
        }
    }

    fn multiply_by_power_of_ten(&mut self, power: u64) {
        for _ in 0..power / 9 {
            self.multiply(1_000_000_000);
        }
        for _ in 0..power % 9 {
            self.multiply(10);
        }
    }

    fn shift_left(&mut self, bits: u64) {
        if self.is_zero() {
            return;
        }
        self.multiply(1 << (bits % 32));
        let limbs = usize::try_from(bits / 32).unwrap_or(0);
        let length = self.0.len();
        self.0.resize(length + limbs, 0);
        self.0.rotate_right(limbs);
    }

    fn halve(&mut self) {
        let mut carry = 0;
        for limb in self.0.iter_mut().rev() {
            let next = *limb << 31;
            *limb = *limb >> 1 | carry;
            carry = next;
        }
        self.trim();
    }

    #[expect(clippy::cast_possible_truncation, reason = "keeps the low limb, carries the high one")]
    fn plus(&self, other: &Self) -> Self {
        let length = self.0.len().max(other.0.len());
        let limb = |big: &Self, at: usize| u64::from(big.0.get(at).copied().unwrap_or(0));
        let mut carry = 0;
        let mut sum = Vec::with_capacity(length + 1);
        for at in 0..length {
            carry += limb(self, at) + limb(other, at);
            sum.push(carry as u32);
            carry >>= 32;
        }
        sum.push(carry as u32);
        let mut sum = Self(sum);
        sum.trim();
        sum
    }

    fn cmp(&self, other: &Self) -> Ordering {
        let by_length = self.0.len().cmp(&other.0.len());
        by_length.then_with(|| self.0.iter().rev().cmp(other.0.iter().rev()))
    }

    /// Subtracts `other` and says so, unless it is greater.
    fn subtract_if_not_less(&mut self, other: &Self) -> bool {
        if self.cmp(other) == Ordering::Less {
            return false;
        }
        let mut borrow = false;
        for (at, limb) in self.0.iter_mut().enumerate() {
            let (difference, first) = limb.overflowing_sub(other.0.get(at).copied().unwrap_or(0));
            let (difference, second) = difference.overflowing_sub(u32::from(borrow));
            *limb = difference;
            borrow = first || second;
        }
        self.trim();
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

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
            assert_eq!(
                nearest(text).map(f64::to_bits),
                Some(text.parse::<f64>().unwrap().to_bits()),
                "{text}"
            );
        }
        for text in ["1.7976931348623159e308", "1e309", "1e999999999999999999999999", "-1e400"] {
            assert_eq!(nearest(text), None, "{text}");
        }
        let midpoint = format!(
            "{}1",
            "1.00000000000000011102230246251565404236316680908203125".to_owned() + &"0".repeat(900)
        );
        assert_eq!(nearest(&midpoint), Some(midpoint.parse().unwrap()));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn reading_agrees_with_the_standard_library(text in r"-?(0|[1-9][0-9]{0,25})(\.[0-9]{1,25})?([eE][+-]?[0-9]{1,3})?") {
            let theirs: f64 = text.parse().unwrap();
            prop_assert_eq!(nearest(&text).map(f64::to_bits), theirs.is_finite().then_some(theirs.to_bits()));
            prop_assert_eq!(overflows(&text), theirs.is_infinite());
        }

        #[test]
        fn writing_agrees_with_the_standard_library(bits in 1u64..0x7ff0_0000_0000_0000) {
            let value = f64::from_bits(bits);
            let (digits, point) = shortest_digits(value);
            let ours: String = digits.iter().map(|digit| char::from(b'0' + digit)).collect();
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
            let (digits, point) = shortest_digits(value);
            let ours: String = digits.iter().map(|digit| char::from(b'0' + digit)).collect();
            prop_assert_eq!(format!("0.{ours}e{point}").parse::<f64>().unwrap(), value);
            let expected = text.replace('.', "");
            prop_assert_eq!(ours, expected.trim_matches('0'));
        }
    }
}
