//! M6: letters that leave. Approved by a person, printed as a pile, handed to the post with its list.

mod actions;
mod again;
mod bulk;
mod number;
mod run;
pub(crate) mod unsigned;

pub(crate) use actions::{approve, cancel, hand, own_envelope, print, release, resend, take_back, take_out, unapprove};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use casework::SharesWith;
use chrono_tz::Tz;
use domain::{LetterId, LetterState, Medium, UserId};
pub(crate) use number::{number, printed};
pub(crate) use run::{dispatch_list, numbers, pile, show as show_run};
use store::{
    Transaction, accounts,
    reads::departures::{self, LetterLine, RunLine},
};
use web::{
    Frame, Page, Problem, Staff, View, dates,
    parts::{Badge, Empty, Tone},
    t, t1, t2, words,
};

use super::{Desk, files::pdf};

/// Letters of one list.
const ROWS: i64 = 300;
/// Piles of the history.
const PILES: i64 = 20;

/// A letter of a list.
pub(crate) struct Row {
    pub(crate) id: String,
    pub(crate) reference: String,
    pub(crate) case: String,
    pub(crate) kind: String,
    pub(crate) recipient: String,
    pub(crate) town: String,
    pub(crate) neutral: bool,
    pub(crate) sheets: String,
    pub(crate) since: String,
    pub(crate) pdf: Option<String>,
    pub(crate) why: Option<String>,
    pub(crate) resend: bool,
    pub(crate) number: Option<String>,
    pub(crate) number_missing: bool,
    pub(crate) unsigned: Vec<unsigned::Link>,
    /// The letter whose envelope it shares, or would share.
    pub(crate) with: Option<String>,
}

/// The held letters of a case: one address releases them all.
pub(crate) struct Held {
    pub(crate) who: String,
    pub(crate) case: String,
    pub(crate) reference: String,
    pub(crate) letters: Vec<Row>,
}

/// A pile.
pub(crate) struct Pile {
    pub(crate) id: String,
    pub(crate) path: String,
    pub(crate) letters: String,
    /// How many envelopes, when they are fewer.
    pub(crate) envelopes: Option<String>,
    pub(crate) hidden: Option<String>,
    pub(crate) made: String,
    pub(crate) handed: Option<String>,
    pub(crate) badge: Badge,
}

#[derive(Template)]
#[template(path = "post/departures.html")]
pub(crate) struct DeparturesPage {
    page: Page,
    facts: Vec<String>,
    in_preparation: Option<String>,
    to_approve: Vec<Row>,
    to_print: Vec<Row>,
    /// What sharing envelopes makes of the letters to print; none when each goes alone anyhow.
    shared: Option<String>,
    held: Vec<Held>,
    waiting: Vec<Pile>,
    left: Vec<Pile>,
    today: String,
    empty: Empty,
}

impl DeparturesPage {
    fn nothing_to_do(&self) -> bool {
        self.to_approve.is_empty() && self.to_print.is_empty() && self.held.is_empty() && self.waiting.is_empty()
    }
}

