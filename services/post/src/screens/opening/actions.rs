//! What is done at the opening. Each answer leads back to the page, which says what became of it.

use axum::extract::State;
use casework::{
    EmptiedBox, ForwardError, HandedOver, OpenedNow, Opening, OpeningError, empty_drop_box, forward_unopened,
    open_envelopes, take_back_opening, take_handed_over,
};
use domain::{OpenedClass, OpenedId};
use formats::TrackingNumber;
use store::openings;
use web::{Done, Problem, Staff, t, t1, words};

use super::{HERE, past_day, said};
use crate::screens::{Desk, Fields, separators::serial};

/// Most envelopes entered by one form.
const MOST: usize = 500;

pub(super) fn refused(error: OpeningError) -> Problem {
    match error {
        OpeningError::Future => Problem::Conflict(t("post-opening-future")),
        OpeningError::Store(error) => error.into(),
    }
}

/// Arrival labels that no other envelope has.
pub(super) fn new_labels(desk: &Desk, count: usize) -> Vec<String> {
    (0..count).map(|index| serial(index, desk.web.now())).collect()
}

/// The number of envelopes of a field; nothing when it is none or too large.
pub(super) fn number(fields: &Fields, name: &str) -> Option<usize> {
    fields.get(name).parse().ok().filter(|count| (1..=MOST).contains(count))
}

fn encoded(name: &str, number: &str) -> String {
    let query = form_urlencoded::Serializer::new(String::new()).append_pair(name, number).finish();
    format!("{HERE}?{query}")
}

/// `POST /courrier/ouverture/numero`: a number from the hand scanner. One that cannot be right is kept only if a person says so.
pub(crate) async fn scan(State(desk): State<Desk>, staff: Staff, fields: Fields) -> Result<Done, Problem> {
    let typed = fields.get("numero");
    if typed.is_empty() {
        return Ok(Done::to(HERE));
    }
    let number = TrackingNumber::parse(typed);
    if number.valid != Some(true) && !fields.has("garder") {
        return Ok(Done::to(encoded("douteux", typed)));
    }
    let opening = Opening {
        class: OpenedClass::Registered,
        number: Some(number.printed()),
        label: new_labels(&desk, 1).concat(),
        origin: None,
        evidence: None,
        register: None,
    };
    let done = open_envelopes(desk.casework()?, &staff.actor(), staff.user_id, vec![opening]).await.map_err(refused)?;
    let known = done.iter().any(|opened| matches!(opened, OpenedNow::Known(_)));
    Ok(Done::to(encoded(if known { "connu" } else { "releve" }, typed)))
}

/// `POST /courrier/ouverture/retirer`
pub(crate) async fn take_back(State(desk): State<Desk>, staff: Staff, fields: Fields) -> Result<Done, Problem> {
    let id: OpenedId = fields.id("pli")?;
    if take_back_opening(desk.casework()?, &staff.actor(), staff.user_id, id).await? {
        Ok(Done::to(HERE).saying(t("post-opening-taken-back")))
    } else {
        Ok(Done::to(HERE).warning(t("post-opening-stays")))
    }
}

/// `POST /courrier/ouverture/comptes`
pub(crate) async fn count(State(desk): State<Desk>, staff: Staff, fields: Fields) -> Result<Done, Problem> {
    let (today, now) = (desk.web.today(), desk.web.now());
    let mut tx = desk.begin(&staff).await?;
    for class in OpenedClass::ALL {
        let name = format!("compte_{}", class.word());
        let Some(typed) = fields.some(&name) else { continue };
        let Some(envelopes) = typed.parse::<i32>().ok().filter(|count| (0..=100_000).contains(count)) else {
            return Ok(Done::to(HERE).warning(t1("post-opening-no-number", "typed", typed)));
        };
        openings::set_count(&mut tx, today, *class, envelopes, staff.user_id, now).await?;
    }
    tx.commit().await?;
    Ok(Done::to(HERE).saying(t("post-opening-counted")))
}

/// `POST /courrier/ouverture/boite`
pub(crate) async fn empty_box(State(desk): State<Desk>, staff: Staff, fields: Fields) -> Result<Done, Problem> {
    let (name, witness) = (fields.get("boite"), fields.get("temoin"));
    let count = if fields.get("plis_boite") == "0" { Some(0) } else { number(&fields, "plis_boite") };
    let (Some(count), false, false) = (count, name.is_empty(), witness.is_empty()) else {
        return Ok(Done::to(HERE).warning(t("post-opening-box-incomplete")));
    };
    let emptied = EmptiedBox {
        name: name.to_owned(),
        witness: witness.to_owned(),
        seal_whole: fields.has("scelle"),
        labels: new_labels(&desk, count),
    };
    let (opened, found) =
        empty_drop_box(desk.casework()?, &staff.actor(), staff.user_id, emptied).await.map_err(refused)?;
    let proof = words::evidence_kind(found.evidence.chosen().kind);
    Ok(Done::to(HERE).saying(said(opened.len(), found.evidence.date(), proof)))
}

/// `POST /courrier/ouverture/remise`
pub(crate) async fn hand_over(State(desk): State<Desk>, staff: Staff, fields: Fields) -> Result<Done, Problem> {
    let origin = fields.get("origine");
    let day = past_day(fields.get("remis_le"), desk.web.today());
    let (Some(handed_on), Some(count), false) = (day, number(&fields, "plis_remis"), origin.is_empty()) else {
        return Ok(Done::to(HERE).warning(t("post-opening-handed-incomplete")));
    };
    let handed = HandedOver {
        origin: origin.to_owned(),
        handed_on,
        agreement: fields.has("convention"),
        labels: new_labels(&desk, count),
    };
    let (opened, found) =
        take_handed_over(desk.casework()?, &staff.actor(), staff.user_id, handed).await.map_err(refused)?;
    let proof = words::evidence_kind(found.evidence.chosen().kind);
    Ok(Done::to(HERE).saying(said(opened.len(), found.evidence.date(), proof)))
}

/// `POST /courrier/ouverture/fermes`: sealed medical envelopes are entered, never opened.
pub(crate) async fn seal(State(desk): State<Desk>, staff: Staff, fields: Fields) -> Result<Done, Problem> {
    let class = OpenedClass::from_word(fields.get("classe")).ok_or(Problem::BadRequest)?;
    let Some(count) = number(&fields, "plis_fermes") else {
        return Ok(Done::to(HERE).warning(t1("post-opening-no-number", "typed", fields.get("plis_fermes"))));
    };
    let opening = |label| Opening { class, number: None, label, origin: None, evidence: None, register: None };
    let openings = new_labels(&desk, count).into_iter().map(opening).collect();
    let done = open_envelopes(desk.casework()?, &staff.actor(), staff.user_id, openings).await.map_err(refused)?;
    Ok(Done::to(HERE).saying(t1("post-opening-entered", "count", done.len())))
}

/// `POST /courrier/ouverture/transmettre`
pub(crate) async fn forward(State(desk): State<Desk>, staff: Staff, fields: Fields) -> Result<Done, Problem> {
    let class = OpenedClass::from_word(fields.get("classe")).ok_or(Problem::BadRequest)?;
    match forward_unopened(desk.casework()?, &staff.actor(), class, fields.get("a")).await {
        Ok(sent) => Ok(Done::to(HERE).saying(t1("post-opening-sent-on", "count", sent))),
        Err(ForwardError::Nobody) => Ok(Done::to(HERE).warning(t("post-opening-nobody"))),
        Err(ForwardError::Class) => Err(Problem::BadRequest),
        Err(ForwardError::Store(error)) => Err(error.into()),
    }
}
