use std::collections::BTreeSet;

use figment::Figment;

use super::{BlobsKind, Config, DatabaseMode, Problem, error::origin};

/// What the types cannot say: keys that need each other, names that must differ.
pub(super) fn problems(config: &Config, figment: &Figment) -> Vec<Problem> {
    let mut found = Vec::new();
    let mut refuse = |key: &str, message: &str| {
        found.push(Problem { key: key.to_owned(), origin: origin(figment, key), message: message.to_owned() });
    };
    if config.site.name.trim().is_empty() {
        refuse("site.name", "le nom de la préfecture est vide");
    }
    if config.database.mode == DatabaseMode::External && config.database.url.is_none() {
        refuse("database.url_file", "mode « external » : indiquer url_file, url ou DATABASE_URL");
    }
    if config.database.pool_size == 0 {
        refuse("database.pool_size", "il faut au moins une connexion");
    }
    if config.database.max_connections < config.database.pool_size.saturating_add(5) {
        refuse("database.max_connections", "il faut au moins pool_size + 5 connexions");
    }
    if config.database.shared_buffers_mb < 1 {
        refuse("database.shared_buffers_mb", "au moins 1");
    }
    if config.blobs.kind == BlobsKind::S3 {
        let blobs = &config.blobs;
        for (key, absent) in [
            ("blobs.bucket", blobs.bucket.is_none()),
            ("blobs.access_key_file", blobs.access_key.is_none()),
            ("blobs.secret_key_file", blobs.secret_key.is_none()),
        ] {
            if absent {
                refuse(key, "nécessaire avec blobs.kind = \"s3\"");
            }
        }
    }
    if let Some(url) = &config.http.public_url
        && !(url.starts_with("https://") || url.starts_with("http://"))
    {
        refuse("http.public_url", "une adresse qui commence par https:// ou http://");
    }
    if config.phone.enabled() {
        let phone = &config.phone;
        for (key, absent) in [
            ("phone.auth_token_file", phone.auth_token.is_none()),
            ("phone.number", phone.number.is_none()),
            ("phone.public_url", phone.public_url.is_none()),
        ] {
            if absent {
                refuse(key, "nécessaire avec phone.account_sid");
            }
        }
    }
    if let Some(clamd) = &config.antivirus.clamd
        && !clamd.starts_with('/')
        && !clamd.rsplit_once(':').is_some_and(|(host, port)| !host.is_empty() && port.parse::<u16>().is_ok())
    {
        refuse("antivirus.clamd", "un chemin qui commence par /, ou machine:port");
    }
    if !(1..=1024).contains(&config.api.max_body_mb) {
        refuse("api.max_body_mb", "entre 1 et 1024");
    }
    for (key, seconds) in
        [("api.stall_seconds", config.api.stall_seconds), ("api.answer_seconds", config.api.answer_seconds)]
    {
        if !(1..=600).contains(&seconds) {
            refuse(key, "entre 1 et 600");
        }
    }
    for message in scan_folder_faults(config) {
        refuse("post.folders", &message);
    }
    for (key, message) in super::trust::faults(config) {
        refuse(key, &message);
    }
    for message in desk_faults(config) {
        refuse("counter.desks", &message);
    }
    for (key, message) in super::check_mail::faults(&config.mail) {
        refuse(key, &message);
    }
    found
}

fn desk_faults(config: &Config) -> Vec<String> {
    let (mut names, mut faults) = (BTreeSet::new(), Vec::new());
    for desk in &config.counter.desks {
        if desk.name.trim().is_empty() {
            faults.push("un guichet n'a pas de nom".to_owned());
        }
        if !names.insert(&desk.name) {
            faults.push(format!("deux guichets portent le nom « {} »", desk.name));
        }
        let shared = |path: &std::path::PathBuf| {
            let others = config.counter.desks.iter().filter(|other| other.scan_folder.as_ref() == Some(path)).count();
            others > 1 || config.post.folders.iter().any(|folder| folder.path == *path)
        };
        if desk.scan_folder.as_ref().is_some_and(shared) {
            faults.push(format!("le dossier du « {} » sert déjà à un autre scanner", desk.name));
        }
    }
    faults
}

fn scan_folder_faults(config: &Config) -> Vec<String> {
    let (mut names, mut paths, mut faults) = (BTreeSet::new(), BTreeSet::new(), Vec::new());
    for folder in &config.post.folders {
        if folder.name.trim().is_empty() {
            faults.push(format!("le dossier {} n'a pas de nom", folder.path.display()));
        }
        if !names.insert(&folder.name) {
            faults.push(format!("deux dossiers portent le nom « {} »", folder.name));
        }
        if !paths.insert(&folder.path) {
            faults.push(format!("le dossier {} est indiqué deux fois", folder.path.display()));
        }
        if let Some(fronts) = &folder.backs_of
            && (*fronts == folder.name || !config.post.folders.iter().any(|other| other.name == *fronts))
        {
            faults.push(format!("backs_of de « {} » : « {fronts} » n'est le nom d'aucun autre dossier", folder.name));
        }
        if !(1..=1440).contains(&folder.backs_within_minutes) {
            faults.push(format!("backs_within_minutes de « {} » : entre 1 et 1440", folder.name));
        }
        if [config.cluster_folder(), config.blob_folder()].iter().any(|own| folder.path.starts_with(own)) {
            faults.push(format!("{} appartient au programme : un scanner ne doit pas y écrire", folder.path.display()));
        }
    }
    faults
}
