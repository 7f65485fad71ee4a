//! Persons and their contact points.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{BirthDate, ContactKind, ContactPoint, ContactPointId, Person, PersonId, Personal, Protection, Safety};
use sqlx::PgConnection;

use crate::{StoreError, error::decode};

/// The form in which names are compared: lower case, without accents, words separated by one space.
#[must_use]
pub fn search_form(text: &str) -> String {
    let composed = formats::fold::composed(text);
    let folded: String = composed.chars().flat_map(char::to_lowercase).map(unaccented).collect();
    folded.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ")
}

const fn unaccented(c: char) -> char {
    match c {
        'à' | 'á' | 'â' | 'ä' | 'ã' | 'å' => 'a',
        'ç' => 'c',
        'è' | 'é' | 'ê' | 'ë' => 'e',
        'ì' | 'í' | 'î' | 'ï' => 'i',
        'ñ' => 'n',
        'ò' | 'ó' | 'ô' | 'ö' | 'õ' => 'o',
        'ù' | 'ú' | 'û' | 'ü' => 'u',
        'ý' | 'ÿ' => 'y',
        other => other,
    }
}

/// The form in which a person is found: family name, then given names.
#[must_use]
pub fn search_name(person: &Person) -> String {
    let parts = [&person.family_name, &person.given_names, &person.description];
    search_form(&parts.into_iter().flatten().map(|p| p.0.as_str()).collect::<Vec<_>>().join(" "))
}

/// Inserts a person.
///
/// # Errors
/// When the database refuses.
pub async fn insert(connection: &mut PgConnection, person: &Person, now: DateTime<Utc>) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO person (id, family_name, given_names, birth, foreigner_number, description, search_name, protection, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        person.id.uuid(),
        person.family_name.as_ref().map(|p| p.0.as_str()),
        person.given_names.as_ref().map(|p| p.0.as_str()),
        person.birth.map(|b| serde_json::json!(b)),
        person.foreigner_number.as_ref().map(|p| p.0.as_str()),
        person.description.as_ref().map(|p| p.0.as_str()),
        search_name(person),
        person.protection.code(),
        now
    )
    .execute(connection)
    .await?;
    Ok(())
}

fn birth(value: Option<serde_json::Value>) -> Result<Option<BirthDate>, StoreError> {
    value.map(|v| serde_json::from_value(v).map_err(|_| StoreError::Malformed("birth date"))).transpose()
}

/// A person.
///
/// # Errors
/// When they are unknown or the actor may not see them.
pub async fn get(connection: &mut PgConnection, id: PersonId) -> Result<Person, StoreError> {
    let r = sqlx::query!(
        "SELECT family_name, given_names, birth, foreigner_number, description, protection FROM person WHERE id = $1",
        id.uuid()
    )
    .fetch_optional(connection)
    .await?
    .ok_or(StoreError::NotFound("person"))?;
    Ok(Person {
        id,
        family_name: r.family_name.map(Personal),
        given_names: r.given_names.map(Personal),
        birth: birth(r.birth)?,
        foreigner_number: r.foreigner_number.map(Personal),
        description: r.description.map(Personal),
        protection: decode("protection", r.protection, Protection::from_code)?,
    })
}

/// Persons whose name begins like `name` (compared in [`search_form`]), at most `limit`.
///
/// # Errors
/// When the database refuses.
pub async fn find_by_name(connection: &mut PgConnection, name: &str, limit: i64) -> Result<Vec<Person>, StoreError> {
    let rows = sqlx::query!(
        "SELECT id, family_name, given_names, birth, foreigner_number, description, protection FROM person
         WHERE search_name ^@ $1 ORDER BY search_name, id LIMIT $2",
        search_form(name),
        limit
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|r| {
            Ok(Person {
                id: PersonId::from_uuid(r.id),
                family_name: r.family_name.map(Personal),
                given_names: r.given_names.map(Personal),
                birth: birth(r.birth)?,
                foreigner_number: r.foreigner_number.map(Personal),
                description: r.description.map(Personal),
                protection: decode("protection", r.protection, Protection::from_code)?,
            })
        })
        .collect()
}

