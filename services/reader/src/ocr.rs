use std::sync::Arc;

use image::GrayImage;
use reading::Word;
use tesseract_rs::{TessPageSegMode, TesseractAPI, TesseractError};

/// French recognition, started on first use and kept for the thread's other pages.
pub struct Recogniser {
    language_data: Arc<Vec<u8>>,
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
}

impl Recognised {
    /// Mean confidence of the words, weighted by their length, 0 to 100.
    pub fn confidence(&self) -> Option<f32> {
        let (sum, letters) = self.words.iter().fold((0.0, 0.0), |(sum, letters), word| {
            let length = word.text.chars().count() as f32;
            (sum + word.confidence * length, letters + length)
        });
        (letters > 0.0).then(|| sum / letters)
    }
}

impl Recogniser {
    /// A recogniser over these language data (`fra.traineddata`, already in memory: the cage has no files).
    pub fn new(language_data: Arc<Vec<u8>>) -> Self {
        Self { language_data, engine: None }
    }

    /// Version of Tesseract.
    pub fn version() -> String {
        TesseractAPI::version()
    }

    /// Reads a cleaned picture of this resolution.
    pub fn recognise(&mut self, picture: &GrayImage, dpi: u32, layout: Layout) -> Result<Recognised, TesseractError> {
        let engine = self.engine()?;
        let (width, height) = (picture.width().cast_signed(), picture.height().cast_signed());
        engine.set_page_seg_mode(match layout {
            Layout::Page => TessPageSegMode::PSM_AUTO,
            Layout::Block => TessPageSegMode::PSM_SINGLE_BLOCK,
        })?;
        engine.set_image(picture.as_raw(), width, height, 1, width)?;
        engine.set_source_resolution(dpi.clamp(70, 600).cast_signed())?;
        engine.recognize()?;
        let table = engine.get_tsv_text(0)?;
        engine.clear()?;
        Ok(parse(&table))
    }

    fn engine(&mut self) -> Result<&TesseractAPI, TesseractError> {
        let engine = match self.engine.take() {
            Some(engine) => engine,
            None => start(&self.language_data)?,
        };
        Ok(self.engine.insert(engine))
    }
}

fn start(language_data: &[u8]) -> Result<TesseractAPI, TesseractError> {
    let engine = TesseractAPI::new();
    let size = i32::try_from(language_data.len()).map_err(|_| TesseractError::InitError)?;
    // 1: the neural recogniser only.
    engine.init_5(language_data, size, "fra", 1, &[])?;
    Ok(engine)
}

/// Tesseract's table: level, page, block, paragraph, line, word, left, top, width, height, confidence, text.
fn parse(table: &str) -> Recognised {
    let mut found = Recognised::default();
    let mut last = [0; 3];
    for row in table.lines() {
        let columns: Vec<&str> = row.split('\t').collect();
        let ["5", _, block, paragraph, line, _, left, top, width, height, confidence, text] = columns[..] else {
            continue;
        };
        let text = text.trim();
        if text.is_empty() {
            continue;
        }
        let number = |column: &str| column.parse::<i32>().unwrap_or(0);
        let place = [block, paragraph, line].map(number);
        if !found.text.is_empty() {
            found.text.push_str(match () {
                () if place == last => " ",
                () if place[..2] == last[..2] => "\n",
                () => "\n\n",
            });
        }
        last = place;
        found.text.push_str(text);
        let [left, top, width, height] = [left, top, width, height].map(number);
        let confidence = confidence.parse().unwrap_or(0.0_f32).clamp(0.0, 100.0);
        found.words.push(Word { text: text.to_owned(), confidence, bounds: [left, top, left + width, top + height] });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_becomes_lines_and_paragraphs_with_places() {
        let table = "1\t1\t0\t0\t0\t0\t0\t0\t900\t900\t-1\t\n\
            5\t1\t1\t1\t1\t1\t10\t20\t30\t12\t96.5\tChère\n5\t1\t1\t1\t1\t2\t45\t20\t30\t12\t90\tMadame,\n\
            5\t1\t1\t1\t2\t1\t10\t40\t30\t12\t80\tje\n5\t1\t1\t2\t1\t1\t10\t80\t30\t12\t70\tvous\n5\t1\t1\t2\t1\t2\t50\t80\t3\t1\t95\t \n";
        let found = parse(table);
        assert_eq!(found.text, "Chère Madame,\nje\n\nvous");
        assert_eq!(found.words[0].bounds, [10, 20, 40, 32]);
        assert_eq!(found.words.len(), 4);
        let confidence = found.confidence().expect("words");
        assert!((confidence - 86.25).abs() < 0.1, "{confidence}");
    }
}
