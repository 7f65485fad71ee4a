//! A searchable PDF of pages that were received: their pictures as they are kept, and under each the words that were read, each at
//! its place.

use chrono::{DateTime, Datelike, Timelike, Utc};
use krilla::{
    Document, SerializeSettings,
    configure::{Archival, ConfigurationBuilder},
    geom::{Point, Size, Transform},
    image::Image,
    metadata::{self, Metadata},
    page::PageSettings,
    surface::Surface,
    text::{Font, GlyphId, KrillaGlyph},
};
use serde_json::Value;
use ttf_parser::Face;

use crate::{LetterError, assets};

/// The font of the words, which nobody sees: it only has to have the letters.
const FONT: &str = "fonts/NotoSans-Regular.ttf";
/// Of the height of a line, what lies under its baseline.
const UNDER: f32 = 0.22;
/// Between two words at least, in parts of the size of the letters.
const GAP: f32 = 0.25;
/// Sizes of letters, in points.
const SMALLEST: f32 = 2.0;
const LARGEST: f32 = 144.0;

/// A word at its place on the upright page.
#[derive(Clone, Debug, PartialEq)]
pub struct PlacedWord {
    /// The characters.
    pub text: String,
    /// Left, top, right, bottom, in points from the top left corner.
    pub bounds: [f32; 4],
}

/// A page that was received.
#[derive(Clone, Debug)]
pub struct SearchablePage {
    /// Width in points.
    pub width: f32,
    /// Height in points.
    pub height: f32,
    /// Its picture, a JPEG, which covers the page; none when it could not be opened.
    pub picture: Option<Vec<u8>>,
    /// The words that were read, in reading order.
    pub words: Vec<PlacedWord>,
}

/// Longer side of a page that does not say how large it is: that of A4, in points.
const A4: f32 = 841.9;
/// Sides of a page, in points, that readers of PDF show.
const SIDES: std::ops::RangeInclusive<f32> = 3.0..=14_400.0;

impl SearchablePage {
    /// A page of so many pixels, with its words as the reader wrote them (`text`, `box` in pixels).
    #[must_use]
    pub fn of_pixels((width, height): (i32, i32), dpi: Option<f32>, words: &Value, picture: Option<Vec<u8>>) -> Self {
        let pixels = |side: i32| f32::from(u16::try_from(side.max(1)).unwrap_or(u16::MAX));
        let (width, height) = (pixels(width), pixels(height));
        let guessed = A4 / width.max(height);
        let believed = |scale: &f32| SIDES.contains(&(width * scale)) && SIDES.contains(&(height * scale));
        let scale = dpi.filter(|dpi| *dpi > 0.0).map(|dpi| 72.0 / dpi).filter(believed).unwrap_or(guessed);
        let side = |side: f32| (side * scale).clamp(*SIDES.start(), *SIDES.end());
        let words = words.as_array().into_iter().flatten().filter_map(|word| placed(word, scale)).collect();
        Self { width: side(width), height: side(height), picture, words }
    }
}

fn placed(word: &Value, scale: f32) -> Option<PlacedWord> {
    let corner = |at: usize| -> Option<f32> {
        let pixels = i16::try_from(word["box"][at].as_i64()?.clamp(0, i64::from(i16::MAX))).ok()?;
        Some(f32::from(pixels) * scale)
    };
    let bounds = [corner(0)?, corner(1)?, corner(2)?, corner(3)?];
    Some(PlacedWord { text: word["text"].as_str()?.to_owned(), bounds })
}

/// What the document says of itself.
#[derive(Clone, Debug)]
pub struct SearchableTitle {
    /// What it is, in French.
    pub title: String,
    /// More about it: how it came, how many pages.
    pub subject: String,
    /// Who keeps it.
    pub author: String,
    /// When this file is made.
    pub made_at: DateTime<Utc>,
}

/// Makes the file: PDF/A-2u (which is 2b with every character mapped), in French. The pictures are not compressed anew. Words stand
/// under the picture, which hides them: the same effect as text that is drawn invisibly. A character that the font lacks is left out.
///
/// # Errors
/// `Pdf` when a picture is no JPEG or the file cannot be written to the standard.
pub fn searchable(title: &SearchableTitle, pages: Vec<SearchablePage>) -> Result<Vec<u8>, LetterError> {
    let wrong = |message: String| LetterError::Pdf { document: "searchable".to_owned(), message };
    let font = Letterset::load()?;
    let configuration = ConfigurationBuilder::new().with_archival_validator(Archival::A2_U).finish();
    let configuration = configuration.map_err(|_| wrong("no such standard".to_owned()))?;
    let mut document = Document::new_with(SerializeSettings { configuration, ..SerializeSettings::default() });
    for (number, page) in (1..).zip(pages) {
        let size = Size::from_wh(page.width, page.height).ok_or_else(|| wrong(format!("page {number} has no size")))?;
        let settings = PageSettings::from_wh(page.width, page.height);
        let settings = settings.ok_or_else(|| wrong(format!("page {number} has no size")))?;
        let mut sheet = document.start_page_with(settings);
        let mut surface = sheet.surface();
        if let Some(picture) = page.picture {
            for line in lines(&page.words) {
                font.draw(&mut surface, &line);
            }
            let image = Image::from_jpeg(picture.into(), false);
            surface.draw_image(image.map_err(|fault| wrong(format!("page {number}: {fault}")))?, size);
        }
        surface.finish();
        sheet.finish();
    }
    document.set_metadata(about(title));
    document.finish().map_err(|fault| wrong(fault_in_words(&fault)))
}

