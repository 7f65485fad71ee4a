//! How a story comes by a door other than the post: as the story files write it.

use chrono::NaiveTime;
use domain::PieceKind;
use serde::Deserialize;

use crate::{
    arrival::{CallEnd, Right},
    story::Paper,
};

/// A message.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Mail {
    pub client: Client,
    /// Days before the day of the demonstration: the messages of the evening wait in the morning.
    #[serde(default = "one")]
    pub days_before: i64,
    /// Local hour at which our server received it.
    pub at: NaiveTime,
    /// Display name; the person's own when absent.
    #[serde(default)]
    pub from_name: Option<String>,
    /// Address; the person's own when absent.
    #[serde(default)]
    pub from: Option<String>,
    pub subject: String,
    #[serde(default)]
    pub text: String,
    /// Sent as HTML alone, as some telephones do.
    #[serde(default)]
    pub html_only: bool,
    /// A message of ours that is answered: quoted under the text.
    #[serde(default)]
    pub quoted: Option<String>,
    /// A message of somebody else that is passed on.
    #[serde(default)]
    pub forwarded: Option<Forwarded>,
    #[serde(default)]
    pub shape: Shape,
    #[serde(default)]
    pub right: Right,
    /// The story whose case is answered.
    #[serde(default)]
    pub about: Option<String>,
    /// The papers of the message; those of the story when absent.
    #[serde(default)]
    pub papers: Option<Vec<Paper>>,
    #[serde(default)]
    pub files: Vec<FileOf>,
}

/// The message inside a forwarded message.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Forwarded {
    pub from: String,
    pub subject: String,
    pub text: String,
}

const fn one() -> i64 {
    1
}

/// The program a message was written with, which decides its shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Client {
    Gmail,
    Outlook,
    Iphone,
    Android,
    Thunderbird,
    Webmail,
}

/// What kind of message it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Shape {
    /// Written by a person.
    #[default]
    Letter,
    /// "I am out of the office".
    OutOfOffice,
    /// A report that a message of ours could not be delivered (RFC 3464).
    Bounce,
    /// Sent to a list.
    Newsletter,
}

/// A file that somebody sends or hands over.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FileOf {
    /// Its name; `{n}` numbers the photographs.
    pub name: String,
    #[serde(rename = "as")]
    pub format: Format,
    /// Papers in it, by their place in the list, from 0.
    #[serde(default)]
    pub papers: Vec<usize>,
}

/// How papers become files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Format {
    /// A PDF with its text, as word processors write them.
    Pdf,
    /// A PDF made of pictures, as scanners write them.
    Scan,
    /// A multi-page black and white TIFF.
    Tiff,
    /// One photograph a page, taken with a telephone.
    Photos,
    /// An archive with one PDF a paper.
    Zip,
    /// Bytes that are nothing.
    Garbage,
}

/// A call.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Call {
    /// Local hour.
    pub at: NaiveTime,
    /// The number that calls, as people write it; withheld when absent.
    #[serde(default)]
    pub from: Option<String>,
    /// Keys pressed, menu after menu; `{reference}` stands for the digits of a case.
    #[serde(default)]
    pub presses: Vec<String>,
    /// What the caller says, to an agent or to the voicemail.
    #[serde(default)]
    pub says: String,
    /// Speaks to the voicemail, whatever was pressed.
    #[serde(default)]
    pub voicemail: bool,
    /// Language best spoken, two letters.
    #[serde(default = "french")]
    pub language: String,
    /// Says to be in danger.
    #[serde(default)]
    pub danger: bool,
    /// Whether the caller may be told anything about a person.
    #[serde(default)]
    pub may_be_told: bool,
    /// The number to call back, as people write it.
    #[serde(default)]
    #[serde(rename = "call_back")]
    pub return_number: Option<String>,
    #[serde(default)]
    pub right: Right,
    pub end: CallEnd,
    #[serde(default)]
    pub about: Option<String>,
}

fn french() -> String {
    "fr".to_owned()
}

/// A visit to the counter.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Visit {
    /// Local hour of the receipt.
    pub at: NaiveTime,
    /// What the person says.
    pub says: String,
    /// Originals shown and given back.
    #[serde(default)]
    pub originals: Vec<PieceKind>,
    #[serde(default)]
    pub right: Right,
    #[serde(default)]
    pub about: Option<String>,
    #[serde(default)]
    pub papers: Option<Vec<Paper>>,
    #[serde(default)]
    pub files: Vec<FileOf>,
}

/// What a structure hands over through the interface for programs.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Handover {
    /// Name of the structure.
    pub structure: String,
    /// Days before the day of the demonstration on which the person handed the papers to the structure.
    pub days_before: i64,
    /// Local hour of that.
    pub at: NaiveTime,
    /// What the structure adds.
    #[serde(default)]
    pub message: String,
    #[serde(default)]
    pub files: Vec<FileOf>,
}
