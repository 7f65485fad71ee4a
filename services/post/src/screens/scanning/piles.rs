//! The envelopes of a batch with their pages, in the order of the file.

use domain::{BatchId, CommunicationState};
use store::{
    reads::scanning::{self, EnvelopeLine, FileLine, LeafLine},
    scanning::Standing,
};
use web::{
    parts::{Badge, Tone},
    t, t1, t2,
};

use super::envelope_name;

/// A page of the batch.
pub(crate) struct Leaf {
    pub(super) number: u32,
    pub(super) place: u32,
    pub(super) image: Option<String>,
    pub(super) path: Option<String>,
    pub(super) note: Option<String>,
    pub(super) may_cut: bool,
}

/// An envelope of the batch.
pub(crate) struct Pile {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) state: Badge,
    pub(super) counts: String,
    pub(super) wrong: bool,
    pub(super) may_join: bool,
    pub(super) may_double: bool,
    pub(super) path: String,
    pub(super) leaves: Vec<Leaf>,
}

/// Whether a page lies among those of an envelope: it counts there, is the back of one that does, or was scanned there once too often.
pub(super) fn lies_in(envelope: &EnvelopeLine, leaf: &LeafLine) -> bool {
    envelope.pages.is_some_and(|(first, last)| (first..=last).contains(&leaf.number))
        && matches!(leaf.standing, Standing::Counts | Standing::EmptyBack | Standing::Double | Standing::Sealed)
}

/// Whether its picture is shown.
fn pictured(leaf: &LeafLine) -> bool {
    leaf.pictured && leaf.standing != Standing::Sealed
}

/// A page that belongs to no envelope.
pub(super) fn loose(leaf: &LeafLine, batch: BatchId) -> Leaf {
    Leaf {
        number: leaf.number,
        place: leaf.number,
        image: pictured(leaf).then(|| leaf.thumbnail(batch)),
        path: None,
        note: note(leaf),
        may_cut: false,
    }
}

pub(super) const fn waits(envelope: &EnvelopeLine) -> bool {
    matches!(envelope.state, CommunicationState::Received | CommunicationState::ToIndex)
}

pub(super) fn name(envelope: &EnvelopeLine, file: &FileLine) -> String {
    envelope_name(&scanning::Named {
        serial: envelope.serial.clone(),
        position: envelope.position,
        file_name: file.file_name.clone(),
        first_page: None,
    })
}

pub(super) fn pile(envelope: &EnvelopeLine, leaves: &[LeafLine], file: &FileLine, may_scan: bool) -> Pile {
    let state = match envelope.state {
        CommunicationState::Received | CommunicationState::ToIndex => Badge::new(Tone::Soon, t("post-pile-to-index")),
        CommunicationState::Registered => Badge::new(Tone::Done, t("post-pile-registered")),
        CommunicationState::NoCase => Badge::new(Tone::Plain, envelope.outcome.clone().unwrap_or_default()),
    };
    let path = format!("/courrier/indexation/{}", envelope.communication);
    // A double has no place of its own: it lies where it was scanned, and is not counted.
    let (mut places, mut shown): (Vec<(u32, u32)>, Vec<Leaf>) = (Vec::new(), Vec::new());
    for leaf in leaves.iter().filter(|leaf| lies_in(envelope, leaf)) {
        let counts = matches!(leaf.standing, Standing::Counts | Standing::EmptyBack);
        let place = places.len() + usize::from(counts);
        let place = u32::try_from(place).unwrap_or(u32::MAX);
        if counts {
            places.push((leaf.number, place));
        }
        let first = leaf.double_of.and_then(|of| places.iter().find(|(number, _)| *number == of));
        let free = may_scan && waits(envelope) && !leaf.separator && leaf.standing == Standing::Counts;
        shown.push(Leaf {
            number: leaf.number,
            place,
            image: pictured(leaf).then(|| leaf.thumbnail(file.id)),
            path: counts.then(|| format!("{path}?page={place}")),
            note: first.map(|(_, place)| t1("post-leaf-double-of", "page", *place)).or_else(|| note(leaf)),
            may_cut: free && place > 1,
        });
    }
    let scanned = envelope.scanned.unwrap_or(0);
    Pile {
        id: envelope.communication.to_string(),
        name: name(envelope, file),
        state,
        counts: match envelope.declared {
            Some(declared) => t2("post-pile-counted", "scanned", scanned, "declared", declared),
            None => t1("post-pages", "count", scanned),
        },
        may_join: may_scan && waits(envelope),
        wrong: envelope.declared.is_some_and(|declared| declared != scanned),
        path,
        may_double: may_scan && envelope.state != CommunicationState::NoCase && places.len() > 1,
        leaves: shown,
    }
}

fn note(leaf: &LeafLine) -> Option<String> {
    match leaf.standing {
        Standing::Replaced => Some(t("post-leaf-replaced")),
        Standing::Double => Some(t("post-leaf-double")),
        Standing::Sealed => Some(t("post-leaf-sealed")),
        Standing::Unplaced => Some(t("post-leaf-unplaced")),
        Standing::EmptyBack => Some(t("post-leaf-empty-back")),
        Standing::Counts if leaf.separator => Some(t("post-page-separator")),
        Standing::Counts if leaf.failed || !leaf.pictured => Some(t("post-page-unreadable")),
        Standing::Counts if leaf.moved.is_some() => Some(t("post-leaf-moved")),
        Standing::Counts if leaf.blank => Some(t("post-page-blank")),
        Standing::Counts => None,
    }
}
