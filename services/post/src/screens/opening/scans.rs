//! What became of the last numbers scanned, and the doubtful ones: these stay in sight until a person keeps or drops each.

use formats::{TrackingKind, TrackingNumber};
use store::openings;
use web::{Problem, dates, parts::Tone, t1, t2, t3};

use super::{HERE, actions::MOST};
use crate::screens::Desk;

/// What the last scan made, told by the address that it leads to.
#[derive(Debug, Default)]
pub(crate) struct Scanned {
    /// Kept: the number when it was one, else how many.
    pub(super) kept: Option<String>,
    pub(super) kept_count: usize,
    /// Known before: the number when it was one, else how many.
    pub(super) known: Option<String>,
    pub(super) known_count: usize,
    /// Doubtful: not kept unless a person says so.
    pub(super) doubtful: Vec<String>,
    /// More numbers than one form takes, as they were typed: none was kept.
    pub(super) too_many: Option<String>,
}

impl Scanned {
    /// What an address says.
    pub(super) fn of(query: &[(String, String)]) -> Self {
        let first = |name: &str| query.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone());
        let count = |name: &str| first(name).and_then(|value| value.parse().ok()).unwrap_or(0);
        Self {
            kept: first("releve"),
            kept_count: count("releves"),
            known: first("connu"),
            known_count: count("connus"),
            doubtful: query.iter().filter(|(key, _)| key == "douteux").map(|(_, value)| value.clone()).collect(),
            too_many: None,
        }
    }

    /// What goes back into the field, on one line as the field has it.
    pub(super) fn again(&self) -> String {
        let words = self.too_many.iter().flat_map(|typed| typed.split_whitespace());
        words.collect::<Vec<_>>().join(" ")
    }

    /// A number to look at, once.
    pub(super) fn doubt(&mut self, number: &str) {
        if !self.doubtful.iter().any(|known| known == number) {
            self.doubtful.push(number.to_owned());
        }
    }

    /// The address that says it.
    pub(super) fn path(&self) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        for (name, value) in [("releve", &self.kept), ("connu", &self.known)] {
            if let Some(value) = value {
                query.append_pair(name, value);
            }
        }
        for (name, count) in [("releves", self.kept_count), ("connus", self.known_count)] {
            if count > 0 {
                query.append_pair(name, &count.to_string());
            }
        }
        for number in &self.doubtful {
            query.append_pair("douteux", number);
        }
        let query = query.finish();
        if query.is_empty() { HERE.to_owned() } else { format!("{HERE}?{query}") }
    }
}

/// What became of the last scan: words, a tone, a sound.
pub(crate) struct LastScan {
    pub(crate) text: String,
    pub(crate) tone: Tone,
    pub(crate) sound: &'static str,
}

/// A number that cannot be right, and why.
pub(crate) struct Doubtful {
    pub(crate) typed: String,
    pub(crate) text: String,
}

/// The doubtful numbers in words.
pub(super) fn doubtful(scanned: &Scanned) -> Vec<Doubtful> {
    let of = |typed: &String| {
        let number = TrackingNumber::parse(typed);
        let key = match number.kind {
            TrackingKind::S10 => "post-opening-bad-key",
            TrackingKind::FrenchRegistered | TrackingKind::Other => "post-opening-unknown-shape",
        };
        Doubtful { typed: typed.clone(), text: t1(key, "number", number.printed()) }
    };
    scanned.doubtful.iter().map(of).collect()
}

/// The last scan in words; `None` when nothing was kept or known.
pub(super) async fn last(
    tx: &mut store::Transaction,
    desk: &Desk,
    scanned: &Scanned,
) -> Result<Option<LastScan>, Problem> {
    if scanned.too_many.is_some() {
        let text = t1("post-opening-too-many", "most", MOST);
        return Ok(Some(LastScan { text, tone: Tone::Late, sound: "bad" }));
    }
    if scanned.kept_count + scanned.known_count > 0 {
        let text = t3(
            "post-opening-many",
            ("kept", scanned.kept_count),
            ("known", scanned.known_count),
            ("doubtful", scanned.doubtful.len()),
        );
        let sound = if scanned.doubtful.is_empty() { "good" } else { "bad" };
        let tone = if scanned.doubtful.is_empty() { Tone::Done } else { Tone::Late };
        return Ok(Some(LastScan { text, tone, sound }));
    }
    let (number, known) = match (&scanned.kept, &scanned.known) {
        (Some(number), _) => (number, false),
        (None, Some(number)) => (number, true),
        (None, None) => return Ok(None),
    };
    let found = openings::by_number(tx, number, 1).await?.into_iter().next();
    let printed = TrackingNumber::parse(number).printed();
    Ok(Some(if known {
        let when = found.map(|o| dates::short_instant(o.opened_at, desk.web.zone()));
        let text = match when {
            Some(when) => t2("post-opening-known", "number", printed, "date", when),
            None => t1("post-opening-known-hidden", "number", printed),
        };
        LastScan { text, tone: Tone::Soon, sound: "known" }
    } else {
        let label = found.map(|o| o.label).unwrap_or_default();
        let text = t2("post-opening-kept", "number", printed, "label", label);
        LastScan { text, tone: Tone::Done, sound: "good" }
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_doubtful_goes_from_one_address_to_the_next() {
        let scanned = Scanned {
            kept: Some("1A 1".to_owned()),
            doubtful: vec!["A B".to_owned(), "C".to_owned()],
            ..Scanned::default()
        };
        assert_eq!(scanned.path(), "/courrier/ouverture?releve=1A+1&douteux=A+B&douteux=C");
        let query: Vec<(String, String)> =
            form_urlencoded::parse(b"releve=1A+1&douteux=A+B&douteux=C").into_owned().collect();
        assert_eq!(Scanned::of(&query).doubtful, scanned.doubtful);
        assert_eq!(Scanned::default().path(), HERE);
    }
}
