use std::{collections::VecDeque, sync::Arc};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

pub use crate::process::Source;
use crate::{
    DocumentRead, MessageReader, Page, PageRead, Protections, ReadFailure, ReadOptions, ReaderConfig,
    process::{Answer, ReaderProcess},
    protocol::{FrameKind, Opened, Refused, Request},
};

/// How often a file that ends its process is taken up again before the reader gives up.
const RESTARTS: u32 = 4;

/// Starts one process of the reader executable for each file, never more at a time than configured.
#[derive(Clone, Debug)]
pub struct Reader {
    config: Arc<ReaderConfig>,
    slots: Arc<Semaphore>,
    message_places: Arc<Semaphore>,
}

impl Reader {
    /// A reader after this configuration. Nothing is started before the first file.
    #[must_use]
    pub fn new(config: ReaderConfig) -> Self {
        let slots = Arc::new(Semaphore::new(config.processes.max(1)));
        let message_places = Arc::new(Semaphore::new(config.processes.max(1)));
        Self { config: Arc::new(config), slots, message_places }
    }

    /// The configuration.
    #[must_use]
    pub fn config(&self) -> &ReaderConfig {
        &self.config
    }

    /// The languages that can be read, as their files of language data are named.
    #[must_use]
    pub fn languages(&self) -> Vec<String> {
        crate::installed_languages(&self.config.tessdata)
    }

    /// Opens a file in a new process; its pages follow with [`Reading::next_page`]. Waits for a free slot.
    ///
    /// # Errors
    /// All of [`ReadFailure`].
    pub async fn start(&self, source: impl Into<Source>, options: &ReadOptions) -> Result<Reading, ReadFailure> {
        let source = source.into();
        let slot = Arc::clone(&self.slots).acquire_owned().await.map_err(|_| self.unavailable("is shutting down"))?;
        let request = self.request(options);
        let (process, opened) = self.open(&source, &request).await?;
        let document = DocumentRead { media_type: opened.media_type.clone(), pages: opened.pages };
        let (first, last) = options.pages.unwrap_or((1, u32::MAX));
        let wanted = (first.max(1)..=last.min(opened.pages)).collect();
        Ok(Reading {
            reader: self.clone(),
            source,
            request,
            process,
            document,
            wanted,
            read: 0,
            restarts: 0,
            blamed: None,
            _slot: slot,
        })
    }

    /// Reads a file to its end, giving each page to `on_page` as it comes. Pages given stay good when the reading
    /// ends with a failure.
    ///
    /// # Errors
    /// All of [`ReadFailure`].
    pub async fn read(
        &self,
        source: impl Into<Source>,
        options: &ReadOptions,
        mut on_page: impl FnMut(Page),
    ) -> Result<DocumentRead, ReadFailure> {
        let mut reading = self.start(source, options).await?;
        while let Some(page) = reading.next_page().await? {
            on_page(page);
        }
        Ok(reading.document)
    }

    /// Starts the executable without a file and asks which protections hold here: for `doctor`.
    ///
    /// # Errors
    /// `Unavailable` when it cannot be started or does not answer.
    pub async fn probe(&self) -> Result<Protections, ReadFailure> {
        let request = Request { probe: true, ..self.request(&ReadOptions::default()) };
        let mut process = self.spawn(&request, None)?;
        let hello = self.hello(&mut process).await;
        process.end().await;
        hello
    }

    /// A reader of e-mails; its process is started at the first one. Any number may exist: as many work at the same time
    /// as processes are configured.
    #[must_use]
    pub fn messages(&self) -> MessageReader {
        MessageReader::new(self.clone())
    }

    pub(crate) async fn message_place(&self) -> Result<OwnedSemaphorePermit, ReadFailure> {
        let places = Arc::clone(&self.message_places);
        places.acquire_owned().await.map_err(|_| self.unavailable("is shutting down"))
    }

    pub(crate) async fn spawn_for_messages(&self) -> Result<ReaderProcess, ReadFailure> {
        let options = ReadOptions { ocr: false, ..ReadOptions::default() };
        let request = Request { messages: true, ..self.request(&options) };
        let mut process = self.spawn(&request, None)?;
        self.hello(&mut process).await?;
        Ok(process)
    }

    fn request(&self, options: &ReadOptions) -> Request {
        Request {
            probe: false,
            messages: false,
            tessdata: self.config.tessdata.to_string_lossy().into_owned(),
            options: options.clone(),
            limits: self.config.limits.clone(),
        }
    }

    fn spawn(&self, request: &Request, source: Option<Source>) -> Result<ReaderProcess, ReadFailure> {
        ReaderProcess::spawn(&self.config, request, source)
            .map_err(|error| self.unavailable(&format!("cannot be started: {error}")))
    }

    fn unavailable(&self, detail: &str) -> ReadFailure {
        ReadFailure::Unavailable { executable: self.config.executable.clone(), detail: detail.to_owned() }
    }

    async fn hello(&self, process: &mut ReaderProcess) -> Result<Protections, ReadFailure> {
        match process.next(self.config.limits.open_timeout()).await {
            Answer::Frame(FrameKind::Hello, payload) => {
                serde_json::from_slice(&payload).map_err(|_| self.unavailable("speaks another version of the protocol"))
            }
            Answer::Frame(..) => Err(self.unavailable("speaks another version of the protocol")),
            Answer::Gone => Err(self.unavailable("ended before its first word; run it by hand to see why")),
            Answer::Silent => Err(self.unavailable("said nothing when started")),
        }
    }

