//! Letters that left by post and what came of them (M8): found by what is scanned, back without an answer, waited for.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    CaseId, CaseReference, ExceptionId, LetterId, LetterKind, LetterState, PersonId, Personal, PostalItemId,
    ReturnReason,
};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{StoreError, error::decode};

/// A letter that left by post.
#[derive(Clone, Debug)]
pub struct LeftLetter {
    /// Which.
    pub id: LetterId,
    /// Its kind.
    pub kind: LetterKind,
    /// Where it stands.
    pub state: LetterState,
    /// Its case.
    pub case: CaseId,
    /// The reference of the case.
    pub reference: CaseReference,
    /// The address lines that it prints.
    pub recipient: Personal<Vec<String>>,
    /// Its last item.
    pub item: PostalItemId,
    /// When that one left.
    pub left_at: DateTime<Utc>,
    /// Its registered number.
    pub registered_number: Option<String>,
}

/// The letter of this identifier, of this registered number, or those of this case, short number (the last eight digits) or person that
/// left by post, the latest first.
///
/// # Errors
/// When the database refuses.
pub async fn find(connection: &mut PgConnection, wanted: &Wanted) -> Result<Vec<LeftLetter>, StoreError> {
    let (mut letter, mut number, mut case, mut short): (Option<Uuid>, Option<&str>, Option<String>, Option<&str>) =
        (None, None, None, None);
    let mut names: Option<&[String]> = None;
    match wanted {
        Wanted::Name(words) => names = Some(words),
        Wanted::Letter(id) => letter = Some(id.uuid()),
        Wanted::Number(text) => number = Some(text),
        Wanted::Case(reference) => case = Some(reference.to_string()),
        Wanted::Short(text) => short = Some(text),
    }
    let rows = sqlx::query!(
        "SELECT l.id, l.kind, l.state, l.case_id, c.reference, l.data->'recipient' AS recipient, p.id AS item, p.left_at AS \"left_at!\",
                p.registered_number
         FROM letter l JOIN residence_case c ON c.id = l.case_id
         JOIN LATERAL (SELECT id, left_at, registered_number FROM postal_item
                       WHERE letter_id = l.id AND left_at IS NOT NULL ORDER BY left_at DESC LIMIT 1) p ON true
         WHERE ($1::uuid IS NULL OR l.id = $1) AND ($3::text IS NULL OR c.reference = $3)
           AND ($4::text IS NULL OR right(replace(l.id::text, '-', ''), 8) = $4)
           AND ($2::text IS NULL OR l.id = (SELECT letter_id FROM postal_item WHERE registered_number = $2 AND in_envelope_of IS NULL))
           AND ($5::text[] IS NULL OR (l.state = 5 AND EXISTS (
                SELECT FROM person o WHERE o.id = c.person_id
                   AND NOT EXISTS (SELECT FROM unnest($5::text[]) AS w(word) WHERE position(w.word IN o.search_name) = 0))))
         ORDER BY p.left_at DESC, l.id DESC LIMIT 20",
        letter,
        number,
        case,
        short,
        names
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|r| {
            let lines = r.recipient.as_ref().and_then(serde_json::Value::as_array).into_iter().flatten();
            Ok(LeftLetter {
                id: LetterId::from_uuid(r.id),
                kind: decode("letter kind", r.kind, LetterKind::from_code)?,
                state: decode("letter state", r.state, LetterState::from_code)?,
                case: CaseId::from_uuid(r.case_id),
                reference: r.reference.parse().map_err(|_| StoreError::Malformed("case reference"))?,
                recipient: Personal(lines.filter_map(|line| line.as_str().map(str::to_owned)).collect()),
                item: PostalItemId::from_uuid(r.item),
                left_at: r.left_at,
                registered_number: r.registered_number,
            })
        })
        .collect()
}

/// What was scanned or typed to find a letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// The square code of a letter.
    Letter(LetterId),
    /// A registered number, capitals and digits only.
    Number(String),
    /// The bars of a letter: the case.
    Case(CaseReference),
    /// The number printed at the foot of a letter: eight hexadecimal digits, small letters.
    Short(String),
    /// The name seen on the envelope, when no code can be read: words as searches compare them. Only what is still on its way.
    Name(Vec<String>),
}

