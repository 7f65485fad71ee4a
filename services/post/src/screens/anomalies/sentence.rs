//! An exception in words: what happened, what was kept, what to do.

use domain::{ExceptionKind, LetterKind, ReturnReason};
use serde_json::Value;
use store::reads::anomalies::AnomalyLine;
use web::{t, t1, t2, tw, words};

/// The words of an exception.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sentence {
    pub(crate) kind: String,
    pub(crate) what: String,
    pub(crate) kept: String,
    pub(crate) to_do: String,
}

impl Sentence {
    /// The words of an exception of the list.
    pub(crate) fn of(line: &AnomalyLine) -> Self {
        let file = line.batch.as_ref().map(|(_, name)| name.as_str());
        Self {
            kind: words::exception_kind(line.kind),
            what: what(line.kind, &line.detail, file),
            kept: if line.kind == ExceptionKind::EmptyFile && line.detail["again"] == true {
                t("post-anomaly-kept-empty_again")
            } else {
                tw("post-anomaly-kept", line.kind.word())
            },
            to_do: tw("post-anomaly-do", line.kind.word()),
        }
    }
}

fn what(kind: ExceptionKind, detail: &Value, file: Option<&str>) -> String {
    let file = detail["file_name"].as_str().or(file).unwrap_or("?");
    let number = |key: &str| detail[key].as_u64().unwrap_or(0);
    match kind {
        ExceptionKind::EmptyFile => t1("post-anomaly-empty", "file", file),
        ExceptionKind::Unreadable => t1("post-anomaly-unreadable", "file", file),
        ExceptionKind::Encrypted => t1("post-anomaly-encrypted", "file", file),
        ExceptionKind::LimitExceeded => t1("post-anomaly-limit", "file", file),
        ExceptionKind::UnknownKind => t1("post-anomaly-kind", "file", file),
        ExceptionKind::PageCount => {
            t2("post-anomaly-count", "declared", number("declared"), "scanned", number("scanned"))
        }
        ExceptionKind::Repeated => t1("post-anomaly-repeated", "file", file),
        ExceptionKind::Separator if detail["backs"] == true => match detail["reason"].as_str() {
            Some("counts") => web::t3(
                "post-anomaly-backs-counts",
                ("file", file),
                ("fronts", number("fronts")),
                ("backs", number("of_backs")),
            ),
            Some("none") => t1("post-anomaly-backs-none", "file", file),
            _ => t1("post-anomaly-backs-changed", "file", file),
        },
        ExceptionKind::Separator => t2("post-anomaly-separator", "page", number("page"), "file", file),
        ExceptionKind::NoSafeAddress if detail["held"] == "doubtful_address" => {
            t1("post-anomaly-doubtful", "letter", letter(detail))
        }
        ExceptionKind::NoSafeAddress => t1("post-anomaly-address", "letter", letter(detail)),
        ExceptionKind::PartlyRead => partly(detail, file),
        ExceptionKind::LetterFailed => t1("post-anomaly-letter", "letter", letter(detail)),
        ExceptionKind::MessageUnreadable => t("post-anomaly-message"),
        ExceptionKind::PartSetAside => t1("post-anomaly-part", "file", detail["part"].as_str().unwrap_or("?")),
        ExceptionKind::MessageBounced => t1("post-anomaly-bounced", "letter", letter(detail)),
        ExceptionKind::LetterReturned => {
            t2("post-anomaly-returned", "letter", letter(detail), "reason", reason(detail))
        }
        ExceptionKind::MessageRefused => t1("post-anomaly-refused", "letter", letter(detail)),
        ExceptionKind::Danger => t1("post-anomaly-danger", "words", detail["words"].as_str().unwrap_or("?")),
        ExceptionKind::RecordingLost => t("post-anomaly-recording"),
        ExceptionKind::NoNextDocument => {
            let until = detail["until"].as_str().and_then(|until| until.parse().ok());
            t1("post-anomaly-no-next-document", "date", until.map(web::dates::long).unwrap_or_default())
        }
        ExceptionKind::MedicalScanned => t1("post-anomaly-medical", "label", detail["label"].as_str().unwrap_or("?")),
        ExceptionKind::MissingPages
        | ExceptionKind::MixedPersons
        | ExceptionKind::Money
        | ExceptionKind::IdentityPapers
        | ExceptionKind::Threat
        | ExceptionKind::ForeignLanguage
        | ExceptionKind::WrongPrefecture
        | ExceptionKind::OtherService
        | ExceptionKind::DamagedParcel
        | ExceptionKind::TornStamp
        | ExceptionKind::MedicalOpened
        | ExceptionKind::PagesIllegible => raised(kind, detail),
        ExceptionKind::RescanUnplaced => t2("post-anomaly-rescan", "file", file, "count", number("pages")),
        ExceptionKind::PagesAdded => t1("post-anomaly-added", "count", number("pages")),
        ExceptionKind::Quarantine => {
            let kind = detail["suspicion"].as_str().map_or_else(|| "?".to_owned(), |kind| tw("suspicion", kind));
            let named = detail["named"].as_str().filter(|named| !named.is_empty());
            let kind = named.map_or(kind.clone(), |named| t2("quarantine-named", "kind", kind, "name", named));
            t2("post-anomaly-quarantine", "file", detail["part"].as_str().unwrap_or("?"), "kind", kind)
        }
        ExceptionKind::Raised => t1("post-anomaly-raised", "words", detail["words"].as_str().unwrap_or("?")),
    }
}

