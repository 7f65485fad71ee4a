use std::borrow::Cow;

use encoding_rs::WINDOWS_1252;

/// The message as it is parsed: without the line of a mailbox file or empty lines before its headers, and with
/// headers that nobody encoded (older French programs) turned into UTF-8.
pub fn prepare(raw: &[u8]) -> Cow<'_, [u8]> {
    let raw = start(raw);
    let end = header_end(raw);
    let (headers, rest) = raw.split_at(end);
    if std::str::from_utf8(headers).is_ok() {
        return Cow::Borrowed(raw);
    }
    let mut whole = decode_windows_1252(headers).into_bytes();
    whole.extend_from_slice(rest);
    Cow::Owned(whole)
}

/// Text in the character set that Western mail without a declared one is in.
pub fn decode_windows_1252(bytes: &[u8]) -> String {
    WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned()
}

fn start(raw: &[u8]) -> &[u8] {
    let raw = raw.strip_prefix(b"\xef\xbb\xbf").unwrap_or(raw);
    let blank = raw.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
    // A message that begins with a folded line keeps it: only whole empty lines go.
    let raw = raw[..blank].iter().rposition(|byte| *byte == b'\n').map_or(raw, |last| &raw[last + 1..]);
    let envelope = raw.starts_with(b"From ") || raw.starts_with(b">From ");
    match raw.iter().position(|byte| *byte == b'\n').filter(|_| envelope) {
        Some(line) => &raw[line + 1..],
        None => raw,
    }
}

/// Where the empty line after the headers is.
pub fn header_end(raw: &[u8]) -> usize {
    let mut after_line = 0;
    for (at, byte) in raw.iter().enumerate() {
        if *byte == b'\n' {
            if raw[after_line..at].iter().all(|byte| *byte == b'\r') {
                return at;
            }
            after_line = at + 1;
        }
    }
    raw.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_nobody_encoded_are_french() {
        assert_eq!(
            &*prepare(b"Subject: Pr\xe9fecture\r\n\r\nr\xe9"),
            "Subject: Préfecture\r\n\r\n".as_bytes().iter().chain(b"r\xe9").copied().collect::<Vec<u8>>()
        );
        assert_eq!(&*prepare("\n\nSubject: é\n\ntext".as_bytes()), "Subject: é\n\ntext".as_bytes());
        assert_eq!(&*prepare(b"From x@y Thu Apr 1\nTo: z\n\n"), b"To: z\n\n");
        assert_eq!(&*prepare(b""), b"");
    }
}
