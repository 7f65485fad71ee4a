//! The clerk of the demonstration: registers each envelope with what a person would read on it (the true text).

use std::collections::VecDeque;

use anyhow::Result;
use casework::{PersonChoice, Registration, Target, end_without_case, register};
use domain::{Actor, DocumentRange};
use store::{
    batches::{self, BatchState, Envelope, EnvelopeMarks},
    communications,
};
use tokio::sync::mpsc::Receiver;
use world::{DocumentTruth, EnvelopeTruth, Oddity, RequestTruth};

use super::{Stage, confirm, say, scanner, scanner::Deposited, until};

/// Registers the envelopes of the files in their order, as soon as they are read; the last `left` files wait for the visitor.
/// Returns how many files there were.
pub async fn index(stage: &Stage, mut files: Receiver<Deposited>, left: usize) -> Result<usize> {
    let mut count = 0;
    let mut held = VecDeque::new();
    while let Some(file) = files.recv().await {
        count += 1;
        let envelopes = read(stage, &file).await?;
        match &file.truth.oddity {
            Some(Oddity::Duplicate { of }) => {
                say::line(&format!(
                    "{} : même fichier que {of}, signalé et non compté deux fois",
                    file.truth.file_name
                ));
            }
            Some(Oddity::Truncated) => set_aside(stage, &file, &envelopes).await?,
            None => held.push_back((file, envelopes)),
        }
        while held.len() > left {
            if let Some((file, envelopes)) = held.pop_front() {
                register_file(stage, &file, &envelopes).await?;
            }
        }
    }
    for (file, _) in &held {
        say::line(&format!("{} : lu, laissé pour vous à l'indexation", file.truth.file_name));
    }
    Ok(count)
}

/// The envelopes of a file, once it is kept and read.
async fn read(stage: &Stage, file: &Deposited) -> Result<Vec<Envelope>> {
    let name = &file.truth.file_name;
    let kept = format!("la prise en charge de {name}");
    let batch = until(stage, &kept, || scanner::known(stage, file.hash)).await?;
    until(stage, &format!("la lecture de {name}"), || finished(stage, batch)).await
}

/// The envelopes of a batch, once it has been read.
async fn finished(stage: &Stage, batch: domain::BatchId) -> Result<Option<Vec<Envelope>>> {
    let mut tx = stage.casework.database.begin(&Actor::Operator("demo")).await?;
    let row = batches::get(&mut tx, batch).await?;
    if row.state == BatchState::Received {
        return Ok(None);
    }
    Ok(Some(batches::envelopes(&mut tx, batch).await?))
}

/// A file cut in the middle: the envelope was scanned again under another name, this arrival ends with that outcome.
async fn set_aside(stage: &Stage, file: &Deposited, envelopes: &[Envelope]) -> Result<()> {
    let (clerk, actor) = stage.staff.clerk();
    for envelope in envelopes {
        if waits(stage, envelope).await? {
            let outcome = "numérisation interrompue : le pli a été numérisé à nouveau dans un autre fichier";
            end_without_case(&stage.casework, &actor, clerk, envelope.communication, outcome).await?;
        }
    }
    say::line(&format!("{} : fichier coupé, gardé et signalé ; le pli est numérisé à nouveau", file.truth.file_name));
    Ok(())
}

/// Whether an envelope still waits for a person; an earlier run may have registered it.
async fn waits(stage: &Stage, envelope: &Envelope) -> Result<bool> {
    let mut tx = stage.casework.database.begin(&Actor::Operator("demo")).await?;
    let row = communications::lock(&mut tx, envelope.communication).await?;
    Ok(matches!(row.state, domain::CommunicationState::Received | domain::CommunicationState::ToIndex))
}

async fn register_file(stage: &Stage, file: &Deposited, envelopes: &[Envelope]) -> Result<()> {
    for envelope in envelopes {
        if !waits(stage, envelope).await? {
            continue;
        }
        let first = envelope.pages.map_or(0, |(first, _)| u32::try_from(first).unwrap_or(0));
        let truth = file.truth.envelopes.iter().find(|t| (t.first_page..=t.last_page).contains(&first));
        match truth {
            Some(truth) => register_envelope(stage, file, envelope, truth).await?,
            None => {
                say::line(&format!("{} pli {} : à indexer par une personne", file.truth.file_name, envelope.position));
            }
        }
    }
    Ok(())
}

async fn register_envelope(stage: &Stage, file: &Deposited, envelope: &Envelope, truth: &EnvelopeTruth) -> Result<()> {
    let (clerk, actor) = stage.staff.clerk();
    let requests: Vec<(Option<usize>, Option<&RequestTruth>)> = match truth.persons.len() {
        0 => vec![(None, None)],
        _ => truth
            .persons
            .iter()
            .enumerate()
            .flat_map(|(i, p)| p.requests.iter().map(move |r| (Some(i), Some(r))))
            .collect(),
    };
    let requests = if requests.is_empty() { vec![(Some(0), None)] } else { requests };
    for (number, (person, request)) in requests.into_iter().enumerate() {
        let target = if number == 0 { Target::Own } else { Target::Another };
        let registration = registration(envelope, truth, person, request, target);
        let done = register(&stage.casework, &actor, clerk, &registration).await?;
        let name = person
            .and_then(|i| truth.persons.get(i))
            .map_or_else(|| "personne inconnue".to_owned(), |p| format!("{} {}", p.given_names, p.family_name));
        let date = formats::french_date::medium(done.evidence_on);
        say::line(&format!(
            "{} pli {} : {name}, dossier {}, date retenue {date}",
            file.truth.file_name, envelope.position, done.reference
        ));
    }
    Ok(())
}

fn registration(
    envelope: &Envelope,
    truth: &EnvelopeTruth,
    person: Option<usize>,
    request: Option<&RequestTruth>,
    target: Target,
) -> Registration {
    let who = person.and_then(|i| truth.persons.get(i));
    let common = confirm::registration(envelope.communication, who, request, pieces(envelope, truth, person), target);
    Registration {
        person: if who.is_some() { common.person.clone() } else { unidentified(envelope) },
        marks: EnvelopeMarks {
            postmark_on: (truth.postmark.legibility != domain::Legibility::No).then_some(truth.postmark.date),
            postmark_office: Some(truth.postmark.office.clone()),
            legibility: Some(truth.postmark.legibility),
            registered_number: truth.registered.clone(),
            ..EnvelopeMarks::default()
        },
        registered_deposit: truth.registered.as_ref().map(|_| truth.posted),
        ..common
    }
}

fn unidentified(envelope: &Envelope) -> PersonChoice {
    let serial = envelope.serial.clone().unwrap_or_else(|| envelope.position.to_string());
    PersonChoice::Unidentified { description: format!("inconnu, pli {serial}") }
}

/// The documents of the person, and those of nobody, that were really scanned.
fn pieces(envelope: &Envelope, truth: &EnvelopeTruth, person: Option<usize>) -> Vec<DocumentRange> {
    let Some((first, last)) = envelope.pages else { return Vec::new() };
    let inside = |n: u32| i64::from(n) >= i64::from(first) && i64::from(n) <= i64::from(last);
    let theirs = |d: &&DocumentTruth| d.person.is_none() || d.person == person;
    truth.documents.iter().filter(theirs).map(|d| d.range).filter(|r| inside(r.first) && inside(r.last)).collect()
}
