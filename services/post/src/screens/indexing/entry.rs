//! What the clerk typed, as it was typed: shown again whatever happens, and understood at the end.

use chrono::NaiveDate;
use domain::{CaseKind, DocumentRange, HeldTitleKind, Legibility, PieceKind, Safety};
use store::batches::EnvelopeMarks;

use super::pieces::{parse_range, range_text};
use crate::screens::Fields;

/// The value of a choice that is neither a known person nor a known case.
pub(crate) const NEW: &str = "nouvelle";
/// Nobody can say who it is.
pub(crate) const UNKNOWN: &str = "inconnue";
/// A title from the whole catalogue, not among those proposed.
pub(crate) const OTHER: &str = "autre";

/// The fields of the desk.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) person: String,
    pub(crate) search: String,
    pub(crate) family_name: String,
    pub(crate) given_names: String,
    pub(crate) birth: String,
    pub(crate) foreigner_number: String,
    pub(crate) protected: bool,
    pub(crate) description: String,
    pub(crate) case: String,
    pub(crate) kind: Option<CaseKind>,
    pub(crate) title: String,
    pub(crate) other_title: String,
    pub(crate) ground: String,
    pub(crate) held_kind: Option<HeldTitleKind>,
    pub(crate) held_number: String,
    pub(crate) held_until: String,
    pub(crate) pieces: Vec<(String, Option<PieceKind>)>,
    pub(crate) postmark: String,
    pub(crate) office: String,
    pub(crate) operator: String,
    pub(crate) legibility: Option<Legibility>,
    pub(crate) registered_number: String,
    pub(crate) deposit: String,
    pub(crate) letter_date: String,
    pub(crate) address: String,
    pub(crate) safety: Option<Safety>,
    pub(crate) channel_basis: String,
}

impl Entry {
    /// What a form sent.
    pub(crate) fn read(fields: &Fields) -> Self {
        let text = |name: &str| fields.get(name).to_owned();
        let kinds = fields.all("piece").map(PieceKind::from_word);
        Self {
            person: text("personne"),
            search: text("cherche"),
            family_name: text("famille"),
            given_names: text("prenoms"),
            birth: text("naissance"),
            foreigner_number: text("numero"),
            protected: fields.has("protegee"),
            description: text("description"),
            case: text("demande"),
            kind: CaseKind::from_word(fields.get("nature")),
            title: text("titre"),
            other_title: text("titre_autre"),
            ground: text("motif"),
            held_kind: HeldTitleKind::from_word(fields.get("detenu")),
            held_number: text("detenu_numero"),
            held_until: text("detenu_fin"),
            pieces: fields.all("pages").map(str::to_owned).zip(kinds).filter(|(pages, _)| !pages.is_empty()).collect(),
            postmark: super::postmark::taken(fields.get("faire")).unwrap_or_else(|| text("cachet")),
            office: text("bureau"),
            operator: text("operateur"),
            legibility: Legibility::from_word(fields.get("lisible")),
            registered_number: text("recommande"),
            deposit: text("depot"),
            letter_date: text("lettre"),
            address: text("adresse"),
            safety: Safety::from_word(fields.get("surete")),
            channel_basis: text("fondement_depot"),
        }
    }

    /// The rows of the documents found.
    pub(crate) fn with_pieces(mut self, documents: &[DocumentRange]) -> Self {
        self.pieces = documents.iter().map(|d| (range_text(d), Some(d.kind))).collect();
        self
    }

    /// The title chosen, from those proposed or from the catalogue.
    pub(crate) fn title_code(&self) -> Option<&str> {
        let code = if self.title == OTHER { &self.other_title } else { &self.title };
        Some(code.as_str()).filter(|code| !code.is_empty())
    }

    /// What the envelope shows, as far as it can be understood.
    pub(crate) fn marks(&self) -> EnvelopeMarks {
        let text = |value: &String| Some(value.clone()).filter(|v| !v.is_empty());
        let postmark_on = date(&self.postmark);
        EnvelopeMarks {
            postmark_on,
            postmark_office: text(&self.office),
            postmark_operator: text(&self.operator),
            legibility: self.legibility.or(postmark_on.map(|_| Legibility::Yes)),
            registered_number: text(&self.registered_number),
        }
    }
}

/// A date as fields send it (`2026-11-12`) or as people type it (`12/11/2026`).
pub(crate) fn date(text: &str) -> Option<NaiveDate> {
    ["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d %m %Y"].iter().find_map(|form| NaiveDate::parse_from_str(text, form).ok())
}

/// The documents in page numbers of the batch, or the rows (from 0) that cannot be understood.
pub(crate) fn documents(entry: &Entry, pages: &[u32]) -> Result<Vec<DocumentRange>, Vec<usize>> {
    let (mut found, mut wrong) = (Vec::new(), Vec::new());
    let number = |place: u32| usize::try_from(place.checked_sub(1)?).ok().and_then(|index| pages.get(index)).copied();
    for (row, (text, kind)) in entry.pieces.iter().enumerate() {
        let inside = parse_range(text).and_then(|(first, last)| number(first).zip(number(last)));
        match inside {
            Some((first, last)) => found.push(DocumentRange { first, last, kind: kind.unwrap_or(PieceKind::Other) }),
            None => wrong.push(row),
        }
    }
    if wrong.is_empty() { Ok(found) } else { Err(wrong) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(rows: &[(&str, PieceKind)]) -> Entry {
        Entry {
            pieces: rows.iter().map(|(text, kind)| ((*text).to_owned(), Some(*kind))).collect(),
            ..Entry::default()
        }
    }

    #[test]
    fn pages_are_counted_from_the_first_of_the_envelope() {
        let typed = entry(&[("1", PieceKind::CoverLetter), ("2-3", PieceKind::RequestForm)]);
        let found = documents(&typed, &[11, 12, 13]).expect("documents");
        assert_eq!(found.iter().map(|d| (d.first, d.last)).collect::<Vec<_>>(), [(11, 11), (12, 13)]);
    }

    #[test]
    fn pages_that_the_envelope_does_not_have_are_pointed_at() {
        let typed = entry(&[("1", PieceKind::CoverLetter), ("3-4", PieceKind::RequestForm), ("x", PieceKind::Other)]);
        assert_eq!(documents(&typed, &[11, 12, 13]), Err(vec![1, 2]));
        assert_eq!(documents(&entry(&[("1", PieceKind::Other)]), &[]), Err(vec![0]));
        assert_eq!(documents(&entry(&[]), &[]), Ok(Vec::new()));
    }

    #[test]
    fn a_date_is_read_as_the_browser_or_the_clerk_writes_it() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 12);
        assert_eq!((date("2026-11-12"), date("12/11/2026"), date("12.11.2026"), date("hier")), (day, day, day, None));
    }
}
