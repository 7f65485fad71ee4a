use serde::Serialize;

use super::DocumentCase;
use crate::{Basis, Catalogue, CatalogueRow, Certainty, RowRef, WorkCell, WorkRule, worded::worded_enum};

worded_enum! {
    /// On what the right to work is read.
    WorkStage {
        /// Récépissé of a first request (CESEDA R. 431-14).
        FirstRecepisse = "first_recepisse",
        /// Extension attestation of a first request (CESEDA R. 431-15-2).
        FirstExtension = "first_extension",
        /// The card itself: what the documents of a renewal keep and a grant gives (R. 431-15, R. 431-15-2 al. 4, L. 414-10).
        Card = "card",
    }
}

/// Whether the holder of a document may work.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "answer")]
pub enum WorkAnswer {
    /// Yes.
    Allowed,
    /// Within a limit.
    Limited {
        /// The limit, in French.
        limit: String,
    },
    /// No.
    NotAllowed,
    /// A fact is missing: nothing is printed on work before somebody establishes it.
    ToCheck {
        /// The question, in French.
        question: String,
    },
}

/// A right to work and its text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WorkRight {
    /// Whether the person may work.
    #[serde(flatten)]
    pub answer: WorkAnswer,
    /// The text, as a lawyer cites it.
    pub text: String,
    /// How sure we are of it.
    pub certainty: Certainty,
    /// The row of the table it was read in.
    #[serde(skip)]
    pub row: Option<RowRef>,
}

impl WorkRight {
    pub(super) fn no(text: &str) -> Self {
        Self { answer: WorkAnswer::NotAllowed, text: text.to_owned(), certainty: Certainty::Verified, row: None }
    }

    pub(super) fn yes(text: &str) -> Self {
        Self { answer: WorkAnswer::Allowed, text: text.to_owned(), certainty: Certainty::Verified, row: None }
    }

    fn to_check(question: impl Into<String>, text: &str, certainty: Certainty) -> Self {
        let answer = WorkAnswer::ToCheck { question: question.into() };
        Self { answer, text: text.to_owned(), certainty, row: None }
    }

    /// What a document that says it rests on.
    pub(crate) fn basis(&self) -> Basis {
        Basis::from_row(self.certainty, self.row.clone().filter(|_| self.certainty.needs_signature()))
    }

    /// As a French sentence.
    #[must_use]
    pub fn in_french(&self) -> String {
        match &self.answer {
            WorkAnswer::Allowed => format!("Travail autorisé ({}).", self.text),
            WorkAnswer::Limited { limit } => {
                format!("Travail autorisé dans la limite suivante : {limit} ({}).", self.text)
            }
            WorkAnswer::NotAllowed => format!("Travail non autorisé ({}).", self.text),
            WorkAnswer::ToCheck { question } => format!("À établir : {question}"),
        }
    }

    /// How much it protects: the greater, the more.
    pub(super) const fn rank(&self) -> u8 {
        match self.answer {
            WorkAnswer::Allowed => 3,
            WorkAnswer::Limited { .. } => 2,
            WorkAnswer::ToCheck { .. } => 1,
            WorkAnswer::NotAllowed => 0,
        }
    }
}

/// The right to work of an article at a stage, as the table says on the day of issue (R-46, I-13; RL-61, RL-62, RL-66).
#[must_use]
pub fn work_right(
    article: Option<&str>,
    stage: WorkStage,
    case: &DocumentCase<'_>,
    catalogue: &Catalogue,
) -> WorkRight {
    let Some(article) = article else {
        return WorkRight::to_check("Quel titre est demandé, sous quel article ?", "", Certainty::Memory);
    };
    let Some(row) = catalogue.work_right(article, case.today) else {
        let question = format!("Le catalogue ne dit rien du travail pour l'article {article}.");
        return WorkRight::to_check(question, "", Certainty::Memory);
    };
    let cell = match stage {
        WorkStage::FirstRecepisse => &row.recepisse,
        WorkStage::FirstExtension => &row.extension,
        WorkStage::Card => &row.card,
    };
    WorkRight { row: Some(CatalogueRow::WorkRight(row).named()), ..answered(cell, case, row.period.sure()) }
}

fn answered(cell: &WorkCell, case: &DocumentCase<'_>, certainty: Certainty) -> WorkRight {
    let given = |fact: Option<bool>, question: &str| match fact {
        Some(true) => WorkAnswer::Allowed,
        Some(false) => WorkAnswer::NotAllowed,
        None => WorkAnswer::ToCheck { question: question.to_owned() },
    };
    let answer = match cell.work {
        WorkRule::Yes => WorkAnswer::Allowed,
        WorkRule::No => WorkAnswer::NotAllowed,
        WorkRule::IfWorkPermit => given(case.work_permit, "La personne a-t-elle l'autorisation de travail ?"),
        WorkRule::IfLongStayVisa => {
            given(case.long_stay_visa, "La personne est-elle venue avec un visa de long séjour ?")
        }
        WorkRule::IfOneYear => given(case.one_year_here, "La personne séjourne-t-elle en France depuis un an ?"),
        WorkRule::Limited => WorkAnswer::Limited { limit: cell.limit.clone().unwrap_or_default() },
    };
    WorkRight { answer, text: cell.text.clone(), certainty, row: None }
}
