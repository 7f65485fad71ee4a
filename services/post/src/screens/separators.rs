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
    let sheet = |index: usize| SeparatorSheet::new(kind, &serial(index, now), counts.get(index).copied());
    (0..wanted).map(sheet).collect::<Result<_, _>>().map_err(Problem::internal)
}

/// A serial that no other sheet has: the second, the place in the print, and chance for two prints in one second.
pub(crate) fn serial(index: usize, now: DateTime<Utc>) -> String {
    let seconds = u64::try_from(now.timestamp()).unwrap_or(0);
    let chance = u64::from(EventId::new(now).uuid().as_bytes()[15]);
    let place = u64::try_from(index).unwrap_or(u64::MAX) & 0x3ff;
    // 32 bits of time, 10 of place, 8 of chance: ten signs of five bits.
    let mut number = ((seconds & 0xffff_ffff) << 18) | (place << 8) | chance;
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
    fn counts_are_read_as_they_are_typed() {
        assert_eq!(page_counts("12, 4;3\n1"), Ok(vec![12, 4, 3, 1]));
        assert_eq!(page_counts(""), Ok(Vec::new()));
        assert_eq!(page_counts("12, douze"), Err("douze".to_owned()));
        assert_eq!(page_counts("0"), Err("0".to_owned()));
    }
}
