//! The keys of programs. A token is never kept: its SHA-256 is.

use chrono::{DateTime, Utc};
use domain::{ApiKey, ApiKeyId, ChannelKind, Scope};
use sqlx::PgExecutor;
use uuid::Uuid;

use crate::{ContentHash, StoreError, error::decode};

/// A key with what its administrator sees of its life.
#[derive(Clone, Debug)]
pub struct KeyLine {
    /// The key.
    pub key: ApiKey,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was used last, to the minute; none when never.
    pub last_used_at: Option<DateTime<Utc>>,
}

struct Row {
    id: Uuid,
    name: String,
    channel: i16,
    account: String,
    scopes: Vec<i16>,
    states_dates: bool,
    created_at: DateTime<Utc>,
    expires_at: Option<DateTime<Utc>>,
    revoked_at: Option<DateTime<Utc>>,
    last_used_at: Option<DateTime<Utc>>,
}

impl Row {
    fn line(self) -> Result<KeyLine, StoreError> {
        let scope = |code: &i16| decode("scope", *code, Scope::from_code);
        let key = ApiKey {
            id: ApiKeyId::from_uuid(self.id),
            name: self.name,
            channel: decode("channel", self.channel, ChannelKind::from_code)?,
            account: self.account,
            scopes: self.scopes.iter().map(scope).collect::<Result<_, _>>()?,
            states_dates: self.states_dates,
            expires_at: self.expires_at,
            revoked_at: self.revoked_at,
        };
        Ok(KeyLine { key, created_at: self.created_at, last_used_at: self.last_used_at })
    }
}

/// Keeps a key under the digest of its token.
///
/// # Errors
/// When the database refuses.
pub async fn create(
    db: impl PgExecutor<'_>,
    key: &ApiKey,
    digest: ContentHash,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let scopes: Vec<i16> = key.scopes.iter().map(|scope| scope.code()).collect();
    sqlx::query!(
        "INSERT INTO api_key (id, name, channel, account, scopes, states_dates, digest, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        key.id.uuid(),
        key.name,
        key.channel.code(),
        key.account,
        &scopes,
        key.states_dates,
        &digest.bytes()[..],
        now,
        key.expires_at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The key of a token's digest, whether it still works or not.
///
/// # Errors
/// When the database refuses or holds a code unknown to this version.
pub async fn by_digest(db: impl PgExecutor<'_>, digest: ContentHash) -> Result<Option<KeyLine>, StoreError> {
    sqlx::query_as!(
        Row,
        "SELECT id, name, channel, account, scopes, states_dates, created_at, expires_at, revoked_at, last_used_at
         FROM api_key WHERE digest = $1",
        &digest.bytes()[..]
    )
    .fetch_optional(db)
    .await?
    .map(Row::line)
    .transpose()
}

/// Every key, by name.
///
/// # Errors
/// When the database refuses or holds a code unknown to this version.
pub async fn all(db: impl PgExecutor<'_>) -> Result<Vec<KeyLine>, StoreError> {
    let rows = sqlx::query_as!(
        Row,
        "SELECT id, name, channel, account, scopes, states_dates, created_at, expires_at, revoked_at, last_used_at
         FROM api_key ORDER BY name, created_at"
    )
    .fetch_all(db)
    .await?;
    rows.into_iter().map(Row::line).collect()
}

/// Revokes a key for ever; one that is revoked already keeps its hour.
///
/// # Errors
/// When the database refuses, or `NotFound`.
pub async fn revoke(db: impl PgExecutor<'_>, id: ApiKeyId, now: DateTime<Utc>) -> Result<(), StoreError> {
    let done = sqlx::query!("UPDATE api_key SET revoked_at = coalesce(revoked_at, $2) WHERE id = $1", id.uuid(), now)
        .execute(db)
        .await?;
    if done.rows_affected() == 0 { Err(StoreError::NotFound("key")) } else { Ok(()) }
}

/// Notes that a key was used.
///
/// # Errors
/// When the database refuses.
pub async fn used(db: impl PgExecutor<'_>, id: ApiKeyId, now: DateTime<Utc>) -> Result<(), StoreError> {
    sqlx::query!("UPDATE api_key SET last_used_at = $2 WHERE id = $1", id.uuid(), now).execute(db).await?;
    Ok(())
}
