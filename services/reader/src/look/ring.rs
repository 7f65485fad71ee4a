//! Rings on a page, as round date stamps strike them.

use std::{f32::consts::TAU, ops::Range};

use image::GrayImage;

use crate::scale;

/// Resolution at which they are looked for.
const DPI: f32 = 100.0;
/// Radius of the rings of date stamps, millimetres: 20 to 36 across.
const RADII: Range<f32> = 10.0..18.0;
/// Change of grey, as Sobel measures it, from which there is an edge: a weak strike.
const EDGE: f32 = 120.0;
/// Directions in which a ring is looked for around its middle.
const DIRECTIONS: usize = 90;
/// Part of them in which it is there.
const COVERED: f32 = 0.6;
/// By how much more than at other distances from its middle.
const OUTSTANDING: f32 = 0.25;
/// The same for a second ring within the first.
const COVERED_WITHIN: f32 = 0.5;
/// Places looked at closely.
const PLACES: usize = 6;

/// A ring, in pixels of the picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ring {
    /// Its middle.
    pub x: f32,
    /// Its middle.
    pub y: f32,
    /// From there to the line.
    pub radius: f32,
    /// Radius of a second ring within: what is struck around the date stands between them.
    pub inner: Option<f32>,
}

/// Where the grey changes, and towards what side.
struct Edge {
    x: f32,
    y: f32,
    towards: [f32; 2],
}

/// The rings of a cleaned picture of this resolution, the clearest first.
pub fn rings(clean: &GrayImage, dpi: u32) -> Vec<Ring> {
    let zoom = (dpi as f32 / DPI).max(1.0);
    let side = |side: u32| ((side as f32 / zoom) as u32).max(1);
    let small = scale::shrink(clean, side(clean.width()), side(clean.height()));
    let pixels = |millimetres: f32| millimetres / 25.4 * dpi as f32 / zoom;
    let radii = pixels(RADII.start)..pixels(RADII.end);
    let edges = edges(&small);
    let mut votes = vote(&edges, small.dimensions(), &radii);
    let mut found: Vec<(f32, Ring)> = Vec::new();
    for _ in 0..PLACES {
        let Some((x, y)) = votes.strongest() else { break };
        if let Some(ring) = around(&edges, (x, y), &radii) {
            found.push(ring);
        }
        votes.clear(x, y, radii.start / 2.0);
    }
    found.sort_by(|a, b| b.0.total_cmp(&a.0));
    let large = |ring: Ring| Ring {
        x: (ring.x + 0.5) * zoom,
        y: (ring.y + 0.5) * zoom,
        radius: ring.radius * zoom,
        inner: ring.inner.map(|inner| inner * zoom),
    };
    found.into_iter().map(|(_, ring)| large(ring)).collect()
}

fn edges(picture: &GrayImage) -> Vec<Edge> {
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let source = picture.as_raw();
    let mut found = Vec::new();
    for y in 1..height.saturating_sub(1) {
        for x in 1..width.saturating_sub(1) {
            let at = |dx: usize, dy: usize| f32::from(source[(y + dy - 1) * width + x + dx - 1]);
            let across = at(2, 0) + 2.0 * at(2, 1) + at(2, 2) - at(0, 0) - 2.0 * at(0, 1) - at(0, 2);
            let down = at(0, 2) + 2.0 * at(1, 2) + at(2, 2) - at(0, 0) - 2.0 * at(1, 0) - at(2, 0);
            let change = across.hypot(down);
            if change >= EDGE {
                found.push(Edge { x: x as f32, y: y as f32, towards: [across / change, down / change] });
            }
        }
    }
    found
}

/// How many edges a place may be the middle of.
struct Votes {
    width: usize,
    counts: Vec<u16>,
}

fn vote(edges: &[Edge], (width, height): (u32, u32), radii: &Range<f32>) -> Votes {
    let mut votes = Votes { width: width as usize, counts: vec![0; width as usize * height as usize] };
    for edge in edges {
        let mut radius = radii.start;
        while radius <= radii.end {
            for way in [-radius, radius] {
                let (x, y) = (edge.x + way * edge.towards[0], edge.y + way * edge.towards[1]);
                if x >= 0.0 && y >= 0.0 && (x as u32) < width && (y as u32) < height {
                    let count = &mut votes.counts[y as usize * votes.width + x as usize];
                    *count = count.saturating_add(1);
                }
            }
            radius += 1.0;
        }
    }
    votes
}

impl Votes {
    /// The place that most edges have around it, with its neighbours.
    fn strongest(&self) -> Option<(f32, f32)> {
        let sums = |at: usize| -> u32 {
            let row = |start: usize| self.counts[start..start + 3].iter().map(|count| u32::from(*count)).sum::<u32>();
            row(at) + row(at + self.width) + row(at + 2 * self.width)
        };
        let last = self.counts.len().checked_sub(2 * self.width + 2)?;
        let (at, count) = (0..last).map(|at| (at, sums(at))).max_by_key(|(_, count)| *count)?;
        let middle = at + self.width + 1;
        (count > 0).then(|| ((middle % self.width) as f32, (middle / self.width) as f32))
    }

