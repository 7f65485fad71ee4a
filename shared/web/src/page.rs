use std::fmt;

use askama::filters::HtmlSafe;
use domain::ChannelKind;

use crate::{Flash, Frame, csrf, parts::DoorMark, text::t, words};

/// A step of the breadcrumb.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Crumb {
    /// Its word.
    pub label: String,
    /// Its page.
    pub path: String,
}

/// A key of this page, for the help that `?` opens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shortcut {
    /// What is pressed (`1-5`, `Ctrl+Entrée`).
    pub keys: String,
    /// What it does.
    pub does: String,
}

/// A desk as the head of the page shows it.
#[derive(Clone, Debug)]
pub struct DoorLink {
    /// Its page.
    pub path: &'static str,
    /// Its word.
    pub label: String,
    /// The key after `g`.
    pub key: char,
    /// Its mark.
    pub mark: Option<DoorMark>,
    /// True on its own pages.
    pub current: bool,
}

/// The frame of a page: every template that extends `layout.html` has one in its field `page`.
#[derive(Clone, Debug)]
pub struct Page {
    /// The heading.
    pub title: String,
    /// How much work waits, shown in the title of the browser: `(12) Courrier`.
    pub count: Option<String>,
    /// Where the page lies.
    pub crumbs: Vec<Crumb>,
    /// The keys of this page, beside those of all pages.
    pub shortcuts: Vec<Shortcut>,
    /// True for a desk that uses the whole width (page image beside the fields).
    pub wide: bool,
    frame: Frame,
}

impl Page {
    /// A page with its heading.
    #[must_use]
    pub fn new(frame: &Frame, title: impl Into<String>) -> Self {
        let title = title.into();
        Self { title, count: None, crumbs: Vec::new(), shortcuts: Vec::new(), wide: false, frame: frame.clone() }
    }

    /// Says how much work waits (`12`, `500+`); nothing is shown for `0`.
    #[must_use]
    pub fn counted(mut self, count: impl fmt::Display) -> Self {
        let count = count.to_string();
        self.count = (count != "0").then_some(count);
        self
    }

    /// Adds a step to the breadcrumb.
    #[must_use]
    pub fn under(mut self, path: impl Into<String>, label: impl Into<String>) -> Self {
        self.crumbs.push(Crumb { label: label.into(), path: path.into() });
        self
    }

    /// Adds a key to the help of this page.
    #[must_use]
    pub fn shortcut(mut self, keys: impl Into<String>, does: impl Into<String>) -> Self {
        self.shortcuts.push(Shortcut { keys: keys.into(), does: does.into() });
        self
    }

    /// Uses the whole width.
    #[must_use]
    pub const fn wide(mut self) -> Self {
        self.wide = true;
        self
    }

    /// The title of the browser's window.
    #[must_use]
    pub fn window_title(&self) -> String {
        let count = self.count.as_ref().map(|count| format!("({count}) ")).unwrap_or_default();
        format!("{count}{} · {}", self.title, t("product-name"))
    }

    /// The path of an asset, with its digest.
    #[must_use]
    pub fn asset(&self, name: &str) -> String {
        self.frame.web.assets().path(name)
    }

    /// Whether the installation has its own stylesheet.
    #[must_use]
    pub fn has_theme(&self) -> bool {
        self.frame.web.assets().has("theme.css")
    }

    /// The service named in the head.
    #[must_use]
    pub fn service(&self) -> &str {
        &self.frame.web.settings().service
    }

    /// Whether the page is marked as a demonstration.
    #[must_use]
    pub fn demonstration(&self) -> bool {
        self.frame.web.settings().demonstration
    }

    /// The name of who is signed in.
    #[must_use]
    pub fn staff_name(&self) -> Option<&str> {
        self.frame.staff.as_ref().map(|staff| staff.name.as_str())
    }

    /// Who is signed in, for what a tab keeps for them alone.
    #[must_use]
    pub fn staff_id(&self) -> Option<String> {
        self.frame.staff.as_ref().map(|staff| staff.user_id.to_string())
    }

    /// The roles of who is signed in, in words.
    #[must_use]
    pub fn staff_roles(&self) -> String {
        let roles = self.frame.staff.iter().flat_map(|staff| &staff.roles);
        roles.map(|role| words::role(*role)).collect::<Vec<_>>().join(", ")
    }

    /// What was just done.
    #[must_use]
    pub fn flash(&self) -> Option<&Flash> {
        self.frame.flash.as_ref()
    }

    /// The desks that the person signed in may use.
    #[must_use]
    pub fn doors(&self) -> Vec<DoorLink> {
        let Some(staff) = &self.frame.staff else { return Vec::new() };
        let path = self.frame.here.split('?').next().unwrap_or("");
        let seen = self.frame.doors.iter().filter(|door| staff.may(door.permission));
        seen.map(|door| DoorLink {
            path: door.path,
            label: t(door.label),
            key: door.key,
            mark: door.mark.map(DoorMark::bare),
            current: path == door.path || path.strip_prefix(door.path).is_some_and(|rest| rest.starts_with('/')),
        })
        .collect()
    }

    /// The hidden field that every form that acts carries.
    #[must_use]
    pub fn csrf_field(&self) -> CsrfField {
        CsrfField(self.csrf_token())
    }

    /// The token itself, for scripts.
    #[must_use]
    pub fn csrf_token(&self) -> String {
        self.frame.staff.as_ref().map(|staff| staff.csrf.clone()).unwrap_or_default()
    }

    /// The mark of a door with its word.
    #[must_use]
    pub fn door_mark(&self, channel: ChannelKind) -> DoorMark {
        DoorMark::named(channel)
    }
}

/// `<input type="hidden" name="csrf" ...>`.
#[derive(Clone, Debug)]
pub struct CsrfField(String);

impl fmt::Display for CsrfField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, r#"<input type="hidden" name="{}" value="{}">"#, csrf::FIELD, self.0)
    }
}

impl HtmlSafe for CsrfField {}
