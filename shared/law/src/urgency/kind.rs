use crate::worded::worded_enum;

worded_enum! {
    /// A fact that makes a case urgent (domain section 7). There is none for nationality, title as merit, income, channel, number of
    /// contacts, lawyer, language or place: what has no word here cannot count (I-17).
    Signal {
        /// Title or document expired, no provisional document that is valid.
        ExpiredWithoutDocument = "expired_without_document",
        /// A document that expires soon.
        ExpiresSoon = "expires_soon",
        /// An implicit rejection that is near.
        ImplicitRejection = "implicit_rejection",
        /// The day is near from which the visa may be asked for again (CESEDA R. 431-8).
        VisaAgain = "visa_again",
        /// Job lost or suspended.
        JobLost = "job_lost",
        /// Letter of an employer.
        EmployerLetter = "employer_letter",
        /// A contract that starts soon.
        ContractStarts = "contract_starts",
        /// Benefits or health cover stopped.
        BenefitsStopped = "benefits_stopped",
        /// Housing at risk.
        Housing = "housing",
        /// Pregnancy, birth, illness, disability.
        Health = "health",
        /// Victim of violence, of trafficking; child exposed.
        Victim = "victim",
        /// Minor or seventeen and more, child welfare, school.
        Minor = "minor",
        /// Protected by OFPRA, without any document.
        ProtectedWithoutDocument = "protected_without_document",
        /// Detained, or a removal delay that runs.
        Removal = "removal",
        /// The end of that delay is near.
        RemovalImminent = "removal_imminent",
        /// Family separated.
        FamilySeparation = "family_separation",
        /// A deadline set by somebody else is near.
        ThirdPartyDeadline = "third_party_deadline",
        /// Isolated: no internet, no telephone, cannot travel, no fixed address.
        Isolated = "isolated",
        /// The administration's own fault.
        AdministrationFault = "administration_fault",
        /// Waiting beyond the service target.
        Waiting = "waiting",
    }
}

worded_enum! {
    /// How soon a case is handled.
    Band {
        /// The same working day.
        P0 = "p0",
        /// Within two working days.
        P1 = "p1",
        /// Within five.
        P2 = "p2",
        /// Oldest first.
        P3 = "p3",
    }
}

impl Band {
    /// The band of its number, 0 for the first; none when no band has it.
    #[must_use]
    pub fn from_number(number: i16) -> Option<Self> {
        usize::try_from(number).ok().and_then(|place| Self::ALL.get(place)).copied()
    }
}

impl Signal {
    /// What somebody has to say or show, because no date of the file tells it. Not violence: a referent protects the person, and the
    /// protection presses by itself.
    pub const DECLARED: &'static [Self] = &[
        Self::JobLost,
        Self::EmployerLetter,
        Self::ContractStarts,
        Self::BenefitsStopped,
        Self::Housing,
        Self::Health,
        Self::FamilySeparation,
        Self::Isolated,
        Self::ThirdPartyDeadline,
        Self::Minor,
        Self::Removal,
        Self::ProtectedWithoutDocument,
        Self::AdministrationFault,
    ];

    /// Whether it is nothing without the day it is about: the contract, the deadline, the decision of OFPRA or CNDA.
    #[must_use]
    pub const fn needs_day(self) -> bool {
        matches!(self, Self::ContractStarts | Self::ThirdPartyDeadline | Self::ProtectedWithoutDocument)
    }
}
