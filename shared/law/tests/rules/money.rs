//! Fees by date, and the late fee with its waivers.

use law::{Certainty, FeeFacts, LateFacts, Waiver, WindowKind, fees, filing_window, late_fee};

use crate::{calendar, catalogue, d};

/// CESEDA L. 436-1, L. 436-4, L. 436-7, L. 436-8; finance law for 2026, art. 128.
#[test]
fn a_title_costs_what_the_row_of_the_day_says() {
    use Certainty::{Memory, Verified};
    for (on, article, first, regularisation, total, certainty) in [
        ("2026-04-03", "L. 423-7", false, false, 225, Verified),
        ("2026-04-03", "L. 422-1", false, false, 75, Verified),
        ("2026-04-03", "L. 424-1", true, false, 25, Verified),
        ("2026-04-03", "L. 424-1", false, false, 225, Verified),
        ("2026-04-03", "L. 423-7", true, true, 425, Verified),
        ("2026-04-03", "L. 424-9", true, true, 25, Verified),
        ("2026-04-03", "L. 424-3", true, true, 225, Verified),
        ("2026-04-03", "L. 425-6", false, false, 0, Verified),
        ("2026-04-03", "L. 425-4", true, false, 0, Verified),
        ("2026-04-20", "L. 423-7", false, false, 225, Memory),
        ("2026-11-20", "L. 423-7", false, false, 250, Memory),
        ("2026-11-20", "L. 423-7", true, false, 350, Memory),
        ("2026-11-20", "L. 422-1", true, false, 150, Memory),
        ("2026-11-20", "L. 423-7", true, true, 650, Memory),
        ("2026-11-20", "L. 425-6", false, false, 0, Verified),
        ("2026-11-20", "L. 425-4", true, false, 100, Memory),
    ] {
        let facts = FeeFacts { article: Some(article), first, regularisation, on: d(on) };
        let found = fees(&facts, &catalogue());
        assert_eq!((found.total_euros, found.why.certainty), (total, certainty), "{on} {article} {first}");
        let doubted = found.why.because.iter().any(|sentence| sentence.contains("non vérifiée"));
        assert_eq!(doubted, certainty == Memory, "{on} {article}: {:?}", found.why.because);
    }
}

#[test]
fn part_of_the_regularisation_is_paid_with_the_request() {
    let facts = FeeFacts { article: Some("L. 423-7"), first: true, regularisation: true, on: d("2026-04-03") };
    let at_request: u32 = fees(&facts, &catalogue()).lines.iter().map(|line| line.at_request_euros).sum();
    assert_eq!(at_request, 50);
}

/// CESEDA L. 436-5; AS-04, AS-08, AS-11.
#[test]
fn the_late_fee_is_proposed_unless_steps_were_taken_before_the_close() {
    let (catalogue, calendar) = (catalogue(), calendar("67"));
    let diligent = |since: &str| LateFacts { diligent_since: Some(d(since)), ..LateFacts::default() };
    let none = LateFacts::default();
    for (expiry, evidence, facts, euros, waived) in [
        ("2027-01-20", "2026-11-24", none, 180, None),
        ("2027-01-20", "2026-11-23", none, 0, Some(Waiver::InTime)),
        ("2027-01-20", "2026-12-15", diligent("2026-11-18"), 0, Some(Waiver::Diligence)),
        ("2027-01-20", "2026-12-15", diligent("2026-11-24"), 180, None),
        ("2026-12-31", "2026-11-20", diligent("2026-10-20"), 0, Some(Waiver::Diligence)),
        ("2027-01-20", "2026-12-15", LateFacts { force_majeure: true, ..none }, 0, Some(Waiver::ForceMajeure)),
        ("2027-01-20", "2026-12-15", LateFacts { valid_visa: true, ..none }, 0, Some(Waiver::ValidVisa)),
    ] {
        let window = filing_window(d(expiry), WindowKind::Listed, &catalogue, &calendar);
        let fee = late_fee(d(evidence), &window, &facts, &catalogue);
        assert_eq!((fee.euros, fee.waived), (euros, waived), "{evidence} {facts:?}");
        assert!(fee.why.source.contains("L. 436-5"));
    }
}
