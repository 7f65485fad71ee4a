//! E-mails through the client and the executable: one after the other, hostile ones among them; and the development corpus
//! when it is there.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    time::Duration,
};

use nix::{
    sys::signal::{Signal, kill},
    unistd::Pid,
};
use reading::{BounceReason, Message, MessageClass, MessageReader, ReadFailure, Reader, Refusal, inspect_mail};
use serde_json::{Value, json};

use crate::{config, limited};

const SIMPLE: &[u8] = b"From: x@example.fr\r\nSubject: Demande\r\n\r\nBonjour";

async fn good(reader: &mut MessageReader) -> Message {
    let message = reader.look(SIMPLE).await.expect("read");
    assert_eq!((message.subject.as_deref(), message.text.as_str()), (Some("Demande"), "Bonjour"));
    message
}

fn process(reader: &MessageReader) -> Pid {
    Pid::from_raw(reader.process_id().expect("running").cast_signed())
}

/// Stops a process and waits until all its threads stand still: the signal alone only asks for it.
async fn stop(process: Pid) {
    kill(process, Signal::SIGSTOP).expect("signal");
    let stands = |thread: std::io::Result<std::fs::DirEntry>| {
        let stat = std::fs::read_to_string(thread.expect("thread").path().join("stat")).expect("state");
        stat.rsplit(')').next().is_some_and(|rest| rest.trim_start().starts_with('T'))
    };
    while !std::fs::read_dir(format!("/proc/{process}/task")).expect("threads").all(stands) {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

/// A message with one attachment of so many bytes.
fn with_attachment(length: usize) -> Vec<u8> {
    let head = "From: x@example.fr\r\nContent-Type: application/x-piece; name=piece\r\nContent-Transfer-Encoding: base64\r\n\r\n";
    let mut raw = head.as_bytes().to_vec();
    raw.resize(head.len() + length.div_ceil(3) * 4, b'A');
    raw
}

#[tokio::test]
async fn one_process_reads_many_messages_and_hands_over_their_files() {
    let mut reader = Reader::new(config()).messages();
    good(&mut reader).await;
    let first = process(&reader);
    for _ in 0..200 {
        good(&mut reader).await;
    }
    let parts = reader.unpack(&with_attachment(40 << 20)).await.expect("unpacked");
    assert_eq!((parts.len(), parts[0].bytes.len()), (1, (40 << 20) + 2));
    assert_eq!(parts[0].attachment.size, parts[0].bytes.len() as u64);
    assert!(reader.unpack(SIMPLE).await.expect("unpacked").is_empty());
    assert_eq!(process(&reader), first);
}

#[tokio::test]
async fn a_process_that_ends_between_messages_costs_none_of_them() {
    let mut reader = Reader::new(config()).messages();
    good(&mut reader).await;
    let first = process(&reader);
    kill(first, Signal::SIGKILL).expect("signal");
    good(&mut reader).await;
    assert_ne!(process(&reader), first);
}

#[tokio::test]
async fn a_message_that_hangs_fails_alone() {
    let mut reader = limited(|limits| limits.message_seconds = 2).messages();
    good(&mut reader).await;
    let first = process(&reader);
    stop(first).await;
    let failure = reader.look(SIMPLE).await.expect_err("silent");
    assert!(matches!(failure, ReadFailure::TimedOut { .. }), "{failure}");
    assert!(!Path::new(&format!("/proc/{first}")).exists(), "the process is reaped");
    good(&mut reader).await;
}

#[tokio::test]
async fn a_message_that_outgrows_the_memory_fails_alone() {
    let mut reader = limited(|limits| limits.memory_bytes = 448 << 20).messages();
    good(&mut reader).await;
    let failure = reader.look(&with_attachment(150 << 20)).await.expect_err("too much");
    assert!(matches!(failure, ReadFailure::Crashed { .. }), "{failure}");
    good(&mut reader).await;
}

#[tokio::test]
async fn a_message_over_the_size_limit_is_refused_before_it_is_sent() {
    let mut reader = limited(|limits| limits.file_bytes = 1_000).messages();
    let failure = reader.look(&with_attachment(2_000)).await.expect_err("too long");
    assert!(matches!(failure, ReadFailure::Refused { reason: Refusal::LimitExceeded, .. }), "{failure}");
    assert_eq!(reader.process_id(), None);
    good(&mut reader).await;
}

#[tokio::test]
async fn an_asking_that_is_given_up_leaves_nothing_half_read() {
    let mut reader = Reader::new(config()).messages();
    good(&mut reader).await;
    let raw = with_attachment(20 << 20);
    for wait in [0, 1, 5, 20] {
        // Whether it ended in time or was dropped half-way, the next answer is about the next message.
        let _ = tokio::time::timeout(Duration::from_millis(wait), reader.unpack(&raw)).await;
        good(&mut reader).await;
    }
}

#[tokio::test]
async fn inspect_answers_every_message_in_order_and_bad_files_end_nothing() {
    let folder = tempfile::tempdir().expect("folder");
    let file = |name: &str, bytes: &[u8]| -> PathBuf {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).expect("file");
        path
    };
    let mailbox = b"From a Thu Apr 1\nFrom: a@b.fr\nSubject: un\n\n>From here\n\nFrom b Fri Apr 2\nFrom: c@d.fr\nSubject: deux\n\nx\n";
    let files = [
        file("one.eml", SIMPLE),
        folder.path().join("missing.eml"),
        file("noise.eml", &[0; 500]),
        file("all.mbox", mailbox),
    ];
    let mut reader = Reader::new(config()).messages();
    let mut answers = Vec::new();
    for file in &files {
        answers.extend(inspect_mail(&mut reader, file).await);
    }
    let told: Vec<(&Value, &Value)> = answers.iter().map(|answer| (&answer["ok"], &answer["subject"])).collect();
    let nothing = &Value::Null;
    let expected = [
        (&json!(true), &json!("Demande")),
        (&json!(false), nothing),
        (&json!(false), nothing),
        (&json!(true), &json!("un")),
        (&json!(true), &json!("deux")),
    ];
    assert_eq!(told, expected);
    assert_eq!(answers[0]["from"], json!([{ "address": "x@example.fr" }]));
    assert_eq!((&answers[0]["class"], &answers[0]["file"]), (&json!("normal"), &json!(files[0])));
    assert_eq!(answers[3]["text"], json!("From here"));
    assert!(answers[1]["error"].is_string() && answers[2]["error"].is_string());
}

/// The corpus beside the project, or nothing, said aloud.
fn corpus() -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus");
    if !path.join("sisimai").is_dir() {
        eprintln!("skipped: no ../shared/corpus here");
        return None;
    }
    Some(path)
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() { files(&path, found) } else { found.push(path) }
    }
}

