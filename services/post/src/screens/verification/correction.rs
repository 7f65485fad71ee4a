//! The day of a letter is corrected by two persons: one reads it otherwise and says why, another one accepts or refuses (I-03).

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use casework::{
    DateDecided, DateProposal, DecideDateError, ProposeDateError, decide_date, propose_date, withdraw_date_proposal,
};
use domain::{ChannelKind, CommunicationId, CommunicationState, EnvelopeReading};
use store::{
    Transaction, accounts, date_corrections,
    date_corrections::Correction,
    reads::{
        indexing::{self, EnvelopeView},
        pages::{self, PageLine},
    },
    second_checks,
};
use web::{
    Done, Frame, Page, Problem, Staff, View, dates,
    parts::{ErrorSummary, Field, FieldError, Sheet},
    t, t1, t2, t3,
};

use super::{
    Asked, HERE, UNDO, Visit,
    difference::{Dated, Line, dated, lines},
    form::{Form, Typed},
    name, retold,
};
use crate::screens::{
    Desk, Fields,
    indexing::postmark::{self, Postmark},
    leaves::Leaves,
};

#[derive(Template)]
#[template(path = "post/correction.html")]
pub(crate) struct CorrectionPage {
    page: Page,
    path: String,
    heading: String,
    received: String,
    sheet: Option<Sheet>,
    errors: ErrorSummary,
    stamped: Option<Postmark>,
    proposing: Option<Proposing>,
    proposed: Option<Proposed>,
}

/// The form of who proposes.
struct Proposing {
    form: Form,
    reason: Field,
    pages: Vec<(u32, String, bool)>,
    now: Dated,
}

/// What waits for another person.
struct Proposed {
    id: String,
    lines: Vec<Line>,
    before: Dated,
    after: Dated,
    effect: String,
    reason: String,
    by: String,
    page: u32,
    own: bool,
    answer: Field,
}

/// What was typed, and what is wrong with it.
#[derive(Default)]
struct Sent {
    reading: Option<(Typed, String, u32)>,
    errors: Vec<FieldError>,
}

/// `/courrier/verification/{envelope}/date`
pub(crate) async fn show(
    State(desk): State<Desk>,
    staff: Staff,
    frame: Frame,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<View<CorrectionPage>, Problem> {
    let id = id.parse().map_err(|_| Problem::NotFound)?;
    let visit = Visit { desk: &desk, staff: &staff, frame: &frame };
    Ok(View(build(visit, id, &asked, Sent::default()).await?))
}

/// `POST /courrier/verification/{envelope}/date`: proposes another day.
pub(crate) async fn propose(
    State(desk): State<Desk>,
    staff: Staff,
    frame: Frame,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, Problem> {
    let id: CommunicationId = id.parse().map_err(|_| Problem::NotFound)?;
    let (typed, reason) = (Typed::read(&fields), fields.get("raison").to_owned());
    let page: u32 = fields.get("preuve").parse().unwrap_or(1);
    let mut tx = desk.begin(&staff).await?;
    let envelope = indexing::envelope(&mut tx, id).await?;
    let lines = pages::of_envelope(&mut tx, id).await?;
    let stamped = postmark::blind(&mut tx, &envelope, &lines).await?;
    drop(tx);
    let read = typed.reading(envelope.received_on);
    let mut errors = read.as_ref().err().cloned().unwrap_or_default();
    if reason.is_empty() {
        errors.push(FieldError { field: "raison".to_owned(), text: t("post-correction-error-reason") });
    }
    if let (Ok(reading), true) = (read, errors.is_empty()) {
        let part = stamped.filter(|stamped| stamped.page == page).map(|stamped| stamped.view_box);
        let proposal = DateProposal { communication: id, reading, reason: reason.clone(), page, part };
        match propose_date(desk.casework()?, &staff.actor(), staff.user_id, &proposal).await {
            Ok(_) => return Ok(Done::to(HERE).saying(t("post-correction-sent")).into_response()),
            Err(ProposeDateError::SameDay) => {
                let date = same_day(&desk, &staff, &proposal).await?;
                let text = t1("post-correction-error-same", "date", date);
                errors.push(FieldError { field: "cachet".to_owned(), text });
            }
            Err(error) => return Err(not_proposed(error)),
        }
    }
    let visit = Visit { desk: &desk, staff: &staff, frame: &frame };
    let sent = Sent { reading: Some((typed, reason, page)), errors };
    let page = build(visit, id, &Asked::of_page(page), sent).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, View(page)).into_response())
}

async fn same_day(desk: &Desk, staff: &Staff, proposal: &DateProposal) -> Result<String, Problem> {
    let mut tx = desk.begin(staff).await?;
    let (_, now, _) =
        casework::dates_read(&mut tx, desk.casework()?, proposal.communication, &proposal.reading).await?;
    Ok(dates::long(now.evidence.date()))
}

