//! Whether the text that a file carries is what its page shows. Signs that cost little decide where to look closely; only what
//! was read on the page decides.

use image::GrayImage;
use reading::Word;

use super::clean::Ink;
use crate::{recognition::TextLine, source::Embedded};

/// Letters and digits from which two texts can be compared.
const TELLING: usize = 6;
/// Letters of a line that are read to compare it.
const ENOUGH: usize = 50;
/// Lines of one page that are looked at, and the highest of them, in pixels: whoever writes more wants to keep the reader busy.
const MOST_LINES: usize = 2_000;
const HIGHEST: i32 = 200;
/// Shades between paper and ink from which something is shown.
const SHOWN: u8 = 20;
/// Likeness up to which two texts say different things, and from which they say the same.
pub const OTHER: f32 = 0.5;
pub const SAME: f32 = 0.75;

/// A line of the file's text, or the beginning of a long one, where it should be read.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    pub text: String,
    pub line: TextLine,
    /// Whether it hardly looks like words of a language.
    odd: bool,
}

/// The lines of a file's text that can be read on the picture, of which a pixel is `zoom` of the page.
pub fn told(embedded: &Embedded, picture: &GrayImage, zoom: f32) -> Vec<Told> {
    let level = embedded.lines.iter().filter(|line| line.level).take(MOST_LINES);
    level.filter_map(|line| told_line(&embedded.words[line.words.clone()], picture, zoom)).collect()
}

fn told_line(words: &[Word], picture: &GrayImage, zoom: f32) -> Option<Told> {
    let mut letters = 0;
    let count = words.iter().take_while(|word| {
        let before = letters;
        letters += letters_of(&word.text).count();
        before < ENOUGH
    });
    let words = &words[..count.count()];
    let places: Vec<[i32; 4]> = words.iter().map(|word| smaller(word.bounds, zoom)).collect();
    let around = places.iter().copied().reduce(both).filter(|place| place[3] - place[1] <= HIGHEST)?;
    let bounds = inked(picture, around);
    let (wide, high) = (bounds[2] - bounds[0], bounds[3] - bounds[1]);
    let text = words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ");
    let readable = letters_of(&text).count() >= TELLING && high >= 8 && wide >= 2 * high;
    // Of the room of a character, a fifth is under its base line.
    let base = (around[3] - (around[3] - around[1]) * 20 / 95).clamp(bounds[1], bounds[3]);
    readable.then(|| Told { odd: is_odd(&text), text, line: TextLine { bounds, base, starts: false } })
}

/// The rows of a place that are inked, when it is bright.
fn inked(picture: &GrayImage, [left, top, right, bottom]: [i32; 4]) -> [i32; 4] {
    let within = |value: i32, most: u32| value.clamp(0, most.cast_signed()).cast_unsigned() as usize;
    let (from, to) = (within(left, picture.width()), within(right, picture.width()));
    let dark = |y: &i32| {
        let row = within(*y, picture.height().saturating_sub(1)) * picture.width() as usize;
        picture.as_raw().get(row + from..row + to).is_some_and(|row| row.iter().any(|value| *value < 140))
    };
    let first = (top..bottom).find(dark);
    let last = (top..bottom).rev().find(dark);
    first.zip(last).map_or([left, top, right, bottom], |(first, last)| [left, first, right, last + 1])
}

fn smaller(bounds: [i32; 4], zoom: f32) -> [i32; 4] {
    bounds.map(|value| (value as f32 / zoom).round() as i32)
}

fn both(one: [i32; 4], other: [i32; 4]) -> [i32; 4] {
    [one[0].min(other[0]), one[1].min(other[1]), one[2].max(other[2]), one[3].max(other[3])]
}

/// The lines that tell most.
pub fn longest(told: &[Told], count: usize) -> Vec<Told> {
    let mut lines: Vec<&Told> = told.iter().collect();
    lines.sort_by_key(|line| std::cmp::Reverse(letters_of(&line.text).count()));
    lines.into_iter().take(count).cloned().collect()
}

