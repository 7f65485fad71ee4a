/// What the operator is told to do with a call (TwiML): said in French, escaped.
#[derive(Clone, Debug, Default)]
pub struct Twiml(String);

/// The French voice.
const VOICE: &str = r#"voice="Polly.Lea-Neural" language="fr-FR""#;

impl Twiml {
    /// Nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Says a sentence.
    #[must_use]
    pub fn say(self, text: &str) -> Self {
        self.add(&format!("<Say {VOICE}>{}</Say>", escaped(text)))
    }

    /// Says a sentence and takes digits, which go to `action`. `digits`: how many; none: until `#`.
    #[must_use]
    pub fn gather(self, action: &str, digits: Option<u32>, text: &str) -> Self {
        let length = digits.map(|n| format!(r#" numDigits="{n}""#)).unwrap_or_default();
        self.add(&format!(
            r##"<Gather input="dtmf" action="{}" method="POST" timeout="8" finishOnKey="#"{length}><Say {VOICE}>{}</Say></Gather>"##,
            escaped(action),
            escaped(text)
        ))
    }

    /// Records what is said after the tone, at most ten minutes.
    #[must_use]
    pub fn record(self, action: &str, done: &str) -> Self {
        self.add(&format!(
            r##"<Record action="{}" method="POST" maxLength="600" timeout="6" finishOnKey="#" playBeep="true" recordingStatusCallback="{}" recordingStatusCallbackEvent="completed"/>"##,
            escaped(action),
            escaped(done)
        ))
    }

    /// Rings at the agents' line; then goes to `action`.
    #[must_use]
    pub fn dial(self, number: &str, action: &str) -> Self {
        self.add(&format!(
            r#"<Dial timeout="25" action="{}" method="POST"><Number>{}</Number></Dial>"#,
            escaped(action),
            escaped(number)
        ))
    }

    /// Goes on elsewhere.
    #[must_use]
    pub fn redirect(self, to: &str) -> Self {
        self.add(&format!(r#"<Redirect method="POST">{}</Redirect>"#, escaped(to)))
    }

    /// Closes the line.
    #[must_use]
    pub fn hang_up(self) -> Self {
        self.add("<Hangup/>")
    }

    /// The document.
    #[must_use]
    pub fn xml(&self) -> String {
        format!(r#"<?xml version="1.0" encoding="UTF-8"?><Response>{}</Response>"#, self.0)
    }

    fn add(mut self, verb: &str) -> Self {
        self.0.push_str(verb);
        self
    }
}

/// Characters that XML keeps for itself; those that it does not know at all are left out.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '&' => safe.push_str("&amp;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&apos;"),
            '\n' | '\t' => safe.push(' '),
            c if c.is_control() || c == '\u{fffe}' || c == '\u{ffff}' => {}
            c => safe.push(c),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_cannot_become_a_verb() {
        let hostile = "l'été <Hangup/> & \"co\"\u{0}\u{1b}]]>\nfin";
        let xml = Twiml::new().say(hostile).gather("/a?b=1&c=2", Some(1), hostile).hang_up().xml();
        let document = roxmltree::Document::parse(&xml).expect("a document");
        let verbs: Vec<_> = document.root_element().children().map(|n| n.tag_name().name().to_owned()).collect();
        assert_eq!(verbs, ["Say", "Gather", "Hangup"]);
        let said = document.root_element().first_child().and_then(|n| n.text()).expect("words");
        assert_eq!(said, "l'été <Hangup/> & \"co\"]]> fin");
        let gather = document.root_element().children().nth(1).expect("gather");
        assert_eq!(gather.attribute("action"), Some("/a?b=1&c=2"));
    }
}