/// A letter that is back and whose person somebody looks for.
#[derive(Clone, Debug)]
pub struct BackLine {
    /// The task.
    pub task: ExceptionId,
    /// The letter.
    pub letter: LetterId,
    /// Its kind.
    pub kind: LetterKind,
    /// Whether it waits for an address; else it counts as notified.
    pub held: bool,
    /// Why it came back.
    pub reason: ReturnReason,
    /// The case.
    pub case: CaseId,
    /// Its reference.
    pub reference: CaseReference,
    /// The person.
    pub person: Option<PersonId>,
    /// Their name on the letter.
    pub name: Option<Personal<String>>,
    /// Since when.
    pub since: DateTime<Utc>,
}

/// The letters that are back, the longest waiting first, at most `limit`. Those about what the actor may not see are left out.
///
/// # Errors
/// When the database refuses.
pub async fn back(connection: &mut PgConnection, limit: i64) -> Result<Vec<BackLine>, StoreError> {
    let rows = sqlx::query!(
        "SELECT x.id AS task, l.id, l.kind, l.state, x.detail->>'reason' AS reason, c.id AS case_id, c.reference, c.person_id,
                l.data->>'person' AS name, x.opened_at
         FROM exception x
         JOIN letter l ON l.id = replace(x.detail->>'letter', 'let_', '')::uuid
         JOIN residence_case c ON c.id = x.case_id
         WHERE x.kind = 30 AND x.ended_at IS NULL ORDER BY x.opened_at, x.id LIMIT $1",
        limit
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|r| {
            let state = decode("letter state", r.state, LetterState::from_code)?;
            let reason = r.reason.as_deref().and_then(ReturnReason::from_word);
            Ok(BackLine {
                task: ExceptionId::from_uuid(r.task),
                letter: LetterId::from_uuid(r.id),
                kind: decode("letter kind", r.kind, LetterKind::from_code)?,
                held: state == LetterState::Held,
                reason: reason.ok_or(StoreError::Malformed("reason of a return"))?,
                case: CaseId::from_uuid(r.case_id),
                reference: r.reference.parse().map_err(|_| StoreError::Malformed("case reference"))?,
                person: r.person_id.map(PersonId::from_uuid),
                name: r.name.map(Personal),
                since: r.opened_at,
            })
        })
        .collect()
}

/// A registered letter whose end the post has not told: on its way, or presented and kept for the person.
#[derive(Clone, Debug)]
pub struct AwaitedLine {
    /// The letter.
    pub letter: LetterId,
    /// Its kind.
    pub kind: LetterKind,
    /// The reference of the case.
    pub reference: CaseReference,
    /// Its number.
    pub number: String,
    /// When it left.
    pub left_at: DateTime<Utc>,
    /// When it was presented, and nobody was there.
    pub presented_on: Option<NaiveDate>,
}

/// The registered letters that were neither handed over nor came back, the longest gone first, at most `limit`.
///
/// # Errors
/// When the database refuses.
pub async fn awaited(connection: &mut PgConnection, limit: i64) -> Result<Vec<AwaitedLine>, StoreError> {
    let rows = sqlx::query!(
        "SELECT l.id, l.kind, c.reference, p.registered_number AS \"number!\", p.left_at AS \"left_at!\", p.presented_on
         FROM postal_item p JOIN letter l ON l.id = p.letter_id JOIN residence_case c ON c.id = l.case_id
         WHERE p.registered_number IS NOT NULL AND p.left_at IS NOT NULL AND p.collected_on IS NULL AND p.refused_on IS NULL AND p.came_back_on IS NULL
           AND p.in_envelope_of IS NULL
         ORDER BY p.left_at, p.id LIMIT $1",
        limit
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|r| {
            Ok(AwaitedLine {
                letter: LetterId::from_uuid(r.id),
                kind: decode("letter kind", r.kind, LetterKind::from_code)?,
                reference: r.reference.parse().map_err(|_| StoreError::Malformed("case reference"))?,
                number: r.number,
                left_at: r.left_at,
                presented_on: r.presented_on,
            })
        })
        .collect()
}
