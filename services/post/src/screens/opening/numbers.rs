//! Registered numbers as they come: one from a hand scanner, or hundreds pasted from one with a memory.

use formats::TrackingNumber;

/// Longest run of words tried as one number: `1A 123 456 7890 1` has five.
const WORDS: usize = 6;

/// The numbers in a text, in their order. Lines, commas and semicolons part them; so do spaces, where what stands between them is a number
/// by itself. What is none stays one piece, for a person to look at.
pub(super) fn numbers(text: &str) -> Vec<String> {
    let pieces = text.split(['\n', '\r', '\t', ';', ',']).map(str::trim).filter(|piece| !piece.is_empty());
    pieces.flat_map(of_piece).collect()
}

fn is_right(text: &str) -> bool {
    TrackingNumber::parse(text).valid == Some(true)
}

fn of_piece(piece: &str) -> Vec<String> {
    if is_right(piece) {
        return vec![piece.to_owned()];
    }
    let words: Vec<&str> = piece.split_whitespace().collect();
    let (mut found, mut odd, mut at) = (Vec::new(), Vec::new(), 0);
    while at < words.len() {
        let most = WORDS.min(words.len() - at);
        let whole = (1..=most).rev().find(|count| is_right(&words[at..at + count].join(" ")));
        if let Some(count) = whole {
            flush(&mut odd, &mut found);
            found.push(words[at..at + count].join(" "));
            at += count;
            continue;
        }
        // A word as long as a whole number is one, misread.
        let alone = words[at].chars().count() >= 9;
        if alone {
            flush(&mut odd, &mut found);
        }
        odd.push(words[at]);
        if alone {
            flush(&mut odd, &mut found);
        }
        at += 1;
    }
    flush(&mut odd, &mut found);
    found
}

fn flush(odd: &mut Vec<&str>, found: &mut Vec<String>) {
    if !odd.is_empty() {
        found.push(odd.join(" "));
        odd.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_pasted_together_are_told_apart_however_they_are_parted() {
        let lines = "RB123456785GB\nRA341356713FR\r\n1A 123 456 7890 1\n\nRB123456789GB\nABC";
        let wanted = ["RB123456785GB", "RA341356713FR", "1A 123 456 7890 1", "RB123456789GB", "ABC"];
        assert_eq!(numbers(lines), wanted);
        let one_line = "RB123456785GB RA341356713FR 1A 123 456 7890 1 RB123456789GB ABC";
        assert_eq!(numbers(one_line), wanted, "a field of one line turns lines into spaces");
        assert_eq!(numbers("RB 12 345 678 5 GB;1A12345678901"), ["RB 12 345 678 5 GB", "1A12345678901"]);
        assert_eq!(numbers("  "), Vec::<String>::new());
    }

    #[test]
    fn what_is_no_number_stays_in_one_piece() {
        assert_eq!(numbers("1A 123 456"), ["1A 123 456"]);
        assert_eq!(numbers("RB 12 345 678 9 GB"), ["RB 12 345 678 9 GB"], "a wrong check digit");
    }
}
