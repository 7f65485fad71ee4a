//! The scanner of the demonstration: sets, posts and scans the papers of the day, and leaves the files in the folder.

use std::{collections::HashSet, fs, io::Write as _, path::Path, time::Duration};

use anyhow::{Context as _, Result};
use domain::{Actor, BatchId};
use store::{ContentHash, batches};
use tokio::sync::mpsc::Sender;
use world::{Batch, BatchTruth, Oddity, Plan};

use super::{Stage, say};

/// A file of the day and what is true of it.
pub struct Deposited {
    /// What is true of it.
    pub truth: BatchTruth,
    /// Its content.
    pub hash: ContentHash,
}

/// Leaves the files of the day in the scan folder, as a scanner does: page after page, under its final name, and tells the
/// clerk of each. Files that an earlier run received stay received.
pub async fn day(stage: &Stage, clerk: Sender<Deposited>) -> Result<()> {
    let truths = stage.folder.join("verite");
    fs::create_dir_all(&truths).with_context(|| truths.display().to_string())?;
    fs::create_dir_all(&stage.scan_folder).with_context(|| stage.scan_folder.display().to_string())?;
    let mut seen: HashSet<ContentHash> = HashSet::new();
    for plan in stage.world.post() {
        let batch = scan(plan).await?;
        let truth = serde_json::to_vec_pretty(&batch.truth)?;
        fs::write(truths.join(format!("{}.json", batch.file_name)), truth)?;
        let hash = ContentHash::of(&batch.bytes);
        if known(stage, hash).await?.is_some() && !seen.contains(&hash) {
            say::line(&format!("{} : déjà reçu lors d'un lancement précédent", batch.file_name));
        } else {
            say::line(&format!(
                "le scanner dépose {} ({}, {} Ko)",
                batch.file_name,
                pages(&batch.truth),
                batch.bytes.len() / 1024
            ));
            leave(&stage.scan_folder, &batch).await?;
        }
        seen.insert(hash);
        clerk.send(Deposited { truth: batch.truth, hash }).await.context("the clerk has gone")?;
    }
    Ok(())
}

/// How long a file is, in words.
fn pages(truth: &BatchTruth) -> String {
    match truth.oddity {
        Some(Oddity::Truncated) => "coupé en route".to_owned(),
        Some(Oddity::Duplicate { .. }) | None => format!("{} pages", truth.pages.len()),
    }
}

async fn scan(plan: Plan) -> Result<Batch> {
    Ok(tokio::task::spawn_blocking(move || plan.scan()).await??)
}

/// The batch of a content, once the neck has it.
pub async fn known(stage: &Stage, hash: ContentHash) -> Result<Option<BatchId>> {
    let mut tx = stage.casework.database.begin(&Actor::Operator("demo")).await?;
    Ok(batches::find(&mut tx, "numerisation", hash).await?)
}

/// Writes a file as a scanner does, so that the intake has to wait for its end.
async fn leave(folder: &Path, batch: &Batch) -> Result<()> {
    let path = folder.join(&batch.file_name);
    let mut file = fs::File::create(&path).with_context(|| path.display().to_string())?;
    for part in batch.bytes.chunks(batch.bytes.len().div_ceil(3).max(1)) {
        file.write_all(part)?;
        tokio::time::sleep(Duration::from_millis(150)).await;
    }
    Ok(file.sync_all()?)
}
