//! What client and executable say to each other.
//!
//! Standard input of the executable: a `Request` frame, then the file in `File` frames, the last one empty;
//! the client keeps the pipe open, and its end tells the executable that its parent is gone. Standard
//! output: one `Hello` frame, then either `Refused`, or `Document`, then for each page `Page`, `Screen`, `Thumbnail`,
//! then `End`.
//!
//! With `messages` in the request the executable reads many e-mails instead: for each the client writes `Look` or `Unpack`
//! (no payload), then the message in `File` frames; the answer is `Message`, or for each attachment `Part` and its `Bytes` in
//! pieces, then `End`; or `Refused`.
//!
//! A frame is one byte of kind, four bytes of length (big endian), and the payload; JSON except
//! for pictures and file bytes.

use std::io::{self, Read, Write};

use serde::{Deserialize, Serialize};

use crate::{Limits, ReadOptions, Refusal};

/// No frame is longer; a longer one is a fault of the writer.
pub const MAX_FRAME: usize = 64 << 20;

/// The kinds of frames.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum FrameKind {
    /// [`Request`].
    Request = b'Q',
    /// A piece of the file; empty at its end.
    File = b'F',
    /// [`Protections`].
    Hello = b'H',
    /// [`Opened`].
    Document = b'D',
    /// [`crate::PageRead`].
    Page = b'P',
    /// JPEG, follows its page.
    Screen = b'S',
    /// JPEG, follows the screen image.
    Thumbnail = b'T',
    /// [`Refused`].
    Refused = b'R',
    /// Everything was said; no payload.
    End = b'E',
    /// What does the message that follows say? No payload.
    Look = b'L',
    /// What files are in the message that follows? No payload.
    Unpack = b'U',
    /// [`crate::Message`].
    Message = b'M',
    /// [`crate::Attachment`].
    Part = b'A',
    /// A piece of the part before it.
    Bytes = b'B',
}

impl FrameKind {
    /// The kind written as this byte.
    #[must_use]
    pub fn from_byte(byte: u8) -> Option<Self> {
        [
            Self::Request,
            Self::File,
            Self::Hello,
            Self::Document,
            Self::Page,
            Self::Screen,
            Self::Thumbnail,
            Self::Refused,
            Self::End,
            Self::Look,
            Self::Unpack,
            Self::Message,
            Self::Part,
            Self::Bytes,
        ]
        .into_iter()
        .find(|kind| *kind as u8 == byte)
    }
}

/// What the client wants.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// Only say which protections hold; no file follows.
    pub probe: bool,
    /// Read e-mails, one after the other.
    #[serde(default)]
    pub messages: bool,
    /// Folder of the language data: `fra.traineddata`, and others if documents are to be read in other languages.
    pub tessdata: String,
    /// What to do.
    pub options: ReadOptions,
    /// What it may cost.
    pub limits: Limits,
}

/// How far a protection of the kernel holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Everything asked for is enforced.
    Full,
    /// A part is enforced: the kernel is older.
    Partial,
    /// Nothing is enforced.
    None,
}

#[expect(clippy::struct_excessive_bools, reason = "a list of what holds, shown line by line")]
/// What keeps the reader in its cage on this machine: its first words, and what `doctor` shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Protections {
    /// Version of the executable.
    pub version: String,
    /// No file system at all (Landlock).
    pub landlock: Level,
    /// Only the system calls of reading memory and writing pages (seccomp): no socket, no open, no process.
    pub seccomp: bool,
    /// Privileges cannot be gained.
    pub no_new_privs: bool,
    /// Memory, processor time, open files and core dumps are limited.
    pub resource_limits: bool,
    /// Version of Tesseract.
    pub tesseract: String,
    /// The language data were found and loaded.
    pub language_data: bool,
}

/// The file was opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opened {
    /// Sniffed.
    pub media_type: String,
    /// Pages of the file.
    pub pages: u32,
    /// How many of them will be sent.
    pub wanted: u32,
}

/// The file will not be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refused {
    /// The kind of refusal.
    pub reason: Refusal,
    /// What exactly.
    pub detail: String,
}

/// The first five bytes of a frame.
///
/// # Errors
/// `InvalidInput` when the payload is longer than `MAX_FRAME`.
pub fn header(kind: FrameKind, payload: &[u8]) -> io::Result<[u8; 5]> {
    let length = u32::try_from(payload.len()).ok().filter(|_| payload.len() <= MAX_FRAME);
    let [a, b, c, d] = length.ok_or(io::ErrorKind::InvalidInput)?.to_be_bytes();
    Ok([kind as u8, a, b, c, d])
}

/// Kind and payload length of the frame that starts with these bytes.
///
/// # Errors
/// `InvalidData` when the kind is unknown or the length over `MAX_FRAME`.
pub fn parse_header(bytes: [u8; 5]) -> io::Result<(FrameKind, usize)> {
    let [kind, a, b, c, d] = bytes;
    let length = u32::from_be_bytes([a, b, c, d]) as usize;
    match FrameKind::from_byte(kind) {
        Some(kind) if length <= MAX_FRAME => Ok((kind, length)),
        _ => Err(io::ErrorKind::InvalidData.into()),
    }
}

/// Writes a frame.
///
/// # Errors
/// Those of the writer; `InvalidInput` when the payload is too long.
pub fn write_frame(out: &mut impl Write, kind: FrameKind, payload: &[u8]) -> io::Result<()> {
    out.write_all(&header(kind, payload)?)?;
    out.write_all(payload)
}

/// Reads a frame.
///
/// # Errors
/// Those of the source; `InvalidData` when it is not a frame; `UnexpectedEof` when it ends inside one.
pub fn read_frame(source: &mut impl Read) -> io::Result<(FrameKind, Vec<u8>)> {
    let mut start = [0; 5];
    source.read_exact(&mut start)?;
    let (kind, length) = parse_header(start)?;
    let mut payload = vec![0; length];
    source.read_exact(&mut payload)?;
    Ok((kind, payload))
}
