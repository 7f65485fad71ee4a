//! What programs send and read. The French words of the document stand in `config/locales/fr/api.ftl`, by field.

use std::borrow::Cow;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A request handed in. Nothing is mandatory.
#[derive(Debug, Default, Deserialize, ToSchema)]
pub(crate) struct NewReception<'a> {
    #[serde(borrow)]
    #[schema(value_type = Option<String>, example = "2026-11-24T10:30:00+01:00")]
    pub(crate) received_at: Option<Cow<'a, str>>,
    #[schema(example = "26-067-0000123-31")]
    pub(crate) reference: Option<String>,
    #[schema(example = "9921067320261123456")]
    pub(crate) online_request: Option<String>,
    pub(crate) person: Option<Person>,
    pub(crate) request: Option<Request>,
    #[schema(example = "12 rue des Lilas\n67000 Strasbourg")]
    pub(crate) address: Option<String>,
    pub(crate) contact: Option<Contact>,
    pub(crate) message: Option<String>,
    #[schema(minimum = 0, maximum = 10000)]
    pub(crate) declared_pages: Option<u32>,
    #[serde(borrow, default)]
    pub(crate) files: Vec<File<'a>>,
}

/// Whom it is about, as far as is known.
#[derive(Debug, Default, Deserialize, ToSchema)]
pub(crate) struct Person {
    #[schema(example = "DIALLO")]
    pub(crate) family_name: Option<String>,
    #[schema(example = "Aminata")]
    pub(crate) given_names: Option<String>,
    #[schema(example = "1990-02-14")]
    pub(crate) birth: Option<String>,
    #[schema(example = "9903012345")]
    pub(crate) foreigner_number: Option<String>,
}

/// What is asked for.
#[derive(Debug, Default, Deserialize, ToSchema)]
pub(crate) struct Request {
    #[schema(example = "title_renewal")]
    pub(crate) kind: Option<String>,
    #[schema(example = "T06")]
    pub(crate) title: Option<String>,
    pub(crate) ground: Option<String>,
}

/// How the person can be reached.
#[derive(Debug, Default, Deserialize, ToSchema)]
pub(crate) struct Contact {
    #[schema(example = "aminata.diallo@example.org")]
    pub(crate) email: Option<String>,
    #[schema(example = "+33 6 39 98 00 00")]
    pub(crate) phone: Option<String>,
}

/// A file.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct File<'a> {
    #[serde(borrow, default)]
    #[schema(value_type = Option<String>, example = "passeport.pdf")]
    pub(crate) name: Cow<'a, str>,
    /// What the program says it is; its bytes decide.
    #[serde(default, rename = "media_type")]
    #[schema(example = "application/pdf")]
    pub(crate) _media_type: Option<String>,
    #[serde(borrow)]
    #[schema(value_type = String, content_encoding = "base64")]
    pub(crate) content: Cow<'a, str>,
}

/// Pieces for a case.
#[derive(Debug, Default, Deserialize, ToSchema)]
pub(crate) struct NewPieces<'a> {
    pub(crate) message: Option<String>,
    #[serde(borrow, default)]
    pub(crate) files: Vec<File<'a>>,
}

/// Files as a form sends them.
#[derive(ToSchema)]
#[expect(dead_code, reason = "says in the document what a form holds; the form is read part by part")]
pub(crate) struct PiecesForm {
    message: Option<String>,
    #[schema(value_type = Option<Vec<String>>, content_media_type = "application/octet-stream")]
    files: Option<Vec<Vec<u8>>>,
}

/// What became of what was handed in.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Reception {
    #[schema(example = "com_01930000000070008000000000000000")]
    pub(crate) id: String,
    pub(crate) case: Option<String>,
    pub(crate) received_on: NaiveDate,
    pub(crate) evidence_on: NaiveDate,
    pub(crate) again: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub(crate) notes: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub(crate) ignored: Vec<String>,
}

/// Where a reception stands.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ReceptionState {
    pub(crate) id: String,
    pub(crate) state: &'static str,
    pub(crate) case: Option<String>,
    pub(crate) received_at: DateTime<Utc>,
    pub(crate) received_on: NaiveDate,
    pub(crate) evidence_on: NaiveDate,
    pub(crate) files: u32,
    pub(crate) unreadable: u32,
}

/// A page of cases.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CasePage {
    pub(crate) cases: Vec<Case>,
    pub(crate) next: Option<String>,
}

/// A case as the list tells it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Case {
    pub(crate) reference: String,
    pub(crate) state: &'static str,
    pub(crate) frozen: bool,
    pub(crate) person: Option<KnownPerson>,
    pub(crate) kind: Option<&'static str>,
    pub(crate) title: Option<String>,
    pub(crate) ground: Option<String>,
    pub(crate) channels: Vec<&'static str>,
    pub(crate) received_at: DateTime<Utc>,
    pub(crate) received_on: NaiveDate,
    pub(crate) evidence_on: NaiveDate,
    pub(crate) evidence_kind: &'static str,
    pub(crate) next_deadline: Option<NextDeadline>,
}

/// A person as a clerk registered them.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct KnownPerson {
    pub(crate) family_name: Option<String>,
    pub(crate) given_names: Option<String>,
    pub(crate) birth: Option<String>,
    pub(crate) description: Option<String>,
}

/// The next legal date.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct NextDeadline {
    pub(crate) due_on: NaiveDate,
    pub(crate) kind: Option<&'static str>,
}

/// A case whole.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CaseView {
    #[serde(flatten)]
    pub(crate) case: Case,
    pub(crate) registered_at: Option<DateTime<Utc>>,
    pub(crate) deadlines: Vec<Deadline>,
    pub(crate) pieces: Vec<Piece>,
    pub(crate) letters: Vec<Letter>,
}

/// An open date with the rule that made it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Deadline {
    pub(crate) due_on: NaiveDate,
    pub(crate) kind: &'static str,
    pub(crate) source: String,
}

/// A piece of a case.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Piece {
    pub(crate) kind: &'static str,
    pub(crate) status: String,
    pub(crate) received_on: NaiveDate,
    pub(crate) pages: usize,
}

/// A letter of a case.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Letter {
    pub(crate) kind: &'static str,
    pub(crate) state: &'static str,
    pub(crate) since: DateTime<Utc>,
}

/// Why a program was not served.
#[derive(ToSchema)]
#[schema(as = Problem)]
#[expect(dead_code, reason = "says in the document what `Problem` writes")]
pub(crate) struct ProblemBody {
    #[schema(example = "urn:passerelle:problem:invalid")]
    r#type: String,
    title: String,
    status: u16,
    detail: String,
    errors: Option<Vec<ProblemError>>,
}

/// One thing wrong.
#[derive(ToSchema)]
#[expect(dead_code, reason = "says in the document what `Problem` writes")]
pub(crate) struct ProblemError {
    #[schema(example = "#/person/birth")]
    pointer: Option<String>,
    #[schema(example = "limit")]
    parameter: Option<String>,
    detail: String,
}
