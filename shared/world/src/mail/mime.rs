//! Writes messages as the programs of real people do (RFC 5322, 2045, 2047, 2231), with nothing left to chance.

use data_encoding::{BASE64, BASE64_MIME};

/// A part of a message, or the whole of it.
pub(super) struct Part {
    pub headers: Vec<(&'static str, String)>,
    pub body: Body,
}

/// What is under the headers.
pub(super) enum Body {
    /// Encoded text, lines ended by CRLF.
    Lines(String),
    /// Parts between boundaries.
    Many { boundary: String, parts: Vec<Part> },
}

/// How a text travels.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Transfer {
    Quoted,
    Base64,
    Eight,
}

impl Part {
    /// A part that contains others.
    pub(super) fn many(kind: &str, boundary: &str, parts: Vec<Self>) -> Self {
        let headers = vec![("Content-Type", format!("multipart/{kind}; boundary=\"{boundary}\""))];
        Self { headers, body: Body::Many { boundary: boundary.to_owned(), parts } }
    }

    /// A text; `kind` is `plain` or `html`, with parameters if need be.
    pub(super) fn text(kind: &str, charset: &str, transfer: Transfer, text: &str) -> Self {
        let latin = charset.eq_ignore_ascii_case("iso-8859-1");
        let bytes = if latin { latin_1(text) } else { text.as_bytes().to_vec() };
        let (word, lines) = match transfer {
            Transfer::Quoted => ("quoted-printable", quoted_printable(&bytes)),
            Transfer::Base64 => ("base64", BASE64_MIME.encode(&crlf(text).into_bytes())),
            Transfer::Eight => ("8bit", crlf(text)),
        };
        let headers = vec![
            ("Content-Type", format!("text/{kind}; charset={charset}")),
            ("Content-Transfer-Encoding", word.to_owned()),
        ];
        Self { headers, body: Body::Lines(lines) }
    }

    /// A text that only machines read, as it is.
    pub(super) fn bare(kind: &str, text: &str) -> Self {
        Self { headers: vec![("Content-Type", kind.to_owned())], body: Body::Lines(crlf(text)) }
    }

