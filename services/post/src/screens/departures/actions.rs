//! What a person does with letters. Each action is an operation of `casework`.

use axum::extract::State;
use casework::{
    ApproveError, CancelRunError, Envelopes, HandError, HandOverStands, PrintError, ReleaseError, ResendError,
};
use domain::{LetterId, Personal, PrintRunId};
use web::{Done, Problem, Staff, t, t1, t2};

use super::unsigned::told;
use crate::screens::{Desk, Fields};

/// The page of departures.
const HERE: &str = "/courrier/departs";

/// The letters ticked; with the button for all, every letter that the page showed.
fn chosen(fields: &Fields) -> Result<Vec<LetterId>, Problem> {
    if fields.has("tout") { fields.ids("montree") } else { fields.ids("lettre") }
}

/// `POST /courrier/departs/approuver`
pub(crate) async fn approve(State(desk): State<Desk>, staff: Staff, fields: Fields) -> Result<Done, Problem> {
    let ids = chosen(&fields)?;
    if ids.is_empty() {
        return Ok(Done::to(HERE).warning(t("post-none-chosen")));
    }
    match casework::approve_letters(desk.casework()?, &staff.actor(), staff.user_id, &ids).await {
        Ok(done) if !done.unsigned.is_empty() => {
            let rows = told(&done.unsigned, &desk.casework()?.site.catalogue);
            let text = format!("{} {rows}", t1("post-approved", "count", done.approved));
            Ok(Done::to(HERE).warning(text).undo("/courrier/departs/annuler", &[("cle", &done.undo.to_string())]))
        }
        Ok(done) if done.held > 0 => {
            let text = t2("post-approved-some", "approved", done.approved, "held", done.held);
            Ok(Done::to(HERE).warning(text).undo("/courrier/departs/annuler", &[("cle", &done.undo.to_string())]))
        }
        Ok(done) => {
            let text = t1("post-approved", "count", done.approved);
            Ok(Done::to(HERE).saying(text).undo("/courrier/departs/annuler", &[("cle", &done.undo.to_string())]))
        }
        Err(ApproveError::Refused(_)) => Err(Problem::Conflict(t("post-conflict-letter"))),
        Err(ApproveError::Store(error)) => Err(error.into()),
    }
}

/// `POST /courrier/departs/desapprouver`
pub(crate) async fn unapprove(State(desk): State<Desk>, staff: Staff, fields: Fields) -> Result<Done, Problem> {
    let ids = fields.ids::<LetterId>("lettre")?;
    if ids.is_empty() {
        return Ok(Done::to(HERE).warning(t("post-none-chosen")));
    }
    match casework::unapprove_letters(desk.casework()?, &staff.actor(), &ids).await {
        Ok(count) => Ok(Done::to(HERE).saying(t1("post-unapproved", "count", count))),
        Err(ApproveError::Refused(_)) => Err(Problem::Conflict(t("post-conflict-letter"))),
        Err(ApproveError::Store(error)) => Err(error.into()),
    }
}

/// `POST /courrier/departs/imprimer`: one PDF for the pile, each letter on a new sheet.
pub(crate) async fn print(State(desk): State<Desk>, staff: Staff, fields: Fields) -> Result<Done, Problem> {
    let ids = chosen(&fields)?;
    let merge = |pdfs: Vec<axum::body::Bytes>| {
        let pdfs: Vec<Vec<u8>> = pdfs.into_iter().map(Vec::from).collect();
        letters::merge(&pdfs, true).map_err(|error| error.to_string())
    };
    let envelopes = if fields.has("ensemble") { Envelopes::Shared } else { Envelopes::Single };
    match casework::print_letters(desk.casework()?, &staff.actor(), staff.user_id, &ids, envelopes, merge).await {
        Ok(run) => Ok(Done::to(format!("{HERE}/piles/{run}")).saying(t("post-printed"))),
        Err(PrintError::Empty) => Ok(Done::to(HERE).warning(t("post-none-chosen"))),
        Err(PrintError::Unsigned(rows)) => Ok(Done::to(HERE).warning(told(&rows, &desk.casework()?.site.catalogue))),
        Err(PrintError::Held(count)) => Ok(Done::to(HERE).warning(t1("post-print-held", "count", count))),
        Err(PrintError::Refused(_)) => Err(Problem::Conflict(t("post-conflict-letter"))),
        Err(error @ PrintError::Merge(_)) => Err(Problem::internal(error)),
        Err(PrintError::Store(error)) => Err(error.into()),
    }
}

/// `POST /courrier/departs/remettre`
pub(crate) async fn hand(State(desk): State<Desk>, staff: Staff, fields: Fields) -> Result<Done, Problem> {
    let run: PrintRunId = fields.id("pile")?;
    match casework::hand_to_post(desk.casework()?, &staff.actor(), staff.user_id, run).await {
        Ok(count) => Ok(Done::to(HERE)
            .saying(t1("post-handed", "count", count))
            .undo(format!("{HERE}/remise"), &[("pile", &run.to_string()), ("motif", &t("post-hand-undo-reason"))])),
        Err(HandError::Already | HandError::Refused(_)) => Err(Problem::Conflict(t("post-conflict-pile"))),
        Err(HandError::NumberMissing(count)) => {
            Ok(Done::to(format!("{HERE}/piles/{run}")).warning(t1("post-hand-number-missing", "count", count)))
        }
        Err(HandError::Store(error)) => Err(error.into()),
    }
}

