//! M5: a second person reads the dates of an envelope again, blind; then both readings stand side by side.

pub(crate) mod correction;
mod difference;
mod ended;
mod form;
mod proposals;
mod sampling;

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use casework::{Retold, SecondReading, SecondReadingError, SettleCheckError, record_second_reading, settle_check};
use chrono::TimeDelta;
use difference::Difference;
use domain::{CheckOutcome, CommunicationId};
use ended::Ended;
use form::{Form, Typed};
use proposals::Corrections;
use sampling::SampleRow;
use serde::Deserialize;
use store::{
    StoreError, Transaction, date_corrections,
    reads::{
        indexing::{self, EnvelopeView},
        pages::{self, PageLine},
    },
    second_checks::{self, OpenChecks, SecondCheck},
};
use web::{
    Done, Frame, Page, Problem, Staff, View, dates,
    parts::{Badge, Empty, ErrorSummary, FieldError, Sheet, Tone},
    t, t1, t2, tw,
};

use super::{
    Desk, Fields,
    indexing::postmark::{self, Postmark},
    leaves::{Leaves, Looked},
};

/// The page.
const HERE: &str = "/courrier/verification";
/// Where a settlement is taken back.
const UNDO: &str = "/courrier/verification/annuler";
/// How far the checks are looked through for one that nobody has open.
const LOOKED_THROUGH: i64 = 30;
/// Over which time agreements are counted.
const COUNTED: TimeDelta = TimeDelta::days(30);

/// What the address asks for.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct Asked {
    page: Option<u32>,
    zoom: Option<String>,
    rotation: Option<u16>,
    relire: Option<u8>,
    sauf: Option<String>,
}

impl Asked {
    /// Another page of the envelope, as it usually stands.
    fn of_page(page: u32) -> Self {
        Self { page: Some(page), ..Self::default() }
    }

    fn looked(&self) -> Looked {
        Looked { page: self.page, zoom: self.zoom.clone(), rotation: self.rotation }
    }
}

#[derive(Template)]
#[template(path = "post/verification.html")]
pub(crate) struct VerificationPage {
    page: Page,
    facts: Vec<String>,
    path: String,
    heading: String,
    received: String,
    reasons: Vec<Badge>,
    later: String,
    sheet: Option<Sheet>,
    stamped: Option<Postmark>,
    errors: ErrorSummary,
    form: Option<Form>,
    difference: Option<Difference>,
    empty: Option<Empty>,
    ended: Vec<Ended>,
    sampling: Vec<SampleRow>,
    corrections: Option<Corrections>,
}

/// `/courrier/verification`: the next envelope that this person may check, or what will come.
pub(crate) async fn next(
    State(desk): State<Desk>,
    staff: Staff,
    frame: Frame,
    Query(asked): Query<Asked>,
) -> Result<View<VerificationPage>, Problem> {
    let mut tx = desk.begin(&staff).await?;
    let (user, now) = (staff.user_id, desk.web.now());
    let open = second_checks::open(&mut tx, user, LOOKED_THROUGH).await?;
    let left: Option<CommunicationId> = asked.sauf.as_deref().and_then(|id| id.parse().ok());
    let others: Vec<CommunicationId> = open.mine.iter().copied().filter(|id| Some(*id) != left).collect();
    let free = others.iter().find(|id| !desk.claims.held_by_another(**id, user, now));
    let visit = Visit { desk: &desk, staff: &staff, frame: &frame };
    match free.or(others.first()).or(open.mine.first()) {
        Some(id) => Ok(View(page(visit, tx, *id, &Asked::default(), None).await?)),
        None => Ok(View(nothing(visit, &mut tx, &open).await?)),
    }
}

/// `/courrier/verification/{envelope}`
pub(crate) async fn show(
    State(desk): State<Desk>,
    staff: Staff,
    frame: Frame,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<View<VerificationPage>, Problem> {
    let id = id.parse().map_err(|_| Problem::NotFound)?;
    let tx = desk.begin(&staff).await?;
    let visit = Visit { desk: &desk, staff: &staff, frame: &frame };
    Ok(View(page(visit, tx, id, &asked, None).await?))
}

/// `POST /courrier/verification/{envelope}`: the second reading.
pub(crate) async fn submit(
    State(desk): State<Desk>,
    staff: Staff,
    frame: Frame,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, Problem> {
    let id: CommunicationId = id.parse().map_err(|_| Problem::NotFound)?;
    let typed = Typed::read(&fields);
    let mut tx = desk.begin(&staff).await?;
    let received_on = indexing::envelope(&mut tx, id).await?.received_on;
    let reading = match typed.reading(received_on) {
        Ok(reading) => reading,
        Err(errors) => {
            let visit = Visit { desk: &desk, staff: &staff, frame: &frame };
            let page = page(visit, tx, id, &Asked::default(), Some((typed, errors))).await?;
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, View(page)).into_response());
        }
    };
    drop(tx);
    let done = record_second_reading(desk.casework()?, &staff.actor(), staff.user_id, id, &reading).await;
    match done {
        Ok(SecondReading::Agreed(key)) => {
            Ok(Done::to(HERE).saying(t("post-check-agreed")).undo(UNDO, &[("cle", &key.to_string())]).into_response())
        }
        Ok(SecondReading::Differs(_)) => Ok(Done::to(format!("{HERE}/{id}")).into_response()),
        Err(SecondReadingError::SamePerson) => Err(Problem::Conflict(t("post-check-same-person"))),
        Err(SecondReadingError::Taken) => Err(Problem::Conflict(t("post-check-taken"))),
        Err(SecondReadingError::Store(error)) => Err(error.into()),
    }
}

