//! What is joined to a case may have been sent or received before what opened it: one of two parcels, a letter that waited to be indexed.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{CaseId, CommunicationId, CommunicationState, EvidenceDate, EvidenceKind};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::{
    StoreError, Transaction,
    cases::{self, CaseRow},
    communications::{self, CommunicationRow},
    events::{self, NewEvent},
};

use super::evidence;
use crate::Casework;

/// What counted for a case before something earlier was joined to it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Stood {
    evidence: (NaiveDate, EvidenceKind),
    received: (DateTime<Utc>, NaiveDate),
    /// What counts since: evidence and reception.
    since: (NaiveDate, NaiveDate),
}

/// Silence runs from the first reception by any service, and the case counts from the earlier of both dates (I-03, I-15). What came on
/// the same day was sent with it, whichever of them was indexed first; what came on a later day moves nothing: it joins a request, and is
/// none. Dates that somebody was told change by a decision only.
pub(super) async fn follow(
    tx: &mut Transaction,
    case: &CaseRow,
    communication: &CommunicationRow,
    found: &EvidenceDate,
    now: DateTime<Utc>,
) -> Result<Option<Stood>, StoreError> {
    if communication.received_on > case.received_on || !case.case.state.is_open() {
        return Ok(None);
    }
    let before =
        Beginning { evidence: (case.evidence_on, case.evidence_kind), received: (case.received_at, case.received_on) };
    let after = before.with(Beginning {
        evidence: (found.date(), found.chosen().kind),
        received: (communication.received_at, communication.received_on),
    });
    if after == before {
        return Ok(None);
    }
    cases::set_beginning(tx, case.case.id, after.evidence, after.received).await?;
    if (after.evidence.0, after.received.1) != (before.evidence.0, before.received.1) {
        let facts = json!({ "communication": communication.id, "before": case.evidence_on, "after": after.evidence.0,
                            "evidence_kind": after.evidence.1, "received_on": after.received.1 });
        events::append(tx, now, &[NewEvent::new(case.case.id, "case.evidence_improved", facts)]).await?;
    }
    let since = (after.evidence.0, after.received.1);
    Ok(Some(Stood { evidence: before.evidence, received: before.received, since }))
}

/// Since when a case counts, and when it was received first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Beginning {
    pub(crate) evidence: (NaiveDate, EvidenceKind),
    pub(crate) received: (DateTime<Utc>, NaiveDate),
}

impl Beginning {
    /// The earlier of both, in whichever order they are looked at; of two proofs of the same day the stronger.
    fn with(self, other: Self) -> Self {
        let by_proof = |b: &Self| (b.evidence.0, b.evidence.1.code());
        let proved = if by_proof(&other) < by_proof(&self) { other.evidence } else { self.evidence };
        let first = if other.received.0 < self.received.0 { other.received } else { self.received };
        Self { evidence: proved, received: first }
    }
}

/// What was registered in a case on the first day of all, but `except`.
async fn first_of(
    tx: &mut Transaction,
    case: CaseId,
    except: Option<CommunicationId>,
) -> Result<Vec<CommunicationRow>, StoreError> {
    let mut registered = Vec::new();
    for id in cases::communications(tx, case).await? {
        let row = communications::lock(tx, id).await?;
        if Some(id) != except && row.state == CommunicationState::Registered {
            registered.push(row);
        }
    }
    let first = registered.iter().map(|row| row.received_on).min();
    registered.retain(|row| Some(row.received_on) == first);
    Ok(registered)
}

/// Since when a case counts by what was registered in it on the first day of all. `None` when nothing is.
pub(crate) async fn beginning(
    tx: &mut Transaction,
    casework: &Casework,
    case: CaseId,
) -> Result<Option<Beginning>, StoreError> {
    let first = first_of(tx, case, None).await?;
    earliest(tx, casework, &first).await
}

async fn earliest(
    tx: &mut Transaction,
    casework: &Casework,
    rows: &[CommunicationRow],
) -> Result<Option<Beginning>, StoreError> {
    let mut begins: Option<Beginning> = None;
    for row in rows {
        let found = evidence::standing(tx, casework, row).await?.evidence;
        let own =
            Beginning { evidence: (found.date(), found.chosen().kind), received: (row.received_at, row.received_on) };
        begins = Some(begins.map_or(own, |known| known.with(own)));
    }
    Ok(begins)
}

/// What was joined belongs elsewhere: the case counts from what remains in it.
pub(crate) async fn take_back(
    tx: &mut Transaction,
    casework: &Casework,
    case: CaseId,
    joined: CommunicationId,
    stood: &Stood,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let row = cases::lock(tx, case).await?;
    let rest = first_of(tx, case, Some(joined)).await?;
    let after = match earliest(tx, casework, &rest).await? {
        Some(found) => {
            // A date that was granted on what remains never moves later (I-03).
            let granted = [(row.evidence_on, row.evidence_kind), stood.evidence];
            let mut proved = Vec::new();
            for row in &rest {
                proved.extend(communications::evidences(tx, row.id).await?.into_iter().map(|e| (e.date, e.kind)));
            }
            let kept = granted.into_iter().find(|date| date.0 < found.evidence.0 && proved.contains(date));
            Beginning { evidence: kept.unwrap_or(found.evidence), ..found }
        }
        None if (row.evidence_on, row.received_on) == stood.since => {
            Beginning { evidence: stood.evidence, received: stood.received }
        }
        None => return Ok(()),
    };
    if (after.evidence.0, after.received.1) == (row.evidence_on, row.received_on) {
        return Ok(());
    }
    cases::set_beginning(tx, case, after.evidence, after.received).await?;
    let facts = json!({ "before": row.evidence_on, "after": after.evidence.0, "evidence_kind": after.evidence.1,
                        "received_on": after.received.1 });
    events::append(tx, now, &[NewEvent::new(case, "case.evidence_taken_back", facts)]).await
}
