//! Sheets written on both sides, scanned by a scanner that sees one: the fronts, then the pile turned over, so that the backs come last sheet
//! first. The pages are laid in the order of the sheets; the files stay as they are.

use chrono::{DateTime, Utc};
use domain::{Actor, BatchId, CaseId, CommunicationId, CommunicationState, PageId, UserId};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use store::{
    StoreError, Transaction,
    batches::{self, BatchState},
    events::{self, NewEvent},
    missed_sheets, rescans,
    scanning::{self, Move, PlacedPage, Standing, Stands},
    suggestions::{self, NewSuggestion},
    undo,
};
use uuid::Uuid;

use crate::{Casework, EndError, UndoError, count_pages::count_again, end_without_case};

/// Why the sheets were not laid together; nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum CollateError {
    /// As many backs as fronts are needed.
    #[error("{fronts} fronts and {backs} backs")]
    Counts {
        /// Fronts.
        fronts: i32,
        /// Backs.
        backs: i32,
    },
    /// No scanned batch has this number, or it is the same one.
    #[error("no other batch has this number")]
    Unknown,
    /// A batch is still being read.
    #[error("a batch is still being read")]
    Reading,
    /// An envelope of the batches is registered or ended.
    #[error("an envelope is registered or ended")]
    Registered,
    /// Separator sheets lie among the backs: these are fronts.
    #[error("separator sheets lie among the backs")]
    SheetsAmongBacks,
    /// Pages were moved, or are to be scanned again.
    #[error("pages of the batch were moved or are to be scanned again")]
    Changed,
    /// The store refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What stood where before, to take it back.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Before {
    batch: BatchId,
    fronts: i32,
    moved: Vec<Move>,
    empty: Vec<PageId>,
    questions: Vec<i32>,
    envelopes: Vec<Stands>,
    after: Vec<Stands>,
    read: Vec<(CommunicationId, Vec<NewSuggestion>)>,
    backs: Option<(Stands, Vec<CaseId>)>,
}

/// Lays the backs behind their fronts. They are the second half of the batch, or another batch with this number. `outcome` says in words
/// what became of the envelope that the file of the backs had opened. Returns the key that takes it back.
///
/// # Errors
/// When the counts do not fit, or something was done with the pages already; nothing was changed then.
pub async fn collate_sheets(
    casework: &Casework,
    actor: &Actor,
    by: UserId,
    batch: BatchId,
    backs: Option<&str>,
    outcome: &str,
) -> Result<Uuid, CollateError> {
    let now = casework.clock.now();
    let mut tx = casework.begin(actor).await?;
    let mut fronts = sheets_of(&mut tx, batch).await?;
    let mut of_backs = None;
    let reversed = if let Some(code) = backs {
        let (other, state) = scanning::lock_by_code(&mut tx, code).await?.ok_or(CollateError::Unknown)?;
        if other == batch {
            return Err(CollateError::Unknown);
        }
        if state == BatchState::Received {
            return Err(CollateError::Reading);
        }
        of_backs = Some(other);
        sheets_of(&mut tx, other).await?
    } else {
        let half = fronts.len() / 2;
        fronts.split_off(fronts.len() - half)
    };
    let count = |pages: &[PlacedPage]| i32::try_from(pages.len()).unwrap_or(i32::MAX);
    let (n, m) = (count(&fronts), count(&reversed));
    if n != m || n == 0 {
        return Err(CollateError::Counts { fronts: n, backs: m });
    }
    if reversed.iter().any(|page| page.separator) {
        return Err(CollateError::SheetsAmongBacks);
    }
    let mut envelopes = waiting(&mut tx, batch).await?;
    let lone = match of_backs {
        Some(other) => waiting(&mut tx, other).await?.pop(),
        None => None,
    };
    if !rescans_free(&mut tx, &envelopes).await? {
        return Err(CollateError::Changed);
    }
    let mut before = Before {
        batch,
        fronts: n,
        moved: fronts.iter().chain(&reversed).map(|page| (page.id, page.batch, page.number)).collect(),
        empty: Vec::new(),
        questions: Vec::new(),
        envelopes: envelopes.clone(),
        after: Vec::new(),
        read: Vec::new(),
        backs: None,
    };
    lay(&mut tx, &mut before, &fronts, &reversed).await?;
    let read = take_read(&mut tx, &envelopes, lone.as_ref(), &mut before).await?;
    for envelope in &mut envelopes {
        widen(&mut tx, envelope, n, now).await?;
    }
    before.after.clone_from(&envelopes);
    hand_out(&mut tx, &envelopes, read, n).await?;
    // Guessed from pages without their backs: no longer asked.
    for missed in missed_sheets::open(&mut tx, Some(batch), None, i64::from(n)).await? {
        missed_sheets::decide(&mut tx, batch, missed.page, false, by, now).await?;
        before.questions.push(missed.page);
    }
    if let Some(lone) = lone {
        let cases = end_without_case::end(&mut tx, lone.communication, outcome, now).await.map_err(refused)?;
        let part_of = envelopes.first().map(|envelope| envelope.id);
        scanning::put(&mut tx, &Stands { pages: None, scanned: Some(0), part_of, ..lone.clone() }).await?;
        before.backs = Some((lone, cases));
    }
    let facts = json!({ "sheets": n, "backs": of_backs });
    let key = undo::remember(&mut tx, by, "collate_sheets", batch.uuid(), json!(before), now).await?;
    events::append(&mut tx, now, &[NewEvent::new(batch, "batch.collated", facts)]).await?;
    tx.commit().await?;
    Ok(key)
}

