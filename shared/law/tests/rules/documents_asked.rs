//! What an officer is asked before a document is certain, and the rows of the catalogue that it rests on.

use chrono::NaiveDate;
use law::{
    Certainty, RowKind, RowName,
    documents::{
        DocumentKind, Fact, FilingWay, HeldKind, KnownFacts, KnownTitle, RequestNature, WorkAnswer, check_mention,
        document_owed, prepared_until, provisional_document,
    },
};
use proptest::{option, prelude::*, sample::select};

use crate::{calendar, catalogue, d};

fn known(article: &str, nature: RequestNature, title: KnownTitle) -> KnownFacts {
    KnownFacts {
        article: Some(article.to_owned()),
        nature: Some(nature),
        title,
        listed: Some(true),
        ..KnownFacts::new(d("2026-12-15"), d("2026-12-15"))
    }
}

fn card(expiry: &str) -> KnownTitle {
    KnownTitle::Title { kind: HeldKind::Card, expiry: d(expiry), article: None }
}

fn asked(known: &KnownFacts) -> Vec<Fact> {
    document_owed(known, &catalogue(), &calendar("67")).asked
}

#[test]
fn of_a_request_of_which_nothing_is_known_everything_that_decides_is_asked() {
    let facts = asked(&KnownFacts::new(d("2026-11-30"), d("2026-11-30")));
    for fact in [Fact::Article, Fact::Nature, Fact::Held, Fact::Complete, Fact::AsylumSeeker] {
        assert!(facts.contains(&fact), "{fact:?} of {facts:?}");
    }
}

/// CESEDA R. 431-12: outside the online service, whether it is complete, and whether asylum is asked for; not how one came to France.
#[test]
fn a_renewal_offline_asks_what_the_recepisse_depends_on_and_nothing_else() {
    let spouse = known("L. 423-1", RequestNature::Renewal, card("2027-01-20"));
    assert_eq!(asked(&spouse), [Fact::Complete, Fact::AsylumSeeker]);
    let asylum = spouse.answered(Fact::AsylumSeeker, false);
    assert_eq!(asked(&asylum), [Fact::Complete]);
    let complete = asylum.answered(Fact::Complete, true);
    assert!(asked(&complete).is_empty());
    let owed = document_owed(&complete, &catalogue(), &calendar("67")).choice.document;
    assert_eq!((owed.kind, owed.from), (DocumentKind::Recepisse, d("2027-01-21")));
}

/// AS-21, CESEDA R. 431-14, 5°, R. 431-15-2, al. 2: a talent card is asked whether the person came with a long-stay visa; with it the sentence
/// that withholds work cannot stand beside the document.
#[test]
fn as_21_the_talent_is_asked_for_the_visa_and_then_may_work() {
    for way in FilingWay::ALL {
        let talent = KnownFacts { way: *way, ..known("L. 421-9", RequestNature::First, KnownTitle::Nothing) }
            .answered(Fact::Complete, true)
            .answered(Fact::AsylumSeeker, false)
            .answered(Fact::InTime, true)
            .answered(Fact::GrownUpHere, true);
        assert_eq!(asked(&talent), [Fact::LongStayVisa], "{way:?}");
        let owed = document_owed(&talent.answered(Fact::LongStayVisa, true), &catalogue(), &calendar("67"));
        assert!(owed.asked.is_empty());
        let document = owed.choice.document;
        assert_eq!(document.work.answer, WorkAnswer::Allowed, "{way:?}");
        let wrong = "Ce document ne permet pas d'exercer une activité professionnelle sauf autorisation de travail.";
        assert!(check_mention(wrong, &document).is_err());
    }
}

/// CESEDA R. 431-5, 1°: the window says whether a renewal is in time, unless an officer says otherwise.
#[test]
fn the_window_answers_whether_a_renewal_is_in_time() {
    let (catalogue, calendar) = (catalogue(), calendar("67"));
    let on_time =
        |expiry| known("L. 423-1", RequestNature::Renewal, card(expiry)).with_timeliness(&catalogue, &calendar);
    assert_eq!(on_time("2027-03-20").in_time, Some(true), "the window is open");
    assert_eq!(on_time("2027-01-20").in_time, Some(false), "it closed on 2026-11-21");
    assert_eq!(on_time("2027-12-31").in_time, Some(true), "too early is not late");
    let said = KnownFacts { in_time: Some(true), ..known("L. 423-1", RequestNature::Renewal, card("2027-01-20")) };
    assert_eq!(said.with_timeliness(&catalogue, &calendar).in_time, Some(true));
}