fn not_proposed(error: ProposeDateError) -> Problem {
    match error {
        ProposeDateError::NotDated => Problem::Conflict(t("post-correction-not-dated")),
        ProposeDateError::BeingChecked => Problem::Conflict(t("post-correction-being-checked")),
        ProposeDateError::Proposed => Problem::Conflict(t("post-correction-already")),
        ProposeDateError::NoReason | ProposeDateError::SameDay => Problem::BadRequest,
        ProposeDateError::Store(error) => error.into(),
    }
}

/// `POST /courrier/verification/{envelope}/date/decider`: accepts, refuses, or takes back what one proposed oneself.
pub(crate) async fn decide(
    State(desk): State<Desk>,
    staff: Staff,
    frame: Frame,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, Problem> {
    let id: CommunicationId = id.parse().map_err(|_| Problem::NotFound)?;
    let (what, reason) = ((id, fields.id("proposition")?), fields.get("raison"));
    let (casework, actor, user) = (desk.casework()?, staff.actor(), staff.user_id);
    let accept = match fields.get("decision") {
        "accepter" => true,
        "refuser" => false,
        "retirer" => {
            withdraw_date_proposal(casework, &actor, user, what).await.map_err(not_decided)?;
            return Ok(Done::to(HERE).saying(t("post-correction-withdrawn")).into_response());
        }
        _ => return Err(Problem::BadRequest),
    };
    match decide_date(casework, &actor, user, what, accept, reason).await {
        Ok(done) => {
            let to = Done::to(HERE).saying(said(&done)).undo(UNDO, &[("cle", &done.undo.to_string())]);
            Ok(to.into_response())
        }
        Err(DecideDateError::NoReason) => {
            let errors = vec![FieldError { field: "raison".to_owned(), text: t("post-correction-error-answer") }];
            let visit = Visit { desk: &desk, staff: &staff, frame: &frame };
            let page = build(visit, id, &Asked::default(), Sent { reading: None, errors }).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, View(page)).into_response())
        }
        Err(error) => Err(not_decided(error)),
    }
}

fn said(done: &DateDecided) -> String {
    let (before, after) = (dates::long(done.before), dates::long(done.after));
    if done.before == done.after {
        return t1("post-correction-refused", "date", after);
    }
    let moved = t2("post-correction-accepted", "before", before, "after", after);
    std::iter::once(moved).chain(retold(done.retold)).collect::<Vec<_>>().join(" ")
}

fn not_decided(error: DecideDateError) -> Problem {
    match error {
        DecideDateError::SamePerson => Problem::Conflict(t("post-correction-other-person")),
        DecideDateError::NoLongerProposed => Problem::Conflict(t("post-correction-gone")),
        DecideDateError::NoReason => Problem::BadRequest,
        DecideDateError::Store(error) => error.into(),
        DecideDateError::Queue(error) => Problem::internal(error),
    }
}

async fn build(visit: Visit<'_>, id: CommunicationId, asked: &Asked, sent: Sent) -> Result<CorrectionPage, Problem> {
    let Visit { desk, staff, frame } = visit;
    let mut tx = desk.begin(staff).await?;
    let envelope = indexing::envelope(&mut tx, id).await?;
    let lines = pages::of_envelope(&mut tx, id).await?;
    let waiting = date_corrections::waiting_of(&mut tx, id).await?;
    if waiting.is_none() && (envelope.channel != ChannelKind::Post || envelope.state != CommunicationState::Registered)
    {
        return Err(not_proposed(ProposeDateError::NotDated));
    }
    let mut stamped = postmark::blind(&mut tx, &envelope, &lines).await?;
    let errors = sent.errors.clone();
    let usual = waiting.as_ref().map_or(1, |found| found.proposed.page);
    let (proposing, proposed) = match &waiting {
        Some(found) => {
            stamped = shown_part(&mut tx, &envelope, &lines, found).await?;
            (None, Some(proposed(&mut tx, desk, staff, found, &errors).await?))
        }
        None => (Some(proposing(&mut tx, visit, (&envelope, &lines), stamped.as_ref(), sent).await?), None),
    };
    let link = |place: u32| format!("{HERE}/{id}/date?page={place}");
    let note = |line: &PageLine| line.separator.then(|| t("post-page-separator"));
    let leaves = Leaves { envelope: &envelope, lines: &lines, link: &link, note: &note };
    let looked = asked.looked();
    let sheet = match leaves.shown(&looked, usual) {
        Some(shown) => Some(leaves.sheet(&mut tx, shown, &looked, |_| Vec::new()).await?),
        None => None,
    };
    let page = Page::new(frame, t("post-correction-title"))
        .under(HERE, t("post-check-title"))
        .wide()
        .shortcut("1-3", t("post-key-check-digits"))
        .shortcut("p s", t("post-key-pages"))
        .shortcut("+ - r", t("post-key-zoom"))
        .shortcut("Ctrl+Entrée", t("post-correction-submit"));
    Ok(CorrectionPage {
        page,
        path: format!("{HERE}/{id}/date"),
        heading: name(&envelope),
        received: t1("post-received-at", "date", dates::long_instant(envelope.received_at, desk.web.zone())),
        sheet,
        errors: errors.into_iter().fold(ErrorSummary::default(), |summary, e| summary.with(e.field, e.text)),
        stamped,
        proposing,
        proposed,
    })
}

