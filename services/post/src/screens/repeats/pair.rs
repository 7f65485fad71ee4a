//! Two papers beside each other, with what is sure of each, and the question.

use askama::Template;
use axum::extract::{Path, Query, State};
use casework::{SettleResemblanceError, settle_resemblance};
use domain::{CommunicationId, Permission, ResemblanceId, ResemblanceOutcome};
use serde::Deserialize;
use store::{
    Transaction,
    resemblances::{self, PagePair, Side},
};
use web::{
    Done, Frame, Page, Problem, Staff, View, dates,
    parts::{Badge, DoorMark, Tone},
    resemblances::{came, place, who, why},
    t, t1, t2, tw, words,
};

use super::HERE;
use crate::screens::{Desk, Fields};

/// Which pair of pages is looked at.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    paire: Option<usize>,
    /// The envelope on the desk, to which the clerk goes back.
    pli: Option<String>,
}

/// What is sure of one of the two, and its page.
struct Seen {
    title: String,
    door: DoorMark,
    channel: String,
    received: String,
    evidence: String,
    who: Option<String>,
    case: Option<(Option<String>, String)>,
    open: String,
    page: String,
    image: String,
    shows: String,
}

/// A pair of pages.
struct Line {
    id: String,
    path: String,
    pages: String,
    why: String,
    state: Option<Badge>,
    ticked: bool,
    current: bool,
}

#[derive(Template)]
#[template(path = "post/repeat.html")]
pub(crate) struct RepeatPage {
    page: Page,
    path: String,
    why: String,
    sides: [Seen; 2],
    lines: Vec<Line>,
    before: Option<String>,
    after: Option<String>,
    decided: Option<String>,
    back: String,
    envelope: Option<CommunicationId>,
}

