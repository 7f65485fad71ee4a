//! What a letter must say, as data, and the check that its pages really say it.

use std::collections::BTreeMap;

use typst::{
    foundations::{Content, Value},
    introspection::{MetadataElem, Tag},
    layout::{Frame, FrameItem},
};
use typst_layout::PagedDocument;

use crate::LetterError;

/// A mention without which a letter may not leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MandatoryMention {
    /// The key that templates write: `#mention("reception-date")[...]`.
    pub key: &'static str,
    /// What the mention is, in French.
    pub words: &'static str,
    /// The text that asks for it.
    pub source: &'static str,
}

/// A mention that this letter owes, with the texts that must stand in its place.
pub struct Due {
    /// Which one.
    pub mention: &'static MandatoryMention,
    /// Texts that must be printed inside the mention.
    pub texts: Vec<String>,
}

/// Mentions that stand in the items of a list: each item that owes one has its own.
const IN_ITEMS: [&str; 2] = ["indispensable", "alternatives"];

/// What the pages print inside each mention, blanks removed.
pub struct Placed(BTreeMap<String, String>);

impl Placed {
    /// Reads the pages from first to last.
    pub fn read(pages: &PagedDocument) -> Self {
        let mut reading = Reading::default();
        for page in pages.pages() {
            reading.frame(&page.frame);
        }
        Self(reading.placed)
    }

    /// Checks that everything due is printed.
    ///
    /// # Errors
    /// `MissingMention` for the first that is not.
    pub fn check(&self, letter: &'static str, due: &[Due]) -> Result<(), LetterError> {
        for Due { mention, texts } in due {
            self.gap(mention.key, texts).map_or(Ok(()), |reason| {
                Err(LetterError::MissingMention {
                    letter,
                    mention: mention.key,
                    source_text: mention.source,
                    reason: reason.to_owned(),
                })
            })?;
        }
        Ok(())
    }

    /// The keys due that are not printed.
    pub fn missing(&self, due: &[Due]) -> Vec<&'static str> {
        due.iter().filter(|due| self.gap(due.mention.key, &due.texts).is_some()).map(|due| due.mention.key).collect()
    }

    fn gap(&self, key: &str, texts: &[String]) -> Option<&'static str> {
        if texts.is_empty() || texts.iter().any(|text| text.trim().is_empty()) {
            return Some("the data of the letter leave it empty");
        }
        let Some(printed) = self.0.get(key) else { return Some("the template does not place it") };
        let texts: Vec<String> = texts.iter().map(|text| without_blanks(text)).collect();
        // Of what each item of a list owes, as many as there are; one alone would hide that the others lack it.
        let owed =
            |text: &String| if IN_ITEMS.contains(&key) { texts.iter().filter(|t| *t == text).count() } else { 1 };
        if texts.iter().all(|text| printed.matches(text.as_str()).count() >= owed(text)) {
            None
        } else {
            Some("the template places it without its text")
        }
    }
}

/// A walk over the pages: which mentions are open, what was printed in each.
#[derive(Default)]
struct Reading {
    open: Vec<String>,
    placed: BTreeMap<String, String>,
}

impl Reading {
    fn frame(&mut self, frame: &Frame) {
        for (_, item) in frame.items() {
            match item {
                FrameItem::Group(group) => self.frame(&group.frame),
                FrameItem::Text(text) => self.print(&text.text),
                FrameItem::Tag(Tag::Start(content, _)) => self.tag(content),
                FrameItem::Tag(Tag::End(..)) | FrameItem::Shape(..) | FrameItem::Image(..) | FrameItem::Link(..) => {}
            }
        }
    }

    fn tag(&mut self, content: &Content) {
        let Some(Value::Str(marker)) = content.to_packed::<MetadataElem>().map(|element| &element.value) else {
            return;
        };
        if let Some(key) = marker.strip_prefix("mention:") {
            self.open.push(key.to_owned());
            self.placed.entry(key.to_owned()).or_default();
        } else if let Some(key) = marker.strip_prefix("end-mention:") {
            self.open.retain(|open| open != key);
        }
    }

    fn print(&mut self, text: &str) {
        let text = without_blanks(text);
        for key in &self.open {
            self.placed.entry(key.clone()).or_default().push_str(&text);
        }
    }
}

/// Texts are compared without blanks and with one kind of apostrophe: lines break where they must.
fn without_blanks(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).map(|c| if c == '’' { '\'' } else { c }).collect()
}
