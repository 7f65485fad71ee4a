//! What is joined to a case may have been sent, or received, before what opened it: two parcels of one file, a letter that waited.

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

/// The case counts from the earlier of the two, and silence from the first reception by any service (I-03, I-15). An estimate moves
/// nothing, unless the communication was received first. Dates that somebody was told change by a decision only.
pub(super) async fn follow(
    tx: &mut Transaction,
    case: &CaseRow,
    communication: &CommunicationRow,
    found: &EvidenceDate,
    now: DateTime<Utc>,
) -> Result<Option<Stood>, StoreError> {
    let first = communication.received_on < case.received_on;
    let (on, kind) = (found.date(), found.chosen().kind);
    let better = on < case.evidence_on && (first || proves(kind));
    if (!better && !first) || !case.case.state.is_open() {
        return Ok(None);
    }
    let before = ((case.evidence_on, case.evidence_kind), (case.received_at, case.received_on));
    let evidence = if better { (on, kind) } else { before.0 };
    let received = if first { (communication.received_at, communication.received_on) } else { before.1 };
    let stood = Stood { evidence: before.0, received: before.1, since: (evidence.0, received.1) };
    cases::set_beginning(tx, case.case.id, evidence, received).await?;
    let facts = json!({ "communication": communication.id, "before": case.evidence_on, "after": evidence.0, "evidence_kind": evidence.1,
                        "received_on": received.1 });
    events::append(tx, now, &[NewEvent::new(case.case.id, "case.evidence_improved", facts)]).await?;
    Ok(Some(stood))
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

/// Whether an evidence proves its day, or estimates it.
const fn proves(kind: EvidenceKind) -> bool {
    match kind {
        EvidenceKind::LetterDate | EvidenceKind::PostalPresumption => false,
        EvidenceKind::Postmark
        | EvidenceKind::Franking
        | EvidenceKind::RegisteredDeposit
        | EvidenceKind::TrackingAccepted
        | EvidenceKind::Reception
        | EvidenceKind::ServerReception
        | EvidenceKind::CounterReceipt
        | EvidenceKind::Call
        | EvidenceKind::DropBox
        | EvidenceKind::HandedOver
        | EvidenceKind::OnlineAttestation => true,
    }
}
