//! What makes a case urgent, and how much (`urgency.toml`; domain section 7).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    Catalogue,
    error::CatalogueError,
    part::Placed,
    raw::{Author, Day, RawRow, raw_rows},
    row::Period,
    validate::{kept, periods},
};
use crate::{
    urgency::{Band, Signal},
    why::Certainty,
};

/// What one signal is worth.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SignalRow {
    /// The signal.
    pub signal: Signal,
    /// For signals that are a date to come: in how many days at most.
    pub within_days: Option<u32>,
    /// Points.
    pub points: u32,
    /// For signals that grow: points for each more week, and at most.
    pub weekly: Option<u32>,
    /// Whether it puts the case into the first band by itself.
    pub first_band: bool,
    /// The reason, in French, as the officer and the applicant read it.
    pub label: String,
    /// Source and period.
    pub period: Period,
}

/// A band of urgency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BandRow {
    /// Which.
    pub band: Band,
    /// From how many points.
    pub from_points: u32,
    /// Working days to handle it; absent: oldest first.
    pub working_days: Option<u32>,
    /// Its French name.
    pub label: String,
    /// Source and period.
    pub period: Period,
}

impl Catalogue {
    /// What the signals are worth, every period.
    #[must_use]
    pub fn signals(&self) -> &[SignalRow] {
        &self.law.signals
    }

    /// The rows of a signal in force on a day.
    pub fn signal_rows(&self, signal: Signal, on: NaiveDate) -> impl Iterator<Item = &SignalRow> {
        self.law.signals.iter().filter(move |row| row.signal == signal && row.period.holds(on))
    }

    /// The bands in force on a day.
    pub fn bands(&self, on: NaiveDate) -> impl Iterator<Item = &BandRow> {
        self.law.bands.iter().filter(move |row| row.period.holds(on))
    }
}

raw_rows! {
    RawSignal {
        signal: Signal, label: String, points: u32, within_days: Option<u32>, weekly: Option<u32>,
        #[serde(default)] first_band: bool,
    }
    RawBand { band: Band, label: String, from_points: u32, working_days: Option<u32>, }
}

impl RawRow for RawSignal {
    type Row = SignalRow;
    fn into_row(self, author: Author) -> Result<Self::Row, String> {
        let period = self.period(author)?;
        let Self { signal, label, points, within_days, weekly, first_band, .. } = self;
        if points > 100 {
            return Err("a signal is worth at most 100 points".to_owned());
        }
        Ok(SignalRow { signal, within_days, points, weekly, first_band, label, period })
    }
}

impl RawRow for RawBand {
    type Row = BandRow;
    fn into_row(self, author: Author) -> Result<Self::Row, String> {
        let period = self.period(author)?;
        let Self { band, label, from_points, working_days, .. } = self;
        Ok(BandRow { band, from_points, working_days, label, period })
    }
}

/// A more urgent band starts at more points than a less urgent one, and the last one at none: every score has a band.
fn steps(bands: &[Placed<BandRow>], errors: &mut Vec<CatalogueError>) {
    for row in bands {
        let (band, points) = (row.row.band, row.row.from_points);
        let meets =
            |other: &&Placed<BandRow>| other.row.band < band && other.row.period.holds(row.row.period.effective_from);
        if let Some(above) = bands.iter().filter(meets).find(|above| above.row.from_points <= points) {
            errors.push(row.mistake(format!(
                "{} starts at {points} points, not below {}",
                band.word(),
                above.row.band.word()
            )));
        }
        if band == Band::P3 && points != 0 {
            errors.push(row.mistake("p3 starts above 0 points: some scores would have no band"));
        }
    }
}

pub(super) fn check(signals: &[Placed<SignalRow>], bands: &[Placed<BandRow>], errors: &mut Vec<CatalogueError>) {
    periods(signals, |row| (format!("{} {:?}", row.signal.word(), row.within_days), &row.period), errors);
    periods(bands, |row| (row.band.word().to_owned(), &row.period), errors);
    kept(signals, "signal of urgency", errors);
    kept(bands, "band of urgency", errors);
    steps(bands, errors);
    for signal in Signal::ALL {
        if !signals.iter().any(|row| row.row.signal == *signal && row.row.period.effective_to.is_none()) {
            let word = signal.word();
            errors.push(CatalogueError::whole(format!("the signal {word} is missing, or no longer in force")));
        }
    }
    for band in Band::ALL {
        if !bands.iter().any(|row| row.row.band == *band && row.row.period.effective_to.is_none()) {
            let word = band.word();
            errors.push(CatalogueError::whole(format!("the band {word} is missing, or no longer in force")));
        }
    }
}
