//! The acknowledgement is written again with its new dates.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{CaseId, LetterId, LetterKind, Medium};
use law::reckoning::Explained;
use serde_json::json;
use store::{StoreError, Transaction, cases, events::NewEvent, persons, reckonings, recomputations::Proposal};

use super::DecideError;
use crate::{
    Casework, HeadFacts, LetterFacts, SilenceFact,
    keep_letter::{Draft, keep},
    register::letters as addressing,
};

/// Requests the acknowledgement that takes the place of the one that told the dates before, to a safe contact point or held.
pub(super) async fn request(
    tx: &mut Transaction,
    casework: &Casework,
    case: CaseId,
    proposals: &[Proposal],
    explained: &Explained,
    now: DateTime<Utc>,
) -> Result<LetterId, DecideError> {
    let case = cases::lock(tx, case).await?;
    let told = reckonings::told(tx, &[case.case.id]).await?.remove(&case.case.id);
    let told = told.ok_or(StoreError::NotFound("letter"))?;
    let told: LetterFacts = serde_json::from_value(told.data).map_err(|_| StoreError::Malformed("letter"))?;
    let person = persons::get(tx, case.person.ok_or(StoreError::NotFound("person"))?).await?;
    let contact = addressing::safe_contact(tx, &person, casework.today()).await?;
    let mut facts = anew(told, explained, LetterId::new(now), casework.today());
    facts.head.recipient = contact.as_ref().map(|c| addressing::recipient(&person, c)).unwrap_or_default();
    facts.head.neutral = addressing::neutral(&person, contact.as_ref());
    let draft = Draft {
        kind: LetterKind::Acknowledgement,
        cause: proposals.first().map(|proposal| proposal.id.to_string()).unwrap_or_default(),
        medium: Medium::Post,
        contact: contact.as_ref().map(|c| c.contact().id),
        head: &facts.head,
        rule: &facts.silence.rule,
        data: json!(facts),
    };
    let letter = draft.of(&case);
    let logged = json!({ "letter": letter.id, "kind": letter.kind, "state": letter.state });
    let requested = NewEvent::new(letter.case, "letter.requested", logged);
    keep::<DecideError>(tx, &case, &letter, requested, now).await?;
    Ok(letter.id)
}

/// What was told, with the dates that hold now.
fn anew(told: LetterFacts, explained: &Explained, letter: LetterId, today: NaiveDate) -> LetterFacts {
    LetterFacts {
        replaces: Some(told.head.date),
        channel_basis: explained.channel_basis.is_none(),
        silence: SilenceFact {
            on: explained.silence.on,
            delay: explained.silence.delay.clone(),
            rule: addressing::rule(&explained.silence.why),
            appeal_until: explained.appeal.computed,
            appeal_rule: addressing::rule(&explained.appeal.why),
        },
        head: HeadFacts { letter, date: today, ..told.head },
        ..told
    }
}
