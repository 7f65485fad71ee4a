//! The page of the desk, made from what is known of the envelope and what was typed.

use askama::Template;
use domain::{CaseKind, CommunicationState, HeldTitleKind, Legibility, Permission, PieceKind, Safety};
use store::{
    Transaction,
    reads::{
        anomalies,
        indexing::{self, EnvelopeView, Proposal},
        pages::{self, PageLine},
    },
};
use web::{
    Frame, Page, Problem, Staff, dates,
    parts::{ErrorSummary, Field, FieldError, Sheet},
    t, t1, t2, words,
};

use super::{
    asked::Asked,
    entry::{Entry, NEW, OTHER, UNKNOWN, date},
    offers::{self, Offer, title_label},
    pieces,
    preview::{self, AddressRead, DateCounted, Known},
    read_person::{self, ReadPerson, origin, text},
    sheet,
};
use crate::screens::{Desk, anomalies::sentence::Sentence, facts::Facts};

/// A choice of a list.
pub(crate) struct Choice {
    pub(crate) value: &'static str,
    pub(crate) label: String,
    pub(crate) taken: bool,
}

/// A document that was typed.
pub(crate) struct PieceRow {
    pub(crate) index: usize,
    pub(crate) pages: String,
    pub(crate) first: Option<u32>,
    pub(crate) kinds: Vec<Choice>,
    pub(crate) wrong: Option<String>,
}

/// A title of the catalogue.
pub(crate) struct TitleChoice {
    pub(crate) code: String,
    pub(crate) label: String,
    pub(crate) taken: bool,
}

/// The fields that are printed by the component of forms.
pub(crate) struct Inputs {
    pub(crate) search: Field,
    pub(crate) family_name: Field,
    pub(crate) given_names: Field,
    pub(crate) birth: Field,
    pub(crate) foreigner_number: Field,
    pub(crate) description: Field,
    pub(crate) ground: String,
    pub(crate) held_open: bool,
    pub(crate) held_number: Field,
    pub(crate) held_until: Field,
    pub(crate) postmark: Field,
    pub(crate) office: Field,
    pub(crate) registered: Field,
    pub(crate) deposit: Field,
    pub(crate) letter_date: Field,
    pub(crate) address: Field,
    pub(crate) channel_basis: Field,
}

/// The desk with an envelope on it.
#[derive(Template)]
#[template(path = "post/indexing.html")]
pub(crate) struct IndexingPage {
    pub(crate) page: Page,
    pub(crate) facts: Facts,
    pub(crate) path: String,
    pub(crate) heading: String,
    pub(crate) received: String,
    pub(crate) place: String,
    pub(crate) original: String,
    pub(crate) anomalies: Vec<Sentence>,
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
    pub(crate) new_person: bool,
    pub(crate) unknown_person: bool,
    pub(crate) protected: bool,
    pub(crate) read_from: Option<String>,
    pub(crate) cases: Vec<Offer>,
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
    pub(crate) legibilities: Vec<Choice>,
    pub(crate) counted: DateCounted,
    pub(crate) registered_says: Option<String>,
    pub(crate) address_read: AddressRead,
    pub(crate) known: Known,
    pub(crate) safeties: Vec<Choice>,
    pub(crate) outcome: String,
    pub(crate) outcome_held: bool,
    pub(crate) inputs: Inputs,
}

/// Everything read for the page.
struct Read {
    envelope: EnvelopeView,
    lines: Vec<PageLine>,
    proposals: Vec<Proposal>,
    persons: Vec<ReadPerson>,
}

