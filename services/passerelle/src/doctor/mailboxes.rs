use mail::Fault;
use runtime::Config;

use super::finding::Finding;

/// The mailboxes and the server that letters leave by.
pub async fn examine(config: &Config) -> Vec<Finding> {
    let mut findings = Vec::new();
    for mailbox in &config.mail.mailboxes {
        let place = format!("« {} » sur {}:{}", mailbox.name, mailbox.host, mailbox.port());
        findings.push(judge("boîte", &place, mail::check_mailbox(mailbox).await));
    }
    if let Some(smtp) = &config.mail.smtp {
        findings.push(judge("envoi", &format!("{}:{}", smtp.host, smtp.port()), mail::check_smtp(smtp).await));
    }
    if !config.mail.mailboxes.is_empty() && config.mail.trusted_hosts.is_empty() {
        findings.push(Finding::warning(
            "courriel",
            "aucun serveur de confiance : la date de la boîte compte seule",
            "indiquer mail.trusted_hosts : les noms écrits après « by » dans les lignes Received",
        ));
    }
    findings
}

fn judge(subject: &'static str, place: &str, outcome: Result<(), Fault>) -> Finding {
    match outcome {
        Ok(()) => Finding::good(subject, format!("{place} répond")),
        Err(Fault::Misconfigured { key, why }) => {
            Finding::fault(subject, format!("{place} : {why}"), format!("corriger {key}, puis passerelle config check"))
        }
        Err(other @ (Fault::Unreachable(_) | Fault::Ours(_) | Fault::LeaseLost)) => {
            Finding::fault(subject, format!("{place} : {other}"), "vérifier le nom, le port et le réseau")
        }
    }
}
