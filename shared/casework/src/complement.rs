//! The limit of a request for pieces: it runs from the day the letter is held to have arrived, and from no other (CRPA L. 114-5).

use chrono::{DateTime, NaiveDate, Utc};
use domain::{CaseId, CommunicationId, DeadlineId, DeadlineKind, LetterId, Transition};
use law::{ComplementLimit, Delivery};
use serde_json::json;
use store::{
    StoreError, Transaction, cases,
    complements::{self, ComplementRow},
    deadlines::{self, NewDeadline},
    events::{self, NewEvent},
    letters,
};

use crate::{Casework, Facts};

/// The limit runs from a delivery of the letter. The person is never given less than the day printed on it.
pub(crate) async fn runs_from(
    tx: &mut Transaction,
    casework: &Casework,
    letter: LetterId,
    delivery: Delivery,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let Some(request) = waiting(tx, letter).await? else { return Ok(()) };
    let found = law::complement_limit(delivery, &casework.site.catalogue, &casework.site.calendar);
    let limit = printed(tx, letter).await?.map_or(found.limit, |printed| printed.max(found.limit));
    complements::set_limit(tx, request.id, Some(limit)).await?;
    deadlines::set(tx, request.case, &[deadline(limit, found, now)], now).await?;
    cases::refresh_next_deadline(tx, request.case).await?;
    let facts = json!({ "letter": letter, "limit_on": limit });
    events::append(tx, now, &[NewEvent::new(request.case, "pieces.limit_runs", facts)]).await
}

/// The limit does not run: nothing tells yet when the letter arrived.
pub(crate) async fn does_not_run(tx: &mut Transaction, letter: LetterId) -> Result<(), StoreError> {
    let Some(request) = waiting(tx, letter).await? else { return Ok(()) };
    complements::set_limit(tx, request.id, None).await?;
    deadlines::end(tx, request.case, &[DeadlineKind::ComplementLimit], false).await?;
    cases::refresh_next_deadline(tx, request.case).await
}

/// The letter came back: what it asked is in doubt, its limit void. Returns the limit that ran.
pub(crate) async fn in_doubt(
    tx: &mut Transaction,
    letter: LetterId,
    now: DateTime<Utc>,
) -> Result<Option<NaiveDate>, StoreError> {
    let Some(request) = waiting(tx, letter).await? else { return Ok(None) };
    complements::doubt(tx, request.id, now).await?;
    deadlines::doubt(tx, request.case, DeadlineKind::ComplementLimit, now).await?;
    cases::refresh_next_deadline(tx, request.case).await?;
    Ok(request.limit_on)
}

/// The letter had arrived after all: the limit is again what it was.
pub(crate) async fn no_longer_in_doubt(
    tx: &mut Transaction,
    letter: LetterId,
    limit: Option<NaiveDate>,
) -> Result<(), StoreError> {
    let Some(request) = waiting(tx, letter).await? else { return Ok(()) };
    complements::set_limit(tx, request.id, limit).await?;
    deadlines::certain(tx, request.case, DeadlineKind::ComplementLimit).await?;
    cases::refresh_next_deadline(tx, request.case).await
}

/// Something arrived for a case that was asked for pieces: the request has its answer, whose date counts (CRPA L. 112-1), and somebody
/// looks whether all is there. Late or not, it is accepted.
pub(crate) async fn answered(
    tx: &mut Transaction,
    case: CaseId,
    communication: CommunicationId,
    on: NaiveDate,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    if !complements::answer(tx, case, communication, on).await? {
        return Ok(());
    }
    deadlines::end(tx, case, &[DeadlineKind::ComplementLimit], true).await?;
    step(tx, case, Transition::ReviewCompleteness).await?;
    cases::refresh_next_deadline(tx, case).await?;
    let facts = json!({ "communication": communication, "answered_on": on });
    events::append(tx, now, &[NewEvent::new(case, "pieces.answered", facts)]).await
}

/// What was taken for an answer belongs elsewhere.
pub(crate) async fn answer_taken_back(
    tx: &mut Transaction,
    case: CaseId,
    communication: CommunicationId,
) -> Result<(), StoreError> {
    if !complements::answer_taken_back(tx, communication).await? {
        return Ok(());
    }
    if complements::of_case(tx, case).await?.iter().any(|request| request.limit_on.is_some()) {
        deadlines::reopen(tx, case, DeadlineKind::ComplementLimit).await?;
    }
    step(tx, case, Transition::RequestPieces).await?;
    cases::refresh_next_deadline(tx, case).await
}

/// Takes a step that a case may take from where it stands; elsewhere it stays.
pub(crate) async fn step(tx: &mut Transaction, case: CaseId, transition: Transition) -> Result<(), StoreError> {
    match cases::lock(tx, case).await?.case.take(transition) {
        Ok((after, _)) => cases::set_state(tx, &after).await,
        Err(_) => Ok(()),
    }
}

async fn waiting(tx: &mut Transaction, letter: LetterId) -> Result<Option<ComplementRow>, StoreError> {
    Ok(complements::of_letter(tx, letter).await?.filter(|request| request.answered_on.is_none()))
}

/// The last day as the letter prints it; none when it counts from the presentation of a registered letter.
async fn printed(tx: &mut Transaction, letter: LetterId) -> Result<Option<NaiveDate>, StoreError> {
    let Some(row) = letters::lock(tx, &[letter]).await?.pop() else { return Ok(None) };
    Ok(match Facts::read(row.kind, row.data).map_err(|_| StoreError::Malformed("letter"))? {
        Facts::Complement(facts) => facts.until,
        Facts::Filing(_) | Facts::Pieces(_) | Facts::Receipt(_) | Facts::Provisional(_) | Facts::Transfer(_) => None,
    })
}

fn deadline(limit: NaiveDate, found: ComplementLimit, now: DateTime<Utc>) -> NewDeadline {
    let mut because = found.why.because;
    if limit != found.limit {
        because.push(format!("La lettre donne jusqu'au {} : ce jour l'emporte.", formats::french_date::long(limit)));
    }
    NewDeadline {
        id: DeadlineId::new(now),
        kind: DeadlineKind::ComplementLimit,
        due_on: limit,
        computed_from: found.presumed_receipt,
        rule: found.why.rule,
        rule_version: found.why.version,
        source: found.why.source,
        because,
    }
}
