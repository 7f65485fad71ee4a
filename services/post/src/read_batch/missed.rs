//! "Probably a missed separator": pages of one envelope that look like the beginning of another one. Proposed with the reasons; a clerk
//! decides.

use std::collections::BTreeSet;

use casework::Missed;
use domain::{ArrivalLabel, CaseReference};
use reading::PageRead;
use serde_json::{Value, json};

use crate::proposals;

/// From this weight on a page is proposed.
const ENOUGH: i32 = 3;
/// An envelope without a count by hand is long from this many pages on.
const LONG: usize = 60;
/// Most proposals of one envelope.
const MOST: usize = 8;
/// Two sheets differ in size from this difference on, in millimetres.
const SIZE: u32 = 25;

/// A reason, with what it weighs. The count by hand that agrees weighs against all but an arrival label.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Reason {
    /// Another arrival label.
    Label(String),
    /// The number of another registered letter, in bars.
    Registered(String),
    /// The code of another case.
    Case(String),
    /// The address of another sender.
    Address(String),
    /// Zones of other persons from here on.
    Persons(String),
    /// The sheet has another size than the one before.
    Size,
    /// As many pages as were counted lie before.
    Counted { declared: u32, scanned: usize },
    /// An unusually long envelope.
    Long(usize),
}

impl Reason {
    const fn weight(&self) -> i32 {
        match self {
            Self::Label(_) => 6,
            Self::Registered(_) => 4,
            Self::Counted { .. } => 3,
            Self::Case(_) | Self::Address(_) | Self::Persons(_) => 2,
            Self::Size | Self::Long(_) => 1,
        }
    }

    fn value(&self) -> Value {
        match self {
            Self::Label(label) => json!({ "word": "label", "label": label }),
            Self::Registered(number) => json!({ "word": "registered", "number": number }),
            Self::Case(reference) => json!({ "word": "case", "reference": reference }),
            Self::Address(line) => json!({ "word": "address", "line": line }),
            Self::Persons(name) => json!({ "word": "persons", "name": name }),
            Self::Size => json!({ "word": "size" }),
            Self::Counted { declared, scanned } => {
                json!({ "word": "counted", "declared": declared, "scanned": scanned })
            }
            Self::Long(pages) => json!({ "word": "long", "pages": pages }),
        }
    }
}

/// What a page says of whose envelope it is.
#[derive(Clone, Debug, Default)]
struct Signs {
    number: u32,
    label: Option<String>,
    registered: Option<String>,
    case: Option<String>,
    address: Option<String>,
    persons: BTreeSet<String>,
    size: Option<(u32, u32)>,
}

impl Signs {
    fn of(page: &PageRead) -> Self {
        let label = page.barcodes.iter().find_map(|code| code.text.parse::<ArrivalLabel>().ok());
        let number = page.posted_numbers().into_iter().find(|found| found.in_barcode);
        let case = proposals::case_reference(&[page]).map(|(reference, _): (CaseReference, u32)| reference.to_string());
        let person = |zone: &reading::MachineZone| {
            let understood = zone.understood().ok().filter(|_| zone.proved)?;
            let fields = &understood.fields;
            Some(format!(
                "{} {}",
                fields.surname.as_ref()?.as_str(),
                fields.given_names.as_ref().map_or("", |n| n.as_str())
            ))
        };
        let millimetres = |pixels: u32| page.dpi.filter(|dpi| *dpi > 0).map(|dpi| pixels * 254 / (dpi * 10));
        Self {
            number: page.number,
            label: label.map(|label| label.serial().to_owned()),
            registered: number.map(|found| found.number.printed()),
            case,
            address: reading::written::sender(&page.text).and_then(|lines| lines.into_iter().next()),
            persons: page.mrz.iter().filter_map(person).map(|name| name.trim().to_owned()).collect(),
            size: millimetres(page.width_px).zip(millimetres(page.height_px)),
        }
    }
}

/// The pages before which a sheet was probably missed.
pub(super) fn sheets(pages: &[&PageRead], declared: Option<u32>) -> Vec<Missed> {
    let signs: Vec<Signs> = pages.iter().map(|page| Signs::of(page)).collect();
    weighed(&signs, declared)
}

fn weighed(pages: &[Signs], declared: Option<u32>) -> Vec<Missed> {
    let agrees = declared.is_some_and(|declared| usize::try_from(declared) == Ok(pages.len()));
    let mut found = Vec::new();
    let mut start = 0;
    for at in 1..pages.len() {
        let reasons = reasons(pages, start, at, declared);
        let weight: i32 = reasons.iter().map(Reason::weight).sum::<i32>() - if agrees { ENOUGH } else { 0 };
        if weight >= ENOUGH && found.len() < MOST {
            let reasons = reasons.iter().map(Reason::value).collect();
            found.push(Missed { page: pages[at].number, reasons });
            start = at;
        }
    }
    found
}

