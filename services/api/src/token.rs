use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::Personal;
use rand::RngCore;
use store::ContentHash;

/// What every token begins with, so that one left in a file is recognised for what it is.
const PREFIX: &str = "psr_";

/// A new token of 256 random bits, to be shown once, and the digest under which its key is kept.
pub fn mint(random: &mut impl RngCore) -> (Personal<String>, ContentHash) {
    let mut bytes = [0; 32];
    random.fill_bytes(&mut bytes);
    let token = format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(bytes));
    let digest = digest(&token);
    (Personal(token), digest)
}

/// The digest under which the key of a token is kept.
pub(crate) fn digest(token: &str) -> ContentHash {
    ContentHash::of(token.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_long_new_and_known_by_its_digest_only() {
        let (first, kept) = mint(&mut rand::rng());
        let (second, _) = mint(&mut rand::rng());
        assert_ne!(*first, *second);
        assert_eq!(first.len(), PREFIX.len() + 43);
        assert_eq!(digest(&first), kept);
    }
}
