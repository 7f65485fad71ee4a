//! Each door has its words, its glossary line, its configuration and its form of the same request.

use std::fs;

use domain::ChannelKind;

use crate::tidy::root;

/// Where the site sets a door up.
const fn section(door: ChannelKind) -> &'static str {
    match door {
        ChannelKind::Post => "[post]",
        ChannelKind::Email => "[mail]",
        ChannelKind::Phone => "[phone]",
        ChannelKind::Counter => "[counter]",
        // Programs come with a key, which names their door.
        ChannelKind::Structure | ChannelKind::Online => "[api]",
    }
}

#[test]
fn every_door_is_configured_named_and_explained() {
    let default = fs::read_to_string(root().join("config/default.toml")).unwrap();
    let glossary = fs::read_to_string(root().join("GLOSSARY.md")).unwrap();
    for door in ChannelKind::ALL {
        assert!(default.contains(section(*door)), "{door:?} has no {}", section(*door));
        let variant = format!("| `{door:?}` |");
        assert!(glossary.contains(&variant), "GLOSSARY.md does not explain {variant}");
        assert!(!web::words::channel(*door).contains('⟦'), "{door:?} has no word");
    }
}
