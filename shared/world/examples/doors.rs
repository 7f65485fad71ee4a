//! Writes what comes by the other doors of a day into a folder, the truth beside: `doors FOLDER [YYYY-MM-DD [SEED]]`.

use std::{env, fs, io, path::Path, process::ExitCode};

use chrono::NaiveDate;
use serde::Serialize;

fn main() -> ExitCode {
    let mut arguments = env::args().skip(1);
    let Some(folder) = arguments.next() else {
        eprintln!("usage: doors FOLDER [YYYY-MM-DD [SEED]]");
        return ExitCode::from(2);
    };
    let date = arguments.next().and_then(|text| text.parse().ok()).or(NaiveDate::from_ymd_opt(2026, 11, 20));
    let seed = arguments.next().and_then(|text| text.parse().ok()).unwrap_or(1);
    let Some(date) = date else { return ExitCode::from(2) };
    match write(Path::new(&folder), seed, date) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn write(folder: &Path, seed: u64, date: NaiveDate) -> io::Result<()> {
    for item in world::mail(seed, date).map_err(io::Error::other)? {
        put(folder, "courriel", &item.truth.arrival.story, &[("message.eml".to_owned(), item.raw)], &item.truth)?;
    }
    for item in world::calls(seed, date).map_err(io::Error::other)? {
        put(folder, "telephone", &item.truth.arrival.story, &[("appel.wav".to_owned(), item.wav)], &item.truth)?;
    }
    for item in world::visits(seed, date).map_err(io::Error::other)? {
        put(folder, "guichet", &item.truth.arrival.story, &item.files, &item.truth)?;
    }
    for item in world::handovers(seed, date).map_err(io::Error::other)? {
        put(folder, "structure", &item.truth.arrival.story, &[("corps.json".to_owned(), item.body)], &item.truth)?;
    }
    Ok(())
}

fn put(folder: &Path, door: &str, story: &str, files: &[(String, Vec<u8>)], truth: &impl Serialize) -> io::Result<()> {
    let folder = folder.join(door).join(story);
    fs::create_dir_all(&folder)?;
    for (name, bytes) in files {
        fs::write(folder.join(name), bytes)?;
    }
    fs::write(folder.join("verite.json"), serde_json::to_vec_pretty(truth)?)?;
    println!("{}", folder.display());
    Ok(())
}
