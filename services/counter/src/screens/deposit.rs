//! C2: the papers as they come at the left, what is asked at the right, the receipt at the end.

use askama::Template;
use axum::extract::{Path, State};
use domain::{CaseKind, CaseReference, CommunicationState, HeldTitleKind, LetterState, Medium, PartState, PieceKind};
use store::{
    Transaction,
    batches::BatchState,
    deliveries,
    deliveries::NewPart,
    desks, letters, persons,
    persons::search_form,
    reads::{
        indexing::{self, EnvelopeView},
        pages,
    },
};
use web::{
    Frame, Page, Problem, Staff, View, dates,
    parts::{Badge, ErrorSummary, Field, FieldError, Tone},
    people::person_label,
    t, t1, t2, tw, words,
};

use super::{
    desk::{Desk, path},
    entry::{Entry, NEW, UNKNOWN},
};

/// Persons proposed by a search.
const MOST: i64 = 5;

/// A choice of a list.
pub(crate) struct Choice {
    pub(crate) value: String,
    pub(crate) label: String,
    pub(crate) taken: bool,
}

/// A page of a file: small, and as large as the screen.
struct PageImage {
    number: u32,
    thumbnail: String,
    screen: String,
}

/// A file of the deposit.
struct FileRow {
    position: u32,
    name: String,
    pages: String,
    state: Option<Badge>,
    thumbnails: Vec<PageImage>,
    kinds: Vec<Choice>,
}

/// A letter to give.
struct LetterRow {
    name: String,
    state: Badge,
}

/// C2.
#[expect(clippy::struct_excessive_bools, reason = "what the template shows, ticks or hides")]
#[derive(Template)]
#[template(path = "counter/deposit.html")]
pub(crate) struct DepositPage {
    page: Page,
    path: String,
    received: String,
    reference: String,
    counted: String,
    reading: bool,
    files: Vec<FileRow>,
    desks: Vec<Choice>,
    scanner: Option<String>,
    max_mb: usize,
    errors: ErrorSummary,
    waiting: Option<String>,
    finished: Option<String>,
    case_path: Option<String>,
    letters: Vec<LetterRow>,
    letters_ready: bool,
    letters_coming: bool,
    letters_given: bool,
    persons: Vec<Choice>,
    searched: bool,
    nobody_found: bool,
    new_person: bool,
    unknown_person: bool,
    protected: bool,
    search: Field,
    family_name: Field,
    given_names: Field,
    birth: Field,
    foreigner_number: Field,
    kinds: Vec<Choice>,
    titles: Vec<Choice>,
    ground: Field,
    held_kinds: Vec<Choice>,
    held_open: bool,
    held_number: Field,
    held_until: Field,
    address: Field,
    unsafe_address: bool,
    case: Field,
}

/// What the agent sent: the fields (none when the page is first shown), what is wrong, why it must wait.
#[derive(Default)]
pub(crate) struct Sent {
    pub(crate) entry: Option<Entry>,
    pub(crate) errors: Vec<FieldError>,
    pub(crate) waiting: Option<String>,
}

/// `/guichet/depots/{deposit}`
pub(crate) async fn show(
    State(desk): State<Desk>,
    staff: Staff,
    frame: Frame,
    Path(id): Path<String>,
) -> Result<View<DepositPage>, Problem> {
    let (tx, envelope) = desk.deposit(&staff, &id).await?;
    Ok(View(build(&desk, &frame, tx, &envelope, Sent::default()).await?))
}

