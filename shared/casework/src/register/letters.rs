//! The letters that a registration owes: LT-01 and LT-03, addressed to a safe contact point or held.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    Addressable, CommunicationId, ContactKind, ContactPoint, ContactPointId, EvidenceDate, EvidenceKind, ExceptionId,
    ExceptionKind, LetterId, LetterKind, Medium, Person, PersonId, Protection, Role,
};
use law::{Why, reckoning::Explained};
use serde_json::json;
use store::{
    StoreError, Transaction,
    cases::CaseRow,
    communications::CommunicationRow,
    events::NewEvent,
    exceptions::{self, NewException},
    letters::NewLetter,
    persons,
};

use super::{RegisterError, Registration};
use crate::{
    Casework, EvidenceFact, HeadFacts, LetterFacts, PieceFact, PiecesFacts, RuleFact, SilenceFact,
    keep_letter::{Draft, keep},
    rests_on::rests_on,
};

/// The cause of the letters that answer the filing of a request.
const CAUSE: &str = "filing";
/// What stands in the window of a letter given to somebody without an address.
const IN_PERSON: &str = "Remis en main propre";

/// Requests LT-01 and LT-03 for a case.
#[expect(clippy::too_many_arguments, reason = "everything that a letter says")]
pub(super) async fn request(
    tx: &mut Transaction,
    casework: &Casework,
    case: &CaseRow,
    person: &Person,
    r: &Registration,
    evidence: (NaiveDate, EvidenceKind),
    clocks: &Explained,
    now: DateTime<Utc>,
) -> Result<(), RegisterError> {
    let contact = safe_contact(tx, person, casework.today()).await?;
    let scan = scan(tx, r.communication).await?;
    // A receipt says how many pages were received: none leaves for a file that nobody could open.
    let receipt = scan.as_ref().map(|_| LetterKind::DepositReceipt);
    for kind in std::iter::once(LetterKind::Acknowledgement).chain(receipt) {
        let facts = facts(casework, case, person, r, evidence, clocks, contact.as_ref(), scan.as_ref(), now);
        let draft = Draft {
            kind,
            cause: CAUSE.to_owned(),
            medium: r.medium,
            contact: contact.as_ref().map(|c| c.contact().id),
            head: &facts.head,
            rule: &facts.silence.rule,
            data: json!(facts),
        };
        let letter = draft.of(case);
        let logged = json!({ "letter": letter.id, "kind": kind, "state": letter.state });
        let requested = NewEvent::new(case.case.id, "letter.requested", logged);
        keep::<RegisterError>(tx, case, &letter, requested, now).await?;
    }
    Ok(())
}

/// Requests the receipt of pieces that were joined to a case: what was received and when. None for what was not scanned; an
/// e-mail has its own (LT-02).
#[expect(clippy::too_many_arguments, reason = "everything that a letter says")]
pub(super) async fn receipt_of_pieces(
    tx: &mut Transaction,
    casework: &Casework,
    case: &CaseRow,
    communication: &CommunicationRow,
    person: &Person,
    r: &Registration,
    found: &EvidenceDate,
    now: DateTime<Utc>,
) -> Result<(), RegisterError> {
    let Some(scan) = scan(tx, r.communication).await? else { return Ok(()) };
    let contact = safe_contact(tx, person, casework.today()).await?;
    let dated = law::evidence::resting(found.chosen().kind, communication.received_on, &casework.site.catalogue);
    let rests_on = rests_on([&dated], &casework.site.catalogue);
    let facts = PiecesFacts {
        head: HeadFacts { rests_on, ..head(casework, case, person, r.medium, contact.as_ref(), now) },
        channel: communication.channel,
        kind: case.kind.unwrap_or(r.kind),
        added_to: case.received_on,
        received_on: communication.received_on,
        evidence: EvidenceFact { date: found.date(), kind: found.chosen().kind },
        pages: scan.pages,
        pieces: received(r),
        sha256: scan.sha256,
        rule: rule(&dated),
        replaces: None,
        dated_before: None,
    };
    let draft = Draft {
        kind: LetterKind::DepositReceipt,
        cause: format!("pieces:{}", communication.id),
        medium: r.medium,
        contact: contact.as_ref().map(|c| c.contact().id),
        head: &facts.head,
        rule: &facts.rule,
        data: json!(facts),
    };
    let letter = draft.of(case);
    let logged = json!({ "letter": letter.id, "kind": letter.kind, "state": letter.state });
    let requested = NewEvent::new(case.case.id, "letter.requested", logged);
    keep::<RegisterError>(tx, case, &letter, requested, now).await?;
    Ok(())
}

/// The pieces that a clerk marked.
fn received(r: &Registration) -> Vec<PieceFact> {
    r.pieces.iter().map(|p| PieceFact { kind: p.kind, pages: p.last - p.first + 1 }).collect()
}

/// The preferred contact point that carries paper and may be written to (I-11).
pub(crate) async fn safe_contact(
    tx: &mut Transaction,
    person: &Person,
    today: NaiveDate,
) -> Result<Option<Addressable>, StoreError> {
    let carries_paper = |contact: &ContactPoint| match contact.kind {
        ContactKind::Postal | ContactKind::Structure | ContactKind::Prison => true,
        ContactKind::Phone | ContactKind::Email | ContactKind::Counter => false,
    };
    let contacts = persons::contacts(tx, person.id).await?;
    Ok(contacts.into_iter().filter(carries_paper).find_map(|contact| contact.addressable(today).ok()))
}

