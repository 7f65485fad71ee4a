//! What an officer signs: the words and figures of a version of a row, in one form that never depends on who builds the program.

use std::fmt::Write as _;

use serde_json::{Map, Value};

use super::{Catalogue, CatalogueRow};
use crate::why::RowRef;

/// What may change without what the row says changing: when it ends, how sure it is, who wrote it.
const NOT_SIGNED: [&str; 5] = ["effective_to", "certainty", "from_certainty", "author", "local"];

impl Catalogue {
    /// A version of a row.
    #[must_use]
    pub fn row(&self, named: &RowRef) -> Option<CatalogueRow<'_>> {
        self.rows()
            .find(|row| row.kind() == named.kind && row.period().effective_from == named.from && row.key() == named.key)
    }
}

impl CatalogueRow<'_> {
    /// What this version says, as a text to sign: the same words and figures give the same text, whatever its certainty has become.
    #[must_use]
    pub fn content(self) -> String {
        let mut text = format!("{} {} ", self.kind().word(), self.key());
        let mut value = self.values();
        if let Some(Value::Object(period)) = value.get_mut("period") {
            period.retain(|key, _| !NOT_SIGNED.contains(&key.as_str()));
        }
        write(&value, &mut text);
        text
    }

    fn values(self) -> Value {
        let value = match self {
            Self::Title(row) => serde_json::to_value(row),
            Self::Rule(row) => serde_json::to_value(row),
            Self::Silence(row) => serde_json::to_value(row),
            Self::Document(row) => serde_json::to_value(row),
            Self::Mention(row) => serde_json::to_value(row),
            Self::WorkRight(row) => serde_json::to_value(row),
            Self::Piece(row) => serde_json::to_value(row),
            Self::Fee(row) => serde_json::to_value(row),
            Self::Parameter(row) => serde_json::to_value(row),
            Self::List(row) => serde_json::to_value(row),
            Self::Signal(row) => serde_json::to_value(row),
            Self::Band(row) => serde_json::to_value(row),
            Self::Holiday(row) => serde_json::to_value(row),
            Self::Territory(row) => serde_json::to_value(row),
            Self::SharedPostcode(row) => serde_json::to_value(row),
            Self::ChannelOrder(row) => serde_json::to_value(row),
            Self::Prefecture(row) => serde_json::to_value(row),
        };
        // Rows are plain data with text keys: they always have a value.
        value.unwrap_or_default()
    }
}

/// JSON with its keys in order.
fn write(value: &Value, into: &mut String) {
    match value {
        Value::Object(object) => {
            into.push('{');
            for (key, value) in sorted(object) {
                let _ = write!(into, "{key:?}:");
                write(value, into);
                into.push(',');
            }
            into.push('}');
        }
        Value::Array(array) => {
            into.push('[');
            for value in array {
                write(value, into);
                into.push(',');
            }
            into.push(']');
        }
        plain @ (Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_)) => {
            let _ = write!(into, "{plain}");
        }
    }
}

fn sorted(object: &Map<String, Value>) -> Vec<(&String, &Value)> {
    let mut entries: Vec<_> = object.iter().collect();
    entries.sort_by_key(|(key, _)| *key);
    entries
}
