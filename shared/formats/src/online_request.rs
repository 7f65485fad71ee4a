//! Numbers of requests of the online service for foreigners (ANEF): nineteen digits, without a public check digit (domain section 3.1;
//! field 6K of a 2D-Doc).

/// Digits of such a number.
const DIGITS: usize = 19;
/// Longest that is kept of what somebody typed.
const LONGEST: usize = 40;

/// A number, and whether it has the shape of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OnlineRequestNumber {
    /// Letters and digits alone, capitals.
    pub normalised: String,
    /// Nineteen digits. Nothing proves more.
    pub shaped: bool,
}

impl OnlineRequestNumber {
    /// What somebody typed: nothing when there is no digit in it, or too much for a number.
    #[must_use]
    pub fn typed(text: &str) -> Option<Self> {
        let normalised: String = text.chars().filter(char::is_ascii_alphanumeric).collect();
        let normalised = normalised.to_ascii_uppercase();
        let possible = normalised.contains(|c: char| c.is_ascii_digit()) && normalised.len() <= LONGEST;
        let shaped = normalised.len() == DIGITS && normalised.bytes().all(|b| b.is_ascii_digit());
        possible.then_some(Self { normalised, shaped })
    }

    /// The numbers that stand in a text, however their digits are grouped; each once.
    #[must_use]
    pub fn in_text(text: &str) -> Vec<Self> {
        let mut found: Vec<Self> = Vec::new();
        let mut run = String::new();
        let mut gap = false;
        // One separator between two digits groups them; a line end, a letter or two separators end the number.
        for c in text.chars().chain(['\n']) {
            match c {
                '0'..='9' => {
                    run.push(c);
                    gap = false;
                }
                ' ' | '\u{a0}' | '\u{202f}' | '-' | '.' if !run.is_empty() && !gap => gap = true,
                _ => {
                    if run.len() == DIGITS && !found.iter().any(|known| known.normalised == run) {
                        found.push(Self { normalised: run.clone(), shaped: true });
                    }
                    run.clear();
                    gap = false;
                }
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn in_text(text: &str) -> Vec<String> {
        OnlineRequestNumber::in_text(text).into_iter().map(|number| number.normalised).collect()
    }

    #[test]
    fn a_number_is_found_however_it_is_grouped_and_once() {
        let text = "Ma demande n° 9921 0673 2026 1123 456 (9921067320261123456) est bloquée.";
        assert_eq!(in_text(text), ["9921067320261123456"]);
        assert_eq!(in_text("9921-0673-2026-1123-456\n"), ["9921067320261123456"]);
    }

    #[test]
    fn longer_and_shorter_runs_are_other_numbers() {
        for other in ["99210673202611234567", "992106732026112345", "99210673\n20261123456", "9921067320A61123456"] {
            assert_eq!(in_text(other), Vec::<String>::new(), "{other}");
        }
        assert_eq!(
            in_text("06 12 34 56 78 12 345 678 9"),
            ["0612345678123456789"],
            "nothing tells a run of digits from a number"
        );
    }

    #[test]
    fn what_is_typed_is_kept_and_told_when_it_has_another_shape() {
        let typed = |text: &str| OnlineRequestNumber::typed(text).map(|n| (n.normalised, n.shaped));
        assert_eq!(typed(" 9921 0673 2026 1123 456 "), Some(("9921067320261123456".to_owned(), true)));
        assert_eq!(typed("anef-42"), Some(("ANEF42".to_owned(), false)));
        assert_eq!(typed("je ne sais pas"), None);
        assert_eq!(typed(&"7".repeat(41)), None);
    }
}
