//! Bodies of requests, whole and never larger than agreed.

use std::time::Duration;

use axum::{
    body::{Body, BodyDataStream},
    http::{HeaderMap, header::CONTENT_LENGTH},
};
use bytes::{Bytes, BytesMut};
use futures::StreamExt as _;
use tokio::{
    sync::OwnedSemaphorePermit,
    time::{Instant, timeout, timeout_at},
};

use crate::{
    Problem,
    state::{Api, megabytes},
};

/// Bodies of at most this size wait for no memory.
const SMALL: usize = 1 << 20;
/// How long a large body waits for the memory that others hold.
const PATIENCE: Duration = Duration::from_secs(10);
/// How much is read, and thrown away, of a body that is not wanted: a program that is still sending reads the answer only then.
const UNREAD_BYTES: usize = 512 << 20;
/// For how long.
const UNREAD_TIME: Duration = Duration::from_secs(10);

/// A body with the memory it was given.
pub(crate) struct Whole {
    pub(crate) bytes: Bytes,
    _memory: Option<OwnedSemaphorePermit>,
}

/// Admits a body: refused at once when its announced length is over the limit, before a byte of it is read.
pub(crate) async fn admit(api: &Api, headers: &HeaderMap) -> Result<Option<OwnedSemaphorePermit>, Problem> {
    let limit = api.limits().body_bytes;
    let announced = headers.get(CONTENT_LENGTH).and_then(|v| v.to_str().ok()).and_then(|v| v.parse::<usize>().ok());
    if announced.is_some_and(|bytes| bytes > limit) {
        return Err(Problem::TooLarge(megabytes(limit)));
    }
    let bytes = announced.unwrap_or(limit);
    if bytes <= SMALL {
        return Ok(None);
    }
    let wanted = u32::try_from(megabytes(bytes)).unwrap_or(u32::MAX);
    let permit = timeout(PATIENCE, api.memory().clone().acquire_many_owned(wanted)).await;
    match permit {
        Ok(Ok(permit)) => Ok(Some(permit)),
        Ok(Err(_)) | Err(_) => Err(Problem::Unavailable),
    }
}

/// Reads a body whole.
pub(crate) async fn whole(api: &Api, headers: &HeaderMap, body: Body) -> Result<Whole, Problem> {
    let memory = match admit(api, headers).await {
        Ok(memory) => memory,
        Err(problem) => {
            leave_unread(body);
            return Err(problem);
        }
    };
    let limit = api.limits().body_bytes;
    let mut stream = body.into_data_stream();
    let Some(first) = next(&mut stream).await? else { return Ok(Whole { bytes: Bytes::new(), _memory: memory }) };
    let mut second = next(&mut stream).await?;
    if second.is_none() && first.len() <= limit {
        return Ok(Whole { bytes: first, _memory: memory });
    }
    let mut bytes = BytesMut::from(&first[..]);
    while let Some(chunk) = second {
        if bytes.len() + chunk.len() > limit {
            leave_stream_unread(stream);
            return Err(Problem::TooLarge(megabytes(limit)));
        }
        bytes.extend_from_slice(&chunk);
        second = next(&mut stream).await?;
    }
    Ok(Whole { bytes: bytes.freeze(), _memory: memory })
}

async fn next(stream: &mut BodyDataStream) -> Result<Option<Bytes>, Problem> {
    stream.next().await.transpose().map_err(|_| Problem::Incomplete)
}

/// Lets the sender of a body that is not wanted come to its end, so that it reads the answer; nothing of it is kept.
pub(crate) fn leave_unread(body: Body) {
    leave_stream_unread(body.into_data_stream());
}

fn leave_stream_unread(mut stream: BodyDataStream) {
    tokio::spawn(async move {
        let (end, mut read) = (Instant::now() + UNREAD_TIME, 0);
        while let Ok(Some(Ok(chunk))) = timeout_at(end, stream.next()).await {
            read += chunk.len();
            if read > UNREAD_BYTES {
                return;
            }
        }
    });
}
