//! One file for each text that gives a document.

mod after_grant;
mod commission;
mod cover;
mod european;
mod extension;
mod protection;
mod receipt;
mod recepisse;
mod reflection;

pub(super) use cover::covered_to;
pub(super) use protection::status;
pub(super) use receipt::receipt;

use super::draft::{Candidate, Ground};

/// Every text, in the order in which two documents that protect as well are preferred.
pub(super) const ALL: &[fn(&Ground<'_>) -> Candidate] = &[
    after_grant::provisional_permit,
    after_grant::grant_attestation,
    reflection::reflection,
    protection::protection,
    european::european,
    commission::commission,
    extension::extension,
    recepisse::recepisse,
    cover::expired_card_cover,
    cover::deposit_proof,
];
