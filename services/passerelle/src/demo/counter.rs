//! The visits of the day: a deposit opened, papers scanned at the desk, the receipt in hand.

use std::fs;

use anyhow::{Context as _, Result};
use bytes::Bytes;
use casework::{DepositArrival, DepositedFile, HandOverError, add_files, hand_over_letters, receive_deposit};
use domain::{Actor, CaseId, CommunicationId, LetterState, Medium};
use store::{communications, desks, letters};
use world::{Right, VisitItem};

use super::{Stage, confirm, dispatch::sign, outside::DESK, say, until};

/// Receives the visits, then registers them while the machine reads; the last `left` requests wait for the visitor.
pub async fn day(stage: &Stage, items: &[VisitItem], left: usize) -> Result<()> {
    say::title("Le guichet");
    let mut received = Vec::new();
    for item in items {
        received.extend(receive(stage, item, received.is_empty()).await?.map(|id| (id, item)));
    }
    say::line(&format!("{} personnes reçues, leurs papiers sont pris au guichet", received.len()));
    let last = received.len().saturating_sub(left);
    for (number, (id, item)) in received.into_iter().enumerate() {
        let situation = &item.truth.arrival.situation;
        let pages = confirm::until_read(stage, situation, id).await?;
        if number >= last {
            say::line(&format!("{situation} → {pages} pages, laissé pour vous au guichet"));
            continue;
        }
        confirm::arrival(stage, id, &item.truth.arrival, pages, Medium::InPerson).await?;
        if matches!(item.truth.arrival.right, Right::Request | Right::Reply) {
            give(stage, id).await?;
        }
    }
    Ok(())
}

/// Opens a deposit and takes the papers; none when an earlier run finished it. The first visitor's papers go through the
/// scanner of the desk, the others' are uploaded.
async fn receive(stage: &Stage, item: &VisitItem, first: bool) -> Result<Option<CommunicationId>> {
    let key = format!("demonstration-{}-{}", stage.world.date, item.truth.arrival.story);
    let deposit = DepositArrival::at_counter(&stage.casework, DESK, &key);
    let id = receive_deposit(&stage.casework, &stage.staff.clerk().1, deposit).await?.communication();
    if !confirm::waits(stage, id).await? {
        return Ok(None);
    }
    if first {
        scan(stage, id, item).await?;
    } else {
        upload(stage, id, item).await?;
    }
    Ok(Some(id))
}

async fn upload(stage: &Stage, id: CommunicationId, item: &VisitItem) -> Result<()> {
    let file =
        |(name, bytes): &(String, Vec<u8>)| DepositedFile { name: name.clone(), content: Bytes::from(bytes.clone()) };
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
    until(stage, "le scanner du guichet", || async move {
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
        let ready = until(stage, "la composition des lettres à remettre", || async move {
            let mut tx = stage.casework.database.begin(&Actor::Operator("demo")).await?;
            let ids = letters::of_case(&mut tx, case).await?;
            let rows = letters::lock(&mut tx, &ids).await?;
            let own: Vec<_> = rows.iter().filter(|l| l.medium == Medium::InPerson).collect();
            let made = own.iter().all(|l| l.state != LetterState::Requested);
            Ok(made.then(|| own.iter().any(|l| l.state == LetterState::Prepared)))
        })
        .await?;
        if ready {
            let given = hand_over(stage, case).await?;
            say::line(&format!("   {given} lettre(s) remise(s) en main propre"));
        }
    }
    Ok(())
}

/// Gives the letters of a case; when they wait for a signature, the officer is asked first.
async fn hand_over(stage: &Stage, case: CaseId) -> Result<usize> {
    let (_, clerk) = stage.staff.clerk();
    match hand_over_letters(&stage.casework, &clerk, case).await {
        Err(HandOverError::Unsigned(rows)) => {
            sign(stage, &rows).await?;
            Ok(hand_over_letters(&stage.casework, &clerk, case).await?)
        }
        given => Ok(given?),
    }
}
