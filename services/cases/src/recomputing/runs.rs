use domain::RecomputationCause;
use store::reads::recomputations::RunLine;
use web::{
    Web, dates,
    parts::{Badge, Progress, Tone},
    t, t1, t2, tw,
};

use super::HERE;

/// A recomputation as the page tells it.
pub(super) struct RunView {
    pub(super) path: String,
    pub(super) current: bool,
    pub(super) cause: String,
    pub(super) asked: String,
    pub(super) state: Badge,
    pub(super) progress: Option<Progress>,
    pub(super) rules: String,
    /// What it found, a figure each, with its words.
    pub(super) figures: Vec<(u32, String)>,
    pub(super) lasted: Option<String>,
}

impl RunView {
    pub(super) fn of(run: &RunLine, current: bool, web: &Web) -> Self {
        let at = dates::short_instant(run.asked_at, web.zone());
        let found = run.found;
        let figures = [
            (found.looked_at, "recomputing-looked-at"),
            (found.dates_changed, "recomputing-dates-changed"),
            (found.dates_proposed, "recomputing-dates-proposed"),
            (found.bands_changed, "recomputing-bands-changed"),
            (found.urgency_changed, "recomputing-urgency-changed"),
            (found.reworded, "recomputing-reworded"),
        ];
        Self {
            path: format!("{HERE}?calcul={}", run.id),
            current,
            cause: cause(run.cause),
            asked: match &run.asked_by {
                Some(name) => t2("recomputing-asked-by", "date", at, "name", name.as_str()),
                None => at,
            },
            state: state(run),
            progress: progress(run),
            rules: t1("recomputing-rules", "version", &run.rule_version),
            figures: figures.into_iter().map(|(count, key)| (count, t1(key, "count", count))).collect(),
            lasted: run.started_at.zip(run.finished_at).map(|(start, end)| {
                let seconds = (end - start).num_seconds().max(0);
                t1("recomputing-lasted", "count", seconds)
            }),
        }
    }
}

/// Why it was done.
fn cause(cause: RecomputationCause) -> String {
    tw("recomputing-cause", cause.word())
}

fn state(run: &RunLine) -> Badge {
    match (run.started_at, run.finished_at) {
        (_, Some(_)) => Badge::new(Tone::Done, t("recomputing-done")),
        (Some(_), None) => Badge::new(Tone::Soon, t("recomputing-running")),
        (None, None) => Badge::new(Tone::Plain, t("recomputing-waiting")),
    }
}

fn progress(run: &RunLine) -> Option<Progress> {
    let running = run.started_at.is_some() && run.finished_at.is_none();
    let total = run.total.max(run.found.looked_at).max(1);
    running.then(|| Progress::new(t("recomputing-progress"), run.found.looked_at, total))
}
