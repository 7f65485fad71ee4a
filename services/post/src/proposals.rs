//! What the pages of an envelope propose to the clerk. Nothing here decides.

use chrono::{DateTime, Utc};
use domain::{ArrivalLabel, CaseReference, SeparatorKind, SuggestionId};
use formats::{OnlineRequestNumber, TrackingKind, two_d_doc::TrustStore};
use reading::{PageRead, PostedNumber};
use serde_json::{Value, json};
use store::suggestions::NewSuggestion;

mod papers;
mod written;

/// The proposal that carries what a separator sheet says of the document behind it.
pub(crate) const SHEET: &str = "sheet";

/// Where what is proposed from a text says that it was read.
pub(crate) const FROM_TEXT: [&str; 4] = ["text", "form", "sentence", "signature"];

/// Most proposals of one kind that are written on the pages of an envelope.
const MOST: usize = 5;

/// The case whose reference one of our own codes carries, and the page it stands on.
pub(crate) fn case_reference(pages: &[&PageRead]) -> Option<(CaseReference, u32)> {
    let on_page =
        |page: &PageRead| page.barcodes.iter().find_map(|code| reference(&code.text)).map(|r| (r, page.number));
    pages.iter().find_map(|page| on_page(page))
}

/// The bars of a letter carry the digits; its square code the reference and the letter.
fn reference(code: &str) -> Option<CaseReference> {
    letters::read_letter_payload(code).map(|(reference, _)| reference).or_else(|| code.parse().ok())
}

/// Everything else that can be read: registered numbers, sender's address, arrival label, a letter of ours, identity papers,
/// signed codes.
pub(crate) fn of(pages: &[&PageRead], trust: &TrustStore, now: DateTime<Utc>) -> Vec<NewSuggestion> {
    let address = pages.iter().find_map(|page| {
        let lines = reading::written::sender(&page.text)?;
        Some(suggestion(now, "address", json!(lines.join("\n")), "text", page.confidence.unwrap_or(0.0), page.number))
    });
    let label = pages.iter().find_map(|page| {
        let label = page.barcodes.iter().find_map(|code| code.text.parse::<ArrivalLabel>().ok())?;
        Some(suggestion(now, casework::ARRIVAL_LABEL, json!(label.serial()), "barcode", 100.0, page.number))
    });
    let letter = pages.iter().find_map(|page| {
        let (_, letter) = page.barcodes.iter().find_map(|code| letters::read_letter_payload(&code.text))?;
        Some(suggestion(now, "letter", json!(letter), "barcode", 100.0, page.number))
    });
    let ours = address.into_iter().chain(label).chain(letter).chain(written_references(pages, now));
    let papers = papers::of(pages, trust, now).into_iter().chain(written::of(pages, now));
    numbers(pages, now).into_iter().chain(ours).chain(online_requests(pages, now)).chain(papers).collect()
}

/// References of ours that somebody wrote: their check digits are right, but a person may quote another one's letter.
fn written_references(pages: &[&PageRead], now: DateTime<Utc>) -> Vec<NewSuggestion> {
    let coded = case_reference(pages).map(|(reference, _)| reference);
    let mut found: Vec<(CaseReference, u32)> = Vec::new();
    for page in pages {
        for reference in reading::case_references(&[&page.text]) {
            if Some(reference) != coded && !found.iter().any(|(known, _)| *known == reference) {
                found.push((reference, page.number));
            }
        }
    }
    found.truncate(MOST);
    found.into_iter().map(|(reference, page)| suggestion(now, "case", json!(reference), "text", 80.0, page)).collect()
}

/// The numbers of the online service (ANEF): in a signed code, or written. Nothing proves what is written but its nineteen digits.
fn online_requests(pages: &[&PageRead], now: DateTime<Utc>) -> Vec<NewSuggestion> {
    let mut found: Vec<NewSuggestion> = Vec::new();
    for page in pages {
        let coded = page.two_d_docs().into_iter().filter_map(Result::ok);
        let coded = coded.filter_map(|code| OnlineRequestNumber::typed(code.value("6K")?));
        let written = OnlineRequestNumber::in_text(&page.text).into_iter().map(|number| (number, "text", 60.0));
        for (number, origin, confidence) in coded.map(|number| (number, "two_d_doc", 90.0)).chain(written) {
            let value = json!(number.normalised);
            if !found.iter().any(|known| known.value == value) {
                found.push(suggestion(now, casework::ONLINE_REQUEST, value, origin, confidence, page.number));
            }
        }
    }
    found.truncate(MOST);
    found
}

/// What a sheet says of the document that starts on a page: an original, photographs.
pub(crate) fn of_sheet(kind: SeparatorKind, page: u32, now: DateTime<Utc>) -> NewSuggestion {
    suggestion(now, SHEET, json!(kind.word()), "barcode", 100.0, page)
}

/// The numbers of registered letters. The letter's own stands in bars; what is read in the text is weaker, and weaker still where
/// no check digit is public.
fn numbers(pages: &[&PageRead], now: DateTime<Utc>) -> Vec<NewSuggestion> {
    let mut found: Vec<NewSuggestion> = Vec::new();
    for page in pages {
        for PostedNumber { number, in_barcode } in page.posted_numbers() {
            let (origin, confidence) = match (in_barcode, number.kind) {
                (true, TrackingKind::S10) => ("barcode", 100.0),
                (true, _) => ("barcode", 95.0),
                (false, TrackingKind::S10) => ("text", 80.0),
                (false, _) => ("text", 60.0),
            };
            let value = json!(*number.normalised);
            if !found.iter().any(|known| known.value == value) {
                found.push(suggestion(now, "registered_number", value, origin, confidence, page.number));
            }
        }
    }
    found
}

fn suggestion(
    now: DateTime<Utc>,
    field: &str,
    value: Value,
    origin: &str,
    confidence: f32,
    page: u32,
) -> NewSuggestion {
    NewSuggestion {
        id: SuggestionId::new(now),
        field: field.to_owned(),
        value,
        origin: origin.to_owned(),
        confidence,
        page: i32::try_from(page).ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(text: &str) -> PageRead {
        PageRead { text: text.to_owned(), confidence: Some(91.0), ..PageRead::unreadable(1, String::new()) }
    }

    #[test]
    fn what_a_person_quotes_is_proposed_with_its_page() {
        let reference = CaseReference::new(2026, "67".parse().expect("code"), 123).expect("reference");
        let text = format!("Ma demande 9921 0673 2026 1123 456 sur l'ANEF,\nvotre dossier n° {reference}, est bloquée");
        let found = of(&[&page(&text)], &TrustStore::default(), "2026-11-30T09:00:00Z".parse().expect("a moment"));
        let told: Vec<_> =
            found.iter().map(|s| (s.field.as_str(), s.value.clone(), s.origin.as_str(), s.page)).collect();
        let expected = [
            ("case", json!(reference), "text", Some(1)),
            ("online_request", json!("9921067320261123456"), "text", Some(1)),
        ];
        assert_eq!(told, expected);
    }
}
