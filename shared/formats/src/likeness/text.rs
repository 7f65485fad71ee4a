//! The text of a page, so that two readings of it meet whatever was misread.

use crate::fold;

/// Letters in a shingle: long enough that other letters in French share few, short enough that a misread one spoils few.
const SHINGLE: usize = 7;
/// Values of the `MinHash`, and how many make a band. Texts that share half of their shingles share a band in 94 of 100 cases, those
/// that share a tenth in 2.
const VALUES: usize = 63;
const BAND: usize = 3;
/// A page with fewer shingles than this has hardly any text.
const LEAST: usize = 80;

/// Letters and digits alone, capitals without accents; letters and digits that look alike are one.
fn letters(written: &str) -> Vec<char> {
    let alike = |letter| match letter {
        '0' => 'O',
        '1' | 'L' => 'I',
        '5' => 'S',
        '8' => 'B',
        other => other,
    };
    fold::capitals(written).chars().filter(|letter| letter.is_alphanumeric()).map(alike).collect()
}

/// A number from letters (FNV-1a, then mixed: its low bits alone are poor).
fn number(shingle: &[char]) -> u64 {
    let sum = shingle.iter().fold(0xcbf2_9ce4_8422_2325_u64, |sum, letter| {
        (sum ^ u64::from(u32::from(*letter))).wrapping_mul(0x0100_0000_01b3)
    });
    mix(sum)
}

/// Every bit of the result depends on every bit given (the finaliser of `SplitMix64`).
const fn mix(mut value: u64) -> u64 {
    value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

/// The bands of a text; none when there is too little of it.
pub(super) fn bands(written: &str) -> Vec<i32> {
    let letters = letters(written);
    if letters.len() < LEAST + SHINGLE {
        return Vec::new();
    }
    let values = least(&letters);
    let band = |(place, values): (u64, &[u64])| {
        let sum = values.iter().fold(mix(place), |sum, value| mix(sum ^ value));
        let [a, b, c, d, ..] = sum.to_le_bytes();
        i32::from_le_bytes([a, b, c, d])
    };
    (0..).zip(values.chunks_exact(BAND)).map(band).collect()
}

/// The least number of each of as many classes of shingles; a class without any borrows from the next (one permutation hashing).
fn least(letters: &[char]) -> Vec<u64> {
    const CLASSES: u64 = VALUES as u64;
    let mut values: Vec<Option<u64>> = vec![None; VALUES];
    for shingle in letters.windows(SHINGLE) {
        let number = number(shingle);
        let class = usize::try_from(number % CLASSES).unwrap_or(0);
        let value = &mut values[class];
        *value = Some(value.map_or(number, |least| least.min(number)));
    }
    let borrowed = |class: usize| {
        let next = (0..VALUES).find_map(|step| values[(class + step) % VALUES].map(|value| (step, value)));
        next.map_or(0, |(step, value)| if step == 0 { value } else { mix(value.wrapping_add(step as u64)) })
    };
    (0..VALUES).map(borrowed).collect()
}

/// A word as two readings of it are compared: letters and digits, capitals without accents.
pub(super) fn word(written: &str) -> String {
    fold::capitals(written).chars().filter(|letter| letter.is_alphanumeric()).collect()
}

/// How many letters must be changed, added or left out to make one word of the other.
pub(super) fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut line: Vec<usize> = (0..=other.len()).collect();
    for (row, a) in one.chars().enumerate() {
        let mut corner = line[0];
        line[0] = row + 1;
        for (column, b) in other.iter().enumerate() {
            let changed = corner + usize::from(a != *b);
            corner = line[column + 1];
            line[column + 1] = changed.min(corner + 1).min(line[column] + 1);
        }
    }
    line[other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    const LETTER: &str = "J'ai l'honneur de solliciter le renouvellement de mon titre de séjour, qui arrive à échéance le 14 \
        décembre 2026. Je réside en France depuis 2017 et j'exerce le métier d'aide-soignante à l'hôpital civil de Haguenau.";

    fn shared(one: &str, other: &str) -> usize {
        let other = bands(other);
        bands(one).iter().filter(|band| other.contains(band)).count()
    }

    #[test]
    fn accents_spaces_and_letters_that_look_alike_change_nothing() {
        let read = "J ai I honneur de so1liciter le renouve1lement de mon titre de sejour qui arrive a echeance le l4 decembre \
            2O26 Je reside en France depuis 20I7 et j exerce le metier d aide soignante a I hopital civil de Haguenau";
        assert_eq!(shared(LETTER, read), 21);
    }

    #[test]
    fn a_text_with_some_misread_words_shares_bands_and_another_text_none() {
        let misread = LETTER.replace("métier", "mctlcr").replace("échéance", "écheance").replace("civil", "cjvjl");
        assert!(shared(LETTER, &misread) >= 3, "{}", shared(LETTER, &misread));
        let other = "Sans réponse de l'administration dans un délai de quatre mois, la demande est réputée implicitement rejetée. Où \
            faut-il déposer l'original ? Puis-je l'envoyer par La Poste, ou dois-je me présenter au guichet de la mairie ?";
        assert_eq!(shared(LETTER, other), 0);
        assert!(bands("REPUBLIQUE FRANCAISE").is_empty());
    }

    #[test]
    fn the_distance_counts_letters() {
        assert_eq!(distance("DIALLO", "DIALIO"), 1);
        assert_eq!(distance("DIALLO", "TRAORE"), 5);
        assert_eq!((distance("", "AB"), distance("AB", "")), (2, 2));
    }
}
