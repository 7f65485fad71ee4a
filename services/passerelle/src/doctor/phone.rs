use ::phone::operator::{Operator, OperatorError};
use runtime::Config;

use super::finding::Finding;

/// The telephone operator: whether it knows the account.
pub async fn examine(config: &Config) -> Finding {
    if !config.phone.enabled() {
        let remedy =
            "indiquer [phone] account_sid, auth_token_file, number et public_url (voir config/site.example.toml)";
        return Finding::warning("téléphone", "aucun opérateur : les appels se notent à la main", remedy);
    }
    let asked = match Operator::of(&config.phone) {
        Ok(operator) => operator.check_account().await,
        Err(error) => Err(error),
    };
    match asked {
        Ok(()) => Finding::good("téléphone", config.phone.number.clone().unwrap_or_default()),
        Err(error @ OperatorError::Misconfigured { .. }) => {
            Finding::fault("téléphone", error.to_string(), "corriger [phone], puis passerelle config check")
        }
        Err(error @ (OperatorError::Retry { .. } | OperatorError::Reject { .. })) => {
            Finding::warning("téléphone", error.to_string(), "vérifier phone.api_url et le réseau")
        }
    }
}
