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
        SeparatorKind::Original => "ORIGINAL À RENDRE",
        SeparatorKind::Photo => "PHOTOGRAPHIES",
        SeparatorKind::Bound => "DOCUMENT RELIÉ",
        SeparatorKind::Colour => "EN COULEUR",
        SeparatorKind::Illegible => "PAPIER PEU LISIBLE",
        SeparatorKind::End => "FIN DU PLI",
        SeparatorKind::Backs => "VERSOS",
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
        SeparatorKind::Original => {
            "À placer devant l’original. Scannez-le, puis rangez-le à part : il est inscrit et rendu en recommandé."
        }
        SeparatorKind::Photo => "À placer devant les photographies ; elles vont dans une pochette au numéro du pli.",
        SeparatorKind::Bound => "À placer devant le document relié, scanné page à page sur la vitre.",
        SeparatorKind::Colour => "À placer devant ce qui doit être scanné en couleur.",
        SeparatorKind::Illegible => {
            "À placer devant un papier que l’œil lit mal aussi : le scanner de nouveau n’y changerait rien."
        }
        SeparatorKind::End => "À placer derrière la dernière page du pli.",
        SeparatorKind::Backs => {
            "Rectos scannés ? Retournez la pile entière, posez cette feuille dessus et scannez : les versos suivent, le dernier d’abord."
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
