//! The paper register: printed in advance, filled by hand while the system is down, typed in later with the true days.

use askama::Template;
use axum::{
    extract::{Query, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use casework::{OpenedNow, Opening, open_envelopes};
use chrono::NaiveDate;
use domain::OpenedClass;
use serde::Deserialize;
use web::{
    Done, Frame, Page, Problem, Staff, View, dates,
    parts::{ErrorSummary, Field},
    t, t1, t2, t3, tw,
};

use super::{
    HERE,
    actions::{new_labels, refused, undone_by},
    numbers::numbers,
    past_day,
};
use crate::screens::{Desk, Fields};

/// Lines of a printed sheet.
const LINES: usize = 22;
/// Most lines typed at once.
const MOST: usize = 500;

#[derive(Template)]
#[template(path = "post/register_sheet.html")]
pub(crate) struct SheetPage {
    page: Page,
    lines: std::ops::RangeInclusive<usize>,
}

/// `/courrier/ouverture/registre`: the empty register, to print.
pub(crate) async fn sheet(frame: Frame) -> View<SheetPage> {
    let page = Page::new(&frame, t("post-register-title"))
        .under("/courrier", t("door-post"))
        .under(HERE, t("post-opening-title"));
    View(SheetPage { page, lines: 1..=LINES })
}

/// A class to choose.
pub(crate) struct ClassChoice {
    value: &'static str,
    label: String,
    taken: bool,
}

#[derive(Template)]
#[template(path = "post/register_entry.html")]
pub(crate) struct EntryPage {
    page: Page,
    errors: ErrorSummary,
    day: Field,
    witness: Field,
    classes: Vec<ClassChoice>,
    numbers: Field,
    count: Field,
}

/// What was typed.
#[derive(Default)]
struct Typed {
    day: String,
    witness: String,
    class: Option<OpenedClass>,
    numbers: String,
    count: String,
}

/// What the form before said: a sheet has several classes, of one day and one witness.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    jour: Option<String>,
    temoin: Option<String>,
}

/// `/courrier/ouverture/reprise`
pub(crate) async fn later(frame: Frame, Query(asked): Query<Asked>) -> View<EntryPage> {
    let typed =
        Typed { day: asked.jour.unwrap_or_default(), witness: asked.temoin.unwrap_or_default(), ..Typed::default() };
    View(form(&frame, &typed, [None, None, None, None]))
}

fn form(frame: &Frame, typed: &Typed, [day, witness, numbers, count]: [Option<String>; 4]) -> EntryPage {
    let day = Field::text("jour", t("post-register-day"))
        .value(&typed.day)
        .hint(t("post-register-day-help"))
        .error(day)
        .first();
    let witness = Field::text("temoin", t("post-register-witness")).value(&typed.witness).error(witness);
    let numbers = Field::long_text("numeros", t("post-register-numbers"))
        .hint(t("post-register-numbers-help"))
        .value(&typed.numbers)
        .error(numbers);
    let count = Field::text("nombre", t("post-register-count")).value(&typed.count).error(count);
    let choice = |class: &OpenedClass| ClassChoice {
        value: class.word(),
        label: tw("post-opening-class", class.word()),
        taken: typed.class.unwrap_or(OpenedClass::Ordinary) == *class,
    };
    EntryPage {
        page: Page::new(frame, t("post-register-entry-title"))
            .under("/courrier", t("door-post"))
            .under(HERE, t("post-opening-title")),
        errors: ErrorSummary::of(&[&day, &witness, &numbers, &count]),
        day,
        witness,
        classes: OpenedClass::ALL.iter().map(choice).collect(),
        numbers,
        count,
    }
}

/// `POST /courrier/ouverture/reprise`
pub(crate) async fn enter(
    State(desk): State<Desk>,
    staff: Staff,
    frame: Frame,
    fields: Fields,
) -> Result<Response, Problem> {
    let text = |name: &str| fields.get(name).to_owned();
    let typed = Typed {
        day: text("jour"),
        witness: text("temoin"),
        class: OpenedClass::from_word(fields.get("classe")),
        numbers: text("numeros"),
        count: text("nombre"),
    };
    let (day, lines) = match understood(&typed, desk.web.today()) {
        Ok(found) => found,
        Err(errors) => {
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, View(form(&frame, &typed, errors))).into_response());
        }
    };
    let labels = new_labels(&desk, lines.len());
    let opening = |(number, label): (Option<String>, String)| Opening {
        class: typed.class.unwrap_or(OpenedClass::Ordinary),
        number,
        label,
        origin: None,
        evidence: None,
        register: Some((day, typed.witness.clone())),
    };
    let openings = lines.into_iter().zip(labels).map(opening).collect();
    let done = open_envelopes(desk.casework()?, &staff.actor(), staff.user_id, openings).await.map_err(refused)?;
    let known = done.envelopes.iter().filter(|opened| matches!(opened, OpenedNow::Known(_))).count();
    let kept = done.envelopes.len() - known;
    let same = form_urlencoded::Serializer::new(String::new())
        .append_pair("jour", &typed.day)
        .append_pair("temoin", &typed.witness)
        .finish();
    let back = Done::to(format!("{HERE}/reprise?{same}"));
    let back = if known == 0 {
        back.saying(t2("post-register-entered", "count", kept, "date", dates::long(day)))
    } else {
        let words = t3("post-register-entered-known", ("count", kept), ("date", dates::long(day)), ("known", known));
        back.warning(words)
    };
    Ok(undone_by(back, done.undo).into_response())
}

