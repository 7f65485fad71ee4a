//! A new scan takes the place of the bad one: by itself when the sheet with its code lay before it, else by the hand of a clerk. The old page
//! is kept, aside.

use chrono::{DateTime, Utc};
use domain::{Actor, BatchId, CommunicationId, CommunicationState, ExceptionId, ExceptionKind, PageId, RescanId, Role};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::{
    StoreError, Transaction,
    events::{self, NewEvent},
    exceptions::{self, NewException},
    rescans::{self, Rescan},
    scanning::{self, Move, PlacedPage, Standing, Stands},
    suggestions::{self, NewSuggestion},
};

use crate::{Casework, count_pages::count_again};

/// Why a new scan found no place.
#[derive(Debug, thiserror::Error)]
pub enum PlaceRescanError {
    /// Nothing waits under this number.
    #[error("nothing waits to be scanned again under this number")]
    Unknown,
    /// One page is wanted, and the scan has none or several.
    #[error("one page is wanted, {0} were scanned")]
    Count(usize),
    /// The envelope is registered: its pages are named one by one, it is not exchanged as a whole.
    #[error("the envelope is registered")]
    Registered,
    /// What was replaced has changed since.
    #[error("the page has changed since")]
    Changed,
    /// The page belongs to an envelope of its own.
    #[error("the page belongs to another envelope")]
    Owned,
    /// The store refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Pages that a batch holds behind the sheet of a request.
#[derive(Clone, Debug)]
pub struct ReadAgain {
    /// The code of the sheet.
    pub code: String,
    /// The page of the sheet.
    pub sheet: u32,
    /// The pages.
    pub pages: Vec<u32>,
    /// What was read on them.
    pub suggestions: Vec<NewSuggestion>,
}

/// What stood where before, to take it back.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Placed {
    batch: BatchId,
    moved: Vec<Move>,
    /// Set aside by the exchange.
    aside: Vec<PageId>,
    /// The new pages.
    fresh: Vec<PageId>,
    envelope: Option<Stands>,
    read: Vec<NewSuggestion>,
}

/// Gives the pages behind a sheet their place; what finds none stays in its batch, and a person is told. `fallback` is the communication
/// of the file.
pub(crate) async fn place_read(
    tx: &mut Transaction,
    batch: BatchId,
    again: &ReadAgain,
    fallback: CommunicationId,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let mut pages: Vec<PlacedPage> = Vec::new();
    if let Some((first, last)) = again.pages.first().zip(again.pages.last()) {
        let number = |n: &u32| i32::try_from(*n).unwrap_or(i32::MAX);
        pages = scanning::pages(tx, batch, number(first), number(last)).await?;
    }
    let request = rescans::lock_by_code(tx, &again.code).await?;
    let owner = request.as_ref().map_or(fallback, |request| request.communication);
    let placed = match &request {
        Some(request) => place(tx, request, &pages, &again.suggestions, now).await,
        None => Err(PlaceRescanError::Unknown),
    };
    match placed {
        Ok(()) => Ok(()),
        Err(PlaceRescanError::Store(error)) => Err(error),
        Err(why) => {
            let ids: Vec<PageId> = pages.iter().map(|page| page.id).collect();
            scanning::set_standing(tx, &ids, Standing::Unplaced, Some(owner)).await?;
            say_unplaced(tx, batch, again, request.map(|r| r.communication), &why, now).await
        }
    }
}

async fn say_unplaced(
    tx: &mut Transaction,
    batch: BatchId,
    again: &ReadAgain,
    communication: Option<CommunicationId>,
    why: &PlaceRescanError,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let reason = match why {
        PlaceRescanError::Count(_) => "count",
        PlaceRescanError::Registered => "registered",
        PlaceRescanError::Unknown
        | PlaceRescanError::Changed
        | PlaceRescanError::Owned
        | PlaceRescanError::Store(_) => "unknown",
    };
    let exception = NewException {
        id: ExceptionId::new(now),
        kind: ExceptionKind::RescanUnplaced,
        key: format!("rescan_unplaced:{batch}:{}", again.sheet),
        batch: Some(batch),
        communication,
        case: None,
        detail: json!({ "reason": reason, "page": again.sheet, "pages": again.pages.len(), "code": again.code }),
        owner: Role::Mailroom,
    };
    exceptions::open(tx, &exception, now).await.map(|_| ())
}

