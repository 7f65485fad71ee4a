//! M9: the balance of a day. Every envelope has its outcome, or is named with what is to be done; then the originals, and the paper that
//! may be destroyed.

mod counts;
mod minutes;
mod paper;

use askama::Template;
use axum::extract::{Query, State};
use chrono::{Days, NaiveDate};
use domain::{CommunicationState, LetterState, Permission};
pub(crate) use minutes::show as show_destroyed;
use paper::{BatchRow, batches};
pub(crate) use paper::{check, confirm, destroy, withdraw};
use serde::Deserialize;
use store::reads::{
    balance, departures, nameless,
    paper_trail::{self, EnvelopeLine, Wanted},
    returns,
};
use web::{
    Frame, Page, Problem, Staff, View, dates,
    parts::{Badge, Empty, Tone},
    t, t1, t2,
};

use super::{
    Desk, days,
    papers::{HERE as PAPERS, envelope_name},
    reception::midnight,
    returns::HERE as RETURNS,
};

/// The page.
const HERE: &str = "/courrier/bilan";
/// Envelopes of one day.
const ROWS: i64 = 2000;

/// Which day.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    jour: Option<NaiveDate>,
}

/// An envelope that is not settled, and what to do.
pub(crate) struct ToDo {
    name: String,
    received: String,
    what: Vec<(String, String)>,
}

/// Something else that is left from the day.
pub(crate) struct Left {
    words: String,
    badge: Badge,
    path: &'static str,
}

#[derive(Template)]
#[template(path = "post/balance.html")]
pub(crate) struct BalancePage {
    page: Page,
    day: String,
    iso: String,
    before: String,
    after: Option<String>,
    sums: Vec<(String, usize)>,
    tallies: Vec<counts::Tally>,
    to_do: Vec<ToDo>,
    to_place: Vec<String>,
    settled: usize,
    even: Empty,
    left: Vec<Left>,
    originals: Vec<(String, String)>,
    batches: Vec<BatchRow>,
    may_handle: bool,
}

/// `/courrier/bilan`
pub(crate) async fn show(
    State(desk): State<Desk>,
    staff: Staff,
    frame: Frame,
    Query(asked): Query<Asked>,
) -> Result<View<BalancePage>, Problem> {
    let (zone, today) = (desk.web.zone(), desk.web.today());
    let day = days::asked(asked.jour, today);
    let between = Some((midnight(day, zone), midnight(day + Days::new(1), zone)));
    let mut tx = desk.begin(&staff).await?;
    let lines = paper_trail::envelopes(&mut tx, &Wanted { between, ..Wanted::default() }, ROWS).await?;
    let unplaced = |line: &&EnvelopeLine| !line.placed && !waits(line) && line.exceptions == 0;
    let to_place: Vec<String> = lines.iter().filter(unplaced).map(envelope_name).collect();
    let to_do: Vec<ToDo> = lines.iter().filter(|line| !unplaced(line)).filter_map(|line| to_do(line, &desk)).collect();
    let unsettled = to_do.len() + to_place.len();
    let originals = store::papers::originals(&mut tx, None, ROWS).await?;
    let left = left(&mut tx, &staff, today).await?;
    let tallies = counts::of_day(&mut tx, day).await?;
    let batches = batches(&mut tx, &desk, &staff).await?;
    let link = |day: NaiveDate| format!("/courrier/bilan?jour={}", dates::iso(day));
    Ok(View(BalancePage {
        page: Page::new(&frame, t("post-balance-title"))
            .counted(u32::try_from(unsettled).unwrap_or(u32::MAX))
            .shortcut("p", t("post-key-place"))
            .under("/courrier", t("door-post")),
        day: dates::long(day),
        iso: dates::iso(day),
        before: link(day - Days::new(1)),
        after: (day < today).then(|| link(day + Days::new(1))),
        sums: sums(&lines),
        tallies,
        settled: lines.len() - unsettled,
        to_do,
        to_place,
        even: Empty::new(t("post-balance-even"), t("post-balance-even-help")),
        left,
        originals: originals
            .iter()
            .map(|o| (o.description.clone(), t1("post-since", "age", dates::age(o.logged_at, desk.web.now()))))
            .collect(),
        batches,
        may_handle: staff.may(Permission::HandleExceptions),
    }))
}

