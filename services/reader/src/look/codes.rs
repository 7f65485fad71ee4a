use image::GrayImage;
use reading::Barcode;
use zxingcpp::{BarcodeFormat, ImageFormat, ImageView, PointI};

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
    let reader = zxingcpp::read().formats(FORMATS).try_harder(true).try_rotate(true).try_downscale(true);
    let found = reader.from(view).unwrap_or_default();
    found.iter().filter(|code| code.is_valid()).map(|code| barcode(code, zoom)).collect()
}

fn barcode(code: &zxingcpp::Barcode, zoom: f32) -> Barcode {
    let corner = |point: PointI| [point.x, point.y].map(|value| (value as f32 * zoom) as i32);
    let place = code.position();
    Barcode {
        format: format!("{:?}", code.format()),
        text: code.text(),
        bytes_hex: code.bytes().iter().map(|byte| format!("{byte:02x}")).collect(),
        corners: [place.top_left, place.top_right, place.bottom_right, place.bottom_left].map(corner),
    }
}

/// The corners of a code after the page of this size was turned clockwise.
pub fn turned(mut code: Barcode, degrees: u16, (width, height): (u32, u32)) -> Barcode {
    let (right, bottom) = (width.cast_signed() - 1, height.cast_signed() - 1);
    code.corners = code.corners.map(|[x, y]| match degrees {
        90 => [bottom - y, x],
        180 => [right - x, bottom - y],
        270 => [y, right - x],
        _ => [x, y],
    });
    code
}
