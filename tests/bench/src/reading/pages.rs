use std::{
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use image::GrayImage;
use reading::{ReadOptions, Reader, TextSource};
use world::{Degradation, photograph, scans, typeset};

/// A page in a file, and what it says.
pub(super) struct Sheet {
    pub(super) file: PathBuf,
    pub(super) text: String,
}

/// A letter as it was typeset.
pub(super) struct LetterText {
    pdf: Vec<u8>,
    text: String,
    /// Set in eight points, with a table or with a list.
    style: Style,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    Plain,
    Small,
    Table,
    /// With the papers enclosed as a list.
    List,
}

/// How the letters come.
pub(super) struct Kind {
    pub(super) name: &'static str,
    style: Style,
    dpi: u32,
    how: Degradation,
    photograph: bool,
}

const fn kind(name: &'static str, style: Style, dpi: u32, how: Degradation) -> Kind {
    Kind { name, style, dpi, how, photograph: false }
}

pub(super) const KINDS: &[Kind] = &[
    kind("clean, 300 dpi", Style::Plain, 300, Degradation::CLEAN),
    kind("good scanner, 300 dpi", Style::Plain, 300, Degradation::ORDINARY),
    kind("degraded, 200 dpi", Style::Plain, 200, Degradation::HEAVY),
    kind("8 points, clean, 300 dpi", Style::Small, 300, Degradation::CLEAN),
    kind("8 points, good scanner, 200 dpi", Style::Small, 200, Degradation::ORDINARY),
    kind("tables, good scanner, 300 dpi", Style::Table, 300, Degradation::ORDINARY),
    kind("lists, good scanner, 300 dpi", Style::List, 300, Degradation::ORDINARY),
    kind("lists, degraded, 200 dpi", Style::List, 200, Degradation::HEAVY),
    Kind { photograph: true, ..kind("photographs by hand", Style::Plain, 230, Degradation::ORDINARY) },
];

const FONTS: [&str; 3] = ["Arimo", "Tinos", "Cousine"];

/// What people and offices write, put together in turn.
const SENTENCES: [&str; 14] = [
    "J'ai l'honneur de solliciter le renouvellement de mon titre de séjour, qui arrive à échéance le 14 décembre 2026.",
    "Je réside en France depuis 2017 et j'exerce le métier d'aide-soignante à l'hôpital civil de Haguenau.",
    "Vous trouverez ci-joint la copie de mon passeport, un justificatif de domicile récent et trois photographies d'identité.",
    "Mon ancien récépissé n° 6703214587 a été délivré le 3 août 2026 et n'est valable que jusqu'au 2 février 2027.",
    "À ce jour, je n'ai reçu aucune réponse à mon courrier recommandé du 9 septembre (AR 1A 203 417 8866 1).",
    "Conformément à l'article R. 431-5 du code de l'entrée et du séjour des étrangers, cette demande est déposée dans les délais.",
    "Mes enfants, Noël et Zoé, sont scolarisés à l'école élémentaire du Bœuf-Rouge, où ils ont été inscrits dès la rentrée.",
    "Le montant de la taxe, soit 225 €, sera acquitté par timbres fiscaux lors de la remise du titre.",
    "En cas de difficulté, vous pouvez me joindre au 06 12 34 56 78 ou à l'adresse aminata.diallo@exemple.fr.",
    "L'employeur s'engage à maintenir le contrat à durée indéterminée conclu le 1er mars 2021, sous réserve de votre accord.",
    "Il ressort des pièces du dossier que l'intéressé ne peut être regardé comme ayant cessé d'être à la charge de sa mère.",
    "Où faut-il déposer l'original ? Puis-je l'envoyer par La Poste, ou dois-je me présenter au guichet ?",
    "Sans réponse de l'administration dans un délai de quatre mois, la demande est réputée implicitement rejetée.",
    "Dans l'attente, je vous prie d'agréer, Madame, Monsieur, l'expression de mes salutations distinguées.",
];

/// The letters, each with the text that its PDF carries.
pub(super) async fn letters(reader: &Reader) -> Vec<LetterText> {
    let mut made = Vec::new();
    for number in 0..15 {
        let style = match number {
            0..6 => Style::Plain,
            6..9 => Style::Small,
            9..12 => Style::Table,
            _ => Style::List,
        };
        let pdf = typeset(&source(number, style)).expect("a page");
        let mut text = String::new();
        let options = ReadOptions { barcodes: false, ..ReadOptions::default() };
        let read = reader.read(pdf.clone(), &options, |page| {
            assert_eq!((page.read.number, page.read.source), (1, TextSource::Embedded), "{:?}", page.read.layer);
            text = page.read.text;
        });
        read.await.expect("a page");
        made.push(LetterText { pdf, text, style });
    }
    made
}

/// A page in Typst: sender, addressee, object, paragraphs.
fn source(number: usize, style: Style) -> String {
    let font = FONTS[number % FONTS.len()];
    let (size, paragraphs) = match style {
        Style::Plain => (11, 6),
        Style::Small => (8, 9),
        Style::Table | Style::List => (11, 4),
    };
    let mut page = format!(
        "#set page(paper: \"a4\", margin: 2.3cm)\n#set text(font: \"{font}\", size: {size}pt, lang: \"fr\", hyphenate: false)\n\
         Madame Aminata DIALLO \\\n12 rue du Faubourg-de-Pierre \\\n67000 STRASBOURG\n\n#align(right)[Strasbourg, le {} novembre 2026]\n\n\
         Objet : demande de renouvellement, dossier n° 67-2026-{:06}\n\n",
        number + 1,
        number * 7_919
    );
    for paragraph in 0..paragraphs {
        let sentences = (0..3).map(|at| SENTENCES[(number * 5 + paragraph * 3 + at) % SENTENCES.len()]);
        // A backslash keeps Typst from reading its marks.
        let text = sentences.collect::<Vec<_>>().join(" ").replace('@', "\\@").replace('#', "\\#");
        page.push_str(&text);
        page.push_str("\n\n");
    }
    if style == Style::Table {
        page.push_str("#table(columns: 4, [Pièce], [Référence], [Date], [Pages],");
        for row in 0..10 {
            let piece = ["Passeport", "Justificatif de domicile", "Avis d'imposition", "Contrat de travail"][row % 4];
            let _infallible =
                write!(page, "[{piece}], [PJ-{:04}], [{} mars 2026], [{}],", row * 37 + 112, row + 4, row % 5 + 1);
        }
        page.push_str(")\n");
    }
    if style == Style::List {
        for row in 0..10 {
            let piece =
                ["copie du passeport", "un justificatif de domicile", "l'avis d'imposition", "deux photographies"];
            let _infallible = writeln!(page, "- {} de {} ({} pages)", piece[row % 4], 2_020 + row % 6, row % 5 + 1);
        }
    }
    page
}

/// The letters of a kind as files.
pub(super) fn drawn(kind: &Kind, letters: &[LetterText], folder: &Path) -> Vec<Sheet> {
    let own = letters.iter().filter(|letter| letter.style == kind.style);
    own.enumerate()
        .map(|(number, letter)| {
            let page = scanned(letter, kind.dpi, &kind.how, number as u64);
            let name = format!("{}-{number}", kind.name.replace([' ', ','], "-"));
            let file = if kind.photograph {
                let file = folder.join(name).with_extension("jpg");
                fs::write(&file, photograph(&page, number as u64 + 1).expect("a photograph")).expect("a file");
                file
            } else {
                let file = folder.join(name).with_extension("tif");
                fs::write(&file, tiff(&page, kind.dpi)).expect("a file");
                file
            };
            fs::write(file.with_extension("txt"), &letter.text).expect("a file");
            Sheet { file, text: letter.text.clone() }
        })
        .collect()
}

/// All plain letters, six times over, as the PDF of a scanner has a parcel.
pub(super) fn batch(letters: &[LetterText]) -> Vec<u8> {
    let plain = letters.iter().filter(|letter| letter.style == Style::Plain);
    let pages: Vec<GrayImage> = plain.map(|letter| scanned(letter, 300, &Degradation::CLEAN, 1)).collect();
    world::scan_file(&[&pages[..]; 6].concat(), 300).expect("a file")
}

fn scanned(letter: &LetterText, dpi: u32, how: &Degradation, seed: u64) -> GrayImage {
    scans(letter.pdf.clone(), dpi, how, seed).expect("a page").remove(0)
}

/// A grey page, not compressed, which says its resolution.
fn tiff(page: &GrayImage, dpi: u32) -> Vec<u8> {
    use tiff::encoder::{Rational, TiffEncoder, colortype::Gray8};
    let mut file = std::io::Cursor::new(Vec::new());
    let mut encoder = TiffEncoder::new(&mut file).expect("a file");
    let mut directory = encoder.new_image::<Gray8>(page.width(), page.height()).expect("a page");
    directory.resolution(tiff::tags::ResolutionUnit::Inch, Rational { n: dpi, d: 1 });
    directory.write_data(page.as_raw()).expect("pixels");
    file.into_inner()
}
