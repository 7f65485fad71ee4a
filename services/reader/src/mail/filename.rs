use std::sync::LazyLock;

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};
use mail_parser::{MessageParser, MimeHeaders};
use regex::bytes::Regex;

use super::prepare::decode_windows_1252;

/// A numbered piece of a name (RFC 2231): its number, and its text.
#[expect(clippy::expect_used, reason = "a constant pattern, compiled in every test")]
static PIECE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#"(?i)\b(?:file)?name\*(\d{1,3}\*?|)=\s*"?([^";\r\n]*)"#).expect("pattern"));

/// The name of a file out of the headers of its part, when reading it the usual way left gaps: written without any
/// encoding, or in pieces of which only the first names the character set.
pub fn read_again(headers: &[u8]) -> Option<String> {
    pieces(headers).or_else(|| {
        let header = decode_windows_1252(headers);
        let mail = MessageParser::default().parse_headers(header.as_bytes())?;
        mail.root_part().attachment_name().map(str::to_owned)
    })
}

fn pieces(headers: &[u8]) -> Option<String> {
    let found =
        PIECE.captures_iter(headers).filter_map(|piece| Some((piece.get(1)?.as_bytes(), piece.get(2)?.as_bytes())));
    let mut found: Vec<(u32, &[u8])> = found.map(|(number, text)| (place(number), text)).collect();
    // The same name often stands in two headers.
    found.sort_by_key(|(number, _)| *number);
    found.dedup_by_key(|(number, _)| *number);
    let (_, first) = found.first_mut()?;
    let mut quotes = first.splitn(3, |byte| *byte == b'\'');
    let (charset, _, rest) = (quotes.next()?, quotes.next()?, quotes.next()?);
    *first = rest;
    let bytes: Vec<u8> = found.iter().flat_map(|(_, text)| unescaped(text)).collect();
    let charset =
        Encoding::for_label(charset).unwrap_or(if str::from_utf8(&bytes).is_ok() { UTF_8 } else { WINDOWS_1252 });
    Some(charset.decode_without_bom_handling(&bytes).0.into_owned())
}

fn place(number: &[u8]) -> u32 {
    let digits = String::from_utf8_lossy(number);
    digits.trim_end_matches('*').parse().unwrap_or(0)
}

/// `%E9` as the byte it stands for.
fn unescaped(text: &[u8]) -> Vec<u8> {
    let hex = |byte: &u8| char::from(*byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((byte, after)) = rest.split_first() {
        match (byte, after) {
            (b'%', [high, low, after @ ..]) if hex(high).is_some() && hex(low).is_some() => {
                bytes.push(hex(high).unwrap_or(0) << 4 | hex(low).unwrap_or(0));
                rest = after;
            }
            _ => {
                bytes.push(*byte);
                rest = after;
            }
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::read_again;

    #[test]
    fn pieces_are_put_together_in_their_character_set() {
        let read = |headers: &[u8]| read_again(headers).expect("name");
        let pieces = b"Content-Type: x/y;\r\n name*1*=ss%E9.pdf;\r\n name*0*=iso-8859-1''r%E9c%E9pi\r\n\r\n";
        assert_eq!(read(pieces), "récépissé.pdf");
        assert_eq!(read(b"Content-Disposition: attachment; filename*=windows-1252'fr'%80.pdf\r\n\r\n"), "€.pdf");
        assert_eq!(read(b"Content-Disposition: attachment; filename=\"\xe9t\xe9.pdf\"\r\n\r\n"), "été.pdf");
    }
}
