//! Decimal numbers of any length, written out digit by digit.

use alloc::string::String;
use alloc::vec::Vec;

use crate::text;

/// A natural number times a power of ten: `0.d₁d₂d₃… × 10^point`. The digits neither begin nor end with a zero, so each
/// value has one form, and the derived order is that of the values.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Decimal {
    point: i64,
    digits: Vec<u8>,
}

impl Decimal {
    /// Reads `d*(.d*)?([eE][+-]?d+)?`; that it is one was checked. An exponent beyond 63 bits is one that long.
    pub fn read(text: &str) -> Self {
        let (mantissa, exponent) = text::divide_exponent(text);
        let (is_negative, power) = text::without_sign(exponent);
        let power = match text::digits(power) {
            None if power.is_empty() => 0,
            power => power.and_then(|power| i64::try_from(power).ok()).unwrap_or(i64::MAX),
        };
        let power = if is_negative { -power } else { power };
        let (whole, fraction) = text::divide(mantissa, b'.').unwrap_or((mantissa, ""));
        let mut digits = Vec::with_capacity(mantissa.len());
        for part in [whole, fraction] {
            for byte in part.bytes() {
                if byte != b'0' || !digits.is_empty() {
                    digits.push(byte.wrapping_sub(b'0'));
                }
            }
        }
        let point = power.saturating_add(length(&digits)).saturating_sub(length(fraction.as_bytes()));
        Self::new(digits, point)
    }

    /// Of digits that do not begin with a zero, with the decimal point behind so many of them.
    pub fn new(mut digits: Vec<u8>, point: i64) -> Self {
        while digits.last() == Some(&0) {
            digits.pop();
        }
        // Zero comes before all others.
        Self { point: if digits.is_empty() { i64::MIN } else { point }, digits }
    }

    /// The digits, without zeros at either end; none where it is zero.
    pub fn digits(&self) -> &[u8] {
        &self.digits
    }

    /// How many digits stand before the decimal point, or how many zeros stand between it and the first digit (less than
    /// zero).
    pub fn point(&self) -> i64 {
        self.point
    }

    /// Appends it without an exponent.
    pub fn write_plain(&self, out: &mut String) {
        write_with_point(&self.digits, if self.digits.is_empty() { 1 } else { self.point }, out);
    }
}

/// Appends digits with a decimal point behind so many of them, and the zeros that it takes to get there.
fn write_with_point(digits: &[u8], point: i64, out: &mut String) {
    for at in (point - 1).min(0)..point.max(length(digits)) {
        if at == point {
            out.push('.');
        }
        let digit = usize::try_from(at).ok().and_then(|at| digits.get(at));
        out.push(char::from(b'0' + digit.copied().unwrap_or(0)));
    }
}

fn length(digits: &[u8]) -> i64 {
    i64::try_from(digits.len()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::format;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn reads_orders_and_writes(a in (0u64..200_000, -6i32..7), b in (0u64..200_000, -6i32..7)) {
            // Millionths, which hold every value exactly.
            let exact = |(digits, power): (u64, i32)| digits * 10u64.pow((power + 6).unsigned_abs());
            let read = |(digits, power): (u64, i32)| Decimal::read(&format!("{digits}e{power}"));
            prop_assert_eq!(read(a).cmp(&read(b)), exact(a).cmp(&exact(b)));
            let (whole, fraction) = (exact(a) / 1_000_000, exact(a) % 1_000_000);
            let mut plain = String::new();
            read(a).write_plain(&mut plain);
            let expected = format!("{whole}.{fraction:06}");
            prop_assert_eq!(&plain, expected.trim_end_matches('0').trim_end_matches('.'));
            prop_assert_eq!(Decimal::read(&format!("0{expected}0E+0")), read(a));
        }
    }
}
