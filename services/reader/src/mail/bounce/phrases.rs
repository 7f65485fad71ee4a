use std::sync::LazyLock;

use reading::BounceReason;

/// Reasons in the order in which they are tried, with their phrases.
pub static PHRASES: LazyLock<Vec<(BounceReason, Vec<&'static str>)>> =
    LazyLock::new(|| read(include_str!("phrases.txt")));

fn read(text: &'static str) -> Vec<(BounceReason, Vec<&'static str>)> {
    let mut table: Vec<(BounceReason, Vec<&str>)> = Vec::new();
    for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let word = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
        let reason = word.and_then(|word| BounceReason::ALL.iter().find(|reason| reason.word() == word));
        match (reason, table.last_mut()) {
            (Some(reason), _) => table.push((*reason, Vec::new())),
            (None, Some((_, phrases))) => phrases.push(line.trim_matches('"')),
            (None, None) => {}
        }
    }
    table
}

/// What status codes stand for, without their first figure (RFC 3463, RFC 7372 and the IANA registry).
pub const STATUSES: &[(&[&str], BounceReason)] = &[
    (&["1.0", "1.1", "1.3", "1.4", "1.10"], BounceReason::UserUnknown),
    (&["1.2"], BounceReason::HostUnknown),
    (&["1.5"], BounceReason::Filtered),
    (&["1.6"], BounceReason::HasMoved),
    (&["1.7", "1.8"], BounceReason::Rejected),
    (&["1.9"], BounceReason::Expired),
    (&["2.0", "5.3"], BounceReason::Filtered),
    (&["2.1", "7.13"], BounceReason::Suspend),
    (&["2.2"], BounceReason::MailboxFull),
    (&["2.3", "3.4"], BounceReason::MesgTooBig),
    (&["2.4", "3.0", "3.2", "3.3", "3.5", "4.3"], BounceReason::SystemError),
    (&["3.1", "4.5"], BounceReason::SystemFull),
    (&["4.1", "4.2", "4.7"], BounceReason::Expired),
    (&["4.4"], BounceReason::HostUnknown),
    (&["4.0", "4.6"], BounceReason::NetworkError),
    (&["5.0", "5.1", "5.2", "5.4", "5.5"], BounceReason::SyntaxError),
    (&["6.0", "6.1", "6.2", "6.3", "6.4", "6.5", "6.6", "6.7", "6.9"], BounceReason::ContentError),
    (&["7.0", "7.1", "7.5", "7.8", "7.17"], BounceReason::SecurityError),
    (&["7.2", "7.3", "7.7", "7.9"], BounceReason::PolicyViolation),
    (&["7.20", "7.21", "7.22", "7.23", "7.24", "7.26"], BounceReason::AuthFailure),
    (&["7.25"], BounceReason::RequirePtr),
    (&["7.27"], BounceReason::NotAccept),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_phrase_has_a_reason_and_is_written_as_texts_are_compared() {
        assert!(PHRASES.len() > 25);
        for (reason, phrases) in PHRASES.iter() {
            assert!(!phrases.is_empty(), "{reason:?}");
            for phrase in phrases {
                assert_eq!(*phrase, phrase.to_lowercase());
                assert!(!phrase.starts_with('['), "{phrase} is no reason");
            }
        }
    }
}
