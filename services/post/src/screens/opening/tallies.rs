//! What was counted by hand, class by class, beside what was entered: to be typed, and to be compared.

use domain::OpenedClass;
use store::opening_counts::ClassTally;
use web::{t, t1, tw};

use super::forms::Refused;

/// A class with its count.
pub(crate) struct ClassRow {
    pub(crate) name: String,
    pub(crate) label: String,
    pub(crate) count: String,
    pub(crate) listed: Option<String>,
    pub(crate) wrong: Option<String>,
    pub(crate) first: bool,
}

/// The bags, then every class.
pub(super) fn rows(bags: Option<i32>, tallies: &[ClassTally], refused: &Refused) -> Vec<ClassRow> {
    let typed = |name: &str, known: Option<i32>| {
        refused.typed(name).map(str::to_owned).or_else(|| known.map(|count| count.to_string())).unwrap_or_default()
    };
    let wrong = |name: &str| {
        let typed = refused.typed(name)?;
        number(typed).is_none().then(|| t1("post-opening-no-number", "typed", typed))
    };
    let bags = ClassRow {
        name: "sacs".to_owned(),
        label: t("post-opening-bags"),
        count: typed("sacs", bags),
        listed: None,
        wrong: wrong("sacs"),
        first: true,
    };
    let class = |class: &OpenedClass| {
        let name = format!("compte_{}", class.word());
        let tally = tallies.iter().find(|tally| tally.class == *class);
        ClassRow {
            label: tw("post-opening-class", class.word()),
            count: typed(&name, tally.and_then(|tally| tally.counted)),
            listed: tally.and_then(listed),
            wrong: wrong(&name),
            name,
            first: false,
        }
    };
    std::iter::once(bags).chain(OpenedClass::ALL.iter().map(class)).collect()
}

/// What was entered of a class, with a mark where it is not what was counted.
fn listed(tally: &ClassTally) -> Option<String> {
    let differs = tally.counted.is_some_and(|counted| i64::from(counted) != tally.entered);
    let shown = tally.entered > 0 || differs;
    let key = match (tally.class, differs) {
        (OpenedClass::Ordinary, false) => "post-opening-listed-scanned",
        (OpenedClass::Ordinary, true) => "post-opening-listed-scanned-differs",
        (_, false) => "post-opening-listed",
        (_, true) => "post-opening-listed-differs",
    };
    shown.then(|| t1(key, "count", tally.entered))
}

/// A number of envelopes or bags.
pub(super) fn number(typed: &str) -> Option<i32> {
    typed.parse().ok().filter(|count| (0..=100_000).contains(count))
}

/// All envelopes counted by hand.
pub(super) fn total(tallies: &[ClassTally]) -> String {
    let counted: Vec<i32> = tallies.iter().filter_map(|tally| tally.counted).collect();
    match counted.as_slice() {
        [] => t("post-opening-total-none"),
        counted => t1("post-opening-total", "count", counted.iter().sum::<i32>()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_count_that_differs_from_what_was_entered_is_marked() {
        let tally = |counted, entered| ClassTally { class: OpenedClass::DropBox, counted, entered, settled: 0 };
        assert_eq!(listed(&tally(None, 0)), None);
        assert_eq!(listed(&tally(Some(0), 0)), None);
        assert!(listed(&tally(Some(4), 3)).is_some_and(|text| text.starts_with('▲')));
        assert!(listed(&tally(Some(3), 3)).is_some_and(|text| !text.starts_with('▲')));
    }
}
