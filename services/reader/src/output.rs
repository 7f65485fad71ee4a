use std::io::{self, Stdout, Write};

use reading::{
    Page,
    protocol::{FrameKind, Refused as RefusedFrame, write_frame},
};
use serde_json::to_vec;

use crate::refusal::Refused;

/// Writes frames to the client, up to a number of bytes.
pub struct Output {
    pipe: Stdout,
    left: u64,
}

/// Why writing ended.
#[derive(Debug, thiserror::Error)]
pub enum OutputError {
    /// The client is gone.
    #[error("the client is gone: {0}")]
    Pipe(#[from] io::Error),
    /// More was to be written than allowed.
    #[error("{0}")]
    Full(Refused),
}

impl Output {
    /// To standard output.
    pub fn new(limit: u64) -> Self {
        Self { pipe: io::stdout(), left: limit }
    }

    /// A frame of JSON.
    pub fn json(&mut self, kind: FrameKind, value: &impl serde::Serialize) -> Result<(), OutputError> {
        let payload = to_vec(value).map_err(io::Error::from)?;
        self.frame(kind, &payload)
    }

    /// A frame of bytes.
    pub fn bytes(&mut self, kind: FrameKind, bytes: &[u8]) -> Result<(), OutputError> {
        self.frame(kind, bytes)
    }

    /// Another file begins: so much may be written for it.
    pub fn renew(&mut self, limit: u64) {
        self.left = limit;
    }

    /// The three frames of a page.
    pub fn page(&mut self, page: &Page) -> Result<(), OutputError> {
        self.json(FrameKind::Page, &page.read)?;
        self.frame(FrameKind::Screen, &page.screen)?;
        self.frame(FrameKind::Thumbnail, &page.thumbnail)
    }

    /// Tells the client why the file is not read.
    pub fn refuse(&mut self, refused: Refused) -> Result<(), OutputError> {
        self.left = u64::MAX;
        self.json(FrameKind::Refused, &RefusedFrame { reason: refused.reason, detail: refused.detail })
    }

    /// The last frame.
    pub fn end(&mut self) -> Result<(), OutputError> {
        self.frame(FrameKind::End, &[])
    }

    fn frame(&mut self, kind: FrameKind, payload: &[u8]) -> Result<(), OutputError> {
        let size = payload.len() as u64 + 5;
        let full = || OutputError::Full(Refused::limit("more output than allowed"));
        self.left = self.left.checked_sub(size).ok_or_else(full)?;
        let mut pipe = self.pipe.lock();
        write_frame(&mut pipe, kind, payload)?;
        Ok(pipe.flush()?)
    }
}
