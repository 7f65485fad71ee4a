use chrono::{Datelike as _, NaiveDate};
use domain::{ChannelKind, PieceKind};
use serde::{Deserialize, Serialize};

use crate::{
    ArrivalTruth, References, Size, WorldError, arrival::Facts, doors::Visit, files::bundle, lanes::two_lanes,
    setting::Setting, stories::by_door, story::Story,
};

/// A visit to the counter, and what is true of it.
#[derive(Clone, Debug)]
pub struct VisitItem {
    /// What the desk scans or photographs: names and contents.
    pub files: Vec<(String, Vec<u8>)>,
    /// What is true of it.
    pub truth: VisitTruth,
}

/// What is true of a visit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VisitTruth {
    /// What is true of any arrival.
    #[serde(flatten)]
    pub arrival: ArrivalTruth,
    /// What the person says at the desk.
    pub said: String,
    /// Originals shown, scanned and given back at once.
    pub originals: Vec<PieceKind>,
}

/// The visits of `day`, in their order.
///
/// # Errors
/// When a story is wrong or a paper cannot be drawn; both are defects of this crate.
pub fn visits(seed: u64, day: NaiveDate) -> Result<Vec<VisitItem>, WorldError> {
    visits_quoting(seed, day, &References::default())
}

/// The same visits; who brings papers for a case shows these references.
///
/// # Errors
/// As [`visits`].
pub fn visits_quoting(seed: u64, day: NaiveDate, references: &References) -> Result<Vec<VisitItem>, WorldError> {
    received(Size::Whole, seed, day, references)
}

/// The visits of a whole or a short day.
pub(crate) fn received(
    size: Size,
    seed: u64,
    day: NaiveDate,
    references: &References,
) -> Result<Vec<VisitItem>, WorldError> {
    let stories = by_door(size, |story| story.visit.clone())?;
    let mut made = two_lanes(&stories, |(name, story, visit)| item(name, story, visit, (seed, day), references))?;
    made.sort_by_key(|item| item.truth.arrival.received_at);
    Ok(made)
}

/// One visit.
pub(crate) fn item(
    name: &str,
    story: &Story,
    visit: &Visit,
    (seed, day): (u64, NaiveDate),
    references: &References,
) -> Result<VisitItem, WorldError> {
    let setting = Setting::new(story.clone(), name, seed, day, 0);
    let bundle = bundle(&setting, visit.papers.as_ref().unwrap_or(&story.papers), &visit.files)?;
    let facts = Facts {
        channel: ChannelKind::Counter,
        received_at: day.and_time(visit.at),
        evidence_on: day,
        right: visit.right,
        reference: visit.about.as_deref().and_then(|about| references.of(about, day.year())),
        bundle: &bundle,
    };
    let truth = VisitTruth {
        arrival: ArrivalTruth::new(name, &setting, facts),
        said: setting.fill(visit.says.trim()),
        originals: visit.originals.clone(),
    };
    Ok(VisitItem { files: bundle.named(), truth })
}
