//! Who a communication comes from: a known person, a new one, or somebody nobody can name yet.

use chrono::{DateTime, Utc};
use domain::{
    BirthDate, CommunicationId, ContactKind, ContactPoint, ContactPointId, NotAddressable, Person, PersonId, Personal,
    Protection, Safety,
};
use store::{StoreError, Transaction, addresses, messages, persons};

use crate::flag_contact::flag;

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

/// Records the address that the person wrote, unless they already have it: then it becomes unsafe if they say so now, and never safe
/// again by itself.
pub(crate) async fn record_address(
    tx: &mut Transaction,
    person: &Person,
    written: &str,
    safety: Safety,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let lines = formats::Address::parse(written).lines;
    let known = persons::contacts(tx, person.id).await?;
    if lines.is_empty() {
        return Ok(());
    }
    if let Some(same) = known.iter().find(|contact| contact.lines == lines) {
        if matches!(safety, Safety::Unsafe | Safety::Compromised) && same.safety != safety {
            flag(tx, same.id, safety, now).await?;
        }
        return Ok(());
    }
    let contact = ContactPoint { kind: kind_of(&lines), lines, safety, ..nowhere(now) };
    persons::insert_contact(tx, person.id, &contact, Some(written), now).await
}

/// How prisons are called in addresses, without accents and signs.
const PRISONS: [&str; 7] = [
    "maison d arret",
    "centre penitentiaire",
    "centre de detention",
    "maison centrale",
    "etablissement penitentiaire",
    "centre de semi liberte",
    "ecrou",
];

/// What is written to somebody in prison goes in an envelope that says nothing of where it comes from. A street may bear the name
/// of a prison: its line begins with a number.
fn kind_of(lines: &[Personal<String>]) -> ContactKind {
    let names_one = |line: &&Personal<String>| {
        let words = format!(" {} ", persons::search_form(&line.0));
        !line.0.starts_with(|first: char| first.is_ascii_digit())
            && PRISONS.iter().any(|prison| words.contains(&format!(" {prison} ")))
    };
    if lines.iter().any(|line| names_one(&line)) { ContactKind::Prison } else { ContactKind::Postal }
}

/// Records the e-mail address that the person wrote from and asks to be answered at, unless they already have it. One that a
/// message of ours came back from is in doubt from the start.
pub(crate) async fn record_sender(
    tx: &mut Transaction,
    person: &Person,
    communication: CommunicationId,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let Some(address) = messages::of(tx, communication).await?.and_then(|message| message.answer_to) else {
        return Ok(());
    };
    let known = persons::contacts(tx, person.id).await?;
    let wanted = address.to_lowercase();
    let same = |contact: &ContactPoint| {
        contact.kind == ContactKind::Email && contact.lines.first().is_some_and(|line| line.to_lowercase() == wanted)
    };
    if known.iter().any(same) {
        return Ok(());
    }
    let unfit = addresses::unfit(tx, std::slice::from_ref(&wanted)).await?;
    let doubtful = unfit.get(&wanted) == Some(&NotAddressable::Doubtful);
    let contact = ContactPoint {
        kind: ContactKind::Email,
        lines: vec![Personal(address)],
        doubtful_since: doubtful.then_some(now),
        ..nowhere(now)
    };
    persons::insert_contact(tx, person.id, &contact, None, now).await
}

/// A contact point of which nothing is known yet.
fn nowhere(now: DateTime<Utc>) -> ContactPoint {
    ContactPoint {
        id: ContactPointId::new(now),
        kind: ContactKind::Postal,
        lines: Vec::new(),
        safety: Safety::Unknown,
        ended_on: None,
        doubtful_since: None,
    }
}