/// The fields as they are first shown: everything that was read, to be confirmed.
async fn first_entry(tx: &mut Transaction, read: &Read) -> Result<Entry, Problem> {
    let of =
        |field: &str| read.proposals.iter().find(|p| p.field == field).and_then(|p| text(&p.value)).unwrap_or_default();
    let who = read.persons.first().cloned().unwrap_or_default();
    let marks = &read.envelope.marks;
    let blank = Entry::default();
    let named = offers::named_cases(tx, &blank, &read.proposals, 1).await?;
    let named = named.into_iter().map(|(id, _)| id).find(|id| !read.envelope.cases.iter().any(|(own, _)| own == id));
    let person = match named {
        Some(case) => indexing::person_of_case(tx, case).await?.map(|id| id.to_string()).unwrap_or_default(),
        None => String::new(),
    };
    let registered = marks.registered_number.clone().unwrap_or_else(|| of("registered_number").to_owned());
    Ok(Entry {
        person,
        family_name: who.family_name,
        given_names: who.given_names,
        birth: who.birth.map(offers::birth).unwrap_or_default(),
        foreigner_number: who.foreigner_number,
        description: t2(
            "post-person-unknown-of",
            "envelope",
            name(&read.envelope),
            "date",
            dates::short(read.envelope.received_on),
        ),
        case: named.map_or_else(|| NEW.to_owned(), |case| case.to_string()),
        title: String::new(),
        postmark: marks.postmark_on.map(dates::iso).unwrap_or_default(),
        office: marks.postmark_office.clone().unwrap_or_default(),
        legibility: marks.legibility,
        registered_number: registered,
        letter_date: of("letter_date").to_owned(),
        address: of("address").to_owned(),
        ..blank
    }
    .with_pieces(&pieces::suggested(&read.lines)))
}

/// What people call an envelope: the serial of its sheet, else its place in the file.
fn name(envelope: &EnvelopeView) -> String {
    envelope
        .serial
        .clone()
        .unwrap_or_else(|| t2("post-envelope-place", "position", envelope.position, "file", &envelope.file_name))
}

/// The desk with an envelope on it. `entry` is what was typed, `None` when it was just opened.
pub(crate) async fn build(
    desk: &Desk,
    staff: &Staff,
    frame: &Frame,
    mut tx: Transaction,
    envelope: EnvelopeView,
    asked: &Asked,
    entry: Option<Entry>,
    errors: Vec<FieldError>,
) -> Result<IndexingPage, Problem> {
    let casework = desk.casework()?;
    let lines = pages::of_envelope(&mut tx, envelope.id).await?;
    let proposals = indexing::proposals(&mut tx, envelope.id).await?;
    let first_page = envelope.pages.map_or(1, |(first, _)| first);
    let persons = read_person::persons(&proposals, first_page);
    let read = Read { envelope, lines, proposals, persons };
    let entry = match entry {
        Some(entry) => entry,
        None => first_entry(&mut tx, &read).await?,
    };
    let named = offers::named_cases(&mut tx, &entry, &read.proposals, first_page).await?;
    let offered = offers::persons(&mut tx, &entry, &named, &read.persons).await?;
    let registered = read.envelope.state == CommunicationState::Registered;
    let cases =
        if registered { Vec::new() } else { offers::cases(&mut tx, &entry, &named, &read.envelope.cases).await? };
    let sheet = sheet::sheet(&mut tx, &read.envelope, &read.lines, &entry, &read.proposals, asked).await?;
    let known = Known::of(&mut tx, &entry, casework.today()).await?;
    let open = anomalies::list(&mut tx, false, None, Some(read.envelope.id), 5).await?;
    let facts = Facts::read(&mut tx, desk).await?;
    drop(tx);
    let on = read.envelope.received_on;
    let titles = offers::titles(&casework.site.catalogue, on, &read.lines, &entry);
    let address_read = AddressRead::of(&entry);
    let (outcome, outcome_held) = preview::outcome(&entry, &address_read, &known);
    let wrong = |field: &str| errors.iter().find(|e| e.field == field).map(|e| e.text.clone());
    let own_case = registered || !read.envelope.cases.is_empty();
    Ok(IndexingPage {
        page: heading(frame, &facts),
        path: format!("/courrier/indexation/{}", read.envelope.id),
        heading: t1("post-envelope", "name", name(&read.envelope)),
        received: dates::long_instant(read.envelope.received_at, desk.web.zone()),
        place: sheet::place(&read.envelope),
        original: format!("/courrier/lots/{}/fichier", read.envelope.batch),
        anomalies: open.iter().map(Sentence::of).collect(),
        finished: finished(&read.envelope),
        another: asked.another() && registered,
        may_add: registered,
        held_elsewhere: desk.claims.held_by_another(read.envelope.id, staff.user_id, desk.web.now()),
        may_register: staff.may(Permission::RegisterPost),
        sheet,
        person_wrong: wrong("personne"),
        case_wrong: wrong("demande"),
        new_person: entry.person == NEW,
        unknown_person: entry.person == UNKNOWN,
        protected: entry.protected,
        read_from: read.persons.first().map(|who| who.origin.clone()),
        persons: offered,
        new_case: entry.case == NEW,
        own_case,
        cases,
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
        counted: DateCounted::of(&entry, on, &casework.site),
        registered_says: preview::registered(&entry.registered_number),
        address_read,
        known,
        safeties: safeties(entry.safety),
        outcome,
        outcome_held,
        inputs: inputs(&entry, &read, first_page, &errors),
        errors: errors.into_iter().fold(ErrorSummary::default(), |summary, e| summary.with(e.field, e.text)),
        facts,
    })
}

