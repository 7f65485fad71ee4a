//! The form of a row: what stands, what is proposed, what it would change and on which day.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::{IntoResponse, Response},
};
use casework::{RowProposal, preview_row, propose_row};
use chrono::NaiveDate;
use domain::{LocalRowId, UserId};
use law::{Catalogue, CatalogueRow};
use serde::Deserialize;
use store::local_rows::{self, NewLocalRow, Which};
use web::{
    Done, Fields, Frame, Page, Problem, Staff, View, dates,
    parts::{Badge, ErrorSummary},
    t, t1,
};

use super::{
    form::{self, Input, Mistakes, Typed},
    proposal::{Changes, path_of},
    read,
    subject::{Subject, versions},
};
use crate::{
    catalogue::{entry::Entry, place, values, words},
    state::Cases,
};

/// The proposal whose contrary is wanted.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct Asked {
    retour: Option<String>,
}

#[derive(Template)]
#[template(path = "rules/propose.html")]
pub(crate) struct ProposePage {
    page: Page,
    action: String,
    standing: Vec<(String, String)>,
    since: Option<String>,
    sure: Option<Badge>,
    later_text: bool,
    errors: ErrorSummary,
    inputs: Vec<Input>,
    preview: Option<Changes>,
}

struct Shown {
    typed: Typed,
    mistakes: Mistakes,
    preview: Option<Changes>,
}

