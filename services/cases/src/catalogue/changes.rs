//! What changes: on each day, the rows that begin, change or end, the latest day first.

mod days;

use askama::Template;
use axum::extract::State;
use days::Day;
use web::{Frame, Page, View, parts::Empty, t};

use super::{index, place};
use crate::state::Cases;

#[derive(Template)]
#[template(path = "rules/changes.html")]
pub(crate) struct ChangesPage {
    page: Page,
    rule_set: String,
    days: Vec<Day>,
    empty: Empty,
}

pub(crate) async fn show(State(cases): State<Cases>, frame: Frame) -> View<ChangesPage> {
    let page = Page::new(&frame, t("rules-changes")).under(place::INDEX, t("door-rules"));
    View(ChangesPage {
        page: page.shortcut("j k", t("cases-key-rows")),
        rule_set: index::rule_set(&cases.catalogue.now()),
        days: days::of(&cases.catalogue.now(), cases.web.today()),
        empty: Empty::new(t("rules-none"), t("rules-none-help")),
    })
}
