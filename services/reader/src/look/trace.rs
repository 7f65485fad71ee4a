use formats::likeness::InkMap;

use super::clean::Ink;

/// Where the ink of a page is, its lines level and the page upright, as another scan of the same paper would have it; empty when
/// there is hardly any.
pub fn trace(ink: &Ink, skew: f32, turned: u16) -> String {
    let (sine, cosine) = skew.to_radians().sin_cos();
    let place = |(x, y): (usize, usize)| {
        let (x, y) = (x as f32, y as f32);
        let (x, y) = (x * cosine + y * sine, y * cosine - x * sine);
        match turned {
            90 => (-y, x),
            180 => (-x, -y),
            270 => (y, -x),
            _ => (x, y),
        }
    };
    let places: Vec<(f32, f32)> = ink.inner().map(place).collect();
    InkMap::of(&places).map(|map| map.hex()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use image::{GrayImage, Luma, imageops};

    use super::*;

    #[test]
    fn a_page_turned_and_skewed_leaves_the_same_trace() {
        let page = GrayImage::from_fn(1240, 1754, |x, y| {
            let word = (x / 60 * 31 + y / 40 * 17).wrapping_mul(2_654_435_761) >> 30;
            let inside = (120..1100).contains(&x) && (120..1600).contains(&y);
            Luma([if inside && y % 40 < 14 && word > 1 { 20 } else { 250 }])
        });
        let of =
            |page: &GrayImage, skew, turned| InkMap::from_hex(&trace(&Ink::of(page, 3), skew, turned)).expect("ink");
        let upright = of(&page, 0.0, 0);
        let turned = of(&imageops::rotate90(&page), 0.0, 270);
        assert!(upright.likeness(&turned) > 0.9, "{}", upright.likeness(&turned));
        let skewed = of(&crate::look::skew::straighten(&page, -3.0), 3.0, 0);
        assert!(upright.likeness(&skewed) > 0.9, "{}", upright.likeness(&skewed));
    }
}