/// The form, filled with what stands, or with what the person read when they checked it.
async fn proposing(
    tx: &mut Transaction,
    visit: Visit<'_>,
    (envelope, lines): (&EnvelopeView, &[PageLine]),
    stamped: Option<&Postmark>,
    sent: Sent,
) -> Result<Proposing, Problem> {
    let Visit { desk, staff, .. } = visit;
    let check = match second_checks::lock(tx, envelope.id).await {
        Ok(check) => Some(check).filter(|check| check.outcome.is_none()),
        Err(store::StoreError::NotFound(_)) => None,
        Err(error) => return Err(error.into()),
    };
    let own = check.as_ref().and_then(|check| check.second.as_ref()).filter(|(by, _)| *by == staff.user_id);
    let own = own.map(|(_, reading)| reading.clone());
    if check.is_some_and(|check| own.is_none() && (check.second.is_some() || check.first_by != staff.user_id)) {
        return Err(not_proposed(ProposeDateError::BeingChecked));
    }
    let blank = EnvelopeReading::default();
    let (stands, now, _) = casework::dates_read(tx, desk.casework()?, envelope.id, &blank).await?;
    let face = stamped.map(|stamped| stamped.page);
    let (typed, reason, page) =
        sent.reading.unwrap_or_else(|| (Typed::of(&own.unwrap_or(stands)), String::new(), face.unwrap_or(1)));
    let label = |place: u32| {
        let key = if face == Some(place) { "post-correction-page-stamp" } else { "post-correction-page-of" };
        t1(key, "page", place)
    };
    let wrong = sent.errors.iter().find(|e| e.field == "raison").map(|e| e.text.clone());
    Ok(Proposing {
        form: Form::of(&typed, &sent.errors, envelope.received_on, false),
        reason: Field::text("raison", t("post-correction-reason"))
            .hint(t("post-correction-reason-help"))
            .value(reason)
            .error(wrong)
            .first(),
        pages: (1..).zip(lines).map(|(place, _)| (place, label(place), place == page)).collect(),
        now: dated(now),
    })
}

async fn proposed(
    tx: &mut Transaction,
    desk: &Desk,
    staff: &Staff,
    found: &Correction,
    errors: &[FieldError],
) -> Result<Proposed, Problem> {
    let new = &found.proposed;
    let (stands, before, after) = casework::dates_read(tx, desk.casework()?, new.communication, &new.reading).await?;
    let names = accounts::names(&mut **tx, &[new.by]).await?;
    let who = names.into_iter().next().map_or_else(|| t("post-somebody"), |(_, name)| name.0);
    let (from, to) = (before.evidence.date(), after.evidence.date());
    let days = ("days", (to - from).num_days().abs());
    let (from_words, to_words) = (("before", dates::long(from)), ("after", dates::long(to)));
    let effect = if to > from {
        t3("post-correction-effect-later", days, from_words, to_words)
    } else {
        t3("post-correction-effect-earlier", days, from_words, to_words)
    };
    let wrong = errors.iter().find(|e| e.field == "raison").map(|e| e.text.clone());
    Ok(Proposed {
        id: new.id.to_string(),
        lines: lines(&stands, &new.reading),
        before: dated(before),
        after: dated(after),
        effect,
        reason: new.reason.clone(),
        by: t2("post-correction-by", "who", who, "when", dates::long_instant(found.at, desk.web.zone())),
        page: new.page,
        own: new.by == staff.user_id,
        answer: Field::text("raison", t("post-correction-answer")).hint(t("post-correction-answer-help")).error(wrong),
    })
}

/// The part of the page that who proposed it pointed at.
async fn shown_part(
    tx: &mut Transaction,
    envelope: &EnvelopeView,
    lines: &[PageLine],
    found: &Correction,
) -> Result<Option<Postmark>, Problem> {
    let place = usize::try_from(found.proposed.page).unwrap_or(1);
    let line = place.checked_sub(1).and_then(|index| lines.get(index)).filter(|line| line.pictured);
    let (Some(part), Some(line)) = (&found.proposed.part, line) else { return Ok(None) };
    let page = pages::one(tx, envelope.batch, line.number).await?;
    Ok(Some(Postmark {
        image: line.image(envelope.batch, "screen"),
        view_box: part.clone(),
        size: (page.width.max(1), page.height.max(1)),
        page: found.proposed.page,
        read: None,
    }))
}
