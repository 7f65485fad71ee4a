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
    Limits, Problem,
    state::{Api, megabytes},
};

/// Bodies of at most this size wait for no memory.
const SMALL: usize = 1 << 20;
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
    let permit = timeout(api.limits().answer, api.memory().clone().acquire_many_owned(wanted)).await;
    match permit {
        Ok(Ok(permit)) => Ok(Some(permit)),
        Ok(Err(_)) | Err(_) => Err(Problem::Busy),
    }
}

/// Reads a body whole. A sender that is silent or too slow is not waited for: what it holds serves others.
pub(crate) async fn whole(api: &Api, headers: &HeaderMap, body: Body) -> Result<Whole, Problem> {
    let memory = match admit(api, headers).await {
        Ok(memory) => memory,
        Err(problem) => {
            leave_unread(body);
            return Err(problem);
        }
    };
    let mut incoming = Incoming::new(body, api.limits());
    let Some(first) = incoming.next().await? else { return Ok(Whole { bytes: Bytes::new(), _memory: memory }) };
    let Some(second) = incoming.next().await? else { return Ok(Whole { bytes: first, _memory: memory }) };
    let mut bytes = BytesMut::from(&first[..]);
    bytes.extend_from_slice(&second);
    while let Some(chunk) = incoming.next().await? {
        bytes.extend_from_slice(&chunk);
    }
    Ok(Whole { bytes: bytes.freeze(), _memory: memory })
}

/// A body on its way, held to its limits.
struct Incoming {
    stream: Option<BodyDataStream>,
    limits: Limits,
    began: Instant,
    read: usize,
}

impl Incoming {
    fn new(body: Body, limits: Limits) -> Self {
        Self { stream: Some(body.into_data_stream()), limits, began: Instant::now(), read: 0 }
    }

    /// The next bytes; none at the end.
    async fn next(&mut self) -> Result<Option<Bytes>, Problem> {
        let end = self.end();
        let Some(stream) = self.stream.as_mut() else { return Ok(None) };
        let chunk = timeout_at(end, stream.next()).await.map_err(|_| Problem::Stalled)?;
        let chunk = chunk.transpose().map_err(|_| Problem::Incomplete)?;
        self.read += chunk.as_ref().map_or(0, Bytes::len);
        if self.read > self.limits.body_bytes {
            if let Some(rest) = self.stream.take() {
                leave_stream_unread(rest);
            }
            return Err(Problem::TooLarge(megabytes(self.limits.body_bytes)));
        }
        Ok(chunk)
    }

    /// Until when the next bytes must be here: a sender that drips is not better than one that is silent.
    fn end(&self) -> Instant {
        let seconds = self.read.checked_div(self.limits.slowest).and_then(|seconds| u64::try_from(seconds).ok());
        let silent = Instant::now() + self.limits.stall;
        match seconds {
            Some(seconds) => silent.min(self.began + self.limits.stall + Duration::from_secs(seconds)),
            None => silent,
        }
    }
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
