use std::collections::HashSet;

use chrono::NaiveDate;

use crate::{
    PersonTruth, WorldError,
    describe::persons,
    setting::Setting,
    stories::{ALL_DOORS, names, story},
};

/// Everybody who comes by any door, each once. Who comes by every door for [`crate::same_request`] is not among them.
///
/// # Errors
/// When a story is wrong: a defect of this crate.
pub fn inhabitants(seed: u64, day: NaiveDate) -> Result<Vec<PersonTruth>, WorldError> {
    let (mut known, mut found) = (HashSet::new(), Vec::new());
    for name in names().filter(|name| *name != ALL_DOORS) {
        let setting = Setting::new(story(name)?, name, seed, day, 0);
        for person in persons(&setting) {
            if known.insert((person.family_name.clone(), person.given_names.clone())) {
                found.push(person);
            }
        }
    }
    Ok(found)
}
