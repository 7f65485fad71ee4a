use std::{sync::Arc, time::Instant};

use bytes::Bytes;
use casework::{Arrival, Casework, Intake};
use domain::{ChannelKind, Clock, SystemClock};
use store::BlobStore;
use tempfile::TempDir;
use tests::TestDb;
use tokio::task::JoinSet;

use crate::figures::{commit_settings, processor_time, rate};

/// Measures arrivals with contents that nobody sent before, as the application's role.
pub(crate) async fn measure() {
    let db = TestDb::new().await;
    db.allow_open_books();
    db.allow_leftover_jobs();
    commit_settings(db.pool()).await;
    let folder = TempDir::new().expect("a folder for the blobs");
    let blobs = BlobStore::folder(folder.path()).expect("blobs");
    let catalogue = law::Catalogue::from_toml(law::embedded_parts()).expect("the catalogue");
    let casework = Casework::new(db.database(), blobs, Arc::new(SystemClock), Arc::new(catalogue), "demo-67");
    let casework = casework.expect("a site");
    for (writers, kilobytes, arrivals) in
        [(1, 4, 400), (8, 4, 3_000), (32, 4, 8_000), (1, 40, 300), (8, 40, 2_000), (32, 40, 4_000)]
    {
        write(&casework, writers, kilobytes, arrivals).await;
    }
}

/// Writers that each wait for their arrival to be durable before the next.
async fn write(casework: &Casework, writers: u32, kilobytes: usize, arrivals: u32) {
    let intake = Intake::start(casework, ChannelKind::Email);
    let (start, own) = (Instant::now(), processor_time());
    let mut writing = JoinSet::new();
    for writer in 0..writers {
        let (intake, casework) = (intake.clone(), casework.clone());
        writing.spawn(async move {
            for n in 0..arrivals / writers {
                let content = content(kilobytes * 1024, &format!("{writers}-{writer}-{n}"));
                let blob = casework.blobs.keep(content, "message/rfc822").await.expect("a blob");
                let arrival = Arrival { content: Some(blob), ..Arrival::bare(ChannelKind::Email, SystemClock.now()) };
                intake.receive(arrival).await.expect("an open intake").expect("a received arrival");
            }
        });
    }
    while let Some(ended) = writing.join_next().await {
        ended.expect("a writer");
    }
    let received = arrivals / writers * writers;
    rate(&format!("{writers} writers, {kilobytes} KB each"), received, start);
    let milliseconds = processor_time().saturating_sub(own).as_secs_f64() * 1000.0 / f64::from(received);
    println!("{:<60} {milliseconds:>9.2} ms of processor per arrival in the client", "");
}

/// Bytes that no other arrival has, and that do not compress.
fn content(size: usize, name: &str) -> Bytes {
    let mut state =
        name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x100_0000_01b3));
    let mut bytes = format!("{name}-{size}\n").into_bytes();
    while bytes.len() < size {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        bytes.extend_from_slice(&(state ^ (state >> 29)).to_le_bytes());
    }
    Bytes::from(bytes)
}
