use chrono::{NaiveDate, NaiveTime};
use data_encoding::BASE64;
use domain::{BirthDate, ChannelKind};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::{
    ArrivalTruth, PersonTruth, Size, WorldError,
    arrival::{Facts, Right},
    doors::Handover,
    files::{Bundle, bundle},
    lanes::two_lanes,
    mail::zoned,
    setting::{Setting, before},
    stories::by_door,
};

/// What a structure sends for a person through the interface for programs, and what is true of it.
#[derive(Clone, Debug)]
pub struct HandoverItem {
    /// The `Idempotency-Key` of the call.
    pub key: String,
    /// The JSON body, the files in it in base64.
    pub body: Vec<u8>,
    /// What is true of it.
    pub truth: HandoverTruth,
}

/// What is true of a handover.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandoverTruth {
    /// What is true of any arrival.
    #[serde(flatten)]
    pub arrival: ArrivalTruth,
    /// Name of the structure.
    pub structure: String,
    /// What the structure adds.
    pub message: String,
}

/// When structures send what they received: before the counters open.
const SENT_AT: (u32, u32) = (8, 30);

/// The handovers of `day`.
///
/// # Errors
/// When a story is wrong or a paper cannot be drawn; both are defects of this crate.
pub fn handovers(seed: u64, day: NaiveDate) -> Result<Vec<HandoverItem>, WorldError> {
    sent(Size::Whole, seed, day)
}

/// The handovers of a whole or a short day.
pub(crate) fn sent(size: Size, seed: u64, day: NaiveDate) -> Result<Vec<HandoverItem>, WorldError> {
    let stories = by_door(size, |story| story.handover.clone())?;
    two_lanes(&stories, |(name, story, handover)| {
        let setting = Setting::new(story.clone(), name, seed, day, handover.days_before);
        let bundle = bundle(&setting, &story.papers, &handover.files)?;
        item(name, &setting, handover, ChannelKind::Structure, &bundle)
    })
}

/// One handover; by a counter with its own software or the online service it has no earlier date.
pub(crate) fn item(
    name: &str,
    setting: &Setting,
    handover: &Handover,
    channel: ChannelKind,
    bundle: &Bundle,
) -> Result<HandoverItem, WorldError> {
    let handed_on = before(setting.day, handover.days_before);
    let (hour, minute) = SENT_AT;
    let sent_at = NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or_default();
    let facts = Facts {
        channel,
        received_at: setting.day.and_time(sent_at),
        evidence_on: handed_on,
        right: Right::Request,
        reference: None,
        bundle,
    };
    let arrival = ArrivalTruth::new(name, setting, facts);
    let mut body = Map::new();
    if channel == ChannelKind::Structure {
        body.insert("received_at".to_owned(), json!(zoned(handed_on.and_time(handover.at)).to_rfc3339()));
    }
    if let Some(person) = arrival.persons.first() {
        said(person, &mut body);
    }
    let message = setting.fill(handover.message.trim());
    if !message.is_empty() {
        body.insert("message".to_owned(), json!(message));
    }
    let file = |f: &crate::files::MadeFile| json!({ "name": f.name, "media_type": f.media_type, "content": BASE64.encode(&f.bytes) });
    body.insert("files".to_owned(), bundle.files.iter().map(file).collect());
    let body = serde_json::to_vec(&Value::Object(body)).map_err(|e| WorldError::Encode(e.to_string()))?;
    let key = format!("{}-{name}-{}-{:08x}", channel.word(), setting.day.format("%Y%m%d"), setting.chance >> 32);
    let truth = HandoverTruth { arrival, structure: handover.structure.clone(), message };
    Ok(HandoverItem { key, body, truth })
}

/// What is said of a person, as far as it is known: nothing is mandatory.
fn said(person: &PersonTruth, body: &mut Map<String, Value>) {
    let mut who = Map::new();
    let mut put = |key: &str, value: Option<String>| {
        if let Some(value) = value.filter(|v| !v.is_empty()) {
            who.insert(key.to_owned(), json!(value));
        }
    };
    put("family_name", Some(person.family_name.clone()));
    put("given_names", Some(person.given_names.clone()));
    put("birth", person.birth_date().map(birth));
    put("foreigner_number", person.foreigner_number.clone());
    body.insert("person".to_owned(), Value::Object(who));
    if let Some(request) = person.requests.first() {
        let asked = json!({ "kind": request.kind.word(), "title": request.title, "ground": request.ground });
        body.insert("request".to_owned(), asked);
    }
    if !person.address.is_empty() {
        body.insert("address".to_owned(), json!(person.address.join("\n")));
    }
    let mut contact = Map::new();
    for (way, at) in [("email", &person.email), ("phone", &person.phone)] {
        if let Some(at) = at {
            contact.insert(way.to_owned(), json!(at));
        }
    }
    if !contact.is_empty() {
        body.insert("contact".to_owned(), Value::Object(contact));
    }
}

/// A date of birth as precise as it is known.
fn birth(date: BirthDate) -> String {
    match date {
        BirthDate::Day { date } => date.to_string(),
        BirthDate::Month { year, month } => format!("{month:02}/{year}"),
        BirthDate::Year { year } => year.to_string(),
    }
}
