//! What was brought to the doors beside the post.

use std::collections::BTreeMap;

use domain::ChannelKind;
use sqlx::{PgConnection, types::Uuid};
use store::{ContentHash, StoreError};

use super::{Presented, number};
use crate::story::kill::outside::{MAILBOX, Outside};

/// What is left to do at these doors, in words.
pub(super) async fn left(
    conn: &mut PgConnection,
    outside: &Outside,
    presented: &Presented,
) -> Result<Vec<String>, StoreError> {
    let (messages, seen) = outside.post.count("INBOX").unwrap();
    let delivered: usize = presented.messages.values().sum();
    let touched = messages == delivered && seen == messages;
    let open: i64 = sqlx::query_scalar("SELECT count(*) FROM call WHERE state < 6").fetch_one(&mut *conn).await?;
    let recordings = outside.operator.recordings().len();
    let mut left = Vec::new();
    left.extend((!touched).then(|| format!("{seen} of {delivered} messages marked as read")));
    left.extend((open > 0).then(|| format!("{open} calls without an outcome")));
    left.extend((recordings > 0).then(|| format!("{recordings} recordings at the operator's")));
    Ok(left)
}

pub(super) async fn close(conn: &mut PgConnection, outside: &Outside, presented: &Presented) {
    each_message_once(conn, presented).await;
    each_receipt_sent(conn, outside, presented).await;
    each_call_once(conn, presented).await;
    each_visit_once(conn, presented).await;
    each_reception_once(conn, presented).await;
}

async fn of_channel(conn: &mut PgConnection, channel: ChannelKind) -> i64 {
    sqlx::query_scalar("SELECT count(*) FROM communication WHERE channel = $1")
        .bind(channel.code())
        .fetch_one(conn)
        .await
        .unwrap()
}

async fn each_message_once(conn: &mut PgConnection, presented: &Presented) {
    for hash in presented.messages.keys() {
        let times: i64 =
            sqlx::query_scalar("SELECT count(*) FROM communication WHERE account = $1 AND external_id = $2")
                .bind(MAILBOX)
                .bind(hash.to_string())
                .fetch_one(&mut *conn)
                .await
                .unwrap();
        assert_eq!(times, 1, "message {hash}");
    }
    assert_eq!(of_channel(conn, ChannelKind::Email).await, count(presented.messages.len()), "and no other");
}

/// LT-02 goes out once for each message. A crash between the server's acceptance and the commit may send it again: the same
/// message, under the same name.
async fn each_receipt_sent(conn: &mut PgConnection, outside: &Outside, presented: &Presented) {
    let letters = "SELECT count(*) FROM letter WHERE kind = 2 AND state = 9";
    assert_eq!(number(conn, letters).await, count(presented.messages.len()), "receipts sent");
    let mut by_name: BTreeMap<String, (String, usize)> = BTreeMap::new();
    for sent in outside.post.sent() {
        let (name, to) = (sent.header("Message-ID").unwrap(), sent.to.join(","));
        let entry = by_name.entry(name.clone()).or_insert_with(|| (to.clone(), 0));
        assert_eq!(entry.0, to, "{name} went to two persons");
        entry.1 += 1;
    }
    assert_eq!(by_name.len(), presented.messages.len(), "each receipt has one name");
    let again: usize = by_name.values().map(|(_, times)| times - 1).sum();
    eprintln!("{} messages, each kept once and answered; {again} receipts sent again after a crash", by_name.len());
}

async fn each_call_once(conn: &mut PgConnection, presented: &Presented) {
    for call in &presented.calls {
        let (recorded, request): (bool, bool) = sqlx::query_as(
            "SELECT recording_sid IS NOT DISTINCT FROM $2 AND (recording_sid IS NULL OR recording_sha256 IS NOT NULL),
                    EXISTS (SELECT FROM communication_case l WHERE l.communication_id = c.communication_id)
             FROM call c WHERE sid = $1",
        )
        .bind(&call.call_sid)
        .bind(call.recording_sid.as_deref())
        .fetch_one(&mut *conn)
        .await
        .unwrap_or_else(|error| panic!("call {}: {error}: {call:?}", call.call_sid));
        assert!(recorded, "the voicemail of {call:?}");
        let told = call.heard.iter().any(|heard| *heard == web::t("phone-voice-request"));
        assert!(request || !told, "was told that the request is noted: {call:?}");
    }
    assert_eq!(of_channel(conn, ChannelKind::Phone).await, count(presented.calls.len()), "and no other");
    let forgotten = "SELECT count(*) FROM call c WHERE recording_sid IS NOT NULL
                     AND NOT EXISTS (SELECT FROM callback b WHERE b.communication_id = c.communication_id)";
    assert_eq!(number(conn, forgotten).await, 0, "who left a message is called back");
    let twice = "SELECT count(*) FROM (SELECT FROM callback GROUP BY communication_id HAVING count(*) > 1) d";
    assert_eq!(number(conn, twice).await, 0, "once");
    let unheard = presented.calls.iter().filter(|call| call.webhooks.len() == call.failures.len()).count();
    let voicemails = presented.calls.iter().filter(|call| call.recording_sid.is_some()).count();
    eprintln!(
        "{} calls with {voicemails} voicemails, each kept once; {unheard} of them found nobody",
        presented.calls.len()
    );
}

async fn each_visit_once(conn: &mut PgConnection, presented: &Presented) {
    for deposit in &presented.visits.deposits {
        let parts: i64 = sqlx::query_scalar("SELECT count(*) FROM part WHERE communication_id = $1")
            .bind(deposit.uuid())
            .fetch_one(&mut *conn)
            .await
            .unwrap();
        assert_eq!(parts, 1, "deposit {deposit}");
    }
    let scanned: Vec<Vec<u8>> =
        sqlx::query_scalar("SELECT content_sha256 FROM desk_file").fetch_all(&mut *conn).await.unwrap();
    let scanned: Vec<ContentHash> = scanned.iter().map(|hash| ContentHash::from_stored(hash).unwrap()).collect();
    assert_eq!(scanned.len(), presented.visits.scans.len());
    assert!(scanned.iter().all(|hash| presented.visits.scans.contains(hash)), "a file that nobody scanned");
    let visits = presented.visits.deposits.len() + presented.visits.scans.len();
    assert_eq!(of_channel(conn, ChannelKind::Counter).await, count(visits));
    eprintln!("{visits} visits, each with its one paper");
}

async fn each_reception_once(conn: &mut PgConnection, presented: &Presented) {
    let kept: Vec<Uuid> = sqlx::query_scalar("SELECT id FROM communication WHERE channel = $1 ORDER BY id")
        .bind(ChannelKind::Structure.code())
        .fetch_all(conn)
        .await
        .unwrap();
    let mut handed: Vec<Uuid> = presented.receptions.iter().map(|id| id.uuid()).collect();
    handed.sort();
    assert_eq!(kept, handed, "what was acknowledged, and nothing else");
    eprintln!("{} receptions by a program, each kept once", handed.len());
}

fn count(things: usize) -> i64 {
    i64::try_from(things).unwrap()
}
