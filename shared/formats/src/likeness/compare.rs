//! Two pages side by side.

use std::collections::HashMap;

use super::{
    ink::InkMap,
    text::{distance, word},
};

/// A word as it was read.
#[derive(Clone, Debug, PartialEq)]
pub struct SeenWord {
    /// Letters and digits, capitals without accents.
    letters: String,
    /// 0 to 100.
    confidence: f32,
}

impl SeenWord {
    /// A word of a page; none when it has no two letters.
    #[must_use]
    pub fn new(written: &str, confidence: f32) -> Option<Self> {
        let letters = word(written);
        (letters.chars().count() >= 2).then_some(Self { letters, confidence })
    }

    fn length(&self) -> usize {
        self.letters.chars().count()
    }

    fn is_sure(&self) -> bool {
        self.confidence >= SURE
    }
}

/// A page to be compared.
#[derive(Clone, Debug, Default)]
pub struct Leaf {
    /// Its words.
    pub words: Vec<SeenWord>,
    /// Where its ink is.
    pub ink: Option<InkMap>,
    /// Dates, numbers and addresses written on it.
    pub marks: Vec<String>,
    /// Numbers proved to be the paper's own.
    pub numbers: Vec<String>,
}

/// Why two pages may be the same paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// A number of the paper is on both.
    Number(String),
    /// They say the same.
    Text,
    /// They look the same.
    Picture,
}

/// Two pages that may be the same paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Likeness {
    /// Why.
    pub reason: Reason,
    /// How much of the text, or of the picture, is the same, in hundredths.
    pub percent: u8,
}

/// From here on a word was surely read.
const SURE: f32 = 80.0;
/// A page with fewer words that were surely read is judged by its picture.
const FEW: usize = 25;
/// A page with so many words, and still few, is a label, the front of an envelope, a card: it needs a number of its own.
const LABEL: usize = 5;
/// Signs of a number that is more than a postcode.
const OWN_NUMBER: usize = 6;
/// Words looked at: those of the first pages of a contract are enough.
const MOST_WORDS: usize = 1_500;
/// Share of the text that must be the same.
const SAME_TEXT: f32 = 0.75;
/// Share of the text that must be the same when it is judged by its picture.
const SOME_TEXT: f32 = 0.3;
/// Correlation of the ink of pages that say the same and look it.
const SAME_PICTURE: f32 = 0.8;
/// Correlation of the ink of pages that hardly anything but their picture tells apart.
const SAME_PICTURE_ALONE: f32 = 0.92;
/// Of so many words, one may surely differ.
const ONE_IN: usize = 100;

