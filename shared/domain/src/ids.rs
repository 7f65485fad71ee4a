//! The one registry of identifiers: every entity has its own type, printed with its own prefix.

use std::{fmt, str::FromStr};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A text that is not an identifier of the expected kind.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a {expected} identifier")]
pub struct IdError {
    /// The prefix that was expected.
    pub expected: &'static str,
}

macro_rules! ids {
    ($($(#[$meta:meta])* $name:ident = $prefix:literal;)+) => {$(
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(into = "String", try_from = "String")]
        pub struct $name(Uuid);

        impl $name {
            /// The prefix printed before the identifier.
            pub const PREFIX: &'static str = $prefix;

            /// A new identifier (`UUIDv7`, RFC 9562): ordered by the instant given, random after it.
            #[must_use]
            pub fn new(now: DateTime<Utc>) -> Self {
                let seconds = u64::try_from(now.timestamp()).unwrap_or(0);
                let context = uuid::NoContext;
                Self(Uuid::new_v7(uuid::Timestamp::from_unix(context, seconds, now.timestamp_subsec_nanos())))
            }

            /// The identifier of a stored value.
            #[must_use]
            pub const fn from_uuid(uuid: Uuid) -> Self { Self(uuid) }

            /// The last ten figures, in capitals: short enough for a printed code, told apart from its neighbours by chance.
            #[must_use]
            pub fn code(self) -> String {
                let whole = self.0.simple().to_string().to_uppercase();
                whole[whole.len() - 10..].to_owned()
            }

            /// The value to store.
            #[must_use]
            pub const fn uuid(self) -> Uuid { self.0 }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!($prefix, "_{}"), self.0.simple())
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { fmt::Display::fmt(self, f) }
        }

        impl FromStr for $name {
            type Err = IdError;
            fn from_str(text: &str) -> Result<Self, IdError> {
                text.strip_prefix(concat!($prefix, "_"))
                    .and_then(|hex| Uuid::try_parse(hex).ok())
                    .map(Self)
                    .ok_or(IdError { expected: $prefix })
            }
        }

        impl TryFrom<String> for $name {
            type Error = IdError;
            fn try_from(text: String) -> Result<Self, IdError> { text.parse() }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self { id.to_string() }
        }
    )+};
}

ids! {
    /// A person, known or only described.
    PersonId = "per";
    /// A way to reach a person.
    ContactPointId = "ctc";
    /// A case (demande).
    CaseId = "dem";
    /// A message in or out, whatever the channel.
    CommunicationId = "com";
    /// A scan batch as the scanner left it.
    BatchId = "lot";
    /// A physical envelope.
    EnvelopeId = "pli";
    /// An envelope opened by hand, before any scanner saw it.
    OpenedId = "ouv";
    /// One scanned page of a batch.
    PageId = "pag";
    /// Something to be scanned again.
    RescanId = "ren";
    /// A separator sheet that was probably missed.
    MissedSheetId = "man";
    /// A piece of a person's file.
    PieceId = "pce";
    /// An outbound letter.
    LetterId = "let";
    /// Letters printed together.
    PrintRunId = "imp";
    /// A dated duty.
    DeadlineId = "ech";
    /// Something that needs a person's eye.
    ExceptionId = "ano";
    /// A reading proposed to a person.
    SuggestionId = "sug";
    /// Two pages that may be the same paper.
    ResemblanceId = "rsb";
    /// Another day proposed for a letter.
    DateCorrectionId = "cor";
    /// A member of staff.
    UserId = "usr";
    /// A durable job.
    JobId = "job";
    /// A duty to call somebody back.
    CallbackId = "rap";
    /// A letter on its way by post, each time it leaves.
    PostalItemId = "exp";
    /// A place where paper lies.
    PaperPlaceId = "plc";
    /// An original kept apart.
    OriginalId = "ori";
    /// A report of a blockage.
    BlockageReportId = "cst";
    /// A request for missing pieces.
    ComplementRequestId = "cpl";
    /// An entry of the event log.
    EventId = "evt";
    /// A provisional document of a case.
    ProvisionalDocumentId = "doc";
    /// A key of a program.
    ApiKeyId = "cle";
    /// A recomputation of all open cases.
    RecomputationId = "cal";
    /// A change that a recomputation found.
    ChangeId = "chg";
    /// A change proposed to a row of the prefecture.
    LocalRowId = "lig";
    /// A signature under a row of the catalogue.
    RowSignatureId = "sgn";
    /// A fact that makes a case urgent, declared or proved.
    UrgencySignalId = "urg";
    /// A band of urgency decided by an officer.
    BandOverrideId = "rng";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identifier_reads_back_from_its_printed_form() {
        let id = CaseId::new(DateTime::UNIX_EPOCH);
        assert!(id.to_string().starts_with("dem_"));
        assert_eq!(id.to_string().parse(), Ok(id));
        assert_eq!(id.to_string().parse::<PersonId>(), Err(IdError { expected: "per" }));
    }
}
