//! Sessions of the staff, and the sign-in attempts that slow a guesser down.
//!
//! Only digests are kept: a token read from the database opens nothing.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{EventId, Personal, Role, UserId};
use serde_json::Value;
use sqlx::{PgConnection, PgExecutor};
use uuid::Uuid;

use crate::{StoreError, accounts::roles};

/// SHA-256 of a session token or of a login as typed.
pub type Digest = [u8; 32];

/// An open session and whose it is.
#[derive(Clone, Debug)]
pub struct Session {
    /// The account.
    pub user_id: UserId,
    /// The name shown on pages.
    pub name: Personal<String>,
    /// What the person may do now (read from the account at each request).
    pub roles: Vec<Role>,
    /// The message to show on the next page. It may name a person.
    pub flash: Option<Personal<Value>>,
}

/// How long a session lasts.
#[derive(Clone, Copy, Debug)]
pub struct Lifetime {
    /// Without any request.
    pub idle: TimeDelta,
    /// In all.
    pub total: TimeDelta,
}

/// Opens a session.
///
/// # Errors
/// When the database refuses.
pub async fn open(db: impl PgExecutor<'_>, token: &Digest, user: UserId, now: DateTime<Utc>) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO staff_session (token_digest, account_id, opened_at, seen_at) VALUES ($1, $2, $3, $3)",
        token.as_slice(),
        user.uuid(),
        now
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The session of a token, unless it expired or the account was closed. The moment it was last seen is
/// kept to the minute, so that most requests write nothing.
///
/// # Errors
/// When the database refuses or a role is unknown to this version.
pub async fn find(
    db: impl PgExecutor<'_> + Copy,
    token: &Digest,
    lifetime: Lifetime,
    now: DateTime<Utc>,
) -> Result<Option<Session>, StoreError> {
    let row = sqlx::query!(
        "SELECT a.id, a.name, a.roles, s.flash, s.seen_at
         FROM staff_session s JOIN staff_account a ON a.id = s.account_id
         WHERE s.token_digest = $1 AND a.active AND s.seen_at > $2 AND s.opened_at > $3",
        token.as_slice(),
        now - lifetime.idle,
        now - lifetime.total
    )
    .fetch_optional(db)
    .await?;
    let Some(row) = row else { return Ok(None) };
    if now - row.seen_at > TimeDelta::minutes(1) {
        sqlx::query!("UPDATE staff_session SET seen_at = $2 WHERE token_digest = $1", token.as_slice(), now)
            .execute(db)
            .await?;
    }
    Ok(Some(Session {
        user_id: UserId::from_uuid(row.id),
        name: Personal(row.name),
        roles: roles(&row.roles)?,
        flash: row.flash.map(Personal),
    }))
}

/// Sets or clears the message of the next page.
///
/// # Errors
/// When the database refuses.
pub async fn set_flash(db: impl PgExecutor<'_>, token: &Digest, flash: Option<&Value>) -> Result<(), StoreError> {
    sqlx::query!("UPDATE staff_session SET flash = $2 WHERE token_digest = $1", token.as_slice(), flash)
        .execute(db)
        .await?;
    Ok(())
}

/// Ends one session.
///
/// # Errors
/// When the database refuses.
pub async fn close(db: impl PgExecutor<'_>, token: &Digest) -> Result<(), StoreError> {
    sqlx::query!("DELETE FROM staff_session WHERE token_digest = $1", token.as_slice()).execute(db).await?;
    Ok(())
}

/// Ends every session of a person (password changed, account closed).
///
/// # Errors
/// When the database refuses.
pub async fn close_all(db: impl PgExecutor<'_>, user: UserId) -> Result<(), StoreError> {
    sqlx::query!("DELETE FROM staff_session WHERE account_id = $1", user.uuid()).execute(db).await?;
    Ok(())
}

/// Removes what no longer serves: expired sessions, and attempts older than a day. Gives the rows removed.
///
/// # Errors
/// When the database refuses.
pub async fn purge(db: &mut PgConnection, lifetime: Lifetime, now: DateTime<Utc>) -> Result<u64, StoreError> {
    let sessions = sqlx::query!(
        "DELETE FROM staff_session WHERE seen_at <= $1 OR opened_at <= $2",
        now - lifetime.idle,
        now - lifetime.total
    )
    .execute(&mut *db)
    .await?;
    let attempts = sqlx::query!("DELETE FROM sign_in_attempt WHERE attempted_at < $1", now - TimeDelta::days(1))
        .execute(&mut *db)
        .await?;
    Ok(sessions.rows_affected() + attempts.rows_affected())
}

/// Failed attempts on a login that no success has wiped out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Failures {
    /// How many in the window asked for.
    pub count: i64,
    /// The latest.
    pub last: Option<DateTime<Utc>>,
}

/// The failures on a login since `since` or since its last success, whichever is later.
///
/// # Errors
/// When the database refuses.
pub async fn failures(db: impl PgExecutor<'_>, login: &Digest, since: DateTime<Utc>) -> Result<Failures, StoreError> {
    let row = sqlx::query!(
        r#"SELECT count(*) AS "count!", max(attempted_at) AS last FROM sign_in_attempt
           WHERE login_digest = $1 AND attempted_at > $2 AND NOT succeeded
             AND attempted_at > coalesce(
                 (SELECT max(attempted_at) FROM sign_in_attempt WHERE login_digest = $1 AND succeeded), '-infinity')"#,
        login.as_slice(),
        since
    )
    .fetch_one(db)
    .await?;
    Ok(Failures { count: row.count, last: row.last })
}

/// Makes attempts on the same login wait for each other until the transaction ends, so that they count each other.
///
/// # Errors
/// When the database refuses.
pub async fn lock_login(tx: &mut PgConnection, login: &Digest) -> Result<(), StoreError> {
    let key = i64::from_be_bytes(std::array::from_fn(|i| login[i]));
    sqlx::query!("SELECT pg_advisory_xact_lock($1) AS locked", key).fetch_one(tx).await?;
    Ok(())
}

/// Writes an attempt down as failed, before the password is looked at. Gives its identifier for
/// [`attempt_succeeded`].
///
/// # Errors
/// When the database refuses.
pub async fn begin_attempt(db: impl PgExecutor<'_>, login: &Digest, now: DateTime<Utc>) -> Result<Uuid, StoreError> {
    let id = EventId::new(now).uuid();
    sqlx::query!(
        "INSERT INTO sign_in_attempt (id, login_digest, attempted_at) VALUES ($1, $2, $3)",
        id,
        login.as_slice(),
        now
    )
    .execute(db)
    .await?;
    Ok(id)
}

/// Marks an attempt as good.
///
/// # Errors
/// When the database refuses.
pub async fn attempt_succeeded(db: impl PgExecutor<'_>, attempt: Uuid) -> Result<(), StoreError> {
    sqlx::query!("UPDATE sign_in_attempt SET succeeded = true WHERE id = $1", attempt).execute(db).await?;
    Ok(())
}
