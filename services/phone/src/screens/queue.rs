//! P1: the calls that owe an outcome, the voicemails to hear, the people to call back, oldest duty first.

use askama::Template;
use axum::extract::State;
use domain::{AttemptResult, CallState, CallbackState, Permission};
use formats::PhoneNumber;
use store::reads::calls::{self, AttemptLine, CallView, CallbackLine};
use web::{
    Frame, Page, Problem, Staff, View, dates,
    parts::{Badge, Empty, Tone},
    t, t1, t2, tw,
};

use super::{Desk, desk::path};

/// Rows of one list.
const ROWS: i64 = 200;

/// A call.
pub(crate) struct CallRow {
    path: String,
    number: String,
    since: String,
    state: Badge,
    due: Option<Badge>,
    choice: String,
    sound: Option<String>,
    waiting_sound: bool,
    case: Option<(String, String)>,
    guarded: bool,
}

/// Somebody to call back, or to write to.
pub(crate) struct CallbackRow {
    pub(crate) id: String,
    pub(crate) call: String,
    pub(crate) number: String,
    pub(crate) dial: Option<String>,
    pub(crate) reason: String,
    pub(crate) due: Badge,
    pub(crate) attempts: Vec<String>,
    pub(crate) case: Option<(String, String)>,
    pub(crate) write: bool,
}

#[derive(Template)]
#[template(path = "phone/queue.html")]
pub(crate) struct QueuePage {
    page: Page,
    calls: Vec<CallRow>,
    empty: Empty,
    callbacks: Vec<CallbackRow>,
    callbacks_empty: Empty,
    results: Vec<(&'static str, String)>,
    line: String,
}

/// `/telephone`
pub(crate) async fn show(State(desk): State<Desk>, staff: Staff, frame: Frame) -> Result<View<QueuePage>, Problem> {
    let mut tx = desk.begin(&staff).await?;
    let open = calls::open(&mut tx, ROWS).await?;
    let owed = calls::callbacks(&mut tx, None, ROWS).await?;
    let phone = &desk.context.config.phone;
    let line = match phone.number.as_ref().filter(|_| phone.enabled()) {
        Some(number) => t1("phone-line-on", "number", PhoneNumber::parse(number).printed()),
        None => t("phone-line-off"),
    };
    Ok(View(QueuePage {
        page: Page::new(&frame, t("phone-title"))
            .counted(open.len() + owed.len())
            .shortcut("j k", t("phone-key-rows"))
            .shortcut("n", t("phone-key-note")),
        calls: open.iter().map(|call| row(call, &desk, &staff)).collect(),
        empty: Empty::new(t("phone-calls-none"), t("phone-calls-none-help")),
        callbacks: owed.iter().map(|line| callback(line, &desk, &staff)).collect(),
        callbacks_empty: Empty::new(t("phone-callbacks-none"), t("phone-callbacks-none-help")),
        results: results(),
        line,
    }))
}

/// What may come of an attempt.
pub(crate) fn results() -> Vec<(&'static str, String)> {
    AttemptResult::ALL.iter().map(|result| (result.word(), tw("attempt-result", result.word()))).collect()
}

fn row(call: &CallView, desk: &Desk, staff: &Staff) -> CallRow {
    let outcome = |due| Badge::due(due, desk.web.today(), t1("outcome-due", "date", dates::short(due)));
    CallRow {
        path: path(call.communication),
        number: shown(&call.caller_as_shown),
        since: dates::age(call.started_at, desk.web.now()),
        state: Badge::new(tone(call), state_words(call)),
        due: call.outcome_due.map(outcome),
        choice: call.choice.map(|choice| tw("call-choice", choice.word())).unwrap_or_default(),
        sound: call.recording.map(|_| format!("{}/message", path(call.communication))),
        waiting_sound: call.recorded && call.recording.is_none(),
        case: case_link(call.case.map(|(id, reference, _)| (id, reference)), staff),
        guarded: call.guarded,
    }
}

/// A number as people write it, or that it is hidden.
pub(crate) fn shown(number: &str) -> String {
    if number.is_empty() { t("phone-number-hidden") } else { PhoneNumber::parse(number).printed() }
}

pub(crate) fn case_link(
    case: Option<(domain::CaseId, domain::CaseReference)>,
    staff: &Staff,
) -> Option<(String, String)> {
    let (id, reference) = case.filter(|_| staff.may(Permission::ReadCases))?;
    Some((format!("/dossiers/{id}"), reference.to_string()))
}

pub(crate) fn tone(call: &CallView) -> Tone {
    match call.state {
        CallState::InMenu | CallState::Recording | CallState::WithAgent => Tone::Plain,
        CallState::Waiting | CallState::Ended => Tone::Soon,
        CallState::Settled => Tone::Done,
    }
}

/// Where a call stands; a voicemail to hear says so.
pub(crate) fn state_words(call: &CallView) -> String {
    if call.recorded && call.state == CallState::Ended {
        t("phone-voicemail")
    } else {
        tw("call-state", call.state.word())
    }
}

/// A callback with its duty.
pub(crate) fn callback(line: &CallbackLine, desk: &Desk, staff: &Staff) -> CallbackRow {
    let today = desk.web.today();
    let write = line.state == CallbackState::Write;
    let due = t2("phone-callback-due", "date", dates::short(line.due_on), "when", dates::relative(line.due_on, today));
    CallbackRow {
        id: line.id.to_string(),
        call: path(line.communication),
        number: line.number.as_ref().map_or_else(|| t("phone-callback-no-number"), |number| shown(number)),
        dial: line.number.as_ref().map(|number| format!("tel:{}", number.0)),
        reason: line.reason.clone(),
        due: if write {
            Badge::new(Tone::Late, t("phone-callback-write"))
        } else {
            Badge::due(line.due_on, today, due)
        },
        attempts: line.attempts.iter().map(|attempt| tried(attempt, desk)).collect(),
        case: case_link(line.case, staff),
        write,
    }
}

/// `18 nov., matin : personne n’a répondu`.
fn tried(attempt: &AttemptLine, desk: &Desk) -> String {
    let day = dates::short(attempt.at.with_timezone(&desk.web.zone()).date_naive());
    let half = tw("half-day", attempt.half_day.word());
    web::t3("phone-attempt", ("date", day), ("half", half), ("result", tw("attempt-result", attempt.result.word())))
}
