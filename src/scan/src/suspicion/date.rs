//! Dates that cannot be, and those that systems write where they know none.

use super::ground::GroundCode;
use super::shape::{self, is_named};

/// Nobody has grown as old: 122 years is the most on record.
const OLDEST: i32 = 130;

/// The three numbers of a date as they stand in it, each with how many digits it has.
pub(super) type Date = [(i32, usize); 3];

/// What a date is. `today` is a year, a month and a day.
pub(super) fn look(field: &str, [first, second, third]: Date, today: Option<[i32; 3]>) -> Option<GroundCode> {
    // The year stands first or last; where it is last, days and months come in either order.
    let ((year, _), (month, _), (day, _)) =
        if first.1 == 4 { (first, second, third) } else { (third, first, second) };
    let is_ordered = first.1 == 4;
    let exists = exists(year, month, day) || (!is_ordered && exists(year, day, month));
    if !exists {
        // The order year, day, month has been seen as well.
        let is_turned = is_ordered && self::exists(year, day, month);
        return (is_named(field, shape::DATE) && (!is_turned || is_named(field, shape::BIRTH)))
            .then_some(GroundCode::ImpossibleDate);
    }
    let is_placeholder = month == 1 && day == 1 && matches!(year, 1900 | 1970);
    let is_impossible = today.is_some_and(|[this_year, this_month, this_day]| {
        // Where days and months cannot be told apart, the earlier of both readings is held against today.
        let day_of_year = if is_ordered { (month, day) } else { (month.min(day), 1) };
        let is_ahead = year > this_year || (year == this_year && day_of_year > (this_month, this_day));
        is_ahead || year < this_year - OLDEST
    });
    if !(is_placeholder || is_impossible) || !is_named(field, shape::BIRTH) {
        return None;
    }
    Some(if is_impossible { GroundCode::ImpossibleDate } else { GroundCode::PlaceholderDate })
}

/// The date that a value begins with, whether it can be or not; what follows after a `T` or a space is a time.
pub(super) fn read(value: &str) -> Option<Date> {
    let mut numbers = [(0_i32, 0_usize); 3];
    let (mut place, mut separator) = (0, None);
    for byte in value.bytes() {
        match byte {
            b'0'..=b'9' => {
                let number = numbers.get_mut(place)?;
                number.0 = number.0 * 10 + i32::from(byte - b'0');
                number.1 += 1;
                if number.1 > 4 {
                    return None;
                }
            }
            b'-' | b'/' | b'.' if *separator.get_or_insert(byte) == byte => place += 1,
            b'T' | b' ' => break,
            _ => return None,
        }
    }
    let [first, second, third] = numbers;
    let has_days = |number: (i32, usize)| matches!(number.1, 1 | 2);
    let has_year = |number: (i32, usize)| number.1 == 4 && matches!(number.0, 1000..=2999);
    let is_date =
        has_days(second) && ((has_year(first) && has_days(third)) || (has_days(first) && has_year(third)));
    (place == 2 && is_date).then_some(numbers)
}

fn exists(year: i32, month: i32, day: i32) -> bool {
    let days = match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        _ => return false,
    };
    (1..=days).contains(&day)
}
