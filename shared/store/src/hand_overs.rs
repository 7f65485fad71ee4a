//! Letters that were noted as handed to the post by mistake: what was noted is set back, and that it was is kept.

use chrono::{DateTime, Utc};
use domain::{EventId, LetterId, LetterState, PrintRunId, UserId};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::StoreError;

fn uuids(letters: &[LetterId]) -> Vec<Uuid> {
    letters.iter().map(|letter| letter.uuid()).collect()
}

/// When a pile was handed to the post, locked with it; `None` while it waits.
///
/// # Errors
/// `NotFound` when there is no such pile.
pub async fn lock_run(connection: &mut PgConnection, run: PrintRunId) -> Result<Option<DateTime<Utc>>, StoreError> {
    sqlx::query_scalar!("SELECT handed_at FROM print_run WHERE id = $1 FOR UPDATE", run.uuid())
        .fetch_optional(connection)
        .await?
        .ok_or(StoreError::NotFound("pile of letters"))
}

/// Those of a pile that share an envelope with a letter, itself among them, in the order of the pile.
///
/// # Errors
/// When the database refuses.
pub async fn in_one_envelope(
    connection: &mut PgConnection,
    run: PrintRunId,
    letter: LetterId,
) -> Result<Vec<LetterId>, StoreError> {
    let ids = sqlx::query_scalar!(
        "SELECT p.letter_id FROM postal_item p JOIN postal_item own ON own.print_run_id = p.print_run_id AND own.letter_id = $2
         WHERE p.print_run_id = $1 AND coalesce(p.in_envelope_of, p.id) = coalesce(own.in_envelope_of, own.id)
         ORDER BY p.place NULLS LAST, p.id",
        run.uuid(),
        letter.uuid()
    )
    .fetch_all(connection)
    .await?;
    Ok(ids.into_iter().map(LetterId::from_uuid).collect())
}

/// Keeps that letters of a pile were noted as handed over and had not left. To be called before [`set_back`].
///
/// # Errors
/// When the database refuses.
pub async fn note(
    connection: &mut PgConnection,
    run: PrintRunId,
    letters: &[LetterId],
    (by, reason): (UserId, &str),
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let ids: Vec<Uuid> = letters.iter().map(|_| EventId::new(now).uuid()).collect();
    sqlx::query!(
        "INSERT INTO hand_over_withdrawn (id, letter_id, print_run_id, handed_at, registered_number, withdrawn_by, withdrawn_at, reason)
         SELECT n.i, p.letter_id, p.print_run_id, p.left_at, p.registered_number, $4, $5, $6
         FROM unnest($1::uuid[], $2::uuid[]) AS n(i, letter) JOIN postal_item p ON p.letter_id = n.letter AND p.print_run_id = $3
         WHERE p.left_at IS NOT NULL",
        &ids,
        &uuids(letters),
        run.uuid(),
        by.uuid(),
        now,
        reason
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Letters of a pile have not left: they are printed and wait.
///
/// # Errors
/// When the database refuses.
pub async fn set_back(connection: &mut PgConnection, run: PrintRunId, letters: &[LetterId]) -> Result<(), StoreError> {
    let letters = uuids(letters);
    sqlx::query!(
        "UPDATE letter SET state = $2, handed_at = NULL WHERE id = ANY($1)",
        &letters,
        LetterState::Printed.code()
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query!(
        "UPDATE postal_item SET left_at = NULL WHERE print_run_id = $2 AND letter_id = ANY($1)",
        &letters,
        run.uuid()
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The whole pile waits for the post again.
///
/// # Errors
/// When the database refuses.
pub async fn run_waits(connection: &mut PgConnection, run: PrintRunId) -> Result<(), StoreError> {
    sqlx::query!("UPDATE print_run SET handed_at = NULL, handed_by = NULL WHERE id = $1", run.uuid())
        .execute(connection)
        .await?;
    Ok(())
}

/// Letters that had not left with their pile wait in one of their own, printed as they are; the pile that left has so many less.
///
/// # Errors
/// When the database refuses.
pub async fn apart(
    connection: &mut PgConnection,
    from: PrintRunId,
    letters: &[LetterId],
    by: UserId,
    now: DateTime<Utc>,
) -> Result<PrintRunId, StoreError> {
    let (run, count) = (PrintRunId::new(now), i32::try_from(letters.len()).unwrap_or(i32::MAX));
    let letters = uuids(letters);
    sqlx::query!(
        "INSERT INTO print_run (id, made_by, made_at, letters) VALUES ($1, $2, $3, $4)",
        run.uuid(),
        by.uuid(),
        now,
        count
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query!("UPDATE print_run SET letters = letters - $2 WHERE id = $1", from.uuid(), count)
        .execute(&mut *connection)
        .await?;
    sqlx::query!("UPDATE letter SET print_run_id = $2 WHERE id = ANY($1)", &letters, run.uuid())
        .execute(&mut *connection)
        .await?;
    sqlx::query!(
        "UPDATE postal_item SET print_run_id = $3 WHERE print_run_id = $2 AND letter_id = ANY($1)",
        &letters,
        from.uuid(),
        run.uuid()
    )
    .execute(connection)
    .await?;
    Ok(run)
}

/// That letters of a pile had not left after all.
#[derive(Clone, Debug)]
pub struct Withdrawn {
    /// How many.
    pub letters: u32,
    /// When they were noted as handed over.
    pub handed_at: DateTime<Utc>,
    /// Who took it back.
    pub by: UserId,
    /// When.
    pub at: DateTime<Utc>,
    /// Why.
    pub reason: String,
}

/// What was taken back of a pile's hand-over, the latest first.
///
/// # Errors
/// When the database refuses.
pub async fn withdrawn(connection: &mut PgConnection, run: PrintRunId) -> Result<Vec<Withdrawn>, StoreError> {
    let rows = sqlx::query!(
        "SELECT count(*) AS \"letters!\", handed_at, withdrawn_by, withdrawn_at, reason FROM hand_over_withdrawn
         WHERE print_run_id = $1 GROUP BY handed_at, withdrawn_by, withdrawn_at, reason ORDER BY withdrawn_at DESC",
        run.uuid()
    )
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| Withdrawn {
            letters: u32::try_from(r.letters).unwrap_or(u32::MAX),
            handed_at: r.handed_at,
            by: UserId::from_uuid(r.withdrawn_by),
            at: r.withdrawn_at,
            reason: r.reason,
        })
        .collect())
}