/// The page of a deposit.
pub(crate) async fn build(
    desk: &Desk,
    frame: &Frame,
    mut tx: Transaction,
    envelope: &EnvelopeView,
    sent: Sent,
) -> Result<DepositPage, Problem> {
    let Sent { entry, errors, waiting } = sent;
    let entry = entry.unwrap_or_default();
    let parts = deliveries::parts(&mut tx, envelope.id).await?;
    let lines = pages::of_envelope(&mut tx, envelope.id).await?;
    let persons = offers(&mut tx, &entry).await?;
    let scanner = scanner(&mut tx, desk, envelope).await?;
    let letters = to_give(&mut tx, envelope).await?;
    drop(tx);
    let reading = envelope.batch_state == BatchState::Received;
    let titles = desk.casework()?.site.catalogue.titles().iter().filter(|t| t.period.holds(envelope.received_on));
    let wrong = |field: &str| errors.iter().find(|e| e.field == field).map(|e| e.text.clone());
    let searched = !entry.search.is_empty();
    let nobody_found = searched && persons.is_empty();
    // The cursor stands where the next thing is typed.
    let untouched = errors.is_empty() && !searched && entry.person.is_empty();
    let first = |field: Field, here: bool| if here { field.first() } else { field };
    let ready = letters.iter().any(|(_, state)| *state == LetterState::Prepared);
    let coming = letters.iter().any(|(_, state)| *state == LetterState::Requested);
    Ok(DepositPage {
        page: heading(frame),
        path: path(envelope.id),
        received: dates::long_instant(envelope.received_at, desk.web.zone()),
        reference: envelope.cases.iter().map(|(_, r)| r.to_string()).collect::<Vec<_>>().join(", "),
        counted: t1("counter-pages", "count", lines.len()),
        reading,
        files: parts.iter().map(|part| file_row(part, envelope, &entry)).collect(),
        desks: desks(desk, scanner.as_deref()),
        scanner,
        max_mb: desk.context.config.counter.max_upload_mb,
        waiting,
        finished: finished(envelope),
        case_path: envelope.cases.first().map(|(case, _)| format!("/dossiers/{case}")),
        letters: letters.iter().map(|(name, state)| letter_row(name, *state)).collect(),
        letters_ready: ready,
        letters_coming: coming,
        letters_given: letters.iter().any(|(_, state)| *state == LetterState::HandedOver),
        new_person: entry.person == NEW || entry.person.is_empty(),
        unknown_person: entry.person == UNKNOWN,
        persons,
        searched,
        nobody_found,
        protected: entry.protected,
        search: first(Field::search("cherche", t("counter-person-search")).value(&entry.search), untouched),
        family_name: first(
            Field::text("famille", t("counter-family")).value(&entry.family_name).error(wrong("famille")),
            nobody_found,
        ),
        given_names: Field::text("prenoms", t("counter-given")).value(&entry.given_names),
        birth: Field::text("naissance", t("counter-birth")).value(&entry.birth).error(wrong("naissance")),
        foreigner_number: Field::text("numero", t("counter-number")).value(&entry.foreigner_number),
        kinds: kinds(entry.kind),
        titles: titles
            .map(|title| Choice {
                value: title.code.clone(),
                label: format!("{} {}", title.code, title.label),
                taken: title.code == entry.title,
            })
            .collect(),
        ground: Field::text("motif", t("counter-ground")).value(&entry.ground),
        held_kinds: held_kinds(entry.held_kind),
        held_open: !entry.held_number.is_empty() || !entry.held_until.is_empty(),
        held_number: Field::text("detenu_numero", t("counter-held-number"))
            .value(&entry.held_number)
            .error(wrong("detenu_numero")),
        held_until: Field::text("detenu_fin", t("counter-held-until"))
            .value(&entry.held_until)
            .error(wrong("detenu_fin")),
        address: Field::long_text("adresse", t("counter-address"))
            .hint(t("counter-address-help"))
            .value(&entry.address),
        unsafe_address: entry.unsafe_address,
        case: Field::text("demande", t("counter-case"))
            .hint(t("counter-case-help"))
            .value(&entry.case)
            .error(wrong("demande")),
        errors: errors.into_iter().fold(ErrorSummary::default(), |summary, e| summary.with(e.field, e.text)),
    })
}

fn heading(frame: &Frame) -> Page {
    Page::new(frame, t("counter-deposit"))
        .under("/guichet", t("door-counter"))
        .wide()
        .shortcut("a", t("counter-key-add"))
        .shortcut("1-5, n, u", t("counter-key-person"))
        .shortcut("i", t("counter-key-print"))
        .shortcut("r", t("counter-key-hand"))
        .shortcut("Ctrl+Entrée", t("counter-key-register"))
}

fn finished(envelope: &EnvelopeView) -> Option<String> {
    match envelope.state {
        CommunicationState::Registered => Some(t("counter-finished")),
        CommunicationState::NoCase => {
            Some(t1("counter-finished-no-case", "outcome", envelope.outcome.clone().unwrap_or_default()))
        }
        CommunicationState::Received | CommunicationState::ToIndex => None,
    }
}

/// The persons that the search proposes; the agent chooses.
async fn offers(tx: &mut Transaction, entry: &Entry) -> Result<Vec<Choice>, Problem> {
    let mut found = Vec::new();
    if let Ok(reference) = entry.search.parse::<CaseReference>() {
        if let Some(case) = store::cases::by_reference(tx, reference).await?
            && let Some(person) = indexing::person_of_case(tx, case).await?
        {
            found.push(persons::get(tx, person).await?);
        }
    } else if !entry.search.is_empty() {
        found = persons::find_by_name(tx, &entry.search, MOST).await?;
    }
    if let Ok(id) = entry.person.parse()
        && !found.iter().any(|person| person.id == id)
    {
        found.push(persons::get(tx, id).await?);
    }
    Ok(found
        .iter()
        .map(|person| {
            let value = person.id.to_string();
            Choice { label: person_label(person), taken: entry.person == value, value }
        })
        .collect())
}

