use std::{borrow::Cow, collections::BTreeMap, fmt, fs, io, path::Path};

use axum::{
    extract::{self, State},
    http::{
        HeaderValue, StatusCode,
        header::{CACHE_CONTROL, CONTENT_TYPE},
    },
    response::{IntoResponse, Response},
};
use rust_embed::{Embed, EmbeddedFile};
use sha2::{Digest, Sha256};

use crate::{Web, hex::hex};

#[derive(Embed)]
#[folder = "assets"]
struct Own;

#[derive(Embed)]
#[folder = "../../config/web"]
struct Shipped;

/// Stylesheet, scripts and fonts, embedded in the program, with those of a theme folder over them. Served under
/// a path that holds a digest of all of them, so that browsers may keep them for ever.
pub struct Assets {
    files: BTreeMap<String, Cow<'static, [u8]>>,
    digest: String,
}

impl Assets {
    /// Gathers the embedded files, then those of the theme folder (same name: replaced).
    ///
    /// # Errors
    /// When the theme folder or one of its files cannot be read.
    pub fn load(theme: Option<&Path>) -> io::Result<Self> {
        let own = Own::iter().filter_map(|name| file(&name, Own::get(&name)));
        let shipped = Shipped::iter().filter_map(|name| file(&name, Shipped::get(&name)));
        let mut files: BTreeMap<_, _> = own.chain(shipped).collect();
        if let Some(folder) = theme {
            read_theme(folder, &mut files)?;
        }
        let digest = digest(&files);
        Ok(Self { files, digest })
    }

    /// The path of a file, with its digest.
    #[must_use]
    pub fn path(&self, name: &str) -> String {
        format!("/static/{}/{name}", self.digest)
    }

    /// Whether a file exists (the stylesheet of a theme may not).
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.files.contains_key(name)
    }
}

impl fmt::Debug for Assets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Assets").field("files", &self.files.len()).field("digest", &self.digest).finish()
    }
}

fn file(name: &str, found: Option<EmbeddedFile>) -> Option<(String, Cow<'static, [u8]>)> {
    media_type(name)?;
    found.map(|file| (name.to_owned(), file.data))
}

fn read_theme(folder: &Path, files: &mut BTreeMap<String, Cow<'static, [u8]>>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.file_type()?.is_file() && media_type(&name).is_some() {
            files.insert(name, Cow::Owned(fs::read(entry.path())?));
        }
    }
    Ok(())
}

fn digest(files: &BTreeMap<String, Cow<'static, [u8]>>) -> String {
    let mut hash = Sha256::new();
    for (name, content) in files {
        hash.update(name.as_bytes());
        hash.update(Sha256::digest(content));
    }
    hex(&hash.finalize()[..8])
}

fn media_type(name: &str) -> Option<&'static str> {
    match name.rsplit_once('.')?.1 {
        "css" => Some("text/css; charset=utf-8"),
        "js" => Some("text/javascript; charset=utf-8"),
        "woff2" => Some("font/woff2"),
        "svg" => Some("image/svg+xml"),
        "png" => Some("image/png"),
        _ => None,
    }
}

/// Answers `/static/{digest}/{*name}`.
pub(crate) async fn serve(
    State(web): State<Web>,
    extract::Path((digest, name)): extract::Path<(String, String)>,
) -> Response {
    let assets = web.assets();
    let (Some(content), Some(kind)) = (assets.files.get(&name), media_type(&name)) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    // A page of another version of the program asks with another digest: it gets the present file, not kept.
    let keep = if digest == assets.digest { "public, max-age=31536000, immutable" } else { "no-store" };
    let headers = [(CONTENT_TYPE, HeaderValue::from_static(kind)), (CACHE_CONTROL, HeaderValue::from_static(keep))];
    (headers, content.clone().into_owned()).into_response()
}
