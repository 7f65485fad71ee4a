//! A deposit is opened: received at once, before anything is known of it.

use axum::extract::{Path, State};
use casework::{DepositArrival, receive_deposit};
use domain::CommunicationId;
use store::desks;
use uuid::Uuid;
use web::{Done, Fields, Problem, Staff, t, t1};

use super::desk::{Desk, path};

/// `POST /guichet/depots`: the same form sent twice opens one deposit.
pub(crate) async fn open(State(desk): State<Desk>, staff: Staff, fields: Fields) -> Result<Done, Problem> {
    let name = desk_name(&desk, &fields)?;
    let key: Uuid = fields.id("cle")?;
    let casework = desk.casework()?;
    let arrival = DepositArrival::at_counter(casework, &name, &key.to_string());
    let received = receive_deposit(casework, &staff.actor(), arrival).await.map_err(Problem::internal)?;
    give_scanner(&desk, &staff, &name, Some(received.communication())).await?;
    Ok(Done::to(path(received.communication())))
}

fn desk_name(desk: &Desk, fields: &Fields) -> Result<String, Problem> {
    let wanted = fields.get("guichet");
    let known = desk.context.config.counter.desks.iter().find(|d| d.name == wanted);
    known.map(|d| d.name.clone()).ok_or(Problem::BadRequest)
}

/// `POST /guichet/depots/{deposit}/scanner`: the next pages of the desk's scanner belong here, or to nobody.
pub(crate) async fn scanner(
    State(desk): State<Desk>,
    staff: Staff,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Done, Problem> {
    let (tx, envelope) = desk.deposit(&staff, &id).await?;
    drop(tx);
    let name = desk_name(&desk, &fields)?;
    let leave = fields.has("liberer");
    give_scanner(&desk, &staff, &name, (!leave).then_some(envelope.id)).await?;
    if leave {
        return Ok(Done::to("/guichet").saying(t("counter-left-for-later")));
    }
    Ok(Done::to(path(envelope.id)).saying(t1("counter-scanner-here", "desk", name)))
}

/// The scanner of a desk goes to a deposit.
pub(crate) async fn give_scanner(
    desk: &Desk,
    staff: &Staff,
    name: &str,
    deposit: Option<CommunicationId>,
) -> Result<(), Problem> {
    let mut tx = desk.begin(staff).await?;
    desks::set_open_deposit(&mut tx, name, deposit, Some(staff.user_id), desk.web.now()).await?;
    Ok(tx.commit().await?)
}
