/// Kinds that are known by their first bytes: a file that only claims to be one of them is not.
const KNOWN_BY_THEIR_BYTES: [&str; 12] = [
    "application/pdf",
    "application/zip",
    "application/gzip",
    "image/bmp",
    "image/gif",
    "image/heic",
    "image/heif",
    "image/jpeg",
    "image/jpg",
    "image/png",
    "image/tiff",
    "image/webp",
];
/// Magic number of TNEF, as it is written.
pub const TNEF: [u8; 4] = [0x78, 0x9f, 0x3e, 0x22];

/// The kind of a file after its bytes; what its sender says only where they say nothing.
pub fn media_type(bytes: &[u8], declared: Option<&str>) -> String {
    let declared = declared.filter(|kind| *kind != "application/octet-stream");
    if let Some("message/rfc822" | "message/global") = declared {
        return "message/rfc822".to_owned();
    }
    let start = &bytes[..bytes.len().min(1_024)];
    if bytes.starts_with(&TNEF) {
        return "application/ms-tnef".to_owned();
    }
    if start.windows(5).any(|five| five == b"%PDF-") {
        return "application/pdf".to_owned();
    }
    let textual = !bytes.is_empty() && !start.contains(&0);
    match infer::get(bytes).map(|kind| kind.mime_type()) {
        // Only the first characters of a text were compared for these.
        Some("text/html" | "text/xml" | "text/x-shellscript") if textual && declared.is_some() => {}
        Some(kind) => return kind.to_owned(),
        None => {}
    }
    match declared {
        Some(kind) if !KNOWN_BY_THEIR_BYTES.contains(&kind) => kind.to_owned(),
        _ if textual && std::str::from_utf8(bytes).is_ok() => "text/plain".to_owned(),
        _ => "application/octet-stream".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::media_type;

    #[test]
    fn bytes_are_believed_before_words() {
        assert_eq!(media_type(b"%PDF-1.7\n", Some("image/jpeg")), "application/pdf");
        assert_eq!(
            media_type(b"MZ\x90\0\x03\0\0\0", Some("application/pdf")),
            "application/vnd.microsoft.portable-executable"
        );
        assert_eq!(media_type(b"\xff\xd8\xff\xe0\0\x10JFIF", None), "image/jpeg");
        assert_eq!(media_type("déjà".as_bytes(), Some("application/pdf")), "text/plain");
        assert_eq!(media_type(b"\0\x01\x02", Some("image/png")), "application/octet-stream");
        assert_eq!(media_type(b"a;b", Some("text/csv")), "text/csv");
        assert_eq!(media_type(b"", None), "application/octet-stream");
    }
}
