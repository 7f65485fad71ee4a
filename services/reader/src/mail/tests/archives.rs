use std::io::{Cursor, Write as _};

use reading::{UnpackLimits, UnpackedPart};
use zip::{ZipWriter, write::SimpleFileOptions};

use crate::mail::unpack::unpack;

fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        archive.start_file(*name, SimpleFileOptions::default()).expect("file");
        archive.write_all(bytes).expect("bytes");
    }
    archive.finish().expect("archive").into_inner()
}

/// A message with one file of these bytes, as they are.
fn with(name: &str, bytes: &[u8]) -> Vec<u8> {
    let mut raw = format!("From: x@y.fr\r\nContent-Type: application/octet-stream; name=\"{name}\"\r\nContent-Disposition: attachment\r\nContent-Transfer-Encoding: base64\r\n\r\n").into_bytes();
    raw.extend_from_slice(base64(bytes).as_bytes());
    raw
}

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for (at, group) in bytes.chunks(3).enumerate() {
        let byte = |index: usize| u32::from(group.get(index).copied().unwrap_or(0));
        let word = byte(0) << 16 | byte(1) << 8 | byte(2);
        for place in 0..4 {
            let letter = char::from(LETTERS[(word >> (18 - 6 * place) & 63) as usize]);
            text.push(if place > group.len() { '=' } else { letter });
        }
        if at % 19 == 18 {
            text.push_str("\r\n");
        }
    }
    text
}

fn seen(parts: &[UnpackedPart]) -> Vec<(&str, Option<&str>, Option<&str>)> {
    let one = |part: &UnpackedPart| part.attachment.name.as_deref().unwrap_or_default().len();
    assert!(parts.iter().all(|part| one(part) > 0 && part.bytes.len() as u64 == part.attachment.size));
    parts
        .iter()
        .map(|part| &part.attachment)
        .map(|one| (one.name.as_deref().unwrap_or_default(), one.unpacked_from.as_deref(), one.left_packed.as_deref()))
        .collect()
}

#[test]
fn archives_are_replaced_by_what_is_in_them() {
    let photos = zipped(&[("../photos/a.jpg", b"\xff\xd8\xff\xe0a"), ("photos/b.jpg", b"\xff\xd8\xff\xe0b")]);
    let dossier = zipped(&[("dossier/passeport.pdf", b"%PDF-1.4"), ("photos.zip", &photos)]);
    let raw = with("dossier.zip", &dossier);
    let parts = unpack(&raw, &UnpackLimits::default());
    assert_eq!(
        seen(&parts),
        [
            ("passeport.pdf", Some("dossier.zip"), None),
            ("a.jpg", Some("dossier.zip/photos.zip"), None),
            ("b.jpg", Some("dossier.zip/photos.zip"), None)
        ]
    );
    assert_eq!(parts[1].attachment.media_type, "image/jpeg");
    let shallow = UnpackLimits { depth: 1, ..UnpackLimits::default() };
    let parts = unpack(&raw, &shallow);
    assert_eq!(seen(&parts)[1], ("photos.zip", Some("dossier.zip"), Some("archives nested too deep")));
    assert_eq!(parts[1].bytes, photos, "what stays packed is whole");
}

#[test]
fn what_exceeds_a_limit_stays_packed_and_says_why() {
    let bomb = zipped(&[("zeros", &vec![0; 20 << 20])]);
    assert!(bomb.len() < 100_000);
    let parts = unpack(&with("bomb.zip", &bomb), &UnpackLimits::default());
    assert_eq!(seen(&parts), [("bomb.zip", None, Some("more in it than allowed"))]);
    assert_eq!(parts[0].bytes, bomb);
    let many: Vec<(String, &[u8])> = (0..20).map(|n| (format!("{n}.txt"), &b"x"[..])).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|(name, bytes)| (name.as_str(), *bytes)).collect();
    let few = UnpackLimits { files: 10, ..UnpackLimits::default() };
    let parts = unpack(&with("many.zip", &zipped(&many)), &few);
    assert_eq!(seen(&parts), [("many.zip", None, Some("20 files in it, more than allowed"))]);
    let damaged = &zipped(&[("a", b"abc")])[..40];
    let parts = unpack(&with("cut.zip", damaged), &UnpackLimits::default());
    assert!(seen(&parts)[0].2.expect("reason").starts_with("damaged"));
}

#[test]
fn office_documents_are_not_archives() {
    let docx = zipped(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<w/>")]);
    let parts = unpack(&with("lettre.docx", &docx), &UnpackLimits::default());
    assert_eq!((parts.len(), parts[0].attachment.name.as_deref()), (1, Some("lettre.docx")));
    assert_eq!(parts[0].bytes, docx);
}

#[test]
fn outlook_wrappings_attached_messages_and_uuencoded_text_are_opened() {
    let attribute = |id: u32, data: &[u8]| {
        let mut bytes = vec![2];
        bytes.extend(id.to_le_bytes());
        bytes.extend(u32::try_from(data.len()).expect("short").to_le_bytes());
        bytes.extend_from_slice(data);
        bytes.extend([0, 0]);
        bytes
    };
    let mut tnef = vec![0x78, 0x9f, 0x3e, 0x22, 1, 0];
    tnef.extend(attribute(0x0006_9002, &[0; 14]));
    tnef.extend(attribute(0x0001_8010, b"pi\xe8ce.pdf\0"));
    tnef.extend(attribute(0x0006_800f, b"%PDF-1.4"));
    let parts = unpack(&with("winmail.dat", &tnef), &UnpackLimits::default());
    assert_eq!(seen(&parts), [("pièce.pdf", Some("winmail.dat"), None)]);
    let raw = "From: x@y.fr\nContent-Type: multipart/mixed; boundary=a\n\n--a\n\nvoir\n\nbegin 644 chat.txt\n#0V%T\n`\nend\n--a\nContent-Type: message/rfc822\n\nFrom: z@y.fr\nSubject: Transmis\nContent-Type: application/pdf; name=b.pdf\n\n%PDF-1.4\n--a--\n";
    let parts = unpack(raw.as_bytes(), &UnpackLimits::default());
    assert_eq!(
        seen(&parts),
        [("Transmis.eml", None, None), ("b.pdf", Some("Transmis.eml"), None), ("chat.txt", None, None)]
    );
}
