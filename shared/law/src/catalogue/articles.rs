//! Articles that rows name: each is one that a title, the table of work rights or the list `other_articles` knows, so that a slip of
//! the pen is found; and every article of a title says who may work while it is pending.

use std::collections::BTreeSet;

use super::{
    article_list::List,
    error::CatalogueError,
    part::{Placed, Rows},
};

pub(super) fn check(rows: &Rows, errors: &mut Vec<CatalogueError>) {
    let known = known(rows);
    let mut unknown = |place: &dyn Fn(String) -> CatalogueError, article: &str| {
        if !known.contains(article) {
            errors.push(place(format!("names the unknown article {article}: no title and no row on work has it")));
        }
    };
    for row in &rows.law.lists {
        named(row, &row.row.articles, &mut unknown);
    }
    for row in &rows.law.fees {
        named(row, row.row.articles.iter().chain(&row.row.exempt).chain(&row.row.exempt_first), &mut unknown);
    }
    for row in &rows.silence {
        named(row, &row.row.articles, &mut unknown);
    }
    work_stated(rows, errors);
}

fn named<'a, T>(
    row: &Placed<T>,
    articles: impl IntoIterator<Item = &'a String>,
    unknown: &mut impl FnMut(&dyn Fn(String) -> CatalogueError, &str),
) {
    for article in articles {
        unknown(&|message| row.mistake(message), article);
    }
}

fn known(rows: &Rows) -> BTreeSet<String> {
    let titles = rows.titles.iter().flat_map(|title| title.row.articles.iter());
    let work = rows.law.work_rights.iter().map(|row| &row.row.article);
    let others = rows.law.lists.iter().filter(|list| list.row.key == List::OtherArticles.key());
    titles.chain(work).chain(others.flat_map(|list| list.row.articles.iter())).cloned().collect()
}

fn work_stated(rows: &Rows, errors: &mut Vec<CatalogueError>) {
    for title in rows.titles.iter().filter(|title| !title.row.service) {
        for article in &title.row.articles {
            if !rows.law.work_rights.iter().any(|row| row.row.article == *article) {
                let code = &title.row.code;
                errors.push(title.mistake(format!("{code}: no row says who may work while {article} is pending")));
            }
        }
    }
}
