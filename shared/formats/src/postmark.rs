//! The day that a postmark says.

use chrono::NaiveDate;

/// Months as postmarks write them, by their first letters.
const MONTHS: [&[&str]; 12] = [
    &["JAN"],
    &["FEV", "FEB"],
    &["MAR"],
    &["AVR"],
    &["MAI"],
    &["JUN", "JUIN"],
    &["JUL", "JUIL"],
    &["AOU"],
    &["SEP"],
    &["OCT"],
    &["NOV"],
    &["DEC"],
];

/// `12-11-26`, `12.11.2026`, `12 NOV 26`, with or without the hour behind it.
#[must_use]
pub fn stamped(text: &str) -> Option<NaiveDate> {
    let upper = text.to_uppercase().replace('É', "E").replace('Û', "U");
    let parts: Vec<&str> = upper.split(|c: char| !c.is_ascii_alphanumeric()).filter(|part| !part.is_empty()).collect();
    let [day, month, year, ..] = parts[..] else { return None };
    let day: u32 = day.parse().ok()?;
    let named = || {
        let at = MONTHS.iter().position(|names| names.iter().any(|name| month.starts_with(name)))?;
        u32::try_from(at + 1).ok()
    };
    let month = month.parse().ok().or_else(named)?;
    let year: i32 = match year.len() {
        2 => 2000 + year.parse::<i32>().ok()?,
        4 => year.parse().ok()?,
        _ => return None,
    };
    NaiveDate::from_ymd_opt(year, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("date")
    }

    #[test]
    fn dates_are_read_as_postmarks_write_them() {
        for text in ["12-11-26", "12.11.2026", "12 NOV 26", "12 NOV. 2026 17H", "12/11/26 - 17H30"] {
            assert_eq!(stamped(text), Some(day("2026-11-12")), "{text}");
        }
        for text in ["67 STRASBOURG", "31-02-26", "12 rue 26", "2026", "12-11-026"] {
            assert_eq!(stamped(text), None, "{text}");
        }
        assert_eq!(stamped("1 août 26"), Some(day("2026-08-01")));
    }
}
