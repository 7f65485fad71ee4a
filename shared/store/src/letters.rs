//! Outbound letters and print runs.

use chrono::{DateTime, Utc};
use domain::{CaseId, ContactPointId, LetterId, LetterKind, LetterState, Medium, PrintRunId, Protection, UserId};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{ContentHash, StoreError, error::decode};

/// A letter that was decided.
#[derive(Clone, Debug)]
pub struct NewLetter {
    /// Identifier.
    pub id: LetterId,
    /// The case.
    pub case: CaseId,
    /// Which letter.
    pub kind: LetterKind,
    /// The competent service.
    pub service: String,
    /// What it answers; one letter per case, kind, service and cause.
    pub cause: String,
    /// `Requested`, or `Held` when nobody safe can receive it.
    pub state: LetterState,
    /// How it leaves.
    pub medium: Medium,
    /// Where it goes.
    pub contact: Option<ContactPointId>,
    /// Everything it says.
    pub data: serde_json::Value,
    /// The rule that made it.
    pub rule: String,
    /// Its version.
    pub rule_version: String,
    /// Why it is held.
    pub held_reason: Option<String>,
}

/// Inserts a letter; `false` when this case already has it.
///
/// # Errors
/// When the database refuses.
pub async fn insert(connection: &mut PgConnection, l: &NewLetter, now: DateTime<Utc>) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "INSERT INTO letter (id, case_id, kind, service, cause, state, contact_point_id, data, rule, rule_version, held_reason, requested_at, medium,
                             protection)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, (SELECT protection FROM residence_case WHERE id = $2))
         ON CONFLICT (case_id, kind, service, cause) WHERE state <> 6 DO NOTHING",
        l.id.uuid(),
        l.case.uuid(),
        l.kind.code(),
        l.service,
        l.cause,
        l.state.code(),
        l.contact.map(ContactPointId::uuid),
        l.data,
        l.rule,
        l.rule_version,
        l.held_reason,
        now,
        l.medium.code()
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// A letter as an operation needs it.
#[derive(Clone, Debug)]
pub struct LetterRow {
    /// Identifier.
    pub id: LetterId,
    /// The case.
    pub case: CaseId,
    /// Which letter.
    pub kind: LetterKind,
    /// Where it stands.
    pub state: LetterState,
    /// How it leaves.
    pub medium: Medium,
    /// Where it goes.
    pub contact: Option<ContactPointId>,
    /// Everything it says.
    pub data: serde_json::Value,
    /// Its PDF, once made.
    pub pdf: Option<ContentHash>,
    /// Pages of the PDF.
    pub pages: Option<i32>,
    /// The pile it was printed in.
    pub print_run: Option<PrintRunId>,
    /// Whether it must leave as a registered letter.
    pub registered: bool,
}

/// Loads and locks letters, in the order of their request, those of a case together and LT-01 first. Unknown ones are left out.
///
/// # Errors
/// When the database refuses.
pub async fn lock(connection: &mut PgConnection, ids: &[LetterId]) -> Result<Vec<LetterRow>, StoreError> {
    let uuids: Vec<Uuid> = ids.iter().map(|id| id.uuid()).collect();
    let rows = sqlx::query!(
        "SELECT id, case_id, kind, state, medium, contact_point_id, data, pdf_sha256, pages, print_run_id, registered
         FROM letter WHERE id = ANY($1) ORDER BY requested_at, case_id, kind, id FOR UPDATE",
        &uuids
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|r| {
            Ok(LetterRow {
                id: LetterId::from_uuid(r.id),
                case: CaseId::from_uuid(r.case_id),
                kind: decode("letter kind", r.kind, LetterKind::from_code)?,
                state: decode("letter state", r.state, LetterState::from_code)?,
                medium: decode("medium", r.medium, Medium::from_code)?,
                contact: r.contact_point_id.map(ContactPointId::from_uuid),
                data: r.data,
                pdf: r.pdf_sha256.map(|h| ContentHash::from_stored(&h)).transpose()?,
                pages: r.pages,
                print_run: r.print_run_id.map(PrintRunId::from_uuid),
                registered: r.registered,
            })
        })
        .collect()
}

