//! The staff pages of every desk in a real Chromium: no accessibility fault (axe-core), nothing too wide, work by keyboard alone.

use std::fs;

use tests::{Chromium, Desk, desk};

const AXE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/browser/node_modules/axe-core/axe.min.js");

const PAGES: &[&str] = &[
    "/courrier",
    "/courrier/indexation",
    "/courrier/numerisation",
    "/courrier/sans-nom",
    "/courrier/ouverture",
    "/courrier/ouverture/registre",
    "/courrier/ouverture/reprise",
    "/courrier/recherche",
    "/courrier/recherche?q=carte+sejour",
    "/courrier/verification",
    "/courrier/departs",
    "/courrier/anomalies",
    "/courrier/retours",
    "/courrier/papier",
    "/courrier/bilan",
    "/courrier/constats",
    "/courrier/rapprochements",
    "/courrier/transmissions",
    "/dossiers",
    "/dossiers?vue=toutes",
    "/dossiers?vue=a-traiter&rang=p2",
    "/dossiers/rangs-decides",
    "/recalculs",
    "/documents-provisoires",
    "/taches-en-echec",
    "/regles",
    "/regles?groupe=tout",
    "/regles?q=L.+423-7&le=2026-04-30",
    "/regles/titre/t06",
    "/regles/regle/rl-999",
    "/regles/changements",
    "/regles/propositions",
    "/regles/parametre/postal_presumption_working_days",
    "/regles/modifier/parametre/complement_days",
    "/regles/modifier/prefecture/demo-67",
    "/telephone",
    "/guichet",
    "/aide/touches",
];

/// Runs axe on the page that is open; each violation with the elements concerned.
async fn violations(browser: &Chromium, axe: &str) -> Vec<String> {
    browser.page.evaluate(axe).await.unwrap();
    let script = "axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }) \
                  .then(found => found.violations.map(v => v.id + ': ' + v.nodes.map(n => n.html).join(' | ')))";
    browser.ask(script).await
}

async fn sign_in(browser: &Chromium, desk: &Desk) {
    browser.open(&format!("{}/connexion", desk.address)).await;
    sign_in_here(browser).await;
}

async fn sign_in_here(browser: &Chromium) {
    browser.write("#identifiant", desk::LOGIN).await;
    let field = browser.page.find_element("input[type=password]").await.unwrap();
    field.click().await.unwrap().type_str(desk::PASSWORD).await.unwrap().press_key("Enter").await.unwrap();
    browser.wait_for("Se déconnecter").await;
}

async fn look_at(browser: &Chromium, desk: &Desk, axe: &str, path: &str) -> Vec<String> {
    let mut faults = Vec::new();
    for width in [1400, 320] {
        browser.width(width).await;
        browser.open(&format!("{}{path}", desk.address)).await;
        let found = violations(browser, axe).await;
        faults.extend(found.into_iter().map(|fault| format!("{path} at {width} px: {fault}")));
        let wide: i64 = browser.ask("document.documentElement.scrollWidth").await;
        if wide > width {
            faults.push(format!("{path} is {wide} px wide on a screen of {width}"));
        }
    }
    browser.width(1400).await;
    faults
}

#[tokio::test(flavor = "multi_thread")]
async fn staff_pages_have_no_accessibility_fault_and_an_envelope_is_registered_by_keyboard_alone() {
    let Ok(axe) = fs::read_to_string(AXE) else {
        println!("skipped: axe-core is absent, run `npm ci` in tests/browser");
        return;
    };
    let Some(browser) = Chromium::start().await else {
        println!("skipped: Chromium is absent, run `apt-get install chromium`");
        return;
    };
    let desk = Desk::open(None).await;
    desk.leave("COURRIER.tif", &world::small_batch(7, 2, 2).unwrap().bytes);
    browser.open(&format!("{}/connexion", desk.address)).await;
    let mut faults = violations(&browser, &axe).await;
    sign_in(&browser, &desk).await;
    wait_for_an_envelope(&browser, &desk).await;
    for path in PAGES {
        faults.extend(look_at(&browser, &desk, &axe, path).await);
    }
    browser.open(&format!("{}/courrier/numerisation", desk.address)).await;
    let batch: String = browser.ask("document.querySelector('table a[data-item]').getAttribute('href')").await;
    faults.extend(look_at(&browser, &desk, &axe, &batch).await);
    faults.extend(folds_of_an_envelope(&browser, &desk, &axe).await);
    assert_eq!(faults, Vec::<String>::new());
    nothing_typed_is_lost_with_a_session(&browser, &desk).await;
    register_by_keyboard(&browser, &desk, &axe).await;
    note_a_call_by_keyboard(&browser, &desk, &axe).await;
    take_a_deposit_by_keyboard(&browser, &desk, &axe).await;
}

