use domain::Actor;
use runtime::{
    Config,
    config::DatabaseMode,
    database,
    postgres::{Plan, PostgresError},
};
use store::SchemaState;

use super::finding::Finding;

/// The database and its schema.
pub async fn examine(config: &Config) -> Vec<Finding> {
    match config.database.mode {
        DatabaseMode::Embedded => private(config).await,
        DatabaseMode::External => reachable(config, "vérifier database.url_file et que le serveur tourne").await,
    }
}

async fn private(config: &Config) -> Vec<Finding> {
    let plan = Plan::of(config);
    match plan.check() {
        Ok(binaries) => {
            let detail = format!("PostgreSQL {} dans {}", binaries.major, binaries.folder.display());
            let mut findings = vec![Finding::good("PostgreSQL", detail)];
            if plan.is_served() {
                findings.extend(reachable(config, "consulter le journal de passerelle run").await);
            } else {
                findings.push(Finding::good("schéma", "mis à jour au démarrage"));
            }
            findings
        }
        Err(error) => vec![Finding::fault("PostgreSQL", error.to_string(), remedy(&error))],
    }
}

fn remedy(error: &PostgresError) -> &'static str {
    match error {
        PostgresError::Missing { .. } => runtime::postgres::INSTALL,
        PostgresError::NoSetpriv => "apt-get install -y util-linux",
        PostgresError::NoAccount(_) => "useradd --system postgres",
        PostgresError::Unreachable { .. } => {
            "choisir un data_dir que ce compte peut atteindre, par exemple /var/lib/passerelle"
        }
        PostgresError::File { .. } | PostgresError::NotPrivate(_) => {
            "corriger le propriétaire et les droits de data_dir"
        }
        PostgresError::InUse(_) => "arrêter l'autre instance",
        PostgresError::Leftover(_) => "arrêter ce processus avec kill -QUIT",
        PostgresError::Failed { .. } => "consulter le journal de passerelle run",
    }
}

async fn reachable(config: &Config, remedy: &str) -> Vec<Finding> {
    let handle = match database::join(config).await {
        Ok(handle) => handle,
        Err(error) => return vec![Finding::fault("base", error.to_string(), remedy)],
    };
    let findings = vec![application(&handle, remedy).await, schema(&handle, remedy).await];
    handle.close().await;
    findings
}

async fn application(handle: &database::Handle, remedy: &str) -> Finding {
    let answer = match handle.connect().await {
        Ok(database) => database.begin(&Actor::Operator("doctor")).await.map(drop).map_err(|error| error.to_string()),
        Err(error) => Err(error.to_string()),
    };
    match answer {
        Ok(()) => Finding::good("base", "elle répond"),
        Err(reason) => Finding::fault("base", reason, remedy),
    }
}

async fn schema(handle: &database::Handle, remedy: &str) -> Finding {
    match handle.schema().await {
        Ok(SchemaState::Current) => Finding::good("schéma", "à jour"),
        Ok(SchemaState::Behind { missing }) => {
            Finding::fault("schéma", format!("{missing} migration(s) de retard"), "passerelle migrate")
        }
        Ok(SchemaState::Ahead) => {
            Finding::fault("schéma", "plus récent que ce programme", "installer une version plus récente de Passerelle")
        }
        Err(error) => Finding::fault("schéma", error.to_string(), remedy),
    }
}
