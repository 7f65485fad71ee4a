//! A mailbox as a source: which process reads it, how far it was read, what is wrong with it.

use std::time::Duration;

use domain::{Actor, ChannelKind, ExceptionId, ExceptionKind, Role};
use serde_json::{Value, json};
use store::{
    StoreError,
    exceptions::{self, NewException},
    sources,
};
use uuid::Uuid;

use crate::Casework;

const DOOR: Actor = Actor::Door(ChannelKind::Email);

/// Takes or renews the right to read a mailbox; `false` while another process has it.
///
/// # Errors
/// When the store refuses.
pub async fn lease_mailbox(
    casework: &Casework,
    mailbox: &str,
    holder: Uuid,
    length: Duration,
) -> Result<bool, StoreError> {
    let mut tx = casework.begin(&DOOR).await?;
    let held = sources::lease(&mut tx, mailbox, holder, length, casework.clock.now()).await?;
    tx.commit().await?;
    Ok(held)
}

/// Gives that right back.
///
/// # Errors
/// When the store refuses; the lease then ends by itself.
pub async fn release_mailbox(casework: &Casework, mailbox: &str, holder: Uuid) -> Result<(), StoreError> {
    let mut tx = casework.begin(&DOOR).await?;
    sources::release(&mut tx, mailbox, holder).await?;
    tx.commit().await
}

/// How far a mailbox was read; none before its first reading.
///
/// # Errors
/// When the store refuses.
pub async fn mailbox_cursor(casework: &Casework, mailbox: &str) -> Result<Option<Value>, StoreError> {
    let mut tx = casework.begin(&DOOR).await?;
    sources::cursor(&mut tx, mailbox).await
}

/// Saves how far a mailbox was read when nothing was received with it: the server's copies were touched.
///
/// # Errors
/// When the store refuses.
pub async fn save_mailbox_cursor(casework: &Casework, mailbox: &str, cursor: &Value) -> Result<(), StoreError> {
    let mut tx = casework.begin(&DOOR).await?;
    sources::set_cursor(&mut tx, mailbox, cursor, casework.clock.now()).await?;
    tx.commit().await
}

/// Says what is wrong with a mailbox, for the operator; `None` when all is well.
///
/// # Errors
/// When the store refuses.
pub async fn say_mailbox_trouble(casework: &Casework, mailbox: &str, trouble: Option<&str>) -> Result<(), StoreError> {
    let mut tx = casework.begin(&DOOR).await?;
    sources::set_trouble(&mut tx, mailbox, trouble, casework.clock.now()).await?;
    tx.commit().await
}

/// A message that cannot be kept now.
#[derive(Clone, Debug)]
pub struct AsideMessage<'a> {
    /// The mailbox.
    pub mailbox: &'a str,
    /// Its name there (validity and number): what the exception is known by.
    pub name: String,
    /// Why: a word of the door, no personal data.
    pub cause: &'a str,
}

impl AsideMessage<'_> {
    fn key(&self) -> String {
        format!("message_aside:{}:{}", self.mailbox, self.name)
    }
}

/// Goes past a message that cannot be kept now, so that it does not hold up the others: an exception shows it to a person, the
/// server keeps it, the cursor remembers to try it again.
///
/// # Errors
/// When the store refuses; then nothing goes past it.
pub async fn set_message_aside(
    casework: &Casework,
    aside: &AsideMessage<'_>,
    cursor: &Value,
) -> Result<(), StoreError> {
    let now = casework.clock.now();
    let mut tx = casework.begin(&DOOR).await?;
    let exception = NewException {
        id: ExceptionId::new(now),
        kind: ExceptionKind::MessageUnreadable,
        key: aside.key(),
        batch: None,
        communication: None,
        case: None,
        detail: json!({ "cause": aside.cause, "mailbox": aside.mailbox, "message": aside.name }),
        owner: Role::Operator,
    };
    exceptions::open(&mut tx, &exception, now).await?;
    sources::set_cursor(&mut tx, aside.mailbox, cursor, now).await?;
    tx.commit().await
}

/// A message that was set aside has been kept after all: its exception ends.
///
/// # Errors
/// When the store refuses.
pub async fn message_no_longer_aside(casework: &Casework, aside: &AsideMessage<'_>) -> Result<(), StoreError> {
    let mut tx = casework.begin(&DOOR).await?;
    exceptions::end_by_key(&mut tx, &aside.key(), &DOOR.to_string(), "received", casework.clock.now()).await?;
    tx.commit().await
}
