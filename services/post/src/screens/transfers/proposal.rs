//! Who seems competent, by where the person lives. A person confirms it.

use casework::Casework;
use domain::{ContactKind, Department, PersonId};
use law::{Authority, CompetenceFacts, Place};
use store::{StoreError, Transaction, persons};
use web::{parts::Why, t, t1};

/// What the form is filled in with.
#[derive(Default)]
pub(super) struct Proposed {
    pub(super) name: String,
    pub(super) lines: String,
    pub(super) because: String,
    /// The address is in this very département.
    pub(super) here: bool,
    pub(super) why: Option<Why>,
}

impl Proposed {
    /// By the address of the person, as far as it may be used.
    pub(super) async fn of(
        tx: &mut Transaction,
        casework: &Casework,
        person: Option<PersonId>,
    ) -> Result<Self, StoreError> {
        let postcode = match person {
            Some(person) => postcode(tx, casework, person).await?,
            None => None,
        };
        let (site, today) = (&casework.site, casework.today());
        let own = site.catalogue.prefecture(&site.prefecture, today);
        let Some(filed_in) = own.and_then(|own| own.department.parse::<Department>().ok()) else {
            return Ok(Self::default());
        };
        let place = postcode.as_deref().map_or(Place::Unknown, Place::Postcode);
        let found = law::competence(&CompetenceFacts::of(today, filed_in, place), &site.catalogue);
        let because = |code: &str| t1("transfer-because-lives", "department", code);
        let (name, lines, said) = match &found.authority {
            Authority::Prefect { department } => {
                let known = department.parse().ok().and_then(|code| site.catalogue.prefecture_of(code, today));
                let name = known.map_or_else(
                    || t1("transfer-prefecture-of", "department", department.as_str()),
                    |p| p.name.clone(),
                );
                let lines = known.map(|p| p.lines.join("\n")).unwrap_or_default();
                (name, lines, because(department))
            }
            Authority::PolicePrefect => (t("transfer-police-prefecture"), String::new(), because("75")),
            Authority::Ofii => (t("transfer-ofii"), String::new(), t("transfer-because-ofii")),
            Authority::OtherTexts { .. } | Authority::ToAsk { .. } => (String::new(), String::new(), String::new()),
        };
        let elsewhere = found.transfer;
        Ok(Self {
            here: !elsewhere && !name.is_empty(),
            name: if elsewhere { name } else { String::new() },
            lines: if elsewhere { lines } else { String::new() },
            because: if elsewhere { said } else { String::new() },
            why: Some(Why {
                because: found.why.because,
                source: found.why.source,
                rule_page: None,
                rule: found.why.rule,
                version: found.why.version,
            }),
        })
    }
}

/// The postcode of the first paper address that may be written to.
async fn postcode(tx: &mut Transaction, casework: &Casework, person: PersonId) -> Result<Option<String>, StoreError> {
    let contacts = persons::contacts(tx, person).await?;
    let usable = contacts
        .into_iter()
        .filter(|contact| contact.kind == ContactKind::Postal)
        .find_map(|contact| contact.addressable(casework.today()).ok());
    Ok(usable.and_then(|contact| contact.lines().iter().rev().find_map(|line| postcode_in(line))))
}

fn postcode_in(line: &str) -> Option<String> {
    let five = |word: &&str| word.len() == 5 && word.bytes().all(|byte| byte.is_ascii_digit());
    line.split_whitespace().next().filter(five).map(str::to_owned)
}
