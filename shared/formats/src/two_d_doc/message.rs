use super::{GROUP, RECORD, lengths::most_and_fixed};
use domain::Personal;

/// A value and what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Two characters, by the specification.
    pub id: String,
    /// As written.
    pub value: Personal<String>,
    /// The issuer had no room for all of it.
    pub cut_off: bool,
}

/// The fields of a message: an identifier of two characters and its value, again and again. Values of a fixed length have no end
/// mark, nor have others that reach their longest.
pub(super) fn fields(message: &str) -> Vec<Field> {
    let mut found = Vec::new();
    let mut rest = message;
    while let Some((id, after)) = rest.split_at_checked(2) {
        let (most, fixed) = most_and_fixed(id);
        let end = after.find([GROUP, RECORD]).unwrap_or(after.len());
        let end = if fixed { most.min(after.len()) } else { end.min(most) };
        let (value, after) = after.split_at(end);
        // Spaces fill a value up to its fixed length.
        let value = if fixed { value.trim_end_matches(' ') } else { value };
        let cut_off = after.starts_with(RECORD);
        rest = after.strip_prefix([GROUP, RECORD]).unwrap_or(after);
        found.push(Field { id: id.to_owned(), value: Personal(value.to_owned()), cut_off });
    }
    found
}
