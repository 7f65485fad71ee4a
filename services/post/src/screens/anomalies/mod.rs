//! M7: what needs a person's eye, with what was kept and what to do.

pub(crate) mod sentence;

use askama::Template;
use axum::extract::{Query, State};
use casework::EndExceptionError;
use chrono::{DateTime, TimeDelta, Utc};
use domain::{ExceptionId, ExceptionKind, Permission, Role};
use sentence::Sentence;
use serde::Deserialize;
use store::reads::anomalies::{self, AnomalyLine, Wanted};
use web::{
    Done, Frame, Page, Problem, Staff, View, dates,
    parts::{Badge, Empty, Tone},
    t, t1, t2, words,
};

use super::{Desk, Fields};

/// The page.
const HERE: &str = "/courrier/anomalies";
/// Exceptions of one list.
const ROWS: i64 = 200;

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    vue: Option<String>,
    nature: Option<String>,
    qui: Option<String>,
    depuis: Option<String>,
    pli: Option<String>,
}

impl Asked {
    /// The filters as the list takes them.
    fn wanted(&self, now: DateTime<Utc>) -> Wanted {
        let days = match self.depuis.as_deref() {
            Some("jour") => Some(1),
            Some("semaine") => Some(7),
            _ => None,
        };
        Wanted {
            ended: self.vue.as_deref() == Some("terminees"),
            kind: self.nature.as_deref().and_then(ExceptionKind::from_word),
            owner: self.qui.as_deref().and_then(Role::from_word),
            communication: self.pli.as_deref().and_then(|pli| pli.parse().ok()),
            opened_before: days.map(|days| now - TimeDelta::days(days)),
        }
    }

    /// The address of this page with one filter changed.
    fn path(&self, name: &str, value: Option<&str>) -> String {
        let kept = [("nature", &self.nature), ("qui", &self.qui), ("depuis", &self.depuis)];
        let kept = kept.iter().filter(|(other, _)| *other != name).filter_map(|(n, v)| v.as_deref().map(|v| (*n, v)));
        let all: Vec<String> = kept.chain(value.map(|v| (name, v))).map(|(n, v)| format!("{n}={v}")).collect();
        if all.is_empty() { HERE.to_owned() } else { format!("{HERE}?{}", all.join("&")) }
    }
}

/// A way to narrow the list.
pub(crate) struct Filter {
    label: String,
    count: Option<u32>,
    path: String,
    current: bool,
}

/// An exception.
pub(crate) struct Row {
    id: String,
    words: Sentence,
    badge: Badge,
    owner: String,
    age: String,
    links: Vec<(String, String)>,
    ended: Option<String>,
}

#[derive(Template)]
#[template(path = "post/anomalies.html")]
pub(crate) struct AnomaliesPage {
    page: Page,
    views: Vec<Filter>,
    kinds: Vec<Filter>,
    owners: Vec<Filter>,
    ages: Vec<Filter>,
    one: bool,
    rows: Vec<Row>,
    empty: Empty,
}

/// `/courrier/anomalies`
pub(crate) async fn show(
    State(desk): State<Desk>,
    staff: Staff,
    frame: Frame,
    Query(asked): Query<Asked>,
) -> Result<View<AnomaliesPage>, Problem> {
    let wanted = asked.wanted(desk.web.now());
    let ended = wanted.ended;
    let mut tx = desk.begin(&staff).await?;
    let counts = anomalies::open_counts(&mut tx).await?;
    let by_owner = anomalies::open_by_owner(&mut tx).await?;
    let mut lines = anomalies::list(&mut tx, wanted, ROWS).await?;
    // Before everything else, however old that is: somebody in danger.
    lines.sort_by_key(|line| line.ended.is_some() || line.kind != ExceptionKind::Danger);
    let open: u32 = counts.iter().map(|(_, count)| count).sum();
    Ok(View(AnomaliesPage {
        page: Page::new(&frame, t("post-anomalies-title"))
            .counted(open)
            .under("/courrier", t("door-post"))
            .shortcut("j k", t("post-key-rows"))
            .shortcut("t", t("post-key-end-anomaly")),
        views: vec![
            Filter { label: t("post-anomalies-open"), count: Some(open), path: HERE.to_owned(), current: !ended },
            Filter {
                label: t("post-anomalies-ended"),
                count: None,
                path: format!("{HERE}?vue=terminees"),
                current: ended,
            },
        ],
        kinds: if ended { Vec::new() } else { kinds(&asked, &counts, wanted.kind) },
        owners: if ended { Vec::new() } else { owners(&asked, &by_owner, wanted.owner) },
        ages: if ended { Vec::new() } else { ages(&asked) },
        one: wanted.communication.is_some(),
        rows: lines.iter().map(|line| row(line, &desk, &staff)).collect(),
        empty: Empty::new(t("post-anomalies-none"), t("post-anomalies-none-help")),
    }))
}

