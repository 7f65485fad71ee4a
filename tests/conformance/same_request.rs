//! One and the same request by every door gives the same case but for channel and evidence.

use std::collections::BTreeMap;

use bytes::Bytes;
use casework::{
    DepositArrival, DepositedFile, MessageArrival, NewPerson, PersonChoice, Registration, Target, receive_deposit,
    receive_messages,
};
use domain::{
    Actor, CaseId, ChannelKind, CommunicationId, DocumentRange, HeldTitle, HeldTitleKind, Medium, Nature, Personal,
    PieceKind, Received, Safety,
};
use serde_json::json;
use store::batches::EnvelopeMarks;
use world::{DocumentTruth, HandoverItem, PersonTruth, SameRequest};

use super::{present, words};
use crate::office::{Office, day};

/// What must be the same whatever the door.
#[derive(Debug, PartialEq, Eq)]
struct Fingerprint {
    person: String,
    kind: Option<i16>,
    title: Option<String>,
    ground: Option<String>,
    pieces: Vec<(i16, i32)>,
    address: Vec<String>,
    silence: Option<String>,
    letters: Vec<i16>,
}

async fn fingerprint(office: &Office, case: CaseId) -> Fingerprint {
    let mut db = office.db.superuser().await;
    let id = case.uuid();
    let (person, kind, title, ground): (String, Option<i16>, Option<String>, Option<String>) = sqlx::query_as(
        "SELECT concat_ws(' ', p.family_name, p.given_names, p.birth::text, p.foreigner_number), c.kind, c.title_code, c.ground_text
         FROM residence_case c JOIN person p ON p.id = c.person_id WHERE c.id = $1",
    )
    .bind(id)
    .fetch_one(&mut db)
    .await
    .unwrap();
    let pieces = sqlx::query_as(
        "SELECT p.kind, p.last_page - p.first_page + 1 FROM piece p JOIN case_piece c ON c.piece_id = p.id
         WHERE c.case_id = $1 AND p.kind <> $2 ORDER BY 1, 2",
    )
    .bind(id)
    .bind(PieceKind::Envelope.code())
    .fetch_all(&mut db)
    .await
    .unwrap();
    let address = sqlx::query_scalar(
        "SELECT unnest(k.lines) FROM contact_point k JOIN residence_case c ON c.person_id = k.person_id WHERE c.id = $1",
    )
    .bind(id)
    .fetch_all(&mut db)
    .await
    .unwrap();
    let silence = sqlx::query_scalar("SELECT due_on::text FROM deadline WHERE case_id = $1 AND kind = 2")
        .bind(id)
        .fetch_optional(&mut db)
        .await
        .unwrap();
    // LT-02 answers an e-mail and nothing else; LT-03 counts pages, which a call has not.
    let letters = sqlx::query_scalar("SELECT kind FROM letter WHERE case_id = $1 AND kind = 1 ORDER BY kind")
        .bind(id)
        .fetch_all(&mut db)
        .await
        .unwrap();
    Fingerprint { person, kind, title, ground, pieces, address, silence, letters }
}

/// What a clerk confirms, the same at every desk.
fn registration(communication: CommunicationId, who: &PersonTruth, pieces: Vec<DocumentRange>) -> Registration {
    let request = &who.requests[0];
    Registration {
        communication,
        person: PersonChoice::New(NewPerson {
            family_name: Some(who.family_name.clone()),
            given_names: Some(who.given_names.clone()),
            birth: who.birth_date(),
            foreigner_number: who.foreigner_number.clone(),
            protected: false,
        }),
        target: Target::Own,
        kind: request.kind,
        title_code: Some(request.title.clone()),
        ground: Some(request.ground.clone()),
        held_title: who.held.as_ref().map(|held| HeldTitle {
            kind: HeldTitleKind::OtherCard,
            number: Personal(held.number.clone()),
            expires_on: held.expires,
        }),
        pieces,
        marks: EnvelopeMarks::default(),
        registered_deposit: None,
        letter_date: None,
        address: Some(who.address.join("\n")),
        address_safety: Safety::Ok,
        channel_basis: None,
        medium: Medium::Post,
    }
}

fn ranges(documents: &[DocumentTruth]) -> Vec<DocumentRange> {
    documents.iter().map(|document| document.range).collect()
}

