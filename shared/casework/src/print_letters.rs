//! Approved letters become one printed pile.

use std::collections::BTreeSet;

use bytes::Bytes;
use domain::{Actor, LetterId, LetterRefused, LetterState, PrintRunId, UserId};
use serde_json::json;
use store::{
    StoreError,
    events::{self, NewEvent},
    letters, postal,
};

use crate::{
    Casework, Envelopes, RestsOn,
    hold_letter::hold,
    prepare_letter::{still_addressable, unsigned_under},
    share_envelopes::in_envelopes,
};

/// Why a pile was not printed.
#[derive(Debug, thiserror::Error)]
pub enum PrintError {
    /// One letter stands where it cannot be printed: somebody else was quicker.
    #[error(transparent)]
    Refused(#[from] LetterRefused),
    /// A contact point became unsafe in the meantime: its letter is held now, the pile must be made again.
    #[error("{0} letter(s) are held: their contact point is no longer safe")]
    Held(usize),
    /// Rows from memory that letters of the pile rest on and nobody has signed.
    #[error("{} row(s) from memory wait for a signature", .0.len())]
    Unsigned(Vec<RestsOn>),
    /// The pile is empty.
    #[error("no letter to print")]
    Empty,
    /// The letters could not be put together.
    #[error("the letters cannot be merged: {0}")]
    Merge(String),
    /// The store refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Prints letters as one PDF: `merge` puts their PDFs together, in the order of their request, those that share an envelope one after the
/// other.
///
/// # Errors
/// When a letter cannot be printed from where it stands, or is no longer safe; nothing was printed then.
pub async fn print_letters(
    casework: &Casework,
    actor: &Actor,
    by: UserId,
    ids: &[LetterId],
    envelopes: Envelopes,
    merge: impl FnOnce(Vec<Bytes>) -> Result<Vec<u8>, String> + Send + 'static,
) -> Result<PrintRunId, PrintError> {
    let contents = contents(casework, actor, ids, envelopes).await?;
    let merged =
        tokio::task::spawn_blocking(move || merge(contents)).await.map_err(|e| PrintError::Merge(e.to_string()))?;
    let pdf = casework.blobs.keep(Bytes::from(merged.map_err(PrintError::Merge)?), "application/pdf").await?;
    let now = casework.clock.now();
    let run = PrintRunId::new(now);
    let mut tx = casework.begin(actor).await?;
    let rows = letters::lock(&mut tx, ids).await?;
    let mut held = 0;
    for letter in &rows {
        letter.state.step(LetterState::Printed)?;
        if let Err(reason) = still_addressable(&mut tx, casework, letter).await? {
            hold(&mut tx, letter, reason, now).await?;
            held += 1;
        }
    }
    if held > 0 {
        tx.commit().await?;
        return Err(PrintError::Held(held));
    }
    store::insert_blobs(&mut tx, now, std::slice::from_ref(&pdf)).await?;
    let printed: Vec<LetterId> = rows.iter().map(|l| l.id).collect();
    letters::insert_run(&mut tx, run, by, &printed, pdf.hash, now).await?;
    postal::enclose(&mut tx, run, &in_envelopes(&rows, envelopes), now).await?;
    let log: Vec<NewEvent> = rows
        .iter()
        .map(|l| NewEvent::new(l.case, "letter.printed", json!({ "letter": l.id, "kind": l.kind, "print_run": run })))
        .collect();
    events::append(&mut tx, now, &log).await?;
    tx.commit().await?;
    Ok(run)
}

async fn contents(
    casework: &Casework,
    actor: &Actor,
    ids: &[LetterId],
    envelopes: Envelopes,
) -> Result<Vec<Bytes>, PrintError> {
    let mut tx = casework.begin(actor).await?;
    let rows = letters::lock(&mut tx, ids).await?;
    if rows.is_empty() {
        return Err(PrintError::Empty);
    }
    let mut contents = Vec::with_capacity(rows.len());
    let mut open = BTreeSet::new();
    for letter in &rows {
        letter.state.step(LetterState::Printed)?;
        open.extend(unsigned_under(&mut tx, casework, letter).await?);
    }
    if !open.is_empty() {
        return Err(PrintError::Unsigned(open.into_iter().collect()));
    }
    for enclosed in in_envelopes(&rows, envelopes) {
        let letter = rows.iter().find(|row| row.id == enclosed.letter);
        let pdf = letter.and_then(|letter| letter.pdf).ok_or(StoreError::NotFound("PDF of a letter"))?;
        contents.push(casework.blobs.fetch(&mut tx, pdf).await?.0);
    }
    Ok(contents)
}
