use std::{fs, path::PathBuf, process::ExitCode};

use anyhow::Result;
use clap::Args;
use domain::{Clock as _, SystemClock};
use formats::two_d_doc::TrustStore;
use runtime::config::list_refused;

use super::{Output, lines, usage};

#[derive(Debug, Args)]
pub struct TwoDDocOptions {
    /// Liste de confiance publiée (XML), répétable
    #[arg(long = "trust-list", value_name = "FICHIER")]
    trust_lists: Vec<PathBuf>,
    /// Certificats d'émetteurs (PEM ou DER), répétable
    #[arg(long = "certificate", value_name = "FICHIER")]
    certificates: Vec<PathBuf>,
    /// Certificats de ceux qui signent les listes (PEM ou DER), répétable : une liste qu'ils n'ont pas signée est refusée
    #[arg(long = "list-signer", value_name = "FICHIER")]
    list_signers: Vec<PathBuf>,
    #[command(flatten)]
    output: Output,
}

/// `inspect 2ddoc`.
pub fn two_d_doc(options: &TwoDDocOptions) -> Result<ExitCode> {
    let trust = match trust(options) {
        Ok(trust) => trust,
        Err(reason) => return Ok(usage(reason)),
    };
    let now = SystemClock.now();
    lines::each_line(options.output, |line| formats::inspect::two_d_doc(line, &trust, now))
}

fn trust(options: &TwoDDocOptions) -> Result<TrustStore, String> {
    let mut trust = TrustStore::default();
    for file in &options.list_signers {
        let bytes = fs::read(file).map_err(|reason| format!("{} : {reason}", file.display()))?;
        trust.add_signers(&bytes).map_err(|reason| format!("{} : {reason}", file.display()))?;
    }
    for file in &options.trust_lists {
        let xml = fs::read_to_string(file).map_err(|reason| format!("{} : {reason}", file.display()))?;
        trust.add_list(&xml).map_err(|reason| format!("{} : {}", file.display(), list_refused(&reason)))?;
    }
    for file in &options.certificates {
        let bytes = fs::read(file).map_err(|reason| format!("{} : {reason}", file.display()))?;
        trust.add_certificates(&bytes).map_err(|reason| format!("{} : {reason}", file.display()))?;
    }
    Ok(trust)
}
