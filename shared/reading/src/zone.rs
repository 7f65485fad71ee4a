use formats::mrz::{Mrz, NoZone};
use serde::{Deserialize, Serialize};

/// A machine readable zone seen on a page: what identity papers carry for machines.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MachineZone {
    /// Its lines. Among the characters that each place may be, those with which every check digit is right, if there are any.
    pub lines: Vec<String>,
    /// Its lines as each character looks by itself.
    pub seen: Vec<String>,
    /// Every check digit is right, and no other reading with right check digits comes near (`formats::mrz::Mrz::proved`).
    pub proved: bool,
    /// All readings with right check digits, this one included, each counted by how likely it looks beside this one.
    #[serde(default = "MachineZone::alone")]
    pub rivals: f64,
    /// How much its characters look like those of such zones, 0 to 100.
    pub likeness: f32,
    /// By how many degrees clockwise the page must be turned for the zone to stand upright: 0, 90, 180 or 270.
    pub turned: u16,
    /// Left, top, right, bottom in pixels of the upright page.
    #[serde(rename = "box")]
    pub bounds: [i32; 4],
}

impl MachineZone {
    fn alone() -> f64 {
        1.0
    }

    /// What it says, with the characters that were chosen for the check digits' sake.
    ///
    /// # Errors
    /// When its lines are those of no layout.
    pub fn understood(&self) -> Result<Mrz, NoZone> {
        Mrz::parse(&self.lines.join("\n")).map(|zone| zone.read_as(&self.seen, self.rivals))
    }

    /// The same zone after the page of this size was turned clockwise.
    #[must_use]
    pub fn on_turned_page(mut self, degrees: u16, (width, height): (u32, u32)) -> Self {
        let (across, down) = (width.cast_signed(), height.cast_signed());
        let [left, top, right, bottom] = self.bounds;
        self.bounds = match degrees {
            90 => [down - bottom, left, down - top, right],
            180 => [across - right, down - bottom, across - left, down - top],
            270 => [top, across - right, bottom, across - left],
            _ => self.bounds,
        };
        self.turned = (self.turned + 360 - degrees % 360) % 360;
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zone_turns_with_its_page() {
        let zone = |bounds| MachineZone {
            lines: Vec::new(),
            seen: Vec::new(),
            proved: false,
            rivals: 1.0,
            likeness: 0.0,
            turned: 90,
            bounds,
        };
        for (degrees, bounds, turned) in [
            (0, [10, 20, 30, 80], 90),
            (90, [120, 10, 180, 30], 0),
            (180, [70, 120, 90, 180], 270),
            (270, [20, 70, 80, 90], 180),
        ] {
            let found = zone([10, 20, 30, 80]).on_turned_page(degrees, (100, 200));
            assert_eq!((found.bounds, found.turned), (bounds, turned), "{degrees}");
        }
    }
}
