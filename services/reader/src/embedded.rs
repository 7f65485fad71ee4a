//! The text that a file carries, held against what its page shows.

use image::GrayImage;
use reading::{LayerDoubt, Word};
use tesseract_rs::TesseractError;

use crate::{
    look::{
        clean::Ink,
        layer::{self, OTHER, SAME, Told},
    },
    ocr::Recogniser,
    recognition::TextLine,
    source::Embedded,
};

/// Lines of every page that are read and compared.
const FEW: usize = 3;
/// Lines read where a sign makes the text doubtful.
const MORE: usize = 8;
/// How much smaller the picture is on which strokes are counted.
const COARSE: u32 = 3;

/// A page and the text that its file carries for it.
pub struct Claim<'a> {
    pub embedded: &'a Embedded,
    /// The page as it is shown.
    pub picture: &'a GrayImage,
    pub dpi: u32,
    /// Pixels of the page for one of the picture.
    pub zoom: f32,
}

impl Claim<'_> {
    /// Why the text is not what the page shows; nothing when no reason was found. Three lines are read of every page; more, and the
    /// lines of the page itself, only where these differ, look like no words, or much is drawn where the file says nothing.
    pub fn doubt(&self, recogniser: &mut Recogniser) -> Result<Option<LayerDoubt>, TesseractError> {
        let words = &self.embedded.words;
        if layer::shown(words, self.picture, self.zoom) < 0.5 {
            return Ok(Some(LayerDoubt::NotShown));
        }
        let told = layer::told(self.embedded, self.picture, self.zoom);
        let mut likes = self.compared(recogniser, &layer::longest(&told, FEW));
        if mean(&likes).is_none_or(|likeness| likeness < SAME) || layer::mostly_odd(&told) {
            likes.extend(self.compared(recogniser, &layer::spread(&told, MORE)));
            if differ(&likes) {
                return Ok(Some(LayerDoubt::Differs));
            }
            if likes.len() < FEW && told.len() >= FEW {
                return self.against_page(recogniser);
            }
        }
        let ink = Ink::of(self.picture, COARSE);
        if layer::much_untold(words, &ink, self.zoom, COARSE as f32) {
            return self.against_page(recogniser);
        }
        Ok(None)
    }

    /// How like the lines are to what is read where they stand; nothing of those that cannot be read surely.
    fn compared(&self, recogniser: &Recogniser, told: &[Told]) -> Vec<f32> {
        let lines: Vec<TextLine> = told.iter().map(|told| told.line).collect();
        let read = recogniser.read_lines(self.picture, &lines);
        let pairs = told.iter().zip(&read).filter(|(told, read)| is_sure(&told.text, &read.words));
        pairs.map(|(told, read)| layer::likeness(&told.text, &joined(&read.words))).collect()
    }

    /// The lines that the page shows, held against the words of the file that stand there.
    fn against_page(&self, recogniser: &mut Recogniser) -> Result<Option<LayerDoubt>, TesseractError> {
        let Some(rows) = recogniser.lines(self.picture, self.dpi)? else { return Ok(None) };
        let within = |line: &TextLine| layer::told_within(&self.embedded.words, line.bounds, self.zoom);
        let (untold, told): (Vec<_>, Vec<_>) =
            rows.into_iter().map(|line| (within(&line), line)).partition(|(text, _)| text.is_empty());
        let likes: Vec<f32> = self
            .sampled(recogniser, &told)
            .into_iter()
            .filter(|(text, words)| is_sure(text, words))
            .map(|(text, words)| layer::likeness(&text, &joined(&words)))
            .collect();
        if differ(&likes) {
            return Ok(Some(LayerDoubt::Differs));
        }
        let read = self.sampled(recogniser, &untold);
        let sure = read.iter().filter(|(_, words)| layer::is_sure(words, SURE)).count();
        let missing = untold.len() * sure / read.len().max(1);
        Ok((missing >= 3 && missing * 4 >= told.len()).then_some(LayerDoubt::Partial))
    }

    /// Some of the lines, from all over the page, as they read.
    fn sampled(&self, recogniser: &Recogniser, lines: &[(String, TextLine)]) -> Vec<(String, Vec<Word>)> {
        let some: Vec<&(String, TextLine)> =
            lines.iter().step_by(lines.len().div_ceil(MORE).max(1)).take(MORE).collect();
        let places: Vec<TextLine> = some.iter().map(|(_, line)| *line).collect();
        let read = recogniser.read_lines(self.picture, &places);
        some.into_iter().zip(read).map(|((text, _), read)| (text.clone(), read.words)).collect()
    }
}

/// Confidence from which what was read can be held against Latin letters, and against those of other scripts, which the network does
/// not know.
const SURE: f32 = 75.0;
const SURE_OF_OTHERS: f32 = 90.0;

fn is_sure(told: &str, read: &[Word]) -> bool {
    layer::is_sure(read, if layer::mostly_latin(told) { SURE } else { SURE_OF_OTHERS })
}

fn joined(words: &[Word]) -> String {
    words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ")
}

fn mean(likes: &[f32]) -> Option<f32> {
    (!likes.is_empty()).then(|| likes.iter().sum::<f32>() / likes.len() as f32)
}

/// Several lines say something else: most of them, or a third of them entirely.
fn differ(likes: &[f32]) -> bool {
    let others = likes.iter().filter(|likeness| **likeness < OTHER).count();
    others >= 2 && (others * 3 >= likes.len() || mean(likes).is_some_and(|likeness| likeness < 0.6))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_line_read_wrongly_is_no_lie_and_several_are() {
        assert!(!differ(&[]));
        assert!(!differ(&[0.1]));
        assert!(!differ(&[0.1, 0.98, 0.99]));
        assert!(!differ(&[0.8, 0.7, 0.75, 0.9]));
        assert!(differ(&[0.1, 0.2]));
        assert!(differ(&[0.1, 0.2, 0.97, 0.98, 0.99, 0.3]));
    }
}
