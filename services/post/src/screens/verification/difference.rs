//! Both readings side by side, and what each makes of the date that counts.

use casework::Casework;
use chrono::NaiveDate;
use domain::{EnvelopeReading, Evidence, ReadMark};
use law::evidence::EvidenceFound;
use web::{dates, parts::Why, t, t1, tw, words};

/// A mark, as each person read it.
pub(super) struct Line {
    pub(super) mark: String,
    pub(super) first: String,
    pub(super) second: String,
    pub(super) differs: bool,
}

/// A date, with what proves it.
pub(super) struct Dated {
    pub(super) date: String,
    pub(super) proof: String,
    pub(super) why: Why,
}

/// Both readings.
pub(super) struct Difference {
    pub(super) lines: Vec<Line>,
    pub(super) now: Dated,
    pub(super) corrected: Dated,
    pub(super) effect: String,
    /// The later day that the second reading gives alone: two persons are needed for it.
    pub(super) later: Option<String>,
}

impl Difference {
    pub(super) fn of(
        casework: &Casework,
        (first, second): (&EnvelopeReading, &EnvelopeReading),
        received_on: NaiveDate,
        kept: &[Evidence],
        alone: NaiveDate,
    ) -> Self {
        let (now, both) = casework::check_dates(casework, first, second, received_on, kept);
        let later = (alone > now.evidence.date()).then(|| dates::long(alone));
        let effect = if let Some(date) = &later {
            t1("post-check-effect-later", "date", date)
        } else if both.evidence.date() < now.evidence.date() {
            t1("post-check-effect-earlier", "date", dates::long(both.evidence.date()))
        } else {
            t("post-check-effect-none")
        };
        Self { lines: lines(first, second), now: dated(now), corrected: dated(both), effect, later }
    }
}

/// Every mark as two readings have it.
pub(super) fn lines(first: &EnvelopeReading, second: &EnvelopeReading) -> Vec<Line> {
    let differing = first.differences(second);
    let line = |mark: &ReadMark| Line {
        mark: tw("post-check-mark", mark.word()),
        first: said(first, *mark),
        second: said(second, *mark),
        differs: differing.contains(mark),
    };
    ReadMark::ALL.iter().map(line).collect()
}

pub(super) fn dated(found: EvidenceFound) -> Dated {
    Dated {
        date: dates::long(found.evidence.date()),
        proof: words::evidence_kind(found.evidence.chosen().kind),
        why: Why {
            because: found.why.because,
            source: found.why.source,
            rule: found.why.rule,
            rule_page: None,
            version: found.why.version,
        },
    }
}

/// What was read of a mark, in words.
fn said(reading: &EnvelopeReading, mark: ReadMark) -> String {
    let day = |date: Option<NaiveDate>| date.map_or_else(|| t("post-check-nothing"), dates::long);
    match mark {
        ReadMark::Postmark => day(reading.postmark_on),
        ReadMark::Legibility => {
            reading.legibility.map_or_else(|| t("post-check-nothing"), |l| tw("post-legibility", l.word()))
        }
        ReadMark::RegisteredNumber => reading
            .registered_number
            .as_ref()
            .map_or_else(|| t("post-check-nothing"), |typed| formats::TrackingNumber::parse(typed).printed()),
        ReadMark::Deposit => day(reading.deposit_on),
        ReadMark::LetterDate => day(reading.letter_date),
        ReadMark::Franking => day(reading.franking_on),
        ReadMark::Tracking => day(reading.tracked_on),
    }
}
