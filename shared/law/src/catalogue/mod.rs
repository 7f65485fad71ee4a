//! The versioned catalogue: what `config/catalogue` says, validated.

mod article_list;
mod articles;
mod citation;
mod coherence;
mod competence;
mod content;
mod document;
mod embedded;
mod error;
mod every_row;
mod fee;
mod law_rows;
mod local_change;
mod parameter;
mod part;
mod piece;
mod raw;
mod row;
mod row_name;
mod urgency;
mod validate;
mod work_right;

use std::fmt::Write as _;

use chrono::NaiveDate;
use domain::Department;
use sha2::{Digest as _, Sha256};

use crate::why::{Basis, Certainty, Why};
pub use article_list::{ArticleList, List};
pub use citation::Citation;
pub use competence::{ChannelOrder, OrderKind, SharedPostcode};
pub use document::{DocumentRow, LocalWords, MentionRow};
pub use embedded::{embedded_catalogue, embedded_parts};
pub use error::CatalogueError;
pub use every_row::{CatalogueRow, RowKind};
pub use fee::{FeeKind, FeeRow};
pub use local_change::{LocalChange, LocalRow, PrefectureFacts};
pub use parameter::{Parameter, ParameterValue, Parameters};
pub use piece::{PieceRequestKind, PieceRow};
pub use row::{
    AnefStatus, Court, Delay, HolidayDay, HolidayRow, ParameterRow, Period, Prefecture, Rule, RuleSet, Service,
    SilenceRow, Territory, Title,
};
pub use row_name::RowName;
pub use urgency::{BandRow, SignalRow};
pub use work_right::{WorkCell, WorkRightRow, WorkRule};

/// Every row of a rule set, with its history. Built by [`Catalogue::from_toml`]; immutable.
#[derive(Clone, Debug)]
pub struct Catalogue {
    rule_set: RuleSet,
    digest: String,
    rules: Vec<Rule>,
    parameters: Vec<ParameterRow>,
    figures: parameter::Figures,
    silence: Vec<SilenceRow>,
    law: law_rows::LawTables,
    territories: Vec<Territory>,
    holidays: Vec<HolidayRow>,
    titles: Vec<Title>,
    prefectures: Vec<Prefecture>,
}

impl Catalogue {
    /// Reads and validates the files of a catalogue, given as (name, text).
    ///
    /// # Errors
    /// Every mistake found, with file and line: syntax, unknown key, row without source, gap or overlap in time, unknown
    /// reference, national row in a local file, missing rule or parameter.
    pub fn from_toml(parts: &[(&str, &str)]) -> Result<Self, Vec<CatalogueError>> {
        Self::with_changes(parts, &[])
    }

    /// The files of a catalogue with what the prefecture changed since in its own rows, in the order in which it was accepted. From its
    /// first day on a change takes the place of the row before it, until the next one accepted earlier begins.
    ///
    /// # Errors
    /// Every mistake found, as for [`Catalogue::from_toml`]; those of a change carry its name.
    pub fn with_changes(parts: &[(&str, &str)], changes: &[LocalChange]) -> Result<Self, Vec<CatalogueError>> {
        let mut errors = Vec::new();
        let mut rows = part::read(parts, &mut errors);
        for change in changes {
            local_change::apply(change, &mut rows, &mut errors);
        }
        validate::check(&rows, &mut errors);
        law_rows::check(&rows.law, &mut errors);
        let Some(rule_set) = rows.rule_set.map(|placed| placed.row) else {
            errors.push(CatalogueError::whole("no file names the rule set ([rule_set])"));
            return Err(errors);
        };
        if !errors.is_empty() {
            return Err(errors);
        }
        let parameters = part::local_first(rows.parameters);
        Ok(Self {
            rule_set,
            digest: digest_of(parts, changes),
            rules: part::rows_of(rows.rules),
            figures: parameter::Figures::of(&parameters),
            parameters,
            silence: part::rows_of(rows.silence),
            law: rows.law.into(),
            territories: part::rows_of(rows.territories),
            holidays: part::rows_of(rows.holidays),
            titles: part::rows_of(rows.titles),
            prefectures: part::rows_of(rows.prefectures),
        })
    }

    /// The name and consolidation day of the rule set.
    #[must_use]
    pub const fn rule_set(&self) -> &RuleSet {
        &self.rule_set
    }

