//! What every door owes, whichever it is: the same trials on each [`ChannelKind`].
//!
//! A door is added by answering the `match` of [`present`] and the inventory; the trials follow by themselves.

mod inventory;
mod same_request;
mod trials;

use bytes::Bytes;
use casework::{
    Arrival, BatchArrival, BatchReceived, DepositArrival, DepositedFile, MessageArrival, MessageFacts, receive_batch,
    receive_deposit, receive_messages,
};
use domain::{Actor, ChannelKind, CommunicationId, MessageClass, Nature, Received};
use serde_json::json;

use crate::office::Office;

/// Presents something at a door under a name, as its source does; returns the communication that keeps it. An error means
/// that the door was not told to let go of it.
async fn present(office: &Office, door: ChannelKind, name: &str, content: &[u8]) -> Result<CommunicationId, String> {
    match door {
        ChannelKind::Post => scanned(office, name, content).await,
        ChannelKind::Email => mailed(office, name, content).await,
        ChannelKind::Phone => called(office, name, content).await,
        ChannelKind::Counter | ChannelKind::Structure | ChannelKind::Online => {
            deposited(office, door, name, content).await
        }
    }
}

async fn scanned(office: &Office, name: &str, content: &[u8]) -> Result<CommunicationId, String> {
    let arrival = BatchArrival {
        folder: "courrier".to_owned(),
        file_name: format!("{name}.tif"),
        content: named(name, content),
        received_at: office.now(),
    };
    let batch = match receive_batch(&office.casework, arrival).await.map_err(|e| e.to_string())? {
        BatchReceived::Kept { batch, .. } | BatchReceived::Again { batch } => batch,
    };
    let mut tx = office.begin(&office.referent()).await;
    Ok(store::batches::envelopes(&mut tx, batch).await.map_err(|e| e.to_string())?[0].communication)
}

async fn mailed(office: &Office, name: &str, content: &[u8]) -> Result<CommunicationId, String> {
    let message = MessageArrival {
        raw: named(name, content),
        received_at: office.now(),
        evidence: None,
        nature: Nature::Request,
        reference: None,
        message: words(name),
        trouble: None,
        bounce: None,
        suggestions: Vec::new(),
    };
    let received = receive_messages(&office.casework, "boite", &json!({ "uid": 1 }), vec![message]).await;
    Ok(received.map_err(|e| e.to_string())?[0].communication())
}

/// A message without attachments, from an address that may be answered.
fn words(name: &str) -> MessageFacts {
    MessageFacts {
        class: MessageClass::Normal,
        message_id: Some(format!("{name}@exemple.example")),
        in_reply_to: None,
        sent_at: None,
        from_name: None,
        from_address: Some("a@exemple.example".to_owned()),
        answer_to: None,
        subject: Some(name.to_owned()),
        body: String::new(),
        reply_body: String::new(),
        attachments: 0,
        authentication: None,
    }
}

async fn called(office: &Office, name: &str, content: &[u8]) -> Result<CommunicationId, String> {
    let kept = office.casework.blobs.keep(named(name, content), "audio/wav").await.map_err(|e| e.to_string())?;
    let arrival = Arrival {
        account: Some("+33353010068".to_owned()),
        external_id: Some(name.to_owned()),
        content: Some(kept),
        ..Arrival::bare(ChannelKind::Phone, office.now())
    };
    let actor = Actor::Door(ChannelKind::Phone);
    let mut tx = office.casework.database.begin(&actor).await.map_err(|e| e.to_string())?;
    let received = casework::receive(&mut tx, &office.casework.site, office.now(), arrival).await;
    let received: Received = received.map_err(|e| e.to_string())?;
    tx.commit().await.map_err(|e| e.to_string())?;
    Ok(received.communication())
}

async fn deposited(office: &Office, door: ChannelKind, name: &str, content: &[u8]) -> Result<CommunicationId, String> {
    let deposit = DepositArrival {
        channel: door,
        account: "guichet".to_owned(),
        key: name.to_owned(),
        files: vec![DepositedFile { name: name.to_owned(), content: named(name, content) }],
        ..DepositArrival::at_counter(&office.casework, "guichet", name)
    };
    let received = receive_deposit(&office.casework, &Actor::Door(door), deposit).await;
    Ok(received.map_err(|e| e.to_string())?.communication())
}

/// The content, told apart from the others by its name.
fn named(name: &str, content: &[u8]) -> Bytes {
    let mut bytes = name.as_bytes().to_vec();
    bytes.push(b'\n');
    bytes.extend_from_slice(content);
    Bytes::from(bytes)
}
