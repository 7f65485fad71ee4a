//! One rule per file. Each function names its article and its row (RL-..) of the rule set.

pub mod acknowledgement;
pub mod age_limit;
pub mod appeal_limit;
pub mod complement_limit;
pub mod evidence;
pub mod expired_card;
pub mod filing_window;
pub mod implicit_rejection;
pub mod suspension;

/// The rules of the catalogue that the functions cite.
pub(crate) const REQUIRED: &[&str] = &[
    "RL-01", "RL-02", "RL-03", "RL-05", "RL-07", "RL-13", "RL-34", "RL-35", "RL-36", "RL-39", "RL-68", "RL-81", "RL-86",
];
