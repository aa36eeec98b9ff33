//! Which decimals a double carries: what profile §4 asks of a number that some API may have rounded.
//!
//! A double carries every decimal of 15 digits: of a longer one the question is whether the nearest double is the one of its first 15.
//! By error-free arithmetic on doubles, since the standard library's reader brings 25 KB of tables that no browser should
//! download for it; the tests hold this to it.

use alloc::vec::Vec;

use crate::decimal::Decimal;

/// Every decimal of so many digits is told from the next by a double, and comes back from it.
const CARRIED: usize = 15;

/// What has no digit before this place reads as zero.
const UNDERFLOW: i64 = -324;

/// How far a double reaches: half the way to the next, less what rounding may hide of it.
const REACH: f64 = 0.5 - 1e-9;

/// Powers of ten up to this one are doubles.
const EXACT_POWER: u64 = 22;

/// The shortest decimal that reads as the same double, if it has no more than 15 digits; `None` where it takes more, and of more
/// than 15 digits where it is not between 10⁻⁸ and 10²², or all but in the middle between two doubles.
pub(crate) fn shortest(decimal: &Decimal) -> Option<Decimal> {
    let (kept, cut) = decimal.digits().split_at_checked(CARRIED).unwrap_or((decimal.digits(), &[]));
    if decimal.point() <= UNDERFLOW {
        return Some(Decimal::new(Vec::new(), 0));
    }
    if cut.is_empty() {
        return Some(decimal.clone());
    }
    // 15 digits are a whole number that a double holds, and so is a power of ten: one division, or one product, rounds once.
    let mut whole = kept.iter().fold(0.0, |whole, digit| whole * 10.0 + f64::from(*digit));
    let mut rest = cut.iter().rev().fold(0.0, |rest, digit| (rest + f64::from(*digit)) / 10.0);
    if rest > 0.5 {
        whole += 1.0;
        rest -= 1.0;
    }
    let power = decimal.point().checked_sub(i64::try_from(CARRIED).ok()?)?;
    if power.unsigned_abs() > EXACT_POWER {
        return None;
    }
    let scale = (0..power.unsigned_abs()).fold(1.0, |scale, _| scale * 10.0);
    // How far the decimal is from the double, in units of the 15th digit; and from there to the next one on that side, which is
    // half as far below a power of two.
    let (double, error) = if power < 0 {
        let double = whole / scale;
        (double, product_error(double, scale, whole))
    } else {
        let double = whole * scale;
        (double, -product_error(whole, scale, double) / scale)
    };
    let distance = error + rest;
    let bits = double.to_bits();
    let neighbour = f64::from_bits(if distance < 0.0 { bits.wrapping_sub(1) } else { bits.wrapping_add(1) });
    let gap = (neighbour - double).abs();
    let step = if power < 0 { gap * scale } else { gap / scale };
    // What is all but in the middle is not told from it here, and counts as beyond.
    let is_same = distance.abs() < step * REACH;
    is_same.then(|| rounded(whole, decimal.point()))
}

/// `expected − a·b`, exactly where the product is near (Dekker 1971).
fn product_error(a: f64, b: f64, expected: f64) -> f64 {
    let split = |value: f64| {
        let large = value * 134_217_729.0;
        let high = large - (large - value);
        (high, value - high)
    };
    let ((a_high, a_low), (b_high, b_low)) = (split(a), split(b));
    let product = a * b;
    let low = ((a_high * b_high - product) + a_high * b_low + a_low * b_high) + a_low * b_low;
    (expected - product) - low
}

