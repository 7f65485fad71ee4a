use std::collections::VecDeque;

use image::GrayImage;

use super::edges;
use crate::scale;

/// Width at which a sheet is looked for, pixels.
const COARSE: u32 = 420;

/// A place in pixels.
type Place = [f32; 2];

/// A sheet of paper on something darker, seen at an angle: its corners on the photograph, from the top left clockwise.
#[derive(Clone, Copy, Debug)]
pub struct Sheet {
    corners: [Place; 4],
}

impl Sheet {
    /// Finds the sheet of a photograph: what lies between four straight edges, else one bright shape with four straight sides that
    /// leaves some of the picture free, else what lies between three edges and the end of the picture.
    pub fn find(photograph: &GrayImage) -> Option<Self> {
        let factor = (photograph.width() as f32 / COARSE as f32).max(1.0);
        let side = |side: u32| (side as f32 / factor).round() as u32;
        let small = scale::shrink(photograph, side(photograph.width()), side(photograph.height()));
        let edges = edges::sides(&small);
        let sure = edges.as_ref().filter(|edges| edges.sure).and_then(|edges| between_edges(edges, &small));
        let corners = sure.or_else(|| bright_shape(&small)).or_else(|| between_edges(edges.as_ref()?, &small))?;
        Some(Self { corners: corners.map(|corner| corner.map(|value| value * factor)) })
    }

    /// The sheet as if seen from above, and how to come back from it to the photograph.
    pub fn flatten(&self, photograph: &GrayImage) -> Option<(GrayImage, View)> {
        let length = |a: usize, b: usize| {
            let [from, to] = [self.corners[a], self.corners[b]];
            (to[0] - from[0]).hypot(to[1] - from[1])
        };
        let (width, height) = (length(0, 1).max(length(3, 2)), length(0, 3).max(length(1, 2)));
        let view = View::onto(&self.corners, width, height)?;
        let (across, down) = (width as u32, height as u32);
        if across < 100 || down < 100 {
            return None;
        }
        let mut out = Vec::with_capacity(across as usize * down as usize);
        for y in 0..down {
            out.extend((0..across).map(|x| sample(photograph, view.seen([x as f32, y as f32]))));
        }
        GrayImage::from_raw(across, down, out).map(|flat| (flat, view))
    }
}

/// How places on the flat sheet lie on the photograph: a projection of one plane to the other.
#[derive(Clone, Copy, Debug)]
pub struct View {
    rows: [[f32; 3]; 2],
    /// How much nearer the sheet comes to the right and downwards.
    near: [f32; 2],
}

impl View {
    /// The projection that brings the corners of a rectangle to these (Heckbert 1989, "square to quadrilateral").
    fn onto(corners: &[Place; 4], width: f32, height: f32) -> Option<Self> {
        let [[x0, y0], [x1, y1], [x2, y2], [x3, y3]] = *corners;
        let bend = [x0 - x1 + x2 - x3, y0 - y1 + y2 - y3];
        let (upward, leftward) = ([x1 - x2, y1 - y2], [x3 - x2, y3 - y2]);
        let crossed = |one: Place, other: Place| one[0] * other[1] - other[0] * one[1];
        let whole = crossed(upward, leftward);
        if whole.abs() < 1.0 {
            return None;
        }
        let (across, down) = (crossed(bend, leftward) / whole, crossed(upward, bend) / whole);
        let (right, below) =
            ([x1 - x0 + across * x1, y1 - y0 + across * y1], [x3 - x0 + down * x3, y3 - y0 + down * y3]);
        let rows = [[right[0] / width, below[0] / height, x0], [right[1] / width, below[1] / height, y0]];
        Some(Self { rows, near: [across / width, down / height] })
    }

    /// Where a place of the flat sheet lies on the photograph.
    pub fn seen(&self, [x, y]: Place) -> Place {
        let near = self.near[0] * x + self.near[1] * y + 1.0;
        self.rows.map(|[across, down, start]| (across * x + down * y + start) / near)
    }
}

/// The grey between four pixels.
fn sample(picture: &GrayImage, [x, y]: Place) -> u8 {
    let (wide, high) = (picture.width() as usize, picture.height() as usize);
    let (x, y) = (x.clamp(0.0, wide as f32 - 1.01), y.clamp(0.0, high as f32 - 1.01));
    let (left, top) = (x as usize, y as usize);
    let (fx, fy) = (((x - left as f32) * 256.0) as u32, ((y - top as f32) * 256.0) as u32);
    let source = picture.as_raw();
    let at = top * wide + left;
    let mix = |at: usize| u32::from(source[at]) * (256 - fx) + u32::from(source[at + 1]) * fx;
    ((mix(at) * (256 - fy) + mix(at + wide) * fy) >> 16) as u8
}

