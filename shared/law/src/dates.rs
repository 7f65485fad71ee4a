//! Date arithmetic as the law counts (domain section 2.5). Total: a result beyond the calendar of `chrono` (year 262142)
//! stops at its last or first day.

use chrono::{Days, Months, NaiveDate};

/// `n` months after, "de quantième à quantième": the same day of the month, or the last day of the month when it has no
/// such day (31 October + 4 months = 28 February).
#[must_use]
pub fn months_after(date: NaiveDate, n: u32) -> NaiveDate {
    date.checked_add_months(Months::new(n)).unwrap_or(NaiveDate::MAX)
}

/// `n` months before, with the same rule for short months.
#[must_use]
pub fn months_before(date: NaiveDate, n: u32) -> NaiveDate {
    date.checked_sub_months(Months::new(n)).unwrap_or(NaiveDate::MIN)
}

/// `n` calendar days after.
#[must_use]
pub fn days_after(date: NaiveDate, n: u32) -> NaiveDate {
    date.checked_add_days(Days::new(u64::from(n))).unwrap_or(NaiveDate::MAX)
}

/// `n` calendar days before.
#[must_use]
pub fn days_before(date: NaiveDate, n: u32) -> NaiveDate {
    date.checked_sub_days(Days::new(u64::from(n))).unwrap_or(NaiveDate::MIN)
}
