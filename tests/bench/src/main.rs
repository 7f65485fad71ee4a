//! Figures, measured on real parts: `tests/postgres --durable run cargo run --release -p bench -- NAME...`.
//!
//! Each measurement prints what it measures, on what, and its figures; only `keyboard` fails, when an envelope is not registered as
//! it should be.

mod api;
mod cases;
mod codes;
mod figures;
mod hostile;
mod intake;
mod keyboard;
mod languages;
mod letters;
mod mail;
mod mailbox;
mod near;
mod opens;
mod postmarks;
mod queue;
mod reading;
mod recompute;
mod visible;

use std::{env, process::ExitCode};

use futures::future::{FutureExt, LocalBoxFuture};

/// A measurement: its name, what it tells, and the work.
type Bench = (&'static str, &'static str, fn() -> LocalBoxFuture<'static, ()>);

const BENCHES: &[Bench] = &[
    ("api", "requests handed in by programs over HTTP, durable, by number of clients", || api::measure().boxed_local()),
    ("cases", "the list of cases over a million, under row-level security", || cases::measure().boxed_local()),
    ("codes", "barcodes, zones of identity papers, 2D-Doc, separator sheets: found, and at what cost", || {
        codes::measure().boxed_local()
    }),
    ("hostile", "damaged files through the caged reader", || hostile::measure().boxed_local()),
    ("intake", "arrivals through the neck, durable, by number of writers", || intake::measure().boxed_local()),
    ("keyboard", "twenty scanned envelopes registered in Chromium with the keyboard alone: keys and time", || {
        keyboard::measure().boxed_local()
    }),
    ("languages", "the language proposed for a document: right, none, wrong, and what it costs", || {
        languages::measure().boxed_local()
    }),
    ("letters", "letters made, warm", || async { letters::measure() }.boxed_local()),
    ("mail", "e-mails parsed in the reader, and what it makes of real bounces", || mail::measure().boxed_local()),
    ("mailbox", "a mailbox over TLS to durable cases, beside mbsync storing it", || mailbox::measure().boxed_local()),
    ("near", "the same paper received twice, by several ways: proposed, and what is proposed falsely", || {
        near::measure().boxed_local()
    }),
    ("opens", "every PDF and picture of the corpus, beside what the reference says of it", || {
        opens::measure().boxed_local()
    }),
    ("postmarks", "the days in postmarks: right, none, wrong (--days N, --keep FOLDER)", || {
        postmarks::measure().boxed_local()
    }),
    ("queue", "durable jobs: enqueue, drain, time from commit to handler", || queue::measure().boxed_local()),
    (
        "reading",
        "pages of known text, beside the tesseract command in the same run (--only SET, --pages FOLDER)",
        || reading::measure().boxed_local(),
    ),
    ("recompute", "dates and urgency of all open cases again, with the database and without (--cases N)", || {
        recompute::measure().boxed_local()
    }),
    ("visible", "from the arrival to the page that shows it: mail, telephone, counter", || {
        visible::measure().boxed_local()
    }),
];

/// The names among the arguments: an option and its value are for the measurement that reads them.
fn names(arguments: impl Iterator<Item = String>) -> Vec<String> {
    let mut after_option = false;
    let mut name = |argument: &String| {
        let option = argument.starts_with("--");
        let value = std::mem::replace(&mut after_option, option);
        !value && !option
    };
    arguments.filter(|argument| name(argument)).collect()
}

/// The value of an option.
fn option(name: &str) -> Option<String> {
    env::args().skip_while(|argument| argument != name).nth(1)
}

#[tokio::main]
async fn main() -> ExitCode {
    let wanted = names(env::args().skip(1));
    let unknown = wanted.iter().find(|name| !BENCHES.iter().any(|(known, ..)| known == name));
    if wanted.is_empty() || unknown.is_some() {
        eprintln!("usage: bench NAME...");
        for (name, tells, _) in BENCHES {
            eprintln!("  {name:12} {tells}");
        }
        return ExitCode::from(2);
    }
    for (name, tells, work) in BENCHES.iter().filter(|(name, ..)| wanted.iter().any(|wanted| wanted == name)) {
        println!("# {name}: {tells}");
        work().await;
    }
    ExitCode::SUCCESS
}
