//! A jam: the pile is printed again from the letter of a sheet on. Nothing is done to the letters.

use axum::body::Bytes;
use store::{
    Transaction,
    reads::departures::{self, LetterLine},
};
use web::Problem;

use crate::screens::Desk;

/// The letters from the one that a sheet (from 1) belongs to; none when the pile has fewer sheets.
pub(super) fn from_sheet(letters: &[LetterLine], sheet: u32) -> &[LetterLine] {
    let mut before = 0;
    let found = letters.iter().position(|line| {
        before += sheets(line);
        before >= sheet
    });
    found.map_or(&[], |first| &letters[first..])
}

/// The sheets of a letter, printed on both sides.
pub(super) fn sheets(line: &LetterLine) -> u32 {
    line.pages.unwrap_or(1).div_ceil(2).max(1)
}

/// One PDF of these letters, each on a new sheet.
pub(super) async fn merged(tx: &mut Transaction, desk: &Desk, letters: &[LetterLine]) -> Result<Bytes, Problem> {
    let mut pdfs = Vec::with_capacity(letters.len());
    for line in letters {
        let hash = departures::pdf(tx, line.id).await?;
        pdfs.push(Vec::from(desk.context.blobs.fetch(tx, hash).await?.0));
    }
    let merged = tokio::task::spawn_blocking(move || letters::merge(&pdfs, true)).await;
    Ok(Bytes::from(merged.map_err(Problem::internal)?.map_err(Problem::internal)?))
}
