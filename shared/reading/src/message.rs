use chrono::{DateTime, FixedOffset};
use domain::{CaseReference, MessageClass};
use serde::{Deserialize, Serialize};

use crate::Bounce;

/// How much of a text is kept, characters: of a message's text, and of a message that could not be parsed.
pub const TEXT_LIMIT: usize = 1 << 20;

/// A name and an address as a header gives them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailAddress {
    /// The name shown beside the address, decoded.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub name: Option<String>,
    /// The address; absent when the header holds a name only.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub address: Option<String>,
}

/// One passage from server to server, as the receiving one wrote it (RFC 5321, 4.4).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceivedHop {
    /// The host that received and wrote this line; trust only those of the site's own list (RL-02).
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub by: Option<String>,
    /// When it did.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub date: Option<DateTime<FixedOffset>>,
}

/// What the receiving server found about the sender (RFC 8601), from its topmost `Authentication-Results`.
/// Each is the word of the header: `pass`, `fail`, `none`, `softfail`, ...
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Authentication {
    /// The server that says so; believe only the site's own.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub server: Option<String>,
    /// Sending host allowed by the domain (RFC 7208).
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub spf: Option<String>,
    /// Signature (RFC 6376); `pass` when one of several passes.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub dkim: Option<String>,
    /// Both in line with the address shown (RFC 7489).
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub dmarc: Option<String>,
}

/// A file that came with a message.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// As the sender named it, decoded, without folders or control characters.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub name: Option<String>,
    /// Sniffed from the bytes; what the sender declares only when the bytes tell nothing.
    pub media_type: String,
    /// What the sender declares, when it does.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub declared_type: Option<String>,
    /// Decoded, bytes.
    pub size: u64,
    /// Of the decoded bytes, lower-case hexadecimal.
    pub sha256: String,
    /// The archive, message or envelope it was inside of (`dossier.zip`, `dossier.zip/photos.zip`).
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub unpacked_from: Option<String>,
    /// Shown inside the text (signature picture, photograph pasted into the message).
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub inline: bool,
    /// By what the text refers to it, without angle brackets.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub content_id: Option<String>,
    /// Why an archive was left packed, when it was: damaged, encrypted, over a limit.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub left_packed: Option<String>,
}

/// An attachment with its bytes: see [`crate::MessageReader::unpack`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UnpackedPart {
    /// What it is.
    pub attachment: Attachment,
    /// Decoded and unpacked.
    pub bytes: Vec<u8>,
}

/// What one e-mail says (RFC 5322, MIME). Everything here was written by the sender or by servers on the way:
/// none of it is proof of who wrote.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// Without angle brackets.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub message_id: Option<String>,
    /// When the sender says it was written: never the legal date.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub date: Option<DateTime<FixedOffset>>,
    /// Authors.
    pub from: Vec<MailAddress>,
    /// Recipients.
    pub to: Vec<MailAddress>,
    /// Recipients of a copy.
    pub cc: Vec<MailAddress>,
    /// Where the author wants answers.
    pub reply_to: Vec<MailAddress>,
    /// Decoded.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub subject: Option<String>,
    /// Message ids answered, without angle brackets.
    pub in_reply_to: Vec<String>,
    /// Message ids of the thread, oldest first, without angle brackets.
    pub references: Vec<String>,
    /// What a person reads: from the plain text, else from the HTML without its hidden parts. At most `TEXT_LIMIT`.
    pub text: String,
    /// The same without quoted history and signature; the whole text when nothing else is left.
    pub reply_text: String,
    /// `text` was made from HTML.
    pub html: bool,
    /// Files, without their bytes, nothing unpacked.
    pub attachments: Vec<Attachment>,
    /// What kind of message it is; anything but `Normal` is never answered by a machine.
    pub class: MessageClass,
    /// What became of earlier messages, one entry for each recipient.
    pub bounces: Vec<Bounce>,
    /// Message id of the message of ours that a bounce, a delay or a receipt is about.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub original_message_id: Option<String>,
    /// Topmost, that is last, first.
    pub received: Vec<ReceivedHop>,
    /// What the receiving server found.
    pub authentication: Authentication,
    /// References of cases in the subject, then in the text; check digits right, each once.
    pub case_references: Vec<CaseReference>,
    /// Sent by a machine in whatever way: no answer by a machine (RFC 3834, 2).
    pub automatic: bool,
    /// `Return-Path: <>`: answers would loop.
    pub empty_return_path: bool,
    /// Address of `Return-Path`, when there is one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub return_path: Option<String>,
    /// `List-Id`, the identifier alone.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub list_id: Option<String>,
    /// `Auto-Submitted`, lower case (RFC 3834).
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub auto_submitted: Option<String>,
    /// `Precedence`, lower case.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub precedence: Option<String>,
    /// What could not be read, when something could not; the rest holds.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub problem: Option<String>,
}

impl Message {
    /// A message of which nothing but its bytes is known: its raw text, and why. Never answered by a machine.
    #[must_use]
    pub fn unreadable(raw: &[u8], problem: impl Into<String>) -> Self {
        let start = &raw[..raw.len().min(TEXT_LIMIT)];
        let text: String = String::from_utf8_lossy(start).replace('\0', "").trim().to_owned();
        let problem = Some(problem.into());
        Self { reply_text: text.clone(), text, automatic: true, problem, ..Self::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::Message;

    #[test]
    fn what_cannot_be_parsed_has_its_raw_text_and_says_so() {
        let message = Message::unreadable("Objet \u{e9}trange".as_bytes(), "the reader ended on it");
        assert_eq!((message.text.as_str(), message.automatic), ("Objet étrange", true));
        let json = serde_json::to_value(&message).expect("json");
        assert_eq!(json["problem"], "the reader ended on it");
        assert!(json.get("subject").is_none(), "what is unknown has no key");
        assert_eq!(serde_json::from_value::<Message>(json).expect("message"), message);
        assert!(Message::unreadable(&[0; 64], "").text.is_empty());
    }
}