/// Whether two pages may be the same paper. `common` are marks that stand on the papers of many: they prove nothing.
#[must_use]
pub fn compare(one: &Leaf, other: &Leaf, common: &[String]) -> Option<Likeness> {
    let texts = Texts::of(&one.words, &other.words);
    let picture = one.ink.as_ref().zip(other.ink.as_ref()).map_or(0.0, |(one, other)| one.likeness(other));
    if let Some(number) = one.numbers.iter().find(|number| other.numbers.contains(number)) {
        let percent = percent(texts.share().max(picture));
        return Some(Likeness { reason: Reason::Number(number.clone()), percent });
    }
    // Two papers of one kind, each with a number of its own.
    let kind = |number: &String| number.split_once(':').map(|(kind, _)| kind.to_owned());
    if one.numbers.iter().any(|number| other.numbers.iter().any(|its| kind(its) == kind(number))) {
        return None;
    }
    if texts.differ() {
        return None;
    }
    let own: Vec<&String> =
        one.marks.iter().filter(|mark| other.marks.contains(mark) && !common.contains(mark)).collect();
    if texts.readable >= FEW {
        let proved = own.len() >= 2 || !own.is_empty() && picture >= SAME_PICTURE;
        let same = texts.share() >= SAME_TEXT && proved;
        return same.then(|| Likeness { reason: Reason::Text, percent: percent(texts.share()) });
    }
    // On a page with few words each of them counts: two labels, two cards of the same kind.
    let agree = texts.contradictions == 0 && (texts.readable < LABEL || texts.share() >= SOME_TEXT);
    let label = (LABEL..FEW).contains(&one.words.len().min(other.words.len()));
    let numbered = own.iter().any(|mark| mark.len() >= OWN_NUMBER);
    let same = picture >= SAME_PICTURE_ALONE && agree && (!label || numbered);
    same.then(|| Likeness { reason: Reason::Picture, percent: percent(picture) })
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to hundredths")]
fn percent(share: f32) -> u8 {
    (share * 100.0).round().clamp(0.0, 100.0) as u8
}

/// What two texts have in common, in whatever order it was read.
struct Texts {
    /// Letters of words that both have, and of all words.
    shared: usize,
    all: usize,
    /// Words surely read on the page that has fewer of them.
    readable: usize,
    /// Words surely read on one page that the other has not, on the page that has fewer of them.
    contradictions: usize,
}

impl Texts {
    fn of(one: &[SeenWord], other: &[SeenWord]) -> Self {
        let (one, other) = (&one[..one.len().min(MOST_WORDS)], &other[..other.len().min(MOST_WORDS)]);
        let letters = |words: &[SeenWord]| words.iter().map(SeenWord::length).sum::<usize>();
        let readable = |words: &[SeenWord]| words.iter().filter(|word| word.is_sure() && word.length() >= 3).count();
        let (own, mut its) = (left(one, other), left(other, one));
        let exact = (letters(one) - length(&own)) * 2;
        let (run_of_one, run_of_other) = (run(one), run(other));
        let mut alone = Vec::new();
        let mut nearly = 0;
        for word in own {
            if let Some(place) = its.iter().position(|its| misread(word, its)) {
                nearly += word.length() + its.swap_remove(place).length();
            } else if word.length() >= 5 && run_of_other.contains(&word.letters) {
                // Two words read as one, or one as two.
                nearly += word.length() * 2;
            } else {
                alone.push(word);
            }
        }
        its.retain(|word| word.length() < 5 || !run_of_one.contains(&word.letters));
        Self {
            shared: exact + nearly,
            all: letters(one) + letters(other),
            readable: readable(one).min(readable(other)),
            contradictions: telling(&alone).min(telling(&its)),
        }
    }

    fn share(&self) -> f32 {
        let number = |n: usize| f32::from(u16::try_from(n).unwrap_or(u16::MAX));
        if self.all == 0 { 0.0 } else { (number(self.shared) / number(self.all)).min(1.0) }
    }

    /// Each page surely says what the other does not: names, dates, amounts.
    fn differ(&self) -> bool {
        self.contradictions > (self.readable / ONE_IN).max(1)
    }
}

fn length(words: &[&SeenWord]) -> usize {
    words.iter().map(|word| word.length()).sum()
}

/// The words of a page that are left when each word of the other has taken one that is the same.
fn left<'a>(words: &'a [SeenWord], others: &[SeenWord]) -> Vec<&'a SeenWord> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for word in others {
        *counts.entry(&word.letters).or_default() += 1;
    }
    let taken = |word: &&SeenWord| match counts.get_mut(word.letters.as_str()) {
        Some(count) if *count > 0 => {
            *count -= 1;
            false
        }
        Some(_) | None => true,
    };
    words.iter().filter(taken).collect()
}

/// All letters of a page in a row.
fn run(words: &[SeenWord]) -> String {
    words.iter().map(|word| word.letters.as_str()).collect()
}

/// Whether one may be the other, misread. A digit surely read is what it is.
fn misread(one: &SeenWord, other: &SeenWord) -> bool {
    let (short, long) = (one.length().min(other.length()), one.length().max(other.length()));
    let digits = |word: &SeenWord| word.letters.chars().filter(char::is_ascii_digit).count() >= 2;
    if long - short > long / 3 || (digits(one) && digits(other) && one.is_sure() && other.is_sure()) {
        return false;
    }
    distance(&one.letters, &other.letters) <= (long / 3).max(1)
}

