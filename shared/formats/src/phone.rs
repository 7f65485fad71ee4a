use domain::Personal;

/// What makes a number doubtful, for a person to see. The number is kept as typed all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PhoneWarning {
    /// The caller hid it, or nothing was typed.
    Hidden,
    /// Neither a French number nor an international one.
    Unknown,
    /// A short number.
    Short,
    /// A number with a surcharge (08 9x).
    Premium,
}

impl PhoneWarning {
    /// The stable word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Hidden => "hidden",
            Self::Unknown => "unknown",
            Self::Short => "short",
            Self::Premium => "premium",
        }
    }
}

/// A telephone number, as typed and as understood (domain section 3.6; ITU-T E.164).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhoneNumber {
    /// What was typed or shown by the operator.
    pub as_typed: Personal<String>,
    /// `+33612345678`; absent when it is not understood.
    pub e164: Option<Personal<String>>,
    /// The territory whose plan it belongs to (`FR`, `RE`, `GP`...); `None` abroad and when it is not understood.
    pub region: Option<&'static str>,
    /// What makes it doubtful.
    pub warnings: Vec<PhoneWarning>,
}

/// Country codes of the French plans: the code, the territory, the first digits of national numbers that belong to it.
const OVERSEAS: [(&str, &str, &[&str]); 4] = [
    ("262", "RE", &["262", "263", "269", "692", "693", "639"]),
    ("590", "GP", &["590", "690", "691"]),
    ("594", "GF", &["594", "694"]),
    ("596", "MQ", &["596", "696", "697"]),
];

impl PhoneNumber {
    /// Understands a number; never refuses one.
    #[must_use]
    pub fn parse(typed: &str) -> Self {
        let plain: String = typed.replace("(0)", "").chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
        let found = understand(&plain);
        Self {
            as_typed: Personal(typed.trim().to_owned()),
            e164: found.e164.map(Personal),
            region: found.region,
            warnings: found.warning.into_iter().collect(),
        }
    }

    /// Whether the prefecture may dial it: understood, neither short nor with a surcharge.
    #[must_use]
    pub fn dialable(&self) -> bool {
        self.e164.is_some() && self.warnings.is_empty()
    }

    /// The number as people write it: `06 12 34 56 78`, `+262 692 12 34 56`; as typed when it is not understood.
    #[must_use]
    pub fn printed(&self) -> String {
        let Some(e164) = &self.e164 else { return self.as_typed.0.clone() };
        match e164.strip_prefix("+33") {
            Some(national) if national.len() == 9 => pairs(&format!("0{national}")),
            Some(_) | None => overseas(e164).unwrap_or_else(|| e164.0.clone()),
        }
    }
}

/// `+262 692 12 34 56`, for the plans overseas.
fn overseas(e164: &str) -> Option<String> {
    let digits = e164.strip_prefix('+')?;
    let national = OVERSEAS.iter().find_map(|(code, ..)| digits.strip_prefix(code))?;
    let (zone, rest) = national.split_at_checked(3).filter(|_| national.len() == 9)?;
    Some(format!("+{} {zone} {}", &digits[..3], pairs(rest)))
}

fn pairs(digits: &str) -> String {
    digits.as_bytes().chunks(2).map(String::from_utf8_lossy).collect::<Vec<_>>().join(" ")
}

struct Understood {
    e164: Option<String>,
    region: Option<&'static str>,
    warning: Option<PhoneWarning>,
}

const fn doubtful(warning: PhoneWarning) -> Understood {
    Understood { e164: None, region: None, warning: Some(warning) }
}

fn understand(plain: &str) -> Understood {
    let international = plain.strip_prefix('+').or_else(|| plain.strip_prefix("00"));
    match international {
        Some(digits) => abroad(digits.trim_start_matches('+')),
        None if plain.is_empty() => doubtful(PhoneWarning::Hidden),
        None => french(plain),
    }
}

