use chrono::NaiveDate;
use formats::french_date::day_and_month;
use law::{Catalogue, ChannelOrder, HolidayDay, HolidayRow, Prefecture, RowKind, SharedPostcode, Territory};
use web::{t, t1, tw};

use super::{Item, Value, requests::titles};

/// A year that has every day.
const LEAP_YEAR: i32 = 2024;

pub(super) fn holiday(row: &HolidayRow, catalogue: &Catalogue) -> Vec<Value> {
    let day = match row.day {
        HolidayDay::Fixed { month, day } => {
            NaiveDate::from_ymd_opt(LEAP_YEAR, month, day).map(day_and_month).unwrap_or_default()
        }
        HolidayDay::Easter(days) if days < 0 => t1("rules-before-easter", "days", -days),
        HolidayDay::Easter(days) => t1("rules-after-easter", "days", days),
    };
    let everywhere = row.territories.is_empty().then(|| Item::plain(t("rules-everywhere")));
    let territories = row.territories.iter().map(|code| territory_named(code, catalogue));
    vec![
        Value::one(t("rules-field-day"), day),
        Value::of(t("rules-field-territories"), territories.chain(everywhere).collect()),
    ]
}

fn territory_named(code: &String, catalogue: &Catalogue) -> Item {
    let known = catalogue.territories().iter().find(|territory| territory.code == *code);
    Item::row(RowKind::Territory, code, known.map_or_else(|| code.clone(), |territory| territory.label.clone()))
}

pub(super) fn territory(row: &Territory) -> Vec<Value> {
    vec![
        Value::of(t("rules-field-departments"), row.departments.iter().map(Item::plain).collect()),
        Value::one(t("rules-field-zone"), row.zone.name()),
        Value::yes_or_no(t("rules-field-overseas"), row.overseas),
    ]
}

pub(super) fn shared_postcode(row: &SharedPostcode) -> Vec<Value> {
    let items = |codes: &[String]| codes.iter().map(Item::plain).collect();
    vec![
        Value::of(t("rules-field-postcodes"), items(&row.postcodes)),
        Value::of(t("rules-field-departments"), items(&row.departments)),
    ]
}

pub(super) fn channel_order(row: &ChannelOrder, catalogue: &Catalogue) -> Vec<Value> {
    let prefecture = catalogue.prefecture(&row.prefecture, row.period.effective_from);
    let name = prefecture.map_or_else(|| row.prefecture.clone(), |prefecture| prefecture.name.clone());
    let titles = titles(&row.titles, row.period.effective_from, catalogue);
    vec![
        Value::one(t("rules-field-order"), tw("rules-order", row.kind.word())),
        Value::of(t("rules-field-prefecture"), vec![Item::row(RowKind::Prefecture, &row.prefecture, name)]),
        Value { lines: true, ..Value::of(t("rules-field-titles"), titles) },
    ]
}

pub(super) fn prefecture(row: &Prefecture) -> Vec<Value> {
    let services = row.services.iter().map(|service| {
        [Some(&service.name), service.phone.as_ref(), service.email.as_ref()]
            .into_iter()
            .flatten()
            .cloned()
            .collect::<Vec<_>>()
            .join(", ")
    });
    let court = std::iter::once(&row.court.name).chain(&row.court.lines);
    vec![
        Value::lines(t("rules-field-address"), &row.lines),
        Value::one(t("rules-field-departments"), row.department.as_str()),
        Value::one(t("rules-field-signatory"), row.signatory.as_str()),
        Value::lines(t("rules-field-phone"), std::iter::once(&row.phone).chain(&row.phone_hours)),
        Value::of(t("rules-field-email"), row.email.iter().map(Item::plain).collect()),
        Value::lines(t("rules-field-opening"), &row.opening_hours),
        Value::lines(t("rules-field-services"), services),
        Value::lines(t("rules-field-neutral"), &row.neutral_return),
        Value::lines(t("rules-field-court"), court),
        Value::yes_or_no(t("rules-field-fictitious"), row.fictitious),
    ]
}