/// Lines from all over the page, odd ones first.
pub fn spread(told: &[Told], count: usize) -> Vec<Told> {
    let (odd, even): (Vec<&Told>, Vec<&Told>) = told.iter().partition(|line| line.odd);
    let every = |lines: Vec<&Told>, count: usize| -> Vec<Told> {
        let step = lines.len().div_ceil(count.max(1)).max(1);
        lines.into_iter().step_by(step).take(count).cloned().collect()
    };
    let mut chosen = every(odd, count);
    chosen.extend(every(even, count - chosen.len()));
    chosen
}

/// Whether many lines hardly look like words of a language.
pub fn mostly_odd(told: &[Told]) -> bool {
    told.iter().filter(|line| line.odd).count() * 5 > told.len()
}

/// Words of a language have vowels, few consonants in a row, and no signs among their letters. Letters of other scripts are
/// not judged.
fn is_odd(text: &str) -> bool {
    let (mut words, mut odd) = (0, 0);
    for word in text.split_whitespace() {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        let latin = word.chars().filter(|c| is_latin(*c)).count();
        if latin < 4 || word.chars().any(|c| c.is_ascii_digit()) {
            continue;
        }
        words += 1;
        let lower = word.to_lowercase();
        let longest = lower.split(|c: char| !c.is_alphabetic() || is_vowel(c)).map(|run| run.chars().count()).max();
        let signs = word.chars().filter(|c| !c.is_alphabetic() && !"'’-.@/·".contains(*c)).count();
        let strange = word.chars().filter(|c| c.is_alphabetic() && !is_latin(*c)).count();
        odd += usize::from(longest.is_some_and(|run| run > 4) || signs > 0 || strange > 0);
    }
    words > 0 && odd * 3 > words
}

fn is_latin(c: char) -> bool {
    // With the ligatures of typesetters.
    c.is_ascii_alphabetic() || ('\u{c0}'..='\u{24f}').contains(&c) || ('\u{fb00}'..='\u{fb06}').contains(&c)
}

fn is_vowel(c: char) -> bool {
    "aeiouyàâäáãåæéèêëęėíìîïıóòôöõøœúùûüůýÿąő".contains(c)
}

/// The share of letters whose place on the page shows something, whatever it is.
pub fn shown(words: &[Word], picture: &GrayImage, zoom: f32) -> f32 {
    let (mut all, mut seen) = (0, 0);
    for word in words {
        let letters = letters_of(&word.text).count();
        all += letters;
        seen += if shows(picture, smaller(word.bounds, zoom)) { letters } else { 0 };
    }
    if all == 0 { 1.0 } else { seen as f32 / all as f32 }
}

fn shows(picture: &GrayImage, [left, top, right, bottom]: [i32; 4]) -> bool {
    let side = |from: i32, to: i32, most: u32| from.clamp(0, most.cast_signed())..to.clamp(0, most.cast_signed());
    let (mut dark, mut bright) = (u8::MAX, 0);
    // Of a large place some rows and columns are enough.
    let every = |from: i32, to: i32, enough: i32| ((to - from) / enough).max(1).unsigned_abs() as usize;
    let columns = side(left, right, picture.width());
    for y in side(top, bottom, picture.height()).step_by(every(top, bottom, 32)) {
        let row = y.cast_unsigned() as usize * picture.width() as usize;
        let (from, to) = (row + columns.start.cast_unsigned() as usize, row + columns.end.cast_unsigned() as usize);
        for value in picture.as_raw().get(from..to).unwrap_or_default().iter().step_by(every(left, right, 256)) {
            (dark, bright) = (dark.min(*value), bright.max(*value));
        }
    }
    bright.saturating_sub(dark) >= SHOWN
}

