//! The pages of an envelope as pages of the mailroom show them beside their fields.

use serde::Deserialize;
use store::{
    StoreError, Transaction,
    reads::{
        indexing::EnvelopeView,
        pages::{self, PageLine, PageView},
    },
};
use web::{
    parts::{Highlight, Sheet, Thumbnail, Turn, Zoom},
    t2,
};

use crate::text_source;

/// Which page is looked at, and how.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct Looked {
    pub(crate) page: Option<u32>,
    pub(crate) zoom: Option<String>,
    pub(crate) rotation: Option<u16>,
}

/// How the pages of an envelope are shown.
pub(crate) struct Leaves<'a> {
    pub(crate) envelope: &'a EnvelopeView,
    pub(crate) lines: &'a [PageLine],
    /// The address of a page by its place in the envelope, with something after `?`.
    pub(crate) link: &'a (dyn Fn(u32) -> String + Sync),
    /// A word on a page.
    pub(crate) note: &'a (dyn Fn(&PageLine) -> Option<String> + Sync),
}

impl Leaves<'_> {
    /// The place of the page looked at, from 1, and its number in the batch; nothing when there is no page.
    pub(crate) fn shown(&self, looked: &Looked, usual: u32) -> Option<(u32, u32)> {
        let total = u32::try_from(self.lines.len()).unwrap_or(u32::MAX);
        let place = looked.page.unwrap_or(usual).clamp(1, total.max(1));
        let line = usize::try_from(place - 1).ok().and_then(|index| self.lines.get(index))?;
        Some((place, line.number))
    }

    /// The page at a place, with what is lit on it.
    pub(crate) async fn sheet(
        &self,
        tx: &mut Transaction,
        (place, number): (u32, u32),
        looked: &Looked,
        lit: impl Fn(&PageView) -> Vec<Highlight>,
    ) -> Result<Sheet, StoreError> {
        let batch = self.envelope.batch;
        let page = pages::one(tx, batch, number).await?;
        let total = u32::try_from(self.lines.len()).unwrap_or(u32::MAX);
        let thumbnails = (1..).zip(self.lines).map(|(at, line)| Thumbnail {
            number: at,
            image: line.image(batch, "thumbnail"),
            path: (self.link)(at),
            note: (self.note)(line),
            kind: None,
            current: at == place,
        });
        Ok(Sheet {
            number: place,
            total,
            image: usize::try_from(place - 1)
                .ok()
                .and_then(|index| self.lines.get(index))
                .map(|line| line.image(batch, "screen"))
                .unwrap_or_default(),
            width: page.width.max(1),
            height: page.height.max(1),
            shows: t2("post-page-shows", "number", place, "total", total),
            highlights: lit(&page),
            thumbnails: thumbnails.collect(),
            zoom: Zoom::of(looked.zoom.as_deref().unwrap_or("")),
            turn: Turn::of(looked.rotation.unwrap_or(0)),
            base: format!("{}&", (self.link)(place)),
            text_note: text_source::note(page.text_source),
            text: Some(page.text).filter(|text| !text.trim().is_empty()),
        })
    }
}
