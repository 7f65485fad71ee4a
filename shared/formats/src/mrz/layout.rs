use super::CheckName;

/// The layouts known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum MrzKind {
    /// Card, three lines of 30.
    Td1,
    /// Larger card, two lines of 36.
    Td2,
    /// Passport, two lines of 44.
    Td3,
    /// Visa of a full page, two lines of 44.
    MrvA,
    /// Smaller visa, two lines of 36.
    MrvB,
    /// French identity card before 2021, two lines of 36.
    FrenchId,
    /// French driving licence, one line of 30.
    FrenchLicence,
    /// Swiss driving licence, lines of 9, 30 and 30.
    SwissLicence,
}

impl MrzKind {
    /// The stable word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Td1 => "TD1",
            Self::Td2 => "TD2",
            Self::Td3 => "TD3",
            Self::MrvA => "MRVA",
            Self::MrvB => "MRVB",
            Self::FrenchId => "FRID",
            Self::FrenchLicence => "FRDL",
            Self::SwissLicence => "CHDL",
        }
    }

    /// Characters of each line.
    #[must_use]
    pub const fn lengths(self) -> &'static [usize] {
        match self {
            Self::Td1 => &[30, 30, 30],
            Self::Td2 | Self::MrvB | Self::FrenchId => &[36, 36],
            Self::Td3 | Self::MrvA => &[44, 44],
            Self::FrenchLicence => &[30],
            Self::SwissLicence => &[9, 30, 30],
        }
    }

    /// The layout of lines of these lengths; the first letters tell layouts of the same size apart.
    #[must_use]
    pub fn of(lines: &[String]) -> Option<Self> {
        let lengths: Vec<usize> = lines.iter().map(String::len).collect();
        let first = lines.first()?;
        let visa = first.starts_with('V');
        Some(match lengths[..] {
            [30, 30, 30] => Self::Td1,
            [9, 30, 30] => Self::SwissLicence,
            [44, 44] if visa => Self::MrvA,
            [44, 44] => Self::Td3,
            [36, 36] if visa => Self::MrvB,
            [36, 36] if is_french_id(first) => Self::FrenchId,
            [36, 36] => Self::Td2,
            [30] if first.starts_with('D') => Self::FrenchLicence,
            _ => return None,
        })
    }
}

/// `IDFRA`, also with the digits it is mistaken for. The card of 2021 is smaller, with three lines.
fn is_french_id(first: &str) -> bool {
    let letters = first.chars().take(5).map(|c| super::correct::letter_for(c).unwrap_or(c));
    letters.eq("IDFRA".chars()) || letters_of_o(first).eq("IDFRA".chars())
}

/// Recognition also takes the `D` for an `O` or a zero.
fn letters_of_o(first: &str) -> impl Iterator<Item = char> + '_ {
    first.chars().take(5).enumerate().map(|(at, c)| match c {
        'O' | '0' if at == 1 => 'D',
        other => super::correct::letter_for(other).unwrap_or(other),
    })
}

/// What may stand in a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// Letters and fillers: names, states.
    Letters,
    /// Digits; a filler where a part is unknown.
    Digits,
    /// Letters, digits, fillers.
    Any,
    /// `M`, `F`, `X` or a filler.
    Sex,
}

/// Places of one line, from the first to before the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) line: usize,
    pub(super) start: usize,
    pub(super) end: usize,
}

impl Span {
    pub(super) const fn new(line: usize, start: usize, end: usize) -> Self {
        Self { line, start, end }
    }

    pub(super) fn of<'a>(&self, lines: &'a [String]) -> &'a str {
        lines.get(self.line).and_then(|line| line.get(self.start..self.end)).unwrap_or("")
    }

    pub(super) fn holds(&self, line: usize, at: usize) -> bool {
        self.line == line && (self.start..self.end).contains(&at)
    }

    pub(super) fn places(self) -> impl Iterator<Item = (usize, usize)> {
        (self.start..self.end).map(move |at| (self.line, at))
    }
}

/// A check digit: what it covers, where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Check {
    pub(super) name: CheckName,
    pub(super) over: Vec<Span>,
    pub(super) digit: (usize, usize),
    /// A filler may stand for the digit when nothing is covered.
    pub(super) may_be_empty: bool,
}

/// Where the fields and check digits of a kind stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Layout {
    pub(super) kind: MrzKind,
    pub(super) code: Option<Span>,
    pub(super) state: Option<Span>,
    pub(super) nationality: Option<Span>,
    /// The number, in parts when it is longer than its place.
    pub(super) number: Vec<Span>,
    pub(super) birth: Option<Span>,
    pub(super) expiry: Option<Span>,
    pub(super) sex: Option<Span>,
    pub(super) optional1: Option<Span>,
    pub(super) optional2: Option<Span>,
    pub(super) surname: Option<Span>,
    pub(super) given: Option<Span>,
    /// Surname and given names behind each other.
    pub(super) names: Option<Span>,
    /// Places of digits only that are no date, number or check digit.
    pub(super) digits: Vec<Span>,
    pub(super) checks: Vec<Check>,
}

