//! Search over everything that was read, indexed or not: "I posted it on Tuesday" has an answer.

mod lit;
mod opened;
mod passage;
mod query;
mod view;

use askama::Template;
use axum::extract::{Query, State};
use chrono::{Days, NaiveDate};
use domain::{ChannelKind, CommunicationState, Permission};
use opened::OpenedRow;
use passage::{Part, parts};
use serde::Deserialize;
use store::reads::search::{self, Hit, Wanted};
pub(crate) use view::show as show_found;
use web::{
    Frame, Page, Problem, Staff, View, dates,
    parts::{Badge, DoorMark, Empty, ErrorSummary, Field, Tone},
    t, t1, t2, words,
};

use super::{Desk, days};

/// The page.
const HERE: &str = "/courrier/recherche";
/// Rows of one search.
const ROWS: i32 = 40;
/// So few exact finds, and what is spelt nearly so is shown too.
const FEW: usize = 5;
/// Days within which what was posted is received, all but always.
const DAYS_ON_THE_WAY: u64 = 21;

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    q: String,
    #[serde(default)]
    poste: String,
}

/// Something found.
pub(crate) struct Row {
    door: DoorMark,
    name: String,
    path: Option<String>,
    thumbnail: Option<String>,
    received: String,
    marks: Vec<String>,
    state: Badge,
    outcome: Option<String>,
    cases: Vec<(Option<String>, String)>,
    passage: Vec<Part>,
    pages: Option<String>,
}

#[derive(Template)]
#[template(path = "post/search.html")]
pub(crate) struct SearchPage {
    page: Page,
    errors: ErrorSummary,
    field: Field,
    posted: Field,
    asked: bool,
    caution: Option<String>,
    count: String,
    rows: Vec<Row>,
    near: Vec<Row>,
    opened: Vec<OpenedRow>,
    empty: Empty,
}

/// `/courrier/recherche`: whoever only asks whether something arrived is shown no page, and nothing written on one.
pub(crate) async fn show(
    State(desk): State<Desk>,
    staff: Staff,
    frame: Frame,
    Query(asked): Query<Asked>,
) -> Result<View<SearchPage>, Problem> {
    let (today, posted) = (desk.web.today(), asked.poste.trim());
    let (typed, said) =
        if posted.is_empty() { query::posted(asked.q.trim(), today) } else { (asked.q.trim().to_owned(), None) };
    let typed = typed.as_str();
    let day = said.or_else(|| days::day(posted, today));
    let wrong = day.is_none() && !posted.is_empty();
    let wanted = Wanted {
        terms: query::terms(typed),
        since: day,
        until: day.and_then(|day| day.checked_add_days(Days::new(DAYS_ON_THE_WAY))),
    };
    let any = !wrong && (!wanted.terms.is_empty() || day.is_some());
    let Found { exact, near, opened } = if any { find(&desk, &staff, &wanted).await? } else { Found::default() };
    let row = |hit: &Hit| row(hit, &desk, &staff, typed);
    let shown = said.map_or_else(|| posted.to_owned(), formats::french_date::numeric);
    let field = Field::search("q", t("post-search-words")).value(typed).hint(t("post-search-words-help"));
    let posted = days::field("poste", t("post-search-posted"), &shown, today).hint(t("post-search-posted-help"));
    let page = Page::new(&frame, t("post-search-title"));
    let reads = staff.may(Permission::ReadPost);
    Ok(View(SearchPage {
        page: if reads { page.under("/courrier", t("door-post")) } else { page }
            .shortcut("/", t("post-key-search"))
            .shortcut("j k", t("post-key-rows")),
        errors: ErrorSummary::of(&[&posted]),
        // Once there are rows, `j` and `k` are theirs.
        field: if any { field } else { field.first() },
        posted,
        asked: any,
        caution: (!reads).then(|| t("post-search-caution")),
        count: count(exact.len()),
        rows: exact.iter().map(row).collect(),
        near: near.iter().map(row).collect(),
        opened,
        empty: empty(any),
    }))
}

fn count(found: usize) -> String {
    if i32::try_from(found).is_ok_and(|found| found < ROWS) {
        t1("post-search-count", "count", found)
    } else {
        t1("post-search-many", "count", found)
    }
}

