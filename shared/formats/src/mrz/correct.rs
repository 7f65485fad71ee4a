use std::cell::Cell;

use super::{
    CheckName, Class, check,
    layout::{Check, Layout, Span},
    states,
};

/// A character replaced by the one it is mistaken for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// Line, from 1.
    pub line: usize,
    /// Place in the line, from 1.
    pub place: usize,
    /// As read.
    pub from: char,
    /// As it must be.
    pub to: char,
    /// The check digit that is right with it; none in names and states, which no check digit covers: there the place itself holds
    /// letters only.
    pub proved_by: Option<CheckName>,
}

/// Replaced at most among characters that could be either, beside those that cannot be right where they stand.
const MOST: usize = 2;

/// Weight of all else where a letter that cannot stand there becomes the digit that it is taken for, and the check digit is right:
/// one in twenty that it was another digit, one in ten that this one is right all the same.
const MISTAKEN: f64 = 0.005;

/// The digit that a letter is taken for.
pub(super) const fn digit_for(letter: char) -> Option<char> {
    match letter {
        'O' | 'Q' | 'D' => Some('0'),
        'I' | 'L' => Some('1'),
        'Z' => Some('2'),
        'S' => Some('5'),
        'G' => Some('6'),
        'B' => Some('8'),
        _ => None,
    }
}

/// The letter that a digit is taken for.
pub(super) const fn letter_for(digit: char) -> Option<char> {
    match digit {
        '0' => Some('O'),
        '1' => Some('I'),
        '2' => Some('Z'),
        '5' => Some('S'),
        '6' => Some('G'),
        '8' => Some('B'),
        _ => None,
    }
}

/// The lines after the corrections.
pub(super) struct Corrected {
    pub(super) lines: Vec<String>,
    pub(super) corrections: Vec<Correction>,
    /// As [`super::Mrz::rivals`].
    pub(super) rivals: f64,
}

/// The lines with what recognition mistakes put right, where the check digit then passes.
pub(super) fn correct(layout: &Layout, printed: &[String]) -> Corrected {
    let mut lines = printed.to_vec();
    let mut done = Vec::new();
    let mut rivals = 1.0;
    for check in &layout.checks {
        if !check::is_right(check, &lines) {
            rivals += mend(layout, check, &mut lines, &mut done);
        }
    }
    if !layout.checks.is_empty() && layout.checks.iter().all(|check| check::is_right(check, &lines)) {
        letters_only(layout, &mut lines, &mut done);
    }
    Corrected { lines, corrections: done, rivals }
}

/// Puts one field right, or leaves it as it is. Gives the weight of what else it could be.
fn mend(layout: &Layout, check: &Check, lines: &mut [String], done: &mut Vec<Correction>) -> f64 {
    let covered = check.over.iter().flat_map(|span| span.places()).chain([check.digit]);
    let (mut certain, mut possible) = (Vec::new(), Vec::new());
    for (line, at) in covered {
        let Some(from) = character(lines, line, at) else { return 0.0 };
        match layout.class(line, at) {
            Class::Digits => certain.extend(digit_for(from).map(|to| (line, at, from, to))),
            Class::Letters if from.is_ascii_digit() => {
                certain.extend(letter_for(from).map(|to| (line, at, from, to)));
            }
            Class::Any if check.name == CheckName::Number && matches!(from, 'O' | 'I' | 'S' | 'B' | 'Z' | 'G') => {
                possible.extend(digit_for(from).map(|to| (line, at, from, to)));
            }
            Class::Letters | Class::Any | Class::Sex => {}
        }
    }
    let attempts = Cell::new(0.0);
    let attempt = |more: &[Change]| {
        attempts.set(attempts.get() + 1.0);
        let mut tried = lines.to_vec();
        for change in certain.iter().chain(more) {
            replace(&mut tried, change);
        }
        check::is_right(check, &tried).then_some(tried)
    };
    let kept = attempt(&[]).map(|tried| (tried, Vec::new())).or_else(|| single(&attempt, &possible));
    if let Some((tried, more)) = kept {
        let changes = certain.iter().chain(&more);
        done.extend(changes.map(|change| correction(change, Some(check.name))));
        lines.clone_from_slice(&tried);
        // One chance in ten for each way that was tried.
        let guessed = if more.is_empty() { 0.0 } else { attempts.get() / 10.0 };
        return certain.iter().fold(guessed, |weight, _| weight + MISTAKEN);
    }
    0.0
}

