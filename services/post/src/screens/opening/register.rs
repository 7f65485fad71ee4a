//! The paper register: printed in advance, filled by hand while the system is down, typed in later with the true days.

use askama::Template;
use axum::{
    extract::{Query, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use casework::{OpenedNow, Opening, found_in_drop_box, handed_over_on, open_envelopes};
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
const LINES: usize = 20;
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
    origin: Field,
    handed_on: Field,
    agreement: bool,
    seal_whole: bool,
    numbers: Field,
    count: Field,
}

/// What was typed.
#[derive(Default)]
struct Typed {
    day: String,
    witness: String,
    class: Option<OpenedClass>,
    origin: String,
    handed_on: String,
    no_agreement: bool,
    seal_broken: bool,
    numbers: String,
    count: String,
}

impl Typed {
    fn read(fields: &Fields) -> Self {
        let text = |name: &str| fields.get(name).to_owned();
        Self {
            day: text("jour"),
            witness: text("temoin"),
            class: OpenedClass::from_word(fields.get("classe")),
            origin: text("origine"),
            handed_on: text("remis_le"),
            no_agreement: !fields.has("convention"),
            seal_broken: !fields.has("scelle"),
            numbers: text("numeros"),
            count: text("nombre"),
        }
    }

    fn class(&self) -> OpenedClass {
        self.class.unwrap_or(OpenedClass::Ordinary)
    }
}

/// What is wrong: day, witness, origin, day of handing over, numbers, count.
type Wrong = [Option<String>; 6];

/// What the form before said: a sheet has several classes, of one day and one witness.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    jour: Option<String>,
    temoin: Option<String>,
}

/// `/courrier/ouverture/reprise`
pub(crate) async fn later(frame: Frame, Query(asked): Query<Asked>) -> View<EntryPage> {
    // Whether the seal was whole is seen by a person, never presumed: an earlier day would rest on it.
    let typed = Typed {
        day: asked.jour.unwrap_or_default(),
        witness: asked.temoin.unwrap_or_default(),
        seal_broken: true,
        ..Typed::default()
    };
    View(form(&frame, &typed, Wrong::default()))
}

fn form(frame: &Frame, typed: &Typed, [day, witness, origin, handed_on, numbers, count]: Wrong) -> EntryPage {
    let day = Field::text("jour", t("post-register-day"))
        .value(&typed.day)
        .hint(t("post-register-day-help"))
        .error(day)
        .first();
    let witness = Field::text("temoin", t("post-register-witness")).value(&typed.witness).error(witness);
    let origin = Field::text("origine", t("post-register-origin")).value(&typed.origin).error(origin);
    let handed_on = Field::text("remis_le", t("post-opening-handed-on"))
        .hint(t("post-register-handed-help"))
        .value(&typed.handed_on)
        .error(handed_on);
    let numbers = Field::long_text("numeros", t("post-register-numbers"))
        .hint(t("post-register-numbers-help"))
        .value(&typed.numbers)
        .error(numbers);
    let count = Field::text("nombre", t("post-register-count")).value(&typed.count).error(count);
    let choice = |class: &OpenedClass| ClassChoice {
        value: class.word(),
        label: tw("post-opening-class", class.word()),
        taken: typed.class() == *class,
    };
    EntryPage {
        page: Page::new(frame, t("post-register-entry-title"))
            .under("/courrier", t("door-post"))
            .under(HERE, t("post-opening-title")),
        errors: ErrorSummary::of(&[&day, &witness, &origin, &handed_on, &numbers, &count]),
        day,
        witness,
        classes: OpenedClass::ALL.iter().map(choice).collect(),
        origin,
        handed_on,
        agreement: !typed.no_agreement,
        seal_whole: !typed.seal_broken,
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
    let casework = desk.casework()?;
    let typed = Typed::read(&fields);
    let (day, handed_on, lines) = match understood(&typed, desk.web.today()) {
        Ok(found) => found,
        Err(errors) => {
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, View(form(&frame, &typed, *errors))).into_response());
        }
    };
    let labels = new_labels(&desk, lines.len());
    let evidence = match (typed.class(), handed_on) {
        (OpenedClass::Institution, Some(on)) => Some(handed_over_on(casework, on, day, !typed.no_agreement).1),
        (OpenedClass::DropBox, _) => Some(found_in_drop_box(casework, day, !typed.seal_broken)),
        _ => None,
    };
    let opening = |(number, label): (Option<String>, String)| Opening {
        class: typed.class(),
        number,
        label,
        origin: Some(typed.origin.clone()).filter(|_| wants_origin(typed.class())),
        evidence: evidence.clone(),
        register: Some((day, typed.witness.clone())),
    };
    let openings = lines.into_iter().zip(labels).map(opening).collect();
    let done = open_envelopes(casework, &staff.actor(), staff.user_id, openings).await.map_err(refused)?;
    let known = done.envelopes.iter().filter(|opened| matches!(opened, OpenedNow::Known(_))).count();
    let kept = done.envelopes.len() - known;
    let same = form_urlencoded::Serializer::new(String::new())
        .append_pair("jour", &typed.day)
        .append_pair("temoin", &typed.witness)
        .finish();
    let back = Done::to(format!("{HERE}/reprise?{same}"));
    let long_ago = law::evidence::long_before(day, desk.web.today(), &casework.site.catalogue);
    let back = if long_ago {
        back.warning(t2("post-register-long-ago", "count", kept, "date", dates::long(day)))
    } else if known == 0 {
        back.saying(t2("post-register-entered", "count", kept, "date", dates::long(day)))
    } else {
        let words = t3("post-register-entered-known", ("count", kept), ("date", dates::long(day)), ("known", known));
        back.warning(words)
    };
    Ok(undone_by(back, done.undo).into_response())
}

