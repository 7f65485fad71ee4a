use chrono::NaiveDate;
use domain::{BirthDate, ChannelKind};

use crate::{
    rules::age_limit::birthday,
    urgency::{BandOverride, Declared, Signal},
};

/// What is known of a case, as far as dates and urgency go.
#[expect(clippy::struct_excessive_bools, reason = "facts, each of which is so or not")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseFacts {
    /// Local date of the first reception by any service: transfers and channels never move it (I-15).
    pub received_on: NaiveDate,
    /// The date that counts for the applicant.
    pub evidence_on: NaiveDate,
    /// The door of the first filing: it decides by when the acknowledgement leaves, and nothing else.
    pub channel: ChannelKind,
    /// Title of the catalogue.
    pub title_code: Option<String>,
    /// The ground; it counts when it is an article of the title.
    pub ground: Option<String>,
    /// Whether the legal basis of the channel is recorded.
    pub channel_basis: bool,
    /// Whether a person confirmed the request: its clocks run.
    pub registered: bool,
    /// Whether a decision is still owed.
    pub open: bool,
    /// The last day of the title or provisional document that the person holds.
    pub covered_until: Option<NaiveDate>,
    /// The date of birth.
    pub birth: Option<BirthDate>,
    /// Whether a referent protects the person.
    pub protected: bool,
    /// The last day somebody worked on the case; what the person sends or says does not count.
    pub touched_on: NaiveDate,
    /// The day from which an electronic receipt is owed, while it is.
    pub receipt_from: Option<NaiveDate>,
    /// What was declared or proved.
    pub declared: Vec<Declared>,
    /// A band decided by an officer.
    pub decided: Option<BandOverride>,
}

impl CaseFacts {
    /// A request of which nothing is known but how it came and when.
    #[must_use]
    pub const fn bare(channel: ChannelKind, received_on: NaiveDate) -> Self {
        Self {
            received_on,
            evidence_on: received_on,
            channel,
            title_code: None,
            ground: None,
            channel_basis: false,
            registered: false,
            open: true,
            covered_until: None,
            birth: None,
            protected: false,
            touched_on: received_on,
            receipt_from: None,
            declared: Vec::new(),
            decided: None,
        }
    }

    /// The day international protection was granted, as declared.
    pub(super) fn protected_since(&self) -> Option<NaiveDate> {
        let granted = self.declared.iter().filter(|fact| fact.signal == Signal::ProtectedWithoutDocument);
        granted.filter_map(|fact| fact.on).min()
    }

    /// What presses on a day: what was declared, and what the file itself proves. A protection granted presses by its day and only
    /// without a document, so it is no declaration here; the end of a removal delay presses by itself when it is near.
    pub(super) fn pressing(&self, today: NaiveDate) -> Vec<Declared> {
        let declared = self.declared.iter().copied().filter(|fact| fact.signal != Signal::ProtectedWithoutDocument);
        let removals = self.declared.iter().filter(|fact| fact.signal == Signal::Removal && fact.on.is_some());
        let imminent = removals.map(|fact| Declared { signal: Signal::RemovalImminent, ..*fact });
        let proved = |signal| Declared { signal, on: None, since: self.evidence_on, proved: true };
        let minor = self.is_minor(today).then(|| proved(Signal::Minor));
        let victim = self.protected.then(|| proved(Signal::Victim));
        declared.chain(imminent).chain(minor).chain(victim).collect()
    }

    /// Under eighteen, as far as the papers give the day.
    fn is_minor(&self, today: NaiveDate) -> bool {
        match self.birth {
            Some(BirthDate::Day { date }) => today < birthday(date, 18),
            Some(BirthDate::Month { .. } | BirthDate::Year { .. }) | None => false,
        }
    }
}
