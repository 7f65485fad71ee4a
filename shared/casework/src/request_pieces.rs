//! An officer asks the person for the pieces that their case lacks (LT-05; CRPA L. 114-5). Nothing closes when they do not come. The
//! original of a copy that is doubted is asked for with the reason, by registered letter with advice of receipt (R. 113-11).

use chrono::NaiveDate;
use domain::{Actor, CaseId, ComplementRequestId, LetterId, LetterKind, Medium, Transition, UserId};
use law::{Delivery, Parameter};
use serde_json::json;
use store::{
    StoreError,
    cases::{self, CaseRow},
    complements::{self, AskedPiece},
    events::NewEvent,
    letters,
};

use crate::{
    Casework, ComplementFacts,
    complement::step,
    keep_letter::{Draft, keep},
    register::letters as addressing,
};

/// What is asked.
#[derive(Clone, Debug)]
pub struct PiecesRequest {
    /// The case.
    pub case: CaseId,
    /// The pieces, each with its text. One that rests on memory is signed for by who asks.
    pub items: Vec<AskedPiece>,
    /// Whether the letter leaves as a registered one: the limit then runs from its presentation. One that asks for an original always does.
    pub registered: bool,
}

/// Why nothing was asked.
#[derive(Debug, thiserror::Error)]
pub enum RequestPiecesError {
    /// No piece was chosen.
    #[error("no piece was chosen")]
    Nothing,
    /// A copy is doubted and nobody said why.
    #[error("a copy is doubted without a reason")]
    NoReason,
    /// The case is not registered, or is decided.
    #[error("the case is not open, or nobody has registered it yet")]
    NotOpen,
    /// The store refused.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The queue refused.
    #[error(transparent)]
    Queue(#[from] queue::QueueError),
}

/// Requests LT-05 for a case. To nobody safe, it is held.
///
/// # Errors
/// When nothing is asked or the case is not open; nothing was done then.
pub async fn request_pieces(
    casework: &Casework,
    actor: &Actor,
    by: UserId,
    request: &PiecesRequest,
) -> Result<LetterId, RequestPiecesError> {
    if request.items.is_empty() {
        return Err(RequestPiecesError::Nothing);
    }
    let doubts: Vec<&str> = request.items.iter().filter_map(|item| item.doubt.as_deref()).collect();
    if doubts.iter().any(|reason| reason.trim().is_empty()) {
        return Err(RequestPiecesError::NoReason);
    }
    let registered = request.registered || !doubts.is_empty();
    let now = casework.clock.now();
    let mut tx = casework.begin(actor).await?;
    let case = cases::lock(&mut tx, request.case).await?;
    let person = case.person.filter(|_| case.case.state.is_open()).ok_or(RequestPiecesError::NotOpen)?;
    let (head, contact) = addressing::head_by_post(&mut tx, casework, &case, person, now).await?;
    let facts = facts(casework, &case, head, request, registered);
    let draft = Draft {
        kind: LetterKind::ComplementRequest,
        cause: facts.head.letter.to_string(),
        medium: Medium::Post,
        contact,
        head: &facts.head,
        rule: &facts.rule,
        data: json!(facts),
    };
    let letter = draft.of(&case);
    let logged = json!({ "letter": letter.id, "kind": letter.kind, "pieces": request.items.len() });
    let requested = NewEvent::new(request.case, "pieces.requested", logged);
    keep::<RequestPiecesError>(&mut tx, &case, &letter, requested, now).await?;
    if registered {
        letters::set_registered(&mut tx, letter.id).await?;
    }
    let id = ComplementRequestId::new(now);
    complements::insert(&mut tx, id, request.case, letter.id, &request.items, by, now).await?;
    step(&mut tx, request.case, Transition::ReviewCompleteness).await?;
    step(&mut tx, request.case, Transition::RequestPieces).await?;
    tx.commit().await?;
    Ok(letter.id)
}

fn facts(
    casework: &Casework,
    case: &CaseRow,
    head: crate::HeadFacts,
    request: &PiecesRequest,
    registered: bool,
) -> ComplementFacts {
    let today = casework.today();
    let found = law::complement_limit(Delivery::SimplePost(today), &casework.site.catalogue, &casework.site.calendar);
    ComplementFacts {
        head,
        kind: case.kind.unwrap_or(domain::CaseKind::Other),
        received_on: case.received_on,
        pieces: request.items.clone(),
        until: (!registered).then_some(found.limit),
        days: casework.site.catalogue.parameters(today).number(Parameter::Complement),
        rule: crate::RuleFact { rule: found.why.rule, version: found.why.version, source: found.why.source },
    }
}

/// The last day that a request handed to the post today would print.
pub(crate) fn limit_from_today(casework: &Casework) -> NaiveDate {
    let delivery = Delivery::SimplePost(casework.today());
    law::complement_limit(delivery, &casework.site.catalogue, &casework.site.calendar).limit
}
