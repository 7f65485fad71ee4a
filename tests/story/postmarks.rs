//! The day in a round postmark is read as it is struck: askew, over a stamp, in the grain of a scan.

use domain::Legibility;
use formats::postmark::posted;
use reading::{ReadOptions, Reader};
use runtime::Config;

use crate::office::day;

/// Every legible strike of a pile is read; of a weak one no other day is ever proposed.
#[tokio::test]
async fn the_day_of_a_round_postmark_is_read_and_no_other_one_is_proposed() {
    let mut config = Config::from_toml("").unwrap();
    config.reader.executable = Some(super::executable("passerelle-reader"));
    let reader = Reader::new(config.reader_config());
    let received = day("2026-11-16");
    let (mut legible, mut seen) = (0, 0);
    for name in ["COURRIER-003", "COURRIER-008"] {
        let plan = world::plan(101, received).into_iter().find(|plan| plan.file_name().starts_with(name)).unwrap();
        let batch = plan.scan().unwrap();
        for envelope in &batch.truth.envelopes {
            let front = envelope.first_page;
            let options = ReadOptions { pages: Some((front, front)), images: false, ..ReadOptions::default() };
            let mut words = Vec::new();
            reader.read(batch.bytes.clone(), &options, |page| words = page.read.words).await.unwrap();
            let texts: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
            let (said, mark) = (posted(&texts, received), &envelope.postmark);
            if mark.legibility == Legibility::Yes {
                legible += 1;
                let (date, range) =
                    said.as_ref().unwrap_or_else(|| panic!("{name}, page {front}: no day in {texts:?}"));
                assert_eq!(*date, mark.date, "{name}, page {front}");
                let [left, top, right, bottom] = words[range.start].bounds;
                assert!(left > 0 && top > 0 && right > left && bottom > top, "its place is told, to be looked at");
            }
            let other = said.as_ref().is_some_and(|(date, _)| *date != mark.date);
            assert!(!other, "{name}, page {front}: {said:?}");
            seen += 1;
        }
    }
    assert!(legible >= 5 && seen > legible, "{legible} legible ones of {seen}");
}
