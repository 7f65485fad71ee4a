use domain::MessageClass;
use reading::BounceReason;

use super::{Verdict, entry, prose, report, returned::Returned};
use crate::mail::class::Signs;

/// A complaint in the standard form (RFC 5965).
pub fn reported(feedback: &str, returned: Returned) -> Verdict {
    let groups = report::groups(feedback);
    let fields = groups.iter().flatten().filter(|(name, _)| name == "original-rcpt-to" || name == "removal-recipient");
    let named: Vec<&str> = fields.flat_map(|(_, value)| prose::addresses(value)).collect();
    verdict(named.into_iter().map(str::to_owned).collect(), returned)
}

/// A complaint that a provider passes on in its own words.
pub fn told(signs: &Signs, body: &str, returned: impl FnOnce() -> Returned) -> Option<Verdict> {
    let subject =
        signs.subject.starts_with("complaint about message") || signs.subject.starts_with("email feedback report for");
    let words = body.get(..body.floor_char_boundary(1_000)).unwrap_or_default().to_lowercase();
    let spoken = words.contains("this is an email abuse report") || words.contains("this is a feedback report");
    (subject || spoken).then(|| verdict(Vec::new(), returned()))
}

fn verdict(mut recipients: Vec<String>, returned: Returned) -> Verdict {
    recipients.sort();
    recipients.dedup();
    if recipients.is_empty() {
        recipients = returned.to;
    }
    let mut bounces: Vec<_> = recipients.into_iter().map(|one| entry(Some(one), BounceReason::Feedback)).collect();
    if bounces.is_empty() {
        bounces.push(entry(None, BounceReason::Feedback));
    }
    Verdict { class: MessageClass::Complaint, bounces, original_message_id: returned.message_id }
}
