use std::{
    collections::VecDeque,
    io::{BufRead as _, BufReader, Read},
    sync::{Arc, Mutex, PoisonError},
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

const KEPT: usize = 20;
/// How long the last words of a dead server may take to arrive: children that outlive it keep the pipe open.
const PATIENCE: Duration = Duration::from_secs(1);

type Lines = Arc<Mutex<VecDeque<String>>>;

/// What the server writes: handed on to the program's log, and the last lines kept to explain a failure.
pub(super) struct ServerLog {
    lines: Lines,
    listener: Option<JoinHandle<()>>,
}

impl ServerLog {
    /// Listens to a server's standard error in a thread of its own.
    pub(super) fn listen(output: Option<impl Read + Send + 'static>) -> Self {
        let lines = Lines::default();
        let heard = Arc::clone(&lines);
        let listener = output.map(|output| thread::spawn(move || hear(output, &heard)));
        Self { lines, listener }
    }

    /// The last lines of a server that has ended.
    pub(super) fn last_words(&self) -> String {
        let start = Instant::now();
        while self.listener.as_ref().is_some_and(|listener| !listener.is_finished()) && start.elapsed() < PATIENCE {
            thread::sleep(Duration::from_millis(10));
        }
        let lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        lines.iter().map(String::as_str).collect::<Vec<_>>().join(" / ")
    }
}

fn hear(output: impl Read, lines: &Lines) {
    for line in BufReader::new(output).lines().map_while(Result::ok) {
        // FATAL ends one session, often on purpose; PANIC ends the server.
        if line.starts_with("PANIC") {
            tracing::error!(target: "postgres", "{line}");
        } else {
            tracing::debug!(target: "postgres", "{line}");
        }
        let mut lines = lines.lock().unwrap_or_else(PoisonError::into_inner);
        if lines.len() == KEPT {
            lines.pop_front();
        }
        lines.push_back(line);
    }
}
