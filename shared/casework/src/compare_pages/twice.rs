//! Pages of one envelope that look the same: perhaps one sheet, fed once more after a jam. Proposed, never done (a person may have sent two
//! prints of one photograph).

use chrono::{DateTime, Utc};
use domain::CommunicationId;
use formats::likeness::InkMap;
use store::{
    StoreError, Transaction,
    doubles::{self, NewDouble},
    likeness::KnownPage,
    scanning::{self, PlacedPage, Standing},
};

/// Sheets that are fed once more lie at most so many pages back.
const BACK: usize = 12;
/// How much of the pictures of one sheet from one scanner is the same, in hundredths.
const SAME: f32 = 94.0;

/// Proposes the pages that look like one of the pages just before them.
pub(super) async fn propose(
    tx: &mut Transaction,
    communication: CommunicationId,
    known: &[KnownPage],
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let envelope = match scanning::lock_envelope(tx, communication).await {
        Ok((envelope, _)) => envelope,
        Err(StoreError::NotFound(_)) => return Ok(()),
        Err(error) => return Err(error),
    };
    let Some((first, last)) = envelope.pages else { return Ok(()) };
    let pages = scanning::pages(tx, envelope.batch, first, last).await?;
    let moved = doubles::places_moved(tx, envelope.batch, first, last).await?;
    let seen: Vec<Seen<'_>> = pages
        .iter()
        .filter(|page| page.standing == Standing::Counts && !page.separator && !page.blank)
        .map(|page| Seen {
            page,
            ink: known.iter().find(|known| known.page == page.number).and_then(|known| known.ink.as_deref()),
            moved: moved.contains(&page.number),
        })
        .collect();
    doubles::propose(tx, communication, &pairs(&seen), now).await
}

/// A page and what it looks like.
struct Seen<'a> {
    page: &'a PlacedPage,
    ink: Option<&'a [u8]>,
    /// It comes from another file than that of its batch.
    moved: bool,
}

/// Each page with the nearest page before it that looks the same.
fn pairs(seen: &[Seen<'_>]) -> Vec<NewDouble> {
    let maps: Vec<Option<InkMap>> = seen.iter().map(|seen| seen.ink.and_then(InkMap::from_bytes)).collect();
    let alike = |one: usize, other: usize| -> Option<u8> {
        let (a, b) = (seen[one].page, seen[other].page);
        if a.picture.is_some() && a.picture == b.picture {
            return Some(100);
        }
        let share = maps[one].as_ref()?.likeness(maps[other].as_ref()?) * 100.0;
        (share >= SAME && words_agree(&a.text, &b.text)).then(|| hundredths(share))
    };
    let nearest = |later: usize| {
        let mut earlier = (later.saturating_sub(BACK)..later).rev();
        earlier.find_map(|earlier| Some((earlier, alike(earlier, later)?)))
    };
    (1..seen.len())
        .filter_map(|later| {
            let (earlier, percent) = nearest(later)?;
            Some(NewDouble {
                later: seen[later].page.id,
                earlier: seen[earlier].page.id,
                percent,
                after_jam: seen[later].moved != seen[earlier].moved,
            })
        })
        .collect()
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to hundredths")]
fn hundredths(share: f32) -> u8 {
    share.round().clamp(0.0, 100.0) as u8
}

/// Two payslips look the same and say other things; a photograph says nothing.
fn words_agree(one: &str, other: &str) -> bool {
    let words = |text: &str| -> std::collections::BTreeSet<String> {
        let parts = text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() > 2);
        parts.map(str::to_lowercase).collect()
    };
    let (one, other) = (words(one), words(other));
    let (fewer, most) = (one.len().min(other.len()), one.len().max(other.len()));
    let shared = one.intersection(&other).count();
    most < 4 || (fewer > 0 && shared * 10 >= most * 9)
}

#[cfg(test)]
mod tests {
    use domain::{BatchId, PageId};

    use super::*;

    fn page(number: i32, text: &str, picture: u8) -> PlacedPage {
        let now = DateTime::from_timestamp(1_795_000_000, 0).expect("instant");
        PlacedPage {
            id: PageId::new(now),
            batch: BatchId::new(now),
            number,
            standing: Standing::Counts,
            separator: false,
            blank: false,
            text: text.to_owned(),
            picture: Some(vec![picture]),
        }
    }

    #[test]
    fn the_same_picture_again_is_proposed_once_with_the_jam_between() {
        let pages = [page(1, "LETTRE", 1), page(2, "", 2), page(3, "", 2), page(4, "", 2)];
        let seen: Vec<Seen<'_>> = pages.iter().map(|page| Seen { page, ink: None, moved: page.number > 2 }).collect();
        let found: Vec<_> = pairs(&seen).iter().map(|d| (d.later, d.earlier, d.percent, d.after_jam)).collect();
        assert_eq!(found, [(pages[2].id, pages[1].id, 100, true), (pages[3].id, pages[2].id, 100, false)]);
    }

    #[test]
    fn papers_of_one_kind_say_other_things_and_photographs_say_nothing() {
        let (october, november) = ("Bulletin de paie octobre net payé 1432", "Bulletin de paie novembre net payé 1432");
        assert!(words_agree("", "") && words_agree("photo", ""));
        assert!(!words_agree(october, november));
        assert!(words_agree(october, october));
        assert!(!words_agree(october, ""));
    }
}
