use image::ImageFormat;

/// Pixels per inch that a JPEG (JFIF) or PNG (`pHYs`) states in its header. Values no scanner makes are left out.
pub fn dots_per_inch(bytes: &[u8], format: ImageFormat) -> Option<u32> {
    let stated = match format {
        ImageFormat::Jpeg => jfif(bytes),
        ImageFormat::Png => phys(bytes),
        _ => None,
    };
    plausible(stated?)
}

/// The value, when a scanner or camera can have meant it (72 is what software writes when it does not know).
pub fn plausible(dpi: f64) -> Option<u32> {
    (73.0..=2400.0).contains(&dpi).then(|| dpi.round() as u32)
}

/// ITU-T T.871 (JFIF), segment APP0: units in byte 11, density across in bytes 12 and 13.
fn jfif(bytes: &[u8]) -> Option<f64> {
    let start = bytes.get(..64.min(bytes.len()))?;
    let at = start.windows(5).position(|window| window == b"JFIF\0")?;
    let [units, high, low] = start.get(at + 7..at + 10)? else { return None };
    let density = f64::from(u16::from_be_bytes([*high, *low]));
    match units {
        1 => Some(density),
        2 => Some(density * 2.54),
        _ => None,
    }
}

/// PNG specification 11.3.4.3: pixels per metre across, then the unit (1 = metre).
fn phys(bytes: &[u8]) -> Option<f64> {
    let start = bytes.get(..4096.min(bytes.len()))?;
    let at = start.windows(4).position(|window| window == b"pHYs")?;
    let chunk = start.get(at + 4..at + 13)?;
    let across = u32::from_be_bytes([chunk[0], chunk[1], chunk[2], chunk[3]]);
    (chunk[8] == 1).then(|| f64::from(across) * 0.0254)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn jpeg_and_png_say_their_density() {
        let jpeg = b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x02\x01\x01\x2c\x01\x2c\0\0";
        assert_eq!(dots_per_inch(jpeg, ImageFormat::Jpeg), Some(300));
        let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\x09pHYs".to_vec();
        png.extend([0, 0, 0x1e, 0xc2, 0, 0, 0x1e, 0xc2, 1]);
        assert_eq!(dots_per_inch(&png, ImageFormat::Png), Some(200));
        assert_eq!(dots_per_inch(b"\xff\xd8", ImageFormat::Jpeg), None);
    }
}
