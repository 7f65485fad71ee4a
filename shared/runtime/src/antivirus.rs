//! The antivirus of the site (`clamd` of `ClamAV`), asked about files that strangers send. It is optional, and it decides nothing: a person
//! releases what it holds back.

use std::{io, time::Duration};

use clamav_client::tokio::{Socket, Tcp, get_version, scan_buffer};
use tokio::time::timeout;

use crate::Config;

/// How long one file may take.
const LONGEST: Duration = Duration::from_mins(2);
/// Bytes sent at a time.
const CHUNK: Option<usize> = Some(256 << 10);

/// What the antivirus says of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing is known against it.
    Clean,
    /// It is known as harmful, under this name.
    Harmful(String),
    /// There was no answer, or the file was not taken; why, for the operator.
    Unchecked(String),
}

#[derive(Clone, Debug)]
enum Address {
    Socket(String),
    Tcp(String),
}

/// A connection is opened for each file.
#[derive(Clone, Debug)]
pub struct Antivirus {
    address: Address,
}

impl Antivirus {
    /// The antivirus of a configuration, when there is one.
    #[must_use]
    pub fn of(config: &Config) -> Option<Self> {
        let clamd = config.antivirus.clamd.clone()?;
        let address = if clamd.starts_with('/') { Address::Socket(clamd) } else { Address::Tcp(clamd) };
        Some(Self { address })
    }

    /// What it says of a file. Never an error: what was not checked is told as such.
    pub async fn check(&self, content: &[u8]) -> Verdict {
        let answer = match &self.address {
            Address::Socket(path) => timeout(LONGEST, scan_buffer(content, Socket { socket_path: path }, CHUNK)).await,
            Address::Tcp(host) => timeout(LONGEST, scan_buffer(content, Tcp { host_address: host }, CHUNK)).await,
        };
        match answer {
            Ok(Ok(answer)) => verdict(&answer),
            Ok(Err(error)) => Verdict::Unchecked(error.to_string()),
            Err(_) => Verdict::Unchecked(format!("no answer within {} s", LONGEST.as_secs())),
        }
    }

    /// Its version.
    ///
    /// # Errors
    /// When it does not answer.
    pub async fn version(&self) -> io::Result<String> {
        let asked = async {
            match &self.address {
                Address::Socket(path) => get_version(Socket { socket_path: path }).await,
                Address::Tcp(host) => get_version(Tcp { host_address: host }).await,
            }
        };
        let answer =
            timeout(Duration::from_secs(5), asked).await.map_err(|_| io::Error::from(io::ErrorKind::TimedOut))??;
        Ok(String::from_utf8_lossy(&answer).trim_matches(|c: char| c == '\0' || c.is_whitespace()).to_owned())
    }
}

/// `stream: OK`, `stream: Win.Test.EICAR_HDB-1 FOUND`, or words that end with `ERROR`.
fn verdict(answer: &[u8]) -> Verdict {
    let answer = String::from_utf8_lossy(answer);
    let answer = answer.trim_matches(|c: char| c == '\0' || c.is_whitespace());
    let told = answer.strip_prefix("stream: ").unwrap_or(answer);
    match told.strip_suffix(" FOUND") {
        Some(name) => Verdict::Harmful(name.to_owned()),
        None if told == "OK" => Verdict::Clean,
        None => Verdict::Unchecked(told.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_clear_answer_clears_a_file() {
        assert_eq!(verdict(b"stream: OK\0"), Verdict::Clean);
        assert_eq!(verdict(b"stream: Eicar-Test FOUND\0"), Verdict::Harmful("Eicar-Test".to_owned()));
        for odd in ["", "OK BUT", "INSTREAM size limit exceeded. ERROR", "stream: OK FOUND?"] {
            assert!(matches!(verdict(odd.as_bytes()), Verdict::Unchecked(_)), "{odd}");
        }
    }
}