/// Whether envelopes of a class say who handed them over or in which box they lay.
const fn wants_origin(class: OpenedClass) -> bool {
    matches!(class, OpenedClass::Institution | OpenedClass::DropBox)
}

/// The day of a register entered later, the day of handing over where there is one, and a number or none for each envelope.
type Entered = (NaiveDate, Option<NaiveDate>, Vec<Option<String>>);

/// What is entered; or what must be corrected.
fn understood(typed: &Typed, today: NaiveDate) -> Result<Entered, Box<Wrong>> {
    let day = past_day(&typed.day, today);
    let institution = typed.class() == OpenedClass::Institution;
    let handed_on = past_day(&typed.handed_on, day.unwrap_or(today)).filter(|_| institution);
    let lines: Vec<Option<String>> = typed.numbers.lines().flat_map(numbers).map(Some).collect();
    let without: Option<usize> = if typed.count.is_empty() { Some(0) } else { typed.count.parse().ok() };
    let total = without.map(|count| count.saturating_add(lines.len()));
    let origin_needed = wants_origin(typed.class()) && typed.origin.is_empty();
    let count_wrong = match total {
        None => Some(t1("post-opening-no-number", "typed", &typed.count)),
        Some(total) if total > MOST => Some(t1("post-register-too-many", "most", MOST)),
        Some(_) => None,
    };
    let errors = [
        day.is_none().then(|| t("post-register-day-wrong")),
        typed.witness.is_empty().then(|| t("post-register-witness-needed")),
        origin_needed.then(|| t("post-register-origin-needed")),
        (institution && handed_on.is_none()).then(|| t("post-register-handed-wrong")),
        (total == Some(0)).then(|| t("post-register-nothing")),
        count_wrong,
    ];
    match (day, without, errors.iter().all(Option::is_none)) {
        (Some(day), Some(count), true) => {
            Ok((day, handed_on, lines.into_iter().chain(std::iter::repeat_n(None, count)).collect()))
        }
        _ => Err(Box::new(errors)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(day: &str, witness: &str, numbers: &str, count: &str) -> Typed {
        Typed {
            day: day.to_owned(),
            witness: witness.to_owned(),
            numbers: numbers.to_owned(),
            count: count.to_owned(),
            ..Typed::default()
        }
    }

    #[test]
    fn a_register_has_a_true_day_a_witness_and_something_to_enter() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 16).expect("day");
        let wrong = |typed: &Typed| understood(typed, today).expect_err("wrong").map(|error| error.is_some());
        let found = understood(&typed("13/11/2026", "Y. Petit", "1A 1\n\n RB 2 \n", "2"), today).expect("register");
        assert_eq!(found.2, [Some("1A 1".to_owned()), Some("RB 2".to_owned()), None, None]);
        assert_eq!(
            wrong(&typed("17/11/2026", "Y. Petit", "1A 1", "")),
            [true, false, false, false, false, false],
            "not yet"
        );
        assert_eq!(wrong(&typed("13/11/2026", "", "", "")), [false, true, false, false, true, false]);
        assert_eq!(wrong(&typed("13/11/2026", "Y. Petit", "", "beaucoup")), [false, false, false, false, false, true]);
        assert_eq!(wrong(&typed("13/11/2026", "Y. Petit", "", "99999")), [false, false, false, false, false, true]);
    }

    #[test]
    fn what_a_prison_handed_over_says_by_whom_and_when() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 16).expect("day");
        let handed = |origin: &str, on: &str| {
            let of_prison = Typed {
                class: Some(OpenedClass::Institution),
                origin: origin.to_owned(),
                handed_on: on.to_owned(),
                ..typed("13/11/2026", "Y. Petit", "", "2")
            };
            understood(&of_prison, today)
        };
        let found = handed("Maison d’arrêt", "10").expect("register");
        assert_eq!(found.1, NaiveDate::from_ymd_opt(2026, 11, 10));
        let wrong = |origin, on| handed(origin, on).expect_err("wrong").map(|error| error.is_some());
        assert_eq!(wrong("", ""), [false, false, true, true, false, false]);
        assert_eq!(wrong("Maison d’arrêt", "14/11/2026"), [false, false, false, true, false, false], "after it came");
    }
}
