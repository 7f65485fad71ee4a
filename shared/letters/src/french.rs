//! Dates and texts as letters write them.

use chrono::NaiveDate;

/// The date in full words: "jeudi 12 novembre 2026", "vendredi 1er janvier 2027".
#[must_use]
pub fn date(date: NaiveDate) -> String {
    formats::french_date::long(date)
}

/// The text with typographic apostrophes and blanks ([`formats::typography::bound`]).
pub fn typographic(text: &str) -> String {
    formats::typography::bound(&text.replace('\'', "’"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_take_the_blanks_and_apostrophes_of_print() {
        assert_eq!(typographic("l'article L. 423-7 : oui ?"), "l’article L.\u{a0}423-7\u{a0}: oui\u{a0}?");
    }

    #[test]
    fn dates_are_written_in_full_words() {
        let on = |y, m, d| date(NaiveDate::from_ymd_opt(y, m, d).expect("date"));
        assert_eq!(on(2026, 11, 12), "jeudi 12 novembre 2026");
        assert_eq!(on(2027, 1, 1), "vendredi 1er janvier 2027");
        assert_eq!(on(2028, 2, 29), "mardi 29 février 2028");
    }
}
