//! Letters that said since when a request, or pieces that were added to it, count say it again when it is another day: those that have not
//! left are withdrawn and made anew; what has left is replaced by a letter that says which one it takes the place of.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{CaseId, CaseState, CommunicationId, EvidenceKind, LetterKind, Medium};
use law::reckoning::{Explained, Reckoning, explain};
use queue::QueueError;
use serde_json::json;
use store::{
    StoreError, Transaction,
    cases::{self, CaseRow},
    events::NewEvent,
    letter_standing,
    letters::{self, LetterRow},
    persons, reckonings,
};

use crate::{
    Casework, EvidenceFact, Facts, HeadFacts, LetterFacts, PiecesFacts, RuleFact,
    corrected_letter::anew,
    keep_letter::{Draft, keep},
    recompute,
    register::letters as addressing,
    rests_on::rests_on,
    withdraw_letters::withdraw_these,
};

/// Why letters that have not left are withdrawn, in the log.
const WHY: &str = "another day counts";

/// Makes the letters of a case anew whose day is another one. `communication` is what was dated otherwise, and `counts` its day.
pub(crate) async fn tell_date<E: From<StoreError> + From<QueueError>>(
    tx: &mut Transaction,
    casework: &Casework,
    case: CaseId,
    communication: CommunicationId,
    counts: (NaiveDate, EvidenceKind),
    now: DateTime<Utc>,
) -> Result<Retold, E> {
    let row = cases::lock(tx, case).await?;
    let Some(known) = reckonings::load(tx, &[case], &Reckoning::KINDS).await?.pop() else {
        return Ok(Retold::default());
    };
    let explained = explain(&recompute::facts(&known), &casework.site.catalogue, &casework.site.calendar);
    let dates = Dates { case: &row, explained: &explained, counts };
    let ids = letter_standing::dated(tx, case, communication).await?;
    // What another administration acknowledges, this one does not acknowledge again (CRPA L. 114-4).
    let handed_on = matches!(row.case.state, CaseState::TransferPending | CaseState::Transferred);
    let mut retold = Retold::default();
    for letter in letters::lock(tx, &ids).await? {
        if handed_on && letter.kind == LetterKind::Acknowledgement {
            continue;
        }
        let facts = Facts::read(letter.kind, letter.data.clone()).map_err(|_| StoreError::Malformed("letter"))?;
        let Some(said) = dates.otherwise(facts, &letter) else { continue };
        let withdrawn = withdraw_these(tx, case, std::slice::from_ref(&letter), WHY, now).await?;
        retold.on_paper += withdrawn.iter().filter(|withdrawn| withdrawn.on_paper()).count();
        // The one that left before says what holds again.
        if !said.holds_already() {
            write::<E>(tx, casework, &dates, (communication, &letter), said, now).await?;
            retold.remade += 1;
        }
    }
    Ok(retold)
}

/// What became of the letters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Retold {
    /// Sheets of so many letters lie in a printed pile, from which somebody takes them.
    pub on_paper: usize,
    /// So many are made again.
    pub remade: usize,
}

impl std::ops::AddAssign for Retold {
    fn add_assign(&mut self, other: Self) {
        self.on_paper += other.on_paper;
        self.remade += other.remade;
    }
}

/// What a letter says, before it is addressed.
enum Said {
    Filing(Box<LetterFacts>),
    Pieces(Box<PiecesFacts>),
}

impl Said {
    fn holds_already(&self) -> bool {
        let (counts, before) = match self {
            Self::Filing(facts) => (facts.evidence.date, facts.dated_before),
            Self::Pieces(facts) => (facts.evidence.date, facts.dated_before),
        };
        before == Some(counts)
    }
}

/// The dates that hold.
struct Dates<'a> {
    case: &'a CaseRow,
    explained: &'a Explained,
    counts: (NaiveDate, EvidenceKind),
}

