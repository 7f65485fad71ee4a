use domain::CaseId;
use store::reads::case_view::PieceLine;
use web::{
    dates,
    parts::{Badge, Tone},
    t1, tw, words,
};

/// A piece of the checklist.
pub(crate) struct PieceView {
    pub(crate) kind: String,
    pub(crate) status: Badge,
    pub(crate) received: String,
    pub(crate) page_count: String,
    pub(crate) path: String,
    pub(crate) thumbnails: Vec<String>,
}

impl PieceView {
    pub(crate) fn of(case: CaseId, piece: &PieceLine) -> Self {
        let pictured = piece.pages.iter().filter(|page| page.thumbnail.is_some() || page.screen.is_some());
        Self {
            kind: words::piece_kind(piece.kind),
            status: Badge::new(tone(&piece.status), tw("piece-status", &piece.status)),
            received: dates::short(piece.received_on),
            page_count: t1("case-piece-pages", "count", piece.pages.len()),
            path: format!("/dossiers/{case}/pieces/{}", piece.id),
            thumbnails: pictured.take(4).map(|page| format!("/dossiers/{case}/images/{}/vignette", page.id)).collect(),
        }
    }
}

fn tone(status: &str) -> Tone {
    match status {
        "accepted" => Tone::Done,
        "missing" | "illegible" | "refused" => Tone::Late,
        "requested" => Tone::Soon,
        _ => Tone::Plain,
    }
}
