//! A real Chromium, driven as a person drives it.

use std::{
    path::Path,
    sync::atomic::{AtomicU32, Ordering},
    time::Duration,
};

use chromiumoxide::{
    Browser, BrowserConfig, Page,
    cdp::browser_protocol::{
        emulation::SetDeviceMetricsOverrideParams,
        input::{DispatchKeyEventParams, DispatchKeyEventType},
        page::CaptureScreenshotFormat,
    },
    page::ScreenshotParams,
};
use futures::StreamExt as _;
use tempfile::TempDir;
use tokio::task::JoinHandle;

/// The Ctrl key, as the protocol counts modifiers.
pub const CTRL: i64 = 2;
/// The Shift key.
pub const SHIFT: i64 = 8;

/// The browser and its one tab.
pub struct Chromium {
    _browser: Browser,
    events: JoinHandle<()>,
    _profile: TempDir,
    /// The tab.
    pub page: Page,
    pressed: AtomicU32,
}

impl Chromium {
    /// Starts Debian's Chromium; `None` when it is not installed.
    ///
    /// # Panics
    /// When it is installed and does not start.
    pub async fn start() -> Option<Self> {
        let program = Path::new("/usr/bin/chromium");
        if !program.exists() {
            return None;
        }
        let profile = tempfile::tempdir().expect("a folder for the browser");
        let quiet = [
            "disable-gpu",
            "no-first-run",
            "disable-background-networking",
            "disable-component-update",
            "disable-sync",
            "lang=fr-FR",
        ];
        let config = BrowserConfig::builder()
            .chrome_executable(program)
            .user_data_dir(profile.path())
            .no_sandbox()
            .launch_timeout(Duration::from_mins(1))
            .request_timeout(Duration::from_mins(1))
            .args(quiet)
            .build()
            .expect("settings of the browser");
        let (browser, mut handler) = Browser::launch(config).await.expect("a browser");
        let events = tokio::spawn(async move { while handler.next().await.is_some() {} });
        let page = browser.new_page("about:blank").await.expect("a tab");
        Some(Self { _browser: browser, events, _profile: profile, page, pressed: AtomicU32::new(0) })
    }

    /// Opens an address.
    ///
    /// # Panics
    /// When it does not answer.
    pub async fn open(&self, address: &str) {
        self.page.goto(address).await.expect("a page");
        self.page.wait_for_navigation().await.expect("a page that loads");
    }

    /// Makes the window this wide, and 900 pixels high.
    pub async fn width(&self, pixels: i64) {
        self.size(pixels, 900).await;
    }

    /// Makes the window this large.
    ///
    /// # Panics
    /// When the browser has gone.
    pub async fn size(&self, width: i64, height: i64) {
        let size = SetDeviceMetricsOverrideParams::new(width, height, 1.0, false);
        self.page.execute(size).await.expect("a size");
    }

    /// Presses a key with the page focused; `modifiers` as the protocol counts them ([`CTRL`], [`SHIFT`]).
    ///
    /// # Panics
    /// When the browser has gone.
    pub async fn press(&self, key: &str, modifiers: i64) {
        let (code, text) = meaning(key);
        let text = text.filter(|_| modifiers == 0 || modifiers == SHIFT);
        let down = if text.is_some() { DispatchKeyEventType::KeyDown } else { DispatchKeyEventType::RawKeyDown };
        for kind in [down, DispatchKeyEventType::KeyUp] {
            let mut event = DispatchKeyEventParams::new(kind.clone());
            event.key = Some(key.to_owned());
            event.modifiers = Some(modifiers);
            event.windows_virtual_key_code = code;
            event.text = text.clone().filter(|_| kind == DispatchKeyEventType::KeyDown);
            self.page.execute(event).await.expect("a key pressed");
        }
        self.pressed.fetch_add(1 + u32::from(modifiers != 0), Ordering::Relaxed);
    }

