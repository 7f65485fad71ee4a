use std::io;

use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader};

use super::{ReceivedMail, Shelf};

/// The longest line, and the largest message that is accepted, bytes.
const LINE: usize = 64 << 10;
const MESSAGE: usize = 64 << 20;

/// What a client has said so far. Pure: a command in, an answer out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Session {
    from: Option<String>,
    to: Vec<String>,
}

/// What to do after a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Next {
    Command,
    Data,
    End,
}

impl Session {
    fn command(&mut self, line: &str) -> (String, Next) {
        let (verb, rest) = line.split_once(' ').unwrap_or((line, ""));
        let said = |text: &str| (text.to_owned(), Next::Command);
        match verb.to_ascii_uppercase().as_str() {
            "EHLO" => said("250-post office\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 AUTH PLAIN LOGIN"),
            "HELO" | "NOOP" => said("250 ok"),
            "AUTH" => said("235 2.7.0 welcome"),
            "RSET" => {
                *self = Self::default();
                said("250 ok")
            }
            "MAIL" => {
                self.from = Some(path(rest));
                said("250 2.1.0 ok")
            }
            "RCPT" if self.from.is_none() => said("503 5.5.1 MAIL first"),
            "RCPT" => match path(rest) {
                to if to.starts_with("refuse") => said("550 5.1.1 no such mailbox"),
                to if to.starts_with("plus-tard") => said("451 4.7.1 try again later"),
                to => {
                    self.to.push(to);
                    said("250 2.1.5 ok")
                }
            },
            "DATA" if self.to.is_empty() => said("503 5.5.1 RCPT first"),
            "DATA" => ("354 go on, end with a dot".to_owned(), Next::Data),
            "QUIT" => ("221 bye".to_owned(), Next::End),
            _ => said("500 5.5.2 what?"),
        }
    }
}

/// `FROM:<a@b> SIZE=3` is `a@b`.
fn path(text: &str) -> String {
    text.split_once('<').and_then(|(_, rest)| rest.split_once('>')).map(|(path, _)| path.to_owned()).unwrap_or_default()
}

pub(super) async fn serve(stream: impl AsyncRead + AsyncWrite + Unpin, shelf: Shelf) -> io::Result<()> {
    let mut stream = BufReader::new(stream);
    let mut session = Session::default();
    say(&mut stream, "220 post office").await?;
    loop {
        let Some(line) = line(&mut stream).await? else { return Ok(()) };
        let (answer, next) = session.command(String::from_utf8_lossy(&line).trim_end());
        say(&mut stream, &answer).await?;
        match next {
            Next::Command => {}
            Next::End => return Ok(()),
            Next::Data => {
                let raw = message(&mut stream).await?;
                let Session { from, to } = std::mem::take(&mut session);
                let kept = shelf.keep(ReceivedMail { from: from.unwrap_or_default(), to, raw });
                say(&mut stream, if kept.is_ok() { "250 2.0.0 kept" } else { "451 4.3.0 not kept" }).await?;
            }
        }
    }
}

async fn say(stream: &mut (impl AsyncWrite + Unpin), text: &str) -> io::Result<()> {
    stream.write_all(format!("{text}\r\n").as_bytes()).await?;
    stream.flush().await
}

/// A line with its end; none when the client went away.
async fn line(stream: &mut (impl AsyncBufReadExt + Unpin)) -> io::Result<Option<Vec<u8>>> {
    let mut line = Vec::new();
    stream.read_until(b'\n', &mut line).await?;
    if line.len() > LINE {
        return Err(io::Error::other("a line that is too long"));
    }
    Ok(Some(line).filter(|line| !line.is_empty()))
}

/// The lines up to the dot, without the dots that were doubled on the way (RFC 5321, 4.5.2).
async fn message(stream: &mut (impl AsyncBufReadExt + Unpin)) -> io::Result<Vec<u8>> {
    let mut raw = Vec::new();
    loop {
        let Some(line) = line(stream).await? else { return Err(io::ErrorKind::UnexpectedEof.into()) };
        if line == b".\r\n" {
            return Ok(raw);
        }
        raw.extend_from_slice(line.strip_prefix(b".").unwrap_or(&line));
        if raw.len() > MESSAGE {
            return Err(io::Error::other("a message that is too large"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Next, Session};

    #[test]
    fn a_message_needs_a_sender_and_a_recipient() {
        let mut session = Session::default();
        assert!(session.command("RCPT TO:<a@b>").0.starts_with("503"));
        assert!(session.command("MAIL FROM:<> BODY=8BITMIME").0.starts_with("250"));
        assert!(session.command("DATA").0.starts_with("503"));
        assert!(session.command("RCPT TO:<refuse@b>").0.starts_with("550"));
        assert!(session.command("rcpt to:<plus-tard@b>").0.starts_with("451"));
        assert!(session.command("RCPT TO:<a@b>").0.starts_with("250"));
        assert_eq!(session.command("DATA").1, Next::Data);
        assert_eq!((session.from.as_deref(), session.to), (Some(""), vec!["a@b".to_owned()]));
    }
}
