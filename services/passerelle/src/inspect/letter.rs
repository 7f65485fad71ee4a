use std::{
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::{Context as _, Result};
use clap::Args;
use domain::LetterKind;
use letters::{Letters, inspect};
use runtime::Config;
use serde_json::{Value, json};

use super::{Output, usage};

#[derive(Debug, Args)]
pub struct LetterOptions {
    /// Code du courrier : LT-01, LT-03
    #[arg(required_unless_present = "list", value_name = "LT-nn")]
    letter: Option<String>,
    /// Données du courrier (JSON)
    #[arg(required_unless_present_any = ["list", "schema"], value_name = "DONNEES.json")]
    data: Option<PathBuf>,
    /// Fichier PDF à écrire
    #[arg(short, long, value_name = "FICHIER.pdf")]
    output_file: Option<PathBuf>,
    /// Nomme les courriers
    #[arg(long)]
    list: bool,
    /// Schéma JSON des données
    #[arg(long)]
    schema: bool,
    #[command(flatten)]
    output: Output,
}

/// `inspect letter`: writes the PDF and prints what it is.
pub fn letter(site_file: Option<&Path>, options: &LetterOptions) -> Result<ExitCode> {
    let Some(code) = options.letter.as_deref().filter(|_| !options.list) else {
        return options.output.print_all(&inspect::list());
    };
    let Some(kind) = LetterKind::ALL.iter().copied().find(|kind| kind.word().eq_ignore_ascii_case(code)) else {
        return Ok(usage(format!("courrier « {code} » inconnu (voir --list)")));
    };
    if options.schema {
        return options.output.print_all(&[inspect::schema(kind)]);
    }
    let data = options.data.as_deref().unwrap_or(Path::new("-"));
    let answer = match read(data) {
        Ok(data) => typeset(site_file, kind, &data, options.output_file.as_deref())?,
        Err(reason) => json!({"ok": false, "error": reason}),
    };
    options.output.print_all(&[answer])
}

fn read(file: &Path) -> Result<Value, String> {
    let text = fs::read_to_string(file).map_err(|reason| format!("{} : {reason}", file.display()))?;
    serde_json::from_str(&text).map_err(|reason| format!("{} : {reason}", file.display()))
}

fn typeset(site_file: Option<&Path>, kind: LetterKind, data: &Value, file: Option<&Path>) -> Result<Value> {
    let letters = Letters::new(Config::load(site_file)?.letters.templates.as_deref())?;
    let (answer, pdf) = inspect::letter(&letters, kind, data);
    if let (Some(pdf), Some(file)) = (pdf, file) {
        fs::write(file, pdf).with_context(|| format!("{} ne peut pas être écrit", file.display()))?;
    }
    Ok(answer)
}
