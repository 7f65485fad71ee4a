//! Two scans for each registered letter of a pile: the code seen through the window or at the foot of the letter, then the number of the
//! label stuck on its envelope.

use axum::extract::State;
use casework::NumberError;
use domain::{LetterId, PrintRunId};
use formats::TrackingNumber;
use store::reads::{departures::LetterLine, returns::Wanted};
use web::{Done, Problem, Staff, t, t1, words};

use crate::screens::{Desk, Fields, returns::wanted};

/// What the page of a pile shows of its registered letters.
#[derive(Default)]
pub(crate) struct Numbering {
    /// The letter scanned: its number comes next.
    pub(crate) letter: Option<(String, String)>,
    /// What was scanned names no letter of the pile, or several.
    pub(crate) trouble: Option<String>,
    /// How many letters must have a number and have none.
    pub(crate) missing: Option<String>,
}

impl Numbering {
    /// What was scanned, among the letters of a pile.
    pub(crate) fn of(lines: &[LetterLine], scanned: Option<&str>) -> Self {
        let bare = |line: &&LetterLine| line.registered && line.number.is_none() && line.with.is_none();
        let missing = lines.iter().filter(bare).count();
        let missing = (missing > 0).then(|| t1("post-hand-number-missing", "count", missing));
        let Some(scanned) = scanned.map(str::trim).filter(|text| !text.is_empty()) else {
            return Self { missing, ..Self::default() };
        };
        let found: Vec<&LetterLine> = lines.iter().filter(|line| is_meant(line, scanned)).collect();
        match found.as_slice() {
            [line] => Self { letter: Some((line.id.to_string(), named(line))), missing, trouble: None },
            [] => Self { trouble: Some(t("post-number-not-here")), missing, letter: None },
            [_, _, ..] => Self { trouble: Some(t("post-number-several")), missing, letter: None },
        }
    }
}

/// Whether what was scanned names this letter of the pile.
pub(super) fn is_meant(line: &LetterLine, scanned: &str) -> bool {
    match wanted(scanned) {
        Some(Wanted::Letter(id)) => id == line.id,
        Some(Wanted::Case(reference)) => reference == line.reference,
        Some(Wanted::Short(short)) => line.id.uuid().simple().to_string().ends_with(&short),
        Some(Wanted::Number(number)) => line.number.as_ref() == Some(&number),
        Some(Wanted::Name(_)) | None => false,
    }
}

fn named(line: &LetterLine) -> String {
    let who = line.recipient.0.first().cloned().unwrap_or_else(|| line.reference.to_string());
    web::t2("post-number-letter", "kind", words::letter_kind(line.kind), "who", who)
}

/// The number as the post prints it.
pub(crate) fn printed(number: &str) -> String {
    TrackingNumber::parse(number).printed()
}

/// `POST /courrier/departs/recommande`
pub(crate) async fn number(State(desk): State<Desk>, staff: Staff, fields: Fields) -> Result<Done, Problem> {
    let run: PrintRunId = fields.id("pile")?;
    let letter: LetterId = fields.id("lettre")?;
    let (pile, again) =
        (format!("/courrier/departs/piles/{run}"), format!("/courrier/departs/piles/{run}?scan={letter}"));
    if !fields.has("retirer") && fields.get("numero").is_empty() {
        return Ok(Done::to(again).warning(t("post-number-needed")));
    }
    let typed = if fields.has("retirer") { "" } else { fields.get("numero") };
    match casework::number_letter(desk.casework()?, &staff.actor(), staff.user_id, letter, typed).await {
        Ok(number) if number.is_empty() => Ok(Done::to(pile).saying(t("post-number-removed"))),
        Ok(number) => Ok(Done::to(pile).saying(t1("post-number-done", "number", number))),
        Err(NumberError::NotANumber) => Ok(Done::to(again).warning(t("post-number-wrong"))),
        Err(NumberError::Taken(_)) => Ok(Done::to(again).warning(t("post-number-taken"))),
        Err(NumberError::Refused(_)) => Err(Problem::Conflict(t("post-conflict-pile"))),
        Err(NumberError::Store(error)) => Err(error.into()),
    }
}
