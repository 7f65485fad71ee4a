//! What machines can prove of the papers in an envelope: zones of identity papers, signed codes. Shown with what was corrected, so
//! that a person sees it.

use serde_json::Value;
use store::reads::indexing::Proposal;
use web::{t, t1, t2, tw};

/// A paper with a zone or a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Paper {
    /// What it is and where.
    pub(crate) heading: String,
    /// What it says.
    pub(crate) says: Vec<String>,
    /// Whether that is proved, in words.
    pub(crate) verdict: String,
    /// Whether it is.
    pub(crate) proved: bool,
    /// Characters that were put right, in words.
    pub(crate) corrections: Vec<String>,
}

impl Paper {
    /// A person should see it: it is not proved, or something was put right.
    pub(crate) fn needs_a_look(&self) -> bool {
        !self.proved || !self.corrections.is_empty()
    }
}

/// The papers read in an envelope, by page; `first_page` is the page of the batch that is its page 1.
pub(crate) fn papers(proposals: &[Proposal], first_page: u32) -> Vec<Paper> {
    let mut found: Vec<(u32, Paper)> = Vec::new();
    for proposal in proposals {
        let page = proposal.page.map_or(1, |page| (page + 1).saturating_sub(first_page));
        let paper = match proposal.field.as_str() {
            "mrz" => zone(&proposal.value, page),
            "two_d_doc" => code(&proposal.value, page),
            _ => continue,
        };
        found.push((page, paper));
    }
    found.sort_by_key(|(page, _)| *page);
    found.into_iter().map(|(_, paper)| paper).collect()
}

fn said(value: &Value, key: &str) -> Option<String> {
    value[key].as_str().filter(|text| !text.is_empty()).map(str::to_owned)
}

fn zone(value: &Value, page: u32) -> Paper {
    let fields = &value["fields"];
    let kind = match value["kind"].as_str() {
        Some("TD3") => t("papers-passport"),
        Some("MRVA" | "MRVB") => t("papers-visa"),
        Some("FRDL" | "CHDL") => t("papers-licence"),
        _ if fields["document_code"] == "IR" => t("papers-permit"),
        _ => t("papers-card"),
    };
    let names =
        [said(fields, "surname"), said(fields, "given_names")].into_iter().flatten().collect::<Vec<_>>().join(" ");
    let line = |key: &str, text: Option<String>| text.map(|text| t1(key, "value", text));
    let says = [
        Some(names).filter(|names| !names.is_empty()),
        line("papers-number", said(fields, "number")),
        line("papers-born", said(fields, "birth_date").map(|printed| day(&printed))),
        line("papers-until", said(fields, "expiry_date").map(|printed| day(&printed))),
        line("papers-nationality", said(fields, "nationality")),
    ];
    let proved = value["proved"] == true;
    let verdict = match (proved, value["valid"] == true) {
        (true, _) => "papers-zone-proved",
        (false, true) if value["checks"].as_object().is_some_and(serde_json::Map::is_empty) => "papers-zone-unchecked",
        (false, true) => "papers-zone-chosen",
        (false, false) => "papers-zone-doubtful",
    };
    let corrections = value["corrections"].as_array().into_iter().flatten();
    let corrections = corrections.map(|corrected| correction(corrected, proved));
    Paper {
        heading: t2("papers-heading", "kind", kind, "page", page),
        says: says.into_iter().flatten().collect(),
        verdict: t(verdict),
        proved,
        corrections: corrections.collect(),
    }
}

/// `740812` as printed on a zone, where the century is not: `12/08/74`.
fn day(printed: &str) -> String {
    match (printed.get(..2), printed.get(2..4), printed.get(4..6)) {
        (Some(year), Some(month), Some(day)) => format!("{day}/{month}/{year}").replace('<', "–"),
        _ => printed.to_owned(),
    }
}

fn correction(value: &Value, proved: bool) -> String {
    let letter = |key: &str| said(value, key).unwrap_or_default();
    let (from, to, line) = (letter("from"), letter("to"), value["line"].as_u64().unwrap_or(0).to_string());
    let key =
        if proved && value["check"].is_string() { "papers-correction-proved" } else { "papers-correction-guessed" };
    web::t3(key, ("from", from), ("to", to), ("line", line))
}

