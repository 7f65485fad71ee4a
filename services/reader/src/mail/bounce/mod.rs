//! Messages about the delivery of other messages: reports in the standard form (RFC 3464, 5965, 8098), and those in which
//! a mail system tells it in its own words.

mod complaint;
mod phrases;
mod prose;
mod reason;
mod report;
mod returned;

use domain::MessageClass;
use mail_parser::{Message as Mail, MessagePart, MimeHeaders};
use reading::{Bounce, BounceAction, BounceReason};

use self::returned::Returned;
use super::{attachments::decoded, class::Signs};

/// Recipients kept of one report.
const MANY: usize = 1_000;

/// What a message turned out to be.
pub struct Verdict {
    pub class: MessageClass,
    pub bounces: Vec<Bounce>,
    pub original_message_id: Option<String>,
}

impl Verdict {
    /// A message about no other one.
    pub fn of(class: MessageClass) -> Self {
        Self { class, bounces: Vec::new(), original_message_id: None }
    }
}

/// The verdict on a message about the delivery of another; nothing when it is none.
pub fn judge(mail: &Mail<'_>, signs: &Signs, body: &str) -> Option<Verdict> {
    if let Some(feedback) = part(mail, &["feedback-report"]) {
        return Some(complaint::reported(&text_of(mail, feedback), Returned::of(mail)));
    }
    if let Some(status) = part(mail, &["delivery-status", "global-delivery-status"]) {
        let told = report::read(&text_of(mail, status), body, &Returned::of(mail), signs);
        if let Some(verdict) = told {
            return Some(verdict);
        }
    }
    if let Some(notification) = part(mail, &["disposition-notification", "global-disposition-notification"]) {
        return Some(report::shown(&text_of(mail, notification)));
    }
    complaint::told(signs, body, || Returned::of(mail)).or_else(|| prose::read(mail, signs, body))
}

/// With the entry that tells an absence, as for other news about an address.
pub fn worded(mut bounces: Vec<Bounce>, class: MessageClass, signs: &Signs) -> Vec<Bounce> {
    if class == MessageClass::Vacation && bounces.is_empty() {
        bounces.push(entry(signs.from.first().cloned(), BounceReason::Vacation));
    }
    bounces
}

/// Nothing but a recipient and a reason.
fn entry(recipient: Option<String>, reason: BounceReason) -> Bounce {
    Bounce { recipient, status: None, action: None, reason, permanent: false, diagnostic: None }
}

/// The address will not work tomorrow: only what is said about the address itself, and for good.
fn permanent(reason: BounceReason, status: Option<&str>, action: Option<BounceAction>) -> bool {
    let about_address = matches!(
        reason,
        BounceReason::UserUnknown | BounceReason::HostUnknown | BounceReason::HasMoved | BounceReason::NotAccept
    );
    about_address && !status.is_some_and(|code| code.starts_with('4')) && action != Some(BounceAction::Delayed)
}

/// A part of the message itself (not of one inside it) of `message/` one of these.
fn part<'m, 'x>(mail: &'m Mail<'x>, subtypes: &[&str]) -> Option<&'m MessagePart<'x>> {
    mail.parts.iter().find(|part| {
        let kind = part.content_type().filter(|kind| kind.ctype().eq_ignore_ascii_case("message"));
        let subtype = kind.and_then(|kind| kind.subtype());
        subtype.is_some_and(|subtype| subtypes.iter().any(|wanted| subtype.eq_ignore_ascii_case(wanted)))
    })
}

fn text_of(mail: &Mail<'_>, part: &MessagePart<'_>) -> String {
    String::from_utf8_lossy(&decoded(mail, part)).replace("\r\n", "\n")
}