/// A whole number's digits, with the decimal point where it was; one digit more is one place more.
fn rounded(whole: f64, point: i64) -> Decimal {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "whole, and of 16 digits")]
    let (mut left, mut digits) = (whole as u64, Vec::new());
    while left > 0 {
        digits.insert(0, (left % 10) as u8);
        left /= 10;
    }
    let carried = i64::from(digits.len() > CARRIED);
    Decimal::new(digits, point + carried)
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::format;
    use alloc::string::String;
    use proptest::prelude::*;

    fn by_the_standard_library(text: &str) -> Option<Decimal> {
        let value: f64 = text.parse().unwrap();
        let shortest = Decimal::read(&format!("{value:e}"));
        (shortest.digits().len() <= CARRIED).then_some(shortest)
    }

    /// Whether what is a little smaller and what is a little larger read as two doubles, so that an even last bit decides.
    fn is_in_the_middle(decimal: &Decimal) -> bool {
        let digits: String = decimal.digits().iter().take(37).map(|digit| char::from(b'0' + digit)).collect();
        let (padded, exponent) = (format!("{digits:0<37}"), decimal.point() - 37);
        let number: u128 = padded.parse().unwrap();
        let read = |number: u128| format!("{number}e{exponent}").parse::<f64>().unwrap();
        number > 0 && read(number - 1) != read(number + 1)
    }

    /// What is told apart is told as the standard library does; what is in the middle is not.
    fn expected(text: &str) -> Option<Decimal> {
        let decimal = Decimal::read(text);
        let is_asked = decimal.digits().len() > CARRIED;
        if is_asked && is_in_the_middle(&decimal) { None } else { by_the_standard_library(text) }
    }

    #[test]
    fn hard_cases() {
        let long = |text: &str| (String::from(text), by_the_standard_library(text));
        for (text, expected) in [
            long("0.1000000000000000055511151231257827"),
            long("0.10000000000000001"),
            long("0.30000000000000004"),
            long("84250.500000000000001"),
            long("999999999999999.96"),
            long("9999999999999995"),
            long("99999999999999.9999"),
            long("4503599627370497.6"),
            long("1234567890123456.7"),
            long("9.9999999999999999999e-8"),
            // In the middle between two doubles, of which the even one is 1421512041404340.
            ("1421512041404339.875".into(), None),
            // Beyond: not asked.
            ("1.00000000000000001e-9".into(), None),
            ("1.00000000000000001e40".into(), None),
            ("123456789012345e300".into(), Some(Decimal::read("123456789012345e300"))),
            ("0".into(), Some(Decimal::read("0"))),
            ("1e-400".into(), Some(Decimal::read("0"))),
        ] {
            assert_eq!(shortest(&Decimal::read(&text)), expected, "{text}");
        }
    }

    /// A power of two is as far again from the double above as from the one below.
    #[test]
    fn around_every_power_of_two() {
        for exponent in -26..53 {
            let power = 2f64.powi(exponent);
            for bits in power.to_bits() - 3..=power.to_bits() + 3 {
                let value = f64::from_bits(bits);
                for text in [
                    format!("{value}"),
                    format!("{value:.15e}"),
                    format!("{value:.16e}"),
                    format!("{value:.17e}"),
                    format!("{value:.25e}"),
                    format!("{value:.80}"),
                ] {
                    assert_eq!(shortest(&Decimal::read(&text)), by_the_standard_library(&text), "{text}");
                }
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(20_000))]

        #[test]
        fn the_shortest_is_the_standard_librarys(text in r"(0\.[1-9][0-9]{15,30}|[1-9][0-9]{0,14}(\.[0-9]{1,25})?)(e-[0-6])?") {
            let decimal = Decimal::read(&text);
            if decimal.point() > -7 {
                prop_assert_eq!(shortest(&decimal), expected(&text));
            }
        }

        /// Near to where a double's reach ends, on both sides: nothing else is as near as 17 digits and a few more tell.
        #[test]
        fn the_reach_of_a_double_is_met(whole in 1u64..10_000_000_000_000_000, power in -20i32..1, more in "[0-9]{0,4}") {
            let value: f64 = format!("{whole}e{power}").parse().unwrap();
            for bits in [value.to_bits() - 1, value.to_bits(), value.to_bits() + 1] {
                let text = format!("{:.16e}", f64::from_bits(bits));
                let (digits, exponent) = text.split_once('e').unwrap();
                let text = format!("{digits}{more}e{exponent}");
                let decimal = Decimal::read(&text);
                if decimal.point() > -7 {
                    prop_assert_eq!(shortest(&decimal), expected(&text), "{}", text);
                }
            }
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
