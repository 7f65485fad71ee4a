//! Twenty envelopes of every kind, scanned and read by the real program, then registered in a real Chromium with the keyboard alone.

mod clerk;
mod envelopes;
mod registered;

use std::time::{Duration, Instant};

use chrono::NaiveDate;
use clerk::Clerk;
use domain::{Clock as _, SystemClock};
use envelopes::{Kind, Pile, Work};
use tests::{Chromium, Desk, TestDb, desk};

/// How long the reading of all files may take.
const PATIENCE: Duration = Duration::from_mins(20);

/// What was done with one envelope.
struct Done {
    kind: Kind,
    keys: u32,
    /// Of these, for looking at the envelope and typing the day of its postmark.
    dating: u32,
    time: Duration,
}

pub(crate) async fn measure() {
    let Some(browser) = Chromium::start().await else {
        println!("  skipped: Chromium is absent, run `apt-get install chromium`");
        return;
    };
    let today = SystemClock.now().date_naive();
    let pile = Pile::scan(today);
    let db = TestDb::new().await;
    db.allow_leftover_jobs();
    pile.make_known(&db).await;
    let program = Desk::open(Some(db.url())).await;
    let start = Instant::now();
    for (name, bytes) in pile.files() {
        program.leave(name, bytes);
    }
    pile.until_read(&db, PATIENCE).await;
    println!(
        "  {} pages in {} files read in {:.0} s",
        pile.pages(),
        pile.files().count(),
        start.elapsed().as_secs_f64()
    );
    sign_in(&browser, &program).await;
    let done = work(&browser, &program, &db, &pile).await;
    print(&done);
    let faults = registered::faults(&db, &pile).await;
    drop(program);
    assert!(faults.is_empty(), "not registered as they should be:\n{}", faults.join("\n"));
    println!("  all {} as they should be in the database: person, request, title, date that counts", done.len());
}

/// Opens the desk as every morning. The keys of it are not counted.
async fn sign_in(browser: &Chromium, program: &Desk) {
    browser.size(1280, 900).await;
    browser.open(&format!("{}/connexion", program.address)).await;
    browser
        .until("document.activeElement.id === 'identifiant' || (document.querySelector('#identifiant').focus(), true)")
        .await;
    browser.type_words(desk::LOGIN).await;
    browser.press("Tab", 0).await;
    browser.type_words(desk::PASSWORD).await;
    browser.press("Enter", 0).await;
    browser.wait_for("Se déconnecter").await;
    browser.open(&format!("{}/courrier/indexation", program.address)).await;
}

/// Works until no envelope waits.
async fn work(browser: &Chromium, program: &Desk, db: &TestDb, pile: &Pile) -> Vec<Done> {
    let clerk = Clerk { browser };
    let mut done = Vec::new();
    while let Some(id) = clerk.envelope_on_the_desk().await {
        let work = pile.work(db, &id).await;
        pictures(browser, program, &work, &id).await;
        let (keys, start) = (browser.keys_pressed(), Instant::now());
        let dating = clerk.register(&work).await;
        let next = format!(
            "document.body !== null && document.querySelector('.flash') !== null && \
             !(document.querySelector('form#indexation')?.action ?? '').includes('{id}')"
        );
        assert!(browser.comes(&next).await, "{} is not registered: {}", work.name(), clerk.says().await);
        let keys = browser.keys_pressed() - keys;
        println!("  {:<14} {:<34} {keys:>4} keys  {}", work.name(), work.kind.words(), clerk.says().await);
        done.push(Done { kind: work.kind, keys, dating, time: start.elapsed() });
    }
    done
}

/// With `KEYBOARD_PICTURES` set to a folder, each envelope as it lies on the desk, on a small and on a large screen.
async fn pictures(browser: &Chromium, program: &Desk, work: &Work<'_>, id: &str) {
    let Some(folder) = std::env::var_os("KEYBOARD_PICTURES").map(std::path::PathBuf::from) else { return };
    for (width, height) in [(1920, 1080), (1280, 900)] {
        browser.size(width, height).await;
        browser.open(&format!("{}/courrier/indexation/{id}", program.address)).await;
        browser.until("[...document.images].every(image => image.complete)").await;
        let name = format!("{}-{width}.png", work.name());
        std::fs::write(folder.join(name), browser.picture().await).expect("a picture");
    }
}

fn print(done: &[Done]) {
    let line = |what: &str, done: &[&Done]| {
        let (keys, count) = (done.iter().map(|d| d.keys).sum::<u32>(), u32::try_from(done.len()).unwrap_or(0));
        if count == 0 {
            return;
        }
        let least = done.iter().map(|d| d.keys).min().unwrap_or(0);
        let most = done.iter().map(|d| d.keys).max().unwrap_or(0);
        let time: Duration = done.iter().map(|d| d.time).sum();
        let dating = f64::from(done.iter().map(|d| d.dating).sum::<u32>()) / f64::from(count);
        let (mean, seconds) = (f64::from(keys) / f64::from(count), time.as_secs_f64() / f64::from(count));
        println!(
            "  {what:<28} {count:>3}  {mean:>6.1} keys ({least} to {most}), {dating:>4.1} of them for the postmark  {seconds:>5.2} s"
        );
    };
    println!(
        "  keys pressed, from the envelope on the screen to the next one; the time is the program's and the browser's:"
    );
    for kind in Kind::ALL {
        line(kind.words(), &done.iter().filter(|d| d.kind == *kind).collect::<Vec<_>>());
    }
    line("all", &done.iter().collect::<Vec<_>>());
}

/// The day people wrote, as a clerk types it.
fn typed(day: NaiveDate) -> String {
    day.format("%d%m").to_string()
}
