//! The neck: whatever comes through a door is kept, once.

mod kept;
mod once;
mod together;

use casework::{Arrival, ReceiveError, receive_all};
use domain::{Actor, ChannelKind, Received};

use crate::office::Office;

/// Receives arrivals in one transaction, as a door does.
async fn receive(office: &Office, arrivals: Vec<Arrival>) -> Result<Vec<Received>, ReceiveError> {
    let mut tx = office.begin(&Actor::Door(ChannelKind::Email)).await;
    let results = receive_all(&mut tx, &office.casework.site, office.now(), arrivals).await?;
    tx.commit().await?;
    Ok(results)
}

fn named(office: &Office, name: &str) -> Arrival {
    let (account, external_id) = (Some("accueil@prefecture".to_owned()), Some(name.to_owned()));
    Arrival { account, external_id, ..Arrival::bare(ChannelKind::Email, office.now()) }
}
