//! Figures, measured on real parts: `tests/postgres --durable run cargo run --release -p bench -- NAME...`.
//!
//! Each measurement prints what it measures, on what, and its figures; none of them passes or fails.

mod api;
mod cases;
mod figures;
mod intake;
mod letters;
mod mail;
mod mailbox;
mod queue;
mod visible;

use std::{env, process::ExitCode};

use futures::future::{FutureExt, LocalBoxFuture};

/// A measurement: its name, what it tells, and the work.
type Bench = (&'static str, &'static str, fn() -> LocalBoxFuture<'static, ()>);

const BENCHES: &[Bench] = &[
    ("api", "requests handed in by programs over HTTP, durable, by number of clients", || api::measure().boxed_local()),
    ("cases", "the list of cases over a million, under row-level security", || cases::measure().boxed_local()),
    ("intake", "arrivals through the neck, durable, by number of writers", || intake::measure().boxed_local()),
    ("letters", "letters made, warm", || async { letters::measure() }.boxed_local()),
    ("mail", "e-mails parsed in the reader, and what it makes of real bounces", || mail::measure().boxed_local()),
    ("mailbox", "a mailbox over TLS to durable cases, beside mbsync storing it", || mailbox::measure().boxed_local()),
    ("queue", "durable jobs: enqueue, drain, time from commit to handler", || queue::measure().boxed_local()),
    ("visible", "from the arrival to the page that shows it: mail, telephone, counter", || {
        visible::measure().boxed_local()
    }),
];

#[tokio::main]
async fn main() -> ExitCode {
    let wanted: Vec<String> = env::args().skip(1).collect();
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
