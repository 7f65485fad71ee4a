//! TIFF files made by hand, good and bad.

/// A file of `pages` white pages of `width` by `height` pixels, all showing the same few bytes.
pub(super) fn white(pages: u32, width: u32, height: u32) -> Vec<u8> {
    let image = vec![0xff_u8; (width.div_ceil(8) * height) as usize];
    let mut file = Vec::from(*b"II*\0");
    let mut next = 8 + u32::try_from(image.len()).unwrap();
    file.extend(next.to_le_bytes());
    file.extend(&image);
    for page in 1..=pages {
        let entries = directory(width, height, u32::try_from(image.len()).unwrap());
        next += 2 + 12 * u32::try_from(entries.len()).unwrap() + 4;
        file.extend(u16::try_from(entries.len()).unwrap().to_le_bytes());
        for (tag, kind, value) in entries {
            file.extend(tag.to_le_bytes());
            file.extend(kind.to_le_bytes());
            file.extend(1_u32.to_le_bytes());
            file.extend(value.to_le_bytes());
        }
        file.extend(if page == pages { 0 } else { next }.to_le_bytes());
    }
    file
}

/// The tags of a bilevel page in one strip that starts at byte 8: (tag, type, value).
fn directory(width: u32, height: u32, bytes: u32) -> [(u16, u16, u32); 9] {
    const SHORT: u16 = 3;
    const LONG: u16 = 4;
    [
        (256, LONG, width),
        (257, LONG, height),
        (258, SHORT, 1),
        (259, SHORT, 1),
        (262, SHORT, 1),
        (273, LONG, 8),
        (277, SHORT, 1),
        (278, LONG, height),
        (279, LONG, bytes),
    ]
}

/// A file whose header claims a page that large and holds next to nothing.
pub(super) fn claims(width: u32, height: u32) -> Vec<u8> {
    let mut file = Vec::from(*b"II*\0");
    file.extend(16_u32.to_le_bytes());
    file.extend([0xff; 8]);
    let entries = directory(width, height, 8);
    file.extend(u16::try_from(entries.len()).unwrap().to_le_bytes());
    for (tag, kind, value) in entries {
        file.extend(tag.to_le_bytes());
        file.extend(kind.to_le_bytes());
        file.extend(1_u32.to_le_bytes());
        file.extend(value.to_le_bytes());
    }
    file.extend(0_u32.to_le_bytes());
    file
}
