//! One batch: its envelopes with all their pages, what was probably missed, what it is the rest of. Nothing here alters the file.

use askama::Template;
use axum::extract::{Path, State};
use casework::{CutError, RestError};
use domain::{Actor, BatchId, CommunicationId, Permission};
use store::{
    Transaction, Within,
    batches::BatchState,
    missed_sheets,
    reads::scanning::{self, EnvelopeLine, FileLine, LeafLine},
    rescans,
    scanning::Standing,
};
use uuid::Uuid;
use web::{
    Done, Frame, Page, Problem, Staff, View, dates,
    parts::{Badge, Empty},
    t, t1, t2, tw,
};

use super::{
    HERE, ROWS, badges, batch_path,
    doubles::{self, Twice},
    missed::Question,
    piles::{Leaf, Pile, lies_in, loose, name, pile, waits},
    undone_by, what, why,
};
use crate::screens::{Desk, Fields};

/// Pages shown of one batch.
const PAGES: i64 = 2000;

#[expect(clippy::struct_excessive_bools, reason = "what may be done here, each for itself")]
#[derive(Template)]
#[template(path = "post/batch.html")]
pub(crate) struct BatchPage {
    page: Page,
    path: String,
    here: Option<String>,
    received: String,
    folder: String,
    badges: Vec<Badge>,
    original: String,
    code: String,
    id: String,
    questions: Vec<(String, Question, Option<String>, Option<String>)>,
    twice: Vec<Twice>,
    piles: Vec<Pile>,
    empty: Empty,
    aside: Vec<Leaf>,
    unplaced: Vec<Leaf>,
    requests: Vec<(String, String)>,
    rest_of: Option<(String, String)>,
    may_continue: bool,
    may_collate: bool,
    may_part: bool,
    may_scan: bool,
}

/// `/courrier/lots/{batch}`
pub(crate) async fn show_batch(
    State(desk): State<Desk>,
    staff: Staff,
    frame: Frame,
    Path(batch): Path<String>,
) -> Result<View<BatchPage>, Problem> {
    let (mut tx, file) = load(&desk, &staff, &batch).await?;
    let may_scan = staff.may(Permission::OpenPost);
    let envelopes = scanning::envelopes(&mut tx, file.id).await?;
    let leaves = scanning::leaves(&mut tx, file.id, PAGES).await?;
    let questions = questions(&mut tx, &file, &envelopes, &leaves).await?;
    let twice = doubles::questions(&mut tx, Within::Batch(file.id), &envelopes).await?;
    let requests = requests(&mut tx).await?;
    let rest_of = rest_of(&mut tx, &file).await?;
    let head = envelopes.iter().find(|envelope| envelope.position == 1);
    let free = head.is_some_and(|head| waits(head) && !head.gone && head.serial.is_none());
    let shown = |leaf: &LeafLine| envelopes.iter().any(|envelope| lies_in(envelope, leaf));
    let of = |standing: &[Standing]| {
        leaves.iter().filter(|leaf| standing.contains(&leaf.standing) && !shown(leaf)).collect::<Vec<_>>()
    };
    let path = batch_path(file.id);
    let untouched = leaves.iter().all(|leaf| leaf.moved.is_none() && leaf.standing == Standing::Counts);
    Ok(View(BatchPage {
        page: Page::new(&frame, t1("post-batch-title", "file", &file.file_name))
            .counted(u32::try_from(questions.len() + twice.len()).unwrap_or(u32::MAX))
            .under(HERE, t("post-scanning-title")),
        here: (file.state == BatchState::Received).then(|| path.clone()),
        received: dates::long_instant(file.received_at, desk.web.zone()),
        folder: file.folder.clone(),
        badges: badges(&file),
        original: format!("{path}/fichier"),
        code: file.id.code(),
        id: file.id.to_string(),
        piles: envelopes.iter().filter(|envelope| !envelope.gone).map(|e| pile(e, &leaves, &file, may_scan)).collect(),
        empty: empty(&file),
        aside: of(&[Standing::Replaced, Standing::Double]).iter().map(|leaf| loose(leaf, file.id)).collect(),
        unplaced: of(&[Standing::Unplaced]).iter().map(|leaf| loose(leaf, file.id)).collect(),
        questions,
        twice,
        requests,
        may_part: may_scan && file.collated,
        may_continue: may_scan && free && file.state == BatchState::Read && rest_of.is_none(),
        may_collate: may_scan && untouched && !leaves.is_empty() && envelopes.iter().all(|e| waits(e) && !e.gone),
        rest_of,
        may_scan,
        path,
    }))
}

async fn load(desk: &Desk, staff: &Staff, batch: &str) -> Result<(Transaction, FileLine), Problem> {
    let batch: BatchId = batch.parse().map_err(|_| Problem::NotFound)?;
    let mut tx = desk.begin(staff).await?;
    let now = desk.web.now();
    let file = scanning::files(&mut tx, now, now, Some(batch), 1).await?.pop().ok_or(Problem::NotFound)?;
    Ok((tx, file))
}