#[expect(clippy::too_many_arguments, reason = "everything that a letter says")]
fn facts(
    casework: &Casework,
    case: &CaseRow,
    person: &Person,
    r: &Registration,
    evidence: (NaiveDate, EvidenceKind),
    clocks: &Explained,
    contact: Option<&Addressable>,
    scan: Option<&Scan>,
    now: DateTime<Utc>,
) -> LetterFacts {
    let title = r.title_code.as_deref().and_then(|code| casework.site.catalogue.title(code, case.received_on));
    let dated = law::evidence::resting(evidence.1, case.received_on, &casework.site.catalogue);
    let held = r.held_title.as_ref().map(|held| law::expired_card(held.expires_on, &casework.site.catalogue).why);
    let whys = [&clocks.silence.why, &clocks.appeal.why, &dated];
    let rests_on = rests_on(whys.into_iter().chain(held.as_ref()), &casework.site.catalogue);
    LetterFacts {
        head: HeadFacts { rests_on, ..head(casework, case, person, r.medium, contact, now) },
        channel: case.first_channel,
        kind: r.kind,
        title: title.map(|t| t.label.clone()),
        ground: r.ground.clone(),
        held_title: r.held_title.clone(),
        received_on: case.received_on,
        evidence: EvidenceFact { date: evidence.0, kind: evidence.1 },
        pages: scan.map(|scan| scan.pages),
        pieces: received(r),
        sha256: scan.map(|scan| scan.sha256.clone()),
        channel_basis: r.channel_basis.is_some(),
        silence: SilenceFact {
            on: clocks.silence.on,
            delay: clocks.silence.delay.clone(),
            rule: rule(&clocks.silence.why),
            appeal_until: clocks.appeal.computed,
            appeal_rule: rule(&clocks.appeal.why),
        },
        replaces: None,
        dated_before: None,
        kept_here: None,
    }
}

/// What every letter of a case says of itself.
pub(crate) fn head(
    casework: &Casework,
    case: &CaseRow,
    person: &Person,
    medium: Medium,
    contact: Option<&Addressable>,
    now: DateTime<Utc>,
) -> HeadFacts {
    let nobody = || match medium {
        Medium::InPerson => person.display_name().into_iter().chain([IN_PERSON.to_owned()]).collect(),
        Medium::Post | Medium::Email => Vec::new(),
    };
    HeadFacts {
        letter: LetterId::new(now),
        reference: case.reference,
        prefecture: case.prefecture.clone(),
        service: casework.site.service.clone(),
        date: casework.today(),
        recipient: contact.map_or_else(nobody, |c| recipient(person, c)),
        person: person.display_name(),
        neutral: neutral(person, contact),
        rests_on: Vec::new(),
    }
}

/// What a letter of a case by post says of itself, and where it goes: to nobody safe, it is held.
pub(crate) async fn head_by_post(
    tx: &mut Transaction,
    casework: &Casework,
    case: &CaseRow,
    person: PersonId,
    now: DateTime<Utc>,
) -> Result<(HeadFacts, Option<ContactPointId>), StoreError> {
    let person = persons::get(tx, person).await?;
    let contact = safe_contact(tx, &person, casework.today()).await?;
    let head = head(casework, case, &person, Medium::Post, contact.as_ref(), now);
    Ok((head, contact.map(|contact| contact.contact().id)))
}

/// Whether the outside of a letter must not show where it comes from.
pub(crate) fn neutral(person: &Person, contact: Option<&Addressable>) -> bool {
    person.protection != Protection::None || contact.is_some_and(|c| c.contact().kind == ContactKind::Prison)
}

/// The lines of the window: the person's name first, unless the address already begins with it.
pub(crate) fn recipient(person: &Person, contact: &Addressable) -> Vec<String> {
    let lines = contact.lines();
    let name = person.display_name();
    let named = |line: &str, name: &str| {
        let words = persons::search_form(line);
        persons::search_form(name).split(' ').all(|word| words.split(' ').any(|w| w == word))
    };
    match name {
        Some(name) if !lines.first().is_some_and(|line| named(line, &name)) => {
            std::iter::once(name).chain(lines).take(7).collect()
        }
        _ => lines,
    }
}

/// What was scanned of a communication.
struct Scan {
    pages: u32,
    /// SHA-256 of the file that its pages lie in, hexadecimal.
    sha256: String,
}

async fn scan(tx: &mut Transaction, communication: CommunicationId) -> Result<Option<Scan>, StoreError> {
    match store::batches::envelope_of(tx, communication).await {
        Ok((_, content, range)) => Ok(range
            .and_then(|(first, last)| u32::try_from(last - first + 1).ok())
            .map(|pages| Scan { pages, sha256: content.to_string() })),
        Err(StoreError::NotFound(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

pub(crate) fn rule(why: &Why) -> RuleFact {
    RuleFact { rule: why.rule.clone(), version: why.version.clone(), source: why.source.clone() }
}

/// Somebody is told that a letter waits for a safe address.
pub(crate) async fn say_held(
    tx: &mut Transaction,
    case: &CaseRow,
    letter: &NewLetter,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let exception = NewException {
        id: ExceptionId::new(now),
        kind: ExceptionKind::NoSafeAddress,
        key: format!("held:{}", letter.id),
        batch: None,
        communication: None,
        case: Some(case.case.id),
        detail: json!({ "reference": case.reference, "letter": letter.id, "kind": letter.kind }),
        owner: Role::Indexer,
    };
    exceptions::open(tx, &exception, now).await.map(|_| ())
}
