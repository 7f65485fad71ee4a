use crate::coded::coded_enum;

coded_enum! {
    /// The kinds of piece of the catalogue.
    pub enum PieceKind {
        /// Birth certificate.
        CivilBirth = 1, "civil_birth";
        /// Marriage certificate.
        CivilMarriage = 2, "civil_marriage";
        /// Family record book.
        CivilFamilyBook = 3, "civil_family_book";
        /// Passport.
        Passport = 4, "passport";
        /// Other proof of nationality.
        NationalityOther = 5, "nationality_other";
        /// Residence title held.
        CurrentTitle = 6, "current_title";
        /// Visa.
        Visa = 7, "visa";
        /// Validation of a long-stay visa.
        VisaValidation = 8, "visa_validation";
        /// Proof of address.
        AddressProof = 9, "address_proof";
        /// Attestation of a host.
        HostLetter = 10, "host_letter";
        /// Attestation of domiciliation.
        Domiciliation = 11, "domiciliation";
        /// Identity photograph.
        Photo = 12, "photo";
        /// Contrat d'engagement.
        EngagementContract = 13, "engagement_contract";
        /// Proof of resources.
        Resources = 14, "resources";
        /// Tax notice.
        TaxNotice = 15, "tax_notice";
        /// Payslip.
        Payslip = 16, "payslip";
        /// Work contract.
        WorkContract = 17, "work_contract";
        /// Work authorisation.
        WorkAuthorisation = 18, "work_authorisation";
        /// School or university enrolment.
        Enrolment = 19, "enrolment";
        /// Results of studies.
        Results = 20, "results";
        /// Diploma.
        Diploma = 21, "diploma";
        /// Health insurance.
        HealthInsurance = 22, "health_insurance";
        /// French nationality of the spouse.
        SpouseNationality = 23, "spouse_nationality";
        /// Common life.
        CommonLife = 24, "common_life";
        /// French nationality of the child.
        ChildNationality = 25, "child_nationality";
        /// Contribution to the child's upkeep.
        ChildSupport = 26, "child_support";
        /// School attendance.
        School = 27, "school";
        /// Proof of presence in France.
        PresenceProof = 28, "presence_proof";
        /// Decision of OFPRA or CNDA.
        OfpraDecision = 29, "ofpra_decision";
        /// Court order.
        CourtOrder = 30, "court_order";
        /// Complaint.
        Complaint = 31, "complaint";
        /// Child welfare order.
        AseOrder = 32, "ase_order";
        /// Sealed medical envelope, never opened.
        MedicalSealed = 33, "medical_sealed";
        /// Language level.
        LanguageLevel = 34, "language_level";
        /// Integration contract.
        Cir = 35, "cir";
        /// Tax stamp.
        FeeStamp = 36, "fee_stamp";
        /// Mandate.
        Mandate = 37, "mandate";
        /// Identity of a representative.
        RepresentativeId = 38, "representative_id";
        /// Proof of a blockage.
        BlockageProof = 39, "blockage_proof";
        /// Image of the envelope.
        Envelope = 40, "envelope";
        /// Covering letter.
        CoverLetter = 41, "cover_letter";
        /// Sent without being asked.
        Unsolicited = 42, "unsolicited";
        /// Something else.
        Other = 43, "other";
        /// The request form.
        RequestForm = 44, "request_form";
    }
}
