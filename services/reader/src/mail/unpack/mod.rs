//! The files of a message, taken out of what they came in, within limits.

pub mod tnef;
pub mod uuencoded;
pub mod zipped;

use std::borrow::Cow;

use mail_parser::MessageParser;
use reading::{Attachment, UnpackLimits, UnpackedPart};

use super::{
    attachments::{File, files},
    bodies,
    prepare::prepare,
};

/// Every file of a message, in its order, archives replaced by what is in them.
pub fn unpack(raw: &[u8], limits: &UnpackLimits) -> Vec<UnpackedPart> {
    let mut unpacking = Unpacking { limits, files: 0, bytes: 0, parts: Vec::new() };
    unpacking.message(raw, None, 0);
    unpacking.parts
}

/// What was found in an archive, or why it stays packed.
pub type Opened = Result<Vec<Member>, String>;

/// A file in an archive.
pub struct Member {
    name: Option<String>,
    declared: Option<String>,
    pub bytes: Vec<u8>,
}

struct Unpacking<'l> {
    limits: &'l UnpackLimits,
    /// Taken out of archives so far, all together.
    files: u32,
    bytes: u64,
    parts: Vec<UnpackedPart>,
}

impl Unpacking<'_> {
    fn message(&mut self, raw: &[u8], within: Option<&str>, depth: u32) {
        let prepared = prepare(raw);
        let Some(mail) = MessageParser::default().parse(&*prepared) else { return };
        for file in files(&mail) {
            self.file(file, within, depth);
        }
        for member in uuencoded::files(&bodies::text(&mail).0) {
            let Member { name, declared, bytes } = member;
            let file = File { name, declared, inline: false, content_id: None, bytes: Cow::Owned(bytes) };
            self.file(file, within, depth);
        }
    }

    fn file(&mut self, file: File<'_>, within: Option<&str>, depth: u32) {
        let attachment = file.describe(within);
        match attachment.media_type.as_str() {
            "message/rfc822" => {
                let path = path(within, &attachment);
                let raw = file.bytes.into_owned();
                self.parts.push(UnpackedPart { attachment, bytes: raw.clone() });
                if depth < self.limits.depth {
                    self.message(&raw, Some(&path), depth + 1);
                }
            }
            "application/zip" => self.archive(attachment, file.bytes, depth, zipped::open),
            "application/ms-tnef" => self.archive(attachment, file.bytes, depth, |bytes, _| tnef::open(bytes)),
            kind => {
                let kept = PACKED.contains(&kind).then(|| "archives of this kind are not opened".to_owned());
                let attachment = Attachment { left_packed: kept, ..attachment };
                self.parts.push(UnpackedPart { attachment, bytes: file.bytes.into_owned() });
            }
        }
    }

    fn archive(
        &mut self,
        attachment: Attachment,
        bytes: Cow<'_, [u8]>,
        depth: u32,
        open: impl Fn(&[u8], &Left) -> Opened,
    ) {
        let left = Left {
            files: self.limits.files.saturating_sub(self.files),
            bytes: self
                .limits
                .bytes
                .saturating_sub(self.bytes)
                .min(self.limits.ratio.saturating_mul(bytes.len() as u64)),
        };
        let opened =
            if depth < self.limits.depth { open(&bytes, &left) } else { Err("archives nested too deep".to_owned()) };
        match opened {
            Ok(members) => {
                let path = path(attachment.unpacked_from.as_deref(), &attachment);
                self.files = self.files.saturating_add(u32::try_from(members.len()).unwrap_or(u32::MAX));
                self.bytes += members.iter().map(|member| member.bytes.len() as u64).sum::<u64>();
                for Member { name, declared, bytes } in members {
                    let file = File { name, declared, inline: false, content_id: None, bytes: Cow::Owned(bytes) };
                    self.file(file, Some(&path), depth + 1);
                }
            }
            Err(reason) => {
                let attachment = Attachment { left_packed: Some(reason), ..attachment };
                self.parts.push(UnpackedPart { attachment, bytes: bytes.into_owned() });
            }
        }
    }
}

/// What an archive may still give.
pub struct Left {
    pub files: u32,
    pub bytes: u64,
}

/// Archives that are known and not opened.
const PACKED: [&str; 7] = [
    "application/gzip",
    "application/vnd.rar",
    "application/x-7z-compressed",
    "application/x-bzip2",
    "application/x-tar",
    "application/x-xz",
    "application/zstd",
];

/// `dossier.zip/photos.zip`
fn path(within: Option<&str>, attachment: &Attachment) -> String {
    let name = attachment.name.as_deref().unwrap_or(&attachment.media_type);
    within.map_or_else(|| name.to_owned(), |outer| format!("{outer}/{name}"))
}
