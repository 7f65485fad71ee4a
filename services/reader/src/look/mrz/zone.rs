use formats::mrz::{Cell, MrzKind, decode, is_plausible};

use super::{
    chain::{self, CHANCE},
    glyphs::{CAPITAL, Glyphs},
    grid::Grid,
    ribbon::Ribbon,
};

/// Mean likeness from which a line is looked at more closely, and from which it is one of a zone.
const PROMISING: f32 = 0.62;
const CHARACTERS: f32 = 0.72;
/// Mean likeness from which lines are told although their check digits are wrong.
const CLEAR: f32 = 0.8;
/// Columns by which characters are out of focus, tried beside those that the size of the print gives.
const BLURS: [f32; 5] = [0.9, 1.4, 1.9, 2.4, 3.0];
/// How much more a zone must look like characters that are out of focus to be read as such.
const CLEARER: f32 = 0.004;
/// What right check digits may cost, all places together.
const DEAREST: f32 = 0.9;

/// A zone as read.
pub struct Zone {
    kind: MrzKind,
    cells: Vec<Vec<Cell>>,
    pub lines: Vec<String>,
    /// As each character looked by itself.
    pub seen: Vec<String>,
    /// Every check digit is right.
    pub checked: bool,
    /// How likely other readings with right check digits look ([`formats::mrz::Reading::rivals`]).
    pub rivals: f64,
    /// Mean likeness of its characters, 0 to 1.
    pub likeness: f32,
    /// What right check digits cost.
    cost: f32,
    /// The page is upside down.
    pub turned: bool,
    /// Left, top, right, bottom on the page.
    pub bounds: [i32; 4],
}

impl Zone {
    /// Read so well that another look cannot help.
    pub fn is_certain(&self) -> bool {
        self.checked && self.lines == self.seen && self.likeness > 0.9
    }

    /// The higher, the likelier.
    pub fn worth(&self) -> f32 {
        self.likeness - 0.5 * self.cost
    }
}

/// What several readings of a zone say together: what each place may be is what it costs in all of them.
pub fn agreed(mut zones: Vec<Zone>) -> Option<Zone> {
    zones.sort_by(|a, b| b.checked.cmp(&a.checked).then(b.worth().total_cmp(&a.worth())));
    let mut zones = zones.into_iter();
    let mut best = zones.next()?;
    let others: Vec<Zone> = zones.filter(|zone| zone.kind == best.kind && zone.turned == best.turned).collect();
    let share = 1.0 / (others.len() + 1) as f32;
    let mut cells = best.cells.clone();
    for (line, places) in cells.iter_mut().enumerate() {
        for (at, place) in places.iter_mut().enumerate() {
            for (character, cost) in place.iter_mut() {
                let in_other =
                    |zone: &Zone| zone.cells[line][at].iter().find(|(c, _)| c == character).map_or(1.0, |(_, c)| *c);
                *cost = (*cost + others.iter().map(in_other).sum::<f32>()) * share;
            }
            place.sort_by(|a, b| a.1.total_cmp(&b.1));
        }
    }
    if let Some(reading) = decode(best.kind, &cells, best.likeness).filter(|reading| reading.cost <= DEAREST) {
        best = Zone {
            lines: reading.lines,
            seen: reading.seen,
            cost: reading.cost,
            rivals: reading.rivals,
            checked: true,
            ..best
        };
    }
    Some(best)
}

/// A line and how much it looks like one.
type Line = (f32, Grid);

/// Reads the zone that the middle of the ribbon is a line of.
pub fn read(ribbon: &Ribbon, glyphs: &Glyphs, pitches: &[f32]) -> Option<Zone> {
    let contrast = ribbon.contrast();
    let mut anchors: Vec<Line> = Vec::new();
    for pitch in pitches {
        for height in [1.0, 0.85] {
            anchors.extend(chain::grids(ribbon, glyphs, contrast, *pitch, CAPITAL as f32 * height));
        }
    }
    anchors.retain(|(likeness, _)| *likeness > PROMISING);
    anchors.sort_by(|a, b| weight(b).total_cmp(&weight(a)));
    anchors.truncate(3);
    let mut refined: Vec<Line> = anchors.into_iter().map(|(_, grid)| grid.refined(ribbon, glyphs, contrast)).collect();
    refined.retain(|(likeness, grid)| *likeness > CHARACTERS && grid.ends(ribbon, glyphs, contrast));
    refined.sort_by(|a, b| weight(b).total_cmp(&weight(a)));
    refined.into_iter().find_map(|anchor| best_around(ribbon, glyphs, contrast, anchor))
}

/// The zone around a line; should its check digits be wrong, also with the line taken to start a place earlier or later: on paper seen
/// from the side the first character may look like none.
fn best_around(ribbon: &Ribbon, glyphs: &Glyphs, contrast: f32, (likeness, grid): Line) -> Option<Zone> {
    let zone = around(ribbon, glyphs, contrast, (likeness, grid));
    if zone.as_ref().is_some_and(|zone| zone.checked) {
        return zone;
    }
    let moved = [-1.0, 1.0].into_iter().find_map(|places| {
        let moved = Grid { x: grid.left(places), ..grid }.refined(ribbon, glyphs, contrast);
        around(ribbon, glyphs, contrast, moved).filter(|zone| zone.checked)
    });
    moved.or(zone)
}