fn empty(asked: bool) -> Empty {
    if asked {
        Empty::new(t("post-search-none"), t("post-search-none-help"))
    } else {
        Empty::new(t("post-search-start"), t("post-search-start-help"))
    }
}

/// What was found.
#[derive(Default)]
struct Found {
    exact: Vec<Hit>,
    near: Vec<Hit>,
    opened: Vec<OpenedRow>,
}

/// What has every word, what has words spelt nearly so, and what no scanner has seen yet.
async fn find(desk: &Desk, staff: &Staff, wanted: &Wanted) -> Result<Found, Problem> {
    let mut tx = desk.begin(staff).await?;
    let exact = search::find(&mut tx, wanted, ROWS).await?;
    let opened = opened::find(&mut tx, &wanted.terms, desk.web.zone()).await?;
    if exact.len() >= FEW || wanted.terms.is_empty() {
        return Ok(Found { exact, opened, ..Found::default() });
    }
    let wide = query::widened(&mut tx, &wanted.terms).await?;
    let mut near = Vec::new();
    if wide != wanted.terms {
        near = search::find(&mut tx, &Wanted { terms: wide, ..wanted.clone() }, ROWS).await?;
        near.retain(|hit| !exact.iter().any(|found| found.id == hit.id));
    }
    Ok(Found { exact, near, opened })
}

fn row(hit: &Hit, desk: &Desk, staff: &Staff, typed: &str) -> Row {
    let zone = desk.web.zone();
    let reads = staff.may(Permission::ReadPost);
    let cases = hit.cases.iter().map(|(id, reference)| {
        let path = staff.may(Permission::ReadCases).then(|| format!("/dossiers/{id}"));
        (path, reference.to_string())
    });
    Row {
        door: DoorMark::named(hit.channel),
        name: name(hit),
        path: reads.then(|| path(hit, typed)),
        thumbnail: hit
            .page
            .filter(|_| reads)
            .map(|(page, _)| format!("/courrier/pages/{}/{page}/thumbnail", hit.batch)),
        received: t1("post-search-received", "date", dates::long_instant(hit.received_at, zone)),
        marks: marks(hit.postmark_on, hit.registered_number.as_deref()),
        state: state(hit.state),
        outcome: hit.outcome.clone(),
        cases: cases.collect(),
        passage: hit.passage.as_ref().filter(|_| reads).map(|passage| parts(&passage.0)).unwrap_or_default(),
        pages: (hit.pages > 1).then(|| t1("post-search-pages", "count", hit.pages)),
    }
}

/// The page of what was found with its words lit; a message without pages is read at the desk.
fn path(hit: &Hit, typed: &str) -> String {
    match hit.page {
        Some((_, place)) => format!("{HERE}/{}?page={place}&{}", hit.id, asked(typed)),
        None => format!("/courrier/indexation/{}", hit.id),
    }
}

/// The words asked for, as an address carries them.
fn asked(typed: &str) -> String {
    form_urlencoded::Serializer::new(String::new()).append_pair("q", typed).finish()
}

fn name(hit: &Hit) -> String {
    if hit.channel == ChannelKind::Post {
        let place = || t2("post-envelope-place", "position", hit.position, "file", &hit.file_name);
        return t1("post-envelope", "name", hit.serial.clone().unwrap_or_else(place));
    }
    hit.sender.as_ref().map_or_else(|| words::channel(hit.channel), |sender| sender.0.clone())
}

/// What stands on the envelope.
fn marks(postmark_on: Option<NaiveDate>, registered: Option<&str>) -> Vec<String> {
    let postmark = postmark_on.map(|day| t1("post-search-postmark", "date", dates::long(day)));
    let number = |typed: &str| formats::TrackingNumber::parse(typed).printed();
    let registered = registered.map(|typed| t1("post-search-registered", "number", number(typed)));
    postmark.into_iter().chain(registered).collect()
}

fn state(state: CommunicationState) -> Badge {
    match state {
        CommunicationState::Received => Badge::new(Tone::Soon, t("post-search-unread")),
        CommunicationState::ToIndex => Badge::new(Tone::Soon, t("post-search-to-index")),
        CommunicationState::Registered => Badge::new(Tone::Done, t("post-search-registered-state")),
        CommunicationState::NoCase => Badge::new(Tone::Plain, t("post-search-no-case")),
    }
}
