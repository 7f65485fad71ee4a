//! A separator sheet was missed: what was scanned as one envelope is two. The batch stays as it is; only the ranges of pages change, and a
//! person decides.

use chrono::{DateTime, Utc};
use domain::{Actor, BatchId, CaseId, ChannelKind, CommunicationId, CommunicationState, EnvelopeId, UserId};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use store::{
    StoreError, Transaction, batches,
    events::{self, NewEvent},
    missed_sheets,
    scanning::{self, Standing, Stands},
    undo,
};
use uuid::Uuid;

use crate::{
    Arrival, Casework, EndError, ReceiveError, UndoError, count_pages::count_again, end_without_case, receive,
};

/// Why an envelope was not cut.
#[derive(Debug, thiserror::Error)]
pub enum CutError {
    /// The page is not one that another envelope could start with.
    #[error("the envelope cannot be cut before this page")]
    NoPage,
    /// It is registered or ended: that is to be taken back first.
    #[error("the envelope is registered or ended")]
    Registered,
    /// Nothing is proposed about this page any more.
    #[error("nothing is proposed about this page")]
    Decided,
    /// The neck refused the new envelope.
    #[error(transparent)]
    Receive(#[from] ReceiveError),
    /// The store refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What stood before, to take it back.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Cut {
    before: Stands,
    page: i32,
    made: CommunicationId,
    words: String,
}

/// The envelope that was cut off, and the key that takes it back.
#[derive(Clone, Copy, Debug)]
pub struct CutOff {
    /// Its communication.
    pub communication: CommunicationId,
    /// The key.
    pub undo: Uuid,
}

/// Cuts an envelope before a page of its batch. `words` says what becomes of the new one when that is taken back.
///
/// # Errors
/// When it cannot be cut there; nothing was done then.
pub async fn cut_envelope(
    casework: &Casework,
    actor: &Actor,
    by: UserId,
    communication: CommunicationId,
    page: u32,
    words: &str,
) -> Result<CutOff, CutError> {
    let now = casework.clock.now();
    let page = i32::try_from(page).map_err(|_| CutError::NoPage)?;
    let mut tx = casework.begin(actor).await?;
    let (before, state) = scanning::lock_envelope(&mut tx, communication).await?;
    if !matches!(state, CommunicationState::Received | CommunicationState::ToIndex) {
        return Err(CutError::Registered);
    }
    let (first, last) = before.pages.filter(|(first, last)| first < &page && page <= *last).ok_or(CutError::NoPage)?;
    let kept = last_sheet(&mut tx, before.batch, first, page - 1).await?.ok_or(CutError::NoPage)?;
    last_sheet(&mut tx, before.batch, page, last).await?.ok_or(CutError::NoPage)?;
    let made = open_envelope(&mut tx, casework, &before, (page, last), now).await?;
    let after = Stands {
        pages: Some((first, kept)),
        scanned: Some(scanning::counted(&mut tx, before.batch, first, kept).await?),
        ..before.clone()
    };
    scanning::put(&mut tx, &after).await?;
    count_again(&mut tx, &after, &actor.to_string(), now).await?;
    scanning::hand_proposals(&mut tx, communication, made, (page, last), 0).await?;
    missed_sheets::hand(&mut tx, communication, made, page).await?;
    missed_sheets::decide(&mut tx, before.batch, page, true, by, now).await?;
    let cut = json!(Cut { before, page, made, words: words.to_owned() });
    let undo = undo::remember(&mut tx, by, "cut_envelope", communication.uuid(), cut, now).await?;
    let facts = json!({ "page": page, "made": made });
    events::append(&mut tx, now, &[NewEvent::new(communication, "envelope.cut", facts)]).await?;
    tx.commit().await?;
    Ok(CutOff { communication: made, undo })
}

/// The last page that counts, no separator, between two places.
async fn last_sheet(tx: &mut Transaction, batch: BatchId, from: i32, to: i32) -> Result<Option<i32>, StoreError> {
    let pages = scanning::pages(tx, batch, from, to).await?;
    let counting = pages.iter().filter(|page| page.standing == Standing::Counts && !page.separator);
    Ok(counting.map(|page| page.number).next_back())
}

/// What is cut off passes the neck like every envelope: received when the one it lay in was.
async fn open_envelope(
    tx: &mut Transaction,
    casework: &Casework,
    from: &Stands,
    (first, last): (i32, i32),
    now: DateTime<Utc>,
) -> Result<CommunicationId, CutError> {
    let id = EnvelopeId::new(now);
    let (folder, _) = scanning::received(tx, from.batch).await?;
    let received_at = store::communications::lock(tx, from.communication).await?.received_at;
    let arrival = Arrival {
        account: Some(folder),
        external_id: Some(id.to_string()),
        ..Arrival::bare(ChannelKind::Post, received_at)
    };
    let made = receive(tx, &casework.site, now, arrival).await?.communication();
    let envelope = batches::Envelope {
        id,
        batch: from.batch,
        communication: made,
        position: scanning::next_position(tx, from.batch).await?,
        serial: None,
        pages: Some((first, last)),
        separator_page: None,
        declared_pages: None,
        scanned_pages: Some(scanning::counted(tx, from.batch, first, last).await?),
    };
    batches::put_envelope(tx, &envelope).await?;
    store::communications::set_state(tx, made, CommunicationState::ToIndex, None).await?;
    Ok(made)
}

/// It was one envelope after all.
pub(crate) async fn take_back(tx: &mut Transaction, before: &Value, now: DateTime<Utc>) -> Result<(), UndoError> {
    let cut: Cut = serde_json::from_value(before.clone()).map_err(|_| StoreError::Malformed("undo"))?;
    let (whole, state) = scanning::lock_envelope(tx, cut.before.communication).await?;
    let (part, part_state) = scanning::lock_envelope(tx, cut.made).await?;
    let waits = |state| matches!(state, CommunicationState::Received | CommunicationState::ToIndex);
    let ends = (part.pages.map(|(first, _)| first), part.pages.map(|(_, last)| last));
    let as_cut = ends == (Some(cut.page), cut.before.pages.map(|(_, last)| last)) && whole.batch == cut.before.batch;
    if !waits(state) || !waits(part_state) || !as_cut {
        return Err(UndoError::EnvelopeMoved);
    }
    let _cases: Vec<CaseId> = end_without_case::end(tx, cut.made, &cut.words, now).await.map_err(refused)?;
    scanning::put(tx, &Stands { pages: None, scanned: Some(0), part_of: Some(whole.id), ..part.clone() }).await?;
    scanning::put(tx, &cut.before).await?;
    if let Some(range) = part.pages {
        scanning::hand_proposals(tx, cut.made, whole.communication, range, 0).await?;
    }
    missed_sheets::hand(tx, cut.made, whole.communication, cut.page).await?;
    missed_sheets::reopen(tx, cut.before.batch, cut.page).await?;
    count_again(tx, &cut.before, "cut taken back", now).await?;
    let facts = json!({ "page": cut.page });
    Ok(events::append(tx, now, &[NewEvent::new(whole.communication, "envelope.cut_taken_back", facts)]).await?)
}

fn refused(error: EndError) -> UndoError {
    match error {
        EndError::Store(store) => UndoError::Store(store),
        EndError::AlreadyEnded | EndError::NoOutcome | EndError::Refused(_) => UndoError::EnvelopeMoved,
    }
}

/// A clerk says that no sheet was missed before this page; or, `again`, that the question stands again.
///
/// # Errors
/// When nothing is proposed there.
pub async fn dismiss_missed_sheet(
    casework: &Casework,
    actor: &Actor,
    by: UserId,
    batch: BatchId,
    page: u32,
    again: bool,
) -> Result<(), CutError> {
    let now = casework.clock.now();
    let page = i32::try_from(page).map_err(|_| CutError::NoPage)?;
    let mut tx = casework.begin(actor).await?;
    if again {
        missed_sheets::reopen(&mut tx, batch, page).await?;
    } else if !missed_sheets::decide(&mut tx, batch, page, false, by, now).await? {
        return Err(CutError::Decided);
    }
    Ok(tx.commit().await?)
}
