//! M1: what came in today, file by file, and what the person signed in may still take back.

use askama::Template;
use axum::extract::{Query, State};
use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, Utc};
use chrono_tz::Tz;
use domain::Permission;
use serde::Deserialize;
use store::{
    batches::BatchState,
    reads::{
        anomalies,
        reception::{self, BatchLine, Undoable},
    },
};
use web::{
    Frame, Page, Problem, Staff, View, dates,
    parts::{Badge, Empty, Progress, Tone},
    t, t1, t2, tw,
};

use super::{Desk, days, facts::Facts};

/// Files shown of one day.
const ROWS: i64 = 300;
/// How long an action can be taken back (I-27).
const UNDO_FOR: TimeDelta = TimeDelta::hours(24);

/// Which day.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    jour: Option<NaiveDate>,
}

/// A file of the day.
pub(crate) struct Row {
    file: String,
    folder: Option<String>,
    received: String,
    state: Badge,
    progress: Option<Progress>,
    pages: Option<String>,
    envelopes: String,
    next: Option<String>,
    exceptions: Option<Badge>,
    original: String,
    batch: String,
}

/// Something to take back.
pub(crate) struct Taken {
    what: String,
    when: String,
    key: String,
    action: &'static str,
}

/// A scan folder of the configuration.
pub(crate) struct Folder {
    name: String,
    path: String,
}

#[expect(clippy::struct_excessive_bools, reason = "what the person signed in may do")]
#[derive(Template)]
#[template(path = "post/reception.html")]
pub(crate) struct ReceptionPage {
    page: Page,
    facts: Facts,
    here: String,
    day: String,
    before: String,
    after: Option<String>,
    totals: Vec<String>,
    rows: Vec<Row>,
    empty: Empty,
    folders: Vec<Folder>,
    mine: Vec<Taken>,
    anomalies: u32,
    checks: u32,
    repeats: u32,
    transfers: usize,
    originals: usize,
    may_open: bool,
    may_register: bool,
    may_dispatch: bool,
    may_handle: bool,
}

/// `/courrier`
pub(crate) async fn show(
    State(desk): State<Desk>,
    staff: Staff,
    frame: Frame,
    Query(asked): Query<Asked>,
) -> Result<View<ReceptionPage>, Problem> {
    let (now, zone, today) = (desk.web.now(), desk.web.zone(), desk.web.today());
    let day = days::asked(asked.jour, today);
    let mut tx = desk.begin(&staff).await?;
    let lines = reception::batches(&mut tx, midnight(day, zone), midnight(day + Days::new(1), zone), ROWS).await?;
    let mine = reception::undoable(&mut tx, staff.user_id, now - UNDO_FOR, 15).await?;
    let open = anomalies::open_counts(&mut tx).await?;
    let to_decide = store::date_corrections::waiting(&mut tx, staff.user_id).await?.to_decide.len();
    let checks = store::second_checks::open(&mut tx, staff.user_id, 0).await?.to_do;
    let checks = checks.saturating_add(u32::try_from(to_decide).unwrap_or(u32::MAX));
    let repeats = store::resemblances::open(&mut tx, 100).await?;
    let transfers = store::transfers::pending(&mut tx).await?.len();
    let originals = store::papers::originals(&mut tx, None, 500).await?.len();
    let facts = Facts::read(&mut tx, &desk).await?;
    Ok(View(ReceptionPage {
        page: Page::new(&frame, t("door-post")).counted(&facts.count).shortcut("j k", t("post-key-rows")),
        facts,
        here: format!("/courrier?jour={}", dates::iso(day)),
        day: dates::long(day),
        before: format!("/courrier?jour={}", dates::iso(day - Days::new(1))),
        after: (day < today).then(|| format!("/courrier?jour={}", dates::iso(day + Days::new(1)))),
        totals: totals(&lines),
        rows: lines.iter().map(|line| row(line, zone)).collect(),
        empty: Empty::new(t("post-reception-empty"), t("post-reception-empty-help")),
        folders: folders(&desk),
        mine: mine.iter().filter_map(|done| taken(done, &staff, zone)).collect(),
        anomalies: open.iter().map(|(_, count)| count).sum(),
        checks,
        repeats,
        transfers,
        originals,
        may_open: staff.may(Permission::OpenPost),
        may_register: staff.may(Permission::RegisterPost),
        may_dispatch: staff.may(Permission::DispatchLetters),
        may_handle: staff.may(Permission::HandleExceptions),
    }))
}

/// The first instant of a local day.
pub(crate) fn midnight(day: NaiveDate, zone: Tz) -> DateTime<Utc> {
    let local = day.and_time(NaiveTime::MIN).and_local_timezone(zone);
    local.earliest().map_or_else(|| day.and_time(NaiveTime::MIN).and_utc(), |start| start.to_utc())
}

/// Envelopes of a file that can be indexed: one that is still being read cannot.
fn to_index(line: &BatchLine) -> u32 {
    if line.state == BatchState::Received { 0 } else { line.to_index }
}

