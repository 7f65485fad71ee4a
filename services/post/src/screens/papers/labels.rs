//! The labels of places, to stick on boxes and shelves: bars that the hand scanner reads, and the same in words.

use askama::Template;
use axum::extract::State;
use store::papers;
use web::{Frame, Page, Problem, Staff, View, t, words};

use super::{Desk, HERE};

/// What the bars of a place begin with.
const PREFIX: &str = "PSL1/";

/// The code of a place, when its label was scanned.
pub(crate) fn read(text: &str) -> Option<&str> {
    text.trim().strip_prefix(PREFIX).filter(|code| !code.is_empty())
}

/// A label.
pub(crate) struct Label {
    pub(crate) code: String,
    pub(crate) kind: String,
    pub(crate) name: String,
    pub(crate) bars: String,
}

#[derive(Template)]
#[template(path = "post/labels.html")]
pub(crate) struct LabelsPage {
    page: Page,
    labels: Vec<Label>,
}

/// `/courrier/papier/etiquettes`
pub(crate) async fn show(State(desk): State<Desk>, staff: Staff, frame: Frame) -> Result<View<LabelsPage>, Problem> {
    let mut tx = desk.begin(&staff).await?;
    let places = papers::places(&mut tx).await?;
    let label = |(place, _): &(papers::Place, u32)| {
        Ok::<Label, Problem>(Label {
            code: place.code.clone(),
            kind: words::place_kind(place.kind),
            name: place.name.clone(),
            bars: letters::linear_code(&format!("{PREFIX}{}", place.code)).map_err(Problem::internal)?,
        })
    };
    Ok(View(LabelsPage {
        page: Page::new(&frame, t("post-papers-labels")).under(HERE, t("post-papers-title")),
        labels: places.iter().map(label).collect::<Result<_, _>>()?,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_label_of_a_place_is_told_from_a_separator_sheet() {
        assert_eq!(read("PSL1/B12"), Some("B12"));
        assert_eq!((read("PSR1/E/A7K2/012/09"), read("B12"), read("PSL1/")), (None, None, None));
    }
}