    fn clear(&mut self, x: f32, y: f32, radius: f32) {
        let rows = (y - radius).max(0.0) as usize..=(y + radius) as usize;
        let (left, right) = ((x - radius).max(0.0) as usize, (x + radius) as usize);
        for row in rows {
            let start = row * self.width;
            let end = (start + right.min(self.width - 1) + 1).min(self.counts.len());
            if let Some(counts) = self.counts.get_mut(start + left..end) {
                counts.fill(0);
            }
        }
    }
}

/// The ring around a place or one beside it, with how much of it is there.
fn around(edges: &[Edge], (x, y): (f32, f32), radii: &Range<f32>) -> Option<(f32, Ring)> {
    let near: Vec<&Edge> = edges.iter().filter(|edge| (edge.x - x).hypot(edge.y - y) <= radii.end + 4.0).collect();
    let beside = [-2.0, -1.0, 0.0, 1.0, 2.0];
    let places = beside.iter().flat_map(|dx| beside.iter().map(move |dy| (x + dx, y + dy)));
    let seen = places.map(|(x, y)| (Around::of(&near, x, y, radii.end), x, y));
    let best = seen.filter_map(|(around, x, y)| Some((around.clearest(radii)?, around, x, y)));
    let ((part, radius), around, x, y) = best.max_by(|a, b| a.0.0.total_cmp(&b.0.0))?;
    if part < COVERED || part < around.usual(radii) + OUTSTANDING {
        return None;
    }
    let within = around.clearest(&(0.5 * radius..0.86 * radius)).filter(|(part, _)| *part >= COVERED_WITHIN);
    Some((part, Ring { x, y, radius, inner: within.map(|(_, radius)| radius) }))
}

/// For each distance from a place, in pixels, what part of the directions has an edge that lies across.
struct Around(Vec<f32>);

impl Around {
    fn of(edges: &[&Edge], x: f32, y: f32, farthest: f32) -> Self {
        let mut seen = vec![[false; DIRECTIONS]; farthest as usize + 2];
        for edge in edges {
            let (dx, dy) = (edge.x - x, edge.y - y);
            let distance = dx.hypot(dy).max(1.0);
            let across = (dx * edge.towards[0] + dy * edge.towards[1]).abs() / distance;
            if across < 0.9 {
                continue;
            }
            let direction = ((dy.atan2(dx) / TAU + 0.5) * DIRECTIONS as f32) as usize % DIRECTIONS;
            let at = distance.round() as usize;
            // The two edges of a line lie a pixel to both sides.
            for seen in seen.iter_mut().take(at + 2).skip(at - 1) {
                seen[direction] = true;
            }
        }
        let part = |seen: &[bool; DIRECTIONS]| seen.iter().filter(|there| **there).count() as f32 / DIRECTIONS as f32;
        Self(seen.iter().map(part).collect())
    }

    fn parts(&self, radii: &Range<f32>) -> impl Iterator<Item = (f32, f32)> {
        let (first, last) = (radii.start as usize, radii.end as usize);
        self.0.iter().enumerate().take(last + 1).skip(first).map(|(distance, part)| (*part, distance as f32))
    }

    /// The distance at which most directions are covered, and what part of them.
    fn clearest(&self, radii: &Range<f32>) -> Option<(f32, f32)> {
        self.parts(radii).max_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)))
    }

    /// The part that is covered at most distances: high among bars and print.
    fn usual(&self, radii: &Range<f32>) -> f32 {
        let mut parts: Vec<f32> = self.parts(radii).map(|(part, _)| part).collect();
        parts.sort_by(f32::total_cmp);
        parts.get(parts.len() / 2).copied().unwrap_or(0.0)
    }
}

#[cfg(test)]
mod tests {
    use image::Luma;

    use super::*;

    /// A picture at 200 dpi with a ring of this radius in millimetres, of which some directions are missing.
    fn ring(radius: f32, missing: Range<f32>) -> GrayImage {
        let mut page = GrayImage::from_pixel(900, 500, Luma([255]));
        for (x, y, pixel) in page.enumerate_pixels_mut() {
            let (dx, dy) = (x as f32 - 600.0, y as f32 - 220.0);
            let struck = (dx.hypot(dy) - radius / 25.4 * 200.0).abs() < 2.0;
            if struck && !missing.contains(&dy.atan2(dx)) {
                *pixel = Luma([90]);
            }
        }
        page
    }

    #[test]
    fn a_ring_is_found_where_it_is_struck_though_a_part_is_missing() {
        for missing in [9.0..9.0, 0.0..1.6] {
            let [ring] = rings(&ring(12.6, missing), 200)[..] else { panic!("one ring") };
            assert!((ring.x - 600.0).abs() < 5.0 && (ring.y - 220.0).abs() < 5.0, "{ring:?}");
            assert!((ring.radius - 99.0).abs() < 5.0 && ring.inner.is_none(), "{ring:?}");
        }
    }

    #[test]
    fn neither_half_a_ring_nor_a_small_one_nor_lines_are_one() {
        assert!(rings(&ring(12.6, -1.6..1.6), 200).is_empty());
        assert!(rings(&ring(4.0, 9.0..9.0), 200).is_empty());
        let lines = GrayImage::from_fn(900, 500, |x, y| Luma([if x % 90 < 4 || y % 60 < 4 { 0 } else { 255 }]));
        assert!(rings(&lines, 200).is_empty());
        assert!(rings(&GrayImage::new(2, 2), 200).is_empty());
    }
}
