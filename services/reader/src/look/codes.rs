use image::GrayImage;
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

/// The barcodes of a page. Corners are multiplied by `zoom` to give the pixels of the original.
pub fn find(page: &GrayImage, zoom: f32) -> Vec<Barcode> {
    let Ok(view) = ImageView::from_slice(page.as_raw(), page.width(), page.height(), ImageFormat::Lum) else {
        return Vec::new();
    };
    let reader = zxingcpp::read()
        .formats(FORMATS)
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
        image::imageops::overlay(&mut page, &bars, 40, 40);
        page
    }

    #[test]
    fn each_format_is_found_under_its_own_name() {
        for format in FORMATS {
            let found = find(&drawn(format, "AB12"), 1.0);
            assert_eq!(found.len(), 1, "{format:?}");
            assert_eq!((&found[0].format[..], &found[0].text[..]), (&format!("{format:?}")[..], "AB12"));
            assert_eq!(found[0].bytes_hex, "41423132");
        }
    }

    #[test]
    fn extended_code_39_is_named_after_its_family() {
        let found = find(&drawn(BarcodeFormat::Code39, "+A+B1"), 1.0);
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
