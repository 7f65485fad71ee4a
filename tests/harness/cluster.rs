use std::{
    env,
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
    sync::{Mutex, OnceLock, PoisonError},
};

use anyhow::{Context, ensure};

/// The cluster of this process. Its standard input stays open as long as the process lives, and so does it.
static OWN: Mutex<Option<Child>> = Mutex::new(None);

/// The URL of the superuser of the tests' cluster.
pub(crate) fn superuser_url() -> &'static str {
    static URL: OnceLock<String> = OnceLock::new();
    URL.get_or_init(|| env::var("TEST_DATABASE_URL").unwrap_or_else(|_| start().expect("a PostgreSQL for the tests")))
}

fn start() -> anyhow::Result<String> {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/postgres");
    let mut child = Command::new(script)
        .arg("serve")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .with_context(|| format!("running {script}"))?;
    let output = child.stdout.take().context("the script has an output")?;
    let mut url = String::new();
    BufReader::new(output).read_line(&mut url)?;
    *OWN.lock().unwrap_or_else(PoisonError::into_inner) = Some(child);
    ensure!(!url.trim().is_empty(), "{script} serve: says why when run by hand");
    Ok(url.trim().to_owned())
}

/// The URL of `database` for `role`.
pub(crate) fn url(role: &str, database: &str) -> String {
    superuser_url().replacen("//postgres@", &format!("//{role}@"), 1).replacen(
        "/postgres?",
        &format!("/{database}?"),
        1,
    )
}
