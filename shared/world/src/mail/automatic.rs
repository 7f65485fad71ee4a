//! What machines send: absences, reports of delivery, letters to a list.

use rand::rngs::StdRng;

use super::{
    client::{Letter, token},
    mime::{Part, Transfer, html, mailbox, words},
};

fn head(letter: &Letter<'_>, more: Vec<(&'static str, String)>) -> Vec<(&'static str, String)> {
    let mut headers = vec![
        ("From", mailbox(letter.name, letter.address, words)),
        ("To", mailbox(letter.to.0, letter.to.1, words)),
        ("Subject", words(letter.subject)),
        ("Date", letter.date.to_rfc2822()),
        ("Message-ID", format!("<{}>", letter.id)),
    ];
    headers.extend(letter.answers.iter().map(|id| ("In-Reply-To", format!("<{id}>"))));
    headers.extend(more);
    headers.push(("MIME-Version", "1.0".to_owned()));
    headers
}

fn plain(pairs: &[(&'static str, &str)]) -> Vec<(&'static str, String)> {
    pairs.iter().map(|(name, value)| (*name, (*value).to_owned())).collect()
}

/// "I am away" (RFC 3834).
pub(super) fn absence(letter: &Letter<'_>) -> Part {
    let more =
        plain(&[("Auto-Submitted", "auto-replied"), ("X-Auto-Response-Suppress", "All"), ("Precedence", "auto_reply")]);
    Part::text("plain", "utf-8", Transfer::Quoted, letter.text).under(head(letter, more))
}

/// A report that a message of ours could not be delivered (RFC 3464); the lost address is the last word of the text.
pub(super) fn bounce(letter: &Letter<'_>, rng: &mut StdRng) -> Part {
    let lost = letter.text.split_whitespace().last().unwrap_or_default();
    let status = format!(
        "Reporting-MTA: dns; mx.courriel.example\nArrival-Date: {date}\n\nFinal-Recipient: rfc822; {lost}\nAction: failed\n\
         Status: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 <{lost}>: Recipient address rejected: User unknown\n",
        date = letter.date.to_rfc2822()
    );
    let original = format!(
        "From: {} <{}>\nTo: {lost}\nSubject: Accuse d'enregistrement electronique\nMessage-ID: <{}>\nAuto-Submitted: auto-replied\n",
        letter.to.0,
        letter.to.1,
        letter.answers.as_deref().unwrap_or_default()
    );
    let boundary = format!("{}.{}/mx.courriel.example", token(rng, 6), token(rng, 3));
    let parts = vec![
        Part::text("plain", "us-ascii", Transfer::Eight, letter.text),
        Part::bare("message/delivery-status", &status),
        Part::bare("text/rfc822-headers", &original),
    ];
    let report = Part::many("report; report-type=delivery-status", &boundary, parts);
    report.under(head(letter, plain(&[("Auto-Submitted", "auto-replied")])))
}

/// A letter to a list (RFC 2369, 2919).
pub(super) fn newsletter(letter: &Letter<'_>, rng: &mut StdRng) -> Part {
    let domain = letter.address.split('@').next_back().unwrap_or_default();
    let more = vec![
        ("List-Id", format!("<lettre.{domain}>")),
        ("List-Unsubscribe", format!("<https://www.{domain}/stop?u={}>", token(rng, 4))),
        ("Precedence", "bulk".to_owned()),
    ];
    let page = format!("<html><body>{}</body></html>\n", html(letter.text, "<p>", "</p>"));
    let parts = vec![
        Part::text("plain", "utf-8", Transfer::Quoted, letter.text),
        Part::text("html", "utf-8", Transfer::Quoted, &page),
    ];
    Part::many("alternative", &format!("b1_{}", token(rng, 12)), parts).under(head(letter, more))
}
