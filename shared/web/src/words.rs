//! The French words of the closed enums of `domain`, the same everywhere.

use domain::{
    BlockageKind, CaseKind, CaseState, ChannelKind, ContactKind, DeadlineKind, DeliveryKind, EvidenceKind,
    ExceptionKind, LetterKind, LetterState, Medium, MessageClass, PaperFate, PartState, PieceKind, PlaceKind,
    ProvisionalState, ReturnReason, Role, Safety, SuspicionKind, WithdrawalReason,
};

use crate::text::{exists, tw};

macro_rules! words {
    ($($(#[$meta:meta])* $function:ident($enum:ty) = $family:literal;)+) => {
        $(
            $(#[$meta])*
            #[must_use]
            pub fn $function(value: $enum) -> String { tw($family, value.word()) }
        )+

        /// The key families built from enums, with the words each must have: for the inventory test.
        #[must_use]
        pub fn families() -> Vec<(&'static str, Vec<&'static str>)> {
            vec![$(($family, <$enum>::ALL.iter().map(|value| value.word()).collect()),)+]
        }
    };
}

words! {
    /// What a person reports about the administration (`blocage`).
    blockage_kind(BlockageKind) = "blockage-kind";
    /// What a case asks for (`renouvellement de titre`).
    case_kind(CaseKind) = "case-kind";
    /// Where a case stands (`enregistrée`).
    case_state(CaseState) = "case-state";
    /// A door (`courrier`).
    channel(ChannelKind) = "channel";
    /// A kind of contact point (`adresse postale`).
    contact_kind(ContactKind) = "contact-kind";
    /// A dated duty (`rejet implicite`).
    deadline_kind(DeadlineKind) = "deadline-kind";
    /// What came in as files (`message`).
    delivery_kind(DeliveryKind) = "delivery-kind";
    /// What proves a date (`cachet de la poste`).
    evidence_kind(EvidenceKind) = "evidence-kind";
    /// What needs a person's eye (`nombre de pages différent`).
    exception_kind(ExceptionKind) = "exception-kind";
    /// A letter of the catalogue (`accusé de réception`).
    letter_kind(LetterKind) = "letter-kind";
    /// Where a letter stands (`à approuver`).
    letter_state(LetterState) = "letter-state";
    /// How a letter leaves (`par la poste`).
    medium(Medium) = "medium";
    /// What an e-mail is (`réponse automatique`).
    message_class(MessageClass) = "message-class";
    /// How paper left the house (`rendu par courrier suivi`).
    paper_fate(PaperFate) = "paper-fate";
    /// A kind of place where paper lies (`boîte`).
    place_kind(PlaceKind) = "place-kind";
    /// Where a file of a delivery stands (`lue`).
    part_state(PartState) = "part-state";
    /// Why a file is held back (`un programme, non un document`).
    suspicion(SuspicionKind) = "suspicion";
    /// A kind of piece (`acte de naissance`).
    piece_kind(PieceKind) = "piece-kind";
    /// Where a provisional document stands (`à signer`).
    provisional_state(ProvisionalState) = "provisional-state";
    /// Why a provisional document was withdrawn (`carte remise`).
    withdrawal(WithdrawalReason) = "document-withdrawal";
    /// Why the post brought a letter back (`parti sans laisser d’adresse`).
    return_reason(ReturnReason) = "return-reason";
    /// A role of the staff (`instruction`).
    role(Role) = "role";
    /// Whether a contact point may be used (`sûr`).
    safety(Safety) = "safety";
}

/// The name of a language, from that of its file of language data (`anglais` for `eng`); one that has no word here is told as it is.
#[must_use]
pub fn reading_language(code: &str) -> String {
    if exists(&format!("reading-language-{code}")) { tw("reading-language", code) } else { code.to_owned() }
}
