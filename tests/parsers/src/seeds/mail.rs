use std::io::{Cursor, Write as _};

use data_encoding::BASE64;

use super::all;

/// Something of every kind.
const WHOLE: &str = "Return-Path: <>\r\nReceived: from a (b [192.0.2.1]) by mx.fr; Sun, 22 Nov 2026 23:50:02 +0100\r\n\
    Authentication-Results: mx.fr; dkim=pass (x) header.d=y.fr\r\nFrom: =?iso-8859-1?Q?H=E9l=E8ne?= <h@y.fr>\r\n\
    To: g: a@b.fr, \"c\" <d@e.fr>;\r\nSubject: =?utf-8?B?w6k=?= 26-067-0000123-45\r\nDate: Sun, 22 Nov 2026 23:50:00 +0100\r\n\
    Content-Type: multipart/report; report-type=delivery-status; boundary=\"b\"\r\n\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\n\
    Content-Transfer-Encoding: quoted-printable\r\n\r\n<p>d=C3=A9j=C3=A0 <b style=3D'display:none'>x</b></p><blockquote>y</blockquote>\r\n\
    --b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; x\r\n\r\nFinal-Recipient: rfc822; a@b.fr\r\nAction: failed\r\n\
    Status: 5.1.1\r\nDiagnostic-Code: smtp; 550 5.1.1 unknown\r\n\r\n--b\r\nContent-Type: message/rfc822\r\n\r\nFrom: x@y.fr\r\n\
    Content-Type: multipart/mixed; boundary=c\r\n\r\n--c\r\n\r\nbegin 644 a.txt\r\n#0V%T\r\n`\r\nend\r\n--c--\r\n--b--\r\n";

const PLAIN: &str = "From: x@y.fr\nAuto-Submitted: auto-replied\nPrecedence: bulk\nList-Id: <l.fr>\nContent-Type: text/plain; format=flowed\n\n\
    Je suis absente \njusqu'au 3.\n\nLe lun. 16 nov. 2026 à 10:12, P <p@a.fr> a écrit :\n> Merci\n-- \nX\n";

/// Attachments: their heads, and their bytes.
fn with(kind: &str, bytes: &[u8]) -> Vec<u8> {
    format!(
        "From: x@y.fr\nContent-Type: multipart/mixed; boundary=c\n\n--c\nContent-Type: {kind}; name*=utf-8''%C3%A9.x\n\
         Content-Transfer-Encoding: base64\n\n{}\n--c--\n",
        BASE64.encode(bytes)
    )
    .into_bytes()
}

pub fn messages() -> Vec<Vec<u8>> {
    let mut found = all(&[WHOLE, PLAIN]);
    found.extend(wrappings().iter().map(|bytes| with("application/ms-tnef", bytes)));
    found.extend(archives().iter().map(|bytes| with("application/zip", bytes)));
    found
}

pub fn reports() -> Vec<Vec<u8>> {
    all(&[
        "--b\nContent-Type: text/plain\n\nThe following message to <a@b.fr> was undeliverable.\n550 5.1.1 User unknown\n--b\n\
         Content-Type: message/delivery-status\n\nReporting-MTA: dns; x\n\nFinal-Recipient: rfc822; a@b.fr\nAction: failed\nStatus: 5.1.1\n\
         Diagnostic-Code: smtp; 550 5.1.1\n unknown\n\n--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: <1@y.fr>\nTo: a@b.fr\n--b--\n",
        "--b\nContent-Type: message/feedback-report\n\nFeedback-Type: abuse\nOriginal-Rcpt-To: a@b.fr\n\n--b--\n",
        "--b\nContent-Type: message/disposition-notification\n\nFinal-Recipient: rfc822; a@b.fr\nDisposition: x; displayed\n\
         Original-Message-ID: <1@y.fr>\n--b--\n",
        "--b\n\n   ----- The following addresses had permanent fatal errors -----\n<a@b.fr>\n    (reason: 550 5.7.1 mailbox full)\n\n\
         <c@d.fr>: host mx[192.0.2.1] said: 452 4.2.2 Over quota (in reply to RCPT TO command)\n--b--\n",
    ])
}

/// TNEF: an attachment with its name, its bytes, and properties.
pub fn wrappings() -> Vec<Vec<u8>> {
    let mut out = vec![0x78, 0x9f, 0x3e, 0x22, 1, 0];
    let mut attribute = |id: u32, data: &[u8]| {
        out.push(2);
        out.extend(id.to_le_bytes());
        out.extend(u32::try_from(data.len()).unwrap_or_default().to_le_bytes());
        out.extend_from_slice(data);
        out.extend([0, 0]);
    };
    attribute(0x0006_9002, &[0; 14]);
    attribute(0x0001_8010, b"note.txt\0");
    attribute(0x0006_800f, b"Bonjour");
    let mut properties = 3_u32.to_le_bytes().to_vec();
    properties.extend([0x1f, 0x00, 0x07, 0x37, 1, 0, 0, 0, 6, 0, 0, 0, b'a', 0, b'b', 0, 0, 0, 0, 0]);
    properties.extend([0x02, 0x01, 0x01, 0x37, 1, 0, 0, 0, 3, 0, 0, 0, b'x', b'y', b'z', 0]);
    properties.extend([0x03, 0x00, 0x0b, 0x80]);
    properties.extend([7; 16]);
    properties.extend([0, 0, 0, 0, 9, 0, 0, 0, 1, 0, 0, 0]);
    attribute(0x0006_9005, &properties);
    vec![out]
}

pub fn archives() -> Vec<Vec<u8>> {
    let zipped = |members: &[(&str, &[u8])]| -> Vec<u8> {
        let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in members {
            let started = archive.start_file(*name, zip::write::SimpleFileOptions::default());
            if started.is_ok() && archive.write_all(bytes).is_err() {
                return Vec::new();
            }
        }
        archive.finish().map(Cursor::into_inner).unwrap_or_default()
    };
    let inner = zipped(&[("a.txt", b"Bonjour")]);
    vec![
        zipped(&[("dossier/a.txt", b"Bonjour Bonjour Bonjour"), ("b.zip", &inner)]),
        zipped(&[("zeros", &[0; 20_000])]),
        inner,
    ]
}

pub fn texts() -> Vec<Vec<u8>> {
    all(&[
        "Bonjour,\nvoici.\n\nLe lun. 16 nov. 2026 à 10:12, Préfecture <p@a.fr> a écrit :\n\n> Merci\n> d'envoyer",
        "Bonjour\n\nDe : P\nEnvoyé : lundi 16 novembre 2026 10:12\nÀ : x\nObjet : Demande\n\nMerci\n-- \nX",
        "On Mon, Nov 16, 2026 at 10:12 AM P <p@a.fr> wrote:\n> Merci\nnon\n\nEnvoyé de mon iPhone",
        "begin 644 a.txt\n#0V%T\n`\nend\nreste",
        "<html><head><title>x</title><style>p{}</style></head><body><p>Je &eacute;cris<br>\n<b hidden>x</b><table><tr><td>1<td>2</table>\
         <pre> a\n b</pre><blockquote><blockquote>hier</blockquote></blockquote><a href='https://x.fr'>ici</a><svg><p>y</svg></body>",
    ])
}
