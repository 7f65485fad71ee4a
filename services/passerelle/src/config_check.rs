use std::{
    io::{self, Write},
    path::Path,
    process::ExitCode,
};

use anyhow::Result;
use domain::{Clock as _, SystemClock};
use runtime::{
    Config,
    config::{BlobsKind, DatabaseMode},
};

/// `config check`: reads everything, says every fault, and what the installation would use.
pub fn check(site_file: Option<&Path>) -> Result<ExitCode> {
    let config = Config::load(site_file)?;
    runtime::load_catalogue(&config, SystemClock.today(config.site.zone))?;
    match told(&config, &mut io::stdout().lock()) {
        // Whoever read it has seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(ExitCode::SUCCESS),
        Err(error) => Err(error.into()),
        Ok(()) => Ok(ExitCode::SUCCESS),
    }
}

fn told(config: &Config, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "Configuration correcte.")?;
    writeln!(out, "  préfecture : {} ({}, {})", config.site.name, config.site.department.code(), config.site.zone)?;
    writeln!(out, "  données    : {}", config.data_dir.display())?;
    writeln!(out, "  base       : {}", database(config))?;
    writeln!(out, "  contenus   : {}", blobs(config))?;
    writeln!(out, "  pages      : {} (écoute {})", config.http.base_url(), config.http.listen)?;
    for folder in &config.post.folders {
        writeln!(out, "  numérisation « {} » : {}", folder.name, folder.path.display())?;
    }
    for mailbox in &config.mail.mailboxes {
        writeln!(out, "  courriel « {} » : {} sur {}:{}", mailbox.name, mailbox.folder, mailbox.host, mailbox.port())?;
    }
    if let Some(smtp) = &config.mail.smtp {
        writeln!(out, "  envoi      : {} par {}:{}", smtp.from, smtp.host, smtp.port())?;
    }
    Ok(())
}

fn database(config: &Config) -> String {
    match config.database.mode {
        DatabaseMode::Embedded => format!("PostgreSQL privé dans {}", config.cluster_folder().display()),
        DatabaseMode::External => "PostgreSQL du site".to_owned(),
    }
}

fn blobs(config: &Config) -> String {
    match config.blobs.kind {
        BlobsKind::Folder => config.blob_folder().display().to_string(),
        BlobsKind::S3 => format!("compartiment S3 « {} »", config.blobs.bucket.as_deref().unwrap_or_default()),
    }
}
