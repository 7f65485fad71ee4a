//! The pages of the envelope beside the fields.

use domain::DocumentRange;
use store::{
    StoreError, Transaction,
    reads::{
        indexing::{EnvelopeView, Proposal},
        pages::{self, PageLine},
    },
};
use web::{
    parts::{Sheet, Thumbnail},
    t, t1, t2, words,
};

use super::{
    asked::Asked,
    entry::Entry,
    lit::{Needle, highlights},
    pieces::parse_range,
    read_person::text,
};
use crate::text_source;

/// The page image, or nothing when no page could be read.
pub(crate) async fn sheet(
    tx: &mut Transaction,
    envelope: &EnvelopeView,
    lines: &[PageLine],
    entry: &Entry,
    proposals: &[Proposal],
    asked: &Asked,
) -> Result<Option<Sheet>, StoreError> {
    let total = u32::try_from(lines.len()).unwrap_or(u32::MAX);
    let shown = asked.page(total, first_written(lines));
    let Some(line) = usize::try_from(shown - 1).ok().and_then(|index| lines.get(index)) else { return Ok(None) };
    let page = pages::one(tx, envelope.batch, line.number).await?;
    let documents = typed(entry);
    let path = format!("/courrier/indexation/{}", envelope.id);
    let another = if asked.another() { "&autre=1" } else { "" };
    let thumbnails = (1..).zip(lines).map(|(number, line)| Thumbnail {
        number,
        image: line.image(envelope.batch, "thumbnail"),
        path: format!("{path}?page={number}{another}"),
        note: note(line),
        kind: documents.iter().find(|d| d.first <= number && number <= d.last).map(|d| words::piece_kind(d.kind)),
        current: number == shown,
    });
    Ok(Some(Sheet {
        number: shown,
        total,
        image: line.image(envelope.batch, "screen"),
        width: page.width.max(1),
        height: page.height.max(1),
        shows: t2("post-page-shows", "number", shown, "total", total),
        highlights: highlights(&page, &needles(proposals, entry, line.number)),
        thumbnails: thumbnails.collect(),
        zoom: asked.zoom(),
        turn: asked.turn(),
        base: format!("{path}?page={shown}{another}&"),
        text_note: text_source::note(page.text_source),
        text: Some(page.text).filter(|text| !text.trim().is_empty()),
    }))
}

/// The page that is shown first: the letter says more than the envelope.
fn first_written(lines: &[PageLine]) -> u32 {
    let written = |line: &PageLine| !line.separator && !line.blank && line.text.split_whitespace().count() > 40;
    lines.iter().position(written).and_then(|index| u32::try_from(index + 1).ok()).unwrap_or(1)
}

fn typed(entry: &Entry) -> Vec<DocumentRange> {
    let rows = entry.pieces.iter().filter_map(|(pages, kind)| Some((parse_range(pages)?, (*kind)?)));
    rows.map(|((first, last), kind)| DocumentRange { first, last, kind }).collect()
}

fn note(line: &PageLine) -> Option<String> {
    if line.separator {
        Some(t("post-page-separator"))
    } else if line.error.is_some() || !line.pictured {
        Some(t("post-page-unreadable"))
    } else if line.blank {
        Some(t("post-page-blank"))
    } else if shows_zone(&line.text) {
        Some("MRZ".to_owned())
    } else if line.confidence.is_some_and(|sure| sure < 60.0) {
        Some(t("post-page-weak"))
    } else {
        None
    }
}

/// Whether a text holds a line of a machine readable zone: 30 to 44 signs, of which some may be lost. Two strokes alone are a rule.
fn shows_zone(text: &str) -> bool {
    text.split_whitespace().any(|word| word.contains("<<") && word.chars().filter(|c| *c != '<').count() >= 8)
}

/// What the proposals were read from, on this page of the batch.
fn needles(proposals: &[Proposal], entry: &Entry, page: u32) -> Vec<Needle> {
    let family = Needle::new(&entry.family_name, 2, t("post-lit-name"));
    let given = Needle::new(&entry.given_names, 2, t("post-lit-name"));
    let birth = Needle::new(&entry.birth, 4, t("post-lit-birth"));
    let number = Needle::new(&entry.foreigner_number, 9, t("post-lit-number"));
    let ground = Needle::new(&entry.ground, 3, t("post-lit-ground"));
    let read = proposals.iter().filter(|p| p.page == Some(page)).filter_map(|p| {
        let label = match p.field.as_str() {
            "address" => t("post-lit-address"),
            "registered_number" => t("post-lit-registered"),
            "letter_date" => t("post-lit-date"),
            "case" => t("post-lit-case"),
            _ => return None,
        };
        Some(Needle::new(text(&p.value)?, 5, label))
    });
    [family, given, birth, number, ground].into_iter().chain(read).collect()
}

/// `Pages 1 à 12 du fichier COURRIER-003.tif`.
pub(crate) fn place(envelope: &EnvelopeView) -> String {
    match envelope.pages {
        Some((first, last)) => {
            web::t3("post-place-pages", ("first", first), ("last", last), ("file", envelope.file_name.as_str()))
        }
        None => t1("post-place-file", "file", &envelope.file_name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_read_as_strokes_is_no_zone() {
        assert!(shows_zone("RÉPUBLIQUE\nP<MARFICTIF<<AMINA<<<<<<<<<<<<<<<<<<<<<<<<<<<"));
        assert!(!shows_zone("Division de la protection\n<< —————… —— ——"));
        assert!(!shows_zone("Bonjour << tout le monde >>"));
    }
}
