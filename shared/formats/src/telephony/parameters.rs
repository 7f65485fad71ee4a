use super::verify;

/// The parameters of a webhook, in the order in which they came.
#[derive(Clone, PartialEq, Eq)]
pub struct Parameters(Vec<(String, String)>);

impl Parameters {
    /// Those of the body of a request (`application/x-www-form-urlencoded`): whatever it is, it is read.
    #[must_use]
    pub fn of(body: &[u8]) -> Self {
        Self(form_urlencoded::parse(body).into_owned().collect())
    }

    /// A parameter, empty when it was not sent; the first when it was sent twice.
    #[must_use]
    pub fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.as_str())
    }

    /// Whether the operator signed them, sent to this address, and they name a call.
    #[must_use]
    pub fn are_signed(&self, token: &str, url: &str, signature: &str) -> bool {
        !self.get("CallSid").is_empty() && verify(token, url, &self.0, signature)
    }

    /// The digits that the caller pressed.
    #[must_use]
    pub fn digits(&self) -> &str {
        self.get("Digits")
    }

    /// The voicemail that is told of, and its seconds when they are a number of seconds.
    #[must_use]
    pub fn recording(&self) -> Option<(&str, Option<i32>)> {
        let sid = self.get("RecordingSid");
        let seconds = self.get("RecordingDuration").parse().ok().filter(|seconds| *seconds >= 0);
        (!sid.is_empty()).then_some((sid, seconds))
    }

    /// The line was closed, and it was somebody else who called: a call that we placed is no arrival.
    #[must_use]
    pub fn is_over(&self) -> bool {
        let over = matches!(self.get("CallStatus"), "completed" | "busy" | "failed" | "no-answer" | "canceled");
        over && !self.get("Direction").starts_with("outbound")
    }

    /// As pairs.
    #[must_use]
    pub fn pairs(&self) -> &[(String, String)] {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::{super::sign, *};

    #[test]
    fn what_is_signed_names_a_call_and_says_what_it_says() {
        let (token, url) = ("12345", "https://example.fr/telephone/etat");
        let of = |body: &str| Parameters::of(body.as_bytes());
        let told = of("CallSid=CA1&Digits=4%2B2&RecordingSid=RE1&RecordingDuration=-7&CallStatus=busy");
        assert!(told.are_signed(token, url, &sign(token, url, told.pairs())));
        assert!(!told.are_signed("other", url, &sign(token, url, told.pairs())));
        assert_eq!((told.digits(), told.recording(), told.is_over()), ("4+2", Some(("RE1", None)), true));
        let nameless = of("CallSid=&Digits=1&CallStatus=completed&Direction=outbound-api");
        assert!(!nameless.are_signed(token, url, &sign(token, url, nameless.pairs())));
        assert!(!nameless.is_over() && nameless.recording().is_none());
    }
}
