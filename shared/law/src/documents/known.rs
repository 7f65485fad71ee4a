use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Decision, DocumentCase, DocumentKind, FilingWay, Held, HeldKind, OfiiProgress, RequestNature};
use crate::{Calendar, Catalogue, Timeliness, WindowKind, filing_window, worded::worded_enum};

worded_enum! {
    /// A fact that an officer may have to establish before a document is known.
    Fact {
        /// The article asked for.
        Article = "article",
        /// First request or renewal.
        Nature = "nature",
        /// The title held, or that none is.
        Held = "held",
        /// Whether the indispensable pieces are there.
        Complete = "complete",
        /// Whether it was asked for in time.
        InTime = "in_time",
        /// Whether the title is on the list of the online services.
        Listed = "listed",
        /// Whether the person came of age in France.
        GrownUpHere = "grown_up_here",
        /// Whether the person holds an attestation of asylum request.
        AsylumSeeker = "asylum_seeker",
        /// Whether the person has the work permit.
        WorkPermit = "work_permit",
        /// Whether the person came with a long-stay visa.
        LongStayVisa = "long_stay_visa",
        /// Whether the person has been in France for a year.
        OneYearHere = "one_year_here",
    }
}

impl Fact {
    /// The facts answered by yes or no.
    pub const YES_OR_NO: &'static [Self] = &[
        Self::Complete,
        Self::InTime,
        Self::Listed,
        Self::GrownUpHere,
        Self::AsylumSeeker,
        Self::WorkPermit,
        Self::LongStayVisa,
        Self::OneYearHere,
    ];
}

/// The title held, as it is known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "held")]
pub enum KnownTitle {
    /// Nobody has said yet.
    Unknown,
    /// None is held.
    Nothing,
    /// This one.
    Title {
        /// What it is.
        kind: HeldKind,
        /// Its last day.
        expiry: NaiveDate,
        /// Its article, when it is not the one asked for.
        article: Option<String>,
    },
}

/// What is known of a case, nothing assumed: `None` where nobody has said anything yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownFacts {
    /// The day of issue.
    pub today: NaiveDate,
    /// The article asked for.
    pub article: Option<String>,
    /// First request or renewal.
    pub nature: Option<RequestNature>,
    /// Online or not.
    pub way: FilingWay,
    /// Whether the title is on the list of R. 431-2.
    pub listed: Option<bool>,
    /// The day that counts for timeliness.
    pub filed_on: NaiveDate,
    /// Whether it is in time.
    pub in_time: Option<bool>,
    /// Whether the indispensable pieces are there.
    pub complete: Option<bool>,
    /// The title held.
    pub title: KnownTitle,
    /// The provisional document that runs, and its last day.
    pub current: Option<(DocumentKind, NaiveDate)>,
    /// Whether the person came of age in France.
    pub grown_up_here: Option<bool>,
    /// What the service decided.
    pub decision: Decision,
    /// Whether the service put the case before the commission.
    pub commission: bool,
    /// The day a récépissé of reflection was handed over.
    pub reflection_since: Option<NaiveDate>,
    /// How far the OFII is.
    pub ofii: OfiiProgress,
    /// Whether the person holds an attestation of asylum request.
    pub asylum_seeker: Option<bool>,
    /// Whether the person has the work permit.
    pub work_permit: Option<bool>,
    /// Whether the person came with a long-stay visa.
    pub long_stay_visa: Option<bool>,
    /// Whether the person has been in France for a year.
    pub one_year_here: Option<bool>,
}

impl KnownFacts {
    /// A request outside the online service of which nothing more is known.
    #[must_use]
    pub const fn new(today: NaiveDate, filed_on: NaiveDate) -> Self {
        Self {
            today,
            article: None,
            nature: None,
            way: FilingWay::Offline,
            listed: None,
            filed_on,
            in_time: None,
            complete: None,
            title: KnownTitle::Unknown,
            current: None,
            grown_up_here: None,
            decision: Decision::Pending,
            commission: false,
            reflection_since: None,
            ofii: OfiiProgress::Nothing,
            asylum_seeker: None,
            work_permit: None,
            long_stay_visa: None,
            one_year_here: None,
        }
    }

    /// The same, with the timeliness that the window of R. 431-5, 1° gives, where nobody has said otherwise: for the renewal of a title
    /// whose end is known.
    #[must_use]
    pub fn with_timeliness(mut self, catalogue: &Catalogue, calendar: &Calendar) -> Self {
        if let (None, Some(RequestNature::Renewal), KnownTitle::Title { expiry, .. }, Some(listed)) =
            (self.in_time, self.nature, &self.title, self.listed)
        {
            let kind = if listed { WindowKind::Listed } else { WindowKind::NotListed };
            let late = matches!(
                filing_window(*expiry, kind, catalogue, calendar).timeliness(self.filed_on),
                Timeliness::Late { .. }
            );
            self.in_time = Some(!late);
        }
        self
    }

    /// An answer by yes or no; `None` when nobody has given it, or the fact is of another kind.
    #[must_use]
    pub const fn answer(&self, fact: Fact) -> Option<bool> {
        match fact {
            Fact::Complete => self.complete,
            Fact::InTime => self.in_time,
            Fact::Listed => self.listed,
            Fact::GrownUpHere => self.grown_up_here,
            Fact::AsylumSeeker => self.asylum_seeker,
            Fact::WorkPermit => self.work_permit,
            Fact::LongStayVisa => self.long_stay_visa,
            Fact::OneYearHere => self.one_year_here,
            Fact::Article | Fact::Nature | Fact::Held => None,
        }
    }

    /// The same with an answer by yes or no; facts of another kind stay as they are.
    #[must_use]
    pub fn answered(&self, fact: Fact, answer: bool) -> Self {
        let mut known = self.clone();
        match fact {
            Fact::Complete => known.complete = Some(answer),
            Fact::InTime => known.in_time = Some(answer),
            Fact::Listed => known.listed = Some(answer),
            Fact::GrownUpHere => known.grown_up_here = Some(answer),
            Fact::AsylumSeeker => known.asylum_seeker = Some(answer),
            Fact::WorkPermit => known.work_permit = Some(answer),
            Fact::LongStayVisa => known.long_stay_visa = Some(answer),
            Fact::OneYearHere => known.one_year_here = Some(answer),
            Fact::Article | Fact::Nature | Fact::Held => {}
        }
        known
    }

    /// What the engine reads. What is not known is taken as the text takes it until it is proved: not complete, no title, no attestation.
    #[must_use]
    pub fn case(&self) -> DocumentCase<'_> {
        let held = match &self.title {
            KnownTitle::Title { kind, expiry, article } => {
                Some(Held { kind: *kind, expiry: *expiry, article: article.as_deref() })
            }
            KnownTitle::Unknown | KnownTitle::Nothing => None,
        };
        DocumentCase {
            today: self.today,
            article: self.article.as_deref(),
            nature: self.nature.unwrap_or(RequestNature::First),
            way: self.way,
            listed: self.listed.unwrap_or(false),
            filed_on: self.filed_on,
            in_time: self.in_time.unwrap_or(true),
            complete: self.complete.unwrap_or(false),
            held,
            current: self.current,
            grown_up_here: self.grown_up_here.unwrap_or(false),
            decision: self.decision,
            commission: self.commission,
            reflection_since: self.reflection_since,
            ofii: self.ofii,
            asylum_seeker: self.asylum_seeker.unwrap_or(false),
            work_permit: self.work_permit,
            long_stay_visa: self.long_stay_visa,
            one_year_here: self.one_year_here,
        }
    }
}
