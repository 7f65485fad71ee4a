//! The catalogue that a process works with: its files, and what the prefecture changed since in its own rows. A change that was accepted
//! takes effect everywhere without a restart: each process looks now and then how many there are.

use std::sync::{Arc, PoisonError, RwLock};

use domain::{Actor, LocalRowId};
use law::{Catalogue, CatalogueError, Certainty, LocalChange};
use store::{
    Database, StoreError,
    local_rows::{self, LocalRowProposal, NewLocalRow, Which},
};

/// Who reads the rows.
const ACTOR: Actor = Actor::Job("read_catalogue");

/// The catalogue as it stands, shared by everything that runs in a process. Cheap to clone.
#[derive(Clone, Debug)]
pub struct LiveCatalogue(Arc<Live>);

#[derive(Debug)]
struct Live {
    /// The files; none for a catalogue that never changes.
    files: Option<Vec<(String, String)>>,
    edition: RwLock<Arc<Edition>>,
}

/// The catalogue between two changes.
#[derive(Debug)]
pub struct Edition {
    /// The rows.
    pub catalogue: Arc<Catalogue>,
    /// Accepted changes that do not fit the files any more: they do not apply, and a person must look.
    pub left_out: Vec<LeftOut>,
    accepted: i64,
}

/// A change that was accepted and does not apply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// Which.
    pub row: LocalRowId,
    /// Why, as the validator says it.
    pub reason: String,
}

impl From<Arc<Catalogue>> for LiveCatalogue {
    /// A catalogue that never changes.
    fn from(catalogue: Arc<Catalogue>) -> Self {
        Self::of(None, Edition { catalogue, left_out: Vec::new(), accepted: 0 })
    }
}

impl LiveCatalogue {
    /// The catalogue of these files, given as (name, text); what the prefecture changed is read by [`LiveCatalogue::refresh`].
    ///
    /// # Errors
    /// Every mistake of the files.
    pub fn of_files(files: Vec<(String, String)>) -> Result<Self, Vec<CatalogueError>> {
        let catalogue = Arc::new(merged(&files, &[])?);
        Ok(Self::of(Some(files), Edition { catalogue, left_out: Vec::new(), accepted: 0 }))
    }

    fn of(files: Option<Vec<(String, String)>>, edition: Edition) -> Self {
        Self(Arc::new(Live { files, edition: RwLock::new(Arc::new(edition)) }))
    }

    /// The catalogue as it stands now.
    #[must_use]
    pub fn now(&self) -> Arc<Catalogue> {
        self.edition().catalogue.clone()
    }

    /// The same, with what does not apply.
    #[must_use]
    pub fn edition(&self) -> Arc<Edition> {
        self.0.edition.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Reads what was accepted since the last time; true when something was.
    ///
    /// # Errors
    /// When the store refuses.
    pub async fn refresh(&self, database: &Database) -> Result<bool, StoreError> {
        let Some(files) = &self.0.files else { return Ok(false) };
        let mut tx = database.begin(&ACTOR).await?;
        if local_rows::accepted(&mut tx).await? == self.edition().accepted {
            return Ok(false);
        }
        let accepted = local_rows::read(&mut tx, Which::Accepted).await?;
        let edition = edition(files, &accepted, &self.edition());
        for left_out in &edition.left_out {
            tracing::error!(row = %left_out.row, reason = left_out.reason, "an accepted row does not apply");
        }
        *self.0.edition.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(edition);
        Ok(true)
    }

    /// The catalogue with these accepted changes only.
    ///
    /// # Errors
    /// Every mistake.
    pub fn with(&self, accepted: &[LocalRowProposal]) -> Result<Catalogue, Vec<CatalogueError>> {
        let changes = accepted.iter().map(|row| change(&row.row)).collect::<Result<Vec<_>, _>>();
        merged(self.0.files.as_deref().unwrap_or(&embedded()), &changes.map_err(|error| vec![error])?)
    }

    /// The catalogue as it would be with one change more than those accepted.
    ///
    /// # Errors
    /// Every mistake that the change would make; those of the change carry its identifier.
    pub fn with_one_more(
        &self,
        accepted: &[LocalRowProposal],
        more: &NewLocalRow,
    ) -> Result<Catalogue, Vec<CatalogueError>> {
        let out = self.edition();
        let applies = |row: &&LocalRowProposal| !out.left_out.iter().any(|left| left.row == row.row.id);
        let rows = accepted.iter().filter(applies).map(|proposal| &proposal.row).chain([more]);
        let changes = rows.map(change).collect::<Result<Vec<_>, _>>().map_err(|error| vec![error])?;
        merged(self.0.files.as_deref().unwrap_or(&embedded()), &changes)
    }
}

fn embedded() -> Vec<(String, String)> {
    law::embedded_parts().iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
}

fn merged(files: &[(String, String)], changes: &[LocalChange]) -> Result<Catalogue, Vec<CatalogueError>> {
    let parts: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    Catalogue::with_changes(&parts, changes)
}

/// Everything that fits; files that changed since may contradict a row that was right when it was accepted.
fn edition(files: &[(String, String)], accepted: &[LocalRowProposal], before: &Edition) -> Edition {
    let count = i64::try_from(accepted.len()).unwrap_or(i64::MAX);
    let (mut changes, mut left_out) = (Vec::new(), Vec::new());
    let read: Vec<_> = accepted.iter().map(|proposal| (proposal.row.id, change(&proposal.row))).collect();
    let all: Vec<LocalChange> = read.iter().filter_map(|(_, change)| change.as_ref().ok().cloned()).collect();
    if all.len() == read.len()
        && let Ok(catalogue) = merged(files, &all)
    {
        return Edition { catalogue: Arc::new(catalogue), left_out, accepted: count };
    }
    let mut catalogue = merged(files, &[]).map_or_else(|_| before.catalogue.clone(), Arc::new);
    for (row, change) in read {
        let tried = change.map_err(|error| vec![error]).and_then(|change| {
            changes.push(change);
            merged(files, &changes)
        });
        match tried {
            Ok(fits) => catalogue = Arc::new(fits),
            Err(mistakes) => {
                changes.retain(|change| change.name != row.to_string());
                let reason = mistakes.iter().map(|mistake| mistake.message.as_str()).collect::<Vec<_>>().join(" ; ");
                left_out.push(LeftOut { row, reason });
            }
        }
    }
    Edition { catalogue, left_out, accepted: count }
}

/// A proposal as the law engine reads it; its author is its identifier, which pages turn into the names of two persons.
fn change(row: &NewLocalRow) -> Result<LocalChange, CatalogueError> {
    let mistake = |message: String| CatalogueError { file: row.id.to_string(), line: 1, message };
    Ok(LocalChange {
        name: row.id.to_string(),
        author: row.id.to_string(),
        source: row.source.clone(),
        from: row.from,
        certainty: Certainty::from_word(&row.certainty)
            .ok_or_else(|| mistake(format!("unknown certainty {}", row.certainty)))?,
        says: serde_json::from_value(row.says.clone()).map_err(|error| mistake(error.to_string()))?,
    })
}