#[tokio::test]
async fn nothing_in_the_corpus_ends_the_reader() {
    let Some(corpus) = corpus() else { return };
    let mut reader = Reader::new(config()).messages();
    let mut found = Vec::new();
    for folder in
        ["mikel-mail", "mime4j", "mimekit", "flanker", "stalwart-mail-parser", "suite-messages", "talon", "sisimai"]
    {
        files(&corpus.join(folder), &mut found);
    }
    assert!(found.len() > 500, "{}", found.len());
    for file in found {
        let raw = std::fs::read(&file).expect("file");
        reader.look(&raw).await.unwrap_or_else(|failure| panic!("{}: {failure}", file.display()));
        reader.unpack(&raw).await.unwrap_or_else(|failure| panic!("{}: {failure}", file.display()));
    }
}

#[tokio::test]
async fn the_messages_of_real_mail_systems_are_told_apart() {
    let Some(corpus) = corpus() else { return };
    let expected = std::fs::read(corpus.join("sisimai/expected.json")).expect("answers");
    let expected: BTreeMap<String, Value> = serde_json::from_slice(&expected).expect("answers");
    let mut reader = Reader::new(config()).messages();
    let mut found = Vec::new();
    files(&corpus.join("sisimai/set-of-emails"), &mut found);
    let (mut all, mut recognised, mut reasons) = (0_u32, 0_u32, 0_u32);
    for file in found {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let message = reader.look(&std::fs::read(&file).expect("file")).await.expect("read");
        if name.starts_with("is-not-bounce") {
            assert_eq!(message.class, MessageClass::Normal, "{name}");
        }
        let Some(reason) = expected.get(&name).and_then(|told| told[0]["reason"].as_str()) else { continue };
        let right = match reason {
            "vacation" => matches!(message.class, MessageClass::Vacation | MessageClass::AutoReply),
            "feedback" => message.class == MessageClass::Complaint,
            "delivered" => message.class == MessageClass::Receipt,
            _ => matches!(message.class, MessageClass::Bounce | MessageClass::Delay),
        };
        all += 1;
        recognised += u32::from(right);
        reasons += u32::from(
            message.bounces.first().map(|bounce| bounce.reason).is_some_and(|one: BounceReason| one.word() == reason),
        );
    }
    println!("{recognised} of {all} recognised, the reason of {reasons} as the corpus names it");
    assert!(recognised * 100 >= all * 95, "{recognised} of {all}");
    assert!(reasons * 100 >= all * 70, "{reasons} of {all}");
}
