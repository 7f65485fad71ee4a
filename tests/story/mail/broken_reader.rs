//! A message that ends the reader, or hangs it, costs itself only: it is kept, shown, and the next ones flow.

use std::{fs, time::Duration};

use casework::READ_BATCH;
use domain::ExceptionKind;
use nix::{
    sys::signal::{Signal, kill},
    unistd::Pid,
};

use super::{
    letterbox::Letterbox,
    written::{Written, noise, picture},
};

/// What the reader needs to start, and a little more.
const MEMORY: u64 = 448 << 20;
/// A file that it cannot take out of a message in that.
const TOO_MUCH: usize = 150 << 20;

/// The processes that read messages for this test.
fn readers() -> Vec<Pid> {
    let parent = std::process::id();
    let is_ours = |pid: &i32| {
        let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
        let after = stat.rfind(')').map_or("", |end| &stat[end + 1..]);
        let of = after.split_whitespace().nth(1).and_then(|of| of.parse().ok());
        stat.contains("(passerelle-read") && of == Some(parent)
    };
    let numbers = fs::read_dir("/proc").unwrap().filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok());
    numbers.filter(is_ours).map(Pid::from_raw).collect()
}

/// Stops a process, all its threads: the signal alone only asks for it.
async fn stop(process: Pid) {
    kill(process, Signal::SIGSTOP).unwrap();
    let stands = |thread: std::io::Result<fs::DirEntry>| {
        let stat = fs::read_to_string(thread.unwrap().path().join("stat")).unwrap();
        stat.rsplit(')').next().is_some_and(|rest| rest.trim_start().starts_with('T'))
    };
    while !fs::read_dir(format!("/proc/{process}/task")).unwrap().all(stands) {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

fn numbered(id: &str) -> Vec<u8> {
    Written { id, ..Written::default() }.raw()
}

#[tokio::test]
async fn a_message_that_ends_the_reader_is_kept_and_the_next_ones_flow() {
    let mut box_ = Letterbox::open().await;
    box_.deliver(&numbered("abc-1"));
    let deadly = Written { id: "abc-2", files: vec![("gros.bin", noise(TOO_MUCH))], ..Written::default() }.raw();
    box_.deliver(&deadly);
    box_.deliver(&numbered("abc-3"));
    box_.start_limited(|limits| limits.memory_bytes = MEMORY);
    box_.communications(3).await;
    box_.cases(3).await;
    box_.sent(2).await;
    let shown = box_.shown(ExceptionKind::MessageUnreadable).await;
    assert_eq!(shown.len(), 1, "{shown:?}");
    let cause = shown[0].detail["cause"].as_str().unwrap();
    assert!(cause.contains("ended before finishing"), "{cause}");
    assert!(shown[0].communication.is_some(), "it leads to the message");
    let size = i64::try_from(deadly.len()).unwrap();
    assert_eq!(
        box_.count("SELECT max(b.size) FROM blob b JOIN communication m ON m.content_sha256 = b.sha256").await,
        size
    );
    box_.deliver(&numbered("abc-4"));
    box_.sent(3).await;
    box_.close().await;
    assert_eq!(box_.text("SELECT cursor->>'uid' FROM source").await, "4", "nothing waits behind it");
}

#[tokio::test]
async fn files_that_end_the_reader_stay_in_their_message() {
    let mut box_ = Letterbox::open().await;
    box_.start("");
    let deadly = Written { id: "abc-1", files: vec![("gros.bin", noise(TOO_MUCH))], ..Written::default() }.raw();
    box_.deliver(&deadly);
    box_.deliver(&Written { id: "abc-2", files: vec![("photo.png", picture())], ..Written::default() }.raw());
    box_.sent(2).await;
    box_.close().await;
    // What the door could read, the mailroom cannot take apart: nothing is tried for ever, nothing waits behind it.
    let limited = box_.context(&box_.post.site_settings(), |limits| limits.memory_bytes = MEMORY);
    box_.office.work_off_in(limited, &[READ_BATCH]).await;
    let shown = box_.shown(ExceptionKind::PartSetAside).await;
    assert_eq!(shown.len(), 1, "{shown:?}");
    assert_eq!(box_.count("SELECT count(*) FROM page").await, 1, "the other message is read");
    let size = i64::try_from(deadly.len()).unwrap();
    assert_eq!(box_.count("SELECT max(size)::bigint FROM part").await, size, "the whole message stands for its files");
}

#[tokio::test]
async fn a_message_that_hangs_the_reader_is_kept_and_the_next_ones_flow() {
    let mut box_ = Letterbox::open().await;
    box_.office.db.allow_leftover_jobs();
    box_.start_limited(|limits| limits.message_seconds = 5);
    box_.deliver(&numbered("abc-1"));
    box_.sent(1).await;
    let running = readers();
    assert_eq!(running.len(), 1, "one process reads for the mailbox");
    stop(running[0]).await;
    for id in ["abc-2", "abc-3", "abc-4"] {
        box_.deliver(&numbered(id));
    }
    box_.communications(4).await;
    box_.cases(4).await;
    let shown = box_.shown(ExceptionKind::MessageUnreadable).await;
    assert_eq!(shown.len(), 1, "{shown:?}");
    assert!(shown[0].detail["cause"].as_str().unwrap().contains("without an answer"), "{shown:?}");
    box_.sent(3).await;
    assert!(!readers().contains(&running[0]), "the process that hung is gone");
    box_.close().await;
}
