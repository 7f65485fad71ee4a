//! Passwords of local accounts: argon2id.

use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use domain::Personal;
use tokio::{sync::Semaphore, task};

/// Each check takes 19 MiB: a flood of sign-ins must not take the memory of the rest.
static CHECKS: Semaphore = Semaphore::const_new(4);

/// A hash to compare with when the account does not exist, so that its absence takes as long.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$cGFzc2VyZWxsZS1ub2JvZHk$ZnYVQzf+5yuGmG1OkTqIgJy/3rT0ZbZfZ8UCrKSKoOU";

/// Why a password cannot be kept or checked.
#[derive(Debug, thiserror::Error)]
pub enum PasswordError {
    /// Shorter than ten characters.
    #[error("the password has fewer than {} characters", MIN_LENGTH)]
    TooShort,
    /// The hash cannot be computed or read.
    #[error("password hash: {0}")]
    Hash(argon2::password_hash::Error),
    /// The work was stopped.
    #[error("password check interrupted")]
    Interrupted,
}

/// The fewest characters of a password.
pub(crate) const MIN_LENGTH: usize = 10;

/// The argon2id hash of a password, with a random salt, as a PHC string. Takes tens of milliseconds.
///
/// # Errors
/// When the password is too short or the hash cannot be computed.
pub fn hash(password: &Personal<String>) -> Result<Personal<String>, PasswordError> {
    if password.chars().count() < MIN_LENGTH {
        return Err(PasswordError::TooShort);
    }
    let hash = Argon2::default().hash_password(password.as_bytes()).map_err(PasswordError::Hash)?;
    Ok(Personal(hash.to_string()))
}

/// Whether a password is the one of an account (or of nobody, which takes as long).
pub(crate) async fn check(typed: Personal<String>, kept: Option<Personal<String>>) -> Result<bool, PasswordError> {
    let _permit = CHECKS.acquire().await.map_err(|_| PasswordError::Interrupted)?;
    let known = kept.is_some();
    let kept = kept.map_or_else(|| NOBODY.to_owned(), |hash| hash.0);
    let right =
        task::spawn_blocking(move || matches(&typed, &kept)).await.map_err(|_| PasswordError::Interrupted)??;
    Ok(right && known)
}

fn matches(typed: &Personal<String>, kept: &str) -> Result<bool, PasswordError> {
    let parsed = PasswordHash::new(kept).map_err(|error| PasswordError::Hash(error.into()))?;
    Ok(Argon2::default().verify_password(typed.as_bytes(), &parsed).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_opens_its_account_and_no_other() {
        let password = Personal("correct cheval pile".to_owned());
        let kept = hash(&password).expect("hash");
        assert!(kept.starts_with("$argon2id$"));
        assert!(check(password.clone(), Some(kept.clone())).await.expect("check"));
        assert!(!check(Personal("autre mot".to_owned()), Some(kept)).await.expect("check"));
        assert!(!check(password, None).await.expect("check"));
    }

    #[test]
    fn a_short_password_is_refused() {
        assert!(matches!(hash(&Personal("court".to_owned())), Err(PasswordError::TooShort)));
    }
}
