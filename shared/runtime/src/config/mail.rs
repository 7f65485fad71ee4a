use std::path::PathBuf;

use serde::Deserialize;

use super::Secret;

/// `[mail]`: the e-mail door. Off without mailboxes.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mail {
    /// The mailboxes that are read.
    pub mailboxes: Vec<Mailbox>,
    /// Names of the site's own mail servers, as they write them after `by` in `Received` lines: only these prove when a message
    /// was received (RL-02), and only what they say of a sender is believed.
    pub trusted_hosts: Vec<String>,
    /// Receipts sent to one address within a day; the next ones wait for a person, so that two machines never answer each other.
    pub receipts_per_day: u32,
    /// The server through which letters leave by e-mail.
    pub smtp: Option<Smtp>,
}

/// How a connection to a mail server is protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MailTls {
    /// Encrypted from the first byte.
    Implicit,
    /// Encrypted after `STARTTLS`; refused when the server does not offer it.
    Starttls,
    /// Not encrypted: a server of this machine only.
    None,
}

/// What becomes of the server's copy of a message, once the message is kept here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AfterReading {
    /// Nothing.
    Leave,
    /// It is marked as read.
    Seen,
    /// It is moved to `archive`.
    Move,
}

/// One `[[mail.mailboxes]]`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mailbox {
    /// Its lasting name: part of the identity of what arrives there.
    pub name: String,
    /// The IMAP server.
    pub host: String,
    /// Its port; 993 with implicit TLS, 143 otherwise, when absent.
    pub port: Option<u16>,
    /// How the connection is protected.
    #[serde(default = "implicit")]
    pub tls: MailTls,
    /// Certificates (PEM) of the authority of a private server; the public authorities when absent.
    pub ca_file: Option<PathBuf>,
    /// The account.
    pub user: String,
    /// Its password.
    pub password: Option<Secret>,
    /// File that holds `password`.
    pub password_file: Option<PathBuf>,
    /// The folder that is read.
    #[serde(default = "inbox")]
    pub folder: String,
    /// What becomes of the server's copy.
    #[serde(default = "leave")]
    pub after: AfterReading,
    /// The folder to which messages are moved (`after = "move"`).
    pub archive: Option<String>,
    /// The folder is looked at at least this often, in seconds, whatever the server announces.
    #[serde(default = "poll_seconds")]
    pub poll_seconds: u64,
}

/// `[mail.smtp]`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Smtp {
    /// The server.
    pub host: String,
    /// Its port; 465 with implicit TLS, 587 with STARTTLS, 25 without encryption, when absent.
    pub port: Option<u16>,
    /// How the connection is protected.
    #[serde(default = "starttls")]
    pub tls: MailTls,
    /// Certificates (PEM) of the authority of a private server; the public authorities when absent.
    pub ca_file: Option<PathBuf>,
    /// The account, when the server asks for one.
    pub user: Option<String>,
    /// Its password.
    pub password: Option<Secret>,
    /// File that holds `password`.
    pub password_file: Option<PathBuf>,
    /// The address that letters come from; answers to it must arrive in a mailbox that is read.
    pub from: String,
    /// The name shown beside it; that of the prefecture when absent.
    pub from_name: Option<String>,
    /// Where failed deliveries are reported (a mailbox that is read). Without it nobody learns of them: the reports of automatic
    /// answers have no sender to go to (RFC 3834).
    pub bounces: Option<String>,
}

impl Mailbox {
    /// The port of the server.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port.unwrap_or(match self.tls {
            MailTls::Implicit => 993,
            MailTls::Starttls | MailTls::None => 143,
        })
    }
}

impl Smtp {
    /// The port of the server.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port.unwrap_or(match self.tls {
            MailTls::Implicit => 465,
            MailTls::Starttls => 587,
            MailTls::None => 25,
        })
    }
}

const fn implicit() -> MailTls {
    MailTls::Implicit
}

const fn starttls() -> MailTls {
    MailTls::Starttls
}

const fn leave() -> AfterReading {
    AfterReading::Leave
}

fn inbox() -> String {
    "INBOX".to_owned()
}

const fn poll_seconds() -> u64 {
    60
}
