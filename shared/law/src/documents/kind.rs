use crate::worded::worded_enum;

worded_enum! {
    /// What a person may hold while a request is pending.
    DocumentKind {
        /// Récépissé (CESEDA R. 431-12), for what is asked outside the online service.
        Recepisse = "recepisse",
        /// Attestation de prolongation de l'instruction, "ADP" (CESEDA R. 431-15-1, al. 2 and 3; R. 431-15-3, -4).
        Extension = "extension",
        /// Attestation de décision favorable, "ADF" (CESEDA R. 431-15-1, al. 4).
        Grant = "grant",
        /// Attestation de demande, family of a European (CESEDA R. 233-17, R. 233-18).
        EuAttestation = "eu_attestation",
        /// Autorisation provisoire de séjour, "APS" (CESEDA L. 425-4, L. 425-10).
        ProvisionalPermit = "provisional_permit",
        /// The expired card itself, for three months (CESEDA L. 433-3).
        ExpiredCardCover = "expired_card_cover",
        /// Attestation de dépôt of a résident card's renewal (CESEDA R. 433-3).
        DepositProof = "deposit_proof",
        /// Attestation de dépôt en ligne (CESEDA R. 431-15-1, al. 1): proves no regular stay.
        OnlineDeposit = "online_deposit",
        /// Receipt of deposit and acknowledgement (CRPA R. 112-5): proves no regular stay.
        FilingReceipt = "filing_receipt",
    }
}

worded_enum! {
    /// A sentence that a document prints. Chosen by the engine, worded by the catalogue, typed by nobody.
    MentionKey {
        /// Work allowed, on a récépissé.
        WorkAllowed = "work_allowed",
        /// Work allowed, on an extension attestation: the words of its own text.
        WorkAllowedExtension = "work_allowed_extension",
        /// The occupation of one's choice.
        WorkOfChoice = "work_of_choice",
        /// Work allowed within the limit of the card.
        WorkLimited = "work_limited",
        /// Work not allowed.
        WorkNotAllowed = "work_not_allowed",
        /// Work allowed by the title or by the law itself.
        WorkByTitle = "work_by_title",
        /// The right to work that the expired card keeps.
        WorkOfTheCard = "work_of_the_card",
        /// Refugee status recognised.
        Refugee = "refugee",
        /// Subsidiary protection obtained.
        SubsidiaryProtection = "subsidiary_protection",
        /// The presence is authorised, on a récépissé.
        Presence = "presence",
        /// Regular stay, with the expired document.
        WithExpiredTitle = "with_expired_title",
        /// Regular stay.
        RegularStay = "regular_stay",
        /// The same rights as the title granted.
        SameRights = "same_rights",
        /// Social rights kept.
        SocialRights = "social_rights",
        /// The right of European law does not depend on the paper.
        EuropeanRight = "european_right",
        /// Proves no regular stay.
        DepositOnly = "deposit_only",
        /// Is the summons to receive the card.
        Summons = "summons",
        /// The thirty days of reflection.
        Reflection = "reflection",
    }
}
