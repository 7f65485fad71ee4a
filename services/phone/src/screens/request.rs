//! P2: a request filed by telephone. What the caller says becomes the same case as by post, with the call as its evidence.

use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use casework::{NewPerson, PersonChoice, RegisterError, Registration, Target};
use domain::{Actor, BirthDate, CaseKind, CommunicationId, Medium, Safety};
use formats::PhoneNumber;
use store::batches::EnvelopeMarks;
use web::{Done, Fields, Frame, Problem, Staff, View, dates, parts::ErrorSummary, t, t2};

use super::{
    Desk,
    call::{self, Typed},
    desk::{call_id, path},
    search::Asked,
};

/// What was typed of a request.
#[derive(Debug, Default)]
pub(crate) struct Entry {
    pub(crate) family_name: String,
    pub(crate) given_names: String,
    pub(crate) birth: String,
    pub(crate) protected: bool,
    pub(crate) kind: String,
    pub(crate) title: String,
    pub(crate) ground: String,
    pub(crate) address: String,
    pub(crate) number: String,
    pub(crate) errors: ErrorSummary,
}

impl Entry {
    fn read(fields: &Fields) -> Self {
        let text = |name: &str| fields.get(name).to_owned();
        Self {
            family_name: text("famille"),
            given_names: text("prenoms"),
            birth: text("ne_le"),
            protected: fields.has("protegee"),
            kind: text("nature"),
            title: text("titre"),
            ground: text("motif"),
            address: text("adresse"),
            number: text("numero"),
            errors: ErrorSummary::default(),
        }
    }

    /// Everything wrong, said at once. A name is the only thing needed; nobody is refused for the lack of papers.
    fn checked(mut self) -> Self {
        let mut errors = ErrorSummary::default();
        if self.family_name.is_empty() && self.given_names.is_empty() {
            errors = errors.with("famille", t("phone-error-name"));
        }
        if !self.birth.is_empty() && BirthDate::parse(&self.birth).is_none() {
            errors = errors.with("ne_le", t("phone-error-birth"));
        }
        if !self.number.is_empty() && !PhoneNumber::parse(&self.number).dialable() {
            errors = errors.with("numero", t("phone-error-number"));
        }
        self.errors = errors;
        self
    }

    fn registration(&self, communication: CommunicationId) -> Registration {
        let some = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
        Registration {
            communication,
            person: PersonChoice::New(NewPerson {
                family_name: some(&self.family_name),
                given_names: some(&self.given_names),
                birth: BirthDate::parse(&self.birth),
                foreigner_number: None,
                protected: self.protected,
            }),
            target: Target::Own,
            kind: CaseKind::from_word(&self.kind).unwrap_or(CaseKind::Other),
            title_code: some(&self.title),
            ground: some(&self.ground),
            held_title: None,
            pieces: Vec::new(),
            marks: EnvelopeMarks::default(),
            registered_deposit: None,
            letter_date: None,
            address: some(&self.address),
            address_safety: Safety::Ok,
            channel_basis: None,
            medium: Medium::Post,
        }
    }
}

/// `POST /telephone/appels/{call}/demande`
pub(crate) async fn submit(
    State(desk): State<Desk>,
    staff: Staff,
    frame: Frame,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, Problem> {
    let id = call_id(&id)?;
    // The call must be one that the agent may see.
    store::reads::calls::one(&mut *desk.begin(&staff).await?, id).await?;
    let entry = Entry::read(&fields).checked();
    if !entry.errors.is_empty() {
        let page =
            call::build(&desk, &staff, &frame, id, &Asked::default(), Typed { request: entry, ..Typed::default() })
                .await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, View(page)).into_response());
    }
    let actor = if entry.protected { Actor::author(staff.user_id) } else { staff.actor() };
    let casework = desk.casework()?;
    let done = casework::register(casework, &actor, staff.user_id, &entry.registration(id)).await.map_err(refused)?;
    if !entry.number.is_empty() {
        casework::add_phone_number(casework, &actor, done.case, &entry.number).await?;
    }
    let text = t2("phone-registered", "reference", done.reference.to_string(), "date", dates::long(done.evidence_on));
    let to = if entry.protected { "/telephone".to_owned() } else { path(id) };
    Ok(Done::to(to).saying(text).undo("/telephone/annuler", &[("cle", &done.undo.to_string())]).into_response())
}

fn refused(error: RegisterError) -> Problem {
    match error {
        RegisterError::AlreadyRegistered
        | RegisterError::NoCase
        | RegisterError::NotYetRegistered
        | RegisterError::Pages { .. }
        | RegisterError::Refused(_) => Problem::Conflict(t("phone-conflict-registered")),
        RegisterError::Store(error) => error.into(),
        RegisterError::Queue(error) => Problem::internal(error),
    }
}
