//! The tray of envelopes without a name: what was read that could tell whose they are, and who it turned out to be.

use std::collections::BTreeSet;

use askama::Template;
use axum::extract::State;
use casework::{IdentifyError, NewPerson, PersonChoice};
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
    let mut tx = desk.begin(&staff).await?;
    let found = nameless::list(&mut tx, ROWS).await?;
    let mut rows = Vec::with_capacity(found.len());
    for one in &found {
        rows.push(row(&mut tx, one).await?);
    }
    Ok(View(NamelessPage {
        page: Page::new(&frame, t("post-nameless-title"))
            .counted(u32::try_from(rows.len()).unwrap_or(u32::MAX))
            .under("/courrier", t("door-post")),
        rows,
        empty: Empty::new(t("post-nameless-empty"), t("post-nameless-empty-help")),
        may_register: staff.may(Permission::RegisterPost),
    }))
}

async fn row(tx: &mut Transaction, one: &Nameless) -> Result<Row, Problem> {
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

/// `POST /courrier/sans-nom`: who it turned out to be.
pub(crate) async fn name(State(desk): State<Desk>, staff: Staff, fields: Fields) -> Result<Done, Problem> {
    let case: CaseId = fields.id("demande")?;
    let back = Done::to(HERE);
    let text = |name: &str| fields.some(name).map(str::to_owned);
    let known: Option<PersonId> = fields.some("personne").and_then(|id| id.parse().ok());
    let choice = match (known, text("famille").is_some() || text("prenoms").is_some()) {
        (Some(id), _) => PersonChoice::Known(id),
        (None, true) => PersonChoice::New(NewPerson {
            family_name: text("famille"),
            given_names: text("prenoms"),
            birth: fields.some("naissance").and_then(BirthDate::parse),
            ..NewPerson::default()
        }),
        (None, false) => return Ok(back.warning(t("post-nameless-nobody"))),
    };
    let casework = desk.casework()?;
    let address = fields.some("adresse");
    match casework::identify_person(casework, &staff.actor(), staff.user_id, case, &choice, address).await {
        Ok(key) => {
            let undo = format!("{HERE}/annuler");
            Ok(back.saying(t("post-nameless-done")).undo(undo, &[("cle", &key.to_string())]))
        }
        Err(IdentifyError::Named) => Ok(back.warning(t("post-nameless-named"))),
        Err(IdentifyError::Nobody) => Ok(back.warning(t("post-nameless-nobody"))),
        Err(IdentifyError::Store(error)) => Err(error.into()),
    }
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
