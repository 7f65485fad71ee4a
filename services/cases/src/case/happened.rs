//! What happened to a case, over all doors, from the event log.

use std::collections::HashMap;

use chrono::SecondsFormat;
use domain::{CaseId, ChannelKind, CommunicationId, DeadlineKind, EvidenceKind, LetterKind, UserId};
use serde_json::Value;
use store::{
    StoreError, Transaction, accounts,
    events::{self, Entry},
    reads::case_view::PieceLine,
};
use web::{
    Web, dates,
    parts::{DoorMark, Moment, Timeline},
    t, t1, t2, t3, tw, words,
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
        "letter.hand_over_taken_back" => t1("event-letter-hand-over-taken-back", "letter", letter()),
        "letter.own_envelope" => t1("event-letter-own-envelope", "letter", letter()),
        "letter.held" => t1("event-letter-held", "letter", letter()),
        "letter.released" => t1("event-letter-released", "letter", letter()),
        "letter.sent" => t1("event-letter-sent", "letter", letter()),
        "letter.bounced" => t("event-letter-bounced"),
        "letter.handed_over" => t1("event-letter-handed-over", "letter", letter()),
        "document.facts_recorded" => t("event-document-facts"),
        "document.prepared" => t("event-document-prepared"),
        "document.issued" => t("event-document-issued"),
        "document.left" => t("event-document-left"),
        "document.replaced" => t("event-document-replaced"),
        "document.withdrawn" => t("event-document-withdrawn"),
        "letter.came_back" => t1("event-letter-came-back", "letter", letter()),
        "letter.return_taken_back" => t1("event-letter-return-taken-back", "letter", letter()),
        "letter.notified" => t1("event-letter-notified", "letter", letter()),
        "letter.notification_taken_back" => t1("event-letter-notification-taken-back", "letter", letter()),
        "letter.numbered" => t1("event-letter-numbered", "letter", letter()),
        "blockage.reported" => t("event-blockage-reported"),
        "blockage.answered" => t("event-blockage-answered"),
        "case.channel_basis_recorded" if facts["basis"].is_null() => t("event-channel-basis-gone"),
        "case.channel_basis_recorded" => t("event-channel-basis"),
        "online_request.noted" => t("event-online-noted"),
        "online_request.withdrawn" => t("event-online-withdrawn"),
        "urgency.declared" => t("event-urgency-declared"),
        "urgency.proved" => t("event-urgency-proved"),
        "urgency.withdrawn" => t("event-urgency-withdrawn"),
        "urgency.band_decided" => t("event-band-decided"),
        "urgency.band_taken_back" => t("event-band-taken-back"),
        "pieces.requested" => t("event-pieces-requested"),
        "pieces.limit_runs" => t("event-pieces-limit"),
        "pieces.answered" => t("event-pieces-answered"),
        "call.ended" => t("event-call-ended"),
        "callback.planned" => t("event-callback-planned"),
        "callback.attempted" => t("event-callback-attempted"),
        "callback.written" => t("event-callback-written"),
        "callback.answered" => t("event-callback-answered"),
        "callback.owed_again" => t("event-callback-owed-again"),
        "case.person_identified" => t("event-person-identified"),
        "case.person_doubted" => t("event-person-doubted"),
        "case.merge_taken_back" => t("event-merge-taken-back"),
        "case.attachment_taken_back" => t("event-attachment-taken-back"),
        "case.transfer_started" => t("event-transfer-started"),
        "case.transferred" => t("event-transferred"),
        "case.transfer_taken_back" => t("event-transfer-taken-back"),
        "case.kept_here" => t("event-kept-here"),
        "letter.withdrawn" => t1("event-letter-withdrawn", "letter", letter()),
        "letter.withdrawal_taken_back" => t1("event-letter-withdrawal-taken-back", "letter", letter()),
        "case.evidence_improved" => t("event-evidence-improved"),
        "case.evidence_taken_back" => t("event-evidence-taken-back"),
        "case.evidence_corrected" => t("event-evidence-corrected"),
        "case.date_correction_proposed" => t("event-date-correction-proposed"),
        "case.date_correction_accepted" => t("event-date-correction-accepted"),
        "case.date_correction_refused" => t("event-date-correction-refused"),
        "case.date_correction_withdrawn" => t("event-date-correction-withdrawn"),
        "case.date_recomputed" => t1("event-date-recomputed", "date", date(facts)),
        "case.date_change_proposed" => t1("event-date-proposed", "date", date(facts)),
        "case.date_change_accepted" => t1("event-date-accepted", "date", date(facts)),
        "case.date_change_refused" => t1("event-date-refused", "date", date(facts)),
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
        "call.ended" => word(facts, "outcome").map(|outcome| tw("call-outcome", outcome)),
        "callback.planned" => {
            let day = text(facts, "due_on").parse().map(dates::long).ok()?;
            Some(t1("event-callback-day", "date", day))
        }
        "blockage.reported" => word(facts, "blockage").map(|kind| tw("blockage-kind", kind)),
        "case.transfer_started" | "case.transferred" | "case.kept_here" => word(facts, "to").map(str::to_owned),
        "letter.came_back" => word(facts, "reason").map(|reason| tw("return-reason", reason)),
        "letter.numbered" | "online_request.noted" | "online_request.withdrawn" => {
            word(facts, "number").map(str::to_owned)
        }
        "case.channel_basis_recorded" => word(facts, "basis").map(str::to_owned),
        "urgency.declared" | "urgency.proved" => word(facts, "signal").map(|signal| tw("signal-short", signal)),
        "urgency.withdrawn" => {
            let signal = word(facts, "signal").map(|signal| tw("signal-short", signal))?;
            Some(t2("event-urgency-reason", "signal", signal, "reason", text(facts, "reason")))
        }
        "urgency.band_decided" => Some(text(facts, "reason")).filter(|reason| !reason.is_empty()),
        "letter.notified" => day(facts, "notified_on").map(|on| t1("event-letter-notified-on", "date", on)),
        "pieces.limit_runs" => day(facts, "limit_on").map(|on| t1("event-pieces-limit-on", "date", on)),
        "callback.attempted" => word(facts, "result").map(|result| tw("attempt-result", result)),
        "letter.bounced" => word(facts, "reason").map(str::to_owned),
        "case.evidence_improved"
        | "case.evidence_corrected"
        | "case.evidence_taken_back"
        | "case.date_recomputed"
        | "case.date_change_proposed" => {
            Some(t2("event-date-moved", "before", day_or_none(facts, "before"), "after", day_or_none(facts, "after")))
        }
        "case.date_change_accepted"
        | "case.date_change_refused"
        | "case.date_correction_proposed"
        | "case.date_correction_accepted"
        | "case.date_correction_refused"
        | "case.date_correction_withdrawn" => {
            let (before, after) = (("before", day_or_none(facts, "before")), ("after", day_or_none(facts, "after")));
            Some(t3("event-date-decided", before, after, ("reason", text(facts, "reason"))))
        }
        "case.dismissed_as_no_request" => Some(text(facts, "outcome")).filter(|outcome| !outcome.is_empty()),
        _ => None,
    }
}