/// The desk whose scanner feeds this deposit.
async fn scanner(tx: &mut Transaction, desk: &Desk, envelope: &EnvelopeView) -> Result<Option<String>, Problem> {
    for configured in &desk.context.config.counter.desks {
        if desks::open_deposit(tx, &configured.name).await? == Some(envelope.id) {
            return Ok(Some(configured.name.clone()));
        }
    }
    Ok(None)
}

fn desks(desk: &Desk, taken: Option<&str>) -> Vec<Choice> {
    let choice =
        |name: &String| Choice { value: name.clone(), label: name.clone(), taken: taken == Some(name.as_str()) };
    desk.context.config.counter.desks.iter().map(|d| choice(&d.name)).collect()
}

/// The letters that leave in person.
async fn to_give(tx: &mut Transaction, envelope: &EnvelopeView) -> Result<Vec<(String, LetterState)>, Problem> {
    let Some((case, _)) = envelope.cases.first() else { return Ok(Vec::new()) };
    let ids = letters::of_case(tx, *case).await?;
    let rows = letters::lock(tx, &ids).await?;
    let in_person = rows.into_iter().filter(|letter| letter.medium == Medium::InPerson);
    Ok(in_person.map(|letter| (words::letter_kind(letter.kind), letter.state)).collect())
}

fn letter_row(name: &str, state: LetterState) -> LetterRow {
    let tone = if state.has_left() { Tone::Done } else { Tone::Soon };
    let word = match state {
        LetterState::Prepared => t("counter-letter-ready"),
        LetterState::Requested
        | LetterState::Approved
        | LetterState::Printed
        | LetterState::HandedToPost
        | LetterState::Cancelled
        | LetterState::Held
        | LetterState::HandedOver
        | LetterState::Sent => words::letter_state(state),
    };
    LetterRow { name: name.to_owned(), state: Badge::new(tone, word) }
}

fn file_row(part: &NewPart, envelope: &EnvelopeView, entry: &Entry) -> FileRow {
    let image = |page: u32, size: &str| format!("{}/pages/{page}/{size}", path(envelope.id));
    let page =
        |number: u32| PageImage { number, thumbnail: image(number, "thumbnail"), screen: image(number, "screen") };
    let (pages, state) = match part.state {
        PartState::Waiting => (t("counter-file-reading"), Some(Badge::new(Tone::Plain, t("counter-file-reading")))),
        PartState::Read => (t1("counter-pages", "count", part.pages.map_or(0, |(a, b)| b - a + 1)), None),
        PartState::Kept => (t("counter-file-kept"), None),
        PartState::SetAside => (t("counter-file-wrong"), Some(Badge::new(Tone::Late, t("counter-file-scan-again")))),
    };
    let taken = entry.pieces.iter().find(|(position, _)| *position == part.position).map(|(_, kind)| *kind);
    FileRow {
        position: part.position,
        name: part.name.clone(),
        pages,
        state,
        thumbnails: part.pages.map(|(first, last)| (first..=last).map(page).collect()).unwrap_or_default(),
        kinds: piece_kinds(taken),
    }
}

fn piece_kinds(taken: Option<PieceKind>) -> Vec<Choice> {
    let choice = |kind: &PieceKind| Choice {
        value: kind.word().to_owned(),
        label: words::piece_kind(*kind),
        taken: taken == Some(*kind),
    };
    let mut kinds: Vec<Choice> = PieceKind::ALL.iter().map(choice).collect();
    kinds.sort_by_key(|kind| search_form(&kind.label));
    kinds
}

fn kinds(taken: Option<CaseKind>) -> Vec<Choice> {
    let choice = |kind: &CaseKind| Choice {
        value: kind.word().to_owned(),
        label: words::case_kind(*kind),
        taken: taken == Some(*kind),
    };
    CaseKind::ALL.iter().map(choice).collect()
}

fn held_kinds(taken: Option<HeldTitleKind>) -> Vec<Choice> {
    let choice = |kind: &HeldTitleKind| Choice {
        value: kind.word().to_owned(),
        label: tw("post-held", kind.word()),
        taken: taken == Some(*kind),
    };
    HeldTitleKind::ALL.iter().map(choice).collect()
}

/// Who waits behind the counter reads this aloud.
pub(crate) fn still_reading(files: usize) -> String {
    t2("counter-still-reading", "count", files, "seconds", 30)
}
