//! A page that may be the double of another one: asked with both pictures, answered by a person; any two pages can be said to be one.

use axum::extract::{Path, State};
use casework::{MarkDoubleError, TwoPages};
use domain::{BatchId, CommunicationId};
use store::{
    StoreError, Transaction, Within, doubles,
    reads::{
        pages,
        scanning::{self, EnvelopeLine},
    },
};
use web::{Done, Problem, Staff, t, t1, t2};

use super::{ROWS, batch_path, envelope_name, undone_by};
use crate::screens::{Desk, Fields};

/// Two pages that look the same, as pages ask about them.
pub(crate) struct Twice {
    pub(crate) batch: String,
    pub(crate) envelope: String,
    pub(crate) title: String,
    pub(crate) why: String,
    /// Their places in the envelope.
    pub(crate) double: u32,
    pub(crate) of: u32,
    pub(crate) images: [String; 2],
}

/// What is asked about a batch, or an envelope; `envelopes` are those of the batch, when they are known.
pub(crate) async fn questions(
    tx: &mut Transaction,
    within: Within,
    envelopes: &[EnvelopeLine],
) -> Result<Vec<Twice>, StoreError> {
    let mut found = Vec::new();
    for open in doubles::open(tx, within, ROWS).await? {
        let lines = pages::of_envelope(tx, open.communication).await?;
        let at = |number: i32| lines.iter().position(|line| i64::from(line.number) == i64::from(number));
        let Some((later, earlier)) = at(open.later).zip(at(open.earlier)) else { continue };
        let known = envelopes.iter().find(|envelope| envelope.communication == open.communication);
        let name = match known.and_then(|envelope| envelope.serial.clone()) {
            Some(serial) => serial,
            None => envelope_name(&scanning::named(tx, open.communication).await?),
        };
        let place = |index: usize| u32::try_from(index + 1).unwrap_or(u32::MAX);
        let why = if open.after_jam { "post-double-after-jam" } else { "post-double-same-picture" };
        found.push(Twice {
            batch: open.batch.to_string(),
            envelope: open.communication.to_string(),
            title: web::t3("post-double-title", ("page", place(later)), ("of", place(earlier)), ("envelope", name)),
            why: t1(why, "percent", open.percent),
            double: place(later),
            of: place(earlier),
            images: [lines[earlier].image(open.batch, "thumbnail"), lines[later].image(open.batch, "thumbnail")],
        });
    }
    Ok(found)
}

/// `POST /courrier/lots/{batch}/double`: the page is, or with `non` is not, a double of the other one.
pub(crate) async fn settle(
    State(desk): State<Desk>,
    staff: Staff,
    Path(batch): Path<String>,
    fields: Fields,
) -> Result<Done, Problem> {
    let batch: BatchId = batch.parse().map_err(|_| Problem::NotFound)?;
    let communication: CommunicationId = fields.id("pli")?;
    let back = match fields.some("retour").and_then(|id| id.parse::<CommunicationId>().ok()) {
        Some(id) => Done::to(format!("/courrier/indexation/{id}")),
        None => Done::to(batch_path(batch)),
    };
    let mut tx = desk.begin(&staff).await?;
    let lines = pages::of_envelope(&mut tx, communication).await?;
    drop(tx);
    let number = |name: &str| {
        let place: usize = fields.get(name).trim().parse().ok()?;
        lines.get(place.checked_sub(1)?).map(|line| line.number)
    };
    let Some((double, of)) = number("page").zip(number("de")) else {
        return Ok(back.warning(t1("post-double-no-page", "count", lines.len())));
    };
    let accepted = !fields.has("non");
    let two = TwoPages { communication, double, of };
    match casework::settle_double(desk.casework()?, &staff.actor(), staff.user_id, two, accepted).await {
        Ok(key) => {
            let text = if accepted {
                t2("post-double-done", "page", fields.get("page"), "of", fields.get("de"))
            } else {
                t("post-double-dismissed")
            };
            Ok(undone_by(back.saying(text), batch, key))
        }
        Err(MarkDoubleError::NoPage) => Ok(back.warning(t1("post-double-no-page", "count", lines.len()))),
        Err(MarkDoubleError::WholePiece) => Ok(back.warning(t("post-double-piece"))),
        Err(MarkDoubleError::Ended) => Ok(back.warning(t("post-cut-registered"))),
        Err(MarkDoubleError::Store(error)) => Err(error.into()),
    }
}
