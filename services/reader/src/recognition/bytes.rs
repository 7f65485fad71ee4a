/// Takes numbers and texts, little endian, from the front of some bytes; nothing when they end.
pub struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    pub fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    pub fn byte(&mut self) -> Option<u8> {
        self.take(1).map(|bytes| bytes[0])
    }

    pub fn int(&mut self) -> Option<i32> {
        self.take(4).and_then(|bytes| bytes.try_into().ok()).map(i32::from_le_bytes)
    }

    /// Eight bytes that count something; a negative number is too large to count anything.
    pub fn long(&mut self) -> Option<usize> {
        let value = self.take(8).and_then(|bytes| bytes.try_into().ok()).map(i64::from_le_bytes)?;
        Some(usize::try_from(value).unwrap_or(usize::MAX))
    }

    pub fn double(&mut self) -> Option<f32> {
        self.take(8).and_then(|bytes| bytes.try_into().ok()).map(|bytes| f64::from_le_bytes(bytes) as f32)
    }

    pub fn text(&mut self) -> Option<&'a str> {
        let length = usize::try_from(self.int()?).ok()?;
        std::str::from_utf8(self.take(length)?).ok()
    }
}
