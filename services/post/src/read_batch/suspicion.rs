//! Files that may harm the machine of whoever opens them: programs, documents with macros, what the antivirus knows. Their bytes are
//! looked at, never opened.

use domain::SuspicionKind;
use memchr::memmem;
use runtime::{Antivirus, Verdict};
use store::{deliveries::NewPart, quarantine::Suspected};

/// How programs begin: Windows, Linux, macOS, Java, scripts, shortcuts of Windows.
const BEGINNINGS: &[&[u8]] = &[
    b"MZ",
    b"\x7fELF",
    b"\xca\xfe\xba\xbe",
    b"\xcf\xfa\xed\xfe",
    b"\xce\xfa\xed\xfe",
    b"#!",
    b"L\0\0\0\x01\x14\x02\0",
];
/// Names under which Windows starts a file, or mounts it as a disk.
const STARTED: &[&str] = &[
    "apk", "appx", "bat", "cmd", "com", "cpl", "dll", "dmg", "exe", "hta", "img", "iso", "jar", "js", "jse", "lnk",
    "msc", "msi", "msix", "pif", "ps1", "reg", "scr", "sh", "url", "vb", "vbe", "vbs", "vhd", "vhdx", "wsf", "wsh",
    "xll",
];
/// The file of the macros in documents of Office since 2007, which are ZIP archives: names stand there as they are.
const MACROS: &[u8] = b"vbaProject.bin";
/// The same in the older ones (OLE), in UTF-16.
const OLD_MACROS: &[u8] = b"_\0V\0B\0A\0_\0P\0R\0O\0J\0E\0C\0T\0";
const OLE: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/// What a file of a delivery is suspected of.
pub(super) async fn suspicion(antivirus: Option<&Antivirus>, part: &NewPart, content: &[u8]) -> Option<Suspected> {
    let found = |kind, named| Some(Suspected { position: part.position, kind, named });
    if let Some(antivirus) = antivirus {
        match antivirus.check(content).await {
            Verdict::Harmful(name) => return found(SuspicionKind::Virus, name),
            Verdict::Unchecked(why) => {
                let communication = part.communication;
                tracing::warn!(%communication, file = part.position, why, "the antivirus did not check a file");
                return found(sign(&part.name, content).unwrap_or(SuspicionKind::Unchecked), String::new());
            }
            Verdict::Clean => {}
        }
    }
    found(sign(&part.name, content)?, String::new())
}

/// What its bytes and its name tell.
fn sign(name: &str, content: &[u8]) -> Option<SuspicionKind> {
    let ending = name.trim_end_matches(['.', ' ']).rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    let started = ending.is_some_and(|ending| STARTED.contains(&ending.as_str()));
    if started || BEGINNINGS.iter().any(|beginning| content.starts_with(beginning)) {
        return Some(SuspicionKind::Program);
    }
    let archive = content.starts_with(b"PK\x03\x04") && memmem::find(content, MACROS).is_some();
    let older = content.starts_with(OLE) && memmem::find(content, OLD_MACROS).is_some();
    (archive || older).then_some(SuspicionKind::Macros)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_are_known_by_their_bytes_or_their_name() {
        for (name, content) in [
            ("facture.pdf", &b"MZ\x90\0"[..]),
            ("photo.jpg", b"\x7fELF\x02"),
            ("contrat.PDF.exe ", b"%PDF-1.7"),
            ("lettre.js", b"var a"),
            ("a", b"#!/bin/sh"),
        ] {
            assert_eq!(sign(name, content), Some(SuspicionKind::Program), "{name}");
        }
        for (name, content) in
            [("passeport.pdf", &b"%PDF-1.7"[..]), ("photo.jpg", b"\xff\xd8\xff"), ("", b""), ("js", b"")]
        {
            assert_eq!(sign(name, content), None, "{name}");
        }
    }

    #[test]
    fn documents_with_macros_are_told_from_those_without() {
        let with = [&b"PK\x03\x04...word/"[..], MACROS].concat();
        let old = [OLE, &[0; 512], OLD_MACROS].concat();
        assert_eq!(sign("cv.docm", &with), Some(SuspicionKind::Macros));
        assert_eq!(sign("cv.doc", &old), Some(SuspicionKind::Macros));
        assert_eq!(sign("cv.docx", b"PK\x03\x04...word/document.xml"), None);
        assert_eq!(sign("cv.doc", OLE), None);
        assert_eq!(sign("lettre.txt", MACROS), None, "words about macros are words");
    }
}
