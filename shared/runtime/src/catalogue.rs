use std::{fs, path::PathBuf};

use casework::LiveCatalogue;
use chrono::NaiveDate;

use crate::Config;

/// Why the catalogue cannot be used. Written for the operator, in French.
#[derive(Debug, thiserror::Error)]
pub enum CatalogueFault {
    /// A file of the site cannot be read.
    #[error("site.catalogue : {} illisible ({reason})", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        reason: std::io::Error,
    },
    /// Rows are wrong; every one found is listed.
    #[error("catalogue refusé : {}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ; "))]
    Refused(Vec<law::CatalogueError>),
    /// The prefecture of the site has no row in force.
    #[error("site.prefecture « {code} » : inconnue du catalogue ; codes connus : {known}")]
    UnknownPrefecture {
        /// The code configured.
        code: String,
        /// The codes that exist.
        known: String,
    },
    /// An invented prefecture without the mark of a demonstration.
    #[error(
        "site.prefecture « {0} » est imaginaire : mettre site.demonstration = true, ou le code d'une vraie préfecture"
    )]
    Invented(String),
}

/// The catalogue of the program completed by the site's files; the site's prefecture is in force on `today`. What the prefecture changed
/// since stands in the database ([`crate::follow_catalogue`]).
///
/// # Errors
/// When a file is unreadable or wrong, or the prefecture is unknown or invented without saying so.
pub fn load_catalogue(config: &Config, today: NaiveDate) -> Result<LiveCatalogue, CatalogueFault> {
    let mut parts: Vec<(String, String)> =
        law::embedded_parts().iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    for path in &config.site.catalogue {
        let text =
            fs::read_to_string(path).map_err(|reason| CatalogueFault::Unreadable { path: path.clone(), reason })?;
        parts.push((path.display().to_string(), text));
    }
    let live = LiveCatalogue::of_files(parts).map_err(CatalogueFault::Refused)?;
    let catalogue = live.now();
    let code = config.site.prefecture.clone();
    match catalogue.prefecture(&code, today) {
        None => {
            let known = catalogue.prefectures().iter().map(|row| row.code.as_str()).collect::<Vec<_>>().join(", ");
            Err(CatalogueFault::UnknownPrefecture { code, known })
        }
        Some(row) if row.fictitious && !config.site.demonstration => Err(CatalogueFault::Invented(code)),
        Some(_) => Ok(live),
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::{CatalogueFault, load_catalogue};
    use crate::Config;

    fn load(site: &str) -> Result<casework::LiveCatalogue, CatalogueFault> {
        let today = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap();
        load_catalogue(&Config::from_toml(site).unwrap(), today)
    }

    #[test]
    fn the_default_is_the_demonstration_prefecture_and_says_so() {
        load("").unwrap();
        assert!(matches!(load("[site]\ndemonstration = false"), Err(CatalogueFault::Invented(_))));
    }

    #[test]
    fn an_unknown_prefecture_is_told_with_the_known_ones() {
        let error = load("[site]\nprefecture = 'x'").unwrap_err().to_string();
        assert!(error.contains("demo-67"), "{error}");
    }
}
