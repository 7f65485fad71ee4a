//! The books of the day: every arrival accounted for, every case acknowledged.

use anyhow::Result;
use domain::{Actor, ChannelKind};
use store::reads::balance::{self, Balance, DoorBalance};

use super::{Stage, say, wait};

/// Prints the balance; true when nothing is missing. Of a day that nobody goes on with, nothing may be left to do.
pub async fn close(stage: &Stage, files: usize, once: bool) -> Result<bool> {
    if once {
        wait::until_at_rest(stage).await?;
    }
    let mut tx = stage.casework.database.begin(&Actor::Operator("demo")).await?;
    let (balance, doors) = (balance::read(&mut tx).await?, balance::by_door(&mut tx).await?);
    let jobs: i64 = queue::depth(&mut tx).await?.iter().map(|d| i64::try_from(d.jobs).unwrap_or(i64::MAX)).sum();
    say::title("Bilan de la journée");
    print(&balance, &doors, files);
    let mut faults = faults(&balance);
    if once {
        faults.extend([
            ("tâches échouées", jobs),
            ("arrivées encore à indexer", balance.to_index - balance.to_call_back),
            ("lettres pas encore parties", balance.letters_waiting),
        ]);
    }
    let faults: Vec<_> = faults.into_iter().filter(|(_, n)| *n != 0).collect();
    for (what, n) in &faults {
        say::row(&format!("ANOMALIE : {what}"), &n.to_string());
    }
    if faults.is_empty() {
        say::row("Comptes", "justes : rien n'est perdu, rien n'est en double");
    }
    Ok(faults.is_empty())
}

fn print(b: &Balance, doors: &[DoorBalance], files: usize) {
    say::columns("Porte", ["arrivées", "dossiers", "sans dossier", "lettres parties"]);
    for door in doors {
        let numbers = [door.arrivals, door.cases, door.without_case, door.letters_left];
        say::columns(name(door.channel), numbers.map(|n| n.to_string()).each_ref().map(String::as_str));
    }
    println!();
    say::row("Fichiers déposés par le scanner", &files.to_string());
    say::row("Pages lues", &b.pages.to_string());
    say::row("Lettres parties par La Poste ou en main propre", &b.letters_handed.to_string());
    say::row("Accusés partis par courriel", &b.letters_sent.to_string());
    say::row("Lettres retenues (pas d'adresse sûre)", &b.letters_held.to_string());
    say::row("Lettres à approuver ou à imprimer", &b.letters_waiting.to_string());
    say::row("Arrivées à indexer", &(b.to_index - b.to_call_back).to_string());
    say::row("Personnes à rappeler, à une date promise", &b.to_call_back.to_string());
    say::row("Anomalies signalées à un agent", &b.exceptions.to_string());
}

const fn name(door: ChannelKind) -> &'static str {
    match door {
        ChannelKind::Post => "Courrier",
        ChannelKind::Email => "Courriel",
        ChannelKind::Phone => "Téléphone",
        ChannelKind::Counter => "Guichet",
        ChannelKind::Structure => "Structures",
        ChannelKind::Online => "Téléservice",
    }
}

/// What must never be.
fn faults(b: &Balance) -> Vec<(&'static str, i64)> {
    vec![
        ("arrivées sans suite", b.unlinked),
        ("dossiers sans accusé de réception", b.cases_without_acknowledgement),
        ("dossiers avec deux accusés de réception", b.cases_acknowledged_twice),
        ("lots non lus", b.batches_unread),
    ]
}
