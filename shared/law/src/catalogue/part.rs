//! Reads the files: each row on its own, so that one mistake does not hide the others.

use serde::{Deserialize, de::DeserializeOwned};
use toml::{
    Spanned,
    de::{DeTable, DeValue, ValueDeserializer},
};

use super::{
    article_list, competence, document,
    error::CatalogueError,
    fee,
    law_rows::LawRows,
    piece,
    raw::{self, Author, RawRow},
    row::{HolidayRow, ParameterRow, Prefecture, Rule, RuleSet, SilenceRow, Territory, Title},
    urgency, work_right,
};

/// Whether a file holds national rows or those of a site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Scope {
    National,
    Local,
}

/// A row and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Placed<T> {
    pub row: T,
    pub scope: Scope,
    pub file: String,
    pub line: usize,
}

impl<T> Placed<T> {
    pub fn mistake(&self, message: impl Into<String>) -> CatalogueError {
        CatalogueError { file: self.file.clone(), line: self.line, message: message.into() }
    }
}

/// Every row of every file, in order.
#[derive(Debug, Default)]
pub(super) struct Rows {
    pub rule_set: Option<Placed<RuleSet>>,
    pub rules: Vec<Placed<Rule>>,
    pub parameters: Vec<Placed<ParameterRow>>,
    pub silence: Vec<Placed<SilenceRow>>,
    pub law: LawRows,
    pub territories: Vec<Placed<Territory>>,
    pub holidays: Vec<Placed<HolidayRow>>,
    pub titles: Vec<Placed<Title>>,
    pub prefectures: Vec<Placed<Prefecture>>,
}

pub(super) fn rows_of<T>(placed: Vec<Placed<T>>) -> Vec<T> {
    placed.into_iter().map(|placed| placed.row).collect()
}

/// The rows of a site before the national ones: the figure that a prefecture set is found first.
pub(super) fn local_first<T>(mut placed: Vec<Placed<T>>) -> Vec<T> {
    placed.sort_by_key(|row| row.scope == Scope::National);
    rows_of(placed)
}

pub(super) fn read(parts: &[(&str, &str)], errors: &mut Vec<CatalogueError>) -> Rows {
    let mut rows = Rows::default();
    for (name, text) in parts {
        Part { name, text, header: None, errors }.read(&mut rows);
    }
    rows
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Header {
    scope: Scope,
    author: String,
}

/// One file being read.
struct Part<'a> {
    name: &'a str,
    text: &'a str,
    header: Option<Header>,
    errors: &'a mut Vec<CatalogueError>,
}

impl Part<'_> {
    fn read(mut self, rows: &mut Rows) {
        let (table, syntax) = DeTable::parse_recoverable(self.text);
        for error in &syntax {
            self.mistake(error.span().map_or(0, |span| span.start), error.message());
        }
        if !syntax.is_empty() {
            return;
        }
        let mut table = table.into_inner();
        self.header = table.remove("part").and_then(|header| self.value(header));
        if self.header.is_none() {
            self.mistake(0, "the file must start with [part]: scope = \"national\" or \"local\", author");
            return;
        }
        for (key, value) in table {
            let offset = key.span().start;
            match key.get_ref().as_ref() {
                "rule_set" => self.rule_set(value, &mut rows.rule_set),
                "rule" => self.rows::<raw::Rule>(value, &mut rows.rules),
                "parameter" => self.rows::<raw::Parameter>(value, &mut rows.parameters),
                "silence" => self.rows::<raw::Silence>(value, &mut rows.silence),
                "list" => self.rows::<article_list::Raw>(value, &mut rows.law.lists),
                "fee" => self.rows::<fee::Raw>(value, &mut rows.law.fees),
                "work_right" => self.rows::<work_right::Raw>(value, &mut rows.law.work_rights),
                "document" => self.rows::<document::RawDocument>(value, &mut rows.law.documents),
                "mention" => self.rows::<document::RawMention>(value, &mut rows.law.mentions),
                "signal" => self.rows::<urgency::RawSignal>(value, &mut rows.law.signals),
                "band" => self.rows::<urgency::RawBand>(value, &mut rows.law.bands),
                "shared_postcode" => self.rows::<competence::RawPostcode>(value, &mut rows.law.shared_postcodes),
                "channel_order" => self.rows::<competence::RawOrder>(value, &mut rows.law.channel_orders),
                "piece" => self.rows::<piece::Raw>(value, &mut rows.law.pieces),
                "territory" => self.rows::<raw::Territory>(value, &mut rows.territories),
                "holiday" => self.rows::<raw::Holiday>(value, &mut rows.holidays),
                "title" => self.rows::<raw::Title>(value, &mut rows.titles),
                "prefecture" => self.rows::<raw::Prefecture>(value, &mut rows.prefectures),
                unknown => self.mistake(offset, format!("unknown table {unknown}")),
            }
        }
    }

    fn mistake(&mut self, offset: usize, message: impl Into<String>) {
        self.errors.push(CatalogueError::at(self.name, self.text, offset, message));
    }

    fn value<T: DeserializeOwned>(&mut self, value: Spanned<DeValue<'_>>) -> Option<T> {
        let start = value.span().start;
        match T::deserialize(ValueDeserializer::from(value)) {
            Ok(value) => Some(value),
            Err(error) => {
                self.mistake(error.span().map_or(start, |span| span.start), error.message());
                None
            }
        }
    }

    fn rule_set(&mut self, value: Spanned<DeValue<'_>>, into: &mut Option<Placed<RuleSet>>) {
        let start = value.span().start;
        let Some(raw) = self.value::<raw::RuleSet>(value) else { return };
        if into.is_some() {
            self.mistake(start, "the rule set is named twice");
        } else {
            *into = Some(self.placed(start, RuleSet { name: raw.name, consolidated_on: raw.consolidated_on.0 }));
        }
    }

    fn rows<R: RawRow>(&mut self, value: Spanned<DeValue<'_>>, into: &mut Vec<Placed<R::Row>>) {
        let start = value.span().start;
        let DeValue::Array(array) = value.into_inner() else {
            self.mistake(start, "expected a list of rows: write [[...]] with two brackets");
            return;
        };
        for value in array {
            let start = value.span().start;
            let Some(raw) = self.value::<R>(value) else { continue };
            match raw.into_row(self.author()) {
                Ok(row) => into.push(self.placed(start, row)),
                Err(message) => self.mistake(start, message),
            }
        }
    }

    fn author(&self) -> Author {
        let name = self.header.as_ref().map(|header| header.author.clone()).unwrap_or_default();
        Author { name, local: self.header.as_ref().is_some_and(|header| header.scope == Scope::Local) }
    }

    fn placed<T>(&self, offset: usize, row: T) -> Placed<T> {
        let scope = self.header.as_ref().map_or(Scope::National, |header| header.scope);
        let line = CatalogueError::at(self.name, self.text, offset, "").line;
        Placed { row, scope, file: self.name.to_owned(), line }
    }
}
