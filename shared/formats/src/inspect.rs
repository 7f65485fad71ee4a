//! The objects that `passerelle inspect address`, `inspect tracking` and `inspect phone` print: one per line of input.

use serde_json::{Map, Value, json};

use crate::{Address, PhoneNumber, TrackingNumber};

/// What an address is understood as: `ok lines[] postcode town street number department warnings[]`. Absent means unknown.
#[must_use]
pub fn address(typed: &str) -> Value {
    let address = Address::parse(typed);
    let mut object = Map::new();
    object.insert("ok".to_owned(), json!(true));
    object.insert("lines".to_owned(), address.lines.iter().map(|line| json!(**line)).collect());
    for (key, value) in [
        ("postcode", &address.postcode),
        ("town", &address.town),
        ("street", &address.street),
        ("number", &address.number),
        ("country", &address.country),
    ] {
        if let Some(value) = value {
            object.insert(key.to_owned(), json!(**value));
        }
    }
    if let Some(department) = address.department {
        object.insert("department".to_owned(), json!(department.code()));
    }
    object.insert("warnings".to_owned(), address.warnings.iter().map(|warning| json!(warning.to_string())).collect());
    Value::Object(object)
}

/// What a number of a registered letter is understood as: `ok kind valid normalised`, and `printed`, the groups of the post.
#[must_use]
pub fn tracking(typed: &str) -> Value {
    let number = TrackingNumber::parse(typed);
    let mut object = Map::new();
    object.insert("ok".to_owned(), json!(true));
    object.insert("kind".to_owned(), json!(number.kind.word()));
    if let Some(valid) = number.valid {
        object.insert("valid".to_owned(), json!(valid));
    }
    object.insert("normalised".to_owned(), json!(*number.normalised));
    object.insert("printed".to_owned(), json!(number.printed()));
    Value::Object(object)
}

/// What a telephone number is understood as: `ok e164 region dialable warnings[]`. Absent means unknown.
#[must_use]
pub fn phone(typed: &str) -> Value {
    let number = PhoneNumber::parse(typed);
    let mut object = Map::new();
    object.insert("ok".to_owned(), json!(true));
    if let Some(e164) = &number.e164 {
        object.insert("e164".to_owned(), json!(**e164));
    }
    if let Some(region) = number.region {
        object.insert("region".to_owned(), json!(region));
    }
    object.insert("dialable".to_owned(), json!(number.dialable()));
    object.insert("warnings".to_owned(), number.warnings.iter().map(|warning| json!(warning.word())).collect());
    Value::Object(object)
}
