use hayro_ccitt::{DecodeSettings, Decoder, DecoderContext, EncodingMode, decode};
use image::GrayImage;

/// How a strip of fax pixels is coded (TIFF 6.0 sections 10 and 11; ITU-T T.4 and T.6).
#[derive(Clone, Copy)]
pub struct Coding {
    /// Group 3 in one or two dimensions, or Group 4.
    pub mode: EncodingMode,
    /// Each row starts at a byte.
    pub aligned: bool,
    /// The bits of each byte come lowest first.
    pub lowest_first: bool,
    /// What is coded as black is shown white.
    pub inverted: bool,
}

/// Decodes one strip into the rows of the page from `top` on. Gives the number of rows found.
pub fn decode_strip(data: &[u8], coding: Coding, page: &mut GrayImage, top: u32, rows: u32) -> u32 {
    let settings = DecodeSettings {
        columns: page.width(),
        rows,
        end_of_block: true,
        end_of_line: false,
        rows_are_byte_aligned: coding.aligned,
        encoding: coding.mode,
        strict: false,
    };
    let turned: Vec<u8>;
    let data = if coding.lowest_first {
        turned = data.iter().map(|byte| byte.reverse_bits()).collect();
        &turned
    } else {
        data
    };
    let width = page.width() as usize;
    let start = top as usize * width;
    let room = &mut page.as_mut()[start..start + rows as usize * width];
    let mut sink = Rows { room: room.chunks_exact_mut(width), black: if coding.inverted { 255 } else { 0 }, found: 0 };
    // A damaged strip keeps the rows decoded before the damage; the caller counts them.
    let _ = decode(data, &mut sink, &mut DecoderContext::new(settings));
    sink.found
}

struct Rows<'a> {
    room: std::slice::ChunksExactMut<'a, u8>,
    black: u8,
    found: u32,
}

impl Decoder for Rows<'_> {
    fn push_row(&mut self, changes: &[u32]) {
        let Some(row) = self.room.next() else { return };
        row.fill(255 - self.black);
        for run in changes.chunks(2) {
            let start = run[0] as usize;
            let end = run.get(1).map_or(row.len(), |end| *end as usize);
            if let Some(pixels) = row.get_mut(start..end) {
                pixels.fill(self.black);
            }
        }
        self.found += 1;
    }
}
