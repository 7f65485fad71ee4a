use std::{fmt::Write, fs, path::PathBuf};

use anyhow::Context;
use sha2::{Digest, Sha256};
use sqlx::{AssertSqlSafe, Connection, PgConnection};

use crate::cluster;

/// Any number: the lock under which one process makes the template and the others wait.
const LOCK: i64 = 0x0074_656d_706c;

/// The name of a database that has every migration applied, made when there is none yet.
pub(crate) async fn template(admin: &mut PgConnection) -> anyhow::Result<String> {
    let name = format!("template_{}", migrations_digest()?);
    sqlx::query("SELECT pg_advisory_lock($1)").bind(LOCK).execute(&mut *admin).await?;
    let made = make(admin, &name).await;
    sqlx::query("SELECT pg_advisory_unlock($1)").bind(LOCK).execute(admin).await?;
    made.map(|()| name)
}

async fn make(admin: &mut PgConnection, name: &str) -> anyhow::Result<()> {
    let exists: bool = sqlx::query_scalar("SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)")
        .bind(name)
        .fetch_one(&mut *admin)
        .await?;
    if exists {
        return Ok(());
    }
    // It gets its name when it is complete: what a killed process left half made is made anew.
    let unfinished = format!("{name}_unfinished");
    execute(admin, format!("DROP DATABASE IF EXISTS {unfinished} WITH (FORCE)")).await?;
    execute(admin, format!("CREATE DATABASE {unfinished} OWNER passerelle_owner")).await?;
    let url = cluster::url("passerelle_owner", &unfinished);
    store::migrate(&url).await.context("applying the migrations")?;
    no_sessions(admin, &unfinished).await?;
    execute(admin, format!("ALTER DATABASE {unfinished} RENAME TO {name}")).await
}

/// Waits until the server has let the last session of `database` go (it does so after the client).
async fn no_sessions(admin: &mut PgConnection, database: &str) -> anyhow::Result<()> {
    sqlx::query("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = $1")
        .bind(database)
        .execute(admin)
        .await?;
    Ok(())
}

/// Runs a statement whose names the harness made.
pub(crate) async fn execute(admin: &mut PgConnection, statement: String) -> anyhow::Result<()> {
    sqlx::raw_sql(AssertSqlSafe(statement)).execute(admin).await?;
    Ok(())
}

/// A superuser's connection, outside all test databases.
pub(crate) async fn superuser() -> anyhow::Result<PgConnection> {
    PgConnection::connect(cluster::superuser_url()).await.context("connecting to the tests' PostgreSQL")
}

fn migrations_digest() -> anyhow::Result<String> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../migrations");
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<anyhow::Result<_>>()?;
    files.retain(|path| path.extension().is_some_and(|extension| extension == "sql"));
    files.sort();
    let mut digest = Sha256::new();
    for file in files {
        digest.update(fs::read(file)?);
    }
    let mut name = String::new();
    for byte in &digest.finalize()[..8] {
        write!(name, "{byte:02x}")?;
    }
    Ok(name)
}
