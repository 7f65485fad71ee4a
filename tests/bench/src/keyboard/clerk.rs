//! The clerk: looks at the screen, knows what the papers say, and has only the keys.

use std::time::Duration;

use chrono::NaiveDate;
use domain::{CaseKind, Legibility};
use serde::Deserialize;
use store::persons::search_form;
use tests::{CTRL, Chromium, SHIFT};
use web::people;
use world::PersonTruth;

use super::{
    envelopes::{Asked, Kind, Work},
    typed,
};

/// A new person as the machine read them.
const READ: &str = "lue:";

/// What stands on the desk, for who reads why the clerk is stuck.
const SCENE: &str = "[...document.querySelectorAll('[data-step]')].filter(g => g.getClientRects().length > 0).map(g => g.id + ' ' \
                     + (g.querySelector('input:checked')?.closest('.choice')?.innerText ?? 'open')).join('\\n')";

/// A numbered choice on the screen.
#[derive(Debug, Deserialize)]
struct Choice {
    key: String,
    value: String,
    text: String,
    taken: bool,
}

pub(super) struct Clerk<'a> {
    pub(super) browser: &'a Chromium,
}

impl Clerk<'_> {
    /// The envelope that the desk shows; `None` when nothing waits.
    pub(super) async fn envelope_on_the_desk(&self) -> Option<String> {
        let shown = "document.readyState === 'complete' && document.querySelector('form#indexation, .empty') !== null";
        self.browser.until(shown).await;
        let script = "document.querySelector('form#indexation')?.getAttribute('action').split('/').pop() ?? ''";
        Some(self.browser.ask::<String>(script).await).filter(|id| !id.is_empty())
    }

    /// What the page says was just done, or is wrong.
    pub(super) async fn says(&self) -> String {
        let script = "document.querySelector('.flash p, [data-errors]')?.innerText ?? location.pathname";
        self.browser.ask::<String>(script).await
    }

    /// Does with an envelope what its papers call for: how many keys the postmark took.
    pub(super) async fn register(&self, work: &Work<'_>) -> u32 {
        match work.kind {
            Kind::OtherService => {
                self.end("courrier pour un autre service", "OFII").await;
                return 0;
            }
            Kind::Twice => {
                self.end("même pli scanné deux fois", "").await;
                return 0;
            }
            Kind::OtherPrefecture => self.raise("autre préfecture compétente").await,
            Kind::Renewal | Kind::NewPerson | Kind::Unknown | Kind::Several | Kind::Miscounted => {}
        }
        let before = self.browser.keys_pressed();
        self.postmark(work).await;
        let dating = self.browser.keys_pressed() - before;
        if work.asked.is_empty() {
            self.press("u").await;
            self.go_on(0).await;
        }
        for (number, asked) in (1..).zip(&work.asked) {
            self.person(asked.person).await;
            self.request(*asked).await;
            self.address(asked.person).await;
            self.go_on(if number < work.asked.len() { SHIFT } else { 0 }).await;
        }
        dating
    }

    async fn press(&self, key: &str) {
        self.browser.press(key, 0).await;
    }

    /// Waits until what was chosen has changed what is proposed.
    async fn settled(&self) {
        tokio::time::sleep(Duration::from_millis(80)).await;
        self.browser
            .until("document.readyState === 'complete' && document.querySelector('[data-waiting]') === null")
            .await;
    }

    /// Registers: Enter, until the page changes. Shift+Enter comes back to the same envelope for one more request.
    async fn go_on(&self, modifiers: i64) {
        for _ in 0..3 {
            let _marked: bool = self.browser.ask("window.before = true").await;
            self.browser.press("Enter", modifiers).await;
            tokio::time::sleep(Duration::from_millis(250)).await;
            let left = "window.before === undefined && document.readyState === 'complete'";
            let moved: bool =
                self.browser.ask("document.querySelector('form[aria-busy]') === null && window.before === true").await;
            if !moved {
                self.browser.until(left).await;
                return;
            }
        }
        let cursor: String = self.browser.ask("document.activeElement.outerHTML.slice(0, 300)").await;
        let scene: String = self.browser.ask(SCENE).await;
        panic!("the envelope stays: {}\n{cursor}\n{scene}", self.says().await);
    }

    async fn postmark(&self, work: &Work<'_>) {
        let mark = &work.truth.postmark;
        if mark.legibility == Legibility::No {
            return self.press("i").await;
        }
        if self.day_was_read(mark.date).await {
            self.leave_with("t", 0).await;
        } else {
            self.type_day(work).await;
        }
        if mark.legibility == Legibility::Partly {
            self.press("m").await;
            self.settled().await;
        }
    }

    /// Whether the day that the machine read on the postmark, shown beside its picture, is the right one.
    async fn day_was_read(&self, day: NaiveDate) -> bool {
        let offer = format!(
            "[...document.querySelectorAll('button[data-key=t]')].some(b => b.value === 'cachet:{}' && b.getClientRects().length > 0)",
            web::dates::iso(day)
        );
        self.browser.ask(&offer).await
    }

    /// Turns to the envelope and types the day of its postmark.
    async fn type_day(&self, work: &Work<'_>) {
        let mark = &work.truth.postmark;
        let on_envelope = "document.querySelector('#feuille input[name=page]')?.value === '1'";
        for _ in 0..40 {
            if self.browser.ask::<bool>(on_envelope).await {
                break;
            }
            self.press("p").await;
            self.settled().await;
        }
        self.press("d").await;
        let days = (work.received_on - mark.date).num_days();
        let words = typed(mark.date);
        self.browser.type_words(if days < 28 { &words[..2] } else { &words }).await;
        self.press("Enter").await;
        self.settled().await;
    }

    /// A key that leads to another page, waited for.
    async fn leave_with(&self, key: &str, modifiers: i64) {
        let _marked: bool = self.browser.ask("window.before = true").await;
        self.browser.press(key, modifiers).await;
        self.browser.until("window.before === undefined && document.readyState === 'complete'").await;
    }

    async fn choices(&self, name: &str) -> Vec<Choice> {
        let script = format!(
            "[...document.querySelectorAll('input[name={name}][data-key]')].filter(i => i.getClientRects().length > 0)
             .map(i => ({{ key: i.dataset.key, value: i.value, text: i.closest('.choice').innerText, taken: i.checked }}))"
        );
        self.browser.ask(&script).await
    }

    async fn offered(&self, person: &PersonTruth) -> Option<Choice> {
        let name = search_form(&format!("{} {}", person.family_name, person.given_names));
        let as_read = !super::Pile::is_known(person);
        let known = |choice: &Choice| {
            !["nouvelle", "inconnue"].contains(&choice.value.as_str()) && (as_read || !choice.value.starts_with(READ))
        };
        let choices = self.choices("personne").await;
        choices.into_iter().find(|choice| known(choice) && search_form(&choice.text).contains(&name))
    }

    /// Takes the person proposed, looks for one who is known, or writes down a new one.
    async fn person(&self, person: &PersonTruth) {
        let mut offered = self.offered(person).await;
        if offered.is_none() && super::Pile::is_known(person) {
            self.press("/").await;
            self.browser.type_words(&person.family_name).await;
            self.leave_with("Enter", 0).await;
            offered = self.offered(person).await;
        }
        let key = offered.as_ref().map_or("n", |choice| choice.key.as_str());
        self.press(key).await;
        if offered.is_none_or(|choice| choice.value.starts_with(READ)) {
            self.settled().await;
            self.correct(person).await;
        }
        self.settled().await;
    }

    /// The names, the birth and the number that were read stay; what is wrong or missing is typed.
    async fn correct(&self, person: &PersonTruth) {
        let number = person.foreigner_number.clone().unwrap_or_default();
        let born = person.birth_date().map(people::birth).unwrap_or_default();
        let wanted = [
            ("famille", person.family_name.as_str()),
            ("prenoms", person.given_names.as_str()),
            ("naissance", born.as_str()),
            ("numero", number.as_str()),
        ];
        for (field, value) in wanted {
            let read: String = self.browser.ask(&format!("document.getElementById('{field}').value")).await;
            if search_form(&read) != search_form(value) {
                if !self.browser.ask::<bool>("document.activeElement.matches('.only-new-person input')").await {
                    self.press("f").await;
                }
                self.go_to(&format!("#{field}")).await;
                self.browser.press("a", CTRL).await;
                self.browser.type_words(value).await;
                if value.is_empty() {
                    self.press("Backspace").await;
                }
            }
        }
        let typing: bool = self.browser.ask("document.activeElement.matches('input[type=text]')").await;
        if typing {
            self.press("Enter").await;
        }
    }

    /// Tab, forwards or backwards, until the cursor is there.
    async fn go_to(&self, place: &str) {
        let here = format!("document.activeElement.matches('{place}')");
        let before = format!(
            "(document.querySelector('{place}').compareDocumentPosition(document.activeElement) & 4) !== 0 \
             && document.activeElement !== document.body"
        );
        let back = if self.browser.ask::<bool>(&before).await { SHIFT } else { 0 };
        for _ in 0..40 {
            if self.browser.ask::<bool>(&here).await {
                return;
            }
            self.browser.press("Tab", back).await;
        }
        panic!("no key leads to {place}");
    }

    /// Takes the request that was read when it is right; else says what is asked for and for which title.
    async fn request(&self, asked: Asked<'_>) {
        let (kind, title) = (asked.request.kind, asked.request.title.as_str());
        let choices = self.choices("demande").await;
        let whole = format!("nouvelle:{}:{title}", kind.word());
        let read =
            choices.iter().find(|choice| choice.value == whole || choice.value.starts_with(&format!("{whole}:")));
        if let Some(choice) = read {
            self.press(&choice.key).await;
            return self.settled().await;
        }
        let new = choices.iter().find(|choice| choice.value == "nouvelle").expect("a new request can be chosen");
        if !new.taken {
            self.press(&new.key).await;
            self.settled().await;
        }
        if kind != CaseKind::Other {
            self.go_to("#nature").await;
            self.select("#nature", &web::words::case_kind(kind)).await;
        }
        self.press("Enter").await;
        let titles = self.choices("titre").await;
        if let Some(choice) = titles.iter().find(|choice| choice.value == title) {
            return self.press(&choice.key).await;
        }
        let other = titles.iter().find(|choice| choice.value == "autre").expect("another title can be chosen");
        self.press(&other.key).await;
        self.go_to("#titre_autre").await;
        self.select("#titre_autre", title).await;
        self.press("Enter").await;
    }

    /// Types the beginning of an option until the list has moved to it.
    async fn select(&self, list: &str, label: &str) {
        let chosen = format!("document.querySelector('{list}').selectedOptions[0].text.startsWith({label:?})");
        for letter in label.chars() {
            if self.browser.ask::<bool>(&chosen).await {
                return;
            }
            self.press(&letter.to_string()).await;
        }
        assert!(self.browser.ask::<bool>(&chosen).await, "the list does not move to {label}");
    }

    /// Where the letters will go: what was read when it is right, what is known already, or the lines of the sender.
    async fn address(&self, person: &PersonTruth) {
        let read: String = self.browser.ask("document.getElementById('adresse').value").await;
        let street = person.address.iter().rev().nth(1).map_or("", String::as_str);
        let known = super::Pile::is_known(person);
        if person.address.is_empty() || (known && read.is_empty()) || search_form(&read).contains(&search_form(street))
        {
            return;
        }
        self.press("a").await;
        self.browser.press("a", CTRL).await;
        let on_record: String = self.browser.ask("document.getElementById('adresse-connue').innerText").await;
        if search_form(&on_record).contains(&search_form(street)) {
            self.press("Backspace").await;
            self.press("Escape").await;
            return self.settled().await;
        }
        let name = format!("{} {}", person.given_names, person.family_name.to_uppercase());
        for (number, line) in std::iter::once(&name).chain(&person.address).enumerate() {
            if number > 0 {
                self.press("Enter").await;
            }
            self.browser.type_words(line).await;
        }
        self.press("Escape").await;
        self.settled().await;
    }

    /// `x`: this is no request.
    async fn end(&self, reason: &str, words: &str) {
        self.press("x").await;
        self.select("#raison", reason).await;
        if !words.is_empty() {
            self.press("Tab").await;
            self.browser.type_words(words).await;
        }
        self.browser.press("Enter", CTRL).await;
    }

    /// `e`: something is odd about it; the envelope stays on the desk.
    async fn raise(&self, what: &str) {
        self.press("e").await;
        self.select("#sujet", what).await;
        self.leave_with("Enter", CTRL).await;
        tokio::time::sleep(Duration::from_millis(300)).await;
    }
}
