//! After a scanner jam the rest of a batch comes as another file: its first pages belong to the envelope that the jam cut. That stays one
//! envelope; pages that both files hold are counted once.

mod overlap;

use chrono::{DateTime, Utc};
use domain::{Actor, BatchId, CaseId, CommunicationId, CommunicationState, ExceptionId, ExceptionKind, PageId, Role};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::{
    StoreError, Transaction,
    batches::{self, BatchState},
    doubles,
    events::{self, NewEvent},
    exceptions::{self, NewException},
    scanning::{self, Move, PlacedPage, Standing, Stands},
};

use crate::{Casework, EndError, count_pages::count_again, end_without_case, jobs};

/// Why a batch was not joined to another one.
#[derive(Debug, thiserror::Error)]
pub enum RestError {
    /// No scanned batch has this number.
    #[error("no batch has this number")]
    Unknown,
    /// A batch does not continue itself, nor one that was received after it.
    #[error("a batch does not continue itself or a later one")]
    Itself,
    /// The one or the other is still being read.
    #[error("a batch is still being read")]
    Reading,
    /// Its first envelope is registered, ended, or was joined before.
    #[error("the first envelope of the batch is no longer free")]
    Taken,
    /// The first envelope stands behind a separator sheet of its own.
    #[error("the batch starts with the separator sheet of an envelope")]
    OwnSheet,
    /// The envelope has changed since: what was done after it is to be taken back first.
    #[error("the envelope has changed since")]
    Changed,
    /// It continues no batch.
    #[error("the batch continues no other one")]
    Apart,
    /// The store refused.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The queue refused.
    #[error(transparent)]
    Queue(#[from] queue::QueueError),
}

impl From<EndError> for RestError {
    fn from(error: EndError) -> Self {
        match error {
            EndError::Store(store) => Self::Store(store),
            EndError::AlreadyEnded | EndError::NoOutcome | EndError::Refused(_) => Self::Taken,
        }
    }
}

/// What stood where before, to take it back.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Joined {
    whole: Stands,
    rest: Stands,
    cases: Vec<CaseId>,
    moved: Vec<Move>,
    aside: Vec<PageId>,
    last: i32,
    handed: Option<(i32, i32, i32)>,
}

/// How many pages went where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RestJoined {
    /// The envelope that goes on.
    pub communication: CommunicationId,
    /// Pages that it gained.
    pub pages: usize,
    /// Pages that both files hold.
    pub repeated: usize,
}

/// A clerk says that a batch is the rest of another one. `outcome` says in words what became of the envelope that its first pages
/// had opened.
///
/// # Errors
/// When the batches cannot be joined; nothing was done then.
pub async fn continue_batch(
    casework: &Casework,
    actor: &Actor,
    rest: BatchId,
    code: &str,
    outcome: &str,
) -> Result<RestJoined, RestError> {
    let now = casework.clock.now();
    let mut tx = casework.begin(actor).await?;
    let (whole, state) = scanning::lock_by_code(&mut tx, code).await?.ok_or(RestError::Unknown)?;
    let batch = batches::get(&mut tx, rest).await?;
    if state == BatchState::Received || batch.state == BatchState::Received {
        return Err(RestError::Reading);
    }
    if whole == rest || scanning::received(&mut tx, whole).await?.1 > batch.received_at {
        return Err(RestError::Itself);
    }
    let first = batches::envelopes(&mut tx, rest).await?.into_iter().find(|envelope| envelope.position == 1);
    let first = first.ok_or(RestError::Taken)?;
    if first.serial.is_some() {
        return Err(RestError::OwnSheet);
    }
    let done = join(&mut tx, whole, rest, first.communication, outcome, now).await?;
    tx.commit().await?;
    Ok(done)
}

