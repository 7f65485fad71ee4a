//! What stands outside the prefecture and is never killed: the post office of the e-mails, the operator, the desk's scanner.

use std::{
    fs::{self, Permissions},
    net::SocketAddr,
    os::unix::fs::PermissionsExt,
    path::PathBuf,
    sync::Arc,
};

use domain::SystemClock;
use phone::emulator::{Emulator, EmulatorConfig};
use postoffice::PostOffice;
use tempfile::TempDir;

use crate::story::workplace::{Workplace, free_address};

/// The desk of the counter.
pub(super) const DESK: &str = "Guichet 1";
/// The name of the mailbox in the settings of the post office.
pub(super) const MAILBOX: &str = "sejour";

pub(super) struct Outside {
    folder: TempDir,
    pub(super) post: PostOffice,
    pub(super) operator: Emulator,
    /// The address of the pages and of the programs' interface.
    pub(super) pages: SocketAddr,
}

impl Outside {
    pub(super) async fn open() -> Self {
        let folder = tempfile::Builder::new().prefix("passerelle-outside.").tempdir().unwrap();
        // Dovecot drops its rights and must still reach its folder.
        fs::set_permissions(folder.path(), Permissions::from_mode(0o755)).unwrap();
        let post = PostOffice::start(&folder.path().join("mail")).await.unwrap();
        let operator = Emulator::start(EmulatorConfig {
            listen: "127.0.0.1:0".parse().unwrap(),
            account_sid: "AC00000000000000000000000000000001".to_owned(),
            auth_token: "un jeton".to_owned(),
            number: "+33353010067".to_owned(),
            public_url: format!("http://{}", free_address()),
            clock: Arc::new(SystemClock),
        })
        .await
        .unwrap();
        fs::create_dir(folder.path().join("guichet")).unwrap();
        Self { folder, post, operator, pages: free_address() }
    }

    /// The folder of the desk's scanner.
    pub(super) fn desk_scans(&self) -> PathBuf {
        self.folder.path().join("guichet")
    }

    /// The prefecture, with a door to each of them.
    pub(super) fn workplace(&self) -> Workplace {
        let (operator, post, scans) = (self.operator.site_settings(), self.post.site_settings(), self.desk_scans());
        let settings = format!(
            "{operator}catch_up_seconds = 3\n\n\
             [[counter.desks]]\nname = \"{DESK}\"\nscan_folder = \"{}\"\nsettle_seconds = 1\n\n{post}",
            scans.display()
        );
        Workplace::open(self.pages, &settings)
    }
}