fn letter(detail: &Value) -> String {
    detail["kind"].as_str().and_then(LetterKind::from_word).map_or_else(|| t("post-letter"), words::letter_kind)
}

/// What a person pointed to, and what they added.
fn raised(kind: ExceptionKind, detail: &Value) -> String {
    let words = detail["words"].as_str().unwrap_or_default();
    let kind = words::exception_kind(kind);
    if words.is_empty() {
        t1("post-anomaly-raised", "words", kind)
    } else {
        t2("post-anomaly-raised-more", "kind", kind, "words", words)
    }
}

fn reason(detail: &Value) -> String {
    detail["reason"].as_str().and_then(ReturnReason::from_word).map_or_else(|| "?".to_owned(), words::return_reason)
}

/// Either the pages that failed, or how far the reader came.
fn partly(detail: &Value, file: &str) -> String {
    let pages: Vec<String> = detail["pages"].as_array().into_iter().flatten().map(ToString::to_string).collect();
    if pages.is_empty() {
        return t2("post-anomaly-partly-until", "file", file, "read", detail["pages_read"].as_u64().unwrap_or(0));
    }
    t2("post-anomaly-partly", "file", file, "pages", pages.join(", "))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_kind_has_its_three_sentences() {
        for kind in ExceptionKind::ALL {
            let detail =
                json!({ "file_name": "A.tif", "declared": 12, "scanned": 11, "words": "deux personnes", "pages": [3] });
            for text in
                [what(*kind, &detail, None), tw("post-anomaly-kept", kind.word()), tw("post-anomaly-do", kind.word())]
            {
                assert!(!text.contains('⟦') && !text.contains("{ $"), "{kind:?}: {text}");
            }
        }
    }

    #[test]
    fn an_address_in_doubt_is_told_apart_from_a_dangerous_one() {
        let told = |detail| what(ExceptionKind::NoSafeAddress, &detail, None);
        let doubtful = told(json!({ "kind": "LT-02", "held": "doubtful_address" }));
        assert!(!doubtful.contains('⟦') && doubtful != told(json!({ "kind": "LT-02" })), "{doubtful}");
    }

    #[test]
    fn the_page_ledger_is_told_in_figures() {
        let text = what(ExceptionKind::PageCount, &json!({ "declared": 12, "scanned": 11 }), None);
        assert!(text.contains("12") && text.contains("11"), "{text}");
    }
}
