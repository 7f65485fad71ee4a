//! What was kept without a case turns out to be a request: its case is opened, received at the moment of the arrival.

use chrono::{DateTime, Datelike as _, Utc};
use domain::{Actor, CaseId, CommunicationId, CommunicationState};
use serde_json::json;
use store::{
    StoreError, Transaction,
    arrivals::{self, NewCase},
    communications::{self, CommunicationRow},
    events::{self, NewEvent},
};

use crate::{Casework, receive};

/// Why no case was opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// A person ended it with an outcome: take that back first.
    #[error("the communication was ended without a case")]
    Ended,
    /// The store refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Opens the case of a communication that has none; one that it has already is returned.
///
/// # Errors
/// When a person ended it without a case, or the store refuses.
pub async fn open_case(casework: &Casework, actor: &Actor, id: CommunicationId) -> Result<CaseId, OpenError> {
    let mut tx = casework.begin(actor).await?;
    let communication = communications::lock(&mut tx, id).await?;
    if communication.state == CommunicationState::NoCase {
        return Err(OpenError::Ended);
    }
    let case = first_or_new(&mut tx, casework, &communication, casework.clock.now()).await?;
    tx.commit().await?;
    Ok(case)
}

/// The case that a communication opened, or a new one.
pub(crate) async fn first_or_new(
    tx: &mut Transaction,
    casework: &Casework,
    communication: &CommunicationRow,
    now: DateTime<Utc>,
) -> Result<CaseId, StoreError> {
    match communication.cases.first() {
        Some(case) => Ok(*case),
        None => one_more(tx, casework, communication, now).await,
    }
}

/// Opens one more case for a communication: received at the same moment, by the same door, with the best evidence that the
/// door recorded.
pub(crate) async fn one_more(
    tx: &mut Transaction,
    casework: &Casework,
    communication: &CommunicationRow,
    now: DateTime<Utc>,
) -> Result<CaseId, StoreError> {
    let site = &casework.site;
    let reference = arrivals::next_references(tx, communication.received_on.year(), site.department, 1).await?.pop();
    let kept = communications::evidences(tx, communication.id).await?;
    let best = kept.into_iter().filter(|e| e.date <= communication.received_on).min_by_key(|e| (e.date, e.kind));
    let evidence = best.unwrap_or_else(|| receive::reception(communication.received_on));
    let case = NewCase {
        id: CaseId::new(now),
        reference: reference.ok_or(StoreError::NotFound("case reference"))?,
        communication: communication.id,
        channel: communication.channel,
        prefecture: site.prefecture.clone(),
        received_at: communication.received_at,
        received_on: communication.received_on,
        filed_by: domain::filer(communication.channel, &communication.account),
        urgency: receive::urgency(site, communication.channel, communication.received_on, evidence.date, now),
        urgency_on: site.local_date(now),
        evidence,
    };
    arrivals::open_cases(tx, now, std::slice::from_ref(&case)).await?;
    communications::disown(tx, communication.id).await?;
    let facts = json!({ "communication": communication.id, "channel": communication.channel, "received_on": communication.received_on });
    events::append(tx, now, &[NewEvent::new(case.id, "case.received", facts)]).await?;
    Ok(case.id)
}