/// A clerk says which page of a batch is the new scan: the sheet was forgotten, or several pages lay behind it.
///
/// # Errors
/// When nothing waits under this request, or the page belongs to an envelope of its own.
pub async fn place_rescan(
    casework: &Casework,
    actor: &Actor,
    id: RescanId,
    batch: BatchId,
    page: u32,
) -> Result<(), PlaceRescanError> {
    let now = casework.clock.now();
    let mut tx = casework.begin(actor).await?;
    let request = rescans::lock_by_code(&mut tx, &id.code()).await?.ok_or(PlaceRescanError::Unknown)?;
    let number = i32::try_from(page).map_err(|_| PlaceRescanError::Unknown)?;
    let pages = scanning::pages(&mut tx, batch, number, number).await?;
    if !pages.iter().all(|page| page.standing == Standing::Unplaced) {
        return Err(PlaceRescanError::Owned);
    }
    place(&mut tx, &request, &pages, &[], now).await?;
    Ok(tx.commit().await?)
}

async fn place(
    tx: &mut Transaction,
    request: &Rescan,
    pages: &[PlacedPage],
    read: &[NewSuggestion],
    now: DateTime<Utc>,
) -> Result<(), PlaceRescanError> {
    let (envelope, state) = scanning::lock_envelope(tx, request.communication).await?;
    let placed = match request.number {
        Some(number) => exchange_page(tx, &envelope, number, pages).await?,
        None if matches!(state, CommunicationState::Received | CommunicationState::ToIndex) => {
            exchange_envelope(tx, &envelope, pages).await?
        }
        None => return Err(PlaceRescanError::Registered),
    };
    let at =
        |suggestion: &NewSuggestion| NewSuggestion { page: request.number.or(suggestion.page), ..suggestion.clone() };
    suggestions::insert(tx, request.communication, &read.iter().map(at).collect::<Vec<_>>()).await?;
    let (after, _) = scanning::lock_envelope(tx, request.communication).await?;
    count_again(tx, &after, "scanned again", now).await?;
    rescans::end(tx, request.id, Some(&json!(placed)), now).await?;
    let facts = json!({ "rescan": request.id, "page": request.number, "batch": placed.batch });
    Ok(events::append(tx, now, &[NewEvent::new(request.communication, "page.scanned_again", facts)]).await?)
}

/// The one written page among those scanned goes into the place of the old one; empty backs go with it, aside.
async fn exchange_page(
    tx: &mut Transaction,
    envelope: &Stands,
    number: i32,
    pages: &[PlacedPage],
) -> Result<Placed, PlaceRescanError> {
    let written: Vec<&PlacedPage> = pages.iter().filter(|page| !page.blank).collect();
    let (new, backs) = match (&written[..], pages) {
        ([one], _) => (*one, pages.iter().filter(|page| page.id != one.id).collect::<Vec<_>>()),
        ([], [one]) => (one, Vec::new()),
        _ => return Err(PlaceRescanError::Count(written.len())),
    };
    let old = scanning::pages(tx, envelope.batch, number, number).await?;
    let [old] = &old[..] else { return Err(PlaceRescanError::Changed) };
    let there = envelope.pages.is_some_and(|(first, last)| (first..=last).contains(&number));
    if !there || old.standing != Standing::Counts {
        return Err(PlaceRescanError::Changed);
    }
    let moved = vec![(new.id, new.batch, new.number), (old.id, old.batch, old.number)];
    scanning::move_pages(tx, &[(new.id, old.batch, old.number), (old.id, new.batch, new.number)]).await?;
    let (kept_for, backs) = (Some(envelope.communication), backs.iter().map(|page| page.id).collect::<Vec<_>>());
    scanning::set_standing(tx, &[new.id], Standing::Counts, None).await?;
    scanning::set_standing(tx, &[old.id], Standing::Replaced, kept_for).await?;
    scanning::set_standing(tx, &backs, Standing::Double, kept_for).await?;
    let fresh = std::iter::once(new.id).chain(backs).collect();
    Ok(Placed { batch: new.batch, moved, aside: vec![old.id], fresh, envelope: None, read: Vec::new() })
}

