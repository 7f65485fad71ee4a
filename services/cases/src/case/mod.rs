//! O2: a case.

mod contacts;
mod dates;
mod happened;
mod letters;
mod pieces;

use askama::Template;
use axum::extract::{Path, State};
use contacts::ContactView;
use dates::{DateView, EvidenceView};
use domain::{CaseId, Permission};
use letters::LetterView;
use pieces::PieceView;
use store::reads::case_view::{self, CaseHead};
use web::{
    Frame, Page, Problem, Staff, View,
    parts::{Badge, Timeline, Tone},
    t, t2, tw,
};

use crate::{list::state_badge, names, state::Cases};

#[derive(Template)]
#[template(path = "cases/case.html")]
pub(crate) struct CasePage {
    page: Page,
    head: Head,
    dates: Vec<DateView>,
    evidences: Vec<EvidenceView>,
    counting: Badge,
    pieces: Vec<PieceView>,
    letters: Vec<LetterView>,
    contacts: Vec<ContactView>,
    hidden_contacts: usize,
    timeline: Timeline,
    request: Option<String>,
}

struct Head {
    reference: String,
    state: Badge,
    frozen: Option<Badge>,
    sentence: String,
    request: String,
    ground: Option<String>,
    birth: Option<String>,
    basis: Option<String>,
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
    let page = CasePage {
        page: Page::new(&frame, &person).under("/dossiers", t("door-cases")),
        dates: dates::deadlines(&case_view::deadlines(&mut tx, id).await?, today, &cases.catalogue),
        evidences: dates::evidences(&case_view::evidences(&mut tx, id).await?, head.line.evidence_on),
        counting: Badge::new(Tone::Done, t("case-evidence-counts")),
        pieces: pieces.iter().map(|piece| PieceView::of(id, piece)).collect(),
        letters: case_view::letters(&mut tx, id).await?.iter().map(|l| LetterView::of(id, l, &cases.web)).collect(),
        contacts,
        hidden_contacts,
        timeline: happened::load(&mut tx, &cases.web, id, &pieces).await?,
        head: Head::of(&head),
        request: staff.may(Permission::RequestPieces).then(|| format!("/dossiers/{id}/demande-de-pieces")),
    };
    Ok(View(page))
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
            basis: head.channel_basis.clone(),
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
