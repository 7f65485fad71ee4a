use askama::{Template, filters::HtmlSafe};

use super::DoorMark;

/// Something that happened.
#[derive(Clone, Debug)]
pub struct Moment {
    /// The day, as a heading (`jeudi 12 novembre 2026`).
    pub day: String,
    /// The hour (`14 h 05`).
    pub hour: String,
    /// The instant for machines (RFC 3339).
    pub instant: String,
    /// The door it came or left by.
    pub mark: Option<DoorMark>,
    /// What happened.
    pub what: String,
    /// Who did it.
    pub who: String,
    /// More, when there is more to say.
    pub detail: Option<String>,
    /// A page or document to open: its path and its words.
    pub link: Option<(String, String)>,
    /// A picture of the page: its path and what it shows.
    pub thumbnail: Option<(String, String)>,
}

/// What happened over all doors, latest first, by day.
#[derive(Clone, Debug, Template)]
#[template(path = "parts/timeline.html")]
pub struct Timeline {
    days: Vec<(String, Vec<Moment>)>,
}

impl HtmlSafe for Timeline {}

impl Timeline {
    /// The moments in the order given; neighbours of the same day share a heading.
    #[must_use]
    pub fn new(moments: Vec<Moment>) -> Self {
        let mut days: Vec<(String, Vec<Moment>)> = Vec::new();
        for moment in moments {
            match days.last_mut().filter(|(day, _)| *day == moment.day) {
                Some((_, same_day)) => same_day.push(moment),
                None => days.push((moment.day.clone(), vec![moment])),
            }
        }
        Self { days }
    }
}
