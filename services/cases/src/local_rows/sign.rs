//! An officer signs a row from memory: what rests on it may be printed from then on.

use axum::extract::{Path, State};
use casework::{SignError, row_digest, sign_row};
use chrono::NaiveDate;
use domain::Permission;
use law::CatalogueRow;
use store::{ContentHash, Transaction, row_signatures};
use web::{Done, Fields, Problem, Staff, dates, t, t2};

use super::People;
use crate::{
    catalogue::{entry::Entry, place},
    state::Cases,
};

/// Who signed what a version says, and the form to sign it.
pub(crate) struct Signing {
    /// Those who signed these very words, with what they checked.
    pub(crate) signed: Vec<(String, String)>,
    /// Those who signed other words of the same row.
    pub(crate) others: Vec<(String, String)>,
    pub(crate) form: Option<Form>,
}

pub(crate) struct Form {
    pub(crate) action: String,
    pub(crate) from: String,
    pub(crate) digest: String,
}

impl Signing {
    /// For a row from memory; `None` for any other.
    pub(crate) async fn of(
        tx: &mut Transaction,
        cases: &Cases,
        staff: &Staff,
        row: CatalogueRow<'_>,
    ) -> Result<Option<Self>, Problem> {
        let found = row_signatures::of_row(tx, row.kind().word(), &row.key()).await?;
        let needed = row.period().sure().needs_signature();
        if !needed && found.is_empty() {
            return Ok(None);
        }
        let people = People::of(tx, found.iter().map(|signature| signature.by).collect()).await?;
        let digest = row_digest(row);
        let told = |signature: &row_signatures::RowSignature| {
            let date = dates::long_instant(signature.at, cases.web.zone());
            (t2("rules-signed-by", "name", people.name(signature.by), "date", date), signature.note.clone())
        };
        let (these, others): (Vec<_>, Vec<_>) = found.iter().partition(|signature| signature.digest == digest);
        let own = these.iter().any(|signature| signature.by == staff.user_id);
        let form = Form {
            action: place::sign(row),
            from: dates::iso(row.period().effective_from),
            digest: digest.to_string(),
        };
        Ok(Some(Self {
            signed: these.into_iter().map(told).collect(),
            others: others.into_iter().map(told).collect(),
            form: (needed && !own && staff.may(Permission::KeepRules)).then_some(form),
        }))
    }
}

/// `POST /regles/signer/{kind}/{key}`
pub(crate) async fn sign(
    State(cases): State<Cases>,
    staff: Staff,
    Path((kind, key)): Path<(String, String)>,
    fields: Fields,
) -> Result<Done, Problem> {
    let casework = cases.casework()?;
    let catalogue = casework.site.catalogue.clone();
    let from: NaiveDate = fields.get("depuis").parse().map_err(|_| Problem::BadRequest)?;
    let read: ContentHash = fields.get("contenu").parse().map_err(|_| Problem::BadRequest)?;
    let entries = Entry::all(&catalogue);
    let entry = entries.iter().find(|entry| entry.is_at(&kind, &key)).ok_or(Problem::NotFound)?;
    let history = entry.history();
    let row = history.iter().find(|row| row.period().effective_from == from).ok_or(Problem::NotFound)?;
    let done = Done::to(format!("{}#signature", web::rule_pages::on_day(&entry.path(), from)));
    let note = fields.get("controle");
    if note.is_empty() {
        return Ok(done.warning(t("rules-missing-check")));
    }
    match sign_row(casework, &staff.actor(), staff.user_id, &row.named(), read, note).await {
        Ok(true) => Ok(done.saying(t("rules-signed"))),
        Ok(false) => Ok(done.warning(t("rules-signed-already"))),
        Err(SignError::Changed) => Err(Problem::Conflict(t("rules-conflict-changed"))),
        Err(SignError::NotNeeded) => Ok(done.warning(t("rules-signature-not-needed"))),
        Err(SignError::Store(error)) => Err(error.into()),
    }
}
