use chrono::{DateTime, NaiveDate};
use domain::{CaseId, CaseState};
use law::urgency::Band;
use serde::Deserialize;
use store::reads::{
    case_list::{After, CaseLine, Order},
    case_queue::AfterPlace,
};

/// What the address of the list asks for.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    pub(crate) q: Option<String>,
    pub(crate) vue: Option<String>,
    pub(crate) apres: Option<String>,
    pub(crate) tri: Option<String>,
    pub(crate) rang: Option<String>,
}

/// A way to look at the list. The first is the work of the desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum View {
    Work,
    ToRegister,
    AwaitingPieces,
    AwaitingOthers,
    Decided,
    Ended,
    All,
}

impl View {
    pub(crate) const ALL: [Self; 7] = [
        Self::Work,
        Self::ToRegister,
        Self::AwaitingPieces,
        Self::AwaitingOthers,
        Self::Decided,
        Self::Ended,
        Self::All,
    ];

    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Work => "a-traiter",
            Self::ToRegister => "a-enregistrer",
            Self::AwaitingPieces => "pieces-demandees",
            Self::AwaitingOthers => "avis-attendus",
            Self::Decided => "decidees",
            Self::Ended => "terminees",
            Self::All => "toutes",
        }
    }

    pub(crate) const fn label(self) -> &'static str {
        match self {
            Self::Work => "cases-view-work",
            Self::ToRegister => "cases-view-to-register",
            Self::AwaitingPieces => "cases-view-awaiting-pieces",
            Self::AwaitingOthers => "cases-view-awaiting-others",
            Self::Decided => "cases-view-decided",
            Self::Ended => "cases-view-ended",
            Self::All => "cases-view-all",
        }
    }

    pub(crate) const fn states(self) -> &'static [CaseState] {
        use CaseState as S;
        match self {
            Self::Work => &[S::Registered, S::CompletenessReview, S::Complete, S::UnderInstruction, S::ClosureProposed],
            Self::ToRegister => &[S::Received],
            Self::AwaitingPieces => &[S::AwaitingPieces],
            Self::AwaitingOthers => &[S::AwaitingThirdParty, S::TransferPending],
            Self::Decided => &[S::DecidedGrant, S::TitleInProduction, S::TitleReady, S::DecidedRefusal],
            Self::Ended => {
                &[S::HandedOver, S::Archived, S::Transferred, S::Withdrawn, S::Closed, S::Merged, S::Dismissed]
            }
            Self::All => CaseState::ALL,
        }
    }

    /// The orders of the view, the one it opens with first: work by urgency or by its duties; what has ended, latest first.
    pub(crate) const fn sorts(self) -> &'static [Sort] {
        match self {
            Self::Work | Self::ToRegister | Self::AwaitingPieces | Self::AwaitingOthers => &[Sort::Urgency, Sort::Due],
            Self::Decided | Self::Ended => &[Sort::Received],
            Self::All => &[Sort::Received, Sort::Urgency],
        }
    }
}

/// An order of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sort {
    Urgency,
    Due,
    Received,
}

impl Sort {
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Urgency => "priorite",
            Self::Due => "date",
            Self::Received => "reception",
        }
    }

    pub(crate) const fn label(self) -> &'static str {
        match self {
            Self::Urgency => "cases-sort-urgency",
            Self::Due => "cases-sort-due",
            Self::Received => "cases-sort-received",
        }
    }

    pub(crate) const fn explained(self) -> &'static str {
        match self {
            Self::Urgency => "cases-order-urgency",
            Self::Due => "cases-order-due",
            Self::Received => "cases-order-received",
        }
    }
}

/// Where a page starts, in one of the orders.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Start {
    Key(After),
    Place(AfterPlace),
}

/// The places of a band in the queue.
pub(crate) fn places(band: Band) -> std::ops::Range<i64> {
    let next = Band::ALL.iter().find(|other| **other > band);
    band.first_rank()..next.map_or(i64::MAX, |next| next.first_rank())
}

impl Asked {
    /// What is searched, if anything.
    pub(crate) fn words(&self) -> Option<&str> {
        self.q.as_deref().map(str::trim).filter(|words| !words.is_empty())
    }

    pub(crate) fn view(&self) -> View {
        let word = self.vue.as_deref().unwrap_or("");
        View::ALL.into_iter().find(|view| view.word() == word).unwrap_or(View::Work)
    }

