//! What a version of a row holds, as a list of labelled French values. The words come from the catalogue and from Fluent.

mod law_rows;
mod places;
mod requests;

use law::{Catalogue, CatalogueRow, ParameterRow, ParameterValue, RowKind, SilenceRow};
use web::t;

use super::{place, words};

/// A labelled value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Value {
    pub(crate) label: String,
    pub(crate) items: Vec<Item>,
    /// True for items that each stand on a line.
    pub(crate) lines: bool,
}

/// A part of a value, and the page that says more of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Item {
    pub(crate) text: String,
    pub(crate) path: Option<String>,
}

impl Item {
    fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), path: None }
    }

    fn article(article: &str) -> Self {
        Self { text: article.to_owned(), path: Some(place::search(article)) }
    }

    fn row(kind: RowKind, key: &str, text: String) -> Self {
        Self { text, path: Some(place::of(kind, key)) }
    }
}

impl Value {
    fn one(label: String, text: impl Into<String>) -> Self {
        Self::of(label, vec![Item::plain(text)])
    }

    const fn of(label: String, items: Vec<Item>) -> Self {
        Self { label, items, lines: false }
    }

    fn lines(label: String, lines: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self { label, items: lines.into_iter().map(Item::plain).collect(), lines: true }
    }

    fn articles<'a>(label: String, articles: impl IntoIterator<Item = &'a String>) -> Self {
        Self::of(label, articles.into_iter().map(|article| Item::article(article)).collect())
    }

    fn yes_or_no(label: String, yes: bool) -> Self {
        Self::one(label, yes_no(yes))
    }

    /// The value on one line.
    pub(crate) fn text(&self) -> String {
        let between = if self.lines { " ; " } else { ", " };
        self.items.iter().map(|item| item.text.as_str()).collect::<Vec<_>>().join(between)
    }
}

fn yes_no(yes: bool) -> String {
    if yes { t("rules-yes") } else { t("rules-no") }
}

/// What a version holds, the most telling value first; nothing for a rule, whose label and source say all.
pub(crate) fn of(row: CatalogueRow<'_>, catalogue: &Catalogue) -> Vec<Value> {
    let values = match row {
        CatalogueRow::Rule(_) => Vec::new(),
        CatalogueRow::Title(row) => requests::title(row, catalogue),
        CatalogueRow::Piece(row) => requests::piece(row, catalogue),
        CatalogueRow::WorkRight(row) => requests::work_right(row),
        CatalogueRow::Silence(row) => silence(row),
        CatalogueRow::Parameter(row) => parameter(row),
        CatalogueRow::Fee(row) => law_rows::fee(row),
        CatalogueRow::Document(row) => law_rows::document(row),
        CatalogueRow::Mention(row) => law_rows::mention(row, catalogue),
        CatalogueRow::List(row) => vec![Value::articles(t("rules-field-articles"), &row.articles)],
        CatalogueRow::Signal(row) => law_rows::signal(row),
        CatalogueRow::Band(row) => law_rows::band(row),
        CatalogueRow::Holiday(row) => places::holiday(row, catalogue),
        CatalogueRow::Territory(row) => places::territory(row),
        CatalogueRow::SharedPostcode(row) => places::shared_postcode(row),
        CatalogueRow::ChannelOrder(row) => places::channel_order(row, catalogue),
        CatalogueRow::Prefecture(row) => places::prefecture(row),
    };
    values.into_iter().filter(|value| !value.items.is_empty()).collect()
}

/// What a version holds, in the few words that a list has room for.
pub(crate) fn summary(row: CatalogueRow<'_>, catalogue: &Catalogue) -> String {
    if let CatalogueRow::WorkRight(right) = row {
        return requests::work_in_short(right);
    }
    let values = of(row, catalogue);
    let told = match row {
        CatalogueRow::Mention(_) | CatalogueRow::SharedPostcode(_) => &values[1.min(values.len())..],
        _ => &values[..1.min(values.len())],
    };
    words::clipped(&told.iter().map(Value::text).collect::<Vec<_>>().join(" · "))
}

fn silence(row: &SilenceRow) -> Vec<Value> {
    vec![
        Value::one(t("rules-field-delay"), row.delay.in_french()),
        Value::articles(t("rules-field-articles"), &row.articles),
        Value::of(t("rules-field-condition"), row.condition.iter().map(Item::plain).collect()),
    ]
}

/// A figure or a switch.
pub(crate) fn figure(value: ParameterValue) -> String {
    match value {
        ParameterValue::Number(number) => number.to_string(),
        ParameterValue::Switch(yes) => yes_no(yes),
    }
}

fn parameter(row: &ParameterRow) -> Vec<Value> {
    let value = [Some(figure(row.value)), row.unit.clone()].into_iter().flatten().collect::<Vec<_>>().join(" ");
    let local = match (row.local, row.later_text) {
        (true, _) => t("rules-local-yes"),
        (false, true) => t("rules-local-later"),
        (false, false) => t("rules-local-no"),
    };
    vec![Value::one(t("rules-field-value"), value), Value::one(t("rules-field-local"), local)]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(kind: RowKind, key: &str) -> Vec<String> {
        let catalogue = law::embedded_catalogue().unwrap();
        let row = catalogue.rows().filter(|row| row.kind() == kind && row.key() == key).last().unwrap();
        of(row, &catalogue).iter().map(|value| format!("{} : {}", value.label, value.text())).collect()
    }

    #[test]
    fn every_row_has_its_words() {
        let catalogue = law::embedded_catalogue().unwrap();
        for row in catalogue.rows() {
            let texts: Vec<_> =
                of(row, &catalogue).iter().map(|value| format!("{}{}", value.label, value.text())).collect();
            let all = format!("{}{}{texts:?}", words::name(row), summary(row, &catalogue));
            assert!(!all.contains('⟦'), "{:?} {}: {all}", row.kind(), row.key());
            assert!(row.kind() == RowKind::Rule || !texts.is_empty(), "{:?} {} says nothing", row.kind(), row.key());
        }
    }

    #[test]
    fn figures_are_told_with_their_unit() {
        assert_eq!(told(RowKind::Parameter, "electronic_acknowledgement_working_days")[0], "Valeur : 10 jours ouvrés");
        assert_eq!(told(RowKind::Silence, "student")[0], "Délai : 90 jours");
        assert_eq!(told(RowKind::Fee, "title")[..2], ["Montant : 200\u{a0}€", "Pour un premier titre : 300\u{a0}€"]);
    }

    #[test]
    fn rows_lead_to_those_they_name() {
        let catalogue = law::embedded_catalogue().unwrap();
        let row = catalogue.rows().find(|row| row.key() == "T01").unwrap();
        let paths: Vec<_> =
            of(row, &catalogue).into_iter().flat_map(|value| value.items).filter_map(|item| item.path).collect();
        assert!(paths.contains(&"/regles/silence/student".to_owned()), "{paths:?}");
        assert!(paths.contains(&"/regles?q=L.+422-1".to_owned()), "{paths:?}");
    }
}
