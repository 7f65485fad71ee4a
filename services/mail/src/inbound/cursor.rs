use serde::{Deserialize, Serialize};
use serde_json::Value;

/// How far a folder was read. Saved in the transaction that keeps the messages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursor {
    /// What the numbers are worth (UIDVALIDITY).
    pub validity: u32,
    /// The last message that was kept or set aside (UID).
    pub uid: u32,
    /// Messages that are kept, whose copies on the server may not have been touched yet: a crash in between repeats the
    /// touch, and nothing else.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub untouched: Vec<u32>,
    /// Messages that could not be kept and are tried again.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aside: Vec<u32>,
}

impl Cursor {
    /// Where to go on in a folder whose numbers are worth `validity`. With another worth than before the whole folder is read
    /// again: messages are known by their content, so that nothing is received twice.
    #[must_use]
    pub fn resumed(saved: Option<Value>, validity: u32) -> Self {
        let saved = saved.and_then(|saved| serde_json::from_value::<Self>(saved).ok());
        saved.filter(|cursor| cursor.validity == validity).unwrap_or(Self { validity, ..Self::default() })
    }

    /// As it is saved.
    #[must_use]
    pub fn json(&self) -> Value {
        serde_json::json!(self)
    }
}

#[cfg(test)]
mod tests {
    use super::Cursor;

    #[test]
    fn a_folder_with_the_same_numbers_goes_on_and_another_starts_again() {
        let saved = Cursor { validity: 7, uid: 42, untouched: vec![41, 42], aside: vec![12] };
        assert_eq!(Cursor::resumed(Some(saved.json()), 7), saved);
        let fresh = Cursor { validity: 8, ..Cursor::default() };
        assert_eq!(Cursor::resumed(Some(saved.json()), 8), fresh);
        assert_eq!(Cursor::resumed(None, 8), fresh);
        assert_eq!(Cursor::resumed(Some(serde_json::json!("damaged")), 8), fresh);
    }
}
