//! The files that people send or hand over, made of their papers.

use std::io::{Cursor, Write as _};

use image::GrayImage;
use rand::{Rng, RngCore as _, SeedableRng, rngs::StdRng};
use zip::{ZipWriter, write::SimpleFileOptions};

use crate::{
    Degradation, WorldError,
    arrival::FileTruth,
    describe::documents,
    doors::{FileOf, Format},
    papers::{self, Draft},
    scan::{Coding, Picture, degrade, image_pdf, photograph, tiff},
    setting::Setting,
    sheet::Sheet,
    story::Paper,
    truth::DocumentTruth,
    typeset::{pdf, pictures},
};

/// A file as it is sent.
#[derive(Clone, Debug)]
pub(crate) struct MadeFile {
    pub name: String,
    pub media_type: &'static str,
    pub bytes: Vec<u8>,
}

/// The files of an arrival and what is true of them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Bundle {
    pub files: Vec<MadeFile>,
    pub truths: Vec<FileTruth>,
    pub documents: Vec<DocumentTruth>,
}

impl Bundle {
    /// The files with their names.
    pub(crate) fn named(self) -> Vec<(String, Vec<u8>)> {
        self.files.into_iter().map(|file| (file.name, file.bytes)).collect()
    }
}

/// Resolution at which people scan at home or at a desk.
const SCAN_DPI: u32 = 200;
/// A page on a picture of a telephone.
const PHOTO_DPI: u32 = 150;

/// Draws the papers and makes the files.
pub(crate) fn bundle(setting: &Setting, papers: &[Paper], files: &[FileOf]) -> Result<Bundle, WorldError> {
    let mut rng = StdRng::seed_from_u64(setting.chance);
    let mut bundle = Bundle::default();
    for file in files {
        let chosen = file.papers.iter().map(|i| {
            papers.get(*i).ok_or_else(|| WorldError::Story {
                name: setting.story.situation.clone(),
                reason: format!("{} has no paper {i}", file.name),
            })
        });
        let drawn = chosen.map(|paper| papers::draw(paper?, setting)).collect::<Result<Vec<_>, WorldError>>()?;
        bundle.add(setting, file, &drawn, &mut rng)?;
    }
    Ok(bundle)
}

impl Bundle {
    fn add(
        &mut self,
        setting: &Setting,
        file: &FileOf,
        drawn: &[Vec<Draft>],
        rng: &mut StdRng,
    ) -> Result<(), WorldError> {
        let first = 1 + self.truths.iter().map(|t| t.pages).sum::<u32>();
        let drafts: Vec<&Draft> = drawn.iter().flatten().collect();
        self.documents.extend(documents(setting, &drafts, first));
        let sheets: Vec<Sheet> = drafts.iter().map(|draft| draft.sheet.clone()).collect();
        match file.format {
            Format::Pdf => self.one(&file.name, "application/pdf", pdf(&sheets)?, sheets.len()),
            Format::Scan => {
                let pages = scanned(&sheets, Coding::Jpeg(40), rng)?;
                self.one(&file.name, "application/pdf", image_pdf(&pages), sheets.len());
            }
            Format::Tiff => {
                let pages = scanned(&sheets, Coding::Group4, rng)?;
                self.one(&file.name, "image/tiff", tiff(&pages)?, sheets.len());
            }
            Format::Photos => {
                let start: u32 = rng.random_range(1_012..8_400);
                for (n, page) in (start..).zip(pictures(&sheets, PHOTO_DPI)?) {
                    let name = file.name.replace("{n}", &n.to_string());
                    self.one(&name, "image/jpeg", photograph(&page, rng.random())?, 1);
                }
            }
            Format::Zip => self.archive(&file.name, drawn)?,
            Format::Garbage => {
                let mut bytes = vec![0; 24_000];
                rng.fill_bytes(&mut bytes);
                // It says to be a PDF and stops being one at once: a transfer that went wrong.
                bytes[..9].copy_from_slice(b"%PDF-1.7\n");
                self.one(&file.name, "application/pdf", bytes, 0);
            }
        }
        Ok(())
    }

    fn one(&mut self, name: &str, media_type: &'static str, bytes: Vec<u8>, pages: usize) {
        self.truths.push(truth(name, media_type, None, pages));
        self.files.push(MadeFile { name: name.to_owned(), media_type, bytes });
    }

    /// One PDF a paper, in a folder, as people make archives.
    fn archive(&mut self, name: &str, drawn: &[Vec<Draft>]) -> Result<(), WorldError> {
        let failed = |e: zip::result::ZipError| WorldError::Encode(e.to_string());
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (i, drafts) in drawn.iter().enumerate() {
            let sheets: Vec<Sheet> = drafts.iter().map(|draft| draft.sheet.clone()).collect();
            let kind = drafts.first().map_or("papier", |draft| draft.piece.word());
            let inside = format!("dossier/{}_{kind}.pdf", i + 1);
            zip.start_file(&inside, SimpleFileOptions::default()).map_err(failed)?;
            zip.write_all(&pdf(&sheets)?).map_err(|e| WorldError::Encode(e.to_string()))?;
            self.truths.push(truth(&inside, "application/pdf", Some(name), sheets.len()));
        }
        let bytes = zip.finish().map_err(failed)?.into_inner();
        self.files.push(MadeFile { name: name.to_owned(), media_type: "application/zip", bytes });
        Ok(())
    }
}

fn truth(name: &str, media_type: &str, inside: Option<&str>, pages: usize) -> FileTruth {
    FileTruth {
        name: name.to_owned(),
        media_type: media_type.to_owned(),
        inside: inside.map(str::to_owned),
        pages: u32::try_from(pages).unwrap_or(u32::MAX),
    }
}

/// The sheets passed through a small scanner.
fn scanned(sheets: &[Sheet], coding: Coding, rng: &mut StdRng) -> Result<Vec<Picture>, WorldError> {
    let worn = |drawn: &GrayImage, rng: &mut StdRng| {
        let how = Degradation { holes: false, ..Degradation::drawn(rng) };
        let clean =
            Degradation { shade: how.shade.min(6.0), noise: how.noise.min(3.0), fade: how.fade.min(0.1), ..how };
        degrade(drawn, if coding == Coding::Group4 { &clean } else { &how }, rng.random())
    };
    let drawn = pictures(sheets, SCAN_DPI)?;
    drawn.iter().map(|page| Picture::encode(&worn(page, rng), SCAN_DPI, coding)).collect()
}
