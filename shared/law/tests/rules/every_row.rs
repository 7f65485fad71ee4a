//! The catalogue read row by row.

use std::collections::{BTreeMap, BTreeSet};

use law::{Catalogue, CatalogueRow, RowKind};

use crate::catalogue;

#[test]
fn every_table_is_read_and_no_row_is_left_out() {
    let catalogue = catalogue();
    let kinds: BTreeSet<_> = catalogue.rows().map(CatalogueRow::kind).collect();
    let missing: Vec<_> = RowKind::ALL.iter().filter(|kind| !kinds.contains(kind)).collect();
    assert_eq!(missing, [&RowKind::ChannelOrder], "no order of a prefect is shipped");
    let written: usize = law::embedded_parts().iter().map(|(_, text)| text.matches("\neffective_from =").count()).sum();
    assert_eq!(catalogue.rows().count(), written);
}

#[test]
fn versions_of_a_row_share_their_key_and_follow_each_other() {
    let catalogue = catalogue();
    let mut versions: BTreeMap<_, Vec<CatalogueRow<'_>>> = BTreeMap::new();
    for row in catalogue.rows() {
        versions.entry((row.kind(), row.key())).or_default().push(row);
    }
    for (key, rows) in &versions {
        for pair in rows.windows(2) {
            let ends = pair[0].period().effective_to.and_then(|last| last.succ_opt());
            assert_eq!(ends, Some(pair[1].period().effective_from), "{key:?}");
        }
    }
    assert_eq!(versions[&(RowKind::Rule, "RL-85".to_owned())].len(), 2);
    assert_eq!(versions[&(RowKind::Fee, "title".to_owned())].len(), 2);
}

#[test]
fn a_row_speaks_of_the_texts_of_its_source_and_of_the_articles_it_lists() {
    let catalogue = catalogue();
    let of = |kind, key: &str| {
        let row = catalogue.rows().find(|row| row.kind() == kind && row.key() == key).expect("a row");
        row.citations().iter().map(ToString::to_string).collect::<BTreeSet<_>>()
    };
    assert!(of(RowKind::Title, "T01").contains("CESEDA, art. L. 422-1"));
    assert!(of(RowKind::Silence, "student").contains("CESEDA, art. R. 422-5"));
    assert!(of(RowKind::WorkRight, "L. 421-1").contains("CESEDA, art. L. 414-10"));
    assert!(of(RowKind::Rule, "RL-03").contains("CRPA, art. L. 112-3"));
    assert_eq!(Catalogue::articles_in("que dit l423-7 ?"), ["L. 423-7"]);
}
