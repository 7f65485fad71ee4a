use image::GrayImage;
use reading::Word;

use super::decode::Letter;

/// Ink is darker.
const INK: u8 = 170;

/// Joins letters into words. `step` is the pixels of the picture between two steps of the network; `frame` is the part of
/// the picture that was read.
pub fn words(letters: &[Letter], picture: &GrayImage, frame: [u32; 4], step: f32) -> Vec<Word> {
    let [left, _, right, _] = frame;
    let place = |steps: f32| (left as f32 + steps * step).round().clamp(left as f32, right as f32) as u32;
    let mut found = Vec::new();
    let mut rest = letters;
    let mut from = left;
    while !rest.is_empty() {
        let length = rest.iter().position(|letter| letter.text == " ").unwrap_or(rest.len());
        let (word, after) = rest.split_at(length);
        let space = after.first();
        // The network tells the middle of a letter best: ink is looked for up to the middle of the gaps around the word.
        let to = space.map_or(right, |space| place((space.from + space.to + 1) as f32 / 2.0));
        if let (Some(first), Some(last)) = (word.first(), word.last()) {
            let about = [place(first.from as f32 - 1.0).max(from), place(last.to as f32 + 2.0).min(to.max(from))];
            let text = word.iter().map(|letter| letter.text.as_str()).collect();
            let bounds = ink(picture, [from, frame[1], to.max(from + 1), frame[3]], about);
            found.push(Word { text, confidence: confidence(word), bounds });
        }
        from = to;
        rest = after.get(1..).unwrap_or_default();
    }
    found
}

/// As Tesseract counts it: from the least sure letter, 0 to 100.
fn confidence(word: &[Letter]) -> f32 {
    let least = word.iter().map(|letter| letter.sure).fold(1.0, f32::min);
    (97.0 + 35.0 * least.max(1e-6).ln()).clamp(0.0, 100.0)
}

/// The box of the ink in a part of the picture; about where the letters are when there is none.
fn ink(picture: &GrayImage, [left, top, right, bottom]: [u32; 4], about: [u32; 2]) -> [i32; 4] {
    let wide = picture.width() as usize;
    let (mut across, mut down) = ((u32::MAX, 0), (u32::MAX, 0));
    for y in top..bottom.min(picture.height()) {
        let row = &picture.as_raw()[y as usize * wide..][left as usize..(right as usize).min(wide)];
        let first = row.iter().position(|value| *value < INK);
        let last = row.iter().rposition(|value| *value < INK);
        if let (Some(first), Some(last)) = (first, last) {
            across = (across.0.min(left + first as u32), across.1.max(left + last as u32 + 1));
            down = (down.0.min(y), y + 1);
        }
    }
    let bounds = if down.1 == 0 { [about[0], top, about[1], bottom] } else { [across.0, down.0, across.1, down.1] };
    bounds.map(u32::cast_signed)
}

#[cfg(test)]
mod tests {
    use image::Luma;

    use super::*;

    fn letter(text: &str, at: usize, sure: f32) -> Letter {
        Letter { text: text.to_owned(), from: at, to: at, sure }
    }

    #[test]
    fn letters_become_words_with_the_places_of_their_ink() {
        let inked = |x: u32| (20..40).contains(&x) || (60..75).contains(&x);
        let picture =
            GrayImage::from_fn(100, 50, |x, y| Luma([if inked(x) && (20..32).contains(&y) { 10 } else { 250 }]));
        let letters = [letter("d", 4, 0.99), letter("u", 7, 0.9), letter(" ", 10, 1.0), letter("5", 13, 1.0)];
        let found = words(&letters, &picture, [10, 15, 90, 40], 4.0);
        let texts: Vec<&str> = found.iter().map(|word| word.text.as_str()).collect();
        assert_eq!(texts, ["du", "5"]);
        assert_eq!((found[0].bounds, found[1].bounds), ([20, 20, 40, 32], [60, 20, 75, 32]));
        assert!((found[0].confidence - 93.3).abs() < 0.2 && found[1].confidence > 96.0);
    }

    #[test]
    fn spaces_alone_say_nothing() {
        let picture = GrayImage::from_pixel(100, 50, Luma([250]));
        assert!(words(&[letter(" ", 3, 1.0), letter(" ", 9, 1.0)], &picture, [0, 0, 100, 50], 4.0).is_empty());
    }
}