/// Every page of an envelope in M4 with every fold of it open (what was read, another language, other proofs), wide and narrow.
async fn folds_of_an_envelope(browser: &Chromium, desk: &Desk, axe: &str) -> Vec<String> {
    const OPEN: &str = "document.querySelectorAll('details').forEach(fold => { fold.open = true }), \
                        document.querySelector('#langue details') !== null";
    // The pages of this batch say little: what was read of each is shown as long as a real letter's.
    const SCROLLS: &str = "(text => text !== null && (text.textContent = text.textContent.repeat(400), \
                           text.scrollHeight > text.clientHeight))(document.querySelector('.sheet-text pre'))";
    let (mut faults, mut scrolled) = (Vec::new(), false);
    browser.open(&format!("{}/courrier/indexation", desk.address)).await;
    let path: String = browser.ask("document.querySelector('form[data-flow]').getAttribute('action')").await;
    let pages: i64 = browser.ask("document.querySelectorAll('.sheet-pages li').length").await;
    for width in [1400, 320] {
        browser.width(width).await;
        for page in 1..=pages {
            browser.open(&format!("{}{path}?page={page}", desk.address)).await;
            assert!(browser.ask::<bool>(OPEN).await, "no box to name a language");
            scrolled |= browser.ask::<bool>(SCROLLS).await;
            let found = violations(browser, axe).await;
            faults.extend(
                found.into_iter().map(|fault| format!("page {page} with all folds open at {width} px: {fault}")),
            );
        }
    }
    assert!(scrolled, "no page whose text is longer than its box");
    browser.width(1400).await;
    faults
}

/// The batch is read while the pages are opened.
async fn wait_for_an_envelope(browser: &Chromium, desk: &Desk) {
    for _ in 0..200 {
        browser.open(&format!("{}/courrier/indexation", desk.address)).await;
        let waiting: bool = browser.ask("document.querySelector('input[value=inconnue]') !== null").await;
        if waiting {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    }
    panic!("no envelope comes to be indexed");
}

/// The session ends while somebody types, as over a long lunch: what they send, or what the page asks for meanwhile, leads to the sign-in
/// page, and what they typed comes back behind it.
async fn nothing_typed_is_lost_with_a_session(browser: &Chromium, desk: &Desk) {
    const END: &str =
        "fetch('/deconnexion', { method: 'POST', body: new URLSearchParams(new FormData(document.querySelector(
                       'form[action=\"/deconnexion\"]'))) }).then(() => true)";
    const ASKED_MEANWHILE: &str =
        "document.querySelector('#prenoms').dispatchEvent(new Event('change', { bubbles: true }))";
    browser.open(&format!("{}/courrier/indexation", desk.address)).await;
    let path: String = browser.ask("document.querySelector('form[data-flow]').getAttribute('action')").await;
    for sent in [true, false] {
        browser.open(&format!("{}{path}", desk.address)).await;
        // A key pressed before the page listens does nothing, as elsewhere; what `n` asks for has come before somebody types.
        tokio::time::sleep(std::time::Duration::from_millis(400)).await;
        browser.press("n", 0).await;
        browser.until("document.querySelector('#famille').checkVisibility()").await;
        browser.until("document.querySelector('.htmx-request, [data-waiting]') === null").await;
        browser.write("#famille", "Kovalenko").await;
        browser.write("#cachet", "19").await;
        // What the page asked for after the name has come: the session ends at rest, not between a question and its answer.
        tokio::time::sleep(std::time::Duration::from_millis(500)).await;
        browser.until("document.querySelector('.htmx-request') === null").await;
        browser.until("document.querySelector('#famille').value === 'Kovalenko'").await;
        browser.ask::<bool>(END).await;
        if sent {
            browser.press("Enter", 2).await;
        } else {
            browser.ask::<bool>(&format!("{ASKED_MEANWHILE}, true")).await;
        }
        browser.wait_for("Ce que vous aviez tapé est gardé").await;
        sign_in_here(browser).await;
        browser.wait_for("Ce que vous aviez tapé est revenu").await;
        browser.until(&format!("location.pathname === '{path}'")).await;
        browser.until("document.querySelector('#famille').value === 'Kovalenko'").await;
        browser.until("document.querySelector('#cachet').value === '19'").await;
        browser.until("document.querySelector('input[name=personne][value=nouvelle]').checked").await;
    }
}

