use std::sync::Arc;

use image::GrayImage;
use reading::Word;
use tesseract_rs::{TessPageIteratorLevel, TessPageSegMode, TesseractAPI, TesseractError};

use crate::{
    noise::{self, EDGE, is_at_edge},
    pool::{Hands, Spare},
    recognition::{Language, LineRead, TextLine, bullet, raised},
    rows, scale,
    tsv::{parse, told},
    underlines,
};

/// Resolution at which lines are looked for: they are read at a finer one.
const LAYOUT_DPI: u32 = 150;
/// Lines less high at that resolution, in pixels, are looked for again at the finer one: print of nine points and less, whose lines
/// would lose words.
const SMALL_PRINT: f32 = 19.0;
/// Of less width at that resolution, what stands upright there is no line of text but the edge of the paper: letters of five points.
const THINNEST: i32 = 11;
/// Confidence below which a line that Tesseract read again is hardly read.
const HARDLY: f32 = 50.0;
/// Words of a line that is none of a drawing or a name drawn large.
const SEVERAL: usize = 3;
/// Lines that lie within others, from which a page is looked at again as well: its letters fell apart.
const PIECES: usize = 3;

/// Recognition of a language, started on first use and kept for the thread's other pages.
pub struct Recogniser {
    language: Arc<Language>,
    hands: Hands,
    engine: Option<TesseractAPI>,
}

/// How the page is taken apart.
#[derive(Clone, Copy)]
pub enum Layout {
    /// A whole page.
    Page,
    /// A few lines one under the other.
    Block,
}

/// What was recognised.
#[derive(Default)]
pub struct Recognised {
    /// Lines end with `\n`, paragraphs with an empty line.
    pub text: String,
    /// Words with their places in the picture given.
    pub words: Vec<Word>,
    /// Whether most lines run up or down the picture.
    pub sideways: bool,
}

/// The lines of a picture in reading order, and the boxes of those that run up or down it.
#[derive(Default)]
struct Laid {
    lines: Vec<TextLine>,
    standing: Vec<[i32; 4]>,
}

impl Laid {
    /// Of most lines, from the tallest letter to the lowest.
    fn height(&self) -> Option<f32> {
        usual_height(&self.lines)
    }

    /// The lines that lie within another one of usual height: pieces of its letters.
    fn pieces(&self) -> Vec<usize> {
        let Some(usual) = self.height() else { return Vec::new() };
        let area =
            |[left, top, right, bottom]: [i32; 4]| i64::from((right - left).max(0)) * i64::from((bottom - top).max(0));
        let holds = |outer: [i32; 4], inner: [i32; 4]| {
            let shared =
                [outer[0].max(inner[0]), outer[1].max(inner[1]), outer[2].min(inner[2]), outer[3].min(inner[3])];
            (outer[3] - outer[1]) as f32 <= 1.6 * usual
                && area(outer) > 2 * area(inner)
                && area(shared) * 5 >= area(inner) * 4
        };
        let lines = || self.lines.iter().map(|line| line.bounds).enumerate();
        let within =
            |(own, inner): &(usize, [i32; 4])| lines().any(|(other, outer)| other != *own && holds(outer, *inner));
        lines().filter(within).map(|(own, _)| own).collect()
    }

    fn without_pieces(mut self) -> Self {
        for piece in self.pieces().into_iter().rev() {
            let starts = self.lines.remove(piece).starts;
            if let Some(next) = self.lines.get_mut(piece) {
                next.starts |= starts;
            }
        }
        self
    }
}

fn usual_height(lines: &[TextLine]) -> Option<f32> {
    let mut heights: Vec<i32> = lines.iter().map(|line| line.bounds[3] - line.bounds[1]).collect();
    heights.sort_unstable();
    heights.get(heights.len() / 2).map(|height| *height as f32)
}

impl Recognised {
    /// Mean confidence of the words, weighted by their length, 0 to 100.
    pub fn confidence(&self) -> Option<f32> {
        noise::confidence(&self.words)
    }

