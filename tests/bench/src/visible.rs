//! From the arrival of something to the page that shows it: the real program over its private PostgreSQL, a private post office, the
//! emulated operator, and an agent who asks for the page every 20 ms.

use std::{
    env, fs,
    net::TcpListener,
    os::unix::fs::PermissionsExt as _,
    path::PathBuf,
    process::{Child, Command, Stdio},
    sync::Arc,
    time::{Duration, Instant},
};

use domain::SystemClock;
use nix::{
    sys::signal::{Signal, kill},
    unistd::Pid,
};
use phone::emulator::{Caller, Emulator, EmulatorConfig, tone};
use postoffice::PostOffice;
use reqwest::{
    Client, Response, StatusCode, header,
    multipart::{Form, Part},
    redirect::Policy,
};
use tempfile::TempDir;
use uuid::Uuid;

use crate::{figures, mailbox};

const TIMES: usize = 20;
const LOOK: Duration = Duration::from_millis(20);
const PATIENCE: Duration = Duration::from_mins(1);
const QUEUE: &str = "/courrier/indexation/file";
const ACCOUNT: &str = "AC00000000000000000000000000000067";
const TOKEN: &str = "un jeton";
const NUMBER: &str = "+33353010067";
const LOGIN: &str = "aline";
const PASSWORD: &str = "un mot de passe de mesure";
const DESK: &str = "Guichet 1";

/// Measures each door, `TIMES` arrivals one after the other.
pub(crate) async fn measure() {
    runtime::choose_encryption();
    let Some(program) = executable() else {
        println!(
            "  passerelle is not built: cargo build -p passerelle -p reader, with the profile of this measurement"
        );
        return;
    };
    let site = Site::open(program).await;
    let agent = Agent::sign_in(&site.address).await;
    println!(
        "  {TIMES} arrivals of each kind, one after the other; the page is asked for every {} ms",
        LOOK.as_millis()
    );
    figures::times("one answer of the queue, nothing waiting", agent.answers(QUEUE).await);
    figures::times("e-mail of 41 KB delivered -> the queue of messages lists it", mails(&site, &agent).await);
    let (rung, heard) = calls(&site, &agent).await;
    figures::times("first webhook of a call -> the telephone page lists it", rung);
    figures::times("voicemail ended -> it can be heard on the telephone page", heard);
    let (listed, kept, read) = deposits(&agent).await;
    figures::times("deposit opened -> the counter lists it", listed);
    figures::times("file sent (a page photographed) -> the deposit lists it", kept);
    figures::times("file sent -> its page is read and shown", read);
}

async fn mails(site: &Site, agent: &Agent) -> Vec<Duration> {
    let mut times = Vec::new();
    for number in 10_000..10_000 + TIMES {
        let start = Instant::now();
        site.office.deliver(&mailbox::message(number)).expect("a delivery");
        times.extend(agent.sees(QUEUE, &format!("Demande {number}"), 1, start).await);
    }
    times
}

async fn calls(site: &Site, agent: &Agent) -> (Vec<Duration>, Vec<Duration>) {
    let (mut rung, mut heard) = (Vec::new(), Vec::new());
    for count in 1..=TIMES {
        let from = format!("+3361234{count:04}");
        let written = formats::PhoneNumber::parse(&from).printed();
        let caller = Caller { from, presses: vec!["3".to_owned()], says_wav: Some(tone(1)), ..Caller::default() };
        let start = Instant::now();
        let dialled = async {
            site.operator.dial(caller).await;
            Instant::now()
        };
        let (ended, seen) = tokio::join!(dialled, agent.sees("/telephone", &written, 1, start));
        rung.extend(seen);
        heard.extend(agent.sees("/telephone", "<audio", count, ended).await);
    }
    (rung, heard)
}

async fn deposits(agent: &Agent) -> (Vec<Duration>, Vec<Duration>, Vec<Duration>) {
    let today = "2026-11-16".parse().expect("a date");
    let visits = world::visits(67, today).expect("visits");
    let papers: Vec<Vec<u8>> = visits.into_iter().flat_map(|visit| visit.files).map(|(_, bytes)| bytes).collect();
    let (mut listed, mut kept, mut read) = (Vec::new(), Vec::new(), Vec::new());
    for number in 0..TIMES {
        let key = Uuid::now_v7().to_string();
        let start = Instant::now();
        let deposit = agent.post("/guichet/depots", &[("cle", &key), ("guichet", DESK)]).await;
        listed.extend(agent.sees("/guichet", &deposit, 1, start).await);
        let name = format!("papier-{number}.jpg");
        let start = Instant::now();
        agent.upload(&format!("{deposit}/fichiers"), &name, &papers[number % papers.len()]).await;
        kept.extend(agent.sees(&deposit, &name, 1, start).await);
        read.extend(agent.sees(&deposit, "/pages/1/thumbnail", 1, start).await);
    }
    (listed, kept, read)
}

/// The program at work beside the servers that stand outside.
struct Site {
    folder: TempDir,
    program: Child,
    address: String,
    office: PostOffice,
    operator: Emulator,
}

