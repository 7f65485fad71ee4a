//! References of cases in what people write.

use std::sync::LazyLock;

use domain::CaseReference;
use regex::Regex;

/// More than this many in one message are no references but numbers.
const MANY: usize = 100;

#[expect(clippy::expect_used, reason = "a constant pattern, compiled in every test")]
static SHAPE: LazyLock<Regex> = LazyLock::new(|| {
    let dash = "[-\u{2010}-\u{2013} .\u{a0}]?";
    Regex::new(&format!(r"\d{{2}}{dash}\d{{3}}{dash}\d{{7}}{dash}\d{{2}}")).expect("pattern")
});

/// References of cases in this order, each once, check digits right.
#[must_use]
pub fn case_references(texts: &[&str]) -> Vec<CaseReference> {
    let mut found: Vec<CaseReference> = Vec::new();
    for text in texts {
        for hit in SHAPE.find_iter(text) {
            let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
            if digit(text[..hit.start()].chars().next_back()) || digit(text[hit.end()..].chars().next()) {
                continue;
            }
            let digits: String = hit.as_str().chars().filter(char::is_ascii_digit).collect();
            match digits.parse() {
                Ok(reference) if !found.contains(&reference) => found.push(reference),
                Ok(_) | Err(_) => {}
            }
            if found.len() == MANY {
                return found;
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use domain::CaseReference;

    use super::case_references;

    #[test]
    fn references_are_found_however_they_are_typed_and_wrong_ones_are_left() {
        let one = CaseReference::new(2026, "67".parse().expect("code"), 123).expect("reference");
        let two = CaseReference::new(2026, "2A".parse().expect("code"), 9).expect("reference");
        let (dashed, digits) = (one.to_string(), two.digits());
        let wrong = format!("{}00", &digits[..12]);
        let subject = format!("Re: dossier {dashed}.");
        let text = format!("{digits}, {}, 9{digits}, {wrong}", dashed.replace('-', "\u{a0}"));
        assert_eq!(case_references(&[&subject, &text]), [one, two]);
    }
}
