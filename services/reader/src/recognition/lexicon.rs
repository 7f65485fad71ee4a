use std::collections::HashMap;

use super::bytes::Bytes;

/// The words that the language data know, as a graph of letters (`SquishedDawg` of Tesseract): one number for each edge, holding the
/// letter, whether it is the last edge of its node, whether a word may end there, and the node it leads to.
pub struct Lexicon {
    edges: Vec<u64>,
    letters: HashMap<char, u64>,
    /// Bits of an edge that hold its letter.
    letter_bits: u32,
}

/// Of the three marks of an edge: the last of its node; a word may end.
const LAST: u64 = 1;
const WORD_ENDS: u64 = 4;
const MARKS: u32 = 3;
/// The number that such a graph starts with.
const MAGIC: i32 = 42;

impl Lexicon {
    /// The graph in a part of the language data; nothing when it is none. `names` are the characters by their numbers.
    pub fn parse(part: &[u8], names: &[&str]) -> Option<Self> {
        let mut bytes = Bytes::new(part);
        let magic = bytes.take(2).map(|two| i32::from(two[0]) | (i32::from(two[1]) << 8));
        if magic != Some(MAGIC) {
            return None;
        }
        let characters = u32::try_from(bytes.int()?).ok().filter(|count| (1..1 << 20).contains(count))?;
        let count = usize::try_from(bytes.int()?).ok()?;
        let edges = bytes.take(count.checked_mul(8)?)?.chunks_exact(8);
        let edges: Vec<u64> = edges.filter_map(|eight| eight.try_into().ok()).map(u64::from_le_bytes).collect();
        let single = |name: &str| {
            let mut characters = name.chars();
            characters.next().filter(|_| characters.next().is_none())
        };
        let letters = names.iter().zip(0..).filter_map(|(name, number)| Some((single(name)?, number))).collect();
        // As many bits as the number of characters itself takes: it stands for none.
        Some(Self { edges, letters, letter_bits: u32::BITS - characters.leading_zeros() })
    }

    /// Whether this is a word, as it stands, without capitals, or with a capital at its start only.
    pub fn knows(&self, word: &str) -> bool {
        let lower = word.to_lowercase();
        self.has(word) || (lower != word && (self.has(&lower) || self.has(&capital(&lower))))
    }

    fn has(&self, word: &str) -> bool {
        let numbers: Option<Vec<u64>> = word.chars().map(|c| self.letters.get(&c).copied()).collect();
        numbers.is_some_and(|numbers| !numbers.is_empty() && self.leads(0, &numbers))
    }

    /// Whether a word with these letters starts at a node.
    fn leads(&self, node: usize, letters: &[u64]) -> bool {
        let Some((letter, rest)) = letters.split_first() else { return false };
        for edge in self.edges.get(node..).unwrap_or_default() {
            let marks = edge >> self.letter_bits;
            if edge & ((1 << self.letter_bits) - 1) == *letter {
                let next = usize::try_from(edge >> (self.letter_bits + MARKS)).unwrap_or(0);
                let ends = rest.is_empty() && marks & WORD_ENDS != 0;
                if ends || (next != 0 && self.leads(next, rest)) {
                    return true;
                }
            }
            if marks & LAST != 0 {
                return false;
            }
        }
        false
    }
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// "du", "dus", "tu" over the characters d, u, s, t.
    fn graph() -> Vec<u8> {
        let bits = 3;
        let edge = |letter: u64, marks: u64, next: u64| letter | (marks << bits) | (next << (bits + MARKS));
        let edges = [
            edge(0, 0, 2),
            edge(3, LAST, 3),
            edge(1, LAST | WORD_ENDS, 4),
            edge(1, LAST | WORD_ENDS, 0),
            edge(2, LAST | WORD_ENDS, 0),
        ];
        let mut bytes = vec![42, 0];
        bytes.extend(4_i32.to_le_bytes());
        bytes.extend(i32::try_from(edges.len()).expect("few").to_le_bytes());
        bytes.extend(edges.iter().flat_map(|edge| edge.to_le_bytes()));
        bytes
    }

    #[test]
    fn words_are_known_with_and_without_capitals_and_their_beginnings_are_not() {
        let lexicon = Lexicon::parse(&graph(), &["d", "u", "s", "t"]).expect("a graph");
        for word in ["du", "dus", "tu", "DU", "Tu"] {
            assert!(lexicon.knows(word), "{word}");
        }
        for word in ["d", "us", "tus", "duss", "dé", ""] {
            assert!(!lexicon.knows(word), "{word}");
        }
    }

    #[test]
    fn a_damaged_graph_is_none_and_never_a_fault() {
        let whole = graph();
        for cut in 0..whole.len() {
            assert!(Lexicon::parse(&whole[..cut], &["d"]).is_none(), "{cut}");
        }
        assert!(Lexicon::parse(&[41, 0, 1, 0, 0, 0, 0, 0, 0, 0], &["d"]).is_none());
    }

    #[test]
    fn the_words_of_the_installed_language_are_known() {
        let Ok(data) = std::fs::read("/usr/share/tesseract-ocr/5/tessdata/fra.traineddata") else {
            return;
        };
        let model = super::super::model::Model::parse(&data).expect("a network");
        let lexicon = model.lexicon.expect("words");
        for word in ["titre", "séjour", "récépissé", "PRÉFECTURE", "Apparaît", "d'État"] {
            assert!(lexicon.knows(word), "{word}");
        }
        for word in ["ttre", "récépisse", "préfecturc"] {
            assert!(!lexicon.knows(word), "{word}");
        }
    }
}
