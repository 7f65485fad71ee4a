//! What is asked of the play, and the settings it works with.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, ensure};
use clap::Args;
use runtime::{
    Config,
    config::{DatabaseMode, ScanFolder},
};
use world::Size;

#[derive(Debug, Args)]
pub struct DemoOptions {
    /// Joue la journée entière, vérifie les comptes et s'arrête
    #[arg(long)]
    pub(super) once: bool,
    /// Chaque service dans son propre processus, sous son propre rôle de base de données
    #[arg(long, requires = "once")]
    pub(super) apart: bool,
    /// Une petite journée : quelques arrivées par chaque porte
    #[arg(long)]
    short: bool,
    /// Dossier des données (par défaut : ./data)
    #[arg(long, value_name = "DOSSIER")]
    data: Option<PathBuf>,
    /// Adresse des pages
    #[arg(long, value_name = "ADRESSE")]
    listen: Option<String>,
}

impl DemoOptions {
    /// How much of the day is played.
    pub(super) const fn size(&self) -> Size {
        if self.short { Size::Short } else { Size::Whole }
    }

    /// The configuration of the demonstration: the site's, with a scan folder, quiet logs and a private database.
    pub(super) fn config(&self, site_file: Option<&Path>) -> Result<Config> {
        let mut config = Config::load(site_file)?;
        ensure!(
            config.database.mode == DatabaseMode::Embedded,
            "la démonstration invente des personnes : elle ne joue que dans sa base privée. Retirer DATABASE_URL de \
             l'environnement, ou database.mode de la configuration, puis recommencer"
        );
        ensure!(
            !self.apart || site_file.is_none(),
            "--apart joue avec la configuration de démonstration : retirer --config"
        );
        config.site.demonstration = true;
        if let Some(data) = &self.data {
            config.data_dir = std::path::absolute(data)?;
        }
        if let Some(listen) = &self.listen {
            config.http.listen = listen.parse().with_context(|| format!("--listen {listen}"))?;
        } else if self.once {
            config.http.listen.set_port(0);
        }
        if config.post.folders.is_empty() {
            let path = config.data_dir.join("numerisation");
            config.post.folders.push(ScanFolder {
                name: "numerisation".to_owned(),
                path,
                settle_seconds: 1,
                backs_of: None,
                backs_within_minutes: 60,
            });
        }
        if std::env::var_os("PASSERELLE__LOG__FILTER").is_none() {
            "warn,sqlx=error".clone_into(&mut config.log.filter);
        }
        Ok(config)
    }
}
