//! A message of ours as it goes over the wire.

use lettre::{
    Address, Message,
    address::Envelope,
    message::{
        Mailbox,
        header::{ContentTransferEncoding, ContentType, Header, HeaderName, HeaderValue},
    },
};
use runtime::config::Smtp;

use super::words::Words;

/// `Auto-Submitted: auto-replied` (RFC 3834, 5): no machine answers this message.
#[derive(Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-replied".to_owned())
    }
}

/// What stands on the envelope of a message.
pub(super) struct Addressed<'a> {
    /// To whom.
    pub(super) to: &'a str,
    /// Its own Message-ID, without angle brackets.
    pub(super) message_id: &'a str,
    /// The message that it answers, without angle brackets.
    pub(super) answers: Option<&'a str>,
    /// When it is sent.
    pub(super) now: chrono::DateTime<chrono::Utc>,
}

/// Why a message cannot be written.
#[derive(Debug, thiserror::Error)]
pub(super) enum Unwritable {
    /// The configured sender is not an address.
    #[error("mail.smtp.{0} is not an e-mail address")]
    Sender(&'static str),
    /// The recipient is not an address.
    #[error("the recipient is not an e-mail address")]
    Recipient,
    /// The library refuses the message.
    #[error("the message cannot be written: {0}")]
    Message(String),
}

/// The bytes of an automatic answer, with its envelope. Reports of its failure go to the configured address, else to nobody: an
/// automatic answer has no sender to be answered (RFC 3834, 3.3).
pub(super) fn answer(
    smtp: &Smtp,
    prefecture: &str,
    addressed: &Addressed<'_>,
    words: &Words,
) -> Result<(Envelope, Vec<u8>), Unwritable> {
    let from: Address = smtp.from.parse().map_err(|_| Unwritable::Sender("from"))?;
    let to: Address = addressed.to.parse().map_err(|_| Unwritable::Recipient)?;
    let bounces = smtp.bounces.as_deref().map(str::parse::<Address>).transpose();
    let bounces = bounces.map_err(|_| Unwritable::Sender("bounces"))?;
    let unwritable = |error: &dyn std::fmt::Display| Unwritable::Message(error.to_string());
    let envelope = Envelope::new(bounces, vec![to.clone()]).map_err(|error| unwritable(&error))?;
    let name = smtp.from_name.clone().unwrap_or_else(|| prefecture.to_owned());
    let mut message = Message::builder()
        .from(Mailbox::new(Some(name), from))
        .to(Mailbox::new(None, to))
        .subject(&words.subject)
        .date(addressed.now.into())
        .message_id(Some(bracketed(addressed.message_id)))
        .header(AutoSubmitted)
        .header(ContentType::TEXT_PLAIN)
        .header(ContentTransferEncoding::QuotedPrintable)
        .envelope(envelope.clone());
    if let Some(answered) = addressed.answers.filter(|id| is_message_id(id)) {
        message = message.in_reply_to(bracketed(answered)).references(bracketed(answered));
    }
    let message = message.body(words.text.clone()).map_err(|error| unwritable(&error))?;
    Ok((envelope, message.formatted()))
}

fn bracketed(id: &str) -> String {
    format!("<{id}>")
}

/// What a sender wrote as Message-ID goes back into our headers only if it is one word.
fn is_message_id(id: &str) -> bool {
    !id.is_empty() && id.len() <= 500 && id.bytes().all(|b| b.is_ascii_graphic() && b != b'<' && b != b'>')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn smtp(bounces: Option<&str>) -> Smtp {
        let config = runtime::Config::from_toml(&format!(
            "[mail.smtp]\nhost = \"localhost\"\ntls = \"none\"\nfrom = \"sejour@prefecture.example\"\n{}",
            bounces.map(|b| format!("bounces = \"{b}\"")).unwrap_or_default()
        ));
        config.unwrap().mail.smtp.unwrap()
    }

    fn written(bounces: Option<&str>, answers: &str) -> (Envelope, String) {
        let words = Words { subject: "Reçu".to_owned(), text: "Reçu à 23 h 50.\n".to_owned() };
        let addressed = Addressed {
            to: "aminata@courriel.example",
            message_id: "letter-1@passerelle",
            answers: Some(answers),
            now: "2026-11-22T22:50:05Z".parse().unwrap(),
        };
        let (envelope, raw) = answer(&smtp(bounces), "Préfecture", &addressed, &words).unwrap();
        (envelope, String::from_utf8(raw).unwrap())
    }

    #[test]
    fn an_automatic_answer_says_so_and_names_what_it_answers() {
        let (envelope, raw) = written(None, "abc@courriel.example");
        assert_eq!(envelope.from(), None, "nobody is told of its failure");
        for line in [
            "Auto-Submitted: auto-replied\r\n",
            "Message-ID: <letter-1@passerelle>\r\n",
            "In-Reply-To: <abc@courriel.example>\r\n",
            "References: <abc@courriel.example>\r\n",
            "Date: Sun, 22 Nov 2026 22:50:05 +0000\r\n",
            "Content-Type: text/plain; charset=utf-8\r\n",
        ] {
            assert!(raw.contains(line), "{line} in {raw}");
        }
        assert!(written(Some("retours@prefecture.example"), "x@y").0.from().is_some());
    }

    #[test]
    fn what_a_sender_wrote_cannot_add_a_header() {
        let (_, raw) = written(None, "a@b>\r\nBcc: <victim@courriel.example");
        assert!(!raw.contains("victim") && !raw.contains("In-Reply-To"), "{raw}");
    }
}
