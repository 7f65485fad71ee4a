//! What was opened by hand under a number or a label and no scanner has seen yet: sealed medical envelopes by their label alone.

use chrono_tz::Tz;
use store::{
    StoreError, Transaction,
    openings::{self, Opened},
    reads::search::Term,
};
use web::{dates, t, t1, t2, tw};

/// Rows of one number.
const ROWS: i64 = 5;
/// Signs that a number or a label has at least.
const SHORTEST: usize = 4;

/// An envelope opened and not scanned.
pub(super) struct OpenedRow {
    pub(super) name: String,
    pub(super) what: String,
    pub(super) state: String,
}

/// The envelopes opened under these numbers.
pub(super) async fn find(tx: &mut Transaction, terms: &[Term], zone: Tz) -> Result<Vec<OpenedRow>, StoreError> {
    let mut rows = Vec::new();
    for number in terms.iter().filter_map(|term| term.0.first()).filter(|word| may_be_number(word)) {
        let found = openings::by_number(tx, number, ROWS).await?;
        rows.extend(found.iter().filter(|opened| opened.communication.is_none()).map(|opened| row(opened, zone)));
    }
    Ok(rows)
}

fn may_be_number(word: &str) -> bool {
    word.len() >= SHORTEST
        && word.chars().any(|sign| sign.is_ascii_digit())
        && word.chars().all(|sign| sign.is_ascii_alphanumeric())
}

fn row(opened: &Opened, zone: Tz) -> OpenedRow {
    let number = opened.number.as_deref().map(|number| formats::TrackingNumber::parse(number).printed());
    OpenedRow {
        name: number.unwrap_or_else(|| t1("post-opening-label", "label", &opened.label)),
        what: t2(
            "post-search-opened",
            "class",
            tw("post-opening-class", opened.class.word()),
            "date",
            dates::long_instant(opened.opened_at, zone),
        ),
        state: match &opened.forwarded {
            Some((_, to)) => t1("post-opening-forwarded", "to", to),
            None => t("post-opening-waits"),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_no_numbers() {
        let told = ["1a12345678901", "a7k2b", "8700", "diallo", "12", "l423-7"].map(may_be_number);
        assert_eq!(told, [true, true, true, false, false, false]);
    }
}
