use std::{io, path::PathBuf};

/// Why the private PostgreSQL cannot serve. Written for the operator, in French, with what mends it.
#[derive(Debug, thiserror::Error)]
pub enum PostgresError {
    /// No PostgreSQL 15 or later on this machine (or not the version that made the data).
    #[error("PostgreSQL {wanted} introuvable ({searched}). Pour l'installer : {}", super::INSTALL)]
    Missing {
        /// The version looked for.
        wanted: String,
        /// Where it was looked for.
        searched: String,
    },
    /// `setpriv` (util-linux) is not there.
    #[error("la commande setpriv est introuvable. Pour l'installer : apt-get install -y util-linux")]
    NoSetpriv,
    /// The program is root and the account that should run PostgreSQL does not exist.
    #[error(
        "PostgreSQL refuse de tourner en root et le compte système « {0} » n'existe pas. Le créer : useradd --system {0} (ou changer database.run_as)"
    )]
    NoAccount(String),
    /// The account that runs PostgreSQL cannot enter the folder.
    #[error("le compte système « {account} » ne peut pas entrer dans {} : choisir un autre data_dir (par exemple /var/lib/passerelle) ou ouvrir le passage avec chmod o+x sur les dossiers parents", folder.display())]
    Unreachable {
        /// The account.
        account: String,
        /// The folder it cannot enter.
        folder: PathBuf,
    },
    /// A file or folder of the cluster cannot be used.
    #[error("{action} {} : {reason}", path.display())]
    File {
        /// What was being done.
        action: &'static str,
        /// To what.
        path: PathBuf,
        /// What the system says.
        reason: io::Error,
    },
    /// The folder of the socket belongs to somebody else or is open to others.
    #[error("le dossier {} n'est pas privé : le supprimer ou le corriger (chmod 700, bon propriétaire)", .0.display())]
    NotPrivate(PathBuf),
    /// Another Passerelle serves this data folder.
    #[error("une autre instance de Passerelle utilise déjà {} : l'arrêter d'abord", .0.display())]
    InUse(PathBuf),
    /// A PostgreSQL of an earlier run does not end.
    #[error("un PostgreSQL d'une exécution précédente (processus {0}) ne s'arrête pas : kill -QUIT {0}")]
    Leftover(i32),
    /// A PostgreSQL executable failed.
    #[error("{program} a échoué : {output}")]
    Failed {
        /// Which one.
        program: &'static str,
        /// Its last words.
        output: String,
    },
}

impl PostgresError {
    pub(super) fn file(action: &'static str, path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |reason| Self::File { action, path, reason }
    }
}
