//! The lists of the desk, each with what was chosen.

use chrono::NaiveDate;
use domain::{CaseKind, HeldTitleKind, Legibility, PieceKind, Safety};
use law::Catalogue;
use store::persons::search_form;
use web::{parts::FieldError, tw, words};

use super::{entry::Entry, offers::title_label, pieces};

/// A choice of a list.
pub(crate) struct Choice {
    pub(crate) value: &'static str,
    pub(crate) label: String,
    pub(crate) taken: bool,
}

/// A choice that a key of the page takes.
pub(crate) struct KeyedChoice {
    pub(crate) value: &'static str,
    pub(crate) label: String,
    pub(crate) taken: bool,
    pub(crate) key: Option<char>,
}

/// A document that was typed.
pub(crate) struct PieceRow {
    pub(crate) index: usize,
    pub(crate) pages: String,
    pub(crate) first: Option<u32>,
    pub(crate) kinds: Vec<Choice>,
    pub(crate) wrong: Option<String>,
}

/// A title of the catalogue.
pub(crate) struct TitleChoice {
    pub(crate) code: String,
    pub(crate) label: String,
    pub(crate) taken: bool,
}

pub(crate) fn kinds(taken: Option<CaseKind>) -> Vec<Choice> {
    let choice =
        |kind: &CaseKind| Choice { value: kind.word(), label: words::case_kind(*kind), taken: taken == Some(*kind) };
    CaseKind::ALL.iter().filter(|kind| **kind != CaseKind::Other).map(choice).collect()
}

pub(crate) fn held_kinds(taken: Option<HeldTitleKind>) -> Vec<Choice> {
    let choice = |value: &HeldTitleKind| Choice {
        value: value.word(),
        label: tw("post-held", value.word()),
        taken: taken == Some(*value),
    };
    HeldTitleKind::ALL.iter().map(choice).collect()
}

pub(crate) fn legibilities(taken: Option<Legibility>) -> Vec<KeyedChoice> {
    let key = |value: &Legibility| match value {
        Legibility::Yes => None,
        Legibility::Partly => Some('m'),
        Legibility::No => Some('i'),
    };
    let choice = |value: &Legibility| KeyedChoice {
        value: value.word(),
        label: tw("post-legibility", value.word()),
        taken: taken == Some(*value),
        key: key(value),
    };
    Legibility::ALL.iter().map(choice).collect()
}

pub(crate) fn safeties(taken: Option<Safety>) -> Vec<Choice> {
    let offered = [Safety::Unknown, Safety::Unsafe, Safety::Compromised];
    let taken = taken.unwrap_or(Safety::Unknown);
    let choice =
        |value: Safety| Choice { value: value.word(), label: tw("post-safety", value.word()), taken: taken == value };
    offered.into_iter().map(choice).collect()
}

pub(crate) fn all_titles(catalogue: &Catalogue, on: NaiveDate, taken: Option<&str>) -> Vec<TitleChoice> {
    let in_force = catalogue.titles().iter().filter(|title| title.period.holds(on));
    in_force
        .map(|title| TitleChoice {
            code: title.code.clone(),
            label: title_label(title),
            taken: taken == Some(title.code.as_str()),
        })
        .collect()
}

pub(crate) fn articles(catalogue: &Catalogue, on: NaiveDate) -> Vec<String> {
    let in_force = catalogue.titles().iter().filter(|title| title.period.holds(on));
    in_force.flat_map(|title| title.articles.iter().cloned()).collect()
}

/// The rows typed, and two empty ones.
pub(crate) fn piece_rows(entry: &Entry, errors: &[FieldError]) -> Vec<PieceRow> {
    let blank = [(String::new(), None), (String::new(), None)];
    let rows = entry.pieces.iter().chain(blank.iter()).enumerate();
    rows.map(|(index, (pages, kind))| PieceRow {
        index,
        pages: pages.clone(),
        first: pieces::parse_range(pages).map(|(first, _)| first),
        kinds: piece_kinds(*kind),
        wrong: errors.iter().find(|e| e.field == format!("pages-{index}")).map(|e| e.text.clone()),
    })
    .collect()
}

fn piece_kinds(taken: Option<PieceKind>) -> Vec<Choice> {
    let choice =
        |kind: &PieceKind| Choice { value: kind.word(), label: words::piece_kind(*kind), taken: taken == Some(*kind) };
    let mut kinds: Vec<Choice> = PieceKind::ALL.iter().map(choice).collect();
    kinds.sort_by_key(|kind| search_form(&kind.label));
    kinds
}
