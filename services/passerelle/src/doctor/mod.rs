//! `doctor`: what this machine lacks and the command that mends it. Changes nothing but missing folders of its own.

mod antivirus;
mod database;
mod finding;
mod folders;
mod mailboxes;
mod phone;
mod reader;
mod trust;

use std::{net::TcpListener, path::Path, process::ExitCode};

use domain::{Clock as _, SystemClock};
use runtime::{Config, ConfigError};

use finding::Finding;

/// Examines everything and prints it; the exit code is 1 when something is missing.
pub async fn doctor(site_file: Option<&Path>) -> ExitCode {
    let mut findings = Vec::new();
    match Config::load(site_file) {
        Ok(config) => {
            findings.push(configuration(&config));
            findings.extend(database::examine(&config).await);
            findings.extend(reader::examine(&config).await);
            findings.push(antivirus::examine(&config).await);
            findings.extend(folders::examine(&config));
            findings.push(phone::examine(&config).await);
            findings.extend(trust::examine(&config, SystemClock.now()));
            findings.extend(mailboxes::examine(&config).await);
            findings.push(address(&config));
        }
        Err(error) => findings.push(unusable(&error)),
    }
    for finding in &findings {
        print!("{finding}");
    }
    if findings.iter().any(Finding::is_fault) {
        println!("\nIl manque quelque chose : suivre les lignes « remède », puis relancer passerelle doctor.");
        ExitCode::FAILURE
    } else {
        println!("\nTout est en ordre.");
        ExitCode::SUCCESS
    }
}

fn configuration(config: &Config) -> Finding {
    match runtime::load_catalogue(config, SystemClock.today(config.site.zone)) {
        Ok(_) => Finding::good("configuration", config.site.name.clone()),
        Err(fault) => Finding::fault("configuration", fault.to_string(), "corriger, puis passerelle config check"),
    }
}

fn unusable(error: &ConfigError) -> Finding {
    Finding::fault("configuration", error.to_string(), "corriger ces clés, puis passerelle config check")
}

fn address(config: &Config) -> Finding {
    let listen = config.http.listen;
    match TcpListener::bind(listen) {
        Ok(_) => Finding::good("pages", format!("l'adresse {listen} est libre")),
        Err(reason) if reason.kind() == std::io::ErrorKind::AddrInUse => Finding::warning(
            "pages",
            format!("l'adresse {listen} est occupée, peut-être par Passerelle elle-même"),
            "arrêter l'autre programme ou changer http.listen",
        ),
        Err(reason) => Finding::fault("pages", format!("{listen} : {reason}"), "changer http.listen"),
    }
}