/// `/courrier/departs`
pub(crate) async fn show(
    State(desk): State<Desk>,
    staff: Staff,
    frame: Frame,
) -> Result<View<DeparturesPage>, Problem> {
    let mut tx = desk.begin(&staff).await?;
    let counts = departures::counts(&mut tx).await?;
    let count = |state| counts.iter().find(|(s, _)| *s == state).map_or(0, |(_, n)| *n);
    let (mut rows, mut shared) = (Vec::new(), None);
    for state in [LetterState::Prepared, LetterState::Approved, LetterState::Held] {
        let letters = departures::letters_in(&mut tx, state, ROWS).await?;
        let open = unsigned::of(&mut tx, &desk, &letters).await?;
        let shown = |line: &LetterLine| Row { unsigned: open.under(line), ..row(line, &desk) };
        let mut shown: Vec<Row> = letters.iter().map(shown).collect();
        if state == LetterState::Approved {
            shared = would_share(&letters, &mut shown);
        }
        rows.push(shown);
    }
    let waiting = departures::runs(&mut tx, false, PILES).await?;
    let left = departures::runs(&mut tx, true, PILES).await?;
    let names = names(&mut tx, waiting.iter().chain(&left)).await?;
    let zone = desk.web.zone();
    let [to_approve, to_print, held] = <[Vec<Row>; 3]>::try_from(rows).unwrap_or_default();
    let work = count(LetterState::Prepared) + count(LetterState::Approved) + count(LetterState::Printed);
    let preparing = count(LetterState::Requested);
    Ok(View(DeparturesPage {
        page: heading(&frame, t("post-departures-title")).counted(work),
        facts: [
            ("post-departures-to-approve", LetterState::Prepared),
            ("post-departures-to-print", LetterState::Approved),
            ("post-departures-to-hand", LetterState::Printed),
            ("post-departures-held", LetterState::Held),
        ]
        .into_iter()
        .filter(|(_, state)| count(*state) > 0)
        .map(|(_, state)| fact(state, count(state)))
        .collect(),
        in_preparation: (preparing > 0).then(|| t1("post-departures-preparing", "count", preparing)),
        to_approve,
        to_print,
        shared,
        held: by_case(held),
        waiting: waiting.iter().map(|line| pile_of(line, &names, zone)).collect(),
        left: left.iter().map(|line| pile_of(line, &names, zone)).collect(),
        today: dates::iso(desk.web.today()),
        empty: Empty::new(t("post-departures-empty"), t("post-departures-empty-help")),
    }))
}

/// Says of each letter to print whose envelope it would share; how many envelopes are left then, when some are saved.
fn would_share(letters: &[LetterLine], rows: &mut [Row]) -> Option<String> {
    let keys: Vec<Option<SharesWith>> = letters.iter().map(SharesWith::of).collect();
    let firsts = SharesWith::firsts(&keys);
    for (row, first) in rows.iter_mut().zip(&firsts) {
        row.with = first.map(|first| words::letter_kind(letters[first].kind));
    }
    let saved = firsts.iter().flatten().count();
    (saved > 0).then(|| t2("post-share-envelopes", "letters", letters.len(), "envelopes", letters.len() - saved))
}

fn by_case(rows: Vec<Row>) -> Vec<Held> {
    let mut groups: Vec<Held> = Vec::new();
    for row in rows {
        match groups.iter_mut().find(|group| group.case == row.case) {
            Some(group) => group.letters.push(row),
            None => groups.push(Held {
                who: row.recipient.clone(),
                case: row.case.clone(),
                reference: row.reference.clone(),
                letters: vec![row],
            }),
        }
    }
    groups
}

fn fact(state: LetterState, count: u32) -> String {
    match state {
        LetterState::Prepared => t1("post-departures-to-approve", "count", count),
        LetterState::Approved => t1("post-departures-to-print", "count", count),
        LetterState::Printed => t1("post-departures-to-hand", "count", count),
        LetterState::Held => t1("post-departures-held", "count", count),
        LetterState::Requested
        | LetterState::HandedToPost
        | LetterState::Cancelled
        | LetterState::HandedOver
        | LetterState::Sent => words::letter_state(state),
    }
}

pub(crate) fn heading(frame: &Frame, title: String) -> Page {
    Page::new(frame, title)
        .under("/courrier", t("door-post"))
        .shortcut("j k", t("post-key-letters"))
        .shortcut("a", t("post-key-approve"))
        .shortcut("i", t("post-key-print"))
        .shortcut("r", t("post-hand"))
        .shortcut("d", t("post-release-address"))
}

