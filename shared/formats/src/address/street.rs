//! The street line: number, suffix, name.

use super::words::{ARTICLES, SUFFIXES, street_word};
use crate::fold;

/// Splits a street line into its number with its suffix and its name, as written.
pub(super) fn split(line: &str) -> (Option<String>, String) {
    let words: Vec<&str> = line.split_whitespace().collect();
    let mut number = Vec::new();
    for word in &words {
        let plain = word.trim_matches(',');
        let taken =
            if number.is_empty() { is_number(plain) } else { is_suffix(plain, words.get(number.len() + 1).copied()) };
        if !taken {
            break;
        }
        number.push(plain);
        if word.ends_with(',') {
            break;
        }
    }
    let name = words[number.len()..].join(" ");
    let name = name.trim_start_matches([',', ' ']).to_owned();
    if number.is_empty() || name.is_empty() { (None, line.to_owned()) } else { (Some(number.join(" ")), name) }
}

/// "12", "12B", "12bis", "12-14", "12/14".
pub(super) fn is_number(word: &str) -> bool {
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    let rest = fold::capitals(&word[digits..]);
    let range =
        rest.strip_prefix(['-', '/']).is_some_and(|tail| tail.bytes().all(|b| b.is_ascii_digit()) && !tail.is_empty());
    let letter = rest.len() == 1 && rest.bytes().all(|b| b.is_ascii_uppercase());
    (1..=4).contains(&digits) && (rest.is_empty() || letter || range || SUFFIXES.contains(&rest.as_str()))
}

/// "bis", or a single letter that is not itself a street word ("6 r Victor Hugo" is a street, "6 b rue" a suffix).
fn is_suffix(word: &str, next: Option<&str>) -> bool {
    let folded = fold::postal(word);
    if SUFFIXES.contains(&folded.as_str()) || matches!(word, "-" | "/" | "à" | "et") && next.is_some_and(is_number) {
        return true;
    }
    let after = next.map(|next| fold::postal(next) + " X").unwrap_or_default();
    folded.len() == 1 && folded.bytes().all(|b| b.is_ascii_uppercase()) && street_word(&after).is_some()
}

/// Words that are looked at to know whether a street begins with them: its word may be two, and signs fold to nothing.
const AHEAD: usize = 6;

/// Where a street begins in a text, as the index of a word: a number at the very beginning, else a number before a street
/// word, else a street word that does not follow an article.
pub(super) fn begins_at(words: &[&str]) -> Option<usize> {
    let rest = |from: usize| {
        let ahead = words.get(from..).unwrap_or_default();
        fold::postal(&ahead[..ahead.len().min(AHEAD)].join(" "))
    };
    let street_at = |from: usize| street_word(&rest(from)).is_some();
    let numbered = (0..words.len()).find(|at| {
        is_number(words[*at].trim_matches(','))
            && (street_at(at + 1) || street_at(at + 2) && is_short(words.get(at + 1)))
    });
    let named = || {
        (0..words.len()).find(|at| {
            let article =
                *at > 0 && ARTICLES.contains(&fold::postal(words[at - 1]).rsplit(' ').next().unwrap_or_default());
            let single_letter = fold::postal(words[*at]).len() == 1;
            !article && !single_letter && street_at(*at)
        })
    };
    let bare = || (words.len() > 1 && words.first().is_some_and(|word| is_number(word.trim_matches(',')))).then_some(0);
    bare().or(numbered).or_else(named)
}

fn is_short(word: Option<&&str>) -> bool {
    word.is_some_and(|word| {
        let folded = fold::postal(word);
        folded.len() == 1 || SUFFIXES.contains(&folded.as_str())
    })
}
