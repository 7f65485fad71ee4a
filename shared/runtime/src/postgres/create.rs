use std::{fs, io, io::Write as _, process::Stdio};

use super::{
    DATABASE, PostgresError, SUPERUSER,
    account::Account,
    binaries::Binaries,
    layout::{Layout, PORT},
};

/// The roles, the database and who owns it; the same file serves an external server.
const ROLES: &str = include_str!("../../../../deploy/postgres/roles.sql");

/// Makes the cluster unless it is there. It appears under its name only once it is whole.
pub(super) fn cluster(layout: &Layout, account: &Account, binaries: &Binaries) -> Result<(), PostgresError> {
    if layout.cluster_version().is_some() {
        return Ok(());
    }
    let draft = layout.root.join("cluster.new");
    match fs::remove_dir_all(&draft) {
        Err(reason) if reason.kind() != io::ErrorKind::NotFound => {
            return Err(PostgresError::file("suppression de", draft)(reason));
        }
        Ok(()) | Err(_) => {}
    }
    tracing::info!(version = binaries.major, "creating the private PostgreSQL");
    let output = account
        .command(&binaries.program("initdb"), false)
        .arg(format!("--username={SUPERUSER}"))
        .args(["--encoding=UTF8", "--locale=C.UTF-8", "--data-checksums", "--no-instructions"])
        .args(["--auth-local=trust", "--auth-host=reject", "--pgdata"])
        .arg(&draft)
        .output()
        .map_err(|_| PostgresError::NoSetpriv)?;
    if !output.status.success() {
        let output = String::from_utf8_lossy(&output.stderr).trim().to_owned();
        return Err(PostgresError::Failed { program: "initdb", output });
    }
    fs::rename(&draft, &layout.data).map_err(PostgresError::file("mise en place de", &layout.data))
}

/// Makes the roles and the database on the running server, whatever of them exists.
pub(super) fn roles(layout: &Layout, account: &Account, binaries: &Binaries) -> Result<(), PostgresError> {
    psql(layout, account, binaries, "postgres", ROLES).map(drop)
}

/// Runs a script as superuser on the private socket and returns what it prints.
pub(super) fn psql(
    layout: &Layout,
    account: &Account,
    binaries: &Binaries,
    database: &str,
    script: &str,
) -> Result<String, PostgresError> {
    let failed = |output: String| PostgresError::Failed { program: "psql", output };
    let mut child = account
        .command(&binaries.program("psql"), false)
        .args(["--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--set=ON_ERROR_STOP=1", "--file=-"])
        .arg(format!("--set=database={DATABASE}"))
        .arg(format!("--host={}", layout.socket.display()))
        .arg(format!("--port={PORT}"))
        .arg(format!("--username={SUPERUSER}"))
        .arg(format!("--dbname={database}"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|_| PostgresError::NoSetpriv)?;
    if let Some(mut input) = child.stdin.take() {
        input.write_all(script.as_bytes()).map_err(|reason| failed(reason.to_string()))?;
    }
    let output = child.wait_with_output().map_err(|reason| failed(reason.to_string()))?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    } else {
        Err(failed(String::from_utf8_lossy(&output.stderr).trim().to_owned()))
    }
}
