//! Which rows from memory letters wait for, each with the page where it is signed.

use std::collections::BTreeSet;

use casework::RestsOn;
use law::Catalogue;
use store::{Transaction, reads::departures::LetterLine};
use web::{Problem, rule_pages, t1};

use crate::screens::Desk;

/// A row to sign.
pub(crate) struct Link {
    pub(crate) name: String,
    pub(crate) path: String,
}

/// The rows that nobody has signed, of those that some letters rest on.
pub(crate) struct Open {
    rows: BTreeSet<RestsOn>,
    catalogue: std::sync::Arc<Catalogue>,
}

pub(crate) async fn of(tx: &mut Transaction, desk: &Desk, letters: &[LetterLine]) -> Result<Open, Problem> {
    let catalogue = desk.casework()?.site.catalogue.clone();
    let all: Vec<RestsOn> = letters.iter().flat_map(rests_on).collect();
    let rows = casework::unsigned(tx, &catalogue, &all).await?.into_iter().collect();
    Ok(Open { rows, catalogue })
}

fn rests_on(line: &LetterLine) -> Vec<RestsOn> {
    serde_json::from_value(line.rests_on.clone()).unwrap_or_default()
}

impl Open {
    /// The rows that a letter waits for.
    pub(crate) fn under(&self, line: &LetterLine) -> Vec<Link> {
        let open = rests_on(line).into_iter().filter(|rests| self.rows.contains(rests));
        open.map(|rests| link(&rests, &self.catalogue)).collect()
    }
}

/// The page of a row, and what it is called.
pub(crate) fn link(rests: &RestsOn, catalogue: &Catalogue) -> Link {
    let label = catalogue.row(&rests.row).and_then(law::CatalogueRow::label);
    Link {
        name: label.unwrap_or(&rests.row.key).to_owned(),
        path: format!("{}#signature", rule_pages::of_version(&rests.row)),
    }
}

/// The names of rows to sign, for a message.
pub(crate) fn told(rows: &[RestsOn], catalogue: &Catalogue) -> String {
    let names: Vec<String> = rows.iter().map(|rests| link(rests, catalogue).name).collect();
    t1("post-unsigned", "rows", names.join(" ; "))
}
