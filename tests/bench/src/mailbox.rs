use std::{
    env, fs,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::Arc,
    time::{Duration, Instant},
};

use domain::SystemClock;
use nix::sys::resource::{UsageWho, getrusage};
use postoffice::{PASSWORD, PostOffice, USER};
use runtime::{Config, Context, Health};
use store::BlobStore;
use tempfile::TempDir;
use tests::TestDb;
use tokio_util::sync::CancellationToken;

use crate::figures::commit_settings;

const MESSAGES: usize = 2_000;
const BYTES: usize = 41 << 10;

/// Measures the whole way of a mailbox, from Dovecot over TLS to durable cases, beside mbsync storing the same mailbox.
pub(crate) async fn measure() {
    let Some(reader) = reader() else {
        println!("  passerelle-reader is not built: cargo build --release -p reader");
        return;
    };
    let folder = TempDir::new().expect("a folder");
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).expect("rights");
    let post = PostOffice::start(&folder.path().join("office")).await.expect("a post office");
    for number in 0..MESSAGES {
        post.deliver(&message(number)).expect("a delivery");
    }
    println!("  {MESSAGES} messages of {} KB, Dovecot over TLS on this machine", BYTES >> 10);
    let first = synchronised(&post, &folder.path().join("first"));
    tell("mbsync, the first to open the mailbox", first.as_ref());
    let ours = received(&post, reader).await;
    tell("Passerelle: fetched, parsed in the reader, durable cases", ours.as_ref());
    let again = synchronised(&post, &folder.path().join("again"));
    tell("mbsync, mailbox opened before", again.as_ref());
    for (what, theirs) in [("first", first), ("again", again)].iter().filter_map(|(what, t)| Some((what, t.as_ref()?)))
    {
        let ratio = ours.as_ref().map_or(f64::NAN, |ours| ours.wall.as_secs_f64() / theirs.wall.as_secs_f64());
        println!("  wall, Passerelle / mbsync ({what}): {ratio:.2}");
    }
}

struct Taken {
    wall: Duration,
    processor: Duration,
    /// Of PostgreSQL, which works for one of them only.
    database: Duration,
}

fn tell(what: &str, taken: Option<&Taken>) {
    match taken {
        None => println!("{what:<60} could not be measured"),
        Some(taken) => println!(
            "{what:<60} {:>7.2} s   {:>7.2} s of processor + {:.2} s of PostgreSQL",
            taken.wall.as_secs_f64(),
            taken.processor.as_secs_f64(),
            taken.database.as_secs_f64()
        ),
    }
}

/// A message that no other is, with an attachment that does not compress.
pub(crate) fn message(number: usize) -> Vec<u8> {
    let head = format!(
        "Received: from out.courriel.example by mx.prefecture-demonstration.example; Mon, 16 Nov 2026 08:00:00 +0100\r\n\
         From: Personne {number} <p{number}@courriel.example>\r\nTo: {USER}\r\nSubject: Demande {number}\r\n\
         Message-ID: <{number}@courriel.example>\r\nDate: Mon, 16 Nov 2026 08:00:00 +0100\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/mixed; boundary=couture\r\n\r\n--couture\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n\
         Bonjour, je demande un titre de sejour.\r\n--couture\r\nContent-Type: application/pdf; name=piece.pdf\r\n\
         Content-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename=piece.pdf\r\n\r\n"
    );
    let mut raw = head.into_bytes();
    let mut state = number as u64 + 1;
    while raw.len() < BYTES {
        let mut line = Vec::with_capacity(60);
        while line.len() < 57 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            line.extend_from_slice(&state.to_be_bytes()[..3]);
        }
        raw.extend_from_slice(base64::Engine::encode(&base64::engine::general_purpose::STANDARD, &line).as_bytes());
        raw.extend_from_slice(b"\r\n");
    }
    raw.extend_from_slice(b"--couture--\r\n");
    raw
}