/// Joins the envelope at the head of a rest to the last envelope of the whole.
pub(crate) async fn join(
    tx: &mut Transaction,
    whole: BatchId,
    rest: BatchId,
    head: CommunicationId,
    outcome: &str,
    now: DateTime<Utc>,
) -> Result<RestJoined, RestError> {
    let target = scanning::last_envelope(tx, whole).await?.ok_or(RestError::Taken)?;
    let (rest_stands, state) = scanning::lock_envelope(tx, head).await?;
    let (whole_stands, whole_state) = scanning::lock_envelope(tx, target).await?;
    if rest_stands.part_of.is_some() || !waits(state) || target == head {
        return Err(RestError::Taken);
    }
    let cases = end_without_case::end(tx, head, outcome, now).await?;
    let mut joined = Joined {
        whole: whole_stands,
        rest: rest_stands,
        cases,
        moved: Vec::new(),
        aside: Vec::new(),
        last: 0,
        handed: None,
    };
    let (repeated, pages) = lay(tx, &mut joined).await?;
    let after = write(tx, &mut joined).await?;
    count_again(tx, &after, "rest of a batch", now).await?;
    if whole_state == CommunicationState::Registered {
        say_added(tx, &after, pages, now).await?;
    }
    scanning::set_continues(tx, rest, Some(whole), Some(&json!(joined))).await?;
    // What was fed twice and has no words to be known by is looked for in the pictures.
    queue::enqueue(tx, now, &[jobs::compare_pages(target, now)]).await?;
    let facts = json!({ "rest": rest, "pages": pages, "repeated": repeated });
    events::append(tx, now, &[NewEvent::new(target, "envelope.rest_joined", facts)]).await?;
    Ok(RestJoined { communication: target, pages, repeated })
}

const fn waits(state: CommunicationState) -> bool {
    matches!(state, CommunicationState::Received | CommunicationState::ToIndex)
}

/// The pages of an envelope that count.
async fn counting(tx: &mut Transaction, stands: &Stands) -> Result<Vec<PlacedPage>, StoreError> {
    let Some((first, last)) = stands.pages else { return Ok(Vec::new()) };
    let pages = scanning::pages(tx, stands.batch, first, last).await?;
    Ok(pages.into_iter().filter(|page| page.standing == Standing::Counts).collect())
}

/// Moves the pages of the rest behind the whole; says how many were there already, and how many are new. Of two scans of one sheet the
/// fuller one counts.
async fn lay(tx: &mut Transaction, joined: &mut Joined) -> Result<(usize, usize), StoreError> {
    let (before, coming) = (counting(tx, &joined.whole).await?, counting(tx, &joined.rest).await?);
    let sheets: Vec<&PlacedPage> = before.iter().filter(|page| !page.separator).collect();
    let fresh: Vec<&PlacedPage> = coming.iter().filter(|page| !page.separator).collect();
    let repeated = overlap::repeated(&sheets, &fresh);
    let (target, kept_for) = (joined.whole.batch, Some(joined.whole.communication));
    let mut moves: Vec<Move> = Vec::new();
    let (mut twice, mut replaced) = (Vec::new(), Vec::new());
    for (old, new) in sheets[sheets.len() - repeated..].iter().zip(&fresh[..repeated]) {
        if overlap::shows_more(new, old) {
            moves.extend([(new.id, target, old.number), (old.id, new.batch, new.number)]);
            joined.moved.extend([(new.id, new.batch, new.number), (old.id, target, old.number)]);
            replaced.push(old.id);
        } else {
            twice.push((new.id, old.id));
        }
    }
    let end = scanning::last_place(tx, target).await?;
    joined.last = joined.whole.pages.map_or(end, |(_, last)| last);
    let from = fresh.get(repeated).map(|page| page.number);
    if let Some((from, to)) = from.zip(coming.last().map(|page| page.number)) {
        let shift = end + 1 - from;
        let behind = coming.iter().filter(|page| page.number >= from);
        for page in behind {
            moves.push((page.id, target, page.number + shift));
            joined.moved.push((page.id, page.batch, page.number));
        }
        joined.last = to + shift;
        joined.handed = Some((from, to, shift));
    }
    scanning::move_pages(tx, &moves).await?;
    let double: Vec<PageId> = twice.iter().map(|(new, _)| *new).collect();
    scanning::set_standing(tx, &double, Standing::Double, kept_for).await?;
    for (new, old) in &twice {
        doubles::set_double_of(tx, *new, Some(*old)).await?;
    }
    scanning::set_standing(tx, &replaced, Standing::Replaced, kept_for).await?;
    joined.aside = double.into_iter().chain(replaced).collect();
    Ok((repeated, fresh.len() - repeated))
}

