//! what may harm is kept, dated and read like all else, and given out only once a person has released it. A real antivirus.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::Arc,
};

use axum::http::StatusCode;
use bytes::Bytes;
use casework::{DepositArrival, DepositedFile, receive_deposit};
use domain::{BatchId, ChannelKind, Role};
use runtime::Config;
use store::ContentHash;
use tempfile::TempDir;
use tests::eventually;

use crate::site::{Session, Site, site};

/// Harmless words that the antivirus of this test knows as harmful.
const KNOWN: &[u8] = b"ceci fait le mort\n";

/// `ClamAV` with one signature of our own.
struct Clamd {
    process: Child,
    folder: TempDir,
}

impl Clamd {
    /// None where it is not installed.
    async fn start() -> Option<Self> {
        let program = ["/usr/sbin/clamd", "/usr/bin/clamd"].into_iter().find(|path| Path::new(path).is_file())?;
        let folder = tempfile::Builder::new().prefix("passerelle-clamd.").tempdir().unwrap();
        let (base, socket) = (folder.path().join("base"), folder.path().join("s"));
        fs::create_dir(&base).unwrap();
        let digest = ContentHash::of(KNOWN);
        fs::write(base.join("essai.hsb"), format!("{digest}:{}:Passerelle.Essai\n", KNOWN.len())).unwrap();
        let settings = folder.path().join("clamd.conf");
        let lines = format!(
            "DatabaseDirectory {}\nLocalSocket {}\nTemporaryDirectory {}\nForeground yes\nStreamMaxLength 1M\nUser {}\n",
            base.display(),
            socket.display(),
            folder.path().display(),
            nix::unistd::User::from_uid(nix::unistd::getuid()).unwrap().unwrap().name
        );
        fs::write(&settings, lines).unwrap();
        let process =
            Command::new(program).arg("-c").arg(&settings).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let clamd = Self { process, folder };
        let socket = clamd.socket();
        eventually("the antivirus listens", || async { tokio::net::UnixStream::connect(&socket).await.is_ok() }).await;
        Some(clamd)
    }

    fn socket(&self) -> PathBuf {
        self.folder.path().join("s")
    }
}

