//! What came in beside the pages: the words of a message, the files of a message or a deposit.

use chrono_tz::Tz;
use domain::{ChannelKind, MessageClass, PartState};
use store::{
    StoreError, Transaction, deliveries, deliveries::NewPart, messages, messages::Message, quarantine,
    reads::indexing::EnvelopeView,
};
use web::{dates, t, t1, t2, words};

use crate::screens::quarantine::path;

/// A message, or files deposited, as the clerk reads them.
pub(crate) struct Delivered {
    pub(crate) message: Option<Words>,
    pub(crate) files: Vec<FileLine>,
}

/// The words of a message.
pub(crate) struct Words {
    pub(crate) from: String,
    pub(crate) subject: String,
    pub(crate) sent: Option<String>,
    pub(crate) body: String,
    /// The quoted history and the signature, apart.
    pub(crate) rest: Option<String>,
    /// What kind of message it is, unless a person wrote it.
    pub(crate) class: Option<String>,
    /// What the mail server found about the sender.
    pub(crate) authentication: Option<String>,
}

/// A file.
pub(crate) struct FileLine {
    pub(crate) name: String,
    pub(crate) about: String,
    pub(crate) path: String,
    pub(crate) first_page: Option<u32>,
    pub(crate) trouble: Option<String>,
}

impl Delivered {
    /// What came with the communication; nothing for a scanned letter.
    pub(crate) async fn of(
        tx: &mut Transaction,
        envelope: &EnvelopeView,
        zone: Tz,
    ) -> Result<Option<Self>, StoreError> {
        if envelope.channel == ChannelKind::Post {
            return Ok(None);
        }
        let message = messages::of(tx, envelope.id).await?;
        let files = deliveries::parts(tx, envelope.id).await?;
        let held: Vec<u32> =
            quarantine::standing(tx, envelope.batch).await?.iter().map(|file| file.suspected.position).collect();
        Ok(Some(Self {
            message: message.map(|message| Words::of(&message, zone)),
            files: files.iter().map(|part| FileLine::of(part, envelope, held.contains(&part.position))).collect(),
        }))
    }
}

impl Words {
    fn of(message: &Message, zone: Tz) -> Self {
        let from = match (&message.from_name, &message.from_address) {
            (Some(name), Some(address)) => t2("post-message-from", "name", name, "address", address),
            (Some(one), None) | (None, Some(one)) => one.clone(),
            (None, None) => t("post-message-nobody"),
        };
        let reply = message.reply_body.trim();
        let cut = !reply.is_empty() && reply.len() < message.body.trim().len();
        Self {
            from,
            subject: message.subject.clone().filter(|s| !s.trim().is_empty()).unwrap_or_else(|| t("post-no-subject")),
            sent: message.sent_at.map(|at| dates::long_instant(at, zone)),
            body: if cut { reply.to_owned() } else { message.body.trim().to_owned() },
            rest: cut.then(|| message.body.clone()),
            class: (message.class != MessageClass::Normal).then(|| words::message_class(message.class)),
            authentication: message.authentication.as_ref().and_then(doubtful),
        }
    }
}

/// Only what asks for care is said: a signature or a sender that the server could not confirm.
fn doubtful(found: &serde_json::Value) -> Option<String> {
    let failed = ["spf", "dkim", "dmarc"].iter().any(|check| found[*check].as_str() == Some("fail"));
    failed.then(|| t("post-message-unconfirmed"))
}

impl FileLine {
    fn of(part: &NewPart, envelope: &EnvelopeView, held: bool) -> Self {
        let size = size(part.size);
        let about = match part.pages {
            Some((first, last)) if first == last => t2("post-file-page", "size", size, "page", first),
            Some((first, last)) => {
                web::t3("post-file-pages", ("size", size), ("first", first.to_string()), ("last", last.to_string()))
            }
            None => t2("post-file-state", "size", size, "state", words::part_state(part.state)),
        };
        let inside =
            part.unpacked_from.as_ref().map(|archive| t2("post-file-inside", "about", &about, "archive", archive));
        Self {
            name: if part.name.trim().is_empty() { t("post-file-nameless") } else { part.name.clone() },
            about: inside.unwrap_or(about),
            path: path(envelope.batch, part.position),
            first_page: part.pages.map(|(first, _)| first),
            trouble: match part.state {
                _ if held => Some(t1("post-file-quarantine", "name", &part.name)),
                PartState::SetAside => Some(t1("post-file-set-aside", "name", &part.name)),
                PartState::Waiting | PartState::Read | PartState::Kept => None,
            },
        }
    }
}

/// `340 Ko`, `2,1 Mo`.
pub(crate) fn size(bytes: u64) -> String {
    let tenths = bytes / 104_858;
    if bytes < 1_048_576 {
        t1("post-size-kb", "size", bytes.div_ceil(1024))
    } else {
        t1("post-size-mb", "size", format!("{},{}", tenths / 10, tenths % 10))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_asks_for_care_is_said_of_the_sender() {
        assert!(doubtful(&serde_json::json!({ "spf": "pass", "dkim": "none" })).is_none());
        assert!(doubtful(&serde_json::json!({ "dmarc": "fail" })).is_some());
    }

    #[test]
    fn sizes_are_told_as_people_say_them() {
        assert!(size(348_000).contains("340"));
        assert!(size(2_200_000).contains("2,0") || size(2_200_000).contains("2,1"));
    }
}