/// the figure is a row, not a constant.
#[test]
fn a_document_that_ends_within_thirty_days_has_its_next_one_prepared() {
    assert_eq!(prepared_until(d("2027-03-21"), &catalogue()), d("2027-04-20"));
}

#[test]
fn a_document_names_every_row_that_it_rests_on() {
    let complete = known("L. 423-1", RequestNature::Renewal, card("2027-01-20")).answered(Fact::Complete, true);
    let catalogue = catalogue();
    let document = provisional_document(&complete.case(), &catalogue, &calendar("67")).document;
    for name in [
        RowName::rule("RL-60"),
        RowName::of(RowKind::Parameter, "recepisse_months"),
        RowName::of(RowKind::WorkRight, "L. 423-1"),
        RowName::of(RowKind::Document, "recepisse"),
        RowName::of(RowKind::Mention, "presence"),
        RowName::of(RowKind::Mention, "work_allowed"),
    ] {
        assert!(document.rests_on.contains(&name), "{name:?} of {:?}", document.rests_on);
        assert!(catalogue.row_named(&name, complete.today).is_some(), "{name:?}");
    }
    let to_sign = catalogue.to_sign(&document.rests_on, complete.today);
    assert_eq!(to_sign, [&RowName::of(RowKind::Parameter, "recepisse_months")], "six months is a practice");
}

fn drawn() -> impl Strategy<Value = KnownFacts> {
    let article = select(catalogue().work_rights().iter().map(|row| row.article.clone()).collect::<Vec<_>>());
    let title = prop_oneof![
        Just(KnownTitle::Nothing),
        (select(HeldKind::ALL.to_vec()), -100_i64..200).prop_map(|(kind, days)| KnownTitle::Title {
            kind,
            expiry: d("2026-12-15") + chrono::TimeDelta::days(days),
            article: None,
        }),
    ];
    let answers = prop::array::uniform8(option::of(any::<bool>()));
    (article, select(RequestNature::ALL.to_vec()), select(FilingWay::ALL.to_vec()), title, answers).prop_map(
        |(article, nature, way, title, answers)| {
            let blank = KnownFacts { way, listed: None, ..known(&article, nature, title) };
            Fact::YES_OR_NO.iter().zip(answers).fold(blank, |known, (fact, answer)| match answer {
                Some(answer) => known.answered(*fact, answer),
                None => known,
            })
        },
    )
}

fn paper(known: &KnownFacts) -> (DocumentKind, NaiveDate, Option<NaiveDate>, WorkAnswer) {
    let document = provisional_document(&known.case(), &catalogue(), &calendar("67")).document;
    (document.kind, document.from, document.to, document.work.answer)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Once what is asked is answered nothing more is, and no other fact changes the paper: nobody signs a document that an answer not
    /// given would have changed.
    #[test]
    fn what_is_not_asked_changes_nothing(known in drawn(), says in prop::array::uniform8(any::<bool>()), others in prop::array::uniform8(any::<bool>())) {
        let mut known = known;
        for (fact, says) in Fact::YES_OR_NO.iter().zip(says).cycle().take(16) {
            if asked(&known).contains(fact) {
                known = known.answered(*fact, says);
            }
        }
        prop_assert!(asked(&known).is_empty());
        let open = Fact::YES_OR_NO.iter().zip(others).filter(|(fact, _)| known.answer(**fact).is_none());
        let complete = open.fold(known.clone(), |known, (fact, says)| known.answered(*fact, says));
        prop_assert_eq!(paper(&known), paper(&complete));
    }

    /// The least sure of the rows named is never surer than the result says.
    #[test]
    fn a_row_from_memory_makes_the_result_one_from_memory(known in drawn()) {
        let catalogue = catalogue();
        let document = provisional_document(&known.case(), &catalogue, &calendar("67")).document;
        let to_sign = catalogue.to_sign(&document.rests_on, known.today);
        prop_assert!(to_sign.is_empty() || document.why.certainty == Certainty::Memory, "{:?}", to_sign);
    }
}
