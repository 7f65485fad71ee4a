//! The page of the desk, made from what is known of the envelope and what was typed.

use askama::Template;
use casework::Casework;
use chrono_tz::Tz;
use domain::{ChannelKind, CommunicationId, CommunicationState, ExceptionKind, Permission};
use store::{
    StoreError, Transaction, persons,
    reads::{
        indexing::{EnvelopeView, Proposal},
        pages::{self, PageLine},
    },
};
use web::{
    Frame, Page, Problem, Staff, dates,
    parts::{DoorMark, ErrorSummary, FieldError, Sheet},
    resemblances, t, t1, t2, words,
};

use super::{
    around::Around,
    asked::Asked,
    choices::{
        Choice, KeyedChoice, PieceRow, TitleChoice, all_titles, articles, held_kinds, kinds, legibilities, piece_rows,
        safeties,
    },
    entry::{Entry, NEW, OTHER, UNKNOWN},
    first_entry::{first_entry, proposals_of},
    inputs::{Inputs, inputs},
    language::Languages,
    message::Delivered,
    offers::{self, Offer},
    papers::{self, Paper},
    postmark::Postmark,
    preview::{self, AddressRead, DateCounted, Known},
    read_person::{self, ReadPerson, text},
    requests,
    scanned::Again,
    sealed::{self, Told},
    sheet,
};
use crate::screens::{
    Desk,
    anomalies::sentence::Sentence,
    facts::Facts,
    scanning::{Twice, missed::Question},
    searchable,
};

