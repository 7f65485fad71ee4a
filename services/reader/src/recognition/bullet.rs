use std::ops::Range;

use image::GrayImage;
use reading::Word;

/// Ink is darker.
const INK: u8 = 170;
/// Of a stroke that is thinner than the pixels and lies across two rows of them.
const PALE: u8 = 210;
/// Letters of a mark that may be a bullet read as something else.
const SHORT: usize = 2;
/// Confidence of a bullet that was told by its shape.
const OF_BULLET: f32 = 90.0;
/// Part of its box that a disc or a square covers; of a letter of the same size it is little more than half.
const FILLED: f32 = 0.62;

/// What a bullet is read as when it is joined to the word after it: "-_un", "«un".
const READ_AS: &str = "-–—_.,:;+*'’\"°·~=<>«»^`•";

/// Puts the bullet right with which a line begins: the network was not taught it and reads a small letter ("e"), a sign or dust, on its own
/// or joined to the word after it, and the search for lines takes it for dust. `base` is where the letters of the line stand: a bullet hangs
/// in the air beside them, filled, and smaller than they are.
pub fn put_right(words: &mut Vec<Word>, picture: &GrayImage, base: i32) {
    let Some(first) = words.first() else { return };
    let alone = first.text.chars().count() <= SHORT;
    let Some(usual) = usual_height(if alone { &words[1..] } else { words }) else { return };
    let left = words.iter().map(|word| word.bounds[0]).min().unwrap_or(0);
    let strip = Strip::of(picture, base, usual as i32, INK);
    // The grey side of the first letter, which is as pale, is no stroke: hence some way before it.
    let pale = Strip::of(picture, base, usual as i32, PALE);
    let told = |bounds: &[i32; 4]| is_bullet(picture, *bounds, base, usual);
    if alone && told(&first.bounds) {
        "•".clone_into(&mut words[0].text);
    } else if let Some(bounds) = strip.first(left).filter(told).filter(|mark| alone || first.bounds[2] > mark[2]) {
        take_out(words, bounds, usual as i32);
        words.insert(0, bullet(bounds));
    } else if let Some(bounds) = strip.before(left).filter(told) {
        words.insert(0, bullet(bounds));
    } else if let Some(bounds) = pale.before(left - 3).filter(|mark| is_dash(picture, *mark, base, usual)) {
        words.insert(0, Word { text: "–".to_owned(), ..bullet(bounds) });
        return;
    } else {
        return;
    }
    // The wide gap after a bullet is read as a stroke.
    if let Some(next) = words.get_mut(1).filter(|word| word.text.starts_with('_')) {
        next.text = next.text.trim_start_matches('_').to_owned();
    }
    words.retain(|word| !word.text.is_empty());
}

fn bullet(bounds: [i32; 4]) -> Word {
    Word { text: "•".to_owned(), confidence: OF_BULLET, bounds }
}

/// Takes what was read of a bullet out of the first word.
fn take_out(words: &mut Vec<Word>, bounds: [i32; 4], usual: i32) {
    let first = &mut words[0];
    let alone = first.text.chars().count() <= SHORT && first.bounds[2] <= bounds[2] + usual / 2;
    let rest = first.text.trim_start_matches(|c| READ_AS.contains(c));
    if alone || rest.is_empty() {
        words.remove(0);
    } else {
        first.text = rest.to_owned();
        first.bounds[0] = first.bounds[0].max(bounds[2]);
    }
}

fn usual_height(words: &[Word]) -> Option<f32> {
    let mut heights: Vec<i32> = words.iter().map(|word| word.bounds[3] - word.bounds[1]).collect();
    heights.sort_unstable();
    heights.get(heights.len() / 2).map(|height| *height as f32)
}

/// What of a picture lies between the top of a line's letters and the line they stand on.
struct Strip<'a> {
    picture: &'a GrayImage,
    rows: Range<u32>,
    usual: i32,
    /// What is darker counts.
    ink: u8,
}

impl<'a> Strip<'a> {
    fn of(picture: &'a GrayImage, base: i32, usual: i32, ink: u8) -> Self {
        let row = |y: i32| u32::try_from(y).unwrap_or(0).min(picture.height());
        Self { picture, rows: row(base - usual)..row(base), usual, ink }
    }

    fn is_inked(&self, x: i32) -> bool {
        let Some(x) = u32::try_from(x).ok().filter(|x| *x < self.picture.width()) else { return false };
        self.rows.clone().any(|y| self.is_dark(x, y))
    }

    fn is_dark(&self, x: u32, y: u32) -> bool {
        self.picture.get_pixel(x, y).0[0] < self.ink
    }

    /// The box of the ink with which a line begins at about `left`, when a wide gap follows it.
    fn first(&self, left: i32) -> Option<[i32; 4]> {
        let from = (left - self.usual / 4..left + self.usual).find(|x| self.is_inked(*x))?;
        let to = (from..from + self.usual).find(|x| !self.is_inked(*x))?;
        if (to..to + self.usual / 3).any(|x| self.is_inked(x)) { None } else { self.around(from, to) }
    }

