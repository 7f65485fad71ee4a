//! The days in the postmarks of the demonstration's envelopes: what is proposed of them.

use std::{collections::BTreeMap, path::PathBuf};

use chrono::NaiveDate;
use domain::Legibility;
use formats::postmark;
use reading::{Page, ReadOptions, Reader, ReaderConfig};
use world::PageKind;

use crate::mailbox::reader;

/// Days of the demonstration whose envelopes are read (`--days N`; `--keep FOLDER`: each front, and what was read of it).
const DAYS: u64 = 3;

/// What was proposed of the envelopes of one kind of strike.
#[derive(Default)]
struct Tally {
    right: u32,
    none: u32,
    wrong: u32,
}

/// Everything that is printed.
pub(crate) async fn measure() {
    let Some(executable) = reader() else {
        println!("  passerelle-reader is not built: cargo build -p reader");
        return;
    };
    let reader = Reader::new(ReaderConfig::new(executable));
    let received: NaiveDate = "2026-11-16".parse().expect("a day");
    let days = crate::option("--days").and_then(|days| days.parse().ok()).unwrap_or(DAYS);
    let kept = crate::option("--keep").map(PathBuf::from);
    let (mut tallies, mut cpu) = (BTreeMap::<&str, Tally>::new(), Vec::new());
    for plan in (1..=days).flat_map(|seed| world::plan(100 + seed, received)) {
        let batch = plan.scan().expect("a scan");
        for envelope in &batch.truth.envelopes {
            let front = envelope.first_page;
            if batch.truth.pages.get(front as usize - 1).is_none_or(|page| page.kind != PageKind::EnvelopeFront) {
                continue;
            }
            let Some(page) = read(&reader, batch.bytes.clone(), front).await else { continue };
            let words: Vec<&str> = page.read.words.iter().map(|word| word.text.as_str()).collect();
            let (said, mark) = (postmark::posted(&words, received), &envelope.postmark);
            let tally = tallies.entry(strike(mark.legibility)).or_default();
            let outcome = match said {
                None => ("none", &mut tally.none),
                Some((date, _)) if date == mark.date => ("right", &mut tally.right),
                Some(_) => ("wrong", &mut tally.wrong),
            };
            *outcome.1 += 1;
            if let Some(folder) = &kept {
                let name = format!("{}-{}-{}-{front}.jpg", outcome.0, strike(mark.legibility), plan.file_name());
                std::fs::write(folder.join(name.replace(' ', "_")), &page.screen).expect("a picture");
                let (dpi, turned) = (page.read.dpi, page.read.rotated);
                println!(
                    "  {name} {} {:?} {dpi:?} {turned} {}",
                    mark.date,
                    said.map(|(date, _)| date),
                    words.join(" ")
                );
            }
            cpu.push(page.read.cpu_ms);
        }
    }
    for (strike, Tally { right, none, wrong }) in &tallies {
        println!(
            "  {strike:12} {:4} envelopes: right {right}, nothing proposed {none}, wrong {wrong}",
            right + none + wrong
        );
    }
    let pages = cpu.len().max(1) as u64;
    println!("  {} ms of processor a front, with everything else that is read of it", cpu.iter().sum::<u64>() / pages);
}

const fn strike(legibility: Legibility) -> &'static str {
    match legibility {
        Legibility::Yes => "1 legible",
        Legibility::Partly => "2 in part",
        Legibility::No => "3 illegible",
    }
}

async fn read(reader: &Reader, file: Vec<u8>, page: u32) -> Option<Page> {
    let options = ReadOptions { pages: Some((page, page)), ..ReadOptions::default() };
    let mut found = None;
    if let Err(error) = reader.read(file, &options, |page| found = Some(page)).await {
        println!("  {error}");
    }
    found
}
