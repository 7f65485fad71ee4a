//! Small letters that hang beside the top of a number or of a letter: "1er", "2e", "m²", "Me". A line is read at one height, at which they
//! are too small: "1°", "m?". They are measured in the ink, cut out, and read on their own, as high as any line.

use std::ops::Range;

use image::{GrayImage, Luma};
use reading::Word;

use super::TextLine;

/// Ink is darker.
const INK: u8 = 170;
/// Confidence of letters that were read on their own, from which they are believed.
const BELIEVED: f32 = 75.0;
/// Signs that raised letters are read as.
const READ_AS: &str = "°\"'’?*®©%€^«»:;.,~`“”";

/// Puts right the words that end in raised letters; `read` tells what a picture of one line says, with its confidence. `base` is where the
/// letters of the line stand.
pub fn put_right(words: &mut [Word], picture: &GrayImage, base: i32, read: impl Fn(&GrayImage, TextLine) -> Vec<Word>) {
    let mut heights: Vec<i32> = words.iter().map(|word| word.bounds[3] - word.bounds[1]).collect();
    heights.sort_unstable();
    let Some(usual) = heights.get(heights.len() / 2).copied().filter(|usual| *usual >= 8) else { return };
    for word in words {
        let Some((stem, after)) = parts(&word.text) else { continue };
        let Some(found) = Raised::of(picture, word.bounds, base, usual) else { continue };
        let (patch, line) = found.patch(picture);
        let said = read(&patch, line);
        let [said] = &said[..] else { continue };
        if said.confidence < BELIEVED {
            continue;
        }
        if let Some(raised) = raised(stem, &said.text) {
            // What stands on the line after the raised letters was read as itself; nothing stands there otherwise.
            let after = if found.followed { after } else { "" };
            word.text = format!("{stem}{raised}{after}");
            word.confidence = word.confidence.max(said.confidence);
        }
    }
}

/// What may carry raised letters: a number, the sign of a metre, the initial of a title; and the stops after what else was read.
fn parts(word: &str) -> Option<(&str, &str)> {
    let stem = word.trim_end_matches(|c| READ_AS.contains(c) || ")]".contains(c));
    let stops = word[stem.len()..].trim_start_matches(|c| READ_AS.contains(c) && !",;.:".contains(c));
    let number = (1..=3).contains(&stem.chars().count())
        && (stem.chars().all(|c| c.is_ascii_digit()) || stem.chars().all(|c| "IVX".contains(c)));
    let carries = number || (word.len() > stem.len() && matches!(stem, "m" | "cm" | "dm" | "mm" | "km" | "M" | "D"));
    carries.then_some((stem, stops))
}

/// The raised letters that this says after its stem; nothing when they make no sense there.
fn raised(stem: &str, said: &str) -> Option<&'static str> {
    let said = said.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let one_of = |known: &[&'static str]| known.iter().copied().find(|known| *known == said);
    match stem {
        "m" | "cm" | "dm" | "mm" | "km" => match &said[..] {
            "2" => Some("²"),
            "3" => Some("³"),
            _ => None,
        },
        "M" => one_of(&["e", "es", "me", "mes", "lle", "lles", "gr"]),
        "D" => one_of(&["r", "rs"]),
        "1" | "I" => one_of(&["er", "ers", "re", "ère", "ière"]),
        _ => one_of(&["e", "es", "nd", "nde", "ème", "ième"]),
    }
}

/// Raised letters in the ink of a word.
struct Raised {
    bounds: [i32; 4],
    /// Whether something stands on the line after them.
    followed: bool,
}

impl Raised {
    /// The columns of ink after the first that all hang above the middle of the letters.
    fn of(picture: &GrayImage, [left, _, right, _]: [i32; 4], base: i32, usual: i32) -> Option<Self> {
        let (top, low) = (base - usual * 5 / 4, base + usual / 4);
        let rows = u32::try_from(top.max(0)).ok()?..u32::try_from(low).ok()?.min(picture.height());
        let columns = u32::try_from(left).ok()?..u32::try_from(right + 2).ok()?.min(picture.width());
        let hangs = |run: &[u32; 4]| {
            run[3].cast_signed() <= base - usual * 3 / 10 && (run[3] - run[1]).cast_signed() >= usual / 5
        };
        let runs = runs(picture, columns, &rows);
        let first = runs.iter().position(hangs).filter(|first| *first > 0)?;
        let count = runs[first..].iter().take_while(|run| hangs(run)).count();
        let part = &runs[first..first + count];
        let (upper, lower) = (part.iter().map(|run| run[1]).min()?, part.iter().map(|run| run[3]).max()?);
        let bounds = [part[0][0], upper, part[count - 1][2], lower].map(u32::cast_signed);
        let small = bounds[3] - bounds[1] <= usual * 4 / 5 && bounds[2] - bounds[0] <= 3 * usual;
        small.then_some(Self { bounds, followed: runs.len() > first + count })
    }

