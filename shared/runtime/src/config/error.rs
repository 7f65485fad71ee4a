use std::{fmt, path::PathBuf};

use figment::{
    Figment, Source,
    error::{Error as Figmentation, Kind},
};

/// Why the configuration cannot be used. Written for the operator, in French.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The site file is not there or cannot be read.
    #[error("fichier de configuration illisible : {} ({reason})", path.display())]
    Unreadable {
        /// The file asked for.
        path: PathBuf,
        /// What the system says.
        reason: std::io::Error,
    },
    /// Keys or values are wrong; every one found is listed.
    #[error("configuration refusée :{}", list(.0))]
    Refused(Vec<Problem>),
}

/// One wrong key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The key (`site.department`).
    pub key: String,
    /// The file or the environment variable that said it.
    pub origin: String,
    /// What is wrong and what is expected.
    pub message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({}) : {}", self.key, self.origin, self.message)
    }
}

fn list(problems: &[Problem]) -> String {
    problems.iter().flat_map(|problem| ["\n  - ".to_owned(), problem.to_string()]).collect()
}

/// Where a key was said, for people.
pub(super) fn origin(figment: &Figment, key: &str) -> String {
    let Some(metadata) = figment.find_metadata(key) else { return "valeur absente".to_owned() };
    match &metadata.source {
        Some(Source::File(path)) => path.display().to_string(),
        None if metadata.name.contains("environment") => variable(key),
        None if metadata.name.contains("TOML") => "valeurs par défaut".to_owned(),
        Some(_) | None => metadata.name.to_string(),
    }
}

/// The environment variable that sets a key.
pub(super) fn variable(key: &str) -> String {
    format!("variable PASSERELLE__{}", key.replace('.', "__").to_uppercase())
}

impl ConfigError {
    /// Every extraction error, with its key and its file, in words.
    pub(super) fn from_figment(figment: &Figment, error: Figmentation) -> Self {
        Self::Refused(error.into_iter().map(|error| problem(figment, &error)).collect())
    }
}

fn problem(figment: &Figment, error: &Figmentation) -> Problem {
    let mut path = error.path.clone();
    if let Kind::UnknownField(name, _) = &error.kind
        && path.last() != Some(name)
    {
        path.push(name.clone());
    }
    let key = path.join(".");
    let place = if matches!(error.kind, Kind::Message(_)) && key.is_empty() {
        error.metadata.as_ref().map_or_else(String::new, |metadata| {
            metadata.source.as_ref().map_or_else(|| metadata.name.to_string(), Source::to_string)
        })
    } else {
        origin(figment, &key)
    };
    Problem { key, origin: place, message: message(&error.kind) }
}

fn message(kind: &Kind) -> String {
    match kind {
        Kind::UnknownField(_, known) => format!("clé inconnue ; clés admises ici : {}", known.join(", ")),
        Kind::UnknownVariant(found, known) => {
            format!("valeur « {found} » inconnue ; valeurs admises : {}", known.join(", "))
        }
        Kind::MissingField(name) => format!("il manque la clé « {name} »"),
        Kind::InvalidType(found, expected) | Kind::InvalidValue(found, expected) => {
            format!("valeur refusée ({found}) ; attendu : {expected}")
        }
        other => other.to_string(),
    }
}
