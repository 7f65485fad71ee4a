use chrono::NaiveDate;
use domain::PieceKind;
use serde::Serialize;

use super::missing_pieces::MissingPiece;
use crate::{Catalogue, Certainty, PieceRequestKind, PieceRow, Title, Why, documents::RequestNature};

/// A piece to join, with its legal basis.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PieceToJoin {
    /// Its kind.
    pub kind: PieceKind,
    /// What it is, in French.
    pub label: String,
    /// Whether nothing can be examined without it.
    pub indispensable: bool,
    /// Kinds that do as well.
    pub alternatives: Vec<PieceKind>,
    /// Whether the service obtains it itself.
    pub obtained_by_administration: bool,
    /// Whether it is brought when the card is handed over.
    pub at_handover: bool,
    /// Its legal basis, as printed.
    pub basis: String,
    /// How sure we are of it: from memory, an officer signs before it is asked for in a letter.
    pub certainty: Certainty,
}

/// The pieces of a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PieceList {
    /// Each piece, the common ones first.
    pub pieces: Vec<PieceToJoin>,
    /// Why.
    #[serde(flatten)]
    pub why: Why,
}

impl PieceList {
    /// What is missing among the pieces due with the request, given the kinds received. A piece of another kind that does as well counts.
    #[must_use]
    pub fn missing(&self, received: &[PieceKind]) -> Vec<MissingPiece> {
        let there = |piece: &&PieceToJoin| {
            received.contains(&piece.kind) || piece.alternatives.iter().any(|other| received.contains(other))
        };
        let due = self.pieces.iter().filter(|piece| !piece.at_handover && !there(piece));
        due.map(|piece| MissingPiece {
            label: piece.label.clone(),
            indispensable: piece.indispensable,
            obtained_by_administration: piece.obtained_by_administration,
        })
        .collect()
    }
}

/// The pieces of a request (CESEDA R. 431-10, R. 431-11, R. 412-1, annexe 10; RL-38 to RL-40; R-95): those of every title, then those of the title
/// and of the article, when they are known. A service (a change of address, a copy...) asks for none of them. Never shown without its basis.
#[must_use]
pub fn pieces(
    title: Option<&Title>,
    article: Option<&str>,
    nature: RequestNature,
    on: NaiveDate,
    catalogue: &Catalogue,
) -> PieceList {
    let service = title.is_some_and(|title| title.service);
    let asked = |row: &&PieceRow| !service && of_request(row, nature) && of_title(row, title, article);
    let mut rows: Vec<&PieceRow> = catalogue.pieces_on(on).filter(asked).collect();
    rows.sort_by_key(|row| !row.titles.is_empty());
    let why = catalogue.why("RL-38", on);
    let why = match (title, rows.is_empty()) {
        (_, true) => why.and("Aucune pièce n'est demandée par le catalogue pour cette démarche."),
        (Some(title), false) => why.and(format!("{} pièces pour : {}.", rows.len(), title.label)),
        (None, false) => why.and("Titre pas encore connu : les pièces de toute demande."),
    };
    PieceList { pieces: rows.into_iter().map(to_join).collect(), why }
}

fn of_request(row: &PieceRow, nature: RequestNature) -> bool {
    match (row.request, nature) {
        (PieceRequestKind::Both, _)
        | (PieceRequestKind::First, RequestNature::First)
        | (PieceRequestKind::Renewal, RequestNature::Renewal) => true,
        (PieceRequestKind::First, RequestNature::Renewal) | (PieceRequestKind::Renewal, RequestNature::First) => false,
    }
}

/// A piece of some articles is asked for only when the article is known to be one of them.
fn of_title(row: &PieceRow, title: Option<&Title>, article: Option<&str>) -> bool {
    let titled = row.titles.is_empty() || title.is_some_and(|title| row.titles.contains(&title.code));
    let articled =
        row.articles.is_empty() || article.is_some_and(|article| row.articles.iter().any(|own| own == article));
    titled && articled
}

fn to_join(row: &PieceRow) -> PieceToJoin {
    PieceToJoin {
        kind: row.kind,
        label: row.label.clone(),
        indispensable: row.indispensable,
        alternatives: row.alternatives.clone(),
        obtained_by_administration: row.obtained_by_administration,
        at_handover: row.at_handover,
        basis: row.period.source.clone(),
        certainty: row.period.sure(),
    }
}
