//! The messages of a day.

mod automatic;
mod client;
mod mime;

use chrono::{DateTime, Datelike as _, FixedOffset, NaiveDate, NaiveDateTime, Offset as _, TimeDelta, TimeZone as _};
use domain::ChannelKind;
use rand::{Rng as _, SeedableRng, rngs::StdRng};
use serde::{Deserialize, Serialize};

use crate::{
    ArrivalTruth, References, Size, WorldError,
    arrival::Facts,
    doors::{Mail, Shape},
    files::{Bundle, bundle},
    lanes::two_lanes,
    setting::{Setting, before},
    stories::by_door,
    story::Story,
};
use client::{Letter, token};

/// The mailbox of the prefecture of demonstration.
pub const MAILBOX: &str = "sejour@prefecture-demonstration.example";

/// The host whose trace on top of a message says when our server received it.
pub const MAIL_HOST: &str = "mx.prefecture-demonstration.example";

/// A message as the mailbox keeps it, and what is true of it.
#[derive(Clone, Debug)]
pub struct MailItem {
    /// The bytes (RFC 5322), traces of the journey on top.
    pub raw: Vec<u8>,
    /// What is true of it.
    pub truth: MailTruth,
}

/// What is true of a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailTruth {
    /// What is true of any arrival.
    #[serde(flatten)]
    pub arrival: ArrivalTruth,
    /// Display name of the sender; may be empty.
    pub from_name: String,
    /// Address of the sender.
    pub from: String,
    /// Subject.
    pub subject: String,
    /// The words as typed, with what is quoted or passed on.
    pub text: String,
}

/// The messages that wait in the mailbox on the morning of `day`.
///
/// # Errors
/// When a story is wrong or a paper cannot be drawn; both are defects of this crate.
pub fn mail(seed: u64, day: NaiveDate) -> Result<Vec<MailItem>, WorldError> {
    mail_quoting(seed, day, &References::default())
}

/// The same messages, those that answer us quoting these references.
///
/// # Errors
/// As [`mail`].
pub fn mail_quoting(seed: u64, day: NaiveDate, references: &References) -> Result<Vec<MailItem>, WorldError> {
    messages(Size::Whole, seed, day, references)
}

/// The messages of a whole or a short day.
pub(crate) fn messages(
    size: Size,
    seed: u64,
    day: NaiveDate,
    references: &References,
) -> Result<Vec<MailItem>, WorldError> {
    let stories = by_door(size, |story| story.mail.clone())?;
    let mut made = two_lanes(&stories, |(name, story, mail)| item(name, story, mail, (seed, day), references))?;
    made.sort_by_key(|item| item.truth.arrival.received_at);
    Ok(made)
}

/// One message.
pub(crate) fn item(
    name: &str,
    story: &Story,
    mail: &Mail,
    (seed, day): (u64, NaiveDate),
    references: &References,
) -> Result<MailItem, WorldError> {
    let setting = Setting::new(story.clone(), name, seed, day, mail.days_before);
    let papers = mail.papers.as_ref().unwrap_or(&story.papers);
    let bundle = bundle(&setting, papers, &mail.files)?;
    let received_at = before(day, mail.days_before).and_time(mail.at);
    let reference = mail.about.as_deref().and_then(|about| references.of(about, day.year()));
    let digits = reference.map_or_else(String::new, |r| r.to_string());
    let subject = setting.fill(&mail.subject).replace("{reference}", &digits);
    let text = words(&setting, mail).replace("{reference}", &digits);
    let person = setting.writer();
    let address = mail.from.clone().or_else(|| person.and_then(|p| p.email.clone()));
    let missing = || WorldError::Story { name: name.to_owned(), reason: "a message without an address".to_owned() };
    let from = address.ok_or_else(missing)?;
    let own = || person.map(|p| format!("{} {}", p.given_names, p.family_name).trim().to_owned());
    let from_name = mail.from_name.clone().or_else(own).unwrap_or_default();
    let facts = Facts {
        channel: ChannelKind::Email,
        received_at,
        evidence_on: received_at.date(),
        right: mail.right,
        reference,
        bundle: &bundle,
    };
    let truth = MailTruth { arrival: ArrivalTruth::new(name, &setting, facts), from_name, from, subject, text };
    let raw = write(mail, &truth, &bundle, setting.chance);
    Ok(MailItem { raw, truth })
}

/// What was typed, then what is quoted or passed on.
fn words(setting: &Setting, mail: &Mail) -> String {
    let mut text = format!("{}\n", setting.fill(mail.text.trim()));
    if let Some(quoted) = &mail.quoted {
        let lines = setting.fill(quoted.trim());
        let lines: Vec<String> = lines.lines().map(|line| format!("> {line}").trim_end().to_owned()).collect();
        text = format!("{text}\nLe service du séjour <{MAILBOX}> a écrit :\n{}\n", lines.join("\n"));
    }
    if let Some(passed) = &mail.forwarded {
        let (from, subject) = (setting.fill(&passed.from), setting.fill(&passed.subject));
        let inner = setting.fill(passed.text.trim());
        let head = format!("---------- Message transféré ----------\nDe : {from}\nObjet : {subject}");
        text = format!("{text}\n{head}\n\n{inner}\n");
    }
    text
}

fn write(mail: &Mail, truth: &MailTruth, bundle: &Bundle, chance: u64) -> Vec<u8> {
    let mut rng = StdRng::seed_from_u64(chance ^ 0x6d61_696c);
    let received = zoned(truth.arrival.received_at);
    let domain = truth.from.split('@').next_back().unwrap_or_default();
    let answers = mail.quoted.is_some() || matches!(mail.shape, Shape::OutOfOffice | Shape::Bounce);
    let letter = Letter {
        name: &truth.from_name,
        address: &truth.from,
        to: ("Service du séjour", MAILBOX),
        subject: &truth.subject,
        date: received - TimeDelta::seconds(rng.random_range(2..40)),
        id: format!("{}@{domain}", token(&mut rng, 14)),
        answers: answers.then(|| format!("lettre-{}@prefecture-demonstration.example", token(&mut rng, 8))),
        text: &truth.text,
        html_only: mail.html_only,
        files: &bundle.files,
    };
    let message = match mail.shape {
        Shape::Letter => client::shape(mail.client, &letter, &mut rng),
        Shape::OutOfOffice => automatic::absence(&letter),
        Shape::Bounce => automatic::bounce(&letter, &mut rng),
        Shape::Newsletter => automatic::newsletter(&letter, &mut rng),
    };
    let returns = if mail.shape == Shape::Bounce { String::new() } else { truth.from.clone() };
    let hop = format!(
        "from out.{domain} (out.{domain} [192.0.2.{}]) by {MAIL_HOST} (Postfix) with ESMTPS id {} for <{MAILBOX}>; {}",
        rng.random_range(10..250),
        token(&mut rng, 5).to_uppercase(),
        received.to_rfc2822()
    );
    let home = format!("by out.{domain} with ESMTPSA id {}; {}", token(&mut rng, 5), letter.date.to_rfc2822());
    message.under(vec![("Return-Path", format!("<{returns}>")), ("Received", hop), ("Received", home)]).write()
}

/// An hour of the clock of Paris.
pub(crate) fn zoned(local: NaiveDateTime) -> DateTime<FixedOffset> {
    let offset = chrono_tz::Europe::Paris.offset_from_local_datetime(&local).earliest().map(|o| o.fix());
    let offset = offset.unwrap_or_else(|| chrono::Utc.fix());
    offset.from_local_datetime(&local).earliest().unwrap_or_else(|| local.and_utc().fixed_offset())
}
