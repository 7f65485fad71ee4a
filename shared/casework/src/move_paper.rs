//! Paper is put into a place, or leaves the house. Moves are only ever added: the last one says where the paper is.

use domain::{Actor, PaperFate, PaperPlaceId, PlaceKind, UserId};
use serde_json::json;
use store::{
    StoreError, Transaction,
    events::{self, NewEvent},
    papers::{self, Paper, Place, Whereto},
};

use crate::Casework;

/// Why a paper was not moved.
#[derive(Debug, thiserror::Error)]
pub enum MoveError {
    /// It has left the house for good.
    #[error("the paper was destroyed or has left")]
    Gone(PaperFate),
    /// What leaves says where to.
    #[error("a tracking number or a service is needed")]
    NoDetail,
    /// A box cannot lie in itself.
    #[error("a place cannot lie in itself")]
    InItself,
    /// Paper is destroyed with its batch, after two checks, and never one by one.
    #[error("paper is destroyed with its batch only")]
    NotAlone,
    /// The store refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Moves a paper.
///
/// # Errors
/// When it is no longer in the house, or where it goes is not said; nothing was done then.
pub async fn move_paper(
    casework: &Casework,
    actor: &Actor,
    by: UserId,
    paper: Paper,
    to: &Whereto,
) -> Result<(), MoveError> {
    let now = casework.clock.now();
    let mut tx = casework.begin(actor).await?;
    allowed(&mut tx, paper, to).await?;
    papers::insert_move(&mut tx, paper, to, by, now).await?;
    if let Paper::Envelope(communication) = paper {
        let facts = match to {
            Whereto::Place(place) => json!({ "place": place }),
            Whereto::Out(fate, _) => json!({ "fate": fate }),
        };
        events::append(&mut tx, now, &[NewEvent::new(communication, "communication.paper_moved", facts)]).await?;
    }
    tx.commit().await?;
    Ok(())
}

async fn allowed(tx: &mut Transaction, paper: Paper, to: &Whereto) -> Result<(), MoveError> {
    match (paper, to) {
        (Paper::Place(own), Whereto::Place(other)) if own == *other => return Err(MoveError::InItself),
        (_, Whereto::Out(PaperFate::Destroyed, _)) => return Err(MoveError::NotAlone),
        (_, Whereto::Out(_, detail)) if detail.trim().is_empty() => return Err(MoveError::NoDetail),
        (Paper::Place(_) | Paper::Envelope(_) | Paper::Original(_), _) => {}
    }
    let last = papers::stands(tx, paper).await?.into_iter().next();
    match (last.and_then(|stand| stand.fate), to) {
        // What was handed on to another administration can be handed back.
        (None, _) | (Some(PaperFate::Forwarded), Whereto::Place(_)) => Ok(()),
        (Some(fate), _) => Err(MoveError::Gone(fate)),
    }
}

/// Why a place was not made.
#[derive(Debug, thiserror::Error)]
pub enum PlaceError {
    /// A code has 1 to 12 capital letters and digits.
    #[error("a code of a place has 1 to 12 capital letters and digits")]
    Code,
    /// Another place has it.
    #[error("another place has this code")]
    Taken,
    /// The store refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Makes a place, whose label can then be printed.
///
/// # Errors
/// When its code is wrong or taken.
pub async fn make_place(
    casework: &Casework,
    actor: &Actor,
    by: UserId,
    kind: PlaceKind,
    code: &str,
    name: &str,
) -> Result<Place, PlaceError> {
    let now = casework.clock.now();
    let code: String = code.trim().to_uppercase();
    let fits = |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit();
    if code.is_empty() || code.len() > 12 || !code.bytes().all(fits) {
        return Err(PlaceError::Code);
    }
    let name = if name.trim().is_empty() { code.clone() } else { name.trim().to_owned() };
    let place = Place { id: PaperPlaceId::new(now), code, kind, name };
    let mut tx = casework.begin(actor).await?;
    if !papers::insert_place(&mut tx, &place, by, now).await? {
        return Err(PlaceError::Taken);
    }
    tx.commit().await?;
    Ok(place)
}
