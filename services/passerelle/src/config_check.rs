use std::{path::Path, process::ExitCode};

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
    println!("Configuration correcte.");
    println!("  préfecture : {} ({}, {})", config.site.name, config.site.department.code(), config.site.zone);
    println!("  données    : {}", config.data_dir.display());
    println!("  base       : {}", database(&config));
    println!("  contenus   : {}", blobs(&config));
    println!("  pages      : {} (écoute {})", config.http.base_url(), config.http.listen);
    for folder in &config.post.folders {
        println!("  numérisation « {} » : {}", folder.name, folder.path.display());
    }
    for mailbox in &config.mail.mailboxes {
        println!("  courriel « {} » : {} sur {}:{}", mailbox.name, mailbox.folder, mailbox.host, mailbox.port());
    }
    if let Some(smtp) = &config.mail.smtp {
        println!("  envoi      : {} par {}:{}", smtp.from, smtp.host, smtp.port());
    }
    Ok(ExitCode::SUCCESS)
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
