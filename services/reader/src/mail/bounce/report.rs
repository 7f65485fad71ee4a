use domain::MessageClass;
use reading::{Bounce, BounceAction, BounceReason};

use super::{MANY, Verdict, permanent, prose, reason::Said, returned::Returned};
use crate::mail::class::Signs;

/// Fields of one group of a report, names in lower case, folded lines joined.
type Group = Vec<(String, String)>;

/// A delivery status notification (RFC 3464). `body` is what it tells people. Nothing when it names no recipient and
/// tells nothing.
pub fn read(status: &str, body: &str, returned: &Returned, signs: &Signs) -> Option<Verdict> {
    let told = prose::told(body);
    let groups: Vec<Group> = groups(status).into_iter().filter(about_recipient).take(MANY).collect();
    let alone = groups.len() == 1;
    let mut bounces: Vec<Bounce> = groups.iter().map(|group| bounce(group, told, alone, returned)).collect();
    if alone && bounces[0].recipient.is_none() {
        bounces[0].recipient =
            prose::recipients(told, signs).into_iter().next().or_else(|| returned.to.first().cloned());
    }
    let class = class(&bounces)?;
    Some(Verdict { class, bounces, original_message_id: returned.message_id.clone() })
}

/// A notice that a message was shown or deleted (RFC 8098).
pub fn shown(notification: &str) -> Verdict {
    let groups = groups(notification);
    let original = groups.iter().find_map(|group| field(group, "original-message-id"));
    let id = original.map(|id| id.trim_matches(['<', '>', ' ']).to_owned()).filter(|id| !id.is_empty());
    Verdict { class: MessageClass::Receipt, bounces: Vec::new(), original_message_id: id }
}

/// The fields of a report in the order of its groups.
pub fn groups(text: &str) -> Vec<Group> {
    let mut groups: Vec<Group> = vec![Vec::new()];
    for line in text.lines() {
        let Some(group) = groups.last_mut() else { break };
        if line.trim().is_empty() {
            if !group.is_empty() {
                groups.push(Vec::new());
            }
        } else if line.starts_with([' ', '\t']) && !group.is_empty() {
            if let Some((_, value)) = group.last_mut() {
                value.push(' ');
                value.push_str(line.trim());
            }
        } else if let Some((name, value)) = line.split_once(':') {
            let name = name.trim().to_ascii_lowercase();
            // Systems that leave the empty line out between recipients.
            if name == "final-recipient" && field(group, &name).is_some() {
                groups.push(vec![(name, value.trim().to_owned())]);
            } else {
                group.push((name, value.trim().to_owned()));
            }
        } else if let Some((_, value)) = group.last_mut() {
            value.push(' ');
            value.push_str(line.trim());
        }
    }
    groups
}

/// The first field of this name.
pub fn field<'g>(group: &'g Group, name: &str) -> Option<&'g str> {
    group.iter().find(|(known, value)| known == name && !value.is_empty()).map(|(_, value)| value.as_str())
}

fn about_recipient(group: &Group) -> bool {
    ["final-recipient", "original-recipient", "action"].iter().any(|name| field(group, name).is_some())
}

fn bounce(group: &Group, told: &str, alone: bool, returned: &Returned) -> Bounce {
    let diagnostic = group.iter().filter(|(name, value)| name == "diagnostic-code" && !value.is_empty());
    let diagnostic = diagnostic.map(|(_, value)| value.as_str()).collect::<Vec<_>>().join(" ");
    let action = field(group, "action").and_then(action);
    let written = field(group, "status").unwrap_or_default();
    let mut said = Said::new(&diagnostic).with_status(written).with_action(action);
    let recipient = recipient(group, returned);
    match recipient.as_deref().filter(|_| !alone) {
        Some(address) if prose::addresses(told).any(|one| one.eq_ignore_ascii_case(address)) => {
            said = said.with_context(prose::about(told, address));
        }
        Some(_) => {}
        None => said = said.with_context(told),
    }
    let status = said.status();
    let action = action.or_else(|| implied(status.as_deref()?));
    let reason = said.reason();
    let diagnostic = (!diagnostic.is_empty()).then(|| diagnostic.chars().take(1_000).collect());
    Bounce { recipient, permanent: permanent(reason, status.as_deref(), action), status, action, reason, diagnostic }
}

/// The address that was written to, where the report names it; else the one it was sent on to.
fn recipient(group: &Group, returned: &Returned) -> Option<String> {
    let named = |name| field(group, name).and_then(address);
    let original = named("original-recipient").or_else(|| named("x-actual-recipient"));
    let last = named("final-recipient");
    match (original, last) {
        (Some(original), Some(_)) if returned.to.contains(&original.to_lowercase()) => Some(original),
        (original, last) => last.or(original),
    }
}

/// `rfc822; <x@y>`
fn address(field: &str) -> Option<String> {
    let value = field.rsplit_once(';').map_or(field, |(_, value)| value);
    let value = prose::addresses(value).next().map(str::to_owned);
    value.or_else(|| prose::addresses(field).next().map(str::to_owned))
}

fn action(value: &str) -> Option<BounceAction> {
    let word = value.split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default().to_ascii_lowercase();
    match word.as_str() {
        "failed" | "failure" | "fail" => Some(BounceAction::Failed),
        "delayed" | "deferred" => Some(BounceAction::Delayed),
        "delivered" | "deliverable" => Some(BounceAction::Delivered),
        "relayed" => Some(BounceAction::Relayed),
        "expanded" => Some(BounceAction::Expanded),
        _ => None,
    }
}

fn implied(status: &str) -> Option<BounceAction> {
    match status.as_bytes().first() {
        Some(b'5') => Some(BounceAction::Failed),
        Some(b'4') => Some(BounceAction::Delayed),
        Some(b'2') => Some(BounceAction::Delivered),
        Some(_) | None => None,
    }
}

/// The worst that happened to one recipient.
fn class(bounces: &[Bounce]) -> Option<MessageClass> {
    let any = |wanted: BounceAction| bounces.iter().any(|bounce| bounce.action == Some(wanted));
    let arrived = |bounce: &Bounce| bounce.reason == BounceReason::Delivered;
    if any(BounceAction::Failed) {
        Some(MessageClass::Bounce)
    } else if any(BounceAction::Delayed) {
        Some(MessageClass::Delay)
    } else if !bounces.is_empty() && bounces.iter().all(arrived) {
        Some(MessageClass::Receipt)
    } else {
        (!bounces.is_empty()).then_some(MessageClass::Bounce)
    }
}