fn kinds(asked: &Asked, counts: &[(ExceptionKind, u32)], taken: Option<ExceptionKind>) -> Vec<Filter> {
    let all = Filter {
        label: t("post-anomalies-all-kinds"),
        count: None,
        path: asked.path("nature", None),
        current: taken.is_none(),
    };
    let filter = |(kind, count): &(ExceptionKind, u32)| Filter {
        label: words::exception_kind(*kind),
        count: Some(*count),
        path: asked.path("nature", Some(kind.word())),
        current: taken == Some(*kind),
    };
    std::iter::once(all).chain(counts.iter().map(filter)).collect()
}

/// Whose the anomalies are.
fn owners(asked: &Asked, counts: &[(Role, u32)], taken: Option<Role>) -> Vec<Filter> {
    let all = Filter {
        label: t("post-anomalies-all-owners"),
        count: None,
        path: asked.path("qui", None),
        current: taken.is_none(),
    };
    let filter = |(role, count): &(Role, u32)| Filter {
        label: words::role(*role),
        count: Some(*count),
        path: asked.path("qui", Some(role.word())),
        current: taken == Some(*role),
    };
    std::iter::once(all).chain(counts.iter().map(filter)).collect()
}

/// Since when they are open.
fn ages(asked: &Asked) -> Vec<Filter> {
    let filter = |value: Option<&str>, label: String| Filter {
        label,
        count: None,
        path: asked.path("depuis", value),
        current: asked.depuis.as_deref() == value,
    };
    vec![
        filter(None, t("post-anomalies-any-age")),
        filter(Some("jour"), t("post-anomalies-a-day")),
        filter(Some("semaine"), t("post-anomalies-a-week")),
    ]
}

fn row(line: &AnomalyLine, desk: &Desk, staff: &Staff) -> Row {
    let now = desk.web.now();
    let old = (now - line.opened_at).num_days() >= 1;
    let tone = match (&line.ended, old) {
        (Some(_), _) => Tone::Done,
        (None, true) => Tone::Late,
        (None, false) if line.kind == ExceptionKind::Danger => Tone::Late,
        (None, false) => Tone::Soon,
    };
    let words = Sentence::of(line);
    Row {
        id: line.id.to_string(),
        badge: Badge::new(tone, words.kind.clone()),
        words,
        owner: words::role(line.owner),
        age: dates::age(line.opened_at, now),
        links: links(line, staff),
        ended: line.ended.as_ref().map(|(at, outcome)| {
            t2("post-anomaly-ended", "date", dates::short_instant(*at, desk.web.zone()), "outcome", outcome)
        }),
    }
}

/// Where to look: the envelope, the case, the letter, the file.
fn links(line: &AnomalyLine, staff: &Staff) -> Vec<(String, String)> {
    let envelope = line.communication.and_then(|(id, waits)| {
        // Danger is told on the telephone: what was said is on the page of the call.
        if line.kind == ExceptionKind::Danger {
            let call = (format!("/telephone/appels/{id}"), t("post-anomaly-see-call"));
            return staff.may(Permission::AnswerCalls).then_some(call);
        }
        let label = if waits { t("post-anomaly-index") } else { t("post-anomaly-see-envelope") };
        Some((format!("/courrier/indexation/{id}"), label))
    });
    let transfer = line
        .communication
        .filter(|(_, waits)| line.kind == ExceptionKind::WrongPrefecture && line.ended.is_none() && !waits)
        .map(|(id, _)| (format!("/courrier/transmissions?pli={id}"), t("transfer-link")));
    let case = line.case.filter(|_| staff.may(Permission::ReadCases)).map(|(id, reference)| {
        (format!("/dossiers/{id}"), t1("post-anomaly-see-case", "reference", reference.to_string()))
    });
    let letter = line
        .letter
        .filter(|_| line.ended.is_none())
        .map(|id| (format!("/courrier/departs#{id}"), t("post-anomaly-see-letter")));
    let pages = matches!(
        line.kind,
        ExceptionKind::PageCount | ExceptionKind::Separator | ExceptionKind::RescanUnplaced | ExceptionKind::PartlyRead
    );
    let batch = line.batch.as_ref().filter(|_| pages);
    let batch = batch.map(|(id, _)| (format!("/courrier/lots/{id}"), t("post-anomaly-see-batch")));
    let file = line.batch.as_ref().map(|(id, _)| (format!("/courrier/lots/{id}/fichier"), t("post-original")));
    [transfer, envelope, batch, case, letter, file].into_iter().flatten().collect()
}

/// `POST /courrier/anomalies/terminer`
pub(crate) async fn end(State(desk): State<Desk>, staff: Staff, fields: Fields) -> Result<Done, Problem> {
    let id: ExceptionId = fields.id("anomalie")?;
    match casework::end_exception(desk.casework()?, &staff.actor(), staff.user_id, id, fields.get("suite")).await {
        Ok(key) => {
            let key = key.to_string();
            Ok(Done::to(HERE).saying(t("post-anomaly-end-done")).undo("/courrier/anomalies/annuler", &[("cle", &key)]))
        }
        Err(EndExceptionError::NoOutcome) => Ok(Done::to(HERE).warning(t("post-anomaly-outcome-needed"))),
        Err(EndExceptionError::AlreadyEnded) => Err(Problem::Conflict(t("post-conflict-anomaly"))),
        Err(EndExceptionError::Store(error)) => Err(error.into()),
    }
}
