//! A rule under words that touches their tails makes one long mark of them, which the search for lines takes for a drawing: the words would
//! be lost. Where ink stands on such a rule and no line was found there, the rule is painted over and the lines are looked for again.

use image::{GrayImage, Luma};

/// Ink is darker.
const INK: u8 = 170;
/// Pixels that a rule may be thick; at 150 dpi, two millimetres' third.
const THICK: u32 = 5;
/// A rule is at least so many heights of a line long.
const LONG: i32 = 4;
/// Parts of the strip above a rule that words cover.
const WORDS: std::ops::Range<f32> = 0.06..0.6;

/// The picture without the rules on which words stand that none of the lines covers; nothing when there are none.
pub fn without(picture: &GrayImage, lines: &[[i32; 4]], usual: i32) -> Option<GrayImage> {
    let lost: Vec<[u32; 4]> =
        rules(picture, usual).into_iter().filter(|rule| carries_words(picture, *rule, lines, usual)).collect();
    if lost.is_empty() {
        return None;
    }
    let mut without = picture.clone();
    for [left, top, right, bottom] in lost {
        for x in left..right {
            // What goes on above and below is the tail of a letter.
            let tail = is_dark(picture, x, top.saturating_sub(2)) && is_dark(picture, x, bottom + 1);
            for y in (top.saturating_sub(1)..(bottom + 1).min(picture.height())).filter(|_| !tail) {
                without.put_pixel(x, y, Luma([255]));
            }
        }
    }
    Some(without)
}

fn is_dark(picture: &GrayImage, x: u32, y: u32) -> bool {
    picture.get_pixel_checked(x, y).is_some_and(|value| value.0[0] < INK)
}

/// Long thin marks that lie flat: the runs of ink of neighbouring rows put together, for a rule is never quite level.
fn rules(picture: &GrayImage, usual: i32) -> Vec<[u32; 4]> {
    let long = (LONG * usual).cast_unsigned().max(1);
    let mut found: Vec<[u32; 4]> = Vec::new();
    for (y, row) in (0_u32..).zip(picture.as_raw().chunks_exact(picture.width().max(1) as usize)) {
        let mut x = 0;
        for run in row.chunk_by(|one, next| (*one < INK) == (*next < INK)) {
            let (from, to) = (x, x + run.len() as u32);
            x = to;
            // A rule that climbs is cut into pieces by the rows.
            if run[0] >= INK || to - from < long / 2 {
                continue;
            }
            let near = |rule: &&mut [u32; 4]| rule[3] >= y && rule[0] <= to + 3 && from <= rule[2] + 3;
            match found.iter_mut().rev().take(8).find(near) {
                Some(rule) => *rule = [rule[0].min(from), rule[1], rule[2].max(to), y + 1],
                None => found.push([from, y, to, y + 1]),
            }
        }
    }
    found.retain(|[left, top, right, bottom]| right - left >= long && bottom - top <= THICK);
    found
}

/// Whether there is as much ink above a rule as words have, and no line there.
fn carries_words(picture: &GrayImage, [left, top, right, _]: [u32; 4], lines: &[[i32; 4]], usual: i32) -> bool {
    let (height, end) = (usual.cast_unsigned() * 3 / 4, top.saturating_sub(1));
    let Some(start) = end.checked_sub(height) else { return false };
    let middle = (u32::midpoint(start, end)).cast_signed();
    let (from, to) = (left.cast_signed(), right.cast_signed());
    let covered: i32 = lines
        .iter()
        .filter(|line| line[1] < middle && middle < line[3])
        .map(|line| (line[2].min(to) - line[0].max(from)).max(0))
        .sum();
    let inked = (start..end).map(|y| (left..right).filter(|x| is_dark(picture, *x, y)).count()).sum::<usize>();
    let share = inked as f32 / ((right - left) * (end - start)).max(1) as f32;
    2 * covered < to - from && WORDS.contains(&share)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Letters with tails that stand on a rule from 50 to 350, which climbs by a row.
    fn page() -> GrayImage {
        GrayImage::from_fn(400, 100, |x, y| {
            let rule = (50..350).contains(&x) && (60..62).contains(&(y + x / 200));
            let letter = (50..350).contains(&x) && x % 10 < 3 && (44..60).contains(&y);
            let tail = (100..103).contains(&x) && (44..68).contains(&y);
            Luma([if rule || letter || tail { 20 } else { 250 }])
        })
    }

    #[test]
    fn a_rule_under_words_that_no_line_covers_is_painted_over_but_for_the_tails_of_letters() {
        let without = without(&page(), &[[50, 10, 350, 30]], 20).expect("a rule");
        assert!(!is_dark(&without, 57, 60) && !is_dark(&without, 307, 59));
        assert!(is_dark(&without, 101, 60) && is_dark(&without, 51, 50));
    }

    #[test]
    fn a_rule_under_a_line_that_was_found_and_a_rule_alone_are_left() {
        assert!(without(&page(), &[[50, 40, 350, 62]], 20).is_none());
        let alone = GrayImage::from_fn(400, 100, |x, y| Luma([if y == 60 && x > 50 { 20 } else { 250 }]));
        assert!(without(&alone, &[], 20).is_none());
    }
}
