//! What `passerelle inspect calendar` and `passerelle inspect rule` print: one JSON object per answer, keys stable.

mod arguments;
mod entries;
mod schema;

use chrono::NaiveDate;
use domain::Department;
use serde_json::{Value, json};

use crate::{Calendar, Catalogue};
use arguments::Arguments;
pub use arguments::InspectError;
pub use schema::schema;

/// A rule that can be asked, and what it needs.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Entry {
    name: &'static str,
    summary: &'static str,
    inputs: &'static [Input],
    outputs: &'static [(&'static str, &'static str)],
    run: fn(&Arguments<'_>, &Catalogue) -> Result<Value, InspectError>,
}

/// One `key=value` of a rule.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Input {
    key: &'static str,
    kind: Kind,
    required: bool,
    help: &'static str,
}

/// What a value must be.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Kind {
    Date,
    Boolean,
    Department,
    Text,
    Choice(&'static [&'static str]),
}

/// The public holidays of a département from one day to another, both included: `{date, name}`, in order.
///
/// # Errors
/// When the code is not that of a département, or a day is not one of the years 1900 to 2200.
pub fn calendar(catalogue: &Catalogue, zone: &str, from: &str, to: &str) -> Result<Vec<Value>, InspectError> {
    let (from, to) = (arguments::date("from", from)?, arguments::date("to", to)?);
    let calendar = calendar_of(catalogue, zone)?;
    let days = calendar.holidays(from, to);
    Ok(days.into_iter().map(|holiday| json!({"date": holiday.date, "name": holiday.name})).collect())
}

/// What a rule answers to `key=value` facts: an object with `ok`, `name`, the dates, `rule`, `version`, `source`,
/// `certainty` and `because`; when something is wrong, `ok: false` and `error`.
#[must_use]
pub fn rule(catalogue: &Catalogue, name: &str, facts: &[(String, String)]) -> Value {
    let answered = entry(name).and_then(|entry| {
        let arguments = Arguments::new(entry.inputs, facts)?;
        (entry.run)(&arguments, catalogue)
    });
    match answered {
        Ok(Value::Object(mut object)) => {
            object.insert("ok".to_owned(), json!(true));
            object.insert("name".to_owned(), json!(canonical(name)));
            Value::Object(object)
        }
        Ok(other) => other,
        Err(error) => json!({"ok": false, "name": name, "error": error.to_string()}),
    }
}

/// The rules that can be asked: `{name, summary, inputs[]}`.
#[must_use]
pub fn list() -> Vec<Value> {
    let described = |entry: &Entry| {
        let inputs: Vec<_> = entry.inputs.iter().map(|input| input.key).collect();
        json!({"name": entry.name, "summary": entry.summary, "inputs": inputs})
    };
    entries::all().into_iter().map(described).collect()
}

fn entry(name: &str) -> Result<&'static Entry, InspectError> {
    let name = canonical(name);
    entries::all().into_iter().find(|entry| entry.name == name).ok_or(InspectError::UnknownRule)
}

fn canonical(name: &str) -> String {
    name.trim().to_ascii_lowercase().replace('-', "_")
}

fn calendar_of(catalogue: &Catalogue, zone: &str) -> Result<Calendar, InspectError> {
    let padded = if zone.len() == 1 { format!("0{zone}") } else { zone.to_owned() };
    let department: Department = padded.parse().map_err(|_| InspectError::Department(zone.to_owned()))?;
    Calendar::for_department(catalogue, department).map_err(|_| InspectError::Department(zone.to_owned()))
}

fn object(value: impl serde::Serialize) -> Result<Value, InspectError> {
    serde_json::to_value(value).map_err(|error| InspectError::Unprintable(error.to_string()))
}

fn with(mut value: Value, key: &str, added: impl Into<Value>) -> Value {
    if let Value::Object(object) = &mut value {
        object.insert(key.to_owned(), added.into());
    }
    value
}

fn iso(date: NaiveDate) -> Value {
    json!(date)
}