    /// The box of the ink before a line that begins at `left`: what lies there by itself within three heights of a letter, with nothing
    /// close before it.
    fn before(&self, left: i32) -> Option<[i32; 4]> {
        let to = (left - 3 * self.usual..left).rev().find(|x| self.is_inked(*x))?;
        // A dash may be wider than a letter is high.
        let from = (to - self.usual * 3 / 2..to).rev().find(|x| !self.is_inked(*x))? + 1;
        if (from - self.usual / 2..from).any(|x| self.is_inked(x)) { None } else { self.around(from, to + 1) }
    }

    fn around(&self, from: i32, to: i32) -> Option<[i32; 4]> {
        let across = u32::try_from(from).ok()?..u32::try_from(to).ok()?;
        let row = |y: &u32| across.clone().any(|x| self.is_dark(x, *y));
        let (top, bottom) = (self.rows.clone().find(row)?, self.rows.clone().rev().find(row)?);
        Some([from, top.cast_signed(), to, bottom.cast_signed() + 1])
    }
}

fn is_bullet(picture: &GrayImage, bounds: [i32; 4], base: i32, usual: f32) -> bool {
    let [left, top, right, bottom] = bounds;
    let (wide, high) = ((right - left) as f32, (bottom - top) as f32);
    let middle = base as f32 - (top + bottom) as f32 / 2.0;
    let above = (base - bottom) as f32 / usual;
    // A photographed line may lie a little lower where it begins: a disc then, not a square, may touch it.
    let hangs = above >= 0.06 || (above >= -0.1 && has_round_corners(picture, bounds));
    let small = high >= 3.0 && (0.2..=0.62).contains(&(high / usual));
    let round = (0.7..=1.45).contains(&(wide / high));
    hangs && (0.15..=0.7).contains(&(middle / usual)) && small && round && is_filled(picture, bounds, INK)
}

/// A flat stroke beside the middle of the letters: a list begins its lines with it, and where a wide gap follows, the search for lines leaves
/// it out.
fn is_dash(picture: &GrayImage, bounds: [i32; 4], base: i32, usual: f32) -> bool {
    let [left, top, right, bottom] = bounds;
    let (wide, high) = ((right - left) as f32, (bottom - top) as f32);
    let middle = (base as f32 - (top + bottom) as f32 / 2.0) / usual;
    let flat = high <= (0.2 * usual).max(3.0) && wide >= 2.5 * high;
    flat && (0.25..=1.4).contains(&(wide / usual)) && (0.15..=0.5).contains(&middle) && is_filled(picture, bounds, PALE)
}

fn has_round_corners(picture: &GrayImage, bounds: [i32; 4]) -> bool {
    let [left, top, right, bottom] = bounds.map(|side| u32::try_from(side).unwrap_or(u32::MAX));
    let light = |x: u32, y: u32| picture.get_pixel_checked(x, y).is_some_and(|value| value.0[0] >= INK);
    [left, right.saturating_sub(1)].iter().all(|x| light(*x, top) && light(*x, bottom.saturating_sub(1)))
}

/// Whether the box is mostly ink, and its middle all of it.
fn is_filled(picture: &GrayImage, bounds: [i32; 4], ink: u8) -> bool {
    let [left, top, right, bottom] = bounds.map(|side| u32::try_from(side).unwrap_or(u32::MAX));
    if right > picture.width() || bottom > picture.height() || left >= right || top >= bottom {
        return false;
    }
    let (third_across, third_down) = ((right - left) / 3, (bottom - top) / 3);
    let mut inked = 0;
    for y in top..bottom {
        for x in left..right {
            let dark = picture.get_pixel(x, y).0[0] < ink;
            let central = (left + third_across..right - third_across).contains(&x)
                && (top + third_down..bottom - third_down).contains(&y);
            if central && !dark {
                return false;
            }
            inked += u32::from(dark);
        }
    }
    inked as f32 >= FILLED * ((right - left) * (bottom - top)) as f32
}

#[cfg(test)]
mod tests {
    use image::Luma;

    use super::*;

    fn word(text: &str, bounds: [i32; 4]) -> Word {
        Word { text: text.to_owned(), confidence: 50.0, bounds }
    }

    /// What a line "mark, word, word" begins with: `inked` tells the ink of the mark.
    fn read(text: &str, bounds: [i32; 4], inked: impl Fn(u32, u32) -> bool) -> String {
        let picture = GrayImage::from_fn(200, 60, |x, y| Luma([if x < 40 && inked(x, y) { 20 } else { 250 }]));
        let mut words = vec![word(text, bounds), word("copie", [50, 20, 90, 42]), word("du", [100, 20, 120, 40])];
        put_right(&mut words, &picture, 40);
        words[0].text.clone()
    }

    /// How a line "word, word" begins, with this ink before it.
    fn beside(inked: impl Fn(u32, u32) -> bool) -> Word {
        let picture = GrayImage::from_fn(200, 60, |x, y| Luma([if x < 40 && inked(x, y) { 20 } else { 250 }]));
        let mut words = vec![word("copie", [50, 20, 90, 42]), word("du", [100, 20, 120, 40])];
        put_right(&mut words, &picture, 40);
        words.remove(0)
    }

