//! An office with a telephone and its operator.

use std::{net::SocketAddr, sync::Arc};

use phone::emulator::{Caller, Dialled, Emulator, EmulatorConfig};
use runtime::{Config, Context};
use store::reads::calls::{self, CallView};
use tests::eventually;
use tokio_util::sync::CancellationToken;

use crate::office::Office;

pub(super) const NUMBER: &str = "+33353010067";
pub(super) const CALLER: &str = "+33612345678";

/// An office with a telephone and its operator.
pub(super) struct Exchange {
    pub(super) office: Office,
    pub(super) operator: Emulator,
    pub(super) address: SocketAddr,
    config: Arc<Config>,
    stop: CancellationToken,
    service: tokio::task::JoinHandle<Result<(), phone::PhoneError>>,
}

impl Exchange {
    pub(super) async fn open() -> Self {
        Self::with(Office::open().await, None).await
    }

    pub(super) async fn with(office: Office, agents: Option<&str>) -> Self {
        let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = free.local_addr().unwrap();
        drop(free);
        let operator = Emulator::start(EmulatorConfig {
            listen: "127.0.0.1:0".parse().unwrap(),
            account_sid: "AC00000000000000000000000000000001".to_owned(),
            auth_token: "un jeton".to_owned(),
            number: NUMBER.to_owned(),
            public_url: format!("http://{address}"),
            clock: office.casework.clock.clone(),
        })
        .await
        .unwrap();
        let agents = agents.map(|line| format!("agents = \"{line}\"")).unwrap_or_default();
        let config = Config::from_toml(&format!("{}{agents}", operator.site_settings())).unwrap();
        let (config, stop) = (Arc::new(config), CancellationToken::new());
        let service = serve(&office, &config, &stop, address).await;
        Self { office, operator, address, config, stop, service }
    }

    /// The program is away; the operator goes on.
    pub(super) async fn go_away(&mut self) {
        self.stop.cancel();
        (&mut self.service).await.unwrap().unwrap();
    }

    pub(super) async fn come_back(&mut self) {
        self.stop = CancellationToken::new();
        self.service = serve(&self.office, &self.config, &self.stop, self.address).await;
    }

    pub(super) async fn dial(&self, presses: &[&str], says: Option<Vec<u8>>) -> Dialled {
        let presses = presses.iter().map(|p| (*p).to_owned()).collect();
        self.operator.dial(Caller { from: CALLER.to_owned(), presses, says_wav: says, ..Caller::default() }).await
    }

    pub(super) async fn calls(&self) -> Vec<CallView> {
        calls::open(&mut *self.office.begin(&self.office.referent()).await, 50).await.unwrap()
    }

    pub(super) async fn only_call(&self) -> CallView {
        let mut calls = self.calls().await;
        assert_eq!(calls.len(), 1, "{calls:?}");
        calls.remove(0)
    }

    pub(super) async fn count(&self, query: &'static str) -> i64 {
        self.office.number(query).await
    }

    /// Stops the service once its jobs are done.
    pub(super) async fn close(self) {
        eventually("the recordings are settled", || async {
            self.count("SELECT count(*) FROM job WHERE kind IN ('fetch_recording', 'delete_recording')").await == 0
        })
        .await;
        self.office.prepare_letters().await;
        self.stop.cancel();
        self.service.await.unwrap().unwrap();
        // The question to the operator comes again by itself.
        let again = sqlx::query("DELETE FROM job WHERE kind = 'catch_up_calls'");
        again.execute(&mut self.office.db.superuser().await).await.unwrap();
    }
}

async fn serve(
    office: &Office,
    config: &Arc<Config>,
    stop: &CancellationToken,
    address: SocketAddr,
) -> tokio::task::JoinHandle<Result<(), phone::PhoneError>> {
    let context = Context { cancel: stop.clone(), ..office.context_of(config.clone()) };
    let service = tokio::spawn(phone::run(context));
    eventually("the webhooks listen", || async { tokio::net::TcpStream::connect(address).await.is_ok() }).await;
    service
}