/// Inserts a contact point of a person; it is as protected as the person.
///
/// # Errors
/// When the database refuses.
pub async fn insert_contact(
    connection: &mut PgConnection,
    person: PersonId,
    contact: &ContactPoint,
    as_written: Option<&str>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let lines: Vec<String> = contact.lines.iter().map(|l| l.0.clone()).collect();
    sqlx::query!(
        "INSERT INTO contact_point (id, person_id, kind, lines, as_written, safety, ended_on, doubtful_since, protection, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, (SELECT protection FROM person WHERE id = $2), $9)",
        contact.id.uuid(),
        person.uuid(),
        contact.kind.code(),
        &lines,
        as_written,
        contact.safety.code(),
        contact.ended_on,
        contact.doubtful_since,
        now
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The contact points of a person, preferred first, the newest first among equals.
///
/// # Errors
/// When the database refuses.
pub async fn contacts(connection: &mut PgConnection, person: PersonId) -> Result<Vec<ContactPoint>, StoreError> {
    let rows = sqlx::query!(
        "SELECT id, kind, lines, safety, ended_on, doubtful_since FROM contact_point WHERE person_id = $1
         ORDER BY rank, created_at DESC, id DESC",
        person.uuid()
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|r| {
            Ok(ContactPoint {
                doubtful_since: r.doubtful_since,
                ..contact(r.id, r.kind, r.lines, r.safety, r.ended_on)?
            })
        })
        .collect()
}

fn contact(
    id: uuid::Uuid,
    kind: i16,
    lines: Vec<String>,
    safety: i16,
    ended_on: Option<NaiveDate>,
) -> Result<ContactPoint, StoreError> {
    Ok(ContactPoint {
        id: ContactPointId::from_uuid(id),
        kind: decode("contact kind", kind, ContactKind::from_code)?,
        lines: lines.into_iter().map(Personal).collect(),
        safety: decode("safety", safety, Safety::from_code)?,
        ended_on,
        doubtful_since: None,
    })
}

/// One contact point, as it stands now.
///
/// # Errors
/// When it is unknown or the actor may not see it.
pub async fn get_contact(connection: &mut PgConnection, id: ContactPointId) -> Result<ContactPoint, StoreError> {
    let r = sqlx::query!(
        "SELECT id, kind, lines, safety, ended_on, doubtful_since FROM contact_point WHERE id = $1",
        id.uuid()
    )
    .fetch_optional(connection)
    .await?
    .ok_or(StoreError::NotFound("contact point"))?;
    Ok(ContactPoint { doubtful_since: r.doubtful_since, ..contact(r.id, r.kind, r.lines, r.safety, r.ended_on)? })
}

/// Flags a contact point; returns the person it belongs to.
///
/// # Errors
/// When it is unknown.
pub async fn set_safety(
    connection: &mut PgConnection,
    id: ContactPointId,
    safety: Safety,
) -> Result<PersonId, StoreError> {
    let person = sqlx::query_scalar!(
        "UPDATE contact_point SET safety = $2 WHERE id = $1 RETURNING person_id",
        id.uuid(),
        safety.code()
    )
    .fetch_optional(connection)
    .await?
    .ok_or(StoreError::NotFound("contact point"))?;
    Ok(PersonId::from_uuid(person))
}

/// Keeps a person out of searches: they were made by a registration that was taken back.
///
/// # Errors
/// When the database refuses.
pub async fn hide_from_searches(connection: &mut PgConnection, id: PersonId) -> Result<(), StoreError> {
    sqlx::query!("UPDATE person SET search_name = '' WHERE id = $1", id.uuid()).execute(connection).await?;
    Ok(())
}

/// The reverse of [`hide_from_searches`].
///
/// # Errors
/// When the database refuses.
pub async fn show_in_searches(connection: &mut PgConnection, person: &Person) -> Result<(), StoreError> {
    sqlx::query!("UPDATE person SET search_name = $2 WHERE id = $1", person.id.uuid(), search_name(person))
        .execute(connection)
        .await?;
    Ok(())
}