fn empty(file: &FileLine) -> Empty {
    match file.state {
        BatchState::Received => Empty::new(t("post-batch-empty-reading"), t("post-batch-empty-reading-help")),
        BatchState::Unreadable => Empty::new(t("post-batch-empty-refused"), t("post-batch-empty-refused-help"))
            .link("/courrier/anomalies", t("post-anomalies-title")),
        BatchState::Read => Empty::new(t("post-batch-empty-gone"), t("post-batch-empty-gone-help")),
    }
}

/// Each proposal with the pictures of the page before and of the page itself.
async fn questions(
    tx: &mut Transaction,
    file: &FileLine,
    envelopes: &[EnvelopeLine],
    leaves: &[LeafLine],
) -> Result<Vec<(String, Question, Option<String>, Option<String>)>, Problem> {
    let picture = |number: u32| {
        let leaf = leaves.iter().find(|leaf| leaf.number == number && leaf.pictured);
        leaf.map(|leaf| leaf.thumbnail(file.id))
    };
    let open = missed_sheets::open(tx, Within::Batch(file.id), ROWS).await?;
    let with_envelope = open.iter().filter_map(|missed| {
        let envelope = envelopes.iter().find(|envelope| envelope.communication == missed.communication)?;
        let (first, _) = envelope.pages?;
        let page = u32::try_from(missed.page).ok()?;
        let question = Question::of(missed, first);
        Some((name(envelope, file), question, picture(page.saturating_sub(1)), picture(page)))
    });
    Ok(with_envelope.collect())
}

/// What a page without a place may be the new scan of.
async fn requests(tx: &mut Transaction) -> Result<Vec<(String, String)>, Problem> {
    let mut found = Vec::new();
    for rescan in rescans::open(tx, ROWS).await? {
        let named = scanning::named(tx, rescan.communication).await?;
        found.push((rescan.id.to_string(), format!("{} ({})", what(&rescan, &named), why(&rescan))));
    }
    Ok(found)
}

/// The page of the batch that this one is the rest of, and its name.
async fn rest_of(tx: &mut Transaction, file: &FileLine) -> Result<Option<(String, String)>, Problem> {
    let Some(whole) = file.continues else { return Ok(None) };
    let named = store::batches::get(tx, whole).await?;
    Ok(Some((batch_path(whole), named.file_name)))
}

/// `POST /courrier/lots/{batch}/couper`: another envelope starts with this page.
pub(crate) async fn cut(
    State(desk): State<Desk>,
    staff: Staff,
    Path(batch): Path<String>,
    fields: Fields,
) -> Result<Done, Problem> {
    let communication: CommunicationId = fields.id("pli")?;
    let page: u32 = fields.id("page")?;
    let back = Done::to(back(&fields, &batch)?);
    let words = t("scan-outcome-cut-back");
    let casework = desk.casework()?;
    let done = casework::cut_envelope(casework, &staff.actor(), staff.user_id, communication, page, &words).await;
    match done {
        Ok(cut) => {
            let batch = batch.parse().map_err(|_| Problem::NotFound)?;
            Ok(undone_by(back.saying(t("post-cut-done")), batch, cut.undo))
        }
        Err(error) => Ok(back.warning(cut_refused(error)?)),
    }
}

/// Where a form of the batch, or of the desk of indexing, leads back to.
fn back(fields: &Fields, batch: &str) -> Result<String, Problem> {
    let batch: BatchId = batch.parse().map_err(|_| Problem::NotFound)?;
    let envelope: Option<CommunicationId> = fields.some("retour").and_then(|id| id.parse().ok());
    Ok(envelope.map_or_else(|| batch_path(batch), |id| format!("/courrier/indexation/{id}")))
}

fn cut_refused(error: CutError) -> Result<String, Problem> {
    match error {
        CutError::NoPage => Ok(t("post-cut-no-page")),
        CutError::Registered => Ok(t("post-cut-registered")),
        CutError::Decided => Ok(t("post-cut-decided")),
        CutError::Receive(error) => Err(Problem::internal(error)),
        CutError::Store(error) => Err(error.into()),
    }
}

/// `POST /courrier/lots/{batch}/ecarter`: no sheet was missed there.
pub(crate) async fn dismiss(
    State(desk): State<Desk>,
    staff: Staff,
    Path(batch): Path<String>,
    fields: Fields,
) -> Result<Done, Problem> {
    decide(&desk, &staff, &batch, &fields, false).await
}

/// `POST /courrier/lots/{batch}/reproposer`: the question stands again.
pub(crate) async fn back_to_question(
    State(desk): State<Desk>,
    staff: Staff,
    Path(batch): Path<String>,
    fields: Fields,
) -> Result<Done, Problem> {
    decide(&desk, &staff, &batch, &fields, true).await
}

