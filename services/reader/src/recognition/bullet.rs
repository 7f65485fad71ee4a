use image::GrayImage;
use reading::Word;

/// Ink is darker.
const INK: u8 = 170;
/// Letters of a mark that may be a bullet read as something else.
const SHORT: usize = 2;
/// Confidence of a bullet that was told by its shape.
const OF_BULLET: f32 = 90.0;
/// Part of its box that a disc or a square covers; of a letter of the same size it is little more than half.
const FILLED: f32 = 0.62;

/// Puts the bullet right with which a line begins: the network was not taught it and reads a small letter ("e"), a sign or dust, and the
/// search for lines takes it for dust. `base` is where the letters of the line stand: a bullet hangs in the air beside them, filled, and
/// smaller than they are.
pub fn put_right(words: &mut Vec<Word>, picture: &GrayImage, base: i32) {
    let Some((first, others)) = words.split_first_mut() else { return };
    let beside = usual_height(others);
    if let Some(usual) = beside.filter(|_| first.text.chars().count() <= SHORT)
        && is_bullet(picture, first.bounds, base, usual)
    {
        "•".clone_into(&mut first.text);
        return;
    }
    let Some(usual) = usual_height(words) else { return };
    let left = words.iter().map(|word| word.bounds[0]).min().unwrap_or(0);
    let before = ink_before(picture, left, [base - usual as i32, base], usual as i32);
    if let Some(bounds) = before.filter(|bounds| is_bullet(picture, *bounds, base, usual)) {
        words.insert(0, Word { text: "•".to_owned(), confidence: OF_BULLET, bounds });
    }
}

fn usual_height(words: &[Word]) -> Option<f32> {
    let mut heights: Vec<i32> = words.iter().map(|word| word.bounds[3] - word.bounds[1]).collect();
    heights.sort_unstable();
    heights.get(heights.len() / 2).map(|height| *height as f32)
}

/// The box of the ink before a line that begins at `left`, between `top` and `bottom`: what lies there by itself within three heights of a
/// letter, with nothing close before it.
fn ink_before(picture: &GrayImage, left: i32, [top, bottom]: [i32; 2], usual: i32) -> Option<[i32; 4]> {
    let rows = u32::try_from(top).ok()?..u32::try_from(bottom).ok()?.min(picture.height());
    let is_dark = |x: u32, y: u32| picture.get_pixel(x, y).0[0] < INK;
    let column = |x: &i32| u32::try_from(*x).is_ok_and(|x| rows.clone().any(|y| is_dark(x, y)));
    let left = left.min(picture.width().cast_signed());
    let to = (left - 3 * usual..left).rev().find(column)?;
    let from = (to - usual..to).rev().find(|x| !column(x))? + 1;
    if (from - usual / 2..from).any(|x| column(&x)) {
        return None;
    }
    let across = u32::try_from(from).ok()?..u32::try_from(to).ok()? + 1;
    let row = |y: &u32| across.clone().any(|x| is_dark(x, *y));
    let (top, bottom) = (rows.clone().find(row)?, rows.clone().rev().find(row)?);
    Some([from, top.cast_signed(), to + 1, bottom.cast_signed() + 1])
}

fn is_bullet(picture: &GrayImage, [left, top, right, bottom]: [i32; 4], base: i32, usual: f32) -> bool {
    let (wide, high) = ((right - left) as f32, (bottom - top) as f32);
    let middle = base as f32 - (top + bottom) as f32 / 2.0;
    let hangs = (base - bottom) as f32 >= 0.06 * usual && (0.15..=0.7).contains(&(middle / usual));
    let small = high >= 3.0 && (0.2..=0.62).contains(&(high / usual));
    let round = (0.7..=1.45).contains(&(wide / high));
    hangs && small && round && is_filled(picture, [left, top, right, bottom])
}

/// Whether the box is mostly ink, and its middle all of it.
fn is_filled(picture: &GrayImage, bounds: [i32; 4]) -> bool {
    let [left, top, right, bottom] = bounds.map(|side| u32::try_from(side).unwrap_or(u32::MAX));
    if right > picture.width() || bottom > picture.height() || left >= right || top >= bottom {
        return false;
    }
    let (third_across, third_down) = ((right - left) / 3, (bottom - top) / 3);
    let mut inked = 0;
    for y in top..bottom {
        for x in left..right {
            let dark = picture.get_pixel(x, y).0[0] < INK;
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

    #[test]
    fn a_disc_before_the_line_is_its_bullet() {
        let found = beside(disc);
        assert_eq!((&found.text[..], found.bounds), ("•", DISC));
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
