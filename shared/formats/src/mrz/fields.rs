use chrono::NaiveDate;
use domain::Personal;

use super::{
    CheckName, Checked, MrzKind, check,
    layout::{Layout, Span},
    states,
};

/// What a zone says. Absent means empty or not in this layout.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fields {
    /// `P`, `I`, `ID`, `IR`, `V`...
    pub document_code: Option<String>,
    /// The state or organisation that issued it, three letters (one for Germany).
    pub issuing_state: Option<String>,
    /// The number, with what runs over into the optional data.
    pub number: Option<Personal<String>>,
    /// Three letters as above.
    pub nationality: Option<Personal<String>>,
    /// `YYMMDD` as printed.
    pub birth_date: Option<Personal<String>>,
    /// `M`, `F` or `X`.
    pub sex: Option<Personal<String>>,
    /// `YYMMDD` as printed.
    pub expiry_date: Option<Personal<String>>,
    /// Optional data.
    pub optional1: Option<Personal<String>>,
    /// Optional data of the second line of a card.
    pub optional2: Option<Personal<String>>,
    /// Primary identifier; may be cut off.
    pub surname: Option<Personal<String>>,
    /// Secondary identifiers, separated by spaces; may be cut off.
    pub given_names: Option<Personal<String>>,
    /// Month of issue `YYMM` (French card before 2021).
    pub issued: Option<String>,
}

impl Fields {
    /// The birth date. The century is the last one in which it is not after `today`.
    #[must_use]
    pub fn born_on(&self, today: NaiveDate) -> Option<NaiveDate> {
        let this = date(self.birth_date.as_deref()?, 2000)?;
        if this <= today { Some(this) } else { date(self.birth_date.as_deref()?, 1900) }
    }

    /// The date of expiry, always in this century.
    #[must_use]
    pub fn expires_on(&self) -> Option<NaiveDate> {
        date(self.expiry_date.as_deref()?, 2000)
    }
}

fn date(printed: &str, century: i32) -> Option<NaiveDate> {
    let number = |range: std::ops::Range<usize>| printed.get(range)?.parse::<u32>().ok();
    let year = i32::try_from(number(0..2)?).ok()?;
    NaiveDate::from_ymd_opt(century + year, number(2..4)?, number(4..6)?)
}

pub(super) fn fields(layout: &Layout, lines: &[String]) -> Fields {
    let written = |span: Option<Span>| span.map(|span| words(span.of(lines))).filter(|text| !text.is_empty());
    let personal = |span: Option<Span>| written(span).map(Personal);
    let (surname, given) = match layout.names {
        Some(names) => split_names(names.of(lines)),
        None => (written(layout.surname), written(layout.given)),
    };
    let number: String = layout.number.iter().map(|span| span.of(lines)).collect();
    let digits = |span: Option<Span>| {
        span.map(|span| span.of(lines))
            .filter(|text| text.bytes().any(|b| b != b'<'))
            .map(|text| Personal(text.to_owned()))
    };
    Fields {
        document_code: written(layout.code),
        issuing_state: written(layout.state),
        number: Some(words(&number)).filter(|text| !text.is_empty()).map(Personal),
        nationality: personal(layout.nationality),
        birth_date: digits(layout.birth),
        sex: personal(layout.sex),
        expiry_date: digits(layout.expiry),
        optional1: personal(layout.optional1),
        optional2: personal(layout.optional2),
        surname: surname.map(Personal),
        given_names: given.map(Personal),
        issued: (layout.kind == MrzKind::FrenchId).then(|| Span::new(1, 0, 4).of(lines).to_owned()),
    }
}

/// Words separated by fillers.
fn words(text: &str) -> String {
    text.split('<').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Two fillers separate the surname from the given names.
fn split_names(text: &str) -> (Option<String>, Option<String>) {
    let (surname, given) = text.split_once("<<").unwrap_or((text, ""));
    let written = |part: &str| Some(words(part)).filter(|part| !part.is_empty());
    (written(surname), written(given))
}

/// What contradicts the standard, and what is only unusual.
pub(super) fn faults(layout: &Layout, lines: &[String], checks: &[Checked]) -> (Vec<String>, Vec<String>) {
    let mut errors: Vec<String> = Vec::new();
    for (line, text) in lines.iter().enumerate() {
        for (at, c) in text.bytes().enumerate().filter(|(_, c)| check::value(*c).is_none()) {
            errors.push(format!(
                "line {}, place {}: {:?} is no character of the zone",
                line + 1,
                at + 1,
                char::from(c)
            ));
        }
    }
    for (known, checked) in layout.checks.iter().zip(checks).filter(|(_, checked)| !checked.right) {
        errors.push(match check::expected(known, lines) {
            Some(digit) => format!("{}: the check digit should be {digit}", checked.name.word()),
            None => format!("{}: the check digit cannot be computed", checked.name.word()),
        });
    }
    for span in [layout.surname, layout.given, layout.names].into_iter().flatten() {
        if span.of(lines).bytes().any(|c| c.is_ascii_digit()) {
            errors.push("names: a digit among letters".to_owned());
        }
    }
    for (name, span) in [(CheckName::BirthDate, layout.birth), (CheckName::ExpiryDate, layout.expiry)] {
        if span.is_some_and(|span| !is_possible_date(span.of(lines))) {
            errors.push(format!("{}: no such date", name.word()));
        }
    }
    for span in &layout.digits {
        let wrong = span.of(lines).bytes().any(|c| !c.is_ascii_digit());
        if wrong {
            errors.push(format!("line {}, places {} to {}: not only digits", span.line + 1, span.start + 1, span.end));
        }
    }
    if layout.sex.is_some_and(|span| !matches!(span.of(lines), "M" | "F" | "X" | "<")) {
        errors.push("sex: neither M, F, X nor empty".to_owned());
    }
    (errors, unusual(layout, lines))
}

fn unusual(layout: &Layout, lines: &[String]) -> Vec<String> {
    let mut warnings = Vec::new();
    for (name, span) in [("issuing_state", layout.state), ("nationality", layout.nationality)] {
        if let Some(code) = span.map(|span| span.of(lines)).filter(|code| !states::is_real(code)) {
            warnings.push(format!("{name}: {code} is the code of no state"));
        }
    }
    warnings
}

/// Fillers stand for unknown parts.
fn is_possible_date(printed: &str) -> bool {
    let part = |range: std::ops::Range<usize>, least: u32, most: u32| match printed.get(range) {
        Some("<<" | "00") => true,
        Some(digits) => digits.parse::<u32>().is_ok_and(|n| (least..=most).contains(&n)),
        None => false,
    };
    part(0..2, 0, 99) && part(2..4, 1, 12) && part(4..6, 1, 31)
}
