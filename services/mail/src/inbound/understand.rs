//! From what a message says to what the neck is given. Pure.

use std::collections::BTreeSet;

use bytes::Bytes;
use casework::{BounceFacts, MessageArrival, MessageFacts, Site};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use domain::{MessageClass, Nature};
use reading::{BounceAction, MailAddress, Message};
use runtime::Config;
use serde_json::{Value, json};

use super::{
    evidence::{is_trusted, reception},
    look::Looked,
};

/// First parts of addresses that nobody reads, and of those from which machines write.
const NOBODY: [&str; 9] = [
    "no-reply",
    "noreply",
    "no_reply",
    "donotreply",
    "do-not-reply",
    "ne-pas-repondre",
    "nepasrepondre",
    "mailer-daemon",
    "postmaster",
];

/// What the site knows when it reads a message.
#[derive(Clone, Debug)]
pub struct Understanding {
    /// The site's own mail servers.
    pub trusted: Vec<String>,
    /// The site's own addresses, lower case: an answer to them would come back here.
    pub own: BTreeSet<String>,
    /// The zone in which the law counts days.
    pub zone: Tz,
}

impl Understanding {
    /// What a configuration says: the addresses of its mailboxes, of its letters, of its prefecture.
    #[must_use]
    pub fn new(config: &Config, site: &Site) -> Self {
        let users = config.mail.mailboxes.iter().map(|mailbox| mailbox.user.clone());
        let smtp = config.mail.smtp.iter().flat_map(|smtp| [Some(smtp.from.clone()), smtp.bounces.clone()]).flatten();
        let prefectures = site.catalogue.prefectures().iter().filter(|p| p.code == site.prefecture);
        let listed = prefectures.flat_map(|p| p.services.iter().map(|s| s.email.clone()).chain([p.email.clone()]));
        let own = users.chain(smtp).chain(listed.flatten()).filter(|address| address.contains('@'));
        Self {
            trusted: config.mail.trusted_hosts.clone(),
            own: own.map(|address| address.to_lowercase()).collect(),
            zone: site.zone(),
        }
    }
}

/// What the neck is given for a message.
#[must_use]
pub fn understand(
    known: &Understanding,
    raw: Bytes,
    internal_date: Option<DateTime<Utc>>,
    looked: Looked,
    now: DateTime<Utc>,
) -> MessageArrival {
    let Looked { message, trouble } = looked;
    let reception = reception(&message, internal_date, &known.trusted, known.zone, now);
    let class = message.class;
    let reference = message.case_references.first().copied();
    MessageArrival {
        raw,
        received_at: reception.at,
        evidence: reception.evidence,
        nature: nature(class, reference.is_some()),
        reference,
        bounce: bounce(&message, class),
        message: facts(known, message, class),
        trouble,
        suggestions: Vec::new(),
    }
}

/// Machines' messages are kept for a person; what carries a reference of ours answers it; all else may be a request.
const fn nature(class: MessageClass, referenced: bool) -> Nature {
    match class {
        MessageClass::Normal if referenced => Nature::Reply,
        MessageClass::Normal => Nature::Request,
        MessageClass::Bounce
        | MessageClass::Delay
        | MessageClass::AutoReply
        | MessageClass::Vacation
        | MessageClass::Complaint
        | MessageClass::Receipt
        | MessageClass::List => Nature::Automatic,
    }
}

fn facts(known: &Understanding, message: Message, class: MessageClass) -> MessageFacts {
    let from = message.from.first().cloned().unwrap_or_default();
    MessageFacts {
        class,
        answer_to: answer_to(known, &message, class),
        authentication: authentication(known, &message),
        sent_at: message.date.map(|date| date.with_timezone(&Utc)),
        in_reply_to: message.in_reply_to.into_iter().next(),
        message_id: message.message_id,
        from_name: from.name,
        from_address: from.address,
        subject: message.subject,
        body: message.text,
        reply_body: message.reply_text,
        attachments: u32::try_from(message.attachments.len()).unwrap_or(u32::MAX),
    }
}

/// Where an answer goes: where the author asks for it, else to the author. Never to a machine, to nobody, or to ourselves.
fn answer_to(known: &Understanding, message: &Message, class: MessageClass) -> Option<String> {
    if class != MessageClass::Normal || message.automatic || message.empty_return_path {
        return None;
    }
    let wanted = if message.reply_to.is_empty() { &message.from } else { &message.reply_to };
    wanted
        .iter()
        .filter_map(|MailAddress { address, .. }| address.as_deref())
        .find_map(|address| answerable(known, address))
}

fn answerable(known: &Understanding, address: &str) -> Option<String> {
    let address = address.trim();
    address.parse::<lettre::Address>().ok()?;
    let lower = address.to_lowercase();
    let first = lower.split('@').next().unwrap_or_default();
    let nobody = NOBODY.iter().any(|name| first == *name || first.starts_with(&format!("{name}+")));
    (!nobody && !known.own.contains(&lower)).then(|| address.to_owned())
}

/// What a server of the site found about the sender; what other servers say proves nothing.
fn authentication(known: &Understanding, message: &Message) -> Option<Value> {
    let found = &message.authentication;
    found.server.as_ref().filter(|server| is_trusted(server, &known.trusted))?;
    Some(json!({ "spf": found.spf, "dkim": found.dkim, "dmarc": found.dmarc }))
}

fn bounce(message: &Message, class: MessageClass) -> Option<BounceFacts> {
    let given_up = |b: &&reading::Bounce| b.action.is_none_or(|action| action == BounceAction::Failed);
    let failed = message.bounces.iter().find(given_up);
    (class == MessageClass::Bounce).then(|| BounceFacts {
        message_id: message.original_message_id.clone(),
        reason: failed.map_or("undefined", |b| b.reason.word()).to_owned(),
        status: failed.and_then(|b| b.status.clone()),
        // What nobody can tell is not relied on.
        for_good: failed.is_none_or(|b| b.permanent),
    })
}

#[cfg(test)]
mod tests;
