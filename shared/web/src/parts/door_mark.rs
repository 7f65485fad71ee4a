use askama::{Template, filters::HtmlSafe};
use domain::ChannelKind;

use crate::words;

/// The mark of a door, drawn once. Named, it carries its word for those who do not see it and as a tooltip.
#[derive(Clone, Debug, Template)]
#[template(path = "parts/door_mark.html")]
pub struct DoorMark {
    channel: ChannelKind,
    name: Option<String>,
}

impl HtmlSafe for DoorMark {}

impl DoorMark {
    /// A mark beside its word.
    #[must_use]
    pub const fn bare(channel: ChannelKind) -> Self {
        Self { channel, name: None }
    }

    /// A mark that stands alone.
    #[must_use]
    pub fn named(channel: ChannelKind) -> Self {
        Self { channel, name: Some(words::channel(channel)) }
    }
}
