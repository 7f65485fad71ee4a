//! What right check digits still prove when characters were chosen for their sake.
//!
//! A wrong reading has one chance in ten to satisfy a check digit. Whoever tries many readings until all check digits are right
//! finds a wrong one soon enough: the chance is that of one, times the readings tried. This is the only rule: screens, proposals and
//! comparisons ask [`Mrz::proved`].

use super::{Cell, Mrz, check, layout::Layout};

/// The most chance left to a wrong reading.
const CHANCE: f64 = 0.01;
/// Most characters under check digits that are not as they were seen: where there are more, others were misread as well, and what
/// looked likely says little. (Of twelve drawn zones under grain, one was told wrong, after three.)
const MOST: usize = 2;
/// More readings than this are not told apart.
const COUNTLESS: f64 = 1e12;
/// Costs nearer to each other than this are the same.
const GRAIN: f32 = 0.01;

impl Mrz {
    /// Every check digit is right, with few corrections, and so few readings were tried that this is no accident.
    #[must_use]
    pub fn proved(&self) -> bool {
        let corrected = self.corrections.iter().filter(|correction| correction.proved_by.is_some()).count();
        self.valid() && corrected <= MOST && self.chance() <= CHANCE
    }

    /// The chance that a wrong reading satisfies the check digits, among as many as were tried.
    #[must_use]
    pub fn chance(&self) -> f64 {
        let layout = Layout::of(self.kind, &self.lines);
        // A check digit over fillers alone says nothing.
        let covers = |check: &&super::layout::Check| {
            check.over.iter().any(|span| span.of(&self.lines).bytes().any(|character| character != b'<'))
        };
        let telling = layout.checks.iter().filter(covers).filter(|check| check::is_right(check, &self.lines));
        telling.fold(self.rivals, |chance, _| chance / 10.0).min(1.0)
    }
}

/// How many readings of the places that check digits cover look at least as likely as this one, itself included. One when it is
/// the likeliest.
pub(super) fn rivals(layout: &Layout, cells: &[Vec<Cell>], lines: &[String]) -> f64 {
    let mut places: Vec<(usize, usize)> = Vec::new();
    for check in &layout.checks {
        places.extend(check.over.iter().flat_map(|span| span.places()).chain([check.digit]));
    }
    places.sort_unstable();
    places.dedup();
    let extra = |(line, at): (usize, usize)| -> Vec<(u8, f32)> {
        let cell = &cells[line][at];
        let least = cell.iter().map(|(_, cost)| *cost).fold(f32::INFINITY, f32::min);
        cell.iter().map(|(character, cost)| (*character, cost - least)).collect()
    };
    let chosen = |place: (usize, usize)| -> f32 {
        let character = lines[place.0].as_bytes().get(place.1).copied();
        extra(place).iter().find(|(known, _)| Some(*known) == character).map_or(1.0, |(_, more)| *more)
    };
    let spent = places.iter().map(|place| chosen(*place)).sum::<f32>();
    if spent <= 0.0 {
        return 1.0;
    }
    let steps = grains(spent);
    let mut ways = vec![0.0_f64; steps + 1];
    ways[0] = 1.0;
    for place in places {
        let mut next = vec![0.0_f64; steps + 1];
        for more in extra(place).iter().map(|(_, more)| grains(*more)).filter(|more| *more <= steps) {
            for (sum, way) in ways.iter().enumerate().take(steps + 1 - more) {
                next[sum + more] = (next[sum + more] + way).min(COUNTLESS);
            }
        }
        ways = next;
    }
    ways.iter().sum::<f64>().clamp(1.0, COUNTLESS)
}

/// A cost in whole grains, at most as many as the dearest reading costs.
fn grains(cost: f32) -> usize {
    (0..400_u16).find(|grain| f32::from(*grain) * GRAIN >= cost - GRAIN / 2.0).map_or(400, usize::from)
}