type Change = (usize, usize, char, char);

/// The only way to be right by changing one or two characters that could be either.
fn single(
    attempt: &impl Fn(&[Change]) -> Option<Vec<String>>,
    possible: &[Change],
) -> Option<(Vec<String>, Vec<Change>)> {
    for count in 1..=MOST {
        let mut ways = subsets(possible, count).filter_map(|more| Some((attempt(&more)?, more)));
        match (ways.next(), ways.next()) {
            (Some(only), None) => return Some(only),
            (Some(_), Some(_)) => return None,
            (None, _) => {}
        }
    }
    None
}

fn subsets(of: &[Change], count: usize) -> Box<dyn Iterator<Item = Vec<Change>> + '_> {
    if count == 1 {
        return Box::new(of.iter().map(|one| vec![*one]));
    }
    Box::new((0..of.len()).flat_map(move |first| of[first + 1..].iter().map(move |second| vec![of[first], *second])))
}

/// Digits in names and states, once every check digit is right: a name has none (Doc 9303-3, 4.6). Where a check digit covers them, as on
/// the French identity card, it has proved what stands there.
fn letters_only(layout: &Layout, lines: &mut [String], done: &mut Vec<Correction>) {
    let uncovered = |span: &Span| span.places().all(|(line, at)| covering(layout, line, at).is_none());
    for span in [layout.surname, layout.given, layout.names].into_iter().flatten().filter(uncovered) {
        let found: Vec<Option<Change>> = changes(lines, span.places()).collect();
        if found.iter().all(Option::is_some) {
            apply(lines, found.into_iter().flatten(), done);
        }
    }
    for span in [layout.state, layout.nationality].into_iter().flatten().filter(uncovered) {
        let mut tried = lines.to_vec();
        let found: Vec<Change> = changes(lines, span.places()).flatten().collect();
        for change in &found {
            replace(&mut tried, change);
        }
        if states::is_known(span.of(&tried)) {
            apply(lines, found.into_iter(), done);
        }
    }
}

/// The digits in these places and the letters they are taken for.
fn changes(lines: &[String], places: impl Iterator<Item = (usize, usize)>) -> impl Iterator<Item = Option<Change>> {
    let digits: Vec<(usize, usize, char)> = places
        .filter_map(|(line, at)| Some((line, at, character(lines, line, at)?)))
        .filter(|(.., c)| c.is_ascii_digit())
        .collect();
    digits.into_iter().map(|(line, at, from)| Some((line, at, from, letter_for(from)?)))
}

fn apply(lines: &mut [String], changes: impl Iterator<Item = Change>, done: &mut Vec<Correction>) {
    for change in changes {
        replace(lines, &change);
        done.push(correction(&change, None));
    }
}

fn correction(&(line, at, from, to): &Change, proved_by: Option<CheckName>) -> Correction {
    Correction { line: line + 1, place: at + 1, from, to, proved_by }
}

/// The first check digit that covers a place, or is it.
fn covering(layout: &Layout, line: usize, at: usize) -> Option<CheckName> {
    let covers = |check: &&Check| check.digit == (line, at) || check.over.iter().any(|span| span.holds(line, at));
    layout.checks.iter().find(covers).map(|check| check.name)
}

/// Where two readings of a zone differ, with a check digit that proves the second.
pub(super) fn differences(layout: &Layout, seen: &[String], chosen: &[String]) -> Vec<Correction> {
    let mut found = Vec::new();
    for (line, (seen, chosen)) in seen.iter().zip(chosen).enumerate() {
        for (at, (from, to)) in seen.chars().zip(chosen.chars()).enumerate().filter(|(_, (from, to))| from != to) {
            found.push(correction(&(line, at, from, to), covering(layout, line, at)));
        }
    }
    found
}

fn character(lines: &[String], line: usize, at: usize) -> Option<char> {
    lines.get(line)?.as_bytes().get(at).map(|byte| char::from(*byte))
}

fn replace(lines: &mut [String], &(line, at, _, to): &Change) {
    if let Some(text) = lines.get_mut(line) {
        text.replace_range(at..=at, to.encode_utf8(&mut [0; 4]));
    }
}
