//! The neck: every arrival, by whatever door, passes here.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Datelike as _, NaiveDate, Utc};
use domain::{CaseId, CaseReference, ChannelKind, CommunicationId, CommunicationState, Evidence, Nature, Received};
use queue::NewJob;
use serde_json::json;
use store::{
    Blob, StoreError, Transaction,
    arrivals::{self, NewCase, NewCommunication},
    events::{self, NewEvent},
    reads::receptions::ReceptionFacts,
    suggestions::NewSuggestion,
};

use crate::{Delivery, Site};

mod decision;
mod deliveries;
mod opening;

use decision::{Decision, decide};
use opening::new_case;
pub(crate) use opening::{reception, urgency};

/// Something that came through a door. Nothing but the channel and the moment is mandatory (R-02, I-01).
#[derive(Clone, Debug)]
pub struct Arrival {
    /// The door.
    pub channel: ChannelKind,
    /// When it was received.
    pub received_at: DateTime<Utc>,
    /// The source at that door (scan folder, mailbox, number); the channel's name when unknown.
    pub account: Option<String>,
    /// Its name at that source; unique there. Without one the arrival is new by definition.
    pub external_id: Option<String>,
    /// What it is, as far as the door can tell. In doubt: a request.
    pub nature: Nature,
    /// A case whose link is proved (our own code, a reference with its check digits).
    pub reference: Option<CaseReference>,
    /// The raw bytes, made safe by the blob store.
    pub content: Option<Blob>,
    /// A better evidence than the reception, when the door has one.
    pub evidence: Option<Evidence>,
    /// What the sender says of the fields of a registration: proposed to a clerk, who decides.
    pub suggestions: Vec<NewSuggestion>,
    /// The files it came with; their bytes, or the list of them, are `content`.
    pub delivery: Option<Delivery>,
    /// Work that the arrival owes.
    pub jobs: Vec<NewJob>,
}

impl Arrival {
    /// The least that an arrival is: a channel and a moment.
    #[must_use]
    pub const fn bare(channel: ChannelKind, received_at: DateTime<Utc>) -> Self {
        Self {
            channel,
            received_at,
            account: None,
            external_id: None,
            nature: Nature::Request,
            reference: None,
            content: None,
            evidence: None,
            suggestions: Vec::new(),
            delivery: None,
            jobs: Vec::new(),
        }
    }
}

/// Why an arrival could not be kept. The door keeps it and comes back: nothing was acknowledged.
#[derive(Debug, thiserror::Error)]
pub enum ReceiveError {
    /// The store refused.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The queue refused.
    #[error(transparent)]
    Queue(#[from] queue::QueueError),
}

impl ReceiveError {
    /// Whether the database does not answer at all, so that trying another arrival is of no use.
    pub(crate) fn is_away(&self) -> bool {
        matches!(self, Self::Store(error) if error.is_away())
    }
}

struct Prepared {
    arrival: Arrival,
    communication: CommunicationId,
    key: (String, String),
    received_on: NaiveDate,
    decision: Decision,
}

/// Counts what became of arrivals, once they are durable.
pub(crate) fn count<'a>(channel: ChannelKind, results: impl IntoIterator<Item = &'a Received>) {
    for result in results {
        let word = match result {
            Received::Opened { .. } => "opened",
            Received::Attached { .. } => "attached",
            Received::Unassigned { .. } => "unassigned",
            Received::Again { .. } => "again",
        };
        metrics::counter!("passerelle_arrivals_total", "channel" => channel.word(), "result" => word).increment(1);
    }
}

/// Receives one arrival. See [`receive_all`].
///
/// # Errors
/// When the store or the queue refuses; nothing was done then.
pub async fn receive(
    tx: &mut Transaction,
    site: &Site,
    now: DateTime<Utc>,
    arrival: Arrival,
) -> Result<Received, ReceiveError> {
    let communication = CommunicationId::new(now);
    let mut results = receive_all(tx, site, now, vec![arrival]).await?;
    Ok(results.pop().unwrap_or(Received::Again { communication }))
}

/// Receives arrivals together, in one transaction, each for itself: one that is already known does not disturb the
/// others. The results stand in the order of the arrivals; the caller acknowledges its source after the commit only.
///
/// # Errors
/// When the store or the queue refuses; nothing was done then.
pub async fn receive_all(
    tx: &mut Transaction,
    site: &Site,
    now: DateTime<Utc>,
    arrivals: Vec<Arrival>,
) -> Result<Vec<Received>, ReceiveError> {
    Ok(receive_told(tx, site, now, arrivals).await?.into_iter().map(|(received, _)| received).collect())
}

