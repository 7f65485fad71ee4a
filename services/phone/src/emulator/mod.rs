//! A stateful emulator of the telephone operator, for tests and the demonstration: callers dial the number, the webhooks are
//! called with right signatures and their answers followed; the interface of accounts, calls and recordings answers as the
//! operator's does (the subset that [`crate::operator::Operator`] uses).

mod api;
mod following;
mod lists;
mod state;

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use domain::Clock;
use tokio::{net::TcpListener, task::JoinHandle};

use state::State;
pub use state::{CallRecord, CallStatus};

/// The operator's account and where it finds us.
#[derive(Clone)]
pub struct EmulatorConfig {
    /// Address of its interface; port 0 takes a free one.
    pub listen: SocketAddr,
    /// The account.
    pub account_sid: String,
    /// Its token.
    pub auth_token: String,
    /// The number that people call.
    pub number: String,
    /// The address of the webhooks, without a final slash: `/telephone/appel`, `/secours` and `/etat` are under it.
    pub public_url: String,
    /// Its clock.
    pub clock: Arc<dyn Clock>,
}

/// Somebody who calls.
#[derive(Clone, Debug, Default)]
pub struct Caller {
    /// Their number; empty when hidden.
    pub from: String,
    /// The digits pressed, one text for each time they are asked.
    pub presses: Vec<String>,
    /// What they say after the tone, as a WAV file; nothing: they hang up without a word.
    pub says_wav: Option<Vec<u8>>,
    /// Whether an agent answers, when the agents' line is rung.
    pub agent_answers: bool,
    /// They hang up after this many answers of ours.
    pub patience: Option<usize>,
}

/// What a caller lived through.
#[derive(Clone, Debug, Default)]
pub struct Dialled {
    /// The name of the call.
    pub call_sid: String,
    /// Every sentence heard.
    pub heard: Vec<String>,
    /// The recording made.
    pub recording_sid: Option<String>,
    /// The numbers rung on the way.
    pub rung: Vec<String>,
    /// The status of each answer of ours that was none (`0`: nobody answered).
    pub failures: Vec<u16>,
    /// Each webhook called, with its parameters: for a replay.
    pub webhooks: Vec<(String, Vec<(String, String)>)>,
    /// How many requests reach us.
    reachable: usize,
}

struct Shared {
    config: EmulatorConfig,
    http: reqwest::Client,
    state: Mutex<State>,
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The operator at work until it is dropped.
pub struct Emulator {
    shared: Arc<Shared>,
    address: SocketAddr,
    server: JoinHandle<()>,
}

impl Drop for Emulator {
    fn drop(&mut self) {
        self.server.abort();
    }
}

impl Emulator {
    /// Starts the operator.
    ///
    /// # Errors
    /// When its address cannot be opened.
    pub async fn start(config: EmulatorConfig) -> std::io::Result<Self> {
        runtime::choose_encryption();
        let listener = TcpListener::bind(config.listen).await?;
        let address = listener.local_addr()?;
        let shared = Arc::new(Shared { config, http: reqwest::Client::new(), state: Mutex::new(State::default()) });
        let router = api::router(shared.clone());
        let server = tokio::spawn(async move {
            if let Err(error) = axum::serve(listener, router).await {
                tracing::error!(%error, "the emulated operator ended");
            }
        });
        Ok(Self { shared, address, server })
    }

    /// The address of its interface, for `[phone] api_url`.
    #[must_use]
    pub fn api_url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The settings of a site that has this operator, with its webhooks at the public address itself: no proxy stands between.
    /// They end inside the section `[phone]`.
    #[must_use]
    pub fn site_settings(&self) -> String {
        let EmulatorConfig { account_sid, auth_token, number, public_url, .. } = &self.shared.config;
        let (api, listen) = (self.api_url(), public_url.trim_start_matches("http://"));
        format!(
            "[phone]\naccount_sid = \"{account_sid}\"\nauth_token = \"{auth_token}\"\nnumber = \"{number}\"\napi_url = \"{api}\"\n\
             public_url = \"{public_url}\"\nlisten = \"{listen}\"\n"
        )
    }

    /// Somebody dials the number: the call is followed to its end.
    pub async fn dial(&self, caller: Caller) -> Dialled {
        self.dial_and_lose(caller, usize::MAX).await
    }

    /// Somebody dials the number, and after so many answers of ours nothing reaches us any more: the line is away.
    pub async fn dial_and_lose(&self, caller: Caller, answers: usize) -> Dialled {
        let now = self.shared.config.clock.now();
        let sid = self.shared.state().new_call(&caller.from, &self.shared.config.number, true, now);
        following::inbound(&self.shared, &sid, &caller, answers).await
    }

    /// Calls a webhook again, or as nobody would, with a right signature: what was answered.
    pub async fn send(&self, url: &str, parameters: &[(String, String)]) -> u16 {
        following::post(&self.shared, url, parameters).await.map_or(0, |(status, _)| status)
    }

    /// Makes the next requests for recordings fail, as when the operator has an outage.
    pub fn break_recordings(&self, times: u32) {
        self.shared.state().recording_failures = times;
    }

    /// The recordings that the operator still has.
    #[must_use]
    pub fn recordings(&self) -> Vec<String> {
        self.shared.state().recordings.keys().cloned().collect()
    }

    /// A call, as the operator knows it.
    #[must_use]
    pub fn call(&self, sid: &str) -> Option<CallRecord> {
        self.shared.state().calls.get(sid).cloned()
    }
}

/// A WAV file of a telephone's quality: `seconds` of a quiet tone, for whoever has no voice at hand.
#[must_use]
pub fn tone(seconds: u32) -> Vec<u8> {
    const RATE: u32 = 8000;
    let samples = RATE * seconds;
    let mut wav = Vec::new();
    wav.extend_from_slice(b"RIFF");
    wav.extend_from_slice(&(36 + samples).to_le_bytes());
    wav.extend_from_slice(b"WAVEfmt ");
    wav.extend_from_slice(&16_u32.to_le_bytes());
    wav.extend_from_slice(&1_u16.to_le_bytes());
    wav.extend_from_slice(&1_u16.to_le_bytes());
    wav.extend_from_slice(&RATE.to_le_bytes());
    wav.extend_from_slice(&RATE.to_le_bytes());
    wav.extend_from_slice(&1_u16.to_le_bytes());
    wav.extend_from_slice(&8_u16.to_le_bytes());
    wav.extend_from_slice(b"data");
    wav.extend_from_slice(&samples.to_le_bytes());
    // A square wave of 400 Hz: ten samples up, ten down.
    wav.extend((0..samples).map(|n| if n / 10 % 2 == 0 { 140_u8 } else { 116_u8 }));
    wav
}
