//! Keeps what is written in a letter out of error messages.

use serde_json::Value;

/// Shortest text that is looked for: shorter ones are too common to tell anything.
const SHORTEST: usize = 3;

/// `message` with every text of `data` that it repeats replaced by `...`.
pub fn message(message: &str, data: &Value) -> String {
    let mut texts = Vec::new();
    each_string(data, &mut |text| texts.push(text));
    texts.retain(|text| text.chars().count() >= SHORTEST);
    texts.sort_by_key(|text| std::cmp::Reverse(text.len()));
    texts.iter().fold(message.to_owned(), |kept, text| kept.replace(*text, "..."))
}

/// Shows `look` every text of `data` (not the keys).
pub fn each_string<'a>(data: &'a Value, look: &mut impl FnMut(&'a str)) {
    match data {
        Value::String(text) => look(text),
        Value::Array(items) => items.iter().for_each(|item| each_string(item, look)),
        Value::Object(fields) => fields.values().for_each(|field| each_string(field, look)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// `data` with `change` applied to every text (not to keys).
pub fn map_strings(data: &Value, change: &impl Fn(&str) -> String) -> Value {
    match data {
        Value::String(text) => Value::String(change(text)),
        Value::Array(items) => Value::Array(items.iter().map(|item| map_strings(item, change)).collect()),
        Value::Object(fields) => {
            Value::Object(fields.iter().map(|(key, field)| (key.clone(), map_strings(field, change))).collect())
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => data.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_never_repeats_what_the_letter_says() {
        let data = serde_json::json!({"recipient": ["DIALLO Aminata"], "n": 3});
        assert_eq!(message("cannot parse \"DIALLO Aminata\" as date", &data), "cannot parse \"...\" as date");
    }
}