/// Loads and locks one letter.
///
/// # Errors
/// `NotFound` when there is none that the actor may see.
pub async fn lock_one(connection: &mut PgConnection, id: LetterId) -> Result<LetterRow, StoreError> {
    lock(connection, &[id]).await?.pop().ok_or(StoreError::NotFound("letter"))
}

/// A letter that counts from its presentation: it leaves with a registered number or not at all.
///
/// # Errors
/// When the database refuses.
pub async fn set_registered(connection: &mut PgConnection, id: LetterId) -> Result<(), StoreError> {
    sqlx::query!("UPDATE letter SET registered = true WHERE id = $1", id.uuid()).execute(connection).await?;
    Ok(())
}

/// How many letters of a pile must leave as registered ones and have no number yet.
///
/// # Errors
/// When the database refuses.
pub async fn without_number(connection: &mut PgConnection, run: PrintRunId) -> Result<i64, StoreError> {
    let count = sqlx::query_scalar!(
        "SELECT count(*) AS \"count!\" FROM letter l WHERE l.print_run_id = $1 AND l.registered
           AND NOT EXISTS (SELECT FROM postal_item p WHERE p.letter_id = l.id AND p.print_run_id = $1 AND p.registered_number IS NOT NULL)",
        run.uuid()
    )
    .fetch_one(connection)
    .await?;
    Ok(count)
}

/// The letters of a case that may still change.
///
/// # Errors
/// When the database refuses.
pub async fn of_case(connection: &mut PgConnection, case: CaseId) -> Result<Vec<LetterId>, StoreError> {
    let ids = sqlx::query_scalar!(
        "SELECT id FROM letter WHERE case_id = $1 AND state <> 6 ORDER BY requested_at, id",
        case.uuid()
    )
    .fetch_all(connection)
    .await?;
    Ok(ids.into_iter().map(LetterId::from_uuid).collect())
}

/// The letters of a print run.
///
/// # Errors
/// When the database refuses.
pub async fn of_run(connection: &mut PgConnection, run: PrintRunId) -> Result<Vec<LetterId>, StoreError> {
    let ids =
        sqlx::query_scalar!("SELECT id FROM letter WHERE print_run_id = $1 ORDER BY requested_at, id", run.uuid())
            .fetch_all(connection)
            .await?;
    Ok(ids.into_iter().map(LetterId::from_uuid).collect())
}

