//! The machine readable zone of identity papers: what it says, and what its check digits prove (ICAO Doc 9303 parts 3 to 7; the
//! French card before 2021 and the French and Swiss driving licences have layouts of their own).
//!
//! Nothing is refused but a text whose shape is no zone at all. What a check digit contradicts is told, not hidden.

mod check;
mod correct;
mod covered;
mod decode;
mod fields;
mod layout;
mod proof;
mod states;
mod written;

pub use check::{CheckName, Checked};
pub use correct::Correction;
pub use decode::{Cell, Reading, decode, is_plausible};
pub use fields::Fields;
pub use layout::{Class, MrzKind};

use fields::fields;
use layout::Layout;

/// A zone, as printed and as understood.
#[derive(Clone, Debug, PartialEq)]
pub struct Mrz {
    /// Its layout.
    pub kind: MrzKind,
    /// The lines as given, in capitals.
    pub printed: Vec<String>,
    /// The lines after the corrections.
    pub lines: Vec<String>,
    /// What they say.
    pub fields: Fields,
    /// Each check digit of the layout and whether it is right.
    pub checks: Vec<Checked>,
    /// What contradicts the standard.
    pub errors: Vec<String>,
    /// What is unusual without being wrong: a code of no known state.
    pub warnings: Vec<String>,
    /// Characters replaced by the one they are mistaken for.
    pub corrections: Vec<Correction>,
    /// Readings with right check digits, this one included, each counted by how likely it is beside this one: see [`Mrz::proved`].
    pub rivals: f64,
}

/// A text that is no zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoZone {
    /// The number of characters of each line.
    pub lengths: Vec<usize>,
}

impl std::fmt::Display for NoZone {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "no known zone has {} lines of {:?} characters", self.lengths.len(), self.lengths)
    }
}

impl Mrz {
    /// Understands the lines of a zone.
    ///
    /// # Errors
    /// When the number and the lengths of the lines are those of no layout.
    pub fn parse(text: &str) -> Result<Self, NoZone> {
        let printed = written::lines(text);
        let kind =
            MrzKind::of(&printed).ok_or_else(|| NoZone { lengths: printed.iter().map(String::len).collect() })?;
        let layout = Layout::of(kind, &printed);
        let correct::Corrected { lines, corrections, rivals } = correct::correct(&layout, &printed);
        // A corrected filler may make the number longer: the layout is that of the corrected lines.
        let layout = Layout::of(kind, &lines);
        let checks = check::all(&layout, &lines);
        let (errors, warnings) = fields::faults(&layout, &lines, &checks);
        let fields = fields(&layout, &lines);
        Ok(Self { kind, printed, lines, fields, checks, errors, warnings, corrections, rivals })
    }

    /// The same zone, read from a picture in which the characters looked like these by themselves: where others were chosen, that
    /// is a correction. `rivals`: how likely the other readings looked ([`Reading::rivals`]).
    #[must_use]
    pub fn read_as(mut self, seen: &[String], rivals: f64) -> Self {
        let layout = Layout::of(self.kind, &self.lines);
        let chosen = correct::differences(&layout, seen, &self.printed);
        self.corrections.splice(0..0, chosen);
        self.rivals *= rivals.max(1.0);
        self
    }

    /// Every check digit is right and nothing stands where it cannot, however many characters were put right for that: what it
    /// proves is another question ([`Mrz::proved`]).
    #[must_use]
    pub fn valid(&self) -> bool {
        self.errors.is_empty() && self.checks.iter().all(|check| check.right)
    }
}

#[cfg(test)]
mod tests;
