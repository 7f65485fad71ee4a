//! Which pages two files both hold: after a jam the last sheets are fed once more, to be sure.

use std::collections::BTreeSet;

use store::scanning::PlacedPage;

/// Words from which on two texts can be compared at all.
const ENOUGH: usize = 6;
/// How much of the shorter text stands in the other one when both are scans of one sheet, in hundredths.
const ALIKE: usize = 75;

/// What two pages have to do with one another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Same {
    Yes,
    Perhaps,
    No,
}

fn words(page: &PlacedPage) -> BTreeSet<String> {
    let parts = page.text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() > 2);
    parts.map(str::to_lowercase).collect()
}

fn same(one: &PlacedPage, other: &PlacedPage) -> Same {
    if one.picture.is_some() && one.picture == other.picture {
        return if one.blank { Same::Perhaps } else { Same::Yes };
    }
    let (a, b) = (words(one), words(other));
    let fewer = a.len().min(b.len());
    if fewer < ENOUGH {
        // A photograph, an empty back: says nothing alone, and nothing against it either unless the other one is full of words.
        return if a.len().abs_diff(b.len()) < ENOUGH { Same::Perhaps } else { Same::No };
    }
    if a.intersection(&b).count() * 100 >= fewer * ALIKE { Same::Yes } else { Same::No }
}

/// How many pages at the head of the rest are the last pages of the whole, scanned once more. Every pair must agree, and one of them
/// beyond doubt.
#[must_use]
pub(crate) fn repeated(whole: &[&PlacedPage], rest: &[&PlacedPage]) -> usize {
    let most = whole.len().min(rest.len());
    (1..=most)
        .rev()
        .find(|count| {
            let pairs = whole[whole.len() - count..].iter().zip(&rest[..*count]).map(|(one, other)| same(one, other));
            let pairs: Vec<Same> = pairs.collect();
            pairs.contains(&Same::Yes) && !pairs.contains(&Same::No)
        })
        .unwrap_or(0)
}

/// Whether the second scan shows more of the sheet: the first one was cut by the jam.
#[must_use]
pub(crate) fn shows_more(second: &PlacedPage, first: &PlacedPage) -> bool {
    words(second).len() * 4 > words(first).len() * 5
}

#[cfg(test)]
mod tests {
    use domain::{BatchId, PageId};
    use store::scanning::Standing;

    use super::*;

    fn page(text: &str) -> PlacedPage {
        let now = chrono::DateTime::from_timestamp(1_795_000_000, 0).expect("instant");
        PlacedPage {
            id: PageId::new(now),
            batch: BatchId::new(now),
            number: 1,
            standing: Standing::Counts,
            separator: false,
            blank: text.is_empty(),
            text: text.to_owned(),
            picture: None,
        }
    }

    fn count(whole: &[&str], rest: &[&str]) -> usize {
        let (whole, rest): (Vec<_>, Vec<_>) =
            (whole.iter().map(|t| page(t)).collect(), rest.iter().map(|t| page(t)).collect());
        repeated(&whole.iter().collect::<Vec<_>>(), &rest.iter().collect::<Vec<_>>())
    }

    const A: &str = "Madame Monsieur je demande le renouvellement de mon titre de séjour étudiant";
    const B: &str = "Bulletin de salaire octobre employeur restaurant net payé heures travaillées";
    const C: &str = "Attestation de logement propriétaire bail signé quittance électricité facture";

    #[test]
    fn the_last_pages_fed_once_more_are_known_whatever_the_scanner_misread() {
        assert_eq!(count(&[A, B], &[B, C]), 1);
        assert_eq!(count(&[A, B], &["Bulletin de sa1aire octobre employeur restaurant net payé heures", C]), 1);
        assert_eq!(count(&[A, B], &[A, B, C]), 2);
        assert_eq!(count(&[A, B], &[C]), 0);
        assert_eq!(count(&[], &[A]), 0);
    }

    #[test]
    fn an_empty_back_or_a_photograph_alone_proves_nothing_and_beside_a_known_page_it_goes_along() {
        assert_eq!(count(&[A, ""], &["", B]), 0);
        assert_eq!(count(&[A, B, ""], &[B, "", C]), 2);
        assert_eq!(count(&[A, B, ""], &[B, C]), 0, "the order says no");
    }

    #[test]
    fn a_page_cut_by_the_jam_shows_less_than_its_second_scan() {
        assert!(shows_more(&page(A), &page("Madame Monsieur je demande le renouvellement")));
        assert!(!shows_more(&page(A), &page(A)));
    }
}