fn day(facts: &Value, key: &str) -> Option<String> {
    text(facts, key).parse().map(dates::long).ok()
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

/// What kind of date it is about.
fn date(facts: &Value) -> String {
    let kind = word(facts, "date").and_then(DeadlineKind::from_word);
    kind.map_or_else(|| t("event-a-date"), words::deadline_kind)
}

fn day_or_none(facts: &Value, key: &str) -> String {
    word(facts, key).and_then(|day| day.parse().ok()).map_or_else(|| t("recomputing-no-date"), dates::short)
}

fn text(facts: &Value, key: &str) -> String {
    facts.get(key).and_then(Value::as_str).unwrap_or("").to_owned()
}

fn word<'a>(facts: &'a Value, key: &str) -> Option<&'a str> {
    facts.get(key)?.as_str().filter(|word| !word.is_empty())
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
    if !matches!(kind, "letter.prepared" | "letter.handed_to_post" | "letter.handed_over") {
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

#[cfg(test)]
mod tests {
    use std::{fs, path::Path};

    use serde_json::Value;

    use super::what;

    /// The kinds of events that the operations append, as their source names them.
    fn kinds(folder: &Path, found: &mut Vec<String>) {
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            if entry.path().is_dir() {
                kinds(&entry.path(), found);
            } else {
                let source = fs::read_to_string(entry.path()).unwrap();
                let events = source.match_indices("NewEvent::new(").map(|(at, _)| &source[at..]);
                let names = events.filter_map(|rest| rest.split('"').nth(1).map(str::to_owned));
                found.extend(names.filter(|name| name.contains('.') && !name.contains(' ')));
            }
        }
    }

    #[test]
    fn everything_that_happens_to_a_case_is_told_in_words() {
        let mut found = Vec::new();
        kinds(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/casework/src"), &mut found);
        assert!(found.iter().any(|kind| kind == "letter.sent"), "the source is not read: {found:?}");
        // The streams of batches, communications, persons, drop boxes and envelopes not scanned yet are not shown.
        let elsewhere = ["batch.", "communication.", "contact_point.", "drop_box.", "envelope.", "envelopes.", "page."];
        let of_cases = found.iter().filter(|kind| !elsewhere.iter().any(|stream| kind.starts_with(stream)));
        let untold: Vec<_> = of_cases.filter(|kind| what(kind, &Value::Null).contains(kind.as_str())).collect();
        assert!(untold.is_empty(), "{untold:?}");
    }
}