    /// Puts words, a paragraph of its own at the end, in the place of some.
    pub fn replace(&mut self, old: impl Fn(&Word) -> bool, words: Vec<Word>) {
        let before = std::mem::take(self);
        self.sideways = before.sideways;
        let (mut rest, mut gap) = (before.text.as_str(), "");
        for word in before.words {
            let said = rest.trim_start();
            let separator = &rest[..rest.len() - said.len()];
            rest = said.strip_prefix(word.text.as_str()).unwrap_or(said);
            let lines = |gap: &str| gap.matches('\n').count();
            if lines(separator) > lines(gap) || gap.is_empty() {
                gap = separator;
            }
            if !old(&word) {
                self.add(gap, vec![word]);
                gap = "";
            }
        }
        self.add("\n\n", words);
    }

    /// Adds words after what stands between them and those before.
    fn add(&mut self, separator: &str, words: Vec<Word>) {
        let words = words.into_iter().filter_map(|word| Some(Word { text: told(&word.text)?, ..word }));
        for (at, word) in words.enumerate() {
            if !self.text.is_empty() {
                self.text.push_str(if at == 0 { separator } else { " " });
            }
            self.text.push_str(&word.text);
            self.words.push(word);
        }
    }
}

impl Recogniser {
    /// A recogniser over this language (already in memory: the cage has no files).
    pub fn new(language: Arc<Language>, spare: Spare) -> Self {
        Self { language, hands: Hands::new(spare), engine: None }
    }

    /// Processor time of this thread and of those that helped it so far, in milliseconds.
    pub fn cpu_ms(&self) -> u64 {
        self.hands.cpu_ms()
    }

    /// Version of Tesseract.
    pub fn version() -> String {
        TesseractAPI::version()
    }

    /// Reads a cleaned picture of this resolution.
    pub fn recognise(&mut self, picture: &GrayImage, dpi: u32, layout: Layout) -> Result<Recognised, TesseractError> {
        let Layout::Page = layout else { return self.whole(picture, dpi, layout) };
        let mut laid = self.laid_out(picture, dpi)?;
        let found = laid.lines.len();
        laid.lines = rows::joined(laid.lines, &mut laid.standing);
        // A row is unsure with one of its figures: Tesseract reads it again, not the page, which it would tell by columns.
        let enough = if laid.lines.len() < found { 4 } else { 2 };
        if laid.standing.is_empty() && self.language.reads_lines() {
            let read = self.language.read_closely(picture, &laid.lines, &self.hands);
            if mostly_sure(&read, enough) {
                return self.joined(picture, dpi, &laid.lines, read);
            }
        }
        let sideways = laid.standing.len() > laid.lines.len();
        Ok(Recognised { sideways, ..self.whole(picture, dpi, layout)? })
    }

    /// Tesseract's own reading of the whole picture.
    fn whole(&mut self, picture: &GrayImage, dpi: u32, layout: Layout) -> Result<Recognised, TesseractError> {
        let engine = self.engine()?;
        engine.set_page_seg_mode(match layout {
            Layout::Page => TessPageSegMode::PSM_AUTO,
            Layout::Block => TessPageSegMode::PSM_SINGLE_BLOCK,
        })?;
        show(engine, picture, dpi)?;
        engine.recognize()?;
        let table = engine.get_tsv_text(0)?;
        engine.clear()?;
        Ok(parse(&table))
    }

    /// What these lines say, by the network alone; nothing when the language has none.
    pub fn read_lines(&self, picture: &GrayImage, lines: &[TextLine]) -> Vec<LineRead> {
        self.language.read(picture, lines, &self.hands)
    }

    /// The lines of text in reading order; nothing when some do not stand upright, which only the whole page tells.
    pub fn lines(&mut self, picture: &GrayImage, dpi: u32) -> Result<Option<Vec<TextLine>>, TesseractError> {
        let laid = self.laid_out(picture, dpi)?;
        Ok(laid.standing.is_empty().then_some(laid.lines))
    }

