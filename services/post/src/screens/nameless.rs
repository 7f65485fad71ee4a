//! The tray of envelopes without a name: what was read that could tell whose they are, and who it turned out to be.

use std::collections::BTreeSet;

use askama::Template;
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use casework::{IdentifyError, NewPerson, PersonChoice};
use chrono::NaiveDate;
use domain::{BirthDate, CaseId, Permission, PersonId};
use formats::PhoneNumber;
use store::{
    Transaction, persons,
    reads::{
        indexing, nameless,
        nameless::Nameless,
        pages::{self, PageLine},
    },
};
use web::{Done, Frame, Page, Problem, Staff, View, dates, parts::Empty, t, t1, t2};

use super::{Desk, Fields};

const HERE: &str = "/courrier/sans-nom";
/// Envelopes shown at most.
const ROWS: i64 = 60;

/// Something read on the pages, and where to search for it.
pub(crate) struct Clue {
    words: String,
    search: String,
}

/// Somebody known whom the envelope may come from.
pub(crate) struct Candidate {
    value: String,
    label: String,
    why: String,
}

/// An envelope.
pub(crate) struct Row {
    id: String,
    reference: String,
    description: String,
    dates: String,
    path: Option<String>,
    image: Option<String>,
    clues: Vec<Clue>,
    candidates: Vec<Candidate>,
    typed: Typed,
}

/// What was typed for an envelope and refused, and why.
#[derive(Clone, Debug, Default)]
pub(crate) struct Typed {
    wrong: Option<String>,
    person: String,
    family_name: String,
    given_names: String,
    birth: String,
    address: String,
}

impl Typed {
    fn refused(fields: &Fields, why: String) -> Self {
        let text = |name: &str| fields.get(name).to_owned();
        Self {
            wrong: Some(why),
            person: text("personne"),
            family_name: text("famille"),
            given_names: text("prenoms"),
            birth: text("naissance"),
            address: text("adresse"),
        }
    }
}

#[derive(Template)]
#[template(path = "post/nameless.html")]
pub(crate) struct NamelessPage {
    page: Page,
    rows: Vec<Row>,
    empty: Empty,
    may_register: bool,
}

/// `/courrier/sans-nom`
pub(crate) async fn show(State(desk): State<Desk>, staff: Staff, frame: Frame) -> Result<View<NamelessPage>, Problem> {
    Ok(View(tray(&desk, &staff, &frame, None).await?))
}

/// The tray, with what was typed for an envelope and refused.
async fn tray(
    desk: &Desk,
    staff: &Staff,
    frame: &Frame,
    refused: Option<(CaseId, Typed)>,
) -> Result<NamelessPage, Problem> {
    let mut tx = desk.begin(staff).await?;
    let found = nameless::list(&mut tx, ROWS).await?;
    let mut rows = Vec::with_capacity(found.len());
    for one in &found {
        let typed = refused.as_ref().filter(|(case, _)| *case == one.case).map(|(_, typed)| typed.clone());
        rows.push(row(&mut tx, one, typed.unwrap_or_default()).await?);
    }
    Ok(NamelessPage {
        page: Page::new(frame, t("post-nameless-title"))
            .counted(u32::try_from(rows.len()).unwrap_or(u32::MAX))
            .under("/courrier", t("door-post")),
        rows,
        empty: Empty::new(t("post-nameless-empty"), t("post-nameless-empty-help")),
        may_register: staff.may(Permission::RegisterPost),
    })
}

async fn row(tx: &mut Transaction, one: &Nameless, typed: Typed) -> Result<Row, Problem> {
    let (mut lines, mut batch, mut read) = (Vec::new(), None, Vec::new());
    if let Some(communication) = one.communication {
        lines = pages::of_envelope(tx, communication).await?;
        batch = indexing::envelope(tx, communication).await.ok().map(|envelope| envelope.batch);
        read = indexing::proposals(tx, communication).await?;
    }
    let names: BTreeSet<(String, String)> = read
        .iter()
        .filter(|proposal| proposal.field == "person")
        .filter_map(|proposal| {
            let name = |key: &str| proposal.value[key].as_str().unwrap_or_default();
            let whole = format!("{} {}", name("family_name"), name("given_names")).trim().to_owned();
            (!whole.is_empty()).then(|| (whole, proposal.origin.clone()))
        })
        .collect();
    let numbers = phones(&lines);
    let candidates = candidates(tx, &names, &numbers).await?;
    let search = |text: &str| {
        let query = form_urlencoded::Serializer::new(String::new()).append_pair("q", text).finish();
        format!("/courrier/recherche?{query}")
    };
    let of_names = names.iter().map(|(name, origin)| Clue {
        words: t2("post-nameless-name", "name", name, "origin", origin_words(origin)),
        search: search(name),
    });
    let of_numbers = numbers.iter().map(|number| Clue {
        words: t1("post-nameless-phone", "number", number.printed()),
        search: search(&number.printed()),
    });
    let image = lines.iter().find(|line| line.pictured && !line.separator).zip(batch);
    Ok(Row {
        id: one.case.to_string(),
        reference: one.reference.to_string(),
        description: one.description.clone(),
        dates: t2(
            "post-nameless-dates",
            "received",
            dates::long(one.received_on),
            "counts",
            dates::long(one.evidence_on),
        ),
        path: one.communication.map(|id| format!("/courrier/indexation/{id}")),
        image: image.map(|(line, batch)| line.image(batch, "thumbnail")),
        clues: of_names.chain(of_numbers).collect(),
        candidates,
        typed,
    })
}

