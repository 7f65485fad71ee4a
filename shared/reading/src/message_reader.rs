use std::time::Duration;

use crate::{
    Attachment, Message, ReadFailure, Reader, UnpackedPart,
    client::refusal,
    process::{Answer, ReaderProcess},
    protocol::FrameKind,
};

/// A process is replaced after this many messages, whatever it cost: what accumulates in it goes with it.
const MESSAGES: u32 = 5_000;
/// And after this many bytes.
const BYTES: u64 = 1 << 30;
/// Bytes of what describes a part, all together.
const DESCRIPTIONS: u64 = 64 << 20;

/// Reads messages one after the other in a process that is used again for the next one and thrown away after a
/// crash or a silence. Messages have places of their own: they never wait behind the pages of long files.
pub struct MessageReader {
    reader: Reader,
    running: Option<Running>,
}

struct Running {
    process: ReaderProcess,
    messages: u32,
    bytes: u64,
}

impl MessageReader {
    pub(crate) fn new(reader: Reader) -> Self {
        Self { reader, running: None }
    }

    /// Headers, class, text and the list of attachments. Never fails on what the message says: what cannot be parsed
    /// has its raw text and a `problem`.
    ///
    /// # Errors
    /// `Crashed` or `TimedOut` for this message only (see [`Message::unreadable`]); `Refused` when it is larger than
    /// the limits allow; `Unavailable` when the installation is at fault.
    pub async fn look(&mut self, raw: &[u8]) -> Result<Message, ReadFailure> {
        match self.ask(FrameKind::Look, raw).await? {
            Told::Message(message) => Ok(*message),
            Told::Parts(_) => Err(crashed("answered another question")),
        }
    }

    /// The attachments with their bytes, decoded, in the order of the message; archives, TNEF, attached messages and
    /// uuencoded text are replaced by what is in them, as far as the limits allow.
    ///
    /// # Errors
    /// As [`Self::look`].
    pub async fn unpack(&mut self, raw: &[u8]) -> Result<Vec<UnpackedPart>, ReadFailure> {
        match self.ask(FrameKind::Unpack, raw).await? {
            Told::Parts(parts) => Ok(parts),
            Told::Message(_) => Err(crashed("answered another question")),
        }
    }

    /// Process number of the reader, while one runs.
    #[must_use]
    pub fn process_id(&self) -> Option<u32> {
        self.running.as_ref().and_then(|running| running.process.id())
    }

    async fn ask(&mut self, question: FrameKind, raw: &[u8]) -> Result<Told, ReadFailure> {
        let limit = self.reader.config().limits.file_bytes;
        if raw.len() as u64 > limit {
            let detail = format!("a message of more than {limit} bytes");
            return Err(ReadFailure::Refused { reason: crate::Refusal::LimitExceeded, detail });
        }
        let _place = self.reader.message_place().await?;
        // Taken out while it works: should this future be dropped half-way, so is the process.
        let used = self.running.take().filter(|running| running.messages < MESSAGES && running.bytes < BYTES);
        if let Some(running) = used {
            match self.converse(running, question, raw).await {
                // The process may have ended of itself before: a new one decides.
                Err(ReadFailure::Crashed { .. }) => {}
                other => return other,
            }
        }
        // One end may have come from outside (killed, the machine short of memory): it proves nothing against the message.
        match self.afresh(question, raw).await {
            Err(ReadFailure::Crashed { .. }) => self.afresh(question, raw).await,
            other => other,
        }
    }

    async fn afresh(&mut self, question: FrameKind, raw: &[u8]) -> Result<Told, ReadFailure> {
        let process = self.reader.spawn_for_messages().await?;
        self.converse(Running { process, messages: 0, bytes: 0 }, question, raw).await
    }

    async fn converse(&mut self, mut running: Running, question: FrameKind, raw: &[u8]) -> Result<Told, ReadFailure> {
        let patience = self.reader.config().limits.message_timeout();
        let unpacked = self.reader.config().limits.unpack.bytes;
        let allowed = unpacked.saturating_add(raw.len() as u64).saturating_add(DESCRIPTIONS);
        let answer = async {
            running.process.send_message(question, raw).await.map_err(|_| Ending::Gone)?;
            receive(&mut running.process, allowed).await
        };
        let ending = match tokio::time::timeout(patience, answer).await {
            Ok(Ok(told)) => {
                running.messages += 1;
                running.bytes += raw.len() as u64;
                self.running = Some(running);
                return Ok(told);
            }
            Ok(Err(ending)) => ending,
            Err(_) => Ending::Silent,
        };
        let status = running.process.end().await;
        match ending {
            Ending::Refused(payload) => Err(refusal(&payload)),
            Ending::Gone => Err(crashed(&status)),
            Ending::Silent => Err(ReadFailure::TimedOut { waited: patience, pages: 0 }),
        }
    }
}

enum Told {
    Message(Box<Message>),
    Parts(Vec<UnpackedPart>),
}

enum Ending {
    Refused(Vec<u8>),
    Gone,
    Silent,
}

fn crashed(status: &str) -> ReadFailure {
    ReadFailure::Crashed { status: status.to_owned(), pages: 0 }
}

/// Everything up to the `End` frame, as long as it makes sense and is not more than allowed.
async fn receive(process: &mut ReaderProcess, mut allowed: u64) -> Result<Told, Ending> {
    let mut parts: Vec<UnpackedPart> = Vec::new();
    let mut message = None;
    loop {
        // The whole conversation has its time limit: each frame needs none.
        let (kind, payload) = match process.next(Duration::MAX).await {
            Answer::Frame(kind, payload) => (kind, payload),
            Answer::Gone => return Err(Ending::Gone),
            Answer::Silent => return Err(Ending::Silent),
        };
        allowed = allowed.checked_sub(payload.len() as u64).ok_or(Ending::Gone)?;
        match (kind, parts.last_mut()) {
            (FrameKind::Message, _) => message = Some(serde_json::from_slice(&payload).map_err(|_| Ending::Gone)?),
            (FrameKind::Part, _) => {
                let attachment: Attachment = serde_json::from_slice(&payload).map_err(|_| Ending::Gone)?;
                parts.push(UnpackedPart { attachment, bytes: Vec::new() });
            }
            (FrameKind::Bytes, Some(part)) => part.bytes.extend(payload),
            (FrameKind::End, _) => return Ok(message.map_or(Told::Parts(parts), Told::Message)),
            (FrameKind::Refused, _) => return Err(Ending::Refused(payload)),
            (..) => return Err(Ending::Gone),
        }
    }
}
