use std::{
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use ::letters::{Letter, Letters};
use domain::LetterKind;

use crate::figures::{processor_time, rate};

const SAMPLE: &str = include_str!("../../../config/letters/samples/LT-01.json");
const EACH: u32 = 100;

/// Makes the acknowledgement again and again, warm, on one thread and on two.
pub(crate) fn measure() {
    let letters = Arc::new(Letters::new(None).expect("the shipped templates"));
    let data = serde_json::from_str(SAMPLE).expect("the sample");
    let letter = Letter::from_json(LetterKind::Acknowledgement, &data).expect("the sample");
    letters.render(&letter).expect("a letter");
    for threads in [1, 2] {
        let (start, own) = (Instant::now(), processor_time());
        let making = (0..threads).map(|_| {
            let (letters, letter) = (Arc::clone(&letters), letter.clone());
            thread::spawn(move || {
                for _ in 0..EACH {
                    letters.render(&letter).expect("a letter");
                }
            })
        });
        for made in making.collect::<Vec<_>>() {
            made.join().expect("a thread that ends");
        }
        let made = threads * EACH;
        rate(&format!("LT-01, PDF/A-2a and PDF/UA-1, {threads} thread(s)"), made, start);
        let each: Duration = processor_time().saturating_sub(own) / made;
        println!("{:<60} {:>9.1} ms of processor a letter", "", each.as_secs_f64() * 1000.0);
    }
}
