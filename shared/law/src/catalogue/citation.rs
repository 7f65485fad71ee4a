//! Articles and decisions that a source names, in one shape: what lets a reader find every row that rests on the same text.

use std::{collections::BTreeSet, fmt};

/// The codes that sources name, as they name them in small letters, and as they are shown.
const CODES: [(&str, &str); 5] = [
    ("ceseda", "CESEDA"),
    ("crpa", "CRPA"),
    ("cja", "CJA"),
    ("code du travail", "Code du travail"),
    ("code des postes", "Code des postes et des communications électroniques"),
];

/// What stands between a text and its article.
const BEFORE_ARTICLE: &str = ", art. ";

/// The court whose decisions sources name.
const COURT: &str = "Conseil d'État";

/// An article of a code, or a decision of a court.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Citation {
    /// The code (`CESEDA`), the agreement, or the court.
    pub text: String,
    /// The article (`R. 431-15-1`), or the number of the decision (`n° 493514`).
    pub place: String,
}

impl Citation {
    /// Everything that a source names. An article whose code is not said is of the CESEDA, as everywhere in the catalogue.
    #[must_use]
    pub fn of_source(source: &str) -> BTreeSet<Self> {
        source.split(';').flat_map(|part| Self::articles(part).chain(Self::decisions(part))).collect()
    }

    /// An article as the rows that list articles write it: of the CESEDA, unless it names its own text
    /// (`Accord franco-algérien, art. 7 bis`).
    #[must_use]
    pub fn of_article(article: &str) -> Self {
        let (text, place) = article.split_once(BEFORE_ARTICLE).unwrap_or((CODES[0].1, article));
        Self { text: text.to_owned(), place: place.to_owned() }
    }

    fn articles(part: &str) -> impl Iterator<Item = Self> {
        let small = part.to_lowercase();
        let text = CODES.iter().find(|(named, _)| small.contains(named)).map_or(CODES[0].1, |(_, shown)| *shown);
        articles_in(part).into_iter().map(move |place| Self { text: text.to_owned(), place })
    }

    fn decisions(part: &str) -> impl Iterator<Item = Self> {
        let numbers = part.contains(COURT).then(|| part.split("n° ").skip(1)).into_iter().flatten();
        numbers.filter_map(|rest| {
            let number: String = rest.chars().take_while(char::is_ascii_digit).collect();
            (!number.is_empty()).then(|| Self { text: COURT.to_owned(), place: format!("n° {number}") })
        })
    }
}

impl fmt::Display for Citation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let between = if self.text == COURT { ", " } else { BEFORE_ARTICLE };
        write!(f, "{}{between}{}", self.text, self.place)
    }
}

/// The articles that a text names, in the form of the catalogue (`R. 431-5`), however they are typed (`r431-5`, `R.* 431-5`).
pub(super) fn articles_in(text: &str) -> Vec<String> {
    let letters: Vec<char> = text.chars().collect();
    (0..letters.len()).filter_map(|at| article_at(&letters, at)).collect()
}

fn article_at(letters: &[char], at: usize) -> Option<String> {
    let letter = letters[at].to_ascii_uppercase();
    let starts_a_word = at == 0 || !(letters[at - 1].is_alphanumeric() || letters[at - 1] == '-');
    if !matches!(letter, 'L' | 'R' | 'D') || !starts_a_word {
        return None;
    }
    let rest = letters[at + 1..].iter().skip_while(|letter| matches!(letter, '.' | '*' | ' ' | '\u{a0}'));
    let number: String = rest.take_while(|letter| letter.is_ascii_digit() || **letter == '-').collect();
    let number = number.trim_end_matches('-');
    number.starts_with(|first: char| first.is_ascii_digit()).then(|| format!("{letter}. {number}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(source: &str) -> Vec<String> {
        Citation::of_source(source).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_source_names_the_articles_of_each_of_its_codes() {
        assert_eq!(
            shown("CESEDA, art. R.* 432-1 et R. 432-2, al. 1 ; CRPA, art. L. 114-8"),
            ["CESEDA, art. R. 432-1", "CESEDA, art. R. 432-2", "CRPA, art. L. 114-8"]
        );
        assert_eq!(shown("Délai raisonnable de l'art. R. 431-11 du CESEDA"), ["CESEDA, art. R. 431-11"]);
        assert_eq!(
            shown("Politique de la préfecture, dans l'esprit de l'art. L. 112-1 du CRPA"),
            ["CRPA, art. L. 112-1"]
        );
    }

    #[test]
    fn a_source_names_decisions_and_nothing_that_only_looks_like_an_article() {
        assert_eq!(
            shown("Conseil d'État, 10 juin 2020, n° 435594, et 9 juin 2022, n° 453391"),
            ["Conseil d'État, n° 435594", "Conseil d'État, n° 453391"]
        );
        assert_eq!(shown("Recommandation 8-b de la Défenseure des droits (R-53) ; exigence RL-81"), [""; 0]);
    }

    #[test]
    fn an_article_of_a_list_is_of_the_ceseda_unless_it_names_its_text() {
        assert_eq!(Citation::of_article("L. 423-7").to_string(), "CESEDA, art. L. 423-7");
        let agreement = "Accord franco-algérien, art. 7 bis";
        assert_eq!(Citation::of_article(agreement).to_string(), agreement);
    }

    #[test]
    fn an_article_is_understood_however_it_is_typed() {
        for typed in ["L. 423-7", "l423-7", "L.423-7", "l 423-7", "art. L. 423-7,"] {
            assert_eq!(articles_in(typed), ["L. 423-7"], "{typed}");
        }
    }
}
