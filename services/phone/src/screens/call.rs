//! The page of a call: what to say at the left, what to write at the right; an outcome is owed at its end.

use askama::Template;
use axum::extract::{Path, Query, State};
use domain::{CallOutcome, CallState, CaseId, CaseKind, CommunicationId, CommunicationState};
use store::{
    persons,
    reads::calls::{self, CallView},
};
use web::{
    Frame, Page, Problem, Staff, View, dates,
    parts::{Badge, ErrorSummary, Field},
    t, t1, tw, words,
};

use super::{
    Desk,
    desk::{call_id, path},
    ending::Ending,
    queue::{self, CallbackRow},
    request::Entry,
    search::{self, Asked, Found},
};

/// A choice of a list.
pub(crate) struct Choice {
    value: String,
    label: String,
    taken: bool,
}

/// What was typed, shown again.
#[derive(Default)]
pub(crate) struct Typed {
    pub(crate) request: Entry,
    pub(crate) ending: Ending,
}

#[derive(Template)]
#[template(path = "phone/call.html")]
#[expect(clippy::struct_excessive_bools, reason = "what the page shows or leaves out, each for itself")]
pub(crate) struct CallPage {
    page: Page,
    path: String,
    state: Badge,
    since: String,
    choice: Option<String>,
    guarded: bool,
    mine: bool,
    settled: Option<(String, String)>,
    sound: Option<String>,
    waiting_sound: bool,
    case: Option<(String, String)>,
    registered: bool,
    callers: Vec<String>,
    search: [Field; 2],
    letters: String,
    searched: bool,
    verified: bool,
    found: Vec<Found>,
    errors: ErrorSummary,
    names: [Field; 3],
    protected: bool,
    kinds: Vec<Choice>,
    titles: Vec<Choice>,
    ground: Field,
    address: Field,
    safe_number: Field,
    outcomes: Vec<Choice>,
    summary: Field,
    promised: Field,
    chosen: Option<CaseId>,
    asked: Asked,
    end_errors: ErrorSummary,
    callbacks: Vec<CallbackRow>,
    results: Vec<(&'static str, String)>,
}

/// `/telephone/appels/{call}`
pub(crate) async fn show(
    State(desk): State<Desk>,
    staff: Staff,
    frame: Frame,
    Path(call): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<View<CallPage>, Problem> {
    let id = call_id(&call)?;
    Ok(View(build(&desk, &staff, &frame, id, &asked, Typed::default()).await?))
}

/// The page, with what was typed.
pub(crate) async fn build(
    desk: &Desk,
    staff: &Staff,
    frame: &Frame,
    id: CommunicationId,
    asked: &Asked,
    typed: Typed,
) -> Result<CallPage, Problem> {
    let Typed { request: entry, ending } = typed;
    let mut tx = desk.begin(staff).await?;
    let call = calls::one(&mut tx, id).await?;
    let mut callers = Vec::new();
    for person in calls::persons_of_caller(&mut tx, id).await? {
        callers.extend(persons::get(&mut tx, person).await?.display_name());
    }
    let found = search::cases(&mut tx, asked).await?;
    let callbacks = calls::callbacks(&mut tx, Some(id), 5).await?;
    drop(tx);
    let registered = call.communication_state == CommunicationState::Registered;
    let number = queue::shown(&call.caller_as_shown);
    Ok(CallPage {
        page: Page::new(frame, t1("phone-call-title", "number", number))
            .under("/telephone", t("phone-title"))
            .wide()
            .shortcut("p", t("phone-key-take"))
            .shortcut("d", t("phone-key-danger"))
            .shortcut("l", t("phone-key-post"))
            .shortcut("1-5", t("phone-key-outcome")),
        path: path(id),
        state: Badge::new(queue::tone(&call), queue::state_words(&call)),
        since: dates::long_instant(call.started_at, desk.web.zone()),
        choice: call.choice.map(|choice| tw("call-choice", choice.word())),
        guarded: call.guarded,
        mine: call.agent == Some(staff.user_id),
        settled: settled(&call),
        sound: call.recording.map(|_| format!("{}/message", path(id))),
        waiting_sound: call.recorded && call.recording.is_none(),
        case: queue::case_link(call.case.map(|(id, reference, _)| (id, reference)), staff),
        registered,
        callers,
        search: [
            Field::search("q", t("phone-search")).value(asked.words()).hint(t("phone-search-help")),
            Field::text("naissance", t("phone-search-birth")).value(asked.birth()),
        ],
        letters: letters(asked),
        searched: !asked.words().is_empty(),
        verified: found.iter().any(|case| case.standing.is_some()),
        found,
        outcomes: outcomes(registered, &ending),
        summary: Field::long_text("resume", t("phone-summary")).value(&ending.words),
        promised: Field::date("pour_le", t("phone-promised")).value(&ending.day),
        chosen: ending.case,
        asked: asked.clone(),
        end_errors: ending.errors,
        callbacks: callbacks.iter().map(|line| queue::callback(line, desk, staff)).collect(),
        results: queue::results(),
        kinds: kinds(&entry),
        titles: titles(desk, &entry),
        protected: entry.protected,
        names: [
            Field::text("famille", t("phone-family-name")).value(&entry.family_name),
            Field::text("prenoms", t("phone-given-names")).value(&entry.given_names),
            Field::text("ne_le", t("phone-birth")).value(&entry.birth).hint(t("phone-birth-help")),
        ],
        ground: Field::text("motif", t("phone-ground")).value(&entry.ground),
        address: Field::long_text("adresse", t("phone-address")).value(&entry.address).hint(t("phone-address-help")),
        safe_number: Field::text("numero", t("phone-safe-number"))
            .value(&entry.number)
            .hint(t("phone-safe-number-help")),
        errors: entry.errors,
    })
}

/// The outcome and the words of a call that has them.
fn settled(call: &CallView) -> Option<(String, String)> {
    let outcome = call.outcome.filter(|_| call.state == CallState::Settled)?;
    Some((tw("call-outcome", outcome.word()), call.summary.clone().unwrap_or_default()))
}

fn outcomes(registered: bool, ending: &Ending) -> Vec<Choice> {
    let choice = |outcome: &CallOutcome| Choice {
        value: outcome.word().to_owned(),
        label: tw("call-outcome", outcome.word()),
        taken: ending.outcome.map_or(registered && *outcome == CallOutcome::Registered, |typed| typed == *outcome),
    };
    let possible = CallOutcome::ALL.iter().filter(|outcome| registered || **outcome != CallOutcome::Registered);
    possible.map(choice).collect()
}

fn kinds(entry: &Entry) -> Vec<Choice> {
    let choice = |kind: &CaseKind| Choice {
        value: kind.word().to_owned(),
        label: words::case_kind(*kind),
        taken: entry.kind == kind.word(),
    };
    CaseKind::ALL.iter().map(choice).collect()
}

fn titles(desk: &Desk, entry: &Entry) -> Vec<Choice> {
    let today = desk.web.today();
    let catalogue = desk.context.catalogue.now();
    let in_force = catalogue.titles().iter().filter(|title| title.period.holds(today));
    in_force
        .map(|title| Choice {
            value: title.code.clone(),
            label: format!("{} {}", title.code, title.label),
            taken: entry.title == title.code,
        })
        .collect()
}

/// Where to see whether a letter arrived ("I posted it on Tuesday"), with what the caller said.
fn letters(asked: &Asked) -> String {
    let query = form_urlencoded::Serializer::new(String::new()).append_pair("q", asked.words()).finish();
    format!("/courrier/recherche?{query}")
}
