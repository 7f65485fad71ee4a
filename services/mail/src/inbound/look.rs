//! Each message is parsed by the reader executable, several side by side.

use futures::future::join_all;
use reading::{Message, MessageReader, ReadFailure, Reader};

use super::fetch::Fetched;
use crate::Fault;

/// What the reader made of a message.
#[derive(Clone, Debug)]
pub struct Looked {
    /// What it says; its raw text when nothing else is known.
    pub message: Message,
    /// Why it could not be read, or not whole.
    pub trouble: Option<String>,
}

impl Looked {
    /// What was read, or why not. A message on which the reader fails is kept all the same; only an installation at fault is
    /// a reason to wait.
    pub(crate) fn of(raw: &[u8], read: Result<Message, ReadFailure>) -> Result<Self, Fault> {
        match read {
            Ok(message) => Ok(Self { trouble: message.problem.clone(), message }),
            Err(failure @ (ReadFailure::Unavailable { .. } | ReadFailure::Source(_))) => {
                Err(Fault::Ours(failure.to_string()))
            }
            Err(failure @ (ReadFailure::Refused { .. } | ReadFailure::Crashed { .. } | ReadFailure::TimedOut { .. })) => {
                let why = failure.to_string();
                Ok(Self { message: Message::unreadable(raw, why.clone()), trouble: Some(why) })
            }
        }
    }
}

/// Readers that stay between sets: their processes are used again.
pub(crate) struct Readers(Vec<MessageReader>);

impl Readers {
    pub(crate) fn new(reader: &Reader, count: usize) -> Self {
        Self((0..count.max(1)).map(|_| reader.messages()).collect())
    }

    /// What every message says, in their order.
    pub(crate) async fn look(&mut self, messages: &[Fetched]) -> Result<Vec<Looked>, Fault> {
        let share = messages.len().div_ceil(self.0.len()).max(1);
        let shares = messages.chunks(share).zip(&mut self.0).map(|(share, reader)| look_one_by_one(share, reader));
        let looked: Result<Vec<Vec<Looked>>, Fault> = join_all(shares).await.into_iter().collect();
        Ok(looked?.into_iter().flatten().collect())
    }
}

async fn look_one_by_one(messages: &[Fetched], reader: &mut MessageReader) -> Result<Vec<Looked>, Fault> {
    let mut looked = Vec::with_capacity(messages.len());
    for message in messages {
        looked.push(Looked::of(&message.raw, reader.look(&message.raw).await)?);
    }
    Ok(looked)
}