/// `/courrier/rapprochements/{later}/{earlier}`
pub(crate) async fn show(
    State(desk): State<Desk>,
    staff: Staff,
    frame: Frame,
    Path((later, earlier)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Result<View<RepeatPage>, Problem> {
    let (later, earlier) = ids(&later, &earlier)?;
    let mut tx = desk.begin(&staff).await?;
    let pairs = resemblances::lock(&mut tx, later, earlier).await?;
    let shown = asked.paire.unwrap_or(1).clamp(1, pairs.len()) - 1;
    let Some(pair) = pairs.get(shown) else { return Err(Problem::NotFound) };
    let (after, before) = (
        resemblances::side(&mut tx, later, pair.later_page).await?,
        resemblances::side(&mut tx, earlier, pair.earlier_page).await?,
    );
    let decided = decided(&mut tx, &desk, pair).await?;
    drop(tx);
    let path = web::resemblances::path(later, earlier);
    let envelope: Option<CommunicationId> = asked.pli.and_then(|id| id.parse().ok());
    let from = envelope.map(|id| format!("&pli={id}")).unwrap_or_default();
    let link = |index: usize| format!("{path}?paire={}{from}", index + 1);
    let lines =
        pairs.iter().enumerate().map(|(index, pair)| line(pair, (&after, &before), link(index), index == shown));
    Ok(View(RepeatPage {
        page: Page::new(&frame, t("post-repeats-title"))
            .under("/courrier", t("door-post"))
            .under(HERE, t("post-repeats-title"))
            .wide()
            .shortcut("1 2", t("post-key-repeats"))
            .shortcut("p s", t("post-key-repeats-pages")),
        why: why(pair.reason, pair.percent, pair.number.as_deref()),
        lines: lines.collect(),
        sides: [
            seen(&before, t("post-repeats-earlier"), &desk, &staff),
            seen(&after, t("post-repeats-later"), &desk, &staff),
        ],
        before: shown.checked_sub(1).map(link),
        after: (shown + 1 < pairs.len()).then(|| link(shown + 1)),
        path,
        decided,
        back: back(envelope),
        envelope,
    }))
}

fn ids(later: &str, earlier: &str) -> Result<(CommunicationId, CommunicationId), Problem> {
    Ok((later.parse().map_err(|_| Problem::NotFound)?, earlier.parse().map_err(|_| Problem::NotFound)?))
}

async fn decided(tx: &mut Transaction, desk: &Desk, pair: &PagePair) -> Result<Option<String>, Problem> {
    let Some((by, at)) = pair.decided else { return Ok(None) };
    let names = store::accounts::names(&mut **tx, &[by]).await?;
    let who = names.into_iter().next().map(|(_, name)| name.0).unwrap_or_default();
    Ok(Some(t2("post-repeats-decided", "who", who, "date", dates::long_instant(at, desk.web.zone()))))
}

fn line(pair: &PagePair, (later, earlier): (&Side, &Side), path: String, current: bool) -> Line {
    let place = |page: i32, side: &Side| page - side.first_page + 1;
    let state = pair.outcome.map(|outcome| {
        let tone = if outcome == ResemblanceOutcome::Same { Tone::Done } else { Tone::Plain };
        Badge::new(tone, tw("resemblance-outcome", outcome.word()))
    });
    Line {
        id: pair.id.to_string(),
        path,
        pages: t2(
            "post-repeats-pair",
            "later",
            place(pair.later_page, later),
            "earlier",
            place(pair.earlier_page, earlier),
        ),
        why: why(pair.reason, pair.percent, pair.number.as_deref()),
        state,
        ticked: pair.outcome != Some(ResemblanceOutcome::Different),
        current,
    }
}

fn seen(side: &Side, title: String, desk: &Desk, staff: &Staff) -> Seen {
    let zone = desk.web.zone();
    let may_read = staff.may(Permission::ReadCases);
    Seen {
        title,
        door: DoorMark::bare(side.channel),
        channel: words::channel(side.channel),
        received: dates::long_instant(side.received_at, zone),
        evidence: dates::long(side.evidence_on),
        who: who(side),
        case: side
            .case
            .as_ref()
            .map(|(id, reference)| (may_read.then(|| format!("/dossiers/{id}")), reference.clone())),
        open: format!("/courrier/indexation/{}?page={}", side.id, place(side)),
        page: t1("post-repeats-page", "page", place(side)),
        image: format!("/courrier/pages/{}/{}/screen", side.batch, side.page),
        shows: t2("post-repeats-shows", "page", place(side), "came", came(side, zone)),
    }
}

/// The envelope on the desk, or the list.
fn back(envelope: Option<CommunicationId>) -> String {
    envelope.map_or_else(|| HERE.to_owned(), |id| format!("/courrier/indexation/{id}"))
}

/// `POST /courrier/rapprochements/{later}/{earlier}`: what a person says of it.
pub(crate) async fn settle(
    State(desk): State<Desk>,
    staff: Staff,
    Path((later, earlier)): Path<(String, String)>,
    fields: Fields,
) -> Result<Done, Problem> {
    let pair = ids(&later, &earlier)?;
    let same: Vec<ResemblanceId> = match fields.get("dire") {
        "meme" => fields.ids("paire")?,
        "autre" => Vec::new(),
        _ => return Err(Problem::BadRequest),
    };
    let done = settle_resemblance(desk.casework()?, &staff.actor(), staff.user_id, pair, &same).await;
    let done = done.map_err(|error| match error {
        SettleResemblanceError::Store(error) => error.into(),
        SettleResemblanceError::Queue(error) => Problem::internal(error),
    })?;
    let said = match done.improved {
        Some(date) => t1("post-repeats-did-improved", "date", dates::long(date)),
        None => t1("post-repeats-did-same", "count", done.same),
    };
    Ok(Done::to(back(fields.get("pli").parse().ok()))
        .saying(said)
        .undo(format!("{HERE}/annuler"), &[("cle", &done.undo.to_string())]))
}
