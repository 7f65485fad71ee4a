use domain::{CaseId, LetterState};
use store::reads::case_view::LetterLine;
use web::{
    Web, dates,
    parts::{Badge, Tone},
    words,
};

/// A letter of the case.
pub(crate) struct LetterView {
    pub(crate) name: String,
    pub(crate) code: &'static str,
    pub(crate) state: Badge,
    pub(crate) since: String,
    pub(crate) pdf: Option<String>,
}

impl LetterView {
    pub(crate) fn of(case: CaseId, line: &LetterLine, web: &Web) -> Self {
        Self {
            name: words::letter_kind(line.kind),
            code: line.kind.word(),
            state: Badge::new(tone(line.state), words::letter_state(line.state)),
            since: dates::short_instant(line.since, web.zone()),
            pdf: line.pdf.map(|_| format!("/dossiers/{case}/lettres/{}", line.id)),
        }
    }
}

const fn tone(state: LetterState) -> Tone {
    match state {
        LetterState::HandedToPost | LetterState::HandedOver | LetterState::Sent => Tone::Done,
        LetterState::Held => Tone::Late,
        LetterState::Requested
        | LetterState::Prepared
        | LetterState::Approved
        | LetterState::Printed
        | LetterState::Cancelled => Tone::Plain,
    }
}
