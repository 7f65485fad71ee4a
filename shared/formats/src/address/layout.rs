//! The lines to print: order, capitals, lengths.

use domain::Personal;

use super::{
    Address, AddressWarning, LINE_LENGTH, MAX_LINES,
    city::City,
    segment::Parts,
    words::{ABBREVIATIONS, street_word},
};
use crate::fold;

/// A street line longer than this is abbreviated (NF Z 10-011).
const ABBREVIATE_ABOVE: usize = 32;

/// Fills the lines of the address.
pub(super) fn lines(address: &mut Address, parts: Parts, city: &City) {
    let abroad = address.country.is_some();
    let free = [parts.addressee, parts.inside, parts.outside];
    let mut head: Vec<String> = free.into_iter().flat_map(|group| fitted(&group)).collect();
    let street = parts.street.as_deref().map(fold::postal).map(|line| abbreviated(&line));
    let hamlet = fitted(&parts.hamlet.iter().map(|part| fold::postal(part)).collect::<Vec<_>>());
    let last = last_line(city, abroad);
    let tail: Vec<String> = street.into_iter().chain(hamlet).chain(last).filter(|line| !line.is_empty()).collect();
    let room = MAX_LINES.saturating_sub(tail.len()).max(1);
    if head.len() > room {
        address.warnings.push(AddressWarning::TooManyLines);
        let joined = head.split_off(room - 1).join(" ");
        head.push(joined);
    }
    let country = address.country.as_ref().map(|country| fold::postal(country));
    address.lines = head.into_iter().chain(tail).chain(country).map(Personal).collect();
}

/// Parts of one group share a line while they fit; a part longer than a line is cut between two words.
fn fitted(parts: &[String]) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in parts.iter().flat_map(|part| part.split_whitespace()) {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= LINE_LENGTH => {
                line.push(' ');
                line.push_str(word);
            }
            Some(_) | None => lines.push(word.to_owned()),
        }
    }
    lines
}

/// Shortens a street line that is too long: first its street word, then the usual titles, only as far as needed.
fn abbreviated(line: &str) -> String {
    let mut line = line.to_owned();
    if line.chars().count() <= ABBREVIATE_ABOVE {
        return line;
    }
    let from = line.find(|c: char| c.is_alphabetic()).unwrap_or(0);
    let suffix = line[from..]
        .split(' ')
        .next()
        .filter(|word| super::words::SUFFIXES.contains(word))
        .map_or(0, |word| word.len() + 1);
    let name = line.get(from + suffix..).unwrap_or_default().to_owned();
    if let Some((word, short)) = street_word(&name) {
        line = format!("{}{short}{}", &line[..from + suffix], &name[word.len()..]);
    }
    for (word, short) in ABBREVIATIONS {
        if line.chars().count() <= ABBREVIATE_ABOVE {
            break;
        }
        line = line.replace(&format!(" {word} "), &format!(" {short} "));
    }
    line
}

fn last_line(city: &City, abroad: bool) -> Option<String> {
    let town = city.town.as_deref().map(fold::postal);
    let cedex = city.cedex.as_deref().map(fold::postal);
    let words: Vec<String> = city.postcode.clone().into_iter().chain(town).chain(cedex).collect();
    let line = words.join(" ");
    let separator_kept = abroad.then(|| city.town.as_deref().map(fold::capitals)).flatten();
    Some(separator_kept.unwrap_or(line)).filter(|line| !line.is_empty())
}
