use serde::Serialize;

use super::{DocumentKind, MentionKey, WorkAnswer, WorkRight};
use crate::{Basis, Calendar, Catalogue, CatalogueRow, Certainty, MentionRow};
use chrono::NaiveDate;

/// A sentence that a document prints. Made by the engine only: nobody can print one that the catalogue does not give.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Mention {
    key: MentionKey,
    text: String,
}

impl Mention {
    /// Which.
    #[must_use]
    pub const fn key(&self) -> MentionKey {
        self.key
    }

    /// The words.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }
}

/// Sentences and the least sure of their rows.
pub(super) struct Printed {
    pub mentions: Vec<Mention>,
    pub basis: Basis,
}

/// The sentences of a document, in the words of its territory. One whose row is not in force yet is left out.
pub(super) fn printed(
    keys: &[MentionKey],
    work: &WorkRight,
    on: NaiveDate,
    catalogue: &Catalogue,
    calendar: &Calendar,
) -> Printed {
    let rows = keys.iter().filter_map(|key| catalogue.mention(*key, on)).filter(|row| row.period.holds(on));
    let mut printed = Printed { mentions: Vec::new(), basis: Certainty::Verified.into() };
    for row in rows {
        let (text, basis) = words(row, calendar);
        let limit = if let WorkAnswer::Limited { limit } = &work.answer { limit.as_str() } else { "" };
        printed.mentions.push(Mention { key: row.key, text: text.replace("{limit}", limit) });
        printed.basis = printed.basis.with(basis);
    }
    printed
}

/// The words of the territory where a text replaces them. Elsewhere overseas, words that speak of metropolitan France wait for a
/// signature.
fn words<'a>(row: &'a MentionRow, calendar: &Calendar) -> (&'a str, Basis) {
    let basis = Basis::of(CatalogueRow::Mention(row));
    let here = |local: &&crate::LocalWords| local.territories.iter().any(|code| code == calendar.territory());
    match row.local.iter().find(here) {
        Some(local) => (&local.text, basis),
        None if calendar.is_overseas() && row.text.contains("métropolitaine") => {
            (&row.text, basis.with(Certainty::Memory))
        }
        None => (&row.text, basis),
    }
}

/// The sentence on work of a kind of document; none while a fact is missing.
pub(super) const fn work_mention(kind: DocumentKind, work: &WorkAnswer, of_choice: bool) -> Option<MentionKey> {
    match (work, kind) {
        (WorkAnswer::Allowed, DocumentKind::Recepisse | DocumentKind::Extension) if of_choice => {
            Some(MentionKey::WorkOfChoice)
        }
        (WorkAnswer::Allowed, DocumentKind::Recepisse) => Some(MentionKey::WorkAllowed),
        (WorkAnswer::Allowed, DocumentKind::Extension) => Some(MentionKey::WorkAllowedExtension),
        (WorkAnswer::Allowed, DocumentKind::ExpiredCardCover) => Some(MentionKey::WorkOfTheCard),
        (
            WorkAnswer::Allowed,
            DocumentKind::Grant
            | DocumentKind::EuAttestation
            | DocumentKind::ProvisionalPermit
            | DocumentKind::DepositProof
            | DocumentKind::OnlineDeposit
            | DocumentKind::FilingReceipt,
        ) => Some(MentionKey::WorkByTitle),
        (WorkAnswer::Limited { .. }, _) => Some(MentionKey::WorkLimited),
        (
            WorkAnswer::NotAllowed,
            DocumentKind::Recepisse
            | DocumentKind::Extension
            | DocumentKind::Grant
            | DocumentKind::EuAttestation
            | DocumentKind::ProvisionalPermit,
        ) => Some(MentionKey::WorkNotAllowed),
        (WorkAnswer::ToCheck { .. }, _)
        | (
            WorkAnswer::NotAllowed,
            DocumentKind::ExpiredCardCover
            | DocumentKind::DepositProof
            | DocumentKind::OnlineDeposit
            | DocumentKind::FilingReceipt,
        ) => None,
    }
}
