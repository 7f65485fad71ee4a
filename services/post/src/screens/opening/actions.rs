//! What is done at the opening. Each answer leads back to the page, which says what became of it.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use casework::{
    EmptiedBox, ForwardError, HandedOver, OpenedNow, OpenedTogether, Opening, OpeningError, empty_drop_box,
    forward_unopened, open_envelopes, take_back_opening, take_handed_over,
};
use domain::{OpenedClass, OpenedId};
use formats::TrackingNumber;
use law::evidence::EvidenceFound;
use store::opening_counts;
use uuid::Uuid;
use web::{Done, Frame, Problem, Staff, View, dates, t, t1, t2, words};

use super::{HERE, forms::Refused, numbers::numbers, opening, past_day, said, scans::Scanned, tallies};
use crate::screens::{Desk, Fields, separators::serials};

/// Most envelopes entered by one form.
pub(super) const MOST: usize = 500;
/// The longest address that every browser and every proxy takes; what is longer is answered by the page itself.
const LONGEST: usize = 4000;

pub(super) fn refused(error: OpeningError) -> Problem {
    match error {
        OpeningError::Future => Problem::Conflict(t("post-opening-future")),
        OpeningError::Store(error) => error.into(),
    }
}

/// Arrival labels that no other envelope has.
pub(super) fn new_labels(desk: &Desk, count: usize) -> Vec<String> {
    serials(count, desk.web.now())
}

/// The number of envelopes of a field; nothing when it is none or too large.
pub(super) fn number(fields: &Fields, name: &str) -> Option<usize> {
    fields.get(name).parse().ok().filter(|count| (1..=MOST).contains(count))
}

/// The page again, with what was typed and what is wrong.
async fn again(desk: &Desk, staff: &Staff, frame: &Frame, refused: &Refused) -> Result<Response, Problem> {
    let page = opening(desk, staff, frame, &Scanned::default(), refused).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, View(page)).into_response())
}

/// Envelopes were opened together: how many, the day that counts for them and what proves it.
fn dated((opened, found): &(OpenedTogether, EvidenceFound)) -> Done {
    let proof = words::evidence_kind(found.evidence.chosen().kind);
    let text = said(opened.envelopes.len(), found.evidence.date(), proof);
    undone_by(Done::to(HERE).saying(text), opened.undo)
}

/// Done, with the key that takes it back.
pub(super) fn undone_by(done: Done, key: Option<Uuid>) -> Done {
    match key {
        Some(key) => done.undo(format!("{HERE}/annuler"), &[("cle", &key.to_string())]),
        None => done,
    }
}

/// `POST /courrier/ouverture/numero`: numbers from the hand scanner, one or many. One that cannot be right is kept only if a person says so;
/// until then, or until it is dropped, it stays in sight.
pub(crate) async fn scan(
    State(desk): State<Desk>,
    staff: Staff,
    frame: Frame,
    fields: Fields,
) -> Result<Response, Problem> {
    let typed = fields.get("numero");
    let mut scanned = Scanned::default();
    for number in fields.all("douteux").filter(|number| !number.is_empty() && *number != typed) {
        scanned.doubt(number);
    }
    if typed.is_empty() || fields.has("ecarter") {
        return told(&desk, &staff, &frame, &scanned, None).await;
    }
    let found = if fields.has("garder") { vec![typed.to_owned()] } else { numbers(typed) };
    if found.len() > MOST {
        scanned.too_many = Some(typed.to_owned());
        let page = opening(&desk, &staff, &frame, &scanned, &Refused::default()).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, View(page)).into_response());
    }
    let sure = |number: &String| fields.has("garder") || TrackingNumber::parse(number).valid == Some(true);
    let (kept, odd): (Vec<String>, Vec<String>) = found.into_iter().partition(sure);
    for number in &odd {
        scanned.doubt(number);
    }
    let undo = keep(&desk, &staff, &kept, &mut scanned).await?;
    told(&desk, &staff, &frame, &scanned, undo).await
}

