//! A real Chromium, driven as a person drives it.

use std::{path::Path, time::Duration};

use chromiumoxide::{
    Browser, BrowserConfig, Page,
    cdp::browser_protocol::{
        emulation::SetDeviceMetricsOverrideParams,
        input::{DispatchKeyEventParams, DispatchKeyEventType},
    },
};
use futures::StreamExt as _;
use tempfile::TempDir;
use tokio::task::JoinHandle;

/// The browser and its one tab.
pub(super) struct Chromium {
    _browser: Browser,
    events: JoinHandle<()>,
    _profile: TempDir,
    pub(super) page: Page,
}

impl Chromium {
    /// Starts Debian's Chromium; `None` when it is not installed.
    pub(super) async fn start() -> Option<Self> {
        let program = Path::new("/usr/bin/chromium");
        if !program.exists() {
            return None;
        }
        let profile = tempfile::tempdir().unwrap();
        let quiet = [
            "disable-gpu",
            "no-first-run",
            "disable-background-networking",
            "disable-component-update",
            "disable-sync",
        ];
        let config = BrowserConfig::builder()
            .chrome_executable(program)
            .user_data_dir(profile.path())
            .no_sandbox()
            .launch_timeout(Duration::from_mins(1))
            .request_timeout(Duration::from_mins(1))
            .args(quiet)
            .build()
            .unwrap();
        let (browser, mut handler) = Browser::launch(config).await.unwrap();
        let events = tokio::spawn(async move { while handler.next().await.is_some() {} });
        let page = browser.new_page("about:blank").await.unwrap();
        Some(Self { _browser: browser, events, _profile: profile, page })
    }

    pub(super) async fn open(&self, address: &str) {
        self.page.goto(address).await.unwrap();
        self.page.wait_for_navigation().await.unwrap();
    }

    pub(super) async fn width(&self, pixels: i64) {
        let size = SetDeviceMetricsOverrideParams::new(pixels, 900, 1.0, false);
        self.page.execute(size).await.unwrap();
    }

    /// Presses a key with the page focused; `modifiers` as the protocol counts them (2 is Ctrl).
    pub(super) async fn press(&self, key: &str, modifiers: i64) {
        for kind in [DispatchKeyEventType::KeyDown, DispatchKeyEventType::KeyUp] {
            let mut event = DispatchKeyEventParams::new(kind);
            event.key = Some(key.to_owned());
            event.modifiers = Some(modifiers);
            if key.chars().count() == 1 && modifiers == 0 {
                event.text = Some(key.to_owned());
            }
            self.page.execute(event).await.unwrap();
        }
    }

    /// Writes into a field, as on a keyboard.
    pub(super) async fn write(&self, field: &str, words: &str) {
        self.page.find_element(field).await.unwrap().click().await.unwrap().type_str(words).await.unwrap();
    }

    /// What a script answers.
    pub(super) async fn ask<T: serde::de::DeserializeOwned>(&self, script: &str) -> T {
        self.page.evaluate(script).await.unwrap().into_value().unwrap()
    }

    /// Waits until a script answers true.
    pub(super) async fn until(&self, script: &str) {
        for _ in 0..300 {
            if self.ask::<bool>(script).await {
                return;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("it never comes true: {script}");
    }

    /// Waits until the page says `words`.
    pub(super) async fn wait_for(&self, words: &str) {
        for _ in 0..300 {
            if let Ok(text) = self.page.evaluate("document.body ? document.body.innerText : ''").await
                && text.into_value::<String>().is_ok_and(|text| text.contains(words))
            {
                return;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        let text: String = self.ask("document.body.innerText").await;
        panic!("the page does not say « {words} » but:\n{text}");
    }
}

impl Drop for Chromium {
    fn drop(&mut self) {
        self.events.abort();
    }
}
