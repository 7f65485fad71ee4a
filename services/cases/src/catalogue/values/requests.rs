use law::{Catalogue, PieceRow, RowKind, Title, WorkCell, WorkRightRow};
use web::{dates, t, t1, t2, t3, tw, words};

use super::{Item, Value};

pub(super) fn title(row: &Title, catalogue: &Catalogue) -> Vec<Value> {
    let by_article = row
        .anef_by_article
        .iter()
        .map(|(article, day)| t2("rules-since-of", "what", article, "date", dates::short(*day)));
    let mut values = vec![
        Value::articles(t("rules-field-articles"), &row.articles),
        Value::one(t("rules-field-online"), tw("rules-online", row.anef.word())),
        Value::of(
            t("rules-field-online-since"),
            row.anef_since.iter().map(|day| Item::plain(dates::short(*day))).collect(),
        ),
        Value::of(t("rules-field-online-note"), row.anef_note.iter().map(Item::plain).collect()),
        Value::lines(t("rules-field-online-by-article"), by_article),
        Value::of(t("rules-field-silence"), vec![silence(&row.silence, row, catalogue)]),
        Value::of(
            t("rules-field-silence-variants"),
            row.silence_variants.iter().map(|key| silence(key, row, catalogue)).collect(),
        ),
    ];
    if row.service {
        values.push(Value::one(t("rules-field-service"), t("rules-service")));
    }
    values
}

fn silence(key: &str, title: &Title, catalogue: &Catalogue) -> Item {
    let named = catalogue.silence_row(key, title.period.effective_from);
    let text = named.map_or_else(|| key.to_owned(), |row| format!("{} ({})", row.label, row.delay.in_french()));
    Item::row(RowKind::Silence, key, text)
}

/// Titles by their code and name.
pub(super) fn titles(codes: &[String], on: chrono::NaiveDate, catalogue: &Catalogue) -> Vec<Item> {
    let item = |code: &String| {
        let name = catalogue.title(code, on).map(|title| format!("{code} {}", title.label));
        Item::row(RowKind::Title, code, name.unwrap_or_else(|| code.clone()))
    };
    codes.iter().map(item).collect()
}

pub(super) fn piece(row: &PieceRow, catalogue: &Catalogue) -> Vec<Value> {
    let titles = titles(&row.titles, row.period.effective_from, catalogue);
    let for_all = row.titles.is_empty().then(|| Item::plain(t("rules-every-title")));
    let mut values = vec![
        Value::one(t("rules-field-request"), tw("rules-request", row.request.word())),
        Value { lines: true, ..Value::of(t("rules-field-titles"), titles.into_iter().chain(for_all).collect()) },
        Value::articles(t("rules-field-only-articles"), &row.articles),
        Value::yes_or_no(t("rules-field-indispensable"), row.indispensable),
        Value::of(
            t("rules-field-alternatives"),
            row.alternatives.iter().map(|kind| Item::plain(words::piece_kind(*kind))).collect(),
        ),
    ];
    if row.obtained_by_administration {
        values.push(Value::one(t("rules-field-obtained"), t("rules-obtained")));
    }
    if row.at_handover {
        values.push(Value::one(t("rules-field-handover"), t("rules-handover")));
    }
    values
}

pub(super) fn work_right(row: &WorkRightRow) -> Vec<Value> {
    let cells = [
        (t("rules-field-work-recepisse"), &row.recepisse),
        (t("rules-field-work-extension"), &row.extension),
        (t("rules-field-work-card"), &row.card),
    ];
    cells.into_iter().map(|(label, cell)| Value::one(label, answer(cell))).collect()
}

fn answer(cell: &WorkCell) -> String {
    t2("rules-work-by", "answer", allowed(cell), "text", &cell.text)
}

fn allowed(cell: &WorkCell) -> String {
    match &cell.limit {
        Some(limit) => t1("rules-work-within", "limit", limit),
        None => tw("rules-work", cell.work.word()),
    }
}

/// The three answers without their texts.
pub(super) fn work_in_short(row: &WorkRightRow) -> String {
    t3(
        "rules-work-in-short",
        ("recepisse", allowed(&row.recepisse)),
        ("extension", allowed(&row.extension)),
        ("card", allowed(&row.card)),
    )
}