impl Layout {
    /// The layout of a zone. The lines tell whether a number runs over into the optional data.
    pub(super) fn of(kind: MrzKind, lines: &[String]) -> Self {
        let mut layout = match kind {
            MrzKind::Td1 => td1(),
            MrzKind::Td2 | MrzKind::MrvB => two_lines(kind, 36),
            MrzKind::Td3 | MrzKind::MrvA => two_lines(kind, 44),
            MrzKind::FrenchId => french_id(),
            MrzKind::FrenchLicence => french_licence(),
            MrzKind::SwissLicence => swiss_licence(),
        };
        match kind {
            MrzKind::Td1 => layout.lengthen(lines, (0, 14), Span::new(0, 15, 30)),
            MrzKind::Td2 => layout.lengthen(lines, (1, 9), Span::new(1, 28, 35)),
            MrzKind::Td3
            | MrzKind::MrvA
            | MrzKind::MrvB
            | MrzKind::FrenchId
            | MrzKind::FrenchLicence
            | MrzKind::SwissLicence => {}
        }
        layout
    }

    /// What may stand in a place.
    pub(super) fn class(&self, line: usize, at: usize) -> Class {
        let holds = |span: &Span| span.holds(line, at);
        let any = |spans: &[Option<Span>]| spans.iter().flatten().any(holds);
        let check = self.checks.iter().any(|check| check.digit == (line, at));
        let first = any(&[self.code]) && self.code.is_some_and(|code| code.start == at);
        if check || self.digits.iter().any(holds) || any(&[self.birth, self.expiry]) {
            Class::Digits
        } else if any(&[self.sex]) {
            Class::Sex
        } else if first || any(&[self.state, self.nationality, self.surname, self.given, self.names]) {
            Class::Letters
        } else {
            Class::Any
        }
    }

    /// Whether a character may stand where it does in a date: no month begins with a 2, no day with a 4.
    pub(super) fn may_be_of_a_date(&self, line: usize, at: usize, character: u8) -> bool {
        let dates = [self.birth, self.expiry];
        let place = dates.iter().flatten().find(|span| span.holds(line, at)).map(|span| at - span.start);
        match place {
            Some(2) => matches!(character, b'0' | b'1' | b'<'),
            Some(4) => matches!(character, b'0'..=b'3' | b'<'),
            _ => true,
        }
    }

    /// A filler in the place of the number's check digit: the number and its digit go on in the optional data
    /// (Doc 9303-5, 4.2.2, note j; 9303-6 alike).
    fn lengthen(&mut self, lines: &[String], digit: (usize, usize), rest: Span) {
        let filler = lines.get(digit.0).and_then(|line| line.as_bytes().get(digit.1)) == Some(&b'<');
        let more = rest.of(lines).find('<').unwrap_or(rest.end - rest.start);
        let Some(check) = self.checks.iter_mut().find(|check| check.name == CheckName::Number) else { return };
        if filler && more >= 2 {
            let digits = Span::new(rest.line, rest.start, rest.start + more - 1);
            self.number.push(digits);
            check.over.push(digits);
            check.digit = (rest.line, rest.start + more - 1);
        }
    }

    fn bare(kind: MrzKind) -> Self {
        Self {
            kind,
            code: None,
            state: None,
            nationality: None,
            number: Vec::new(),
            birth: None,
            expiry: None,
            sex: None,
            optional1: None,
            optional2: None,
            surname: None,
            given: None,
            names: None,
            digits: Vec::new(),
            checks: Vec::new(),
        }
    }
}

fn check(name: CheckName, over: &[Span], digit: (usize, usize)) -> Check {
    Check { name, over: over.to_vec(), digit, may_be_empty: false }
}

