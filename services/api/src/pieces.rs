//! Pieces for a case that exists already.

use axum::{
    body::Body,
    extract::{DefaultBodyLimit, FromRequest, Multipart, Path, Request, State},
    http::{HeaderMap, header::CONTENT_TYPE},
    response::Response,
};
use bytes::Bytes;
use casework::DepositedFile;
use domain::{ApiKey, CaseReference};
use serde_json::{Value, json};
use store::ContentHash;

use crate::{
    Problem,
    auth::Caller,
    body,
    json::{Read, read},
    linking::link,
    receptions::{BESIDE, Understood, files, idempotency_key, keep, media_type, message, name},
    schema::{NewPieces, PiecesForm, Reception},
    state::Api,
};

/// `POST /api/v1/cases/{reference}/pieces`
#[utoipa::path(post, path = "/api/v1/cases/{reference}/pieces", operation_id = "add-pieces", tag = "cases",
    params(
        ("reference" = String, Path),
        ("Idempotency-Key" = String, Header, min_length = 1, max_length = 200)),
    request_body(content((NewPieces = "application/json"), (PiecesForm = "multipart/form-data"))),
    responses(
        (status = 201, description = "", body = Reception, headers(("Location" = String))),
        (status = 200, description = "", body = Reception)))]
pub(crate) async fn add(
    State(api): State<Api>,
    caller: Caller,
    Path(reference): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let key = idempotency_key(&headers)?.to_owned();
    let form = match media_type(&headers).to_ascii_lowercase().as_str() {
        "application/json" => false,
        "multipart/form-data" => true,
        _ => return Err(Problem::MediaType),
    };
    let reference: CaseReference = reference.parse().map_err(|_| Problem::NotFound)?;
    let whole = body::whole(&api, &headers, body).await?;
    let now = api.casework().clock.now();
    // No key has a space: the same key for another case is another piece.
    let key = format!("{reference} {key}");
    if form {
        let sent = understood_form(&headers, whole.bytes.clone()).await?;
        let list = list(&sent);
        let understood = with(&api, &caller, sent, reference).await?;
        return keep(&api, &caller, key, understood, Some(list), now).await;
    }
    let bytes = whole.bytes.clone();
    let sent = if bytes.len() > BESIDE {
        let work = tokio::task::spawn_blocking(move || understood_json(&bytes));
        work.await.map_err(|error| Problem::defect(&error))??
    } else {
        understood_json(&bytes)?
    };
    let understood = with(&api, &caller, sent, reference).await?;
    keep(&api, &caller, key, understood, Some(whole.bytes.clone()), now).await
}

/// What was sent with pieces.
#[derive(Default)]
struct Sent {
    files: Vec<DepositedFile>,
    message: Option<String>,
    ignored: Vec<String>,
}

/// What was sent, joined to the case or proposed for it.
async fn with(api: &Api, key: &ApiKey, sent: Sent, reference: CaseReference) -> Result<Understood, Problem> {
    let mut understood = Understood {
        files: sent.files,
        message: sent.message.filter(|text| !text.is_empty()),
        suggestions: Vec::new(),
        reference: None,
        declared_pages: None,
        evidence: None,
        sender: None,
        notes: Vec::new(),
        ignored: sent.ignored,
    };
    link(api, key, reference, &mut understood).await?;
    Ok(understood)
}

fn understood_json(body: &[u8]) -> Result<Sent, Problem> {
    let Read { value: said, ignored } = read::<NewPieces<'_>>(body)?;
    Ok(Sent { files: files(&said.files)?, message: said.message.as_deref().map(message), ignored })
}

/// The files of a form, whatever their fields are called; the field `message` is words.
async fn understood_form(headers: &HeaderMap, body: Bytes) -> Result<Sent, Problem> {
    let mut request = Request::new(Body::from(body));
    // The body is here already, and within the limit.
    DefaultBodyLimit::disable().apply(&mut request);
    if let Some(kind) = headers.get(CONTENT_TYPE) {
        request.headers_mut().insert(CONTENT_TYPE, kind.clone());
    }
    let mut form = Multipart::from_request(request, &()).await.map_err(|_| Problem::NotMultipart)?;
    let mut sent = Sent::default();
    while let Some(field) = form.next_field().await.map_err(|_| Problem::NotMultipart)? {
        let file_name = field.file_name().map(ToOwned::to_owned);
        let field_name = field.name().unwrap_or_default().to_owned();
        let content = field.bytes().await.map_err(|_| Problem::NotMultipart)?;
        match file_name {
            Some(file_name) => {
                let name = name(&file_name, sent.files.len());
                sent.files.push(DepositedFile { name, content });
            }
            None if field_name == "message" => sent.message = Some(message(&String::from_utf8_lossy(&content))),
            None => sent.ignored.push(format!("/{field_name}")),
        }
    }
    Ok(sent)
}

/// What a form brought, without the boundary that changes each time it is sent.
fn list(sent: &Sent) -> Bytes {
    let files = sent.files.iter().map(|file| {
        let hash = ContentHash::of(&file.content).to_string();
        json!({ "name": file.name, "size": file.content.len(), "sha256": hash })
    });
    let files: Vec<Value> = files.collect();
    json!({ "message": sent.message, "files": files }).to_string().into()
}