/// The desk with an envelope on it.
#[expect(clippy::struct_excessive_bools, reason = "what the template shows, ticks or hides")]
#[derive(Template)]
#[template(path = "post/indexing.html")]
pub(crate) struct IndexingPage {
    pub(crate) page: Page,
    pub(crate) facts: Facts,
    pub(crate) path: String,
    pub(crate) arrived: Arrived,
    pub(crate) anomalies: Vec<Sentence>,
    pub(crate) papers: Vec<Paper>,
    pub(crate) repeats: Vec<resemblances::Line>,
    pub(crate) finished: Option<String>,
    pub(crate) another: bool,
    pub(crate) may_add: bool,
    pub(crate) held_elsewhere: bool,
    pub(crate) may_register: bool,
    pub(crate) sheet: Option<Sheet>,
    pub(crate) errors: ErrorSummary,
    pub(crate) person_wrong: Option<String>,
    pub(crate) case_wrong: Option<String>,
    pub(crate) persons: Vec<Offer>,
    pub(crate) new_persons: Vec<Offer>,
    pub(crate) shown_read: Option<usize>,
    pub(crate) new_person: bool,
    pub(crate) unknown_person: bool,
    pub(crate) protected: bool,
    pub(crate) cases: Vec<Offer>,
    pub(crate) seen: String,
    pub(crate) requests: Vec<Offer>,
    pub(crate) new_case: bool,
    pub(crate) own_case: bool,
    pub(crate) kinds: Vec<Choice>,
    pub(crate) titles: Vec<Offer>,
    pub(crate) no_title: bool,
    pub(crate) other_title: bool,
    pub(crate) all_titles: Vec<TitleChoice>,
    pub(crate) articles: Vec<String>,
    pub(crate) held_kinds: Vec<Choice>,
    pub(crate) pieces: Vec<PieceRow>,
    pub(crate) legibilities: Vec<KeyedChoice>,
    pub(crate) counted: DateCounted,
    pub(crate) registered_says: Option<String>,
    pub(crate) address_read: AddressRead,
    pub(crate) known: Known,
    pub(crate) safeties: Vec<Choice>,
    pub(crate) outcome: String,
    pub(crate) outcome_held: bool,
    pub(crate) inputs: Inputs,
    pub(crate) returned: Option<String>,
    pub(crate) raised: Vec<(&'static str, String)>,
    pub(crate) reports: Vec<(&'static str, String)>,
    pub(crate) again: Option<Again>,
    pub(crate) languages: Option<Languages>,
    pub(crate) stamped: Option<Postmark>,
    pub(crate) questions: Vec<Question>,
    pub(crate) twice: Vec<Twice>,
    pub(crate) told: Vec<Told>,
    pub(crate) following: Vec<String>,
    pub(crate) sealed: bool,
    pub(crate) may_seal: bool,
}

impl IndexingPage {
    /// Whether a person should look at what the papers say.
    pub(crate) fn papers_to_look_at(&self) -> bool {
        self.papers.iter().any(Paper::needs_a_look)
    }
}

/// How the envelope came.
pub(crate) struct Arrived {
    pub(crate) id: CommunicationId,
    pub(crate) door: DoorMark,
    pub(crate) by_post: bool,
    pub(crate) heading: String,
    pub(crate) received: String,
    pub(crate) place: String,
    pub(crate) original: String,
    pub(crate) searchable: Vec<(String, String)>,
    pub(crate) delivered: Option<Delivered>,
}

impl Arrived {
    fn of(envelope: &EnvelopeView, delivered: Option<Delivered>, pages: &[PageLine], zone: Tz) -> Self {
        let by_post = envelope.channel == ChannelKind::Post;
        let heading = || t1("post-envelope", "name", name(envelope));
        Self {
            id: envelope.id,
            door: DoorMark::bare(envelope.channel),
            by_post,
            heading: if by_post { heading() } else { words::channel(envelope.channel) },
            received: dates::long_instant(envelope.received_at, zone),
            place: if by_post { sheet::place(envelope) } else { envelope.file_name.clone() },
            original: format!("/courrier/lots/{}/fichier", envelope.batch),
            searchable: searchable::links(envelope.id, pages.iter().filter(|page| !page.separator).count()),
            delivered,
        }
    }
}

/// Everything read for the page.
pub(super) struct Read {
    pub(super) envelope: EnvelopeView,
    pub(super) lines: Vec<PageLine>,
    pub(super) proposals: Vec<Proposal>,
    pub(super) persons: Vec<ReadPerson>,
    first_page: u32,
}

/// What people call an envelope: the serial of its sheet, else its place in the file.
pub(super) fn name(envelope: &EnvelopeView) -> String {
    let place = || {
        if envelope.file_name.trim().is_empty() {
            return words::channel(envelope.channel);
        }
        t2("post-envelope-place", "position", envelope.position, "file", &envelope.file_name)
    };
    envelope.serial.clone().unwrap_or_else(place)
}

/// Who looks, from where.
#[derive(Clone, Copy)]
pub(crate) struct Visit<'a> {
    pub(crate) desk: &'a Desk,
    pub(crate) staff: &'a Staff,
    pub(crate) frame: &'a Frame,
}

/// What the clerk sent: the page looked at, the fields (none when the envelope was just opened), what is wrong in them.
#[derive(Default)]
pub(crate) struct Sent {
    pub(crate) asked: Asked,
    pub(crate) entry: Option<Entry>,
    pub(crate) errors: Vec<FieldError>,
}

/// The proposals for what was typed so far.
struct Proposed {
    persons: Vec<Offer>,
    cases: Vec<Offer>,
    requests: Vec<Offer>,
    known: Known,
}

impl Proposed {
    /// Where there is something to choose, nothing is chosen for the clerk.
    fn leave_open(&self, entry: &mut Entry) {
        let several = !self.cases.is_empty() || !self.requests.is_empty();
        if several && entry.case == NEW && entry.kind.is_none() {
            entry.case.clear();
        }
    }
}

async fn propose(tx: &mut Transaction, read: &Read, entry: &Entry, casework: &Casework) -> Result<Proposed, Problem> {
    let named = offers::named_cases(tx, entry, &read.proposals, read.first_page).await?;
    let persons = offers::persons(tx, entry, &named, &read.persons).await?;
    let cases = offers::cases(tx, entry, &named, &read.envelope.cases).await?;
    let name = chosen_name(tx, entry).await?;
    let requests = requests::requests(
        &casework.site.catalogue,
        read.envelope.received_on,
        &read.lines,
        (&read.proposals, read.first_page),
        name.as_deref(),
        entry,
    );
    Ok(Proposed { persons, cases, requests, known: Known::of(tx, entry, casework.today()).await? })
}

/// The family name of the person chosen, as they are known or as it was typed.
async fn chosen_name(tx: &mut Transaction, entry: &Entry) -> Result<Option<String>, StoreError> {
    if entry.person == NEW {
        return Ok(Some(entry.family_name.clone()));
    }
    let Ok(id) = entry.person.parse() else { return Ok(None) };
    match persons::get(tx, id).await {
        Ok(person) => Ok(person.family_name.map(|name| name.0)),
        Err(StoreError::NotFound(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

/// The desk with an envelope on it.
#[expect(clippy::too_many_lines, reason = "a line for each field of the page")]
pub(crate) async fn build(
    visit: Visit<'_>,
    mut tx: Transaction,
    envelope: EnvelopeView,
    sent: Sent,
) -> Result<IndexingPage, Problem> {
    let Visit { desk, staff, frame } = visit;
    let Sent { asked, entry, errors } = sent;
    let casework = desk.casework()?;
    let lines = pages::of_envelope(&mut tx, envelope.id).await?;
    let proposals = proposals_of(&mut tx, &envelope, &lines).await?;
    let first_page = envelope.pages.map_or(1, |(first, _)| first);
    let read = Read { persons: read_person::persons(&proposals, first_page), envelope, lines, proposals, first_page };
    let opened = entry.is_none();
    let mut entry = match entry {
        Some(entry) => entry.with_read(&read.persons),
        None => first_entry(&mut tx, &read).await?,
    };
    let proposed = propose(&mut tx, &read, &entry, casework).await?;
    if opened {
        proposed.leave_open(&mut entry);
    }
    let around = Around::of(&mut tx, &visit, &read, &entry, &asked).await?;
    drop(tx);
    let on = read.envelope.received_on;
    let titles = offers::titles(&casework.site.catalogue, on, &read.lines, &entry);
    let address_read = AddressRead::of(&entry);
    let (outcome, outcome_held) = preview::outcome(&entry, &address_read, &proposed.known);
    let wrong = |field: &str| errors.iter().find(|e| e.field == field).map(|e| e.text.clone());
    let registered = read.envelope.state == CommunicationState::Registered;
    Ok(IndexingPage {
        page: heading(frame, &around.facts),
        path: format!("/courrier/indexation/{}", read.envelope.id),
        arrived: Arrived::of(&read.envelope, around.delivered, &read.lines, desk.web.zone()),
        anomalies: around.anomalies,
        papers: papers::papers(&read.proposals, read.first_page),
        repeats: around.repeats,
        finished: finished(&read.envelope),
        another: asked.another() && registered,
        may_add: registered,
        held_elsewhere: desk.claims.held_by_another(read.envelope.id, staff.user_id, desk.web.now()),
        may_register: staff.may(Permission::RegisterPost),
        sheet: around.sheet,
        person_wrong: wrong("personne"),
        case_wrong: wrong("demande"),
        new_person: entry.person == NEW && entry.taken.is_none(),
        shown_read: entry.shown,
        unknown_person: entry.person == UNKNOWN,
        protected: entry.protected,
        new_persons: offers::new_persons(&read.persons, &proposed.persons, &entry),
        persons: proposed.persons,
        new_case: entry.case == NEW && entry.request.is_empty(),
        own_case: registered || read.envelope.owned || !read.envelope.cases.is_empty(),
        seen: proposed.cases.iter().map(|offer| offer.value.as_str()).collect::<Vec<_>>().join(" "),
        cases: proposed.cases,
        requests: proposed.requests,
        kinds: kinds(entry.kind),
        no_title: entry.title.is_empty(),
        other_title: entry.title == OTHER
            || (!entry.title.is_empty() && !titles.iter().any(|o| o.value == entry.title)),
        all_titles: all_titles(&casework.site.catalogue, on, entry.title_code()),
        titles,
        articles: articles(&casework.site.catalogue, on),
        held_kinds: held_kinds(entry.held_kind),
        pieces: piece_rows(&entry, &errors),
        legibilities: legibilities(entry.legibility),
        counted: DateCounted::by_door(&read.envelope, &entry, &around.recorded, &casework.site)
            .for_readers_of_rules(staff.may(Permission::ReadCases)),
        registered_says: preview::registered(&entry.registered_number),
        address_read,
        known: proposed.known,
        safeties: safeties(entry.safety),
        outcome,
        outcome_held,
        again: around.again,
        languages: around.languages,
        stamped: around.stamped,
        questions: around.questions,
        twice: around.twice,
        told: sealed::told(&read.proposals, &read.envelope.numbers),
        following: around.following,
        sealed: read.envelope.sealed,
        may_seal: read.envelope.channel == ChannelKind::Post
            && matches!(read.envelope.state, CommunicationState::Received | CommunicationState::ToIndex),
        reports: web::blockages::kinds(),
        raised: ExceptionKind::RAISED.iter().map(|k| (k.word(), words::exception_kind(*k))).collect(),
        returned: returned(&read).filter(|_| staff.may(Permission::HandleExceptions)),
        inputs: inputs(&entry, &read.proposals, read.first_page, &errors),
        errors: errors.into_iter().fold(ErrorSummary::default(), |summary, e| summary.with(e.field, e.text)),
        facts: around.facts,
    })
}

/// A letter of ours whose code stands on a page: it may have come back.
fn returned(read: &Read) -> Option<String> {
    let letter = read.proposals.iter().find(|p| p.field == "letter").and_then(|p| text(&p.value))?;
    Some(format!("{}?scan={letter}&pli={}", super::super::returns::HERE, read.envelope.id))
}

fn heading(frame: &Frame, facts: &Facts) -> Page {
    Page::new(frame, t("post-indexing-title"))
        .counted(&facts.count)
        .under("/courrier", t("door-post"))
        .wide()
        .shortcut("1-9", t("post-key-digits"))
        .shortcut("n", t("post-key-new"))
        .shortcut("f", t("post-key-family"))
        .shortcut("u", t("post-key-unknown"))
        .shortcut("Entrée", t("post-key-enter"))
        .shortcut("Maj+Entrée", t("post-key-another"))
        .shortcut("d", t("post-key-postmark"))
        .shortcut("t", t("post-key-take"))
        .shortcut("m i", t("post-key-illegible"))
        .shortcut("a", t("post-key-address"))
        .shortcut("p s", t("post-key-pages"))
        .shortcut("+ - r", t("post-key-zoom"))
        .shortcut("x", t("post-key-no-request"))
        .shortcut("e", t("post-key-raise"))
        .shortcut("b", t("post-key-report"))
        .shortcut("l", t("post-key-language"))
        .shortcut("Ctrl+Entrée", t("post-key-register"))
}

fn finished(envelope: &EnvelopeView) -> Option<String> {
    let references =
        || envelope.cases.iter().map(|(_, reference)| reference.to_string()).collect::<Vec<_>>().join(", ");
    match envelope.state {
        CommunicationState::Registered => Some(t1("post-finished-registered", "references", references())),
        CommunicationState::NoCase => {
            Some(t1("post-finished-no-case", "outcome", envelope.outcome.clone().unwrap_or_default()))
        }
        CommunicationState::Received | CommunicationState::ToIndex => None,
    }
}