/// Words that say something and were surely read.
fn telling(words: &[&SeenWord]) -> usize {
    let digits = |word: &SeenWord| word.letters.chars().filter(char::is_ascii_digit).count() >= 3;
    words.iter().filter(|word| word.is_sure() && (word.length() >= 4 || digits(word))).count()
}

#[cfg(test)]
mod tests {
    use super::super::marks;
    use super::*;

    const LETTER: &str = "Aminata DIALLO 12 rue du Faubourg 67000 STRASBOURG\nStrasbourg, le 3 novembre 2026\nJ'ai l'honneur de \
        solliciter le renouvellement de mon titre de séjour, qui arrive à échéance le 14 décembre 2026. Je réside en France depuis \
        2017 et j'exerce le métier d'aide-soignante à l'hôpital civil. Mon récépissé porte le numéro 6703214587.";

    fn leaf(text: &str) -> Leaf {
        let words = text.split_whitespace().filter_map(|word| SeenWord::new(word, 95.0)).collect();
        Leaf { words, marks: marks(text), ..Leaf::default() }
    }

    fn numbered(number: &str) -> Leaf {
        Leaf { numbers: vec![number.to_owned()], ..Leaf::default() }
    }

    #[test]
    fn a_letter_read_twice_is_the_same_and_one_that_differs_by_its_names_is_not() {
        let again =
            LETTER.replace("solliciter", "sollicltcr").replace("échéance le", "échéancele").replace("métier", "métjer");
        let found = compare(&leaf(LETTER), &leaf(&again), &[]).expect("the same letter");
        assert_eq!(found.reason, Reason::Text);
        assert!(found.percent >= 90, "{}", found.percent);
        let hers = LETTER.replace("Aminata DIALLO", "Fatou TRAORE").replace("14 décembre", "21 janvier");
        assert_eq!(compare(&leaf(LETTER), &leaf(&hers), &[]), None);
    }

    #[test]
    fn a_form_that_only_printed_words_fill_is_nobodys() {
        let form = "Demande de titre de séjour Formulaire universel écrivez en capitales au stylo noir Ma situation cochez tout ce qui est \
            vrai Je suis victime de violences Mon titre de séjour est expiré Nom de naissance Prénoms Nationalité Adresse postale \
            Téléphone facultatif Date et signature 15186";
        assert_eq!(compare(&leaf(form), &leaf(form), &[]), None);
        // What stands on the papers of many proves nothing.
        let common = ["67000", "3-11-2026", "14-12-2026", "6703214587"].map(str::to_owned);
        assert_eq!(compare(&leaf(LETTER), &leaf(LETTER), &common), None);
    }

    #[test]
    fn the_fronts_of_two_envelopes_to_the_same_office_are_two_and_a_photograph_is_one() {
        let places: Vec<(f32, f32)> =
            (0..4_000_u16).map(|n| (f32::from(n % 97) * 5.0, f32::from(n % 61) * 9.0)).collect();
        let drawn = |text: &str| Leaf { ink: InkMap::of(&places), ..leaf(text) };
        let front = "Préfecture de démonstration Service du séjour place de l'Exemple 67000 STRASBOURG";
        assert_eq!(compare(&drawn(front), &drawn(front), &[]), None);
        let numbered = format!("{front} 1A 203 417 8866 1");
        let same = |text: &str| compare(&drawn(text), &drawn(text), &[]).map(|found| found.reason);
        assert_eq!([same(&numbered), same("")], [Some(Reason::Picture), Some(Reason::Picture)]);
    }

    #[test]
    fn the_number_of_a_title_decides_both_ways() {
        let found = compare(&numbered("mrz:X2RT4567"), &numbered("mrz:X2RT4567"), &[]).map(|found| found.reason);
        assert_eq!(found, Some(Reason::Number("mrz:X2RT4567".to_owned())));
        let other = Leaf { numbers: vec!["mrz:9ABC".to_owned()], ..leaf(LETTER) };
        assert_eq!(compare(&Leaf { numbers: vec!["mrz:X2RT4567".to_owned()], ..leaf(LETTER) }, &other, &[]), None);
    }
}
