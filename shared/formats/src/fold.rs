//! Letters without accents, as the post sorts them and as searches compare them.

use unicode_normalization::UnicodeNormalization;

/// Capitals without accents: "Straße de l'Œuvre" becomes "STRASSE DE L'OEUVRE". Letters of other scripts are kept.
#[must_use]
pub fn capitals(text: &str) -> String {
    text.nfd().filter(|letter| !('\u{300}'..='\u{36f}').contains(letter)).flat_map(char::to_uppercase).fold(
        String::with_capacity(text.len()),
        |mut folded, letter| {
            match letter {
                'Œ' => folded.push_str("OE"),
                'Æ' => folded.push_str("AE"),
                'Ø' => folded.push('O'),
                'Ł' => folded.push('L'),
                'Đ' => folded.push('D'),
                _ => folded.push(letter),
            }
            folded
        },
    )
}

/// Capitals without accents and without punctuation, words separated by one space: lines 4 to 6 of NF Z 10-011.
#[must_use]
pub fn postal(text: &str) -> String {
    let spaced: String =
        capitals(text).chars().map(|letter| if letter.is_alphanumeric() { letter } else { ' ' }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text with each letter and its accents in one character, as people type it: a document made by a program may have them apart.
#[must_use]
pub fn composed(text: &str) -> String {
    text.nfc().collect()
}

/// The text on one line with single spaces.
#[must_use]
pub fn spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The form in which names are compared: lower case, without accents, words separated by one space.
#[must_use]
pub fn search_form(text: &str) -> String {
    let folded: String = composed(text).chars().flat_map(char::to_lowercase).map(unaccented).collect();
    folded.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ")
}

const fn unaccented(c: char) -> char {
    match c {
        'à' | 'á' | 'â' | 'ä' | 'ã' | 'å' => 'a',
        'ç' => 'c',
        'è' | 'é' | 'ê' | 'ë' => 'e',
        'ì' | 'í' | 'î' | 'ï' => 'i',
        'ñ' => 'n',
        'ò' | 'ó' | 'ô' | 'ö' | 'õ' => 'o',
        'ù' | 'ú' | 'û' | 'ü' => 'u',
        'ý' | 'ÿ' => 'y',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_lose_their_accents_and_ligatures() {
        assert_eq!(capitals("Hôpital d'Œuvre Straße"), "HOPITAL D'OEUVRE STRASSE");
        assert_eq!(postal("12, rue de l'Église-St-Éloi"), "12 RUE DE L EGLISE ST ELOI");
        assert_eq!(postal("  "), "");
        assert_eq!(composed("He\u{301}le\u{300}ne"), "Hélène");
    }

    #[test]
    fn what_searches_compare_has_no_accents_signs_or_capitals() {
        assert_eq!(search_form(" N'Diaye-Émilie,  née LE "), "n diaye emilie nee le");
        assert_eq!(search_form("«»"), "");
    }
}
