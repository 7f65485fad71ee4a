use domain::{SeparatorKind, SeparatorSheet};
use serde_json::{Value, json};

use crate::{LetterError, code};

/// The words in large letters at the top of a sheet.
const fn title(kind: SeparatorKind) -> &'static str {
    match kind {
        SeparatorKind::Envelope => "NOUVEAU PLI",
        SeparatorKind::Person => "NOUVELLE PERSONNE",
        SeparatorKind::Document => "NOUVEAU DOCUMENT",
        SeparatorKind::Rescan => "À SCANNER DE NOUVEAU",
        SeparatorKind::Rest => "SUITE D’UN LOT",
    }
}

/// What the person at the scanner does with the sheet.
const fn advice(kind: SeparatorKind) -> &'static str {
    match kind {
        SeparatorKind::Envelope => "À placer devant la première page du pli.",
        SeparatorKind::Person => "À placer devant la première page de cette personne, dans le même pli.",
        SeparatorKind::Document => "À placer devant la première page de ce document.",
        SeparatorKind::Rescan => {
            "À placer devant ce qui est scanné de nouveau, en recto ; la page trouve sa place seule."
        }
        SeparatorKind::Rest => {
            "À placer devant les pages que le scanner n’a pas prises, avant de relancer la numérisation."
        }
    }
}

/// What the template of separator sheets reads.
///
/// # Errors
/// `Barcode` never in practice: a [`SeparatorSheet`] holds only what codes can carry.
pub fn view(sheets: &[(SeparatorSheet, String)], demonstration: bool) -> Result<Value, LetterError> {
    let sheets = sheets.iter().map(|(printed, note)| sheet(printed, note)).collect::<Result<Vec<_>, _>>()?;
    Ok(json!({ "demonstration": demonstration, "sheets": sheets }))
}

fn sheet(sheet: &SeparatorSheet, note: &str) -> Result<Value, LetterError> {
    let payload = sheet.to_string();
    Ok(json!({
        "title": title(sheet.kind()),
        "advice": advice(sheet.kind()),
        "kind": sheet.kind().word(),
        "serial": sheet.serial(),
        "pages": sheet.declared_pages(),
        "note": note,
        "payload": payload,
        "linear": code::linear(&payload)?,
        "square": code::square(&payload)?,
    }))
}
