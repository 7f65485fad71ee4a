//! How far a word is from another one, as people misspell and machines misread.

/// The least number of letters to add, leave out, replace or swap with their neighbour that makes one word of the other (optimal
/// string alignment).
#[must_use]
pub fn distance(one: &str, other: &str) -> usize {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=other.len()).collect();
    for (i, letter) in one.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, against) in other.iter().enumerate() {
            let replaced = last[j] + usize::from(letter != against);
            let mut fewest = replaced.min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *letter == other[j - 1] && one[i - 1] == *against {
                fewest = fewest.min(before[j - 1] + 1);
            }
            row.push(fewest);
        }
        before = std::mem::replace(&mut last, row);
    }
    last[other.len()]
}

/// Whether one word may be the other one misspelt: one fault in a short word, two in a long one, none in a word of less than four
/// letters, where any other word would be near.
#[must_use]
pub fn may_be(typed: &str, read: &str) -> bool {
    let letters = typed.chars().count().min(read.chars().count());
    let most = match letters {
        0..=3 => 0,
        4..=7 => 1,
        _ => 2,
    };
    typed.chars().count().abs_diff(read.chars().count()) <= most && distance(typed, read) <= most
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_fault_counts_once() {
        let pairs = [("diallo", "dialo"), ("traore", "tarore"), ("recepisse", "recipisse"), ("ba", "baa"), ("", "a")];
        for (one, other) in pairs {
            assert_eq!((distance(one, other), distance(other, one)), (1, 1), "{one} {other}");
        }
        assert_eq!((distance("nguyen", "nguyen"), distance("titre", "sejour"), distance("abc", "")), (0, 6, 3));
    }

    #[test]
    fn a_short_word_allows_no_fault_and_a_long_one_two() {
        assert!(may_be("dialo", "diallo") && may_be("recipise", "recepisse"));
        assert!(!may_be("bah", "bas") && !may_be("diallo", "dupont") && !may_be("renouvelement", "remboursement"));
    }
}
