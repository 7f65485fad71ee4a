use chrono_tz::Tz;
use store::reads::recomputations::ChangeLine;
use web::{dates, t, t1};

use super::{moved, value, what};
use crate::names;

/// The dates of a case that wait for a decision.
pub(super) struct ProposalView {
    pub(super) case: String,
    pub(super) path: String,
    pub(super) person: String,
    pub(super) reference: String,
    pub(super) told: String,
    pub(super) letter: Option<String>,
    pub(super) dates: Vec<DateView>,
    pub(super) spoken: (String, String),
}

/// A date that was told, and what it would become.
pub(super) struct DateView {
    pub(super) id: String,
    pub(super) what: String,
    pub(super) before: String,
    pub(super) after: String,
    pub(super) moved: Option<String>,
}

/// The proposals, those of a case together.
pub(super) fn of(lines: Vec<ChangeLine>, zone: Tz) -> Vec<ProposalView> {
    let mut views: Vec<ProposalView> = Vec::new();
    for line in lines {
        let case = line.case.to_string();
        let date = DateView {
            id: line.id.to_string(),
            what: what(line.date),
            before: value(line.before.as_deref()),
            after: value(line.after.as_deref()),
            moved: moved(line.before.as_deref(), line.after.as_deref()),
        };
        match views.last_mut().filter(|view| view.case == case) {
            Some(view) => view.dates.push(date),
            None => views.push(ProposalView::of(&line, case, date, zone)),
        }
    }
    views
}

impl ProposalView {
    fn of(line: &ChangeLine, case: String, date: DateView, zone: Tz) -> Self {
        let person = names::full(line.family_name.as_ref(), line.given_names.as_ref());
        let left = line.letter.and_then(|(_, at)| at).map(|at| dates::long(at.with_timezone(&zone).date_naive()));
        Self {
            path: format!("/dossiers/{case}"),
            letter: line.letter.map(|(letter, _)| format!("/dossiers/{case}/lettres/{letter}")),
            told: left.map_or_else(|| t("recomputing-told"), |date| t1("recomputing-told-on", "date", date)),
            spoken: (
                t1("recomputing-accept-spoken", "person", &person),
                t1("recomputing-refuse-spoken", "person", &person),
            ),
            person,
            reference: line.reference.to_string(),
            dates: vec![date],
            case,
        }
    }
}
