//! An officer puts a case into another band of urgency than its facts give, up or down, for a reason and for a time (I-18).

use domain::{Actor, BandOverrideId, CaseId, UserId};
use law::urgency::{Band, Weighed, decided_until};
use serde_json::json;
use store::{
    StoreError, cases,
    events::{self, NewEvent},
    reckonings,
    urgencies::{self, DecidedBand},
};

use crate::{
    Casework,
    recompute::{Asked, recompute},
};

/// Why a band was not decided or taken back.
#[derive(Debug, thiserror::Error)]
pub enum BandError {
    /// A decision needs a reason.
    #[error("a decision on the band needs a reason")]
    NoReason,
    /// Nothing was decided for this case.
    #[error("no band was decided for this case")]
    Nothing,
    /// The case has ended.
    #[error("the case has ended")]
    NotOpen,
    /// The store refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Decides on the band of a case; it stands in the place of the one decided before.
///
/// # Errors
/// Without a reason, or when the case has ended; nothing was done then.
pub async fn decide_band(
    casework: &Casework,
    actor: &Actor,
    by: UserId,
    case: CaseId,
    (band, reason): (Band, &str),
) -> Result<(), BandError> {
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(BandError::NoReason);
    }
    let (now, today) = (casework.clock.now(), casework.today());
    let mut tx = casework.begin(actor).await?;
    if !cases::lock(&mut tx, case).await?.case.state.is_open() {
        return Err(BandError::NotOpen);
    }
    let kept = reckonings::load(&mut tx, &[case], &[]).await?.pop().and_then(|case| case.urgency);
    let weighed = kept.and_then(|(urgency, _)| serde_json::from_value::<Weighed>(urgency).ok());
    let computed = weighed.map(|weighed| weighed.computed_band);
    let decided = DecidedBand { band: band as i16, by, reason: reason.to_owned(), on: today };
    let until = decided_until(today, &casework.site.catalogue);
    let of_facts = computed.map(|band| band as i16);
    urgencies::decide(&mut tx, BandOverrideId::new(now), case, &decided, (of_facts, until), now).await?;
    let facts = json!({ "band": band, "computed": computed, "reason": reason, "until": until });
    events::append(&mut tx, now, &[NewEvent::new(case, "urgency.band_decided", facts)]).await?;
    recompute(&mut tx, casework, &[case], Asked::FACT, now).await?;
    Ok(tx.commit().await?)
}

/// Takes back the band decided for a case: its facts count again.
///
/// # Errors
/// When none was decided.
pub async fn take_back_band(casework: &Casework, actor: &Actor, by: UserId, case: CaseId) -> Result<(), BandError> {
    let now = casework.clock.now();
    let mut tx = casework.begin(actor).await?;
    cases::lock(&mut tx, case).await?;
    if !urgencies::end_decision(&mut tx, case, by, now).await? {
        return Err(BandError::Nothing);
    }
    events::append(&mut tx, now, &[NewEvent::new(case, "urgency.band_taken_back", json!({}))]).await?;
    recompute(&mut tx, casework, &[case], Asked::FACT, now).await?;
    Ok(tx.commit().await?)
}
