use std::{
    env, fs,
    path::{Path, PathBuf},
};

use figment::{Figment, Source};

use super::{Config, Mail, Problem, Secret, error::origin};

/// Makes every path absolute: relative to the file that names it, else to the working directory.
pub(super) fn resolve(config: &mut Config, figment: &Figment) -> Vec<Problem> {
    let Ok(here) = env::current_dir() else {
        return vec![Problem {
            key: "data_dir".to_owned(),
            origin: "système".to_owned(),
            message: "le dossier courant n'existe plus".to_owned(),
        }];
    };
    let anchor = |key: &str| match figment.find_metadata(key).and_then(|metadata| metadata.source.clone()) {
        Some(Source::File(file)) => here.join(file).parent().map_or_else(|| here.clone(), Path::to_owned),
        Some(_) | None => here.clone(),
    };
    config.data_dir = anchor("data_dir").join(&config.data_dir);
    config.reader.tessdata = anchor("reader.tessdata").join(&config.reader.tessdata);
    let (database, blobs) = (&mut config.database, &mut config.blobs);
    let optional: [(&str, &mut Option<PathBuf>); 9] = [
        ("phone.auth_token_file", &mut config.phone.auth_token_file),
        ("database.url_file", &mut database.url_file),
        ("database.owner_url_file", &mut database.owner_url_file),
        ("database.binaries", &mut database.binaries),
        ("blobs.folder", &mut blobs.folder),
        ("blobs.access_key_file", &mut blobs.access_key_file),
        ("blobs.secret_key_file", &mut blobs.secret_key_file),
        ("reader.executable", &mut config.reader.executable),
        ("letters.templates", &mut config.letters.templates),
    ];
    for (key, path) in optional {
        if let Some(path) = path {
            *path = anchor(key).join(&*path);
        }
    }
    let parts = anchor("site.catalogue");
    for part in &mut config.site.catalogue {
        *part = parts.join(&*part);
    }
    for (key, files) in [
        ("two_d_doc.trust_lists", &mut config.two_d_doc.trust_lists),
        ("two_d_doc.certificates", &mut config.two_d_doc.certificates),
        ("two_d_doc.list_signers", &mut config.two_d_doc.list_signers),
    ] {
        let base = anchor(key);
        for file in files {
            *file = base.join(&*file);
        }
    }
    let folders = anchor("post.folders");
    for folder in &mut config.post.folders {
        folder.path = folders.join(&folder.path);
    }
    let desks = anchor("counter.desks");
    for desk in &mut config.counter.desks {
        desk.scan_folder = desk.scan_folder.take().map(|folder| desks.join(folder));
    }
    resolve_mail(&mut config.mail, &anchor("mail.mailboxes"), &anchor("mail.smtp"));
    Vec::new()
}

fn resolve_mail(mail: &mut Mail, mailboxes: &Path, smtp: &Path) {
    let join = |anchor: &Path, file: &mut Option<PathBuf>| *file = file.take().map(|file| anchor.join(file));
    for mailbox in &mut mail.mailboxes {
        join(mailboxes, &mut mailbox.ca_file);
        join(mailboxes, &mut mailbox.password_file);
    }
    if let Some(server) = &mut mail.smtp {
        join(smtp, &mut server.ca_file);
        join(smtp, &mut server.password_file);
    }
}

/// Reads each `*_file` into the secret it stands for.
pub(super) fn read_secrets(config: &mut Config, figment: &Figment) -> Vec<Problem> {
    let (database, blobs) = (&mut config.database, &mut config.blobs);
    let secrets: [(&str, &mut Option<Secret>, &Option<PathBuf>); 5] = [
        ("phone.auth_token", &mut config.phone.auth_token, &config.phone.auth_token_file),
        ("database.url", &mut database.url, &database.url_file),
        ("database.owner_url", &mut database.owner_url, &database.owner_url_file),
        ("blobs.access_key", &mut blobs.access_key, &blobs.access_key_file),
        ("blobs.secret_key", &mut blobs.secret_key, &blobs.secret_key_file),
    ];
    let mut problems: Vec<Problem> = secrets
        .into_iter()
        .filter_map(|(key, secret, file)| read_secret(key, secret, file.as_deref(), figment))
        .collect();
    for mailbox in &mut config.mail.mailboxes {
        let file = mailbox.password_file.as_deref();
        problems.extend(read_secret("mail.mailboxes.password", &mut mailbox.password, file, figment));
    }
    if let Some(smtp) = &mut config.mail.smtp {
        problems.extend(read_secret("mail.smtp.password", &mut smtp.password, smtp.password_file.as_deref(), figment));
    }
    problems
}

/// A value said outright wins over its file.
fn read_secret(key: &str, secret: &mut Option<Secret>, file: Option<&Path>, figment: &Figment) -> Option<Problem> {
    let file = file?;
    if secret.is_some() {
        return None;
    }
    let refused = |message: String| {
        let key = format!("{key}_file");
        Some(Problem { origin: origin(figment, &key), key, message })
    };
    match fs::read_to_string(file) {
        Ok(text) if text.trim().is_empty() => refused(format!("le fichier {} est vide", file.display())),
        Ok(text) => {
            *secret = Some(Secret::new(text.trim()));
            None
        }
        Err(reason) => refused(format!("le fichier {} est illisible ({reason})", file.display())),
    }
}