    fn laid_out(&mut self, picture: &GrayImage, dpi: u32) -> Result<Laid, TesseractError> {
        let engine = self.engine()?;
        engine.set_page_seg_mode(TessPageSegMode::PSM_AUTO)?;
        let zoom = if dpi * 10 >= LAYOUT_DPI * 11 { dpi as f32 / LAYOUT_DPI as f32 } else { 1.0 };
        let side = |side: u32| ((side as f32 / zoom).round() as u32).max(1);
        let small = scale::shrink(picture, side(picture.width()), side(picture.height()));
        let laid = looked_for(engine, &small, (dpi as f32 / zoom) as u32, zoom)?;
        let small = laid.height().is_some_and(|height| height < SMALL_PRINT * zoom);
        if zoom <= 1.0 || (!small && laid.pieces().len() < PIECES) {
            return Ok(laid.without_pieces());
        }
        Ok(looked_for(engine, picture, dpi, 1.0)?.without_pieces())
    }

    /// Lines read surely as they are, the others as Tesseract reads each of them.
    fn joined(
        &mut self,
        picture: &GrayImage,
        dpi: u32,
        lines: &[TextLine],
        read: Vec<LineRead>,
    ) -> Result<Recognised, TesseractError> {
        let mut found = Recognised::default();
        let (mut shown, mut starts) = (false, false);
        let usual = usual_height(lines).unwrap_or(0.0);
        for (line, read) in lines.iter().zip(read) {
            starts |= line.starts;
            let at_edge = is_at_edge(read.frame, picture.dimensions());
            let mut words = if read.sure {
                read.words
            } else {
                let engine = self.engine()?;
                if !shown {
                    show(engine, picture, dpi)?;
                    shown = true;
                }
                again(engine, read)?
            };
            if at_edge && noise::is_edge(&words) || noise::is_by_hand(line.bounds, usual, &words) {
                continue;
            }
            bullet::put_right(&mut words, picture, line.base);
            raised::put_right(&mut words, picture, line.base, |patch, line| {
                self.read_lines(patch, &[line]).into_iter().flat_map(|read| read.words).collect()
            });
            if !words.is_empty() {
                found.add(if starts { "\n\n" } else { "\n" }, words);
                starts = false;
            }
        }
        if shown {
            self.engine()?.clear()?;
        }
        Ok(found)
    }

    fn engine(&mut self) -> Result<&TesseractAPI, TesseractError> {
        let engine = match self.engine.take() {
            Some(engine) => engine,
            None => start(&self.language)?,
        };
        Ok(self.engine.insert(engine))
    }
}

fn start(language: &Language) -> Result<TesseractAPI, TesseractError> {
    let engine = TesseractAPI::new();
    let size = i32::try_from(language.data().len()).map_err(|_| TesseractError::InitError)?;
    // 1: the neural recogniser only.
    engine.init_5(language.data(), size, language.name(), 1, &[])?;
    // Whether letters are as wide as each other only matters to its older recogniser, and costs 2 % of a page.
    engine.set_variable("textord_all_prop", "1")?;
    Ok(engine)
}

fn show(engine: &TesseractAPI, picture: &GrayImage, dpi: u32) -> Result<(), TesseractError> {
    let (width, height) = (picture.width().cast_signed(), picture.height().cast_signed());
    engine.set_image(picture.as_raw(), width, height, 1, width)?;
    engine.set_source_resolution(dpi.clamp(70, 600).cast_signed())
}

/// This part of what there is to read, or more, was read surely: otherwise the page is Tesseract's, with all it knows.
fn mostly_sure(read: &[LineRead], part: usize) -> bool {
    let all: usize = read.iter().map(|line| line.steps).sum();
    let sure: usize = read.iter().filter(|line| line.sure).map(|line| line.steps).sum();
    sure * part > all
}

