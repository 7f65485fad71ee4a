//! A person confirms what a communication is: person, case, ground, pieces, evidence date. The clocks start and the
//! acknowledgement is requested. T3 of the post door.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    Actor, CaseId, CaseKind, CaseReference, CaseState, CommunicationId, CommunicationState, DocumentRange,
    EvidenceDate, EvidenceKind, HeldTitle, Medium, Person, Safety, Transition, TransitionRefused, UserId,
};
use serde_json::json;
use store::{
    StoreError, Transaction,
    batches::EnvelopeMarks,
    cases::{self, CaseRow},
    communications::{self, CommunicationRow},
    events::{self, NewEvent},
    persons, pieces, undo,
};
use uuid::Uuid;

use crate::{
    Casework, PersonChoice, complement, document_duties, open_case,
    recompute::{Asked, recompute},
    record_channel_basis,
    register_person::{choose, record_address, record_sender},
    tell_date::tell_date,
};

mod clocks;
pub(crate) mod earlier;
pub(crate) mod evidence;
pub(crate) mod letters;
mod second_check;

use earlier::Stood;
pub use evidence::dated_by_post;
pub(crate) use second_check::facts;

/// Which case the communication belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// The case that it opened, or the one that it was proved to belong to.
    Own,
    /// A case that existed before; the one it opened is merged there.
    Existing(CaseId),
    /// One more case out of the same envelope, which is already registered (another person, another request).
    Another,
    /// The envelope, which is already registered, also holds papers for a case that existed before.
    AnotherExisting(CaseId),
}

/// What the clerk confirms.
#[derive(Clone, Debug)]
pub struct Registration {
    /// The communication.
    pub communication: CommunicationId,
    /// The person.
    pub person: PersonChoice,
    /// The case.
    pub target: Target,
    /// What it asks for.
    pub kind: CaseKind,
    /// Title of the catalogue.
    pub title_code: Option<String>,
    /// Article or ground in free text.
    pub ground: Option<String>,
    /// The title that the person holds, as read on its copy.
    pub held_title: Option<HeldTitle>,
    /// The documents.
    pub pieces: Vec<DocumentRange>,
    /// What the envelope shows.
    pub marks: EnvelopeMarks,
    /// Date of the proof of deposit of a registered letter.
    pub registered_deposit: Option<NaiveDate>,
    /// Date written on the letter.
    pub letter_date: Option<NaiveDate>,
    /// The address as the person wrote it.
    pub address: Option<String>,
    /// Whether that address may be used.
    pub address_safety: Safety,
    /// The legal basis of the channel, when the administration recorded one. Never asked of the applicant.
    pub channel_basis: Option<String>,
    /// How its letters leave: by post, or given at once to somebody at the counter.
    pub medium: Medium,
}

/// What a registration did.
#[derive(Clone, Debug)]
pub struct Registered {
    /// The case.
    pub case: CaseId,
    /// Its reference.
    pub reference: CaseReference,
    /// The date that counts.
    pub evidence_on: NaiveDate,
    /// Whether it joined a case that was registered before.
    pub joined: bool,
    /// The key that takes the registration back.
    pub undo: Uuid,
}

