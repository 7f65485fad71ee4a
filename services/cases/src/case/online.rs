//! The number of the request in the online service (ANEF): noted, proposed where it was read, taken back.

use axum::extract::{Path, State};
use casework::{OnlineRequestError, note_online_request, withdraw_online_request};
use domain::{CaseId, Permission};
use formats::OnlineRequestNumber;
use store::{StoreError, Transaction, online_requests, reads::case_view};
use web::{Done, Fields, Problem, Staff, t, t1, t2};

use crate::state::Cases;

/// What the page of a case shows of it.
pub(crate) struct Online {
    pub(super) path: String,
    pub(super) noted: Vec<Noted>,
    pub(super) read: Vec<Read>,
    pub(super) may_note: bool,
}

/// A number that is noted.
pub(super) struct Noted {
    pub(super) number: String,
    pub(super) told: String,
    pub(super) doubt: Option<String>,
    pub(super) others: Vec<(String, String)>,
}

/// A number that stands on what came in.
pub(super) struct Read {
    pub(super) number: String,
    pub(super) told: String,
}

pub(super) async fn load(tx: &mut Transaction, staff: &Staff, id: CaseId) -> Result<Online, StoreError> {
    let mut noted = Vec::new();
    for number in online_requests::of_case(tx, id).await? {
        let mut others = Vec::new();
        for other in online_requests::cases(tx, &number).await?.into_iter().filter(|other| *other != id) {
            let reference = case_view::head(tx, other).await?.line.reference.to_string();
            others.push((format!("/dossiers/{other}"), t1("online-others", "reference", reference)));
        }
        let shaped = OnlineRequestNumber::typed(&number).is_some_and(|number| number.shaped);
        noted.push(Noted {
            told: t1("online-number", "number", number.as_str()),
            doubt: (!shaped).then(|| t("online-shape")),
            others,
            number,
        });
    }
    let read = online_requests::read(tx, id).await?.into_iter().map(|(number, page)| {
        let told = match page {
            Some(page) => t2("online-read", "page", page, "number", number.as_str()),
            None => t1("online-told", "number", number.as_str()),
        };
        Read { number, told }
    });
    let path = format!("/dossiers/{id}/en-ligne");
    Ok(Online { path, noted, read: read.collect(), may_note: staff.may(Permission::DeclareUrgency) })
}

/// `POST /dossiers/{case}/en-ligne`
pub(crate) async fn note(
    State(cases): State<Cases>,
    staff: Staff,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Done, Problem> {
    let (id, back) = case(&id)?;
    let Some(number) = OnlineRequestNumber::typed(fields.get("numero")) else {
        return Ok(back.warning(t("online-wrong")));
    };
    match note_online_request(cases.casework()?, &staff.actor(), id, &number).await {
        Ok(()) => {
            let undo = format!("/dossiers/{id}/en-ligne/retirer");
            Ok(back.saying(t("online-noted")).undo(undo, &[("numero", &number.normalised)]))
        }
        Err(OnlineRequestError::Already) => Ok(back.warning(t("online-already"))),
        Err(OnlineRequestError::Store(error)) => Err(error.into()),
    }
}

/// `POST /dossiers/{case}/en-ligne/retirer`
pub(crate) async fn withdraw(
    State(cases): State<Cases>,
    staff: Staff,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Done, Problem> {
    let (id, back) = case(&id)?;
    let number = OnlineRequestNumber::typed(fields.get("numero")).ok_or(Problem::BadRequest)?;
    match withdraw_online_request(cases.casework()?, &staff.actor(), id, &number).await {
        Ok(()) => Ok(back.saying(t("online-withdrawn"))),
        Err(OnlineRequestError::Already) => Ok(back.warning(t("online-gone"))),
        Err(OnlineRequestError::Store(error)) => Err(error.into()),
    }
}

fn case(id: &str) -> Result<(CaseId, Done), Problem> {
    let id: CaseId = id.parse().map_err(|_| Problem::NotFound)?;
    Ok((id, Done::to(format!("/dossiers/{id}"))))
}
