//! The labels that forms print, and where they stand on a page.

use formats::fold::search_form;

use crate::{PageRead, Word};

/// What a label asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asks {
    Family,
    Given,
    /// Both names in one box, perhaps with the day of birth behind a comma.
    Names,
    Birth,
    Number,
    Address,
    /// Something else: where its box begins the one before it ends.
    Other,
}

/// Labels as forms print them, without accents; longer ones first.
const LABELS: &[(&str, Asks)] = &[
    ("nom prenoms date de naissance", Asks::Names),
    ("nom et prenoms", Asks::Names),
    ("nom et prenom", Asks::Names),
    ("nom prenoms", Asks::Names),
    ("nom prenom", Asks::Names),
    ("nom de naissance", Asks::Family),
    ("nom de famille", Asks::Family),
    ("nom patronymique", Asks::Family),
    ("nom d usage", Asks::Other),
    ("nom d epouse", Asks::Other),
    ("nom de l employeur", Asks::Other),
    ("nom s", Asks::Family),
    ("nom", Asks::Family),
    ("prenom s", Asks::Given),
    ("prenoms", Asks::Given),
    ("prenom", Asks::Given),
    ("date de naissance", Asks::Birth),
    ("ne e le", Asks::Birth),
    ("nee le", Asks::Birth),
    ("ne le", Asks::Birth),
    ("lieu de naissance", Asks::Other),
    ("numero d etranger", Asks::Number),
    ("numero etranger", Asks::Number),
    ("numero agdref", Asks::Number),
    ("n etranger", Asks::Number),
    ("n agdref", Asks::Number),
    ("adresse postale ligne par ligne", Asks::Address),
    ("adresse postale", Asks::Address),
    ("adresse", Asks::Address),
    ("a ville", Asks::Other),
    ("nationalite", Asks::Other),
    ("sexe", Asks::Other),
    ("telephone", Asks::Other),
    ("courriel", Asks::Other),
    ("pays", Asks::Other),
];

/// A line of words, from the left.
pub(super) struct Line<'a> {
    pub(super) words: Vec<&'a Word>,
    pub(super) top: i32,
    pub(super) bottom: i32,
}

/// A label where it stands.
pub(super) struct Label {
    pub(super) asks: Asks,
    pub(super) line: usize,
    /// Its first and last word on the line.
    pub(super) words: (usize, usize),
    pub(super) left: i32,
    pub(super) right: i32,
    /// Where the next label of the line begins.
    pub(super) until: i32,
}

/// How far from the corner of a page a word may stand, in pixels: what is farther stands on no page, and is not looked at.
const FARTHEST: i32 = 1_000_000;

pub(super) const fn middle(low: i32, high: i32) -> i32 {
    low + (high - low) / 2
}

pub(super) fn lines(page: &PageRead) -> Vec<Line<'_>> {
    let on_page = |word: &&Word| word.bounds.iter().all(|side| (-FARTHEST..=FARTHEST).contains(side));
    let mut words: Vec<&Word> = page.words.iter().filter(|word| !word.text.trim().is_empty()).filter(on_page).collect();
    words.sort_by_key(|word| (middle(word.bounds[1], word.bounds[3]), word.bounds[0]));
    let mut found: Vec<Line<'_>> = Vec::new();
    for word in words {
        let centre = middle(word.bounds[1], word.bounds[3]);
        match found.last_mut().filter(|line| centre < line.bottom && centre > line.top) {
            Some(line) => {
                line.words.push(word);
                // A tall letter does not make a line of two.
                line.top = line.top.min(word.bounds[1]).max(line.top - 4);
                line.bottom = line.bottom.max(word.bounds[3]).min(line.bottom + 4);
            }
            None => found.push(Line { words: vec![word], top: word.bounds[1], bottom: word.bounds[3] }),
        }
    }
    for line in &mut found {
        line.words.sort_by_key(|word| word.bounds[0]);
    }
    found
}

/// The labels of a line, from the left.
pub(super) fn labels(at: usize, line: &Line<'_>, width: i32) -> Vec<Label> {
    let tokens: Vec<(String, usize)> = (0..line.words.len())
        .flat_map(|index| {
            let form = search_form(&line.words[index].text);
            form.split(' ').map(|token| (token.to_owned(), index)).collect::<Vec<_>>()
        })
        .filter(|(token, _)| !token.is_empty())
        .collect();
    let mut found: Vec<Label> = Vec::new();
    let mut place = 0;
    while place < tokens.len() {
        // How many words a label has that stands here.
        let matches = |label: &str| {
            label.split(' ').zip(place..).try_fold(0, |count, (wanted, at)| {
                tokens.get(at).is_some_and(|(token, _)| token == wanted).then_some(count + 1)
            })
        };
        let hit = LABELS.iter().find_map(|(label, asks)| Some((*asks, matches(label)?)));
        let Some((asks, count)) = hit.filter(|(_, count)| stands_apart(line, &tokens, place, *count)) else {
            place += 1;
            continue;
        };
        let (first, mut last) = (tokens[place].1, tokens[place + count - 1].1);
        last = behind_brackets(line, last);
        let bounds = |index: usize| line.words[index].bounds;
        found.push(Label {
            asks,
            line: at,
            words: (first, last),
            left: bounds(first)[0],
            right: bounds(last)[2],
            until: width,
        });
        while place < tokens.len() && tokens[place].1 <= last {
            place += 1;
        }
    }
    let next: Vec<i32> = found.iter().skip(1).map(|label| label.left).collect();
    for (label, left) in found.iter_mut().zip(next) {
        label.until = left;
    }
    found
}

/// A label of one word is one only where it begins a line or a box, or ends with a colon: « au nom de » is none.
fn stands_apart(line: &Line<'_>, tokens: &[(String, usize)], place: usize, count: usize) -> bool {
    if count > 1 {
        return true;
    }
    let index = tokens[place].1;
    let word = line.words[index];
    let height = (word.bounds[3] - word.bounds[1]).max(1);
    let before = index.checked_sub(1).map(|before| line.words[before].bounds[2]);
    let begins = before.is_none_or(|right| word.bounds[0] - right > 2 * height);
    let next = line.words.get(index + 1);
    let colon = word.text.ends_with(':') || next.is_some_and(|next| next.text.starts_with(':'));
    let alone = next.is_none_or(|next| next.bounds[0] - word.bounds[2] > height || next.text.starts_with('('));
    colon || (begins && alone)
}

/// What stands in brackets behind a label is a part of it: « (si vous en avez un) ».
fn behind_brackets(line: &Line<'_>, mut last: usize) -> usize {
    let opens = |index: usize| line.words.get(index).is_some_and(|word| word.text.starts_with('('));
    if opens(last + 1) {
        last += 1;
        while !line.words[last].text.contains(')') && last + 1 < line.words.len() {
            last += 1;
        }
    }
    last
}
