//! Days as they are typed at the desks: whole, short (`19`, `1911`), or as people say them (`mardi`, `hier`). The browser's calendar wants
//! eight digits and a fixed order.

use chrono::NaiveDate;
use web::{parts::Field, t1};

use super::indexing::{date, date_before};

/// A day, the last such one up to `latest` where it is not whole.
pub(crate) fn day(text: &str, latest: NaiveDate) -> Option<NaiveDate> {
    let text = text.trim();
    date(text).or_else(|| date_before(text, latest)).or_else(|| formats::french_date::said(text, latest))
}

/// A field for a day: what was typed, whole once it is understood, or what is wrong with it.
pub(crate) fn field(name: &str, label: String, typed: &str, latest: NaiveDate) -> Field {
    let understood = day(typed, latest);
    let wrong = (understood.is_none() && !typed.is_empty()).then(|| t1("post-error-date", "typed", typed));
    let shown = understood.map_or_else(|| typed.to_owned(), formats::french_date::numeric);
    Field::text(name, label).value(shown).error(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_understood_whole_short_or_said() {
        let date = |text: &str| text.parse::<NaiveDate>().expect("date");
        let latest = date("2026-11-30");
        for text in ["24/11/2026", "2026-11-24", "24", "2411", "24/11", "mardi", " mardi dernier ", "24 novembre"] {
            assert_eq!(day(text, latest), Some(date("2026-11-24")), "{text}");
        }
        assert_eq!((day("", latest), day("bientôt", latest)), (None, None));
    }
}
