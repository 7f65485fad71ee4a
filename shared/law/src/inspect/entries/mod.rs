//! The rules that `inspect rule` answers, by what they are about.

mod competence;
mod delays;
mod documents;
mod duties;
mod evidence;
mod filing;
mod money;
mod notification;
mod silence;
mod urgency;

use super::{Entry, Input, Kind};

/// Every rule, in the order of the names.
pub(super) fn all() -> Vec<&'static Entry> {
    let groups = [
        competence::ALL,
        delays::ALL,
        documents::ALL,
        duties::ALL,
        evidence::ALL,
        filing::ALL,
        money::ALL,
        notification::ALL,
        silence::ALL,
        urgency::ALL,
    ];
    let mut entries: Vec<&'static Entry> = groups.iter().flat_map(|group| group.iter()).collect();
    entries.sort_by_key(|entry| entry.name);
    entries
}

const fn needed(key: &'static str, kind: Kind, help: &'static str) -> Input {
    Input { key, kind, required: true, help }
}

const fn optional(key: &'static str, kind: Kind, help: &'static str) -> Input {
    Input { key, kind, required: false, help }
}

const DEPARTMENT: Input = optional("department", Kind::Department, "département whose calendar counts; 75 by default");
const ARTICLE: Input = optional("article", Kind::Text, "article asked for, as \"L. 423-22\"");
const TODAY: Input = needed("today", Kind::Date, "the day on which it is looked at");
const DUE: &[(&str, &str)] = &[("due", "date")];
const PERIOD: &[(&str, &str)] = &[("from", "date"), ("to", "date")];
