//! Dates that cannot be, and those that systems write where they know none.

use super::ground::GroundCode;
use super::shape::{self, is_named};

/// Nobody has grown as old: 122 years is the most on record.
const OLDEST: i32 = 130;

/// What a value that may be a date is. `today` is a year, a month and a day.
pub(super) fn look(field: &str, value: &str, today: Option<[i32; 3]>) -> Option<GroundCode> {
    let [first, second, third, ..] = numbers(value)?;
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
    if !is_named(field, shape::BIRTH) {
        return None;
    }
    if month == 1 && day == 1 && matches!(year, 1900 | 1970) {
        return Some(GroundCode::PlaceholderDate);
    }
    let [this_year, this_month, this_day] = today?;
    let day_of_year = if is_ordered { (month, day) } else { (month.min(day), 1) };
    let is_ahead = year > this_year || (year == this_year && day_of_year > (this_month, this_day));
    (is_ahead || year < this_year - OLDEST).then_some(GroundCode::ImpossibleDate)
}

/// The three numbers of a date, each with how many digits it has; what follows after a `T` or a space is a time.
fn numbers(value: &str) -> Option<[(i32, usize); 3]> {
    let date = value.split(['T', ' ']).next()?;
    let separator = date.chars().find(|c| !c.is_ascii_digit()).filter(|c| matches!(c, '-' | '/' | '.'))?;
    let mut parts = date.split(separator).map(|part| {
        let is_number = !part.is_empty() && part.len() <= 4 && part.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then(|| part.parse().ok()).flatten().map(|number: i32| (number, part.len()))
    });
    let numbers = [parts.next()??, parts.next()??, parts.next()??];
    let years = numbers.iter().filter(|number| number.1 == 4).count();
    let is_whole = parts.next().is_none() && years == 1 && numbers.get(1).is_some_and(|middle| middle.1 <= 2);
    let has_days = numbers.iter().all(|number| matches!(number.1, 1 | 2 | 4));
    let has_year = numbers.iter().any(|number| number.1 == 4 && matches!(number.0, 1000..=2999));
    (is_whole && has_days && has_year).then_some(numbers)
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