    /// The box of the disc.
    const DISC: [i32; 4] = [11, 27, 19, 35];

    fn disc(x: u32, y: u32) -> bool {
        (x as f32 - 14.5).hypot(y as f32 - 30.5) < 4.5
    }

    #[test]
    fn a_disc_beside_the_letters_is_a_bullet_however_it_was_read() {
        for text in ["e", ".", "°+"] {
            assert_eq!(read(text, DISC, disc), "•", "{text}");
        }
    }

    #[test]
    fn letters_and_signs_stay_what_they_are() {
        // A letter stands on the line; a ring is a degree sign or an o; a full stop lies on the line; quotes hang too high.
        assert_eq!(read("a", [10, 30, 20, 40], |x, y| (10..20).contains(&x) && (30..40).contains(&y)), "a");
        let ring = |x: u32, y: u32| disc(x, y) && (x as f32 - 14.5).hypot(y as f32 - 30.5) > 2.0;
        assert_eq!(read("°", DISC, ring), "°");
        assert_eq!(read("\"", [10, 18, 20, 26], |x, y| (10..20).contains(&x) && (18..26).contains(&y)), "\"");
        assert_eq!(read("les", DISC, disc), "les");
    }

    /// How a line begins whose first word takes in the disc before it.
    fn joined(text: &str) -> Vec<Word> {
        let letters = |x: u32, y: u32| (50..90).contains(&x) && (20..40).contains(&y) && x % 8 < 4;
        let picture = GrayImage::from_fn(200, 60, |x, y| Luma([if disc(x, y) || letters(x, y) { 20 } else { 250 }]));
        let mut words = vec![word(text, [11, 20, 88, 40]), word("du", [100, 20, 120, 40])];
        put_right(&mut words, &picture, 40);
        words
    }

    #[test]
    fn a_disc_read_together_with_the_word_after_it_is_its_bullet() {
        for (read, rest) in [("-_un", "un"), ("«un", "un"), ("un", "un"), ("_(voir", "(voir")] {
            let words = joined(read);
            assert_eq!((&words[0].text[..], words[0].bounds), ("•", DISC), "{read}");
            assert_eq!((&words[1].text[..], words[1].bounds), (rest, [19, 20, 88, 40]), "{read}");
        }
        assert_eq!(joined("-_").len(), 2);
    }

    #[test]
    fn a_disc_that_touches_the_line_is_a_bullet_too_and_a_full_stop_is_not() {
        let lower = |x: u32, y: u32| (x as f32 - 14.5).hypot(y as f32 - 35.5) < 4.5;
        assert_eq!(read("+", [11, 32, 19, 40], lower), "•");
        let stop = |x: u32, y: u32| (x as f32 - 14.5).hypot(y as f32 - 37.5) < 2.5;
        assert_eq!(read(".", [13, 36, 17, 40], stop), ".");
    }

    #[test]
    fn a_disc_before_the_line_is_its_bullet() {
        let found = beside(disc);
        assert_eq!((&found.text[..], found.bounds), ("•", DISC));
    }

    #[test]
    fn a_dash_before_the_line_is_read_and_a_rule_or_a_stroke_below_it_is_not() {
        let stroke =
            |rows: Range<u32>, columns: Range<u32>| move |x: u32, y: u32| rows.contains(&y) && columns.contains(&x);
        let found = beside(stroke(32..34, 18..30));
        assert_eq!((&found.text[..], found.bounds), ("–", [18, 32, 30, 34]));
        assert_eq!(beside(stroke(32..34, 0..39)).text, "copie", "a rule");
        assert_eq!(
            beside(|x, y| stroke(32..34, 18..30)(x, y) || stroke(20..40, 2..10)(x, y)).text,
            "copie",
            "of a word"
        );
        assert_eq!(beside(stroke(38..40, 18..30)).text, "copie", "an underscore");
    }

    #[test]
    fn dust_and_the_end_of_another_word_before_the_line_are_not() {
        assert_eq!(beside(|_, _| false).text, "copie");
        assert_eq!(beside(|x, y| (14..17).contains(&x) && (29..32).contains(&y)).text, "copie");
        assert_eq!(beside(|x, y| disc(x, y) || ((2..8).contains(&x) && (20..40).contains(&y))).text, "copie");
    }

    #[test]
    fn a_line_of_one_mark_and_a_box_beside_the_picture_are_left() {
        let picture = GrayImage::from_pixel(20, 20, Luma([0]));
        let mut alone = vec![word("e", [2, 2, 8, 8])];
        put_right(&mut alone, &picture, 12);
        let mut beside = vec![word("e", [-4, 2, 2, 8]), word("copie", [30, 0, 60, 14])];
        put_right(&mut beside, &picture, 12);
        assert_eq!((&alone[0].text[..], &beside[0].text[..]), ("e", "e"));
    }
}
