//! The scanner of the demonstration: sets, posts and scans the papers of the day, and leaves the files in the folder.

use std::{fs, io::Write as _, path::Path, time::Duration};

use anyhow::{Context as _, Result};
use chrono::NaiveDate;
use domain::{Actor, BatchId};
use store::{ContentHash, batches};
use world::{Batch, BatchTruth, Plan};

use super::{SEED, Stage, say};

/// A file of the day and what is true of it.
pub struct Deposited {
    /// What is true of it.
    pub truth: BatchTruth,
    /// Its content.
    pub hash: ContentHash,
}

/// Leaves the files of the day in the scan folder, as a scanner does: page after page, under its final name. Files that
/// an earlier run received stay received.
pub async fn day(stage: &Stage, date: NaiveDate) -> Result<Vec<Deposited>> {
    let truths = stage.folder.join("verite");
    fs::create_dir_all(&truths).with_context(|| truths.display().to_string())?;
    fs::create_dir_all(&stage.scan_folder).with_context(|| stage.scan_folder.display().to_string())?;
    let mut deposited: Vec<Deposited> = Vec::new();
    for plan in world::plan(SEED, date) {
        let batch = scan(plan).await?;
        let truth = serde_json::to_vec_pretty(&batch.truth)?;
        fs::write(truths.join(format!("{}.json", batch.file_name)), truth)?;
        let hash = ContentHash::of(&batch.bytes);
        let pages = batch.truth.pages.len();
        if known(stage, hash).await?.is_some() && !deposited.iter().any(|d| d.hash == hash) {
            say::line(&format!("{} : déjà reçu lors d'un lancement précédent", batch.file_name));
        } else {
            say::line(&format!(
                "le scanner dépose {} ({pages} pages, {} Ko)",
                batch.file_name,
                batch.bytes.len() / 1024
            ));
            leave(&stage.scan_folder, &batch).await?;
        }
        deposited.push(Deposited { truth: batch.truth, hash });
    }
    Ok(deposited)
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
