//! The boxes of a form: a printed label, and what is written under it or behind it.

use super::{
    Written, apart, bare, birth_in, is_name_word,
    labels::{Asks, Label, Line, labels, lines, middle},
    mean,
};
use crate::{PageRead, Word};

/// The words in the box of a label: behind it on its line, else on the nearest line under it.
fn value<'a>(label: &Label, lines: &[Line<'a>], all: &[Label]) -> Vec<&'a Word> {
    let line = &lines[label.line];
    let tells = |word: &&&Word| word.text.chars().any(char::is_alphanumeric);
    let behind: Vec<&Word> = line.words[label.words.1 + 1..]
        .iter()
        .filter(|word| middle(word.bounds[0], word.bounds[2]) < label.until)
        .filter(tells)
        .copied()
        .collect();
    if !behind.is_empty() {
        return behind;
    }
    under(label, lines, all, label.line)
}

/// How far under a label, in heights of it, its box reaches.
const BOX: i32 = 4;

/// The words of the next line under `from` that lie in the column of a label.
fn under<'a>(label: &Label, lines: &[Line<'a>], all: &[Label], from: usize) -> Vec<&'a Word> {
    let (top, bottom) = (lines[label.line].top, lines[from].bottom);
    let height = (lines[label.line].bottom - top).max(1);
    let inside = |word: &&&Word| {
        let centre = middle(word.bounds[0], word.bounds[2]);
        centre >= label.left - height
            && centre < label.until - height / 2
            && word.text.chars().any(char::is_alphanumeric)
    };
    for (at, line) in lines.iter().enumerate().skip(from + 1) {
        if line.top - bottom > BOX * height {
            return Vec::new();
        }
        let labelled = |word: &&&Word| {
            let left = word.bounds[0];
            all.iter().any(|other| other.line == at && other.left <= left && left <= other.right)
        };
        let found: Vec<&Word> = line.words.iter().filter(inside).copied().collect();
        if found.iter().any(|word| labelled(&word)) {
            return Vec::new();
        }
        if !found.is_empty() {
            return found;
        }
    }
    Vec::new()
}

/// Labels of a page that are looked at: no form has as many, and each is held against all.
const MOST_LABELS: usize = 300;

/// The persons whose names stand in boxes of the page: the first name, first given name and so on are one person's.
pub(super) fn persons(page: &PageRead) -> Vec<Written> {
    let lines = lines(page);
    let width = i32::try_from(page.width_px).unwrap_or(i32::MAX);
    let found = lines.iter().enumerate().flat_map(|(at, line)| labels(at, line, width));
    let all: Vec<Label> = found.take(MOST_LABELS).collect();
    let of = |asks: Asks| all.iter().filter(move |label| label.asks == asks);
    let mut found = Vec::new();
    for (number, label) in of(Asks::Family).enumerate() {
        let nth = |asks: Asks| of(asks).nth(number).map(|label| value(label, &lines, &all)).unwrap_or_default();
        let (given, born, numbered) = (name(&nth(Asks::Given)), nth(Asks::Birth), nth(Asks::Number));
        let family = without(name(&value(label, &lines, &all)), &given);
        if family.is_empty() {
            continue;
        }
        let digits: String = text(&numbered).chars().filter(char::is_ascii_digit).collect();
        let address = of(Asks::Address).nth(number).map(|label| address(label, &lines, &all)).unwrap_or_default();
        let mut read: Vec<&Word> = family.iter().chain(&given).copied().collect();
        let birth = birth_in(&born.iter().map(|word| word.text.as_str()).collect::<Vec<_>>());
        read.extend(born.iter().filter(|_| birth.is_some()));
        found.push(Written {
            family_name: text(&family),
            given_names: text(&given),
            birth,
            foreigner_number: Some(digits).filter(|digits| digits.len() == 10).unwrap_or_default(),
            address,
            confidence: mean(&read),
        });
    }
    found.extend(of(Asks::Names).filter_map(|label| whole(&value(label, &lines, &all))));
    found
}

/// `DIALLO AMINATA, 14/02/1990`: names, and perhaps the day of birth behind a comma.
fn whole(words: &[&Word]) -> Option<Written> {
    let names: Vec<&Word> = words.iter().take_while(|word| is_name_word(&word.text)).copied().collect();
    let behind: Vec<&str> = words[names.len()..].iter().map(|word| word.text.as_str()).collect();
    let (family_name, given_names) = apart(&names.iter().map(|word| word.text.as_str()).collect::<Vec<_>>());
    (!names.is_empty() && names.len() <= 6).then(|| Written {
        family_name,
        given_names,
        birth: birth_in(&behind),
        confidence: mean(words),
        ..Written::default()
    })
}

/// A word stands in one box. On a page that lies askew two labels of a row are on two lines, and the box of the left one reaches over the
/// right one's.
fn without<'a>(words: Vec<&'a Word>, other: &[&'a Word]) -> Vec<&'a Word> {
    words.into_iter().filter(|word| !other.iter().any(|known| std::ptr::eq(*known, *word))).collect()
}

/// The words of a name in a box; none when anything else stands there.
fn name<'a>(words: &[&'a Word]) -> Vec<&'a Word> {
    let named: Vec<&Word> = words.iter().filter(|word| is_name_word(&word.text)).copied().collect();
    if named.len() == words.len() && named.len() <= 5 { named } else { Vec::new() }
}

fn text(words: &[&Word]) -> String {
    words.iter().map(|word| bare(&word.text)).collect::<Vec<_>>().join(" ")
}

