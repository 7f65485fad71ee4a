//! Separator sheets to print: one before each envelope, person or document, with the number of pages counted by hand.

use askama::Template;
use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use chrono::{DateTime, Utc};
use domain::{EventId, SeparatorKind, SeparatorSheet};
use web::{
    Frame, Page, Problem, Staff, View,
    parts::{ErrorSummary, Field},
    t, t1, tw,
};

use super::{Desk, Fields, files::pdf};

/// Most sheets printed at once.
const MOST: usize = 200;
/// Letters and digits that cannot be taken for one another (no 0, 1, I, O).
const SIGNS: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/// A kind of sheet to choose.
pub(crate) struct KindChoice {
    value: &'static str,
    label: String,
    taken: bool,
}

#[derive(Template)]
#[template(path = "post/separators.html")]
pub(crate) struct SeparatorsPage {
    page: Page,
    errors: ErrorSummary,
    kinds: Vec<KindChoice>,
    number: Field,
    counts: Field,
}

/// `/courrier/separateurs`
pub(crate) async fn show(frame: Frame) -> View<SeparatorsPage> {
    View(form(&frame, SeparatorKind::Envelope, "10", "", None, None))
}

fn form(
    frame: &Frame,
    kind: SeparatorKind,
    number: &str,
    counts: &str,
    bad_number: Option<String>,
    bad_counts: Option<String>,
) -> SeparatorsPage {
    let choice =
        |k: &SeparatorKind| KindChoice { value: k.word(), label: tw("post-separator", k.word()), taken: *k == kind };
    let number = Field::text("nombre", t("post-separators-number")).value(number).error(bad_number);
    let counts = Field::long_text("pages", t("post-separators-counts"))
        .hint(t("post-separators-counts-help"))
        .value(counts)
        .error(bad_counts);
    SeparatorsPage {
        page: Page::new(frame, t("post-separators-title")).under("/courrier", t("door-post")),
        errors: ErrorSummary::of(&[&number, &counts]),
        kinds: SeparatorKind::BETWEEN.iter().map(choice).collect(),
        number,
        counts,
    }
}

/// `POST /courrier/separateurs`: the sheets as a PDF.
pub(crate) async fn print(
    State(desk): State<Desk>,
    _: Staff,
    frame: Frame,
    fields: Fields,
) -> Result<Response, Problem> {
    let kind = SeparatorKind::from_word(fields.get("nature"));
    let kind = kind.filter(|kind| SeparatorKind::BETWEEN.contains(kind)).ok_or(Problem::BadRequest)?;
    let (number, counts) = (fields.get("nombre"), fields.get("pages"));
    let counted = page_counts(counts);
    let wanted = match &counted {
        Ok(counts) if !counts.is_empty() => Some(counts.len()),
        _ => number.parse().ok().filter(|n| (1..=MOST).contains(n)),
    };
    let (Ok(counted), Some(wanted)) = (&counted, wanted.filter(|n| *n <= MOST)) else {
        let bad_counts = counted.err().map(|typed| t1("post-separators-bad-count", "typed", typed));
        let bad_number = wanted.is_none_or(|n| n > MOST).then(|| t1("post-separators-bad-number", "most", MOST));
        return Ok(View(form(&frame, kind, number, counts, bad_number, bad_counts)).into_response());
    };
    let sheets = sheets(kind, wanted, counted, desk.web.now())?;
    let (letters, demonstration) = (desk.letters().await?, desk.web.settings().demonstration);
    let made = tokio::task::spawn_blocking(move || letters.separators(&sheets, demonstration)).await;
    let made = made.map_err(Problem::internal)?.map_err(Problem::internal)?;
    Ok(pdf(made.pdf, "separateurs.pdf"))
}

/// The numbers of pages counted by hand, or the first word that is none.
fn page_counts(typed: &str) -> Result<Vec<u32>, String> {
    let words = typed.split(|c: char| c.is_whitespace() || c == ',' || c == ';').filter(|word| !word.is_empty());
    words.map(|word| word.parse().ok().filter(|n| (1..=999).contains(n)).ok_or_else(|| word.to_owned())).collect()
}

fn sheets(
    kind: SeparatorKind,
    wanted: usize,
    counts: &[u32],
    now: DateTime<Utc>,
) -> Result<Vec<SeparatorSheet>, Problem> {
    let sheet = |(index, serial): (usize, String)| SeparatorSheet::new(kind, &serial, counts.get(index).copied());
    serials(wanted, now).into_iter().enumerate().map(sheet).collect::<Result<_, _>>().map_err(Problem::internal)
}

/// Serials that no other sheet has: the second, and a run of numbers that starts anywhere, so that two prints of one second, or two
/// scans of one hand, do not meet.
pub(crate) fn serials(count: usize, now: DateTime<Utc>) -> Vec<String> {
    let seconds = u64::try_from(now.timestamp()).unwrap_or(0) & 0xffff_ffff;
    let start = EventId::new(now).uuid().as_bytes()[12..].iter().fold(0, |all, byte| (all << 8) | u64::from(*byte));
    // 32 bits of time, 18 of the run: ten signs of five bits.
    (start..).take(count).map(|place| signs((seconds << 18) | (place & 0x3_ffff))).collect()
}

fn signs(mut number: u64) -> String {
    let mut signs = [0_u8; 10];
    for sign in signs.iter_mut().rev() {
        *sign = usize::try_from(number & 31).ok().and_then(|n| SIGNS.get(n)).copied().unwrap_or(b'2');
        number >>= 5;
    }
    signs.iter().map(|sign| char::from(*sign)).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_sheet_of_a_print_has_its_own_serial_and_its_count() {
        let now = DateTime::from_timestamp(1_795_000_000, 0).expect("instant");
        let sheets = sheets(SeparatorKind::Envelope, 200, &[12, 3], now).expect("sheets");
        let serials: BTreeSet<_> = sheets.iter().map(|sheet| sheet.serial().to_owned()).collect();
        assert_eq!(serials.len(), 200);
        let counts: Vec<_> = sheets.iter().take(3).map(SeparatorSheet::declared_pages).collect();
        assert_eq!(counts, [Some(12), Some(3), None]);
    }

    #[test]
    fn prints_of_one_second_do_not_meet() {
        let now = DateTime::from_timestamp(1_795_000_000, 0).expect("instant");
        // As many labels, one at a time, as a hand scanner makes in a second: with a byte of chance some would meet.
        let single: BTreeSet<_> = (0..40).flat_map(|_| serials(1, now)).collect();
        assert!(single.len() >= 39, "{}", single.len());
        assert!(single.iter().all(|serial| serial.len() == 10));
    }

    #[test]
    fn counts_are_read_as_they_are_typed() {
        assert_eq!(page_counts("12, 4;3\n1"), Ok(vec![12, 4, 3, 1]));
        assert_eq!(page_counts(""), Ok(Vec::new()));
        assert_eq!(page_counts("12, douze"), Err("douze".to_owned()));
        assert_eq!(page_counts("0"), Err("0".to_owned()));
    }
}
