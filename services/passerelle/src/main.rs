//! The binary: composition of the services and the operator's commands.

mod account;
mod api_key;
mod cli;
mod config_check;
mod demo;
mod doctor;
mod http;
mod inspect;
mod installation;
mod migrate;
mod run;
mod services;

use std::process::ExitCode;

use clap::Parser as _;

use cli::{Cli, Command, ConfigCommand};

#[tokio::main]
async fn main() -> ExitCode {
    runtime::choose_encryption();
    let cli = Cli::parse();
    match execute(cli).await {
        Ok(code) => code,
        Err(error) => {
            eprintln!("Erreur : {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn execute(cli: Cli) -> anyhow::Result<ExitCode> {
    let site_file = cli.config.as_deref();
    match cli.command {
        Command::Run(options) => run::run(site_file, &options).await,
        // The whole play is one large future.
        Command::Demo(options) => Box::pin(demo::demo(site_file, &options)).await,
        Command::Migrate => migrate::migrate(site_file).await,
        Command::Doctor => Ok(doctor::doctor(site_file).await),
        Command::Config(ConfigCommand::Check) => config_check::check(site_file),
        Command::Account(command) => account::execute(site_file, command).await,
        Command::ApiKey(command) => api_key::execute(site_file, command).await,
        Command::Inspect(command) => inspect::execute(site_file, command).await,
    }
}
