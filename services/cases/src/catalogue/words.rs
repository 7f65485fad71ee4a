//! How rows, their dates and their certainty are told.

use chrono::NaiveDate;
use law::{CatalogueRow, Certainty, Period, RowKind};
use web::{
    dates,
    parts::{Badge, Tone},
    t1, t2, tw,
};

const CLIPPED: usize = 140;

/// What a row is called: its label, or what it is about when its file gives none.
pub(crate) fn name(row: CatalogueRow<'_>) -> String {
    match row {
        CatalogueRow::Mention(mention) => clipped(&mention.text),
        CatalogueRow::WorkRight(right) => t1("rules-work-of", "article", &right.article),
        CatalogueRow::SharedPostcode(shared) => shared.postcodes.join(", "),
        other => other.label().unwrap_or_default().to_owned(),
    }
}

/// The identifier that officers and letters use; the keys of the other tables stay inside.
pub(crate) fn code(row: CatalogueRow<'_>) -> Option<String> {
    matches!(row.kind(), RowKind::Title | RowKind::Rule).then(|| row.key())
}

/// The code and the name.
pub(crate) fn full_name(row: CatalogueRow<'_>) -> String {
    code(row).into_iter().chain([name(row)]).collect::<Vec<_>>().join(" · ")
}

/// How sure a row is, as a badge.
pub(crate) fn certainty(certainty: Certainty) -> Badge {
    let tone = match certainty {
        Certainty::Verified => Tone::Done,
        Certainty::Secondary => Tone::Plain,
        Certainty::Memory => Tone::Soon,
    };
    Badge::new(tone, tw("rules-certainty", certainty.word()))
}

/// When a version applies (`depuis le 1er mai 2021`, `du 1er mai 2021 au 30 avr. 2026`).
pub(crate) fn period(period: &Period) -> String {
    let from = dates::short(period.effective_from);
    match period.effective_to {
        Some(last) => t2("rules-from-to", "from", from, "to", dates::short(last)),
        None => t1("rules-since", "from", from),
    }
}

/// Why a version does not apply on a day, when it does not.
pub(crate) fn out_of_force(period: &Period, day: NaiveDate) -> Option<String> {
    match period.effective_to {
        _ if day < period.effective_from => Some(t1("rules-not-yet", "date", dates::long(period.effective_from))),
        Some(last) if last < day => Some(t1("rules-no-longer", "date", dates::long(last))),
        Some(_) | None => None,
    }
}

/// A long text cut at a word.
pub(crate) fn clipped(text: &str) -> String {
    if text.chars().count() <= CLIPPED {
        return text.to_owned();
    }
    let start: String = text.chars().take(CLIPPED).collect();
    let cut = start.rsplit_once(' ').map_or(start.as_str(), |(before, _)| before);
    format!("{} …", cut.trim_end_matches([',', ';']))
}