/// The envelope stands where its new scan is; the pages of the old one are kept, aside.
async fn exchange_envelope(
    tx: &mut Transaction,
    envelope: &Stands,
    pages: &[PlacedPage],
) -> Result<Placed, PlaceRescanError> {
    let [first, .., last] = pages else {
        return match pages {
            [one] => exchange_range(tx, envelope, one, one, pages).await,
            _ => Err(PlaceRescanError::Count(0)),
        };
    };
    exchange_range(tx, envelope, first, last, pages).await
}

async fn exchange_range(
    tx: &mut Transaction,
    envelope: &Stands,
    first: &PlacedPage,
    last: &PlacedPage,
    pages: &[PlacedPage],
) -> Result<Placed, PlaceRescanError> {
    let mut aside = Vec::new();
    if let Some((from, to)) = envelope.pages {
        let old = scanning::pages(tx, envelope.batch, from, to).await?;
        aside = old.iter().filter(|page| page.standing == Standing::Counts).map(|page| page.id).collect();
    }
    let fresh: Vec<PageId> = pages.iter().map(|page| page.id).collect();
    let read = suggestions::take_read(tx, envelope.communication).await?;
    scanning::set_standing(tx, &aside, Standing::Replaced, Some(envelope.communication)).await?;
    scanning::set_standing(tx, &fresh, Standing::Counts, None).await?;
    let position = scanning::next_position(tx, first.batch).await?;
    let scanned = Some(scanning::counted(tx, first.batch, first.number, last.number).await?);
    let range = Some((first.number, last.number));
    let after =
        Stands { batch: first.batch, position, pages: range, separator_page: None, scanned, ..envelope.clone() };
    scanning::put(tx, &after).await?;
    Ok(Placed { batch: first.batch, moved: Vec::new(), aside, fresh, envelope: Some(envelope.clone()), read })
}

/// The old scan was the better one: it stands in its place again, and the new one waits in its batch.
///
/// # Errors
/// When it was not scanned again, or has changed since.
pub async fn take_back_rescan(casework: &Casework, actor: &Actor, id: RescanId) -> Result<(), PlaceRescanError> {
    let now = casework.clock.now();
    let mut tx = casework.begin(actor).await?;
    let (request, placed) = rescans::lock_placed(&mut tx, id).await?.ok_or(PlaceRescanError::Unknown)?;
    let placed: Placed = serde_json::from_value(placed).map_err(|_| StoreError::Malformed("placed scan"))?;
    let (envelope, state) = scanning::lock_envelope(&mut tx, request.communication).await?;
    let kept_for = Some(request.communication);
    match (&placed.envelope, request.number) {
        (Some(before), _) => {
            let waits = matches!(state, CommunicationState::Received | CommunicationState::ToIndex);
            if envelope.batch != placed.batch || !waits {
                return Err(PlaceRescanError::Changed);
            }
            suggestions::take_read(&mut tx, request.communication).await?;
            suggestions::insert(&mut tx, request.communication, &placed.read).await?;
            scanning::put(&mut tx, before).await?;
        }
        (None, Some(number)) => {
            let there = scanning::pages(&mut tx, request.batch, number, number).await?;
            if !there.iter().any(|page| placed.fresh.first() == Some(&page.id)) {
                return Err(PlaceRescanError::Changed);
            }
            scanning::move_pages(&mut tx, &placed.moved).await?;
        }
        (None, None) => return Err(PlaceRescanError::Changed),
    }
    scanning::set_standing(&mut tx, &placed.aside, Standing::Counts, None).await?;
    scanning::set_standing(&mut tx, &placed.fresh, Standing::Unplaced, kept_for).await?;
    let (after, _) = scanning::lock_envelope(&mut tx, request.communication).await?;
    count_again(&mut tx, &after, &actor.to_string(), now).await?;
    rescans::reopen(&mut tx, id).await?;
    let facts = json!({ "rescan": id, "page": request.number });
    events::append(&mut tx, now, &[NewEvent::new(request.communication, "page.scan_taken_back", facts)]).await?;
    Ok(tx.commit().await?)
}