/// `POST /courrier/verification/{envelope}/trancher`: which reading is right.
pub(crate) async fn settle(
    State(desk): State<Desk>,
    staff: Staff,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Done, Problem> {
    let id: CommunicationId = id.parse().map_err(|_| Problem::NotFound)?;
    let outcome = CheckOutcome::from_word(fields.get("juste")).ok_or(Problem::BadRequest)?;
    match settle_check(desk.casework()?, &staff.actor(), staff.user_id, id, outcome).await {
        Ok(done) => {
            let (before, after) = (dates::long(done.before), dates::long(done.after));
            let text = if done.before == done.after {
                t1("post-check-kept", "date", after)
            } else {
                t2("post-check-improved", "before", before, "after", after)
            };
            let text = std::iter::once(text).chain(retold(done.retold)).collect::<Vec<_>>().join(" ");
            Ok(Done::to(HERE).saying(text).undo(UNDO, &[("cle", &done.undo.to_string())]))
        }
        Err(SettleCheckError::NotRead) => Err(Problem::Conflict(t("post-check-same-person"))),
        Err(SettleCheckError::Settled) => Err(Problem::Conflict(t("post-check-taken"))),
        Err(SettleCheckError::Proposed) => Err(Problem::Conflict(t("post-check-proposed"))),
        Err(SettleCheckError::Store(error)) => Err(error.into()),
        Err(SettleCheckError::Queue(error)) => Err(Problem::internal(error)),
    }
}

/// What became of letters that said another day.
fn retold(letters: Retold) -> Vec<String> {
    let told = |key: &str, count: usize| (count > 0).then(|| t1(key, "count", count));
    let again = told("post-check-retold", letters.remade);
    again.into_iter().chain(told("post-check-on-paper", letters.on_paper)).collect()
}

/// Who looks, from where.
#[derive(Clone, Copy)]
struct Visit<'a> {
    desk: &'a Desk,
    staff: &'a Staff,
    frame: &'a Frame,
}

async fn nothing(visit: Visit<'_>, tx: &mut Transaction, open: &OpenChecks) -> Result<VerificationPage, Problem> {
    let help = if open.for_others > 0 {
        t1("post-check-none-others", "count", open.for_others)
    } else {
        t("post-check-none-help")
    };
    Ok(VerificationPage {
        page: heading(visit.frame, open),
        facts: facts(visit.desk, tx, open).await?,
        path: HERE.to_owned(),
        heading: String::new(),
        received: String::new(),
        reasons: Vec::new(),
        later: HERE.to_owned(),
        sheet: None,
        stamped: None,
        errors: ErrorSummary::default(),
        form: None,
        difference: None,
        ended: ended::today(tx, visit.desk, visit.staff).await?,
        sampling: sampling::rows(tx, visit.desk.web.now() - COUNTED).await?,
        corrections: Corrections::of(tx, visit.desk, visit.staff).await?,
        empty: Some(Empty::new(t("post-check-none"), help).link("/courrier", t("post-reception-link"))),
    })
}

fn heading(frame: &Frame, open: &OpenChecks) -> Page {
    Page::new(frame, t("post-check-title"))
        .counted(open.to_do)
        .under("/courrier", t("door-post"))
        .wide()
        .shortcut("1-3", t("post-key-check-digits"))
        .shortcut("p s", t("post-key-pages"))
        .shortcut("+ - r", t("post-key-zoom"))
        .shortcut("Ctrl+Entrée", t("post-key-check-submit"))
        .shortcut("i", t("post-check-sampling"))
        .shortcut("e", t("post-check-ended"))
        .shortcut("c", t("post-key-correction"))
        .shortcut("b", t("post-key-correction-answers"))
}

