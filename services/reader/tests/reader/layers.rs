//! The text that a PDF carries: kept to the letter where the page shows it, read in the picture where it does not.

use image::{GrayImage, imageops};
use reading::{LayerDoubt, PageRead, ReadOptions, Reader, TextSource};

use super::{config, letter_scan, making, making::LETTER, pages_of, recall};

/// A page made of objects: its content, its fonts and pictures by name.
struct Made {
    content: Vec<u8>,
    resources: String,
    objects: Vec<Vec<u8>>,
}

/// Number of the first object of a page's own.
const FIRST: usize = 5;

impl Made {
    /// A page with Helvetica as `F1`.
    fn new() -> Self {
        Self { content: Vec::new(), resources: String::new(), objects: Vec::new() }.font("F1", "")
    }

    fn font(mut self, name: &str, more: &str) -> Self {
        let number = self.add(
            format!("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding {more} >>").into(),
        );
        self.resources = format!("{} /Font << /{name} {number} 0 R >>", self.resources);
        self
    }

    fn add(&mut self, object: Vec<u8>) -> usize {
        self.objects.push(object);
        FIRST + self.objects.len() - 1
    }

    fn draw(mut self, drawing: &str) -> Self {
        // WinAnsi holds the same bytes as the first 256 characters of Unicode.
        self.content.extend(drawing.chars().map(|c| u8::try_from(u32::from(c)).expect("Latin character")));
        self.content.push(b'\n');
        self
    }

    /// Lines one under the other, with what stands before them in the text object.
    fn lines(self, before: &str, lines: &[&str]) -> Self {
        let shown: Vec<String> = lines.iter().map(|line| format!("({line}) Tj T*")).collect();
        self.draw(&format!("BT /F1 12 Tf {before} 20 TL\n{}\nET", shown.join("\n")))
    }

    /// A scan over the whole page, in this many strips.
    fn scan(mut self, scan: &GrayImage, strips: u32) -> Self {
        let high = scan.height() / strips;
        let mut names = String::new();
        for strip in 0..strips {
            let part = imageops::crop_imm(scan, 0, strip * high, scan.width(), high).to_image();
            let picture = format!(
                "/Type /XObject /Subtype /Image /Width {} /Height {high} /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /DCTDecode",
                part.width()
            );
            let number = self.add(making::stream(&picture, &making::jpeg(&part)));
            names = format!("{names} /S{strip} {number} 0 R");
            let each = 842.0 / f64::from(strips);
            let bottom = 842.0 - each * f64::from(strip + 1);
            self = self.draw(&format!("q 595 0 0 {each} 0 {bottom} cm /S{strip} Do Q"));
        }
        self.resources = format!("{} /XObject << {names} >>", self.resources);
        self
    }

    fn pdf(self) -> Vec<u8> {
        let page = format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << {} >> >>",
            self.resources
        );
        let mut objects = vec![
            b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
            page.into_bytes(),
            making::stream("", &self.content),
        ];
        objects.extend(self.objects);
        making::pdf(&objects, "")
    }
}

/// A font whose characters are said to be others: `first` for the character 32, and so on.
fn lying_font(first: u32) -> Made {
    let mut made = Made { content: Vec::new(), resources: String::new(), objects: Vec::new() };
    let map = format!(
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /L def /CMapType 2 def\n\
         1 begincodespacerange <00> <ff> endcodespacerange\n1 beginbfrange <20> <fe> <{first:04x}> endbfrange\n\
         endcmap end end"
    );
    let number = made.add(making::stream("", map.as_bytes()));
    made.font("F1", &format!("/ToUnicode {number} 0 R"))
}

/// What another page says.
const OTHER: [&str; 6] = [
    "Bordereau des sommes perçues au comptoir",
    "Quantité livrée : quarante-deux cartons de papier",
    "Remise accordée sur facture précédente",
    "Total hors taxes et frais de transport",
    "Règlement par virement sous trente jours",
    "Signature du livreur et cachet du magasin",
];

const TOP: &str = "70 740 Td";

async fn read(made: Made) -> PageRead {
    pages_of(&Reader::new(config()), made.pdf(), &ReadOptions::default()).await.remove(0).read
}

async fn is_kept(made: Made, text: &str) {
    let page = read(made).await;
    assert_eq!((page.source, page.layer), (TextSource::Embedded, None), "{}", page.text);
    assert_eq!(page.text, text);
}

async fn is_read(made: Made, doubt: LayerDoubt) {
    let page = read(made).await;
    assert_eq!((page.source, page.layer), (TextSource::Ocr, Some(doubt)), "{}", page.text);
    assert!(recall(&page.text) > 0.9, "{}", page.text);
}

#[tokio::test]
async fn little_text_is_kept() {
    is_kept(Made::new().lines(TOP, &["Annexe 2"]), "Annexe 2").await;
    is_kept(Made::new().lines(TOP, &["Lu et approuvé, le 3 mars 2026"]), "Lu et approuvé, le 3 mars 2026").await;
}

