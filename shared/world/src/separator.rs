use std::sync::LazyLock;

use domain::{PieceKind, SeparatorSheet};
use image::GrayImage;
use letters::{LetterError, Letters};

use crate::{WorldError, papers::Draft, sheet::Sheet, truth::PageKind, typeset::rasterise};

/// The product's own typesetter, loaded once.
static LETTERS: LazyLock<Result<Letters, LetterError>> = LazyLock::new(|| Letters::new(None));

/// The separator sheet as a page; its picture is [`picture`].
pub(crate) fn draft(separator: &SeparatorSheet) -> Draft {
    let payload = separator.to_string();
    let mut sheet = Sheet::a4();
    let counted = |n| format!("{n} {}", if n > 1 { "pages comptées" } else { "page comptée" });
    sheet.truth = ["PRÉFECTURE", "DE DÉMONSTRATION", "NOUVEAU PLI"].map(str::to_owned).to_vec();
    sheet.truth.extend(separator.declared_pages().map(counted));
    sheet.truth.push(format!("Feuille n° {}", separator.serial()));
    sheet.truth.push("À placer devant la première page du pli.".to_owned());
    sheet.truth.push("Ne pas agrafer, ne pas plier. Une feuille ne sert qu'une fois.".to_owned());
    sheet.truth.push(payload.clone());
    let mut draft = Draft::new(sheet, PageKind::Separator, PieceKind::Other);
    draft.codes = vec![payload];
    draft
}

/// The sheet exactly as the product prints it.
pub(crate) fn picture(separator: &SeparatorSheet, dpi: u32) -> Result<GrayImage, WorldError> {
    let failed = |error: &LetterError| WorldError::Typeset(error.to_string());
    let letters = LETTERS.as_ref().map_err(failed)?;
    let printed = letters.separators(std::slice::from_ref(separator), true).map_err(|e| failed(&e))?;
    rasterise(printed.pdf, dpi)?.pop().ok_or_else(|| WorldError::Render("no separator sheet".to_owned()))
}
