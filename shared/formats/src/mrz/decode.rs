use super::{
    Class, MrzKind, check, covered,
    covered::Covered,
    layout::{Layout, Span},
    proof, states,
};

/// What one place of a photographed zone may be: characters with what each costs, 0 for the one that looks most like it.
pub type Cell = Vec<(u8, f32)>;

/// A reading in which every check digit is right.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// The lines.
    pub lines: Vec<String>,
    /// The characters that look most like what is printed, whatever the check digits say.
    pub seen: Vec<String>,
    /// What the choice costs over what was seen.
    pub cost: f32,
    /// Readings in which every check digit is right, this one included, each counted by how likely it looks beside this one.
    pub rivals: f64,
}

/// A letter or digit where the standard has none: possible (some papers are printed so), less likely.
const UNUSUAL: f32 = 0.06;
/// Looked at in each place.
const CANDIDATES: usize = 6;
/// What a known state may cost more than what was seen.
const STATE: f32 = 0.25;

/// Chooses among what every place may be the cheapest reading in which every check digit is right. None when there is none.
/// `likeness`: how much the places look like characters of a zone, 0 to 1.
#[must_use]
pub fn decode(kind: MrzKind, cells: &[Vec<Cell>], likeness: f32) -> Option<Reading> {
    let shape: Vec<usize> = cells.iter().map(Vec::len).collect();
    if shape != kind.lengths() {
        return None;
    }
    let seen = cheapest(cells);
    let layout = Layout::of(kind, &seen);
    let weighed = weigh(&layout, cells, CANDIDATES);
    let mut lines = cheapest(&weighed);
    for span in [layout.state, layout.nationality].into_iter().flatten() {
        state(span, &weighed, &mut lines);
    }
    for (line, at, character) in with_checks(&layout, &weighed)? {
        lines[line].replace_range(at..=at, char::from(character).encode_utf8(&mut [0; 4]));
    }
    // A filler chosen where the number's check digit stands makes another layout of it.
    let layout = Layout::of(kind, &lines);
    let right = MrzKind::of(&lines) == Some(kind) && layout.checks.iter().all(|check| check::is_right(check, &lines));
    let cost = price(&lines, cells) - price(&seen, cells);
    right.then(|| {
        let every = weigh(&layout, cells, usize::MAX);
        Reading { rivals: proof::rivals(&layout, &every, &lines, likeness), lines, seen, cost }
    })
}

/// Whether every place holds what it can: letters in names, a known state. Ink that is no zone seldom does.
#[must_use]
pub fn is_plausible(kind: MrzKind, lines: &[String]) -> bool {
    let layout = Layout::of(kind, lines);
    let fits = |(line, text): (usize, &String)| {
        text.bytes().enumerate().all(|(at, c)| surprise(layout.class(line, at), c) == Some(0.0))
    };
    lines.iter().enumerate().all(fits) && layout.state.is_some_and(|span| states::is_known(span.of(lines)))
}

fn cheapest(cells: &[Vec<Cell>]) -> Vec<String> {
    let best = |cell: &Cell| cell.iter().min_by(|a, b| a.1.total_cmp(&b.1)).map_or('?', |(c, _)| char::from(*c));
    cells.iter().map(|line| line.iter().map(best).collect()).collect()
}

fn price(lines: &[String], cells: &[Vec<Cell>]) -> f32 {
    let of = |c: u8, cell: &Cell| cell.iter().find(|(known, _)| *known == c).map_or(1.0, |(_, cost)| *cost);
    lines.iter().zip(cells).map(|(line, cells)| line.bytes().zip(cells).map(|(c, cell)| of(c, cell)).sum::<f32>()).sum()
}

/// What the standard says about each place, added to what it looks like; the cheapest first, and not more than so many.
fn weigh(layout: &Layout, cells: &[Vec<Cell>], most: usize) -> Vec<Vec<Cell>> {
    let place = |line: usize, at: usize, cell: &Cell| {
        // What stands in the place of a state is a known one, or whatever it looks like.
        let state = [layout.state, layout.nationality].into_iter().flatten().any(|span| span.holds(line, at));
        let class = if state { Class::Any } else { layout.class(line, at) };
        // A filler is no check digit, but where nothing need be covered.
        let digit = layout.checks.iter().any(|check| check.digit == (line, at) && !check.may_be_empty);
        let possible = cell.iter().filter(|(c, _)| (!digit || *c != b'<') && layout.may_be_of_a_date(line, at, *c));
        let mut cell: Cell = possible.filter_map(|(c, cost)| Some((*c, cost + surprise(class, *c)?))).collect();
        cell.sort_by(|a, b| a.1.total_cmp(&b.1));
        cell.truncate(most);
        cell
    };
    let lines = cells.iter().enumerate();
    lines.map(|(line, cells)| cells.iter().enumerate().map(|(at, cell)| place(line, at, cell)).collect()).collect()
}

