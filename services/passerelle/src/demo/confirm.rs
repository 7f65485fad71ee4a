//! What a person at any desk of the play confirms, from the truth of the demonstration world.

use anyhow::Result;
use casework::{NewPerson, PersonChoice, Registration, Target, end_without_case, register};
use domain::{
    Actor, CaseKind, CommunicationId, CommunicationState, DocumentRange, HeldTitle, HeldTitleKind, Medium, Personal,
    Protection, Safety,
};
use store::{batches::EnvelopeMarks, communications};
use world::{ArrivalTruth, PersonTruth, RequestTruth, Right};

use super::{Stage, say, until};

/// What is confirmed of a request: person, kind, title, ground, title held, address.
pub fn registration(
    communication: CommunicationId,
    person: Option<&PersonTruth>,
    request: Option<&RequestTruth>,
    pieces: Vec<DocumentRange>,
    target: Target,
) -> Registration {
    let held = person.and_then(|p| p.held.as_ref());
    Registration {
        communication,
        person: person
            .map_or_else(|| PersonChoice::Unidentified { description: "inconnu, sans nom".to_owned() }, choice),
        target,
        kind: request.map_or(CaseKind::Other, |r| r.kind),
        title_code: request.map(|r| r.title.clone()),
        ground: request.map(|r| r.ground.clone()).filter(|g| !g.is_empty()),
        held_title: held.map(|h| HeldTitle {
            kind: if h.title == "T13" { HeldTitleKind::ResidentCard } else { HeldTitleKind::OtherCard },
            number: Personal(h.number.clone()),
            expires_on: h.expires,
        }),
        pieces,
        marks: EnvelopeMarks::default(),
        registered_deposit: None,
        letter_date: None,
        address: person.map(|p| p.address.join("\n")).filter(|a| !a.is_empty()),
        address_safety: Safety::Unknown,
        channel_basis: None,
        medium: Medium::Post,
    }
}

fn choice(p: &PersonTruth) -> PersonChoice {
    let text = |value: &String| Some(value.clone()).filter(|v| !v.is_empty());
    PersonChoice::New(NewPerson {
        family_name: text(&p.family_name),
        given_names: text(&p.given_names),
        birth: p.birth_date(),
        foreigner_number: p.foreigner_number.clone(),
        protected: p.protection != Protection::None,
    })
}

/// Registers an arrival as its truth says: each request of each person, or an end with an outcome. One that an earlier run
/// finished is left.
pub async fn arrival(
    stage: &Stage,
    communication: CommunicationId,
    truth: &ArrivalTruth,
    pages: u32,
    medium: Medium,
) -> Result<()> {
    if !waits(stage, communication).await? {
        return Ok(());
    }
    let (clerk, actor) = stage.staff.clerk();
    let outcome = match truth.right {
        Right::Request | Right::Reply => None,
        Right::Automatic => Some("envoi automatique, lu, rien à faire"),
        Right::Misdirected => Some("pour un autre service, transmis ce jour"),
        Right::Contact => Some("renseignement donné, sans demande de titre"),
    };
    if let Some(outcome) = outcome {
        end_without_case(&stage.casework, &actor, clerk, communication, outcome).await?;
        say::line(&format!("{} → {outcome}", truth.situation));
        return Ok(());
    }
    let asked = truth.persons.iter().flat_map(|p| p.requests.iter().map(move |r| (Some(p), Some(r))));
    let mut asked: Vec<_> = asked.collect();
    if asked.is_empty() {
        asked.push((truth.persons.first(), None));
    }
    for (number, (person, request)) in asked.into_iter().enumerate() {
        let target = if number == 0 { Target::Own } else { Target::Another };
        let pieces = if number == 0 { pieces(truth, pages) } else { Vec::new() };
        let registration = Registration { medium, ..registration(communication, person, request, pieces, target) };
        let done = register(&stage.casework, &actor, clerk, &registration).await?;
        let date = formats::french_date::medium(done.evidence_on);
        say::line(&format!("{} → dossier {}, date retenue {date}", truth.situation, done.reference));
    }
    Ok(())
}

/// The documents that were really read.
fn pieces(truth: &ArrivalTruth, pages: u32) -> Vec<DocumentRange> {
    truth.documents.iter().map(|d| d.range).filter(|range| range.last <= pages).collect()
}

/// Whether a communication still waits for a person.
pub async fn waits(stage: &Stage, communication: CommunicationId) -> Result<bool> {
    let mut tx = stage.casework.database.begin(&Actor::Operator("demo")).await?;
    let row = communications::lock(&mut tx, communication).await?;
    Ok(matches!(row.state, CommunicationState::Received | CommunicationState::ToIndex))
}

/// The pages of a delivery, once the reader has finished. `name` says to the person at the terminal what is read.
pub async fn until_read(stage: &Stage, name: &str, communication: CommunicationId) -> Result<u32> {
    until(stage, &format!("la lecture de « {name} »"), || pages_read(stage, communication)).await
}

async fn pages_read(stage: &Stage, communication: CommunicationId) -> Result<Option<u32>> {
    let mut tx = stage.casework.database.begin(&Actor::Operator("demo")).await?;
    let envelope = store::reads::indexing::envelope(&mut tx, communication).await?;
    let done = envelope.batch_state != store::batches::BatchState::Received;
    Ok(done.then(|| envelope.pages.map_or(0, |(first, last)| last - first + 1)))
}
