//! The books of the day: every arrival accounted for, every case acknowledged.

use anyhow::Result;
use domain::Actor;
use store::reads::balance::{self, Balance};

use super::{Stage, say, scanner::Deposited};

/// Prints the balance; true when nothing is missing.
pub async fn close(stage: &Stage, files: &[Deposited], once: bool) -> Result<bool> {
    let mut tx = stage.casework.database.begin(&Actor::Operator("demo")).await?;
    let balance = balance::read(&mut tx).await?;
    let jobs: i64 = queue::depth(&mut tx).await?.iter().map(|d| i64::try_from(d.jobs).unwrap_or(i64::MAX)).sum();
    say::title("Bilan de la journée");
    print(&balance, files.len());
    let mut faults = faults(&balance);
    if once {
        faults.extend([
            ("tâches encore en attente", jobs),
            ("plis encore à indexer", balance.to_index - balance.to_call_back),
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

fn print(b: &Balance, files: usize) {
    say::row("Fichiers déposés aujourd'hui", &files.to_string());
    say::row("Lots gardés / pages lues", &format!("{} / {}", b.batches, b.pages));
    say::row("Plis reçus (dont sans suite de dossier)", &format!("{} ({})", b.communications, b.without_case));
    say::row("Dossiers enregistrés", &b.cases.to_string());
    say::row("Lettres remises à La Poste", &b.letters_handed.to_string());
    say::row("Lettres retenues (personne à qui écrire)", &b.letters_held.to_string());
    say::row("Lettres à approuver ou à imprimer", &b.letters_waiting.to_string());
    say::row("Plis à indexer", &(b.to_index - b.to_call_back).to_string());
    say::row("Personnes à rappeler, à une date promise", &b.to_call_back.to_string());
    say::row("Anomalies ouvertes, visibles à l'écran", &b.exceptions.to_string());
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
