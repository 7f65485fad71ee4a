use chrono::NaiveDate;
use law::Certainty;
use serde::Deserialize;

use super::{group::Group, place};

/// What the address of the index, or of a row, asks for.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct Asked {
    pub(crate) q: Option<String>,
    pub(crate) le: Option<String>,
    pub(crate) groupe: Option<String>,
    pub(crate) certitude: Option<String>,
}

/// What is shown: the rows in force on a day, those of a group, of a certainty, that hold some words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Shown {
    pub(crate) words: String,
    pub(crate) day: NaiveDate,
    pub(crate) group: Option<Group>,
    pub(crate) certainty: Option<Certainty>,
    /// True for every row without condition, which is a list too.
    pub(crate) all: bool,
    today: NaiveDate,
}

/// Every group at once.
const ALL: &str = "tout";

impl Asked {
    /// The day asked for: today when none is, or when it cannot be read.
    pub(crate) fn day(&self, today: NaiveDate) -> NaiveDate {
        self.typed().and_then(read).unwrap_or(today)
    }

    /// The day as typed, when it is no day.
    pub(crate) fn unreadable_day(&self) -> Option<&str> {
        self.typed().filter(|text| read(text).is_none())
    }

    fn typed(&self) -> Option<&str> {
        self.le.as_deref().map(str::trim).filter(|text| !text.is_empty())
    }

    pub(crate) fn shown(&self, today: NaiveDate) -> Shown {
        let group = self.groupe.as_deref().unwrap_or("");
        Shown {
            words: self.q.as_deref().map(str::trim).unwrap_or_default().to_owned(),
            day: self.day(today),
            group: Group::from_word(group),
            certainty: self.certitude.as_deref().and_then(Certainty::from_word),
            all: group == ALL,
            today,
        }
    }
}

/// `2026-11-26`, as browsers write it, or `26/11/2026`, as people do.
fn read(text: &str) -> Option<NaiveDate> {
    formats::french_date::typed(text)
}

impl Shown {
    /// Whether no row is asked for: the page then tells what there is.
    pub(crate) const fn is_overview(&self) -> bool {
        self.words.is_empty() && self.group.is_none() && self.certainty.is_none() && !self.all
    }

    pub(crate) fn is_today(&self) -> bool {
        self.day == self.today
    }

    pub(crate) fn with_group(&self, group: Option<Group>) -> Self {
        Self { group, all: group.is_none(), ..self.clone() }
    }

    pub(crate) fn with_certainty(&self, certainty: Option<Certainty>) -> Self {
        Self { certainty, all: self.all || (certainty.is_none() && self.group.is_none()), ..self.clone() }
    }

    /// The overview of the same day.
    pub(crate) fn overview(&self) -> Self {
        Self { words: String::new(), group: None, certainty: None, all: false, ..self.clone() }
    }

    pub(crate) fn group_word(&self) -> Option<&'static str> {
        self.group.map(Group::word).or(self.all.then_some(ALL))
    }

    /// Its address.
    pub(crate) fn path(&self) -> String {
        self.at(place::INDEX)
    }

    /// The same day on the page of a row.
    pub(crate) fn path_of(&self, page: &str) -> String {
        self.overview().at(page)
    }

    fn at(&self, page: &str) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        let day = (!self.is_today()).then(|| web::dates::iso(self.day));
        let parts = [
            ("q", (!self.words.is_empty()).then_some(self.words.as_str())),
            ("le", day.as_deref()),
            ("groupe", self.group_word()),
            ("certitude", self.certainty.map(Certainty::word)),
        ];
        query.extend_pairs(parts.iter().filter_map(|(name, value)| value.map(|value| (*name, value))));
        let query = query.finish();
        if query.is_empty() { page.to_owned() } else { format!("{page}?{query}") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn asked(le: &str) -> Asked {
        Asked { le: Some(le.to_owned()), ..Asked::default() }
    }

    #[test]
    fn a_day_is_read_as_browsers_and_as_people_write_it() {
        let today = day("2026-11-26");
        assert_eq!(asked("2026-05-01").day(today), day("2026-05-01"));
        assert_eq!(asked(" 01/05/2026 ").day(today), day("2026-05-01"));
        assert_eq!(asked("").day(today), today);
        assert_eq!((asked("demain").day(today), asked("demain").unreadable_day()), (today, Some("demain")));
    }

    #[test]
    fn an_address_says_only_what_differs_from_the_index() {
        let today = day("2026-11-26");
        let shown = Asked::default().shown(today);
        assert!(shown.is_overview());
        assert_eq!(shown.path(), "/regles");
        assert_eq!(shown.with_group(None).path(), "/regles?groupe=tout");
        let asked = Asked {
            q: Some(" carte été ".to_owned()),
            le: Some("2026-04-30".to_owned()),
            groupe: Some("taxes".to_owned()),
            certitude: Some("memory".to_owned()),
        };
        let shown = asked.shown(today);
        assert_eq!(shown.path(), "/regles?q=carte+%C3%A9t%C3%A9&le=2026-04-30&groupe=taxes&certitude=memory");
        assert_eq!(shown.path_of("/regles/taxe/title"), "/regles/taxe/title?le=2026-04-30");
    }
}
