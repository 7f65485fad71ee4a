use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::Result;
use clap::Args;
use domain::{Clock as _, SystemClock};
use futures::{StreamExt as _, stream};
use reading::{InspectOptions, Reader, inspect_barcodes, inspect_document};
use runtime::Config;

use super::{Files, Output};

#[derive(Debug, Args)]
pub struct DocumentOptions {
    #[command(flatten)]
    files: Files,
    /// Sans reconnaissance de caractères
    #[arg(long)]
    no_ocr: bool,
    /// Avec les mots et leur place
    #[arg(long)]
    words: bool,
    /// Pages voulues : 3 ou 1-3
    #[arg(long, value_name = "PAGES", value_parser = page_range)]
    pages: Option<(u32, u32)>,
    /// Dossier où écrire les images des pages
    #[arg(long, value_name = "DOSSIER")]
    render: Option<PathBuf>,
    /// Texte d'un code-barres qui sépare aussi des documents (répétable)
    #[arg(long = "separator", value_name = "TEXTE")]
    separators: Vec<String>,
    /// Langue à reconnaître, parmi celles qui sont installées : eng, spa, ara...
    #[arg(long, value_name = "LANGUE", value_parser = language)]
    language: Option<String>,
    /// Pages lues à la fois
    #[arg(long)]
    threads: Option<usize>,
    #[command(flatten)]
    output: Output,
}

#[derive(Debug, Args)]
pub struct BarcodeOptions {
    #[command(flatten)]
    files: Files,
    #[command(flatten)]
    output: Output,
}

/// `inspect document`: through the reader executable with its limits, exactly as in service.
pub async fn document(site_file: Option<&Path>, options: DocumentOptions) -> Result<ExitCode> {
    let reader = reader(site_file, options.files.jobs)?;
    let trust = Config::load(site_file)?.trust_store();
    let asked = InspectOptions {
        pages: options.pages,
        no_ocr: options.no_ocr,
        words: options.words,
        render: options.render,
        separators: options.separators,
        threads: options.threads,
        language: options.language,
        trust,
        now: SystemClock.now(),
    };
    let answers = stream::iter(&options.files.files).map(|file| inspect_document(&reader, &asked, file));
    let mut answers = answers.buffered(options.files.jobs.max(1));
    while let Some(answer) = answers.next().await {
        options.output.print(&answer)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// `inspect barcode`.
pub async fn barcode(site_file: Option<&Path>, options: BarcodeOptions) -> Result<ExitCode> {
    let reader = reader(site_file, options.files.jobs)?;
    let answers = stream::iter(options.files.files.chunks(1)).map(|file| inspect_barcodes(&reader, file));
    let mut answers = answers.buffered(options.files.jobs.max(1));
    while let Some(answer) = answers.next().await {
        options.output.print_all(&answer)?;
    }
    Ok(ExitCode::SUCCESS)
}

fn reader(site_file: Option<&Path>, jobs: usize) -> Result<Reader> {
    let mut config = Config::load(site_file)?.reader_config();
    config.processes = config.processes.max(jobs);
    Ok(Reader::new(config))
}

/// The name of a file of language data, without its ending.
fn language(text: &str) -> Result<String, String> {
    let is = reading::is_language(text);
    is.then(|| text.to_owned()).ok_or_else(|| "écrire le nom d'une langue installée : fra, eng, spa...".to_owned())
}

/// `3` or `1-3`, from 1.
fn page_range(text: &str) -> Result<(u32, u32), String> {
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    match (first.parse(), last.parse()) {
        (Ok(first), Ok(last)) if first >= 1 && first <= last => Ok((first, last)),
        _ => Err("écrire 3 ou 1-3, à partir de 1".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::page_range;

    #[test]
    fn a_range_of_pages_is_one_page_or_two_bounds() {
        assert_eq!(page_range("3"), Ok((3, 3)));
        assert_eq!(page_range("1-3"), Ok((1, 3)));
        for wrong in ["0", "3-1", "", "a", "1-", "-1"] {
            assert!(page_range(wrong).is_err(), "{wrong}");
        }
    }
}
