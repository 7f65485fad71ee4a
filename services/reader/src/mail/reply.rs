use std::sync::LazyLock;

use regex::{Regex, RegexSet};

/// Lines that an introduction of a quotation may be broken into.
const BROKEN: usize = 4;
/// Places where an introduction is looked for closely in one text, of those that hold a word of one. Whoever writes more of them
/// writes no letter.
const MOST: usize = 1_000;
/// Bytes of an introduction, all its lines together.
const LONGEST: usize = 2_000;

#[expect(clippy::expect_used, reason = "constant patterns, compiled in every test")]
static INTRODUCTIONS: LazyLock<RegexSet> = LazyLock::new(|| {
    RegexSet::new([
        // Le lun. 16 nov. 2026 à 10:12, X <x@y> a écrit :
        r"(?i)^[>\s*]*(le|on|am|el|il|em|op|den|w dniu|dnia|am|der|a)\b.{4,300}(a[ \u{a0}]écrit|a ecrit|wrote|schrieb|escribió|escribio|ha scritto|escreveu|schreef|skrev|написал(а)?|пише|napisał(\(a\)|a)?|writes)[^\n:]{0,100}:?\s*$",
        // X <x@y> a écrit le 16/11/2026 :
        r"(?i)^[>\s*]*\S.{2,200}(a[ \u{a0}]écrit|wrote|schrieb|escribió|ha scritto)([ \u{a0}](le|on|am|el)\b.{4,100})?[ \u{a0}]?:\s*$",
        // 2013/1/2 10:12 X <x@y>:
        r"^[>\s]*\d{1,4}[-/. ][\w.]{1,8}[-/. ]\d{1,4}.{0,120}<\s?\S+@\S+>\s*(\w+\s*)?:?\s*$",
        r"(?i)^[>\s]*[-_*=]{2,}\s*(original message|message d['’]origine|message original|message initial|forwarded message|message transf[ée]r[ée]|message transmis|réponse|reply message|ursprüngliche nachricht|originalnachricht|mensaje original|messaggio originale|mensagem original|oorspronkelijk bericht|reply above this line|original appointment)\b.*$",
        r"(?i)^[>\s]*(begin forwarded message|début du message (réexpédié|transféré)|forwarded by)\b.*$",
        r"(?i)^[-#=\s>*]*(please )?(reply|respond|répondre|répondez)[^.]{0,20} (above|au-dessus de) (this|cette|the)[^.]{0,20} lin?[eg]\w*.*$",
    ])
    .expect("patterns")
});
#[expect(clippy::expect_used, reason = "constant patterns, compiled in every test")]
static FIRST_HEADER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^[>\s*_]*(from|de|von|da|van|expéditeur|date|sent|envoyé|subject|objet|to|à)[\s\u{a0}]*[*]*[\s\u{a0}]*:[\s*].*\S").expect("pattern")
});
#[expect(clippy::expect_used, reason = "constant patterns, compiled in every test")]
static OTHER_HEADERS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)^[>\s*_]*(from|de|von|da|sent|envoyé|envoyé le|gesendet|enviado|inviato|date|datum|fecha|data|to|à|a|an|para|cc|copie|subject|objet|betreff|asunto|oggetto|importance|reply-to|répondre à)[\s\u{a0}]*[*]*[\s\u{a0}]*:",
    )
    .expect("pattern")
});
#[expect(clippy::expect_used, reason = "constant patterns, compiled in every test")]
static SIGNATURES: LazyLock<RegexSet> = LazyLock::new(|| {
    RegexSet::new([
        r"^\s*(--|—|__|––)\s*$",
        r"^\s*[-_*=]{3,}\s*$",
        r"(?i)^\W*(sent|envoyé)\s+(from|via|with|using|de|depuis|à partir|avec|par)\b.{1,80}$",
        r"(?i)^\W*(get|télécharge[zr]|obtenir|téléchargement)\s.{0,20}outlook\b.{0,40}(for|pour)\b.{1,40}$",
        r"(?i)^\W*(von meinem|enviado desde|inviato da|enviado do meu|verstuurd vanaf)\b.{1,60}$",
        r"(?i)^\W*provenance\s*:\s*courrier pour windows.*$",
    ])
    .expect("patterns")
});

/// Words without which nothing is an introduction: the patterns cost much more than a look for these.
#[expect(clippy::expect_used, reason = "constant patterns, compiled in every test")]
static WORDS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)[ée]crit|wrote|writes|schrieb|escribi|scritto|escreveu|schreef|skrev|напис|пише|napisa|message|forwarded|r[ée]pon|reply|respond|nachricht|mensaje|messaggio|mensagem|bericht|appointment|>\s*(\w+\s*)?:?\s*$",
    )
    .expect("pattern")
});
/// Without which nothing is a signature.
#[expect(clippy::expect_used, reason = "constant patterns, compiled in every test")]
static SIGNING: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^\s*[-_*=—–]|sent\s|envoy|outlook|von meinem|enviado|inviato|verstuurd|provenance")
        .expect("pattern")
});

/// Lines, and which of them hold a word of an introduction.
struct Lines<'t> {
    all: Vec<&'t str>,
    telling: Vec<bool>,
}

impl<'t> Lines<'t> {
    fn of(text: &'t str) -> Self {
        let all: Vec<&str> = text.lines().collect();
        let mut left = MOST;
        let mut telling = |line: &&str| {
            let found = left > 0 && WORDS.is_match(line);
            left -= usize::from(found);
            found
        };
        Self { telling: all.iter().map(&mut telling).collect(), all }
    }

