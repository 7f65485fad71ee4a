//! Reads lines of text with the network of Tesseract's language data, by arithmetic of our own: the same weights and the
//! same answers, three to five times faster. Tesseract finds the lines before, and reads those that leave a doubt after.

pub mod bullet;
mod bytes;
mod decode;
mod doubtful;
mod frame;
mod hypotheses;
mod kernel;
mod lexicon;
mod line;
mod model;
mod network;
mod plausible;
pub mod raised;
mod words;

use std::ops::Range;

use fearless_simd::Level;
use image::GrayImage;
use reading::Word;

use crate::pool::Hands;
use decode::Decoded;
use doubtful::SecondView;
pub use frame::TextLine;
use line::LineImage;
use model::Model;
use network::Shares;

/// Share below which a character is doubtful, and its word read again.
const SURE: f32 = 0.6;

/// A language as the reader knows it: the language data for Tesseract, and the network in them.
pub struct Language {
    name: String,
    data: Vec<u8>,
    model: Option<Model>,
}

/// A line and what it says.
pub struct LineRead {
    /// The words with their places on the picture, from left to right.
    pub words: Vec<Word>,
    /// Left, top, right, bottom of what was read of the picture.
    pub frame: [u32; 4],
    /// Steps of the network: how long the line is, whatever its resolution.
    pub steps: usize,
    /// Whether each place of it was read surely.
    pub sure: bool,
}

impl Language {
    /// Takes the network out of the language data; without one of the expected shape, Tesseract reads everything.
    pub fn new(name: String, data: Vec<u8>) -> Self {
        let model = Model::parse(&data);
        Self { name, data, model }
    }

    /// As its file is named.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The language data.
    pub fn data(&self) -> &[u8] {
        &self.data
    }

    /// Whether lines can be read without Tesseract.
    pub fn reads_lines(&self) -> bool {
        self.model.is_some()
    }

    /// Reads the lines of a cleaned picture by the network alone. Lines too small to be read have no words.
    pub fn read(&self, picture: &GrayImage, lines: &[TextLine], hands: &Hands) -> Vec<LineRead> {
        let Some(model) = &self.model else { return Vec::new() };
        Lines::of(model, picture, lines, hands).read
    }

    /// The same, with the doubtful words read again: in another view of the line, with the words that the language knows.
    pub fn read_closely(&self, picture: &GrayImage, lines: &[TextLine], hands: &Hands) -> Vec<LineRead> {
        let Some(model) = &self.model else { return Vec::new() };
        Lines::of(model, picture, lines, hands).settled(model, picture, hands)
    }
}

/// Lines as the network reads them.
struct Lines {
    images: Vec<Option<LineImage>>,
    /// Of each image.
    shares: Vec<Option<Shares>>,
    decoded: Vec<Decoded>,
    read: Vec<LineRead>,
}

impl Lines {
    fn of(model: &Model, picture: &GrayImage, lines: &[TextLine], hands: &Hands) -> Self {
        let frames = frame::frames(lines, picture.dimensions());
        let images: Vec<Option<LineImage>> =
            frames.iter().map(|frame| LineImage::cut(picture, *frame, model.height)).collect();
        let shares = read_present(model, &images, hands);
        let (mut decoded, mut read) = (Vec::new(), Vec::new());
        for ((image, shares), frame) in images.iter().zip(&shares).zip(&frames) {
            let line = shares.as_ref().map_or_else(Decoded::default, |shares| decode::decode(model, shares));
            let step = image.as_ref().map_or(1.0, |image| 3.0 * image.scale);
            let words = words::words(&line.letters, picture, *frame, step);
            let steps = image.as_ref().map_or(0, |image| image.width / 3);
            read.push(LineRead { words, frame: *frame, steps, sure: doubtful::is_sure(&line) });
            decoded.push(line);
        }
        Self { images, shares, decoded, read }
    }

    fn settled(self, model: &Model, picture: &GrayImage, hands: &Hands) -> Vec<LineRead> {
        let Some(lexicon) = &model.lexicon else { return self.read };
        let language = doubtful::language(lexicon, &self.decoded);
        let (mut parts, mut places): (Vec<LineImage>, Vec<(usize, Range<usize>)>) = (Vec::new(), Vec::new());
        for (line, image) in self.images.iter().enumerate() {
            let doubtful = doubtful::doubtful(lexicon, language, &self.decoded[line]);
            if doubtful.is_empty() {
                continue;
            }
            let Some(again) = image.as_ref().and_then(|image| image.again(picture, self.read[line].frame)) else {
                continue;
            };
            for steps in doubtful {
                parts.push(again.part(&steps));
                places.push((line, steps));
            }
        }
        let shares = network::read(model, Level::new(), &parts.iter().collect::<Vec<_>>(), hands);
        let mut seconds: Vec<Vec<SecondView>> = self.images.iter().map(|_| Vec::new()).collect();
        for ((line, steps), shares) in places.into_iter().zip(shares) {
            seconds[line].push(SecondView { steps, shares });
        }
        let views = self.shares.into_iter().zip(self.images).zip(seconds);
        let lines = self.read.into_iter().zip(self.decoded).zip(views);
        lines
            .map(|((line, decoded), ((first, image), second))| {
                let (Some(first), Some(image), false) = (first, image, second.is_empty()) else { return line };
                let (letters, sure) = doubtful::settled(model, language, &decoded, &first, &second);
                LineRead { words: words::words(&letters, picture, line.frame, 3.0 * image.scale), sure, ..line }
            })
            .collect()
    }
}

/// What the network says of the lines that there are.
fn read_present(model: &Model, images: &[Option<LineImage>], hands: &Hands) -> Vec<Option<Shares>> {
    let present: Vec<&LineImage> = images.iter().flatten().collect();
    let mut shares = network::read(model, Level::new(), &present, hands).into_iter();
    images.iter().map(|image| image.as_ref().and_then(|_| shares.next())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn language_data_of_another_shape_or_cut_off_have_no_network() {
        for data in [Vec::new(), vec![0; 4_000], vec![24, 0, 0, 0, 1, 2, 3]] {
            assert!(!Language::new("fra".to_owned(), data).reads_lines());
        }
    }

    #[test]
    fn the_network_of_the_installed_language_is_understood_and_no_cut_of_it_is_a_fault() {
        let Ok(data) = std::fs::read("/usr/share/tesseract-ocr/5/tessdata/fra.traineddata") else {
            return;
        };
        for cut in (0..data.len()).step_by(data.len() / 40) {
            assert!(!Language::new("fra".to_owned(), data[..cut.min(250_000)].to_vec()).reads_lines());
        }
        assert!(Language::new("fra".to_owned(), data).reads_lines());
    }
}
