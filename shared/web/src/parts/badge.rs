use std::cmp::Ordering;

use askama::{Template, filters::HtmlSafe};
use chrono::NaiveDate;

use crate::text::t;

/// The colours of the product: blue is for actions and is no tone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// A plain fact.
    Plain,
    /// Done.
    Done,
    /// A duty comes.
    Soon,
    /// A duty is late or grave.
    Late,
}

impl Tone {
    /// The part of the class.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Done => "done",
            Self::Soon => "soon",
            Self::Late => "late",
        }
    }

    /// The shape beside the word: colour never stands alone.
    #[must_use]
    pub const fn shape(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Done => "✓",
            Self::Soon => "◆",
            Self::Late => "▲",
        }
    }
}

/// A word with its tone and shape.
#[derive(Clone, Debug, Template)]
#[template(path = "parts/badge.html")]
pub struct Badge {
    tone: Tone,
    word: String,
}

impl HtmlSafe for Badge {}

impl Badge {
    /// A badge.
    #[must_use]
    pub fn new(tone: Tone, word: impl Into<String>) -> Self {
        Self { tone, word: word.into() }
    }

    /// A duty that a day ends: late after it, pressing on it.
    #[must_use]
    pub fn due(on: NaiveDate, today: NaiveDate, word: impl Into<String>) -> Self {
        let tone = match on.cmp(&today) {
            Ordering::Less => Tone::Late,
            Ordering::Equal => Tone::Soon,
            Ordering::Greater => Tone::Plain,
        };
        Self::new(tone, word)
    }
}

/// The band of urgency of a case, most urgent first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Band {
    /// P0: danger or loss of rights now.
    P0,
    /// P1: urgent.
    P1,
    /// P2: soon.
    P2,
    /// P3: in its turn.
    P3,
}

impl Band {
    /// Its badge.
    #[must_use]
    pub fn badge(self) -> Badge {
        let tone = match self {
            Self::P0 => Tone::Late,
            Self::P1 => Tone::Soon,
            Self::P2 | Self::P3 => Tone::Plain,
        };
        Badge::new(tone, self.words())
    }

    /// Its words.
    #[must_use]
    pub fn words(self) -> String {
        match self {
            Self::P0 => t("band-p0"),
            Self::P1 => t("band-p1"),
            Self::P2 => t("band-p2"),
            Self::P3 => t("band-p3"),
        }
    }
}