async fn decide(desk: &Desk, staff: &Staff, batch: &str, fields: &Fields, again: bool) -> Result<Done, Problem> {
    let back = Done::to(back(fields, batch)?);
    let batch: BatchId = batch.parse().map_err(|_| Problem::NotFound)?;
    let page: u32 = fields.id("page")?;
    let casework = desk.casework()?;
    match casework::dismiss_missed_sheet(casework, &staff.actor(), staff.user_id, batch, page, again).await {
        Ok(()) if again => Ok(back.saying(t("post-missed-again"))),
        Ok(()) => {
            let undo = format!("{}/reproposer", batch_path(batch));
            Ok(back.saying(t("post-missed-dismissed")).undo(undo, &[("page", &page.to_string())]))
        }
        Err(error) => Ok(back.warning(cut_refused(error)?)),
    }
}

/// `POST /courrier/lots/{batch}/annuler`: it was one envelope after all.
pub(crate) async fn undo_cut(
    State(desk): State<Desk>,
    staff: Staff,
    Path(batch): Path<String>,
    fields: Fields,
) -> Result<Done, Problem> {
    let batch: BatchId = batch.parse().map_err(|_| Problem::NotFound)?;
    let key: Uuid = fields.id("cle")?;
    let undone = casework::undo(desk.casework()?, &Actor::author(staff.user_id), staff.user_id, key).await;
    let back = Done::to(batch_path(batch));
    match undone {
        Ok(action) => Ok(back.saying(tw("post-undone", &action))),
        Err(error) => Ok(back.warning(crate::screens::undo::refused(error)?)),
    }
}

/// `POST /courrier/lots/{batch}/suite`: this batch is the rest of another one.
pub(crate) async fn continue_batch(
    State(desk): State<Desk>,
    staff: Staff,
    Path(batch): Path<String>,
    fields: Fields,
) -> Result<Done, Problem> {
    let batch: BatchId = batch.parse().map_err(|_| Problem::NotFound)?;
    let back = Done::to(batch_path(batch));
    let code = code_of(fields.get("numero"));
    let outcome = t("scan-outcome-rest");
    match casework::continue_batch(desk.casework()?, &staff.actor(), batch, &code, &outcome).await {
        Ok(done) => {
            let undo = format!("{}/detacher", batch_path(batch));
            let text = t2("post-rest-joined", "pages", done.pages, "repeated", done.repeated);
            Ok(back.saying(text).undo(undo, &[]))
        }
        Err(error) => Ok(back.warning(rest_refused(error)?)),
    }
}

/// What a hand scanner or a person typed: the whole code of the sheet, or the number printed on it.
pub(super) fn code_of(typed: &str) -> String {
    let sheet = typed.trim().parse::<domain::SeparatorSheet>().map(|sheet| sheet.serial().to_owned());
    sheet.unwrap_or_else(|_| typed.chars().filter(char::is_ascii_alphanumeric).collect())
}

/// `POST /courrier/lots/{batch}/detacher`: it is no rest after all.
pub(crate) async fn part(State(desk): State<Desk>, staff: Staff, Path(batch): Path<String>) -> Result<Done, Problem> {
    let batch: BatchId = batch.parse().map_err(|_| Problem::NotFound)?;
    let back = Done::to(batch_path(batch));
    match casework::part_batch(desk.casework()?, &staff.actor(), batch).await {
        Ok(_) => Ok(back.saying(t("post-rest-parted"))),
        Err(error) => Ok(back.warning(rest_refused(error)?)),
    }
}

fn rest_refused(error: RestError) -> Result<String, Problem> {
    match error {
        RestError::Unknown => Ok(t("post-rest-unknown")),
        RestError::Itself => Ok(t("post-rest-itself")),
        RestError::Reading => Ok(t("post-rest-reading")),
        RestError::Taken => Ok(t("post-rest-taken")),
        RestError::OwnSheet => Ok(t("post-rest-own-sheet")),
        RestError::Changed => Ok(t("post-rest-changed")),
        RestError::Apart => Ok(t("post-rest-apart")),
        RestError::Store(error) => Err(error.into()),
        RestError::Queue(error) => Err(Problem::internal(error)),
    }
}

#[cfg(test)]
mod tests {
    use super::code_of;

    #[test]
    fn the_number_of_a_batch_is_typed_or_scanned_from_its_sheet() {
        let sheet = domain::SeparatorSheet::new(domain::SeparatorKind::Rest, "0A1B2C3D4E", None).expect("sheet");
        assert_eq!(code_of(&sheet.to_string()), "0A1B2C3D4E");
        assert_eq!(code_of(" 0a1b 2c3d-4e "), "0a1b2c3d4e");
    }
}
