//! M8: what the post brings back. A letter of ours is found by its code; a card says when a registered letter was presented.

mod actions;
mod card;
mod scan;

pub(crate) use actions::{advice, came_back};
use askama::Template;
use axum::extract::{Query, State};
use card::Card;
use chrono::Days;
use domain::{CommunicationId, ContactKind, ReturnReason};
use serde::Deserialize;
use store::{
    StoreError, Transaction, persons,
    reads::returns::{self, AwaitedLine, BackLine, LeftLetter, Wanted},
};
use web::{
    Frame, Page, Problem, Staff, View, dates,
    parts::{Badge, Empty, Tone},
    t, t1, words,
};

use super::Desk;
use scan::named;
pub(crate) use scan::wanted;

/// The page.
pub(crate) const HERE: &str = "/courrier/retours";
/// Rows of each list.
const ROWS: i64 = 100;

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    scan: Option<String>,
    pli: Option<String>,
    motif: Option<String>,
    /// What was typed before something had to be corrected.
    presentee: Option<String>,
    remise: Option<String>,
    avis: Option<String>,
}

/// A letter among several of a case.
pub(crate) struct Choice {
    kind: String,
    left: String,
    who: String,
    path: String,
}

/// A letter that is back.
pub(crate) struct Back {
    kind: String,
    reason: String,
    name: String,
    reference: String,
    case: String,
    age: String,
    badge: Badge,
    ways: Vec<String>,
    path: String,
    to_do: String,
}

/// A registered letter that nothing was heard of.
pub(crate) struct Awaited {
    kind: String,
    reference: String,
    number: String,
    left: String,
    badge: Badge,
    path: String,
}

#[derive(Template)]
#[template(path = "post/returns.html")]
pub(crate) struct ReturnsPage {
    page: Page,
    scanned: String,
    pli: Option<String>,
    unknown: bool,
    card: Option<Card>,
    by_number: bool,
    reason: Option<String>,
    delivered: String,
    choices: Vec<Choice>,
    named: bool,
    back: Vec<Back>,
    awaited: Vec<Awaited>,
    empty: Empty,
}

impl ReturnsPage {
    /// Whether this reason was chosen before something else had to be corrected.
    fn taken(&self, word: &str) -> bool {
        self.reason.as_deref() == Some(word)
    }
}

/// `/courrier/retours`
pub(crate) async fn show(
    State(desk): State<Desk>,
    staff: Staff,
    frame: Frame,
    Query(asked): Query<Asked>,
) -> Result<View<ReturnsPage>, Problem> {
    let mut tx = desk.begin(&staff).await?;
    let scanned = asked.scan.unwrap_or_default().trim().to_owned();
    let meant = wanted(&scanned).or_else(|| named(&scanned));
    let found = match &meant {
        Some(wanted) => returns::find(&mut tx, wanted).await?,
        None => Vec::new(),
    };
    let lines = returns::back(&mut tx, ROWS).await?;
    let mut back = Vec::with_capacity(lines.len());
    for line in &lines {
        let ways = ways(&mut tx, line, &desk).await?;
        back.push(back_row(line, ways, &desk));
    }
    let awaited = returns::awaited(&mut tx, ROWS).await?;
    let card = match found.as_slice() {
        [letter] => {
            let mut card = card::load(&mut tx, &desk, letter).await?;
            card.notice_left |= asked.avis.is_some();
            if let Some(typed) = asked.presentee {
                card.presented = typed;
            }
            Some(card)
        }
        _ => None,
    };
    Ok(View(ReturnsPage {
        page: Page::new(&frame, t("post-returns-title"))
            .counted(u32::try_from(lines.len()).unwrap_or(u32::MAX))
            .under("/courrier", t("door-post"))
            .shortcut("/", t("post-key-scan"))
            .shortcut("1-7", t("post-returns-reason"))
            .shortcut("p", t("post-key-advice")),
        unknown: !scanned.is_empty() && found.is_empty(),
        pli: asked.pli.filter(|pli| pli.parse::<CommunicationId>().is_ok()),
        card,
        // The number stands on the card of the advice of receipt: its dates come next.
        reason: asked.motif,
        delivered: asked.remise.unwrap_or_default(),
        by_number: matches!(meant, Some(Wanted::Number(_))),
        named: matches!(meant, Some(Wanted::Name(_))),
        choices: if found.len() > 1 { found.iter().map(|letter| choice(letter, &desk)).collect() } else { Vec::new() },
        scanned,
        back,
        awaited: awaited.iter().map(|line| awaited_row(line, &desk)).collect(),
        empty: Empty::new(t("post-returns-empty"), t("post-returns-empty-help")),
    }))
}