/// Whether much is drawn, in small strokes as letters are, where the file's text is not.
pub fn much_untold(words: &[Word], ink: &Ink, zoom: f32, factor: f32) -> bool {
    /// About three lines of print, in places of ink.
    const LEAST: usize = 1_500;
    let mut covered = vec![false; ink.width * ink.height];
    // Words that lie over each other cover nothing more.
    let mut left_to_cover = 50 * covered.len();
    for word in words {
        let [left, top, right, bottom] = smaller(word.bounds, zoom * factor);
        let side = |from: i32, to: i32, most: usize| {
            let within = |value: i32| usize::try_from(value).unwrap_or(0).min(most);
            within(from - 2)..within(to + 3)
        };
        let (columns, rows) = (side(left, right, ink.width), side(top, bottom, ink.height));
        let Some(rest) = left_to_cover.checked_sub(columns.len() * rows.len()) else { return false };
        left_to_cover = rest;
        for y in rows {
            covered[y * ink.width..][columns.clone()].fill(true);
        }
    }
    let strokes = ink.strokes();
    let untold = strokes.iter().filter(|(x, y)| !covered[y * ink.width + x]).count();
    untold >= LEAST && untold * 3 >= strokes.len()
}

/// What the file says where a line stands on the page.
pub fn told_within(words: &[Word], [left, top, right, bottom]: [i32; 4], zoom: f32) -> String {
    let mut inside: Vec<([i32; 4], &str)> = Vec::new();
    for word in words {
        let place = smaller(word.bounds, zoom);
        let middle = [i32::midpoint(place[0], place[2]), i32::midpoint(place[1], place[3])];
        if (left..=right).contains(&middle[0]) && (top..=bottom).contains(&middle[1]) {
            inside.push((place, &word.text));
        }
    }
    inside.sort_by_key(|(place, _)| place[0]);
    inside.iter().map(|(_, text)| *text).collect::<Vec<_>>().join(" ")
}

fn letters_of(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|c| c.is_alphanumeric())
}

/// Whether most letters are Latin ones.
pub fn mostly_latin(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic());
    let (latin, others): (Vec<char>, Vec<char>) = letters.partition(|c| is_latin(*c));
    latin.len() >= others.len()
}

/// Whether what was read is long and sure enough to be held against the file.
pub fn is_sure(words: &[Word], least: f32) -> bool {
    let (sum, letters) = words.iter().fold((0.0, 0), |(sum, letters), word| {
        let length = letters_of(&word.text).count();
        (sum + word.confidence * length as f32, letters + length)
    });
    letters >= TELLING && sum / letters as f32 >= least
}

/// How like two texts are, 0 to 1, in their letters and digits: accents, capitals, signs and spaces do not count.
pub fn likeness(one: &str, other: &str) -> f32 {
    let plain = |text: &str| -> Vec<char> {
        letters_of(text).flat_map(char::to_lowercase).map(without_accent).take(400).collect()
    };
    let (one, other) = (plain(one), plain(other));
    let longer = one.len().max(other.len());
    if longer == 0 { 1.0 } else { 1.0 - edits(&one, &other) as f32 / longer as f32 }
}

fn without_accent(c: char) -> char {
    match c {
        'à' | 'â' | 'ä' | 'á' | 'ã' | 'å' => 'a',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'î' | 'ï' | 'í' | 'ì' => 'i',
        'ô' | 'ö' | 'ó' | 'ò' | 'õ' => 'o',
        'ù' | 'û' | 'ü' | 'ú' => 'u',
        'ç' => 'c',
        'ñ' => 'n',
        other => other,
    }
}

/// The fewest characters to change, add and take away.
fn edits(one: &[char], other: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (at, own) in one.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = at + 1;
        for (place, wanted) in other.iter().enumerate() {
            let changed = diagonal + usize::from(own != wanted);
            diagonal = row[place + 1];
            row[place + 1] = changed.min(diagonal + 1).min(row[place] + 1);
        }
    }
    row[other.len()]
}

#[cfg(test)]
mod tests {
    use image::Luma;
    use proptest::{array::uniform4, collection::vec, prelude::*};

    use super::*;
    use crate::source::EmbeddedLine;

