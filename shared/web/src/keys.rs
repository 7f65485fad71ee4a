//! The page of keys, for browsers without scripts (with them, `?` opens the same list over the page).

use askama::Template;

use crate::{Frame, Page, View, text::t};

#[derive(Template)]
#[template(path = "keys.html")]
pub(crate) struct KeysPage {
    page: Page,
}

pub(crate) async fn show(frame: Frame) -> View<KeysPage> {
    View(KeysPage { page: Page::new(&frame, t("keys-title")) })
}
