//! Accounts of the staff.

use chrono::{DateTime, Utc};
use domain::{Personal, Role, UserId};
use sqlx::PgExecutor;
use uuid::Uuid;

use crate::{StoreError, error::decode};

/// An account of the staff.
#[derive(Clone, Debug)]
pub struct Account {
    /// Identifier.
    pub id: UserId,
    /// What is typed to sign in, lower case.
    pub login: String,
    /// The name shown on pages.
    pub name: Personal<String>,
    /// What the person may do.
    pub roles: Vec<Role>,
    /// The password as a PHC string (argon2id). Never shown.
    pub password_hash: Personal<String>,
    /// False once the person has left: no sign-in, and open sessions end.
    pub active: bool,
}

/// What an account is made from.
#[derive(Clone, Debug)]
pub struct NewAccount {
    /// Identifier.
    pub id: UserId,
    /// What will be typed to sign in; kept in lower case.
    pub login: String,
    /// The name shown on pages.
    pub name: Personal<String>,
    /// What the person may do.
    pub roles: Vec<Role>,
    /// The password as a PHC string (argon2id).
    pub password_hash: Personal<String>,
}

struct Row {
    id: Uuid,
    login: String,
    name: String,
    roles: Vec<i16>,
    password_hash: String,
    active: bool,
}

impl Row {
    fn account(self) -> Result<Account, StoreError> {
        Ok(Account {
            id: UserId::from_uuid(self.id),
            login: self.login,
            name: Personal(self.name),
            roles: roles(&self.roles)?,
            password_hash: Personal(self.password_hash),
            active: self.active,
        })
    }
}

/// The roles of stored codes.
pub(crate) fn roles(codes: &[i16]) -> Result<Vec<Role>, StoreError> {
    codes.iter().map(|code| decode("role", *code, Role::from_code)).collect()
}

fn codes(roles: &[Role]) -> Vec<i16> {
    roles.iter().map(|role| role.code()).collect()
}

/// Makes an account. False when the login is taken: then nothing changed.
///
/// # Errors
/// When the database refuses.
pub async fn create(db: impl PgExecutor<'_>, account: &NewAccount, now: DateTime<Utc>) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "INSERT INTO staff_account (id, login, name, roles, password_hash, created_at, password_changed_at)
         VALUES ($1, $2, $3, $4, $5, $6, $6) ON CONFLICT (login) DO NOTHING",
        account.id.uuid(),
        account.login.trim().to_lowercase(),
        *account.name,
        &codes(&account.roles),
        *account.password_hash,
        now
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The account of a login, whatever the case it was typed in; also the inactive ones.
///
/// # Errors
/// When the database refuses or a role is unknown to this version.
pub async fn by_login(db: impl PgExecutor<'_>, login: &str) -> Result<Option<Account>, StoreError> {
    sqlx::query_as!(
        Row,
        "SELECT id, login, name, roles, password_hash, active FROM staff_account WHERE login = $1",
        login.trim().to_lowercase()
    )
    .fetch_optional(db)
    .await?
    .map(Row::account)
    .transpose()
}

/// Every account, by login.
///
/// # Errors
/// When the database refuses or a role is unknown to this version.
pub async fn all(db: impl PgExecutor<'_>) -> Result<Vec<Account>, StoreError> {
    let rows =
        sqlx::query_as!(Row, "SELECT id, login, name, roles, password_hash, active FROM staff_account ORDER BY login")
            .fetch_all(db)
            .await?;
    rows.into_iter().map(Row::account).collect()
}

/// The names of accounts, for timelines. Accounts that do not exist are left out.
///
/// # Errors
/// When the database refuses.
pub async fn names(db: impl PgExecutor<'_>, ids: &[UserId]) -> Result<Vec<(UserId, Personal<String>)>, StoreError> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.uuid()).collect();
    let rows = sqlx::query!("SELECT id, name FROM staff_account WHERE id = ANY($1)", &ids).fetch_all(db).await?;
    Ok(rows.into_iter().map(|row| (UserId::from_uuid(row.id), Personal(row.name))).collect())
}

/// Replaces a password (a PHC string).
///
/// # Errors
/// When the database refuses, or `NotFound`.
pub async fn set_password(
    db: impl PgExecutor<'_>,
    id: UserId,
    password_hash: &Personal<String>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let done = sqlx::query!(
        "UPDATE staff_account SET password_hash = $2, password_changed_at = $3 WHERE id = $1",
        id.uuid(),
        **password_hash,
        now
    )
    .execute(db)
    .await?;
    found(done.rows_affected())
}

/// Says whether a person may still sign in; an inactive account's sessions show nothing more.
///
/// # Errors
/// When the database refuses, or `NotFound`.
pub async fn set_active(db: impl PgExecutor<'_>, id: UserId, active: bool) -> Result<(), StoreError> {
    let done =
        sqlx::query!("UPDATE staff_account SET active = $2 WHERE id = $1", id.uuid(), active).execute(db).await?;
    found(done.rows_affected())
}

fn found(rows: u64) -> Result<(), StoreError> {
    if rows == 0 { Err(StoreError::NotFound("account")) } else { Ok(()) }
}