/// First and last place, in each row, of the bright shape around the middle of the picture.
fn spans(small: &GrayImage) -> Option<Vec<Option<(usize, usize)>>> {
    let (wide, high) = (small.width() as usize, small.height() as usize);
    let bright = parted(small)?;
    let values = small.as_raw();
    let start = (0..wide * high).filter(|at| values[*at] > bright);
    let middle = (high / 2 * wide + wide / 2).cast_signed();
    let start = start.min_by_key(|at| (at.cast_signed() - middle).abs())?;
    let mut reached = vec![false; wide * high];
    let mut waiting = VecDeque::from([start]);
    reached[start] = true;
    let mut spans: Vec<Option<(usize, usize)>> = vec![None; high];
    while let Some(at) = waiting.pop_front() {
        let (x, y) = (at % wide, at / wide);
        spans[y] = Some(spans[y].map_or((x, x), |(first, last)| (first.min(x), last.max(x))));
        let near = [(x > 0).then(|| at - 1), (x + 1 < wide).then_some(at + 1)];
        let near =
            near.into_iter().chain([(y > 0).then(|| at.wrapping_sub(wide)), (y + 1 < high).then_some(at + wide)]);
        for next in near.flatten() {
            if !reached[next] && values[next] > bright {
                reached[next] = true;
                waiting.push_back(next);
            }
        }
    }
    Some(spans)
}

/// The value that parts dark from bright best (Otsu 1979); nothing when they hardly differ.
fn parted(picture: &GrayImage) -> Option<u8> {
    let mut counts = [0.0_f32; 256];
    for value in picture.as_raw() {
        counts[usize::from(*value)] += 1.0;
    }
    let total: f32 = counts.iter().sum();
    let sum: f32 = counts.iter().zip(0_u16..).map(|(count, value)| count * f32::from(value)).sum();
    let (mut below, mut sum_below) = (0.0, 0.0);
    let mut best = (0.0, 0, 0.0);
    for (value, count) in (0..=255_u8).zip(counts) {
        below += count;
        sum_below += count * f32::from(value);
        if below < 1.0 || below > total - 1.0 {
            continue;
        }
        let apart = (sum - sum_below) / (total - below) - sum_below / below;
        let score = below * (total - below) * apart * apart;
        if score > best.0 {
            best = (score, value, apart);
        }
    }
    (best.2 > 40.0).then_some(best.1)
}

fn bright_shape(small: &GrayImage) -> Option<[Place; 4]> {
    let spans = spans(small)?;
    let corners = corners(sides(&spans)?)?;
    let covered: usize = spans.iter().flatten().map(|(first, last)| last - first + 1).sum();
    let share = covered as f32 / (small.width() * small.height()) as f32;
    let inside = area(&corners) / covered as f32;
    ((0.3..0.97).contains(&share) && (0.93..1.06).contains(&inside)).then_some(corners)
}

fn between_edges(edges: &edges::Edges, small: &GrayImage) -> Option<[Place; 4]> {
    let corners = corners(edges.sides)?;
    let share = area(&corners) / (small.width() * small.height()) as f32;
    (0.3..0.99).contains(&share).then_some(corners)
}

fn corners([left, top, right, bottom]: [Side; 4]) -> Option<[Place; 4]> {
    Some([cross(left, top)?, cross(right, top)?, cross(right, bottom)?, cross(left, bottom)?])
}

/// A straight side: `x = slope * y + start` for left and right, `y = slope * x + start` for top and bottom.
#[derive(Clone, Copy, Debug)]
pub struct Side {
    pub slope: f32,
    pub start: f32,
}

/// Left, top, right and bottom.
fn sides(spans: &[Option<(usize, usize)>]) -> Option<[Side; 4]> {
    let first = spans.iter().position(Option::is_some)?;
    let last = spans.iter().rposition(Option::is_some)?;
    let margin = (last - first) / 8;
    let rows = || (first + margin..last.saturating_sub(margin)).filter_map(|y| spans[y].map(|span| (y as f32, span)));
    let left = straight(rows().map(|(y, (x, _))| (y, x as f32)).collect())?;
    let right = straight(rows().map(|(y, (_, x))| (y, x as f32)).collect())?;
    let (from, to) = spans.iter().flatten().fold((usize::MAX, 0), |(from, to), (a, b)| (from.min(*a), to.max(*b)));
    let margin = (to - from) / 8;
    let within = |x: usize| move |y: &usize| spans[*y].is_some_and(|(a, b)| (a..=b).contains(&x));
    let columns = || (from + margin..to.saturating_sub(margin)).step_by(2);
    let top = columns().filter_map(|x| Some((x as f32, (first..=last).find(within(x))? as f32)));
    let bottom = columns().filter_map(|x| Some((x as f32, (first..=last).rev().find(within(x))? as f32)));
    Some([left, straight(top.collect())?, right, straight(bottom.collect())?])
}