    /// The digest of the files and of the changes it was read from (SHA-256, hexadecimal): another one means that a date may be another one.
    #[must_use]
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// The rules, every period.
    #[must_use]
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// The rows of figures, every period.
    #[must_use]
    pub fn parameter_rows(&self) -> &[ParameterRow] {
        &self.parameters
    }

    /// The rows on silence, every period.
    #[must_use]
    pub fn silence(&self) -> &[SilenceRow] {
        &self.silence
    }

    /// The territories.
    #[must_use]
    pub fn territories(&self) -> &[Territory] {
        &self.territories
    }

    /// The rows of holidays, every period.
    #[must_use]
    pub fn holidays(&self) -> &[HolidayRow] {
        &self.holidays
    }

    /// The titles, every period, in the order of their code.
    #[must_use]
    pub fn titles(&self) -> &[Title] {
        &self.titles
    }

    /// The prefectures, every period.
    #[must_use]
    pub fn prefectures(&self) -> &[Prefecture] {
        &self.prefectures
    }

    /// The title of a code (`T06`) as it stands on a day.
    #[must_use]
    pub fn title(&self, code: &str, on: NaiveDate) -> Option<&Title> {
        in_force(self.titles.iter().filter(|title| title.code == code), on, |title| &title.period)
    }

    /// The prefecture of a code (`demo-67`) as it stands on a day.
    #[must_use]
    pub fn prefecture(&self, code: &str, on: NaiveDate) -> Option<&Prefecture> {
        in_force(self.prefectures.iter().filter(|row| row.code == code), on, |row| &row.period)
    }

    /// The prefecture of a département as it stands on a day, the real one before the one of demonstration.
    #[must_use]
    pub fn prefecture_of(&self, department: Department, on: NaiveDate) -> Option<&Prefecture> {
        let here = |fictitious: bool| {
            let rows = self
                .prefectures
                .iter()
                .filter(move |row| row.department == department.code() && row.fictitious == fictitious);
            in_force(rows, on, |row| &row.period)
        };
        here(false).or_else(|| here(true))
    }

    /// The row on silence of a key (`student`) on a day.
    #[must_use]
    pub fn silence_row(&self, key: &str, on: NaiveDate) -> Option<&SilenceRow> {
        in_force(self.silence.iter().filter(|row| row.key == key), on, |row| &row.period)
    }

    /// The figures in force on a day.
    #[must_use]
    pub fn parameters(&self, on: NaiveDate) -> Parameters<'_> {
        Parameters::new(self, on)
    }

    /// The beginning of the reasons of a result of `rule`, as the rule stands on a day.
    #[must_use]
    pub fn why(&self, rule: &str, on: NaiveDate) -> Why {
        let row = in_force(self.rules.iter().filter(|row| row.id == rule), on, |row| &row.period);
        let why = Why {
            rule: rule.to_owned(),
            version: self.rule_set.name.clone(),
            source: row.map(|row| row.period.source.clone()).unwrap_or_default(),
            certainty: Certainty::Verified,
            because: Vec::new(),
            from_memory: Vec::new(),
        };
        why.resting_on(row.map_or(Basis::from(Certainty::Memory), |row| Basis::of(CatalogueRow::Rule(row))))
    }
}

fn digest_of(parts: &[(&str, &str)], changes: &[LocalChange]) -> String {
    let mut hasher = Sha256::new();
    let changes: Vec<String> = changes.iter().map(|change| format!("{change:?}")).collect();
    for text in parts.iter().flat_map(|(name, text)| [*name, *text]).chain(changes.iter().map(String::as_str)) {
        hasher.update((text.len() as u64).to_be_bytes());
        hasher.update(text);
    }
    hasher.finalize().iter().fold(String::with_capacity(64), |mut hex, byte| {
        let _infallible = write!(hex, "{byte:02x}");
        hex
    })
}

/// The row in force on a day. Before the first row, the first one: an old case still gets a date, from the oldest text
/// we hold. After the last one, nothing: a text that ended must not be applied.
fn in_force<'a, T: 'a>(
    rows: impl Iterator<Item = &'a T> + Clone,
    on: NaiveDate,
    period: impl Fn(&T) -> &Period,
) -> Option<&'a T> {
    rows.clone()
        .find(|row| period(row).holds(on))
        .or_else(|| rows.min_by_key(|row| period(row).effective_from).filter(|row| on < period(row).effective_from))
}