/// More places that look like characters count more; places that look like none count against it.
fn weight((likeness, grid): &Line) -> f32 {
    (likeness - CHANCE) * grid.count as f32
}

/// The zone around a line of it: two lines, or three of 30 places, or one alone.
fn around(ribbon: &Ribbon, glyphs: &Glyphs, contrast: f32, anchor: Line) -> Option<Zone> {
    let mut lines = vec![anchor];
    let most = if anchor.1.count == 30 { 2 } else { 1 };
    for down in [-1.0, 1.0] {
        let mut last = anchor;
        for _ in 0..most {
            let Some(next) = neighbour(ribbon, glyphs, contrast, &last.1, down) else { break };
            lines.push(next);
            last = next;
        }
    }
    lines.sort_by(|a, b| a.1.y.total_cmp(&b.1.y));
    let blurred = blurred(ribbon, contrast, &mut lines, glyphs);
    let glyphs = blurred.as_ref().unwrap_or(glyphs);
    let cells: Vec<Vec<Cell>> = lines.iter().map(|(_, grid)| grid.read(ribbon, glyphs, contrast)).collect();
    let wanted = match anchor.1.count {
        30 => [3, 1],
        _ => [2, 2],
    };
    let mut zones: Vec<Zone> = Vec::new();
    for count in wanted {
        for (lines, cells) in lines.windows(count).zip(cells.windows(count)) {
            zones.extend(together(ribbon, lines, cells));
        }
    }
    zones.into_iter().max_by(|a, b| a.checked.cmp(&b.checked).then(a.worth().total_cmp(&b.worth())))
}

/// The characters as far out of focus as these lines are, when that is more than `glyphs` are; the lines are laid under them again.
fn blurred(ribbon: &Ribbon, contrast: f32, lines: &mut [Line], glyphs: &Glyphs) -> Option<Glyphs> {
    let likeness = |glyphs: &Glyphs| lines.iter().map(|(_, grid)| grid.score(ribbon, glyphs, contrast, 2)).sum::<f32>();
    let mut best = likeness(glyphs) + CLEARER * lines.len() as f32;
    let mut found = None;
    for softer in BLURS.into_iter().filter(|blur| *blur > glyphs.softness).map(Glyphs::soft) {
        let likeness = likeness(&softer);
        if likeness < best {
            break;
        }
        best = likeness;
        found = Some(softer);
    }
    let found = found?;
    for line in lines.iter_mut() {
        *line = line.1.refined(ribbon, &found, contrast);
    }
    Some(found)
}

/// The next line above or below, with the same grid.
fn neighbour(ribbon: &Ribbon, glyphs: &Glyphs, contrast: f32, from: &Grid, down: f32) -> Option<Line> {
    let mut best = (0.0, *from);
    for step in 0_u8..16 {
        let away = from.pitch * (1.0 + 0.1 * f32::from(step));
        for across in [-0.3, 0.0, 0.3] {
            let grid = Grid { y: from.y + down * away, x: from.x + across * from.pitch, ..*from };
            let outside = grid.y < grid.height || grid.y > ribbon.height as f32 - grid.height;
            let likeness = if outside { 0.0 } else { grid.score(ribbon, glyphs, contrast, 3) };
            if likeness > best.0 {
                best = (likeness, grid);
            }
        }
    }
    if best.0 < PROMISING - 0.1 {
        return None;
    }
    Some(best.1.refined(ribbon, glyphs, contrast)).filter(|(likeness, _)| *likeness > CHARACTERS)
}

/// What these lines say together, when they are those of a layout.
fn together(ribbon: &Ribbon, lines: &[Line], cells: &[Vec<Cell>]) -> Option<Zone> {
    let likeness = lines.iter().map(|(likeness, _)| likeness).sum::<f32>() / lines.len() as f32;
    let seen: Vec<String> = cells
        .iter()
        .map(|line| line.iter().map(|cell| char::from(cell.first().map_or(b'<', |c| c.0))).collect())
        .collect();
    let kind = MrzKind::of(&seen)?;
    let chosen = decode(kind, cells, likeness).filter(|reading| reading.cost <= DEAREST);
    let checked = chosen.is_some();
    let alone = kind == MrzKind::FrenchLicence;
    if !checked && (alone || likeness < CLEAR) {
        return None;
    }
    let cost = chosen.as_ref().map_or(0.0, |reading| reading.cost);
    let rivals = chosen.as_ref().map_or(1.0, |reading| reading.rivals);
    let said = chosen.map_or_else(|| seen.clone(), |reading| reading.lines);
    if likeness < CLEAR && !is_plausible(kind, &said) {
        return None;
    }
    let first = lines.first()?.1;
    let last = lines.last()?.1;
    let bounds = ribbon.on_page([first.x, first.y - first.height, last.left(last.count as f32), last.y + last.height]);
    Some(Zone {
        kind,
        cells: cells.to_vec(),
        lines: said,
        seen,
        checked,
        rivals,
        likeness,
        cost,
        turned: ribbon.is_turned,
        bounds,
    })
}
