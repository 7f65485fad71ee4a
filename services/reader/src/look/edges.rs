//! The sides of a sheet on a photograph by its edges: where brightness steps up along a straight line, from the table to the paper.

use image::GrayImage;

use super::sheet::Side;

/// So many pixels on each side are compared, this far from the edge.
const SPAN: usize = 5;
const GAP: usize = 2;
/// Step, in shades, that counts as an edge, and beyond which it counts no more: one strong edge is no long edge.
const STEP: f32 = 4.0;
const MOST: f32 = 16.0;
/// Share of a side along which there must be an edge, and from which it is beyond doubt.
const LONG: f32 = 0.62;
const SURE: f32 = 0.85;

/// The sides of a sheet.
pub struct Edges {
    /// Left, top, right and bottom.
    pub sides: [Side; 4],
    /// Whether each was seen nearly from end to end.
    pub sure: bool,
}

/// The sides of the sheet on a photograph. One that is not seen is that of the picture: the sheet goes on there.
pub fn sides(small: &GrayImage) -> Option<Edges> {
    let (wide, high) = small.dimensions();
    let lying = Steps::of(small);
    let standing = Steps::of(&image::imageops::rotate90(&image::imageops::flip_vertical(small)));
    let found = [
        lying.edge(false),
        standing.edge(false),
        lying.edge(true).map(|(side, share)| (mirrored(side, wide), share)),
        standing.edge(true).map(|(side, share)| (mirrored(side, high), share)),
    ];
    let rims = [0.0, 0.0, wide as f32 - 1.0, high as f32 - 1.0];
    let side = |at: usize| found[at].map_or(Side { slope: 0.0, start: rims[at] }, |(side, _)| side);
    let sure = found.iter().all(|found| found.is_some_and(|(_, share)| share >= SURE));
    (found.iter().flatten().count() >= 3).then(|| Edges { sides: std::array::from_fn(side), sure })
}

/// The side as it is on the picture, when it was found on its mirror image.
fn mirrored(side: Side, wide: u32) -> Side {
    Side { slope: -side.slope, start: wide as f32 - 1.0 - side.start }
}

/// The shade of the paper, or the table, under a few pixels: the second brightest of them, since rules and letters are darker.
fn paper_of(pixels: &[u8]) -> f32 {
    let mut sorted = [0; SPAN];
    sorted.copy_from_slice(pixels);
    sorted.sort_unstable();
    f32::from(sorted[SPAN - 2])
}

/// How much brighter each place is on its right than on its left.
struct Steps {
    wide: usize,
    high: usize,
    values: Vec<f32>,
}

impl Steps {
    fn of(picture: &GrayImage) -> Self {
        let (wide, high) = (picture.width() as usize, picture.height() as usize);
        let mut values = Vec::with_capacity(wide * high);
        for row in picture.as_raw().chunks_exact(wide.max(1)) {
            let paper: Vec<f32> = row.windows(SPAN).map(paper_of).collect();
            values.extend((0..wide).map(|x| {
                let left = x.checked_sub(GAP + SPAN).and_then(|from| paper.get(from));
                let step = left.zip(paper.get(x + GAP)).map_or(0.0, |(left, right)| right - left);
                // What is next to each other tells where exactly.
                let narrow = x.checked_sub(1).and_then(|left| Some((row[left], *row.get(x + 1)?)));
                let narrow = narrow.map_or(0.0, |(left, right)| f32::from(right) - f32::from(left));
                step.clamp(-MOST, MOST) + narrow.clamp(-MOST, MOST) / 4.0
            }));
        }
        Self { wide, high, values }
    }