/// The address of a letter on this page.
pub(crate) fn path(letter: domain::LetterId) -> String {
    format!("{HERE}?scan={letter}")
}

fn choice(letter: &LeftLetter, desk: &Desk) -> Choice {
    Choice {
        kind: words::letter_kind(letter.kind),
        left: dates::short_instant(letter.left_at, desk.web.zone()),
        who: letter.recipient.0.join(", "),
        path: path(letter.id),
    }
}

/// How else the person can be reached: what nobody has flagged, in words.
async fn ways(tx: &mut Transaction, line: &BackLine, desk: &Desk) -> Result<Vec<String>, StoreError> {
    let Some(person) = line.person else { return Ok(Vec::new()) };
    let today = desk.web.today();
    let contacts = persons::contacts(tx, person).await?;
    let safe = contacts.into_iter().filter_map(|contact| contact.addressable(today).ok());
    let told = safe.map(|safe| {
        let kind = words::contact_kind(safe.contact().kind);
        match safe.contact().kind {
            ContactKind::Counter => kind,
            ContactKind::Postal
            | ContactKind::Phone
            | ContactKind::Email
            | ContactKind::Structure
            | ContactKind::Prison => web::t2("post-returns-way", "kind", kind, "lines", safe.lines().join(", ")),
        }
    });
    Ok(told.collect())
}

fn back_row(line: &BackLine, ways: Vec<String>, desk: &Desk) -> Back {
    let now = desk.web.now();
    let old = (now - line.since).num_days() >= 1;
    let badge = match (line.held, old) {
        (false, _) => Badge::new(Tone::Plain, t("post-returns-notified")),
        (true, true) => Badge::new(Tone::Late, t("post-returns-in-doubt")),
        (true, false) => Badge::new(Tone::Soon, t("post-returns-in-doubt")),
    };
    Back {
        kind: words::letter_kind(line.kind),
        reason: words::return_reason(line.reason),
        name: line.name.as_ref().map_or_else(|| t("post-letter-nobody"), |name| name.0.clone()),
        reference: line.reference.to_string(),
        case: format!("/dossiers/{}", line.case),
        age: dates::age(line.since, now),
        badge,
        ways,
        path: if line.held {
            format!("/courrier/departs#{}", line.letter)
        } else {
            "/courrier/anomalies?nature=letter_returned".to_owned()
        },
        to_do: if line.held { t("post-returns-give-address") } else { t("post-returns-say-done") },
    }
}

fn awaited_row(line: &AwaitedLine, desk: &Desk) -> Awaited {
    Awaited {
        kind: words::letter_kind(line.kind),
        reference: line.reference.to_string(),
        number: formats::TrackingNumber::parse(&line.number).printed(),
        left: dates::short_instant(line.left_at, desk.web.zone()),
        badge: standing(line, desk),
        path: path(line.letter),
    }
}

/// On its way; presented and kept fifteen days at the post office; or to be asked after.
fn standing(line: &AwaitedLine, desk: &Desk) -> Badge {
    let today = desk.web.today();
    let kept = desk.context.catalogue.now().parameters(today).number(law::Parameter::RegisteredKept);
    if let Some(presented) = line.presented_on {
        let until = presented + Days::new(u64::from(kept));
        let (tone, key) = if today > until {
            (Tone::Late, t1("post-returns-not-collected", "date", dates::short(presented)))
        } else {
            (Tone::Soon, t1("post-returns-kept-until", "date", dates::short(until)))
        };
        return Badge::new(tone, key);
    }
    let days = (desk.web.now() - line.left_at).num_days();
    if days > i64::from(kept) {
        Badge::new(Tone::Late, t("post-returns-ask-post"))
    } else {
        Badge::new(Tone::Plain, t1("post-returns-days", "count", days))
    }
}

/// The reasons in the order in which they are chosen by their digit.
pub(crate) fn reasons() -> Vec<(usize, &'static str, String)> {
    (1..).zip(ReturnReason::ALL).map(|(digit, reason)| (digit, reason.word(), words::return_reason(*reason))).collect()
}
