use std::{io, path::PathBuf, process::Stdio, sync::Arc, time::Duration};

use tokio::{
    fs::File,
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader, BufWriter},
    process::{Child, ChildStdin, ChildStdout, Command},
    task::JoinHandle,
    time::timeout,
};

use crate::{
    ReaderConfig,
    protocol::{FrameKind, Request, header, parse_header},
};

/// The bytes to read.
#[derive(Clone, Debug)]
pub enum Source {
    /// In memory.
    Bytes(Arc<Vec<u8>>),
    /// A file, streamed to the reader.
    File(PathBuf),
}

impl From<Vec<u8>> for Source {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Bytes(Arc::new(bytes))
    }
}

impl From<&[u8]> for Source {
    fn from(bytes: &[u8]) -> Self {
        Self::Bytes(Arc::new(bytes.to_vec()))
    }
}

impl From<PathBuf> for Source {
    fn from(path: PathBuf) -> Self {
        Self::File(path)
    }
}

/// How waiting for a frame can end.
pub(crate) enum Answer {
    Frame(FrameKind, Vec<u8>),
    /// The process is gone or speaks nonsense.
    Gone,
    /// Nothing came in time.
    Silent,
}

/// A running reader. Killed when dropped; its end of the input pipe stays open as long as we want it alive.
pub(crate) struct ReaderProcess {
    child: Child,
    out: BufReader<ChildStdout>,
    feeder: JoinHandle<io::Result<ChildStdin>>,
    /// The input pipe once everything is written. It stays open: its end tells the reader to end.
    input: Option<ChildStdin>,
}

impl ReaderProcess {
    /// Starts the executable with an empty environment and begins to feed it.
    pub(crate) fn spawn(config: &ReaderConfig, request: &Request, source: Option<Source>) -> io::Result<Self> {
        let mut child = Command::new(&config.executable)
            .env_clear()
            // One page costs three times the processor time when Tesseract starts threads of its own.
            .env("OMP_THREAD_LIMIT", "1")
            // One heap per thread would eat the limited address space.
            .env("MALLOC_ARENA_MAX", "4")
            // Pictures of whole pages come and go: memory once asked for is used again, not given back and zeroed anew for each.
            .env("MALLOC_MMAP_THRESHOLD_", "33554432")
            .env("MALLOC_TRIM_THRESHOLD_", "67108864")
            .env("LC_ALL", "C.UTF-8")
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()?;
        let (Some(input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(io::Error::other("pipes of the reader process are missing"));
        };
        let request = serde_json::to_vec(request)?;
        let feeder = tokio::spawn(feed(input, request, source));
        Ok(Self { child, out: BufReader::with_capacity(1 << 16, output), feeder, input: None })
    }

    /// The next frame, or how waiting for it ended.
    pub(crate) async fn next(&mut self, patience: Duration) -> Answer {
        match timeout(patience, read_frame(&mut self.out)).await {
            Ok(Ok((kind, payload))) => Answer::Frame(kind, payload),
            Ok(Err(_)) => Answer::Gone,
            Err(_) => Answer::Silent,
        }
    }

    /// Kills the process if it still runs, reaps it and says how it ended.
    pub(crate) async fn end(&mut self) -> String {
        self.feeder.abort();
        if let Ok(Ok(status)) = timeout(Duration::from_millis(200), self.child.wait()).await {
            return status.to_string();
        }
        let killed = self.child.kill().await;
        match killed.and_then(|()| self.child.try_wait()) {
            Ok(Some(status)) => status.to_string(),
            Ok(None) => "killed".to_owned(),
            Err(error) => error.to_string(),
        }
    }

    /// Writes a question about a message and the message.
    pub(crate) async fn send_message(&mut self, question: FrameKind, raw: &[u8]) -> io::Result<()> {
        let mut input = match self.input.take() {
            Some(input) => input,
            None => (&mut self.feeder).await.map_err(io::Error::other)??,
        };
        let mut out = BufWriter::with_capacity(1 << 16, &mut input);
        write_frame(&mut out, question, &[]).await?;
        for piece in raw.chunks(1 << 20) {
            write_frame(&mut out, FrameKind::File, piece).await?;
        }
        write_frame(&mut out, FrameKind::File, &[]).await?;
        out.flush().await?;
        self.input = Some(input);
        Ok(())
    }

    /// Process number, while it runs.
    pub(crate) fn id(&self) -> Option<u32> {
        self.child.id()
    }

    /// The error met while reading the source on our side, if the feeding ended with one of ours.
    pub(crate) async fn source_error(&mut self) -> Option<io::Error> {
        if self.input.is_some() || !self.feeder.is_finished() {
            return None;
        }
        match (&mut self.feeder).await {
            Ok(Ok(input)) => {
                self.input = Some(input);
                None
            }
            Ok(Err(error)) if error.kind() != io::ErrorKind::BrokenPipe => Some(error),
            Ok(Err(_)) | Err(_) => None,
        }
    }
}

/// Writes the request and the file, and hands the pipe back open.
async fn feed(mut input: ChildStdin, request: Vec<u8>, source: Option<Source>) -> io::Result<ChildStdin> {
    write_frame(&mut input, FrameKind::Request, &request).await?;
    input.flush().await?;
    match source {
        None => {}
        Some(Source::Bytes(bytes)) => feed_file(&mut input, &bytes[..]).await?,
        Some(Source::File(path)) => feed_file(&mut input, File::open(path).await?).await?,
    }
    Ok(input)
}

async fn feed_file(input: &mut ChildStdin, mut source: impl AsyncRead + Unpin) -> io::Result<()> {
    let mut piece = vec![0; 1 << 20];
    loop {
        let length = source.read(&mut piece).await?;
        write_frame(input, FrameKind::File, &piece[..length]).await?;
        if length == 0 {
            return input.flush().await;
        }
    }
}

async fn write_frame(out: &mut (impl AsyncWrite + Unpin), kind: FrameKind, payload: &[u8]) -> io::Result<()> {
    out.write_all(&header(kind, payload)?).await?;
    out.write_all(payload).await
}

async fn read_frame(source: &mut (impl AsyncRead + Unpin)) -> io::Result<(FrameKind, Vec<u8>)> {
    let mut start = [0; 5];
    source.read_exact(&mut start).await?;
    let (kind, length) = parse_header(start)?;
    let mut payload = vec![0; length];
    source.read_exact(&mut payload).await?;
    Ok((kind, payload))
}
