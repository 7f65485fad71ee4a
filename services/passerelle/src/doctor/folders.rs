use std::{
    fs, io,
    path::{Path, PathBuf},
};

use nix::sys::statvfs::statvfs;
use runtime::{Config, config::BlobsKind};

use super::finding::Finding;

/// Below this much free space the program should not start a day, in MiB.
const SCARCE: u64 = 1024;

/// The folders the program writes in, those it watches, and the room left.
pub fn examine(config: &Config) -> Vec<Finding> {
    let mut findings = vec![writable("données", &config.data_dir)];
    if config.blobs.kind == BlobsKind::Folder {
        findings.push(writable("contenus", &config.blob_folder()));
    }
    if config.post.folders.is_empty() {
        let remedy = "ajouter un bloc [[post.folders]] (voir config/site.example.toml)";
        findings.push(Finding::warning("numérisation", "aucun dossier de numérisation", remedy));
    }
    findings.extend(config.post.folders.iter().map(|folder| writable("numérisation", &folder.path)));
    findings.push(room(&config.data_dir));
    findings
}

fn writable(subject: &'static str, folder: &Path) -> Finding {
    let probe = folder.join(".passerelle-doctor");
    let tried = fs::create_dir_all(folder).and_then(|()| fs::write(&probe, "")).and_then(|()| fs::remove_file(&probe));
    match tried {
        Ok(()) => Finding::good(subject, folder.display().to_string()),
        Err(reason) => {
            let remedy = match reason.kind() {
                io::ErrorKind::StorageFull => format!("libérer de la place sur {}", folder.display()),
                _ => format!("install -d -o \"$(id -un)\" {}", folder.display()),
            };
            Finding::fault(subject, format!("{} : {reason}", folder.display()), remedy)
        }
    }
}

fn room(folder: &Path) -> Finding {
    let existing = folder.ancestors().find(|path| path.exists()).map_or_else(|| PathBuf::from("/"), Path::to_owned);
    let remedy = "libérer de la place ou choisir un autre data_dir";
    match statvfs(&existing) {
        Ok(disk) => {
            let mib = (disk.blocks_available() * disk.fragment_size()) >> 20;
            let detail = format!("{mib} Mio libres");
            if mib < SCARCE { Finding::fault("place", detail, remedy) } else { Finding::good("place", detail) }
        }
        Err(reason) => Finding::fault("place", format!("{} : {reason}", existing.display()), remedy),
    }
}
