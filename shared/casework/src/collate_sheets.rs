//! Sheets written on both sides, scanned by a scanner that sees one: the fronts, then the pile turned over, so that the backs come last sheet
//! first. The pages are laid in the order of the sheets; the files stay as they are.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use domain::{
    Actor, BatchId, CaseId, CommunicationId, CommunicationState, PageId, SeparatorKind, SeparatorSheet, UserId,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use store::{
    StoreError, Transaction, Within,
    batches::{self, BatchState},
    collation,
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

/// Lays the backs behind their fronts. They are the second half of the batch, what lies behind the sheet of the backs in it, or another batch
/// with this number. `outcome` says in words what became of the envelope that the backs had opened. Returns the key that takes it back.
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
    let mut of_backs = None;
    if let Some(code) = backs {
        let (other, state) = scanning::lock_by_code(&mut tx, code).await?.ok_or(CollateError::Unknown)?;
        if other == batch {
            return Err(CollateError::Unknown);
        }
        if state == BatchState::Received {
            return Err(CollateError::Reading);
        }
        of_backs = Some(other);
    }
    let before = collate(&mut tx, batch, of_backs, Some(by), outcome, now).await?;
    let key = undo::remember(&mut tx, by, "collate_sheets", batch.uuid(), before, now).await?;
    tx.commit().await?;
    Ok(key)
}

/// The same, inside another operation; `by` is the person who says so, none when it is a sheet or a folder. Returns what stood where before.
pub(crate) async fn collate(
    tx: &mut Transaction,
    batch: BatchId,
    of_backs: Option<BatchId>,
    by: Option<UserId>,
    outcome: &str,
    now: DateTime<Utc>,
) -> Result<Value, CollateError> {
    let Sides { fronts, reversed, sheet, lone, mut envelopes } = sides(tx, batch, of_backs).await?;
    let count = |pages: &[PlacedPage]| i32::try_from(pages.len()).unwrap_or(i32::MAX);
    let (n, m) = (count(&fronts), count(&reversed));
    if n != m || n == 0 {
        return Err(CollateError::Counts { fronts: n, backs: m });
    }
    if reversed.iter().any(|page| page.separator) {
        return Err(CollateError::SheetsAmongBacks);
    }
    if !rescans_free(tx, &envelopes).await? {
        return Err(CollateError::Changed);
    }
    // First, since it alone may still be refused: the rest of what is done here stands or falls with it.
    let ended = match &lone {
        Some(lone) => Some(end_without_case::end(tx, lone.communication, outcome, now).await.map_err(refused)?),
        None => None,
    };
    let mut before = Before {
        batch,
        fronts: n,
        moved: fronts.iter().chain(&reversed).chain(&sheet).map(|page| (page.id, page.batch, page.number)).collect(),
        empty: Vec::new(),
        questions: Vec::new(),
        envelopes: envelopes.clone(),
        after: Vec::new(),
        read: Vec::new(),
        backs: None,
    };
    let places = lay(tx, &mut before, &fronts, &reversed, sheet.as_ref()).await?;
    let read = take_read(tx, &envelopes, lone.as_ref(), &places, &mut before).await?;
    for envelope in &mut envelopes {
        widen(tx, envelope, n, now).await?;
    }
    before.after.clone_from(&envelopes);
    hand_out(tx, &envelopes, read, n).await?;
    // Guessed from pages without their backs: no longer asked.
    for missed in missed_sheets::open(tx, Within::Batch(batch), i64::from(n)).await? {
        missed_sheets::decide(tx, batch, missed.page, false, by.unwrap_or(NOBODY), now).await?;
        before.questions.push(missed.page);
    }
    if let Some((lone, cases)) = lone.zip(ended) {
        let part_of = envelopes.first().map(|envelope| envelope.id);
        scanning::put(tx, &Stands { pages: None, scanned: Some(0), part_of, ..lone.clone() }).await?;
        before.backs = Some((lone, cases));
    }
    let before = json!(before);
    collation::set_collated(tx, batch, Some(&before)).await?;
    let facts = json!({ "sheets": n, "backs": of_backs });
    events::append(tx, now, &[NewEvent::new(batch, "batch.collated", facts)]).await?;
    Ok(before)
}

/// The sides of the sheets, and what their pages belong to.
struct Sides {
    fronts: Vec<PlacedPage>,
    /// The backs, the last sheet first.
    reversed: Vec<PlacedPage>,
    /// The sheet of the backs, when it lies between them in one file.
    sheet: Option<PlacedPage>,
    /// The envelope that the backs had opened.
    lone: Option<Stands>,
    /// The envelopes of the fronts.
    envelopes: Vec<Stands>,
}

