//! The postmark, large, beside its fields; a date read in it is proposed, never filled in.

use chrono::NaiveDate;
use domain::{ChannelKind, PieceKind};
use formats::postmark;
use serde::Deserialize;
use store::{
    StoreError, Transaction,
    reads::{
        indexing::EnvelopeView,
        pages::{self, PageLine, PageView},
    },
};
use web::dates;

use super::{entry::Entry, pieces};

/// What the form says when the date read is taken.
const TAKE: &str = "cachet:";
/// The corner of the envelope that carries the postmark.
pub(crate) struct Postmark {
    pub(crate) image: String,
    pub(crate) view_box: String,
    pub(crate) size: (u32, u32),
    /// Its place in the envelope.
    pub(crate) page: u32,
    /// The date read, as the form takes it and in words.
    pub(crate) read: Option<(String, String)>,
}

impl Postmark {
    /// Where the postmark is looked for; nothing when no page looks like an envelope.
    pub(crate) async fn of(
        tx: &mut Transaction,
        envelope: &EnvelopeView,
        lines: &[PageLine],
        entry: &Entry,
    ) -> Result<Option<Self>, StoreError> {
        if envelope.channel != ChannelKind::Post {
            return Ok(None);
        }
        let found = pieces::suggested(lines, envelope.channel);
        let face = found.into_iter().find(|document| document.kind == PieceKind::Envelope);
        let line =
            face.and_then(|face| Some((face.first, lines.get(usize::try_from(face.first).ok()?.checked_sub(1)?)?)));
        let Some((place, line)) = line.filter(|(_, line)| line.pictured) else { return Ok(None) };
        let page = pages::one(tx, envelope.batch, line.number).await?;
        let found = dated(&page, envelope.received_on);
        let typed = super::entry::date(&entry.postmark);
        Ok(Some(Self {
            image: line.image(envelope.batch, "screen"),
            view_box: view_box(&page, found.as_ref().map(|(_, bounds)| *bounds)),
            size: (page.width.max(1), page.height.max(1)),
            page: place,
            read: found
                .filter(|(date, _)| typed != Some(*date))
                .map(|(date, _)| (format!("{TAKE}{}", dates::iso(date)), dates::long(date))),
        }))
    }
}

/// The same for a second reader, who is told nothing of what the machine read. An envelope that stands upright was perhaps scanned on its
/// side: without a date, nobody knows in which corner its stamp is.
pub(crate) async fn blind(
    tx: &mut Transaction,
    envelope: &EnvelopeView,
    lines: &[PageLine],
) -> Result<Option<Postmark>, StoreError> {
    let seen = Postmark::of(tx, envelope, lines, &Entry::default()).await?;
    let found = seen.filter(|postmark| postmark.size.0 > postmark.size.1 || postmark.read.is_some());
    Ok(found.map(|postmark| Postmark { read: None, ..postmark }))
}

/// The date that the clerk takes from the postmark, when the form says so.
pub(super) fn taken(asked: &str) -> Option<String> {
    asked.strip_prefix(TAKE).map(str::to_owned)
}

/// A word as the reader wrote it.
#[derive(Deserialize)]
struct Word {
    text: String,
    #[serde(rename = "box")]
    bounds: [f32; 4],
}

/// The day that the words of the page say, and where it stands.
fn dated(page: &PageView, received_on: NaiveDate) -> Option<(NaiveDate, [f32; 4])> {
    let words: Vec<Word> =
        page.words.as_array().into_iter().flatten().filter_map(|entry| Word::deserialize(entry).ok()).collect();
    let texts: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
    let (date, said) = postmark::posted(&texts, received_on)?;
    let edge = |axis: usize, pick: fn(f32, f32) -> f32| words[said.clone()].iter().map(|w| w.bounds[axis]).reduce(pick);
    Some((date, [edge(0, f32::min)?, edge(1, f32::min)?, edge(2, f32::max)?, edge(3, f32::max)?]))
}

/// The part of the page that is shown: around the date that was read, else the upper right corner, where stamps are.
fn view_box(page: &PageView, date: Option<[f32; 4]>) -> String {
    let side = |length: u32| f32::from(u16::try_from(length.max(1)).unwrap_or(u16::MAX));
    let (width, height) = (side(page.width), side(page.height));
    let landscape = width > height;
    let (w, h) = (width * 0.5, if landscape { height * 0.6 } else { height * 0.32 });
    let (x, y) = match date {
        Some([left, top, right, bottom]) => {
            (f32::midpoint(left, right) - w / 2.0, f32::midpoint(top, bottom) - h / 2.0)
        }
        None => (width - w, 0.0),
    };
    let (x, y) = (x.clamp(0.0, width - w), y.clamp(0.0, height - h));
    format!("{x:.0} {y:.0} {w:.0} {h:.0}")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("date")
    }

    fn page(words: &[&str]) -> PageView {
        let words: Vec<_> = (0_u16..)
            .zip(words)
            .map(|(at, word)| json!({ "text": word, "box": [600 + at * 50, 40, 640 + at * 50, 60] }))
            .collect();
        PageView {
            width: 1000,
            height: 700,
            text: String::new(),
            text_source: 2,
            words: json!(words),
            codes: json!([]),
        }
    }

    #[test]
    fn a_date_that_the_letter_cannot_have_is_not_proposed() {
        let received = day("2026-11-16");
        let found = |words: &[&str]| dated(&page(words), received).map(|(date, _)| date);
        assert_eq!(found(&["STRASBOURG", "12", "NOV", "26"]), Some(day("2026-11-12")));
        assert_eq!(found(&["17-11-26"]), None, "after its reception");
        assert_eq!(found(&["14-02-90", "03-05-2018"]), None, "dates of birth");
        assert_eq!(found(&["2", "RUE", "DE", "PARIS"]), None);
    }

    #[test]
    fn the_picture_shows_the_date_that_was_read_or_the_corner_of_the_stamp() {
        let page = page(&["12-11-26"]);
        assert_eq!(view_box(&page, None), "500 0 500 420");
        assert_eq!(view_box(&page, Some([400.0, 300.0, 500.0, 340.0])), "200 110 500 420");
        assert_eq!(view_box(&page, Some([980.0, 0.0, 1000.0, 20.0])), "500 0 500 420", "never outside the page");
    }
}
