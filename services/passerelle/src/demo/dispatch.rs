//! The letters of the day: made by the program, approved, printed as one pile, handed to the post.

use std::fs;

use anyhow::{Context as _, Result};
use casework::{RestsOn, approve_letters, hand_to_post, print_letters, sign_row};
use domain::{Actor, LetterId, LetterState};
use store::reads::balance::{self, LetterLine};

use super::{Stage, say, until};

/// Letters that the visitor finds waiting for approval.
const LEFT_TO_APPROVE: usize = 4;

/// Sends the letters; some are left to approve when a visitor is going to look.
pub async fn letters(stage: &Stage, leave_some: bool) -> Result<()> {
    say::title("Les lettres");
    let lines = until(stage, "la composition des lettres", || all_made(stage)).await?;
    let mut prepared: Vec<LetterId> = lines.iter().filter(|l| l.state == LetterState::Prepared).map(|l| l.id).collect();
    if leave_some {
        prepared.truncate(prepared.len().saturating_sub(LEFT_TO_APPROVE));
    }
    let folder = stage.folder.join("lettres");
    save(stage, &lines, &folder).await?;
    if prepared.is_empty() {
        say::line("aucune lettre à expédier");
        return Ok(());
    }
    let (clerk, actor) = stage.staff.clerk();
    let first = approve_letters(&stage.casework, &actor, clerk, &prepared).await?;
    if !first.unsigned.is_empty() {
        sign(stage, &first.unsigned).await?;
        let waiting = waiting(stage, &prepared).await?;
        approve_letters(&stage.casework, &actor, clerk, &waiting).await?;
    }
    say::line(&format!("{} lettres approuvées", prepared.len()));
    let merge = |pdfs: Vec<bytes::Bytes>| {
        let pdfs: Vec<Vec<u8>> = pdfs.into_iter().map(Vec::from).collect();
        letters::merge(&pdfs, true).map_err(|e| e.to_string())
    };
    let run = print_letters(&stage.casework, &actor, clerk, &prepared, casework::Envelopes::Shared, merge).await?;
    say::line("imprimées en une pile, recto verso");
    let left = hand_to_post(&stage.casework, &actor, clerk, run).await?;
    say::line(&format!("{left} lettres remises à La Poste ; fichiers dans {}", folder.display()));
    Ok(())
}

/// The officer signs the rows from memory that letters wait for, as the list of departures asks.
pub async fn sign(stage: &Stage, rows: &[RestsOn]) -> Result<()> {
    let (officer, actor) = stage.staff.officer();
    for rests in rows {
        let note = "pratique de la préfecture de démonstration, confirmée par la cheffe du bureau";
        sign_row(&stage.casework, &actor, officer, &rests.row, rests.digest.parse()?, note).await?;
    }
    say::line(&format!(
        "règles écrites de mémoire, signées par un agent pour que les lettres partent : {}",
        rows.len()
    ));
    Ok(())
}

/// Those of these letters that still wait for approval.
async fn waiting(stage: &Stage, letters: &[LetterId]) -> Result<Vec<LetterId>> {
    let mut tx = stage.casework.database.begin(&Actor::Operator("demo")).await?;
    let lines = balance::letters(&mut tx).await?.into_iter();
    Ok(lines.filter(|l| l.state == LetterState::Prepared && letters.contains(&l.id)).map(|l| l.id).collect())
}

/// All letters, once none is still being made.
async fn all_made(stage: &Stage) -> Result<Option<Vec<LetterLine>>> {
    let mut tx = stage.casework.database.begin(&Actor::Operator("demo")).await?;
    let lines = balance::letters(&mut tx).await?;
    Ok((!lines.iter().any(|l| l.state == LetterState::Requested)).then_some(lines))
}

/// Keeps a copy of each PDF under its kind and reference.
async fn save(stage: &Stage, lines: &[LetterLine], folder: &std::path::Path) -> Result<()> {
    fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    for line in lines {
        if let Some(hash) = line.pdf {
            let mut tx = stage.casework.database.begin(&Actor::Operator("demo")).await?;
            let (pdf, _) = stage.casework.blobs.fetch(&mut tx, hash).await?;
            fs::write(folder.join(format!("{}_{}.pdf", line.kind.word(), line.reference)), pdf)?;
        }
    }
    Ok(())
}
