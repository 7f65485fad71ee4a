//! E-mails, as the reader understood them.

use chrono::{DateTime, Utc};
use domain::{CommunicationId, MessageClass};
use serde_json::Value;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{StoreError, error::decode};

/// An e-mail.
#[derive(Clone, Debug)]
pub struct Message {
    /// The communication that carries it.
    pub communication: CommunicationId,
    /// What it is.
    pub class: MessageClass,
    /// Its own identifier, without angle brackets (RFC 5322).
    pub message_id: Option<String>,
    /// The message it answers.
    pub in_reply_to: Option<String>,
    /// The date that the sender's machine wrote; proves nothing.
    pub sent_at: Option<DateTime<Utc>>,
    /// The sender's name.
    pub from_name: Option<String>,
    /// The sender's address.
    pub from_address: Option<String>,
    /// Where an answer goes; none when nothing may be answered.
    pub answer_to: Option<String>,
    /// Subject.
    pub subject: Option<String>,
    /// What a person reads.
    pub body: String,
    /// The same without quoted history and signature.
    pub reply_body: String,
    /// Files that came with it.
    pub attachments: u32,
    /// What the site's mail server found: `spf`, `dkim`, `dmarc`.
    pub authentication: Option<Value>,
}

/// PostgreSQL keeps no NUL in a text.
fn clean(text: &str) -> String {
    text.replace('\0', "")
}

fn optional(text: Option<&String>) -> Option<String> {
    text.map(|t| clean(t))
}

/// Keeps messages.
///
/// # Errors
/// When the database refuses.
pub async fn insert(connection: &mut PgConnection, messages: &[Message]) -> Result<(), StoreError> {
    let communications: Vec<Uuid> = messages.iter().map(|m| m.communication.uuid()).collect();
    let classes: Vec<i16> = messages.iter().map(|m| m.class.code()).collect();
    let ids: Vec<Option<String>> = messages.iter().map(|m| optional(m.message_id.as_ref())).collect();
    let answers: Vec<Option<String>> = messages.iter().map(|m| optional(m.in_reply_to.as_ref())).collect();
    let sent: Vec<Option<DateTime<Utc>>> = messages.iter().map(|m| m.sent_at).collect();
    let names: Vec<Option<String>> = messages.iter().map(|m| optional(m.from_name.as_ref())).collect();
    let addresses: Vec<Option<String>> = messages.iter().map(|m| optional(m.from_address.as_ref())).collect();
    let answer_to: Vec<Option<String>> = messages.iter().map(|m| optional(m.answer_to.as_ref())).collect();
    let subjects: Vec<Option<String>> = messages.iter().map(|m| optional(m.subject.as_ref())).collect();
    let bodies: Vec<String> = messages.iter().map(|m| clean(&m.body)).collect();
    let replies: Vec<String> = messages.iter().map(|m| clean(&m.reply_body)).collect();
    let attachments: Vec<i32> = messages.iter().map(|m| i32::try_from(m.attachments).unwrap_or(i32::MAX)).collect();
    let found: Vec<Option<Value>> = messages.iter().map(|m| m.authentication.clone()).collect();
    sqlx::query!(
        "INSERT INTO message (communication_id, class, message_id, in_reply_to, sent_at, from_name, from_address, answer_to, subject,
                              body, reply_body, attachments, authentication)
         SELECT * FROM unnest($1::uuid[], $2::smallint[], $3::text[], $4::text[], $5::timestamptz[], $6::text[], $7::text[], $8::text[],
                              $9::text[], $10::text[], $11::text[], $12::integer[], $13::jsonb[])
         ON CONFLICT (communication_id) DO NOTHING",
        &communications,
        &classes,
        &ids as &[Option<String>],
        &answers as &[Option<String>],
        &sent as &[Option<DateTime<Utc>>],
        &names as &[Option<String>],
        &addresses as &[Option<String>],
        &answer_to as &[Option<String>],
        &subjects as &[Option<String>],
        &bodies,
        &replies,
        &attachments,
        &found as &[Option<Value>]
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The message that a communication carries, if it is one.
///
/// # Errors
/// When the database refuses.
pub async fn of(connection: &mut PgConnection, communication: CommunicationId) -> Result<Option<Message>, StoreError> {
    let row = sqlx::query!(
        "SELECT class, message_id, in_reply_to, sent_at, from_name, from_address, answer_to, subject, body, reply_body, attachments,
                authentication
         FROM message WHERE communication_id = $1",
        communication.uuid()
    )
    .fetch_optional(connection)
    .await?;
    row.map(|r| {
        Ok(Message {
            communication,
            class: decode("message class", r.class, MessageClass::from_code)?,
            message_id: r.message_id,
            in_reply_to: r.in_reply_to,
            sent_at: r.sent_at,
            from_name: r.from_name,
            from_address: r.from_address,
            answer_to: r.answer_to,
            subject: r.subject,
            body: r.body,
            reply_body: r.reply_body,
            attachments: u32::try_from(r.attachments).unwrap_or(0),
            authentication: r.authentication,
        })
    })
    .transpose()
}

/// Sets the protection of a message to that of its communication.
pub(crate) async fn follow_protection(
    connection: &mut PgConnection,
    communication: CommunicationId,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE message SET protection = (SELECT protection FROM communication WHERE id = $1) WHERE communication_id = $1",
        communication.uuid()
    )
    .execute(connection)
    .await?;
    Ok(())
}
