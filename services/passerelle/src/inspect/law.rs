use std::{path::Path, process::ExitCode, sync::Arc};

use ::law::{Catalogue, inspect};
use anyhow::Result;
use clap::Args;
use domain::{Clock as _, SystemClock};
use runtime::Config;

use super::{Output, usage};

#[derive(Debug, Args)]
pub struct CalendarOptions {
    /// Code du département : 75, 67, 971, 2A
    #[arg(long, value_name = "CODE")]
    zone: String,
    /// Premier jour (2026-01-01)
    #[arg(long, value_name = "DATE")]
    from: String,
    /// Dernier jour, compris
    #[arg(long, value_name = "DATE")]
    to: String,
    #[command(flatten)]
    output: Output,
}

#[derive(Debug, Args)]
pub struct RuleOptions {
    /// Nom de la règle (voir --list)
    #[arg(required_unless_present = "list", value_name = "NOM")]
    name: Option<String>,
    /// Faits : clé=valeur
    #[arg(value_parser = fact, value_name = "CLÉ=VALEUR")]
    facts: Vec<(String, String)>,
    /// Nomme les règles
    #[arg(long)]
    list: bool,
    /// Schéma JSON de l'entrée et de la sortie
    #[arg(long)]
    schema: bool,
    #[command(flatten)]
    output: Output,
}

/// `inspect calendar`: one object per public holiday.
pub fn calendar(site_file: Option<&Path>, options: &CalendarOptions) -> Result<ExitCode> {
    let catalogue = catalogue(site_file)?;
    match inspect::calendar(&catalogue, &options.zone, &options.from, &options.to) {
        Ok(days) => options.output.print_all(&days),
        Err(error) => Ok(usage(error)),
    }
}

/// `inspect rule`: the dates or rights with the rule, its version, its source and the facts.
pub fn rule(site_file: Option<&Path>, options: &RuleOptions) -> Result<ExitCode> {
    let Some(name) = options.name.as_deref().filter(|_| !options.list) else {
        return options.output.print_all(&inspect::list());
    };
    if options.schema {
        return match inspect::schema(name) {
            Ok(schema) => options.output.print_all(&[schema]),
            Err(error) => Ok(usage(error)),
        };
    }
    let catalogue = catalogue(site_file)?;
    let answer = inspect::rule(&catalogue, name, &options.facts);
    options.output.print_all(&[answer])
}

fn catalogue(site_file: Option<&Path>) -> Result<Arc<Catalogue>> {
    let config = Config::load(site_file)?;
    let today = SystemClock.today(config.site.zone);
    Ok(runtime::load_catalogue(&config, today)?.now())
}

fn fact(text: &str) -> Result<(String, String), String> {
    let (key, value) = text.split_once('=').ok_or("écrire clé=valeur")?;
    Ok((key.trim().to_owned(), value.trim().to_owned()))
}