/// Doc 9303-5.
fn td1() -> Layout {
    let (number, birth, expiry) = (Span::new(0, 5, 14), Span::new(1, 0, 6), Span::new(1, 8, 14));
    let composite = [Span::new(0, 5, 30), Span::new(1, 0, 7), Span::new(1, 8, 15), Span::new(1, 18, 29)];
    Layout {
        code: Some(Span::new(0, 0, 2)),
        state: Some(Span::new(0, 2, 5)),
        number: vec![number],
        optional1: Some(Span::new(0, 15, 30)),
        birth: Some(birth),
        sex: Some(Span::new(1, 7, 8)),
        expiry: Some(expiry),
        nationality: Some(Span::new(1, 15, 18)),
        optional2: Some(Span::new(1, 18, 29)),
        names: Some(Span::new(2, 0, 30)),
        checks: vec![
            check(CheckName::Number, &[number], (0, 14)),
            check(CheckName::BirthDate, &[birth], (1, 6)),
            check(CheckName::ExpiryDate, &[expiry], (1, 14)),
            check(CheckName::Composite, &composite, (1, 29)),
        ],
        ..Layout::bare(MrzKind::Td1)
    }
}

/// Doc 9303-4 (TD3), 9303-6 (TD2), 9303-7 (visas, without optional nor composite check digit).
fn two_lines(kind: MrzKind, width: usize) -> Layout {
    let (number, birth, expiry) = (Span::new(1, 0, 9), Span::new(1, 13, 19), Span::new(1, 21, 27));
    let optional = match kind {
        MrzKind::Td3 => Span::new(1, 28, 42),
        MrzKind::MrvA | MrzKind::MrvB => Span::new(1, 28, width),
        _ => Span::new(1, 28, 35),
    };
    let mut checks = vec![
        check(CheckName::Number, &[number], (1, 9)),
        check(CheckName::BirthDate, &[birth], (1, 19)),
        check(CheckName::ExpiryDate, &[expiry], (1, 27)),
    ];
    if kind == MrzKind::Td3 {
        checks.push(Check { may_be_empty: true, ..check(CheckName::Optional, &[optional], (1, 42)) });
    }
    if matches!(kind, MrzKind::Td2 | MrzKind::Td3) {
        let composite = [Span::new(1, 0, 10), Span::new(1, 13, 20), Span::new(1, 21, width - 1)];
        checks.push(check(CheckName::Composite, &composite, (1, width - 1)));
    }
    Layout {
        code: Some(Span::new(0, 0, 2)),
        state: Some(Span::new(0, 2, 5)),
        names: Some(Span::new(0, 5, width)),
        number: vec![number],
        nationality: Some(Span::new(1, 10, 13)),
        birth: Some(birth),
        sex: Some(Span::new(1, 20, 21)),
        expiry: Some(expiry),
        optional1: Some(optional),
        checks,
        ..Layout::bare(kind)
    }
}

/// The French card of 1988: its number is year and month, office and serial.
fn french_id() -> Layout {
    let (number, birth) = (Span::new(1, 0, 12), Span::new(1, 27, 33));
    Layout {
        code: Some(Span::new(0, 0, 2)),
        state: Some(Span::new(0, 2, 5)),
        surname: Some(Span::new(0, 5, 30)),
        optional1: Some(Span::new(0, 30, 36)),
        number: vec![number],
        digits: vec![Span::new(1, 0, 4), Span::new(1, 7, 12)],
        given: Some(Span::new(1, 13, 27)),
        birth: Some(birth),
        sex: Some(Span::new(1, 34, 35)),
        checks: vec![
            check(CheckName::Number, &[number], (1, 12)),
            check(CheckName::BirthDate, &[birth], (1, 33)),
            check(CheckName::Composite, &[Span::new(0, 0, 36), Span::new(1, 0, 35)], (1, 35)),
        ],
        ..Layout::bare(MrzKind::FrenchId)
    }
}

/// The French driving licence of 2013; the check digit of the number covers the line from its start.
fn french_licence() -> Layout {
    let number = Span::new(0, 5, 14);
    Layout {
        code: Some(Span::new(0, 0, 2)),
        state: Some(Span::new(0, 2, 5)),
        number: vec![number],
        expiry: Some(Span::new(0, 15, 21)),
        surname: Some(Span::new(0, 21, 29)),
        checks: vec![
            check(CheckName::Number, &[Span::new(0, 0, 14)], (0, 14)),
            check(CheckName::Composite, &[Span::new(0, 0, 29)], (0, 29)),
        ],
        ..Layout::bare(MrzKind::FrenchLicence)
    }
}

/// The Swiss driving licence: no check digit; blank number with the language, holder's number, version.
fn swiss_licence() -> Layout {
    Layout {
        number: vec![Span::new(0, 0, 9)],
        code: Some(Span::new(1, 0, 2)),
        state: Some(Span::new(1, 2, 5)),
        digits: vec![Span::new(1, 5, 17)],
        optional1: Some(Span::new(1, 5, 14)),
        optional2: Some(Span::new(1, 14, 17)),
        birth: Some(Span::new(1, 19, 25)),
        names: Some(Span::new(2, 0, 30)),
        ..Layout::bare(MrzKind::SwissLicence)
    }
}
