use chrono::NaiveDate;

use super::DocumentKind;
use crate::worded::worded_enum;

worded_enum! {
    /// What is asked for.
    RequestNature {
        /// A first title, or another title than the one held.
        First = "first",
        /// The renewal of the title held.
        Renewal = "renewal",
    }
}

worded_enum! {
    /// By which of the two ways of the code the request is instructed (CESEDA R. 431-2, R. 431-3). The door it came by, post or counter,
    /// e-mail or telephone, is no fact of the engine: all of them are `offline`.
    FilingWay {
        /// Through the online service: extension and grant attestations (R. 431-15-1).
        Online = "online",
        /// Outside it: récépissé (R. 431-12).
        Offline = "offline",
    }
}

worded_enum! {
    /// What the title held is, as far as provisional documents are concerned.
    HeldKind {
        /// A four-year card (carte pluriannuelle de quatre ans).
        FourYear = "four_year",
        /// A résident card.
        Resident = "resident",
        /// A title of more than a year under an international agreement.
        Agreement = "agreement",
        /// A one-year card, or a multi-year card of another length.
        Card = "card",
        /// A long-stay visa, worth a title or not.
        LongStayVisa = "long_stay_visa",
    }
}

worded_enum! {
    /// How far the doctors of the OFII are (CESEDA R. 425-12), for requests on medical grounds.
    OfiiProgress {
        /// Nothing was received yet.
        Nothing = "nothing",
        /// The medical certificate was received.
        Certificate = "certificate",
        /// The prefecture was told that the report went to the college of doctors.
        Report = "report",
        /// The person did not come to the examination, or did not produce what was asked.
        Missed = "missed",
    }
}

worded_enum! {
    /// What was decided.
    Decision {
        /// Nothing yet. An implicit rejection changes nothing here (CE, opinion of 6 May 2025, no 499904).
        Pending = "pending",
        /// Granted; the card is not handed over yet.
        Granted = "granted",
        /// Refused, by an express decision.
        Refused = "refused",
    }
}

/// The title held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held<'a> {
    /// What it is.
    pub kind: HeldKind,
    /// Last day of validity.
    pub expiry: NaiveDate,
    /// Its article (`L. 423-7`), when it is known and not the one asked for.
    pub article: Option<&'a str>,
}

/// What is known of a case when the document it is owed is looked for.
#[expect(clippy::struct_excessive_bools, reason = "independent facts, each answered by yes or no on a form")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DocumentCase<'a> {
    /// The day of issue.
    pub today: NaiveDate,
    /// The article asked for, when it is known.
    pub article: Option<&'a str>,
    /// First request or renewal.
    pub nature: RequestNature,
    /// Online or not.
    pub way: FilingWay,
    /// Whether the title is on the list of R. 431-2; decides the document of the commission (R. 432-9).
    pub listed: bool,
    /// The day that counts for timeliness: the earlier of the evidence date and of the first recorded blockage.
    pub filed_on: NaiveDate,
    /// Whether it is in time (R. 431-5), tolerance included.
    pub in_time: bool,
    /// Whether the pieces without which nothing can be examined are there (R. 431-10): "admis à souscrire", "complète".
    pub complete: bool,
    /// The title held.
    pub held: Option<Held<'a>>,
    /// The provisional document that runs, and its last day.
    pub current: Option<(DocumentKind, NaiveDate)>,
    /// Whether the person came of age in France or lost French nationality (R. 431-5, 2° to 4°).
    pub grown_up_here: bool,
    /// What was decided.
    pub decision: Decision,
    /// Whether the commission du titre de séjour has the case (R. 432-9).
    pub commission: bool,
    /// The day a récépissé of reflection was handed over (R. 425-2).
    pub reflection_since: Option<NaiveDate>,
    /// How far the OFII is, for medical grounds.
    pub ofii: OfiiProgress,
    /// Whether the person holds an attestation of asylum request (R. 431-12, al. 2).
    pub asylum_seeker: bool,
    /// Whether the person has the work permit; `None`: not known.
    pub work_permit: Option<bool>,
    /// Whether the person came with a long-stay visa; `None`: not known.
    pub long_stay_visa: Option<bool>,
    /// Whether the person has been in France for at least a year; `None`: not known.
    pub one_year_here: Option<bool>,
}

impl<'a> DocumentCase<'a> {
    /// A request made outside the online service of which little is known yet: what a mailroom knows of a letter.
    #[must_use]
    pub const fn offline(today: NaiveDate, article: Option<&'a str>, nature: RequestNature) -> Self {
        Self {
            today,
            article,
            nature,
            way: FilingWay::Offline,
            listed: false,
            filed_on: today,
            in_time: true,
            complete: false,
            held: None,
            current: None,
            grown_up_here: false,
            decision: Decision::Pending,
            commission: false,
            reflection_since: None,
            ofii: OfiiProgress::Nothing,
            asylum_seeker: false,
            work_permit: None,
            long_stay_visa: None,
            one_year_here: None,
        }
    }

    /// The article whose card is renewed: that of the title held, else the one asked for.
    pub(super) fn renewed_article(&self) -> Option<&'a str> {
        self.held.and_then(|held| held.article).or(self.article)
    }

    /// The last day that the title or the running document covers, when it is not over before `today`.
    pub(super) fn covered_until(&self) -> Option<NaiveDate> {
        let held = self.held.map(|held| held.expiry);
        let until = held.into_iter().chain(self.current.map(|(_, to)| to)).max();
        until.filter(|until| *until >= self.today)
    }
}
