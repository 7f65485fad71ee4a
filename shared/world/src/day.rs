use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{BatchTruth, Size, WorldError, batch, lanes::two_lanes, truth::Oddity};

/// The file that a scanner leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BatchKind {
    /// Multi-page TIFF.
    Tiff,
    /// PDF made of pictures.
    Pdf,
}

/// A file as the scanner leaves it, and what is true of it.
#[derive(Clone, Debug)]
pub struct Batch {
    /// Name in the scan folder.
    pub file_name: String,
    /// Its content.
    pub bytes: Vec<u8>,
    /// Its format.
    pub kind: BatchKind,
    /// What is true of it.
    pub truth: BatchTruth,
}

/// A day of the demonstration prefecture.
#[derive(Clone, Debug)]
pub struct Day {
    /// The day that is played.
    pub date: NaiveDate,
    /// The files, in the order in which the scanner leaves them.
    pub batches: Vec<Batch>,
}

/// How a batch of the day is made up.
#[derive(Debug)]
pub(crate) struct Pile {
    pub name: &'static str,
    pub kind: BatchKind,
    pub look: Look,
    /// Whether the mailroom laid separator sheets between the envelopes.
    pub separated: bool,
    pub stories: &'static [&'static str],
    /// The story whose pages were counted wrong, and by how many.
    pub miscount: Option<(&'static str, i32)>,
    pub cut: bool,
}

/// Settings of the scanner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Look {
    /// Black and white at 300 dpi.
    Black300,
    /// Grey at 200 dpi.
    Grey200,
    /// Grey at 300 dpi.
    Grey300,
}

const fn pile(name: &'static str, kind: BatchKind, look: Look, stories: &'static [&'static str]) -> Pile {
    Pile { name, kind, look, separated: true, stories, miscount: None, cut: false }
}

use BatchKind::{Pdf, Tiff};
use Look::{Black300, Grey200, Grey300};

/// The files of the day, in the order of the mailroom: registered letters first, then the bags.
const PILES: &[Pile] = &[
    pile("RECOMMANDES-001", Tiff, Grey200, &["pieces", "retraitee", "violences"]),
    Pile { separated: false, ..pile("COURRIER-002", Pdf, Grey300, &["etudiant"]) },
    pile("COURRIER-003", Tiff, Black300, &["salarie", "conjointe", "adresse"]),
    Pile { miscount: Some(("talent", 2)), ..pile("COURRIER-004", Pdf, Grey200, &["enceinte", "talent", "saisonnier"]) },
    Pile { separated: false, ..pile("COURRIER-005", Tiff, Grey200, &["famille"]) },
    pile("COURRIER-006", Tiff, Black300, &["pere_refugie", "sans_nom", "doctorante"]),
    Pile { separated: false, ..pile("PRISON-007", Pdf, Grey200, &["detenu"]) },
    pile("COURRIER-008", Pdf, Grey200, &["regroupement", "voisin", "duplicata", "anglaise"]),
    Pile { separated: false, ..pile("MEDICAL-009", Tiff, Grey200, &["hospitalise"]) },
    pile("COURRIER-010", Tiff, Black300, &["mere_enfant", "algerienne", "apprenti"]),
    pile("COURRIER-011", Pdf, Grey200, &["chercheuse", "au_pair"]),
    Pile { cut: true, separated: false, ..pile("COURRIER-012", Tiff, Grey200, &["veuf"]) },
    // The same envelope, scanned again once the mailroom saw that the file was cut.
    Pile { separated: false, ..pile("COURRIER-012-reprise", Tiff, Grey200, &["veuf"]) },
];

/// The files of a short day.
const FEW: &[Pile] = &[
    pile("COURRIER-001", Tiff, Black300, &["adresse", "duplicata"]),
    Pile { separated: false, ..pile("PRISON-002", Pdf, Grey200, &["detenu"]) },
    Pile { cut: true, separated: false, ..pile("COURRIER-003", Tiff, Grey200, &["veuf"]) },
    Pile { separated: false, ..pile("COURRIER-003-reprise", Tiff, Grey200, &["veuf"]) },
];

/// The files of a day, and the name of the one that the scanner sent twice.
const fn piles(size: Size) -> (&'static [Pile], &'static str) {
    match size {
        Size::Whole => (PILES, "COURRIER-002"),
        Size::Short => (FEW, "PRISON-002"),
    }
}

/// A file of the day that has not been scanned yet. Planning is free; [`Plan::scan`] does the work.
#[derive(Clone, Debug)]
pub struct Plan {
    seed: u64,
    date: NaiveDate,
    pile: &'static Pile,
    twin: bool,
}

/// The files of the day in their order, for those who want to scan them one by one (or in parallel).
#[must_use]
pub fn plan(seed: u64, date: NaiveDate) -> Vec<Plan> {
    plans(Size::Whole, seed, date)
}

/// The files of a whole or a short day.
pub(crate) fn plans(size: Size, seed: u64, date: NaiveDate) -> Vec<Plan> {
    let (piles, twice) = piles(size);
    let mut plans: Vec<_> = piles.iter().map(|pile| Plan { seed, date, pile, twin: false }).collect();
    let twin = plans.iter().find(|plan| plan.pile.name == twice).map(|plan| Plan { twin: true, ..plan.clone() });
    plans.extend(twin);
    plans
}

impl Plan {
    /// Name that the file will have.
    #[must_use]
    pub fn file_name(&self) -> String {
        let extension = match self.pile.kind {
            Tiff => "tif",
            Pdf => "pdf",
        };
        format!("{}{}.{extension}", self.pile.name, if self.twin { "-bis" } else { "" })
    }

    /// Sets, prints, posts and scans the papers of this file. The same plan gives the same bytes.
    ///
    /// # Errors
    /// When a story is wrong or a paper cannot be drawn; both are defects of this crate.
    pub fn scan(&self) -> Result<Batch, WorldError> {
        let original = Self { twin: false, ..self.clone() }.file_name();
        let mut batch = batch::scan(self.pile, &original, self.seed, self.date)?;
        if self.twin {
            batch.file_name = self.file_name();
            batch.truth.file_name.clone_from(&batch.file_name);
            batch.truth.oddity = Some(Oddity::Duplicate { of: original });
        }
        Ok(batch)
    }
}

/// Makes the whole day, two files at a time.
///
/// # Errors
/// As [`Plan::scan`].
pub fn day(seed: u64, date: NaiveDate) -> Result<Day, WorldError> {
    Ok(Day { date, batches: two_lanes(&plan(seed, date), Plan::scan)? })
}
