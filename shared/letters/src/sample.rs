use domain::LetterKind;
use serde_json::{Value, json};

use crate::{Letter, LetterError, WorkAllowed, assets::Assets, engine::template_error};

/// The shipped sample data of a letter (`samples/LT-01.json`): invented persons.
///
/// # Errors
/// `Template` when the file is missing or not JSON, `Data` when it does not fit the letter.
pub fn of(assets: &Assets, kind: LetterKind) -> Result<Letter, LetterError> {
    let name = format!("samples/{}.json", kind.word());
    let content = assets.get(&name).ok_or_else(|| template_error(&name, "there is no such file"))?;
    let data: Value = serde_json::from_slice(content).map_err(|error| template_error(&name, &error.to_string()))?;
    Letter::from_json(kind, &data)
}

/// The sample, and the same with everything that a template must also be able to print: together they
/// owe every mandatory mention of the letter.
pub fn variations(sample: &Letter) -> Vec<Letter> {
    let mut plain = sample.clone();
    plain.head_mut().variant.large_print = false;
    let mut full = plain.clone();
    let variant = &mut full.head_mut().variant;
    (variant.duplicate, variant.demonstration) = (true, true);
    match &mut full {
        Letter::Acknowledgement(letter) => {
            letter.channel_basis = false;
            letter.status_code = None;
            letter.missing = serde_json::from_value(json!({
                "pieces": [
                    { "label": "l'acte de naissance de votre enfant", "basis": "annexe 10 du CESEDA" },
                    { "label": "une photo d'identité récente", "basis": "CESEDA, article R. 431-9" },
                ],
                "until": "2026-12-31",
            }))
            .ok();
        }
        Letter::ElectronicReceipt(_) => {}
        Letter::DepositReceipt(letter) => {
            (letter.person, letter.added_to) = (None, Some(letter.received_on));
            (letter.replaces, letter.dated_before) = (Some(letter.received_on), letter.evidence.date.pred_opt());
        }
        Letter::ProvisionalDocument(letter) => {
            (letter.to, letter.next_by, letter.birth, letter.title) = (None, None, None, None);
            letter.work.allowed = WorkAllowed::Limited;
        }
        Letter::ComplementRequest(letter) => letter.until = None,
        Letter::TransferNotice(letter) => (letter.pages, letter.originals) = (None, false),
    }
    let mut large = full.clone();
    large.head_mut().variant.large_print = true;
    large.head_mut().variant.neutral = Some(vec!["BP 4021".to_owned(), "67000 STRASBOURG".to_owned()]);
    vec![plain, full, large]
}
