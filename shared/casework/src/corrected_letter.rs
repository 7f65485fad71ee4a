//! The acknowledgement is written again: with its new dates, or because the request is studied here after all.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{LetterId, LetterKind, Medium};
use law::reckoning::Explained;
use queue::QueueError;
use serde_json::json;
use store::{StoreError, Transaction, cases::CaseRow, events::NewEvent, persons};

use crate::{
    Casework, HeadFacts, LetterFacts, SilenceFact,
    keep_letter::{Draft, keep},
    register::letters as addressing,
};

/// Requests an acknowledgement that takes the place of another letter, to a safe contact point or held.
pub(crate) async fn request<E: From<StoreError> + From<QueueError>>(
    tx: &mut Transaction,
    casework: &Casework,
    case: &CaseRow,
    why: String,
    mut facts: LetterFacts,
    now: DateTime<Utc>,
) -> Result<LetterId, E> {
    let person = persons::get(tx, case.person.ok_or(StoreError::NotFound("person"))?).await?;
    let contact = addressing::safe_contact(tx, &person, casework.today()).await?;
    facts.head.recipient = contact.as_ref().map(|c| addressing::recipient(&person, c)).unwrap_or_default();
    facts.head.neutral = addressing::neutral(&person, contact.as_ref());
    let draft = Draft {
        kind: LetterKind::Acknowledgement,
        cause: why,
        medium: Medium::Post,
        contact: contact.as_ref().map(|c| c.contact().id),
        head: &facts.head,
        rule: &facts.silence.rule,
        data: json!(facts),
    };
    let letter = draft.of(case);
    let logged = json!({ "letter": letter.id, "kind": letter.kind, "state": letter.state });
    let requested = NewEvent::new(letter.case, "letter.requested", logged);
    keep::<E>(tx, case, &letter, requested, now).await?;
    Ok(letter.id)
}

/// What was told, with the dates that hold now.
pub(crate) fn anew(told: LetterFacts, explained: &Explained, letter: LetterId, today: NaiveDate) -> LetterFacts {
    LetterFacts {
        replaces: None,
        dated_before: None,
        kept_here: None,
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
