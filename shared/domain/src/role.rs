use crate::coded::coded_enum;

coded_enum! {
    /// The roles of the staff.
    pub enum Role {
        /// Opens, prepares and scans the post, prints and hands over letters.
        Mailroom = 1, "mailroom";
        /// Registers what was scanned.
        Indexer = 2, "indexer";
        /// Instructs cases.
        Officer = 3, "officer";
        /// Instructs the cases of protected persons.
        Referent = 4, "referent";
        /// Supervises a service.
        Supervisor = 5, "supervisor";
        /// Runs the installation: dead jobs, accounts.
        Operator = 6, "operator";
        /// Answers calls and calls back.
        PhoneAgent = 7, "phone_agent";
        /// Receives people at the counter.
        CounterAgent = 8, "counter_agent";
    }
}

coded_enum! {
    /// What a route asks of the person signed in.
    pub enum Permission {
        /// See the post to index and its pages.
        ReadPost = 1, "read_post";
        /// Register post.
        RegisterPost = 2, "register_post";
        /// See cases.
        ReadCases = 3, "read_cases";
        /// Approve, print and hand over letters.
        DispatchLetters = 4, "dispatch_letters";
        /// See and end exceptions.
        HandleExceptions = 5, "handle_exceptions";
        /// See dead jobs and run them again.
        OperateJobs = 6, "operate_jobs";
        /// See protected persons.
        SeeProtected = 7, "see_protected";
        /// Answer calls, hear voicemails, call back.
        AnswerCalls = 8, "answer_calls";
        /// Receive deposits at the counter and print their receipts.
        ReceiveDeposits = 9, "receive_deposits";
        /// Ask for all dates to be computed again, and decide on those that were already told to somebody.
        Recompute = 20, "recompute";
        /// Establish the facts of a provisional document, sign it, replace and withdraw it.
        IssueDocuments = 10, "issue_documents";
        /// Give a provisional document in hand.
        GiveDocuments = 11, "give_documents";
        /// Open the post: count it, scan registered numbers, empty drop boxes.
        OpenPost = 21, "open_post";
        /// Ask a person for the pieces that their case lacks.
        RequestPieces = 30, "request_pieces";
        /// Note a fact that makes a case urgent.
        DeclareUrgency = 31, "declare_urgency";
        /// Decide on the band of urgency of a case, for a time.
        DecideBand = 32, "decide_band";
        /// Ask whether something arrived, and where it stands: its pages and what is written on them are for who reads the post.
        FindPost = 33, "find_post";
        /// Propose changes of the prefecture's own rules, decide on those of others, sign rules from memory.
        KeepRules = 14, "keep_rules";
    }
}

impl Role {
    /// Whether the role holds a permission.
    #[must_use]
    pub const fn may(self, permission: Permission) -> bool {
        use Permission::{
            AnswerCalls, DecideBand, DeclareUrgency, DispatchLetters, FindPost, GiveDocuments, HandleExceptions,
            IssueDocuments, KeepRules, OpenPost, OperateJobs, ReadCases, ReadPost, ReceiveDeposits, Recompute,
            RegisterPost, RequestPieces, SeeProtected,
        };
        match self {
            Self::Mailroom => matches!(permission, OpenPost | FindPost | ReadPost | DispatchLetters | HandleExceptions),
            Self::Indexer => matches!(
                permission,
                OpenPost
                    | FindPost
                    | ReadPost
                    | RegisterPost
                    | ReadCases
                    | DispatchLetters
                    | HandleExceptions
                    | DeclareUrgency
            ),
            Self::Officer => matches!(
                permission,
                FindPost
                    | ReadPost
                    | ReadCases
                    | DispatchLetters
                    | IssueDocuments
                    | GiveDocuments
                    | Recompute
                    | RequestPieces
                    | DeclareUrgency
                    | DecideBand
                    | KeepRules
            ),
            Self::Referent => matches!(permission, SeeProtected) || Self::Officer.may(permission),
            Self::Supervisor => matches!(
                permission,
                FindPost
                    | ReadPost
                    | RegisterPost
                    | ReadCases
                    | DispatchLetters
                    | HandleExceptions
                    | SeeProtected
                    | AnswerCalls
                    | ReceiveDeposits
                    | OpenPost
                    | IssueDocuments
                    | GiveDocuments
                    | Recompute
                    | RequestPieces
                    | DeclareUrgency
                    | DecideBand
                    | KeepRules
            ),
            Self::Operator => matches!(permission, OperateJobs),
            Self::PhoneAgent => matches!(permission, AnswerCalls | FindPost | ReadCases | DeclareUrgency),
            Self::CounterAgent => {
                matches!(permission, ReceiveDeposits | FindPost | ReadCases | GiveDocuments | DeclareUrgency)
            }
        }
    }
}
