//! Sorts what stands before the town into the parts of an address.

use super::{
    street,
    words::{BOXES, HAMLETS, INSIDE, OUTSIDE, SUFFIXES, begins_with},
};
use crate::fold;

/// The parts of an address, as written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Parts {
    /// Line 1.
    pub addressee: Vec<String>,
    /// Line 2.
    pub inside: Vec<String>,
    /// Line 3.
    pub outside: Vec<String>,
    /// Line 4.
    pub street: Option<String>,
    /// Line 5.
    pub hamlet: Vec<String>,
}

/// Sorts the lines that stand before the town.
pub(super) fn sort(lines: &[String]) -> Parts {
    let mut parts = Parts::default();
    let several_lines = lines.len() > 1;
    for (index, line) in lines.iter().enumerate() {
        for piece in pieces(line) {
            place(&piece, index == 0 && several_lines, &mut parts);
        }
    }
    parts
}

/// Cuts a line at commas (but not after a number), at " - ", and around boxes and floors.
fn pieces(line: &str) -> Vec<String> {
    let mut cut = String::with_capacity(line.len());
    let dashed = line.replace(" - ", "\n").replace(';', "\n");
    for part in dashed.split_inclusive(',') {
        if ends_with_a_number(part) { cut.push_str(part) } else { cut.push_str(&part.replace(',', "\n")) }
    }
    let lines = cut.lines().map(fold::spaced).filter(|piece| !piece.is_empty());
    lines.flat_map(|piece| around_inner_parts(&piece)).collect()
}

/// Whether a part ends with the number of a street ("25 bis,"), and not with that of a box ("BP 12,").
fn ends_with_a_number(part: &str) -> bool {
    let words: Vec<&str> = part.trim_end_matches(',').split_whitespace().collect();
    let number = match words.as_slice() {
        [.., number, suffix] if SUFFIXES.contains(&fold::postal(suffix).as_str()) => street::is_number(number),
        [.., number] => street::is_number(number),
        [] => false,
    };
    let of_a_box = (0..words.len()).any(|at| box_at(&words[at..]).is_some_and(|length| at + length == words.len()));
    number && !of_a_box
}

/// Separates a box with its number ("BP 70123") and a floor ("8e étage") from what stands around them.
fn around_inner_parts(piece: &str) -> Vec<String> {
    let words: Vec<&str> = piece.split(' ').collect();
    let (mut all, mut start, mut at) = (Vec::new(), 0, 0);
    while at < words.len() {
        match box_at(&words[at..]).or_else(|| floor_at(&words[at..])) {
            Some(length) => {
                all.extend([&words[start..at], &words[at..at + length]].map(|part| part.join(" ")));
                at += length;
                start = at;
            }
            None => at += 1,
        }
    }
    all.push(words[start..].join(" "));
    all.retain(|part| !part.is_empty());
    all
}

/// How many words a box takes: its word, "n°" and its number.
fn box_at(words: &[&str]) -> Option<usize> {
    let folded: Vec<String> = words.iter().take(4).map(|word| fold::postal(word)).collect();
    let head = match folded.first().map(String::as_str) {
        Some("BP" | "B P" | "CS" | "TSA" | "CIDEX") => 1,
        Some("BOITE") if folded.get(1).is_some_and(|word| word == "POSTALE") => 2,
        _ => return None,
    };
    let sign = usize::from(folded.get(head).is_some_and(|word| matches!(word.as_str(), "N" | "NO" | "N O")));
    let number = folded.get(head + sign)?.trim_start_matches("NO").trim_start_matches('N').trim();
    (!number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())).then_some(head + sign + 1)
}

/// "8e étage", "12ème étage", "1er étage".
fn floor_at(words: &[&str]) -> Option<usize> {
    let ordinal = fold::postal(words.first()?);
    let suffix = ordinal.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_ordinal = suffix.len() < ordinal.len() && matches!(suffix, "E" | "ER" | "EME" | "IEME" | "ERE");
    (is_ordinal && words.get(1).is_some_and(|word| fold::postal(word) == "ETAGE")).then_some(2)
}

fn place(piece: &str, first_line: bool, parts: &mut Parts) {
    let folded = fold::postal(piece);
    let words: Vec<&str> = piece.split(' ').collect();
    let begins = |list: &[&str]| begins_with(&folded, list);
    if begins(BOXES) {
        parts.hamlet.push(piece.to_owned());
    } else if floor_at(&words).is_some() || begins(INSIDE) {
        with_street_inside(piece, &words, parts, |parts, text| parts.inside.push(text));
    } else if begins(HAMLETS) {
        parts.hamlet.push(piece.to_owned());
    } else if begins(OUTSIDE) {
        with_street_inside(piece, &words, parts, |parts, text| parts.outside.push(text));
    } else if first_line && street::begins_at(&words) != Some(0) {
        parts.addressee.push(piece.to_owned());
    } else if parts.street.is_none() && street::begins_at(&words).is_some() {
        with_street_inside(piece, &words, parts, |parts, text| {
            if parts.addressee.is_empty() { parts.addressee.push(text) } else { parts.outside.push(text) }
        });
    } else {
        unclassified(piece, parts);
    }
}

/// Puts the street that a piece holds in its place, and what stands before it where `head` says.
fn with_street_inside(piece: &str, words: &[&str], parts: &mut Parts, head: impl Fn(&mut Parts, String)) {
    let begins = if parts.street.is_none() { street::begins_at(words) } else { None };
    match begins {
        Some(0) => parts.street = Some(piece.to_owned()),
        Some(at) => {
            head(parts, words[..at].join(" ").trim_end_matches(',').to_owned());
            parts.street = Some(words[at..].join(" "));
        }
        None => head(parts, piece.to_owned()),
    }
}

/// Before the street, one more line about the person or the building; after it, about the hamlet. A text alone is where to
/// deliver: a hamlet or a street without its word.
fn unclassified(piece: &str, parts: &mut Parts) {
    if parts.street.is_some() {
        parts.hamlet.push(piece.to_owned());
    } else if parts.addressee.is_empty() {
        parts.street = Some(piece.to_owned());
    } else {
        parts.outside.push(piece.to_owned());
    }
}
