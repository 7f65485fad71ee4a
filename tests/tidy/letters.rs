//! Every letter of the catalogue names what it may not leave without.

use domain::LetterKind;
use letters::inspect;

#[test]
fn every_letter_has_mandatory_mentions_with_their_source() {
    let list = inspect::list();
    for kind in LetterKind::ALL {
        let entry = list.iter().find(|entry| entry.to_string().contains(kind.word()));
        let entry = entry.unwrap_or_else(|| panic!("{} is not listed", kind.word()));
        let mentions = entry["mentions"].as_array().unwrap_or_else(|| panic!("{entry}"));
        assert!(!mentions.is_empty(), "{}", kind.word());
        for mention in mentions {
            assert!(mention["source"].as_str().is_some_and(|source| !source.is_empty()), "{mention}");
        }
    }
}
