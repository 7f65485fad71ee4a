use super::{
    CheckName, check,
    layout::{Check, Layout},
};

/// A place covered by a check digit of its own, by that of all, or by both, and its weights in them. A check digit counts against
/// what it covers.
pub(super) struct Covered {
    pub(super) place: (usize, usize),
    pub(super) own: u32,
    pub(super) all: u32,
}

const AGAINST: u32 = 9;

/// The places under each check digit, those that only the check digit of all covers last.
pub(super) fn groups(layout: &Layout) -> Vec<Vec<Covered>> {
    let composite = layout.checks.iter().find(|check| check.name == CheckName::Composite);
    let all = |place: (usize, usize)| -> u32 {
        let Some(composite) = composite else { return 0 };
        if composite.digit == place {
            return AGAINST;
        }
        under(composite).position(|known| known == place).map_or(0, check::weight)
    };
    let mut groups: Vec<Vec<Covered>> = Vec::new();
    let mut grouped = Vec::new();
    for check in layout.checks.iter().filter(|check| check.name != CheckName::Composite) {
        let places = under(check).enumerate().map(|(index, place)| (place, check::weight(index)));
        let weighed = places.chain([(check.digit, AGAINST)]);
        let group: Vec<Covered> = weighed.map(|(place, own)| Covered { place, own, all: all(place) }).collect();
        grouped.extend(group.iter().map(|covered| covered.place));
        groups.push(group);
    }
    if let Some(composite) = composite {
        let rest = under(composite).chain([composite.digit]).filter(|place| !grouped.contains(place));
        groups.push(rest.map(|place| Covered { place, own: 0, all: all(place) }).collect());
    }
    groups
}

fn under(check: &Check) -> impl Iterator<Item = (usize, usize)> {
    check.over.iter().flat_map(|span| span.places())
}
