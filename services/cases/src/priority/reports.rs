//! Blockages and errors of the administration that the person reports, whichever the door: told at the phone or the counter they
//! are kept with the call or the visit that told them.

use axum::extract::{Path, State};
use casework::{BlockageError, report_blockage};
use domain::{CaseId, CommunicationId};
use store::{
    StoreError, Transaction,
    blockages::{self, Report},
    reads::case_view::{self, Heard},
};
use web::{
    Done, Fields, Problem, Staff,
    blockages::{Reported, Told, kinds, told},
    dates,
    parts::{Badge, Tone},
    t, t2, words,
};

use super::path;
use crate::state::Cases;

/// Calls, visits, messages and envelopes to choose from.
const CHOICES: i64 = 20;

/// A report of the case.
pub(super) struct Line {
    pub(super) report: Reported,
    pub(super) state: Badge,
}

/// The section of the page.
pub(super) struct Reports {
    pub(super) path: String,
    pub(super) reported: Vec<Line>,
    pub(super) kinds: Vec<(&'static str, String)>,
    pub(super) heard: Vec<(String, String)>,
}

pub(super) async fn load(tx: &mut Transaction, cases: &Cases, id: CaseId) -> Result<Reports, StoreError> {
    let heard = case_view::heard(tx, id, CHOICES).await?;
    let reports = blockages::of_case(tx, id).await?;
    Ok(Reports {
        path: format!("/dossiers/{id}/constats"),
        reported: reports.iter().map(|report| line(report, cases)).collect(),
        kinds: kinds(),
        heard: heard.iter().map(|heard| (heard.communication.to_string(), label(heard, cases))).collect(),
    })
}

fn label(heard: &Heard, cases: &Cases) -> String {
    let when = dates::long_instant(heard.received_at, cases.web.zone());
    t2("report-heard", "channel", words::channel(heard.channel), "date", when)
}

fn line(report: &Report, cases: &Cases) -> Line {
    Line {
        report: Reported::of(report, cases.web.zone()),
        state: match report.answered {
            Some(_) => Badge::new(Tone::Done, t("report-answered")),
            None => Badge::new(Tone::Soon, t("report-open")),
        },
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
    let Told { kind, words, since } = match told(&fields) {
        Ok(told) => told,
        Err(text) => return Ok(back.warning(text)),
    };
    let told_by: CommunicationId = fields.id("par")?;
    let mut tx = cases.web.database().begin(&staff.actor()).await?;
    let of_case = case_view::heard(&mut tx, id, CHOICES).await?.iter().any(|heard| heard.communication == told_by);
    drop(tx);
    if !of_case {
        return Err(Problem::NotFound);
    }
    let (casework, actor, by) = (cases.casework()?, staff.actor(), staff.user_id);
    match report_blockage(casework, &actor, by, told_by, kind, &words, since).await {
        Ok(_) => Ok(back.saying(t("report-kept"))),
        Err(BlockageError::NoWords) => Ok(back.warning(t("post-reports-words-needed"))),
        Err(BlockageError::Already) => Ok(back.warning(t("post-reports-already"))),
        Err(BlockageError::Store(error)) => Err(error.into()),
    }
}
