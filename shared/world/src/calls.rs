use chrono::{Datelike as _, NaiveDate};
use domain::ChannelKind;
use serde::{Deserialize, Serialize};

use crate::{
    ArrivalTruth, CallEnd, References, Size, WorldError, arrival::Facts, doors::Call, files::Bundle, setting::Setting,
    stories::by_door, story::Story, wav::spoken,
};

/// A call to the prefecture, and what is true of it.
#[derive(Clone, Debug)]
pub struct CallItem {
    /// The number that calls (E.164); withheld when absent.
    pub from: Option<String>,
    /// Keys pressed, one string a menu: `1` a request, `2` a case under way then the digits of its reference,
    /// `3` a message. Empty for who presses nothing.
    pub presses: Vec<String>,
    /// What the caller says, in words; empty for who hangs up.
    pub spoken: String,
    /// A sound of about that length, without a voice: WAV, 8 kHz, 16 bits.
    pub wav: Vec<u8>,
    /// What is true of it.
    pub truth: CallTruth,
}

/// What is true of a call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallTruth {
    /// What is true of any arrival.
    #[serde(flatten)]
    pub arrival: ArrivalTruth,
    /// Left on the voicemail rather than said to an agent.
    pub voicemail: bool,
    /// Language best spoken, two letters (ISO 639-1).
    pub language: String,
    /// Says to be in danger.
    pub danger: bool,
    /// Whether the caller may be told anything about the person; a spouse or a landlord may not.
    pub may_be_told: bool,
    /// The number to call back (E.164).
    pub call_back: Option<String>,
    /// How the call rightly ends.
    pub end: CallEnd,
}

/// The calls of `day`, in their order.
///
/// # Errors
/// When a story is wrong: a defect of this crate.
pub fn calls(seed: u64, day: NaiveDate) -> Result<Vec<CallItem>, WorldError> {
    calls_quoting(seed, day, &References::default())
}

/// The same calls; who asks about a case types the digits of these references.
///
/// # Errors
/// As [`calls`].
pub fn calls_quoting(seed: u64, day: NaiveDate, references: &References) -> Result<Vec<CallItem>, WorldError> {
    dialled(Size::Whole, seed, day, references)
}

/// The calls of a whole or a short day.
pub(crate) fn dialled(
    size: Size,
    seed: u64,
    day: NaiveDate,
    references: &References,
) -> Result<Vec<CallItem>, WorldError> {
    let stories = by_door(size, |story| story.call.clone())?;
    let made = stories.iter().map(|(name, story, call)| item(name, story, call, (seed, day), references));
    let mut made: Vec<CallItem> = made.collect();
    made.sort_by_key(|item| item.truth.arrival.received_at);
    Ok(made)
}

/// One call.
pub(crate) fn item(
    name: &str,
    story: &Story,
    call: &Call,
    (seed, day): (u64, NaiveDate),
    references: &References,
) -> CallItem {
    let setting = Setting::new(story.clone(), name, seed, day, 0);
    let reference = call.about.as_deref().and_then(|about| references.of(about, day.year()));
    let digits = reference.map_or_else(String::new, domain::CaseReference::digits);
    let fill = |text: &str| setting.fill(text.trim()).replace("{reference}", &digits);
    let spoken_words = fill(&call.says);
    let facts = Facts {
        channel: ChannelKind::Phone,
        received_at: day.and_time(call.at),
        evidence_on: day,
        right: call.right,
        reference,
        bundle: &Bundle::default(),
    };
    CallItem {
        from: call.from.as_deref().map(international),
        presses: call.presses.iter().map(|keys| fill(keys)).collect(),
        wav: spoken(&spoken_words),
        spoken: spoken_words,
        truth: CallTruth {
            arrival: ArrivalTruth::new(name, &setting, facts),
            voicemail: call.voicemail,
            language: call.language.clone(),
            danger: call.danger,
            may_be_told: call.may_be_told,
            call_back: call.return_number.as_deref().map(international),
            end: call.end,
        },
    }
}

/// A French number as networks write it: `06 39 98 01 14` becomes `+33639980114`.
fn international(number: &str) -> String {
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    format!("+33{}", digits.strip_prefix('0').unwrap_or(&digits))
}
