//! Blanks as French print has them.

/// The blank at which no line ends.
const KEPT: char = '\u{a0}';

/// The text with a blank that no line may break at before `: ; ? ! » % €` and after `«`, between `n°` and its number, an article's letter and
/// its number ("L. 112-3", "R.* 432-1"): texts are written with ordinary spaces (Imprimerie nationale, *Lexique des règles typographiques*).
#[must_use]
pub fn bound(text: &str) -> String {
    let (mut kept, mut before) = (String::with_capacity(text.len() + 8), [' '; 3]);
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let next = characters.peek().copied().unwrap_or(' ');
        let binds = match (before, next) {
            (_, ':' | ';' | '?' | '!' | '»' | '%' | '€') | ([_, _, '«'] | [_, 'n', '°'], _) => true,
            (['L' | 'R' | 'D' | 'A', '.', '*'], digit) => digit.is_ascii_digit(),
            ([start, 'L' | 'R' | 'D' | 'A', '.'], digit) => !start.is_alphanumeric() && digit.is_ascii_digit(),
            _ => false,
        };
        kept.push(if character == ' ' && binds { KEPT } else { character });
        before = [before[1], before[2], character];
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_begins_with_a_sign_and_no_article_is_parted_from_its_letter() {
        let bound = |text: &str| bound(text).replace(KEPT, "~");
        assert_eq!(
            bound("Lu : « oui » (art. L. 114-5) ; 5 % de 10 € ?"),
            "Lu~: «~oui~» (art. L.~114-5)~; 5~% de 10~€~?"
        );
        assert_eq!(bound("L. 423-7, R.* 432-1, n° 12"), "L.~423-7, R.*~432-1, n°~12");
        assert_eq!(bound("M. R. Martin, CRL. 5 et L. a"), "M. R. Martin, CRL. 5 et L. a");
    }
}
