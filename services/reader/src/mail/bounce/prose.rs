use std::sync::LazyLock;

use domain::MessageClass;
use mail_parser::Message as Mail;
use reading::{Bounce, BounceAction};
use regex::Regex;

use super::{MANY, Verdict, permanent, reason::Said, returned::Returned};
use crate::mail::{class::Signs, headers::raw};

/// Characters of a mail system's words that are looked at.
const LONG: usize = 20_000;

#[expect(clippy::expect_used, reason = "constant patterns, compiled in every test")]
static ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"[\w.%+'=&/#!$*?^|~-]+@[A-Za-z0-9](?:[A-Za-z0-9-]*\.)+[A-Za-z0-9-]*[A-Za-z0-9]").expect("pattern")
});
/// The message that came back begins here.
#[expect(clippy::expect_used, reason = "constant patterns, compiled in every test")]
static COPY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?im)^[-=_*#<\s]{0,12}(below this line is a copy|this is a copy of|below is a copy of|unsent message|undelivered message|original message( follows| headers?)?|your original message|returned message|returned mail follows|message header|the original message (follows|was)|start of the original|begin of (the )?(original|message)|headers? of (the )?(original|message|your)|(here is|included is|following is) (a|your) copy|original text of message|message text follows|received:\s|return-path:\s|x-originalarrivaltime:)[^\n]*$",
    )
    .expect("pattern")
});
/// A line that is about one recipient: the address alone, or led in.
#[expect(clippy::expect_used, reason = "constant patterns, compiled in every test")]
static RECIPIENT: LazyLock<Regex> = LazyLock::new(|| {
    let address = r"[\w.%+'=&/#!$*?^|~-]+@[A-Za-z0-9][A-Za-z0-9.-]*[A-Za-z0-9]";
    let lead = r"(?:[-*•#>\s]*|.{0,60}\b(?:recipients?|recipient address|to|rcpt to|user|users|address|mailbox|account|destinataire|adresse|for|an)(?:\(s\))?\s*[:=]\s*)";
    Regex::new(&format!(
        r#"(?i)^\s*{lead}(?:smtp:|mailto:)?[<"'(\[]*({address})[>"')\]]*(?:\s*(?:[:;,.(-]|\.\.\.|on\b).*)?\s*$"#
    ))
    .expect("pattern")
});
#[expect(clippy::expect_used, reason = "constant patterns, compiled in every test")]
static FAILED_SUBJECT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?ix) undeliver | un?delivered | deliver(y|ed)?\W+(\w+\W+){0,3}(fail|error|problem|notification|report|status|delay|impossible|unsuccess)
        | (fail|error|problem|delay)\w*\W+(\w+\W+){0,3}deliver | return(ed|ing)\ (e?-?mail|message|to\ sender) | failure\ notice | mail\ system\ error
        | (not|n't|never)\ (be\ )?(been\ )?deliver | non[\ -]?(remis|distribu|délivr|deliver) | (échec|echec|erreur|impossib)\w*\W+(\w+\W+){0,4}(remise|distribution|livraison|envoi|délivr)
        | unzustellbar | nicht\ zugestellt | zustellung | no\ (se\ ha\ )?(podido\ )?entreg | mancato\ recapito | não\ entregue | user\ unknown | unknown\ user | no\ such\ user | mailbox\ (is\ )?full
        | bounce | could\ not\ send | cannot\ send | warning:\ (message|could) | mail\ (could\ not|failure|failed) | message\ (blocked|rejected|refused|status) | rejected | nondeliver | postmaster\ notify | permanent\ delivery",
    )
    .expect("pattern")
});
#[expect(clippy::expect_used, reason = "constant patterns, compiled in every test")]
static STILL_TRYING: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)warning message only|do not need to re-?send|will (continue|keep|be retried|retry)|still (trying|being retried)|delivery (attempts )?will continue|(has|have) been delayed|message (is )?delayed|not yet been delivered|will be (tried|attempted) again|(sera|seront) (ré)?essayé|est retardé").expect("pattern")
});
#[expect(clippy::expect_used, reason = "constant patterns, compiled in every test")]
static GIVEN_UP: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)giv(en|ing) up|permanent(ly)? (fatal )?(error|fail)|failed permanently|will not be (retried|tried)|undeliverable|could not be delivered (for|within|after) |expired|returned to (you|sender)").expect("pattern")
});

/// The line with the code of a server's answer.
#[expect(clippy::expect_used, reason = "constant patterns, compiled in every test")]
static ANSWER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?im)^.*(\b[45][0-5]\d[ -]#?([45]\.\d\.\d{1,3}\b|[\w<])|\b[45]\.\d\.\d{1,3}\b|\bsaid:|\b(reason|error|because|cause|raison|motif|grund)\W*:|^\s*because:).*$").expect("pattern")
});

/// The addresses in a text.
pub fn addresses(text: &str) -> impl Iterator<Item = &str> {
    ADDRESS.find_iter(text).map(|hit| hit.as_str())
}

/// What the mail system says itself, before the message it returns.
pub fn told(body: &str) -> &str {
    let body = body.get(..body.floor_char_boundary(LONG)).unwrap_or_default();
    match COPY.find(body).filter(|hit| !body[..hit.start()].trim().is_empty()) {
        Some(hit) => &body[..hit.start()],
        None => body,
    }
}

