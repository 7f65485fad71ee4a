//! Who the caller may be: proposals only, behind a lock until name, birth date and reference fit (6.2, level 1).

use chrono::NaiveDate;
use domain::{BirthDate, CaseId, CaseReference};
use store::{StoreError, Transaction, reads::case_list};
use web::{dates, t, t2, words};

/// Cases shown.
const ROWS: u32 = 8;

/// What was asked.
#[derive(Clone, Debug, Default, serde::Deserialize)]
pub(crate) struct Asked {
    q: Option<String>,
    naissance: Option<String>,
}

impl Asked {
    /// What was searched before a form was sent: the form carries it.
    pub(crate) fn of(fields: &web::Fields) -> Self {
        Self { q: fields.some("q").map(str::to_owned), naissance: fields.some("naissance").map(str::to_owned) }
    }

    pub(crate) fn words(&self) -> &str {
        self.q.as_deref().unwrap_or_default().trim()
    }

    pub(crate) fn birth(&self) -> &str {
        self.naissance.as_deref().unwrap_or_default().trim()
    }
}

/// A case that may be the caller's.
pub(crate) struct Found {
    pub(crate) id: CaseId,
    pub(crate) name: String,
    pub(crate) reference: String,
    /// Where the request stands, in words that may be said; behind the lock: none.
    pub(crate) standing: Option<String>,
}

/// The cases that the words name. The lock of one opens when its reference was typed and the birth date given fits.
pub(crate) async fn cases(tx: &mut Transaction, asked: &Asked) -> Result<Vec<Found>, StoreError> {
    if asked.words().is_empty() {
        return Ok(Vec::new());
    }
    let typed = asked.words().parse::<CaseReference>().ok();
    let given = BirthDate::parse(asked.birth());
    let lines = case_list::search(tx, asked.words(), ROWS).await?;
    Ok(lines
        .iter()
        .map(|line| {
            let person = line.person.as_ref();
            let verified = typed == Some(line.reference) && given.is_some() && person.and_then(|p| p.birth) == given;
            Found {
                id: line.id,
                name: person.map(name).filter(|name| !name.is_empty()).unwrap_or_else(|| t("phone-found-nameless")),
                reference: line.reference.to_string(),
                standing: verified.then(|| standing(line.state, line.received_on)),
            }
        })
        .collect())
}

fn name(person: &case_list::PersonLine) -> String {
    let family = person.family_name.as_ref().map(|name| name.to_uppercase());
    let given = person.given_names.as_ref().map(|name| name.0.clone());
    [family, given].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

fn standing(state: domain::CaseState, received_on: NaiveDate) -> String {
    t2("phone-found-standing", "state", words::case_state(state), "date", dates::long(received_on))
}