    proptest! {
        #[test]
        fn no_words_end_the_comparison(
            placed in vec((uniform4(0..900_i32), ".{0,12}"), 0..40),
            (wide, high) in (1..300_u32, 1..300_u32),
            zoom in 0.2_f32..4.0,
        ) {
            let words: Vec<Word> = placed
                .iter()
                .map(|([a, b, c, d], text)| word(text, [*a.min(c), *b.min(d), *a.max(c), *b.max(d)]))
                .collect();
            let lines = vec![EmbeddedLine { words: 0..words.len(), level: true }];
            let embedded = Embedded { text: String::new(), words, lines };
            let picture = GrayImage::from_fn(wide, high, |x, y| Luma([((x * 7 + y * 13) % 256) as u8]));
            let told = told(&embedded, &picture, zoom);
            prop_assert!(spread(&told, 8).len() <= 8 && longest(&told, 3).len() <= 3);
            prop_assert!((0.0..=1.0).contains(&shown(&embedded.words, &picture, zoom)));
            much_untold(&embedded.words, &Ink::of(&picture, 3), zoom, 3.0);
            told_within(&embedded.words, [0, 0, 100, 100], zoom);
            for (_, text) in &placed {
                let own = likeness(text, text);
                prop_assert!((own - 1.0).abs() < 1e-5, "{own}");
            }
        }
    }

    #[test]
    fn words_of_languages_are_not_odd_and_shifted_letters_are() {
        let languages = [
            "J'ai l'honneur de solliciter le renouvellement de mon titre de séjour",
            "Der Rechtsanwalt bittet um Aufenthaltserlaubnis",
            "Proszę o przedłużenie zezwolenia na pobyt czasowy",
            "IBAN FR76 3000 6000 0112 3456 7890 189 AGRIFRPP",
            "أطلب تجديد تصريح الإقامة",
            "AGDREF 6703214587 / PJ-0112",
        ];
        for text in languages {
            assert!(!is_odd(text), "{text}");
        }
        for text in
            ["K(bj m(ipoofvs ef tpmmjdjufs mf sfopvwfmmfnfou", "Mw>r#te xqzrtkl bh&dnstvrp sh!wprtk", "q_Ò©lo“ts"]
        {
            assert!(is_odd(text), "{text}");
        }
    }

    #[test]
    fn texts_are_compared_by_their_letters() {
        assert!(likeness("Préfecture, le 3 mars", "prefecture le 3 mars") > 0.99);
        assert!(likeness("Préfecture du Bas-Rhin", "Prefecturc du Bas-Rhin") > SAME);
        assert!(likeness("Je demande un titre de séjour", "Bordereau des sommes perçues") < OTHER);
        assert!(likeness("", "Bordereau") < OTHER);
    }

    fn word(text: &str, bounds: [i32; 4]) -> Word {
        Word { text: text.to_owned(), confidence: 100.0, bounds }
    }

    #[test]
    fn words_whose_places_are_empty_are_not_shown() {
        let page = GrayImage::from_fn(400, 400, |x, y| Luma([if y < 100 && x % 5 == 0 { 30 } else { 250 }]));
        let words = [word("Madame", [10, 20, 90, 40]), word("Monsieur", [10, 220, 90, 240])];
        assert!((shown(&words, &page, 1.0) - 6.0 / 14.0).abs() < 0.01);
        assert!((shown(&[], &page, 1.0) - 1.0).abs() < 0.01);
        assert!((shown(&[word("loin", [-50, 900, -10, 950])], &page, 1.0)).abs() < 0.01);
    }

    #[test]
    fn strokes_outside_of_the_words_are_untold_and_rules_are_not_strokes() {
        let strokes = |x: u32, y: u32| y % 30 < 12 && x % 6 < 3;
        let page = GrayImage::from_fn(1200, 1500, |x, y| {
            let rule = y % 300 < 6 || x % 400 < 6;
            let text = (100..1100).contains(&x) && (600..900).contains(&y) && strokes(x, y);
            Luma([if rule || text { 20 } else { 255 }])
        });
        let ink = Ink::of(&page, 3);
        assert!(much_untold(&[word("Madame", [100, 200, 300, 230])], &ink, 1.0, 3.0));
        assert!(!much_untold(&[word("tout", [90, 590, 1110, 910])], &ink, 1.0, 3.0));
    }

    #[test]
    fn what_the_file_says_in_a_line_is_told_from_left_to_right() {
        let words = [word("deux", [200, 10, 260, 30]), word("un", [100, 12, 140, 30]), word("bas", [100, 60, 140, 80])];
        assert_eq!(told_within(&words, [90, 5, 400, 35], 1.0), "un deux");
    }
}