/// Puts the numbers into the book; the key that takes several of them out again.
async fn keep(desk: &Desk, staff: &Staff, kept: &[String], scanned: &mut Scanned) -> Result<Option<Uuid>, Problem> {
    let labels = new_labels(desk, kept.len());
    let entry = |(number, label): (&String, String)| Opening {
        class: OpenedClass::Registered,
        number: Some(TrackingNumber::parse(number).printed()),
        label,
        origin: None,
        evidence: None,
        register: None,
    };
    let openings = kept.iter().zip(labels).map(entry).collect();
    let done = open_envelopes(desk.casework()?, &staff.actor(), staff.user_id, openings).await.map_err(refused)?;
    let known = done.envelopes.iter().filter(|opened| matches!(opened, OpenedNow::Known(_))).count();
    match kept {
        [] => {}
        [one] if known == 0 => scanned.kept = Some(one.clone()),
        [one] => scanned.known = Some(one.clone()),
        many => (scanned.kept_count, scanned.known_count) = (many.len() - known, known),
    }
    Ok(done.undo.filter(|_| kept.len() > 1))
}

/// Leads to the page that says what became of the numbers; with too many doubtful ones for an address, the page is the answer.
async fn told(
    desk: &Desk,
    staff: &Staff,
    frame: &Frame,
    scanned: &Scanned,
    undo: Option<Uuid>,
) -> Result<Response, Problem> {
    let path = scanned.path();
    if path.len() > LONGEST {
        return Ok(View(opening(desk, staff, frame, scanned, &Refused::default()).await?).into_response());
    }
    let back = Done::to(path);
    Ok(match undo {
        Some(_) => undone_by(back.saying(t1("post-opening-entered", "count", scanned.kept_count)), undo),
        None => back,
    }
    .into_response())
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

/// `POST /courrier/ouverture/comptes`: all counts, or none when one is no number.
pub(crate) async fn count(
    State(desk): State<Desk>,
    staff: Staff,
    frame: Frame,
    fields: Fields,
) -> Result<Response, Problem> {
    let (today, now) = (desk.web.today(), desk.web.now());
    let mut wrong = Refused::of(&fields);
    let names = OpenedClass::ALL.iter().map(|class| (Some(*class), format!("compte_{}", class.word())));
    let names = std::iter::once((None, "sacs".to_owned())).chain(names);
    let mut counts: Vec<(Option<OpenedClass>, i32)> = Vec::new();
    for (class, name) in names {
        let Some(typed) = fields.some(&name) else { continue };
        match tallies::number(typed) {
            Some(count) => counts.push((class, count)),
            None => wrong.wrong(&name, t1("post-opening-no-number", "typed", typed)),
        }
    }
    if wrong.is_refused() {
        return again(&desk, &staff, &frame, &wrong).await;
    }
    let mut tx = desk.begin(&staff).await?;
    for (class, count) in counts {
        match class {
            Some(class) => opening_counts::set(&mut tx, today, class, count, staff.user_id, now).await?,
            None => opening_counts::set_bags(&mut tx, today, count, staff.user_id, now).await?,
        }
    }
    tx.commit().await?;
    Ok(Done::to(HERE).saying(t("post-opening-counted")).into_response())
}

/// `POST /courrier/ouverture/boite`
pub(crate) async fn empty_box(
    State(desk): State<Desk>,
    staff: Staff,
    frame: Frame,
    fields: Fields,
) -> Result<Response, Problem> {
    let (name, witness) = (fields.get("boite"), fields.get("temoin"));
    let mut wrong = Refused::of(&fields);
    for (field, value, text) in
        [("boite", name, "post-opening-box-needed"), ("temoin", witness, "post-opening-witness-needed")]
    {
        if value.is_empty() {
            wrong.wrong(field, t(text));
        }
    }
    let count = if fields.get("plis_boite") == "0" { Some(0) } else { number(&fields, "plis_boite") };
    if count.is_none() {
        wrong.wrong("plis_boite", t("post-opening-box-count-needed"));
    }
    let Some(count) = count.filter(|_| !wrong.is_refused()) else { return again(&desk, &staff, &frame, &wrong).await };
    let emptied = EmptiedBox {
        name: name.to_owned(),
        witness: witness.to_owned(),
        seal_whole: fields.has("scelle"),
        labels: new_labels(&desk, count),
    };
    let done = empty_drop_box(desk.casework()?, &staff.actor(), staff.user_id, emptied).await;
    Ok(dated(&done.map_err(refused)?).into_response())
}

/// `POST /courrier/ouverture/remise`
pub(crate) async fn hand_over(
    State(desk): State<Desk>,
    staff: Staff,
    frame: Frame,
    fields: Fields,
) -> Result<Response, Problem> {
    let origin = fields.get("origine");
    let day = past_day(fields.get("remis_le"), desk.web.today());
    let count = number(&fields, "plis_remis");
    let mut wrong = Refused::of(&fields);
    if origin.is_empty() {
        wrong.wrong("origine", t("post-opening-origin-needed"));
    }
    if day.is_none() {
        wrong.wrong("remis_le", t("post-opening-day-wrong"));
    }
    if count.is_none() {
        wrong.wrong("plis_remis", t("post-opening-count-needed"));
    }
    let Some((handed_on, count)) = day.zip(count).filter(|_| !wrong.is_refused()) else {
        return again(&desk, &staff, &frame, &wrong).await;
    };
    let handed = HandedOver {
        origin: origin.to_owned(),
        handed_on,
        agreement: fields.has("convention"),
        labels: new_labels(&desk, count),
    };
    let casework = desk.casework()?;
    let done = take_handed_over(casework, &staff.actor(), staff.user_id, handed).await.map_err(refused)?;
    let today = desk.web.today();
    if law::evidence::long_before(handed_on, today, &casework.site.catalogue) {
        let text = t2("post-opening-handed-long-ago", "count", count, "date", dates::long(handed_on));
        return Ok(undone_by(Done::to(HERE).warning(text), done.0.undo).into_response());
    }
    Ok(dated(&done).into_response())
}

/// `POST /courrier/ouverture/fermes`: sealed medical envelopes are entered, never opened.
pub(crate) async fn seal(
    State(desk): State<Desk>,
    staff: Staff,
    frame: Frame,
    fields: Fields,
) -> Result<Response, Problem> {
    let class = OpenedClass::from_word(fields.get("classe")).ok_or(Problem::BadRequest)?;
    let Some(count) = number(&fields, "plis_fermes") else {
        let mut wrong = Refused::of(&fields);
        wrong.wrong("plis_fermes", t("post-opening-count-needed"));
        return again(&desk, &staff, &frame, &wrong).await;
    };
    let opening = |label| Opening { class, number: None, label, origin: None, evidence: None, register: None };
    let openings = new_labels(&desk, count).into_iter().map(opening).collect();
    let done = open_envelopes(desk.casework()?, &staff.actor(), staff.user_id, openings).await.map_err(refused)?;
    let text = t1("post-opening-entered", "count", done.envelopes.len());
    Ok(undone_by(Done::to(HERE).saying(text), done.undo).into_response())
}

/// `POST /courrier/ouverture/transmettre`
pub(crate) async fn forward(State(desk): State<Desk>, staff: Staff, fields: Fields) -> Result<Done, Problem> {
    let class = OpenedClass::from_word(fields.get("classe")).ok_or(Problem::BadRequest)?;
    let to = fields.get("a");
    let outcome = t1("post-opening-sealed-outcome", "to", to);
    match forward_unopened(desk.casework()?, &staff.actor(), staff.user_id, class, to, &outcome).await {
        Ok(sent) => {
            Ok(undone_by(Done::to(HERE).saying(t1("post-opening-sent-on", "count", sent.envelopes)), sent.undo))
        }
        Err(ForwardError::Nobody) => Ok(Done::to(HERE).warning(t("post-opening-nobody"))),
        Err(ForwardError::Class) => Err(Problem::BadRequest),
        Err(ForwardError::Store(error)) => Err(error.into()),
    }
}