pub(crate) fn row(line: &LetterLine, desk: &Desk) -> Row {
    let lines = &line.recipient.0;
    Row {
        id: line.id.to_string(),
        reference: line.reference.to_string(),
        case: format!("/dossiers/{}", line.case),
        kind: words::letter_kind(line.kind),
        recipient: lines
            .first()
            .cloned()
            .or_else(|| line.person.as_ref().map(|p| p.0.clone()))
            .unwrap_or_else(|| t("post-letter-nobody")),
        town: lines.last().filter(|_| lines.len() > 1).cloned().unwrap_or_default(),
        neutral: line.neutral,
        sheets: line.pages.map(|pages| t1("post-sheets", "count", pages.div_ceil(2))).unwrap_or_default(),
        since: dates::age(line.requested_at, desk.web.now()),
        pdf: line.pages.map(|_| format!("/courrier/departs/lettres/{}", line.id)),
        why: line.held_reason.as_deref().map(|reason| match reason {
            "no_safe_address" => t("post-held-no-safe-address"),
            "doubtful_address" => t("post-held-doubtful-address"),
            "message_bounced" => t("post-held-message-bounced"),
            "message_refused" => t("post-held-message-refused"),
            "letter_returned" => t("post-held-letter-returned"),
            "too_many_letters_a_day" => t("post-held-too-many"),
            "unsigned_row" => t("post-held-unsigned"),
            other => t1("post-held-other", "reason", other),
        }),
        // An address that is not safe is never offered again.
        resend: line.state == LetterState::Held
            && line.medium == Medium::Email
            && line.held_reason.as_deref() != Some("no_safe_address"),
        number: line.number.as_deref().map(printed),
        number_missing: line.registered && line.number.is_none(),
        unsigned: Vec::new(),
        with: None,
    }
}

/// The names of who printed and handed over the piles.
pub(crate) async fn names<'a>(
    tx: &mut Transaction,
    runs: impl Iterator<Item = &'a RunLine>,
) -> Result<Vec<(UserId, String)>, Problem> {
    let ids: Vec<UserId> = runs.flat_map(|run| [Some(run.made_by), run.handed_by]).flatten().collect();
    let names = accounts::names(&mut **tx, &ids).await?;
    Ok(names.into_iter().map(|(id, name)| (id, name.0)).collect())
}

pub(crate) fn pile_of(line: &RunLine, names: &[(UserId, String)], zone: Tz) -> Pile {
    let who = |id: UserId| {
        names.iter().find(|(known, _)| *known == id).map_or_else(|| t("post-somebody"), |(_, name)| name.clone())
    };
    let handed = line.handed_at.zip(line.handed_by);
    let badge = match handed {
        Some(_) => Badge::new(Tone::Done, t("post-pile-left")),
        None => Badge::new(Tone::Soon, t("post-pile-waiting")),
    };
    Pile {
        id: line.id.to_string(),
        path: format!("/courrier/departs/piles/{}", line.id),
        letters: t1("post-letters", "count", line.letters),
        envelopes: (line.envelopes < line.letters).then(|| t1("post-envelopes", "count", line.envelopes)),
        hidden: (line.hidden > 0).then(|| t1("post-pile-hidden", "count", line.hidden)),
        made: t2("post-pile-made", "date", dates::short_instant(line.made_at, zone), "name", who(line.made_by)),
        handed: handed.map(|(at, by)| t2("post-pile-handed", "date", dates::short_instant(at, zone), "name", who(by))),
        badge,
    }
}

/// `/courrier/departs/lettres/{letter}`: the letter as the printer will give it.
pub(crate) async fn letter(
    State(desk): State<Desk>,
    staff: Staff,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let id: LetterId = id.parse().map_err(|_| Problem::NotFound)?;
    let mut tx = desk.begin(&staff).await?;
    let hash = departures::pdf(&mut tx, id).await?;
    let (content, _) = desk.context.blobs.fetch(&mut tx, hash).await?;
    Ok(pdf(content, &format!("{id}.pdf")))
}
