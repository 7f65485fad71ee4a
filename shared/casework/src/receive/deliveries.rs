//! What came in with arrivals as files is kept with them, in the same transaction.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use domain::{BatchId, CommunicationId};
use store::{
    Blob, StoreError, Transaction,
    deliveries::{self, NewDelivery, NewPart},
    messages::{self, Message},
    suggestions::{self, NewSuggestion},
};

use super::Prepared;
use crate::{Delivery, MessageFacts, ReceivedPart, delivery};

/// Keeps the deliveries and proposals of the arrivals that are new; returns the jobs they owe.
pub(super) async fn keep(
    tx: &mut Transaction,
    now: DateTime<Utc>,
    prepared: &[Prepared],
    new: &HashSet<CommunicationId>,
) -> Result<Vec<queue::NewJob>, StoreError> {
    let fresh: Vec<&Prepared> = prepared.iter().filter(|p| new.contains(&p.communication)).collect();
    let said: Vec<(CommunicationId, &NewSuggestion)> =
        fresh.iter().flat_map(|p| p.arrival.suggestions.iter().map(|s| (p.communication, s))).collect();
    suggestions::insert_all(tx, &said).await?;
    let delivered: Vec<(&Prepared, &Delivery, &Blob)> =
        fresh.iter().filter_map(|p| Some((*p, p.arrival.delivery.as_ref()?, p.arrival.content.as_ref()?))).collect();
    if delivered.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Vec<NewDelivery> = delivered.iter().map(|(p, d, content)| row(p, d, content, now)).collect();
    deliveries::insert(tx, now, &rows).await?;
    let parts: Vec<NewPart> = delivered.iter().flat_map(|(p, d, _)| parts(p.communication, &d.parts)).collect();
    if !parts.is_empty() {
        deliveries::put_parts(tx, &parts).await?;
    }
    let said: Vec<Message> =
        delivered.iter().filter_map(|(p, d, _)| Some(message(p.communication, d.message.as_ref()?))).collect();
    if !said.is_empty() {
        messages::insert(tx, &said).await?;
    }
    Ok(rows.iter().zip(&delivered).filter_map(|(row, (_, d, _))| delivery::job(row.batch, d, now)).collect())
}

fn row(p: &Prepared, delivery: &Delivery, content: &Blob, now: DateTime<Utc>) -> NewDelivery {
    NewDelivery {
        batch: BatchId::new(now),
        communication: p.communication,
        kind: delivery.kind,
        folder: format!("{}/{}", p.key.0, p.key.1),
        name: delivery.name.replace('\0', ""),
        content: content.hash,
        received_at: p.arrival.received_at,
        to_read: delivery.to_read(),
        declared_pages: delivery.declared_pages,
    }
}

fn parts(communication: CommunicationId, parts: &[ReceivedPart]) -> impl Iterator<Item = NewPart> + '_ {
    (1..).zip(parts).map(move |(position, part)| NewPart {
        communication,
        position,
        name: part.name.clone(),
        media_type: part.content.media_type.to_owned(),
        size: part.content.size,
        content: part.content.hash,
        unpacked_from: None,
        state: part.state,
        reason: part.reason.clone(),
        pages: None,
    })
}

fn message(communication: CommunicationId, facts: &MessageFacts) -> Message {
    Message {
        communication,
        class: facts.class,
        message_id: facts.message_id.clone(),
        in_reply_to: facts.in_reply_to.clone(),
        sent_at: facts.sent_at,
        from_name: facts.from_name.clone(),
        from_address: facts.from_address.clone(),
        answer_to: facts.answer_to.clone(),
        subject: facts.subject.clone(),
        body: facts.body.clone(),
        reply_body: facts.reply_body.clone(),
        attachments: facts.attachments,
        authentication: facts.authentication.clone(),
    }
}
