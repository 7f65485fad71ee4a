//! Writes a day of the demonstration prefecture into a folder: `day FOLDER [YYYY-MM-DD [SEED]]`.

use std::{env, path::Path, process::ExitCode};

use chrono::NaiveDate;

fn main() -> ExitCode {
    let mut arguments = env::args().skip(1);
    let Some(folder) = arguments.next() else {
        eprintln!("usage: day FOLDER [YYYY-MM-DD [SEED]]");
        return ExitCode::from(2);
    };
    let date = arguments.next().and_then(|text| text.parse().ok()).or(NaiveDate::from_ymd_opt(2026, 11, 20));
    let seed = arguments.next().and_then(|text| text.parse().ok()).unwrap_or(1);
    let made =
        date.map(|date| world::day(seed, date).and_then(|day| world::write(&day, Path::new(&folder)).map(|()| day)));
    match made {
        Some(Ok(day)) => {
            for batch in &day.batches {
                println!("{} {} pages {} octets", batch.file_name, batch.truth.pages.len(), batch.bytes.len());
            }
            ExitCode::SUCCESS
        }
        Some(Err(error)) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
        None => ExitCode::from(2),
    }
}