    /// The band that is asked for.
    pub(crate) fn band(&self) -> Option<Band> {
        self.rang.as_deref().and_then(Band::from_word)
    }

    /// The order: a band is always read by urgency.
    pub(crate) fn sort(&self) -> Sort {
        if self.band().is_some() {
            return Sort::Urgency;
        }
        let (sorts, word) = (self.view().sorts(), self.tri.as_deref().unwrap_or(""));
        sorts.iter().copied().find(|sort| sort.word() == word).or(sorts.first().copied()).unwrap_or(Sort::Received)
    }

    /// Where the page starts; from the top when the address is not one of ours.
    pub(crate) fn start(&self) -> Option<Start> {
        let (key, id) = self.apres.as_deref()?.split_once('~')?;
        let id: CaseId = id.parse().ok()?;
        match self.sort() {
            Sort::Urgency if key.is_empty() => Some(Start::Place(AfterPlace { place: None, case: id })),
            Sort::Urgency => key.parse().ok().map(|place| Start::Place(AfterPlace { place: Some(place), case: id })),
            Sort::Due if key.is_empty() => Some(Start::Key(After::Due(None, id))),
            Sort::Due => key.parse::<NaiveDate>().ok().map(|date| Start::Key(After::Due(Some(date), id))),
            Sort::Received => {
                let at = key.parse().ok().and_then(DateTime::from_timestamp_micros)?;
                Some(Start::Key(After::Received(at, id)))
            }
        }
    }

    pub(crate) fn first_page(&self) -> String {
        Self::path(self.view(), self.sort(), self.band())
    }

    /// The address of a view in an order, of a band when one is given. What a view opens with needs no word.
    pub(crate) fn path(view: View, sort: Sort, band: Option<Band>) -> String {
        let mut path = format!("/dossiers?vue={}", view.word());
        if let Some(band) = band {
            path.push_str("&rang=");
            path.push_str(band.word());
        } else if view.sorts().first() != Some(&sort) {
            path.push_str("&tri=");
            path.push_str(sort.word());
        }
        path
    }

    /// The address of the page after this row.
    pub(crate) fn path_after(&self, last: &CaseLine) -> String {
        let id = last.id;
        let key = match self.sort() {
            Sort::Urgency => AfterPlace::row(last).place.map(|place| place.to_string()).unwrap_or_default(),
            Sort::Due => match last.key(Order::Due) {
                After::Due(date, _) => date.map(web::dates::iso).unwrap_or_default(),
                After::Received(..) => String::new(),
            },
            Sort::Received => last.received_at.timestamp_micros().to_string(),
        };
        format!("{}&apres={key}~{id}", self.first_page())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_stands_in_the_list_of_all_and_in_one_other() {
        for state in CaseState::ALL {
            let views = View::ALL.iter().filter(|view| view.states().contains(state)).count();
            assert_eq!(views, 2, "{state:?}");
        }
    }

    #[test]
    fn a_page_starts_where_the_address_says_or_at_the_top() {
        let id = CaseId::new(DateTime::UNIX_EPOCH);
        let asked =
            |tri: &str, apres: String| Asked { tri: Some(tri.to_owned()), apres: Some(apres), ..Asked::default() };
        let date = NaiveDate::from_ymd_opt(2026, 12, 1);
        assert_eq!(asked("date", format!("2026-12-01~{id}")).start(), Some(Start::Key(After::Due(date, id))));
        assert_eq!(asked("date", format!("~{id}")).start(), Some(Start::Key(After::Due(None, id))));
        let place = |place| Some(Start::Place(AfterPlace { place, case: id }));
        assert_eq!(asked("", format!("12~{id}")).start(), place(Some(12)));
        assert_eq!(asked("priorite", format!("~{id}")).start(), place(None));
        assert_eq!(asked("date", "demain~x".to_owned()).start(), None);
    }

    #[test]
    fn a_band_is_read_by_urgency_and_its_places_meet_those_of_the_next() {
        let asked = Asked { tri: Some("date".to_owned()), rang: Some("p1".to_owned()), ..Asked::default() };
        assert_eq!((asked.sort(), asked.band()), (Sort::Urgency, Some(Band::P1)));
        assert_eq!(asked.first_page(), "/dossiers?vue=a-traiter&rang=p1");
        for pair in Band::ALL.windows(2) {
            assert_eq!(places(pair[0]).end, places(pair[1]).start);
        }
        assert_eq!(Asked::default().sort(), Sort::Urgency);
    }
}