/// Writes both envelopes as they are now, and hands on what was read.
async fn write(tx: &mut Transaction, joined: &mut Joined) -> Result<Stands, StoreError> {
    let (whole, rest) = (&joined.whole, &joined.rest);
    let end = joined.last;
    let first = whole.pages.map(|(first, _)| first).or(joined.handed.map(|(from, _, shift)| from + shift));
    let scanned = match first {
        Some(first) => Some(scanning::counted(tx, whole.batch, first, end).await?),
        None => whole.scanned,
    };
    let after = Stands { pages: first.map(|first| (first, end)), scanned, ..whole.clone() };
    scanning::put(tx, &after).await?;
    scanning::put(tx, &Stands { pages: None, scanned: Some(0), part_of: Some(whole.id), ..rest.clone() }).await?;
    if let Some((from, to, shift)) = joined.handed {
        scanning::hand_proposals(tx, rest.communication, whole.communication, (from, to), shift).await?;
    }
    Ok(after)
}

async fn say_added(
    tx: &mut Transaction,
    envelope: &Stands,
    pages: usize,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let id = ExceptionId::new(now);
    let exception = NewException {
        id,
        kind: ExceptionKind::PagesAdded,
        key: format!("pages_added:{}:{id}", envelope.communication),
        batch: Some(envelope.batch),
        communication: Some(envelope.communication),
        case: None,
        detail: json!({ "pages": pages }),
        owner: Role::Indexer,
    };
    exceptions::open(tx, &exception, now).await.map(|_| ())
}

/// The batch is no rest of another one after all: every page goes back to where it was, the envelope that the first ones had opened waits
/// again.
///
/// # Errors
/// When it continues none, or the envelope has changed since; nothing was done then.
pub async fn part_batch(casework: &Casework, actor: &Actor, rest: BatchId) -> Result<CommunicationId, RestError> {
    let now = casework.clock.now();
    let mut tx = casework.begin(actor).await?;
    let before = scanning::joined(&mut tx, rest).await?.ok_or(RestError::Apart)?;
    let joined: Joined = serde_json::from_value(before).map_err(|_| StoreError::Malformed("joined batch"))?;
    let (whole, state) = scanning::lock_envelope(&mut tx, joined.whole.communication).await?;
    let same_end = whole.pages.is_none_or(|(_, last)| last == joined.last) && whole.batch == joined.whole.batch;
    if !same_end || !waits(state) {
        return Err(RestError::Changed);
    }
    scanning::move_pages(&mut tx, &joined.moved).await?;
    scanning::set_standing(&mut tx, &joined.aside, Standing::Counts, None).await?;
    for page in &joined.aside {
        doubles::set_double_of(&mut tx, *page, None).await?;
    }
    scanning::put(&mut tx, &joined.whole).await?;
    scanning::put(&mut tx, &joined.rest).await?;
    if let Some((from, to, shift)) = joined.handed {
        let (rest, whole) = (joined.rest.communication, joined.whole.communication);
        scanning::hand_proposals(&mut tx, whole, rest, (from + shift, to + shift), -shift).await?;
    }
    end_without_case::open_again(&mut tx, joined.rest.communication, &joined.cases, now).await?;
    count_again(&mut tx, &joined.whole, &actor.to_string(), now).await?;
    scanning::set_continues(&mut tx, rest, None, None).await?;
    let facts = json!({ "rest": rest });
    events::append(&mut tx, now, &[NewEvent::new(joined.whole.communication, "envelope.rest_parted", facts)]).await?;
    tx.commit().await?;
    Ok(joined.rest.communication)
}
