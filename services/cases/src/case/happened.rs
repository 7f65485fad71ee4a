//! What happened to a case, over all doors, from the event log.

use std::collections::HashMap;

use chrono::SecondsFormat;
use domain::{CaseId, ChannelKind, CommunicationId, EvidenceKind, LetterKind, UserId};
use serde_json::Value;
use store::{
    StoreError, Transaction, accounts,
    events::{self, Entry},
    reads::case_view::PieceLine,
};
use web::{
    Web, dates,
    parts::{DoorMark, Moment, Timeline},
    t, t1, t2, words,
};

/// The timeline, latest first.
pub(crate) async fn load(
    tx: &mut Transaction,
    web: &Web,
    case: CaseId,
    pieces: &[PieceLine],
) -> Result<Timeline, StoreError> {
    let mut entries = events::of_stream(tx, &case.to_string()).await?;
    entries.reverse();
    let staff: Vec<UserId> = entries.iter().filter_map(|entry| entry.actor.parse().ok()).collect();
    let names = accounts::names(&mut **tx, &staff).await?.into_iter().map(|(id, name)| (id, name.0)).collect();
    let moments = entries.iter().map(|entry| moment(web, &names, case, pieces, entry));
    Ok(Timeline::new(moments.collect()))
}

fn moment(web: &Web, names: &HashMap<UserId, String>, case: CaseId, pieces: &[PieceLine], entry: &Entry) -> Moment {
    let facts = entry.payload.as_ref().unwrap_or(&Value::Null);
    let picture = communication(facts).and_then(|communication| first_page(case, communication, pieces));
    Moment {
        day: dates::long(entry.at.with_timezone(&web.zone()).date_naive()),
        hour: dates::hour(entry.at, web.zone()),
        instant: entry.at.to_rfc3339_opts(SecondsFormat::Secs, true),
        mark: channel(facts).map(DoorMark::bare),
        what: what(&entry.kind, facts),
        who: who(&entry.actor, names),
        detail: detail(&entry.kind, facts),
        link: link(&entry.kind, case, facts),
        thumbnail: picture,
    }
}

/// What happened, in words. A kind that a later version writes is told as such, never hidden.
fn what(kind: &str, facts: &Value) -> String {
    let letter = || letter(facts).unwrap_or_else(|| t("event-a-letter"));
    match kind {
        "case.received" => t1("event-case-received", "channel", channel(facts).map(words::channel).unwrap_or_default()),
        "case.communication_attached" => t("event-communication-attached"),
        "case.registered" => t("event-case-registered"),
        "case.registration_taken_back" => t("event-registration-taken-back"),
        "case.merged" => t1("event-case-merged", "into", text(facts, "into")),
        "case.dismissed_as_no_request" => t("event-case-dismissed"),
        "case.dismissal_taken_back" => t("event-dismissal-taken-back"),
        "letter.requested" => t1("event-letter-requested", "letter", letter()),
        "letter.prepared" => t1("event-letter-prepared", "letter", letter()),
        "letter.approved" => t1("event-letter-approved", "letter", letter()),
        "letter.approval_taken_back" => t1("event-letter-approval-taken-back", "letter", letter()),
        "letter.printed" => t1("event-letter-printed", "letter", letter()),
        "letter.printing_taken_back" => t1("event-letter-printing-taken-back", "letter", letter()),
        "letter.handed_to_post" => t1("event-letter-handed", "letter", letter()),
        "letter.held" => t1("event-letter-held", "letter", letter()),
        "letter.released" => t1("event-letter-released", "letter", letter()),
        other => t1("event-other", "kind", other),
    }
}

fn detail(kind: &str, facts: &Value) -> Option<String> {
    match kind {
        "case.registered" => {
            let date = text(facts, "evidence_on").parse().map(dates::long).ok()?;
            let kind = EvidenceKind::from_word(&text(facts, "evidence_kind")).map(words::evidence_kind)?;
            Some(t2("event-registered-detail", "date", date, "kind", kind))
        }
        "case.dismissed_as_no_request" => Some(text(facts, "outcome")).filter(|outcome| !outcome.is_empty()),
        _ => None,
    }
}

fn who(actor: &str, names: &HashMap<UserId, String>) -> String {
    if let Some(name) = actor.parse().ok().and_then(|id: UserId| names.get(&id)) {
        return name.clone();
    }
    match actor.split_once(':') {
        Some(("door", word)) => match ChannelKind::from_word(word) {
            Some(channel) => t1("event-by-door", "channel", words::channel(channel)),
            None => t("event-by-program"),
        },
        Some(("operator", _)) => t("event-by-operator"),
        Some(_) => t("event-by-program"),
        None => t("event-by-former-staff"),
    }
}

fn text(facts: &Value, key: &str) -> String {
    facts.get(key).and_then(Value::as_str).unwrap_or("").to_owned()
}

fn channel(facts: &Value) -> Option<ChannelKind> {
    ChannelKind::from_word(facts.get("channel")?.as_str()?)
}

fn letter(facts: &Value) -> Option<String> {
    LetterKind::from_word(facts.get("kind")?.as_str()?).map(words::letter_kind)
}

fn communication(facts: &Value) -> Option<CommunicationId> {
    facts.get("communication")?.as_str()?.parse().ok()
}

/// The letter, where it first exists and where it left.
fn link(kind: &str, case: CaseId, facts: &Value) -> Option<(String, String)> {
    if !matches!(kind, "letter.prepared" | "letter.handed_to_post") {
        return None;
    }
    let letter = facts.get("letter")?.as_str()?;
    Some((format!("/dossiers/{case}/lettres/{letter}"), t("case-letter-open")))
}

fn first_page(case: CaseId, communication: CommunicationId, pieces: &[PieceLine]) -> Option<(String, String)> {
    let pages = pieces.iter().filter(|piece| piece.communication == communication).flat_map(|piece| &piece.pages);
    let first = pages.into_iter().find(|page| page.thumbnail.is_some())?;
    Some((format!("/dossiers/{case}/images/{}/vignette", first.id), t("event-first-page")))
}
