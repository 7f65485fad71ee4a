use domain::{SeparatorKind, SeparatorSheet};
use rand::{Rng, SeedableRng, rngs::SmallRng};

use crate::{
    WorldError,
    barcode::code_128,
    scan::{Coding, Picture, tiff},
    sheet::{Block, Face, Sheet, Text},
    typeset::pictures,
};

/// A very small batch for tests that need hundreds: a multi-page TIFF of small black and white pages.
#[derive(Clone, Debug)]
pub struct SmallBatch {
    /// The file: a few kilobytes, different for each seed.
    pub bytes: Vec<u8>,
    /// The words on each page; a separator sheet has none.
    pub words: Vec<Vec<String>>,
    /// The separator sheets, by page number from 1.
    pub separators: Vec<(u32, SeparatorSheet)>,
}

const WORDS: [&str; 12] = [
    "DEMANDE", "LETTRE", "CARTE", "ENFANT", "TRAVAIL", "MAISON", "ADRESSE", "PAPIER", "FAMILLE", "RETOUR", "DOSSIER",
    "PHOTO",
];

/// Small enough to read in an instant, large enough for the engine to find the words.
const DPI: u32 = 100;

/// Makes a batch of `envelopes` envelopes of `pages` pages each, separator sheets between them (none for one
/// envelope alone). Each page carries two words and a number that no other page has.
///
/// # Errors
/// When a page cannot be drawn: a defect of this crate.
pub fn small_batch(seed: u64, envelopes: u32, pages: u32) -> Result<SmallBatch, WorldError> {
    let mut rng = SmallRng::seed_from_u64(seed);
    let (mut sheets, mut words, mut separators) = (Vec::new(), Vec::new(), Vec::new());
    for envelope in 0..envelopes {
        if envelopes > 1 {
            let serial = format!("{:05}{envelope:03}", seed % 100_000);
            let separator = SeparatorSheet::new(SeparatorKind::Envelope, &serial, Some(pages.max(1)))
                .map_err(|e| WorldError::Encode(e.to_string()))?;
            sheets.push(small_separator(&separator));
            words.push(Vec::new());
            separators.push((u32::try_from(sheets.len()).unwrap_or(u32::MAX), separator));
        }
        for page in 0..pages {
            let draw = |rng: &mut SmallRng| WORDS[rng.random_range(0..WORDS.len())].to_owned();
            let number = format!("{:06} {envelope:03} {page:03}", seed % 1_000_000);
            let line = vec![draw(&mut rng), draw(&mut rng), number];
            sheets.push(small_page(&line));
            words.push(line);
        }
    }
    let pages = pictures(&sheets, DPI)?;
    let coded = pages.iter().map(|page| Picture::encode(page, DPI, Coding::Group4)).collect::<Result<Vec<_>, _>>()?;
    Ok(SmallBatch { bytes: tiff(&coded)?, words, separators })
}

/// A sheet of a small scan of one's own.
#[derive(Clone, Debug)]
pub enum SmallSheet {
    /// A separator sheet.
    Bars(SeparatorSheet),
    /// Words, one a line.
    Words(Vec<String>),
    /// Nothing at all.
    Blank,
}

/// The sheets as a multi-page TIFF of small black and white pages.
///
/// # Errors
/// When a page cannot be drawn: a defect of this crate.
pub fn small_scan(sheets: &[SmallSheet]) -> Result<Vec<u8>, WorldError> {
    let drawn: Vec<Sheet> = sheets
        .iter()
        .map(|sheet| match sheet {
            SmallSheet::Bars(separator) => small_separator(separator),
            SmallSheet::Words(words) => small_page(words),
            SmallSheet::Blank => Sheet::new(105.0, 60.0),
        })
        .collect();
    let pages = pictures(&drawn, DPI)?;
    let coded = pages.iter().map(|page| Picture::encode(page, DPI, Coding::Group4)).collect::<Result<Vec<_>, _>>()?;
    tiff(&coded)
}

fn small_page(words: &[String]) -> Sheet {
    let mut sheet = Sheet::new(105.0, 60.0);
    sheet.text(Text::new(8.0, 8.0, Face::Sans, 24.0, words.join("\n")).bold());
    sheet
}

fn small_separator(separator: &SeparatorSheet) -> Sheet {
    // Two pixels a module at 100 dpi.
    let module = 2.0 * 25.4 / 100.0;
    let runs = code_128(&separator.to_string());
    let modules: f32 = runs.iter().copied().map(f32::from).sum();
    let mut sheet = Sheet::new(f32::max(150.0, modules * module + 16.0), 50.0);
    sheet.draw(Block::Bars { x: 8.0, y: 10.0, h: 30.0, module, runs });
    sheet
}