fn abroad(digits: &str) -> Understood {
    if !digits.bytes().all(|b| b.is_ascii_digit()) || digits.starts_with('0') {
        return doubtful(PhoneWarning::Unknown);
    }
    // `+33 06 12 ...` is how some write it.
    if let Some(national) = digits.strip_prefix("33") {
        let national = national.strip_prefix('0').unwrap_or(national);
        return if national.len() == 9 { french(&format!("0{national}")) } else { doubtful(PhoneWarning::Unknown) };
    }
    let region = OVERSEAS.iter().find(|(code, ..)| digits.starts_with(code)).map(|(_, region, _)| *region);
    let region = region.or_else(|| digits.starts_with("508").then_some("PM"));
    match digits.len() {
        8..=15 => Understood { e164: Some(format!("+{digits}")), region, warning: None },
        _ => doubtful(PhoneWarning::Unknown),
    }
}

fn french(digits: &str) -> Understood {
    if !digits.bytes().all(|b| b.is_ascii_digit()) {
        return doubtful(PhoneWarning::Unknown);
    }
    match (digits.len(), digits.strip_prefix('0')) {
        (10, Some(national)) if !national.starts_with('0') => nine(national),
        (6, _) if digits.starts_with("50") => {
            Understood { e164: Some(format!("+508{digits}")), region: Some("PM"), warning: None }
        }
        (2..=6, _) => doubtful(PhoneWarning::Short),
        _ => doubtful(PhoneWarning::Unknown),
    }
}

/// Numbers kept for fiction, which never ring overseas though 0639 is Mayotte's (national numbering plan, Arcep decision 2018-0881).
const FICTION: &str = "63998";

/// The nine digits after the first zero.
fn nine(national: &str) -> Understood {
    for (code, region, firsts) in OVERSEAS {
        if !national.starts_with(FICTION) && firsts.iter().any(|first| national.starts_with(first)) {
            return Understood { e164: Some(format!("+{code}{national}")), region: Some(region), warning: None };
        }
    }
    let warning = national.starts_with("89").then_some(PhoneWarning::Premium);
    Understood { e164: Some(format!("+33{national}")), region: Some("FR"), warning }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(typed: &str) -> (Option<String>, Option<&'static str>, bool) {
        let number = PhoneNumber::parse(typed);
        (number.e164.clone().map(|e| e.0), number.region, number.dialable())
    }

    #[test]
    fn french_numbers_become_e164_by_their_territory() {
        for (typed, e164, region) in [
            ("06 12 34 56 78", "+33612345678", "FR"),
            ("0388.21.67.68", "+33388216768", "FR"),
            ("+33 (0)6 12 34 56 78", "+33612345678", "FR"),
            ("0033612345678", "+33612345678", "FR"),
            ("0692 12 34 56", "+262692123456", "RE"),
            ("0639123456", "+262639123456", "RE"),
            ("06 39 98 12 34", "+33639981234", "FR"),
            ("0690123456", "+590690123456", "GP"),
            ("0694123456", "+594694123456", "GF"),
            ("0696123456", "+596696123456", "MQ"),
            ("508412", "+508508412", "PM"),
        ] {
            assert_eq!(read(typed), (Some(e164.to_owned()), Some(region), true), "{typed}");
        }
    }

    #[test]
    fn a_number_from_abroad_stays_as_it_is() {
        assert_eq!(read("+221 77 123 45 67"), (Some("+221771234567".to_owned()), None, true));
    }

    #[test]
    fn short_and_surcharged_numbers_are_not_dialled() {
        assert_eq!(read("0891 70 80 90"), (Some("+33891708090".to_owned()), Some("FR"), false));
        assert_eq!(PhoneNumber::parse("3939").warnings, [PhoneWarning::Short]);
    }

    #[test]
    fn nothing_is_refused() {
        for typed in ["", "anonymous", "06 12", "+33 12", "00", "+", "0000000000", "é"] {
            let number = PhoneNumber::parse(typed);
            assert!(number.e164.is_none() && !number.dialable(), "{typed}");
            assert_eq!(number.printed(), typed.trim());
        }
    }

    #[test]
    fn a_number_is_printed_in_pairs() {
        assert_eq!(PhoneNumber::parse("+33353010067").printed(), "03 53 01 00 67");
    }
}
