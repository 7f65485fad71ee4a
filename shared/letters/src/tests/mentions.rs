//! No letter without its mandatory mentions (RL-04): each is taken away in turn.

use std::{collections::BTreeSet, fs, path::Path};

use domain::LetterKind;
use serde_json::json;

use super::{LETTERS, letter, variations};
use crate::{Letter, LetterError, Letters};

/// A folder that overrides `base.typ` so that the mention `key` comes out as `instead` (Typst, with `body` at hand).
fn folder_where(key: &str, instead: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("folder");
    let shipped = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../config/letters/base.typ"));
    let shipped = shipped.expect("base.typ");
    let definition = "#let mention(key, body) = ";
    assert!(shipped.contains(definition));
    let changed = shipped
        .replace(definition, &format!("{definition}if key == \"{key}\" {{ {instead} }} else {{"))
        .replace("metadata(\"end-mention:\" + key)\n", "metadata(\"end-mention:\" + key) }\n");
    fs::write(folder.path().join("base.typ"), changed).expect("override");
    folder
}

fn every_mention() -> BTreeSet<&'static str> {
    LetterKind::ALL.iter().flat_map(|kind| Letter::mandatory(*kind)).map(|mention| mention.key).collect()
}

#[test]
fn a_template_that_forgets_a_mention_cannot_be_published() {
    for key in every_mention() {
        let folder = folder_where(key, "body");
        match Letters::new(Some(folder.path())).err() {
            Some(LetterError::MissingMention { mention, .. }) => assert_eq!(mention, key),
            other => panic!("{key}: {other:?}"),
        }
    }
}

#[test]
fn a_template_that_marks_a_mention_without_its_text_cannot_be_published() {
    for key in every_mention() {
        let marks = "metadata(\"mention:\" + key) + [mot] + metadata(\"end-mention:\" + key)";
        let folder = folder_where(key, marks);
        match Letters::new(Some(folder.path())).err() {
            Some(LetterError::MissingMention { mention, .. }) => assert_eq!(mention, key),
            other => panic!("{key}: {other:?}"),
        }
    }
}

#[test]
fn the_samples_owe_every_mention_that_exists() {
    for kind in LetterKind::ALL {
        let owed: BTreeSet<_> = variations(*kind).iter().flat_map(Letter::due).map(|due| due.mention.key).collect();
        let listed: BTreeSet<_> = Letter::mandatory(*kind).map(|mention| mention.key).collect();
        assert_eq!(owed, listed, "{}", kind.word());
    }
}

#[test]
fn data_that_leave_a_mention_empty_are_refused_with_its_name() {
    for (pointer, key) in [
        ("/head/sender/phone", "phone"),
        ("/head/sender/address", "address"),
        ("/appeals/court/name", "appeal-routes"),
        ("/evidence/words", "evidence-date"),
        ("/implicit_rejection/rule/version", "rules"),
        ("/next_steps", "next-steps"),
    ] {
        let letter = letter(LetterKind::Acknowledgement, |data| {
            let place = data.pointer_mut(pointer).expect(pointer);
            *place = if place.is_array() { json!([]) } else { json!(" ") };
        });
        match LETTERS.render(&letter).err() {
            Some(LetterError::MissingMention { mention, .. }) => assert_eq!(mention, key),
            other => panic!("{pointer}: {other:?}"),
        }
    }
}
