use std::{fs, path::Path};

use formats::two_d_doc::{BadList, TrustStore};

use super::Config;

impl Config {
    /// The trust lists and certificates imported; a file that cannot be read was refused when the configuration was loaded.
    #[must_use]
    pub fn trust_store(&self) -> TrustStore {
        let mut trust = TrustStore::default();
        let _ = import(self, &mut trust);
        trust
    }
}

/// What is wrong with the files of `[two_d_doc]`: the key and the reason.
pub(super) fn faults(config: &Config) -> Vec<(&'static str, String)> {
    import(config, &mut TrustStore::default())
}

fn import(config: &Config, trust: &mut TrustStore) -> Vec<(&'static str, String)> {
    let mut faults = Vec::new();
    for file in &config.two_d_doc.list_signers {
        let added = read(file).and_then(|bytes| trust.add_signers(&bytes).map_err(|reason| reason.to_string()));
        faults.extend(added.err().map(|reason| ("two_d_doc.list_signers", format!("{} : {reason}", file.display()))));
    }
    if !faults.is_empty() {
        return faults;
    }
    for file in &config.two_d_doc.trust_lists {
        let added = read(file).and_then(|bytes| {
            let xml = String::from_utf8(bytes).map_err(|_| "pas un texte UTF-8".to_owned())?;
            trust.add_list(&xml).map_err(|reason| list_refused(&reason))
        });
        faults.extend(added.err().map(|reason| ("two_d_doc.trust_lists", format!("{} : {reason}", file.display()))));
    }
    for file in &config.two_d_doc.certificates {
        let added = read(file).and_then(|bytes| trust.add_certificates(&bytes).map_err(|reason| reason.to_string()));
        faults.extend(added.err().map(|reason| ("two_d_doc.certificates", format!("{} : {reason}", file.display()))));
    }
    faults
}

/// Why a trust list is not taken, for whoever imports it.
#[must_use]
pub fn list_refused(reason: &BadList) -> String {
    match reason {
        BadList::Xml(fault) => format!("ce n'est pas du XML ({fault})"),
        BadList::OtherKind => "ce n'est pas une liste de confiance".to_owned(),
        BadList::Changed => "la signature qu'elle porte est celle d'une autre liste : fichier modifié ou abîmé. \
                             La télécharger de nouveau à la source"
            .to_owned(),
        BadList::NotVouchedFor => "aucun des certificats de two_d_doc.list_signers n'a signé cette liste : vérifier \
                                   d'où elle vient. Pour l'admettre sur votre seule parole, vider list_signers"
            .to_owned(),
    }
}

fn read(file: &Path) -> Result<Vec<u8>, String> {
    fs::read(file).map_err(|reason| format!("illisible ({reason})"))
}