fn reasons(pages: &[Signs], start: usize, at: usize, declared: Option<u32>) -> Vec<Reason> {
    let (before, page, from) = (&pages[start..at], &pages[at], &pages[at..]);
    // Another value of the same sign, while the pages before carried one: whoever writes twice signs twice alike.
    let other = |of: fn(&Signs) -> Option<&String>| {
        let here = of(page)?;
        let earlier: Vec<&String> = before.iter().filter_map(of).collect();
        (!earlier.is_empty() && !earlier.contains(&here)).then(|| here.clone())
    };
    let mut reasons: Vec<Reason> = [
        other(|signs| signs.label.as_ref()).map(Reason::Label),
        other(|signs| signs.registered.as_ref()).map(Reason::Registered),
        other(|signs| signs.case.as_ref()).map(Reason::Case),
        other(|signs| signs.address.as_ref()).map(Reason::Address),
    ]
    .into_iter()
    .flatten()
    .collect();
    let counted = declared.filter(|declared| start == 0 && usize::try_from(*declared) == Ok(at));
    reasons.extend(counted.map(|declared| Reason::Counted { declared, scanned: pages.len() }));
    if reasons.is_empty() && page.persons.is_empty() {
        return reasons;
    }
    let names = |pages: &[Signs]| pages.iter().flat_map(|page| page.persons.iter().cloned()).collect::<BTreeSet<_>>();
    let (known, coming) = (names(before), names(from));
    if !known.is_empty() && known.is_disjoint(&coming) {
        reasons.extend(coming.first().cloned().map(Reason::Persons));
    }
    let differs = |a: (u32, u32), b: (u32, u32)| a.0.abs_diff(b.0) > SIZE && a.1.abs_diff(b.1) > SIZE;
    let last = before.last().and_then(|page| page.size);
    reasons.extend(last.zip(page.size).filter(|(last, here)| differs(*last, *here)).map(|_| Reason::Size));
    if counted.is_some() {
        return reasons;
    }
    let more = declared.is_some_and(|declared| usize::try_from(declared).is_ok_and(|declared| declared < pages.len()));
    if more || (declared.is_none() && pages.len() >= LONG) {
        reasons.push(Reason::Long(pages.len()));
    }
    reasons
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(count: u32) -> Vec<Signs> {
        (1..=count).map(|number| Signs { number, size: Some((210, 297)), ..Signs::default() }).collect()
    }

    fn found(pages: &[Signs], declared: Option<u32>) -> Vec<(u32, Vec<String>)> {
        let words = |missed: &Missed| {
            let list = missed.reasons.as_array().cloned().unwrap_or_default();
            list.iter().filter_map(|reason| reason["word"].as_str().map(str::to_owned)).collect()
        };
        weighed(pages, declared).iter().map(|missed| (missed.page, words(missed))).collect()
    }

    #[test]
    fn more_pages_than_were_counted_are_proposed_where_the_count_ends() {
        assert_eq!(found(&plain(12), Some(5)), [(6, vec!["counted".to_owned()])]);
        assert!(found(&plain(5), Some(5)).is_empty());
        assert!(found(&plain(4), Some(5)).is_empty(), "fewer pages are another trouble");
        assert!(found(&plain(59), None).is_empty() && found(&plain(200), None).is_empty(), "long alone says not where");
    }

    #[test]
    fn another_sender_and_another_person_together_are_enough_and_one_of_them_is_not() {
        let mut pages = plain(8);
        pages[0].address = Some("Aminata DIALLO".to_owned());
        pages[2].persons.insert("DIALLO AMINATA".to_owned());
        pages[4].address = Some("Karim BENALI".to_owned());
        assert!(found(&pages, None).is_empty(), "a host writes too");
        pages[6].persons.insert("BENALI KARIM".to_owned());
        assert_eq!(found(&pages, None), [(5, vec!["address".to_owned(), "persons".to_owned()])]);
        assert!(found(&pages, Some(8)).is_empty(), "the count by hand agrees");
    }

    #[test]
    fn a_family_in_one_envelope_is_not_cut() {
        let mut pages = plain(6);
        pages[1].persons.insert("DIALLO AMINATA".to_owned());
        pages[3].persons.insert("DIALLO IBRAHIM".to_owned());
        assert!(found(&pages, None).is_empty());
    }

    #[test]
    fn another_arrival_label_is_enough_whatever_was_counted() {
        let mut pages = plain(6);
        pages[0].label = Some("A".to_owned());
        pages[1].label = Some("A".to_owned());
        pages[3].label = Some("B".to_owned());
        assert_eq!(found(&pages, Some(6)), [(4, vec!["label".to_owned()])]);
    }

    #[test]
    fn a_photograph_of_another_size_says_nothing_alone() {
        let mut pages = plain(3);
        pages[1].size = Some((100, 150));
        assert!(found(&pages, None).is_empty());
        pages[0].registered = Some("1A 1".to_owned());
        pages[1].registered = Some("1A 2".to_owned());
        assert_eq!(found(&pages, None)[0].1, ["registered", "size"]);
    }
}
