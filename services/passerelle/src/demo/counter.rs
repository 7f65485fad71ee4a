//! The visits of the day: a deposit opened, papers scanned at the desk, the receipt in hand.

use std::fs;

use anyhow::{Context as _, Result};
use bytes::Bytes;
use casework::{DepositArrival, DepositedFile, add_files, hand_over_letters, receive_deposit};
use domain::{Actor, CommunicationId, LetterState, Medium};
use store::{communications, desks, letters};
use world::{Right, VisitItem};

use super::{
    SEED, Stage, confirm,
    outside::DESK,
    say, until,
};

/// Receives the visits; the last `left` requests wait for the visitor to register them.
pub async fn day(stage: &Stage, left: usize) -> Result<()> {
    say::title("Le guichet");
    let date = stage.casework.today();
    let items = tokio::task::spawn_blocking(move || world::visits(SEED, date)).await??;
    let last = items.len().saturating_sub(left);
    for (number, item) in items.iter().enumerate() {
        let key = format!("demonstration-{date}-{}", item.truth.arrival.story);
        let deposit = DepositArrival::at_counter(&stage.casework, DESK, &key);
        let actor = stage.staff.clerk().1;
        let id = receive_deposit(&stage.casework, &actor, deposit).await?.communication();
        if !confirm::waits(stage, id).await? {
            continue;
        }
        // The first visitor's papers go through the scanner of the desk, the others' are uploaded.
        if number == 0 { scan(stage, id, item).await? } else { upload(stage, id, item).await? }
        let pages = until(|| confirm::pages_read(stage, id)).await?;
        if number >= last {
            say::line(&format!("{} : {pages} pages, laissé pour vous au guichet", item.truth.arrival.situation));
            continue;
        }
        confirm::arrival(stage, id, &item.truth.arrival, pages, Medium::InPerson).await?;
        if matches!(item.truth.arrival.right, Right::Request | Right::Reply) {
            give(stage, id).await?;
        }
    }
    Ok(())
}

async fn upload(stage: &Stage, id: CommunicationId, item: &VisitItem) -> Result<()> {
    let file = |(name, bytes): &(String, Vec<u8>)| DepositedFile { name: name.clone(), content: Bytes::from(bytes.clone()) };
    let files = item.files.iter().map(file).collect();
    add_files(&stage.casework, &stage.staff.clerk().1, id, files, None).await?;
    Ok(())
}

/// The scanner of the desk leaves the files in its folder; they go to the deposit that the desk has open.
async fn scan(stage: &Stage, id: CommunicationId, item: &VisitItem) -> Result<()> {
    let (clerk, actor) = stage.staff.clerk();
    let now = stage.casework.clock.now();
    let mut tx = stage.casework.database.begin(&actor).await?;
    desks::set_open_deposit(&mut tx, DESK, Some(id), Some(clerk), now).await?;
    tx.commit().await?;
    fs::create_dir_all(&stage.desk_scans)?;
    for (name, bytes) in &item.files {
        let path = stage.desk_scans.join(name);
        fs::write(&path, bytes).with_context(|| path.display().to_string())?;
    }
    let wanted = item.files.len();
    until(|| async move {
        let mut tx = stage.casework.database.begin(&Actor::Operator("demo")).await?;
        Ok((store::deliveries::parts(&mut tx, id).await?.len() >= wanted).then_some(()))
    })
    .await?;
    let mut tx = stage.casework.database.begin(&actor).await?;
    desks::set_open_deposit(&mut tx, DESK, None, Some(clerk), now).await?;
    Ok(tx.commit().await?)
}

/// The letters are printed at the desk and given to the person.
async fn give(stage: &Stage, id: CommunicationId) -> Result<()> {
    let mut tx = stage.casework.database.begin(&Actor::Operator("demo")).await?;
    let cases = communications::lock(&mut tx, id).await?.cases;
    drop(tx);
    for case in cases {
        let ready = until(|| async move {
            let mut tx = stage.casework.database.begin(&Actor::Operator("demo")).await?;
            let ids = letters::of_case(&mut tx, case).await?;
            let rows = letters::lock(&mut tx, &ids).await?;
            let own: Vec<_> = rows.iter().filter(|l| l.medium == Medium::InPerson).collect();
            let made = own.iter().all(|l| l.state != LetterState::Requested);
            Ok(made.then(|| own.iter().any(|l| l.state == LetterState::Prepared)))
        })
        .await?;
        if ready {
            let given = hand_over_letters(&stage.casework, &stage.staff.clerk().1, case).await?;
            say::line(&format!("   {given} lettres remises en main propre"));
        }
    }
    Ok(())
}
