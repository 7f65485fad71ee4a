use reading::{Protections, Reader};
use runtime::Config;

use super::finding::Finding;

const LANGUAGE: &str = "apt-get install -y tesseract-ocr tesseract-ocr-fra";

/// The reader executable, its language data and its protections.
pub async fn examine(config: &Config) -> Vec<Finding> {
    let reader = config.reader_config();
    let data = reader.tessdata.join("fra.traineddata");
    if !data.is_file() {
        return vec![Finding::fault("reconnaissance", format!("{} est absent", data.display()), LANGUAGE)];
    }
    if !reader.executable.is_file() {
        let remedy = "cargo build --locked -p reader, ou indiquer reader.executable";
        return vec![Finding::fault("lecteur", format!("{} est absent", reader.executable.display()), remedy)];
    }
    let reader = Reader::new(reader);
    let languages: Vec<String> = reader.languages().iter().map(|code| web::words::reading_language(code)).collect();
    match reader.probe().await {
        Ok(protections) => judge(&protections, &languages),
        Err(error) => {
            let remedy = "reconstruire le lecteur avec le programme : cargo build --locked -p passerelle -p reader";
            vec![Finding::fault("lecteur", error.to_string(), remedy)]
        }
    }
}

fn judge(protections: &Protections, languages: &[String]) -> Vec<Finding> {
    let kernel = "utiliser un noyau Linux 5.13 ou plus récent, hors conteneur restreint";
    let wanted = [
        ("appels système (seccomp)", protections.seccomp),
        ("privilèges (no_new_privs)", protections.no_new_privs),
        ("mémoire et processeur (rlimit)", protections.resource_limits),
    ];
    let absent: Vec<&str> = wanted.into_iter().filter(|(_, present)| !present).map(|(name, _)| name).collect();
    let mut findings = vec![if absent.is_empty() {
        Finding::good("lecteur", format!("version {}, isolé", protections.version))
    } else {
        Finding::fault("lecteur", format!("protections absentes : {}", absent.join(", ")), kernel)
    }];
    findings.push(landlock(protections, kernel));
    findings.push(if protections.language_data {
        Finding::good("reconnaissance", format!("Tesseract {}, {}", protections.tesseract, languages.join(", ")))
    } else {
        Finding::fault("reconnaissance", "les données du français ne se chargent pas", LANGUAGE)
    });
    findings
}

fn landlock(protections: &Protections, kernel: &str) -> Finding {
    match protections.landlock {
        reading::protocol::Level::Full => Finding::good("fichiers", "le lecteur ne voit aucun fichier (Landlock)"),
        reading::protocol::Level::Partial => Finding::warning("fichiers", "Landlock est partiel", kernel),
        reading::protocol::Level::None => Finding::warning("fichiers", "Landlock est absent", kernel),
    }
}
