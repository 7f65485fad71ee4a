use sqlx::{Connection, PgConnection, migrate::Migrator};

use crate::StoreError;

static MIGRATOR: Migrator = sqlx::migrate!("../../migrations");

/// Every function by which a migration gives the roles of services what it made.
const GRANT_ALL: &str = "DO $$
DECLARE
    name text;
BEGIN
    FOR name IN SELECT proname FROM pg_proc
        WHERE pronamespace = 'public'::regnamespace AND starts_with(proname, 'passerelle_grant_') ORDER BY proname
    LOOP
        EXECUTE format('SELECT %I()', name);
    END LOOP;
END $$";

/// How the schema of a database stands against the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SchemaState {
    /// Every migration of the program is applied.
    Current,
    /// Some are missing: `passerelle migrate` applies them.
    Behind {
        /// How many are missing.
        missing: usize,
    },
    /// The database is newer than the program.
    Ahead,
}

/// Applies the missing migrations, as the owner of the schema (`url` connects as that role).
/// Several processes may call it at once: one works, the others wait.
///
/// # Errors
/// When the database cannot be reached, a migration fails, or an applied migration differs from the program's.
pub async fn migrate(url: &str) -> Result<(), StoreError> {
    let mut connection = PgConnection::connect(url).await?;
    MIGRATOR.run(&mut connection).await?;
    // The roles of services that run alone may have been made since, or reach new tables.
    sqlx::query(GRANT_ALL).execute(&mut connection).await?;
    connection.close().await?;
    Ok(())
}

/// Compares the migrations of a database with the program's.
///
/// # Errors
/// When the database cannot be reached.
pub async fn schema_state(url: &str) -> Result<SchemaState, StoreError> {
    let mut connection = PgConnection::connect(url).await?;
    let applied: Vec<i64> = sqlx::query_scalar("SELECT version FROM _sqlx_migrations WHERE success ORDER BY version")
        .fetch_all(&mut connection)
        .await
        .or_else(|error| match &error {
            sqlx::Error::Database(e) if e.code().as_deref() == Some("42P01") => Ok(Vec::new()),
            _ => Err(error),
        })?;
    connection.close().await?;
    let known: Vec<i64> = MIGRATOR.iter().map(|m| m.version).collect();
    if applied.iter().any(|v| !known.contains(v)) {
        return Ok(SchemaState::Ahead);
    }
    let missing = known.iter().filter(|v| !applied.contains(v)).count();
    Ok(if missing == 0 { SchemaState::Current } else { SchemaState::Behind { missing } })
}
