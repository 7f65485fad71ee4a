use serde::{Deserialize, Serialize};

/// What a server did with a message for one recipient (RFC 3464, 2.3.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum BounceAction {
    /// Given up.
    Failed,
    /// Still tried.
    Delayed,
    /// Arrived.
    Delivered,
    /// Handed to a system that reports nothing further.
    Relayed,
    /// Sent on to several.
    Expanded,
}

macro_rules! reasons {
    ($($(#[$doc:meta])* $name:ident = $word:literal,)+) => {
        /// Why, in the names that Sisimai gives, so that figures can be compared.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum BounceReason {
            $($(#[$doc])* #[serde(rename = $word)] $name,)+
        }

        impl BounceReason {
            /// Every reason.
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            /// The name.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $(Self::$name => $word,)+ }
            }
        }
    };
}

reasons! {
    /// The sender's authentication failed (SPF, DKIM, DMARC).
    AuthFailure = "authfailure",
    /// The sending address has a bad name.
    BadReputation = "badreputation",
    /// The sending host is refused.
    Blocked = "blocked",
    /// The content is refused.
    ContentError = "contenterror",
    /// It arrived.
    Delivered = "delivered",
    /// Over a limit of the recipient's, not its size.
    ExceedLimit = "exceedlimit",
    /// Tried for days in vain.
    Expired = "expired",
    /// Called unwanted.
    Feedback = "feedback",
    /// Refused by the recipient's own rules.
    Filtered = "filtered",
    /// The recipient has moved.
    HasMoved = "hasmoved",
    /// No such domain.
    HostUnknown = "hostunknown",
    /// The mailbox is full.
    MailboxFull = "mailboxfull",
    /// A program behind the mailbox failed.
    MailerError = "mailererror",
    /// Too large.
    MesgTooBig = "mesgtoobig",
    /// The network failed.
    NetworkError = "networkerror",
    /// The server relays for nobody.
    NoRelaying = "norelaying",
    /// The domain takes no mail.
    NotAccept = "notaccept",
    /// The message breaks a standard.
    NotCompliantRfc = "notcompliantrfc",
    /// Not clear.
    OnHold = "onhold",
    /// Against a rule of the recipient's server.
    PolicyViolation = "policyviolation",
    /// The sender's address is refused.
    Rejected = "rejected",
    /// The sending host has no name in the DNS.
    RequirePtr = "requireptr",
    /// Refused for safety.
    SecurityError = "securityerror",
    /// Taken for spam.
    SpamDetected = "spamdetected",
    /// Too much in a short time.
    Speeding = "speeding",
    /// The mailbox is suspended.
    Suspend = "suspend",
    /// The servers did not understand each other.
    SyntaxError = "syntaxerror",
    /// The recipient's server failed.
    SystemError = "systemerror",
    /// The recipient's disk is full.
    SystemFull = "systemfull",
    /// Too many connections.
    TooManyConn = "toomanyconn",
    /// Nothing known.
    Undefined = "undefined",
    /// No such mailbox.
    UserUnknown = "userunknown",
    /// The recipient is away.
    Vacation = "vacation",
    /// A virus was found.
    VirusDetected = "virusdetected",
}

/// What became of a message for one recipient.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bounce {
    /// Address of the recipient.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub recipient: Option<String>,
    /// Enhanced status code (`5.1.1`, RFC 3463), written by the server or implied by its words.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub status: Option<String>,
    /// What the server did.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub action: Option<BounceAction>,
    /// Why.
    pub reason: BounceReason,
    /// The address will not work tomorrow either: use another way to reach the person.
    pub permanent: bool,
    /// The words of the server, on one line.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub diagnostic: Option<String>,
}
