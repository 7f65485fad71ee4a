//! A document that is not in French: read again in a language that is installed, and shown so.

use axum::extract::{Path, State};
use casework::LanguageError;
use domain::{Actor, CommunicationId, Permission};
use reading::FRENCH;
use store::{StoreError, Transaction, readings};
use uuid::Uuid;
use web::{Done, Problem, Staff, parts::Sheet, t, t1, t3, tw, words::reading_language};

use super::{Desk, Fields, seen};
use crate::screens::undo;

/// In which languages the pages may be read, and in which they are.
pub(crate) struct Languages {
    /// Where the form is sent.
    pub(crate) action: String,
    /// The other languages, by their names.
    pub(crate) others: Vec<(String, String)>,
    /// In which language the page shown was read, when it is not French or was asked for.
    pub(crate) now: Option<String>,
    /// How far the reading is.
    pub(crate) progress: Option<String>,
    /// The language that the text seems to be in, by its name, and how its data are named when they are installed.
    pub(crate) seems: Option<(String, Option<String>)>,
    /// Why the last one failed.
    pub(crate) failure: Option<String>,
    /// The page that is looked at, to show again what changed.
    pub(crate) refresh: String,
}

impl Languages {
    /// Nothing where only French is installed, or where no text was recognised.
    pub(super) async fn of(
        tx: &mut Transaction,
        desk: &Desk,
        staff: &Staff,
        id: CommunicationId,
        sheet: Option<&Sheet>,
    ) -> Result<Option<Self>, StoreError> {
        let installed = desk.context.reader.languages();
        // First what was asked: a reading that ends meanwhile is looked at once more, never missed.
        let asked = readings::asked(tx, id).await?;
        let pages = readings::pages(tx, id).await?;
        let Some(language) = pages.first().map(|page| page.language.clone()) else { return Ok(None) };
        let others = installed.into_iter().filter(|other| *other != language);
        let mut others: Vec<(String, String)> = others.map(|code| (reading_language(&code), code)).collect();
        if language == FRENCH && others.is_empty() {
            return Ok(None);
        }
        others.sort_unstable();
        let running = asked.as_ref().filter(|asked| asked.ended_at.is_none());
        let progress = running.map(|asked| {
            let counts = (("pages", asked.pages), ("read", asked.pages_read));
            t3("post-language-progress", ("language", reading_language(&asked.language)), counts.0, counts.1)
        });
        let failure = asked
            .as_ref()
            .filter(|asked| asked.failure.is_some())
            .map(|asked| t1("post-language-failed", "language", reading_language(&asked.language)));
        let path = format!("/courrier/indexation/{id}");
        let others = if staff.may(Permission::RegisterPost) && running.is_none() { others } else { Vec::new() };
        let seems = if others.is_empty() { None } else { seems(tx, id, &language, &others).await? };
        Ok(Some(Self {
            seems,
            action: format!("{path}/langue"),
            others,
            now: (language != FRENCH).then(|| t1("post-language-now", "language", reading_language(&language))),
            progress,
            failure,
            refresh: sheet.map_or_else(|| path.clone(), |sheet| format!("{path}?page={}", sheet.number)),
        }))
    }
}

/// The language that the pages seem to be in, when it is not the one in which they are read. A person names it, or not.
async fn seems(
    tx: &mut Transaction,
    id: CommunicationId,
    now: &str,
    others: &[(String, String)],
) -> Result<Option<(String, Option<String>)>, StoreError> {
    let pages = readings::shown(tx, id).await?;
    let text = pages.iter().map(|page| page.text.as_str()).collect::<Vec<_>>().join("\n");
    let sure: Vec<f32> = pages.iter().filter_map(|page| page.confidence).collect();
    let count = f32::from(u16::try_from(sure.len()).unwrap_or(u16::MAX)).max(1.0);
    let found = reading::written_language::of(&text, sure.iter().sum::<f32>() / count).filter(|found| found != now);
    Ok(found.map(|found| {
        let installed = others.iter().any(|(_, code)| *code == found);
        (reading_language(&found), installed.then_some(found))
    }))
}

/// `POST /courrier/indexation/{envelope}/langue`
pub(crate) async fn read(
    State(desk): State<Desk>,
    staff: Staff,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Done, Problem> {
    let envelope = seen(&desk, &staff, &id).await?;
    let path = format!("/courrier/indexation/{}", envelope.id);
    let page = fields.some("page").and_then(|page| page.parse::<u32>().ok());
    let back = page.map_or_else(|| Done::to(path.clone()), |page| Done::to(format!("{path}?page={page}")));
    let language = fields.get("langue");
    if !desk.context.reader.languages().iter().any(|installed| installed == language) {
        return Ok(back.warning(t("post-language-unknown")));
    }
    let asked =
        casework::read_in_language(desk.casework()?, &staff.actor(), staff.user_id, envelope.id, language).await;
    match asked {
        Ok(key) => Ok(back
            .saying(t1("post-language-asked", "language", reading_language(language)))
            .undo(format!("{path}/langue/annuler"), &[("cle", &key.to_string())])),
        Err(LanguageError::AlreadyRead) => {
            Ok(back.warning(t1("post-language-already", "language", reading_language(language))))
        }
        Err(LanguageError::NothingToRead) => Ok(back.warning(t("post-language-nothing"))),
        Err(LanguageError::Store(error)) => Err(error.into()),
        Err(LanguageError::Queue(error)) => Err(Problem::internal(error)),
    }
}

/// `POST /courrier/indexation/{envelope}/langue/annuler`
pub(crate) async fn take_back(
    State(desk): State<Desk>,
    staff: Staff,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Done, Problem> {
    let id: CommunicationId = id.parse().map_err(|_| Problem::NotFound)?;
    let key: Uuid = fields.id("cle")?;
    let back = Done::to(format!("/courrier/indexation/{id}"));
    match casework::undo(desk.casework()?, &Actor::author(staff.user_id), staff.user_id, key).await {
        Ok(action) => Ok(back.saying(tw("post-undone", &action))),
        Err(error) => Ok(back.warning(undo::refused(error)?)),
    }
}
