use domain::{CaseKind, Legibility, PieceKind, Protection};
use serde::Deserialize;

use crate::{WorldError, sheet::Face};

/// One envelope of the demonstration: who wrote, what they want, what they enclose. Days are counted
/// from the day of the demonstration, so that the story stays true whenever it is played.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Story {
    /// The situation in one line, for those who read the summary.
    pub situation: String,
    /// Who it is about; the first is the writer. Empty when the envelope does not say.
    #[serde(default)]
    pub persons: Vec<Inhabitant>,
    /// How it was posted.
    pub post: Post,
    /// The papers, in order.
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
    pub birth_place: String,
    /// Three letters, as in passports.
    pub nationality: String,
    /// In words, in French.
    pub nationality_words: String,
    /// Lines 2 to 6 of the postal address.
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

macro_rules! stories {
    ($($name:literal),+ $(,)?) => {
        /// Every story, by name.
        const STORIES: &[(&str, &str)] = &[$(($name, include_str!(concat!("../people/", $name, ".toml")))),+];
    };
}
stories![
    "adresse",
    "algerienne",
    "anglaise",
    "apprenti",
    "au_pair",
    "chercheuse",
    "conjointe",
    "detenu",
    "doctorante",
    "voisin",
    "duplicata",
    "enceinte",
    "famille",
    "hospitalise",
    "mere_enfant",
    "pere_refugie",
    "pieces",
    "regroupement",
    "retraitee",
    "saisonnier",
    "salarie",
    "sans_nom",
    "talent",
    "etudiant",
    "veuf",
    "violences",
];

/// The story of this name.
pub(crate) fn story(name: &str) -> Result<Story, WorldError> {
    let wrong = |reason: String| WorldError::Story { name: name.to_owned(), reason };
    let (_, text) = STORIES.iter().find(|(n, _)| *n == name).ok_or_else(|| wrong("no such story".to_owned()))?;
    toml::from_str(text).map_err(|e| wrong(e.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_story_reads_and_keeps_to_the_postal_norm() {
        for (name, _) in STORIES {
            let story = story(name).expect(name);
            assert!(!story.papers.is_empty(), "{name}");
            for person in &story.persons {
                assert!((2..=5).contains(&person.address.len()), "{name}");
                assert!(person.address.iter().all(|line| line.len() <= 38), "{name}");
                assert!(["M", "F"].contains(&person.sex.to_string().as_str()), "{name}");
            }
        }
    }
}
