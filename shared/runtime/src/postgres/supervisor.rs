//! One thread that starts the server, watches it, starts it again when it dies and stops it when asked. The server is a child
//! of this thread: the kernel ends it when the thread, hence the program, is gone.

use std::{
    fs,
    process::{Child, Stdio},
    sync::mpsc::{Receiver, RecvTimeoutError},
    thread,
    time::{Duration, Instant},
};

use nix::{
    sys::signal::{Signal, kill},
    unistd::Pid,
};
use tokio::sync::watch;

use super::{
    PostgresError, Size, State, account::Account, binaries::Binaries, layout::Layout, leftover, lock::Lock,
    server_log::ServerLog, settings::settings,
};

const WHILE_STARTING: Duration = Duration::from_millis(20);
const WHILE_SERVING: Duration = Duration::from_millis(250);
const FAST_STOP: Duration = Duration::from_secs(90);
const IMMEDIATE_STOP: Duration = Duration::from_secs(15);
const FIRST_PAUSE: Duration = Duration::from_millis(200);
const LONGEST_PAUSE: Duration = Duration::from_secs(30);
/// A server that served this long was healthy: the next pause is short again.
const HEALTHY: Duration = Duration::from_mins(1);

pub(super) struct Supervisor {
    pub(super) layout: Layout,
    pub(super) account: Account,
    pub(super) binaries: Binaries,
    pub(super) size: Size,
    pub(super) state: watch::Sender<State>,
    /// A message, or the end of the channel, asks for the stop.
    pub(super) stop: Receiver<()>,
    pub(super) lock: Lock,
}

enum End {
    Asked,
    Died(String),
}

impl Supervisor {
    /// Works until it is asked to stop.
    pub(super) fn run(self) {
        let mut failures = 0_u32;
        loop {
            let start = Instant::now();
            let reason = match self.serve() {
                Ok(End::Asked) => break,
                Ok(End::Died(reason)) => reason,
                Err(error) => error.to_string(),
            };
            failures = if start.elapsed() > HEALTHY { 1 } else { failures.saturating_add(1) };
            tracing::error!(failures, reason, "the private PostgreSQL ended by itself: starting it again");
            self.state.send_replace(State::Down { failures, reason });
            if self.asked_within(pause(failures)) {
                break;
            }
        }
        self.state.send_replace(State::Stopped);
        drop(self.lock);
    }

    /// One life of the server.
    fn serve(&self) -> Result<End, PostgresError> {
        leftover::end(&self.layout)?;
        let (mut child, log) = self.spawn()?;
        let pid = child.id();
        let mut ready = false;
        loop {
            if let Some(status) = child.try_wait().map_err(PostgresError::file("attente de", "postgres"))? {
                return Ok(End::Died(format!("{status} {}", log.last_words())));
            }
            if !ready && self.is_ready(pid) {
                ready = true;
                self.state.send_replace(State::Ready { pid });
            }
            if self.asked_within(if ready { WHILE_SERVING } else { WHILE_STARTING }) {
                stop(&mut child);
                return Ok(End::Asked);
            }
        }
    }

    fn spawn(&self) -> Result<(Child, ServerLog), PostgresError> {
        use std::os::unix::process::CommandExt as _;
        let mut command = self.account.command(&self.binaries.program("postgres"), true);
        command.arg("-D").arg(&self.layout.data);
        for setting in settings(&self.layout, self.size) {
            command.arg("-c").arg(setting);
        }
        // Its own group: a Ctrl-C at the terminal stops the program, and the program stops the server after its services.
        let mut child = command
            .process_group(0)
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|_| PostgresError::NoSetpriv)?;
        let log = ServerLog::listen(child.stderr.take());
        Ok((child, log))
    }

    /// The server says so itself, in the eighth line of its mark.
    fn is_ready(&self, pid: u32) -> bool {
        let Ok(text) = fs::read_to_string(self.layout.pid_file()) else { return false };
        let mut lines = text.lines();
        let ours = lines.next().and_then(|line| line.trim().parse().ok()) == Some(pid);
        ours && lines.nth(6).is_some_and(|status| status.trim() == "ready")
    }

    fn asked_within(&self, pause: Duration) -> bool {
        match self.stop.recv_timeout(pause) {
            Ok(()) | Err(RecvTimeoutError::Disconnected) => true,
            Err(RecvTimeoutError::Timeout) => false,
        }
    }
}

fn pause(failures: u32) -> Duration {
    FIRST_PAUSE.saturating_mul(1 << failures.saturating_sub(1).min(16)).min(LONGEST_PAUSE)
}

/// Fast stop (sessions ended, everything written), then harder if that takes too long.
fn stop(child: &mut Child) {
    let Ok(pid) = i32::try_from(child.id()).map(Pid::from_raw) else { return };
    for (signal, within) in
        [(Signal::SIGINT, FAST_STOP), (Signal::SIGQUIT, IMMEDIATE_STOP), (Signal::SIGKILL, IMMEDIATE_STOP)]
    {
        if let Err(reason) = kill(pid, signal) {
            tracing::debug!(%reason, "the private PostgreSQL has already ended");
        }
        let start = Instant::now();
        while start.elapsed() < within {
            match child.try_wait() {
                Ok(None) => thread::sleep(WHILE_STARTING),
                Ok(Some(_)) | Err(_) => return,
            }
        }
        tracing::warn!(%signal, "the private PostgreSQL does not end");
    }
}
