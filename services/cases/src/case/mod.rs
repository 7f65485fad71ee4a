//! O2: a case.

mod basis;
mod contacts;
mod dates;
mod document_actions;
mod document_form;
mod happened;
mod letters;
mod online;
mod pieces;
mod provisional;
mod urgency;

use askama::Template;
use axum::extract::{Path, State};
use basis::Basis;
pub(crate) use basis::note as note_basis;
use contacts::ContactView;
use dates::{DateView, EvidenceView};
pub(crate) use document_actions::{facts, give, prepare, replace, sign, withdraw};
use domain::{CaseId, Permission};
use letters::LetterView;
use online::Online;
pub(crate) use online::{note as note_online, withdraw as withdraw_online};
use pieces::PieceView;
use provisional::Provisional;
use store::{
    StoreError, Transaction,
    reads::case_view::{self, CaseHead},
    recomputations,
    resemblances::{Side, Summary, Wanted},
};
pub(crate) use urgency::UrgencyView;
use web::{
    Frame, Page, Problem, Staff, View,
    parts::{Badge, Timeline, Tone},
    resemblances, t, t2, tw,
};

use crate::{list::state_badge, names, state::Cases};

/// Resemblances shown.
const REPEATS: i64 = 10;

#[derive(Template)]
#[template(path = "cases/case.html")]
pub(crate) struct CasePage {
    page: Page,
    head: Head,
    dates: Vec<DateView>,
    urgency: Option<UrgencyView>,
    /// A date that was told waits for a decision, and who reads may decide.
    to_decide: bool,
    evidences: Vec<EvidenceView>,
    counting: Badge,
    pieces: Vec<PieceView>,
    repeats: Vec<resemblances::Line>,
    letters: Vec<LetterView>,
    provisional: Option<Provisional>,
    contacts: Vec<ContactView>,
    hidden_contacts: usize,
    timeline: Timeline,
    request: Option<String>,
    online: Online,
    basis: Basis,
    /// Where somebody says what presses, or decides on the band.
    declare: Option<String>,
}

struct Head {
    reference: String,
    state: Badge,
    frozen: Option<Badge>,
    sentence: String,
    request: String,
    ground: Option<String>,
    birth: Option<String>,
    merged_into: Option<String>,
}

pub(crate) async fn show(
    State(cases): State<Cases>,
    staff: Staff,
    frame: Frame,
    Path(id): Path<String>,
) -> Result<View<CasePage>, Problem> {
    let id: CaseId = id.parse().map_err(|_| Problem::NotFound)?;
    let mut tx = cases.web.database().begin(&staff.actor()).await?;
    let head = case_view::head(&mut tx, id).await?;
    let pieces = case_view::pieces(&mut tx, id).await?;
    let (contacts, hidden_contacts) = contacts::load(&mut tx, head.person, &staff, cases.web.zone()).await?;
    let today = cases.web.today();
    let person = names::person(head.line.person.as_ref());
    let page = Page::new(&frame, &person).under("/dossiers", t("door-cases"));
    let provisional = match cases.casework() {
        Ok(casework) => Some(provisional::load(&mut tx, &cases, &casework.site, &staff, &page, &head).await?),
        Err(_) => None,
    };
    let page = CasePage {
        page,
        provisional,
        dates: dates::deadlines(&case_view::deadlines(&mut tx, id).await?, today, &cases.catalogue.now()),
        urgency: UrgencyView::of(head.line.urgency.as_ref(), &cases.catalogue.now()),
        to_decide: staff.may(Permission::Recompute) && !recomputations::waiting(&mut tx, &[id]).await?.is_empty(),
        evidences: dates::evidences(&case_view::evidences(&mut tx, id).await?, head.line.evidence_on),
        counting: Badge::new(Tone::Done, t("case-evidence-counts")),
        pieces: pieces.iter().map(|piece| PieceView::of(id, piece)).collect(),
        repeats: repeats(&mut tx, &cases, &staff, id).await?,
        letters: case_view::letters(&mut tx, id).await?.iter().map(|l| LetterView::of(id, l, &cases.web)).collect(),
        contacts,
        hidden_contacts,
        timeline: happened::load(&mut tx, &cases.web, id, &pieces).await?,
        online: online::load(&mut tx, &staff, id).await?,
        basis: basis::load(&mut tx, &staff, &cases.catalogue.now(), (id, &head)).await?,
        head: Head::of(&head),
        declare: staff.may(Permission::DeclareUrgency).then(|| crate::priority::path(id)),
        request: staff.may(Permission::RequestPieces).then(|| format!("/dossiers/{id}/demande-de-pieces")),
    };
    Ok(View(page))
}

/// Pages of the case that may be the same paper as others, for who may look at them.
async fn repeats(
    tx: &mut Transaction,
    cases: &Cases,
    staff: &Staff,
    id: CaseId,
) -> Result<Vec<resemblances::Line>, StoreError> {
    if !staff.may(Permission::ReadPost) {
        return Ok(Vec::new());
    }
    let found = store::resemblances::summaries(tx, Wanted::OfCase(id), REPEATS).await?;
    let here = |side: &Side| side.case.as_ref().is_some_and(|(case, _)| *case == id);
    let line = |summary: &Summary| {
        // Seen from the communication of this case: what is elsewhere is told.
        let from = if here(&summary.earlier) && !here(&summary.later) { summary.earlier.id } else { summary.later.id };
        resemblances::Line::of(summary, Some(from), cases.web.zone())
    };
    Ok(found.iter().map(line).collect())
}

impl Head {
    fn of(head: &CaseHead) -> Self {
        let line = &head.line;
        Self {
            reference: line.reference.to_string(),
            state: state_badge(line.state),
            frozen: line.frozen.then(|| Badge::new(Tone::Late, t("case-frozen"))),
            sentence: sentence(head),
            request: names::request(line),
            ground: names::ground(line),
            birth: line.person.as_ref().and_then(|person| person.birth).map(names::birth),
            merged_into: head.merged_into.map(|id| format!("/dossiers/{id}")),
        }
    }
}

/// Where the case is, in one sentence: what was received when, and what happens now.
fn sentence(head: &CaseHead) -> String {
    let line = &head.line;
    let channel = line.channels.first().map(|channel| web::words::channel(*channel)).unwrap_or_default();
    let received = t2("case-sentence-received-on", "date", web::dates::long(line.received_on), "channel", channel);
    format!("{received} {}", tw("case-sentence", line.state.word()))
}
