//! What right check digits still prove when characters were chosen for their sake.
//!
//! A check digit tells that a field was misread, not where: each of its places has a character with which it is right again, and
//! characters ten apart (`G` and `6`, `F` and `P`, `8`, `I` and `S`) it does not tell apart at all; for the number, the check digit of all
//! adds nothing. So a zone is proved when no other reading in which every check digit is right comes near the chosen one, all of
//! them together. This is the only rule: screens, proposals and comparisons ask [`Mrz::proved`].

use super::{Cell, Mrz, check, covered, layout::Layout};

/// The most chance left to all other readings.
const CHANCE: f64 = 0.01;
/// Most characters under check digits that are not as they were seen: where there are more, others were misread as well, and what
/// looked likely says little.
const MOST: usize = 2;
/// Fewest check digits over something.
const FEWEST: usize = 2;
/// More than this is not told apart.
const COUNTLESS: f64 = 1e12;
/// How much less likely a character is than another one, for what it costs more: this times `r / (1 - r²)`, as a natural logarithm, where
/// the zone looks like print by `r`. Measured on 2,600 drawn pages, out of focus and under grain: the surest wrong reading left ten
/// times as much to others as what is proved may.
const SHARPNESS: f64 = 20.0;
/// The most, however clear the print.
const SHARPEST: f64 = 200.0;
/// The natural logarithm of how much likelier the likeliest reading may be than the chosen one.
const FAR: f64 = 500.0;

impl Mrz {
    /// Every check digit is right, with few corrections, and no other reading is left to chance.
    #[must_use]
    pub fn proved(&self) -> bool {
        let corrected = self.corrections.iter().filter(|correction| correction.proved_by.is_some()).count();
        self.valid() && corrected <= MOST && self.chance() <= CHANCE
    }

    /// The chance that it is another reading with right check digits; certain where fewer than two cover anything.
    #[must_use]
    pub fn chance(&self) -> f64 {
        let layout = Layout::of(self.kind, &self.lines);
        // A check digit over fillers alone says nothing.
        let covers = |check: &&super::layout::Check| {
            check.over.iter().any(|span| span.of(&self.lines).bytes().any(|character| character != b'<'))
        };
        let telling = layout.checks.iter().filter(covers).filter(|check| check::is_right(check, &self.lines)).count();
        if telling < FEWEST { 1.0 } else { 1.0 - 1.0 / self.rivals.max(1.0) }
    }
}

/// All readings in which every check digit is right, this one included, each counted by how likely it looks beside this one.
/// `likeness`: how much the characters look like those of a zone, from 0 to 1; the less, the less a difference says.
pub(super) fn rivals(layout: &Layout, cells: &[Vec<Cell>], lines: &[String], likeness: f32) -> f64 {
    let sharpness = sharpness(f64::from(likeness));
    // What the chosen characters cost over the likeliest ones.
    let mut spent = 0.0;
    // By what is left to the check digit of all.
    let mut all = [0.0; 10];
    all[0] = 1.0;
    for group in covered::groups(layout) {
        let mut ways = [[0.0; 10]; 10];
        ways[0][0] = 1.0;
        for place in &group {
            let (line, at) = place.place;
            let (shares, cost) = shares(&cells[line][at], lines[line].as_bytes().get(at).copied(), sharpness);
            ways = next(&ways, &shares, (place.own, place.all));
            spent += cost;
        }
        all = together(&all, &ways[0]);
    }
    if spent > FAR { COUNTLESS } else { (all[0] * spent.exp()).clamp(1.0, COUNTLESS) }
}

fn sharpness(likeness: f64) -> f64 {
    let likeness = likeness.clamp(0.0, 0.999);
    (SHARPNESS * likeness / (1.0 - likeness * likeness)).min(SHARPEST)
}

/// How likely characters are beside the likeliest one, by the last digit of their values; and how far behind it the chosen one is, as
/// a natural logarithm.
fn shares(cell: &Cell, chosen: Option<u8>, sharpness: f64) -> ([f64; 10], f64) {
    let least = cell.iter().map(|(_, cost)| *cost).fold(f32::INFINITY, f32::min);
    let behind = |cost: f32| sharpness * f64::from(cost - least);
    let mut shares = [0.0; 10];
    for (character, cost) in cell {
        let Some(value) = check::value(*character) else { continue };
        shares[(value % 10) as usize] += (-behind(*cost)).exp();
    }
    let chosen = cell.iter().find(|(known, _)| Some(*known) == chosen);
    (shares, chosen.map_or(FAR, |(_, cost)| behind(*cost)))
}

fn next(ways: &[[f64; 10]; 10], shares: &[f64; 10], (own, all): (u32, u32)) -> [[f64; 10]; 10] {
    let mut next = [[0.0; 10]; 10];
    let step = |sum: usize, value: usize, weight: u32| (sum + value * weight as usize) % 10;
    for (own_sum, row) in ways.iter().enumerate() {
        for (all_sum, way) in row.iter().enumerate().filter(|(_, way)| **way > 0.0) {
            for (value, share) in shares.iter().enumerate() {
                next[step(own_sum, value, own)][step(all_sum, value, all)] += way * share;
            }
        }
    }
    next
}

fn together(all: &[f64; 10], group: &[f64; 10]) -> [f64; 10] {
    let mut next = [0.0; 10];
    for (before, way) in all.iter().enumerate() {
        for (more, share) in group.iter().enumerate() {
            next[(before + more) % 10] += way * share;
        }
    }
    next
}
