use domain::ChangeState;
use store::reads::recomputations::ChangeLine;
use web::{
    Web, dates,
    parts::{Badge, Tone},
    t2, t3, tw,
};

use super::{moved, value, what};
use crate::names;

/// A change, and of whom.
pub(super) struct ChangeView {
    pub(super) path: String,
    pub(super) person: String,
    pub(super) reference: String,
    pub(super) spoken: String,
    pub(super) what: String,
    pub(super) before: String,
    pub(super) after: String,
    pub(super) moved: Option<String>,
    pub(super) state: Badge,
    pub(super) decided: Option<String>,
}

impl ChangeView {
    pub(super) fn of(line: &ChangeLine, web: &Web) -> Self {
        let person = names::full(line.family_name.as_ref(), line.given_names.as_ref());
        let reference = line.reference.to_string();
        let decided = line.decided.as_ref().map(|(name, at, reason)| {
            let date = dates::short(at.with_timezone(&web.zone()).date_naive());
            let name = name.as_ref().map(|name| name.0.clone()).unwrap_or_default();
            t3("recomputing-decided", ("date", date), ("name", name), ("reason", reason))
        });
        Self {
            path: format!("/dossiers/{}", line.case),
            spoken: t2("cases-row-spoken", "person", &person, "reference", &reference),
            person,
            reference,
            what: what(line.date),
            before: value(line.before.as_deref()),
            after: value(line.after.as_deref()),
            moved: moved(line.before.as_deref(), line.after.as_deref()),
            state: Badge::new(tone(line.state), tw("change-state", line.state.word())),
            decided,
        }
    }
}

const fn tone(state: ChangeState) -> Tone {
    match state {
        ChangeState::Applied | ChangeState::Accepted => Tone::Done,
        ChangeState::Proposed => Tone::Soon,
        ChangeState::Refused | ChangeState::Outdated => Tone::Plain,
    }
}
