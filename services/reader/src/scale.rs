use image::{ImageBuffer, Pixel};

/// Makes a picture smaller by averaging the area under each new pixel; gives a copy when it is not larger than asked.
pub fn shrink<P>(picture: &ImageBuffer<P, Vec<u8>>, width: u32, height: u32) -> ImageBuffer<P, Vec<u8>>
where
    P: Pixel<Subpixel = u8>,
{
    let (width, height) = (width.clamp(1, picture.width()), height.clamp(1, picture.height()));
    if (width, height) == picture.dimensions() {
        return picture.clone();
    }
    let channels = usize::from(P::CHANNEL_COUNT);
    let columns = spans(picture.width(), width);
    let rows = spans(picture.height(), height);
    let source = picture.as_raw();
    let stride = picture.width() as usize * channels;
    let line = width as usize * channels;
    let mut narrow = vec![0_u16; line];
    let mut sums = vec![0_u64; line];
    let mut out = Vec::with_capacity(line * height as usize);
    for row in &rows {
        sums.fill(0);
        for (offset, weight) in row.weights() {
            let start = offset * stride;
            narrow_row(&source[start..start + stride], &columns, channels, &mut narrow);
            for (sum, value) in sums.iter_mut().zip(&narrow) {
                *sum += u64::from(*value) * u64::from(weight);
            }
        }
        let total = u64::from(row.total());
        out.extend(sums.iter().map(|sum| (sum / (total * 256)).min(255) as u8));
    }
    ImageBuffer::from_raw(width, height, out).unwrap_or_default()
}

/// The pixels of the old line under one new pixel, weighted in 1/256.
struct Span {
    first: usize,
    last: usize,
    first_weight: u32,
    last_weight: u32,
}

impl Span {
    fn weights(&self) -> impl Iterator<Item = (usize, u32)> + '_ {
        (self.first..=self.last).map(|offset| (offset, self.weight(offset)))
    }

    fn weight(&self, offset: usize) -> u32 {
        match offset {
            _ if offset == self.first => self.first_weight,
            _ if offset == self.last => self.last_weight,
            _ => 256,
        }
    }

    fn total(&self) -> u32 {
        let between = u32::try_from(self.last.saturating_sub(self.first + 1)).unwrap_or(0);
        self.first_weight + 256 * between + if self.last > self.first { self.last_weight } else { 0 }
    }
}

fn spans(from: u32, to: u32) -> Vec<Span> {
    let (from, to) = (u64::from(from), u64::from(to));
    let edge = |step: u64| step * from * 256 / to;
    (0..to)
        .map(|step| {
            let (start, end) = (edge(step), edge(step + 1));
            let (first, last) = (start / 256, (end - 1) / 256);
            let first_weight = if first == last { end - start } else { 256 - start % 256 };
            let last_weight = end - last * 256;
            Span {
                first: first as usize,
                last: last as usize,
                first_weight: first_weight as u32,
                last_weight: last_weight as u32,
            }
        })
        .collect()
}

/// One line made narrower; values keep eight bits of fraction.
fn narrow_row(source: &[u8], columns: &[Span], channels: usize, out: &mut [u16]) {
    for (span, pixel) in columns.iter().zip(out.chunks_exact_mut(channels)) {
        let total = span.total();
        for (channel, value) in pixel.iter_mut().enumerate() {
            let values = span.weights().map(|(offset, weight)| (source[offset * channels + channel], weight));
            let sum: u64 = values.map(|(value, weight)| u64::from(value) * u64::from(weight)).sum();
            *value = (sum * 256 / u64::from(total)).min(u64::from(u16::MAX)) as u16;
        }
    }
}

#[cfg(test)]
mod tests {
    use image::{GrayImage, Luma, RgbImage};

    use super::*;

    #[test]
    fn an_even_picture_stays_even_at_any_size() {
        for (width, height) in [(300, 200), (199, 131), (1, 1), (150, 100)] {
            let even = GrayImage::from_pixel(300, 200, Luma([201]));
            let small = shrink(&even, width, height);
            assert_eq!(small.dimensions(), (width, height));
            assert!(small.pixels().all(|p| p.0[0].abs_diff(201) <= 1), "{width} by {height}");
        }
    }

    #[test]
    fn halving_averages_and_keeps_colours_apart() {
        let mut picture = RgbImage::new(4, 2);
        picture.put_pixel(0, 0, image::Rgb([200, 0, 100]));
        let small = shrink(&picture, 2, 1);
        assert_eq!(small.get_pixel(0, 0).0, [50, 0, 25]);
        assert_eq!(small.get_pixel(1, 0).0, [0, 0, 0]);
    }
}