    /// A file in base64 under these headers.
    pub(super) fn file(mut headers: Vec<(&'static str, String)>, bytes: &[u8]) -> Self {
        headers.push(("Content-Transfer-Encoding", "base64".to_owned()));
        Self { headers, body: Body::Lines(BASE64_MIME.encode(bytes)) }
    }

    /// Puts headers before those of the part.
    pub(super) fn under(mut self, mut headers: Vec<(&'static str, String)>) -> Self {
        headers.append(&mut self.headers);
        Self { headers, body: self.body }
    }

    /// The bytes that travel.
    pub(super) fn write(&self) -> Vec<u8> {
        let mut out = String::new();
        self.write_to(&mut out);
        out.into_bytes()
    }

    fn write_to(&self, out: &mut String) {
        for (name, value) in &self.headers {
            out.push_str(&folded(name, value));
        }
        out.push_str("\r\n");
        match &self.body {
            Body::Lines(lines) => out.push_str(lines),
            Body::Many { boundary, parts } => {
                for part in parts {
                    out.push_str("--");
                    out.push_str(boundary);
                    out.push_str("\r\n");
                    part.write_to(out);
                    out.push_str("\r\n");
                }
                out.push_str("--");
                out.push_str(boundary);
                out.push_str("--\r\n");
            }
        }
    }
}

/// Longest line of a header before it is folded.
const LINE: usize = 76;

/// A header, folded at its spaces.
fn folded(name: &str, value: &str) -> String {
    let mut lines = format!("{name}:");
    let mut length = lines.len();
    for word in value.split(' ') {
        if length + 1 + word.len() > LINE && length > name.len() + 1 {
            lines.push_str("\r\n");
            length = 0;
        }
        lines.push(' ');
        lines.push_str(word);
        length += 1 + word.len();
    }
    lines + "\r\n"
}

/// Lines ended by CRLF, the last one too.
fn crlf(text: &str) -> String {
    text.lines().flat_map(|line| [line, "\r\n"]).collect()
}

/// Whether every character has a place in ISO-8859-1.
pub(super) fn is_latin(text: &str) -> bool {
    text.chars().all(|c| u32::from(c) < 256)
}

fn latin_1(text: &str) -> Vec<u8> {
    text.chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?')).collect()
}

/// RFC 2045, 6.7: soft line breaks before 76, no space at the end of a line.
fn quoted_printable(bytes: &[u8]) -> String {
    let mut out = String::new();
    for line in bytes.strip_suffix(b"\n").unwrap_or(bytes).split(|b| *b == b'\n') {
        let mut length = 0;
        for (i, byte) in line.iter().enumerate() {
            let plain = (b'!'..=b'~').contains(byte) && *byte != b'=' || *byte == b' ' && i + 1 < line.len();
            let written = if plain { char::from(*byte).to_string() } else { format!("={byte:02X}") };
            if length + written.len() > LINE - 1 {
                out.push_str("=\r\n");
                length = 0;
            }
            length += written.len();
            out.push_str(&written);
        }
        out.push_str("\r\n");
    }
    out
}

/// A text in a header: as it is when plain, else in encoded words of at most 75 characters (RFC 2047).
pub(super) fn words(text: &str) -> String {
    if text.is_ascii() {
        return text.to_owned();
    }
    chunks(text, 42)
        .iter()
        .map(|chunk| format!("=?UTF-8?B?{}?=", BASE64.encode(chunk.as_bytes())))
        .collect::<Vec<_>>()
        .join(" ")
}

/// The same in ISO-8859-1 and the Q encoding, when the text has only such characters.
pub(super) fn latin_words(text: &str) -> String {
    if text.is_ascii() || !is_latin(text) {
        return words(text);
    }
    let letter = |byte: u8| match byte {
        b' ' => "_".to_owned(),
        b if b.is_ascii_alphanumeric() => char::from(b).to_string(),
        b => format!("={b:02X}"),
    };
    let encoded = |chunk: &String| latin_1(chunk).into_iter().map(letter).collect::<String>();
    chunks(text, 18).iter().map(|chunk| format!("=?iso-8859-1?Q?{}?=", encoded(chunk))).collect::<Vec<_>>().join(" ")
}

/// Cuts between characters, at most `size` bytes each.
fn chunks(text: &str, size: usize) -> Vec<String> {
    let mut cut: Vec<String> = vec![String::new()];
    for c in text.chars() {
        if cut.last().is_some_and(|chunk| chunk.len() + c.len_utf8() > size) {
            cut.push(String::new());
        }
        if let Some(chunk) = cut.last_mut() {
            chunk.push(c);
        }
    }
    cut
}

/// A parameter with percent signs (RFC 2231): `filename*=UTF-8''...`.
pub(super) fn extended(name: &str, value: &str) -> String {
    if value.is_ascii() {
        return format!("{name}=\"{value}\"");
    }
    let letter = |byte: u8| match byte {
        b if b.is_ascii_alphanumeric() || b"-._".contains(&b) => char::from(b).to_string(),
        b => format!("%{b:02X}"),
    };
    format!("{name}*=UTF-8''{}", value.bytes().map(letter).collect::<String>())
}

/// A display name before an address, quoted or encoded as needed.
pub(super) fn mailbox(name: &str, address: &str, encode: fn(&str) -> String) -> String {
    match name {
        "" => address.to_owned(),
        plain if plain.is_ascii() => format!("\"{plain}\" <{address}>"),
        other => format!("{} <{address}>", encode(other)),
    }
}

/// A text as HTML: escaped, paragraphs and lines by `paragraph` and `<br>`.
pub(super) fn html(text: &str, open: &str, close: &str) -> String {
    let escaped = text.trim_end().replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let paragraphs = escaped.split("\n\n").map(|p| p.replace('\n', "<br>\n"));
    paragraphs.flat_map(|p| [open.to_owned(), p, close.to_owned(), "\n".to_owned()]).collect()
}
