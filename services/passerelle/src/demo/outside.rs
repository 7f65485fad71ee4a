//! What stands outside the prefecture in the play: the telephone operator, and the post office of the e-mails. Real servers, of
//! this machine only.

use std::{net::TcpListener, path::Path, sync::Arc};

use anyhow::{Context as _, Result};
use domain::SystemClock;
use phone::emulator::{Emulator, EmulatorConfig};
use postoffice::PostOffice;

/// The account of the prefecture at the emulated operator.
const ACCOUNT: &str = "AC00000000000000000000000000000067";
const TOKEN: &str = "jeton-de-demonstration";
/// The number that people call, as letters print it: one kept for fiction.
pub const NUMBER: &str = "+33353010068";
/// The desk of the counter.
pub const DESK: &str = "Guichet 1";

/// The servers outside.
pub struct Outside {
    /// The telephone operator.
    pub operator: Emulator,
    /// The mailbox and the server that takes what we send.
    pub office: PostOffice,
    /// The settings of a site that uses them.
    pub settings: String,
}

/// Starts them; their folders lie in `folder`, the desk's scanner leaves its files in `desk_scans`.
pub async fn open(folder: &Path, desk_scans: &Path) -> Result<Outside> {
    let listen = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
    let operator = Emulator::start(EmulatorConfig {
        listen: "127.0.0.1:0".parse()?,
        account_sid: ACCOUNT.to_owned(),
        auth_token: TOKEN.to_owned(),
        number: NUMBER.to_owned(),
        public_url: format!("http://{listen}"),
        clock: Arc::new(SystemClock),
    })
    .await
    .context("l'opérateur de téléphone de la démonstration")?;
    let office = PostOffice::start(folder).await.context("la boîte aux lettres électronique de la démonstration")?;
    let settings = format!(
        "{}\n[[counter.desks]]\nname = \"{DESK}\"\nscan_folder = \"{}\"\nsettle_seconds = 1\n\n{}",
        operator.site_settings(),
        desk_scans.display(),
        office.site_settings()
    );
    Ok(Outside { operator, office, settings })
}
