//! What a prefecture changes in its own rows without touching a file: from a day on, a row takes the place of the one before it.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    Parameter, RowKind,
    competence::{ChannelOrder, OrderKind, order_key},
    error::CatalogueError,
    part::{Placed, Rows, Scope},
    raw,
    row::{Court, ParameterRow, ParameterValue, Period, Prefecture, Service},
};
use crate::{dates::days_before, why::Certainty};

/// A change of a row of the prefecture, with what every row says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LocalChange {
    /// What mistakes name it.
    pub name: String,
    /// Who wrote and accepted it.
    pub author: String,
    /// The text or decision it comes from.
    pub source: String,
    /// First day on which it applies.
    pub from: NaiveDate,
    /// How sure it is.
    pub certainty: Certainty,
    /// What it says.
    pub says: LocalRow,
}

/// What a prefecture may say.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "table", rename_all = "snake_case")]
pub enum LocalRow {
    /// A figure of its own.
    Parameter {
        /// Its key.
        key: String,
        /// Its value.
        value: ParameterValue,
    },
    /// The national figure applies again.
    NationalParameter {
        /// Its key.
        key: String,
    },
    /// Where it is and how it is reached.
    Prefecture(Box<PrefectureFacts>),
    /// An order of the prefect about a way to file.
    ChannelOrder {
        /// What it decides.
        kind: OrderKind,
        /// The code of the prefecture.
        prefecture: String,
        /// The codes of the titles.
        titles: Vec<String>,
        /// Its reference.
        order: String,
    },
    /// Such an order no longer applies.
    ChannelOrderEnds {
        /// What it decides.
        kind: OrderKind,
        /// The code of the prefecture.
        prefecture: String,
        /// The codes of the titles.
        titles: Vec<String>,
    },
}

impl LocalRow {
    /// The row it is about: its table and its key.
    #[must_use]
    pub fn about(&self) -> (RowKind, String) {
        match self {
            Self::Parameter { key, .. } | Self::NationalParameter { key } => (RowKind::Parameter, key.clone()),
            Self::Prefecture(facts) => (RowKind::Prefecture, facts.code.clone()),
            Self::ChannelOrder { kind, prefecture, titles, .. }
            | Self::ChannelOrderEnds { kind, prefecture, titles } => {
                (RowKind::ChannelOrder, order_key(*kind, prefecture, titles))
            }
        }
    }
}

/// What a prefecture says of itself; its code, its département and whether it is made up never change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields of Prefecture")]
pub struct PrefectureFacts {
    pub code: String,
    pub name: String,
    pub signatory: String,
    pub lines: Vec<String>,
    pub neutral_return: Vec<String>,
    pub phone: String,
    pub phone_hours: Vec<String>,
    pub email: Option<String>,
    pub opening_hours: Vec<String>,
    pub services: Vec<Service>,
    pub court: Court,
}

impl From<&Prefecture> for PrefectureFacts {
    fn from(row: &Prefecture) -> Self {
        Self {
            code: row.code.clone(),
            name: row.name.clone(),
            signatory: row.signatory.clone(),
            lines: row.lines.clone(),
            neutral_return: row.neutral_return.clone(),
            phone: row.phone.clone(),
            phone_hours: row.phone_hours.clone(),
            email: row.email.clone(),
            opening_hours: row.opening_hours.clone(),
            services: row.services.clone(),
            court: row.court.clone(),
        }
    }
}

/// Puts a change into the rows, before they are checked.
pub(super) fn apply(change: &LocalChange, rows: &mut Rows, errors: &mut Vec<CatalogueError>) {
    let done = change.period().and_then(|period| match &change.says {
        LocalRow::Parameter { key, value } => set_parameter(change, period, key, *value, rows),
        LocalRow::NationalParameter { key } => {
            ended(end(&mut rows.parameters, |row| row.key == *key, |row| &mut row.period, change.from), key)
        }
        LocalRow::Prefecture(facts) => set_prefecture(change, period, facts, rows),
        LocalRow::ChannelOrder { kind, prefecture, titles, order } => {
            let (kind, prefecture, titles, order) = (*kind, prefecture.clone(), titles.clone(), order.clone());
            if order.trim().is_empty() || titles.is_empty() {
                return Err("an order without reference or without title".to_owned());
            }
            let row = ChannelOrder { kind, prefecture, titles, order, period };
            let same = row.clone();
            put(
                &mut rows.law.channel_orders,
                |other| same_order(other, &same),
                |row| &mut row.period,
                change.placed(row),
            );
            Ok(())
        }
        LocalRow::ChannelOrderEnds { kind, prefecture, titles } => {
            let same = |row: &ChannelOrder| (row.kind, &row.prefecture, &row.titles) == (*kind, prefecture, titles);
            ended(end(&mut rows.law.channel_orders, same, |row| &mut row.period, change.from), prefecture)
        }
    });
    if let Err(message) = done {
        errors.push(CatalogueError { file: change.name.clone(), line: 1, message });
    }
}