/// `POST /courrier/departs/remise`: the pile, or the envelope of one letter, had not left. On the same day only.
pub(crate) async fn take_back(State(desk): State<Desk>, staff: Staff, fields: Fields) -> Result<Done, Problem> {
    let run: PrintRunId = fields.id("pile")?;
    let only = fields.some("lettre").map(str::parse::<LetterId>).transpose().map_err(|_| Problem::BadRequest)?;
    let pile = |run: PrintRunId| Done::to(format!("{HERE}/piles/{run}"));
    let (actor, reason) = (staff.actor(), fields.get("motif"));
    match casework::take_back_hand_over(desk.casework()?, &actor, staff.user_id, run, only, reason).await {
        Ok(taken) if taken.run == run => Ok(pile(run).saying(t1("post-hand-taken-back", "count", taken.letters))),
        Ok(taken) => Ok(pile(taken.run).saying(t1("post-hand-taken-out", "count", taken.letters))),
        Err(HandOverStands::NoReason) => Ok(pile(run).warning(t("post-hand-back-reason-needed"))),
        Err(HandOverStands::OtherDay) => Ok(pile(run).warning(t("post-undo-other-day"))),
        Err(HandOverStands::Left) => Ok(pile(run).warning(t("post-hand-back-left"))),
        Err(HandOverStands::NotHanded) => Err(Problem::Conflict(t("post-conflict-not-handed"))),
        Err(HandOverStands::Store(error)) => Err(error.into()),
    }
}

/// `POST /courrier/departs/separer`: a letter of a printed pile gets an envelope of its own.
pub(crate) async fn own_envelope(State(desk): State<Desk>, staff: Staff, fields: Fields) -> Result<Done, Problem> {
    let (run, letter): (PrintRunId, LetterId) = (fields.id("pile")?, fields.id("lettre")?);
    match casework::own_envelope(desk.casework()?, &staff.actor(), run, letter).await {
        Ok(()) => Ok(Done::to(format!("{HERE}/piles/{run}")).saying(t("post-own-envelope-done"))),
        Err(CancelRunError::Refused(_)) => Err(Problem::Conflict(t("post-conflict-pile"))),
        Err(CancelRunError::Store(error)) => Err(error.into()),
    }
}

/// `POST /courrier/departs/reprendre`
pub(crate) async fn cancel(State(desk): State<Desk>, staff: Staff, fields: Fields) -> Result<Done, Problem> {
    let run: PrintRunId = fields.id("pile")?;
    match casework::cancel_print_run(desk.casework()?, &staff.actor(), run, None).await {
        Ok(count) => Ok(Done::to(HERE).saying(t1("post-run-cancelled", "count", count))),
        Err(CancelRunError::Refused(_)) => Err(Problem::Conflict(t("post-conflict-pile"))),
        Err(CancelRunError::Store(error)) => Err(error.into()),
    }
}

/// `POST /courrier/departs/sortir`: one letter of a printed pile does not leave with it.
pub(crate) async fn take_out(State(desk): State<Desk>, staff: Staff, fields: Fields) -> Result<Done, Problem> {
    let (run, letter): (PrintRunId, LetterId) = (fields.id("pile")?, fields.id("lettre")?);
    match casework::cancel_print_run(desk.casework()?, &staff.actor(), run, Some(letter)).await {
        Ok(1..) => Ok(Done::to(HERE).saying(t("post-taken-out"))),
        Ok(0) | Err(CancelRunError::Refused(_)) => Err(Problem::Conflict(t("post-conflict-pile"))),
        Err(CancelRunError::Store(error)) => Err(error.into()),
    }
}

/// `POST /courrier/departs/liberer`: the held letters of a case go on, to the address given or to one that is safe by now.
pub(crate) async fn release(State(desk): State<Desk>, staff: Staff, fields: Fields) -> Result<Done, Problem> {
    let ids = fields.ids::<LetterId>("lettre")?;
    let address = fields.some("adresse").map(|typed| Personal(typed.to_owned()));
    for id in &ids {
        match casework::release_letter(desk.casework()?, &staff.actor(), *id, address.clone()).await {
            Ok(()) => {}
            Err(ReleaseError::NoSafeAddress) => return Ok(Done::to(HERE).warning(t("post-release-no-address"))),
            Err(ReleaseError::NoPerson) => return Ok(Done::to(HERE).warning(t("post-release-no-person"))),
            Err(ReleaseError::Refused(_)) => return Err(Problem::Conflict(t("post-conflict-letter"))),
            Err(ReleaseError::Store(error)) => return Err(error.into()),
            Err(ReleaseError::Queue(error)) => return Err(Problem::internal(error)),
        }
    }
    Ok(Done::to(HERE).saying(t1("post-released", "count", ids.len())))
}

/// `POST /courrier/departs/renvoyer`: a held letter leaves by e-mail once more; the address was checked with the person.
pub(crate) async fn resend(State(desk): State<Desk>, staff: Staff, fields: Fields) -> Result<Done, Problem> {
    match casework::resend_letter(desk.casework()?, &staff.actor(), fields.id("lettre")?).await {
        Ok(()) => Ok(Done::to(HERE).saying(t("post-resent"))),
        Err(ResendError::Unsafe(_)) => Ok(Done::to(HERE).warning(t("post-resend-unsafe"))),
        Err(ResendError::Refused(_) | ResendError::NotByEmail) => Err(Problem::Conflict(t("post-conflict-letter"))),
        Err(ResendError::Store(error)) => Err(error.into()),
        Err(ResendError::Queue(error)) => Err(Problem::internal(error)),
    }
}
