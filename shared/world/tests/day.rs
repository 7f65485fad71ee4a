//! The demonstration day as its users see it: complete, repeatable, readable, true.

use std::{collections::HashSet, io::Cursor};

use chrono::NaiveDate;
use domain::{PieceKind, SeparatorSheet};
use tiff::decoder::{Decoder, DecodingResult};
use world::{BatchKind, Day, Oddity, PageKind};

fn date() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 20).expect("date")
}

/// One test, because a day takes seconds to make and each test runs in a process of its own.
#[test]
fn the_day_is_complete_repeatable_readable_and_true() {
    let day = world::day(1, date()).expect("day");
    the_same_seed_and_day_give_the_same_bytes(&day);
    every_page_of_every_file_has_its_truth_and_opens(&day);
    envelopes_and_documents_share_out_the_pages_without_gap(&day);
    separator_sheets_say_what_the_mailroom_counted(&day);
    the_day_has_the_odd_cases_that_a_mailroom_meets(&day);
    the_truth_reads_back_from_the_folder(&day);
    let size: usize = day.batches.iter().map(|b| b.bytes.len()).sum();
    assert!(size < 30_000_000, "a day stays small: {size}");
}

fn the_same_seed_and_day_give_the_same_bytes(day: &Day) {
    let plan = world::plan(1, date()).into_iter().find(|p| p.file_name() == "PRISON-007.pdf").expect("plan");
    let again = plan.scan().expect("scan");
    let first = day.batches.iter().find(|b| b.file_name == again.file_name).expect("batch");
    assert!(first.bytes == again.bytes);
    assert_eq!(first.truth, again.truth);
    let other = world::plan(2, date()).into_iter().find(|p| p.file_name() == "PRISON-007.pdf").expect("plan");
    assert!(other.scan().expect("scan").bytes != again.bytes);
}

fn every_page_of_every_file_has_its_truth_and_opens(day: &Day) {
    for batch in day.batches.iter().filter(|b| b.truth.oddity != Some(Oddity::Truncated)) {
        let pages = match batch.kind {
            BatchKind::Tiff => tiff_pages(&batch.bytes).expect("readable TIFF"),
            BatchKind::Pdf => hayro::hayro_syntax::Pdf::new(batch.bytes.clone()).expect("readable PDF").pages().len(),
        };
        assert_eq!(pages, batch.truth.pages.len(), "{}", batch.file_name);
        let silent = batch.truth.pages.iter().filter(|p| p.text.is_empty());
        assert!(silent.clone().all(|p| p.kind == PageKind::Blank), "{}", batch.file_name);
    }
}

fn envelopes_and_documents_share_out_the_pages_without_gap(day: &Day) {
    for batch in &day.batches {
        let mut next = 1;
        for envelope in &batch.truth.envelopes {
            next += u32::from(envelope.separator_page.is_some());
            assert_eq!(envelope.first_page, next);
            for document in &envelope.documents {
                assert_eq!(document.range.first, next);
                next = document.range.last + 1;
                assert!(document.person.is_none_or(|i| i < envelope.persons.len()));
            }
            assert_eq!(envelope.last_page + 1, next);
            assert_eq!(envelope.documents[0].range.kind, PieceKind::Envelope);
        }
        assert_eq!(batch.truth.pages.len() + 1, usize::try_from(next).expect("small"), "{}", batch.file_name);
    }
}

fn separator_sheets_say_what_the_mailroom_counted(day: &Day) {
    let mut serials = HashSet::new();
    for batch in &day.batches {
        for envelope in batch.truth.envelopes.iter().filter(|e| e.separator_page.is_some()) {
            let page = usize::try_from(envelope.separator_page.expect("separator")).expect("small");
            let sheet: SeparatorSheet = batch.truth.pages[page - 1].codes[0].parse().expect("payload");
            assert_eq!(sheet.declared_pages(), envelope.declared_pages);
            assert!(serials.insert(sheet.serial().to_owned()));
        }
    }
}

fn the_day_has_the_odd_cases_that_a_mailroom_meets(day: &Day) {
    let envelopes = || day.batches.iter().filter(|b| b.truth.oddity.is_none()).flat_map(|b| &b.truth.envelopes);
    assert_eq!(envelopes().filter(|e| e.miscounted()).count(), 1);
    assert_eq!(envelopes().filter(|e| e.persons.is_empty()).count(), 1);
    assert_eq!(envelopes().filter(|e| e.persons.len() == 5).count(), 1);
    assert!(envelopes().filter(|e| e.registered.is_some()).count() >= 2);
    assert!(envelopes().any(|e| e.persons.iter().any(|p| p.address.iter().any(|line| line.starts_with("68")))));
    assert!(envelopes().any(|e| !e.postmark.proves()));
    assert!(envelopes().count() >= 24);
    let twice = day.batches.iter().find_map(|b| match &b.truth.oddity {
        Some(Oddity::Duplicate { of }) => Some((b, of)),
        Some(Oddity::Truncated) | None => None,
    });
    let (copy, of) = twice.expect("duplicate");
    assert!(day.batches.iter().any(|b| b.file_name == *of && b.bytes == copy.bytes));
    let cut = day.batches.iter().find(|b| b.truth.oddity == Some(Oddity::Truncated)).expect("truncated");
    assert!(tiff_pages(&cut.bytes).is_err());
}

fn the_truth_reads_back_from_the_folder(day: &Day) {
    let folder = tempfile::tempdir().expect("folder");
    world::write(day, folder.path()).expect("written");
    for batch in &day.batches {
        let truth = std::fs::read(folder.path().join(format!("{}.json", batch.file_name))).expect("truth");
        assert_eq!(serde_json::from_slice::<world::BatchTruth>(&truth).expect("json"), batch.truth);
    }
}

#[test]
fn a_small_batch_is_small_and_its_own() {
    let batch = world::small_batch(7, 2, 3).expect("batch");
    assert!(batch.bytes.len() < 16_000, "{}", batch.bytes.len());
    assert_eq!(tiff_pages(&batch.bytes).expect("tiff"), batch.words.len());
    assert_eq!((batch.words.len(), batch.separators.len()), (8, 2));
    assert!(batch.bytes == world::small_batch(7, 2, 3).expect("batch").bytes);
    assert!(batch.bytes != world::small_batch(8, 2, 3).expect("batch").bytes);
}

/// Pages of a TIFF, every one decoded.
fn tiff_pages(bytes: &[u8]) -> Result<usize, tiff::TiffError> {
    let mut decoder = Decoder::new(Cursor::new(bytes))?;
    let mut pages = 1;
    loop {
        let DecodingResult::U8(pixels) = decoder.read_image()? else { panic!("eight bits or fewer") };
        assert!(pixels.iter().any(|p| *p != pixels[0]), "page {pages} is not one colour");
        if !decoder.more_images() {
            return Ok(pages);
        }
        decoder.next_image()?;
        pages += 1;
    }
}
