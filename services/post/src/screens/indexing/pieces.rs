//! The documents of an envelope: guessed from the words of its pages, corrected by the clerk as simple text.

use domain::{ChannelKind, DocumentRange, PieceKind};
use store::{persons::search_form, reads::pages::PageLine};

/// Words that name a kind of paper, the most telling first. Compared without accents and capitals.
const WORDS: &[(&str, PieceKind)] = &[
    ("attestation de blocage", PieceKind::BlockageProof),
    ("une erreur est survenue", PieceKind::BlockageProof),
    ("erreur technique", PieceKind::BlockageProof),
    ("service indisponible", PieceKind::BlockageProof),
    ("momentanement indisponible", PieceKind::BlockageProof),
    ("pli medical", PieceKind::MedicalSealed),
    ("secret medical", PieceKind::MedicalSealed),
    ("cerfa", PieceKind::RequestForm),
    ("demande de titre de sejour", PieceKind::RequestForm),
    ("formulaire", PieceKind::RequestForm),
    ("acte de naissance", PieceKind::CivilBirth),
    ("acte de mariage", PieceKind::CivilMarriage),
    ("livret de famille", PieceKind::CivilFamilyBook),
    ("bulletin de paie", PieceKind::Payslip),
    ("bulletin de salaire", PieceKind::Payslip),
    ("contrat de travail", PieceKind::WorkContract),
    ("autorisation de travail", PieceKind::WorkAuthorisation),
    ("certificat de scolarite", PieceKind::School),
    ("certificat d inscription", PieceKind::Enrolment),
    ("releve de notes", PieceKind::Results),
    ("avis d impot", PieceKind::TaxNotice),
    ("avis d imposition", PieceKind::TaxNotice),
    ("attestation d hebergement", PieceKind::HostLetter),
    ("election de domicile", PieceKind::Domiciliation),
    ("quittance", PieceKind::AddressProof),
    ("facture", PieceKind::AddressProof),
    ("contrat d engagement", PieceKind::EngagementContract),
    ("ordonnance de protection", PieceKind::CourtOrder),
    ("plainte", PieceKind::Complaint),
    ("ofpra", PieceKind::OfpraDecision),
    ("assurance maladie", PieceKind::HealthInsurance),
    ("photographies", PieceKind::Photo),
    ("photo", PieceKind::Photo),
    ("passeport", PieceKind::Passport),
    ("passport", PieceKind::Passport),
    ("titre de sejour residence permit", PieceKind::CurrentTitle),
    ("titre de sejour", PieceKind::CurrentTitle),
    ("carte de resident", PieceKind::CurrentTitle),
];
/// A letter says good day and signs; it may name any paper, so it is looked at before the names of papers.
const LETTER: &[&str] =
    &["madame monsieur", "monsieur le prefet", "madame la prefete", "bonjour", "objet", "salutations"];
/// What an envelope shows.
const ENVELOPE: &[&str] = &["recommande", "republique francaise la poste", "la poste", "lettre verte", "affranchi"];

/// Whether a page is a letter that somebody wrote.
pub(crate) fn is_letter(page: &PageLine) -> bool {
    let text = search_form(&page.text);
    text.split(' ').count() >= 30 && LETTER.iter().any(|word| text.contains(word)) && !text.contains("cerfa")
}

/// Whether a page is a copy of a residence permit.
pub(crate) fn is_permit(page: &PageLine) -> bool {
    !is_letter(page) && guess(page, false) == Some(PieceKind::CurrentTitle)
}

/// What the words of a page say it is; nothing when they say nothing. Only what came by post begins with an envelope.
fn guess(page: &PageLine, outside: bool) -> Option<PieceKind> {
    let text = search_form(&page.text);
    let says = |wanted: &[&str]| wanted.iter().any(|word| text.contains(word));
    let words = text.split(' ').count();
    if outside && words < 60 && (says(ENVELOPE) || !says(LETTER)) {
        return Some(PieceKind::Envelope);
    }
    if says(LETTER) && !text.contains("cerfa") {
        return Some(PieceKind::CoverLetter);
    }
    WORDS.iter().find(|(word, _)| text.contains(word)).map(|(_, kind)| *kind)
}

