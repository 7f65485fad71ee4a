use askama::{Template, filters::HtmlSafe};

use crate::text::t2;

/// A word or zone lit on the page, in pixels of the page image.
#[derive(Clone, Debug, PartialEq)]
pub struct Highlight {
    /// Left edge.
    pub x: f32,
    /// Top edge.
    pub y: f32,
    /// Width.
    pub width: f32,
    /// Height.
    pub height: f32,
    /// What was read there, and what it is proposed for.
    pub label: String,
}

/// A page among those of the envelope.
#[derive(Clone, Debug)]
pub struct Thumbnail {
    /// Page number.
    pub number: u32,
    /// The small picture.
    pub image: String,
    /// The page that shows it large.
    pub path: String,
    /// A word on it (`MRZ`, `vide`, `séparateur`).
    pub note: Option<String>,
    /// What a person or the machine says it is.
    pub kind: Option<String>,
    /// True for the page shown large.
    pub current: bool,
}

/// How large the page is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Zoom {
    /// The whole page.
    #[default]
    Fit,
    /// As wide as its place.
    Width,
    /// One and a half times its place.
    Large,
    /// Twice and a half its place.
    Larger,
}

impl Zoom {
    /// Every zoom, smallest first.
    pub const ALL: [Self; 4] = [Self::Fit, Self::Width, Self::Large, Self::Larger];

    /// The word of the query parameter `zoom` and of the class.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Fit => "page",
            Self::Width => "largeur",
            Self::Large => "150",
            Self::Larger => "250",
        }
    }

    /// The zoom of a query parameter; the whole page when it is none.
    #[must_use]
    pub fn of(word: &str) -> Self {
        Self::ALL.into_iter().find(|zoom| zoom.word() == word).unwrap_or_default()
    }

    fn neighbour(self, step: isize) -> Option<Self> {
        let here = Self::ALL.iter().position(|zoom| *zoom == self)?;
        here.checked_add_signed(step).and_then(|index| Self::ALL.get(index)).copied()
    }
}

/// How far the page is turned clockwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Turn {
    /// As it is.
    #[default]
    None,
    /// A quarter.
    Quarter,
    /// Upside down.
    Half,
    /// Three quarters.
    ThreeQuarters,
}

impl Turn {
    /// The degrees, also the query parameter `rotation`.
    #[must_use]
    pub const fn degrees(self) -> u16 {
        match self {
            Self::None => 0,
            Self::Quarter => 90,
            Self::Half => 180,
            Self::ThreeQuarters => 270,
        }
    }

    /// The turn of a query parameter; none when it is no quarter turn.
    #[must_use]
    pub const fn of(degrees: u16) -> Self {
        match degrees {
            90 => Self::Quarter,
            180 => Self::Half,
            270 => Self::ThreeQuarters,
            _ => Self::None,
        }
    }

    const fn next(self) -> Self {
        match self {
            Self::None => Self::Quarter,
            Self::Quarter => Self::Half,
            Self::Half => Self::ThreeQuarters,
            Self::ThreeQuarters => Self::None,
        }
    }
}

/// A page image with words lit on it, the other pages beside it, and links to zoom, turn and go on that work
/// without JavaScript.
#[derive(Clone, Debug, Template)]
#[template(path = "parts/sheet.html")]
pub struct Sheet {
    /// The page shown.
    pub number: u32,
    /// How many there are.
    pub total: u32,
    /// The picture.
    pub image: String,
    /// Its width in pixels (of the full image: highlights are in the same pixels).
    pub width: u32,
    /// Its height in pixels.
    pub height: u32,
    /// What it shows, for those who do not see it.
    pub shows: String,
    /// The words lit.
    pub highlights: Vec<Highlight>,
    /// All pages.
    pub thumbnails: Vec<Thumbnail>,
    /// How large.
    pub zoom: Zoom,
    /// How turned.
    pub turn: Turn,
    /// The path of the page shown with what must stay in the query, ending in `?` or `&`.
    pub base: String,
    /// What was read on the page, for those who do not see it and to copy from.
    pub text: Option<String>,
    /// Where that text comes from, when it is to be told.
    pub text_note: Option<String>,
}

impl HtmlSafe for Sheet {}

impl Sheet {
    fn link(&self, zoom: Zoom, turn: Turn) -> String {
        format!("{}zoom={}&rotation={}", self.base, zoom.word(), turn.degrees())
    }

    fn larger(&self) -> Option<String> {
        self.zoom.neighbour(1).map(|zoom| self.link(zoom, self.turn))
    }

    fn smaller(&self) -> Option<String> {
        self.zoom.neighbour(-1).map(|zoom| self.link(zoom, self.turn))
    }

    fn turned(&self) -> String {
        self.link(self.zoom, self.turn.next())
    }

    fn position(&self) -> String {
        t2("sheet-position", "number", self.number, "total", self.total)
    }

    fn neighbour(&self, step: i64) -> Option<&str> {
        let wanted = u32::try_from(i64::from(self.number) + step).ok()?;
        self.thumbnails.iter().find(|page| page.number == wanted).map(|page| page.path.as_str())
    }

    fn lying(&self) -> bool {
        matches!(self.turn, Turn::Quarter | Turn::ThreeQuarters)
    }

    fn view_box(&self) -> String {
        let (width, height) = if self.lying() { (self.height, self.width) } else { (self.width, self.height) };
        format!("0 0 {width} {height}")
    }

    fn transform(&self) -> String {
        match self.turn {
            Turn::None => String::new(),
            Turn::Quarter => format!("translate({} 0) rotate(90)", self.height),
            Turn::Half => format!("translate({} {}) rotate(180)", self.width, self.height),
            Turn::ThreeQuarters => format!("translate(0 {}) rotate(270)", self.width),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_can_be_made_larger_until_the_largest() {
        assert_eq!(Zoom::of("page").neighbour(1), Some(Zoom::Width));
        assert_eq!(Zoom::of("250").neighbour(1), None);
        assert_eq!(Zoom::of("page").neighbour(-1), None);
        assert_eq!(Zoom::of("tout"), Zoom::Fit);
    }

    #[test]
    fn four_quarter_turns_bring_the_page_back() {
        assert_eq!(Turn::None.next().next().next().next(), Turn::None);
        assert_eq!(Turn::of(270).degrees(), 270);
        assert_eq!(Turn::of(45), Turn::None);
    }
}
