//! Where a page of cases starts, as programs carry it: opaque to them, checked when it comes back.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, NaiveDate};
use domain::CaseId;
use store::reads::case_list::{After, Order};

/// The cursor of the page after this key.
pub(crate) fn write(after: After) -> String {
    let text = match after {
        After::Received(at, id) => format!("r {} {id}", at.timestamp_micros()),
        After::Due(date, id) => format!("d {} {id}", date.map(|date| date.to_string()).unwrap_or_default()),
    };
    URL_SAFE_NO_PAD.encode(text)
}

/// The key that a cursor carries; `None` when it is none of ours, or of another order.
pub(crate) fn read(cursor: &str, order: Order) -> Option<After> {
    let text = String::from_utf8(URL_SAFE_NO_PAD.decode(cursor).ok()?).ok()?;
    let [kind, key, id] = text.split(' ').collect::<Vec<_>>().try_into().ok()?;
    let id: CaseId = id.parse().ok()?;
    match (kind, order) {
        ("r", Order::Received) => Some(After::Received(DateTime::from_timestamp_micros(key.parse().ok()?)?, id)),
        ("d", Order::Due) => Some(After::Due(Some(key.parse::<NaiveDate>().ok()?), id)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_reads_back_in_its_own_order_and_in_no_other() {
        let id = CaseId::new(DateTime::UNIX_EPOCH);
        let received = After::Received(DateTime::from_timestamp_micros(1_764_000_000_123_456).expect("instant"), id);
        let due = After::Due(NaiveDate::from_ymd_opt(2026, 11, 16), id);
        assert_eq!(read(&write(received), Order::Received), Some(received));
        assert_eq!(read(&write(due), Order::Due), Some(due));
        assert_eq!(read(&write(due), Order::Received), None);
        assert_eq!(read("n'importe quoi", Order::Due), None);
    }
}
