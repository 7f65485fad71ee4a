//! What the caged process says, which strangers' bytes may have taken over.

use reading::{
    Attachment, Message, PageRead,
    protocol::{FrameKind, Opened, Protections, Refused, Request, read_frame},
};

use crate::{Listed, seeds};

pub const TARGETS: &[Listed] = &[("protocol", protocol, seeds::frames)];

fn protocol(bytes: &[u8]) {
    let mut source = bytes;
    while let Ok((kind, payload)) = read_frame(&mut source) {
        let is_some = match kind {
            FrameKind::Request => serde_json::from_slice::<Request>(&payload).is_ok(),
            FrameKind::Hello => serde_json::from_slice::<Protections>(&payload).is_ok(),
            FrameKind::Document => serde_json::from_slice::<Opened>(&payload).is_ok(),
            FrameKind::Page => serde_json::from_slice::<PageRead>(&payload).is_ok_and(|page| {
                let zones = page.mrz.iter().filter_map(|zone| zone.understood().ok());
                let _ = (page.two_d_docs(), page.posted_numbers(), zones.count());
                true
            }),
            FrameKind::Refused => serde_json::from_slice::<Refused>(&payload).is_ok(),
            FrameKind::Message => serde_json::from_slice::<Message>(&payload).is_ok(),
            FrameKind::Part => serde_json::from_slice::<Attachment>(&payload).is_ok(),
            FrameKind::File
            | FrameKind::Screen
            | FrameKind::Thumbnail
            | FrameKind::End
            | FrameKind::Look
            | FrameKind::Unpack
            | FrameKind::Bytes => !payload.is_empty(),
        };
        let _ = is_some;
    }
}