/// `/regles/modifier/{kind}/{key}`
pub(crate) async fn form(
    State(cases): State<Cases>,
    staff: Staff,
    frame: Frame,
    Path((kind, key)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Result<View<ProposePage>, Problem> {
    let casework = cases.casework()?;
    let (catalogue, today) = (casework.site.catalogue.clone(), casework.today());
    let entries = Entry::all(&catalogue);
    let subject = Subject::of(&entries, (&kind, &key), &casework.site.prefecture, today).ok_or(Problem::NotFound)?;
    let mut typed = Typed::standing(&subject);
    typed.set("depuis", dates::iso(today.succ_opt().unwrap_or(today)));
    if let Some(id) = asked.retour.as_deref().and_then(|id| id.parse::<LocalRowId>().ok()) {
        let mut tx = cases.web.database().begin(&staff.actor()).await?;
        let undone = local_rows::read(&mut tx, Which::One(id)).await?.pop().ok_or(Problem::NotFound)?;
        typed = before(&entries, (&kind, &key), &subject, &undone.row, typed);
    }
    let shown = Shown { typed, mistakes: Vec::new(), preview: None };
    Ok(View(page(&frame, &subject, (&kind, &key), &catalogue, shown, today)))
}

/// What stood the day before a proposal began to apply, to propose it again.
fn before(
    entries: &[Entry<'_>],
    (kind, key): (&str, &str),
    subject: &Subject<'_>,
    undone: &NewLocalRow,
    mut typed: Typed,
) -> Typed {
    let entry = entries.iter().find(|entry| entry.is_at(kind, key));
    let stood = undone.from.pred_opt().and_then(|day| entry.and_then(|entry| entry.on(day)));
    match (stood, subject) {
        (Some(CatalogueRow::Parameter(row)), _) if row.period.local => typed.set("valeur", form::value(row.value)),
        (Some(CatalogueRow::Parameter(_)) | None, Subject::Figure { .. } | Subject::Order(_)) => {
            typed.set("quoi", form::END);
        }
        (Some(CatalogueRow::Prefecture(row)), _) => {
            let (kept, certainty) = (typed.get("depuis").to_owned(), typed.get("certitude").to_owned());
            typed = Typed::standing(&Subject::Prefecture(row));
            typed.set("depuis", kept);
            typed.set("certitude", certainty);
        }
        (Some(CatalogueRow::ChannelOrder(row)), _) => typed.set("reference", row.order.as_str()),
        (Some(_) | None, _) => {}
    }
    typed.set("motif", t1("rules-undo-reason", "proposal", undone.id.to_string()));
    typed
}

/// `POST /regles/modifier/{kind}/{key}`
pub(crate) async fn propose(
    State(cases): State<Cases>,
    staff: Staff,
    frame: Frame,
    Path((kind, key)): Path<(String, String)>,
    fields: Fields,
) -> Result<Response, Problem> {
    let casework = cases.casework()?;
    let (catalogue, today) = (casework.site.catalogue.clone(), casework.today());
    let entries = Entry::all(&catalogue);
    let prefecture = &casework.site.prefecture;
    let subject = Subject::of(&entries, (&kind, &key), prefecture, today).ok_or(Problem::NotFound)?;
    let typed = Typed::sent(&fields, &subject);
    let mut shown = Shown { typed, mistakes: Vec::new(), preview: None };
    match read::read(&subject, &shown.typed, prefecture, &catalogue, today) {
        Err(mistakes) => shown.mistakes = mistakes,
        Ok(proposal) if fields.has("voir") => {
            let mut tx = cases.web.database().begin(&staff.actor()).await?;
            let accepted = local_rows::read(&mut tx, Which::Accepted).await?;
            match preview_row(casework, &accepted, &row_of(&proposal, staff.user_id, cases.web.now())) {
                Ok(after) => shown.preview = Some(changes(&proposal, &catalogue, &after)),
                Err(error) => shown.mistakes = read::refused(&error),
            }
        }
        Ok(proposal) => match propose_row(casework, &staff.actor(), staff.user_id, &proposal).await {
            Ok(id) => return Ok(Done::to(path_of(id)).saying(t("rules-proposed")).into_response()),
            Err(casework::ChangeError::Store(error)) => return Err(error.into()),
            Err(error) => shown.mistakes = read::refused(&error),
        },
    }
    Ok(View(page(&frame, &subject, (&kind, &key), &catalogue, shown, today)).into_response())
}

/// A proposal as it would be kept.
fn row_of(proposal: &RowProposal, by: UserId, now: chrono::DateTime<chrono::Utc>) -> NewLocalRow {
    let (kind, key) = proposal.says.about();
    NewLocalRow {
        id: LocalRowId::new(now),
        kind: kind.word().to_owned(),
        key,
        says: serde_json::json!(proposal.says),
        source: proposal.source.clone(),
        from: proposal.from,
        certainty: proposal.certainty.word().to_owned(),
        reason: proposal.reason.clone(),
        by,
    }
}

fn changes(proposal: &RowProposal, before: &Catalogue, after: &Catalogue) -> Changes {
    let (was, becomes) = versions(&proposal.says, proposal.from, before, Some(after));
    Changes::of(proposal.from, (was, before), (becomes, after))
}

fn page(
    frame: &Frame,
    subject: &Subject<'_>,
    (kind, key): (&str, &str),
    catalogue: &Catalogue,
    shown: Shown,
    today: NaiveDate,
) -> ProposePage {
    let row = match subject {
        Subject::Figure { row, .. } => Some(CatalogueRow::Parameter(row)),
        Subject::Prefecture(row) => Some(CatalogueRow::Prefecture(row)),
        Subject::Order(row) => row.map(CatalogueRow::ChannelOrder),
    };
    let title = row.map_or_else(|| t("rules-new-order"), |row| t1("rules-change-of", "name", words::name(row)));
    let values = row.map(|row| values::of(row, catalogue)).unwrap_or_default();
    let source = row.map(|row| (t("rules-field-source"), row.period().source.clone()));
    let later_text = matches!(subject, Subject::Figure { row, .. } if row.later_text && !row.local);
    let back = row.map(|row| web::rule_pages::on_day(&place::of(row.kind(), &row.key()), today));
    let page = Page::new(frame, title).under(place::INDEX, t("door-rules"));
    ProposePage {
        page: back.into_iter().fold(page, |page, path| page.under(path, t("rules-the-row"))),
        action: format!("/regles/modifier/{kind}/{key}"),
        standing: values.iter().map(|value| (value.label.clone(), value.text())).chain(source).collect(),
        since: row.map(|row| words::period(row.period())),
        sure: row.map(|row| words::certainty(row.period().sure())),
        later_text,
        errors: form::summary(&shown.mistakes),
        inputs: form::inputs(subject, &shown.typed, &shown.mistakes),
        preview: shown.preview,
    }
}
