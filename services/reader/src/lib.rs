//! What the executable `passerelle-reader` does: strangers' bytes in, pages out. It speaks the protocol of `reading::protocol` over its
//! standard pipes and is started by `reading::Reader`, one process for each file or for many e-mails, in a cage of its own making.

#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "arithmetic of pixels: bounded by the limits that are checked before anything is decoded"
)]

mod cage;
mod embedded;
mod input;
mod look;
mod mail;
mod noise;
mod ocr;
mod orientation;
mod output;
mod page;
mod panics;
pub mod parsers;
mod pool;
mod postmark;
mod raster;
mod recognition;
mod refusal;
mod rows;
mod scale;
mod source;
mod tsv;
mod underlines;

use std::{path::Path, process::ExitCode, sync::Arc};

use reading::protocol::{FrameKind, Opened, Request};

use crate::{
    ocr::Recogniser,
    output::{Output, OutputError},
    page::PageReader,
    pool::Spare,
    recognition::Language,
    source::Document,
};

/// Answers the client, then ends.
#[must_use]
pub fn answer() -> ExitCode {
    panics::record_places();
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

fn run() -> Result<(), OutputError> {
    let request = input::request()?;
    let language_data = load_language(&request);
    let has_language = !language_data.is_empty();
    let mut output = Output::new(request.limits.output_bytes);
    let protections = cage::close(&request.limits, Recogniser::version(), has_language);
    output.json(FrameKind::Hello, &protections)?;
    if request.probe {
        return Ok(());
    }
    if request.messages {
        return mail::serve(&request.limits, &mut output);
    }
    match read_file(&request, language_data, &mut output) {
        Err(OutputError::Full(refused)) => output.refuse(refused),
        other => other,
    }
}

/// The only file ever opened, before the cage closes. Empty when it is missing: the client decides what that means.
fn load_language(request: &Request) -> Vec<u8> {
    let name = &request.options.language;
    if !reading::is_language(name) {
        return Vec::new();
    }
    let file = Path::new(&request.tessdata).join(name).with_extension("traineddata");
    if (request.options.ocr && !request.messages) || request.probe {
        std::fs::read(file).unwrap_or_default()
    } else {
        Vec::new()
    }
}

fn read_file(request: &Request, language_data: Vec<u8>, output: &mut Output) -> Result<(), OutputError> {
    let bytes = input::file(request.limits.file_bytes)?.map_err(OutputError::Full)?;
    input::end_with_parent();
    let document = open(bytes, request)?;
    let (first, last) = request.options.pages.unwrap_or((1, u32::MAX));
    let wanted: Vec<u32> = (first.max(1)..=last.min(document.pages())).collect();
    cage::allow_pages(&request.limits, u32::try_from(wanted.len()).unwrap_or(u32::MAX));
    output.json(
        FrameKind::Document,
        &Opened {
            media_type: document.media_type().to_owned(),
            pages: document.pages(),
            wanted: u32::try_from(wanted.len()).unwrap_or(u32::MAX),
        },
    )?;
    let language = Arc::new(Language::new(request.options.language.clone(), language_data));
    let threads = request.options.threads.clamp(1, wanted.len().max(1));
    let spare = Spare::default();
    let worker =
        || PageReader::new(Arc::clone(&language), spare.clone(), request.options.clone(), request.limits.clone());
    let workers = (0..threads).map(|_| worker()).collect();
    let read = |worker: &mut PageReader, number: &u32| worker.read(&document, *number);
    pool::in_order(&wanted, &spare, workers, read, |page| output.page(&page))?;
    output.end()
}

/// Opens the file; a fault of a decoder is a refusal.
fn open(bytes: Vec<u8>, request: &Request) -> Result<Document, OutputError> {
    let bytes = Arc::new(bytes);
    let opened = std::panic::catch_unwind(|| Document::open(bytes, &request.limits));
    let failed = || refusal::Refused::unreadable(format!("a decoder failed on it ({})", panics::last_place()));
    opened.unwrap_or_else(|_| Err(failed())).map_err(OutputError::Full)
}
