//! A separator that was probably missed, in words.

use serde_json::Value;
use store::missed_sheets::MissedSheet;
use web::{t, t1, t2};

/// A proposal as pages show it.
pub(crate) struct Question {
    pub(crate) batch: String,
    pub(crate) envelope: String,
    /// The page of the batch.
    pub(crate) page: i32,
    /// Its place in the envelope.
    pub(crate) place: u32,
    pub(crate) reasons: Vec<String>,
}

impl Question {
    /// The words of a proposal about an envelope whose first page is `first`.
    pub(crate) fn of(missed: &MissedSheet, first: u32) -> Self {
        let page = u32::try_from(missed.page).unwrap_or(0);
        Self {
            batch: missed.batch.to_string(),
            envelope: missed.communication.to_string(),
            page: missed.page,
            place: (page + 1).saturating_sub(first),
            reasons: missed.reasons.as_array().into_iter().flatten().map(reason).collect(),
        }
    }
}

fn reason(value: &Value) -> String {
    let text = |key: &str| value[key].as_str().unwrap_or("?").to_owned();
    let number = |key: &str| value[key].as_u64().unwrap_or(0);
    match value["word"].as_str().unwrap_or_default() {
        "label" => t1("post-missed-label", "label", text("label")),
        "registered" => t1("post-missed-registered", "number", text("number")),
        "case" => t1("post-missed-case", "reference", text("reference")),
        "address" => t1("post-missed-address", "line", text("line")),
        "persons" => t1("post-missed-persons", "name", text("name")),
        "counted" => t2("post-missed-counted", "declared", number("declared"), "scanned", number("scanned")),
        "size" => t("post-missed-size"),
        _ => t1("post-missed-long", "count", number("pages")),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_reason_has_its_words() {
        for word in ["label", "registered", "case", "address", "persons", "counted", "size", "long"] {
            let value = json!({ "word": word, "label": "A", "number": "1A", "reference": "26", "line": "X", "name": "Y",
                "declared": 5, "scanned": 12, "pages": 80 });
            let words = reason(&value);
            assert!(!words.contains('⟦') && !words.contains('?'), "{word}: {words}");
        }
    }
}