fn heading(frame: &Frame, facts: &Facts) -> Page {
    Page::new(frame, t("post-indexing-title"))
        .counted(&facts.count)
        .under("/courrier", t("door-post"))
        .wide()
        .shortcut("1-5", t("post-key-digits"))
        .shortcut("n", t("post-key-new"))
        .shortcut("u", t("post-key-unknown"))
        .shortcut("p s", t("post-key-pages"))
        .shortcut("+ - r", t("post-key-zoom"))
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

fn kinds(taken: Option<CaseKind>) -> Vec<Choice> {
    let choice =
        |kind: &CaseKind| Choice { value: kind.word(), label: words::case_kind(*kind), taken: taken == Some(*kind) };
    CaseKind::ALL.iter().filter(|kind| **kind != CaseKind::Other).map(choice).collect()
}

fn held_kinds(taken: Option<HeldTitleKind>) -> Vec<Choice> {
    let choice = |value: &HeldTitleKind| Choice {
        value: value.word(),
        label: web::tw("post-held", value.word()),
        taken: taken == Some(*value),
    };
    HeldTitleKind::ALL.iter().map(choice).collect()
}

fn legibilities(taken: Option<Legibility>) -> Vec<Choice> {
    let choice = |value: &Legibility| Choice {
        value: value.word(),
        label: web::tw("post-legibility", value.word()),
        taken: taken == Some(*value),
    };
    Legibility::ALL.iter().map(choice).collect()
}

fn safeties(taken: Option<Safety>) -> Vec<Choice> {
    let offered = [Safety::Unknown, Safety::Unsafe, Safety::Compromised];
    let taken = taken.unwrap_or(Safety::Unknown);
    let choice = |value: Safety| Choice {
        value: value.word(),
        label: web::tw("post-safety", value.word()),
        taken: taken == value,
    };
    offered.into_iter().map(choice).collect()
}

fn all_titles(catalogue: &law::Catalogue, on: chrono::NaiveDate, taken: Option<&str>) -> Vec<TitleChoice> {
    let in_force = catalogue.titles().iter().filter(|title| title.period.holds(on));
    in_force
        .map(|title| TitleChoice {
            code: title.code.clone(),
            label: title_label(title),
            taken: taken == Some(title.code.as_str()),
        })
        .collect()
}

fn articles(catalogue: &law::Catalogue, on: chrono::NaiveDate) -> Vec<String> {
    let in_force = catalogue.titles().iter().filter(|title| title.period.holds(on));
    in_force.flat_map(|title| title.articles.iter().cloned()).collect()
}

/// The rows typed, and two empty ones.
fn piece_rows(entry: &Entry, errors: &[FieldError]) -> Vec<PieceRow> {
    let blank = [(String::new(), None), (String::new(), None)];
    let rows = entry.pieces.iter().chain(blank.iter()).enumerate();
    rows.map(|(index, (pages, kind))| PieceRow {
        index,
        pages: pages.clone(),
        first: pieces::parse_range(pages).map(|(first, _)| first),
        kinds: piece_kinds(*kind),
        wrong: errors.iter().find(|e| e.field == format!("pages-{index}")).map(|e| e.text.clone()),
    })
    .collect()
}

fn piece_kinds(taken: Option<PieceKind>) -> Vec<Choice> {
    let choice =
        |kind: &PieceKind| Choice { value: kind.word(), label: words::piece_kind(*kind), taken: taken == Some(*kind) };
    let mut kinds: Vec<Choice> = PieceKind::ALL.iter().map(choice).collect();
    kinds.sort_by_key(|kind| store::persons::search_form(&kind.label));
    kinds
}

fn inputs(entry: &Entry, read: &Read, first_page: u32, errors: &[FieldError]) -> Inputs {
    let wrong = |field: &str| errors.iter().find(|e| e.field == field).map(|e| e.text.clone());
    let proposal = |field: &str| read.proposals.iter().find(|p| p.field == field);
    let with_origin = |field: Field, name: &str, typed: &str| match proposal(name) {
        Some(p) if text(&p.value) == Some(typed) => field.hint(t1("post-read-from", "origin", origin(p, first_page))),
        _ => field,
    };
    let dated = |name: &str, label: String, typed: &str| {
        let shown = date(typed).map_or_else(|| typed.to_owned(), dates::iso);
        let field = if date(typed).is_none() && !typed.is_empty() {
            Field::text(name, label)
        } else {
            Field::date(name, label)
        };
        field.value(shown).error(wrong(name))
    };
    Inputs {
        search: Field::search("cherche", t("post-person-search")).value(&entry.search),
        family_name: Field::text("famille", t("post-person-family")).value(&entry.family_name).error(wrong("famille")),
        given_names: Field::text("prenoms", t("post-person-given")).value(&entry.given_names),
        birth: Field::text("naissance", t("post-person-birth")).value(&entry.birth).error(wrong("naissance")),
        foreigner_number: Field::text("numero", t("post-person-number")).value(&entry.foreigner_number),
        description: Field::text("description", t("post-person-description")).value(&entry.description),
        ground: entry.ground.clone(),
        held_open: !entry.held_number.is_empty() || !entry.held_until.is_empty(),
        held_number: Field::text("detenu_numero", t("post-held-number"))
            .value(&entry.held_number)
            .error(wrong("detenu_numero")),
        held_until: dated("detenu_fin", t("post-held-until"), &entry.held_until),
        postmark: dated("cachet", t("post-date-postmark"), &entry.postmark),
        office: Field::text("bureau", t("post-date-office")).value(&entry.office),
        registered: with_origin(
            Field::text("recommande", t("post-date-registered")).value(&entry.registered_number),
            "registered_number",
            &entry.registered_number,
        ),
        deposit: dated("depot", t("post-date-deposit"), &entry.deposit),
        letter_date: with_origin(
            dated("lettre", t("post-date-letter"), &entry.letter_date),
            "letter_date",
            &entry.letter_date,
        ),
        address: with_origin(
            Field::long_text("adresse", t("post-address")).value(&entry.address),
            "address",
            &entry.address,
        ),
        channel_basis: Field::text("fondement_depot", t("post-channel-basis"))
            .hint(t("post-channel-basis-hint"))
            .value(&entry.channel_basis),
    }
}
