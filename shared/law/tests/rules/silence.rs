//! The delay of the rejection, what stops it, and what missing pieces prevent.

use law::{
    MissingPiece, PieceRequest, Silence, clock_pause, implicit_rejection, missing_pieces, prolonged, silence_dates,
};

use crate::{catalogue, d};

fn silence(received: &str) -> Silence<'static> {
    Silence { received_on: d(received), title: None, article: None, chosen: None, channel_basis_recorded: true }
}

fn request(dispatched: &str, limit: &str, pieces: Option<&str>) -> PieceRequest {
    PieceRequest {
        dispatched_on: d(dispatched),
        presumed_receipt: d(dispatched),
        limit: d(limit),
        states_effect: true,
        pieces_on: pieces.map(d),
        in_doubt: false,
    }
}

/// CRPA L. 114-5; the example of domain section 2.5: + 15 days, and the three dates side by side.
#[test]
fn the_three_dates_of_a_silence_are_kept_side_by_side_and_the_earliest_is_told() {
    let catalogue = catalogue();
    let asked = request("2026-11-30", "2026-12-30", Some("2026-12-15"));
    let pause = clock_pause(&asked, &catalogue).expect("coherent").suspension.expect("suspended");
    assert_eq!((pause.from, pause.until), (d("2026-11-30"), d("2026-12-15")));
    let dates = silence_dates(&silence("2026-11-20"), &[pause], &catalogue);
    assert_eq!(dates.if_complete_from_receipt, d("2027-03-20"));
    assert_eq!(dates.with_suspension, d("2027-04-04"));
    assert_eq!((dates.if_incomplete, dates.act_before), (None, d("2027-03-20")));
    assert!(dates.why.source.contains("L. 114-5"), "{}", dates.why.source);
}

/// CRPA L. 114-5: to the first of the pieces and of the limit; a request that may not have arrived stops nothing (AS-24).
#[test]
fn the_delay_stops_until_the_pieces_or_the_limit_whichever_comes_first() {
    let catalogue = catalogue();
    let until =
        |asked: &PieceRequest| clock_pause(asked, &catalogue).expect("coherent").suspension.map(|pause| pause.until);
    let asked = request("2026-11-25", "2026-12-28", None);
    assert_eq!(until(&asked), Some(d("2026-12-28")), "the limit");
    assert_eq!(until(&request("2026-11-25", "2026-12-28", Some("2027-01-10"))), Some(d("2026-12-28")));
    assert_eq!(until(&request("2026-11-25", "2026-12-28", Some("2026-11-25"))), None, "already sent");
    assert_eq!(until(&PieceRequest { in_doubt: true, ..asked }), None, "returned mail");
    assert_eq!(until(&PieceRequest { states_effect: false, ..asked }), None, "its effect is not stated");
    let wrong = PieceRequest { limit: d("2026-11-24"), ..asked };
    assert!(clock_pause(&wrong, &catalogue).expect_err("contradiction").to_string().contains("vérifiez"));
}

/// CESEDA R. 421-23, al. 2.
#[test]
fn the_prefect_may_prolong_the_delay_of_a_blue_card_of_another_state() {
    let catalogue = catalogue();
    let facts = Silence { chosen: Some("blue_card_other_state"), ..silence("2026-11-20") };
    assert_eq!(prolonged(&implicit_rejection(&facts, &catalogue), &catalogue).on, d("2027-01-19"));
}

/// CE, opinion of 6 May 2025, no 499904; AS-04, AS-18: no document, transfer or move is an input of the date.
#[test]
fn as_18_a_move_keeps_the_clock_of_the_first_reception() {
    assert_eq!(implicit_rejection(&silence("2026-11-20"), &catalogue()).on, d("2027-03-20"));
}

/// CRPA L. 114-5-1, L. 114-8.
#[test]
fn only_an_indispensable_piece_holds_the_examination_back() {
    let piece = |label: &str, indispensable, obtained_by_administration| MissingPiece {
        label: label.to_owned(),
        indispensable,
        obtained_by_administration,
    };
    let effect = |pieces: &[MissingPiece]| missing_pieces(pieces, d("2026-11-20"), &catalogue());
    assert!(effect(&[]).examination_goes_on);
    assert!(effect(&[piece("Quittance", false, false)]).examination_goes_on);
    let blocked = effect(&[piece("Passeport", true, false), piece("Avis d'imposition", true, true)]);
    assert!(!blocked.examination_goes_on);
    assert_eq!(
        (blocked.to_ask, blocked.to_obtain),
        (vec!["Passeport".to_owned()], vec!["Avis d'imposition".to_owned()])
    );
    assert!(effect(&[piece("Avis d'imposition", true, true)]).examination_goes_on, "the service obtains it itself");
}
