use std::{borrow::Cow, fmt::Write as _};

use mail_parser::{
    ContentType, Encoding, Message as Mail, MessagePart, MimeHeaders, PartType,
    decoders::{base64::base64_decode, quoted_printable::quoted_printable_decode},
};
use reading::Attachment;
use sha2::{Digest, Sha256};

use super::{filename, headers, sniff::media_type};

/// Characters kept of a file name.
const LONG: usize = 255;

/// A file of a message, decoded.
pub struct File<'m> {
    /// Cleaned.
    pub name: Option<String>,
    /// Lower case.
    pub declared: Option<String>,
    pub inline: bool,
    pub content_id: Option<String>,
    pub bytes: Cow<'m, [u8]>,
}

impl File<'_> {
    /// What the client is told about it.
    pub fn describe(&self, unpacked_from: Option<&str>) -> Attachment {
        Attachment {
            name: self.name.clone(),
            media_type: media_type(&self.bytes, self.declared.as_deref()),
            declared_type: self.declared.clone(),
            size: self.bytes.len() as u64,
            sha256: hex(&Sha256::digest(&self.bytes)),
            unpacked_from: unpacked_from.map(str::to_owned),
            inline: self.inline,
            content_id: self.content_id.clone(),
            left_packed: None,
        }
    }
}

/// The files of a message, in its order: all parts but those that are its text.
pub fn files<'m>(mail: &'m Mail<'_>) -> impl Iterator<Item = File<'m>> {
    let shown = mail.text_body.first().into_iter().chain(mail.html_body.first());
    let shown: Vec<u32> = shown.copied().collect();
    // A text with a name shown between others is a file as well.
    let named_text = mail.text_body.iter().chain(&mail.html_body).copied().filter(move |id| {
        let part = mail.part(*id);
        !shown.contains(id) && part.is_some_and(|part| part.is_text() && part.attachment_name().is_some())
    });
    let mut ids: Vec<u32> = mail.attachments.iter().copied().chain(named_text).collect();
    ids.sort_unstable();
    ids.dedup();
    ids.into_iter().filter_map(|id| mail.part(id)).map(|part| file(mail, part))
}

fn file<'m>(mail: &'m Mail<'_>, part: &'m MessagePart<'_>) -> File<'m> {
    let declared = part.content_type().map(|kind| {
        let kind = format!("{}/{}", kind.ctype(), kind.subtype().unwrap_or("octet-stream"));
        kind.to_ascii_lowercase()
    });
    let attached = part.content_disposition().is_some_and(ContentType::is_attachment);
    let content_id = headers::text(part.content_id());
    let inline = !attached && (content_id.is_some() || part.content_disposition().is_some_and(ContentType::is_inline));
    let name = part_name(mail, part).or_else(|| message_name(part));
    File { name, declared, inline, content_id, bytes: decoded(mail, part) }
}

/// A name without folders, control characters and marks that turn the reading direction (they hide extensions).
pub fn clean_name(name: &str) -> Option<String> {
    let last = name.trim_end_matches(['/', '\\']).rsplit(['/', '\\']).next().unwrap_or_default();
    let harmless = |c: &char| {
        !c.is_control() && !matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let name: String = last.chars().filter(harmless).take(LONG).collect();
    let name = name.trim();
    (!name.is_empty() && name != "." && name != "..").then(|| name.to_owned())
}

fn part_name(mail: &Mail<'_>, part: &MessagePart<'_>) -> Option<String> {
    let name = part.attachment_name()?;
    if name.contains('\u{fffd}') {
        let place = part.raw_header_offset() as usize..part.raw_body_offset() as usize;
        let header = mail.raw_message.get(place).unwrap_or_default();
        return clean_name(&filename::read_again(header)?);
    }
    clean_name(name)
}

/// An attached message is called by its subject.
fn message_name(part: &MessagePart<'_>) -> Option<String> {
    let subject = headers::text(part.message()?.subject()).unwrap_or_default();
    let subject: String = subject.replace(['/', '\\'], "-").chars().take(100).collect();
    clean_name(&subject).map(|subject| format!("{subject}.eml"))
}

/// The bytes as the sender had them: not converted to another character set.
pub fn decoded<'m>(mail: &'m Mail<'_>, part: &'m MessagePart<'_>) -> Cow<'m, [u8]> {
    let place = part.raw_body_offset() as usize..part.raw_end_offset() as usize;
    let raw = mail.raw_message.get(place).unwrap_or_default();
    match (&part.body, part.encoding) {
        (PartType::Binary(bytes) | PartType::InlineBinary(bytes), _) => Cow::Borrowed(bytes.as_ref()),
        (PartType::Message(inner), Encoding::Base64 | Encoding::QuotedPrintable) => {
            Cow::Borrowed(inner.raw_message.as_ref())
        }
        (PartType::Multipart(_), _) | (_, Encoding::None) => Cow::Borrowed(raw),
        (_, Encoding::Base64) => base64_decode(raw).map_or(Cow::Borrowed(part.contents()), Cow::Owned),
        (_, Encoding::QuotedPrintable) => {
            quoted_printable_decode(raw).map_or(Cow::Borrowed(part.contents()), Cow::Owned)
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::clean_name;

    #[test]
    fn names_lose_folders_and_what_hides_their_ending() {
        assert_eq!(clean_name("..\\..\\C:\\Bureau/passeport.pdf").as_deref(), Some("passeport.pdf"));
        assert_eq!(clean_name("pass\u{202e}fdp.exe\0\r\n").as_deref(), Some("passfdp.exe"));
        assert_eq!(clean_name("dossier/").as_deref(), Some("dossier"));
        for nothing in ["", "/", "..", "\u{200e}"] {
            assert_eq!(clean_name(nothing), None);
        }
    }
}
