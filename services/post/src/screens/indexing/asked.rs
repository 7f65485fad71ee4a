use serde::Deserialize;
use web::parts::{Turn, Zoom};

use crate::screens::Fields;

/// Which page of the envelope is looked at, and how: from the address, or from the form sent.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct Asked {
    page: Option<u32>,
    zoom: Option<String>,
    rotation: Option<u16>,
    autre: Option<u8>,
}

impl Asked {
    /// As the form says.
    pub(crate) fn of(fields: &Fields) -> Self {
        let page = fields.some("voir").or_else(|| fields.some("page")).and_then(|page| page.parse().ok());
        let zoom = fields.some("zoom").map(str::to_owned);
        let autre = fields.has("autre").then_some(1);
        Self { page, zoom, rotation: fields.get("rotation").parse().ok(), autre }
    }

    /// The page among `count`, from 1.
    pub(crate) fn page(&self, count: u32, usual: u32) -> u32 {
        self.page.unwrap_or(usual).clamp(1, count.max(1))
    }

    /// One more request out of an envelope that is registered.
    pub(crate) const fn another(&self) -> bool {
        self.autre.is_some()
    }

    pub(crate) fn zoom(&self) -> Zoom {
        Zoom::of(self.zoom.as_deref().unwrap_or(""))
    }

    pub(crate) fn turn(&self) -> Turn {
        Turn::of(self.rotation.unwrap_or(0))
    }
}
