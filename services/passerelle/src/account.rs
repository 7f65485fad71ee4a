//! `account`: the local accounts of the staff.

use std::{
    fs,
    io::{self, BufRead as _, IsTerminal as _, Write as _},
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::{Context as _, Result, bail};
use clap::{Args, Subcommand};
use domain::{Clock as _, Personal, Role, SystemClock};
use nix::sys::termios::{LocalFlags, SetArg, tcgetattr, tcsetattr};
use runtime::{Config, database};
use store::{Database, accounts, sessions};

#[derive(Debug, Subcommand)]
pub enum AccountCommand {
    /// Crée un compte ; le mot de passe est demandé ou lu dans un fichier
    Add(NewAccount),
    /// Liste les comptes
    List,
    /// Change un mot de passe et ferme les sessions ouvertes
    Password(PasswordChange),
    /// Ferme un compte : plus de connexion, sessions fermées ; rien n'est effacé
    Disable {
        /// Identifiant de connexion
        login: String,
    },
    /// Rouvre un compte fermé
    Enable {
        /// Identifiant de connexion
        login: String,
    },
}

#[derive(Debug, Args)]
pub struct NewAccount {
    /// Identifiant de connexion
    login: String,
    /// Nom affiché sur les pages
    #[arg(long)]
    name: String,
    #[arg(
        long = "role",
        required = true,
        value_parser = role,
        help = "Rôle (répétable) : mailroom, indexer, officer, referent, phone_agent, counter_agent, supervisor, operator"
    )]
    roles: Vec<Role>,
    /// Fichier dont la première ligne est le mot de passe
    #[arg(long, value_name = "FICHIER")]
    password_file: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct PasswordChange {
    /// Identifiant de connexion
    login: String,
    /// Fichier dont la première ligne est le mot de passe
    #[arg(long, value_name = "FICHIER")]
    password_file: Option<PathBuf>,
}

/// Carries out one command on the accounts; beside a running program or alone.
pub async fn execute(site_file: Option<&Path>, command: AccountCommand) -> Result<ExitCode> {
    let config = Config::load(site_file)?;
    runtime::telemetry::open_log(&config.log)?;
    let handle = database::join(&config).await?;
    let outcome = match handle.connect().await {
        Ok(database) => carry_out(&database, command).await,
        Err(error) => Err(error.into()),
    };
    handle.close().await;
    outcome.map(|()| ExitCode::SUCCESS)
}

async fn carry_out(database: &Database, command: AccountCommand) -> Result<()> {
    match command {
        AccountCommand::Add(account) => add(database, account).await,
        AccountCommand::List => list(database).await,
        AccountCommand::Password(change) => password(database, change).await,
        AccountCommand::Disable { login } => activate(database, &login, false).await,
        AccountCommand::Enable { login } => activate(database, &login, true).await,
    }
}

async fn add(database: &Database, new: NewAccount) -> Result<()> {
    let password = read_password(new.password_file.as_deref())?;
    web::create_account(database, &new.login, &new.name, &new.roles, password, SystemClock.now()).await?;
    println!("Compte « {} » créé.", new.login);
    Ok(())
}

async fn list(database: &Database) -> Result<()> {
    for account in accounts::all(database.pool()).await? {
        let roles: Vec<&str> = account.roles.iter().map(|role| role.word()).collect();
        let closed = if account.active { "" } else { "  (fermé)" };
        println!("{:<20} {:<30} {}{closed}", account.login, *account.name, roles.join(", "));
    }
    Ok(())
}

async fn password(database: &Database, change: PasswordChange) -> Result<()> {
    let account = known(database, &change.login).await?;
    let hash = web::hash_password(&read_password(change.password_file.as_deref())?)?;
    accounts::set_password(database.pool(), account.id, &hash, SystemClock.now()).await?;
    sessions::close_all(database.pool(), account.id).await?;
    println!("Mot de passe de « {} » changé, sessions fermées.", account.login);
    Ok(())
}

async fn activate(database: &Database, login: &str, active: bool) -> Result<()> {
    let account = known(database, login).await?;
    accounts::set_active(database.pool(), account.id, active).await?;
    if !active {
        sessions::close_all(database.pool(), account.id).await?;
    }
    println!("Compte « {} » {}.", account.login, if active { "rouvert" } else { "fermé" });
    Ok(())
}

async fn known(database: &Database, login: &str) -> Result<accounts::Account> {
    let account = accounts::by_login(database.pool(), login).await?;
    account.with_context(|| format!("aucun compte « {login} » (passerelle account list)"))
}

fn role(word: &str) -> Result<Role, String> {
    let known = || Role::ALL.iter().map(|role| role.word()).collect::<Vec<_>>().join(", ");
    Role::from_word(word).ok_or_else(|| format!("rôle inconnu ; rôles : {}", known()))
}

/// The first line of the file, or of standard input; typed at a terminal it is asked for and not shown.
fn read_password(file: Option<&Path>) -> Result<Personal<String>> {
    let line = match file {
        Some(file) => {
            let text = fs::read_to_string(file).with_context(|| format!("fichier {} illisible", file.display()))?;
            text.lines().next().unwrap_or_default().to_owned()
        }
        None if io::stdin().is_terminal() => ask_unseen("Mot de passe : ")?,
        None => one_line()?,
    };
    if line.is_empty() {
        bail!("mot de passe vide");
    }
    Ok(Personal(line))
}

fn one_line() -> io::Result<String> {
    let mut line = String::new();
    io::stdin().lock().read_line(&mut line)?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

fn ask_unseen(question: &str) -> Result<String> {
    eprint!("{question}");
    io::stderr().flush()?;
    let before = tcgetattr(io::stdin())?;
    let mut unseen = before.clone();
    unseen.local_flags.remove(LocalFlags::ECHO);
    tcsetattr(io::stdin(), SetArg::TCSANOW, &unseen)?;
    let line = one_line();
    tcsetattr(io::stdin(), SetArg::TCSANOW, &before)?;
    eprintln!();
    Ok(line?)
}
