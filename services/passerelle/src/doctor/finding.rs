use std::fmt;

/// One thing examined.
#[derive(Debug)]
pub struct Finding {
    subject: &'static str,
    state: State,
    detail: String,
    remedy: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum State {
    Good,
    Warning,
    Fault,
}

impl Finding {
    /// It is as it should be.
    pub fn good(subject: &'static str, detail: impl Into<String>) -> Self {
        Self { subject, state: State::Good, detail: detail.into(), remedy: None }
    }

    /// The program works, but somebody should know.
    pub fn warning(subject: &'static str, detail: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { subject, state: State::Warning, detail: detail.into(), remedy: Some(remedy.into()) }
    }

    /// The program cannot work, or not safely.
    pub fn fault(subject: &'static str, detail: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { subject, state: State::Fault, detail: detail.into(), remedy: Some(remedy.into()) }
    }

    /// Whether the program cannot work.
    pub fn is_fault(&self) -> bool {
        self.state == State::Fault
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = match self.state {
            State::Good => "bon",
            State::Warning => "à voir",
            State::Fault => "MANQUE",
        };
        writeln!(f, "{state:<7} {:<16} {}", self.subject, self.detail)?;
        match &self.remedy {
            Some(remedy) => writeln!(f, "        remède           {remedy}"),
            None => Ok(()),
        }
    }
}