/// The envelopes of the day, by what became of them.
fn sums(lines: &[EnvelopeLine]) -> Vec<(String, usize)> {
    let count = |states: &[CommunicationState]| lines.iter().filter(|line| states.contains(&line.state)).count();
    vec![
        (t("post-balance-received"), lines.len()),
        (t("post-balance-registered"), count(&[CommunicationState::Registered])),
        (t("post-balance-no-case"), count(&[CommunicationState::NoCase])),
        (t("post-balance-waiting"), count(&[CommunicationState::Received, CommunicationState::ToIndex])),
    ]
}

/// Nobody has registered it, nor said that it is no request.
const fn waits(line: &EnvelopeLine) -> bool {
    matches!(line.state, CommunicationState::Received | CommunicationState::ToIndex)
}

/// What an envelope still needs, each with where it is done; `None` when nothing.
fn to_do(line: &EnvelopeLine, desk: &Desk) -> Option<ToDo> {
    let index = waits(line).then(|| (t("post-balance-index"), format!("/courrier/indexation/{}", line.id)));
    let open = (line.exceptions > 0).then(|| {
        (t1("post-balance-anomalies", "count", line.exceptions), format!("/courrier/anomalies?pli={}", line.id))
    });
    let place = (!line.placed).then(|| (t("post-balance-place"), format!("{PAPERS}?pli={}", line.id)));
    let what: Vec<(String, String)> = [index, open, place].into_iter().flatten().collect();
    (!what.is_empty()).then(|| ToDo {
        name: envelope_name(line),
        received: dates::hour(line.received_at, desk.web.zone()),
        what,
    })
}

/// What else is left: letters that have not left or are back, dates to read again, papers to hand on, envelopes without a name, and what
/// no case was opened for whose outcome is late (I-28).
async fn left(tx: &mut store::Transaction, staff: &Staff, today: NaiveDate) -> Result<Vec<Left>, Problem> {
    let counts = departures::counts(tx).await?;
    let of = |states: &[LetterState]| counts.iter().filter(|(state, _)| states.contains(state)).map(|(_, n)| *n).sum();
    let going: u32 = of(&[LetterState::Prepared, LetterState::Approved, LetterState::Printed]);
    let held: u32 = of(&[LetterState::Held]);
    let many = |rows: usize| u32::try_from(rows).unwrap_or(u32::MAX);
    let back = many(returns::back(tx, ROWS).await?.len());
    let checks = store::second_checks::open(tx, staff.user_id, 0).await?;
    let corrections = store::date_corrections::waiting(tx, staff.user_id).await?;
    let corrections = many(corrections.to_decide.len() + corrections.proposed.len());
    let checks = checks.to_do + checks.for_others + corrections;
    let transfers = many(store::transfers::pending(tx).await?.len());
    let nameless = many(nameless::list(tx, ROWS).await?.len());
    let opened = many(store::openings::waiting(tx, ROWS).await?.len());
    let (calls, others) = balance::without_outcome(tx, today).await?;
    let rows = [
        ("post-balance-no-outcome", others, Tone::Late, "/courrier/indexation/file"),
        ("post-balance-calls-no-outcome", calls, Tone::Late, "/telephone"),
        ("post-balance-going", going, Tone::Soon, "/courrier/departs"),
        ("post-balance-held", held, Tone::Late, "/courrier/departs"),
        ("post-balance-back", back, Tone::Late, RETURNS),
        ("post-balance-checks", checks, Tone::Soon, "/courrier/verification"),
        ("post-balance-transfers", transfers, Tone::Soon, "/courrier/transmissions"),
        ("post-balance-nameless", nameless, Tone::Soon, "/courrier/sans-nom"),
        ("post-balance-opened", opened, Tone::Late, "/courrier/ouverture"),
    ];
    let some = rows.into_iter().filter(|(_, count, _, _)| *count > 0);
    Ok(some
        .map(|(key, count, tone, path)| Left {
            words: words_of(key, count),
            badge: Badge::new(tone, t("post-balance-left-over")),
            path,
        })
        .collect())
}

fn words_of(key: &str, count: u32) -> String {
    match key {
        "post-balance-going" => t1("post-balance-going", "count", count),
        "post-balance-no-outcome" => t1("post-balance-no-outcome", "count", count),
        "post-balance-calls-no-outcome" => t1("post-balance-calls-no-outcome", "count", count),
        "post-balance-held" => t1("post-balance-held", "count", count),
        "post-balance-checks" => t1("post-balance-checks", "count", count),
        "post-balance-transfers" => t1("post-balance-transfers", "count", count),
        "post-balance-nameless" => t1("post-balance-nameless", "count", count),
        "post-balance-opened" => t1("post-balance-opened", "count", count),
        _ => t2("post-balance-back", "count", count, "place", t("post-returns-title")),
    }
}
