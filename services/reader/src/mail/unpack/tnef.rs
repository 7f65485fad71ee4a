use encoding_rs::{UTF_16LE, WINDOWS_1252};

use super::{Member, Opened};
use crate::mail::{attachments::clean_name, sniff::TNEF};

/// Attributes of TNEF (MS-OXTNEF, 2.1.3.3): a new attachment, its name, its bytes, its properties.
const NEW: u32 = 0x0006_9002;
const TITLE: u32 = 0x0001_8010;
const DATA: u32 = 0x0006_800f;
const PROPERTIES: u32 = 0x0006_9005;
/// Properties of an attachment: bytes or embedded object, long name, short name, media type.
const OBJECT: u16 = 0x3701;
const SHORT_NAME: u16 = 0x3704;
const LONG_NAME: u16 = 0x3707;
const MEDIA_TYPE: u16 = 0x370e;
/// Properties of one attachment looked at.
const MANY: u32 = 1_000;

/// The attachments in what Outlook wraps them in (`winmail.dat`). What comes before damage is kept.
pub fn open(bytes: &[u8]) -> Opened {
    let mut input = Input(bytes);
    if input.take(4) != Some(&TNEF) || input.take(2).is_none() {
        return Err("damaged: not TNEF".to_owned());
    }
    let mut members: Vec<Member> = Vec::new();
    while let Some((attribute, data)) = attribute(&mut input) {
        let Some(member) = members.last_mut().filter(|_| attribute != NEW) else {
            if attribute == NEW {
                members.push(Member { name: None, declared: None, bytes: Vec::new() });
            }
            continue;
        };
        match attribute {
            TITLE => member.name = member.name.take().or_else(|| clean_name(&ansi(data))),
            DATA => member.bytes = data.to_vec(),
            PROPERTIES => {
                // A property that cannot be read hides the ones after it only.
                let _ = properties(data, member);
            }
            _ => {}
        }
    }
    members.retain(|member| !member.bytes.is_empty() || member.name.is_some());
    Ok(members)
}

fn attribute<'b>(input: &mut Input<'b>) -> Option<(u32, &'b [u8])> {
    input.take(1)?;
    let attribute = input.u32()?;
    let length = input.u32()? as usize;
    // The last attribute of a cut file is kept as far as it goes.
    let data = input.take(length.min(input.0.len().saturating_sub(2)))?;
    input.take(2)?;
    Some((attribute, data))
}

fn properties(data: &[u8], member: &mut Member) -> Option<()> {
    let mut input = Input(data);
    for _ in 0..input.u32()?.min(MANY) {
        let (kind, id) = (input.u16()?, input.u16()?);
        if id >= 0x8000 {
            skip_name(&mut input)?;
        }
        let multiple = kind & 0x1000 != 0;
        let several = multiple || matches!(kind & 0xfff, 0x000d | 0x001e | 0x001f | 0x0102);
        let count = if several { input.u32()? } else { 1 };
        for _ in 0..count.min(MANY) {
            let value = value(&mut input, kind & 0xfff)?;
            keep(member, kind & 0xfff, id, value);
        }
    }
    Some(())
}

fn keep(member: &mut Member, kind: u16, id: u16, value: &[u8]) {
    let text =
        || if kind == 0x001f { UTF_16LE.decode_without_bom_handling(value).0.replace('\0', "") } else { ansi(value) };
    match id {
        LONG_NAME => member.name = clean_name(&text()).or_else(|| member.name.take()),
        SHORT_NAME if member.name.is_none() => member.name = clean_name(&text()),
        MEDIA_TYPE => member.declared = Some(text().to_ascii_lowercase()).filter(|kind| kind.contains('/')),
        // An embedded object begins with the sixteen bytes that say of which class it is.
        OBJECT if kind == 0x000d => member.bytes = value.get(16..).unwrap_or_default().to_vec(),
        OBJECT if kind == 0x0102 => member.bytes = value.to_vec(),
        _ => {}
    }
}

fn skip_name(input: &mut Input<'_>) -> Option<()> {
    input.take(16)?;
    if input.u32()? == 0 {
        input.u32()?;
    } else {
        let length = input.u32()? as usize;
        input.padded(length)?;
    }
    Some(())
}

fn value<'b>(input: &mut Input<'b>, kind: u16) -> Option<&'b [u8]> {
    match kind {
        0x000d | 0x001e | 0x001f | 0x0102 => {
            let length = input.u32()? as usize;
            input.padded(length)
        }
        0x0005 | 0x0006 | 0x0007 | 0x0014 | 0x0040 => input.take(8),
        0x0048 => input.take(16),
        0x0001 => input.take(0),
        _ => input.take(4),
    }
}

fn ansi(value: &[u8]) -> String {
    WINDOWS_1252.decode_without_bom_handling(value).0.replace('\0', "")
}

struct Input<'b>(&'b [u8]);

impl<'b> Input<'b> {
    fn take(&mut self, length: usize) -> Option<&'b [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    /// With the bytes after it up to a multiple of four.
    fn padded(&mut self, length: usize) -> Option<&'b [u8]> {
        let taken = self.take(length)?;
        let padding = length.next_multiple_of(4) - length;
        self.0 = self.0.get(padding..).unwrap_or_default();
        Some(taken)
    }

    fn u16(&mut self) -> Option<u16> {
        self.take(2)?.try_into().ok().map(u16::from_le_bytes)
    }

    fn u32(&mut self) -> Option<u32> {
        self.take(4)?.try_into().ok().map(u32::from_le_bytes)
    }
}