async fn sides(tx: &mut Transaction, batch: BatchId, of_backs: Option<BatchId>) -> Result<Sides, CollateError> {
    let mut fronts = sheets_of(tx, batch).await?;
    let mut envelopes = waiting(tx, batch).await?;
    if let Some(other) = of_backs {
        let mut reversed = sheets_of(tx, other).await?;
        let head = backs_sheet(tx, other).await?;
        reversed.retain(|page| Some(page.number) != head);
        let lone = waiting(tx, other).await?.pop();
        return Ok(Sides { fronts, reversed, sheet: None, lone, envelopes });
    }
    let Some(place) = backs_sheet(tx, batch).await? else {
        let half = fronts.len() / 2;
        let reversed = fronts.split_off(fronts.len() - half);
        return Ok(Sides { fronts, reversed, sheet: None, lone: None, envelopes });
    };
    let at = fronts.iter().position(|page| page.number == place).unwrap_or(fronts.len());
    let mut reversed = fronts.split_off(at);
    let sheet = (!reversed.is_empty()).then(|| reversed.remove(0));
    let lone = envelopes.iter().position(|envelope| envelope.separator_page == Some(place));
    let lone = lone.map(|at| envelopes.remove(at));
    Ok(Sides { fronts, reversed, sheet, lone, envelopes })
}

/// Fronts and backs that a sheet or a folder laid together are taken apart by a person.
///
/// # Errors
/// When they were not laid together, or an envelope has changed since; nothing was done then.
pub async fn part_sheets(casework: &Casework, actor: &Actor, batch: BatchId) -> Result<(), UndoError> {
    let now = casework.clock.now();
    let mut tx = casework.begin(actor).await?;
    let before = collation::collated(&mut tx, batch).await?.ok_or(UndoError::Nothing)?;
    take_back(&mut tx, &before, now).await?;
    Ok(tx.commit().await?)
}

/// Whoever decides when nobody does.
const NOBODY: UserId = UserId::from_uuid(Uuid::nil());

/// The place of the sheet of the backs in a batch.
async fn backs_sheet(tx: &mut Transaction, batch: BatchId) -> Result<Option<i32>, StoreError> {
    let is_backs = |codes: &Value| {
        let texts = codes.as_array().into_iter().flatten().filter_map(|code| code["text"].as_str());
        let mut sheets = texts.filter_map(|text| text.parse::<SeparatorSheet>().ok());
        sheets.any(|sheet| sheet.kind() == SeparatorKind::Backs)
    };
    let sheets = collation::sheets(tx, batch).await?;
    Ok(sheets.into_iter().find(|(_, codes)| is_backs(codes)).map(|(place, _)| place))
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
    sheet: Option<&PlacedPage>,
) -> Result<Places, StoreError> {
    let mut moves: Vec<Move> = Vec::new();
    let mut places = Places::new();
    for (number, (page, back)) in (1_i32..).zip(fronts.iter().zip(reversed.iter().rev())) {
        for (page, place) in [(page, front(number)), (back, front(number) + 1)] {
            moves.push((page.id, before.batch, place));
            places.insert((page.batch, page.number), place);
        }
        if back.blank || page.separator {
            before.empty.push(back.id);
        }
    }
    // The sheet of the backs lies behind them all: it is a page of the file, and of no envelope.
    if let Some(sheet) = sheet {
        moves.push((sheet.id, before.batch, 2 * before.fronts + 1));
        before.empty.push(sheet.id);
    }
    scanning::move_pages(tx, &moves).await?;
    scanning::set_standing(tx, &before.empty, Standing::EmptyBack, None).await?;
    Ok(places)
}

/// The place of each page, by where it was.
type Places = HashMap<(BatchId, i32), i32>;

/// Takes what was read on the pages of the batches, with the place each page has now.
async fn take_read(
    tx: &mut Transaction,
    envelopes: &[Stands],
    lone: Option<&Stands>,
    places: &Places,
    before: &mut Before,
) -> Result<Vec<NewSuggestion>, StoreError> {
    let mut all = Vec::new();
    for envelope in envelopes.iter().chain(lone) {
        let read = suggestions::take_read(tx, envelope.communication).await?;
        all.extend(read.iter().cloned().map(|suggestion| {
            let place = suggestion.page.and_then(|page| places.get(&(envelope.batch, page)).copied());
            NewSuggestion { page: place.or(suggestion.page), ..suggestion }
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
    collation::set_collated(tx, before.batch, None).await?;
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
