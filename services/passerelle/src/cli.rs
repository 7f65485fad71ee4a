//! The command line. Its help is read by operators, in French.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use crate::{account::AccountCommand, api_key::ApiKeyCommand, demo::DemoOptions, inspect::InspectCommand};

/// Passerelle : chaque demande arrivée par courrier, message, téléphone ou guichet devient un dossier.
#[derive(Debug, Parser)]
#[command(name = "passerelle", version, about, disable_help_subcommand = true)]
pub struct Cli {
    /// Fichier de configuration du site (sinon `PASSERELLE_CONFIG`)
    #[arg(long, global = true, value_name = "FICHIER")]
    pub config: Option<PathBuf>,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Démarre les services et les pages des agents, jusqu'à SIGTERM ou Ctrl-C
    Run(RunOptions),
    /// Joue une journée de la préfecture de démonstration, sur de vraies numérisations
    Demo(DemoOptions),
    /// Met le schéma de la base à jour
    Migrate,
    /// Dit ce qui manque à cette machine et la commande qui y remédie
    Doctor,
    /// Vérifie la configuration
    #[command(subcommand)]
    Config(ConfigCommand),
    /// Comptes des agents
    #[command(subcommand)]
    Account(AccountCommand),
    /// Clés des logiciels qui remettent des demandes
    #[command(subcommand)]
    ApiKey(ApiKeyCommand),
    /// Dit ce que Passerelle lit dans un document, une adresse, une date ; ne change rien
    #[command(subcommand)]
    Inspect(InspectCommand),
}

#[derive(Debug, Args)]
pub struct RunOptions {
    /// Services à démarrer, séparés par des virgules (par défaut : tous)
    #[arg(long, value_delimiter = ',', value_name = "NOMS")]
    pub service: Vec<String>,
}

#[derive(Debug, Subcommand)]
pub enum ConfigCommand {
    /// Lit la configuration et dit tout ce qui n'y va pas
    Check,
}
