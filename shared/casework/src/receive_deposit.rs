//! Files deposited at a counter, by a support structure or through another program pass the neck: T1 of those doors.

use bytes::Bytes;
use chrono::{DateTime, Utc};
use domain::{
    Actor, CaseReference, ChannelKind, DeliveryKind, Evidence, EvidenceKind, Nature, PartState, Personal, Received,
};
use serde_json::json;
use store::suggestions::NewSuggestion;

use crate::{Arrival, Casework, Delivery, ReceiveError, ReceivedPart, media_type::media_type, receive, receive::count};

/// A file of a deposit.
#[derive(Clone, Debug)]
pub struct DepositedFile {
    /// The name it had.
    pub name: String,
    /// Its bytes, exactly.
    pub content: Bytes,
}

/// What somebody deposits.
#[derive(Clone, Debug)]
pub struct DepositArrival {
    /// The door.
    pub channel: ChannelKind,
    /// The desk, the structure or the program.
    pub account: String,
    /// The name of the deposit there: the same one again changes nothing.
    pub key: String,
    /// What a clerk calls it.
    pub name: String,
    /// The files, in the order of their pages. None is no fault: a deposit may be spoken.
    pub files: Vec<DepositedFile>,
    /// Pages counted by hand.
    pub declared_pages: Option<u32>,
    /// The case it belongs to, when that is proved.
    pub reference: Option<CaseReference>,
    /// When it was received.
    pub received_at: DateTime<Utc>,
    /// A better evidence than the reception.
    pub evidence: Option<Evidence>,
    /// What the person or the program says of the fields of a registration.
    pub suggestions: Vec<NewSuggestion>,
    /// What came with the files, byte for byte (the body of a request of a program); a list of the files when absent.
    pub body: Option<Bytes>,
}

/// Receives a deposit in a transaction of its own. It may be acknowledged once this returned `Ok`.
///
/// # Errors
/// When the store or the queue refuses; nothing was done then.
pub async fn receive_deposit(
    casework: &Casework,
    actor: &Actor,
    deposit: DepositArrival,
) -> Result<Received, ReceiveError> {
    let channel = deposit.channel;
    let arrival = deposit_arrival(casework, deposit).await?;
    let mut tx = casework.begin(actor).await?;
    let received = receive(&mut tx, &casework.site, casework.clock.now(), arrival).await?;
    tx.commit().await?;
    count(channel, std::slice::from_ref(&received));
    Ok(received)
}

/// The arrival of a deposit, its files made safe: for those who receive many together ([`crate::Intake`]).
///
/// # Errors
/// When the blob store refuses.
pub async fn deposit_arrival(casework: &Casework, deposit: DepositArrival) -> Result<Arrival, ReceiveError> {
    let mut parts = Vec::with_capacity(deposit.files.len());
    for file in deposit.files {
        parts.push(kept_part(casework, file).await?);
    }
    let content = match deposit.body {
        Some(body) => casework.blobs.keep(body, "application/json").await?,
        None => casework.blobs.keep(list(&deposit.account, &deposit.key, &parts), "application/json").await?,
    };
    let nature = if deposit.reference.is_some() { Nature::Reply } else { Nature::Request };
    Ok(Arrival {
        account: Some(deposit.account),
        external_id: Some(deposit.key),
        nature,
        reference: deposit.reference,
        content: Some(content),
        evidence: deposit.evidence,
        suggestions: deposit.suggestions,
        delivery: Some(Delivery {
            kind: DeliveryKind::Deposit,
            name: deposit.name,
            parts,
            declared_pages: deposit.declared_pages,
            message: None,
        }),
        ..Arrival::bare(deposit.channel, deposit.received_at)
    })
}

/// An empty file is kept as it is: a person sees that it is empty.
async fn kept_part(casework: &Casework, file: DepositedFile) -> Result<ReceivedPart, ReceiveError> {
    let empty = file.content.is_empty();
    let content = casework.blobs.keep(file.content.clone(), media_type(&file.content)).await?;
    let state = if empty { PartState::SetAside } else { PartState::Waiting };
    Ok(ReceivedPart { name: file.name, content, state, reason: empty.then(|| "empty".to_owned()) })
}

/// The list of the files with their digests: what the receipt proves.
fn list(account: &str, key: &str, parts: &[ReceivedPart]) -> Bytes {
    let files: Vec<_> = parts
        .iter()
        .map(|part| json!({ "name": part.name, "size": part.content.size, "sha256": part.content.hash.to_string() }))
        .collect();
    Bytes::from(json!({ "account": account, "key": key, "files": files }).to_string())
}

/// The key of a deposit that opens by itself, from what opened it.
#[must_use]
pub fn deposit_key(of: &str) -> String {
    format!("numerisation-{of}")
}

impl DepositArrival {
    /// Somebody stands at a desk: a channel and a moment. The receipt of the counter proves the date (section 4.2).
    #[must_use]
    pub fn at_counter(casework: &Casework, desk: &str, key: &str) -> Self {
        let now = casework.clock.now();
        Self {
            channel: ChannelKind::Counter,
            account: desk.to_owned(),
            key: key.to_owned(),
            name: desk.to_owned(),
            files: Vec::new(),
            declared_pages: None,
            reference: None,
            received_at: now,
            evidence: Some(Evidence {
                date: casework.site.local_date(now),
                kind: EvidenceKind::CounterReceipt,
                proof: Personal(format!("reçu du {desk}")),
            }),
            suggestions: Vec::new(),
            body: None,
        }
    }
}