    /// Them alone on paper, with room around.
    fn patch(&self, picture: &GrayImage) -> (GrayImage, TextLine) {
        let [left, top, right, bottom] = self.bounds.map(i32::cast_unsigned);
        let (wide, high, room) = (right - left, bottom - top, (bottom - top) / 2 + 2);
        let mut patch = GrayImage::from_pixel(wide + 2 * room, high + 2 * room, Luma([255]));
        // The grey sides of strokes belong to them.
        for y in 0..high + 2 {
            for x in 0..wide + 2 {
                if let Some(value) =
                    picture.get_pixel_checked((left + x).saturating_sub(1), (top + y).saturating_sub(1))
                {
                    patch.put_pixel(room + x - 1, room + y - 1, *value);
                }
            }
        }
        let bounds = [room, room, room + wide, room + high].map(u32::cast_signed);
        (patch, TextLine { bounds, base: bounds[3], starts: false })
    }
}

/// The boxes of ink parted by columns without any.
fn runs(picture: &GrayImage, columns: Range<u32>, rows: &Range<u32>) -> Vec<[u32; 4]> {
    let mut found: Vec<[u32; 4]> = Vec::new();
    let mut open = false;
    for x in columns {
        let mut inked = rows.clone().filter(|y| picture.get_pixel(x, *y).0[0] < INK);
        let Some(first) = inked.next() else {
            open = false;
            continue;
        };
        let last = inked.next_back().unwrap_or(first) + 1;
        match found.last_mut().filter(|_| open) {
            Some(run) => *run = [run[0], run[1].min(first), x + 1, run[3].max(last)],
            None => found.push([x, first, x + 1, last]),
        }
        open = true;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A word with a stem that stands on the line at 40, and ink beside it between these rows, which reads as told.
    fn with(text: &str, rows: Range<u32>, said: &str) -> String {
        let stem = |x: u32, y: u32| (10..16).contains(&x) && (20..40).contains(&y);
        let beside = |x: u32, y: u32| ((18..23).contains(&x) || (25..30).contains(&x)) && rows.contains(&y);
        let picture = GrayImage::from_fn(200, 60, |x, y| Luma([if stem(x, y) || beside(x, y) { 20 } else { 250 }]));
        let word = |text: &str, bounds| Word { text: text.to_owned(), confidence: 60.0, bounds };
        let mut words =
            [word(text, [10, 20, 30, 40]), word("juillet", [50, 20, 90, 42]), word("du", [100, 20, 120, 40])];
        put_right(&mut words, &picture, 40, |patch, line| {
            assert!(patch.width() > 12 && line.bounds[2] - line.bounds[0] == 12);
            vec![Word { text: said.to_owned(), confidence: 90.0, bounds: line.bounds }]
        });
        words[0].text.clone()
    }

    #[test]
    fn raised_letters_are_read_on_their_own() {
        for (read, said, told) in [
            ("1°\"", "er", "1er"),
            ("1", "er", "1er"),
            ("1€,", "er", "1er"),
            ("2°", "e", "2e"),
            ("XIX°", "e", "XIXe"),
            ("m?", "2", "m²"),
            ("m°", "3", "m³"),
            ("M°", "e", "Me"),
        ] {
            assert_eq!(with(read, 20..30, said), told, "{read}");
        }
    }

    #[test]
    fn what_makes_no_sense_there_and_what_stands_on_the_line_is_left() {
        assert_eq!(with("1°", 20..30, "°"), "1°");
        assert_eq!(with("1°", 20..30, "e"), "1°", "the first is no 1e");
        assert_eq!(with("m\"", 20..30, "er"), "m\"");
        assert_eq!(with("12", 20..40, "er"), "12");
        assert_eq!(with("le", 20..30, "er"), "le");
    }
}
