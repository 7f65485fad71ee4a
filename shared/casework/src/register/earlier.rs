//! What is joined to a case may have been received before what opened it: the first of two parcels, a letter that waited to be indexed.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{CaseId, EvidenceDate, EvidenceKind};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::{
    StoreError, Transaction,
    cases::{self, CaseRow},
    communications::CommunicationRow,
    events::{self, NewEvent},
};

/// What counted for a case before something earlier was joined to it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Stood {
    evidence: (NaiveDate, EvidenceKind),
    received: (DateTime<Utc>, NaiveDate),
    /// What counts since: evidence and reception.
    since: (NaiveDate, NaiveDate),
}

/// Silence runs from the first reception by any service, and the case counts from the earlier of both dates (I-03, I-15). What came on
/// the same day or later moves nothing: it joins a request, and is none. Dates that somebody was told change by a decision only.
pub(super) async fn follow(
    tx: &mut Transaction,
    case: &CaseRow,
    communication: &CommunicationRow,
    found: &EvidenceDate,
    now: DateTime<Utc>,
) -> Result<Option<Stood>, StoreError> {
    if communication.received_on >= case.received_on || !case.case.state.is_open() {
        return Ok(None);
    }
    let before = (case.evidence_on, case.evidence_kind);
    let found = (found.date(), found.chosen().kind);
    let evidence = if found.0 < before.0 { found } else { before };
    let received = (communication.received_at, communication.received_on);
    cases::set_beginning(tx, case.case.id, evidence, received).await?;
    let facts = json!({ "communication": communication.id, "before": case.evidence_on, "after": evidence.0, "evidence_kind": evidence.1,
                        "received_on": received.1 });
    events::append(tx, now, &[NewEvent::new(case.case.id, "case.evidence_improved", facts)]).await?;
    let since = (evidence.0, received.1);
    Ok(Some(Stood { evidence: before, received: (case.received_at, case.received_on), since }))
}

/// What was joined belongs elsewhere: the case counts from where it did, unless something else moved it since.
pub(crate) async fn take_back(
    tx: &mut Transaction,
    case: CaseId,
    stood: &Stood,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let row = cases::lock(tx, case).await?;
    if (row.evidence_on, row.received_on) != stood.since {
        return Ok(());
    }
    cases::set_beginning(tx, case, stood.evidence, stood.received).await?;
    let facts =
        json!({ "after": stood.evidence.0, "evidence_kind": stood.evidence.1, "received_on": stood.received.1 });
    events::append(tx, now, &[NewEvent::new(case, "case.evidence_taken_back", facts)]).await
}