/// Records the PDF of a letter that was requested.
///
/// # Errors
/// When the database refuses.
pub async fn set_prepared(
    connection: &mut PgConnection,
    id: LetterId,
    pdf: ContentHash,
    pages: u32,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE letter SET state = $2, pdf_sha256 = $3, pages = $4, prepared_at = $5 WHERE id = $1",
        id.uuid(),
        LetterState::Prepared.code(),
        &pdf.bytes()[..],
        i32::try_from(pages).unwrap_or(i32::MAX),
        now
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Sets the state of a letter, with who and when for the steps that have it.
///
/// # Errors
/// When the database refuses.
pub async fn set_state(
    connection: &mut PgConnection,
    id: LetterId,
    state: LetterState,
    by: Option<UserId>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let approved = (state == LetterState::Approved).then_some(now);
    sqlx::query!(
        "UPDATE letter SET state = $2::smallint,
                approved_at = CASE WHEN $2::smallint = 2 THEN NULL ELSE coalesce($3, approved_at) END,
                approved_by = CASE WHEN $2::smallint = 2 THEN NULL WHEN $3::timestamptz IS NULL THEN approved_by ELSE $4 END,
                print_run_id = CASE WHEN $2::smallint IN (2, 3, 6) THEN NULL ELSE print_run_id END,
                printed_at = CASE WHEN $2::smallint IN (2, 3, 6) THEN NULL ELSE printed_at END,
                handed_at = CASE WHEN $2::smallint = 5 THEN $5 ELSE handed_at END
         WHERE id = $1",
        id.uuid(),
        state.code(),
        approved,
        by.map(UserId::uuid),
        now
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Holds a letter that has not left or came back, out of the pile it was printed in, and says why. One that has not left gives its
/// place among those of a day back.
///
/// # Errors
/// When the database refuses.
pub async fn hold(connection: &mut PgConnection, id: LetterId, reason: &str) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE letter SET state = $2, held_reason = $3, print_run_id = NULL, printed_at = NULL,
                sending_since = CASE WHEN left_at IS NULL THEN NULL ELSE sending_since END
         WHERE id = $1",
        id.uuid(),
        LetterState::Held.code(),
        reason
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Puts letters in a new print run.
///
/// # Errors
/// When the database refuses.
pub async fn insert_run(
    connection: &mut PgConnection,
    run: PrintRunId,
    by: UserId,
    letters: &[LetterId],
    pdf: ContentHash,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let uuids: Vec<Uuid> = letters.iter().map(|l| l.uuid()).collect();
    sqlx::query!(
        "INSERT INTO print_run (id, made_by, made_at, letters, pdf_sha256) VALUES ($1, $2, $3, $4, $5)",
        run.uuid(),
        by.uuid(),
        now,
        i32::try_from(letters.len()).unwrap_or(i32::MAX),
        &pdf.bytes()[..]
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query!(
        "UPDATE letter SET state = $2, print_run_id = $3, printed_at = $4 WHERE id = ANY($1)",
        &uuids,
        LetterState::Printed.code(),
        run.uuid(),
        now
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Marks a print run as handed to the post; `false` when it already was.
///
/// # Errors
/// When the database refuses.
pub async fn hand_run(
    connection: &mut PgConnection,
    run: PrintRunId,
    by: UserId,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "UPDATE print_run SET handed_at = $2, handed_by = $3 WHERE id = $1 AND handed_at IS NULL",
        run.uuid(),
        now,
        by.uuid()
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Gives a held letter its new contact point and words; it is requested again and leaves by post, as protected as its person.
///
/// # Errors
/// When the database refuses.
pub async fn readdress(
    connection: &mut PgConnection,
    id: LetterId,
    contact: ContactPointId,
    data: &serde_json::Value,
    protection: Protection,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE letter SET state = $2, contact_point_id = $3, data = $4, held_reason = NULL, pdf_sha256 = NULL, pages = NULL, medium = 1,
                protection = $5
         WHERE id = $1",
        id.uuid(),
        LetterState::Requested.code(),
        contact.uuid(),
        data,
        protection.code()
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The letters addressed to a contact point that have not left.
///
/// # Errors
/// When the database refuses.
pub async fn not_left_to(connection: &mut PgConnection, contact: ContactPointId) -> Result<Vec<LetterId>, StoreError> {
    let ids = sqlx::query_scalar!(
        "SELECT id FROM letter WHERE contact_point_id = $1 AND state IN (1, 2, 3, 4) ORDER BY id",
        contact.uuid()
    )
    .fetch_all(connection)
    .await?;
    Ok(ids.into_iter().map(LetterId::from_uuid).collect())
}

/// Marks a letter as out of our hands by e-mail or at the counter, with what the mail server answered.
///
/// # Errors
/// When the database refuses.
pub async fn set_left(
    connection: &mut PgConnection,
    id: LetterId,
    state: LetterState,
    reply: Option<&str>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE letter SET state = $2, left_at = $3, transport_reply = $4 WHERE id = $1",
        id.uuid(),
        state.code(),
        now,
        reply
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The letters of a case become as protected as the case: some were requested before anybody knew whose it is.
///
/// # Errors
/// When the database refuses.
pub async fn follow_protection(connection: &mut PgConnection, case: CaseId) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE letter SET protection = c.protection FROM residence_case c
         WHERE c.id = $1 AND letter.case_id = $1 AND letter.protection <> c.protection",
        case.uuid()
    )
    .execute(connection)
    .await?;
    Ok(())
}
