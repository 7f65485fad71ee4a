//! Every letter of the catalogue names what it may not leave without.

use std::fs;

use domain::LetterKind;
use letters::{LetterError, Letters, inspect};

use super::root;

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

#[test]
fn a_template_that_says_it_of_the_first_piece_of_a_list_only_cannot_be_published() {
    let shipped = fs::read_to_string(root().join("config/letters/LT-05.typ")).unwrap();
    let every = "if piece.at(\"indispensable\", default: false) [";
    let first = "if piece == data.pieces.find(one => one.at(\"indispensable\", default: false)) [";
    assert!(shipped.contains(every), "the template says it otherwise");
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("LT-05.typ"), shipped.replace(every, first)).unwrap();
    match Letters::new(Some(folder.path())).err() {
        Some(LetterError::MissingMention { mention, .. }) => assert_eq!(mention, "indispensable"),
        other => panic!("it was published: {other:?}"),
    }
}