async fn received(post: &PostOffice, reader: PathBuf) -> Option<Taken> {
    let db = TestDb::new().await;
    db.allow_open_books();
    db.allow_leftover_jobs();
    commit_settings(db.pool()).await;
    let blobs = TempDir::new().ok()?;
    let mut config = Config::from_toml(&post.site_settings()).expect("settings");
    config.reader.executable = Some(reader);
    config.mail.mailboxes[0].after = runtime::config::AfterReading::Leave;
    let context = Context {
        catalogue: Arc::new(law::Catalogue::from_toml(law::embedded_parts()).expect("the catalogue")).into(),
        clock: Arc::new(SystemClock),
        database: db.database(),
        blobs: BlobStore::folder(blobs.path()).expect("blobs"),
        reader: reading::Reader::new(config.reader_config()),
        config: Arc::new(config),
        health: Health::default(),
        cancel: CancellationToken::new(),
    };
    let stop = context.cancel.clone();
    let (start, processor, database) = (Instant::now(), processor_time(), postgres_time());
    let work = tokio::spawn(mail::read_mailboxes(context));
    let mut looking = db.superuser().await;
    loop {
        let count: i64 =
            sqlx::query_scalar("SELECT count(*) FROM residence_case").fetch_one(&mut looking).await.expect("a count");
        if count >= i64::try_from(MESSAGES).unwrap_or(i64::MAX) {
            break;
        }
        if work.is_finished() || start.elapsed() > Duration::from_mins(5) {
            println!("  only {count} messages became cases");
            return None;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let wall = start.elapsed();
    stop.cancel();
    work.await.ok()?.ok()?;
    // The readers end with the door; their time counts once they have.
    tokio::time::sleep(Duration::from_millis(500)).await;
    Some(Taken {
        wall,
        processor: processor_time().saturating_sub(processor),
        database: postgres_time().saturating_sub(database),
    })
}

/// Runs mbsync into an empty folder.
fn synchronised(post: &PostOffice, into: &Path) -> Option<Taken> {
    fs::create_dir_all(into).ok()?;
    let (imap, at) = (post.imap(), into.display());
    let settings = format!(
        "IMAPStore far\nHost {}\nPort {}\nUser {USER}\nPass {PASSWORD}\nSSLType IMAPS\nCertificateFile {}\n\n\
         MaildirStore near\nPath {at}/\nInbox {at}/INBOX\n\n\
         Channel all\nFar :far:\nNear :near:\nPatterns INBOX\nSync Pull\nCreate Near\nSyncState *\n",
        imap.host,
        imap.port,
        imap.ca_file.display()
    );
    let file = into.join("mbsyncrc");
    fs::write(&file, settings).ok()?;
    let (start, before) = (Instant::now(), processor_time());
    let status = Command::new("mbsync").arg("-q").arg("-c").arg(&file).arg("all").stdin(Stdio::null()).status();
    let wall = start.elapsed();
    let stored = fs::read_dir(into.join("INBOX/new")).map_or(0, Iterator::count);
    if !status.is_ok_and(|status| status.success()) || stored != MESSAGES {
        println!("  mbsync stored {stored} messages (Debian package: isync)");
        return None;
    }
    Some(Taken { wall, processor: processor_time().saturating_sub(before), database: Duration::ZERO })
}

/// Processor time of this process and of its children that have ended.
pub(crate) fn processor_time() -> Duration {
    [UsageWho::RUSAGE_SELF, UsageWho::RUSAGE_CHILDREN]
        .into_iter()
        .filter_map(|who| getrusage(who).ok())
        .flat_map(|usage| [usage.user_time(), usage.system_time()])
        .map(|time| Duration::from_micros(u64::try_from(time.tv_sec() * 1_000_000 + time.tv_usec()).unwrap_or(0)))
        .sum()
}

/// Processor time of every PostgreSQL process of this machine that lives, in steps of 10 ms.
pub(crate) fn postgres_time() -> Duration {
    let Ok(processes) = fs::read_dir("/proc") else { return Duration::ZERO };
    let ticks = processes.filter_map(|entry| {
        let stat = fs::read_to_string(entry.ok()?.path().join("stat")).ok()?;
        let (name, rest) = stat.rsplit_once(')')?;
        let mine = name.ends_with("(postgres");
        let ticks = rest.split_whitespace().skip(11).take(2).filter_map(|ticks| ticks.parse::<u64>().ok());
        mine.then(|| ticks.sum::<u64>())
    });
    Duration::from_millis(ticks.sum::<u64>() * 10)
}

/// The reader executable beside this one.
pub(crate) fn reader() -> Option<PathBuf> {
    let beside = env::current_exe().ok()?.parent()?.join("passerelle-reader");
    beside.is_file().then_some(beside)
}
