use chrono::NaiveDate;
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
    /// The front of an envelope: the day that its postmark says, and the number of a registered letter in bars.
    Front {
        /// Struck at the post office.
        postmark: NaiveDate,
        /// As it is printed under the bars, without spaces.
        registered: Option<String>,
    },
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
            SmallSheet::Front { postmark, registered } => small_front(*postmark, registered.as_deref()),
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

/// A round date stamp in the corner of the stamp.
fn small_front(postmark: NaiveDate, registered: Option<&str>) -> Sheet {
    let (width, bars) = small_bars(registered.unwrap_or_default(), 52.0);
    let mut sheet = Sheet::new(width, 90.0);
    if registered.is_some() {
        sheet.draw(bars);
    }
    let (x, y, r) = (width - 34.0, 26.0, 23.0);
    sheet.draw(Block::Circle { x, y, r, fill: None, stroke: 0.5, ink: 45 });
    for (down, size, body) in [
        (-14.0, 12.0, "LA POSTE".to_owned()),
        (-4.0, 18.0, postmark.format("%d-%m-%Y").to_string()),
        (7.0, 11.0, "STRASBOURG".to_owned()),
    ] {
        sheet.text(Text::new(x - r, y + down, Face::Sans, size, body).bold().centred(2.0 * r));
    }
    sheet
}

fn small_separator(separator: &SeparatorSheet) -> Sheet {
    let (width, bars) = small_bars(&separator.to_string(), 10.0);
    let mut sheet = Sheet::new(width, 50.0);
    sheet.draw(bars);
    sheet
}

/// A code in bars, and how wide a sheet must be for it: two pixels a module at 100 dpi.
fn small_bars(code: &str, y: f32) -> (f32, Block) {
    let module = 2.0 * 25.4 / 100.0;
    let runs = code_128(code);
    let modules: f32 = runs.iter().copied().map(f32::from).sum();
    (f32::max(150.0, modules * module + 16.0), Block::Bars { x: 8.0, y, h: 30.0, module, runs })
}
