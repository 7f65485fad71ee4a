//! The table of work rights against the lists of the code, article by article.

use std::collections::BTreeMap;

use law::WorkRule;

use crate::catalogue;

const TALENT: &[&str] = &[
    "L. 421-9",
    "L. 421-11",
    "L. 421-13-1",
    "L. 421-14",
    "L. 421-15",
    "L. 421-16",
    "L. 421-17",
    "L. 421-18",
    "L. 421-19",
    "L. 421-20",
    "L. 421-21",
];

const PERMIT: &[&str] = &["L. 421-1", "L. 421-3", "L. 421-34"];

/// CESEDA R. 431-14, 2°, 3°, 6° to 8°, 10° to 12°.
const RECEPISSE: &[&str] = &[
    "L. 422-10",
    "L. 422-14",
    "L. 423-1",
    "L. 423-7",
    "L. 423-8",
    "L. 423-13",
    "L. 423-14",
    "L. 423-15",
    "L. 423-22",
    "L. 425-1",
    "L. 426-5",
    "L. 421-22",
    "L. 421-23",
    "L. 422-12",
    "L. 421-26",
    "L. 421-27",
    "L. 421-28",
    "L. 421-29",
    "L. 424-9",
    "L. 424-11",
    "L. 424-18",
    "L. 424-19",
    "L. 423-6",
    "L. 423-11",
    "L. 423-12",
    "L. 423-16",
    "L. 424-1",
    "L. 424-3",
    "L. 424-13",
    "L. 424-21",
    "L. 425-3",
    "L. 426-1",
    "L. 426-2",
    "L. 426-3",
    "L. 426-6",
    "L. 426-7",
    "L. 426-10",
];

/// CESEDA R. 431-15-2, al. 1.
const EXTENSION: &[&str] = &[
    "L. 421-22",
    "L. 421-23",
    "L. 421-26",
    "L. 421-27",
    "L. 421-28",
    "L. 421-29",
    "L. 422-14",
    "L. 423-1",
    "L. 423-6",
    "L. 423-7",
    "L. 423-11",
    "L. 423-12",
    "L. 423-13",
    "L. 423-14",
    "L. 423-15",
    "L. 423-16",
    "L. 423-22",
    "L. 424-1",
    "L. 424-3",
    "L. 424-9",
    "L. 424-11",
    "L. 424-13",
    "L. 424-18",
    "L. 424-19",
    "L. 424-21",
    "L. 425-1",
    "L. 425-3",
    "L. 426-1",
    "L. 426-2",
    "L. 426-3",
    "L. 426-5",
    "L. 426-6",
    "L. 426-7",
    "L. 426-10",
];

fn of_the_code(named: &[&'static str]) -> BTreeMap<&'static str, WorkRule> {
    let listed = named.iter().map(|article| (*article, WorkRule::Yes));
    let permit = PERMIT.iter().map(|article| (*article, WorkRule::IfWorkPermit));
    let visa = TALENT.iter().map(|article| (*article, WorkRule::IfLongStayVisa));
    listed.chain(permit).chain(visa).chain([("L. 426-13", WorkRule::IfOneYear)]).collect()
}

/// Outside these lists: the right of European law, and the agreement with Algeria, whose equivalences are to be checked.
fn elsewhere(article: &str) -> bool {
    article.starts_with("L. 233-") || article.starts_with("Accord")
}

#[test]
fn the_table_says_what_the_lists_of_the_code_say_and_no_where_they_are_silent() {
    let catalogue = catalogue();
    let (recepisse, extension) = (of_the_code(RECEPISSE), of_the_code(EXTENSION));
    let mut seen = 0;
    for row in catalogue.work_rights().iter().filter(|row| !elsewhere(&row.article)) {
        let of = |list: &BTreeMap<&str, WorkRule>| list.get(row.article.as_str()).copied().unwrap_or(WorkRule::No);
        assert_eq!((row.recepisse.work, row.extension.work), (of(&recepisse), of(&extension)), "{}", row.article);
        seen += 1;
    }
    let known = |article: &&&str| catalogue.work_rights().iter().any(|row| row.article == **article);
    assert_eq!(
        RECEPISSE.iter().chain(EXTENSION).chain(PERMIT).chain(TALENT).filter(|article| !known(article)).count(),
        0
    );
    assert!(seen > 70, "{seen}");
}

/// What the code does not say is not called verified.
#[test]
fn equivalences_with_the_agreement_ask_for_a_signature() {
    for row in catalogue().work_rights().iter().filter(|row| row.article.starts_with("Accord")) {
        assert!(row.period.sure().needs_signature(), "{}", row.article);
    }
}
