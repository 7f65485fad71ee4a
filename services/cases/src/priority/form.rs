//! The form of a declared fact: its inputs with what was typed, and what it says.

use casework::{Declaration, DeclareError};
use chrono::NaiveDate;
use domain::CaseId;
use law::{Catalogue, urgency::Signal};
use web::{
    Fields, dates,
    parts::{ErrorSummary, Field},
    t, t1,
};

/// A fact that can be declared.
pub(super) struct Choice {
    pub(super) word: &'static str,
    pub(super) label: String,
    pub(super) points: String,
    pub(super) taken: bool,
}

/// The form with what was typed and what is wrong.
pub(super) struct DeclareForm {
    pub(super) choices: Vec<Choice>,
    pub(super) wrong_choice: Option<String>,
    pub(super) about: Field,
    pub(super) said: Field,
    pub(super) declared: Field,
    pub(super) proved: bool,
    pub(super) errors: ErrorSummary,
}

/// What was typed.
#[derive(Clone, Debug, Default)]
pub(super) struct Typed {
    signal: String,
    about: String,
    said: String,
    declared: String,
    proved: bool,
}

/// What is wrong, by the name of the field.
pub(super) type Mistakes = Vec<(&'static str, String)>;

impl Typed {
    pub(super) fn fresh(today: NaiveDate) -> Self {
        Self { declared: dates::iso(today), ..Self::default() }
    }

    pub(super) fn sent(fields: &Fields) -> Self {
        Self {
            signal: fields.get("fait").to_owned(),
            about: fields.get("jour").to_owned(),
            said: fields.get("dit").replace("\r\n", "\n"),
            declared: fields.get("declare").to_owned(),
            proved: fields.has("preuve"),
        }
    }

    /// What it says of a case.
    pub(super) fn read(&self, case: CaseId, today: NaiveDate) -> Result<Declaration, Mistakes> {
        let mut wrong = Mistakes::new();
        let signal = Signal::from_word(&self.signal);
        if signal.is_none() {
            wrong.push(("fait", t("declare-wrong-signal")));
        }
        let about_on = day(&self.about, "jour", &mut wrong);
        let declared_on = day(&self.declared, "declare", &mut wrong).unwrap_or(today);
        match signal {
            Some(signal) if wrong.is_empty() => {
                Ok(Declaration { case, signal, about_on, declared_on, said: self.said.clone(), proved: self.proved })
            }
            _ => Err(wrong),
        }
    }
}

fn day(typed: &str, name: &'static str, wrong: &mut Mistakes) -> Option<NaiveDate> {
    if typed.is_empty() {
        return None;
    }
    let read = typed.parse().ok();
    if read.is_none() {
        wrong.push((name, t("declare-wrong-day")));
    }
    read
}

/// What is wrong with a declaration that was refused; `None` when it is not the form's fault.
pub(super) fn refused(error: &DeclareError) -> Option<Mistakes> {
    Some(match error {
        DeclareError::NotDeclared(_) => vec![("fait", t("declare-wrong-signal"))],
        DeclareError::NoDay(_) => vec![("jour", t("declare-day-needed"))],
        DeclareError::ToCome => vec![("declare", t("declare-to-come"))],
        DeclareError::TooFar => vec![("jour", t("declare-too-far"))],
        DeclareError::TooLong => vec![("dit", t("declare-too-long"))],
        DeclareError::Known => vec![("fait", t("declare-known"))],
        DeclareError::Gone | DeclareError::NoReason | DeclareError::NotOpen | DeclareError::Store(_) => return None,
    })
}

impl DeclareForm {
    pub(super) fn of(typed: &Typed, mistakes: &Mistakes, catalogue: &Catalogue, today: NaiveDate) -> Self {
        let wrong = |name: &str| mistakes.iter().find(|(field, _)| *field == name).map(|(_, text)| text.clone());
        let about = Field::date("jour", t("declare-about")).hint(t("declare-about-help")).value(&typed.about);
        let said = Field::long_text("dit", t("declare-said")).hint(t("declare-said-help")).value(&typed.said);
        let declared = Field::date("declare", t("declare-on")).value(&typed.declared);
        Self {
            choices: choices(&typed.signal, catalogue, today),
            wrong_choice: wrong("fait"),
            about: about.error(wrong("jour")),
            said: said.error(wrong("dit")),
            declared: declared.error(wrong("declare")),
            proved: typed.proved,
            errors: mistakes.iter().fold(ErrorSummary::default(), |all, (field, text)| all.with(*field, text)),
        }
    }
}

/// What the catalogue of the day lets declare, in the order of the law.
fn choices(taken: &str, catalogue: &Catalogue, today: NaiveDate) -> Vec<Choice> {
    let row = |signal: &Signal| {
        let row = catalogue.signal_rows(*signal, today).next()?;
        Some(Choice {
            word: signal.word(),
            label: row.label.clone(),
            points: t1("urgency-points", "count", row.points),
            taken: signal.word() == taken,
        })
    };
    Signal::DECLARED.iter().filter_map(row).collect()
}
