//! A letter that is with the post: what the post says of it is noted of the item that it last left as.

use domain::{LetterId, LetterRefused, LetterState};
use store::{
    StoreError, Transaction,
    letters::{self, LetterRow},
    postal::{self, PostalItem},
};

/// Why nothing can be noted of a letter.
#[derive(Debug)]
pub(crate) enum NotOnItsWay {
    /// It has not left, or is back.
    Refused(LetterRefused),
    /// Nothing says that it left by post, or it is back already.
    NotByPost,
    /// The store refused.
    Store(StoreError),
}

impl From<StoreError> for NotOnItsWay {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// Locks a letter that left by post and is not back, with its last item.
pub(crate) async fn on_its_way(tx: &mut Transaction, id: LetterId) -> Result<(LetterRow, PostalItem), NotOnItsWay> {
    let letter = letters::lock_one(tx, id).await?;
    if letter.state != LetterState::HandedToPost {
        return Err(NotOnItsWay::Refused(LetterRefused { from: letter.state, to: LetterState::HandedToPost }));
    }
    let item = postal::last_of(tx, letter.id).await?;
    let item = item.filter(|item| item.left_at.is_some() && item.fate.came_back.is_none());
    Ok((letter, item.ok_or(NotOnItsWay::NotByPost)?))
}

/// What left in the same envelope and is still on its way: what the post says of it, it says of them.
pub(crate) async fn with_it(
    tx: &mut Transaction,
    item: &PostalItem,
) -> Result<Vec<(LetterRow, PostalItem)>, StoreError> {
    let mut found = Vec::new();
    for letter in postal::in_envelope_with(tx, item).await? {
        match on_its_way(tx, letter).await {
            Ok((letter, own)) if own.envelope == item.envelope => found.push((letter, own)),
            Ok(_) | Err(NotOnItsWay::Refused(_) | NotOnItsWay::NotByPost) => {}
            Err(NotOnItsWay::Store(error)) => return Err(error),
        }
    }
    Ok(found)
}
