//! The fields as they are first shown: everything that was read, to be confirmed.

use domain::CaseKind;
use store::{
    Transaction,
    reads::{
        indexing::{self, EnvelopeView, Proposal},
        pages::{self, PageLine},
    },
};
use web::{Problem, dates, t2};

use super::{
    entry::{Entry, NEW},
    offers, pieces,
    read_person::{self, ReadPerson, text},
    sealed, senders,
    view::{Read, name},
};
use crate::screens::repeats;

/// The fields as they are first shown: everything that was read, to be confirmed.
pub(super) async fn first_entry(tx: &mut Transaction, read: &Read) -> Result<Entry, Problem> {
    let of =
        |field: &str| read.proposals.iter().find(|p| p.field == field).and_then(|p| text(&p.value)).unwrap_or_default();
    let marks = &read.envelope.marks;
    let blank = Entry::default();
    let named = offers::named_cases(tx, &blank, &read.proposals, 1).await?;
    let named = named.into_iter().map(|(id, _)| id).find(|id| !read.envelope.cases.iter().any(|(own, _)| own == id));
    let person = match named {
        Some(case) => indexing::person_of_case(tx, case).await?.map(|id| id.to_string()).unwrap_or_default(),
        None => String::new(),
    };
    let registered = marks.registered_number.clone().unwrap_or_else(|| of("registered_number").to_owned());
    let mut entry = Entry {
        person,
        description: t2(
            "post-person-unknown-of",
            "envelope",
            name(&read.envelope),
            "date",
            dates::short(read.envelope.received_on),
        ),
        case: named.map_or_else(|| NEW.to_owned(), |case| case.to_string()),
        kind: CaseKind::from_word(of("kind")),
        title: of("title").to_owned(),
        ground: of("ground").to_owned(),
        postmark: marks.postmark_on.map(dates::iso).or_else(|| marks.postmark_seen.clone()).unwrap_or_default(),
        office: marks.postmark_office.clone().unwrap_or_default(),
        operator: marks.postmark_operator.clone().unwrap_or_default(),
        legibility: marks.legibility,
        registered_number: registered,
        franking: marks.franking_on.map(dates::iso).unwrap_or_default(),
        tracking: marks.tracked_on.map(dates::iso).unwrap_or_default(),
        letter_date: of("letter_date").to_owned(),
        address: of("address").to_owned(),
        ..blank
    }
    .with_pieces(&sealed::by_sheets(
        pieces::of_door(pieces::suggested(&read.lines), read.envelope.channel),
        &read.proposals,
        &read.envelope.numbers,
    ));
    if let Some(who) = read.persons.first() {
        entry.shown = Some(0);
        entry.fill(who);
    }
    Ok(entry)
}

/// The persons read in an envelope, whose forms name them by their places.
pub(super) async fn read_persons(tx: &mut Transaction, envelope: &EnvelopeView) -> Result<Vec<ReadPerson>, Problem> {
    let lines = pages::of_envelope(tx, envelope.id).await?;
    let proposals = proposals_of(tx, envelope, &lines).await?;
    Ok(read_person::persons(&proposals, envelope.pages.map_or(1, |(first, _)| first)))
}

/// What was read, what the pages add to it, what was proposed because the same paper came before.
pub(super) async fn proposals_of(
    tx: &mut Transaction,
    envelope: &EnvelopeView,
    lines: &[PageLine],
) -> Result<Vec<Proposal>, Problem> {
    let proposals = senders::completed(indexing::proposals(tx, envelope.id).await?, lines);
    Ok(repeats::with_cases(tx, envelope.id, proposals).await?)
}