async fn facts(desk: &Desk, tx: &mut Transaction, open: &OpenChecks) -> Result<Vec<String>, StoreError> {
    let (agreed, corrected) = second_checks::settled_since(tx, desk.web.now() - COUNTED).await?;
    let mut facts = vec![t1("post-check-to-do", "count", open.to_do)];
    facts.extend((open.for_others > 0).then(|| t1("post-check-for-others", "count", open.for_others)));
    facts.extend(
        (agreed + corrected > 0).then(|| t2("post-check-rate", "checks", agreed + corrected, "corrected", corrected)),
    );
    Ok(facts)
}

async fn page(
    visit: Visit<'_>,
    mut tx: Transaction,
    id: CommunicationId,
    asked: &Asked,
    wrong: Option<(Typed, Vec<FieldError>)>,
) -> Result<VerificationPage, Problem> {
    let Visit { desk, staff, frame } = visit;
    let check = second_checks::lock(&mut tx, id).await?;
    refuse_closed(&check, staff)?;
    if date_corrections::waiting_of(&mut tx, id).await?.is_some() {
        return Err(Problem::Conflict(t("post-check-proposed")));
    }
    desk.claims.take(id, staff.user_id, desk.web.now());
    let envelope = indexing::envelope(&mut tx, id).await?;
    let lines = pages::of_envelope(&mut tx, id).await?;
    let open = second_checks::open(&mut tx, staff.user_id, 1).await?;
    let facts = facts(desk, &mut tx, &open).await?;
    let sheet = sheet(&mut tx, &envelope, &lines, asked).await?;
    let stamped = postmark::blind(&mut tx, &envelope, &lines).await?;
    let kept = store::communications::evidences(&mut tx, id).await?;
    let sampling = sampling::rows(&mut tx, desk.web.now() - COUNTED).await?;
    let ended = ended::today(&mut tx, desk, staff).await?;
    let corrections = Corrections::of(&mut tx, desk, staff).await?;
    let second =
        check.second.as_ref().map(|(_, reading)| reading).filter(|_| asked.relire.is_none() && wrong.is_none());
    let (typed, errors) = wrong.unwrap_or_default();
    let difference = match second {
        Some(second) => {
            let casework = desk.casework()?;
            let (_, _, alone) = casework::dates_read(&mut tx, casework, id, second).await?;
            let (on, alone) = (envelope.received_on, alone.evidence.date());
            Some(Difference::of(casework, (&check.first, second), on, &kept, alone))
        }
        None => None,
    };
    drop(tx);
    Ok(VerificationPage {
        page: heading(frame, &open),
        facts,
        path: format!("{HERE}/{id}"),
        heading: name(&envelope),
        received: t1("post-received-at", "date", dates::long_instant(envelope.received_at, desk.web.zone())),
        reasons: check
            .reasons
            .iter()
            .map(|reason| Badge::new(Tone::Plain, tw("post-check-reason", reason.word())))
            .collect(),
        later: format!("{HERE}?sauf={id}"),
        sheet,
        stamped,
        form: difference.is_none().then(|| Form::of(&typed, &errors, envelope.received_on, true)),
        errors: errors.into_iter().fold(ErrorSummary::default(), |summary, e| summary.with(e.field, e.text)),
        difference,
        ended,
        sampling,
        corrections,
        empty: None,
    })
}

/// The first reader never sees the check; what is settled stays so.
fn refuse_closed(check: &SecondCheck, staff: &Staff) -> Result<(), Problem> {
    if check.first_by == staff.user_id {
        return Err(Problem::Conflict(t("post-check-same-person")));
    }
    if check.outcome.is_some() || check.second.as_ref().is_some_and(|(by, _)| *by != staff.user_id) {
        return Err(Problem::Conflict(t("post-check-taken")));
    }
    Ok(())
}

fn name(envelope: &EnvelopeView) -> String {
    let place = || t2("post-envelope-place", "position", envelope.position, "file", &envelope.file_name);
    t1("post-envelope", "name", envelope.serial.clone().unwrap_or_else(place))
}

async fn sheet(
    tx: &mut Transaction,
    envelope: &EnvelopeView,
    lines: &[PageLine],
    asked: &Asked,
) -> Result<Option<Sheet>, StoreError> {
    let again = if asked.relire.is_some() { "&relire=1" } else { "" };
    let link = |place: u32| format!("{HERE}/{}?page={place}{again}", envelope.id);
    let note = |line: &PageLine| line.separator.then(|| t("post-page-separator"));
    let leaves = Leaves { envelope, lines, link: &link, note: &note };
    let looked = asked.looked();
    let Some(shown) = leaves.shown(&looked, 1) else { return Ok(None) };
    Ok(Some(leaves.sheet(tx, shown, &looked, |_| Vec::new()).await?))
}