fn about(title: &SearchableTitle) -> Metadata {
    let made = title.made_at;
    let part = |value: u32| u8::try_from(value).unwrap_or(0);
    let at = metadata::DateTime::new(u16::try_from(made.year()).unwrap_or(0))
        .month(part(made.month()))
        .day(part(made.day()))
        .hour(part(made.hour()))
        .minute(part(made.minute()))
        .second(part(made.second()))
        .utc_offset_hour(0)
        .utc_offset_minute(0);
    Metadata::new()
        .title(title.title.clone())
        .description(title.subject.clone())
        .authors(vec![title.author.clone()])
        .creator("Passerelle".to_owned())
        .language("fr-FR".to_owned())
        .creation_date(at)
}

/// What went wrong, without a word of the page: an error may reach a log.
fn fault_in_words(fault: &krilla::error::KrillaError) -> String {
    match fault {
        krilla::error::KrillaError::Validation(faults) => format!("{} rules of the standard are broken", faults.len()),
        krilla::error::KrillaError::Image(..) => "a picture cannot be read".to_owned(),
        _ => "the file cannot be written".to_owned(),
    }
}

/// Words that stand on one line.
struct Line<'a> {
    words: Vec<&'a PlacedWord>,
    top: f32,
    bottom: f32,
}

/// The lines of a page: words that follow each other, to the right and at about the same height.
fn lines(words: &[PlacedWord]) -> Vec<Line<'_>> {
    let mut lines: Vec<Line<'_>> = Vec::new();
    for word in words {
        let [left, top, right, bottom] = word.bounds;
        if word.text.trim().is_empty() || right <= left || bottom <= top {
            continue;
        }
        let follows = |line: &Line<'_>| {
            let last = line.words.last().map_or(0.0, |last| last.bounds[0]);
            let shared = bottom.min(line.bottom) - top.max(line.top);
            left >= last && shared > (bottom - top).min(line.bottom - line.top) / 2.0
        };
        match lines.last_mut() {
            Some(line) if follows(line) => {
                line.top = line.top.min(top);
                line.bottom = line.bottom.max(bottom);
                line.words.push(word);
            }
            _ => lines.push(Line { words: vec![word], top, bottom }),
        }
    }
    lines
}

/// The font, to be embedded, and its measures.
struct Letterset {
    font: Font,
    face: Face<'static>,
}

impl Letterset {
    fn load() -> Result<Self, LetterError> {
        let missing = || LetterError::Font("Noto Sans");
        // Parsed once and kept as long as the program: the file lies in the executable.
        let data = assets::shipped(FONT).ok_or_else(missing)?;
        let face = Face::parse(data, 0).map_err(|_| missing())?;
        let font = Font::new(data.into(), 0).ok_or_else(missing)?;
        Ok(Self { font, face })
    }

    fn draw(&self, surface: &mut Surface<'_>, line: &Line<'_>) {
        let height = line.bottom - line.top;
        let size = height.clamp(SMALLEST, LARGEST);
        let baseline = line.bottom - height * UNDER;
        for (at, word) in line.words.iter().enumerate() {
            let [left, _, right, _] = word.bounds;
            let next = line.words.get(at + 1).map(|next| next.bounds[0]);
            // Boxes that touch would read as one word.
            let end = next.map_or(right, |next| right.min(next - size * GAP)).max(left + (right - left) / 2.0);
            let (text, glyphs, natural) = self.glyphs(&word.text);
            if natural > 0.0 {
                // Letters as wide as those of the picture: who looks for words measures the gaps between letters too.
                let stretch = ((end - left) / (natural * size)).clamp(0.05, 20.0);
                surface.push_transform(&Transform::from_row(stretch, 0.0, 0.0, 1.0, left, baseline));
                surface.draw_glyphs(Point::from_xy(0.0, 0.0), &glyphs, self.font.clone(), &text, size, false);
                surface.pop();
            }
        }
    }

    /// The characters of a word that the font has, and a space after it: whoever copies the text finds the words apart. With the
    /// width of the word in parts of the size of the letters.
    fn glyphs(&self, word: &str) -> (String, Vec<KrillaGlyph>, f32) {
        let unit = f32::from(self.face.units_per_em()).max(1.0);
        let (mut text, mut glyphs, mut width) = (String::new(), Vec::new(), 0.0);
        let letters = word.chars().filter(|letter| !letter.is_whitespace() && !letter.is_control());
        for letter in letters.chain([' ']) {
            let Some(glyph) = self.face.glyph_index(letter) else { continue };
            let start = text.len();
            text.push(letter);
            let advance = f32::from(self.face.glyph_hor_advance(glyph).unwrap_or(0)) / unit;
            width += if letter == ' ' { 0.0 } else { advance };
            let id = GlyphId::new(u32::from(glyph.0));
            glyphs.push(KrillaGlyph::new(id, advance, 0.0, 0.0, 0.0, start..text.len(), None));
        }
        (text, glyphs, width)
    }
}
