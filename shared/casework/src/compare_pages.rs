//! The pages of a communication are compared with those that came before, by whatever door. What looks like the same paper is
//! proposed; nothing is linked, merged or left out for that.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use domain::{Actor, BatchId, CommunicationId, ResemblanceId, ResemblanceReason};
use formats::likeness::{InkMap, Leaf, Likeness, Reason, SeenWord, compare};
use queue::{Done, Job, LeaseError};
use store::{
    StoreError, Transaction,
    likeness::{self, KnownPage, Sought},
    resemblances::{self, NewResemblance, Place},
};

use crate::{COMPARE_PAGES, Casework};

mod twice;

/// Candidates of a page for each reason: by text, by picture, by number.
const CANDIDATES: i32 = 24;
/// Pages on which a mark may stand and still tell one paper from another.
const OWN_MARK: i32 = 12;
/// Earlier communications proposed for one page.
const PROPOSED: usize = 3;

/// Why pages were not compared.
#[derive(Debug, thiserror::Error)]
pub enum ComparePagesError {
    /// The store refused.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The job was taken over by another worker.
    #[error(transparent)]
    Lease(#[from] LeaseError),
}

/// Compares the pages of a communication with those of all others, proposes what looks the same, and ends its job.
///
/// # Errors
/// When the store refuses or the job was taken over; nothing was proposed then.
pub async fn compare_pages(
    casework: &Casework,
    job: &Job,
    communication: CommunicationId,
) -> Result<Done, ComparePagesError> {
    let now = casework.clock.now();
    let mut tx = casework.begin(&Actor::Job(COMPARE_PAGES)).await?;
    let mut leaves = Leaves::default();
    let mut found = Vec::new();
    let known = likeness::of_communication(&mut tx, communication).await?;
    twice::propose(&mut tx, communication, &known, now).await?;
    for page in known {
        let alike = alike(&mut tx, &mut leaves, &page).await?;
        found.extend(strongest(&mut tx, communication, alike).await?.into_iter().map(|alike| (page.page, alike)));
    }
    let pairs = in_order(&mut tx, communication, found, now).await?;
    resemblances::propose(&mut tx, &pairs, now).await?;
    let done = queue::finish(&mut tx, job).await?;
    tx.commit().await?;
    Ok(done)
}

/// Pages whose words were fetched once.
#[derive(Default)]
struct Leaves(HashMap<(BatchId, i32), Leaf>);

impl Leaves {
    async fn of(&mut self, tx: &mut Transaction, page: &KnownPage) -> Result<Leaf, StoreError> {
        if let Some(leaf) = self.0.get(&(page.batch, page.page)) {
            return Ok(leaf.clone());
        }
        let words = likeness::words(tx, page.batch, page.page).await?.unwrap_or_default();
        let leaf = leaf(page, &words);
        self.0.insert((page.batch, page.page), leaf.clone());
        Ok(leaf)
    }
}

fn leaf(page: &KnownPage, words: &serde_json::Value) -> Leaf {
    let word = |word: &serde_json::Value| {
        let confidence = word["confidence"].as_f64().unwrap_or(0.0);
        SeenWord::new(word["text"].as_str()?, hundredths(confidence))
    };
    Leaf {
        words: words.as_array().into_iter().flatten().filter_map(word).collect(),
        ink: page.ink.as_deref().and_then(InkMap::from_bytes),
        marks: page.marks.clone(),
        numbers: page.numbers.clone(),
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a confidence between 0 and 100")]
const fn hundredths(confidence: f64) -> f32 {
    confidence.clamp(0.0, 100.0) as f32
}

/// A page that looks like one of the communication.
struct Alike {
    place: Place,
    likeness: Likeness,
}

/// The pages of other communications that may be the same paper as this one.
async fn alike(tx: &mut Transaction, leaves: &mut Leaves, page: &KnownPage) -> Result<Vec<Alike>, StoreError> {
    let near = page.picture.map(InkMap::near_parts).unwrap_or_default();
    let sought =
        Sought { text_bands: &page.text_bands, picture_bands: &near, picture: page.picture, numbers: &page.numbers };
    let candidates = likeness::candidates(tx, page.communication, &sought, CANDIDATES).await?;
    if candidates.is_empty() {
        return Ok(Vec::new());
    }
    let own = leaves.of(tx, page).await?;
    let common = likeness::common(tx, &own.marks, OWN_MARK).await?;
    let mut alike = Vec::new();
    for candidate in candidates {
        let other = leaves.of(tx, &candidate).await?;
        if let Some(likeness) = compare(&own, &other, &common) {
            alike.push(Alike { place: (candidate.communication, candidate.page), likeness });
        }
    }
    Ok(alike)
}

/// Of each communication the page that is most alike, of a few communications; a page that repeats another one is not proposed: the
/// other one is.
async fn strongest(
    tx: &mut Transaction,
    own: CommunicationId,
    mut alike: Vec<Alike>,
) -> Result<Vec<Alike>, StoreError> {
    let places: Vec<Place> = alike.iter().map(|alike| alike.place).collect();
    let repeats = resemblances::repeats(tx, &places).await?;
    alike.retain(|alike| alike.place.0 != own && !repeats.contains(&alike.place));
    alike.sort_by_key(|alike| (reason(&alike.likeness).code(), std::cmp::Reverse(alike.likeness.percent), alike.place));
    let mut kept: Vec<Alike> = Vec::new();
    for alike in alike {
        if kept.len() < PROPOSED && !kept.iter().any(|kept| kept.place.0 == alike.place.0) {
            kept.push(alike);
        }
    }
    Ok(kept)
}

const fn reason(likeness: &Likeness) -> ResemblanceReason {
    match likeness.reason {
        Reason::Number(_) => ResemblanceReason::Number,
        Reason::Text => ResemblanceReason::Text,
        Reason::Picture => ResemblanceReason::Picture,
    }
}

/// The pairs to propose: what was received earlier stands as such, whichever was read first.
async fn in_order(
    tx: &mut Transaction,
    own: CommunicationId,
    found: Vec<(i32, Alike)>,
    now: DateTime<Utc>,
) -> Result<Vec<NewResemblance>, StoreError> {
    let mut ids: Vec<CommunicationId> = found.iter().map(|(_, alike)| alike.place.0).chain([own]).collect();
    ids.sort();
    ids.dedup();
    let received: HashMap<CommunicationId, DateTime<Utc>> =
        resemblances::received(tx, &ids).await?.into_iter().collect();
    let moment = |id: CommunicationId| (received.get(&id).copied().unwrap_or(now), id);
    let pair = |(page, alike): (i32, Alike)| {
        let (mine, its) = ((own, page), alike.place);
        let (earlier, later) = if moment(its.0) < moment(own) { (its, mine) } else { (mine, its) };
        NewResemblance {
            id: ResemblanceId::new(now),
            later,
            earlier,
            reason: reason(&alike.likeness),
            percent: alike.likeness.percent,
            number: match alike.likeness.reason {
                Reason::Number(number) => Some(number),
                Reason::Text | Reason::Picture => None,
            },
        }
    };
    Ok(found.into_iter().map(pair).collect())
}
