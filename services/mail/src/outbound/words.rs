//! What LT-02 says by e-mail (CRPA L. 112-11, R. 112-11-1): plain text, read by everybody.

use std::fmt::Write as _;

use casework::{HeadFacts, ReceiptFacts};
use chrono_tz::Tz;
use law::Prefecture;
use web::{dates, t, t1, t2};

/// Subject and text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Words {
    pub(super) subject: String,
    pub(super) text: String,
}

/// The words of a receipt.
pub(super) fn receipt(facts: &ReceiptFacts, prefecture: &Prefecture, zone: Tz, demonstration: bool) -> Words {
    let reference = facts.head.reference.to_string();
    let mut text = String::new();
    let mut paragraph = |words: String| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{words}\n\n");
    };
    if demonstration {
        paragraph(t("mail-receipt-demonstration"));
    }
    paragraph(t("mail-receipt-hello"));
    let instant =
        t2("mail-receipt-instant", "day", dates::long(facts.received_on), "hour", dates::hour(facts.received_at, zone));
    paragraph(t1("mail-receipt-received", "instant", instant));
    paragraph(about(facts, &reference));
    paragraph(t("mail-receipt-not-acknowledgement"));
    paragraph(t("mail-receipt-nothing-to-do"));
    paragraph(contact(&facts.head, prefecture));
    paragraph(t2("mail-receipt-rule", "source", facts.rule.source.as_str(), "version", facts.rule.version.as_str()));
    Words {
        subject: t1("mail-receipt-subject", "reference", reference.as_str()),
        text: text.trim_end().to_owned() + "\n",
    }
}

fn about(facts: &ReceiptFacts, reference: &str) -> String {
    let mut lines = vec![t1("mail-receipt-reference", "reference", reference)];
    if let Some(subject) = facts.subject.as_deref().map(str::trim).filter(|subject| !subject.is_empty()) {
        lines.push(t1("mail-receipt-about", "subject", one_line(subject)));
    }
    lines.push(t1("mail-receipt-attachments", "count", facts.attachments));
    lines.join("\n")
}

/// What somebody else wrote is quoted on one line: it must not look like a paragraph of ours.
fn one_line(text: &str) -> String {
    text.split(|c: char| c.is_control() || c.is_whitespace())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// How to reach the service: name, postal address, telephone and hours, e-mail (R. 112-11-1).
fn contact(head: &HeadFacts, prefecture: &Prefecture) -> String {
    let service = prefecture.service(&head.service);
    let mut lines = vec![t("mail-receipt-contact"), prefecture.name.clone()];
    lines.extend(service.map(|service| service.name.clone()));
    lines.extend(prefecture.lines.iter().cloned());
    let phone = formats::PhoneNumber::parse(prefecture.phone_of(&head.service));
    lines.push(t1("mail-receipt-phone", "phone", phone.printed()));
    lines.extend(prefecture.phone_hours.iter().cloned());
    lines.extend(prefecture.email_of(&head.service).map(|email| t1("mail-receipt-email", "email", email)));
    if !prefecture.opening_hours.is_empty() {
        lines.push(t1("mail-receipt-opening", "hours", prefecture.opening_hours.join(", ")));
    }
    lines.join("\n")
}
