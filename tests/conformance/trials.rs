//! No loss, no doubling, acknowledged only once durable, strange content kept and shown: on every door.

use std::sync::Arc;

use domain::{ChannelKind, CommunicationId};
use futures::future::join_all;

use super::{named, present};
use crate::office::Office;

/// What strangers send.
const STRANGE: &[&[u8]] =
    &[b"", b"\0\0\0\0", b"%PDF-1.7 cut", b"PK\x03\x04 not an archive", &[0xff; 4096], b"\xef\xbb\xbf<xml"];

async fn communications(office: &Office) -> i64 {
    office.number("SELECT count(*) FROM communication").await
}

/// The bytes that a communication keeps, by its parts when it has some.
async fn kept(office: &Office, id: CommunicationId, door: ChannelKind) -> Vec<u8> {
    let mut tx = office.begin(&office.referent()).await;
    let hash = match door {
        ChannelKind::Post => store::batches::envelope_of(&mut tx, id).await.unwrap().1,
        ChannelKind::Email => {
            let (batch, _, _) = store::batches::envelope_of(&mut tx, id).await.unwrap();
            store::reads::pages::original(&mut tx, batch).await.unwrap().0
        }
        ChannelKind::Phone => content_of(office, id).await,
        ChannelKind::Counter | ChannelKind::Structure | ChannelKind::Online => {
            store::deliveries::parts(&mut tx, id).await.unwrap()[0].content
        }
    };
    office.casework.blobs.fetch(&mut tx, hash).await.unwrap().0.to_vec()
}

async fn content_of(office: &Office, id: CommunicationId) -> store::ContentHash {
    let hash: Vec<u8> = sqlx::query_scalar("SELECT content_sha256 FROM communication WHERE id = $1")
        .bind(id.uuid())
        .fetch_one(&mut office.db.superuser().await)
        .await
        .unwrap();
    store::ContentHash::from_stored(&hash).unwrap()
}

#[tokio::test]
async fn nothing_presented_at_any_door_is_lost_or_altered() {
    for door in ChannelKind::ALL {
        let office = Office::open().await;
        office.db.allow_leftover_jobs();
        for (number, content) in STRANGE.iter().enumerate() {
            let name = format!("{}-{number}", door.word());
            let id = present(&office, *door, &name, content).await.unwrap();
            assert_eq!(kept(&office, id, *door).await, named(&name, content), "{door:?} {name}");
        }
        assert_eq!(communications(&office).await, i64::try_from(STRANGE.len()).unwrap(), "{door:?}");
        let cases = office.number("SELECT count(*) FROM residence_case WHERE state = 1").await;
        assert_eq!(cases, i64::try_from(STRANGE.len()).unwrap(), "{door:?}: in doubt it is a request");
    }
}

#[tokio::test]
async fn whatever_is_presented_again_at_any_door_is_received_once() {
    for door in ChannelKind::ALL {
        let office = Arc::new(Office::open().await);
        office.db.allow_leftover_jobs();
        let again = |n: usize| {
            let office = office.clone();
            async move { present(&office, *door, &format!("nom-{}", n % 3), b"contenu").await.unwrap() }
        };
        let ids: std::collections::BTreeSet<_> = join_all((0..24).map(again)).await.into_iter().collect();
        assert_eq!(ids.len(), 3, "{door:?}");
        assert_eq!(communications(&office).await, 3, "{door:?}");
        assert_eq!(office.number("SELECT count(*) FROM residence_case").await, 3, "{door:?}");
    }
}

#[tokio::test]
async fn no_door_lets_go_of_what_the_database_did_not_keep() {
    for door in ChannelKind::ALL {
        let office = Office::open().await;
        office.db.allow_leftover_jobs();
        let mut superuser = office.db.superuser().await;
        sqlx::query("REVOKE INSERT ON evidence FROM passerelle").execute(&mut superuser).await.unwrap();
        assert!(present(&office, *door, "une", b"contenu").await.is_err(), "{door:?} acknowledged");
        assert_eq!(communications(&office).await, 0, "{door:?} kept half of it");
        sqlx::query("GRANT INSERT ON evidence TO passerelle").execute(&mut superuser).await.unwrap();
        present(&office, *door, "une", b"contenu").await.unwrap();
        assert_eq!(communications(&office).await, 1, "{door:?}");
    }
}

#[tokio::test]
async fn a_date_is_counted_where_the_prefecture_is_at_every_door() {
    for door in ChannelKind::ALL {
        let office = Office::open().await;
        office.db.allow_leftover_jobs();
        // Sunday 22 November 2026, ten minutes to midnight in Paris.
        let sunday: chrono::DateTime<chrono::Utc> = "2026-11-22T22:50:00Z".parse().unwrap();
        office.clock.advance(sunday - office.now());
        present(&office, *door, "nuit", b"contenu").await.unwrap();
        let on: chrono::NaiveDate = sqlx::query_scalar("SELECT received_on FROM residence_case")
            .fetch_one(&mut office.db.superuser().await)
            .await
            .unwrap();
        assert_eq!(on.to_string(), "2026-11-22", "{door:?}");
    }
}
