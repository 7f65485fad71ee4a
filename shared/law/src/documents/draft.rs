use chrono::NaiveDate;
use formats::french_date;

use super::{DocumentCase, DocumentKind, MentionKey, RequestNature, WorkRight, WorkStage, work_right};
use crate::{
    Basis, Calendar, Catalogue, List, Parameter, RowName,
    dates::{days_after, days_before, months_after},
};

/// What a candidate looks at.
pub(super) struct Ground<'a> {
    pub case: &'a DocumentCase<'a>,
    pub catalogue: &'a Catalogue,
    pub calendar: &'a Calendar,
}

/// A document that a text gives, before its sentences are put together.
pub(super) struct Draft {
    pub kind: DocumentKind,
    pub from: NaiveDate,
    pub to: Option<NaiveDate>,
    pub rule: &'static str,
    pub work: WorkRight,
    pub mentions: Vec<MentionKey>,
    pub of_choice: bool,
    pub because: Vec<String>,
    pub basis: Basis,
    pub rows: Vec<RowName>,
    pub to_confirm: Vec<String>,
}

/// `None`: the text does not speak of this case. `Err`: it does, and this document is not possible, for the reason in French.
pub(super) type Candidate = Option<Result<Draft, String>>;

impl Draft {
    pub fn new(
        kind: DocumentKind,
        rule: &'static str,
        from: NaiveDate,
        to: Option<NaiveDate>,
        work: WorkRight,
    ) -> Self {
        let basis = work.basis();
        Self {
            kind,
            from,
            to,
            rule,
            work,
            mentions: Vec::new(),
            of_choice: false,
            because: Vec::new(),
            basis,
            rows: Vec::new(),
            to_confirm: Vec::new(),
        }
    }

    pub fn printing(mut self, keys: &[MentionKey]) -> Self {
        self.mentions.extend_from_slice(keys);
        self
    }

    pub fn because(mut self, sentence: impl Into<String>) -> Self {
        self.because.push(sentence.into());
        self
    }

    pub fn resting_on(mut self, basis: impl Into<Basis>) -> Self {
        self.basis = self.basis.with(basis);
        self
    }

    /// Rests on a figure of the catalogue.
    pub fn figure(mut self, ground: &Ground<'_>, parameter: Parameter) -> Self {
        self.rows.push(RowName::figure(parameter));
        self.resting_on(ground.basis(parameter))
    }

    /// Rests on a list of articles of the catalogue.
    pub fn listed(mut self, list: List) -> Self {
        self.rows.push(RowName::list(list));
        self
    }

    pub fn confirmed_by(mut self, question: impl Into<String>) -> Self {
        self.to_confirm.push(question.into());
        self
    }
}

impl Ground<'_> {
    pub fn is_on(&self, list: List) -> bool {
        self.catalogue.lists_article(list, self.case.article, self.case.today)
    }

    pub fn number(&self, parameter: Parameter) -> u32 {
        self.catalogue.parameters(self.case.today).number(parameter)
    }

    pub fn switch(&self, parameter: Parameter) -> bool {
        self.catalogue.parameters(self.case.today).switch(parameter)
    }

    pub fn basis(&self, parameter: Parameter) -> Basis {
        self.catalogue.parameters(self.case.today).basis(parameter)
    }

    /// The first day of a document that follows what is held without gap: the day after it, else today.
    pub fn start(&self) -> NaiveDate {
        self.case.covered_until().map_or(self.case.today, |until| days_after(until, 1))
    }

    /// The last day of a document of so many months.
    pub fn end(&self, from: NaiveDate, parameter: Parameter) -> NaiveDate {
        days_before(months_after(from, self.number(parameter)), 1)
    }

    /// The right to work on the document of a request: that of the card renewed, else that of the first request.
    pub fn work(&self, first: WorkStage) -> WorkRight {
        let case = self.case;
        let (article, stage) = match case.nature {
            RequestNature::First => (case.article, first),
            RequestNature::Renewal => (case.renewed_article(), WorkStage::Card),
        };
        work_right(article, stage, case, self.catalogue)
    }

    /// The right to work that the card held gives.
    pub fn work_of_card(&self) -> WorkRight {
        work_right(self.case.renewed_article(), WorkStage::Card, self.case, self.catalogue)
    }

    /// From when to when, as a sentence.
    pub fn starts(&self, from: NaiveDate) -> String {
        match self.case.covered_until() {
            Some(until) => format!(
                "Le titre ou le document en cours vaut jusqu'au {} : le suivant commence le {}.",
                french_date::long(until),
                french_date::long(from)
            ),
            None => format!("Aucun document n'est en cours : il commence le {}.", french_date::long(from)),
        }
    }
}