/// Files the request at one door; returns its communication and the documents a clerk sees there.
async fn file(office: &Office, door: ChannelKind, same: &SameRequest) -> (CommunicationId, Vec<DocumentRange>) {
    match door {
        ChannelKind::Post => {
            let content = Bytes::from(same.post_tiff.bytes.clone());
            let arrival = casework::BatchArrival {
                folder: "courrier".to_owned(),
                file_name: same.post_tiff.file_name.clone(),
                content,
                received_at: office.now(),
            };
            let casework::BatchReceived::Kept { received, .. } =
                casework::receive_batch(&office.casework, arrival).await.unwrap()
            else {
                panic!("a new batch");
            };
            let envelope = &same.post_tiff.truth.envelopes[0];
            (received.communication(), ranges(&envelope.documents))
        }
        ChannelKind::Email => {
            let raw = Bytes::from(same.email.raw.clone());
            let look = office.context().reader.messages().look(&raw).await.unwrap();
            let attachments = u32::try_from(look.attachments.len()).unwrap();
            let message = MessageArrival {
                raw,
                received_at: office.now(),
                evidence: None,
                nature: Nature::Request,
                reference: None,
                message: casework::MessageFacts { subject: look.subject, attachments, ..words("meme") },
                trouble: None,
        bounce: None,
                suggestions: Vec::new(),
            };
            let received: Vec<Received> =
                receive_messages(&office.casework, "boite", &json!({}), vec![message]).await.unwrap();
            (received[0].communication(), ranges(&same.email.truth.arrival.documents))
        }
        ChannelKind::Phone => (present(office, door, "appel", &same.call.wav).await.unwrap(), Vec::new()),
        ChannelKind::Counter => {
            let files = same.visit.files.iter().map(|(name, bytes)| (name.clone(), bytes.clone())).collect();
            (deposit(office, door, files).await, ranges(&same.visit.truth.arrival.documents))
        }
        ChannelKind::Structure => handed(office, door, &same.structure).await,
        ChannelKind::Online => handed(office, door, &same.online).await,
    }
}

async fn handed(office: &Office, door: ChannelKind, item: &HandoverItem) -> (CommunicationId, Vec<DocumentRange>) {
    let body: serde_json::Value = serde_json::from_slice(&item.body).unwrap();
    let files = body["files"].as_array().unwrap().iter().map(|file| {
        let content = data_encoding::BASE64.decode(file["content"].as_str().unwrap().as_bytes()).unwrap();
        (file["name"].as_str().unwrap().to_owned(), content)
    });
    (deposit(office, door, files.collect()).await, ranges(&item.truth.arrival.documents))
}

async fn deposit(office: &Office, door: ChannelKind, files: Vec<(String, Vec<u8>)>) -> CommunicationId {
    let files = files.into_iter().map(|(name, bytes)| DepositedFile { name, content: Bytes::from(bytes) }).collect();
    let deposit = DepositArrival {
        channel: door,
        files,
        ..DepositArrival::at_counter(&office.casework, door.word(), door.word())
    };
    receive_deposit(&office.casework, &Actor::Door(door), deposit).await.unwrap().communication()
}

#[tokio::test]
async fn the_same_request_by_every_door_is_the_same_case_but_for_channel_and_evidence() {
    let same = world::same_request(7, day("2026-11-16")).unwrap();
    let mut found = BTreeMap::new();
    for door in ChannelKind::ALL {
        let office = Office::open().await;
        office.db.allow_leftover_jobs();
        let (communication, documents) = file(&office, *door, &same).await;
        office.work_off(&[casework::READ_BATCH]).await;
        let registration = registration(communication, &same.person, documents);
        let registered = office.register(&registration).await;
        found.insert(*door, fingerprint(&office, registered.case).await);
        let (channel, evidence): (i16, i16) =
            sqlx::query_as("SELECT first_channel, evidence_kind FROM residence_case WHERE id = $1")
                .bind(registered.case.uuid())
                .fetch_one(&mut office.db.superuser().await)
                .await
                .unwrap();
        assert_eq!(channel, door.code());
        assert!(domain::EvidenceKind::from_code(evidence).is_some());
    }
    let post = found.remove(&ChannelKind::Post).unwrap();
    assert!(!post.pieces.is_empty() && post.letters == [1], "{post:?}");
    let call = found.remove(&ChannelKind::Phone).unwrap();
    assert_eq!(call, Fingerprint { pieces: Vec::new(), ..fingerprint_without_pieces(&post) }, "a call has no papers");
    for (door, other) in found {
        assert_eq!(other, post, "{door:?}");
    }
}

fn fingerprint_without_pieces(of: &Fingerprint) -> Fingerprint {
    Fingerprint {
        person: of.person.clone(),
        kind: of.kind,
        title: of.title.clone(),
        ground: of.ground.clone(),
        pieces: Vec::new(),
        address: of.address.clone(),
        silence: of.silence.clone(),
        letters: of.letters.clone(),
    }
}
