//! What the same paper, received again, is known by.

use domain::{ArrivalLabel, CaseReference};
use formats::{
    TrackingKind,
    likeness::{Fingerprint, InkMap},
};
use reading::PageRead;
use store::likeness::NewLikeness;

/// What a page is known by; none for an empty one, a separator sheet and a letter of ours, which would be proposed to everybody.
pub(super) fn known_by(page: &PageRead) -> Option<NewLikeness> {
    if page.blank || page.error.is_some() || reading::separator_in(&page.barcodes).is_some() || is_ours(page) {
        return None;
    }
    let known = Fingerprint::of(&page.text, InkMap::from_hex(&page.ink), numbers(page))?;
    let picture = known.ink.as_ref().map(InkMap::hash);
    Some(NewLikeness {
        text_bands: known.text_bands,
        picture_bands: picture.map(InkMap::parts).unwrap_or_default(),
        picture,
        ink: known.ink.map(|ink| ink.bytes()),
        marks: known.marks,
        numbers: known.numbers,
    })
}

fn is_ours(page: &PageRead) -> bool {
    let ours = |text: &str| letters::read_letter_payload(text).is_some() || text.parse::<CaseReference>().is_ok();
    page.barcodes.iter().any(|code| ours(&code.text))
}

/// Numbers that cannot be misread: of a title that its check digits prove, of a signed code, of a registered letter in bars, of our
/// label on an envelope.
fn numbers(page: &PageRead) -> Vec<String> {
    let zones = page.mrz.iter().filter_map(|zone| zone.understood().ok()).filter(formats::mrz::Mrz::proved);
    let titles = zones.filter_map(|zone| Some(format!("title:{}", zone.fields.number?.as_str())));
    let codes = page.barcodes.iter().filter(|code| code.format == "DataMatrix");
    let signed =
        codes.filter(|code| code.text.starts_with("DC")).map(|code| format!("signed:{}", digest(&code.bytes_hex)));
    let posted = page.posted_numbers().into_iter().filter(|found| found.in_barcode);
    let posted = posted.filter(|found| found.number.kind != TrackingKind::Other);
    let posted = posted.map(|found| format!("registered:{}", *found.number.normalised));
    let labels = page.barcodes.iter().filter_map(|code| code.text.parse::<ArrivalLabel>().ok());
    let labels = labels.map(|label| format!("label:{}", label.serial()));
    let mut numbers: Vec<String> = titles.chain(signed).chain(posted).chain(labels).collect();
    numbers.sort();
    numbers.dedup();
    numbers
}

/// A short name of a long code (FNV-1a).
fn digest(text: &str) -> String {
    let sum = text
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |sum, byte| (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    format!("{sum:016x}")
}

#[cfg(test)]
mod tests {
    use reading::Barcode;

    use super::*;

    fn page(text: &str, codes: &[&str]) -> PageRead {
        let code = |text: &&str| Barcode {
            format: "Code128".to_owned(),
            text: (*text).to_owned(),
            bytes_hex: String::new(),
            corners: [[0; 2]; 4],
        };
        PageRead {
            text: text.to_owned(),
            barcodes: codes.iter().map(code).collect(),
            error: None,
            ..PageRead::unreadable(1, String::new())
        }
    }

    #[test]
    fn an_empty_page_is_known_by_nothing_and_a_registered_letter_by_its_number() {
        assert_eq!(known_by(&page("", &[])), None);
        let known = known_by(&page("", &["1A12345678901"])).expect("a number");
        assert_eq!(known.numbers, ["registered:1A12345678901"]);
        let text =
            "Le soussigné certifie héberger à son domicile la personne nommée ci-dessous depuis le 14 mars 2024. "
                .repeat(2);
        let known = known_by(&page(&text, &[])).expect("a text");
        assert_eq!((known.text_bands.len(), known.marks), (21, vec!["14-3-2024".to_owned()]));
    }

    #[test]
    fn a_letter_of_ours_is_known_by_nothing() {
        let reference =
            CaseReference::new(2026, "67".parse().expect("département"), 123).expect("a reference").digits();
        let text = "Accusé de réception de votre demande de titre de séjour reçue le 16 novembre 2026. ".repeat(3);
        assert_eq!(known_by(&page(&text, &[&reference])), None);
        assert!(known_by(&page(&text, &[])).is_some());
    }
}
