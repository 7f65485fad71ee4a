//! The form of a row: its inputs, filled with what stands or with what was typed.

use std::collections::BTreeMap;

use law::{Certainty, OrderKind, ParameterValue, Prefecture};
use web::{
    Fields,
    parts::{ErrorSummary, Field},
    t, t1, tw,
};

use super::subject::Subject;

/// What stands in the inputs, by name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Typed(BTreeMap<String, String>);

/// What is wrong, by name of the input.
pub(crate) type Mistakes = Vec<(String, String)>;

/// An input with what stands in it.
pub(crate) enum Input {
    Field(Field),
    Choice(Choice),
}

/// A choice among few.
pub(crate) struct Choice {
    pub(crate) name: &'static str,
    pub(crate) label: String,
    pub(crate) hint: Option<String>,
    pub(crate) error: Option<String>,
    pub(crate) options: Vec<(String, String, bool)>,
}

/// The word of the answer that puts the national figure, or no order, in the place of the prefecture's.
pub(crate) const END: &str = "fin";
const SET: &str = "fixer";
pub(crate) const YES: &str = "oui";
pub(crate) const NO: &str = "non";

impl Typed {
    pub(crate) fn get(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    pub(crate) fn set(&mut self, name: impl Into<String>, value: impl Into<String>) {
        self.0.insert(name.into(), value.into());
    }

    /// What was sent.
    pub(crate) fn sent(fields: &Fields, subject: &Subject<'_>) -> Self {
        let mut typed = Self::default();
        for (name, ..) in names(subject) {
            typed.set(name.clone(), fields.get(&name).replace("\r\n", "\n"));
        }
        typed
    }

    /// What stands in the row.
    pub(crate) fn standing(subject: &Subject<'_>) -> Self {
        let mut typed = Self::default();
        match subject {
            Subject::Figure { row, .. } => {
                typed.set("quoi", SET);
                typed.set("valeur", value(row.value));
            }
            Subject::Prefecture(row) => typed.prefecture(row),
            Subject::Order(row) => {
                typed.set("quoi", SET);
                typed.set("decide", row.map_or(OrderKind::PostalPrescription, |row| row.kind).word());
                typed.set("titres", row.map(|row| row.titles.join(" ")).unwrap_or_default());
                typed.set("reference", row.map(|row| row.order.clone()).unwrap_or_default());
            }
        }
        typed.set("certitude", Certainty::Verified.word());
        typed
    }

    fn prefecture(&mut self, row: &Prefecture) {
        for (name, text) in [
            ("nom", row.name.clone()),
            ("signataire", row.signatory.clone()),
            ("adresse", row.lines.join("\n")),
            ("retour", row.neutral_return.join("\n")),
            ("telephone", row.phone.clone()),
            ("horaires", row.phone_hours.join("\n")),
            ("courriel", row.email.clone().unwrap_or_default()),
            ("accueil", row.opening_hours.join("\n")),
            ("tribunal", row.court.name.clone()),
            ("tribunal_adresse", row.court.lines.join("\n")),
        ] {
            self.set(name, text);
        }
        for service in &row.services {
            self.set(format!("service_{}", service.code), service.name.as_str());
            self.set(format!("service_{}_telephone", service.code), service.phone.clone().unwrap_or_default());
            self.set(format!("service_{}_courriel", service.code), service.email.clone().unwrap_or_default());
        }
    }
}

pub(crate) fn value(value: ParameterValue) -> String {
    match value {
        ParameterValue::Number(number) => number.to_string(),
        ParameterValue::Switch(true) => YES.to_owned(),
        ParameterValue::Switch(false) => NO.to_owned(),
    }
}

enum Kind {
    Line,
    Lines,
    Day,
    Choice(&'static [(&'static str, &'static str)]),
}

type Named = (String, String, Option<String>, Kind);

fn named(name: &str, kind: Kind) -> Named {
    let hint = format!("rules-hint-{name}");
    let hint = web::text::exists(&hint).then(|| tw("rules-hint", name));
    (name.to_owned(), tw("rules-input", name), hint, kind)
}

/// Every input of the form, in the order in which it is read.
fn names(subject: &Subject<'_>) -> Vec<Named> {
    let mut names = match subject {
        Subject::Figure { row, own } => figure(matches!(row.value, ParameterValue::Switch(_)), *own, row.unit.as_ref()),
        Subject::Prefecture(row) => prefecture(row),
        Subject::Order(row) => {
            let mut names: Vec<Named> = if row.is_some() {
                vec![named("quoi", Kind::Choice(&[(SET, "rules-set-order"), (END, "rules-end-order")]))]
            } else {
                Vec::new()
            };
            if row.is_none() {
                names.push(named(
                    "decide",
                    Kind::Choice(&[
                        ("postal_prescription", "rules-order-postal_prescription"),
                        ("standing_invitation", "rules-order-standing_invitation"),
                    ]),
                ));
                names.push(named("titres", Kind::Line));
            }
            names.push(named("reference", Kind::Line));
            names
        }
    };
    names.extend([
        named("depuis", Kind::Day),
        named("source", Kind::Line),
        named(
            "certitude",
            Kind::Choice(&[
                ("verified", "rules-proposed-verified"),
                ("secondary", "rules-proposed-secondary"),
                ("memory", "rules-proposed-memory"),
            ]),
        ),
        named("motif", Kind::Lines),
    ]);
    names
}

fn figure(switch: bool, own: bool, unit: Option<&String>) -> Vec<Named> {
    let mut names = Vec::new();
    if own {
        names.push(named("quoi", Kind::Choice(&[(SET, "rules-set-figure"), (END, "rules-end-figure")])));
    }
    if switch {
        names.push(named("valeur", Kind::Choice(&[(YES, "rules-yes"), (NO, "rules-no")])));
    } else {
        let (name, label, _, kind) = named("valeur", Kind::Line);
        names.push((name, label, unit.map(|unit| t1("rules-hint-unit", "unit", unit)), kind));
    }
    names
}

fn prefecture(row: &Prefecture) -> Vec<Named> {
    let mut names: Vec<Named> = Vec::new();
    for (name, lines) in [
        ("nom", false),
        ("signataire", false),
        ("adresse", true),
        ("retour", true),
        ("telephone", false),
        ("horaires", true),
        ("courriel", false),
        ("accueil", true),
    ] {
        names.push(named(name, if lines { Kind::Lines } else { Kind::Line }));
    }
    for service in &row.services {
        let of = |key: &str| t1(key, "service", &service.name);
        names.push((format!("service_{}", service.code), of("rules-input-service"), None, Kind::Line));
        let phone = format!("service_{}_telephone", service.code);
        names.push((phone, of("rules-input-service-phone"), None, Kind::Line));
        let email = format!("service_{}_courriel", service.code);
        names.push((email, of("rules-input-service-email"), None, Kind::Line));
    }
    names.push(named("tribunal", Kind::Line));
    names.push(named("tribunal_adresse", Kind::Lines));
    names
}

/// The inputs as shown, with the mistakes at their places.
pub(crate) fn inputs(subject: &Subject<'_>, typed: &Typed, mistakes: &Mistakes) -> Vec<Input> {
    names(subject).into_iter().map(|named| input(named, typed, mistakes)).collect()
}

fn input((name, label, hint, kind): Named, typed: &Typed, mistakes: &Mistakes) -> Input {
    let error = mistakes.iter().find(|(wrong, _)| *wrong == name).map(|(_, text)| text.clone());
    let shown = typed.get(&name).to_owned();
    let field = match kind {
        Kind::Line => Field::text(&name, label),
        Kind::Lines => Field::long_text(&name, label),
        Kind::Day => Field::date(&name, label),
        Kind::Choice(options) => {
            let option = |(value, key): &(&str, &str)| ((*value).to_owned(), t(key), *value == shown);
            let name = CHOICES.iter().copied().find(|known| *known == name).unwrap_or_default();
            return Input::Choice(Choice { name, label, hint, error, options: options.iter().map(option).collect() });
        }
    };
    let field = field.value(shown).error(error);
    Input::Field(match hint {
        Some(hint) => field.hint(hint),
        None => field,
    })
}

/// The names of the inputs that are choices.
const CHOICES: [&str; 4] = ["quoi", "decide", "valeur", "certitude"];

/// The mistakes at the top of the form, each a link to its input.
pub(crate) fn summary(mistakes: &Mistakes) -> ErrorSummary {
    mistakes.iter().fold(ErrorSummary::default(), |summary, (name, text)| summary.with(name, text))
}
