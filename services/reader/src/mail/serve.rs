use std::{io, panic::catch_unwind, thread};

use reading::{
    Limits, Message, UnpackedPart,
    protocol::{FrameKind, read_frame},
};

use super::{look::look, unpack::unpack};
use crate::{
    cage, input,
    output::{Output, OutputError},
    panics,
    refusal::Refused,
};

/// Room for the deepest nesting a message can make of its bytes: taken from the address space, used only if needed.
const STACK: usize = 64 << 20;
/// Bytes of a part sent in one frame.
const PIECE: usize = 8 << 20;

/// Answers the client about one message after the other, until it goes away.
pub fn serve(limits: &Limits, output: &mut Output) -> Result<(), OutputError> {
    thread::scope(|scope| {
        let worker = thread::Builder::new().stack_size(STACK).spawn_scoped(scope, || answer_all(limits, output))?;
        worker.join().unwrap_or_else(|_| Err(io::Error::other("the worker failed").into()))
    })
}

fn answer_all(limits: &Limits, output: &mut Output) -> Result<(), OutputError> {
    loop {
        let question = match read_frame(&mut io::stdin().lock()) {
            Ok((question, _)) => question,
            Err(gone) if gone.kind() == io::ErrorKind::UnexpectedEof => return Ok(()),
            Err(error) => return Err(error.into()),
        };
        let raw = input::file(limits.file_bytes)?;
        cage::allow_message(limits);
        output.renew(limits.output_bytes);
        match (question, raw) {
            (_, Err(refused)) => return output.refuse(refused),
            (FrameKind::Look, Ok(raw)) => tell(&raw, output)?,
            (FrameKind::Unpack, Ok(raw)) => hand_over(&raw, limits, output)?,
            (..) => return Err(io::Error::from(io::ErrorKind::InvalidData).into()),
        }
    }
}

fn tell(raw: &[u8], output: &mut Output) -> Result<(), OutputError> {
    let failed = |_| Message::unreadable(raw, format!("a parser failed on it ({})", panics::last_place()));
    let message = catch_unwind(|| look(raw)).unwrap_or_else(failed);
    output.json(FrameKind::Message, &message)?;
    output.end()
}

fn hand_over(raw: &[u8], limits: &Limits, output: &mut Output) -> Result<(), OutputError> {
    let Ok(parts) = catch_unwind(|| unpack(raw, &limits.unpack)) else {
        let detail = format!("a parser failed on it ({})", panics::last_place());
        return output.refuse(Refused::unreadable(detail));
    };
    for UnpackedPart { attachment, bytes } in parts {
        output.json(FrameKind::Part, &attachment)?;
        for piece in bytes.chunks(PIECE) {
            output.bytes(FrameKind::Bytes, piece)?;
        }
    }
    output.end()
}