/// As [`receive_all`], with what the senders of cases just opened are told, which needs no question to the database.
pub(crate) async fn receive_told(
    tx: &mut Transaction,
    site: &Site,
    now: DateTime<Utc>,
    arrivals: Vec<Arrival>,
) -> Result<Vec<(Received, Option<ReceptionFacts>)>, ReceiveError> {
    let cases = linked_cases(tx, &arrivals).await?;
    let prepared = prepare(site, now, arrivals, &cases);
    keep_contents(tx, now, &prepared).await?;
    let new = keep_communications(tx, site, &prepared).await?;
    let opened = open_cases(tx, site, now, &prepared, &new).await?;
    link_attached(tx, now, &prepared, &new).await?;
    let reading = deliveries::keep(tx, now, &prepared, &new).await?;
    record(tx, now, &prepared, &new, &opened).await?;
    enqueue(tx, now, &prepared, &new, reading).await?;
    let results = results(tx, site, &prepared, &new, &opened).await?;
    let told = |p: &Prepared| opened.get(&p.communication).map(|case| facts_of(p, case));
    Ok(results.into_iter().zip(prepared.iter().map(told)).collect())
}

/// What the sender of an arrival is told of the case that it opened.
fn facts_of(p: &Prepared, case: &NewCase) -> ReceptionFacts {
    ReceptionFacts {
        received_on: p.received_on,
        evidence_on: case.evidence.date,
        case: Some(case.reference),
        content: p.arrival.content.as_ref().map(|content| content.hash),
    }
}

async fn linked_cases(
    tx: &mut Transaction,
    arrivals: &[Arrival],
) -> Result<HashMap<CaseReference, CaseId>, StoreError> {
    let references: Vec<CaseReference> = arrivals.iter().filter_map(|a| a.reference).collect();
    if references.is_empty() { Ok(HashMap::new()) } else { arrivals::cases_by_reference(tx, &references).await }
}

fn prepare(
    site: &Site,
    now: DateTime<Utc>,
    arrivals: Vec<Arrival>,
    cases: &HashMap<CaseReference, CaseId>,
) -> Vec<Prepared> {
    let prepare_one = |arrival: Arrival| {
        let communication = CommunicationId::new(now);
        let account = arrival.account.clone().unwrap_or_else(|| arrival.channel.word().to_owned());
        let external = arrival.external_id.clone().unwrap_or_else(|| communication.to_string());
        let case = arrival.reference.and_then(|r| cases.get(&r).copied());
        Prepared {
            communication,
            key: (account, external),
            received_on: site.local_date(arrival.received_at),
            decision: decide(arrival.nature, case),
            arrival,
        }
    };
    arrivals.into_iter().map(prepare_one).collect()
}

async fn keep_contents(tx: &mut Transaction, now: DateTime<Utc>, prepared: &[Prepared]) -> Result<(), StoreError> {
    let contents = prepared.iter().filter_map(|p| p.arrival.content.clone());
    let parts = prepared.iter().filter_map(|p| p.arrival.delivery.as_ref()).flat_map(|d| &d.parts);
    let blobs: Vec<Blob> = contents.chain(parts.map(|part| part.content.clone())).collect();
    if blobs.is_empty() { Ok(()) } else { store::insert_blobs(tx, now, &blobs).await }
}

/// Keeps the communications; returns those that were not known yet.
async fn keep_communications(
    tx: &mut Transaction,
    site: &Site,
    prepared: &[Prepared],
) -> Result<HashSet<CommunicationId>, StoreError> {
    let mut rows: Vec<NewCommunication> = prepared
        .iter()
        .map(|p| {
            let owner = match p.decision {
                Decision::Leave(role) => Some(role),
                Decision::Open | Decision::Attach(_) => None,
            };
            NewCommunication {
                id: p.communication,
                channel: p.arrival.channel,
                nature: p.arrival.nature,
                state: first_state(&p.arrival),
                account: p.key.0.clone(),
                external_id: p.key.1.clone(),
                content: p.arrival.content.as_ref().map(|c| c.hash),
                received_at: p.arrival.received_at,
                received_on: p.received_on,
                owner,
                outcome_due: owner.map(|_| outcome_due(site, p.received_on)),
            }
        })
        .collect();
    // In one order everywhere: two groups that hold the same arrivals wait for each other once, never in a circle.
    rows.sort_by(|a, b| (&a.account, &a.external_id).cmp(&(&b.account, &b.external_id)));
    Ok(arrivals::insert_communications(tx, &rows).await?.into_iter().collect())
}

/// What needs no reading waits for a person at once.
fn first_state(arrival: &Arrival) -> CommunicationState {
    match &arrival.delivery {
        Some(delivery) if !delivery.to_read() => CommunicationState::ToIndex,
        Some(_) | None => CommunicationState::Received,
    }
}

/// The last day to give an arrival without a case its outcome (I-28).
fn outcome_due(site: &Site, received_on: NaiveDate) -> NaiveDate {
    law::outcome_due(received_on, &site.catalogue, &site.calendar).due
}

