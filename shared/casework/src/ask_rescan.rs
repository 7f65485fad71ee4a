//! A page that cannot be used, or a whole envelope, is to be scanned again. Nothing is taken away before the new scan is there.

use domain::{Actor, CommunicationId, RescanId, RescanReason, UserId};
use serde_json::json;
use store::{
    StoreError,
    events::{self, NewEvent},
    rescans::{self, Rescan},
    scanning::{self, Standing},
};

use crate::Casework;

/// What is asked.
#[derive(Clone, Debug)]
pub struct RescanWanted {
    /// The envelope.
    pub communication: CommunicationId,
    /// The place of the page in the batch; none for the whole envelope.
    pub page: Option<u32>,
    /// Why.
    pub reason: RescanReason,
    /// What the person adds; owed when the reason is another one.
    pub note: String,
}

/// Why it was not asked.
#[derive(Debug, thiserror::Error)]
pub enum AskRescanError {
    /// The page is none of the envelope.
    #[error("the envelope has no such page")]
    NoPage,
    /// The same is already asked.
    #[error("this is already to be scanned again")]
    Asked,
    /// Another reason is said in words.
    #[error("the reason is owed in words")]
    NoWords,
    /// It was scanned again or withdrawn already.
    #[error("nothing waits to be scanned again")]
    Ended,
    /// The store refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Asks for a page or an envelope to be scanned again; returns the request, whose code stands on the sheet to print.
///
/// # Errors
/// When there is no such page, or that is already asked.
pub async fn ask_rescan(
    casework: &Casework,
    actor: &Actor,
    by: UserId,
    wanted: &RescanWanted,
) -> Result<RescanId, AskRescanError> {
    let now = casework.clock.now();
    let note = wanted.note.trim();
    if wanted.reason == RescanReason::Other && note.is_empty() {
        return Err(AskRescanError::NoWords);
    }
    let mut tx = casework.begin(actor).await?;
    let (envelope, _) = scanning::lock_envelope(&mut tx, wanted.communication).await?;
    let number = match wanted.page {
        Some(page) => {
            let number = i32::try_from(page).map_err(|_| AskRescanError::NoPage)?;
            let inside = envelope.pages.is_some_and(|(first, last)| (first..=last).contains(&number));
            let found = scanning::pages(&mut tx, envelope.batch, number, number).await?;
            if !inside || !found.iter().any(|page| page.standing == Standing::Counts && !page.separator) {
                return Err(AskRescanError::NoPage);
            }
            Some(number)
        }
        None => None,
    };
    let rescan = Rescan {
        id: RescanId::new(now),
        communication: wanted.communication,
        batch: envelope.batch,
        number,
        reason: wanted.reason,
        note: note.to_owned(),
        asked_by: by,
        asked_at: now,
    };
    if !rescans::insert(&mut tx, &rescan).await? {
        return Err(AskRescanError::Asked);
    }
    let facts = json!({ "rescan": rescan.id, "page": number, "reason": wanted.reason });
    events::append(&mut tx, now, &[NewEvent::new(wanted.communication, "page.to_scan_again", facts)]).await?;
    tx.commit().await?;
    Ok(rescan.id)
}

/// The first scan will do after all.
///
/// # Errors
/// When it was scanned again, or withdrawn, meanwhile.
pub async fn withdraw_rescan(casework: &Casework, actor: &Actor, id: RescanId) -> Result<(), AskRescanError> {
    let now = casework.clock.now();
    let mut tx = casework.begin(actor).await?;
    let rescan = rescans::lock_by_code(&mut tx, &id.code()).await?.ok_or(AskRescanError::Ended)?;
    rescans::end(&mut tx, rescan.id, None, now).await?;
    let facts = json!({ "rescan": rescan.id, "page": rescan.number });
    events::append(&mut tx, now, &[NewEvent::new(rescan.communication, "page.scan_will_do", facts)]).await?;
    Ok(tx.commit().await?)
}