    async fn open(&self, source: &Source, request: &Request) -> Result<(ReaderProcess, Opened), ReadFailure> {
        let mut process = self.spawn(request, Some(source.clone()))?;
        let protections = self.hello(&mut process).await?;
        if request.options.ocr && !protections.language_data {
            let (folder, language) = (&request.tessdata, &request.options.language);
            let package = language.replace('_', "-");
            let why = format!("finds no {language}.traineddata in {folder}: install tesseract-ocr-{package}");
            return Err(self.unavailable(&why));
        }
        let limit = self.config.limits.open_timeout();
        let answer = process.next(limit).await;
        if let Some(error) = process.source_error().await {
            process.end().await;
            return Err(ReadFailure::Source(error));
        }
        match answer {
            Answer::Frame(FrameKind::Document, payload) => match serde_json::from_slice(&payload) {
                Ok(opened) => Ok((process, opened)),
                Err(_) => Err(self.unavailable("speaks another version of the protocol")),
            },
            Answer::Frame(FrameKind::Refused, payload) => {
                process.end().await;
                Err(refusal(&payload))
            }
            Answer::Frame(..) | Answer::Gone => Err(ReadFailure::Crashed { status: process.end().await, pages: 0 }),
            Answer::Silent => {
                process.end().await;
                Err(ReadFailure::TimedOut { waited: limit, pages: 0 })
            }
        }
    }
}

pub(crate) fn refusal(payload: &[u8]) -> ReadFailure {
    match serde_json::from_slice::<Refused>(payload) {
        Ok(Refused { reason, detail }) => ReadFailure::Refused { reason, detail },
        Err(_) => ReadFailure::Crashed { status: "wrote a damaged frame".to_owned(), pages: 0 },
    }
}

/// A file being read. Dropping it kills its process.
pub struct Reading {
    reader: Reader,
    source: Source,
    request: Request,
    process: ReaderProcess,
    document: DocumentRead,
    wanted: VecDeque<u32>,
    read: u32,
    restarts: u32,
    blamed: Option<u32>,
    _slot: OwnedSemaphorePermit,
}

impl Reading {
    /// Kind and number of pages of the file.
    #[must_use]
    pub fn document(&self) -> &DocumentRead {
        &self.document
    }

    /// Process number of the reader, while it runs.
    #[must_use]
    pub fn process_id(&self) -> Option<u32> {
        self.process.id()
    }

    /// The next page in order, or nothing after the last. A page on which the process ends or hangs twice is given
    /// with its error, and the pages after it are read by a new process.
    ///
    /// # Errors
    /// `Crashed`, `TimedOut` when it keeps ending; `Refused` when the output grows over its limit.
    pub async fn next_page(&mut self) -> Result<Option<Page>, ReadFailure> {
        while let Some(&number) = self.wanted.front() {
            let ending = match self.receive().await {
                Received::Page(page) => return Ok(Some(self.delivered(*page))),
                Received::Refused(payload) => return Err(refusal(&payload)),
                Received::Ended(ending) => ending,
            };
            let status = self.process.end().await;
            tracing::warn!(page = number, %status, ?ending, "reader process ended on a page");
            if self.restarts == RESTARTS {
                return Err(self.failure(ending, status));
            }
            let blamed = self.restarts > 0 && self.blamed == Some(number);
            self.restarts += 1;
            self.blamed = Some(number);
            if blamed {
                let read = PageRead::unreadable(number, format!("reading this page {ending} ({status})"));
                let page = self.delivered(Page { read, screen: Vec::new(), thumbnail: Vec::new() });
                self.blamed = self.wanted.front().copied();
                self.resume().await?;
                return Ok(Some(page));
            }
            self.resume().await?;
        }
        Ok(None)
    }

    fn delivered(&mut self, page: Page) -> Page {
        self.wanted.pop_front();
        self.read += 1;
        page
    }

    async fn receive(&mut self) -> Received {
        let patience = self.reader.config.limits.page_timeout();
        let mut frames = Vec::with_capacity(3);
        for expected in [FrameKind::Page, FrameKind::Screen, FrameKind::Thumbnail] {
            match self.process.next(patience).await {
                Answer::Frame(FrameKind::Refused, payload) => return Received::Refused(payload),
                Answer::Frame(kind, payload) if kind == expected => frames.push(payload),
                Answer::Frame(..) | Answer::Gone => return Received::Ended(Ending::Crashed),
                Answer::Silent => return Received::Ended(Ending::Hung),
            }
        }
        let thumbnail = frames.pop().unwrap_or_default();
        let screen = frames.pop().unwrap_or_default();
        match frames.pop().and_then(|json| serde_json::from_slice::<PageRead>(&json).ok()) {
            Some(read) if Some(&read.number) == self.wanted.front() => {
                Received::Page(Box::new(Page { read, screen, thumbnail }))
            }
            _ => Received::Ended(Ending::Crashed),
        }
    }

    /// A new process for the pages not yet read, one page at a time so that it is known which one ends it.
    async fn resume(&mut self) -> Result<(), ReadFailure> {
        if let (Some(&first), Some(&last)) = (self.wanted.front(), self.wanted.back()) {
            self.request.options.threads = 1;
            self.request.options.pages = Some((first, last));
            (self.process, _) = self.reader.open(&self.source, &self.request).await?;
        }
        Ok(())
    }

    fn failure(&self, ending: Ending, status: String) -> ReadFailure {
        let pages = self.read;
        match ending {
            Ending::Crashed => ReadFailure::Crashed { status, pages },
            Ending::Hung => ReadFailure::TimedOut { waited: self.reader.config.limits.page_timeout(), pages },
        }
    }
}

#[derive(Clone, Copy, Debug)]
enum Ending {
    Crashed,
    Hung,
}

impl std::fmt::Display for Ending {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Crashed => "ended the reader process",
            Self::Hung => "took too long and was stopped",
        })
    }
}

enum Received {
    Page(Box<Page>),
    Refused(Vec<u8>),
    Ended(Ending),
}
