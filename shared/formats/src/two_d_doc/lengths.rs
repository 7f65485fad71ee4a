/// Identifiers of values of a fixed length, by that length.
const FIXED: [(usize, &str); 16] = [
    (1, "1G 1H 68 6J 76 7C 7D 7E 7F 7G 7I 7J 7O AF AG B6 BA BD C0 C5"),
    (2, "26 2D 34 5J 65 67 6C 6I 6Y 7H A0 A6 B5 B9 BG"),
    (3, "6B A5 A7 A9 BE BF"),
    (4, "06 08 09 36 37 45 53 54 56 AD AE"),
    (5, "24 2B 5H 6W 78 7A C9"),
    (6, "07 51"),
    (7, "52 AK"),
    (8, "1C 4A 4B 55 57 69 6L 6N 6O 75 96 AA AI AN B7 C4"),
    (9, "0A 0B 7L"),
    (10, "CB"),
    (11, "AL"),
    (12, "6R 70 71 86 C3 CC"),
    (13, "40 44 47 49 7K AJ"),
    (14, "50 BK"),
    (17, "85 A4"),
    (19, "6K"),
];

/// Identifiers of values of at most a length, by that length. All others have no limit.
const AT_MOST: [(usize, &str); 21] = [
    (5, "AM"),
    (8, "AB"),
    (10, "6H 6Q"),
    (11, "32 38 39 58 5A 5C 6Z"),
    (12, "59 5B A8"),
    (14, "5L"),
    (16, "1D"),
    (17, "A1 A2 A3"),
    (18, "95"),
    (19, "AC"),
    (20, "5P 61 66 82 B1 BC C2 C7"),
    (30, "1E 1F 33 AH BH BI BJ"),
    (32, "25 2C 5I 6A 6X B8"),
    (34, "35"),
    (
        38,
        "10 11 12 13 14 15 16 17 1I 1J 1K 1L 1M 1N 1O 1P 20 21 22 23 27 28 29 2A 31 46 48 5D 5E 5F 5G 5M 5O 62 63 64 6G 6S 6T 6U 6V \
         72 74 80 90 91 92 93 94 B2 B3 B4 C1 C6 C8",
    ),
    (40, "6M 6P 83 84"),
    (45, "77 7B CA"),
    (50, "5K BB"),
    (60, "60 6D 6E 73 81 B0"),
    (64, "7M"),
    (90, "6F"),
];

/// The longest value of an identifier, and whether every value is that long (specification of the ANTS, section on identifiers).
pub(super) fn most_and_fixed(id: &str) -> (usize, bool) {
    let of = |table: &[(usize, &str)]| {
        table.iter().find(|(_, ids)| ids.split(' ').any(|known| known == id)).map(|(length, _)| *length)
    };
    match (of(&FIXED), of(&AT_MOST)) {
        (Some(length), _) => (length, true),
        (None, Some(length)) => (length, false),
        (None, None) => match id {
            "79" => (114, false),
            "7N" => (128, false),
            "30" => (140, false),
            _ => (usize::MAX, false),
        },
    }
}