#[tokio::test]
async fn the_values_of_a_form_are_kept() {
    let row = |row: i32| {
        let y = 700 - 30 * row;
        format!("60 {y} 180 24 re S 250 {y} 280 24 re S\n")
    };
    let drawing = format!("0.5 w\n{}", (0..12).map(row).collect::<Vec<_>>().concat());
    let rows = [
        ("Nom de famille", "DIALLO"),
        ("Prénoms", "Aminata"),
        ("Date de naissance", "12/05/1991"),
        ("Nationalité", "guinéenne"),
    ];
    let fields: Vec<String> = (0..)
        .zip(rows)
        .map(|(row, (label, value))| {
            let y = 707 - 30 * row;
            format!("BT /F1 12 Tf 65 {y} Td ({label}) Tj 190 0 Td ({value}) Tj ET")
        })
        .collect();
    let text = "Nom de famille DIALLO\nPrénoms Aminata\nDate de naissance 12/05/1991\nNationalité guinéenne";
    let page = read(Made::new().draw(&drawing).draw(&fields.join("\n"))).await;
    assert_eq!((page.source, page.layer), (TextSource::Embedded, None));
    let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(plain(&page.text), plain(text));
}

#[tokio::test]
async fn text_that_runs_upwards_is_kept() {
    let upwards = "0 1 -1 0 300 100 Tm";
    is_kept(Made::new().lines(upwards, &LETTER), &LETTER.join("\n")).await;
    let both = Made::new().lines(TOP, &LETTER).lines("0 1 -1 0 30 100 Tm", &["Reçu en préfecture"]);
    is_kept(both, &format!("{}\n\nReçu en préfecture", LETTER.join("\n"))).await;
}

#[tokio::test]
async fn a_letter_with_a_picture_or_a_printed_head_is_kept() {
    let grey = GrayImage::from_fn(600, 400, |x, y| image::Luma([(60 + (x * 7 + y * 13) % 160) as u8]));
    let picture = Made::new().lines(TOP, &LETTER).draw("q 0.5 0 0 0.3 100 100 cm").scan(&grey, 1).draw("Q");
    is_kept(picture, &LETTER.join("\n")).await;
    let scan = letter_scan(&Reader::new(config())).await;
    let head = imageops::crop_imm(&scan, 0, 215, scan.width(), 90).to_image();
    let headed = Made::new()
        .lines("70 600 Td", &[&LETTER[..], &OTHER[..]].concat())
        .draw("q 1 0 0 0.045 0 760 cm")
        .scan(&head, 1)
        .draw("Q");
    is_kept(headed, &[&LETTER[..], &OTHER[..]].concat().join("\n")).await;
}

#[tokio::test]
async fn a_font_that_says_other_letters_is_not_believed() {
    is_read(lying_font(0x23).lines(TOP, &LETTER), LayerDoubt::Differs).await;
    is_read(lying_font(0x4e20).lines(TOP, &LETTER), LayerDoubt::Differs).await;
    is_read(lying_font(0xe020).lines(TOP, &LETTER), LayerDoubt::Unknown).await;
}

#[tokio::test]
async fn text_that_nobody_sees_is_not_believed() {
    let scan = letter_scan(&Reader::new(config())).await;
    let invisible = Made::new().scan(&scan, 1).lines(&format!("3 Tr {TOP}"), &OTHER);
    is_read(invisible, LayerDoubt::Hidden).await;
    let white = Made::new().scan(&scan, 4).lines("1 g 70 300 Td", &OTHER);
    is_read(white, LayerDoubt::NotShown).await;
}

#[tokio::test]
async fn the_text_of_another_page_under_the_one_that_is_shown_is_not_believed() {
    let scan = letter_scan(&Reader::new(config())).await;
    for place in [TOP, "70 733 Td", "70 727 Td"] {
        let covered = Made::new().lines(place, &OTHER).draw("1 g 0 0 595 842 re f 0 g").scan(&scan, 4);
        let page = read(covered).await;
        assert!(page.layer.is_some(), "{place}");
        assert!(recall(&page.text) > 0.9, "{place}: {}", page.text);
    }
}

#[tokio::test]
async fn a_stamp_on_a_scan_in_strips_is_not_all_that_the_page_says() {
    let scan = letter_scan(&Reader::new(config())).await;
    is_read(Made::new().scan(&scan, 4).lines("70 60 Td", &["Scan du 3 mars 2026"]), LayerDoubt::Partial).await;
}

#[tokio::test]
async fn without_reading_the_text_is_taken_as_it_is() {
    let options = ReadOptions { ocr: false, ..ReadOptions::default() };
    let page = pages_of(&Reader::new(config()), lying_font(0x23).lines(TOP, &LETTER).pdf(), &options).await.remove(0);
    assert_eq!((page.read.source, page.read.layer), (TextSource::Embedded, None));
}
