use chrono::NaiveDate;
use formats::french_date;
use serde::Serialize;

use super::expired_card::visa_again;
use crate::{Catalogue, Why};

/// Whether, and from when, the visa may be asked for again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct VisaAgain {
    /// The day from which it may be asked for; `None`: a request stopped it, or the rule does not apply.
    pub on: Option<NaiveDate>,
    /// That day, had nothing been requested.
    pub computed: NaiveDate,
    /// Why.
    #[serde(flatten)]
    pub why: Why,
}

/// The same as [`visa_again`], with what stops it (CESEDA R. 431-8; RL-36): any request before that day, in any form, by any
/// channel; never for the holder of the long-term resident status of the EU.
#[must_use]
pub fn visa_again_unless(
    expiry: NaiveDate,
    requested_on: Option<NaiveDate>,
    long_term_resident: bool,
    catalogue: &Catalogue,
) -> VisaAgain {
    let rule = visa_again(expiry, catalogue);
    let (computed, why) = (rule.from, rule.why);
    if long_term_resident {
        let why = why.and("Résident de longue durée-UE : cette règle ne s'applique pas.");
        return VisaAgain { on: None, computed, why };
    }
    match requested_on {
        Some(on) if on < computed => {
            let why = why.and(format!("Demande du {} : aucun nouveau visa n'est exigé.", french_date::long(on)));
            VisaAgain { on: None, computed, why }
        }
        Some(on) => {
            let why = why.and(format!("Demande du {}, après cette date.", french_date::long(on)));
            VisaAgain { on: Some(computed), computed, why }
        }
        None => VisaAgain { on: Some(computed), computed, why },
    }
}
