//! Who a communication comes from: a known person, a new one, or somebody nobody can name yet.

use chrono::{DateTime, Utc};
use domain::{BirthDate, ContactKind, ContactPoint, ContactPointId, Person, PersonId, Personal, Protection, Safety};
use store::{StoreError, Transaction, persons};

/// What is known of a new person. Nothing is mandatory.
#[derive(Clone, Debug, Default)]
pub struct NewPerson {
    /// Family name as written.
    pub family_name: Option<String>,
    /// Given names as written.
    pub given_names: Option<String>,
    /// Birth date.
    pub birth: Option<BirthDate>,
    /// Foreigner number as typed.
    pub foreigner_number: Option<String>,
    /// Must be seen by referents only.
    pub protected: bool,
}

/// Whom the clerk chose.
#[derive(Clone, Debug)]
pub enum PersonChoice {
    /// A known person.
    Known(PersonId),
    /// A new person.
    New(NewPerson),
    /// Nobody can say yet: kept under a description.
    Unidentified {
        /// What is known ("pli 0123, une fiche de paie et une photo").
        description: String,
    },
}

/// The person chosen, made when new.
pub(crate) async fn choose(
    tx: &mut Transaction,
    choice: &PersonChoice,
    now: DateTime<Utc>,
) -> Result<Person, StoreError> {
    let person = match choice {
        PersonChoice::Known(id) => return persons::get(tx, *id).await,
        PersonChoice::New(new) => from_new(new, now),
        PersonChoice::Unidentified { description } => {
            Person { description: Some(Personal(description.clone())), ..nobody(now) }
        }
    };
    persons::insert(tx, &person, now).await?;
    Ok(person)
}

fn nobody(now: DateTime<Utc>) -> Person {
    Person {
        id: PersonId::new(now),
        family_name: None,
        given_names: None,
        birth: None,
        foreigner_number: None,
        description: None,
        protection: Protection::None,
    }
}

fn from_new(new: &NewPerson, now: DateTime<Utc>) -> Person {
    let personal =
        |text: &Option<String>| text.as_ref().filter(|t| !t.trim().is_empty()).map(|t| Personal(t.trim().to_owned()));
    Person {
        family_name: personal(&new.family_name),
        given_names: personal(&new.given_names),
        birth: new.birth,
        foreigner_number: personal(&new.foreigner_number),
        protection: if new.protected { Protection::Protected } else { Protection::None },
        ..nobody(now)
    }
}

/// Records the address that the person wrote, unless they already have it. A point that was flagged stays flagged.
pub(crate) async fn record_address(
    tx: &mut Transaction,
    person: &Person,
    written: &str,
    safety: Safety,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let lines = formats::Address::parse(written).lines;
    let known = persons::contacts(tx, person.id).await?;
    let same = |contact: &&ContactPoint| contact.lines == lines;
    if lines.is_empty() || known.iter().any(|c| same(&c)) {
        return Ok(());
    }
    let contact =
        ContactPoint { id: ContactPointId::new(now), kind: ContactKind::Postal, lines, safety, ended_on: None };
    persons::insert_contact(tx, person.id, &contact, Some(written), now).await
}
