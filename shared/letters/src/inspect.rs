//! `passerelle inspect letter`: what exists, what it needs, what comes out.

use domain::LetterKind;
use schemars::schema_for;
use serde_json::{Value, json};

use crate::{
    Acknowledgement, ComplementRequest, DepositReceipt, ElectronicReceipt, Letter, LetterError, Letters,
    ProvisionalSheet, TransferNotice,
};

/// One line a letter: its code, its title and the mentions it must print.
#[must_use]
pub fn list() -> Vec<Value> {
    LetterKind::ALL
        .iter()
        .map(|kind| {
            let mentions: Vec<Value> = Letter::mandatory(*kind)
                .map(|mention| json!({ "key": mention.key, "words": mention.words, "source": mention.source }))
                .collect();
            json!({ "letter": kind.word(), "title": title(*kind), "mentions": mentions })
        })
        .collect()
}

/// The title in French.
const fn title(kind: LetterKind) -> &'static str {
    match kind {
        LetterKind::Acknowledgement => "Accusé de réception d'une demande",
        LetterKind::ElectronicReceipt => "Accusé d'enregistrement électronique",
        LetterKind::DepositReceipt => "Attestation de dépôt d'une demande",
        LetterKind::ProvisionalDocument => "Document provisoire",
        LetterKind::ComplementRequest => "Demande de pièces",
        LetterKind::TransferNotice => "Avis de transmission",
    }
}

/// The JSON Schemas of the data of a letter and of what the inspection answers.
#[must_use]
pub fn schema(kind: LetterKind) -> Value {
    let input = match kind {
        LetterKind::Acknowledgement => schema_for!(Acknowledgement),
        LetterKind::ElectronicReceipt => schema_for!(ElectronicReceipt),
        LetterKind::DepositReceipt => schema_for!(DepositReceipt),
        LetterKind::ProvisionalDocument => schema_for!(ProvisionalSheet),
        LetterKind::ComplementRequest => schema_for!(ComplementRequest),
        LetterKind::TransferNotice => schema_for!(TransferNotice),
    };
    let output = json!({
        "type": "object",
        "required": ["ok"],
        "properties": {
            "ok": { "type": "boolean" },
            "error": { "type": "string" },
            "pages": { "type": "integer", "minimum": 1 },
            "standards": { "type": "array", "items": { "type": "string" } },
            "missing": { "type": "array", "items": { "type": "string" } },
        },
    });
    json!({ "input": input, "output": output })
}

/// Typesets the letter that `data` describes. The object has `ok`, and `pages`, `standards`, `missing` (keys of
/// mandatory mentions that are not on the pages) or `error`; the PDF is there even when a mention is missing,
/// so that one can look.
#[must_use]
pub fn letter(letters: &Letters, kind: LetterKind, data: &Value) -> (Value, Option<Vec<u8>>) {
    match Letter::from_json(kind, data).and_then(|letter| letters.typeset(&letter)) {
        Ok((rendered, missing)) => {
            let answer = json!({
                "ok": missing.is_empty(),
                "pages": rendered.pages,
                "standards": rendered.standards,
                "missing": missing,
            });
            (answer, Some(rendered.pdf))
        }
        Err(error) => (failure(&error), None),
    }
}

fn failure(error: &LetterError) -> Value {
    json!({ "ok": false, "error": error.to_string() })
}
