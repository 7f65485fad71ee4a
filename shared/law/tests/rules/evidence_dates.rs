//! The order of proofs of a letter (CRPA L. 112-1, domain section 2.5).

use domain::{EvidenceKind, Legibility};
use law::evidence::{EvidenceFacts, postal, postal_again};

use crate::{calendar, catalogue, d};

fn received() -> EvidenceFacts {
    EvidenceFacts::received(d("2026-11-16"))
}

fn found(facts: &EvidenceFacts) -> (EvidenceKind, String, bool) {
    let found = postal(facts, &catalogue(), &calendar("67"));
    (found.evidence.chosen().kind, found.evidence.date().to_string(), found.to_confirm)
}

#[test]
fn each_proof_counts_when_no_stronger_one_is_there() {
    let mark = |read| Some((d("2026-11-12"), read));
    for (facts, kind, date, to_confirm) in [
        (EvidenceFacts { postmark: mark(Legibility::Yes), ..received() }, EvidenceKind::Postmark, "2026-11-12", false),
        (EvidenceFacts { franking: Some(d("2026-11-12")), ..received() }, EvidenceKind::Franking, "2026-11-12", false),
        (
            EvidenceFacts { registered_deposit: Some(d("2026-11-13")), ..received() },
            EvidenceKind::RegisteredDeposit,
            "2026-11-13",
            false,
        ),
        (
            EvidenceFacts { tracking: Some(d("2026-11-13")), ..received() },
            EvidenceKind::TrackingAccepted,
            "2026-11-13",
            false,
        ),
        (
            EvidenceFacts { postmark: mark(Legibility::Partly), ..received() },
            EvidenceKind::Postmark,
            "2026-11-12",
            true,
        ),
        (
            EvidenceFacts { letter_date: Some(d("2026-11-10")), ..received() },
            EvidenceKind::LetterDate,
            "2026-11-10",
            true,
        ),
        // 11 November is a holiday: four working days before Monday 16 are 13, 12, 10 and 9 November.
        (
            EvidenceFacts { postmark: mark(Legibility::No), ..received() },
            EvidenceKind::PostalPresumption,
            "2026-11-09",
            true,
        ),
        (received(), EvidenceKind::PostalPresumption, "2026-11-09", true),
    ] {
        assert_eq!(found(&facts), (kind, date.to_owned(), to_confirm), "{facts:?}");
    }
}

#[test]
fn a_proof_of_long_before_counts_and_is_pointed_at() {
    let far_back = |facts: &EvidenceFacts| {
        let found = postal(facts, &catalogue(), &calendar("67"));
        (found.evidence.date().to_string(), law::evidence::far_back(&found.evidence, facts.received_on, &catalogue()))
    };
    let stamped = |day: &str| EvidenceFacts { postmark: Some((d(day), Legibility::Yes)), ..received() };
    for (facts, date, pointed_at) in [
        (stamped("2025-11-12"), "2025-11-12", true),
        (stamped("2026-10-31"), "2026-10-31", true),
        (stamped("2026-11-01"), "2026-11-01", false),
        (EvidenceFacts { franking: Some(d("2025-11-12")), ..received() }, "2025-11-12", true),
        // An implausible date of the letter is not used at all.
        (EvidenceFacts { letter_date: Some(d("2025-11-12")), ..received() }, "2026-11-09", false),
    ] {
        assert_eq!(far_back(&facts), (date.to_owned(), pointed_at), "{facts:?}");
    }
}

#[test]
fn of_two_proofs_the_earlier_counts_and_the_other_is_kept() {
    let facts = EvidenceFacts {
        postmark: Some((d("2026-11-13"), Legibility::Yes)),
        registered_deposit: Some(d("2026-11-12")),
        letter_date: Some(d("2026-11-02")),
        ..received()
    };
    let found = postal(&facts, &catalogue(), &calendar("67"));
    assert_eq!(found.evidence.date(), d("2026-11-12"));
    let kept: Vec<_> = found.evidence.alternatives().iter().map(|e| e.kind).collect();
    assert_eq!(kept, [EvidenceKind::Reception, EvidenceKind::Postmark, EvidenceKind::LetterDate]);
}

#[test]
fn a_date_after_the_reception_is_a_misreading_and_never_counts() {
    let facts = EvidenceFacts {
        postmark: Some((d("2026-12-11"), Legibility::Yes)),
        letter_date: Some(d("2027-11-12")),
        ..received()
    };
    let found = postal(&facts, &catalogue(), &calendar("67"));
    assert_eq!((found.evidence.date(), found.to_confirm), (d("2026-11-09"), true));
    assert_eq!(found.evidence.alternatives().len(), 3, "reception, postmark and letter date are kept");
}

#[test]
fn a_letter_dated_long_before_its_reception_proves_nothing() {
    let facts = EvidenceFacts { letter_date: Some(d("2026-10-01")), ..received() };
    assert_eq!(found(&facts).0, EvidenceKind::PostalPresumption);
}

#[test]
fn a_proof_found_later_never_takes_back_what_was_granted() {
    let (catalogue, calendar) = (catalogue(), calendar("67"));
    let first = postal(&received(), &catalogue, &calendar);
    let later = EvidenceFacts { tracking: Some(d("2026-11-13")), ..received() };
    let again = postal_again(first.evidence, &later, &catalogue, &calendar);
    assert_eq!(again.evidence.date(), d("2026-11-09"));
    let earlier = EvidenceFacts { tracking: Some(d("2026-11-06")), ..received() };
    assert_eq!(postal_again(again.evidence, &earlier, &catalogue, &calendar).evidence.date(), d("2026-11-06"));
}

#[test]
fn a_letter_date_kept_beside_counts_once_the_postmark_is_found_to_be_misread() {
    let (catalogue, calendar) = (catalogue(), calendar("67"));
    let dated = EvidenceFacts { letter_date: Some(d("2026-11-06")), ..received() };
    let marked = EvidenceFacts { postmark: Some((d("2026-11-13"), Legibility::Yes)), ..dated.clone() };
    let first = postal(&marked, &catalogue, &calendar).evidence;
    assert_eq!(first.date(), d("2026-11-13"));
    assert_eq!(postal_again(first, &dated, &catalogue, &calendar).evidence.date(), d("2026-11-06"));
}

#[test]
fn the_reasons_name_the_date_and_its_proof_in_french() {
    let facts = EvidenceFacts { postmark: Some((d("2026-11-12"), Legibility::Yes)), ..received() };
    let why = postal(&facts, &catalogue(), &calendar("67")).why;
    assert_eq!(
        (why.rule.as_str(), why.version.as_str(), why.source.as_str()),
        ("RL-01", "2026-04-03", "CRPA, art. L. 112-1")
    );
    assert_eq!(why.because[0], "Pli reçu le lundi 16 novembre 2026.");
    assert!(why.because[1].contains("jeudi 12 novembre 2026, d'après cachet lisible"), "{:?}", why.because);
}
