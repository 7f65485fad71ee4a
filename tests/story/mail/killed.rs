//! The program itself is killed between the commit of messages and the touch of the server's copies.

use std::{
    fs,
    process::{Child, Command, Stdio},
};

use nix::{
    sys::signal::{Signal, kill},
    unistd::Pid,
};
use tempfile::TempDir;
use tests::eventually;

use super::{letterbox::Letterbox, written::Written};
use crate::story::executable;

/// The e-mail door as a process of its own, on the office's database.
struct Program {
    folder: TempDir,
    url: String,
    running: Option<Child>,
}

impl Program {
    fn install(box_: &Letterbox) -> Self {
        let folder = tempfile::Builder::new().prefix("passerelle-mail-door.").tempdir().unwrap();
        let settings = box_.post.site_settings();
        let settings = settings.replace("after = \"seen\"", "after = \"move\"\narchive = \"Traités\"");
        let site = format!("data_dir = \"data\"\n\n[http]\nlisten = \"127.0.0.1:0\"\n\n{settings}");
        fs::write(folder.path().join("site.toml"), site).unwrap();
        Self { folder, url: box_.office.db.url(), running: None }
    }

    fn start(&mut self) {
        let log = fs::File::options().create(true).append(true).open(self.folder.path().join("log")).unwrap();
        let child = Command::new(executable("passerelle"))
            .args(["run", "--service", "mail", "--config"])
            .arg(self.folder.path().join("site.toml"))
            .env("DATABASE_URL", &self.url)
            .stdin(Stdio::null())
            .stdout(log.try_clone().unwrap())
            .stderr(log)
            .spawn()
            .unwrap();
        self.running = Some(child);
    }

    /// `kill -9`.
    fn kill(&mut self) {
        let mut child = self.running.take().unwrap();
        child.kill().unwrap();
        child.wait().unwrap();
    }

    fn stop(&mut self) {
        if let Some(mut child) = self.running.take() {
            let _gone = kill(Pid::from_raw(i32::try_from(child.id()).unwrap()), Signal::SIGTERM);
            let _status = child.wait();
        }
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        self.stop();
        if std::thread::panicking() {
            eprintln!("the program said:\n{}", fs::read_to_string(self.folder.path().join("log")).unwrap_or_default());
        }
    }
}

/// The archive as the server keeps it (modified UTF-7).
const ARCHIVE: &str = "Trait&AOk-s";

async fn archived(box_: &Letterbox, count: usize) {
    eventually(&format!("{count} copies are moved"), || async {
        let moved = box_.post.count(ARCHIVE).unwrap().0;
        assert!(moved <= count, "{moved} copies of {count}");
        moved == count && box_.post.count("INBOX").unwrap().0 == 0
    })
    .await;
}

#[tokio::test]
async fn killed_between_the_commit_and_the_touch_it_repeats_the_touch_only() {
    let box_ = Letterbox::open().await;
    // The mailroom is not there to read the files.
    box_.office.db.allow_leftover_jobs();
    let mut program = Program::install(&box_);
    let deliver = |box_: &Letterbox, id: &str| {
        let from = format!("{id}@courriel.example");
        box_.deliver(&Written { id, from: &from, ..Written::default() }.raw());
    };
    deliver(&box_, "un");
    program.start();
    archived(&box_, 1).await;
    box_.sent(1).await;
    program.stop();

    // Another program holds the archive: the messages will be kept, their copies not moved yet.
    box_.post.keep_busy(ARCHIVE).unwrap();
    for id in ["deux", "trois", "quatre", "cinq"] {
        deliver(&box_, id);
    }
    program.start();
    box_.communications(5).await;
    box_.sent(5).await;
    assert_eq!(box_.count("SELECT jsonb_array_length(cursor->'untouched')::bigint FROM source").await, 4);
    assert_eq!(box_.post.count("INBOX").unwrap().0, 4, "no copy is touched");
    program.kill();
    assert_eq!(box_.post.count("INBOX").unwrap().0, 4);

    box_.post.let_go(ARCHIVE).unwrap();
    program.start();
    archived(&box_, 5).await;
    deliver(&box_, "six");
    archived(&box_, 6).await;
    box_.sent(6).await;
    program.stop();
    assert_eq!(box_.count("SELECT count(*) FROM communication").await, 6);
    assert_eq!(box_.count("SELECT count(*) FROM residence_case").await, 6);
    assert_eq!(box_.count("SELECT count(*) FROM letter").await, 6);
    let mut answered: Vec<String> = box_.post.sent().into_iter().flat_map(|mail| mail.to).collect();
    answered.sort();
    answered.dedup();
    assert_eq!(answered.len(), 6, "each was answered once");
}
