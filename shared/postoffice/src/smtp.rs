//! The smallest server that receives mail (RFC 5321): keeps everything that it accepts, relays nothing.
//!
//! A recipient whose address begins with `refuse` is refused for ever, one that begins with `plus-tard` for now: so that a
//! demonstration and a test can see what becomes of a letter then.

mod session;

use std::{
    io,
    path::PathBuf,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
};

use rustls::ServerConfig;
use tokio::{net::TcpListener, task::JoinHandle};
use tokio_rustls::TlsAcceptor;

use crate::{PostOfficeError, certificate::Certificate, maildir::Maildir};

/// A message as the server received it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceivedMail {
    /// The sender on the envelope; empty for automatic answers.
    pub from: String,
    /// The recipients on the envelope.
    pub to: Vec<String>,
    /// The message.
    pub raw: Vec<u8>,
}

impl ReceivedMail {
    /// A header line, unfolded, without its name.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<String> {
        let text = String::from_utf8_lossy(&self.raw);
        let head = text.split("\r\n\r\n").next()?.replace("\r\n ", " ").replace("\r\n\t", " ");
        let named =
            |line: &str| Some(line.split_once(':').filter(|(n, _)| n.eq_ignore_ascii_case(name))?.1.trim().to_owned());
        head.split("\r\n").find_map(named)
    }
}

/// What all sessions share.
#[derive(Clone, Debug)]
pub(crate) struct Shelf {
    received: Arc<Mutex<Vec<ReceivedMail>>>,
    maildir: Maildir,
}

impl Shelf {
    /// Keeps a message on disk, then in memory: accepted only once it is kept.
    fn keep(&self, mail: ReceivedMail) -> io::Result<()> {
        self.maildir.deliver(&mail.raw, None)?;
        self.received.lock().unwrap_or_else(PoisonError::into_inner).push(mail);
        Ok(())
    }
}

/// The server.
#[derive(Debug)]
pub(crate) struct SmtpServer {
    shelf: Shelf,
    tls: Arc<ServerConfig>,
    port: u16,
    connections: Arc<AtomicUsize>,
    running: Option<JoinHandle<()>>,
}

impl SmtpServer {
    pub(crate) async fn start(certificate: &Certificate, folder: PathBuf, port: u16) -> Result<Self, PostOfficeError> {
        let maildir = Maildir::new(folder, None);
        maildir.make()?;
        let shelf = Shelf { received: Arc::default(), maildir };
        let (tls, connections) = (certificate.server()?, Arc::default());
        let mut server = Self { shelf, tls, port, connections, running: None };
        server.open().await?;
        Ok(server)
    }

    pub(crate) async fn open(&mut self) -> Result<(), PostOfficeError> {
        let listener = TcpListener::bind(("127.0.0.1", self.port)).await?;
        self.port = listener.local_addr()?.port();
        let (tls, received, connections) = (self.tls.clone().into(), self.shelf.clone(), self.connections.clone());
        self.running = Some(tokio::spawn(accept(listener, tls, received, connections)));
        Ok(())
    }

    pub(crate) async fn close(&mut self) {
        if let Some(running) = self.running.take() {
            running.abort();
            // The port is free once the task has let go of it.
            let _ended = running.await;
        }
    }

    pub(crate) const fn port(&self) -> u16 {
        self.port
    }

    pub(crate) fn connections(&self) -> usize {
        self.connections.load(Ordering::Relaxed)
    }

    pub(crate) fn received(&self) -> Vec<ReceivedMail> {
        self.shelf.received.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for SmtpServer {
    fn drop(&mut self) {
        if let Some(running) = self.running.take() {
            running.abort();
        }
    }
}

async fn accept(listener: TcpListener, tls: TlsAcceptor, shelf: Shelf, connections: Arc<AtomicUsize>) {
    let mut sessions = tokio::task::JoinSet::new();
    loop {
        while sessions.try_join_next().is_some() {}
        let Ok((tcp, _)) = listener.accept().await else { continue };
        connections.fetch_add(1, Ordering::Relaxed);
        let (tls, shelf) = (tls.clone(), shelf.clone());
        sessions.spawn(async move {
            if let Ok(stream) = tls.accept(tcp).await {
                // A client that goes away in the middle has not been told that its message is kept.
                let _ended = session::serve(stream, shelf).await;
            }
        });
    }
}
