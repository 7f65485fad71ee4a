use domain::{SeparatorKind, SeparatorSheet};
use serde_json::{Value, json};

use crate::{LetterError, code};

/// The words in large letters at the top of a sheet.
const fn title(kind: SeparatorKind) -> &'static str {
    match kind {
        SeparatorKind::Envelope => "NOUVEAU PLI",
        SeparatorKind::Person => "NOUVELLE PERSONNE",
        SeparatorKind::Document => "NOUVEAU DOCUMENT",
    }
}

/// What the person at the scanner does with the sheet.
const fn advice(kind: SeparatorKind) -> &'static str {
    match kind {
        SeparatorKind::Envelope => "À placer devant la première page du pli.",
        SeparatorKind::Person => "À placer devant la première page de cette personne, dans le même pli.",
        SeparatorKind::Document => "À placer devant la première page de ce document.",
    }
}

/// What the template of separator sheets reads.
///
/// # Errors
/// `Barcode` never in practice: a [`SeparatorSheet`] holds only what codes can carry.
pub fn view(sheets: &[SeparatorSheet], demonstration: bool) -> Result<Value, LetterError> {
    let sheets = sheets.iter().map(sheet).collect::<Result<Vec<_>, _>>()?;
    Ok(json!({ "demonstration": demonstration, "sheets": sheets }))
}

fn sheet(sheet: &SeparatorSheet) -> Result<Value, LetterError> {
    let payload = sheet.to_string();
    Ok(json!({
        "title": title(sheet.kind()),
        "advice": advice(sheet.kind()),
        "kind": sheet.kind().word(),
        "serial": sheet.serial(),
        "pages": sheet.declared_pages(),
        "payload": payload,
        "linear": code::linear(&payload)?,
        "square": code::square(&payload)?,
    }))
}
