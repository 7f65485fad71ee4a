use std::{
    collections::HashSet,
    io::{Cursor, Read, Seek, SeekFrom},
    sync::Arc,
};

use reading::Limits;
use tiff::decoder::Decoder;

use super::{Loaded, tiff_page};
use crate::refusal::Refused;

/// A TIFF file: the places of its page directories. Each page is decoded on its own, so that a damaged one
/// does not take the others with it.
pub struct TiffFile {
    bytes: Arc<Vec<u8>>,
    directories: Vec<u64>,
}

impl TiffFile {
    /// Follows the chain of directories. A chain that leads outside the file ends in a page that will say so.
    pub fn open(bytes: Arc<Vec<u8>>, limits: &Limits) -> Result<Self, Refused> {
        let walk = Walk::new(&bytes).ok_or_else(|| Refused::unreadable("a TIFF file without a header"))?;
        let mut directories = Vec::new();
        let mut seen = HashSet::new();
        let mut next = walk.first();
        while let Some(offset) = next.filter(|offset| *offset != 0 && seen.insert(*offset)) {
            if directories.len() as u64 > u64::from(limits.pages) {
                return Err(Refused::limit(format!("more than {} pages", limits.pages)));
            }
            directories.push(offset);
            next = walk.after(offset);
        }
        match directories.first().and_then(|first| walk.after(*first)) {
            None => Err(Refused::unreadable("the first page directory lies outside the file: cut off?")),
            Some(_) => Self { bytes, directories }.checked(limits),
        }
    }

    /// A file of a single page that is too large is refused as a whole.
    fn checked(self, limits: &Limits) -> Result<Self, Refused> {
        if let [only] = self.directories[..]
            && let Ok(mut decoder) = self.decoder(only)
        {
            tiff_page::check_size(&mut decoder, limits)?;
        }
        Ok(self)
    }

    /// Number of page directories.
    pub fn pages(&self) -> u32 {
        u32::try_from(self.directories.len()).unwrap_or(u32::MAX)
    }

    /// Decodes a page, 1-based.
    pub fn load(&self, number: u32, limits: &Limits) -> Result<Loaded, Refused> {
        let offset = self.directories.get(number as usize - 1).copied().unwrap_or(0);
        let decoder = self.decoder(offset).map_err(|error| Refused::unreadable(format!("page directory: {error}")))?;
        let palette = Walk::new(&self.bytes).is_some_and(|walk| walk.palette_mark(offset).is_some());
        tiff_page::load(decoder, &self.bytes, palette, limits)
    }

    fn decoder(&self, directory: u64) -> tiff::TiffResult<Decoder<FromDirectory>> {
        // The decoder refuses pages with a palette; as shades of grey it gives the places in the palette.
        let mark = Walk::new(&self.bytes).and_then(|walk| walk.palette_mark(directory));
        Decoder::new(FromDirectory::new(Arc::clone(&self.bytes), directory, mark))
    }
}

/// Reads the bare structure of a TIFF file (TIFF 6.0 section 2; `BigTIFF`).
struct Walk<'a> {
    bytes: &'a [u8],
    little: bool,
    big: bool,
}

impl<'a> Walk<'a> {
    fn new(bytes: &'a [u8]) -> Option<Self> {
        let little = bytes.first()? == &b'I';
        let mut walk = Self { bytes, little, big: false };
        walk.big = walk.number(2, 2)? == 43;
        Some(walk)
    }

    fn first(&self) -> Option<u64> {
        if self.big { self.number(8, 8) } else { self.number(4, 4) }
    }

    /// The place of the directory after this one, 0 after the last; nothing when this one is not in the file.
    fn after(&self, offset: u64) -> Option<u64> {
        let (count_size, entry_size, link_size) = if self.big { (8, 20, 8) } else { (2, 12, 4) };
        let entries = self.number(offset, count_size)?;
        let end = offset.checked_add(count_size)?.checked_add(entries.checked_mul(entry_size)?)?;
        let inside = entries > 0 && end <= self.bytes.len() as u64;
        inside.then(|| self.number(end, link_size).unwrap_or(0))
    }

    /// Where in the file this directory says that the page has a palette (tag 262 with the value 3), if it does.
    fn palette_mark(&self, directory: u64) -> Option<u64> {
        let (count_size, entry_size, value) = if self.big { (8, 20, 12) } else { (2, 12, 8) };
        let entries = self.number(directory, count_size)?.min(4_096);
        let start = directory.checked_add(count_size)?;
        let mut places = (0..entries).map(|entry| start + entry * entry_size);
        let place = places.find(|place| self.number(*place, 2) == Some(262))?;
        let is_palette = self.number(place + value, 2)? == 3;
        is_palette.then_some(place + value + u64::from(!self.little))
    }

    fn number(&self, offset: u64, size: u64) -> Option<u64> {
        let start = usize::try_from(offset).ok()?;
        let bytes = self.bytes.get(start..start.checked_add(usize::try_from(size).ok()?)?)?;
        let join = |sum: u64, byte: &u8| sum << 8 | u64::from(*byte);
        Some(if self.little { bytes.iter().rev().fold(0, join) } else { bytes.iter().fold(0, join) })
    }
}

/// The file with its header pointing to one directory, and its palette mark read as shades of grey.
pub struct FromDirectory {
    header: Vec<u8>,
    palette_mark: Option<u64>,
    rest: Cursor<SharedBytes>,
}

/// Photometric interpretation 1 (TIFF 6.0 section 8).
const BLACK_IS_ZERO: u8 = 1;

struct SharedBytes(Arc<Vec<u8>>);

impl AsRef<[u8]> for SharedBytes {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl FromDirectory {
    fn new(bytes: Arc<Vec<u8>>, directory: u64, palette_mark: Option<u64>) -> Self {
        let little = bytes.first() == Some(&b'I');
        let big = bytes.get(2) == Some(&43) || bytes.get(3) == Some(&43);
        let (place, size) = if big { (8, 8) } else { (4, 4) };
        let mut header = bytes.get(..place).unwrap_or_default().to_vec();
        let pointer = if little { directory.to_le_bytes() } else { directory.to_be_bytes() };
        header.extend(if little { &pointer[..size] } else { &pointer[8 - size..] });
        Self { header, palette_mark, rest: Cursor::new(SharedBytes(bytes)) }
    }
}

impl Read for FromDirectory {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let position = usize::try_from(self.rest.position()).unwrap_or(usize::MAX);
        match self.header.get(position..) {
            Some(header) if !header.is_empty() => {
                let length = header.len().min(buffer.len());
                buffer[..length].copy_from_slice(&header[..length]);
                self.rest.set_position((position + length) as u64);
                Ok(length)
            }
            _ => {
                let start = self.rest.position();
                let length = self.rest.read(buffer)?;
                let inside = self.palette_mark.and_then(|mark| usize::try_from(mark.checked_sub(start)?).ok());
                if let Some(value) = inside.and_then(|at| buffer[..length].get_mut(at)) {
                    *value = BLACK_IS_ZERO;
                }
                Ok(length)
            }
        }
    }
}

impl Seek for FromDirectory {
    fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
        self.rest.seek(to)
    }
}