fn origin_words(origin: &str) -> String {
    match origin {
        "two_d_doc" => t("post-nameless-2ddoc"),
        "form" | "sentence" | "signature" => t("post-nameless-written"),
        _ => t("post-nameless-mrz"),
    }
}

/// The telephone numbers written on the pages that could be dialled.
fn phones(lines: &[PageLine]) -> Vec<PhoneNumber> {
    let mut found: Vec<PhoneNumber> = Vec::new();
    for line in lines.iter().flat_map(|page| page.text.lines()) {
        let runs = line.split(|c: char| !(c.is_ascii_digit() || " .+-".contains(c)));
        for run in runs.filter(|run| (10..=12).contains(&run.chars().filter(char::is_ascii_digit).count())) {
            let number = PhoneNumber::parse(run);
            if number.dialable() && !found.iter().any(|known| known.e164 == number.e164) {
                found.push(number);
            }
        }
    }
    found
}

/// Persons with such a name or number.
async fn candidates(
    tx: &mut Transaction,
    names: &BTreeSet<(String, String)>,
    numbers: &[PhoneNumber],
) -> Result<Vec<Candidate>, Problem> {
    let mut found: Vec<Candidate> = Vec::new();
    for (name, origin) in names {
        for person in persons::find_by_name(tx, name, 3).await? {
            let why = t2("post-nameless-name", "name", name, "origin", origin_words(origin));
            found.push(Candidate { value: person.id.to_string(), label: web::people::person_label(&person), why });
        }
    }
    let numbers: Vec<String> = numbers.iter().filter_map(|number| number.e164.clone().map(|e164| e164.0)).collect();
    for id in nameless::by_phone(tx, &numbers).await? {
        let person = persons::get(tx, id).await?;
        found.push(Candidate {
            value: person.id.to_string(),
            label: web::people::person_label(&person),
            why: t("post-nameless-same-phone"),
        });
    }
    found.sort_by(|a, b| a.value.cmp(&b.value));
    found.dedup_by(|a, b| a.value == b.value);
    Ok(found)
}

/// `POST /courrier/sans-nom`: who it turned out to be. What cannot be kept as it was typed is shown again, with what is wrong in it.
pub(crate) async fn name(
    State(desk): State<Desk>,
    staff: Staff,
    frame: Frame,
    fields: Fields,
) -> Result<Response, Problem> {
    let case: CaseId = fields.id("demande")?;
    let why = match who(&fields, desk.web.today()) {
        Ok(choice) => {
            let casework = desk.casework()?;
            let address = fields.some("adresse");
            match casework::identify_person(casework, &staff.actor(), staff.user_id, case, &choice, address).await {
                Ok(key) => {
                    let done = Done::to(HERE).saying(t("post-nameless-done"));
                    return Ok(done.undo(format!("{HERE}/annuler"), &[("cle", &key.to_string())]).into_response());
                }
                Err(IdentifyError::Named) => {
                    return Ok(Done::to(HERE).warning(t("post-nameless-named")).into_response());
                }
                Err(IdentifyError::Nobody) => t("post-nameless-nobody"),
                Err(IdentifyError::Store(error)) => return Err(error.into()),
            }
        }
        Err(why) => why,
    };
    let page = tray(&desk, &staff, &frame, Some((case, Typed::refused(&fields, why)))).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, View(page)).into_response())
}

/// The person chosen or written; else what is wrong.
fn who(fields: &Fields, today: NaiveDate) -> Result<PersonChoice, String> {
    let text = |name: &str| fields.some(name).map(str::to_owned);
    if let Some(id) = fields.some("personne").and_then(|id| id.parse::<PersonId>().ok()) {
        return Ok(PersonChoice::Known(id));
    }
    let (family_name, given_names) = (text("famille"), text("prenoms"));
    if family_name.is_none() && given_names.is_none() {
        return Err(t("post-nameless-nobody"));
    }
    let birth = match fields.some("naissance") {
        None => None,
        Some(typed) => Some(BirthDate::parse(typed).ok_or_else(|| t("post-error-birth"))?),
    };
    if birth.and_then(BirthDate::earliest).is_some_and(|day| day > today) {
        return Err(t("post-nameless-birth-to-come"));
    }
    Ok(PersonChoice::New(NewPerson { family_name, given_names, birth, ..NewPerson::default() }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::screens::page_line::page_line;

    fn page(text: &str) -> PageLine {
        page_line(1, text)
    }

    #[test]
    fn numbers_that_can_be_dialled_are_found_once_and_sums_and_dates_are_none() {
        let lines =
            [page("Tél. 06 12 34 56 78 ou 0612345678\nNet payé 1 234,56 le 30.09.2026\nSIRET 123 456 789 00012")];
        let found: Vec<String> = phones(&lines).iter().map(PhoneNumber::printed).collect();
        assert_eq!(found, ["06 12 34 56 78"]);
    }
}
