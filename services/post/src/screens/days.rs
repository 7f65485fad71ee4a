//! Days as they are typed at the desks: whole, short (`19`, `1911`), or as people say them (`mardi`, `hier`). The browser's calendar wants
//! eight digits and a fixed order.

use chrono::{Datelike as _, NaiveDate};
use formats::french_date;
use web::{parts::Field, t1};

use super::indexing::{date, date_before};

/// Nothing was received before.
const FIRST_YEAR: i32 = 2000;

/// A day, the last such one up to `latest` where it is not whole. With a question mark in it, it is none: somebody could not read it.
pub(crate) fn day(text: &str, latest: NaiveDate) -> Option<NaiveDate> {
    let text = text.trim();
    let said = || Some(text).filter(|text| !text.contains('?')).and_then(|text| french_date::said(text, latest));
    date_before(text, latest).or_else(|| date(text)).or_else(said)
}

/// The day that the address of a page asks for: never one to come, nor one before there was any post.
pub(crate) fn asked(day: Option<NaiveDate>, today: NaiveDate) -> NaiveDate {
    day.filter(|day| *day <= today && day.year() >= FIRST_YEAR).unwrap_or(today)
}

/// A field for a day: what was typed, whole once it is understood, or what is wrong with it.
pub(crate) fn field(name: &str, label: String, typed: &str, latest: NaiveDate) -> Field {
    let understood = day(typed, latest);
    let wrong = (understood.is_none() && !typed.is_empty()).then(|| t1("post-error-date", "typed", typed));
    let shown = understood.map_or_else(|| typed.to_owned(), french_date::numeric);
    Field::text(name, label).value(shown).error(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_shows_a_day_that_was() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 30).expect("date");
        for day in [None, today.succ_opt(), Some(NaiveDate::MIN), Some(NaiveDate::MAX)] {
            assert_eq!(asked(day, today), today);
        }
        assert_eq!(asked(today.pred_opt(), today), today.pred_opt().expect("day"));
    }

    #[test]
    fn a_day_is_understood_whole_short_or_said() {
        let date = |text: &str| text.parse::<NaiveDate>().expect("date");
        let latest = date("2026-11-30");
        for text in
            ["24/11/2026", "2026-11-24", "24/11/26", "24", "2411", "24/11", "mardi", " mardi dernier ", "24 novembre"]
        {
            assert_eq!(day(text, latest), Some(date("2026-11-24")), "{text}");
        }
        for text in ["", "bientôt", "1? nov. 26", "24/11/202", "24/11/0026", "31/02/2026"] {
            assert_eq!(day(text, latest), None, "{text}");
        }
    }
}
