//! O1: the list of cases.

mod asked;
mod row;

pub(crate) use row::{due as due_badge, state as state_badge};

use askama::Template;
use asked::{Asked, Sort, Start, View as Chosen, places};
use axum::extract::{Query, State};
use law::urgency::Band;
use row::Row;
use store::{
    Transaction,
    reads::{
        case_list::{self, CaseLine, Order},
        case_queue,
    },
};
use web::{
    Frame, Page, Problem, Staff, View,
    parts::{Empty, Field, Pager},
    t, t1,
};

use crate::state::Cases;

const ROWS: u32 = 50;
const CAP: u32 = 500;

#[derive(Template)]
#[template(path = "cases/list.html")]
pub(crate) struct ListPage {
    page: Page,
    facts: String,
    views: Vec<ViewLink>,
    bands: Vec<ViewLink>,
    orders: Vec<ViewLink>,
    search: Field,
    view: &'static str,
    refresh: String,
    rows: Vec<Row>,
    empty: Empty,
    pager: Pager,
}

/// A way to look at the list, with how many cases it holds.
struct ViewLink {
    label: String,
    count: String,
    path: String,
    current: bool,
}

pub(crate) async fn show(
    State(cases): State<Cases>,
    staff: Staff,
    frame: Frame,
    Query(asked): Query<Asked>,
) -> Result<View<ListPage>, Problem> {
    let mut tx = cases.web.database().begin(&staff.actor()).await?;
    let views = views(&mut tx, &asked).await?;
    let bands = bands(&mut tx, &asked).await?;
    let mut lines = if let Some(words) = asked.words() {
        case_list::search(&mut tx, words, CAP).await?
    } else {
        lines(&mut tx, &asked).await?
    };
    let next = if asked.words().is_none() && lines.len() > usize::try_from(ROWS).unwrap_or(usize::MAX) {
        lines.truncate(usize::try_from(ROWS).unwrap_or(usize::MAX));
        lines.last().map(|last| asked.path_after(last))
    } else {
        None
    };
    let today = cases.web.today();
    let rows: Vec<Row> = lines.iter().map(|line| Row::of(line, today)).collect();
    let pager = Pager::new(asked.apres.is_some().then(|| asked.first_page()), next);
    Ok(View(page(&frame, &asked, (views, bands), rows, pager)))
}

/// A row more than a page, so that it is known whether another one follows.
async fn lines(tx: &mut Transaction, asked: &Asked) -> Result<Vec<CaseLine>, Problem> {
    let (states, rows) = (asked.view().states(), ROWS + 1);
    let (key, place) = match asked.start() {
        Some(Start::Key(after)) => (Some(after), None),
        Some(Start::Place(after)) => (None, Some(after)),
        None => (None, None),
    };
    Ok(match asked.sort() {
        Sort::Urgency => case_queue::page(tx, states, asked.band().map(places), place, rows).await?,
        Sort::Due => case_list::page(tx, states, Order::Due, key, rows).await?,
        Sort::Received => case_list::page(tx, states, Order::Received, key, rows).await?,
    })
}

/// The bands of a view that is read by urgency.
async fn bands(tx: &mut Transaction, asked: &Asked) -> Result<Vec<ViewLink>, Problem> {
    if asked.words().is_some() || !asked.view().sorts().contains(&Sort::Urgency) {
        return Ok(Vec::new());
    }
    let all = ViewLink {
        label: t("cases-band-all"),
        count: String::new(),
        path: Asked::path(asked.view(), Sort::Urgency, None),
        current: asked.band().is_none(),
    };
    let mut links = vec![all];
    for band in Band::ALL {
        let count = case_queue::count(tx, asked.view().states(), &places(*band), CAP + 1).await?;
        links.push(ViewLink {
            label: crate::urgency::band(*band).words(),
            count: capped(count),
            path: Asked::path(asked.view(), Sort::Urgency, Some(*band)),
            current: asked.band() == Some(*band),
        });
    }
    Ok(links)
}

/// The orders of a view, when there is a choice.
fn orders(asked: &Asked) -> Vec<ViewLink> {
    let sorts = asked.view().sorts();
    if asked.words().is_some() || sorts.len() < 2 {
        return Vec::new();
    }
    let link = |sort: &Sort| ViewLink {
        label: t(sort.label()),
        count: String::new(),
        path: Asked::path(asked.view(), *sort, None),
        current: asked.sort() == *sort,
    };
    sorts.iter().map(link).collect()
}

async fn views(tx: &mut Transaction, asked: &Asked) -> Result<Vec<ViewLink>, Problem> {
    let mut links = Vec::new();
    for view in Chosen::ALL {
        links.push(ViewLink {
            label: t(view.label()),
            count: capped(case_list::count(tx, view.states(), CAP + 1).await?),
            path: format!("/dossiers?vue={}", view.word()),
            current: asked.words().is_none() && view == asked.view(),
        });
    }
    Ok(links)
}

fn capped(count: u32) -> String {
    if count > CAP { format!("{CAP}+") } else { count.to_string() }
}

fn page(
    frame: &Frame,
    asked: &Asked,
    (views, bands): (Vec<ViewLink>, Vec<ViewLink>),
    rows: Vec<Row>,
    pager: Pager,
) -> ListPage {
    let work = views.first().map(|view| view.count.clone()).unwrap_or_default();
    let (facts, empty) = match asked.words() {
        Some(words) => (
            t1("cases-found", "count", rows.len()),
            Empty::new(t1("cases-none-found", "words", words), t("cases-none-found-help"))
                .link("/dossiers", t("cases-back-to-list")),
        ),
        None => (t(asked.sort().explained()), Empty::new(t("cases-none"), t("cases-none-help"))),
    };
    let search = Field::search("q", t("cases-search")).value(asked.words().unwrap_or(""));
    let heading = Page::new(frame, t("door-cases")).counted(work).shortcut("j k", t("cases-key-rows"));
    ListPage {
        page: heading,
        facts,
        views,
        bands,
        orders: orders(asked),
        search,
        view: asked.view().word(),
        refresh: frame.here.clone(),
        rows,
        empty,
        pager,
    }
}