    /// Presses the keys of some words, one after the other.
    pub async fn type_words(&self, words: &str) {
        for letter in words.chars() {
            self.press(&letter.to_string(), 0).await;
        }
    }

    /// How many keys were pressed since the browser started; Ctrl or Shift held down counts as one more.
    #[must_use]
    pub fn keys_pressed(&self) -> u32 {
        self.pressed.load(Ordering::Relaxed)
    }

    /// Writes into a field, as on a keyboard, after a click into it.
    ///
    /// # Panics
    /// When there is no such field.
    pub async fn write(&self, field: &str, words: &str) {
        let field = self.page.find_element(field).await.expect("a field");
        field.click().await.expect("a click").type_str(words).await.expect("words typed");
    }

    /// What a script answers. A page on its way to the next one answers nothing: it is asked again.
    ///
    /// # Panics
    /// When the script fails.
    pub async fn ask<T: serde::de::DeserializeOwned>(&self, script: &str) -> T {
        let mut last = String::new();
        for _ in 0..100 {
            match self.page.evaluate(script).await.map(chromiumoxide::js::EvaluationResult::into_value::<T>) {
                Ok(Ok(answer)) => return answer,
                Ok(Err(error)) => last = error.to_string(),
                Err(error) => last = error.to_string(),
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("{script}: {last}");
    }

    /// Waits until a script answers true, at most 30 s: whether it did. A page on its way to the next one answers nothing.
    pub async fn comes(&self, script: &str) -> bool {
        for _ in 0..600 {
            let answer = self.page.evaluate(script).await;
            if answer.is_ok_and(|answer| answer.into_value::<bool>().unwrap_or(false)) {
                return true;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        false
    }

    /// Waits until a script answers true.
    ///
    /// # Panics
    /// When it never does.
    pub async fn until(&self, script: &str) {
        if !self.comes(script).await {
            let cursor = "`${location.href}\n${document.activeElement?.outerHTML.slice(0, 300)}`";
            let seen: String = self.ask(cursor).await;
            panic!("it never comes true: {script}\n{seen}");
        }
    }

    /// Waits until the page says `words`.
    ///
    /// # Panics
    /// When it never does.
    pub async fn wait_for(&self, words: &str) {
        let quoted = serde_json::Value::from(words);
        let said = self
            .comes(&format!(
                "document.body !== null && document.body.innerText.replaceAll('\u{a0}', ' ').includes({quoted})"
            ))
            .await;
        if !said {
            let text: String = self.ask("document.body.innerText").await;
            panic!("the page does not say « {words} » but:\n{text}");
        }
    }

    /// The window as a PNG picture.
    ///
    /// # Panics
    /// When the browser has gone.
    pub async fn picture(&self) -> Vec<u8> {
        let png = ScreenshotParams::builder().format(CaptureScreenshotFormat::Png).build();
        self.page.screenshot(png).await.expect("a picture")
    }
}

/// The number of a key on keyboards and what it writes, if anything.
fn meaning(key: &str) -> (Option<i64>, Option<String>) {
    let text = |text: &str| Some(text.to_owned());
    match key {
        "Backspace" => (Some(8), None),
        "Tab" => (Some(9), None),
        "Enter" => (Some(13), text("\r")),
        "Escape" => (Some(27), None),
        " " => (Some(32), text(" ")),
        "End" => (Some(35), None),
        "Home" => (Some(36), None),
        "ArrowLeft" => (Some(37), None),
        "ArrowUp" => (Some(38), None),
        "ArrowRight" => (Some(39), None),
        "ArrowDown" => (Some(40), None),
        other if other.chars().count() == 1 => {
            let letter = other.chars().next().filter(char::is_ascii_alphanumeric);
            (letter.map(|letter| i64::from(u32::from(letter.to_ascii_uppercase()))), text(other))
        }
        _ => (None, None),
    }
}

impl Drop for Chromium {
    fn drop(&mut self) {
        self.events.abort();
    }
}
