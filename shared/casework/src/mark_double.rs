//! A sheet was fed twice: a page is a second scan of one that stands in the same envelope. A person says so; it is kept, shown, and counted
//! once.

use domain::{Actor, CommunicationId, CommunicationState, PageId, UserId};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use store::{
    StoreError, Transaction, doubles,
    events::{self, NewEvent},
    scanning::{self, PlacedPage, Standing, Stands},
    undo,
};
use uuid::Uuid;

use crate::{Casework, UndoError, count_pages::count_again};

/// The word of the action, for whoever takes it back.
pub(crate) const ACTION: &str = "mark_double";

/// Why a page was not set aside.
#[derive(Debug, thiserror::Error)]
pub enum MarkDoubleError {
    /// Not two pages of this envelope that count.
    #[error("not two pages of this envelope that count")]
    NoPage,
    /// A registered piece has no other page.
    #[error("a registered piece has no other page")]
    WholePiece,
    /// It is no request, or that is ended.
    #[error("the envelope is ended")]
    Ended,
    /// The store refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What was said of two pages, to take it back.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
struct Said {
    later: PageId,
    earlier: PageId,
    accepted: bool,
}

/// Two pages of an envelope, by their places in the batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TwoPages {
    /// The envelope, by its communication.
    pub communication: CommunicationId,
    /// The page said to be the double.
    pub double: u32,
    /// The page that counts.
    pub of: u32,
}

/// Sets a page aside as the double of another one, or says that it is none. Returns the key that takes it back.
///
/// # Errors
/// When these are not two pages of the envelope that count; nothing was done then.
pub async fn settle_double(
    casework: &Casework,
    actor: &Actor,
    by: UserId,
    two: TwoPages,
    accepted: bool,
) -> Result<Uuid, MarkDoubleError> {
    let now = casework.clock.now();
    let mut tx = casework.begin(actor).await?;
    let (envelope, state) = scanning::lock_envelope(&mut tx, two.communication).await?;
    let (double, of) = both(&mut tx, &envelope, two).await?;
    if accepted {
        match state {
            CommunicationState::NoCase => return Err(MarkDoubleError::Ended),
            CommunicationState::Registered
                if doubles::is_a_whole_piece(&mut tx, two.communication, double.number).await? =>
            {
                return Err(MarkDoubleError::WholePiece);
            }
            CommunicationState::Received | CommunicationState::ToIndex | CommunicationState::Registered => {}
        }
        let kept_for = Some(two.communication);
        scanning::set_standing(&mut tx, &[double.id], Standing::Double, kept_for).await?;
        doubles::set_double_of(&mut tx, double.id, Some(of.id)).await?;
        recount(&mut tx, envelope, &actor.to_string(), now).await?;
    }
    doubles::decide(&mut tx, two.communication, (double.id, of.id), Some(accepted), by, now).await?;
    let said = json!(Said { later: double.id, earlier: of.id, accepted });
    let key = undo::remember(&mut tx, by, ACTION, two.communication.uuid(), said, now).await?;
    let facts = json!({ "page": double.number, "of": of.number, "double": accepted });
    events::append(&mut tx, now, &[NewEvent::new(two.communication, "page.double_settled", facts)]).await?;
    tx.commit().await?;
    Ok(key)
}

async fn both(
    tx: &mut Transaction,
    envelope: &Stands,
    two: TwoPages,
) -> Result<(PlacedPage, PlacedPage), MarkDoubleError> {
    let (first, last) = envelope.pages.ok_or(MarkDoubleError::NoPage)?;
    let pages = scanning::pages(tx, envelope.batch, first, last).await?;
    let counting = |place: u32| {
        let counts = |page: &&PlacedPage| page.standing == Standing::Counts && !page.separator;
        pages.iter().filter(counts).find(|page| u32::try_from(page.number) == Ok(place)).cloned()
    };
    let found = counting(two.double).zip(counting(two.of)).filter(|(double, of)| double.id != of.id);
    found.ok_or(MarkDoubleError::NoPage)
}

/// The pages of the envelope are counted, and what is said of their number is kept true.
async fn recount(
    tx: &mut Transaction,
    envelope: Stands,
    by: &str,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<(), StoreError> {
    let Some((first, last)) = envelope.pages else { return Ok(()) };
    let scanned = Some(scanning::counted(tx, envelope.batch, first, last).await?);
    let after = Stands { scanned, ..envelope };
    scanning::put(tx, &after).await?;
    count_again(tx, &after, by, now).await
}

/// The page counts again, or the question stands again.
pub(crate) async fn take_back(
    tx: &mut Transaction,
    by: UserId,
    communication: CommunicationId,
    before: &Value,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<(), UndoError> {
    let said: Said = serde_json::from_value(before.clone()).map_err(|_| StoreError::Malformed("undo"))?;
    let (envelope, state) = scanning::lock_envelope(tx, communication).await?;
    if said.accepted {
        let (first, last) = envelope.pages.ok_or(UndoError::EnvelopeMoved)?;
        let pages = scanning::pages(tx, envelope.batch, first, last).await?;
        let there = pages.iter().any(|page| page.id == said.later && page.standing == Standing::Double);
        if !there || state == CommunicationState::NoCase {
            return Err(UndoError::EnvelopeMoved);
        }
        scanning::set_standing(tx, &[said.later], Standing::Counts, None).await?;
        doubles::set_double_of(tx, said.later, None).await?;
        recount(tx, envelope, "double taken back", now).await?;
    }
    doubles::decide(tx, communication, (said.later, said.earlier), None, by, now).await?;
    let facts = json!({ "double": said.accepted });
    Ok(events::append(tx, now, &[NewEvent::new(communication, "page.double_taken_back", facts)]).await?)
}