    /// The line from top to bottom, in the first half, along which the steps are highest, and how much of it is an edge; on the mirror
    /// image when asked.
    fn edge(&self, mirror: bool) -> Option<(Side, f32)> {
        let (half, lean) = (self.wide as f32 * 0.45, self.high as f32 * 0.3);
        let best = |tops: std::ops::Range<i32>, bottoms: std::ops::Range<i32>, step: usize, every: usize| {
            let ends =
                tops.step_by(step).flat_map(|top| bottoms.clone().step_by(step).map(move |bottom| (top, bottom)));
            let ends = ends.map(|(top, bottom)| (top as f32, bottom as f32));
            let scored = ends
                .filter(|(top, bottom)| (top - bottom).abs() <= lean)
                .map(|(top, bottom)| (self.along(top, bottom, every, mirror).0, top, bottom));
            scored.fold((0.0, 0.0, 0.0), |best, next| if next.0 > best.0 { next } else { best })
        };
        let (_, top, bottom) = best(0..half as i32, 0..half as i32, 3, 5);
        let near = |place: f32| place as i32 - 3..place as i32 + 4;
        let (score, top, bottom) = best(near(top), near(bottom), 1, 2);
        let (_, share) = self.along(top, bottom, 1, mirror);
        let slope = (bottom - top) / self.high as f32;
        (score > STEP && share >= LONG).then_some((Side { slope, start: top }, share))
    }

    /// The mean step along a line, and the share of it along which there is an edge.
    fn along(&self, top: f32, bottom: f32, every: usize, mirror: bool) -> (f32, f32) {
        let slope = (bottom - top) / self.high as f32;
        let (mut sum, mut edges, mut all) = (0.0, 0, 0);
        for y in (self.high / 12..self.high - self.high / 12).step_by(every) {
            let x = (top + slope * y as f32).round();
            all += 1;
            if x < 0.0 || x as usize >= self.wide {
                continue;
            }
            let at = y * self.wide;
            let step =
                if mirror { -self.values[at + self.wide - 1 - x as usize] } else { self.values[at + x as usize] };
            sum += step;
            edges += usize::from(step >= STEP);
        }
        if all == 0 { (0.0, 0.0) } else { (sum / all as f32, edges as f32 / all as f32) }
    }
}

#[cfg(test)]
mod tests {
    use image::Luma;

    use super::*;

    /// Paper hardly brighter than the table, in light that falls off, with a rule along its left side and "text".
    fn picture() -> GrayImage {
        GrayImage::from_fn(420, 560, |x, y| {
            let left = 40.0 + 0.05 * y as f32;
            let paper = (left..390.0).contains(&(x as f32)) && (30..520).contains(&y);
            let rule = (x as f32 - left - 12.0).abs() < 1.0;
            let text = (110..340).contains(&x) && (90..460).contains(&y) && y % 14 < 6 && x % 5 < 3;
            let light = 1.0 - 0.3 * x as f32 / 420.0;
            let shade = match (paper, rule || text) {
                (false, _) => 190.0,
                (true, true) => 60.0,
                (true, false) => 222.0,
            };
            Luma([(shade * light) as u8])
        })
    }

    #[test]
    fn the_edges_of_pale_paper_on_a_pale_table_are_found() {
        let Edges { sides: [left, top, right, bottom], sure } = sides(&picture()).expect("sides");
        assert!(sure);
        assert!((left.start - 40.0).abs() < 4.0 && (left.slope - 0.05).abs() < 0.02, "{left:?}");
        assert!((top.start - 30.0).abs() < 3.0 && top.slope.abs() < 0.02, "{top:?}");
        assert!((right.start - 390.0).abs() < 3.0 && right.slope.abs() < 0.02, "{right:?}");
        assert!((bottom.start - 520.0).abs() < 3.0 && bottom.slope.abs() < 0.02, "{bottom:?}");
    }

    #[test]
    fn a_sheet_that_goes_on_beyond_the_picture_ends_there() {
        let cut = image::imageops::crop_imm(&picture(), 100, 0, 320, 560).to_image();
        let Edges { sides: [left, _, right, _], sure } = sides(&cut).expect("sides");
        assert!(!sure);
        assert!(left.start.abs() < 0.1 && left.slope.abs() < 0.001, "{left:?}");
        assert!((right.start - 290.0).abs() < 3.0, "{right:?}");
    }

    #[test]
    fn paper_alone_and_a_page_of_print_have_no_edges() {
        assert!(sides(&GrayImage::from_pixel(420, 560, Luma([230]))).is_none());
        let print = GrayImage::from_fn(420, 560, |x, y| Luma([if y % 14 < 6 && x % 5 < 3 { 60 } else { 240 }]));
        assert!(sides(&print).is_none());
    }
}
