//! What waits, in figures, beside the title of the desk; refreshed by itself.

use askama::Template;
use axum::extract::State;
use store::{StoreError, Transaction, reads::indexing};
use web::{Problem, Staff, View, dates, t1, t2, t3};

use super::Desk;

/// More is not counted.
const CAP: u32 = 500;
/// Batches whose reading is shown.
const READING_SHOWN: i64 = 3;

/// The figures of the desk.
#[derive(Template)]
#[template(path = "post/facts.html")]
pub(crate) struct Facts {
    pub(crate) count: String,
    pub(crate) waiting: String,
    pub(crate) registered: Option<String>,
    pub(crate) oldest: Option<String>,
    pub(crate) reading: Vec<String>,
}

impl askama::filters::HtmlSafe for Facts {}

impl Facts {
    /// Counts what waits.
    pub(crate) async fn read(tx: &mut Transaction, desk: &Desk) -> Result<Self, StoreError> {
        let waiting = indexing::waiting(tx, i64::from(CAP) + 1).await?;
        let reading = indexing::in_reading(tx, READING_SHOWN).await?;
        let capped = |n: u32| if n > CAP { format!("{CAP}+") } else { n.to_string() };
        Ok(Self {
            count: capped(waiting.envelopes),
            waiting: if waiting.envelopes > CAP {
                t1("post-facts-waiting-many", "count", CAP)
            } else {
                t1("post-facts-waiting", "count", waiting.envelopes)
            },
            registered: (waiting.registered > 0).then(|| t1("post-facts-registered", "count", waiting.registered)),
            oldest: waiting.oldest.map(|at| t1("post-facts-oldest", "age", dates::age(at, desk.web.now()))),
            reading: reading.iter().map(progress).collect(),
        })
    }
}

/// `lecture de COURRIER-003.tif : 12/480 pages`.
pub(crate) fn progress(batch: &indexing::InReading) -> String {
    match batch.page_count {
        Some(pages) => {
            t3("post-facts-reading", ("file", &batch.file_name), ("read", batch.pages_read), ("pages", pages))
        }
        None => t2("post-facts-reading-soon", "file", &batch.file_name, "read", batch.pages_read),
    }
}

/// `/courrier/compteurs`
pub(crate) async fn show(State(desk): State<Desk>, staff: Staff) -> Result<View<Facts>, Problem> {
    let mut tx = desk.begin(&staff).await?;
    Ok(View(Facts::read(&mut tx, &desk).await?))
}
