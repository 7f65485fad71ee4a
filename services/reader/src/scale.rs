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
    let (columns, rows) = (Areas::of(picture.width(), width), Areas::of(picture.height(), height));
    let source = picture.as_raw();
    let stride = picture.width() as usize * channels;
    // Lines are added up first: whole lines are quick to add, and far fewer are left to be made narrower.
    let mut line = vec![0.0_f32; stride];
    let mut out = vec![0; width as usize * channels * height as usize];
    for ((first, weights), out) in rows.each().zip(out.chunks_exact_mut(width as usize * channels)) {
        line.fill(0.0);
        let lines = source[first * stride..].chunks_exact(stride);
        for (pixels, weight) in lines.zip(weights).filter(|(_, weight)| **weight > 0.0) {
            for (sum, pixel) in line.iter_mut().zip(pixels) {
                *sum += f32::from(*pixel) * weight;
            }
        }
        for ((first, weights), pixel) in columns.each().zip(out.chunks_exact_mut(channels)) {
            narrow(&line[first * channels..], weights, pixel);
        }
    }
    ImageBuffer::from_raw(width, height, out).unwrap_or_default()
}

/// The mean of as many pixels as there are weights.
fn narrow(line: &[f32], weights: &[f32], pixel: &mut [u8]) {
    let channels = pixel.len();
    for (channel, value) in pixel.iter_mut().enumerate() {
        let values = line[channel..].iter().step_by(channels);
        let mean: f32 = values.zip(weights).map(|(value, weight)| value * weight).sum();
        *value = (mean + 0.5) as u8;
    }
}

/// For each pixel of a shorter line, the pixels of the longer one under it and their weights, which add up to one.
struct Areas {
    firsts: Vec<usize>,
    /// As many for each pixel, some of them nought.
    weights: Vec<f32>,
    count: usize,
}

impl Areas {
    fn of(from: u32, to: u32) -> Self {
        let (from, to) = (u64::from(from), u64::from(to));
        let count = from.div_ceil(to).saturating_add(1).min(from);
        let mut areas = Self { firsts: Vec::new(), weights: Vec::new(), count: count as usize };
        for step in 0..to {
            // In parts of which there are `to` in a pixel of the longer line and `from` in one of the shorter.
            let (start, end) = (step * from, (step + 1) * from);
            let first = (start / to).min(from - count);
            areas.firsts.push(first as usize);
            areas.weights.extend((first..first + count).map(|pixel| {
                let covered = end.min((pixel + 1) * to).saturating_sub(start.max(pixel * to));
                covered as f32 / from as f32
            }));
        }
        areas
    }

    fn each(&self) -> impl Iterator<Item = (usize, &[f32])> {
        self.firsts.iter().copied().zip(self.weights.chunks_exact(self.count))
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

    #[test]
    fn each_pixel_counts_as_much_as_it_is_covered() {
        for (from, to) in [(7, 3), (300, 200), (10, 9), (1_000, 1), (5, 5)] {
            let areas = Areas::of(from, to);
            let mut counted = vec![0.0; from as usize];
            for (first, weights) in areas.each() {
                assert!((weights.iter().sum::<f32>() - 1.0).abs() < 1e-5, "{from} to {to}");
                for (pixel, weight) in counted[first..].iter_mut().zip(weights) {
                    *pixel += weight;
                }
            }
            let share = to as f32 / from as f32;
            assert!(counted.iter().all(|own| (own - share).abs() < 1e-4), "{from} to {to}");
        }
    }
}
