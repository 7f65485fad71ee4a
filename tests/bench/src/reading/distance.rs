use std::collections::HashMap;

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Characters that are wrong, missing or too many, beside those that should be there.
#[derive(Clone, Copy, Default)]
pub(super) struct Errors {
    all: usize,
    characters: usize,
    of_accents: usize,
    accents: usize,
}

impl Errors {
    /// Between a text that was read and the true one; kinds of quotes, dashes and white space count as the same.
    pub(super) fn between(read: &str, truth: &str) -> Self {
        let (read, truth) = (plain(read), plain(truth));
        let (bare_read, bare_truth) = (bare(&read), bare(&truth));
        let all = edits(&read, &truth);
        // What is left when nobody looks at accents is no fault of an accent.
        let of_accents = all.saturating_sub(edits(&bare_read, &bare_truth));
        let accents = truth.iter().zip(&bare_truth).filter(|(own, bare)| own != bare).count();
        Self { all, characters: truth.len(), of_accents, accents }
    }

    pub(super) fn share(self) -> f64 {
        self.all as f64 / self.characters.max(1) as f64
    }

    pub(super) fn share_of_accents(self) -> f64 {
        self.of_accents as f64 / self.accents.max(1) as f64
    }
}

impl std::iter::Sum for Errors {
    fn sum<I: Iterator<Item = Self>>(each: I) -> Self {
        each.fold(Self::default(), |sum, one| Self {
            all: sum.all + one.all,
            characters: sum.characters + one.characters,
            of_accents: sum.of_accents + one.of_accents,
            accents: sum.accents + one.accents,
        })
    }
}

fn plain(text: &str) -> Vec<char> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let same = |c: char| match c {
        '\u{2018}' | '\u{2019}' => '\'',
        '\u{ab}' | '\u{bb}' | '\u{201c}' | '\u{201d}' | '\u{201e}' => '"',
        '\u{2010}'..='\u{2015}' => '-',
        other => other,
    };
    words.join(" ").nfc().map(same).collect()
}

/// Each character without its accent.
fn bare(text: &[char]) -> Vec<char> {
    text.iter().map(|c| c.nfd().find(|part| !is_combining_mark(*part)).unwrap_or(*c)).collect()
}

/// The fewest characters to change, add and take away that turn one text into the other.
fn edits(read: &[char], truth: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=truth.len()).collect();
    for (at, own) in read.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = at + 1;
        for (place, wanted) in truth.iter().enumerate() {
            let change = diagonal + usize::from(own != wanted);
            diagonal = row[place + 1];
            row[place + 1] = change.min(diagonal + 1).min(row[place] + 1);
        }
    }
    row[truth.len()]
}

/// How far two texts have the same words, in whatever order: the harmonic mean of precision and recall.
pub(super) fn shared_words(read: &str, truth: &str) -> f64 {
    let words = |text: &str| text.split_whitespace().map(str::to_uppercase).collect::<Vec<_>>();
    let (read, truth) = (words(read), words(truth));
    let mut left: HashMap<&str, usize> = HashMap::new();
    for word in &truth {
        *left.entry(word).or_default() += 1;
    }
    let mut hits = 0;
    for word in &read {
        if let Some(count) = left.get_mut(word.as_str()).filter(|count| **count > 0) {
            *count -= 1;
            hits += 1;
        }
    }
    2.0 * f64::from(hits) / (read.len() + truth.len()).max(1) as f64
}
