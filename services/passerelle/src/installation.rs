use std::{
    net::{SocketAddr, TcpListener},
    sync::Arc,
};

use anyhow::{Context as _, Result};
use domain::Clock;
use runtime::{Config, Context, Health, Service, database, telemetry::PrometheusHandle};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::{http, services};

/// An installation at work: database, services, pages.
pub struct Installation {
    /// What its services work with.
    pub context: Context,
    /// Where its pages are.
    pub address: SocketAddr,
    database: database::Handle,
    work: JoinHandle<()>,
}

impl Installation {
    /// Opens the database (starting the private one), the blobs and the address of the pages, then starts the services
    /// named (all when none is).
    pub async fn start(
        config: Config,
        clock: Arc<dyn Clock>,
        metrics: PrometheusHandle,
        wanted: &[String],
    ) -> Result<Self> {
        let chosen = services::choose(wanted)?;
        let listen = config.http.listen;
        let listener = TcpListener::bind(listen)
            .with_context(|| format!("http.listen : l'adresse {listen} ne peut pas être ouverte"))?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let database = database::open(&config).await?;
        match context(config, clock, &database).await {
            Ok(context) => {
                let mut running = services::start(&chosen);
                running.push(Service::new("catalogue", runtime::follow_catalogue));
                running.push(http::service(listener, metrics, chosen, database.server_state()));
                let work = tokio::spawn(runtime::supervise(running, context.clone()));
                Ok(Self { context, address, database, work })
            }
            Err(error) => {
                database.close().await;
                Err(error)
            }
        }
    }

    /// Opens the database and the blobs, and runs nothing: for a play whose services work in processes of their own.
    pub async fn without_services(config: Config, clock: Arc<dyn Clock>) -> Result<Self> {
        let address = config.http.listen;
        let database = database::open(&config).await?;
        match context(config, clock, &database).await {
            Ok(context) => {
                let work = tokio::spawn(context.cancel.clone().cancelled_owned());
                Ok(Self { context, address, database, work })
            }
            Err(error) => {
                database.close().await;
                Err(error)
            }
        }
    }

    /// Lets the services finish what is in hand, then stops the private PostgreSQL.
    pub async fn stop(self) {
        self.context.cancel.cancel();
        if let Err(failure) = self.work.await {
            tracing::error!(%failure, "the supervision of the services failed");
        }
        drop(self.context);
        self.database.close().await;
    }
}

async fn context(config: Config, clock: Arc<dyn Clock>, database: &database::Handle) -> Result<Context> {
    let blobs = runtime::open_blobs(&config)?;
    let catalogue = runtime::load_catalogue(&config, clock.today(config.site.zone))?;
    let database = database.connect().await?;
    catalogue.refresh(&database).await?;
    Ok(Context {
        catalogue,
        database,
        blobs,
        clock,
        reader: reading::Reader::new(config.reader_config()),
        config: Arc::new(config),
        health: Health::default(),
        cancel: CancellationToken::new(),
    })
}
