use domain::{CaseKind, Legibility, PieceKind, Protection};
use serde::Deserialize;

use crate::{
    doors::{Call, Handover, Mail, Visit},
    setting::short_date,
    sheet::Face,
    truth::BirthKnown,
};

/// One story of the demonstration: who asks, by which doors, with which papers. Days are counted
/// from the day of the demonstration, so that the story stays true whenever it is played.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Story {
    /// The situation in one line, for those who read the summary.
    pub situation: String,
    /// Who it is about; the first is the writer. Empty when the envelope does not say.
    #[serde(default)]
    pub persons: Vec<Inhabitant>,
    /// How it was posted, when it was.
    #[serde(default)]
    pub post: Option<Post>,
    /// The message written, when there is one.
    #[serde(default)]
    pub mail: Option<Mail>,
    /// The call, when there is one.
    #[serde(default)]
    pub call: Option<Call>,
    /// The visit to the counter, when there is one.
    #[serde(default)]
    pub visit: Option<Visit>,
    /// What a structure hands over, when it does.
    #[serde(default)]
    pub handover: Option<Handover>,
    /// The papers, in order.
    #[serde(default)]
    pub papers: Vec<Paper>,
}

/// A fictitious inhabitant of the demonstration département.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Inhabitant {
    pub family_name: String,
    pub given_names: String,
    /// `M` or `F`.
    pub sex: char,
    pub birth: chrono::NaiveDate,
    /// How much of the date of birth is known.
    #[serde(default)]
    pub birth_known: BirthKnown,
    pub birth_place: String,
    /// Three letters, as in passports.
    pub nationality: String,
    /// In words, in French.
    pub nationality_words: String,
    /// Lines 2 to 6 of the postal address; empty for a person without a fixed address.
    pub address: Vec<String>,
    #[serde(default)]
    pub phone: Option<String>,
    #[serde(default)]
    pub email: Option<String>,
    /// Whether the person has a foreigner number.
    #[serde(default)]
    pub numbered: bool,
    #[serde(default = "ordinary")]
    pub protection: Protection,
    /// The title held, when there is one.
    #[serde(default)]
    pub held: Option<Held>,
    /// What the person asks.
    #[serde(default)]
    pub asks: Vec<Ask>,
}

impl Inhabitant {
    /// The date of birth as the papers write it: the whole day, or the year alone.
    pub(crate) fn birth_words(&self) -> String {
        match self.birth_known {
            BirthKnown::Day => short_date(self.birth),
            BirthKnown::Year | BirthKnown::Unknown => self.birth.format("%Y").to_string(),
        }
    }

    /// The date of birth in a machine-readable zone; what is unknown is filled (ICAO 9303-3, 4.8).
    pub(crate) fn birth_code(&self) -> String {
        match self.birth_known {
            BirthKnown::Day => self.birth.format("%y%m%d").to_string(),
            BirthKnown::Year | BirthKnown::Unknown => self.birth.format("%y<<<<").to_string(),
        }
    }

    /// Given names, then the family name in capitals; a person may have one name only.
    pub(crate) fn full_name(&self) -> String {
        format!("{} {}", self.given_names, self.family_name.to_uppercase()).trim().to_owned()
    }
}

const fn ordinary() -> Protection {
    Protection::None
}

/// A title held.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Held {
    /// Row of the catalogue of titles (T01...).
    pub title: String,
    /// The words on the card.
    pub category: String,
    /// Days from the day of the demonstration to the expiry; negative when it is over.
    pub expires_in: i64,
    /// Length of the title in years.
    pub years: i64,
}

/// A request: one case to open.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Ask {
    /// Row of the catalogue of titles.
    pub title: String,
    /// Article of the CESEDA.
    pub ground: String,
    /// Kind of the case.
    pub kind: CaseKind,
    /// In plain words, as the form writes it.
    pub words: String,
}

/// How an envelope was posted.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Post {
    /// Days before the day of the demonstration.
    pub days_before: i64,
    /// Office of the postmark, in capitals.
    pub office: String,
    pub legibility: Legibility,
    #[serde(default)]
    pub registered: bool,
    /// Whether the back of the envelope (with the sender) is scanned.
    #[serde(default)]
    pub back: bool,
    /// A stamp on the envelope by another hand (a prison registry).
    #[serde(default)]
    pub mark: Option<String>,
    /// Writing on the envelope.
    #[serde(default = "by_hand")]
    pub face: Face,
    /// Size of the envelope: `dl`, `c5` or `c4`.
    #[serde(default = "long")]
    pub size: String,
}

const fn by_hand() -> Face {
    Face::Script
}

fn long() -> String {
    "dl".to_owned()
}

/// One enclosed paper.
#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "paper", rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum Paper {
    /// A covering letter; `{...}` places are filled in.
    Letter { face: Face, place: String, text: String },
    /// The universal request form, two pages.
    Form {
        #[serde(default)]
        urgency: String,
    },
    /// Copy of the residence card of person number `of`, both sides.
    Card {
        #[serde(default)]
        of: usize,
    },
    /// Identity page of the passport.
    Passport {
        #[serde(default)]
        of: usize,
    },
    /// Invoice less than six months old at the person's address.
    Invoice { supplier: String },
    /// Birth certificate of the child or of the person number `of`.
    Birth {
        #[serde(default)]
        of: usize,
        child: Option<Child>,
    },
    /// Payslip of the month that ended `months_ago`; the name may be blotted out.
    Payslip {
        employer: String,
        job: String,
        net: u32,
        months_ago: u32,
        #[serde(default)]
        blotted: bool,
    },
    /// Sleeve of identity photographs.
    Photos {
        #[serde(default)]
        of: usize,
    },
    /// Any certificate, attestation or decision.
    Certificate { piece: PieceKind, issuer: Vec<String>, title: String, text: String, signatory: String },
    /// A sealed medical envelope, photographed and never opened.
    Sealed { addressee: Vec<String> },
    /// The empty back of the sheet before, as duplex scanners leave it.
    Blank,
}

/// A child named on a birth certificate.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Child {
    pub family_name: String,
    pub given_names: String,
    pub sex: char,
    /// Age in days on the day of the demonstration.
    pub days_old: i64,
    pub birth_place: String,
    /// The other parent, in full.
    pub other_parent: String,
}

#[cfg(test)]
mod tests {
    use crate::stories::{names, story};

    #[test]
    fn every_story_reads_and_keeps_to_the_postal_norm() {
        for name in names() {
            let story = story(name).expect(name);
            assert!(story.post.is_none() || !story.papers.is_empty(), "{name}");
            for person in &story.persons {
                assert!([0, 2, 3, 4, 5].contains(&person.address.len()), "{name}");
                assert!(story.post.is_none() || !person.address.is_empty(), "{name}");
                assert!(person.address.iter().all(|line| line.len() <= 38), "{name}");
                assert!(["M", "F"].contains(&person.sex.to_string().as_str()), "{name}");
            }
        }
    }
}
