//! Files come in by upload or camera; page images go out to those who may see the deposit.

use axum::{
    extract::{Multipart, Path, State, multipart::MultipartError},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use casework::{AddError, DepositedFile, add_files};
use domain::CommunicationState;
use store::reads::pages::{self, Picture};
use web::{Done, Problem, Staff, t, t1};

use super::desk::{Desk, path};

/// `POST /guichet/depots/{deposit}/fichiers`: each file is durable before this answers. An upload that ends half-way leaves
/// nothing of the file that was cut; those before it are sent again without harm.
pub(crate) async fn upload(
    State(desk): State<Desk>,
    staff: Staff,
    Path(id): Path<String>,
    form: Multipart,
) -> Result<Done, Problem> {
    let (tx, envelope) = desk.deposit(&staff, &id).await?;
    drop(tx);
    if !matches!(envelope.state, CommunicationState::Received | CommunicationState::ToIndex) {
        return Err(Problem::Conflict(t("counter-conflict-registered")));
    }
    let here = path(envelope.id);
    let files = match received(form).await {
        Ok(files) if files.is_empty() => return Ok(Done::to(here).warning(t("counter-upload-nothing"))),
        Ok(files) => files,
        Err(error) if error.status() == StatusCode::PAYLOAD_TOO_LARGE => {
            let limit = desk.context.config.counter.max_upload_mb;
            return Ok(Done::to(here).warning(t1("counter-upload-large", "limit", limit)));
        }
        Err(_) => return Ok(Done::to(here).warning(t("counter-upload-cut"))),
    };
    let added = add_files(desk.casework()?, &staff.actor(), envelope.id, files, None).await;
    match added {
        Ok(0) => Ok(Done::to(here).saying(t("counter-upload-known"))),
        Ok(count) => Ok(Done::to(here).saying(t1("counter-uploaded", "count", count))),
        Err(AddError::Store(error)) => Err(error.into()),
        Err(AddError::Queue(error)) => Err(Problem::internal(error)),
    }
}

/// The files of a form, whole.
async fn received(mut form: Multipart) -> Result<Vec<DepositedFile>, MultipartError> {
    let mut files = Vec::new();
    while let Some(field) = form.next_field().await? {
        let Some(name) = field.file_name().map(str::to_owned) else { continue };
        let content = field.bytes().await?;
        if !name.is_empty() || !content.is_empty() {
            files.push(DepositedFile { name, content });
        }
    }
    Ok(files)
}

/// `/guichet/depots/{deposit}/pages/{page}/{size}`
pub(crate) async fn page(
    State(desk): State<Desk>,
    staff: Staff,
    Path((id, page, size)): Path<(String, u32, String)>,
) -> Result<Response, Problem> {
    let which = match size.as_str() {
        "screen" => Picture::Screen,
        "thumbnail" => Picture::Thumbnail,
        _ => return Err(Problem::NotFound),
    };
    let (mut tx, envelope) = desk.deposit(&staff, &id).await?;
    let hash = pages::picture(&mut tx, envelope.batch, page, which).await?;
    let (content, _) = desk.context.blobs.fetch(&mut tx, hash).await?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("image/jpeg")),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, max-age=43200, immutable")),
        (header::VARY, HeaderValue::from_static("cookie")),
    ];
    Ok((headers, content).into_response())
}
