//! The recording of a voicemail, for those who may see its call.

use axum::{
    extract::{Path, State},
    http::{
        HeaderValue,
        header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE},
    },
    response::{IntoResponse, Response},
};
use store::reads::calls;
use web::{Problem, Staff};

use super::{Desk, desk::call_id};

/// `/telephone/appels/{call}/message`
pub(crate) async fn play(
    State(desk): State<Desk>,
    staff: Staff,
    Path(call): Path<String>,
) -> Result<Response, Problem> {
    let mut tx = desk.begin(&staff).await?;
    let call = calls::one(&mut tx, call_id(&call)?).await?;
    let hash = call.recording.ok_or(Problem::NotFound)?;
    let (sound, _) = desk.context.blobs.fetch(&mut tx, hash).await?;
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static("audio/wav")),
        (CONTENT_DISPOSITION, HeaderValue::from_static("inline; filename=\"message.wav\"")),
        (CACHE_CONTROL, HeaderValue::from_static("private, no-store")),
    ];
    Ok((headers, sound).into_response())
}
