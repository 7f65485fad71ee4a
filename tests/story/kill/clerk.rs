//! The clerk: registers what has been read, and tries again what failed.

use casework::{Casework, NewPerson, PersonChoice, RegisterError, Registration, Target, register};
use domain::{Actor, CaseKind, CommunicationId, Safety, UserId};
use sqlx::types::Uuid;
use store::{StoreError, batches::EnvelopeMarks};
use tokio_util::sync::CancellationToken;

use super::stream::pause;

pub(super) async fn work(casework: Casework, stop: CancellationToken) {
    let clerk = UserId::new(casework.clock.now());
    let actor = Actor::User { id: clerk, sees_protected: false };
    let mut number = 0;
    while pause(300, &stop).await {
        for communication in waiting(&casework, &actor).await.unwrap_or_default() {
            number += 1;
            match register(&casework, &actor, clerk, &registration(communication, number)).await {
                // What was committed without an answer is found registered.
                Ok(_) | Err(RegisterError::AlreadyRegistered | RegisterError::Store(_) | RegisterError::Queue(_)) => {}
                Err(refused) => panic!("{communication}: {refused}"),
            }
        }
    }
}

async fn waiting(casework: &Casework, actor: &Actor) -> Result<Vec<CommunicationId>, StoreError> {
    let mut tx = casework.database.begin(actor).await?;
    let ids: Vec<Uuid> = sqlx::query_scalar("SELECT id FROM communication WHERE state = 2 ORDER BY id LIMIT 20")
        .fetch_all(&mut *tx)
        .await?;
    Ok(ids.into_iter().map(CommunicationId::from_uuid).collect())
}

/// Every third person gave an address: letters are made, and made slowly.
pub(super) fn registration(communication: CommunicationId, number: u32) -> Registration {
    let person = NewPerson { family_name: Some(format!("Personne {number}")), ..NewPerson::default() };
    Registration {
        communication,
        person: PersonChoice::New(person),
        target: Target::Own,
        kind: CaseKind::TitleRenewal,
        title_code: Some("T01".to_owned()),
        ground: None,
        held_title: None,
        pieces: Vec::new(),
        marks: EnvelopeMarks::default(),
        registered_deposit: None,
        letter_date: None,
        address: number.is_multiple_of(3).then(|| format!("{number} rue des Lilas\n67000 Strasbourg")),
        address_safety: Safety::Ok,
        channel_basis: None,
        medium: domain::Medium::Post,
    }
}
