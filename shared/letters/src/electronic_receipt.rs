use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    acknowledgement::mentions,
    french,
    head::{Head, RuleVersion},
    mention::{Due, MandatoryMention},
};

/// LT-02, the electronic registration receipt: the day and hour at which a message was received (CRPA L. 112-11,
/// R. 112-11-1). It leaves by e-mail; this is its paper form, for those who cannot be answered safely by e-mail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ElectronicReceipt {
    /// Who writes to whom.
    pub head: Head,
    /// The day on which the service received the message: the one that counts.
    pub received_on: NaiveDate,
    /// The hour, as people write it: "23 h 50".
    pub received_hour: String,
    /// The subject of the message.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// Files that came with it.
    #[serde(default)]
    pub attachments: u32,
    /// The rule that asks for the receipt.
    pub rule: RuleVersion,
}

/// What LT-02 must say beside what every letter says.
pub const MENTIONS: &[MandatoryMention] = mentions! {
    "reception-date", "date de réception de l'envoi", "CRPA R. 112-11-1";
    "reception-hour", "heure de réception de l'envoi", "RL-02";
    "subject", "objet du message reçu", "section 3.9, LT-02";
    "attachments", "nombre de fichiers reçus", "R-82";
    "not-acknowledgement", "l'accusé de réception suivra", "CRPA R. 112-11-2";
};

impl ElectronicReceipt {
    /// What this letter owes, in the order of [`MENTIONS`].
    pub(crate) fn due(&self) -> Vec<Due> {
        MENTIONS.iter().filter_map(|mention| self.texts(mention.key).map(|texts| Due { mention, texts })).collect()
    }

    fn texts(&self, key: &str) -> Option<Vec<String>> {
        Some(match key {
            "reception-date" => vec![french::date(self.received_on)],
            "reception-hour" => vec![self.received_hour.clone()],
            "subject" => vec![self.subject.clone()?],
            "attachments" => vec![self.attachments.to_string()],
            "not-acknowledgement" => vec!["accusé de réception".to_owned(), "suivra".to_owned()],
            _ => return None,
        })
    }

    /// The rules that the letter applies (I-14).
    pub(crate) fn rules(&self) -> Vec<&RuleVersion> {
        vec![&self.rule]
    }
}
