use std::borrow::Cow;

use mail_parser::{Message as Mail, MessagePart, MimeHeaders, PartType};
use reading::TEXT_LIMIT;

use super::{attachments::decoded, html, prepare::decode_windows_1252};

/// The text of a message and whether it was made from HTML.
pub fn text(mail: &Mail<'_>) -> (String, bool) {
    let (text, from_html) = joined(mail, &mail.text_body);
    if !text.is_empty() {
        return (text, from_html);
    }
    let (text, from_html) = joined(mail, &mail.html_body);
    // A message of several parts whose boundary is wrong: the parts as they stand.
    let lost = mail.parts.len() == 1 && mail.root_part().content_type().is_some_and(|kind| kind.ctype() == "multipart");
    if text.is_empty() && lost { joined(mail, &[0]) } else { (text, from_html) }
}

fn joined(mail: &Mail<'_>, ids: &[u32]) -> (String, bool) {
    let (mut text, mut from_html) = (String::new(), false);
    for part in ids.iter().filter_map(|id| mail.part(*id)) {
        let piece = match &part.body {
            PartType::Text(_) => plain(part, &characters(mail, part)),
            PartType::Html(_) => {
                let piece = html::to_text(&characters(mail, part));
                from_html |= !piece.is_empty();
                piece
            }
            PartType::Binary(_) | PartType::InlineBinary(_) | PartType::Message(_) | PartType::Multipart(_) => continue,
        };
        let piece = piece.trim_matches(['\n', '\r']);
        if !piece.trim().is_empty() {
            text.push_str(if text.is_empty() { "" } else { "\n\n" });
            text.push_str(piece);
        }
        if text.len() > TEXT_LIMIT {
            text.truncate(text.floor_char_boundary(TEXT_LIMIT));
            break;
        }
    }
    (text.trim_end().to_owned(), from_html)
}

/// The characters of a text part. Where its character set is missing or wrong, it is what such mail is in.
fn characters<'m>(mail: &'m Mail<'_>, part: &'m MessagePart<'_>) -> Cow<'m, str> {
    let text = part.text_contents().unwrap_or_default();
    if !text.contains('\u{fffd}') {
        return Cow::Borrowed(text);
    }
    let charset = part.content_type().and_then(|kind| kind.attribute("charset")).unwrap_or_default();
    let guessed =
        matches!(charset.to_ascii_lowercase().as_str(), "" | "us-ascii" | "ascii" | "utf-8" | "utf8" | "unknown-8bit");
    let known = mail_parser::decoders::charsets::map::charset_decoder(charset.as_bytes()).is_some();
    if known && !guessed {
        return Cow::Borrowed(text);
    }
    match String::from_utf8(decoded(mail, part).into_owned()) {
        Ok(text) => Cow::Owned(text),
        // Cut in the middle of a character: UTF-8 none the less.
        Err(error) if error.utf8_error().valid_up_to() + 4 > error.as_bytes().len() => Cow::Borrowed(text),
        Err(error) if mostly_utf8(error.as_bytes()) => Cow::Borrowed(text),
        Err(error) => Cow::Owned(decode_windows_1252(error.as_bytes())),
    }
}

/// Some damage in a text that is UTF-8 otherwise.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good > bad
}

/// Line ends made one, and flowing lines joined (RFC 3676).
fn plain(part: &MessagePart<'_>, text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace(['\r', '\0'], "");
    let kind = part.content_type();
    let attribute = |name| kind.and_then(|kind| kind.attribute(name)).unwrap_or_default();
    if !attribute("format").eq_ignore_ascii_case("flowed") {
        return text;
    }
    let joined = if attribute("delsp").eq_ignore_ascii_case("yes") { "" } else { " " };
    let mut lines = String::with_capacity(text.len());
    let mut open: Option<usize> = None;
    for line in text.split('\n') {
        let depth = line.bytes().take_while(|byte| *byte == b'>').count();
        let words = line[depth..].strip_prefix(' ').unwrap_or(&line[depth..]);
        match open {
            Some(before) if before == depth => lines.push_str(words.trim_end_matches(' ')),
            Some(_) | None => {
                lines.push_str(if lines.is_empty() { "" } else { "\n" });
                lines.push_str(&line[..depth]);
                lines.push_str(if depth > 0 { " " } else { "" });
                lines.push_str(words.trim_end_matches(' '));
            }
        }
        let flows = words.ends_with(' ') && words != "-- ";
        open = flows.then_some(depth);
        lines.push_str(if flows { joined } else { "" });
        if words == "-- " {
            lines.push(' ');
        }
    }
    lines
}
