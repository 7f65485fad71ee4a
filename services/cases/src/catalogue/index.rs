//! The index: what there is, or the rows that were asked for, as they stand on a day.

mod lists;

use askama::Template;
use axum::extract::{Query, State};
use law::{Catalogue, Certainty};
use lists::{GroupLine, RowLine, Section};
use web::{
    Frame, Page, View, dates,
    parts::{Empty, Field},
    t, t1, t2,
};

use super::{
    asked::{Asked, Shown},
    entry::Entry,
    find::Wanted,
    group::Group,
    place, words,
};
use crate::state::Cases;

#[derive(Template)]
#[template(path = "rules/index.html")]
pub(crate) struct IndexPage {
    page: Page,
    rule_set: String,
    day: String,
    search: Field,
    day_field: Field,
    kept: Vec<(&'static str, &'static str)>,
    later: Option<String>,
    overview: Option<Vec<GroupLine>>,
    groups: Vec<Choice>,
    certainties: Vec<Choice>,
    found: String,
    sections: Vec<Section>,
    elsewhere: Vec<RowLine>,
    empty: Empty,
    changes: &'static str,
}

/// A way to see fewer or more rows, with how many it shows.
struct Choice {
    label: String,
    count: usize,
    path: String,
    current: bool,
}

pub(crate) async fn show(State(cases): State<Cases>, frame: Frame, Query(asked): Query<Asked>) -> View<IndexPage> {
    View(page(&frame, &cases.catalogue.now(), &asked, &asked.shown(cases.web.today())))
}

fn page(frame: &Frame, catalogue: &Catalogue, asked: &Asked, shown: &Shown) -> IndexPage {
    let entries = Entry::all(catalogue);
    let wanted = Wanted::of(&shown.words);
    let matching: Vec<&Entry<'_>> = entries.iter().filter(|entry| wanted.finds(entry, catalogue)).collect();
    let listed: Vec<&Entry<'_>> = matching.iter().copied().filter(|entry| is_listed(entry, shown)).collect();
    let (here, elsewhere): (Vec<_>, Vec<_>) = listed.into_iter().partition(|entry| entry.on(shown.day).is_some());
    let line = |entry: &&Entry<'_>| RowLine::of(entry, shown, catalogue);
    IndexPage {
        page: heading(frame, shown),
        rule_set: rule_set(catalogue),
        day: dates::long(shown.day),
        search: Field::search("q", t("rules-search")).value(&shown.words).hint(t("rules-search-hint")),
        day_field: day_field(asked, shown),
        kept: kept(shown),
        later: later(catalogue, shown),
        overview: shown.is_overview().then(|| lists::overview(&entries, shown)),
        groups: groups(&matching, shown),
        certainties: certainties(&matching, shown),
        found: t1("rules-found", "count", here.len()),
        sections: lists::sections(&here, shown, catalogue),
        elsewhere: elsewhere.iter().map(line).collect(),
        empty: empty(shown),
        changes: place::CHANGES,
    }
}

fn heading(frame: &Frame, shown: &Shown) -> Page {
    let title = match shown.group {
        Some(group) => group.label(),
        None if shown.is_overview() => t("door-rules"),
        None if shown.words.is_empty() => t("rules-everything"),
        None => t("rules-result"),
    };
    let page = Page::new(frame, title).shortcut("j k", t("cases-key-rows")).shortcut("d", t("rules-key-day"));
    let page = page.shortcut("c", t("rules-key-changes")).shortcut("p", t("rules-key-proposals"));
    if shown.is_overview() { page } else { page.under(shown.overview().path(), t("door-rules")) }
}

/// The name of the rule set and the day of the texts it was read in.
pub(super) fn rule_set(catalogue: &Catalogue) -> String {
    let set = catalogue.rule_set();
    t2("rules-set", "name", &set.name, "date", dates::long(set.consolidated_on))
}

/// What is said when the day asked for is later than the texts.
fn later(catalogue: &Catalogue, shown: &Shown) -> Option<String> {
    let read_on = catalogue.rule_set().consolidated_on;
    (shown.day > read_on).then(|| t1("rules-later", "date", dates::long(read_on)))
}

fn day_field(asked: &Asked, shown: &Shown) -> Field {
    let error = asked.unreadable_day().map(|text| t1("rules-day-unreadable", "text", text));
    Field::date("le", t("rules-day")).value(dates::iso(shown.day)).key('d').error(error)
}

/// What the form keeps of the address beside its own fields.
fn kept(shown: &Shown) -> Vec<(&'static str, &'static str)> {
    let parts = [("groupe", shown.group_word()), ("certitude", shown.certainty.map(Certainty::word))];
    parts.into_iter().filter_map(|(name, value)| value.map(|value| (name, value))).collect()
}

fn is_listed(entry: &Entry<'_>, shown: &Shown) -> bool {
    let sure = entry.nearest(shown.day).period().sure();
    shown.group.is_none_or(|group| entry.group() == group) && shown.certainty.is_none_or(|wanted| wanted == sure)
}

fn counted(entries: &[&Entry<'_>], shown: &Shown) -> usize {
    entries.iter().filter(|entry| entry.on(shown.day).is_some() && is_listed(entry, shown)).count()
}

fn choice(entries: &[&Entry<'_>], label: String, shown: &Shown, to: &Shown) -> Choice {
    let current = (to.group, to.certainty) == (shown.group, shown.certainty);
    Choice { label, count: counted(entries, to), path: to.path(), current }
}

fn groups(matching: &[&Entry<'_>], shown: &Shown) -> Vec<Choice> {
    let every = choice(matching, t("rules-every-group"), shown, &shown.with_group(None));
    let each = Group::ALL.iter().map(|group| choice(matching, group.label(), shown, &shown.with_group(Some(*group))));
    std::iter::once(every).chain(each.filter(|choice| choice.count > 0 || choice.current)).collect()
}

fn certainties(matching: &[&Entry<'_>], shown: &Shown) -> Vec<Choice> {
    let every = choice(matching, t("rules-every-certainty"), shown, &shown.with_certainty(None));
    let label = |certainty: Certainty| web::tw("rules-certainty", certainty.word());
    let each = Certainty::ALL.iter().map(|one| choice(matching, label(*one), shown, &shown.with_certainty(Some(*one))));
    std::iter::once(every).chain(each).collect()
}

fn empty(shown: &Shown) -> Empty {
    let what = if shown.words.is_empty() {
        t("rules-none")
    } else {
        t1("rules-none-found", "words", words::clipped(&shown.words))
    };
    Empty::new(what, t("rules-none-help")).link(shown.overview().path(), t("rules-back"))
}
