//! How urgency is told.

use law::urgency::{Band, Reason, Weighed};
use store::reads::case_list::UrgencyLine;
use web::{
    dates,
    parts::{self, Badge},
    t, t1, t2,
};

/// What is kept of the urgency of a case; nothing when another version of the program wrote it in its own way: it is computed again soon.
pub(crate) fn read(line: &UrgencyLine) -> Option<Weighed> {
    serde_json::from_value(line.reasons.clone()).ok()
}

/// The band of the law as the pages show it.
pub(crate) const fn band(band: Band) -> parts::Band {
    match band {
        Band::P0 => parts::Band::P0,
        Band::P1 => parts::Band::P1,
        Band::P2 => parts::Band::P2,
        Band::P3 => parts::Band::P3,
    }
}

/// The badge of a band.
pub(crate) fn badge(of: Band) -> Badge {
    band(of).badge()
}

/// A reason with its day (`Titre ou document expiré, sans document provisoire valable, 12 nov. 2026`).
pub(crate) fn reason(reason: &Reason) -> String {
    let dated = t2("urgency-reason", "label", &reason.label, "date", dates::short(reason.on));
    match (reason.declared_only, reason.halved) {
        (false, _) => dated,
        (true, false) => t1("urgency-declared", "reason", dated),
        (true, true) => t1("urgency-declared-long-ago", "reason", dated),
    }
}

/// The reasons that weigh most, in a few words; none when the case waits for its turn.
pub(crate) fn in_short(urgency: &Weighed) -> Option<String> {
    let mut reasons: Vec<&Reason> = urgency.reasons.iter().collect();
    reasons.sort_by_key(|reason| (!reason.first_band, std::cmp::Reverse(reason.points)));
    let mut words: Vec<String> = reasons.into_iter().take(2).map(reason).collect();
    if urgency.decided_until.is_some() {
        words.insert(0, t("urgency-decided"));
    } else if urgency.raised {
        words.push(t("urgency-raised"));
    }
    (!words.is_empty()).then(|| words.join(" ; "))
}