/// The lines in a picture of this resolution, in pixels of one `zoom` times larger, with the words whose rule hid them.
fn looked_for(engine: &TesseractAPI, picture: &GrayImage, dpi: u32, zoom: f32) -> Result<Laid, TesseractError> {
    let look = |picture: &GrayImage| {
        show(engine, picture, dpi)?;
        let laid = found(engine, zoom, picture.width())?;
        engine.clear()?;
        Ok::<Laid, TesseractError>(laid)
    };
    let mut laid = look(picture)?;
    let usual = laid.height().unwrap_or(0.0);
    if laid.standing.is_empty() && usual > 0.0 {
        let on_picture = |side: i32| (side as f32 / zoom).round() as i32;
        let lines: Vec<[i32; 4]> = laid.lines.iter().map(|line| line.bounds.map(on_picture)).collect();
        if let Some(without) = underlines::without(picture, &lines, on_picture(usual as i32)) {
            let again = look(&without)?;
            if again.standing.is_empty() && again.lines.len() >= laid.lines.len() {
                laid = again;
            }
        }
    }
    laid.lines.retain(|line| !noise::is_rule(line.bounds, usual));
    Ok(laid)
}

/// Lines as the engine's analysis of the picture, so many pixels wide, has them, in pixels of a picture `zoom` times larger.
fn found(engine: &TesseractAPI, zoom: f32, width: u32) -> Result<Laid, TesseractError> {
    const LINE: TessPageIteratorLevel = TessPageIteratorLevel::RIL_TEXTLINE;
    let mut laid = Laid::default();
    let side = (width / EDGE).cast_signed();
    // No iterator: nothing on the page looks like text.
    let Ok(place) = engine.analyse_layout() else { return Ok(laid) };
    loop {
        if let Ok((left, top, right, bottom)) = place.bounding_box(LINE) {
            // The binding cannot tell which way a line stands; one much taller than wide does not stand upright.
            let standing = bottom - top > LAYOUT_DPI.cast_signed() / 2 && bottom - top > 3 * (right - left);
            let aside = left <= side || right >= width.cast_signed() - side;
            let edge = standing && aside && right - left < THINNEST;
            let base = place.baseline(LINE as i32).map_or(bottom, |(_, y1, _, y2)| i32::midpoint(y1, y2));
            let zoomed = |value: i32| (value as f32 * zoom).round() as i32;
            if standing && !edge {
                laid.standing.push([left, top, right, bottom].map(zoomed));
            }
            if !standing {
                laid.lines.push(TextLine {
                    bounds: [left, top, right, bottom].map(zoomed),
                    base: zoomed(base.clamp(top, bottom)),
                    starts: place.is_at_beginning_of(TessPageIteratorLevel::RIL_PARA)?,
                });
            }
        }
        if !place.next(LINE)? {
            return Ok(laid);
        }
    }
}

/// A line as Tesseract reads it on its own, unless it makes nothing of it or hardly reads it: a line that reaches into the one below.
fn again(engine: &TesseractAPI, read: LineRead) -> Result<Vec<Word>, TesseractError> {
    let [left, top, right, bottom] = read.frame.map(u32::cast_signed);
    engine.set_page_seg_mode(TessPageSegMode::PSM_SINGLE_LINE)?;
    engine.set_rectangle(left, top, right - left, bottom - top)?;
    engine.recognize()?;
    let words = parse(&engine.get_tsv_text(0)?).words;
    let sure = |words: &[Word]| noise::confidence(words).unwrap_or(0.0);
    let hardly = read.words.len() >= SEVERAL && sure(&words) < HARDLY && sure(&words) < sure(&read.words);
    Ok(if words.is_empty() || hardly { read.words } else { words })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_are_read_apart_take_the_place_of_others() {
        let word = |text: &str| Word { text: text.to_owned(), confidence: 90.0, bounds: [0; 4] };
        let words = ["Monsieur", "G3", "ow", "le", "Préfet"].map(word).to_vec();
        let mut found = Recognised { text: "Monsieur G3\now\n\nle Préfet".to_owned(), words, sideways: false };
        found.replace(|word| ["G3", "ow"].contains(&word.text.as_str()), vec![word("28-11"), word("2026")]);
        assert_eq!(found.text, "Monsieur\n\nle Préfet\n\n28-11 2026");
        assert_eq!(found.words.len(), 5);
        found.replace(|_| false, Vec::new());
        assert_eq!(found.text, "Monsieur\n\nle Préfet\n\n28-11 2026");
    }
}
