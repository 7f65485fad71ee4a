//! Page images, original files and PDF, each checked through the transaction of who asks.

use axum::{
    body::Bytes,
    extract::{Path, State},
    http::{
        HeaderMap, HeaderValue,
        header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE, VARY},
    },
    response::{IntoResponse, Response},
};
use domain::BatchId;
use store::{
    quarantine as stored,
    reads::pages::{self, Picture},
};
use web::{Frame, Problem, Staff};

use super::{Desk, quarantine};

/// A picture never changes under its address. It stays in the cache of one session, whose cookie it depends on.
const PICTURE_CACHE: &str = "private, max-age=43200, immutable";
/// What a document may do once open: nothing but show itself, inside our own pages.
const DOCUMENT_POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'self'";

/// `/courrier/pages/{batch}/{page}/{size}`
pub(crate) async fn page(
    State(desk): State<Desk>,
    staff: Staff,
    Path((batch, page, size)): Path<(String, u32, String)>,
) -> Result<Response, Problem> {
    let batch: BatchId = batch.parse().map_err(|_| Problem::NotFound)?;
    let which = match size.as_str() {
        "screen" => Picture::Screen,
        "thumbnail" => Picture::Thumbnail,
        _ => return Err(Problem::NotFound),
    };
    let mut tx = desk.begin(&staff).await?;
    let hash = pages::picture(&mut tx, batch, page, which).await?;
    let (content, _) = desk.context.blobs.fetch(&mut tx, hash).await?;
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static("image/jpeg")),
        (CACHE_CONTROL, HeaderValue::from_static(PICTURE_CACHE)),
        (VARY, HeaderValue::from_static("cookie")),
    ];
    Ok((headers, content).into_response())
}

/// `/courrier/lots/{batch}/fichier`: the file as the scanner left it, to keep, never to be opened here.
pub(crate) async fn original(
    State(desk): State<Desk>,
    staff: Staff,
    Path(batch): Path<String>,
) -> Result<Response, Problem> {
    let batch: BatchId = batch.parse().map_err(|_| Problem::NotFound)?;
    let mut tx = desk.begin(&staff).await?;
    if let Some(held) = quarantine::held(&stored::standing(&mut tx, batch).await?) {
        return Err(Problem::Conflict(held));
    }
    let (hash, name) = pages::original(&mut tx, batch).await?;
    let (content, _) = desk.context.blobs.fetch(&mut tx, hash).await?;
    Ok(download(content, &name))
}

/// `/courrier/lots/{batch}/fichiers/{position}`: a file of a message or a deposit, to keep, never to be opened here.
pub(crate) async fn part(
    State(desk): State<Desk>,
    staff: Staff,
    frame: Frame,
    Path((batch, position)): Path<(String, u32)>,
) -> Result<Response, Problem> {
    let batch: BatchId = batch.parse().map_err(|_| Problem::NotFound)?;
    let mut tx = desk.begin(&staff).await?;
    let held = stored::of_file(&mut tx, batch, position).await?.filter(|file| file.released.is_none());
    if let Some(file) = held {
        return Ok(quarantine::instead(&desk, &staff, &frame, batch, &file));
    }
    let (hash, name) = pages::part(&mut tx, batch, position).await?;
    let (content, _) = desk.context.blobs.fetch(&mut tx, hash).await?;
    Ok(download(content, &name))
}

/// Bytes of a stranger: kept on disk under their name, never shown.
fn download(content: Bytes, name: &str) -> Response {
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static("application/octet-stream")),
        (CONTENT_DISPOSITION, disposition("attachment", name)),
        (CONTENT_SECURITY_POLICY, HeaderValue::from_static("sandbox; default-src 'none'")),
    ];
    (headers, content).into_response()
}

/// A PDF that we made, shown in the browser.
pub(crate) fn pdf(content: impl Into<Bytes>, name: &str) -> Response {
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/pdf"));
    headers.insert(CONTENT_DISPOSITION, disposition("inline", name));
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(DOCUMENT_POLICY));
    (headers, content.into()).into_response()
}

/// The header that names a file: plain letters, and beside them the true name (RFC 6266, RFC 8187).
fn disposition(how: &str, name: &str) -> HeaderValue {
    let plain: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() || "._-".contains(c) { c } else { '_' }).collect();
    let encoded: String = name
        .bytes()
        .map(|b| {
            if b.is_ascii_alphanumeric() || b"._-".contains(&b) {
                char::from(b).to_string()
            } else {
                format!("%{b:02X}")
            }
        })
        .collect();
    let value = format!("{how}; filename=\"{plain}\"; filename*=UTF-8''{encoded}");
    HeaderValue::try_from(value).unwrap_or_else(|_| HeaderValue::from_static("attachment"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_cannot_leave_its_header() {
        let value = disposition("attachment", "pli \"été\"\r\nX: 1/..\\.tif");
        let text = value.to_str().expect("plain");
        assert_eq!(
            text,
            "attachment; filename=\"pli___t____X__1_.._.tif\"; filename*=UTF-8''pli%20%22%C3%A9t%C3%A9%22%0D%0AX%3A%201%2F..%5C.tif"
        );
    }
}
