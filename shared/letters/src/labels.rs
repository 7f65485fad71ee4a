use domain::ArrivalLabel;
use serde_json::{Value, json};

use crate::{LetterError, code};

/// An arrival label to print: its code, and what a person reads beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LabelToPrint {
    /// What the code says.
    pub label: ArrivalLabel,
    /// How the envelope was sorted.
    pub title: String,
    /// The day it was opened.
    pub day: String,
    /// Its number, or where it comes from.
    pub detail: String,
}

/// What the template of arrival labels reads; `used` labels of the first sheet are gone already.
///
/// # Errors
/// `Barcode` never in practice: an [`ArrivalLabel`] holds only what codes can carry.
pub fn view(labels: &[LabelToPrint], used: usize, demonstration: bool) -> Result<Value, LetterError> {
    let labels = labels.iter().map(label).collect::<Result<Vec<_>, _>>()?;
    Ok(json!({ "demonstration": demonstration, "used": used, "labels": labels }))
}

fn label(label: &LabelToPrint) -> Result<Value, LetterError> {
    let payload = label.label.to_string();
    Ok(json!({
        "serial": label.label.serial(),
        "payload": payload,
        "square": code::square(&payload)?,
        "title": label.title,
        "day": label.day,
        "detail": label.detail,
    }))
}
