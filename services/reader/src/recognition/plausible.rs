//! How far a text looks like words and numbers, whatever the network says.

use super::lexicon::Lexicon;

/// For a word that the language knows, as a natural logarithm: it is thought twenty times likelier than any other reading of the same place.
const KNOWN: f32 = 3.0;
/// For a number, and for a short word: there are so many that some other reading often is one too.
const NUMBER: f32 = 1.0;
const SHORT: f32 = 1.5;
/// Against digits among letters, and a capital after a small letter.
const MIXED: f32 = -1.5;
const CAPITAL_INSIDE: f32 = -2.5;

/// The mean of what speaks for and against each word, by its length. `language` is how far the page is in the language of the
/// lexicon, 0 to 1; `beside_number` whether a number stands before, or a group of digits after.
pub fn plausibility(lexicon: &Lexicon, text: &str, language: f32, beside_number: bool) -> f32 {
    let (mut sum, mut letters) = (0.0, 0.0);
    let mut after_number = beside_number;
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let length = word.chars().count() as f32;
        sum += of_word(lexicon, word, language, after_number) * length;
        letters += length;
        after_number = is_number(word);
    }
    if letters > 0.0 { sum / letters } else { 0.0 }
}

/// Whether a word is made of digits, with signs.
pub fn is_number(word: &str) -> bool {
    word.chars().any(|c| c.is_ascii_digit()) && !word.chars().any(char::is_alphabetic)
}

fn of_word(lexicon: &Lexicon, word: &str, language: f32, after_number: bool) -> f32 {
    let core = word.trim_matches(|c: char| !c.is_alphanumeric());
    if core.is_empty() {
        return 0.0;
    }
    if is_number(core) {
        return if after_number { NUMBER * 2.0 } else { NUMBER };
    }
    if is_number_in_letters(core, after_number) {
        return MIXED;
    }
    if core.chars().any(|c| c.is_ascii_digit()) {
        return if is_ordinal(core) { NUMBER } else { mixed(core) };
    }
    if has_capital_inside(core) {
        return CAPITAL_INSIDE;
    }
    if is_known(lexicon, core) {
        let letters = core.chars().filter(|c| c.is_alphabetic()).count();
        return language * if letters >= 3 { KNOWN } else { SHORT };
    }
    0.0
}

/// As written in one piece, or in pieces that are each known: "l'administration", "rendez-vous", "et/ou".
fn is_known(lexicon: &Lexicon, core: &str) -> bool {
    let plain = core.replace('’', "'");
    let pieces = || plain.split(['\'', '-', '/']);
    lexicon.knows(&plain)
        || (pieces().count() > 1
            && pieces().all(|piece| piece.chars().count() <= 1 || lexicon.knows(piece) || is_elided(piece)))
}

fn is_elided(piece: &str) -> bool {
    matches!(
        &piece.to_lowercase()[..],
        "qu" | "jusqu" | "lorsqu" | "puisqu" | "quoiqu" | "quelqu" | "aujourd" | "presqu"
    )
}

/// "1er", "2e", "12h30", "3ème".
fn is_ordinal(core: &str) -> bool {
    let digits = core.trim_start_matches(|c: char| c.is_ascii_digit());
    let after = digits.trim_end_matches(|c: char| c.is_ascii_digit());
    digits.len() < core.len()
        && matches!(after, "er" | "re" | "e" | "ère" | "ème" | "nd" | "nde" | "h" | "th" | "st" | "rd")
}

/// "ler" for "1er", "O" for a nought after a number: letters where only a digit makes sense.
fn is_number_in_letters(core: &str, after_number: bool) -> bool {
    matches!(core, "ler" | "Ier" | "lère" | "Ière") || (after_number && matches!(core, "O" | "l" | "I" | "S"))
}

/// References mix capitals and digits in groups; small letters, and the letters that look like digits, are more likely misread.
fn mixed(core: &str) -> f32 {
    let letters: Vec<char> = core.chars().filter(|c| c.is_alphabetic()).collect();
    let like_digits = letters.iter().all(|c| "lIiOoSsZzB".contains(*c));
    let small = letters.iter().any(|c| c.is_lowercase());
    if like_digits || small { MIXED } else { 0.0 }
}

fn has_capital_inside(core: &str) -> bool {
    let letters: Vec<char> = core.chars().collect();
    // "AIl", "you'Il": a small l that was taken for a capital I.
    let is_misread = |pair: &[char]| pair == ['I', 'l'];
    letters.windows(2).any(|pair| pair[0].is_lowercase() && pair[1].is_uppercase())
        || letters.windows(2).skip(1).any(is_misread)
}
