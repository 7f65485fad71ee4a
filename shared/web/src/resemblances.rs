//! The words of pages that may be the same paper, the same at every desk.

use chrono_tz::Tz;
use domain::{CommunicationId, ResemblanceReason};
use store::resemblances::{Side, Summary};

use crate::{
    dates,
    parts::{Badge, Tone},
    text::{t1, t2, tw},
    words,
};

/// Where the pairs of pages of two communications are looked at side by side.
#[must_use]
pub fn path(later: CommunicationId, earlier: CommunicationId) -> String {
    format!("/courrier/rapprochements/{later}/{earlier}")
}

/// Why two pages may be the same paper: `même texte à 94 %`, `même numéro de titre (X2RT4567)`.
#[must_use]
pub fn why(reason: ResemblanceReason, percent: u8, number: Option<&str>) -> String {
    match reason {
        ResemblanceReason::Text => t1("resemblance-text", "percent", u32::from(percent)),
        ResemblanceReason::Picture => t1("resemblance-picture", "percent", u32::from(percent)),
        ResemblanceReason::Number => {
            let (kind, number) = number.and_then(|number| number.split_once(':')).unwrap_or(("title", ""));
            let name = tw("resemblance-number", kind);
            if kind == "signed" { name } else { t2("resemblance-number-of", "name", name, "number", number) }
        }
    }
}

/// Who and what one of two communications is, as far as is known: the person of its case, else the sender.
#[must_use]
pub fn who(side: &Side) -> Option<String> {
    side.person.as_ref().or(side.sender.as_ref()).map(|name| name.0.clone())
}

/// `reçu le 3 novembre 2026 par courrier`.
#[must_use]
pub fn came(side: &Side, zone: Tz) -> String {
    let day = dates::long(side.received_at.with_timezone(&zone).date_naive());
    t2("resemblance-came", "date", day, "door", words::channel(side.channel))
}

/// The place of a page among those of its communication, from 1.
#[must_use]
pub fn place(side: &Side) -> i32 {
    side.page - side.first_page + 1
}

/// What a page of a case or an envelope shows of a resemblance.
#[derive(Clone, Debug)]
pub struct Line {
    /// Where both are looked at.
    pub path: String,
    /// Why they may be the same.
    pub why: String,
    /// What looks the same: the other communication, for one of the two.
    pub other: String,
    /// What was said of it.
    pub state: Badge,
}

impl Line {
    /// Seen from one of the two communications; from the later one when it is neither.
    #[must_use]
    pub fn of(summary: &Summary, seen_from: Option<CommunicationId>, zone: Tz) -> Self {
        let other = if seen_from == Some(summary.earlier.id) { &summary.later } else { &summary.earlier };
        let came = came(other, zone);
        Self {
            path: path(summary.later.id, summary.earlier.id),
            why: why(summary.reason, summary.percent, summary.number.as_deref()),
            other: who(other).map_or_else(|| came.clone(), |who| t2("resemblance-of", "who", who, "came", &came)),
            state: state(summary),
        }
    }
}

/// What was said of the pairs of two communications.
#[must_use]
pub fn state(summary: &Summary) -> Badge {
    if summary.open > 0 {
        return Badge::new(Tone::Soon, t1("resemblance-open", "count", summary.open));
    }
    if summary.same == 0 {
        return Badge::new(Tone::Plain, tw("resemblance-outcome", "different"));
    }
    let all = summary.same == summary.pairs;
    let some = || t2("resemblance-some", "same", summary.same, "pairs", summary.pairs);
    Badge::new(Tone::Done, if all { tw("resemblance-outcome", "same") } else { some() })
}