/// The recipients a mail system names in its words, each once, best guess first; not who wrote to us or to whom.
pub fn recipients(told: &str, signs: &Signs) -> Vec<String> {
    let mut led: Vec<String> = Vec::new();
    let mut any: Vec<String> = Vec::new();
    for line in told.lines().map(str::trim) {
        for address in addresses(line).map(str::to_lowercase).filter(|address| !is_ours(address, signs)) {
            let names = RECIPIENT.captures(line).and_then(|found| found.get(1));
            let list =
                if names.is_some_and(|one| one.as_str().eq_ignore_ascii_case(&address)) { &mut led } else { &mut any };
            if !list.contains(&address) && list.len() < MANY {
                list.push(address);
            }
        }
    }
    if led.is_empty() { any.into_iter().take(1).collect() } else { led }
}

fn is_ours(address: &str, signs: &Signs) -> bool {
    let local = address.split('@').next().unwrap_or_default();
    let system = ["postmaster", "mailer-daemon", "abuse", "mailerdaemon"].contains(&local);
    system || signs.from.iter().chain(&signs.to).any(|known| known == address)
}

/// A message in which a mail system tells in its own words what became of another one.
pub fn read(mail: &Mail<'_>, signs: &Signs, body: &str) -> Option<Verdict> {
    let failed = raw(mail, "X-Failed-Recipients");
    let subject = FAILED_SUBJECT.is_match(&signs.subject);
    let machine = signs.from_daemon || signs.empty_return_path || failed.is_some();
    if body.contains("\nFinal-Recipient:") || body.contains("\nFinal-recipient:") {
        // A report whose parts were lost on the way: its fields stand in the text.
        let told = super::report::read(body, body, &Returned::of(mail), signs);
        if let Some(verdict) = told {
            return Some(verdict);
        }
    }
    let told = told(body);
    // A sender that nobody can answer, who says so in the text.
    let spoken = signs.from_nobody && FAILED_SUBJECT.is_match(&told.to_lowercase());
    if !machine && !spoken && (!subject || signs.subject.starts_with("re:")) {
        return None;
    }
    let whole = Said::new(told).with_subject(&signs.subject);
    let mut named: Vec<String> = failed.iter().flat_map(|line| addresses(line)).map(str::to_lowercase).collect();
    if named.is_empty() {
        named = recipients(told, signs);
    }
    let returned = inside(mail, body);
    if named.is_empty() && (subject || whole.is_known()) {
        named.clone_from(&returned.to);
    }
    // A subject alone proves nothing: people forward such messages and ask about them.
    let evidence =
        usize::from(subject) + usize::from(machine) + usize::from(whole.is_known()) + usize::from(failed.is_some());
    let proved = if machine { evidence >= 2 } else { whole.is_known() && !named.is_empty() };
    if !proved || (named.is_empty() && !(subject && machine)) {
        return None;
    }
    let late = STILL_TRYING.is_match(told) && !GIVEN_UP.is_match(told);
    let (class, action) =
        if late { (MessageClass::Delay, BounceAction::Delayed) } else { (MessageClass::Bounce, BounceAction::Failed) };
    let bounces = entries(told, &signs.subject, named, action);
    Some(Verdict { class, bounces, original_message_id: returned.message_id })
}

/// The returned message, in a part of its own or at the end of the text.
fn inside(mail: &Mail<'_>, body: &str) -> Returned {
    let returned = Returned::of(mail);
    if returned.message_id.is_some() || !returned.to.is_empty() {
        return returned;
    }
    let told = told(body);
    let rest = body.get(told.len()..).unwrap_or_default();
    let headers = rest.lines().skip_while(|line| !line.contains(':') || line.trim_start().starts_with('-'));
    let headers = headers.take_while(|line| !line.trim().is_empty()).collect::<Vec<_>>().join("\n");
    Returned::parse(headers.as_bytes())
}

fn entries(told: &str, subject: &str, named: Vec<String>, action: BounceAction) -> Vec<Bounce> {
    let several = named.len() > 1;
    let named: Vec<Option<String>> = if named.is_empty() { vec![None] } else { named.into_iter().map(Some).collect() };
    let each = named.into_iter().map(|recipient| {
        let own = recipient.as_deref().filter(|_| several).map_or(told, |address| about(told, address));
        let said = Said::new(server_words(own)).with_context(told).with_subject(subject).with_action(Some(action));
        let (status, reason) = (said.status(), said.reason());
        let words = own.split_whitespace().collect::<Vec<_>>().join(" ");
        let diagnostic = (!words.is_empty()).then(|| words.chars().take(1_000).collect());
        Bounce {
            recipient,
            permanent: permanent(reason, status.as_deref(), Some(action)),
            status,
            action: Some(action),
            reason,
            diagnostic,
        }
    });
    each.collect()
}

/// From the first line with the code of an answer on: what the other server said. What stands before it are the phrases every
/// such message begins with.
fn server_words(told: &str) -> &str {
    match ANSWER.find(told) {
        Some(hit) => &told[hit.start()..],
        None => told,
    }
}

/// The lines about one of several recipients: from its name to the next empty line or other address.
pub fn about<'t>(told: &'t str, address: &str) -> &'t str {
    let Some(hit) = ADDRESS.find_iter(told).find(|hit| hit.as_str().eq_ignore_ascii_case(address)) else { return told };
    let rest = &told[hit.start()..];
    let other = ADDRESS.find_iter(rest).find(|next| !next.as_str().eq_ignore_ascii_case(address));
    &rest[..other.map_or(rest.len(), |next| next.start())]
}
