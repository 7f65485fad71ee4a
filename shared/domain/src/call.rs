use crate::coded::coded_enum;

coded_enum! {
    /// Where a call stands.
    pub enum CallState {
        /// The caller listens to the menu.
        InMenu = 1, "in_menu";
        /// The caller waits for an agent.
        Waiting = 2, "waiting";
        /// The caller speaks after the tone.
        Recording = 3, "recording";
        /// An agent has the call.
        WithAgent = 4, "with_agent";
        /// The line is closed; an outcome is owed.
        Ended = 5, "ended";
        /// An agent gave the outcome.
        Settled = 6, "settled";
    }
}

coded_enum! {
    /// What a caller chose in the menu.
    pub enum CallChoice {
        /// To file a request.
        Request = 1, "request";
        /// A case that exists.
        Existing = 2, "existing";
        /// A message, or nothing at all.
        Message = 3, "message";
    }
}

coded_enum! {
    /// How a call ended, said by the agent (section 6.2).
    pub enum CallOutcome {
        /// A request was registered.
        Registered = 1, "registered";
        /// Information was given.
        Informed = 2, "informed";
        /// A commitment with a date was given (I-23).
        Committed = 3, "committed";
        /// The person will be called back.
        CallbackPlanned = 4, "callback_planned";
        /// There was no request.
        NoRequest = 5, "no_request";
    }
}

coded_enum! {
    /// Where a callback stands.
    pub enum CallbackState {
        /// The person is to be called.
        Due = 1, "due";
        /// The person was reached.
        Reached = 2, "reached";
        /// Three attempts at different half-days: a letter is owed.
        Write = 3, "write";
        /// The letter was written.
        Written = 4, "written";
        /// Nobody has to be called any more: there was no request.
        NotNeeded = 5, "not_needed";
    }
}

coded_enum! {
    /// What came of one attempt to call back.
    pub enum AttemptResult {
        /// The person answered.
        Reached = 1, "reached";
        /// Nobody answered.
        NoAnswer = 2, "no_answer";
        /// A neutral message was left.
        NeutralMessage = 3, "neutral_message";
        /// The number is not theirs, or does not exist.
        WrongNumber = 4, "wrong_number";
    }
}

coded_enum! {
    /// The half of a working day.
    pub enum HalfDay {
        /// Before noon.
        Morning = 1, "morning";
        /// From noon on.
        Afternoon = 2, "afternoon";
    }
}
