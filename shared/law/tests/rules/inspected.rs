//! What `passerelle inspect calendar` and `inspect rule` print.

use law::inspect;
use serde_json::{Value, json};

use crate::catalogue;

pub fn ask(name: &str, facts: &[(&str, &str)]) -> Value {
    let facts: Vec<_> = facts.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
    inspect::rule(&catalogue(), name, &facts)
}

#[test]
fn the_calendar_gives_date_and_name() {
    let days = inspect::calendar(&catalogue(), "67", "2027-03-20", "2027-03-31").expect("calendar");
    assert_eq!(
        days,
        [
            json!({"date": "2027-03-26", "name": "Vendredi saint"}),
            json!({"date": "2027-03-29", "name": "Lundi de Pâques"})
        ]
    );
    for (zone, from, to) in
        [("99", "2027-01-01", "2027-12-31"), ("75", "2027-02-30", "2027-12-31"), ("75", "2027", "2028-01-01")]
    {
        assert!(inspect::calendar(&catalogue(), zone, from, to).is_err(), "{zone} {from}");
    }
}

#[test]
fn a_suspension_and_a_place_in_the_window_can_be_asked() {
    let answer = ask("implicit-rejection", &[("received", "2026-11-20"), ("suspension", "2026-11-30/2026-12-15")]);
    assert_eq!(answer["suspended"]["with_suspension"], "2027-04-04");
    let answer = ask("filing_window", &[("expiry", "2027-01-20"), ("title", "T05"), ("evidence", "2026-11-24")]);
    assert_eq!(answer["timeliness"], json!({"timeliness": "late", "after_close": 3, "after_tolerance": 1}));
}

#[test]
fn a_wrong_question_is_answered_with_what_is_wrong() {
    for (name, facts, says) in [
        ("nothing", &[][..], "unknown rule"),
        ("appeal_limit", &[][..], "decision is missing"),
        ("appeal_limit", &[("decision", "2026-02-30")][..], "not a day"),
        ("appeal_limit", &[("decision", "+262142-12-31")][..], "not a day"),
        ("appeal_limit", &[("decision", "2026-11-03"), ("distance", "far")][..], "none, overseas, abroad"),
        ("appeal_limit", &[("decision", "2026-11-03"), ("informed", "maybe")][..], "true or false"),
        ("appeal_limit", &[("decision", "2026-11-03"), ("decision", "2026-11-03")][..], "twice"),
        ("appeal_limit", &[("decision", "2026-11-03"), ("colour", "red")][..], "unknown key colour"),
        ("appeal_limit", &[("decision", "2026-11-03"), ("department", "96")][..], "96 is not the code"),
        ("implicit_rejection", &[("received", "2026-11-03"), ("title", "T99")][..], "T99 is not a title"),
        ("implicit_rejection", &[("received", "2026-11-03"), ("delay", "x")][..], "not a row on silence"),
        ("implicit_rejection", &[("received", "2026-11-03"), ("suspension", "x")][..], "write periods"),
        ("filing_window", &[("expiry", "2027-01-20"), ("title", "T12")][..], "listed is missing"),
    ] {
        let answer = ask(name, facts);
        assert_eq!(answer["ok"], json!(false), "{name}");
        assert!(answer["error"].as_str().is_some_and(|error| error.contains(says)), "{answer}");
    }
}