/// The lines under the label of an address, down to the town; none when no town ends them.
fn address(label: &Label, lines: &[Line<'_>], all: &[Label]) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut from = label.line;
    for _ in 0..6 {
        let words = under(label, lines, all, from);
        let Some(first) = words.first() else { return Vec::new() };
        let at = lines.iter().position(|line| line.words.iter().any(|word| std::ptr::eq(*word, *first)));
        from = at.unwrap_or(from + 1);
        let line = words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ");
        let is_town = super::sender::is_town(&line);
        found.push(line);
        if is_town {
            return found;
        }
    }
    Vec::new()
}

#[cfg(test)]
mod tests {
    use domain::BirthDate;

    use super::*;

    /// Words at places: text, left, top.
    fn page(words: &[(&str, i32, i32)]) -> PageRead {
        let word = |(text, left, top): &(&str, i32, i32)| {
            let wide = i32::try_from(text.chars().count()).unwrap_or(1) * 10;
            Word { text: (*text).to_owned(), confidence: 90.0, bounds: [*left, *top, left + wide, top + 20] }
        };
        PageRead {
            words: words.iter().map(word).collect(),
            width_px: 1000,
            height_px: 1400,
            ..PageRead::unreadable(1, String::new())
        }
    }

    const FORM: &[(&str, i32, i32)] = &[
        ("Nom", 50, 100),
        ("de", 90, 100),
        ("naissance", 120, 100),
        ("Prénoms", 500, 100),
        ("EL", 60, 130),
        ("FASSI", 90, 130),
        ("GHITA", 510, 132),
        ("Né(e)", 50, 180),
        ("le", 110, 180),
        ("(jj/mm/aaaa)", 140, 180),
        ("À", 300, 180),
        ("(ville,", 320, 180),
        ("pays)", 400, 180),
        ("28/01/1995", 60, 210),
        ("RABAT", 310, 210),
        ("Numéro", 500, 180),
        ("étranger", 570, 180),
        ("(si", 660, 180),
        ("vous", 700, 180),
        ("en", 750, 180),
        ("avez", 780, 180),
        ("un)", 830, 180),
        ("6703123456", 510, 212),
        ("Adresse", 50, 260),
        ("postale,", 130, 260),
        ("ligne", 220, 260),
        ("par", 280, 260),
        ("ligne", 320, 260),
        ("Téléphone", 600, 260),
        ("12", 60, 290),
        ("rue", 90, 290),
        ("Haute", 130, 290),
        ("0612345678", 610, 290),
        ("67000", 60, 340),
        ("STRASBOURG", 120, 340),
    ];

    #[test]
    fn what_is_written_under_the_labels_of_a_form_is_a_person() {
        let found = persons(&page(FORM));
        assert_eq!(found.len(), 1, "{found:?}");
        let person = &found[0];
        assert_eq!((person.family_name.as_str(), person.given_names.as_str()), ("EL FASSI", "GHITA"));
        assert_eq!(person.birth, BirthDate::parse("28/01/1995"));
        assert_eq!(person.foreigner_number, "6703123456");
        assert_eq!(person.address, ["12 rue Haute", "67000 STRASBOURG"]);
        assert!((person.confidence - 90.0).abs() < 0.1);
    }

    #[test]
    fn on_a_page_askew_the_given_names_are_not_taken_for_the_family_name_too() {
        // The row rises to the right: its labels are two lines, what is written under them, taller, is one.
        let word = |text: &str, [left, top, right, bottom]: [i32; 4]| Word {
            text: text.to_owned(),
            confidence: 90.0,
            bounds: [left, top, right, bottom],
        };
        let page = PageRead {
            words: vec![
                word("Nom", [50, 100, 80, 118]),
                word("de", [90, 100, 110, 118]),
                word("naissance", [120, 100, 210, 118]),
                word("Prénoms", [500, 86, 570, 104]),
                word("BAH", [60, 126, 110, 158]),
                word("FATOUMATA", [510, 114, 640, 146]),
                word("BINTA", [650, 113, 720, 145]),
            ],
            width_px: 1000,
            height_px: 1400,
            ..PageRead::unreadable(1, String::new())
        };
        let found = persons(&page);
        assert_eq!((found[0].family_name.as_str(), found[0].given_names.as_str()), ("BAH", "FATOUMATA BINTA"));
    }

    #[test]
    fn what_stands_behind_a_label_counts_and_an_empty_box_is_nobody() {
        let line = page(&[
            ("Nom", 50, 100),
            (":", 85, 100),
            ("Diallo", 120, 100),
            ("Prénom", 400, 100),
            (":", 470, 100),
            ("Aminata", 500, 100),
        ]);
        let found = persons(&line);
        assert_eq!((found[0].family_name.as_str(), found[0].given_names.as_str()), ("Diallo", "Aminata"));
        assert!(persons(&page(&[("Nom", 50, 100), ("Prénoms", 500, 100)])).is_empty());
        let sentence: Vec<(&str, i32, i32)> =
            "au nom de ma soeur Awa".split(' ').zip((50..).step_by(60)).map(|(word, left)| (word, left, 100)).collect();
        assert!(persons(&page(&sentence)).is_empty());
    }

    #[test]
    fn a_family_in_one_box_each_is_told_apart() {
        let row = [
            ("Nom,", 50, 100),
            ("prénoms,", 100, 100),
            ("date", 190, 100),
            ("de", 240, 100),
            ("naissance", 270, 100),
            ("DIALLO", 60, 130),
            ("AWA,", 140, 130),
            ("03/05/2018", 200, 130),
        ];
        let found = persons(&page(&row));
        assert_eq!((found[0].family_name.as_str(), found[0].given_names.as_str()), ("DIALLO", "AWA"));
        assert_eq!(found[0].birth, BirthDate::parse("03/05/2018"));
    }
}