impl Site {
    async fn open(executable: PathBuf) -> Self {
        let folder = tempfile::Builder::new().prefix("passerelle-visible.").tempdir().expect("a folder");
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).expect("rights");
        let office = PostOffice::start(&folder.path().join("office")).await.expect("a post office");
        let [pages, webhooks] = [free_port(), free_port()];
        let operator = Emulator::start(EmulatorConfig {
            listen: "127.0.0.1:0".parse().expect("an address"),
            account_sid: ACCOUNT.to_owned(),
            auth_token: TOKEN.to_owned(),
            number: NUMBER.to_owned(),
            public_url: format!("http://127.0.0.1:{webhooks}"),
            clock: Arc::new(SystemClock),
        })
        .await
        .expect("an operator");
        let settings = format!(
            "data_dir = \"data\"\n[http]\nlisten = \"127.0.0.1:{pages}\"\n[log]\nfilter = \"warn\"\n\
             {}{}",
            operator.site_settings(),
            office.site_settings()
        );
        let file = folder.path().join("site.toml");
        fs::write(&file, settings).expect("settings");
        let command = || {
            let mut command = Command::new(&executable);
            command.arg("--config").arg(&file).env_remove("DATABASE_URL").stdin(Stdio::null());
            command
        };
        let program = command().arg("run").spawn().expect("the program");
        let site = Self { folder, program, address: format!("http://127.0.0.1:{pages}"), office, operator };
        site.wait_until_ready().await;
        let secret = site.folder.path().join("secret");
        fs::write(&secret, PASSWORD).expect("a password");
        let roles = ["indexer", "phone_agent", "counter_agent"].map(|role| ["--role", role]).concat();
        let account = command()
            .args(["account", "add", LOGIN, "--name", "Aline Mesure", "--password-file"])
            .arg(secret)
            .args(roles)
            .stdout(Stdio::null())
            .status();
        assert!(account.is_ok_and(|status| status.success()), "an account");
        site
    }

    async fn wait_until_ready(&self) {
        let start = Instant::now();
        while start.elapsed() < PATIENCE {
            if let Ok(answer) = reqwest::get(format!("{}/ready", self.address)).await
                && answer.status().is_success()
            {
                return;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        println!("  the program does not become ready");
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        let pid = Pid::from_raw(i32::try_from(self.program.id()).unwrap_or(i32::MAX));
        let _gone = kill(pid, Signal::SIGTERM);
        let _status = self.program.wait();
    }
}

/// Somebody signed in.
struct Agent {
    http: Client,
    address: String,
    csrf: String,
}

impl Agent {
    async fn sign_in(address: &str) -> Self {
        let http = Client::builder().redirect(Policy::none()).cookie_store(true).build().expect("a client");
        let form = [("identifiant", LOGIN), ("mot_de_passe", PASSWORD)];
        led_to(&http.post(format!("{address}/connexion")).form(&form).send().await.expect("an answer"));
        let mut agent = Self { http, address: address.to_owned(), csrf: String::new() };
        let page = agent.page("/guichet").await.unwrap_or_default();
        let token = page.split_once("name=\"csrf\" value=\"").and_then(|(_, rest)| rest.split_once('"'));
        token.expect("a form").0.clone_into(&mut agent.csrf);
        agent
    }

    async fn page(&self, path: &str) -> Option<String> {
        self.http.get(format!("{}{path}", self.address)).send().await.ok()?.text().await.ok()
    }

    /// How long the page alone takes to answer.
    async fn answers(&self, path: &str) -> Vec<Duration> {
        let mut times = Vec::new();
        for _ in 0..TIMES {
            let start = Instant::now();
            self.page(path).await;
            times.push(start.elapsed());
        }
        times
    }

    /// Asks for the page until it contains `words` that many times: the time since `start`.
    async fn sees(&self, path: &str, words: &str, many: usize, start: Instant) -> Option<Duration> {
        while start.elapsed() < PATIENCE {
            if self.page(path).await.is_some_and(|page| page.matches(words).count() >= many) {
                return Some(start.elapsed());
            }
            tokio::time::sleep(LOOK).await;
        }
        println!("  {path} never shows « {words} »");
        None
    }

    /// Sends a form: where it leads.
    async fn post(&self, path: &str, fields: &[(&str, &str)]) -> String {
        let form = [fields, &[("csrf", self.csrf.as_str())]].concat();
        let request = self.http.post(format!("{}{path}", self.address));
        led_to(&request.form(&form).send().await.expect("an answer"))
    }

    async fn upload(&self, path: &str, name: &str, content: &[u8]) {
        let part = Part::bytes(content.to_vec()).file_name(name.to_owned());
        let url = format!("{}{path}?csrf={}", self.address, self.csrf);
        let request = self.http.post(url).multipart(Form::new().part("fichiers", part));
        led_to(&request.send().await.expect("an answer"));
    }
}

fn led_to(answer: &Response) -> String {
    assert_eq!(answer.status(), StatusCode::SEE_OTHER, "the form is refused");
    let place = answer.headers().get(header::LOCATION).and_then(|value| value.to_str().ok());
    place.unwrap_or_default().to_owned()
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a port").port()
}

/// The program beside this one.
fn executable() -> Option<PathBuf> {
    let beside = env::current_exe().ok()?.parent()?.join("passerelle");
    beside.is_file().then_some(beside)
}
