//! Long texts made of one thing again and again: what goes as deep as they are long falls here, and what takes time by the square of
//! their length is seen by how long this takes.

use parsers::{Target, feed, targets};

/// Bytes of each text.
const LENGTH: usize = 1 << 17;

/// Beginnings that a text goes on from, and what it repeats.
const REPEATED: [&str; 28] = [
    "<",
    "> ",
    "-- \n",
    "X: y\n",
    "De : P\nEnvoyé : x\n",
    "Le lun. 16 nov. 2026 à 10:12, P <p@a.fr>\n",
    "a écrit :\n",
    "On x wrote:\n> y\n",
    "a@b.fr ",
    "<a@b.fr>",
    "BP 1 ",
    "8e étage ",
    "12 rue de la Paix 75001 Paris ",
    "12, bis, ",
    "1A 123 456 7890 1 ",
    "26-067-0000123-45 ",
    "550 5.1.1 user unknown <a@b.fr>\n",
    "begin 644 a\n",
    "<blockquote><p>",
    "<td hidden>",
    "&amp",
    "=?utf-8?B?w6k=?= ",
    "--b\n\nx\n",
    "67000\n",
    "Nom : ",
    "Nom\n",
    "Aminata DIALLO, née le 14/02/1990 ",
    "cordialement\n",
];

/// Targets that are given texts of this length: what messages, pages and forms say. (Pictures and files are limited by their pixels
/// and pages, zones and codes by their layout.)
const LONG: [&str; 12] = [
    "message",
    "message_files",
    "bounce",
    "files_in_text",
    "html",
    "reply_text",
    "tracking",
    "address",
    "phone",
    "written",
    "written_text",
    "written_language",
];

fn feed_long(target: &Target) {
    for repeated in REPEATED {
        let mut text = repeated.repeat(LENGTH / repeated.len());
        if target.name.starts_with("message") {
            text = format!("From: a@b.fr\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\n{text}");
        }
        if let Err(fault) = feed(target, text.as_bytes()) {
            assert!(!fault.ours, "{}: {repeated:?}: {fault}", target.name);
        }
    }
}

#[test]
fn long_texts_that_repeat_one_thing_are_read() {
    let fed: Vec<Target> = targets().into_iter().filter(|target| LONG.contains(&target.name)).collect();
    assert_eq!(fed.len(), LONG.len());
    // What the caged reader does has its stack for messages; the rest is read by others as well.
    let outside = ["address", "tracking", "phone", "written", "written_text", "written_language"];
    let stack = |target: &Target| -> usize { if outside.contains(&target.name) { 2 } else { 64 } };
    std::thread::scope(|scope| {
        for target in &fed {
            let thread = std::thread::Builder::new().stack_size(stack(target) << 20);
            thread.spawn_scoped(scope, move || feed_long(target)).expect("a thread");
        }
    });
}