fn refused(error: EndError) -> CollateError {
    match error {
        EndError::Store(store) => CollateError::Store(store),
        EndError::AlreadyEnded | EndError::NoOutcome | EndError::Refused(_) => CollateError::Registered,
    }
}

/// Every page of a batch, as it lies in its file.
async fn sheets_of(tx: &mut Transaction, batch: BatchId) -> Result<Vec<PlacedPage>, CollateError> {
    if batches::get(tx, batch).await?.state == BatchState::Received {
        return Err(CollateError::Reading);
    }
    let last = scanning::last_place(tx, batch).await?;
    let pages = scanning::pages(tx, batch, 1, last).await?;
    let whole = usize::try_from(last).is_ok_and(|last| last == pages.len());
    let untouched = !scanning::has_moved(tx, batch).await?;
    if whole && untouched && pages.iter().all(|page| page.standing == Standing::Counts) {
        Ok(pages)
    } else {
        Err(CollateError::Changed)
    }
}

/// The envelopes of a batch, none of which anything was done with.
async fn waiting(tx: &mut Transaction, batch: BatchId) -> Result<Vec<Stands>, CollateError> {
    let mut found = Vec::new();
    for envelope in batches::envelopes(tx, batch).await? {
        let (stands, state) = scanning::lock_envelope(tx, envelope.communication).await?;
        if !matches!(state, CommunicationState::Received | CommunicationState::ToIndex) {
            return Err(CollateError::Registered);
        }
        found.push(stands);
    }
    Ok(found)
}