/// The day of a register entered later, and a number or none for each envelope.
type Entered = (NaiveDate, Vec<Option<String>>);

/// What is entered; or what must be corrected: day, witness, numbers, count.
fn understood(typed: &Typed, today: NaiveDate) -> Result<Entered, [Option<String>; 4]> {
    let day = past_day(&typed.day, today);
    let lines: Vec<Option<String>> = typed.numbers.lines().flat_map(numbers).map(Some).collect();
    let without: Option<usize> = if typed.count.is_empty() { Some(0) } else { typed.count.parse().ok() };
    let total = without.map(|count| count.saturating_add(lines.len())).filter(|total| *total <= MOST);
    let errors = [
        day.is_none().then(|| t("post-register-day-wrong")),
        typed.witness.is_empty().then(|| t("post-register-witness-needed")),
        (total == Some(0)).then(|| t("post-register-nothing")),
        total.is_none().then(|| t1("post-opening-no-number", "typed", &typed.count)),
    ];
    match (day, without, errors.iter().all(Option::is_none)) {
        (Some(day), Some(count), true) => {
            Ok((day, lines.into_iter().chain(std::iter::repeat_n(None, count)).collect()))
        }
        _ => Err(errors),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(day: &str, witness: &str, numbers: &str, count: &str) -> Typed {
        Typed {
            day: day.to_owned(),
            witness: witness.to_owned(),
            class: None,
            numbers: numbers.to_owned(),
            count: count.to_owned(),
        }
    }

    #[test]
    fn a_register_has_a_true_day_a_witness_and_something_to_enter() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 16).expect("day");
        let wrong = |typed: &Typed| understood(typed, today).expect_err("wrong").map(|error| error.is_some());
        let found = understood(&typed("13/11/2026", "Y. Petit", "1A 1\n\n RB 2 \n", "2"), today).expect("register");
        assert_eq!(found.1, [Some("1A 1".to_owned()), Some("RB 2".to_owned()), None, None]);
        assert_eq!(wrong(&typed("17/11/2026", "Y. Petit", "1A 1", "")), [true, false, false, false], "not yet");
        assert_eq!(wrong(&typed("13/11/2026", "", "", "")), [false, true, true, false]);
        assert_eq!(wrong(&typed("13/11/2026", "Y. Petit", "", "beaucoup")), [false, false, false, true]);
    }
}
