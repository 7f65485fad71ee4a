//! The last line: postcode and town, CEDEX, country.

use super::words::{BOXES, begins_with};
use crate::fold;

/// What the last line says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct City {
    pub postcode: Option<String>,
    pub town: Option<String>,
    /// "CEDEX" and its number, as printed.
    pub cedex: Option<String>,
}

const FRANCE: &[&str] = &["FRANCE", "FR", "REPUBLIQUE FRANCAISE"];

/// Countries that people write under an address. Others are seen by the absence of a French postcode.
const COUNTRIES: &[&str] = &[
    "ALGERIE",
    "ALGERIA",
    "ALLEMAGNE",
    "GERMANY",
    "DEUTSCHLAND",
    "AUTRICHE",
    "BELGIQUE",
    "BELGIUM",
    "BENIN",
    "BRESIL",
    "BURKINA FASO",
    "CAMEROUN",
    "CANADA",
    "CHINE",
    "COMORES",
    "CONGO",
    "COTE D IVOIRE",
    "EGYPTE",
    "ESPAGNE",
    "SPAIN",
    "ETATS UNIS",
    "USA",
    "GABON",
    "GUINEE",
    "HAITI",
    "INDE",
    "IRLANDE",
    "ITALIE",
    "ITALY",
    "JAPON",
    "LIBAN",
    "LUXEMBOURG",
    "MADAGASCAR",
    "MALI",
    "MAROC",
    "MOROCCO",
    "MAURITANIE",
    "MONACO",
    "NIGER",
    "NIGERIA",
    "PAYS BAS",
    "NETHERLANDS",
    "POLOGNE",
    "PORTUGAL",
    "ROUMANIE",
    "ROYAUME UNI",
    "UNITED KINGDOM",
    "SENEGAL",
    "SUISSE",
    "SWITZERLAND",
    "SYRIE",
    "TCHAD",
    "TOGO",
    "TUNISIE",
    "TUNISIA",
    "TURQUIE",
    "TURKEY",
    "UKRAINE",
    "VIET NAM",
    "VIETNAM",
];

/// Takes the country off the end; gives it when it is not France.
pub(super) fn take_country(lines: &mut Vec<String>) -> Option<String> {
    let last = lines.last_mut()?;
    let (head, tail) = last.rsplit_once(',').map_or(("", last.as_str()), |(head, tail)| (head, tail.trim()));
    let folded = fold::postal(tail);
    let (french, foreign) = (FRANCE.contains(&folded.as_str()), COUNTRIES.contains(&folded.as_str()));
    if !french && !foreign {
        return None;
    }
    let country = tail.to_owned();
    let head = head.trim().to_owned();
    if head.is_empty() {
        lines.pop();
    } else {
        *last = head;
    }
    foreign.then_some(country)
}

/// Takes postcode and town off; gives what stands before them, as lines.
pub(super) fn take(mut lines: Vec<String>, abroad: bool) -> (City, Vec<String>) {
    if abroad {
        let town = lines.pop();
        return (City { town, ..City::default() }, lines);
    }
    let found = lines.iter().enumerate().rev().find_map(|(index, line)| postcode(line).map(|at| (index, at)));
    let Some((index, (start, end))) = found else { return (without_postcode(&mut lines), lines) };
    let after = lines.split_off(index + 1);
    let line = lines.pop().unwrap_or_default();
    let digits: String = line[start..end].chars().filter(char::is_ascii_digit).collect();
    let before = line[..start].trim_end_matches(|c: char| !c.is_alphanumeric() && c != ')' && c != '.').trim_end();
    let before =
        before.strip_suffix("F").filter(|rest| rest.is_empty() || rest.ends_with([' ', ','])).unwrap_or(before);
    let mut rest = line[end..].trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
    if rest.is_empty() && !after.is_empty() {
        rest = after.join(" ");
    } else {
        lines.extend(after);
    }
    if !before.trim().is_empty() {
        lines.insert(index, before.trim().to_owned());
    }
    let (town, cedex) = without_cedex(&rest);
    (City { postcode: Some(digits), town, cedex }, lines)
}

/// Bytes before a number in which the word of a box is looked for.
const NEAR: usize = 60;

/// The last group of five digits (or two and three) that is not the number of a box.
fn postcode(line: &str) -> Option<(usize, usize)> {
    let bytes = line.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let free = |start: usize, end: usize| (start == 0 || !digit(start - 1)) && !digit(end);
    let spaced = |start: usize| {
        start == 0
            && digit(0)
            && digit(1)
            && bytes.get(2) == Some(&b' ')
            && (3..6).all(digit)
            && bytes.get(6) == Some(&b' ')
    };
    let compact = |start: usize| (start..start + 5).all(digit) && free(start, start + 5);
    (0..bytes.len()).rev().find_map(|start| {
        let end = if compact(start) {
            start + 5
        } else if spaced(start) {
            6
        } else {
            return None;
        };
        (!follows_a_box(&line[..start])).then_some((start, end))
    })
}

fn follows_a_box(before: &str) -> bool {
    // The word of a box and the sign before its number; what stands further away folds to the same.
    let near = before.floor_char_boundary(before.len().saturating_sub(NEAR));
    let folded = fold::postal(&before[near..]);
    let without_number_sign = folded.trim_end_matches(" NO").trim_end_matches(" N");
    BOXES
        .iter()
        .any(|word| without_number_sign.strip_suffix(word).is_some_and(|rest| rest.is_empty() || rest.ends_with(' ')))
}

fn without_postcode(lines: &mut Vec<String>) -> City {
    let is_town = |line: &String| {
        let folded = fold::postal(line);
        !folded.contains(|c: char| c.is_ascii_digit())
            && super::words::street_word(&folded).is_none()
            && !begins_with(&folded, BOXES)
    };
    let last = if lines.len() > 1 { lines.pop_if(|line| is_town(line)) } else { None };
    let (town, cedex) = last.map_or((None, None), |line| without_cedex(&line));
    City { postcode: None, town, cedex }
}

fn without_cedex(text: &str) -> (Option<String>, Option<String>) {
    let words: Vec<&str> = text.split_whitespace().collect();
    let position = words.iter().position(|word| fold::postal(word) == "CEDEX").unwrap_or(words.len());
    let (town, cedex) = words.split_at(position);
    let joined = |words: &[&str]| Some(words.join(" ")).filter(|text| !text.is_empty());
    (joined(town), joined(cedex))
}
