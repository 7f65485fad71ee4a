//! `inspect`: what would Passerelle make of this? Without a database, changing nothing. One JSON object per input on one line,
//! in the order given; the exit code is 0 when every input was answered, 2 on a usage error.

mod document;
mod law;
mod letter;
mod lines;
mod mail;
mod two_d_doc;

use std::{
    io::{self, Write as _},
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::Result;
use clap::{Args, Subcommand};
use serde_json::Value;

/// Exit code of a question that cannot be asked.
const USAGE: u8 = 2;

#[derive(Debug, Subcommand)]
pub enum InspectCommand {
    /// Pages, texte, codes et documents d'un fichier (PDF, TIFF, JPEG, PNG...)
    Document(document::DocumentOptions),
    /// Codes-barres d'images
    Barcode(document::BarcodeOptions),
    /// Ce que disent des messages électroniques (RFC 5322, mbox), leurs pièces jointes et leur nature
    Mail(mail::MailOptions),
    /// Une adresse par ligne de l'entrée standard
    Address(Output),
    /// Un numéro de recommandé par ligne de l'entrée standard
    Tracking(Output),
    /// Une zone de lecture automatique par ligne de l'entrée standard, ses lignes séparées par \\n (les deux caractères)
    Mrz(Output),
    /// Un code 2D-Doc par ligne de l'entrée standard (chaîne JSON), et si son émetteur l'a bien signé
    #[command(name = "2ddoc")]
    TwoDDoc(two_d_doc::TwoDDocOptions),
    /// Un numéro de téléphone par ligne de l'entrée standard
    Phone(Output),
    /// Jours fériés d'un département
    Calendar(law::CalendarOptions),
    /// Dates et droits calculés par une règle
    Rule(law::RuleOptions),
    /// Compose un courrier en PDF
    Letter(letter::LetterOptions),
}

#[derive(Clone, Copy, Debug, Args)]
pub struct Output {
    /// Sur plusieurs lignes, pour être lu
    #[arg(long)]
    pretty: bool,
}

impl Output {
    /// Prints one object. A reader that has gone away is no error.
    fn print(self, value: &Value) -> Result<()> {
        let text = if self.pretty { serde_json::to_string_pretty(value)? } else { serde_json::to_string(value)? };
        match writeln!(io::stdout().lock(), "{text}") {
            Err(gone) if gone.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            other => Ok(other?),
        }
    }

    fn print_all(self, values: &[Value]) -> Result<ExitCode> {
        for value in values {
            self.print(value)?;
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// Answers one question.
pub async fn execute(site_file: Option<&Path>, command: InspectCommand) -> Result<ExitCode> {
    match command {
        InspectCommand::Document(options) => document::document(site_file, options).await,
        InspectCommand::Barcode(options) => document::barcode(site_file, options).await,
        InspectCommand::Mail(options) => mail::mail(site_file, options).await,
        InspectCommand::Address(output) => lines::each_line(output, formats::inspect::address),
        InspectCommand::Tracking(output) => lines::each_line(output, formats::inspect::tracking),
        InspectCommand::TwoDDoc(options) => two_d_doc::two_d_doc(&options),
        InspectCommand::Mrz(output) => lines::each_line(output, formats::inspect::mrz),
        InspectCommand::Phone(output) => lines::each_line(output, formats::inspect::phone),
        InspectCommand::Calendar(options) => law::calendar(site_file, &options),
        InspectCommand::Rule(options) => law::rule(site_file, &options),
        InspectCommand::Letter(options) => letter::letter(site_file, &options),
    }
}

/// Says why a question cannot be asked.
fn usage(message: impl std::fmt::Display) -> ExitCode {
    eprintln!("Erreur : {message}");
    ExitCode::from(USAGE)
}

/// Files to answer, at least one.
#[derive(Clone, Debug, Args)]
struct Files {
    /// Fichiers
    #[arg(required = true, value_name = "FICHIER")]
    files: Vec<PathBuf>,
    /// Fichiers traités à la fois
    #[arg(long, default_value_t = 1)]
    jobs: usize,
}
