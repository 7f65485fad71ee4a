//! What rows say of each other: periods without gap or overlap, references that exist, national rows kept national.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{
    articles, coherence, competence,
    error::CatalogueError,
    law_rows,
    parameter::Parameter,
    part::{Placed, Rows, Scope},
    piece,
    row::Period,
};
use crate::{dates::days_after, rules::REQUIRED};

pub(super) fn check(rows: &Rows, errors: &mut Vec<CatalogueError>) {
    periods(&rows.rules, |row| (row.id.clone(), &row.period), errors);
    periods(&rows.silence, |row| (row.key.clone(), &row.period), errors);
    periods(&rows.territories, |row| (row.code.clone(), &row.period), errors);
    periods(&rows.holidays, |row| (format!("{} {:?}", row.key, row.territories), &row.period), errors);
    periods(&rows.titles, |row| (row.code.clone(), &row.period), errors);
    periods(&rows.prefectures, |row| (row.code.clone(), &row.period), errors);
    parameters(rows, errors);
    required(rows, errors);
    references(rows, errors);
    departments(rows, errors);
    national(rows, errors);
    articles::check(rows, errors);
    competence::check(rows, errors);
    piece::check(rows, errors);
    if let Some(rule_set) = &rows.rule_set {
        coherent(rows, rule_set.row.consolidated_on, errors);
    }
}

fn coherent(rows: &Rows, read_on: NaiveDate, errors: &mut Vec<CatalogueError>) {
    coherence::check(&rows.rules, |row| &row.period, read_on, errors);
    coherence::check(&rows.parameters, |row| &row.period, read_on, errors);
    coherence::check(&rows.silence, |row| &row.period, read_on, errors);
    coherence::check(&rows.titles, |row| &row.period, read_on, errors);
    law_rows::coherent(&rows.law, read_on, errors);
}

fn references(rows: &Rows, errors: &mut Vec<CatalogueError>) {
    for title in &rows.titles {
        for key in title.row.silence_variants.iter().chain([&title.row.silence]) {
            if !rows.silence.iter().any(|row| row.row.key == *key) {
                errors.push(title.mistake(format!("{} names the unknown row on silence {key}", title.row.code)));
            }
        }
    }
    for holiday in &rows.holidays {
        for code in &holiday.row.territories {
            if !rows.territories.iter().any(|row| row.row.code == *code) {
                errors.push(holiday.mistake(format!("{} names the unknown territory {code}", holiday.row.key)));
            }
        }
    }
    for prefecture in &rows.prefectures {
        let department = &prefecture.row.department;
        if !rows.territories.iter().any(|row| row.row.departments.contains(department)) {
            errors.push(prefecture.mistake(format!("no territory holds the département {department}")));
        }
    }
}

fn departments(rows: &Rows, errors: &mut Vec<CatalogueError>) {
    let mut holder: BTreeMap<&str, &str> = BTreeMap::new();
    for territory in &rows.territories {
        for department in &territory.row.departments {
            let code = territory.row.code.as_str();
            if let Some(other) = holder.insert(department, code).filter(|other| *other != code) {
                errors.push(territory.mistake(format!("the département {department} is also in {other}")));
            }
        }
    }
}

/// Rows of a kind that a local file cannot hold.
pub(super) fn kept<T>(rows: &[Placed<T>], what: &str, errors: &mut Vec<CatalogueError>) {
    let local = rows.iter().filter(|row| row.scope == Scope::Local);
    errors.extend(local.map(|row| row.mistake(format!("a {what} is national: a local file cannot hold it"))));
}

fn national(rows: &Rows, errors: &mut Vec<CatalogueError>) {
    kept(&rows.rules, "rule", errors);
    kept(&rows.silence, "row on silence", errors);
    kept(&rows.territories, "territory", errors);
    kept(&rows.holidays, "holiday", errors);
    kept(&rows.titles, "title", errors);
    if let Some(rule_set) = rows.rule_set.as_ref().filter(|row| row.scope == Scope::Local) {
        errors.push(rule_set.mistake("the rule set is national: a local file cannot name it"));
    }
}

