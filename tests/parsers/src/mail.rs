//! E-mails and what comes in them: the reader.

use reading::{TEXT_LIMIT, UnpackLimits};

use crate::{Listed, seeds};

pub const TARGETS: &[Listed] = &[
    ("message", message, seeds::messages),
    ("message_files", message_files, seeds::messages),
    ("bounce", bounce, seeds::reports),
    ("winmail", winmail, seeds::wrappings),
    ("archive", archive, seeds::archives),
    ("files_in_text", files_in_text, seeds::texts),
    ("html", html, seeds::texts),
    ("reply_text", reply_text, seeds::texts),
];

/// What may come out of one message: little, so that the fuzzer sees what exceeds it.
fn limits() -> UnpackLimits {
    UnpackLimits { bytes: 4 << 20, files: 200, ..UnpackLimits::default() }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn message(bytes: &[u8]) {
    let message = reader::parsers::message(bytes);
    assert!(message.text.len() <= TEXT_LIMIT + 4, "more text than allowed");
    assert!(message.reply_text.len() <= message.text.len(), "an answer longer than the message");
}

fn message_files(bytes: &[u8]) {
    let parts = reader::parsers::message_files(bytes, &limits());
    let unpacked = parts.iter().filter(|part| part.attachment.unpacked_from.is_some());
    let most = (bytes.len() as u64).saturating_mul(10) + limits().bytes;
    assert!(unpacked.map(|part| part.bytes.len() as u64).sum::<u64>() <= most, "more was unpacked than allowed");
}

/// The body of a report about a delivery, under the head of one.
fn bounce(bytes: &[u8]) {
    let mut raw =
        b"Return-Path: <>\nFrom: MAILER-DAEMON@example.fr\nContent-Type: multipart/report; boundary=b\n\n".to_vec();
    raw.extend_from_slice(bytes);
    let message = reader::parsers::message(&raw);
    assert!(message.bounces.len() <= 1_000, "more recipients than are kept");
}

fn winmail(bytes: &[u8]) {
    let files = reader::parsers::winmail(bytes).unwrap_or_default();
    assert!(files.iter().map(Vec::len).sum::<usize>() <= bytes.len(), "more came out than went in");
}

fn archive(bytes: &[u8]) {
    let files = reader::parsers::archive(bytes, &limits()).unwrap_or_default();
    let allowed = limits().bytes.min(limits().ratio * bytes.len() as u64);
    assert!(files.iter().map(|file| file.len() as u64).sum::<u64>() <= allowed, "more came out than allowed");
}

fn files_in_text(bytes: &[u8]) {
    let files = reader::parsers::files_in_text(&text(bytes));
    // A line whose spaces were lost on the way stands for 63 bytes at most.
    let most = 32 * bytes.len();
    assert!(files.iter().map(Vec::len).sum::<usize>() <= most, "more came out than the lines can hold");
}

fn html(bytes: &[u8]) {
    let page = text(bytes);
    assert!(reader::parsers::html(&page).len() <= TEXT_LIMIT + page.len(), "more text than allowed");
}

fn reply_text(bytes: &[u8]) {
    let text = text(bytes);
    assert!(reader::parsers::reply_text(&text).len() <= text.len(), "an answer longer than the message");
}
