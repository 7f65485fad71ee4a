//! What was typed becomes a proposal, or is told what is wrong with it, input by input.

use casework::{ChangeError, RowProposal};
use chrono::NaiveDate;
use formats::{
    PhoneNumber,
    address::{LINE_LENGTH, MAX_LINES},
};
use law::{
    Catalogue, CatalogueError, Certainty, Court, LocalRow, OrderKind, ParameterRow, ParameterValue, Prefecture,
    PrefectureFacts, Service,
};
use web::{dates, t, t1, t2};

use super::{
    form::{END, Mistakes, NO, Typed, YES},
    subject::Subject,
};

struct Reader<'a> {
    typed: &'a Typed,
    mistakes: Mistakes,
}

/// The proposal that was typed.
///
/// # Errors
/// What is wrong, by input.
pub(crate) fn read(
    subject: &Subject<'_>,
    typed: &Typed,
    prefecture: &str,
    catalogue: &Catalogue,
    today: NaiveDate,
) -> Result<RowProposal, Mistakes> {
    let mut reader = Reader { typed, mistakes: Vec::new() };
    let says = match subject {
        Subject::Figure { row, .. } => reader.figure(row),
        Subject::Prefecture(row) => reader.prefecture(row),
        Subject::Order(Some(row)) if typed.get("quoi") == END => {
            let (kind, prefecture, titles) = (row.kind, row.prefecture.clone(), row.titles.clone());
            LocalRow::ChannelOrderEnds { kind, prefecture, titles }
        }
        Subject::Order(Some(row)) => LocalRow::ChannelOrder {
            kind: row.kind,
            prefecture: row.prefecture.clone(),
            titles: row.titles.clone(),
            order: reader.needed("reference"),
        },
        Subject::Order(None) => LocalRow::ChannelOrder {
            kind: OrderKind::from_word(typed.get("decide")).unwrap_or(OrderKind::PostalPrescription),
            prefecture: prefecture.to_owned(),
            titles: reader.titles(catalogue, today),
            order: reader.needed("reference"),
        },
    };
    let from = reader.day("depuis");
    let (source, reason) = (reader.needed("source"), reader.needed("motif"));
    let certainty = Certainty::from_word(typed.get("certitude")).unwrap_or(Certainty::Memory);
    match from {
        Some(from) if reader.mistakes.is_empty() => Ok(RowProposal { says, source, from, certainty, reason }),
        Some(_) | None => Err(reader.mistakes),
    }
}

