//! What the database holds at the end, beside what is true.

use chrono::NaiveDate;
use domain::{Actor, CommunicationState, Legibility, PersonId};
use store::{
    Transaction,
    persons::{self, search_form},
    reads::indexing::{self, CaseOffer, EnvelopeView},
};
use tests::TestDb;
use uuid::Uuid;
use world::PersonTruth;

use super::envelopes::{Kind, Pile, Work};

/// What is not as it should be, a line each.
pub(super) async fn faults(db: &TestDb, pile: &Pile) -> Vec<String> {
    let mut faults = Vec::new();
    let mut tx = db.database().begin(&Actor::Operator("bench")).await.expect("a transaction");
    for (file, work) in pile.works() {
        let found = envelope(db, &mut tx, file, &work).await;
        let wrong = match found {
            Some(envelope) => of_envelope(db, &mut tx, &work, &envelope).await,
            None => vec!["is not in the database".to_owned()],
        };
        faults.extend(wrong.into_iter().map(|fault| format!("{file} {}: {fault}", work.name())));
    }
    faults
}

async fn envelope(db: &TestDb, tx: &mut Transaction, file: &str, work: &Work<'_>) -> Option<EnvelopeView> {
    let query = "SELECT e.communication_id FROM envelope e JOIN batch b ON b.id = e.batch_id
                 WHERE b.file_name = $1 AND e.first_page BETWEEN $2 AND $3";
    let id: Option<Uuid> = sqlx::query_scalar(query)
        .bind(file)
        .bind(i32::try_from(work.truth.first_page).unwrap_or(0))
        .bind(i32::try_from(work.truth.last_page).unwrap_or(0))
        .fetch_optional(&mut db.superuser().await)
        .await
        .expect("the envelopes");
    Some(indexing::envelope(tx, domain::CommunicationId::from_uuid(id?)).await.expect("an envelope"))
}

async fn of_envelope(db: &TestDb, tx: &mut Transaction, work: &Work<'_>, envelope: &EnvelopeView) -> Vec<String> {
    if matches!(work.kind, Kind::OtherService | Kind::Twice) {
        let ended = envelope.state == CommunicationState::NoCase && envelope.outcome.is_some();
        return if ended { Vec::new() } else { vec![format!("{:?}, not ended with an outcome", envelope.state)] };
    }
    let mut faults = Vec::new();
    let ids: Vec<_> = envelope.cases.iter().map(|(id, _)| *id).collect();
    let mut cases = indexing::offers(tx, &ids).await.expect("cases");
    if envelope.state != CommunicationState::Registered || cases.len() != work.asked.len().max(1) {
        faults.push(format!("{:?} with {} cases of {}", envelope.state, cases.len(), work.asked.len().max(1)));
    }
    for case in &cases {
        faults.extend(wrong_date(db, case, work).await);
    }
    for asked in &work.asked {
        let mut place = None;
        for (at, case) in cases.iter().enumerate() {
            let right =
                case.kind == Some(asked.request.kind) && case.title_code.as_deref() == Some(&asked.request.title);
            if right && is(tx, case.person, asked.person).await {
                place = Some(at);
                break;
            }
        }
        match place {
            Some(at) => drop(cases.remove(at)),
            None => faults.push(format!("no case « {} » of its person among {cases:?}", asked.request.words)),
        }
        let twice = same_name(db, asked.person).await;
        if twice != 1 {
            faults.push(format!("{twice} persons of one name"));
        }
    }
    faults
}

/// The day of a legible postmark is the date that counts.
async fn wrong_date(db: &TestDb, case: &CaseOffer, work: &Work<'_>) -> Option<String> {
    let counted: NaiveDate = sqlx::query_scalar("SELECT evidence_on FROM residence_case WHERE id = $1")
        .bind(case.id.uuid())
        .fetch_one(&mut db.superuser().await)
        .await
        .expect("a case");
    let legible = work.truth.postmark.legibility == Legibility::Yes;
    (legible && counted != work.truth.posted).then(|| format!("{counted} counts, posted {}", work.truth.posted))
}

async fn is(tx: &mut Transaction, person: Option<PersonId>, truth: &PersonTruth) -> bool {
    let Some(id) = person else { return false };
    let known = persons::get(tx, id).await.expect("a person");
    persons::search_name(&known) == name(truth)
}

fn name(truth: &PersonTruth) -> String {
    search_form(&format!("{} {}", truth.family_name, truth.given_names))
}

async fn same_name(db: &TestDb, truth: &PersonTruth) -> i64 {
    sqlx::query_scalar("SELECT count(*) FROM person WHERE search_name = $1")
        .bind(name(truth))
        .fetch_one(&mut db.superuser().await)
        .await
        .expect("persons")
}
