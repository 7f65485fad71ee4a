//! The agent of the telephone: gives every call that is over its outcome, and tries again what failed.

use casework::{CallEnding, Casework, EndCallError, RegisterError, end_call, register};
use domain::{Actor, CallOutcome, CommunicationId, UserId};
use sqlx::types::Uuid;
use store::StoreError;
use tokio_util::sync::CancellationToken;

use super::{clerk::registration, stream::pause};

pub(super) async fn work(casework: Casework, stop: CancellationToken) {
    let agent = UserId::new(casework.clock.now());
    let actor = Actor::User { id: agent, sees_protected: false };
    let mut number = 1;
    while pause(500, &stop).await {
        for (call, is_request) in over(&casework, &actor).await.unwrap_or_default() {
            number += 1;
            settle(&casework, &actor, agent, call, is_request.then_some(number)).await;
        }
    }
}

/// Calls whose line is closed, and whether they opened a case.
async fn over(casework: &Casework, actor: &Actor) -> Result<Vec<(CommunicationId, bool)>, StoreError> {
    let mut tx = casework.database.begin(actor).await?;
    let rows: Vec<(Uuid, bool)> = sqlx::query_as(
        "SELECT communication_id, EXISTS (SELECT FROM communication_case l WHERE l.communication_id = c.communication_id)
         FROM call c WHERE state = 5 ORDER BY 1 LIMIT 20",
    )
    .fetch_all(&mut *tx)
    .await?;
    Ok(rows.into_iter().map(|(id, request)| (CommunicationId::from_uuid(id), request)).collect())
}

async fn settle(casework: &Casework, actor: &Actor, agent: UserId, call: CommunicationId, number: Option<u32>) {
    let outcome = if let Some(number) = number {
        match register(casework, actor, agent, &registration(call, number)).await {
            Ok(_) | Err(RegisterError::AlreadyRegistered) => CallOutcome::Registered,
            Err(RegisterError::Store(_) | RegisterError::Queue(_)) => return,
            Err(refused) => panic!("{call}: {refused}"),
        }
    } else {
        CallOutcome::NoRequest
    };
    let ending = CallEnding { call, outcome, words: "au téléphone".to_owned(), case: None, promised_on: None };
    match end_call(casework, actor, agent, &ending).await {
        Ok(_) | Err(EndCallError::AlreadyEnded | EndCallError::Store(_)) => {}
        Err(refused) => panic!("{call}: {refused}"),
    }
}
