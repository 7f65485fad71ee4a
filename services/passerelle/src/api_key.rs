//! `api-key`: the keys of programs that hand in requests.

use std::{path::Path, process::ExitCode};

use anyhow::{Context as _, Result, bail};
use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeZone as _, Utc};
use chrono_tz::Tz;
use clap::{Args, Subcommand};
use domain::{ApiKey, ApiKeyId, ChannelKind, Clock as _, Scope, SystemClock};
use runtime::{Config, database};
use store::{Database, api_keys};

#[derive(Debug, Subcommand)]
pub enum ApiKeyCommand {
    /// Crée une clé ; le jeton est donné une seule fois, sur la sortie standard
    Add(NewKey),
    /// Liste les clés
    List,
    /// Révoque une clé, pour toujours ; effectif partout en deux secondes
    Revoke {
        /// Identifiant de la clé (passerelle api-key list)
        id: String,
    },
}

#[derive(Debug, Args)]
pub struct NewKey {
    /// Nom de la structure ou du guichet, tel que les agents le lisent
    #[arg(long)]
    name: String,
    /// Canal de tout ce qu'elle remet : counter, structure, online
    #[arg(long, value_parser = channel)]
    channel: ChannelKind,
    /// Droits, séparés par des virgules : receive, cases:read
    #[arg(long, required = true, value_delimiter = ',', value_parser = scope)]
    scope: Vec<Scope>,
    /// Compte, à donner de nouveau pour renouveler une clé (par défaut : le nom)
    #[arg(long)]
    account: Option<String>,
    /// Une convention fait foi des dates de remise qu'elle donne
    #[arg(long)]
    states_dates: bool,
    /// Dernier jour où elle vaut (2027-12-31)
    #[arg(long, value_name = "JOUR")]
    expires: Option<NaiveDate>,
}

/// Carries out one command on the keys; beside a running program or alone.
pub async fn execute(site_file: Option<&Path>, command: ApiKeyCommand) -> Result<ExitCode> {
    let config = Config::load(site_file)?;
    runtime::telemetry::open_log(&config.log)?;
    let handle = database::join(&config).await?;
    let outcome = match handle.connect().await {
        Ok(database) => carry_out(&database, config.site.zone, command).await,
        Err(error) => Err(error.into()),
    };
    handle.close().await;
    outcome.map(|()| ExitCode::SUCCESS)
}

async fn carry_out(database: &Database, zone: Tz, command: ApiKeyCommand) -> Result<()> {
    match command {
        ApiKeyCommand::Add(new) => add(database, zone, new).await,
        ApiKeyCommand::List => list(database).await,
        ApiKeyCommand::Revoke { id } => revoke(database, &id).await,
    }
}

async fn add(database: &Database, zone: Tz, new: NewKey) -> Result<()> {
    let now = SystemClock.now();
    if new.name.trim().is_empty() {
        bail!("--name : le nom est vide");
    }
    let expires_at = new.expires.map(|day| end_of(day, zone)).transpose()?;
    if expires_at.is_some_and(|end| end <= now) {
        bail!("--expires : ce jour est passé");
    }
    let mut scopes = new.scope;
    scopes.sort_unstable();
    scopes.dedup();
    let key = ApiKey {
        id: ApiKeyId::new(now),
        account: format!("api:{}", new.account.as_deref().unwrap_or(&new.name).trim()),
        name: new.name.trim().to_owned(),
        channel: new.channel,
        scopes,
        states_dates: new.states_dates,
        expires_at,
        revoked_at: None,
    };
    let (token, digest) = api::mint(&mut rand::rng());
    api_keys::create(database.pool(), &key, digest, now).await?;
    eprintln!("Clé {} créée pour « {} ». Voici son jeton, gardé nulle part ailleurs :", key.id, key.name);
    println!("{}", *token);
    Ok(())
}

/// The first instant after a day.
fn end_of(day: NaiveDate, zone: Tz) -> Result<DateTime<Utc>> {
    let next = day.checked_add_days(Days::new(1)).context("--expires : jour impossible")?;
    let midnight = zone.from_local_datetime(&next.and_time(NaiveTime::MIN)).earliest();
    Ok(midnight.context("--expires : jour impossible")?.to_utc())
}

async fn list(database: &Database) -> Result<()> {
    let now = SystemClock.now();
    for line in api_keys::all(database.pool()).await? {
        let key = line.key;
        let scopes: Vec<&str> = key.scopes.iter().map(|scope| scope.word()).collect();
        let state = match (key.revoked_at, key.expires_at) {
            (Some(at), _) => format!("révoquée le {}", at.format("%d/%m/%Y")),
            (None, Some(end)) if end <= now => format!("finie le {}", end.format("%d/%m/%Y")),
            (None, Some(end)) => format!("jusqu'au {}", end.format("%d/%m/%Y")),
            (None, None) => "sans terme".to_owned(),
        };
        let used = line
            .last_used_at
            .map_or_else(|| "jamais employée".to_owned(), |at| format!("employée le {}", at.format("%d/%m/%Y")));
        let dates = if key.states_dates { ", dates par convention" } else { "" };
        println!("{}  {}", key.id, key.name);
        println!(
            "    {} ({}), droits : {}{dates} ; {state} ; {used}",
            key.channel.word(),
            key.account,
            scopes.join(", ")
        );
    }
    Ok(())
}

async fn revoke(database: &Database, id: &str) -> Result<()> {
    let known = || format!("aucune clé « {id} » (passerelle api-key list)");
    let key: ApiKeyId = id.parse().with_context(known)?;
    api_keys::revoke(database.pool(), key, SystemClock.now()).await.with_context(known)?;
    println!("Clé {key} révoquée ; refusée partout dans {} secondes au plus.", api::KEY_MEMORY.as_secs());
    Ok(())
}

fn channel(word: &str) -> Result<ChannelKind, String> {
    let known = ApiKey::CHANNELS.map(ChannelKind::word).join(", ");
    let channel = ChannelKind::from_word(word).filter(|channel| ApiKey::CHANNELS.contains(channel));
    channel.ok_or_else(|| format!("canal inconnu ; canaux : {known}"))
}

fn scope(word: &str) -> Result<Scope, String> {
    let known = || Scope::ALL.iter().map(|scope| scope.word()).collect::<Vec<_>>().join(", ");
    Scope::from_word(word).ok_or_else(|| format!("droit inconnu ; droits : {}", known()))
}
