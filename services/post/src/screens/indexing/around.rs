//! What stands around the form: the page, what is open about the envelope, how it came, what was scanned.

use domain::{CommunicationId, Evidence};
use store::{
    Transaction, communications,
    reads::{anomalies, indexing as queue, pages},
};
use web::{Problem, parts::Sheet, resemblances};

use super::{
    asked::Asked,
    entry::Entry,
    language::Languages,
    message::Delivered,
    postmark::Postmark,
    scanned::{self, Again},
    sheet,
    view::{Read, Visit},
};
use crate::screens::{
    anomalies::sentence::Sentence,
    facts::Facts,
    repeats,
    scanning::{Twice, missed::Question},
};

/// Loaded beside the envelope itself.
pub(super) struct Around {
    pub(super) sheet: Option<Sheet>,
    pub(super) anomalies: Vec<Sentence>,
    pub(super) facts: Facts,
    pub(super) delivered: Option<Delivered>,
    pub(super) recorded: Vec<Evidence>,
    pub(super) again: Option<Again>,
    pub(super) languages: Option<Languages>,
    pub(super) stamped: Option<Postmark>,
    pub(super) questions: Vec<Question>,
    pub(super) twice: Vec<Twice>,
    pub(super) following: Vec<String>,
    pub(super) repeats: Vec<resemblances::Line>,
}

impl Around {
    pub(super) async fn of(
        tx: &mut Transaction,
        visit: &Visit<'_>,
        read: &Read,
        entry: &Entry,
        asked: &Asked,
    ) -> Result<Self, Problem> {
        let (desk, staff, envelope) = (visit.desk, visit.staff, &read.envelope);
        let sheet = sheet::sheet(tx, envelope, &read.lines, entry, &read.proposals, asked).await?;
        let open = anomalies::list(tx, about(envelope.id), 5).await?;
        Ok(Self {
            anomalies: open.iter().map(Sentence::of).collect(),
            facts: Facts::read(tx, desk).await?,
            delivered: Delivered::of(tx, envelope, desk.web.zone()).await?,
            recorded: communications::evidences(tx, envelope.id).await?,
            again: Again::of(tx, envelope, &read.lines, sheet.as_ref(), staff).await?,
            languages: Languages::of(tx, desk, staff, envelope.id, sheet.as_ref()).await?,
            stamped: Postmark::of(tx, envelope, &read.lines, entry).await?,
            questions: scanned::questions(tx, envelope, staff).await?,
            twice: scanned::doubles(tx, envelope, staff).await?,
            following: following(tx, visit, envelope.id).await?,
            repeats: repeats::of(tx, envelope.id, desk.web.zone()).await?,
            sheet,
        })
    }
}

/// How far the queue is looked through for the envelope that comes after this one.
const LOOKED_THROUGH: i64 = 6;

/// The pictures of the envelope that this clerk gets next, fetched while this one is read.
async fn following(tx: &mut Transaction, visit: &Visit<'_>, here: CommunicationId) -> Result<Vec<String>, Problem> {
    let (user, now) = (visit.staff.user_id, visit.desk.web.now());
    let queue = queue::queue(tx, None, visit.desk.web.today(), LOOKED_THROUGH).await?;
    let next = queue.iter().find(|line| line.id != here && !visit.desk.claims.held_by_another(line.id, user, now));
    let Some(next) = next else { return Ok(Vec::new()) };
    let (Some((batch, _)), pages) = (next.first_page, pages::of_envelope(tx, next.id).await?) else {
        return Ok(Vec::new());
    };
    let pictured = pages.iter().filter(|page| page.pictured && !page.separator);
    Ok(pictured.take(PICTURES).map(|page| page.image(batch, "screen")).collect())
}

/// Pictures of the next envelope that are fetched ahead: its front, and the letter behind it.
const PICTURES: usize = 2;

/// What is open about an envelope.
fn about(id: CommunicationId) -> anomalies::Wanted {
    anomalies::Wanted { communication: Some(id), ..anomalies::Wanted::default() }
}