/// Where a file came from, when its name does not say so: the scan folder, or the desk or the program that handed it over.
fn place(line: &BatchLine) -> Option<&str> {
    let from = line.folder.split_once('/').map_or(line.folder.as_str(), |(from, _)| from);
    let from = from.strip_prefix("api:").unwrap_or(from);
    Some(from).filter(|from| *from != line.file_name)
}

/// The day in figures, by what became of the files.
fn totals(lines: &[BatchLine]) -> Vec<String> {
    let sum = |of: fn(&BatchLine) -> u32| lines.iter().map(of).sum::<u32>();
    let count = |state: BatchState| lines.iter().filter(|line| line.state == state).count();
    let unreadable = count(BatchState::Unreadable);
    let waiting = count(BatchState::Received);
    let mut totals = vec![
        t1("post-total-files", "count", lines.len()),
        t1("post-total-pages", "count", sum(|line| line.page_count.unwrap_or(line.pages_read))),
        t2("post-total-envelopes", "count", sum(|line| line.envelopes), "waiting", sum(to_index)),
    ];
    totals.extend((waiting > 0).then(|| t1("post-total-reading", "count", waiting)));
    totals.extend((unreadable > 0).then(|| t1("post-total-unreadable", "count", unreadable)));
    totals
}

fn row(line: &BatchLine, zone: Tz) -> Row {
    let state = match line.state {
        BatchState::Received => Badge::new(Tone::Plain, t("post-batch-received")),
        BatchState::Read if line.to_index > 0 => {
            Badge::new(Tone::Soon, t1("post-batch-to-index", "count", line.to_index))
        }
        BatchState::Read => Badge::new(Tone::Done, t("post-batch-done")),
        BatchState::Unreadable => Badge::new(Tone::Late, t("post-batch-unreadable")),
    };
    let reading = line.state == BatchState::Received;
    Row {
        file: line.file_name.clone(),
        folder: place(line).map(str::to_owned),
        received: dates::hour(line.received_at, zone),
        state,
        progress: line
            .page_count
            .filter(|_| reading)
            .map(|pages| Progress::new(t("post-batch-reading"), line.pages_read, pages)),
        pages: line.page_count.filter(|_| !reading).map(|pages| t1("post-pages", "count", pages)),
        envelopes: t1("post-envelopes", "count", line.envelopes),
        next: line.next.map(|id| format!("/courrier/indexation/{id}")),
        exceptions: (line.exceptions > 0)
            .then(|| Badge::new(Tone::Late, t1("post-mark-anomalies", "count", line.exceptions))),
        original: format!("/courrier/lots/{}/fichier", line.id),
        batch: super::scanning::batch_path(line.id),
    }
}

fn folders(desk: &Desk) -> Vec<Folder> {
    let folders = desk.context.config.post.folders.iter();
    folders.map(|folder| Folder { name: folder.name.clone(), path: folder.path.display().to_string() }).collect()
}

/// An action of the person signed in, with the form that takes it back. One that only another desk takes back is left out.
fn taken(done: &Undoable, staff: &Staff, zone: Tz) -> Option<Taken> {
    let (action, permission) = match done.action.as_str() {
        "register" | "end_without_case" | "read_in_language" => {
            ("/courrier/indexation/annuler", Permission::RegisterPost)
        }
        "second_reading" | "settle_check" | "decide_date" => {
            ("/courrier/verification/annuler", Permission::RegisterPost)
        }
        "approve_letters" | "hand_to_post" => ("/courrier/departs/annuler", Permission::DispatchLetters),
        "cut_envelope" | "join_envelopes" | "collate_sheets" => {
            ("/courrier/numerisation/annuler", Permission::OpenPost)
        }
        "identify_person" => ("/courrier/sans-nom/annuler", Permission::RegisterPost),
        "letter_came_back" | "record_advice" => ("/courrier/retours/annuler", Permission::HandleExceptions),
        "settle_resemblance" => ("/courrier/rapprochements/annuler", Permission::ReadPost),
        "transfer_case" => ("/courrier/transmissions/annuler", Permission::HandleExceptions),
        "end_exception" => ("/courrier/anomalies/annuler", Permission::HandleExceptions),
        _ => return None,
    };
    let what = match (&done.reference, done.action.as_str()) {
        (Some(reference), _) => t1("post-did-register", "reference", reference.to_string()),
        (None, "register") => t("post-did-register-hidden"),
        (None, action) => tw("post-did", action),
    };
    staff.may(permission).then(|| Taken {
        what,
        when: dates::short_instant(done.done_at, zone),
        key: done.key.to_string(),
        action,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_starts_at_the_midnight_of_the_prefecture() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 21).expect("date");
        assert_eq!(midnight(day, chrono_tz::Europe::Paris).to_rfc3339(), "2026-11-20T23:00:00+00:00");
        assert_eq!(midnight(day, chrono_tz::America::Cayenne).to_rfc3339(), "2026-11-21T03:00:00+00:00");
    }
}