impl Dates<'_> {
    /// What a letter has to say instead; `None` when what it says holds. An acknowledgement that left and told another silence is written
    /// again when a person decides on that.
    fn otherwise(&self, told: Facts, letter: &LetterRow) -> Option<Said> {
        let left = letter.state.has_left();
        match told {
            Facts::Filing(told) => {
                let moved = told.received_on != self.case.received_on;
                let same = told.evidence.date == self.case.evidence_on && !moved;
                if same || (left && moved && letter.kind == LetterKind::Acknowledgement) {
                    return None;
                }
                let replaces = if left { Some(told.head.date) } else { told.replaces };
                let dated_before = if left { Some(told.evidence.date) } else { told.dated_before };
                let (kept_here, silence) = (told.kept_here.clone(), left.then(|| told.silence.clone()));
                let facts = anew(*told, self.explained, letter.id, self.case.received_on);
                Some(Said::Filing(Box::new(LetterFacts {
                    evidence: EvidenceFact { date: self.case.evidence_on, kind: self.case.evidence_kind },
                    received_on: self.case.received_on,
                    silence: silence.unwrap_or_else(|| facts.silence.clone()),
                    replaces,
                    dated_before,
                    kept_here,
                    ..facts
                })))
            }
            Facts::Pieces(told) => {
                if told.evidence.date == self.counts.0 {
                    return None;
                }
                Some(Said::Pieces(Box::new(PiecesFacts {
                    evidence: EvidenceFact { date: self.counts.0, kind: self.counts.1 },
                    replaces: if left { Some(told.head.date) } else { told.replaces },
                    dated_before: if left { Some(told.evidence.date) } else { told.dated_before },
                    ..*told
                })))
            }
            Facts::Receipt(_) | Facts::Provisional(_) | Facts::Complement(_) | Facts::Transfer(_) => None,
        }
    }
}

/// Requests a letter in the place of another one, to a safe contact point or held; what was given in hand before leaves by post.
async fn write<E: From<StoreError> + From<QueueError>>(
    tx: &mut Transaction,
    casework: &Casework,
    dates: &Dates<'_>,
    (communication, letter): (CommunicationId, &LetterRow),
    said: Said,
    now: DateTime<Utc>,
) -> Result<(), E> {
    let case = dates.case;
    let person = persons::get(tx, case.person.ok_or(StoreError::NotFound("person"))?).await?;
    let contact = addressing::safe_contact(tx, &person, casework.today()).await?;
    let medium = if letter.state.has_left() { Medium::Post } else { letter.medium };
    let head = addressing::head(casework, case, &person, medium, contact.as_ref(), now);
    let catalogue = &casework.site.catalogue;
    let (head, rule, because, data): (HeadFacts, RuleFact, String, serde_json::Value) = match said {
        Said::Filing(facts) => {
            let resting = law::evidence::resting(facts.evidence.kind, facts.received_on, catalogue);
            let expired = facts.held_title.as_ref().map(|held| law::expired_card(held.expires_on, catalogue).why);
            let whys = [&dates.explained.silence.why, &dates.explained.appeal.why, &resting];
            let rests_on = rests_on(whys.into_iter().chain(expired.as_ref()), catalogue);
            let head = HeadFacts { rests_on, ..head };
            let (rule, because) = (facts.silence.rule.clone(), format!("dated:{}", letter.id));
            let facts = LetterFacts { head: head.clone(), ..*facts };
            (head, rule, because, json!(facts))
        }
        Said::Pieces(facts) => {
            let resting = law::evidence::resting(facts.evidence.kind, facts.received_on, catalogue);
            let head = HeadFacts { rests_on: rests_on([&resting], catalogue), ..head };
            let rule = addressing::rule(&resting);
            let because = format!("pieces:{communication}:{}", letter.id);
            let facts = PiecesFacts { head: head.clone(), rule: rule.clone(), ..*facts };
            (head, rule, because, json!(facts))
        }
    };
    let contact = contact.map(|c| c.contact().id);
    let draft = Draft { kind: letter.kind, cause: because, medium, contact, head: &head, rule: &rule, data };
    let new = draft.of(case);
    let logged = json!({ "letter": new.id, "kind": new.kind, "state": new.state });
    let requested = NewEvent::new(case.case.id, "letter.requested", logged);
    keep::<E>(tx, case, &new, requested, now).await?;
    Ok(())
}
