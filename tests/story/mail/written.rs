//! What people and machines put into a mailbox.

use std::io::{Cursor, Write as _};

/// A report that a message of ours was not delivered, with this status and these words of the server.
pub(super) fn undelivered(message_id: &str, status: &str, words: &str) -> Vec<u8> {
    format!(
        "Return-Path: <>\r\nFrom: Mail Delivery System <MAILER-DAEMON@courriel.example>\r\nTo: {}\r\n\
         Subject: Undelivered Mail Returned to Sender\r\nMessage-ID: <retour-1@courriel.example>\r\n\
         Date: Mon, 23 Nov 2026 08:00:00 +0100\r\nAuto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/report; report-type=delivery-status; boundary=\"couture\"\r\n\r\n\
         --couture\r\nContent-Type: text/plain\r\n\r\nYour message could not be delivered.\r\n\
         --couture\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; courriel.example\r\n\r\n\
         Final-Recipient: rfc822; aminata@courriel.example\r\nAction: failed\r\nStatus: {status}\r\n\
         Diagnostic-Code: smtp; {words}\r\n\
         --couture\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <{message_id}>\r\nSubject: recu\r\n--couture--\r\n",
        postoffice::USER
    )
    .into_bytes()
}

/// A message as somebody writes it.
pub(super) struct Written<'a> {
    pub(super) id: &'a str,
    pub(super) from: &'a str,
    pub(super) subject: &'a str,
    /// The line of our own server; none when empty.
    pub(super) received: &'a str,
    /// More header lines.
    pub(super) more: &'a str,
    pub(super) files: Vec<(&'a str, Vec<u8>)>,
}

impl Default for Written<'_> {
    fn default() -> Self {
        Self {
            id: "abc-1",
            from: "aminata@courriel.example",
            subject: "Renouvellement de mon titre",
            received: "",
            more: "",
            files: Vec::new(),
        }
    }
}

impl Written<'_> {
    pub(super) fn raw(&self) -> Vec<u8> {
        let received = match self.received {
            "" => String::new(),
            date => format!(
                "Received: from out.courriel.example (out.courriel.example [192.0.2.7])\r\n\tby {} with ESMTPS id 4ZZ;\r\n\t{date}\r\n",
                world::MAIL_HOST
            ),
        };
        let mut raw = format!(
            "{received}From: Aminata Diallo <{}>\r\nTo: {}\r\nSubject: {}\r\nMessage-ID: <{}@courriel.example>\r\n\
             Date: Sun, 15 Nov 2026 10:00:00 +0100\r\n{}MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"couture\"\r\n\r\n\
             --couture\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nBonjour, je demande le renouvellement de mon titre.\r\n",
            self.from,
            postoffice::USER,
            self.subject,
            self.id,
            self.more
        );
        for (name, bytes) in &self.files {
            let part = format!(
                "--couture\r\nContent-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n\
                 Content-Disposition: attachment; filename=\"{name}\"\r\n\r\n{}",
                encoded(bytes)
            );
            raw.push_str(&part);
        }
        (raw + "--couture--\r\n").into_bytes()
    }
}

/// Base64 in lines.
pub(super) fn encoded(bytes: &[u8]) -> String {
    let all = data_encoding::BASE64.encode(bytes);
    let mut lines = String::with_capacity(all.len() + all.len() / 38);
    let mut rest = all.as_str();
    while !rest.is_empty() {
        let (line, after) = rest.split_at(rest.len().min(76));
        lines.push_str(line);
        lines.push_str("\r\n");
        rest = after;
    }
    lines
}

/// Bytes that do not compress and mean nothing.
pub(super) fn noise(size: usize) -> Vec<u8> {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut bytes = Vec::with_capacity(size + 8);
    while bytes.len() < size {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        bytes.extend_from_slice(&(state ^ (state >> 29)).to_le_bytes());
    }
    bytes.truncate(size);
    bytes
}

/// A small picture.
pub(super) fn picture() -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let grey =
        image::GrayImage::from_fn(200, 120, |x, y| image::Luma([if (x / 20 + y / 20) % 2 == 0 { 255 } else { 60 }]));
    grey.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

pub(super) fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}
