use law::{BandRow, Catalogue, DocumentRow, FeeRow, MentionRow, SignalRow};
use web::{t, t1, t3};

use super::{Item, Value};

pub(super) fn fee(row: &FeeRow) -> Vec<Value> {
    let euros = |euros: u32| t1("rules-euros", "euros", euros);
    let mut values = vec![
        Value::one(t("rules-field-amount"), euros(row.euros)),
        Value::of(
            t("rules-field-amount-first"),
            row.first_euros.iter().map(|amount| Item::plain(euros(*amount))).collect(),
        ),
    ];
    if row.at_request_euros > 0 {
        values.push(Value::one(t("rules-field-amount-request"), euros(row.at_request_euros)));
    }
    values.extend([
        Value::articles(t("rules-field-payers"), &row.articles),
        Value::articles(t("rules-field-exempt"), &row.exempt),
        Value::articles(t("rules-field-exempt-first"), &row.exempt_first),
    ]);
    values
}

pub(super) fn document(row: &DocumentRow) -> Vec<Value> {
    vec![
        Value::one(t("rules-field-third-party"), row.third_party.as_str()),
        Value::yes_or_no(t("rules-field-proves-stay"), row.proves_stay),
        Value::yes_or_no(t("rules-field-signed"), row.signed_and_stamped),
    ]
}

pub(super) fn mention(row: &MentionRow, catalogue: &Catalogue) -> Vec<Value> {
    let local = row.local.iter().map(|words| {
        let named = |code: &String| {
            let known = catalogue.territories().iter().find(|territory| territory.code == *code);
            known.map_or_else(|| code.clone(), |territory| territory.label.clone())
        };
        let territories = words.territories.iter().map(named).collect::<Vec<_>>().join(", ");
        t3("rules-local-words", ("territories", territories), ("text", &words.text), ("source", &words.source))
    });
    vec![Value::one(t("rules-field-words"), row.text.as_str()), Value::lines(t("rules-field-local-words"), local)]
}

pub(super) fn signal(row: &SignalRow) -> Vec<Value> {
    let mut values = vec![Value::one(t("rules-field-points"), t1("rules-points", "points", row.points))];
    if let Some(days) = row.within_days {
        values.push(Value::one(t("rules-field-within"), t1("rules-days", "days", days)));
    }
    if let Some(points) = row.weekly {
        values.push(Value::one(t("rules-field-weekly"), t1("rules-points", "points", points)));
    }
    if row.first_band {
        values.push(Value::one(t("rules-field-first-band"), t("rules-first-band")));
    }
    values
}

pub(super) fn band(row: &BandRow) -> Vec<Value> {
    let within = match row.working_days {
        Some(days) => t1("rules-working-days", "days", days),
        None => t("rules-oldest-first"),
    };
    vec![
        Value::one(t("rules-field-from-points"), t1("rules-points", "points", row.from_points)),
        Value::one(t("rules-field-handled"), within),
    ]
}
