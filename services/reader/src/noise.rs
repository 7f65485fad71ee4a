//! What was read of something else than print: the edge of the paper, rules, signatures and stamps.

use reading::Word;

/// The part of a picture along its sides where the paper may end.
pub const EDGE: u32 = 50;
/// A mark by hand is so much taller than a line of print.
const TALL: f32 = 1.6;
/// Where one or two letters are so much taller than a line they are drawn: a ring, a coat of arms.
const DRAWN: f32 = 5.0;
/// Mean confidence below which what is tall was not print.
const SURE: f32 = 60.0;

/// Mean confidence of words, weighted by their length, 0 to 100.
pub fn confidence(words: &[Word]) -> Option<f32> {
    let (sum, letters) = words.iter().fold((0.0, 0.0), |(sum, letters), word| {
        let length = word.text.chars().count() as f32;
        (sum + word.confidence * length, letters + length)
    });
    (letters > 0.0).then(|| sum / letters)
}

/// Whether a line lies where the paper ends.
pub fn is_at_edge([left, top, right, bottom]: [u32; 4], (width, height): (u32, u32)) -> bool {
    let (across, down) = (width / EDGE, height / EDGE);
    right <= across || left + across >= width || top <= down || bottom + down >= height
}

/// Whether these words are none but the edge of the paper, what lies under it, or a rule: they are hardly read, or all are drawn out.
pub fn is_edge(words: &[Word]) -> bool {
    let sure: f32 = words.iter().map(|word| word.confidence).sum();
    let drawn_out = |word: &Word| {
        let [left, top, right, bottom] = word.bounds;
        right - left > 6 * (bottom - top) * i32::try_from(word.text.chars().count()).unwrap_or(i32::MAX / 10_000)
    };
    sure < 50.0 * words.len() as f32 || words.iter().all(drawn_out)
}

/// Whether what lies between `top` and `bottom` is a signature, a stamp or a coat of arms, beside print of this usual height: much taller, and
/// hardly read or made of one or two letters. What has two figures beside each other may be the day of a postmark, and stays.
pub fn is_by_hand([_, top, _, bottom]: [i32; 4], usual: f32, words: &[Word]) -> bool {
    let letters: usize = words.iter().map(|word| word.text.chars().count()).sum();
    let tall = (bottom - top) as f32 / usual.max(1.0);
    let hardly = confidence(words).is_none_or(|sure| sure < SURE);
    let tells_a_day =
        words.iter().any(|word| word.text.as_bytes().windows(2).any(|two| two.iter().all(u8::is_ascii_digit)));
    !tells_a_day && ((tall >= TALL && hardly) || (tall >= DRAWN && letters <= 2))
}

/// Whether a line is too thin for letters beside print of this usual height, and long: a rule across the page.
pub fn is_rule([left, top, right, bottom]: [i32; 4], usual: f32) -> bool {
    ((bottom - top) as f32) < 0.3 * usual && right - left > 20 * (bottom - top)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(text: &str, confidence: f32, bounds: [i32; 4]) -> Word {
        Word { text: text.to_owned(), confidence, bounds }
    }

    #[test]
    fn the_edge_of_the_paper_says_nothing_but_what_is_read_surely_there_stays() {
        assert!(is_at_edge([100, 3, 900, 40], (1_000, 1_400)) && is_at_edge([0, 300, 12, 900], (1_000, 1_400)));
        assert!(!is_at_edge([0, 300, 700, 330], (1_000, 1_400)));
        let noise = [word("RE", 62.0, [100, 4, 130, 30]), word("Sa", 24.0, [140, 4, 170, 30])];
        assert!(is_edge(&noise) && is_edge(&[word("ÉÉÉÉ", 70.0, [100, 4, 540, 9])]));
        assert!(!is_edge(&[noise[1].clone(), word("FAX", 97.0, [200, 4, 250, 30])]));
    }

    #[test]
    fn a_signature_says_nothing_but_a_heading_and_a_pale_line_stay() {
        let said = |text: &str, sure: f32, height: i32| {
            is_by_hand([0, 0, 300, height], 30.0, &[word(text, sure, [0, 0, 300, height])])
        };
        assert!(said("XIE", 8.0, 120) && said("HAS", 48.0, 51) && said("5", 79.0, 260));
        assert!(!said("12-11-26", 31.0, 90) && !said("14", 80.0, 200), "of a postmark");
        assert!(!said("CONVOCATION", 95.0, 90) && !said("pâle", 30.0, 30) && !said("RF", 90.0, 100));
    }

    #[test]
    fn a_rule_across_the_page_is_no_line_and_a_dash_is_one() {
        assert!(is_rule([180, 2_101, 1_479, 2_108], 30.0));
        assert!(!is_rule([180, 2_101, 205, 2_104], 30.0) && !is_rule([180, 2_101, 1_479, 2_115], 30.0));
    }
}