/// Why a registration was not done.
#[derive(Debug, thiserror::Error)]
pub enum RegisterError {
    /// Another person was quicker.
    #[error("the communication is already registered")]
    AlreadyRegistered,
    /// The first case of an envelope is registered before another one.
    #[error("the communication is not registered yet")]
    NotYetRegistered,
    /// The communication has no case of its own: choose an existing one.
    #[error("the communication opened no case")]
    NoCase,
    /// The case stands where it cannot be registered.
    #[error(transparent)]
    Refused(#[from] TransitionRefused),
    /// Page ranges that the envelope does not have.
    #[error("page range {first}-{last} is not in the envelope")]
    Pages {
        /// First page given.
        first: u32,
        /// Last page given.
        last: u32,
    },
    /// The store refused.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The queue refused.
    #[error(transparent)]
    Queue(#[from] queue::QueueError),
}

/// Registers a communication in the name of a clerk.
///
/// # Errors
/// When it was already registered, the pages do not fit, or the store refuses; nothing was done then.
pub async fn register(
    casework: &Casework,
    actor: &Actor,
    clerk: UserId,
    r: &Registration,
) -> Result<Registered, RegisterError> {
    let now = casework.clock.now();
    let mut tx = casework.begin(actor).await?;
    let mut communication = load(&mut tx, r).await?;
    let person = choose(&mut tx, &r.person, now).await?;
    if let Some(address) = &r.address {
        record_address(&mut tx, &person, address, r.address_safety, now).await?;
    }
    record_sender(&mut tx, &person, communication.id, now).await?;
    let (registered, joined) = match r.target {
        Target::Another => {
            let case = open_case::one_more(&mut tx, casework, &communication, now).await?;
            let own = CommunicationRow { cases: vec![case], ..communication.clone() };
            (register_own(&mut tx, casework, &own, &person, r, now).await?, Joined::default())
        }
        Target::Own => {
            let case = own_case(&mut tx, casework, &communication, now).await?;
            let own = CommunicationRow { cases: vec![case], ..communication.clone() };
            if cases::lock(&mut tx, case).await?.case.state == CaseState::Received {
                (register_own(&mut tx, casework, &own, &person, r, now).await?, Joined::default())
            } else {
                attach(&mut tx, casework, &own, case, &person, r, now).await?
            }
        }
        Target::Existing(case) => attach(&mut tx, casework, &communication, case, &person, r, now).await?,
        Target::AnotherExisting(case) => {
            let opened = open_case::one_more(&mut tx, casework, &communication, now).await?;
            communication.cases = vec![opened];
            attach(&mut tx, casework, &communication, case, &person, r, now).await?
        }
    };
    communications::set_state(&mut tx, communication.id, CommunicationState::Registered, None).await?;
    second_check::owe(&mut tx, casework, &communication, r, clerk, now).await?;
    communications::follow_protection(&mut tx, communication.id).await?;
    for case in communication.cases.iter().chain([&registered.case]) {
        store::letters::follow_protection(&mut tx, *case).await?;
    }
    let target = match r.target {
        // A case that was registered before is joined, whoever named it.
        Target::Own if registered.joined => "existing",
        Target::Own => "own",
        Target::Existing(_) => "existing",
        Target::Another => "another",
        Target::AnotherExisting(_) => "another_existing",
    };
    let made = if matches!(r.person, PersonChoice::Known(_)) { None } else { Some(person.id) };
    let before = json!({
        "case": registered.case, "target": target, "merged": communication.cases, "person_made": made,
        "stood": joined.stood, "based": joined.based,
    });
    let undo = undo::remember(&mut tx, clerk, "register", communication.id.uuid(), before, now).await?;
    tx.commit().await?;
    Ok(Registered { undo, ..registered })
}

async fn load(tx: &mut Transaction, r: &Registration) -> Result<CommunicationRow, RegisterError> {
    let communication = communications::lock(tx, r.communication).await?;
    match (communication.state, r.target) {
        (CommunicationState::Received | CommunicationState::ToIndex, Target::Own | Target::Existing(_))
        | (CommunicationState::Registered, Target::Another | Target::AnotherExisting(_)) => {}
        (CommunicationState::Received | CommunicationState::ToIndex, Target::Another | Target::AnotherExisting(_)) => {
            return Err(RegisterError::NotYetRegistered);
        }
        (CommunicationState::Registered | CommunicationState::NoCase, _) => {
            return Err(RegisterError::AlreadyRegistered);
        }
    }
    if !r.pieces.is_empty() {
        let (_, _, range) = store::batches::envelope_of(tx, r.communication).await?;
        let inside = |n: u32| {
            range.is_some_and(|(first, last)| i64::from(n) >= i64::from(first) && i64::from(n) <= i64::from(last))
        };
        if let Some(wrong) = r.pieces.iter().find(|p| p.first > p.last || !inside(p.first) || !inside(p.last)) {
            return Err(RegisterError::Pages { first: wrong.first, last: wrong.last });
        }
    }
    Ok(communication)
}

/// The case that the communication opened and that waits, else the one that it was proved to belong to, else a new one.
async fn own_case(
    tx: &mut Transaction,
    casework: &Casework,
    communication: &CommunicationRow,
    now: DateTime<Utc>,
) -> Result<CaseId, StoreError> {
    for case in &communication.cases {
        if cases::lock(tx, *case).await?.case.state == CaseState::Received {
            return Ok(*case);
        }
    }
    open_case::first_or_new(tx, casework, communication, now).await
}

async fn register_own(
    tx: &mut Transaction,
    casework: &Casework,
    communication: &CommunicationRow,
    person: &Person,
    r: &Registration,
    now: DateTime<Utc>,
) -> Result<Registered, RegisterError> {
    let case = cases::lock(tx, *communication.cases.first().ok_or(RegisterError::NoCase)?).await?;
    let (after, event) = case.case.take(Transition::Register)?;
    let found = keep_evidence(tx, casework, communication, r, now).await?;
    let evidence = better_for(tx, &case, &found).await?;
    let clocks = clocks::of(casework, &case, r, evidence.0);
    let search = format!("{} {}", case.reference.digits(), persons::search_name(person));
    let registration = cases::Registration {
        person: person.id,
        kind: r.kind,
        title_code: r.title_code.as_deref(),
        catalogue_version: &casework.site.catalogue.rule_set().name,
        ground_text: r.ground.as_deref(),
        registered_at: now,
        registered_on: casework.today(),
        channel_basis: r.channel_basis.as_deref(),
        covered_until: r.held_title.as_ref().map(|held| held.expires_on),
        next_deadline_on: clocks::next_due(&clocks),
        search_text: &search,
    };
    cases::set_registration(tx, after.id, &registration).await?;
    cases::set_state(tx, &after).await?;
    store::deadlines::set(tx, after.id, &clocks::deadlines(&clocks, now), now).await?;
    recompute(tx, casework, &[after.id], Asked::FACT, now).await?;
    record_pieces(tx, communication, after.id, person, &r.pieces, now).await?;
    let facts = json!({
        "from": event.from, "to": event.to, "communication": communication.id, "kind": r.kind, "title": r.title_code,
        "evidence_on": evidence.0, "evidence_kind": evidence.1, "pieces": r.pieces.len(),
    });
    events::append(tx, now, &[NewEvent::new(after.id, "case.registered", facts)]).await?;
    if let Some(held) = &r.held_title {
        document_duties::record_held(tx, after.id, held, now).await?;
    }
    letters::request(tx, casework, &case, person, r, evidence, &clocks, now).await?;
    Ok(Registered {
        case: after.id,
        reference: case.reference,
        evidence_on: evidence.0,
        joined: false,
        undo: Uuid::nil(),
    })
}

/// What joining a case did to it, for the undo.
#[derive(Default)]
struct Joined {
    stood: Option<Stood>,
    /// The basis of the channel was written down with it.
    based: bool,
}

/// The communication belongs to a case that existed before: what it opened is merged there, its evidence is kept, the case follows one that
/// is better than its own, and what came is receipted.
async fn attach(
    tx: &mut Transaction,
    casework: &Casework,
    communication: &CommunicationRow,
    into: CaseId,
    person: &Person,
    r: &Registration,
    now: DateTime<Utc>,
) -> Result<(Registered, Joined), RegisterError> {
    let target = cases::lock(tx, into).await?;
    let found = keep_evidence(tx, casework, communication, r, now).await?;
    let evidence_on = found.date();
    for own in communication.cases.iter().filter(|c| **c != into) {
        let case = cases::lock(tx, *own).await?;
        better_for(tx, &case, &found).await?;
        let (merged, _) = case.case.take(Transition::Merge)?;
        cases::set_state(tx, &merged).await?;
        cases::merge_into(tx, *own, into).await?;
        let facts = json!({ "into": target.reference });
        events::append(tx, now, &[NewEvent::new(*own, "case.merged", facts)]).await?;
    }
    let stood = earlier::follow(tx, &target, communication, &found, now).await?;
    let basis = r.channel_basis.as_deref().filter(|_| target.channel_basis.is_none());
    let based = basis.is_some() && record_channel_basis::note(tx, casework, &target, basis, now).await?;
    // What was said of the urgency of a case that was merged counts for the one it is now.
    recompute(tx, casework, &[into], Asked::FACT, now).await?;
    record_pieces(tx, communication, into, person, &r.pieces, now).await?;
    complement::answered(tx, into, communication.id, evidence_on, now).await?;
    letters::receipt_of_pieces(tx, casework, &target, communication, person, r, &found, now).await?;
    if stood.is_some() {
        tell_date::<RegisterError>(tx, casework, into, communication.id, (evidence_on, found.chosen().kind), now)
            .await?;
    }
    let facts = json!({ "communication": communication.id, "evidence_on": evidence_on, "pieces": r.pieces.len() });
    events::append(tx, now, &[NewEvent::new(into, "case.communication_attached", facts)]).await?;
    let registered =
        Registered { case: into, reference: target.reference, evidence_on, joined: true, undo: Uuid::nil() };
    Ok((registered, Joined { stood, based }))
}

/// Keeps what the envelope shows and every evidence of it; returns them with the one that counts.
async fn keep_evidence(
    tx: &mut Transaction,
    casework: &Casework,
    communication: &CommunicationRow,
    r: &Registration,
    now: DateTime<Utc>,
) -> Result<EvidenceDate, RegisterError> {
    store::batches::set_marks(tx, communication.id, &r.marks).await?;
    let found = evidence::found(tx, casework, communication, r).await?;
    let by = tx.actor().to_string();
    for evidence in std::iter::once(found.chosen()).chain(found.alternatives()) {
        communications::add_evidence(tx, communication.id, evidence, &by, now).await?;
    }
    Ok(found)
}

/// The better of the evidence that a case has and the one found: its date may only move earlier (I-03).
async fn better_for(
    tx: &mut Transaction,
    case: &CaseRow,
    found: &EvidenceDate,
) -> Result<(NaiveDate, EvidenceKind), RegisterError> {
    let chosen = (found.date(), found.chosen().kind);
    let chosen = if chosen.0 <= case.evidence_on { chosen } else { (case.evidence_on, case.evidence_kind) };
    cases::set_evidence(tx, case.case.id, chosen.0, chosen.1).await?;
    Ok(chosen)
}

async fn record_pieces(
    tx: &mut Transaction,
    communication: &CommunicationRow,
    case: CaseId,
    person: &Person,
    ranges: &[DocumentRange],
    now: DateTime<Utc>,
) -> Result<(), RegisterError> {
    if ranges.is_empty() {
        return Ok(());
    }
    let (_, content, _) = store::batches::envelope_of(tx, communication.id).await?;
    let source = pieces::Source {
        person: person.id,
        case,
        communication: communication.id,
        content,
        received_on: communication.received_on,
    };
    Ok(pieces::record(tx, &source, ranges, now).await?)
}
