//! All the registered letters of a pile in one go: the hand scanner types codes and numbers one after the other, a line each. What fits is
//! noted; what does not is shown again with the reason.

use casework::NumberError;
use domain::LetterId;
use store::reads::{departures::LetterLine, returns::Wanted};
use web::{Problem, Staff, t};

use super::number::is_meant;
use crate::screens::{Desk, Fields, returns::wanted};

/// What came of the lines.
#[derive(Default)]
pub(crate) struct Bulk {
    /// How many numbers were noted.
    pub(crate) noted: usize,
    /// The lines that did not fit, each with the reason.
    pub(crate) troubles: Vec<(String, String)>,
}

impl Bulk {
    /// The lines that did not fit, to be scanned again.
    pub(crate) fn left(&self) -> String {
        self.troubles.iter().map(|(line, _)| line.as_str()).collect::<Vec<_>>().join("\n")
    }
}

/// What a line is.
enum Scanned<'a> {
    Letter(&'a LetterLine),
    Number(String),
    Wrong(String),
}

/// Notes the numbers of a pile, line by line.
pub(super) async fn note(desk: &Desk, staff: &Staff, lines: &[LetterLine], fields: &Fields) -> Result<Bulk, Problem> {
    let mut bulk = Bulk::default();
    let mut letter: Option<(&str, LetterId)> = None;
    let mut last: Option<String> = None;
    for typed in fields.get("lectures").lines().map(str::trim).filter(|line| !line.is_empty()) {
        match scanned(typed, lines) {
            Scanned::Letter(line) => {
                // The same code read twice is one letter; another one leaves the first without its number.
                let left = letter.filter(|(_, id)| *id != line.id && lacks_number(lines, *id));
                bulk.troubles.extend(left.map(|(before, _)| (before.to_owned(), t("post-bulk-no-number"))));
                letter = Some((typed, line.id));
            }
            // Read twice.
            Scanned::Number(number) if letter.is_none() && last.as_ref() == Some(&number) => {}
            Scanned::Number(number) => match letter.take() {
                Some((_, id)) => match assign(desk, staff, id, &number).await? {
                    Ok(()) => {
                        bulk.noted += 1;
                        last = Some(number);
                    }
                    Err(why) => bulk.troubles.push((typed.to_owned(), why)),
                },
                None => bulk.troubles.push((typed.to_owned(), t("post-bulk-no-letter"))),
            },
            Scanned::Wrong(why) => bulk.troubles.push((typed.to_owned(), why)),
        }
    }
    let left = letter.filter(|(_, id)| lacks_number(lines, *id));
    bulk.troubles.extend(left.map(|(typed, _)| (typed.to_owned(), t("post-bulk-no-number"))));
    Ok(bulk)
}

fn lacks_number(lines: &[LetterLine], letter: LetterId) -> bool {
    lines.iter().any(|line| line.id == letter && line.number.is_none())
}

fn scanned<'a>(typed: &str, lines: &'a [LetterLine]) -> Scanned<'a> {
    match wanted(typed) {
        Some(Wanted::Number(number)) => Scanned::Number(number),
        Some(Wanted::Letter(_) | Wanted::Case(_) | Wanted::Short(_)) => {
            let found: Vec<&LetterLine> = lines.iter().filter(|line| is_meant(line, typed)).collect();
            match found.as_slice() {
                [line] => Scanned::Letter(line),
                [] => Scanned::Wrong(t("post-number-not-here")),
                [_, _, ..] => Scanned::Wrong(t("post-number-several")),
            }
        }
        Some(Wanted::Name(_)) | None => Scanned::Wrong(t("post-number-wrong")),
    }
}

async fn assign(desk: &Desk, staff: &Staff, letter: LetterId, number: &str) -> Result<Result<(), String>, Problem> {
    match casework::number_letter(desk.casework()?, &staff.actor(), staff.user_id, letter, number).await {
        Ok(_) => Ok(Ok(())),
        Err(NumberError::NotANumber) => Ok(Err(t("post-number-wrong"))),
        Err(NumberError::Taken(_)) => Ok(Err(t("post-number-taken"))),
        Err(NumberError::Refused(_)) => Ok(Err(t("post-bulk-gone"))),
        Err(NumberError::Store(error)) => Err(error.into()),
    }
}
