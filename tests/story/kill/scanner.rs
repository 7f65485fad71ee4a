//! The scanner: small batches, written in parts, some of them twice.

use std::{
    collections::BTreeMap,
    fs::File,
    io::Write,
    path::{Path, PathBuf},
    time::Duration,
};

use rand::{Rng, SeedableRng, rngs::StdRng};
use store::ContentHash;
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;
use world::{SmallBatch, small_batch};

use super::stream::pause;

/// A content that was left in the folder: how many envelopes it holds, how many times it was left.
#[derive(Debug)]
pub(super) struct Left {
    pub(super) envelopes: usize,
    pub(super) times: u32,
}

pub(super) type Files = BTreeMap<ContentHash, Left>;

pub(super) async fn scan(folder: PathBuf, seed: u64, stop: CancellationToken) -> Files {
    let mut rng = StdRng::seed_from_u64(seed);
    let mut files = Files::new();
    for number in 0_u64.. {
        let (envelopes, pages) = (rng.random_range(1..=3), rng.random_range(1..=2));
        let made = tokio::task::spawn_blocking(move || small_batch(seed + number, envelopes, pages).unwrap());
        let SmallBatch { bytes, .. } = made.await.unwrap();
        leave(&folder.join(format!("scan-{number:04}.tif")), &bytes, &mut rng).await;
        let mut times = 1;
        if number % 10 == 9 {
            leave(&folder.join(format!("encore-{number:04}.tif")), &bytes, &mut rng).await;
            times = 2;
        }
        let hash = ContentHash::of(&bytes);
        files.insert(hash, Left { envelopes: envelopes as usize, times });
        if !pause(rng.random_range(1500..4500), &stop).await {
            break;
        }
    }
    files
}

/// Writes a file as scanners do, part by part.
pub(super) async fn leave(path: &Path, bytes: &[u8], rng: &mut StdRng) {
    let mut file = File::create(path).unwrap();
    for part in bytes.chunks(bytes.len().div_ceil(3)) {
        file.write_all(part).unwrap();
        sleep(Duration::from_millis(rng.random_range(0..120))).await;
    }
}
