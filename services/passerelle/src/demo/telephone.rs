//! The calls of the day: dialled at the operator, answered by the menu, taken up by an agent.

use std::fs;

use anyhow::{Context as _, Result};
use casework::{CallEnding, end_call, register, report_danger, take_call};
use domain::{Actor, CallOutcome, CommunicationId};
use phone::emulator::Caller;
use store::calls;
use world::{CallEnd, CallItem};

use super::{Stage, confirm, outside::Outside, say, until};

/// Dials the calls and ends them as their truth says; the last `left` voicemails wait for the visitor. A day is dialled once:
/// a call that was made cannot be made again.
pub async fn day(stage: &Stage, outside: &Outside, items: &[CallItem], left: usize) -> Result<()> {
    say::title("Le téléphone");
    let played = stage.folder.join(format!("appels-{}", stage.world.date));
    if played.exists() {
        say::line("les appels du jour ont été reçus lors d'un lancement précédent");
        return Ok(());
    }
    let voicemails: Vec<usize> = (0..items.len()).filter(|n| items[*n].truth.voicemail).collect();
    let kept_back = &voicemails[voicemails.len().saturating_sub(left)..];
    for (number, item) in items.iter().enumerate() {
        let caller = Caller {
            from: item.from.clone().unwrap_or_default(),
            presses: item.presses.clone(),
            says_wav: item.truth.voicemail.then(|| item.wav.clone()),
            ..Caller::default()
        };
        let dialled = outside.operator.dial(caller).await;
        let situation = &item.truth.arrival.situation;
        let id = until(stage, &format!("l'appel « {situation} »"), || known(stage, &dialled.call_sid)).await?;
        if kept_back.contains(&number) {
            say::line(&format!("{situation} → message laissé pour vous au téléphone"));
        } else {
            settle(stage, id, item).await?;
        }
    }
    fs::write(&played, "").with_context(|| played.display().to_string())
}

async fn known(stage: &Stage, sid: &str) -> Result<Option<CommunicationId>> {
    let mut tx = stage.casework.database.begin(&Actor::Operator("demo")).await?;
    Ok(calls::by_sid(&mut tx, sid).await?)
}

/// The agent takes the call up, registers the request if there is one, and gives the outcome in words.
async fn settle(stage: &Stage, id: CommunicationId, item: &CallItem) -> Result<()> {
    let (agent, actor) = stage.staff.clerk();
    let truth = &item.truth;
    take_call(&stage.casework, &actor, agent, id).await?;
    if truth.danger {
        report_danger(&stage.casework, &actor, id, "la personne dit être en danger").await?;
    }
    let (outcome, words) = match truth.end {
        CallEnd::Registered => {
            let person = truth.arrival.persons.first();
            let request = person.and_then(|p| p.requests.first());
            let registration = confirm::registration(id, person, request, Vec::new(), casework::Target::Own);
            let done = register(&stage.casework, &actor, agent, &registration).await?;
            say::line(&format!("{} → dossier {}", truth.arrival.situation, done.reference));
            (CallOutcome::Registered, "demande enregistrée au téléphone")
        }
        CallEnd::InformationGiven => (CallOutcome::Informed, "renseignement donné"),
        CallEnd::Commitment => (CallOutcome::CallbackPlanned, "nous rappelons la personne"),
        CallEnd::CallbackPlanned => (CallOutcome::CallbackPlanned, "la personne demande à être rappelée"),
        CallEnd::NoRequest => (CallOutcome::NoRequest, "aucune demande, rien à suivre"),
    };
    if truth.end != CallEnd::Registered {
        say::line(&format!("{} → {words}", truth.arrival.situation));
    }
    let ending = CallEnding { call: id, outcome, words: words.to_owned(), case: None, promised_on: None };
    end_call(&stage.casework, &actor, agent, &ending).await.with_context(|| truth.arrival.situation.clone())?;
    Ok(())
}