fn same_order(one: &ChannelOrder, other: &ChannelOrder) -> bool {
    (one.kind, &one.prefecture, &one.titles) == (other.kind, &other.prefecture, &other.titles)
}

fn ended(count: usize, what: &str) -> Result<(), String> {
    if count == 0 { Err(format!("{what}: the prefecture has no row of its own to end on that day")) } else { Ok(()) }
}

fn set_parameter(
    change: &LocalChange,
    period: Period,
    key: &str,
    value: ParameterValue,
    rows: &mut Rows,
) -> Result<(), String> {
    let parameter = Parameter::from_key(key).ok_or_else(|| format!("unknown parameter {key}"))?;
    if !parameter.accepts(value) {
        return Err(format!("{key} has a value of the wrong kind (a number or true/false)"));
    }
    let national = rows.parameters.iter().rev().find(|row| row.scope == Scope::National && row.row.key == key);
    let national = national.ok_or_else(|| format!("unknown parameter {key}"))?.row.clone();
    let row = ParameterRow { value, period, ..national };
    put(&mut rows.parameters, |other| other.key == key, |row| &mut row.period, change.placed(row));
    Ok(())
}

fn set_prefecture(
    change: &LocalChange,
    period: Period,
    facts: &PrefectureFacts,
    rows: &mut Rows,
) -> Result<(), String> {
    let known = rows.prefectures.iter().find(|row| row.row.code == facts.code);
    let known = &known.ok_or_else(|| format!("unknown prefecture {}", facts.code))?.row;
    let row = Prefecture {
        code: known.code.clone(),
        department: known.department.clone(),
        fictitious: known.fictitious,
        name: facts.name.clone(),
        signatory: facts.signatory.clone(),
        lines: facts.lines.clone(),
        neutral_return: facts.neutral_return.clone(),
        phone: facts.phone.clone(),
        phone_hours: facts.phone_hours.clone(),
        email: facts.email.clone(),
        opening_hours: facts.opening_hours.clone(),
        services: facts.services.clone(),
        court: facts.court.clone(),
        period,
    };
    raw::check_prefecture(&row)?;
    put(&mut rows.prefectures, |other| other.code == facts.code, |row| &mut row.period, change.placed(row));
    Ok(())
}

impl LocalChange {
    fn period(&self) -> Result<Period, String> {
        if self.source.trim().is_empty() {
            return Err("a row without source: say which text it comes from".to_owned());
        }
        Ok(Period {
            source: self.source.trim().to_owned(),
            effective_from: self.from,
            effective_to: None,
            certainty: self.certainty,
            from_certainty: self.certainty,
            from_note: None,
            author: self.author.clone(),
            local: true,
        })
    }

    fn placed<T>(&self, row: T) -> Placed<T> {
        Placed { row, scope: Scope::Local, file: self.name.clone(), line: 1 }
    }
}

/// A row of the prefecture takes the place of the one before it, and lasts until the next one that was already accepted.
fn put<T>(
    rows: &mut Vec<Placed<T>>,
    same: impl Fn(&T) -> bool,
    period: impl Fn(&mut T) -> &mut Period,
    mut new: Placed<T>,
) {
    let from = period(&mut new.row).effective_from;
    end(rows, &same, &period, from);
    let local = rows.iter_mut().filter(|row| row.scope == Scope::Local && same(&row.row));
    let next = local.map(|row| period(&mut row.row).effective_from).filter(|start| *start > from).min();
    period(&mut new.row).effective_to = next.map(|start| days_before(start, 1));
    rows.push(new);
}

/// Ends the row of the prefecture in force on a day the day before; one that was to start that day never does. Returns how many.
fn end<T>(
    rows: &mut Vec<Placed<T>>,
    same: impl Fn(&T) -> bool,
    period: impl Fn(&mut T) -> &mut Period,
    from: NaiveDate,
) -> usize {
    let mut count = 0;
    rows.retain_mut(|row| {
        if row.scope != Scope::Local || !same(&row.row) {
            return true;
        }
        let period = period(&mut row.row);
        if !period.holds(from) {
            return true;
        }
        count += 1;
        if period.effective_from == from {
            return false;
        }
        period.effective_to = Some(days_before(from, 1));
        true
    });
    count
}
