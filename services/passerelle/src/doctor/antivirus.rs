use runtime::{Antivirus, Config};

use super::finding::Finding;

/// The antivirus, when the site has one.
pub async fn examine(config: &Config) -> Finding {
    let Some(antivirus) = Antivirus::of(config) else {
        let detail = "aucun : seuls les programmes et les documents à macros sont retenus (antivirus.clamd)";
        return Finding::good("antivirus", detail);
    };
    match antivirus.version().await {
        Ok(version) => Finding::good("antivirus", version),
        Err(error) => {
            let remedy = "démarrer clamd (apt-get install -y clamav-daemon) ou corriger antivirus.clamd ; en attendant, chaque \
                          pièce jointe est retenue";
            Finding::fault("antivirus", format!("ne répond pas : {error}"), remedy)
        }
    }
}
