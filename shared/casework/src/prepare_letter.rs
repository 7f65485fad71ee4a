//! The PDF of a letter is made outside a transaction, then recorded with the end of its job. First half of T4.

use bytes::Bytes;
use domain::{Actor, LetterId, LetterKind, LetterState, Medium, NotAddressable};
use queue::{Done, Job, LeaseError};
use serde_json::json;
use store::{
    StoreError,
    events::{self, NewEvent},
    letters::{self, LetterRow},
    persons,
};

use crate::{Casework, Facts, RestsOn, hold_letter::hold, unsigned};

/// What the renderer is given.
#[derive(Clone, Debug)]
pub struct Preparation {
    /// Which letter.
    pub kind: LetterKind,
    /// What it says.
    pub facts: Facts,
}

/// Why a letter could not be prepared.
#[derive(Debug, thiserror::Error)]
pub enum PrepareError {
    /// The store refused.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The job was taken over by another worker.
    #[error(transparent)]
    Lease(#[from] LeaseError),
    /// What the letter says cannot be read back.
    #[error("the facts of letter {0} cannot be read")]
    Facts(LetterId),
}

/// What a letter has to say; `None` when it no longer waits for its PDF (cancelled, held, already made).
///
/// # Errors
/// When the store refuses or the facts cannot be read.
pub async fn letter_to_prepare(casework: &Casework, letter: LetterId) -> Result<Option<Preparation>, PrepareError> {
    let mut tx = casework.begin(&Actor::Job(crate::PREPARE_LETTER)).await?;
    let found = letters::lock(&mut tx, &[letter]).await?.pop();
    let Some(row) = found.filter(|row| row.state == LetterState::Requested) else { return Ok(None) };
    let facts = Facts::read(row.kind, row.data).map_err(|_| PrepareError::Facts(letter))?;
    Ok(Some(Preparation { kind: row.kind, facts }))
}

/// Records the PDF of a letter, or that it must wait: the contact point is looked at again (I-11).
///
/// # Errors
/// When the store refuses or the job was taken over.
pub async fn record_prepared(
    casework: &Casework,
    job: &Job,
    letter: LetterId,
    pdf: Option<(Bytes, u32)>,
) -> Result<Done, PrepareError> {
    let now = casework.clock.now();
    let blob = match &pdf {
        Some((bytes, _)) => Some(casework.blobs.keep(bytes.clone(), "application/pdf").await?),
        None => None,
    };
    let mut tx = casework.begin(&Actor::Job(crate::PREPARE_LETTER)).await?;
    let row = letters::lock(&mut tx, &[letter]).await?.pop().filter(|row| row.state == LetterState::Requested);
    if let (Some(row), Some(blob), Some((_, pages))) = (row, blob, pdf) {
        match still_addressable(&mut tx, casework, &row).await? {
            Ok(()) => {
                store::insert_blobs(&mut tx, now, std::slice::from_ref(&blob)).await?;
                letters::set_prepared(&mut tx, letter, blob.hash, pages, now).await?;
                let facts = json!({ "letter": letter, "kind": row.kind, "pages": pages });
                events::append(&mut tx, now, &[NewEvent::new(row.case, "letter.prepared", facts)]).await?;
            }
            Err(reason) => hold(&mut tx, &row, reason, now).await?,
        }
    }
    let done = queue::finish(&mut tx, job).await?;
    tx.commit().await?;
    Ok(done)
}

/// The rows from memory that a letter rests on and nobody has signed.
///
/// # Errors
/// When the store refuses or what the letter says cannot be read.
pub async fn unsigned_under(
    tx: &mut store::Transaction,
    casework: &Casework,
    letter: &LetterRow,
) -> Result<Vec<RestsOn>, StoreError> {
    let facts = Facts::read(letter.kind, letter.data.clone()).map_err(|_| StoreError::Malformed("letter"))?;
    unsigned(tx, &casework.site.catalogue, &facts.head().rests_on).await
}

/// Whether the contact point of a letter may still be written to. What is given at the counter goes to nobody else.
pub(crate) async fn still_addressable(
    tx: &mut store::Transaction,
    casework: &Casework,
    letter: &LetterRow,
) -> Result<Result<(), NotAddressable>, StoreError> {
    if letter.medium == Medium::InPerson {
        return Ok(Ok(()));
    }
    let Some(contact) = letter.contact else { return Ok(Err(NotAddressable::Empty)) };
    let contact = persons::get_contact(tx, contact).await?;
    Ok(contact.addressable(casework.today()).map(|_| ()))
}
