//! Blockages and errors of the administration that the person reports, whichever the door: told at the phone or the counter they
//! are kept with the call or the visit that told them.

use axum::extract::{Path, State};
use casework::{BlockageError, report_blockage};
use chrono::NaiveDate;
use domain::{BlockageKind, CaseId, CommunicationId};
use store::{
    StoreError, Transaction,
    blockages::{self, Report},
    reads::case_view::{self, Heard},
};
use web::{
    Done, Fields, Problem, Staff, dates,
    parts::{Badge, Tone},
    t, t1, t2, words,
};

use super::path;
use crate::state::Cases;

/// Calls, visits, messages and envelopes to choose from.
const CHOICES: i64 = 20;

/// A report of the case.
pub(super) struct Reported {
    pub(super) what: String,
    pub(super) words: String,
    pub(super) when: String,
    pub(super) state: Badge,
    pub(super) answer: Option<String>,
}

/// The section of the page.
pub(super) struct Reports {
    pub(super) path: String,
    pub(super) reported: Vec<Reported>,
    pub(super) kinds: Vec<(&'static str, String)>,
    pub(super) heard: Vec<(String, String)>,
}

pub(super) async fn load(tx: &mut Transaction, cases: &Cases, id: CaseId) -> Result<Reports, StoreError> {
    let heard = case_view::heard(tx, id, CHOICES).await?;
    let reports = blockages::of_case(tx, id).await?;
    Ok(Reports {
        path: format!("/dossiers/{id}/constats"),
        reported: reports.iter().map(|report| reported(report, cases)).collect(),
        kinds: BlockageKind::ALL.iter().map(|kind| (kind.word(), words::blockage_kind(*kind))).collect(),
        heard: heard.iter().map(|heard| (heard.communication.to_string(), label(heard, cases))).collect(),
    })
}

fn label(heard: &Heard, cases: &Cases) -> String {
    let when = dates::long_instant(heard.received_at, cases.web.zone());
    t2("report-heard", "channel", words::channel(heard.channel), "date", when)
}

fn reported(report: &Report, cases: &Cases) -> Reported {
    let zone = cases.web.zone();
    let since = report.blocked_since.map(|on| t1("post-reports-since", "date", dates::long(on)));
    let diligence = t1("post-reports-diligence", "date", dates::long(report.diligence_on));
    Reported {
        what: words::blockage_kind(report.kind),
        words: report.words.clone(),
        when: since.into_iter().chain([diligence]).collect::<Vec<_>>().join(" "),
        state: match report.answered {
            Some(_) => Badge::new(Tone::Done, t("report-answered")),
            None => Badge::new(Tone::Soon, t("report-open")),
        },
        answer: report.answered.as_ref().map(|(at, words)| {
            t2("post-reports-answered", "date", dates::short_instant(*at, zone), "words", words.as_str())
        }),
    }
}

/// `POST /dossiers/{case}/constats`
pub(crate) async fn report(
    State(cases): State<Cases>,
    staff: Staff,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Done, Problem> {
    let id: CaseId = id.parse().map_err(|_| Problem::NotFound)?;
    let back = Done::to(path(id));
    let Some(kind) = BlockageKind::from_word(fields.get("constat")) else {
        return Ok(back.warning(t("report-kind-needed")));
    };
    let since: Option<NaiveDate> = fields.some("depuis").and_then(|text| text.parse().ok());
    if fields.some("depuis").is_some() && since.is_none() {
        return Ok(back.warning(t1("post-returns-no-date", "text", fields.get("depuis"))));
    }
    let told_by: CommunicationId = fields.id("par")?;
    let mut tx = cases.web.database().begin(&staff.actor()).await?;
    let of_case = case_view::heard(&mut tx, id, CHOICES).await?.iter().any(|heard| heard.communication == told_by);
    drop(tx);
    if !of_case {
        return Err(Problem::NotFound);
    }
    let (actor, said) = (staff.actor(), fields.get("dit"));
    match report_blockage(&cases.casework()?, &actor, staff.user_id, told_by, kind, said, since).await {
        Ok(_) => Ok(back.saying(t("report-kept"))),
        Err(BlockageError::NoWords) => Ok(back.warning(t("post-reports-words-needed"))),
        Err(BlockageError::Already) => Ok(back.warning(t("post-reports-already"))),
        Err(BlockageError::Store(error)) => Err(error.into()),
    }
}