impl Reader<'_> {
    fn wrong(&mut self, name: &str, text: String) {
        self.mistakes.push((name.to_owned(), text));
    }

    fn needed(&mut self, name: &str) -> String {
        let text = self.typed.get(name).trim().to_owned();
        if text.is_empty() {
            let key = format!("rules-missing-{name}");
            let text = if web::text::exists(&key) { web::tw("rules-missing", name) } else { t("rules-missing") };
            self.wrong(name, text);
        }
        text
    }

    fn day(&mut self, name: &str) -> Option<NaiveDate> {
        let text = self.typed.get(name);
        let day = formats::french_date::typed(text);
        if day.is_none() {
            self.wrong(name, t("rules-missing-depuis"));
        }
        day
    }

    fn figure(&mut self, row: &ParameterRow) -> LocalRow {
        let key = row.key.clone();
        if self.typed.get("quoi") == END {
            return LocalRow::NationalParameter { key };
        }
        let text = self.typed.get("valeur").trim();
        let value = match (row.value, text) {
            (ParameterValue::Switch(_), YES) => Some(ParameterValue::Switch(true)),
            (ParameterValue::Switch(_), NO) => Some(ParameterValue::Switch(false)),
            (ParameterValue::Switch(_), _) => None,
            (ParameterValue::Number(_), number) => {
                number.parse::<u32>().ok().filter(|number| *number <= 3650).map(ParameterValue::Number)
            }
        };
        if value.is_none() {
            self.wrong("valeur", t("rules-missing-valeur"));
        }
        LocalRow::Parameter { key, value: value.unwrap_or(row.value) }
    }

    fn titles(&mut self, catalogue: &Catalogue, today: NaiveDate) -> Vec<String> {
        let typed = self.typed.get("titres").to_uppercase();
        let codes = typed.split([' ', ',', ';']).filter(|code| !code.is_empty()).map(str::to_owned);
        let codes: Vec<String> = codes.collect();
        let unknown: Vec<&str> =
            codes.iter().map(String::as_str).filter(|code| catalogue.title(code, today).is_none()).collect();
        if codes.is_empty() {
            self.wrong("titres", t("rules-missing-titres"));
        } else if !unknown.is_empty() {
            self.wrong("titres", t1("rules-unknown-titles", "codes", unknown.join(", ")));
        }
        codes
    }

    fn prefecture(&mut self, row: &Prefecture) -> LocalRow {
        let services = row.services.iter().map(|service| Service {
            code: service.code.clone(),
            name: self.needed(&format!("service_{}", service.code)),
            phone: self.phone(&format!("service_{}_telephone", service.code)),
            email: self.some(&format!("service_{}_courriel", service.code)),
        });
        let services = services.collect();
        let phone = self.phone("telephone");
        if phone.is_none() && self.typed.get("telephone").trim().is_empty() {
            self.wrong("telephone", t("rules-missing-telephone"));
        }
        LocalRow::Prefecture(Box::new(PrefectureFacts {
            code: row.code.clone(),
            name: self.needed("nom"),
            signatory: self.needed("signataire"),
            lines: self.address("adresse"),
            neutral_return: self.address("retour"),
            phone: phone.unwrap_or_default(),
            phone_hours: self.lines("horaires"),
            email: self.some("courriel"),
            opening_hours: self.lines("accueil"),
            services,
            court: Court { name: self.needed("tribunal"), lines: self.address("tribunal_adresse") },
        }))
    }

    fn some(&self, name: &str) -> Option<String> {
        Some(self.typed.get(name).trim().to_owned()).filter(|text| !text.is_empty())
    }

    fn lines(&self, name: &str) -> Vec<String> {
        self.typed.get(name).lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
    }

    /// Lines that a window envelope can show.
    fn address(&mut self, name: &str) -> Vec<String> {
        let lines = self.lines(name);
        if lines.is_empty() || lines.len() > MAX_LINES {
            self.wrong(name, t1("rules-wrong-lines", "most", MAX_LINES));
        } else if let Some(long) = lines.iter().find(|line| line.chars().count() > LINE_LENGTH) {
            self.wrong(name, t2("rules-wrong-line", "line", long, "most", LINE_LENGTH));
        }
        lines
    }

    fn phone(&mut self, name: &str) -> Option<String> {
        let typed = self.some(name)?;
        let number = PhoneNumber::parse(&typed).e164.map(|number| number.0);
        if number.is_none() {
            self.wrong(name, t1("rules-wrong-phone", "number", typed));
        }
        number
    }
}

/// What the validator says, at the input it is about, in words for whoever typed it.
pub(crate) fn refused(error: &ChangeError) -> Mistakes {
    match error {
        ChangeError::Past { today, .. } => {
            vec![("depuis".to_owned(), t1("rules-wrong-past", "today", dates::long(*today)))]
        }
        ChangeError::Refused(mistakes) => mistakes.iter().map(told).collect(),
        ChangeError::Site(_) => vec![("nom".to_owned(), t1("rules-refused-other", "reason", error.to_string()))],
        ChangeError::Store(_) => vec![("motif".to_owned(), t("rules-not-kept"))],
    }
}

/// Parts of the validator's sentences, the input they are about, and how they are told.
const TOLD: [(&str, &str, &str); 7] = [
    ("only a text later than the rule set", "source", "rules-refused-later-text"),
    ("is national", "valeur", "rules-refused-national"),
    ("start it on that day", "depuis", "rules-refused-cited-later"),
    ("in force at the same time", "titres", "rules-refused-same-time"),
    ("unknown title", "titres", "rules-missing-titres"),
    ("no row of its own to end", "quoi", "rules-refused-nothing-to-end"),
    ("without source", "source", "rules-missing-source"),
];

fn told(mistake: &CatalogueError) -> (String, String) {
    match TOLD.iter().find(|(part, ..)| mistake.message.contains(part)) {
        Some((_, name, key)) => ((*name).to_owned(), t(key)),
        None => ("motif".to_owned(), t1("rules-refused-other", "reason", &mistake.message)),
    }
}
