use chrono::{DateTime, Utc};
use domain::{Personal, Role, UserId};
use store::{
    Database, StoreError, accounts,
    sessions::{self, Lifetime},
};

use crate::{PasswordError, password};

/// Why an account cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum AccountError {
    /// The password cannot be kept.
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// The login is taken.
    #[error("the login is taken")]
    Taken,
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Makes a local account.
///
/// # Errors
/// When the password is too short, the login taken, or the database refuses.
pub async fn create_account(
    database: &Database,
    login: &str,
    name: &str,
    roles: &[Role],
    password: Personal<String>,
    now: DateTime<Utc>,
) -> Result<UserId, AccountError> {
    let account = accounts::NewAccount {
        id: UserId::new(now),
        login: login.to_owned(),
        name: Personal(name.to_owned()),
        roles: roles.to_vec(),
        password_hash: password::hash(&password)?,
    };
    if accounts::create(database.pool(), &account, now).await? { Ok(account.id) } else { Err(AccountError::Taken) }
}

/// Removes the sessions that ended and old sign-in attempts; gives the rows removed. For a recurring job.
///
/// # Errors
/// When the database refuses.
pub async fn purge_sessions(database: &Database, lifetime: Lifetime, now: DateTime<Utc>) -> Result<u64, StoreError> {
    let mut connection = database.pool().acquire().await?;
    sessions::purge(&mut connection, lifetime, now).await
}