    /// How many lines the introduction of a quotation takes that starts here.
    fn introduction(&self, at: usize) -> Option<usize> {
        if self.all.get(at)?.trim().is_empty() {
            return None;
        }
        let (mut joined, mut telling) = (String::new(), false);
        for count in 0..BROKEN.min(self.all.len() - at) {
            let line = self.all[at + count].trim();
            if line.is_empty() || joined.len() + line.len() > LONGEST {
                return None;
            }
            if count > 0 {
                joined.push(' ');
            }
            joined.push_str(line);
            telling |= self.telling[at + count];
            if telling && INTRODUCTIONS.is_match(&joined) {
                return Some(count + 1);
            }
        }
        None
    }
}

/// The text without quoted history and signature; the whole text when nothing else is left (a forwarded message).
pub fn reply_text(text: &str) -> String {
    let lines = Lines::of(text);
    let end = history(&lines).unwrap_or(lines.all.len());
    let own = without_quotations(&lines, end);
    let signed = signature(&own).unwrap_or(own.len());
    let reply = own[..signed].join("\n");
    let reply = reply.trim().to_owned();
    if reply.is_empty() { text.trim().to_owned() } else { reply }
}

/// The line where history begins that nothing of the author's follows.
fn history(lines: &Lines<'_>) -> Option<usize> {
    let last_own = lines.all.iter().rposition(|line| !line.trim().is_empty() && !is_quoted(line));
    (0..lines.all.len()).find(|&at| {
        let Some(length) = lines.introduction(at) else { return header_block(&lines.all[at..]) };
        // An answer between quoted lines: this introduction only goes with its quotation.
        let after = lines.all[at + length..].iter().find(|line| !line.trim().is_empty());
        let quoted = after.is_some_and(|line| is_quoted(line));
        !quoted || last_own.is_none_or(|own| own < at + length)
    })
}

/// Outlook's way: the headers of the quoted message, three of them on neighbouring lines.
fn header_block(lines: &[&str]) -> bool {
    lines.first().is_some_and(|line| FIRST_HEADER.is_match(line))
        && lines
            .iter()
            .filter(|line| !line.trim().is_empty())
            .take(6)
            .filter(|line| OTHER_HEADERS.is_match(line))
            .count()
            >= 3
}

fn is_quoted(line: &str) -> bool {
    line.trim_start().starts_with('>')
}

/// The lines before `end` that are neither quoted nor introduce what is.
fn without_quotations<'t>(lines: &Lines<'t>, end: usize) -> Vec<&'t str> {
    let mut own = Vec::new();
    let mut at = 0;
    while at < end {
        let introduced = lines.introduction(at).filter(|length| at + length <= end).unwrap_or(0);
        if introduced > 0 {
            at += introduced;
            continue;
        }
        if !is_quoted(lines.all[at]) {
            own.push(lines.all[at]);
        }
        at += 1;
    }
    own
}

/// The line where a signature begins.
fn signature(lines: &[&str]) -> Option<usize> {
    let written = lines.iter().position(|line| !line.trim().is_empty())?;
    let mut left = lines[written..].iter().filter(|line| !line.trim().is_empty()).count();
    let found = (written..lines.len()).find(|&at| {
        left -= usize::from(!lines[at].trim().is_empty());
        if !SIGNING.is_match(lines[at]) {
            return false;
        }
        let matched = SIGNATURES.matches(lines[at]);
        // A mere line of dashes signs only near the end.
        let delimiter = matched.matched(0) || matched.matched(1);
        matched.matched_any() && (!delimiter || lines[at] == "-- " || left <= 12)
    })?;
    (found > written).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::reply_text;

    #[test]
    fn french_programs_quote_in_their_ways() {
        let cases = [
            "Bonjour,\nvoici.\n\nLe lun. 16 nov. 2026 à 10:12, Préfecture <p@a.fr> a écrit :\n\n> Merci\n> d'envoyer",
            "Bonjour,\nvoici.\n\nLe lundi 16 novembre 2026 à 10:12:33 UTC+1, Préfecture\n<p@a.fr> a écrit :\nMerci",
            "Bonjour,\nvoici.\n\nDe : Préfecture\nEnvoyé : lundi 16 novembre 2026 10:12\nÀ : x\nObjet : Demande\n\nMerci",
            "Bonjour,\nvoici.\n\nEnvoyé de mon iPhone\n\n> Le 16 nov. 2026 à 10:12, P <p@a.fr> a écrit :\n> \n> Merci",
            "Bonjour,\nvoici.\n\n-----Message d'origine-----\nDe : P\nEnvoyé : x\n\nMerci",
            "Bonjour,\nvoici.\n-- \nX\n12 rue\n\nOn Mon, Nov 16, 2026 at 10:12 AM P <p@a.fr> wrote:\n> Merci",
            "> Merci\n\nBonjour,\nvoici.",
        ];
        for text in cases {
            assert_eq!(reply_text(text), "Bonjour,\nvoici.", "{text}");
        }
    }

    #[test]
    fn answers_between_quoted_lines_are_kept_and_forwarded_messages_stay_whole() {
        let between = "Le 16/11/2026 à 10:12, P a écrit :\n> Votre nom ?\nDupont\n> Votre adresse ?\n12 rue";
        assert_eq!(reply_text(between), "Dupont\n12 rue");
        let forwarded = "---------- Forwarded message ---------\nDe : P\nDate: x\n\nMerci";
        assert_eq!(reply_text(forwarded), forwarded);
        assert_eq!(reply_text("Le reste est dit."), "Le reste est dit.");
        assert_eq!(reply_text(""), "");
    }
}
