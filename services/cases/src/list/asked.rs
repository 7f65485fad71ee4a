use chrono::{DateTime, NaiveDate};
use domain::{CaseId, CaseState};
use serde::Deserialize;
use store::reads::case_list::{After, CaseLine, Order};

/// What the address of the list asks for.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    pub(crate) q: Option<String>,
    pub(crate) vue: Option<String>,
    pub(crate) apres: Option<String>,
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

    /// Work in the order of its duties; what has ended, latest first.
    pub(crate) const fn order(self) -> Order {
        match self {
            Self::Work | Self::ToRegister | Self::AwaitingPieces | Self::AwaitingOthers => Order::Due,
            Self::Decided | Self::Ended | Self::All => Order::Received,
        }
    }

    pub(crate) const fn order_label(self) -> &'static str {
        match self.order() {
            Order::Due => "cases-order-due",
            Order::Received => "cases-order-received",
        }
    }
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

    /// Where the page starts; from the top when the address is not one of ours.
    pub(crate) fn after(&self) -> Option<After> {
        let (key, id) = self.apres.as_deref()?.split_once('~')?;
        let id: CaseId = id.parse().ok()?;
        match self.view().order() {
            Order::Due if key.is_empty() => Some(After::Due(None, id)),
            Order::Due => key.parse::<NaiveDate>().ok().map(|date| After::Due(Some(date), id)),
            Order::Received => {
                key.parse().ok().and_then(DateTime::from_timestamp_micros).map(|at| After::Received(at, id))
            }
        }
    }

    pub(crate) fn first_page(&self) -> String {
        format!("/dossiers?vue={}", self.view().word())
    }

    /// The address of the page after this row.
    pub(crate) fn path_after(&self, last: &CaseLine) -> String {
        let key = match last.key(self.view().order()) {
            After::Due(date, id) => format!("{}~{id}", date.map(web::dates::iso).unwrap_or_default()),
            After::Received(at, id) => format!("{}~{id}", at.timestamp_micros()),
        };
        format!("{}&apres={key}", self.first_page())
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
        let asked = |apres: String| Asked { q: None, vue: None, apres: Some(apres) };
        let date = NaiveDate::from_ymd_opt(2026, 12, 1);
        assert_eq!(asked(format!("2026-12-01~{id}")).after(), Some(After::Due(date, id)));
        assert_eq!(asked(format!("~{id}")).after(), Some(After::Due(None, id)));
        assert_eq!(asked("demain~x".to_owned()).after(), None);
    }
}
