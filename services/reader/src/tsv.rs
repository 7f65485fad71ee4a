//! The table in which Tesseract tells what it read.

use reading::Word;

use crate::ocr::Recognised;

/// What a word says: nothing when it is a dot on its own, which is dust, or a rule, or a wide gap read as a stroke; no rules of a table at
/// its ends; one apostrophe where both kinds were read of it.
pub fn told(word: &str) -> Option<String> {
    const RULES: &str = "-—–_=~";
    const DUST: [&str; 9] = ["", ".", ",", "'", "’", "‘", "`", "·", "..."];
    const APOSTROPHES: [char; 3] = ['\'', '’', '‘'];
    let word = word.trim_matches('|');
    let is_rule = word.chars().count() > 3 && word.chars().all(|c| RULES.contains(c));
    let is_gap = word.chars().all(|c| c == '_');
    if is_rule || is_gap || DUST.contains(&word) {
        return None;
    }
    let mut told = String::with_capacity(word.len());
    for c in word.chars() {
        if !(APOSTROPHES.contains(&c) && told.ends_with(&APOSTROPHES[..])) {
            told.push(c);
        }
    }
    Some(told)
}

/// Tesseract's table: level, page, block, paragraph, line, word, left, top, width, height, confidence, text.
pub fn parse(table: &str) -> Recognised {
    let mut found = Recognised::default();
    let mut last = [0; 3];
    for row in table.lines() {
        let columns: Vec<&str> = row.split('\t').collect();
        let ["5", _, block, paragraph, line, _, left, top, width, height, confidence, text] = columns[..] else {
            continue;
        };
        let Some(text) = told(text.trim()) else { continue };
        let number = |column: &str| column.parse::<i32>().unwrap_or(0);
        let place = [block, paragraph, line].map(number);
        if !found.text.is_empty() {
            found.text.push_str(match () {
                () if place == last => " ",
                () if place[..2] == last[..2] => "\n",
                () => "\n\n",
            });
        }
        last = place;
        found.text.push_str(&text);
        let [left, top, width, height] = [left, top, width, height].map(number);
        let confidence = confidence.parse().unwrap_or(0.0_f32).clamp(0.0, 100.0);
        found.words.push(Word { text, confidence, bounds: [left, top, left + width, top + height] });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dust_says_nothing_and_an_apostrophe_is_one() {
        assert_eq!(told("."), None);
        assert_eq!(told("|"), None);
        assert_eq!(told("_"), None);
        assert_eq!(told("--------"), None);
        assert_eq!(told("|1"), Some("1".to_owned()));
        assert_eq!(told("--"), Some("--".to_owned()));
        assert_eq!(told(":"), Some(":".to_owned()));
        assert_eq!(told("l'’ANEF"), Some("l'ANEF".to_owned()));
        assert_eq!(told("qu''"), Some("qu'".to_owned()));
        assert_eq!(told("c'est"), Some("c'est".to_owned()));
    }

    #[test]
    fn the_table_becomes_lines_and_paragraphs_with_places() {
        let table = "1\t1\t0\t0\t0\t0\t0\t0\t900\t900\t-1\t\n\
            5\t1\t1\t1\t1\t1\t10\t20\t30\t12\t96.5\tChère\n5\t1\t1\t1\t1\t2\t45\t20\t30\t12\t90\tMadame,\n\
            5\t1\t1\t1\t2\t1\t10\t40\t30\t12\t80\tje\n5\t1\t1\t2\t1\t1\t10\t80\t30\t12\t70\tvous\n5\t1\t1\t2\t1\t2\t50\t80\t3\t1\t95\t \n";
        let found = parse(table);
        assert_eq!(found.text, "Chère Madame,\nje\n\nvous");
        assert_eq!(found.words[0].bounds, [10, 20, 40, 32]);
        assert_eq!(found.words.len(), 4);
        let confidence = found.confidence().expect("words");
        assert!((confidence - 86.25).abs() < 0.1, "{confidence}");
    }
}
