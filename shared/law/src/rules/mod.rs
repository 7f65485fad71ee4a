//! One rule per file. Each function names its article and its row (RL-..) of the rule set.

pub mod acknowledgement;
pub mod administration_duties;
pub mod age_limit;
pub mod appeal_limit;
pub mod channel_basis;
pub mod clock_pause;
pub mod commission;
pub mod competence;
pub mod complement_limit;
pub mod due;
pub mod entry;
pub mod european;
pub mod evidence;
pub mod expired_card;
pub mod family_reunification;
pub mod fees;
pub mod filing_window;
pub mod implicit_rejection;
pub mod late_fee;
pub mod medical;
pub mod missing_pieces;
pub mod other_evidence;
pub mod pieces;
pub mod place;
pub mod protected_persons;
pub mod registered_mail;
pub mod removal_appeal;
pub mod service_duties;
pub mod silence_dates;
pub mod suspension;
pub mod too_early;
pub mod visa_again;

/// The rules of the catalogue that the functions cite.
pub(crate) const REQUIRED: &[&str] = &[
    "RL-01", "RL-02", "RL-03", "RL-04", "RL-05", "RL-07", "RL-09", "RL-10", "RL-13", "RL-14", "RL-20", "RL-21",
    "RL-30", "RL-31", "RL-32", "RL-33", "RL-34", "RL-35", "RL-36", "RL-37", "RL-38", "RL-39", "RL-41", "RL-42",
    "RL-43", "RL-45", "RL-46", "RL-47", "RL-48", "RL-50", "RL-51", "RL-52", "RL-60", "RL-61", "RL-62", "RL-63",
    "RL-64", "RL-65", "RL-66", "RL-67", "RL-68", "RL-69", "RL-70", "RL-71", "RL-81", "RL-83", "RL-84", "RL-85",
    "RL-86", "RL-87", "RL-88", "R-04", "R-30", "R-41", "R-53", "R-64", "R-115", "I-05", "I-23", "EVIDENCE",
];