async fn open_cases(
    tx: &mut Transaction,
    site: &Site,
    now: DateTime<Utc>,
    prepared: &[Prepared],
    new: &HashSet<CommunicationId>,
) -> Result<HashMap<CommunicationId, NewCase>, StoreError> {
    let to_open: Vec<&Prepared> =
        prepared.iter().filter(|p| new.contains(&p.communication) && p.decision == Decision::Open).collect();
    let mut by_year: HashMap<i32, Vec<&Prepared>> = HashMap::new();
    for p in to_open {
        by_year.entry(p.received_on.year()).or_default().push(p);
    }
    let mut cases = Vec::new();
    for (year, group) in by_year {
        let references = arrivals::next_references(tx, year, site.department, group.len()).await?;
        cases.extend(group.into_iter().zip(references).map(|(p, reference)| new_case(site, now, p, reference)));
    }
    if !cases.is_empty() {
        arrivals::open_cases(tx, now, &cases).await?;
    }
    Ok(cases.into_iter().map(|c| (c.communication, c)).collect())
}

async fn link_attached(
    tx: &mut Transaction,
    now: DateTime<Utc>,
    prepared: &[Prepared],
    new: &HashSet<CommunicationId>,
) -> Result<(), StoreError> {
    let by = tx.actor().to_string();
    let mut links = Vec::new();
    for p in prepared.iter().filter(|p| new.contains(&p.communication)) {
        match p.decision {
            Decision::Open => continue,
            Decision::Attach(case) => links.push((p.communication, case)),
            Decision::Leave(_) => {}
        }
        if let Some(evidence) = &p.arrival.evidence {
            store::communications::add_evidence(tx, p.communication, evidence, &by, now).await?;
        }
    }
    if links.is_empty() {
        return Ok(());
    }
    arrivals::link(tx, &links).await?;
    for (communication, _) in links {
        store::communications::follow_protection(tx, communication).await?;
    }
    Ok(())
}

async fn record(
    tx: &mut Transaction,
    now: DateTime<Utc>,
    prepared: &[Prepared],
    new: &HashSet<CommunicationId>,
    opened: &HashMap<CommunicationId, NewCase>,
) -> Result<(), StoreError> {
    let mut log = Vec::new();
    for p in prepared.iter().filter(|p| new.contains(&p.communication)) {
        let facts =
            json!({ "communication": p.communication, "channel": p.arrival.channel, "received_on": p.received_on });
        match (p.decision, opened.get(&p.communication)) {
            (Decision::Open, Some(case)) => log.push(NewEvent::first(case.id, "case.received", facts)),
            (Decision::Attach(case), _) => log.push(NewEvent::new(case, "case.communication_attached", facts)),
            (Decision::Open | Decision::Leave(_), _) => {
                log.push(NewEvent::first(p.communication, "communication.left_to_a_person", facts));
            }
        }
    }
    events::append(tx, now, &log).await
}

async fn enqueue(
    tx: &mut Transaction,
    now: DateTime<Utc>,
    prepared: &[Prepared],
    new: &HashSet<CommunicationId>,
    reading: Vec<NewJob>,
) -> Result<(), queue::QueueError> {
    let owed = prepared.iter().filter(|p| new.contains(&p.communication)).flat_map(|p| p.arrival.jobs.clone());
    let jobs: Vec<NewJob> = owed.chain(reading).collect();
    if !jobs.is_empty() {
        queue::enqueue(tx, now, &jobs).await?;
    }
    Ok(())
}

async fn results(
    tx: &mut Transaction,
    site: &Site,
    prepared: &[Prepared],
    new: &HashSet<CommunicationId>,
    opened: &HashMap<CommunicationId, NewCase>,
) -> Result<Vec<Received>, ReceiveError> {
    let repeated: Vec<(String, String)> =
        prepared.iter().filter(|p| !new.contains(&p.communication)).map(|p| p.key.clone()).collect();
    let known = if repeated.is_empty() { HashMap::new() } else { arrivals::known(tx, &repeated).await? };
    prepared
        .iter()
        .map(|p| {
            let communication = p.communication;
            if !new.contains(&communication) {
                let communication = *known.get(&p.key).ok_or(StoreError::NotFound("communication already received"))?;
                return Ok(Received::Again { communication });
            }
            Ok(match (p.decision, opened.get(&communication)) {
                (Decision::Open, Some(case)) => Received::Opened { communication, case: case.id },
                (Decision::Attach(case), _) => Received::Attached { communication, case },
                (Decision::Leave(owner), _) => {
                    Received::Unassigned { communication, owner, due: outcome_due(site, p.received_on) }
                }
                (Decision::Open, None) => return Err(StoreError::NotFound("case just opened").into()),
            })
        })
        .collect()
}