/// The line through most of these places; nothing when they do not lie on one.
fn straight(mut places: Vec<(f32, f32)>) -> Option<Side> {
    let all = places.len();
    for reach in [12.0, 4.0, 2.0] {
        let side = fitted(&places)?;
        places.retain(|(along, value)| (side.slope * along + side.start - value).abs() <= reach);
    }
    (places.len() * 10 >= all * 6 && places.len() > 20).then(|| fitted(&places)).flatten()
}

/// Least squares.
fn fitted(places: &[(f32, f32)]) -> Option<Side> {
    let count = places.len() as f32;
    let (sum, values) = places.iter().fold((0.0, 0.0), |(sum, values), (along, value)| (sum + along, values + value));
    let (middle, mean) = (sum / count, values / count);
    let spread: f32 = places.iter().map(|(along, _)| (along - middle).powi(2)).sum();
    let shared: f32 = places.iter().map(|(along, value)| (along - middle) * (value - mean)).sum();
    let slope = shared / spread;
    (spread > 0.0 && slope.abs() < 0.35).then_some(Side { slope, start: mean - slope * middle })
}

/// Where an upright side (left, right) crosses a lying one (top, bottom).
fn cross(upright: Side, lying: Side) -> Option<Place> {
    let part = 1.0 - upright.slope * lying.slope;
    let x = (upright.slope * lying.start + upright.start) / part;
    (part.abs() > 0.1).then_some([x, lying.slope * x + lying.start])
}

fn area(corners: &[Place; 4]) -> f32 {
    let next = |at: usize| corners[(at + 1) % 4];
    let parts = corners.iter().enumerate().map(|(at, [x, y])| x * next(at)[1] - next(at)[0] * y);
    parts.sum::<f32>().abs() / 2.0
}

#[cfg(test)]
mod tests {
    use image::Luma;

    use super::*;

    /// A bright sheet with these corners on a dark table, with "text".
    fn photograph(corners: [Place; 4]) -> GrayImage {
        let view = View::onto(&corners, 700.0, 1_000.0).expect("view");
        let mut picture = GrayImage::from_pixel(900, 1_200, Luma([70]));
        for step_y in 0..2_400_u16 {
            for step_x in 0..1_800_u16 {
                let (x, y) = (f32::from(step_x) * 700.0 / 1_800.0, f32::from(step_y) * 1_000.0 / 2_400.0);
                let [px, py] = view.seen([x, y]);
                let ink = (100.0..600.0).contains(&x) && (100.0..900.0).contains(&y) && y % 40.0 < 12.0;
                picture.put_pixel(px as u32, py as u32, Luma([if ink { 60 } else { 230 }]));
            }
        }
        picture
    }

    #[test]
    fn a_tilted_sheet_is_found_and_its_lines_become_straight() {
        let corners = [[60.0, 80.0], [830.0, 40.0], [860.0, 1_150.0], [30.0, 1_110.0]];
        let picture = photograph(corners);
        let sheet = Sheet::find(&picture).expect("sheet");
        for (found, set) in sheet.corners.iter().zip(corners) {
            assert!((found[0] - set[0]).hypot(found[1] - set[1]) < 8.0, "{found:?} {set:?}");
        }
        let (flat, view) = sheet.flatten(&picture).expect("flat");
        // The first line of "text" runs level: dark at the same height near its two ends.
        let dark = |share: f32| {
            let x = (flat.width() as f32 * share) as u32;
            (10..flat.height()).find(|y| flat.get_pixel(x, *y).0[0] < 120).expect("line")
        };
        assert!(dark(0.2).abs_diff(dark(0.8)) <= 5, "{} {}", dark(0.2), dark(0.8));
        let [x, y] = view.seen([0.0, 0.0]);
        assert!((x - corners[0][0]).hypot(y - corners[0][1]) < 8.0);
    }

    #[test]
    fn a_page_that_fills_the_picture_and_a_dark_picture_have_no_sheet() {
        assert!(Sheet::find(&GrayImage::from_pixel(900, 1_200, Luma([240]))).is_none());
        assert!(Sheet::find(&GrayImage::from_pixel(900, 1_200, Luma([40]))).is_none());
        let text = GrayImage::from_fn(900, 1_200, |_, y| Luma([if y % 40 < 12 { 30 } else { 240 }]));
        assert!(Sheet::find(&text).is_none());
    }
}
