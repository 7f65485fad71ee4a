//! The signature of webhooks (header `X-Twilio-Signature`): HMAC-SHA1, keyed with the account's token, over the public address
//! followed by the sorted parameters of the form, in Base64.

use data_encoding::BASE64;
use ring::hmac::{self, HMAC_SHA1_FOR_LEGACY_USE_ONLY, Key};

/// The signature of a request to `url` with these parameters.
#[must_use]
pub fn sign(token: &str, url: &str, parameters: &[(String, String)]) -> String {
    BASE64.encode(hmac::sign(&key(token), payload(url, parameters).as_bytes()).as_ref())
}

/// Whether a signature is right, with or without the usual port in the address (proxies add and remove it). Compared without
/// telling by its time where the difference is.
#[must_use]
pub fn verify(token: &str, url: &str, parameters: &[(String, String)], signature: &str) -> bool {
    let Ok(tag) = BASE64.decode(signature.as_bytes()) else { return false };
    let key = key(token);
    let right = |url: &String| hmac::verify(&key, payload(url, parameters).as_bytes(), &tag).is_ok();
    [url.to_owned(), without_port(url), with_port(url)].iter().any(right)
}

fn key(token: &str) -> Key {
    Key::new(HMAC_SHA1_FOR_LEGACY_USE_ONLY, token.as_bytes())
}

fn payload(url: &str, parameters: &[(String, String)]) -> String {
    let mut sorted: Vec<&(String, String)> = parameters.iter().collect();
    sorted.sort();
    sorted.dedup();
    sorted.iter().fold(url.to_owned(), |text, (name, value)| text + name + value)
}

/// Scheme, host without port, port, and what follows.
fn parts(url: &str) -> Option<(&str, &str, Option<&str>, &str)> {
    let (scheme, rest) = url.split_once("://")?;
    let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) => Some((scheme, name, Some(port), path)),
        Some(_) | None => Some((scheme, host, None, path)),
    }
}

fn without_port(url: &str) -> String {
    parts(url).map_or_else(|| url.to_owned(), |(scheme, host, _, path)| format!("{scheme}://{host}{path}"))
}

fn with_port(url: &str) -> String {
    let usual = if url.starts_with("https://") { "443" } else { "80" };
    parts(url).map_or_else(
        || url.to_owned(),
        |(scheme, host, port, path)| format!("{scheme}://{host}:{}{path}", port.unwrap_or(usual)),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The examples of the operator's own libraries.
    const URL: &str = "https://mycompany.com/myapp.php?foo=1&bar=2";

    fn parameters(more: &[(&str, &str)]) -> Vec<(String, String)> {
        let usual = [
            ("CallSid", "CA1234567890ABCDE"),
            ("Digits", "1234"),
            ("From", "+14158675309"),
            ("To", "+18005551212"),
            ("Caller", "+14158675309"),
        ];
        usual.iter().chain(more).map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn the_examples_of_the_operator_verify() {
        assert!(verify("12345", URL, &parameters(&[]), "RSOYDt4T1cUTdK1PDd93/VVr8B8="));
        assert!(verify("12345", URL, &parameters(&[]), "kvajT1Ptam85bY51eRf/AJRuM3w="), "signed with :443");
        let ported = "https://mycompany.com:1234/myapp.php?foo=1&bar=2";
        assert!(verify("12345", ported, &parameters(&[]), "RSOYDt4T1cUTdK1PDd93/VVr8B8="), "signed without port");
        let more = [("ReasonConferenceEnded", "test"), ("Reason", "Participant")];
        assert!(verify("12345", URL, &parameters(&more), "vOEb5UThFn24KEfnOFLQY2AE5FY="));
        assert!(!verify("12345", URL, &parameters(&more), "95+Bu0JVPi0r/SsESZCVf0dWAjw="), "another order");
    }

    #[test]
    fn repeated_parameters_count_once() {
        let pairs =
            [("Sid", "CA123"), ("SidAccount", "AC123"), ("Digits", "5678"), ("Digits", "1234"), ("Digits", "1234")];
        let pairs: Vec<_> = pairs.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
        assert!(verify("12345", URL, &pairs, "IK+Dwps556ElfBT0I3Rgjkr1wJU="));
    }

    /// The vectors of the operator's libraries, beside the project when they are there.
    #[test]
    fn the_vectors_beside_the_project_verify() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/corpus/twilio-sdk/signature_vectors.json");
        let Ok(text) = std::fs::read_to_string(path) else {
            eprintln!("skipped: {path} is not there");
            return;
        };
        let vectors: serde_json::Value = serde_json::from_str(&text).expect("vectors");
        let token = vectors["auth_token"].as_str().expect("token");
        for vector in vectors["vectors"].as_array().expect("list") {
            let Some(form) = vector["params"].as_object() else { continue };
            let mut pairs = Vec::new();
            for (name, value) in form {
                match value.as_array() {
                    Some(values) => {
                        pairs.extend(values.iter().filter_map(|v| Some((name.clone(), v.as_str()?.to_owned()))));
                    }
                    None => pairs.push((name.clone(), value.as_str().expect("text").to_owned())),
                }
            }
            let (url, signature) =
                (vector["url"].as_str().expect("url"), vector["signature"].as_str().expect("signature"));
            assert_eq!(verify(token, url, &pairs, signature), vector["valid"] == true, "{}", vector["id"]);
        }
    }

    #[test]
    fn another_token_address_or_value_does_not_verify() {
        let signature = sign("12345", URL, &parameters(&[]));
        assert!(verify("12345", URL, &parameters(&[]), &signature));
        assert!(!verify("12346", URL, &parameters(&[]), &signature));
        assert!(!verify("12345", "https://mycompany.com/other", &parameters(&[]), &signature));
        assert!(!verify("12345", URL, &parameters(&[("Digits", "9")]), &signature));
        for wrong in ["", "WRONG", "é", &signature[1..]] {
            assert!(!verify("12345", URL, &parameters(&[]), wrong), "{wrong}");
        }
    }
}
