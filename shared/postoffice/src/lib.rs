//! A post office of its own for the demonstration and the tests: a private Dovecot that keeps the mailbox of the prefecture, and an
//! SMTP server that receives what the prefecture sends. Nothing of it serves a real site, nothing of it reaches anybody.
//!
//! Everything lies in one folder and listens on this machine only, on ports that were free: Dovecot runs from a configuration of
//! its own, never as the system's server, and ends with its [`PostOffice`]. The certificate is made at the start.

mod account;
mod certificate;
mod dovecot;
mod maildir;
mod smtp;

use std::{
    net::TcpListener,
    path::{Path, PathBuf},
    time::SystemTime,
};

pub use smtp::ReceivedMail;

/// The name of the mailbox's owner, and the password.
pub const USER: &str = "sejour@prefecture-demonstration.example";
/// The password of [`USER`].
pub const PASSWORD: &str = "boite-de-demonstration";

/// The command that installs what is missing.
pub const INSTALL: &str = "apt-get install -y dovecot-imapd";

/// Why the post office cannot open.
#[derive(Debug, thiserror::Error)]
pub enum PostOfficeError {
    /// A program is missing.
    #[error("{0} is not installed: {INSTALL}")]
    Missing(&'static str),
    /// The certificate could not be made.
    #[error("openssl made no certificate: {0}")]
    Certificate(String),
    /// Dovecot did not start.
    #[error("dovecot did not start: {0}")]
    Dovecot(String),
    /// A file, a folder or a port.
    #[error("post office: {0}")]
    Io(#[from] std::io::Error),
    /// The certificate cannot be used.
    #[error("TLS of the post office: {0}")]
    Tls(#[from] rustls::Error),
}

/// Where a server is and whom it knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerSettings {
    /// Its name, as in the certificate.
    pub host: String,
    /// Its port (TLS from the first byte).
    pub port: u16,
    /// The certificate to trust.
    pub ca_file: PathBuf,
}

/// The servers at work. Dropped, they end.
#[derive(Debug)]
pub struct PostOffice {
    folder: PathBuf,
    imap: ServerSettings,
    starttls: u16,
    smtp: smtp::SmtpServer,
    dovecot: dovecot::Dovecot,
}

impl PostOffice {
    /// Opens a post office in a folder. As root, the folder must be one that other accounts can reach: Dovecot drops its rights.
    ///
    /// # Errors
    /// When Dovecot or openssl is missing, or a server does not start.
    pub async fn start(folder: &Path) -> Result<Self, PostOfficeError> {
        let folder = folder.to_owned();
        std::fs::create_dir_all(&folder)?;
        let account = account::Account::choose();
        let certificate = certificate::make(&folder)?;
        let (imaps, imap) = (free_port()?, free_port()?);
        let dovecot = dovecot::Dovecot::start(&folder, &account, &certificate, imaps, imap).await?;
        let smtp = smtp::SmtpServer::start(&certificate, folder.join("sent"), 0).await?;
        let imap_settings =
            ServerSettings { host: "localhost".to_owned(), port: imaps, ca_file: certificate.certificate };
        Ok(Self { folder, imap: imap_settings, starttls: imap, smtp, dovecot })
    }

    /// The IMAP server, with TLS from the first byte.
    #[must_use]
    pub const fn imap(&self) -> &ServerSettings {
        &self.imap
    }

    /// The port of the IMAP server that asks for STARTTLS.
    #[must_use]
    pub const fn imap_starttls(&self) -> u16 {
        self.starttls
    }

    /// The SMTP server, with TLS from the first byte.
    #[must_use]
    pub fn smtp(&self) -> ServerSettings {
        ServerSettings { port: self.smtp.port(), ..self.imap.clone() }
    }

    /// Drops a message into the inbox, as a delivery agent does.
    ///
    /// # Errors
    /// When the mailbox cannot be written.
    pub fn deliver(&self, raw: &[u8]) -> std::io::Result<()> {
        self.dovecot.inbox().deliver(raw, None)
    }

    /// The same, received at an instant of its own: the INTERNALDATE that the server tells.
    ///
    /// # Errors
    /// When the mailbox cannot be written.
    pub fn deliver_at(&self, raw: &[u8], at: SystemTime) -> std::io::Result<()> {
        self.dovecot.inbox().deliver(raw, Some(at))
    }

    /// Messages in a folder of the mailbox (`INBOX`, `Archive`) and how many of them are marked as read.
    ///
    /// # Errors
    /// When the mailbox cannot be read.
    pub fn count(&self, folder: &str) -> std::io::Result<(usize, usize)> {
        self.dovecot.folder(folder).count()
    }

    /// Gives the messages new numbers, as when a mailbox is restored on another server: UIDVALIDITY changes.
    ///
    /// # Errors
    /// When the mailbox cannot be written.
    pub fn renumber(&self) -> std::io::Result<()> {
        self.dovecot.inbox().renumber()
    }

    /// What the SMTP server received, in order.
    #[must_use]
    pub fn sent(&self) -> Vec<ReceivedMail> {
        self.smtp.received()
    }

    /// How often somebody connected to the SMTP server.
    #[must_use]
    pub fn smtp_connections(&self) -> usize {
        self.smtp.connections()
    }

    /// Keeps a folder of the mailbox busy, as another program that writes to it does: the server waits with what it is asked to put
    /// there, for two minutes at most.
    ///
    /// # Errors
    /// When the folder is not there.
    pub fn keep_busy(&self, folder: &str) -> std::io::Result<()> {
        self.dovecot.folder(folder).lock()
    }

    /// Lets go of a folder that was kept busy.
    ///
    /// # Errors
    /// When it was not.
    pub fn let_go(&self, folder: &str) -> std::io::Result<()> {
        self.dovecot.folder(folder).unlock()
    }

    /// Closes the SMTP server: nobody can connect to it.
    pub async fn close_smtp(&mut self) {
        self.smtp.close().await;
    }

    /// Opens it again, on the same port.
    ///
    /// # Errors
    /// When the port is no longer free.
    pub async fn open_smtp(&mut self) -> Result<(), PostOfficeError> {
        self.smtp.open().await
    }

    /// Ends Dovecot: the mailbox cannot be reached.
    pub async fn close_imap(&mut self) {
        self.dovecot.stop().await;
    }

    /// Starts it again, on the same ports.
    ///
    /// # Errors
    /// When it does not start.
    pub async fn open_imap(&mut self) -> Result<(), PostOfficeError> {
        self.dovecot.run_again().await
    }

    /// The mail settings of a site that uses this post office.
    #[must_use]
    pub fn site_settings(&self) -> String {
        let (imap, smtp, ca) = (&self.imap, self.smtp.port(), self.imap.ca_file.display());
        format!(
            "[mail]\ntrusted_hosts = [\"mx.prefecture-demonstration.example\"]\n\n[[mail.mailboxes]]\nname = \"sejour\"\nhost = \"{}\"\n\
             port = {}\ntls = \"implicit\"\nca_file = \"{ca}\"\nuser = \"{USER}\"\npassword = \"{PASSWORD}\"\nafter = \"seen\"\n\
             poll_seconds = 5\n\n[mail.smtp]\nhost = \"{}\"\nport = {smtp}\ntls = \"implicit\"\nca_file = \"{ca}\"\n\
             from = \"{USER}\"\nbounces = \"{USER}\"\n",
            imap.host, imap.port, imap.host
        )
    }

    /// Its folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }
}

fn free_port() -> std::io::Result<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}