/// None for what cannot stand there.
fn surprise(class: Class, character: u8) -> Option<f32> {
    match class {
        Class::Any => Some(0.0),
        Class::Digits => (!character.is_ascii_uppercase()).then_some(0.0),
        Class::Letters => Some(if character.is_ascii_digit() { UNUSUAL } else { 0.0 }),
        Class::Sex => match character {
            b'M' | b'F' | b'<' => Some(0.0),
            b'X' => Some(UNUSUAL),
            _ => None,
        },
    }
}

/// A known state where one is close to what was seen.
fn state(span: Span, cells: &[Vec<Cell>], lines: &mut [String]) {
    let Some([one, two, three]) = cells.get(span.line).and_then(|line| line.get(span.start..span.end)) else { return };
    let mut best: Option<(f32, String)> = None;
    for first in one {
        for second in two {
            for third in three {
                let code: String = [first.0, second.0, third.0].map(char::from).iter().collect();
                let cost = first.1 + second.1 + third.1;
                if cost <= STATE && best.as_ref().is_none_or(|(known, _)| cost < *known) && states::is_known(&code) {
                    best = Some((cost, code));
                }
            }
        }
    }
    if let Some((_, code)) = best {
        lines[span.line].replace_range(span.start..span.end, &code);
    }
}

/// The cheapest characters of all covered places with which every check digit is right.
fn with_checks(layout: &Layout, cells: &[Vec<Cell>]) -> Option<Vec<(usize, usize, u8)>> {
    together(&covered::groups(layout).iter().map(|group| sums(group, cells)).collect::<Vec<_>>())
}

/// The cheapest way to a remainder of what all check digits together cover.
type Way = Option<(f32, Vec<(usize, usize, u8)>)>;

/// For each remainder that a group leaves to the check digit of all, the cheapest way in which its own is right.
fn sums(group: &[Covered], cells: &[Vec<Cell>]) -> [Way; 10] {
    let empty: [[Way; 10]; 10] = Default::default();
    let mut ways = empty.clone();
    ways[0][0] = Some((0.0, Vec::new()));
    for covered in group {
        let mut next = empty.clone();
        let (line, at) = covered.place;
        for (own, row) in ways.iter().enumerate() {
            for (all, way) in row.iter().enumerate() {
                let Some((cost, chosen)) = way else { continue };
                for (character, more) in &cells[line][at] {
                    let Some(value) = check::value(*character) else { continue };
                    let step = |sum: usize, weight: u32| (sum + (value * weight) as usize) % 10;
                    let slot = &mut next[step(own, covered.own)][step(all, covered.all)];
                    if slot.as_ref().is_none_or(|(known, _)| cost + more < *known) {
                        let chosen = chosen.iter().copied().chain([(line, at, *character)]).collect();
                        *slot = Some((cost + more, chosen));
                    }
                }
            }
        }
        ways = next;
    }
    let [right, ..] = ways;
    right
}

/// One way of each group such that all together leave nothing.
fn together(groups: &[[Way; 10]]) -> Option<Vec<(usize, usize, u8)>> {
    let mut ways: [Way; 10] = Default::default();
    ways[0] = Some((0.0, Vec::new()));
    for group in groups {
        let mut next: [Way; 10] = Default::default();
        for (before, way) in ways.iter().enumerate() {
            for (more, addition) in group.iter().enumerate() {
                let (Some((cost, chosen)), Some((price, added))) = (way, addition) else { continue };
                let slot = &mut next[(before + more) % 10];
                if slot.as_ref().is_none_or(|(known, _)| cost + price < *known) {
                    *slot = Some((cost + price, chosen.iter().chain(added).copied().collect()));
                }
            }
        }
        ways = next;
    }
    let [right, ..] = ways;
    right.map(|(_, chosen)| chosen)
}
