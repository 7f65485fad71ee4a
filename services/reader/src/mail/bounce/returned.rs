use mail_parser::{Message as Mail, MessageParser, MimeHeaders, PartType};

use crate::mail::{attachments::decoded, headers};

/// What is known of the message of ours that a report is about: its headers came back with it.
#[derive(Default)]
pub struct Returned {
    pub message_id: Option<String>,
    /// Its recipients, lower case.
    pub to: Vec<String>,
}

impl Returned {
    /// From the part that holds it or its headers.
    pub fn of(mail: &Mail<'_>) -> Self {
        let found = mail.parts.iter().find_map(|part| match &part.body {
            PartType::Message(inner) => Some(Self::read(inner)),
            PartType::Text(_)
            | PartType::Html(_)
            | PartType::Binary(_)
            | PartType::InlineBinary(_)
            | PartType::Multipart(_) => {
                let headers = ["rfc822-headers", "global-headers", "rfc822", "partial"];
                let kind = part.content_type().and_then(|kind| kind.subtype()).unwrap_or_default().to_ascii_lowercase();
                headers.contains(&kind.as_str()).then(|| Self::parse(&decoded(mail, part)))
            }
        });
        found.unwrap_or_default()
    }

    /// From headers.
    pub fn parse(headers: &[u8]) -> Self {
        let mut headers = headers.to_vec();
        headers.extend_from_slice(b"\n\n");
        MessageParser::default().parse_headers(&headers).map(|mail| Self::read(&mail)).unwrap_or_default()
    }

    fn read(mail: &Mail<'_>) -> Self {
        let to = headers::addresses(mail.to()).into_iter().filter_map(|one| one.address);
        Self { message_id: headers::text(mail.message_id()), to: to.map(|address| address.to_lowercase()).collect() }
    }
}
