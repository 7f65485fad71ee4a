use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use domain::MessageClass;
use reading::{Message, MessageReader, ReadFailure, Reader, ReaderConfig};
use serde_json::Value;

use crate::{
    figures::rate,
    mailbox::{message, processor_time, reader},
};

const MESSAGES: usize = 2_000;

/// Parses messages in the reader executable: many of the usual size, then every file of the development corpus, and compares
/// the class and reason of its bounces with those it is published with.
pub(crate) async fn measure() {
    let Some(executable) = reader() else {
        println!("  passerelle-reader is not built: cargo build --release -p reader");
        return;
    };
    let config = ReaderConfig::new(executable);
    let usual: Vec<Vec<u8>> = (0..MESSAGES).map(message).collect();
    timed("messages of 41 KB, one PDF each, looked at", &config, &usual, Asked::Look).await;
    timed("the same, unpacked", &config, &usual, Asked::Unpack).await;
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus");
    let mut found = Vec::new();
    for folder in FOLDERS {
        files(&corpus.join(folder), &mut found);
    }
    if found.is_empty() {
        println!("  skipped: no ../shared/corpus here");
        return;
    }
    let raw: Vec<Vec<u8>> = found.iter().filter_map(|file| fs::read(file).ok()).collect();
    timed("files of the corpus, looked at", &config, &raw, Asked::Look).await;
    timed("files of the corpus, unpacked", &config, &raw, Asked::Unpack).await;
    bounces(&corpus.join("sisimai"), &config).await;
}

const FOLDERS: [&str; 10] = [
    "email_reply_trimmer",
    "flanker",
    "github-reply",
    "mikel-mail",
    "mime4j",
    "mimekit",
    "sisimai",
    "stalwart-mail-parser",
    "suite-messages",
    "talon",
];

#[derive(Clone, Copy)]
enum Asked {
    Look,
    Unpack,
}

async fn ask(reader: &mut MessageReader, raw: &[u8], asked: Asked) -> Result<(), ReadFailure> {
    match asked {
        Asked::Look => reader.look(raw).await.map(drop),
        Asked::Unpack => reader.unpack(raw).await.map(drop),
    }
}

async fn timed(what: &str, config: &ReaderConfig, messages: &[Vec<u8>], asked: Asked) {
    let (start, before) = (Instant::now(), processor_time());
    let mut reader = Reader::new(config.clone()).messages();
    let mut failed = 0;
    for raw in messages {
        failed += u32::from(ask(&mut reader, raw, asked).await.is_err());
    }
    let count = u32::try_from(messages.len()).unwrap_or(u32::MAX);
    rate(what, count, start);
    // The time of the process counts once it has ended.
    drop(reader);
    tokio::time::sleep(Duration::from_millis(500)).await;
    let each = processor_time().saturating_sub(before) / count.max(1);
    println!("{:<60} {:>9.3} ms of processor a message, {failed} crashes", "", each.as_secs_f64() * 1_000.0);
}

/// The messages of mail systems, with the reasons they are published with.
async fn bounces(folder: &Path, config: &ReaderConfig) {
    let Ok(told) = fs::read(folder.join("expected.json")) else { return };
    let told: BTreeMap<String, Value> = serde_json::from_slice(&told).unwrap_or_default();
    let mut found = Vec::new();
    files(&folder.join("set-of-emails"), &mut found);
    let mut reader = Reader::new(config.clone()).messages();
    let (mut all, mut recognised, mut named, mut reasons) = (0, 0, 0, 0);
    for file in found {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let Some(reason) = told.get(&name).and_then(|told| told[0]["reason"].as_str()) else { continue };
        let Ok(raw) = fs::read(&file) else { continue };
        let message = reader.look(&raw).await.unwrap_or_default();
        all += 1;
        recognised += u32::from(right(&message, reason));
        named += u32::from(message.bounces.iter().any(|bounce| bounce.recipient.is_some()));
        reasons += u32::from(message.bounces.iter().any(|bounce| bounce.reason.word() == reason));
    }
    println!(
        "  {all} messages of mail systems: {recognised} given their class, {named} with a recipient, {reasons} with their reason"
    );
}

fn right(message: &Message, reason: &str) -> bool {
    match reason {
        "vacation" => matches!(message.class, MessageClass::Vacation | MessageClass::AutoReply),
        "feedback" => message.class == MessageClass::Complaint,
        "delivered" => message.class == MessageClass::Receipt,
        _ => matches!(message.class, MessageClass::Bounce | MessageClass::Delay),
    }
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    for path in entries.map(|entry| entry.path()) {
        if path.is_dir() {
            files(&path, found);
        } else {
            found.push(path);
        }
    }
    found.sort();
}