/// Enter on a question that nobody answered: it says how. `u`: I do not know who it is; Ctrl+Enter: register. The next envelope opens with what was done and how to undo it.
async fn register_by_keyboard(browser: &Chromium, desk: &Desk, axe: &str) {
    browser.open(&format!("{}/courrier/indexation", desk.address)).await;
    // An Enter meant for the page before does nothing.
    tokio::time::sleep(std::time::Duration::from_millis(400)).await;
    browser.press("Enter", 0).await;
    browser.until("document.querySelector('#personne [data-owed]').checkVisibility()").await;
    browser.press("u", 0).await;
    browser.until("!document.querySelector('#personne [data-owed]').checkVisibility()").await;
    let chosen: bool = browser.ask("document.querySelector('input[value=inconnue]').checked").await;
    assert!(chosen, "the key u chooses « inconnue »");
    browser.press("Enter", 2).await;
    browser.wait_for("26-067-").await;
    browser.wait_for("Annuler").await;
    browser.open(&format!("{}/dossiers", desk.address)).await;
    browser.wait_for("non identifiée").await;
    browser.ask::<bool>("document.querySelector('table a[data-item]').click(), true").await;
    browser.wait_for("Reçue le").await;
    assert_eq!(violations(browser, axe).await, Vec::<String>::new(), "the case page");
    browser.press("u", 0).await;
    browser.wait_for("Signaler ce qui presse").await;
    let path: String = browser.ask("location.pathname").await;
    assert_eq!(look_at(browser, desk, axe, &path).await, Vec::<String>::new());
}

/// `n`: a call on an ordinary telephone; the name, Ctrl+Enter: the request is registered; `1`, the words, Ctrl+Enter: it is over.
async fn note_a_call_by_keyboard(browser: &Chromium, desk: &Desk, axe: &str) {
    browser.open(&format!("{}/telephone", desk.address)).await;
    browser.press("n", 0).await;
    browser.wait_for("Ouvrir une demande").await;
    let path: String = browser.ask("location.pathname").await;
    assert_eq!(look_at(browser, desk, axe, &path).await, Vec::<String>::new());
    browser.write("[name=famille]", "DIALLO").await;
    browser.press("Enter", 2).await;
    browser.wait_for("Annuler").await;
    browser.press("1", 0).await;
    browser.write("#resume", "Demande son premier titre.").await;
    browser.press("Enter", 2).await;
    browser.wait_for("Appel terminé.").await;
    browser.wait_for("Personne à rappeler").await;
}

/// `n`: somebody is there; Escape, `u`: who does not say their name; Ctrl+Enter: registered, and the letters come to be printed.
async fn take_a_deposit_by_keyboard(browser: &Chromium, desk: &Desk, axe: &str) {
    browser.open(&format!("{}/guichet", desk.address)).await;
    browser.press("n", 0).await;
    browser.wait_for("Ajouter des fichiers").await;
    let path: String = browser.ask("location.pathname").await;
    for page in [path.clone(), format!("{path}/recu")] {
        assert_eq!(look_at(browser, desk, axe, &page).await, Vec::<String>::new());
    }
    browser.open(&format!("{}{path}", desk.address)).await;
    browser.until("document.activeElement.matches('.search-line input')").await;
    browser.press("Escape", 0).await;
    browser.press("u", 0).await;
    let chosen: bool = browser.ask("document.querySelector('input[value=inconnue]').checked").await;
    assert!(chosen, "the key u chooses somebody who does not say their name");
    browser.press("Enter", 2).await;
    browser.wait_for("Remis à la personne").await;
    assert_eq!(look_at(browser, desk, axe, &path).await, Vec::<String>::new());
}
