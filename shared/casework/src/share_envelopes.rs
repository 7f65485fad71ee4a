//! Letters of one case that go to the same address in the same way leave in one envelope: printed one after the other, counted once in the
//! list of the post, under one number when they are registered. Each keeps its record, and the list says what is in the envelope. No text
//! asks that a letter travels alone; a clerk may still give one an envelope of its own before the pile leaves.

use domain::{Actor, CaseId, LetterId, LetterRefused, LetterState, PrintRunId};
use serde_json::json;
use store::{
    events::{self, NewEvent},
    letters::{self, LetterRow},
    postal::{self, Enclosed},
    reads::departures::LetterLine,
};

use crate::{CancelRunError, Casework};

/// Whether letters of a pile share envelopes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Envelopes {
    /// Those that may, do.
    Shared,
    /// Each has its own.
    Single,
}

/// What letters of one envelope have in common.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SharesWith {
    case: CaseId,
    recipient: Vec<String>,
    neutral: bool,
    registered: bool,
}

impl SharesWith {
    /// Of a letter of a list; `None` when nothing says where it goes.
    #[must_use]
    pub fn of(line: &LetterLine) -> Option<Self> {
        let (recipient, neutral, registered) = (line.recipient.0.clone(), line.neutral, line.registered);
        (!recipient.is_empty()).then_some(Self { case: line.case, recipient, neutral, registered })
    }

    fn of_row(row: &LetterRow) -> Option<Self> {
        let lines = row.data["recipient"].as_array().into_iter().flatten();
        let recipient: Vec<String> = lines.filter_map(|line| line.as_str().map(str::to_owned)).collect();
        let neutral = row.data["neutral"].as_bool().unwrap_or(false);
        (!recipient.is_empty()).then_some(Self { case: row.case, recipient, neutral, registered: row.registered })
    }

    /// The first among these that each could share an envelope with; none for itself.
    #[must_use]
    pub fn firsts(all: &[Option<Self>]) -> Vec<Option<usize>> {
        let first =
            |own: &Option<Self>| own.as_ref().and_then(|own| all.iter().position(|it| it.as_ref() == Some(own)));
        all.iter().enumerate().map(|(place, own)| first(own).filter(|first| *first != place)).collect()
    }
}

/// The letters in the order in which they are printed, those of one envelope together.
pub(crate) fn in_envelopes(rows: &[LetterRow], envelopes: Envelopes) -> Vec<Enclosed> {
    let keys: Vec<Option<SharesWith>> = match envelopes {
        Envelopes::Shared => rows.iter().map(SharesWith::of_row).collect(),
        Envelopes::Single => vec![None; rows.len()],
    };
    let firsts = SharesWith::firsts(&keys);
    let with = |place: usize| rows.iter().zip(&firsts).filter(move |(_, first)| **first == Some(place));
    let envelope = |(place, row): (usize, &LetterRow)| {
        let own = Enclosed { letter: row.id, with: None };
        let others = with(place).map(|(other, _)| Enclosed { letter: other.id, with: Some(row.id) });
        std::iter::once(own).chain(others).collect::<Vec<_>>()
    };
    rows.iter().enumerate().filter(|(place, _)| firsts[*place].is_none()).flat_map(envelope).collect()
}

/// A printed letter gets an envelope of its own, before its pile is handed to the post. A registered one then needs a number of its own.
///
/// # Errors
/// When it is not in a printed pile; nothing was done then.
pub async fn own_envelope(
    casework: &Casework,
    actor: &Actor,
    run: PrintRunId,
    letter: LetterId,
) -> Result<(), CancelRunError> {
    let now = casework.clock.now();
    let mut tx = casework.begin(actor).await?;
    let row = letters::lock_one(&mut tx, letter).await?;
    if row.state != LetterState::Printed || row.print_run != Some(run) {
        return Err(LetterRefused { from: row.state, to: LetterState::Printed }.into());
    }
    postal::leave_envelope(&mut tx, letter).await?;
    let facts = json!({ "letter": letter, "kind": row.kind, "print_run": run });
    events::append(&mut tx, now, &[NewEvent::new(row.case, "letter.own_envelope", facts)]).await?;
    tx.commit().await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(case: CaseId, street: &str, registered: bool) -> SharesWith {
        let recipient = vec!["Mme DIALLO".to_owned(), street.to_owned()];
        SharesWith { case, recipient, neutral: false, registered }
    }

    #[test]
    fn letters_share_an_envelope_when_case_address_and_way_are_the_same() {
        let now = chrono::DateTime::from_timestamp(1_795_000_000, 0).expect("instant");
        let (one, other) = (CaseId::new(now), CaseId::new(now));
        let keys = [
            Some(key(one, "1 RUE A", false)),
            Some(key(other, "1 RUE A", false)),
            Some(key(one, "1 RUE A", false)),
            Some(key(one, "2 RUE B", false)),
            Some(key(one, "1 RUE A", true)),
            Some(key(one, "1 RUE A", true)),
            None,
            None,
        ];
        assert_eq!(SharesWith::firsts(&keys), [None, None, Some(0), None, None, Some(4), None, None]);
    }
}
