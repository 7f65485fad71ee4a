use std::sync::LazyLock;

use reading::{BounceAction, BounceReason};
use regex::Regex;

use super::phrases::{PHRASES, STATUSES};

#[expect(clippy::expect_used, reason = "constant patterns, compiled in every test")]
static STATUS: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?:^|[^\d.])([245]\.\d{1,3}\.\d{1,3})(?:[^\d.]|\.?\s|\.?$)").expect("pattern"));
#[expect(clippy::expect_used, reason = "constant patterns, compiled in every test")]
static REPLY: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?:^|[\s>:;(\[#'])([45][0-5]\d)(?:[\s\-:;,.)\]]|$)").expect("pattern"));
#[expect(clippy::expect_used, reason = "constant patterns, compiled in every test")]
static ADDRESS: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#"["'<(\[]*[\w.%+'=&/#!$*?^|~-]+@[\w.-]+\w[>)\]"']*(?:\.\.\.)?"#).expect("pattern"));
/// The server answered after the whole message was given to it.
#[expect(clippy::expect_used, reason = "constant patterns, compiled in every test")]
static AFTER_DATA: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"in reply to (end of )?data|after (end of )?data|>>> data\b[^>]{0,9}<<< 55\d|response to (end of )?data",
    )
    .expect("pattern")
});

#[expect(clippy::expect_used, reason = "constant patterns, compiled in every test")]
static AT_SENDER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(after|in reply to|response to) mail from|>>> mail from[^>]{0,200}<<< 5\d\d").expect("pattern")
});
#[expect(clippy::expect_used, reason = "constant patterns, compiled in every test")]
static AT_GREETING: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(after|in reply to|response to) (initial (connection|greeting|response)|ehlo|helo)|refused to talk to me|while receiving the initial|>>> (ehlo|helo)[^>]{0,200}<<< 5\d\d")
        .expect("pattern")
});

/// What was said about one recipient, from the most exact words to the least.
pub struct Said<'t> {
    /// Lower case, on one line.
    words: String,
    context: String,
    subject: &'t str,
    status: Option<String>,
    action: Option<BounceAction>,
}

impl<'t> Said<'t> {
    /// The words of a server about this recipient.
    pub fn new(words: &str) -> Self {
        Self { words: line(words), context: String::new(), subject: "", status: None, action: None }
    }

    /// The words of the whole message.
    pub fn with_context(mut self, context: &str) -> Self {
        self.context = line(context);
        self
    }

    /// Its subject, lower case.
    pub fn with_subject(mut self, subject: &'t str) -> Self {
        self.subject = subject;
        self
    }

    /// The status that stands beside the words.
    pub fn with_status(mut self, field: &str) -> Self {
        self.status = first(&STATUS, field);
        self
    }

    /// What was done.
    pub fn with_action(mut self, action: Option<BounceAction>) -> Self {
        self.action = action;
        self
    }

    /// The most telling status code: one that names a subject before one that does not (`5.0.0`).
    pub fn status(&self) -> Option<String> {
        let told = first(&STATUS, &self.words).or_else(|| first(&STATUS, &self.context));
        match (&self.status, told) {
            (Some(field), Some(told)) if vague(field) && !vague(&told) => Some(told),
            (Some(field), _) => Some(field.clone()),
            (None, told) => told,
        }
    }

    /// Some words or a code say why.
    pub fn is_known(&self) -> bool {
        self.by_words().is_some() || self.status().is_some() || REPLY.is_match(&self.words)
    }

    /// Why.
    pub fn reason(&self) -> BounceReason {
        match self.action {
            Some(BounceAction::Delivered | BounceAction::Relayed | BounceAction::Expanded) => {
                return BounceReason::Delivered;
            }
            Some(BounceAction::Failed | BounceAction::Delayed) | None => {}
        }
        let status = self.status();
        // The server's own words, then its code, then what is said around them.
        let by_status = || status.as_deref().and_then(reason_of_status);
        let found = by_phrase(&self.words).or_else(by_status).or_else(|| by_phrase(&self.context));
        let found = found.or_else(|| by_phrase(self.subject));
        let during = |pattern: &Regex| pattern.is_match(&self.words) || pattern.is_match(&self.context);
        match found {
            // A server that first takes the message and then does not know the user has filtered it.
            Some(BounceReason::UserUnknown) if during(&AFTER_DATA) && !self.context.contains("need rcpt") => {
                BounceReason::Filtered
            }
            // One that refuses before it knows the recipient refuses the sender, or the host.
            Some(BounceReason::UserUnknown | BounceReason::SecurityError) | None if during(&AT_SENDER) => {
                BounceReason::Rejected
            }
            None if during(&AT_GREETING) => BounceReason::Blocked,
            Some(found) => found,
            None => self.by_code(status.as_deref()),
        }
    }

    fn by_words(&self) -> Option<BounceReason> {
        by_phrase(&self.words).or_else(|| by_phrase(&self.context)).or_else(|| by_phrase(self.subject))
    }

    fn by_code(&self, status: Option<&str>) -> BounceReason {
        if self.action == Some(BounceAction::Delayed) {
            return BounceReason::Expired;
        }
        let code = first(&REPLY, &self.words).or_else(|| first(&REPLY, &self.context));
        match code.as_deref() {
            Some("550" | "551" | "553") => BounceReason::UserUnknown,
            Some("552") => BounceReason::MailboxFull,
            Some("500" | "501" | "502" | "503" | "504") => BounceReason::SyntaxError,
            Some("421" | "450") => BounceReason::Expired,
            Some("451" | "554" | "452") => BounceReason::SystemError,
            Some(_) | None if status.is_some() || code.is_some() => BounceReason::OnHold,
            Some(_) | None => BounceReason::Undefined,
        }
    }
}

/// The first reason that has a phrase of this text.
fn by_phrase(text: &str) -> Option<BounceReason> {
    let has = |phrases: &[&str]| phrases.iter().any(|phrase| text.contains(phrase));
    PHRASES.iter().find(|(_, phrases)| has(phrases)).map(|(reason, _)| *reason)
}

/// The reason a status code stands for (RFC 3463 and its registry).
fn reason_of_status(status: &str) -> Option<BounceReason> {
    let detail = status.get(2..)?;
    STATUSES.iter().find(|(codes, _)| codes.contains(&detail)).map(|(_, reason)| *reason)
}

fn vague(status: &str) -> bool {
    status.ends_with(".0.0")
}

fn first(pattern: &Regex, text: &str) -> Option<String> {
    pattern.captures(text)?.get(1).map(|hit| hit.as_str().to_owned())
}

/// As it is compared: lower case, one line, without addresses, whose words say nothing about what happened.
fn line(text: &str) -> String {
    let lower = text.to_lowercase().replace('’', "'");
    let lower = ADDRESS.replace_all(&lower, " ");
    lower.split(|c: char| c.is_whitespace()).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}