async fn rescans_free(tx: &mut Transaction, envelopes: &[Stands]) -> Result<bool, StoreError> {
    for envelope in envelopes {
        if !rescans::of_envelope(tx, envelope.communication).await?.is_empty() {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The place of a front, from 1, once its back lies behind it.
const fn front(number: i32) -> i32 {
    2 * number - 1
}

/// Lays the sheets: front, back, front, back. The back of a separator sheet is a side of that sheet; an empty back does not count.
async fn lay(
    tx: &mut Transaction,
    before: &mut Before,
    fronts: &[PlacedPage],
    reversed: &[PlacedPage],
) -> Result<(), StoreError> {
    let mut moves: Vec<Move> = Vec::new();
    for (number, (page, back)) in (1_i32..).zip(fronts.iter().zip(reversed.iter().rev())) {
        moves.push((page.id, before.batch, front(number)));
        moves.push((back.id, before.batch, front(number) + 1));
        if back.blank || page.separator {
            before.empty.push(back.id);
        }
    }
    scanning::move_pages(tx, &moves).await?;
    scanning::set_standing(tx, &before.empty, Standing::EmptyBack, None).await
}

/// Takes what was read on the pages of the batches, with the place each page has now.
async fn take_read(
    tx: &mut Transaction,
    envelopes: &[Stands],
    lone: Option<&Stands>,
    before: &mut Before,
) -> Result<Vec<NewSuggestion>, StoreError> {
    let n = before.fronts;
    let mut all = Vec::new();
    for (envelope, of_backs) in envelopes.iter().map(|e| (e, false)).chain(lone.map(|e| (e, true))) {
        let read = suggestions::take_read(tx, envelope.communication).await?;
        all.extend(read.iter().cloned().map(|mut suggestion| {
            let page = suggestion.page.unwrap_or(1);
            let back = if of_backs { Some(page) } else { (page > n).then(|| page - n) };
            suggestion.page = Some(back.map_or_else(|| front(page), |back| front(n + 1 - back) + 1));
            suggestion
        }));
        before.read.push((envelope.communication, read));
    }
    Ok(all)
}

/// The envelope with its backs.
async fn widen(tx: &mut Transaction, envelope: &mut Stands, n: i32, now: DateTime<Utc>) -> Result<(), StoreError> {
    envelope.separator_page = envelope.separator_page.map(front);
    if let Some((first, last)) = envelope.pages {
        let range = (front(first), front(last.min(n)) + 1);
        envelope.pages = Some(range);
        envelope.scanned = Some(scanning::counted(tx, envelope.batch, range.0, range.1).await?);
    }
    scanning::put(tx, envelope).await?;
    count_again(tx, envelope, "backs laid behind their fronts", now).await
}

/// Each proposal to the envelope that its page lies in now.
async fn hand_out(
    tx: &mut Transaction,
    envelopes: &[Stands],
    read: Vec<NewSuggestion>,
    n: i32,
) -> Result<(), StoreError> {
    let lies_in = |page: i32| {
        let inside = |e: &&Stands| e.pages.is_some_and(|(first, last)| (first..=last).contains(&page));
        envelopes.iter().find(inside).or_else(|| envelopes.first())
    };
    for suggestion in read {
        let page = suggestion.page.unwrap_or(1).clamp(1, 2 * n);
        if let Some(envelope) = lies_in(page) {
            suggestions::insert(tx, envelope.communication, &[suggestion]).await?;
        }
    }
    Ok(())
}

/// The pages lie as they were scanned again.
pub(crate) async fn take_back(tx: &mut Transaction, before: &Value, now: DateTime<Utc>) -> Result<(), UndoError> {
    let before: Before = serde_json::from_value(before.clone()).map_err(|_| StoreError::Malformed("undo"))?;
    for after in &before.after {
        let (stands, state) = scanning::lock_envelope(tx, after.communication).await?;
        let waits = matches!(state, CommunicationState::Received | CommunicationState::ToIndex);
        if !waits || stands != *after || !rescans::of_envelope(tx, after.communication).await?.is_empty() {
            return Err(UndoError::EnvelopeMoved);
        }
    }
    for (communication, read) in &before.read {
        suggestions::take_read(tx, *communication).await?;
        suggestions::insert(tx, *communication, read).await?;
    }
    scanning::move_pages(tx, &before.moved).await?;
    scanning::set_standing(tx, &before.empty, Standing::Counts, None).await?;
    for page in &before.questions {
        missed_sheets::reopen(tx, before.batch, *page).await?;
    }
    for envelope in &before.envelopes {
        scanning::put(tx, envelope).await?;
        count_again(tx, envelope, "backs taken apart", now).await?;
    }
    if let Some((lone, cases)) = &before.backs {
        scanning::put(tx, lone).await?;
        end_without_case::open_again(tx, lone.communication, cases, now).await?;
    }
    Ok(events::append(tx, now, &[NewEvent::new(before.batch, "batch.taken_apart", json!({}))]).await?)
}
