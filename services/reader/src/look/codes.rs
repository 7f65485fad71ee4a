use image::{GrayImage, imageops};
use reading::Barcode;
use zxingcpp::{BarcodeFormat, ImageFormat, ImageView, PointI, TextMode};

/// The formats that letters, forms and the product's own sheets carry. Others would only cost time and false finds.
const FORMATS: [BarcodeFormat; 5] = [
    BarcodeFormat::Code128,
    BarcodeFormat::Code39,
    BarcodeFormat::QRCode,
    BarcodeFormat::DataMatrix,
    BarcodeFormat::PDF417,
];

/// Formats that find their own mistakes: what they say after a page was changed to make it clearer is still what was printed.
const CHECKED: [BarcodeFormat; 4] =
    [BarcodeFormat::Code128, BarcodeFormat::QRCode, BarcodeFormat::DataMatrix, BarcodeFormat::PDF417];
/// Pixels up to which a page without a code is made clearer and looked at again.
const AGAIN: usize = 9_000_000;

/// The barcodes of a page. Corners are multiplied by `zoom` to give the pixels of the original. A page on which there is none is
/// looked at again without its speckles.
pub fn find(page: &GrayImage, zoom: f32, all: bool) -> Vec<Barcode> {
    let found = if all { read(page, zoom, &[]) } else { read(page, zoom, &FORMATS) };
    if !found.is_empty() || !all || page.as_raw().len() > AGAIN {
        return found;
    }
    let again = read(&without_speckles(page), zoom, &CHECKED);
    if !again.is_empty() {
        return again;
    }
    let (width, height) = (page.width() * 2, page.height() * 2);
    if page.as_raw().len() * 4 <= AGAIN {
        let larger = imageops::resize(page, width, height, imageops::FilterType::CatmullRom);
        let again = read(&larger, zoom / 2.0, &CHECKED);
        if !again.is_empty() {
            return again;
        }
    }
    // Modules printed as dots, or with gaps between them, run together.
    read(&imageops::blur(page, 2.0), zoom, &CHECKED)
}

/// The codes of a page that was changed to make it clearer, of the kinds that find their own mistakes. Corners in its own pixels.
pub fn find_checked(page: &GrayImage) -> Vec<Barcode> {
    read(page, 1.0, &CHECKED)
}

/// Each pixel the middle one of the nine around it.
fn without_speckles(page: &GrayImage) -> GrayImage {
    let (width, height) = (page.width() as usize, page.height() as usize);
    let (source, mut out) = (page.as_raw(), page.clone());
    let pixels: &mut [u8] = &mut out;
    for y in 1..height.saturating_sub(1) {
        for x in 1..width.saturating_sub(1) {
            let row = |y: usize| &source[y * width + x - 1..y * width + x + 2];
            let mut around = [0; 9];
            for (three, y) in around.chunks_exact_mut(3).zip(y - 1..) {
                three.copy_from_slice(row(y));
            }
            pixels[y * width + x] = *around.select_nth_unstable(4).1;
        }
    }
    out
}

/// No formats: all that are known.
fn read(page: &GrayImage, zoom: f32, formats: &[BarcodeFormat]) -> Vec<Barcode> {
    let Ok(view) = ImageView::from_slice(page.as_raw(), page.width(), page.height(), ImageFormat::Lum) else {
        return Vec::new();
    };
    let reader = zxingcpp::read()
        .formats(formats)
        .try_harder(true)
        .try_rotate(true)
        .try_downscale(true)
        .text_mode(TextMode::Plain);
    let found = reader.from(view).unwrap_or_default();
    found.iter().filter(|code| code.is_valid()).map(|code| barcode(code, zoom)).collect()
}

fn barcode(code: &zxingcpp::Barcode, zoom: f32) -> Barcode {
    let corner = |point: PointI| [point.x, point.y].map(|value| (value as f32 * zoom) as i32);
    let place = code.position();
    Barcode {
        // Not `format()`: for the variants it has no name for (extended Code 39), the binding makes an invalid value.
        format: format!("{:?}", code.symbology()),
        text: code.text(),
        bytes_hex: code.bytes().iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}")),
        corners: [place.top_left, place.top_right, place.bottom_right, place.bottom_left].map(corner),
    }
}

/// The corners of a code after the page of this size was turned clockwise.
pub fn turned(mut code: Barcode, degrees: u16, size: (u32, u32)) -> Barcode {
    code.corners = code.corners.map(|corner| turned_place(corner, degrees, size));
    code
}

/// A place after the page of this size was turned clockwise.
pub fn turned_place([x, y]: [i32; 2], degrees: u16, (width, height): (u32, u32)) -> [i32; 2] {
    let (right, bottom) = (width.cast_signed() - 1, height.cast_signed() - 1);
    match degrees {
        90 => [bottom - y, x],
        180 => [right - x, bottom - y],
        270 => [y, right - x],
        _ => [x, y],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(format: BarcodeFormat, text: &str) -> GrayImage {
        let code = zxingcpp::create(format).from_str(text).expect("code");
        let bars = code.to_image_with(&zxingcpp::write().scale(3)).expect("bars");
        let size = (bars.width().cast_unsigned(), bars.height().cast_unsigned());
        let bars = GrayImage::from_raw(size.0, size.1, bars.data()).expect("bars");
        let mut page = GrayImage::from_pixel(size.0 + 80, size.1 + 80, image::Luma([255]));
        imageops::overlay(&mut page, &bars, 40, 40);
        page
    }

    #[test]
    fn each_format_is_found_under_its_own_name() {
        for format in FORMATS {
            let found = find(&drawn(format, "AB12"), 1.0, false);
            assert_eq!(found.len(), 1, "{format:?}");
            assert_eq!((&found[0].format[..], &found[0].text[..]), (&format!("{format:?}")[..], "AB12"));
            assert_eq!(found[0].bytes_hex, "41423132");
        }
    }

    #[test]
    fn extended_code_39_is_named_after_its_family() {
        let found = find(&drawn(BarcodeFormat::Code39, "+A+B1"), 1.0, false);
        assert_eq!(found.iter().map(|code| &code.format[..]).collect::<Vec<_>>(), ["Code39"]);
    }

    #[test]
    fn corners_turn_with_the_page() {
        let code = |corner| Barcode {
            format: String::new(),
            text: String::new(),
            bytes_hex: String::new(),
            corners: [corner; 4],
        };
        for (degrees, expected) in [(0, [10, 20]), (90, [179, 10]), (180, [89, 179]), (270, [20, 89])] {
            assert_eq!(turned(code([10, 20]), degrees, (100, 200)).corners[0], expected, "{degrees}");
        }
    }
}