impl Drop for Clamd {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A deposit of these files, read by the mailroom.
async fn deposited(site: &Site, key: &str, clamd: Option<&Path>, files: &[(&str, &[u8])]) -> BatchId {
    let office = &site.office;
    let deposit = DepositArrival {
        channel: ChannelKind::Structure,
        account: "api:ccas".to_owned(),
        key: key.to_owned(),
        name: "CCAS".to_owned(),
        files: files
            .iter()
            .map(|(name, bytes)| DepositedFile { name: (*name).to_owned(), content: Bytes::copy_from_slice(bytes) })
            .collect(),
        declared_pages: None,
        reference: None,
        received_at: office.now(),
        evidence: None,
        suggestions: Vec::new(),
        body: None,
    };
    let actor = domain::Actor::Job("api");
    receive_deposit(&office.casework, &actor, deposit).await.unwrap();
    let settings = clamd.map(|socket| format!("[antivirus]\nclamd = \"{}\"\n", socket.display())).unwrap_or_default();
    let mut config = Config::from_toml(&settings).unwrap();
    config.reader.executable = Some(super::executable("passerelle-reader"));
    office.work_off_in(office.context_of(Arc::new(config)), &[casework::READ_BATCH]).await;
    let batch: sqlx::types::Uuid = sqlx::query_scalar("SELECT id FROM batch ORDER BY id DESC LIMIT 1")
        .fetch_one(&mut office.db.superuser().await)
        .await
        .unwrap();
    BatchId::from_uuid(batch)
}

async fn downloads(site: &Site, who: &Session, batch: BatchId, file: u32) -> (StatusCode, String) {
    site.read(&format!("/courrier/lots/{batch}/fichiers/{file}"), who).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_program_or_a_document_with_macros_is_given_out_only_once_somebody_released_it() {
    let site = site().await;
    let clerk = site.sign_in(Role::Indexer).await;
    let macros = [&b"PK\x03\x04"[..], b"word/vbaProject.bin"].concat();
    let files: [(&str, &[u8]); 3] =
        [("lettre.txt", b"Bonjour"), ("facture.pdf.exe", b"MZ programme"), ("cv.docm", &macros)];
    let batch = deposited(&site, "1", None, &files).await;
    assert_eq!(site.office.number("SELECT count(*) FROM residence_case").await, 1, "received and dated all the same");
    assert_eq!(downloads(&site, &clerk, batch, 1).await.1, "Bonjour");
    let (status, held) = downloads(&site, &clerk, batch, 2).await;
    assert!(
        status.is_success() && held.contains("un programme, non un document") && !held.contains("MZ programme"),
        "{held}"
    );
    assert!(downloads(&site, &clerk, batch, 3).await.1.contains("macros"));
    let (status, whole) = site.read(&format!("/courrier/lots/{batch}/fichier"), &clerk).await;
    assert!(status == StatusCode::CONFLICT && whole.contains("facture.pdf.exe"), "not by the back door: {whole}");
    let (_, anomalies) = site.read("/courrier/anomalies?qui=supervisor", &clerk).await;
    assert!(anomalies.contains("Le fichier « facture.pdf.exe » est retenu"), "{anomalies}");

    let officer = site.sign_in(Role::Officer).await;
    let release = format!("/courrier/lots/{batch}/fichiers/2/liberer");
    let refused = site.send(&release, &officer, &[("motif", "je veux le voir")]).await.0;
    assert_eq!(refused, StatusCode::FORBIDDEN, "whoever handles exceptions alone");
    site.done(&release, &clerk, &[("motif", " ")]).await;
    assert!(downloads(&site, &clerk, batch, 2).await.1.contains("Libérer ce fichier"), "for a reason");
    site.done(&release, &clerk, &[("motif", "vérifié par l’informatique")]).await;
    assert!(downloads(&site, &clerk, batch, 2).await.1.starts_with("MZ"));
    let open = "SELECT count(*) FROM exception WHERE kind = 54 AND ended_at IS NULL";
    assert_eq!(site.office.number(open).await, 1, "the other file is held back still");
    site.done(&format!("/courrier/lots/{batch}/fichiers/2/retenir"), &clerk, &[]).await;
    assert!(downloads(&site, &clerk, batch, 2).await.1.contains("un programme"), "released by mistake");
    assert_eq!(site.office.number(open).await, 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_the_antivirus_knows_or_cannot_check_is_held_back() {
    let Some(clamd) = Clamd::start().await else {
        eprintln!("skipped: clamd is not installed (apt-get install clamav-daemon)");
        return;
    };
    let site = site().await;
    let clerk = site.sign_in(Role::Indexer).await;
    let long = vec![b'x'; 3 << 20];
    let files: [(&str, &[u8]); 3] = [("lettre.txt", b"Bonjour"), ("note.txt", KNOWN), ("long.txt", &long)];
    let batch = deposited(&site, "1", Some(&clamd.socket()), &files).await;
    assert_eq!(downloads(&site, &clerk, batch, 1).await.1, "Bonjour");
    let held = downloads(&site, &clerk, batch, 2).await.1;
    assert!(held.contains("connaît comme nuisible") && held.contains("Passerelle.Essai"), "{held}");
    let held = downloads(&site, &clerk, batch, 3).await.1;
    assert!(held.contains("vérifier"), "more than the antivirus takes: {held}");
    drop(clamd);
    site.office.clock.advance(chrono::TimeDelta::minutes(1));
    let batch = deposited(&site, "2", Some(Path::new("/nonexistent/clamd")), &[("lettre.txt", b"Bonjour")]).await;
    assert!(
        downloads(&site, &clerk, batch, 1).await.1.contains("vérifier"),
        "no antivirus answers: nothing is lost, nothing given out"
    );
}
