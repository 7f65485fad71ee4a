//! The papers that people enclose, drawn sheet by sheet with their true text.

mod card;
mod certificate;
mod civil;
mod envelope;
mod form;
mod letter;
mod money;
mod passport;
mod photos;
mod portrait;

use domain::PieceKind;

use crate::{WorldError, setting::Setting, sheet::Sheet, story::Paper, truth::PageKind};

pub(crate) use envelope::{back, front};

/// A drawn page, before it meets the scanner.
pub(crate) struct Draft {
    pub sheet: Sheet,
    pub kind: PageKind,
    /// The piece it belongs to; pages of one piece follow each other.
    pub piece: PieceKind,
    /// Index of the person in the story.
    pub person: Option<usize>,
    /// Most of its text is in a person's hand.
    pub handwritten: bool,
    /// Lines of machine-readable zones on it.
    pub mrz: Vec<String>,
    /// Payloads of its barcodes.
    pub codes: Vec<String>,
}

impl Draft {
    pub(crate) const fn new(sheet: Sheet, kind: PageKind, piece: PieceKind) -> Self {
        Self { sheet, kind, piece, person: Some(0), handwritten: false, mrz: Vec::new(), codes: Vec::new() }
    }
    pub(crate) const fn of(mut self, person: usize) -> Self {
        self.person = Some(person);
        self
    }
    pub(crate) const fn by_hand(mut self, hand: bool) -> Self {
        self.handwritten = hand;
        self
    }
}

/// Draws one enclosed paper: one or several pages.
pub(crate) fn draw(paper: &Paper, setting: &Setting) -> Result<Vec<Draft>, WorldError> {
    Ok(match paper {
        Paper::Letter { face, place, text } => vec![letter::letter(setting, *face, place, text)],
        Paper::Form { urgency } => form::form(setting, urgency),
        Paper::Card { of } => vec![card::card(setting, *of)?],
        Paper::Passport { of } => vec![passport::passport(setting, *of)?],
        Paper::Invoice { supplier } => vec![money::invoice(setting, supplier)],
        Paper::Birth { of, child } => vec![civil::birth(setting, *of, child.as_ref())],
        Paper::Payslip { employer, job, net, months_ago, blotted } => {
            vec![money::payslip(
                setting,
                &money::Job { employer, title: job, net: *net, months_ago: *months_ago, blotted: *blotted },
            )]
        }
        Paper::Photos { of } => vec![photos::photos(setting, *of)],
        Paper::Certificate { piece, issuer, title, text, signatory } => {
            vec![certificate::certificate(
                setting,
                &certificate::Words { piece: *piece, issuer, title, text, signatory },
            )]
        }
        Paper::Sealed { addressee } => vec![envelope::sealed(addressee)],
        Paper::Blank => vec![Draft::new(Sheet::a4(), PageKind::Blank, PieceKind::Other)],
    })
}