/// Whether a document of this kind usually has several pages, so that a page that says nothing goes on with it.
const fn has_pages(kind: PieceKind) -> bool {
    matches!(
        kind,
        PieceKind::RequestForm
            | PieceKind::CoverLetter
            | PieceKind::WorkContract
            | PieceKind::CourtOrder
            | PieceKind::OfpraDecision
            | PieceKind::TaxNotice
            | PieceKind::CivilFamilyBook
            | PieceKind::Complaint
            | PieceKind::Other
    )
}

/// Documents as the pages suggest them, in page numbers of the envelope. A blank page is the back of the one before it;
/// a page that says nothing goes on with a document that usually has several; separator sheets cut.
pub(crate) fn suggested(pages: &[PageLine], channel: ChannelKind) -> Vec<DocumentRange> {
    let mut documents: Vec<DocumentRange> = Vec::new();
    let mut cut = true;
    let mut number = 0;
    for page in pages {
        number += 1;
        if page.separator {
            cut = true;
            continue;
        }
        let kind =
            if page.blank && !cut { None } else { guess(page, documents.is_empty() && channel == ChannelKind::Post) };
        let goes_on = |last: PieceKind| match kind {
            None => page.blank || has_pages(last),
            Some(kind) => kind == last && has_pages(last),
        };
        match documents.last_mut() {
            Some(last) if !cut && goes_on(last.kind) => last.last = number,
            _ => documents.push(DocumentRange { first: number, last: number, kind: kind.unwrap_or(PieceKind::Other) }),
        }
        cut = false;
    }
    documents
}

/// A range as it is typed: `3`, `1-3`, `1 à 3`.
pub(crate) fn parse_range(text: &str) -> Option<(u32, u32)> {
    let text = text.replace('à', "-");
    let (first, last) = text.split_once(['-', '–']).unwrap_or((&text, &text));
    let number = |part: &str| part.trim().trim_start_matches("p.").trim().parse::<u32>().ok().filter(|n| *n > 0);
    let (first, last) = (number(first)?, number(last)?);
    (first <= last).then_some((first, last))
}

/// A range as it is shown.
pub(crate) fn range_text(range: &DocumentRange) -> String {
    if range.first == range.last { range.first.to_string() } else { format!("{}-{}", range.first, range.last) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::screens::page_line::page_line;

    fn page(number: u32, text: &str) -> PageLine {
        PageLine { separator: text == "|", ..page_line(number, text) }
    }

    #[test]
    fn a_range_is_read_as_people_write_it() {
        assert_eq!(parse_range("3"), Some((3, 3)));
        assert_eq!(parse_range(" 1 - 3 "), Some((1, 3)));
        assert_eq!(parse_range("p.1 à p.3"), Some((1, 3)));
        assert_eq!(parse_range("3-1"), None);
        assert_eq!(parse_range("0"), None);
        assert_eq!(parse_range("toutes"), None);
    }

    #[test]
    fn pages_become_documents_and_a_blank_back_belongs_to_its_front() {
        let pages = [
            page(7, "RECOMMANDÉ avec AR"),
            page(8, "Madame, Monsieur, je demande mon titre de séjour. Salutations"),
            page(9, ""),
            page(10, "cerfa n° 15186"),
            page(11, "suite"),
            page(12, "|"),
            page(13, "suite"),
        ];
        let found: Vec<_> = suggested(&pages, ChannelKind::Post).iter().map(|d| (d.first, d.last, d.kind)).collect();
        let wanted = [
            (1, 1, PieceKind::Envelope),
            (2, 3, PieceKind::CoverLetter),
            (4, 5, PieceKind::RequestForm),
            (7, 7, PieceKind::Other),
        ];
        assert_eq!(found, wanted);
        let by_email = suggested(&pages, ChannelKind::Email);
        assert!(by_email.iter().all(|d| d.kind != PieceKind::Envelope), "a message has no envelope");
    }

    #[test]
    fn what_came_by_another_door_has_no_envelope_and_a_picture_of_an_error_proves_a_blockage() {
        let pages = [page(1, "Mon espace personnel\nUne erreur est survenue."), page(2, "Bulletin de paie")];
        let kinds = |channel| suggested(&pages, channel).iter().map(|d| d.kind).collect::<Vec<_>>();
        assert_eq!(kinds(ChannelKind::Email), [PieceKind::BlockageProof, PieceKind::Payslip]);
        assert_eq!(kinds(ChannelKind::Post), [PieceKind::Envelope, PieceKind::Payslip]);
    }
}