/// National figures follow each other in time; local ones too, and only where the national row lets them.
fn parameters(rows: &Rows, errors: &mut Vec<CatalogueError>) {
    let of_scope = |scope| rows.parameters.iter().filter(move |row| row.scope == scope).cloned().collect::<Vec<_>>();
    periods(&of_scope(Scope::National), |row| (row.key.clone(), &row.period), errors);
    // Between two local figures the national one applies.
    in_time(&of_scope(Scope::Local), |row| (row.key.clone(), &row.period), false, errors);
    let read_on = rows.rule_set.as_ref().map(|rule_set| rule_set.row.consolidated_on);
    for local in rows.parameters.iter().filter(|row| row.scope == Scope::Local) {
        let (key, source) = (&local.row.key, &local.row.period.source);
        let national = rows.parameters.iter().filter(|row| row.scope == Scope::National && row.row.key == *key);
        let (mut own, mut later) = (false, false);
        for row in national {
            own |= row.row.local;
            later |= row.row.later_text;
        }
        if !own && !later {
            errors.push(local.mistake(format!("{key} is national: a prefecture cannot set its own")));
        } else if !own && !read_on.is_some_and(|read_on| coherence::cites_later(source, read_on)) {
            let message = "is national: only a text later than the rule set may be stated here; cite it with its day";
            errors.push(local.mistake(format!("{key} {message} (décret n° … du 14 janvier 2027)")));
        }
    }
}

/// What the engine cannot do without must be there, and still in force.
fn required(rows: &Rows, errors: &mut Vec<CatalogueError>) {
    let mut need = |what: &str, key: &str, open: bool| {
        if !open {
            errors.push(CatalogueError::whole(format!("the {what} {key} is missing, or no longer in force")));
        }
    };
    for parameter in Parameter::ALL {
        let key = parameter.key();
        let open = rows.parameters.iter().any(|row| row.row.key == key && row.row.period.effective_to.is_none());
        need("parameter", key, open);
    }
    for id in REQUIRED {
        need("rule", id, rows.rules.iter().any(|row| row.row.id == *id && row.row.period.effective_to.is_none()));
    }
    let open = rows.silence.iter().any(|row| row.row.key == "default" && row.row.period.effective_to.is_none());
    need("row on silence", "default", open);
}

/// Rows of one key follow each other in time, without gap or overlap.
pub(super) fn periods<T>(rows: &[Placed<T>], key: impl Fn(&T) -> (String, &Period), errors: &mut Vec<CatalogueError>) {
    in_time(rows, key, true, errors);
}

/// The same; `whole`: nothing may be missing between two of them.
fn in_time<T>(
    rows: &[Placed<T>],
    key: impl Fn(&T) -> (String, &Period),
    whole: bool,
    errors: &mut Vec<CatalogueError>,
) {
    let mut by_key: BTreeMap<String, Vec<&Placed<T>>> = BTreeMap::new();
    for placed in rows {
        by_key.entry(key(&placed.row).0).or_default().push(placed);
    }
    for (name, mut history) in by_key {
        history.sort_by_key(|placed| key(&placed.row).1.effective_from);
        for pair in history.windows(2) {
            let [before, placed] = pair else { continue };
            let (last, from) = (key(&before.row).1.effective_to, key(&placed.row).1.effective_from);
            if let Some(mistake) = sequence(last, from, whole) {
                errors.push(placed.mistake(format!("{name}: {mistake}")));
            }
        }
    }
}

/// What is wrong when a row that ends on `last` is followed by one that starts on `from`.
fn sequence(last: Option<NaiveDate>, from: NaiveDate, whole: bool) -> Option<String> {
    match last.map(|last| days_after(last, 1)) {
        None => Some("overlaps the row before it, which has no effective_to".to_owned()),
        Some(next) if from < next => Some("overlaps the row before it".to_owned()),
        Some(next) if whole && from > next => Some(format!("nothing is in force from {next} until this row")),
        Some(_) => None,
    }
}
