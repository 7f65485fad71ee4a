//! The case that a program names for what it hands in.

use domain::{ApiKey, CaseReference};
use serde_json::json;
use store::reads::receptions::{self, Named};
use web::text::t;

use crate::{Problem, receptions::Understood, state::Api, suggestions};

/// Joins what was handed in to the case named, when the account may add to it. Otherwise nothing is refused and nothing is
/// told: whether there is no such case, one of somebody else, or one of a protected person, the papers are kept as an arrival
/// and the reference is proposed to a clerk.
pub(crate) async fn link(
    api: &Api,
    key: &ApiKey,
    named: CaseReference,
    understood: &mut Understood,
) -> Result<(), Problem> {
    let filer = domain::filer(key.channel, &key.account);
    let found = api.within(async {
        let mut tx = api.casework().database.begin(&key.actor()).await?;
        Ok(receptions::named(&mut tx, named, filer.as_deref()).await?)
    });
    match found.await? {
        Named::Joins => understood.reference = Some(named),
        Named::Proposed => {
            let now = api.casework().clock.now();
            understood.suggestions.push(suggestions::proposal("case", json!(named.to_string()), now));
            understood.notes.push(t("api-note-reference"));
        }
    }
    Ok(())
}