fn code(value: &Value, page: u32) -> Paper {
    let kind = match said(value, "type") {
        Some(kind) if web::text::exists(&format!("papers-2ddoc-{kind}")) => tw("papers-2ddoc", &kind),
        Some(kind) => t1("papers-2ddoc-other", "kind", kind),
        None => t("papers-2ddoc-unread"),
    };
    let fields = &value["fields"];
    let field = |ids: &[&str]| {
        let texts = ids.iter().filter_map(|id| said(fields, id)).map(|text| text.replace('/', " "));
        texts.collect::<Vec<_>>().join(" ")
    };
    let line = |key: &str, text: String| (!text.is_empty()).then(|| t1(key, "value", text));
    let says = [
        Some(field(&["10", "11", "12", "13", "62", "60"])).filter(|name| !name.is_empty()),
        Some(field(&["20", "21", "22", "23", "24", "25"])).filter(|address| !address.is_empty()),
        line("papers-foreigner-number", field(&["6Q"])),
        line("papers-issued", said(value, "issued").map(|date| french(&date)).unwrap_or_default()),
        line("papers-signed-by", said(value, "issuer").unwrap_or_default()),
    ];
    let signature = value["signature"].as_str().unwrap_or("unreadable");
    let proved = signature == "valid" && value["in_time"] != false;
    let verdict = match signature {
        "valid" if proved => "papers-signature-valid",
        "valid" => "papers-signature-out-of-time",
        "invalid" => "papers-signature-invalid",
        "unknown_issuer" => "papers-signature-unknown",
        "expired_list" => "papers-signature-expired",
        "unsupported" => "papers-signature-unsupported",
        _ => "papers-signature-unreadable",
    };
    Paper {
        heading: t2("papers-heading", "kind", kind, "page", page),
        says: says.into_iter().flatten().collect(),
        verdict: t(verdict),
        proved,
        corrections: Vec::new(),
    }
}

/// `2025-02-18` as people write it.
fn french(date: &str) -> String {
    let parts: Vec<&str> = date.split('-').rev().collect();
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn proposal(field: &str, value: Value) -> Proposal {
        Proposal { field: field.to_owned(), value, origin: field.to_owned(), confidence: 95.0, page: Some(5) }
    }

    #[test]
    fn a_zone_is_shown_with_what_was_corrected() {
        let value = json!({
            "kind": "TD1", "valid": true, "proved": true,
            "fields": { "document_code": "IR", "surname": "EL FICTIF", "given_names": "AMINA", "birth_date": "900214" },
            "corrections": [{ "line": 2, "place": 3, "from": "O", "to": "0", "check": "birth_date" }]
        });
        let found = papers(&[proposal("mrz", value), proposal("address", json!("x"))], 4);
        assert_eq!(found.len(), 1);
        assert!(found[0].proved && found[0].heading.contains("p. 2"), "{}", found[0].heading);
        assert_eq!(found[0].says[0], "EL FICTIF AMINA");
        assert!(found[0].says[1].contains("14/02/90"), "{}", found[0].says[1]);
        assert_eq!(found[0].corrections.len(), 1);
        assert!(found[0].needs_a_look());
    }

    #[test]
    fn check_digits_made_right_by_many_choices_prove_nothing() {
        let corrected = json!([{ "line": 2, "place": 3, "from": "O", "to": "0", "check": "birth_date" }]);
        let chosen = json!({ "kind": "TD1", "valid": true, "proved": false, "fields": {}, "checks": { "number": true }, "corrections": corrected });
        let found = papers(&[proposal("mrz", chosen)], 4);
        assert!(!found[0].proved && found[0].needs_a_look());
        assert_eq!(found[0].verdict, t("papers-zone-chosen"));
        assert!(found[0].corrections[0].contains("aucune clé"), "{}", found[0].corrections[0]);
        let licence = json!({ "kind": "CHDL", "valid": true, "proved": false, "fields": {}, "checks": {} });
        assert_eq!(papers(&[proposal("mrz", licence)], 4)[0].verdict, t("papers-zone-unchecked"));
    }

    #[test]
    fn a_code_is_proved_by_its_signature_alone() {
        let code = |signature: &str| json!({ "type": "01", "issuer": "FR01", "issued": "2025-02-18", "signature": signature, "fields": {} });
        for (signature, proved) in
            [("valid", true), ("invalid", false), ("unknown_issuer", false), ("expired_list", false)]
        {
            let found = papers(&[proposal("two_d_doc", code(signature))], 1);
            assert_eq!(found[0].proved, proved, "{signature}");
            assert!(found[0].says[0].contains("18/02/2025"), "{}", found[0].says[0]);
        }
    }
}
