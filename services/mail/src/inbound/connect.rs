//! From a configured mailbox to a selected folder.

use std::{fmt, time::Duration};

use async_imap::{Client, Session, error::Error};
use runtime::config::{MailTls, Mailbox};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
    time::timeout,
};

use super::folder_name::on_the_wire;
use crate::{Fault, tls::encrypt};

/// What the server may take to answer while a connection is opened.
const PATIENCE: Duration = Duration::from_secs(30);

/// A connection, encrypted or not.
pub(crate) trait Wire: AsyncRead + AsyncWrite + Unpin + Send + fmt::Debug {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send + fmt::Debug> Wire for T {}

pub(crate) type ImapSession = Session<Box<dyn Wire>>;

/// A selected folder.
pub(crate) struct Open {
    pub(crate) session: ImapSession,
    /// What numbers in this folder are worth: another value means that all of them have changed (RFC 9051, 2.3.1.1).
    pub(crate) validity: u32,
    /// The server announces new messages by itself (RFC 2177).
    pub(crate) idle: bool,
    /// `MOVE` (RFC 6851).
    pub(crate) moves: bool,
    /// `UID EXPUNGE` (RFC 4315).
    pub(crate) uid_expunge: bool,
}

/// Connects, signs in and selects the folder.
pub(crate) async fn open(mailbox: &Mailbox) -> Result<Open, Fault> {
    timeout(PATIENCE, open_now(mailbox)).await.map_err(|_| Fault::silent("opening the mailbox"))?
}

async fn open_now(mailbox: &Mailbox) -> Result<Open, Fault> {
    let mut session = sign_in(mailbox, greeted(mailbox).await?).await?;
    let capabilities = session.capabilities().await?;
    let [idle, moves, uid_expunge] = ["IDLE", "MOVE", "UIDPLUS"].map(|name| capabilities.has_str(name));
    let selected = session.select(on_the_wire(&mailbox.folder)).await.map_err(|error| match error {
        Error::No(why) => Fault::misconfigured("mail.mailboxes.folder", format!("« {} » : {why}", mailbox.folder)),
        other => other.into(),
    })?;
    let validity =
        selected.uid_validity.ok_or_else(|| Fault::Unreachable("the server gives no UIDVALIDITY".to_owned()))?;
    Ok(Open { session, validity, idle, moves, uid_expunge })
}

async fn greeted(mailbox: &Mailbox) -> Result<Client<Box<dyn Wire>>, Fault> {
    const AUTHORITY: &str = "mail.mailboxes.ca_file";
    let address = (mailbox.host.as_str(), mailbox.port());
    let tcp = TcpStream::connect(address)
        .await
        .map_err(|error| Fault::Unreachable(format!("{}:{}: {error}", address.0, address.1)))?;
    let authority = mailbox.ca_file.as_deref();
    let wire: Box<dyn Wire> = match mailbox.tls {
        MailTls::Implicit => Box::new(encrypt(tcp, &mailbox.host, authority, AUTHORITY).await?),
        MailTls::None => Box::new(tcp),
        MailTls::Starttls => {
            let mut plain = greet(tcp).await?;
            let refused = |_| Fault::misconfigured("mail.mailboxes.tls", "the server does not offer STARTTLS");
            plain.run_command_and_check_ok("STARTTLS", None).await.map_err(refused)?;
            // What the server may have sent in clear beyond its answer is dropped with the buffers of this client. It greets
            // once only.
            let wire: Box<dyn Wire> = Box::new(encrypt(plain.into_inner(), &mailbox.host, authority, AUTHORITY).await?);
            return Ok(Client::new(wire));
        }
    };
    greet(wire).await
}

async fn greet<W: Wire>(wire: W) -> Result<Client<W>, Fault> {
    let mut client = Client::new(wire);
    let greeting = client.read_response().await.map_err(|error| Fault::Unreachable(format!("greeting: {error}")))?;
    greeting.map(|_| client).ok_or_else(|| Fault::Unreachable("the server closed the connection".to_owned()))
}

async fn sign_in(mailbox: &Mailbox, client: Client<Box<dyn Wire>>) -> Result<ImapSession, Fault> {
    let password = mailbox.password.as_ref().map_or("", |password| password.reveal());
    client.login(&mailbox.user, password).await.map_err(|(error, _)| match error {
        // RFC 5530: the server is ill, the password may be right.
        Error::No(why) if why.to_uppercase().contains("UNAVAILABLE") => Fault::Unreachable(why),
        Error::No(_) | Error::Bad(_) => {
            Fault::misconfigured("mail.mailboxes.password", "the server refuses the account or its password")
        }
        other => other.into(),
    })
}
