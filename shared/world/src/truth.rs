use chrono::{Datelike, NaiveDate};
use domain::{BirthDate, CaseKind, DocumentRange, Legibility, PieceKind, Protection};
use serde::{Deserialize, Serialize};

/// What a page of the demonstration is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PageKind {
    /// Separator sheet of the product.
    Separator,
    /// Front of an envelope, with stamp and postmark.
    EnvelopeFront,
    /// Back of an envelope.
    EnvelopeBack,
    /// A sealed medical envelope, photographed unopened.
    SealedEnvelope,
    /// Covering letter.
    Letter,
    /// A page of the request form.
    Form,
    /// Copy of a residence card, both sides.
    Card,
    /// Identity page of a passport.
    PassportPage,
    /// Invoice used as proof of address.
    Invoice,
    /// Birth certificate.
    BirthCertificate,
    /// Payslip.
    Payslip,
    /// Sleeve of photographs.
    Photos,
    /// Certificate, attestation or decision.
    Certificate,
    /// The empty back of a sheet.
    Blank,
}

/// What is true of a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageTruth {
    /// Position in the file, from 1.
    pub number: u32,
    /// What it is.
    pub kind: PageKind,
    /// Every word on it in reading order, one piece of writing per line.
    pub text: String,
    /// Mostly in a person's hand: no character error rate should be asked of it.
    pub handwritten: bool,
    /// Scanned upside down.
    pub upside_down: bool,
    /// Lines of the machine-readable zone on it.
    pub mrz: Vec<String>,
    /// Payloads of its barcodes, each once.
    pub codes: Vec<String>,
}

/// What is true of a postmark.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PostmarkTruth {
    /// Day of the stamp, which is the day of posting.
    pub date: NaiveDate,
    /// Office, in capitals.
    pub office: String,
    /// How well it can be read.
    pub legibility: Legibility,
}

/// A title that a person holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TitleTruth {
    /// Row of the catalogue of titles (`T01`...).
    pub title: String,
    /// Number of the card.
    pub number: String,
    /// Last day of validity.
    pub expires: NaiveDate,
}

/// A request that a person makes: one case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestTruth {
    /// Row of the catalogue of titles.
    pub title: String,
    /// Article of the CESEDA.
    pub ground: String,
    /// Kind of case.
    pub kind: CaseKind,
    /// In plain words.
    pub words: String,
}

/// What is true of a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonTruth {
    /// Family name as written.
    pub family_name: String,
    /// Given names as written.
    pub given_names: String,
    /// `M` or `F`.
    pub sex: char,
    /// Date of birth.
    pub birth: NaiveDate,
    /// How much of it is known to whoever registers.
    #[serde(default)]
    pub birth_known: BirthKnown,
    /// Nationality, three letters.
    pub nationality: String,
    /// Lines 2 to 6 of the postal address.
    pub address: Vec<String>,
    /// Telephone as typed.
    pub phone: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// Foreigner number, when there is one.
    pub foreigner_number: Option<String>,
    /// Who may see the person.
    pub protection: Protection,
    /// Title held.
    pub held: Option<TitleTruth>,
    /// What is asked.
    pub requests: Vec<RequestTruth>,
}

impl PersonTruth {
    /// The date of birth as it can be registered; absent when nobody says it.
    #[must_use]
    pub fn birth_date(&self) -> Option<BirthDate> {
        match self.birth_known {
            BirthKnown::Day => Some(BirthDate::Day { date: self.birth }),
            BirthKnown::Year => Some(BirthDate::Year { year: self.birth.year() }),
            BirthKnown::Unknown => None,
        }
    }
}

/// How much of a date of birth the papers or the words of a person give.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BirthKnown {
    /// The whole date.
    #[default]
    Day,
    /// The year alone, as many registers of births have it.
    Year,
    /// Nothing: the person gave no date.
    Unknown,
}

/// What is true of an envelope.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnvelopeTruth {
    /// Name of the story.
    pub story: String,
    /// The situation in one line, in French.
    pub situation: String,
    /// First page, the separator sheet left aside.
    pub first_page: u32,
    /// Last page.
    pub last_page: u32,
    /// The separator sheet before it.
    pub separator_page: Option<u32>,
    /// Pages counted by hand, as printed on the separator sheet.
    pub declared_pages: Option<u32>,
    /// Day of posting.
    pub posted: NaiveDate,
    /// Its postmark.
    pub postmark: PostmarkTruth,
    /// Number of the registered letter, without spaces.
    pub registered: Option<String>,
    /// Who it is about, the writer first; empty when it does not say.
    pub persons: Vec<PersonTruth>,
    /// The documents in it, in order.
    pub documents: Vec<DocumentTruth>,
}

impl EnvelopeTruth {
    /// Pages scanned between this separator sheet and the next.
    #[must_use]
    pub const fn scanned_pages(&self) -> u32 {
        self.last_page + 1 - self.first_page
    }

    /// Whether the pages counted by hand differ from those scanned.
    #[must_use]
    pub fn miscounted(&self) -> bool {
        self.declared_pages.is_some_and(|declared| declared != self.scanned_pages())
    }
}

/// A document: a range of pages of the file and the person it is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentTruth {
    /// Pages and kind.
    #[serde(flatten)]
    pub range: DocumentRange,
    /// Index in `persons`.
    pub person: Option<usize>,
}

/// What is true of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BatchTruth {
    /// Name of the file.
    pub file_name: String,
    /// What is odd about it, if anything.
    pub oddity: Option<Oddity>,
    /// Its pages; empty when the file cannot be opened.
    pub pages: Vec<PageTruth>,
    /// Its envelopes; empty when the file cannot be opened.
    pub envelopes: Vec<EnvelopeTruth>,
}

/// What is odd about a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "oddity", rename_all = "snake_case")]
pub enum Oddity {
    /// The scanner stopped in the middle: the file is cut.
    Truncated,
    /// The very bytes of another file.
    Duplicate {
        /// That file.
        of: String,
    },
}

/// The kind under which the pages of a document are filed.
pub(crate) const fn range(first: u32, last: u32, kind: PieceKind) -> DocumentRange {
    DocumentRange { first, last, kind }
}
