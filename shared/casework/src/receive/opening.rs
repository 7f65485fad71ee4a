//! The case that an arrival opens.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{CaseId, CaseReference, ChannelKind, Evidence, EvidenceKind, Personal};
use law::reckoning::{CaseFacts, reckon};
use store::{arrivals::NewCase, reckonings::NewUrgency};

use super::Prepared;
use crate::{Site, recompute};

/// The evidence that every arrival has.
pub(crate) fn reception(received_on: NaiveDate) -> Evidence {
    Evidence {
        date: received_on,
        kind: EvidenceKind::Reception,
        proof: Personal("enregistrement à la réception".to_owned()),
    }
}

pub(super) fn new_case(site: &Site, now: DateTime<Utc>, p: &Prepared, reference: CaseReference) -> NewCase {
    let better = p.arrival.evidence.clone().filter(|e| e.date <= p.received_on);
    let evidence = better.unwrap_or_else(|| reception(p.received_on));
    NewCase {
        id: CaseId::new(now),
        reference,
        communication: p.communication,
        channel: p.arrival.channel,
        prefecture: site.prefecture.clone(),
        received_at: p.arrival.received_at,
        received_on: p.received_on,
        urgency: urgency(site, p.arrival.channel, p.received_on, evidence.date, now),
        urgency_on: site.local_date(now),
        evidence,
        filed_by: domain::filer(p.arrival.channel, &p.key.0),
    }
}

/// How urgent a case is of which nothing is known but its dates.
pub(crate) fn urgency(
    site: &Site,
    channel: ChannelKind,
    received_on: NaiveDate,
    evidence_on: NaiveDate,
    now: DateTime<Utc>,
) -> Option<NewUrgency> {
    let facts = CaseFacts { evidence_on, ..CaseFacts::bare(channel, received_on) };
    let reckoning = reckon(&facts, &site.catalogue, &site.calendar, site.local_date(now));
    reckoning.urgency.map(|urgency| recompute::kept(&urgency, &site.catalogue.rule_set().name))
}
