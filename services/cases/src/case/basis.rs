//! The text or decision that lets the request come by its door: noted by the service, never asked of the person. A blockage that
//! was reported opens the substitution route with one button.

use axum::extract::{Path, State};
use casework::{ChannelBasisError, record_channel_basis};
use domain::{BlockageKind, CaseId, Permission};
use law::Catalogue;
use store::{StoreError, Transaction, blockages, reads::case_view::CaseHead};
use web::{Done, Fields, Problem, Staff, dates, t, t1, t2};

use crate::state::Cases;

/// What the page of a case shows of it.
pub(crate) struct Basis {
    pub(super) path: String,
    pub(super) noted: Option<String>,
    /// What opens the substitution route, while no basis is noted and a blockage was reported.
    pub(super) substitution: Option<String>,
    pub(super) may_note: bool,
}

pub(super) async fn load(
    tx: &mut Transaction,
    staff: &Staff,
    catalogue: &Catalogue,
    (id, head): (CaseId, &CaseHead),
) -> Result<Basis, StoreError> {
    let open = head.registered_at.is_some() && head.line.state.is_open();
    let noted = head.channel_basis.clone();
    let mut substitution = None;
    if open && noted.is_none() {
        let reports = blockages::of_case(tx, id).await?;
        let blocked = reports.iter().filter(|report| report.kind == BlockageKind::Blockage);
        substitution = blocked.map(|report| report.diligence_on).min().map(|on| {
            let source = catalogue.why("RL-30", on).source;
            t2("case-basis-substitution", "date", dates::long(on), "source", source)
        });
    }
    let path = format!("/dossiers/{id}/fondement");
    Ok(Basis { path, noted, substitution, may_note: open && staff.may(Permission::DeclareUrgency) })
}

/// `POST /dossiers/{case}/fondement`
pub(crate) async fn note(
    State(cases): State<Cases>,
    staff: Staff,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Done, Problem> {
    let id: CaseId = id.parse().map_err(|_| Problem::NotFound)?;
    let back = Done::to(format!("/dossiers/{id}"));
    let words = fields.get("fondement");
    let stood = fields.get("avant").to_owned();
    match record_channel_basis(cases.casework()?, &staff.actor(), id, words).await {
        Ok(()) => {
            let said =
                if words.trim().is_empty() { t("case-basis-gone") } else { t1("case-basis-kept", "basis", words) };
            Ok(back.saying(said).undo(format!("/dossiers/{id}/fondement"), &[("fondement", &stood), ("avant", words)]))
        }
        Err(ChannelBasisError::Already) => Ok(back.warning(t("case-basis-already"))),
        Err(ChannelBasisError::NotOpen) => Err(Problem::Conflict(t("case-basis-not-open"))),
        Err(ChannelBasisError::Store(error)) => Err(error.into()),
    }
}
