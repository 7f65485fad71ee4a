use std::io::{self, Read};

use reading::protocol::{FrameKind, Request, read_frame};

use crate::refusal::Refused;

/// The client's request: the first frame.
pub fn request() -> io::Result<Request> {
    match read_frame(&mut io::stdin().lock())? {
        (FrameKind::Request, payload) => Ok(serde_json::from_slice(&payload)?),
        _ => Err(io::ErrorKind::InvalidData.into()),
    }
}

/// The bytes of the file, unless there are more than allowed.
pub fn file(limit: u64) -> io::Result<Result<Vec<u8>, Refused>> {
    let mut input = io::stdin().lock();
    let mut bytes = Vec::new();
    loop {
        match read_frame(&mut input)? {
            (FrameKind::File, piece) if piece.is_empty() => return Ok(Ok(bytes)),
            (FrameKind::File, piece) => bytes.extend(piece),
            _ => return Err(io::ErrorKind::InvalidData.into()),
        }
        if bytes.len() as u64 > limit {
            return Ok(Err(Refused::limit(format!("a file of more than {limit} bytes"))));
        }
    }
}

/// Ends this process when the client's end of the pipe closes: when the client is gone, however it went. (The
/// kernel's parent death signal is no use here: it comes when the *thread* that started us ends.)
pub fn end_with_parent() {
    std::thread::spawn(|| {
        let mut nothing = [0];
        while matches!(io::stdin().lock().read(&mut nothing), Ok(1..)) {}
        std::process::exit(0);
    });
}
