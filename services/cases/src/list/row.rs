use chrono::NaiveDate;
use domain::CaseState;
use store::reads::case_list::CaseLine;
use web::{
    dates,
    parts::{Badge, DoorMark, Tone},
    t2, words,
};

use crate::{names, urgency};

/// A row of the list.
pub(crate) struct Row {
    pub(crate) path: String,
    pub(crate) person: String,
    pub(crate) birth: Option<String>,
    pub(crate) reference: String,
    pub(crate) request: String,
    pub(crate) ground: Option<String>,
    pub(crate) state: Badge,
    pub(crate) evidence: String,
    pub(crate) evidence_kind: String,
    pub(crate) next: Option<Next>,
    pub(crate) doors: Vec<DoorMark>,
    /// The band, and why in words.
    pub(crate) urgency: Option<(Badge, Option<String>)>,
}

/// The next legal date.
pub(crate) struct Next {
    pub(crate) date: String,
    pub(crate) badge: Badge,
    pub(crate) what: Option<String>,
}

impl Row {
    pub(crate) fn of(line: &CaseLine, today: NaiveDate) -> Self {
        Self {
            path: format!("/dossiers/{}", line.id),
            person: names::person(line.person.as_ref()),
            birth: line.person.as_ref().and_then(|person| person.birth).map(names::birth),
            reference: line.reference.to_string(),
            request: names::request(line),
            ground: names::ground(line),
            state: state(line.state),
            evidence: dates::short(line.evidence_on),
            evidence_kind: words::evidence_kind(line.evidence_kind),
            next: line.next.map(|(date, kind)| Next {
                date: dates::short(date),
                badge: due(date, today),
                what: kind.map(words::deadline_kind),
            }),
            urgency: line
                .urgency
                .as_ref()
                .and_then(urgency::read)
                .map(|found| (urgency::badge(found.band), urgency::in_short(&found))),
            doors: line.channels.iter().map(|channel| DoorMark::named(*channel)).collect(),
        }
    }

    /// What the row is, for those who hear it.
    pub(crate) fn spoken(&self) -> String {
        t2("cases-row-spoken", "person", &self.person, "reference", &self.reference)
    }
}

/// The badge of a state.
pub(crate) fn state(state: CaseState) -> Badge {
    use CaseState as S;
    let tone = match state {
        S::Received | S::AwaitingPieces | S::ClosureProposed => Tone::Soon,
        S::DecidedGrant | S::TitleInProduction | S::TitleReady | S::HandedOver => Tone::Done,
        S::Registered
        | S::CompletenessReview
        | S::Complete
        | S::UnderInstruction
        | S::AwaitingThirdParty
        | S::Archived
        | S::DecidedRefusal
        | S::TransferPending
        | S::Transferred
        | S::Withdrawn
        | S::Closed
        | S::Merged
        | S::Dismissed => Tone::Plain,
    };
    Badge::new(tone, words::case_state(state))
}

/// The badge of a date: late once it is past, soon within a week.
pub(crate) fn due(date: NaiveDate, today: NaiveDate) -> Badge {
    let tone = match (date - today).num_days() {
        days if days < 0 => Tone::Late,
        0..=7 => Tone::Soon,
        _ => Tone::Plain,
    };
    Badge::new(tone, dates::relative(date, today))
}
