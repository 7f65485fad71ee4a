//! Somebody says what makes a case urgent, shows a proof of it, or takes it back (domain section 7, R-30). A declaration counts fully: a
//! proof is never asked for. The urgency of the case is computed again at once.

use chrono::NaiveDate;
use domain::{Actor, CaseId, UrgencySignalId, UserId};
use law::urgency::Signal;
use serde_json::json;
use store::{
    StoreError, Transaction, cases,
    events::{self, NewEvent},
    urgencies::{self, NewSignal},
};

use crate::{
    Casework,
    recompute::{Asked, recompute},
};

/// The longest that what was said may be.
const LONGEST: usize = 500;

/// What somebody said of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declaration {
    /// The case.
    pub case: CaseId,
    /// The fact.
    pub signal: Signal,
    /// The day it is about.
    pub about_on: Option<NaiveDate>,
    /// The day it was said; today or before.
    pub declared_on: NaiveDate,
    /// What was said, in a few words.
    pub said: String,
    /// Whether a paper or a record proves it.
    pub proved: bool,
}

/// Why a fact was not noted, proved or withdrawn.
#[derive(Debug, thiserror::Error)]
pub enum DeclareError {
    /// The dates of the file tell it, nobody has to.
    #[error("{0:?} comes from the dates of the file")]
    NotDeclared(Signal),
    /// It is nothing without the day it is about.
    #[error("{0:?} needs the day it is about")]
    NoDay(Signal),
    /// It was said in the future.
    #[error("a declaration cannot be of a day to come")]
    ToCome,
    /// A day that cannot be: more than a hundred years away.
    #[error("the day it is about is too far away")]
    TooFar,
    /// More words than are kept.
    #[error("what was said is longer than {LONGEST} characters")]
    TooLong,
    /// It stands already: said twice, a fact counts once.
    #[error("the fact is noted already")]
    Known,
    /// It was withdrawn, or proved, before.
    #[error("the fact no longer stands as it was shown")]
    Gone,
    /// Why is it withdrawn?
    #[error("a reason is needed")]
    NoReason,
    /// The case has ended.
    #[error("the case has ended")]
    NotOpen,
    /// The store refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Notes a fact of a case.
///
/// # Errors
/// When the fact is none that is declared, misses its day, or stands already; nothing was noted then.
pub async fn declare_urgency(
    casework: &Casework,
    actor: &Actor,
    by: UserId,
    declaration: &Declaration,
) -> Result<UrgencySignalId, DeclareError> {
    check(casework, declaration)?;
    let now = casework.clock.now();
    let mut tx = casework.begin(actor).await?;
    if !cases::lock(&mut tx, declaration.case).await?.case.state.is_open() {
        return Err(DeclareError::NotOpen);
    }
    let new = NewSignal {
        id: UrgencySignalId::new(now),
        case: declaration.case,
        signal: declaration.signal.word(),
        about_on: declaration.about_on,
        declared_on: declaration.declared_on,
        said: declaration.said.trim(),
        proved: declaration.proved,
        by,
    };
    if !urgencies::note(&mut tx, &new, now).await? {
        return Err(DeclareError::Known);
    }
    let facts = json!({ "signal": new.signal, "about_on": new.about_on, "proved": new.proved });
    let noted = NewEvent::new(declaration.case, "urgency.declared", facts);
    counted(tx, casework, declaration.case, noted).await?;
    Ok(new.id)
}

fn check(casework: &Casework, declaration: &Declaration) -> Result<(), DeclareError> {
    let (signal, today) = (declaration.signal, casework.today());
    let far = |day: NaiveDate| day.signed_duration_since(today).num_days().abs() > 36_525;
    if !Signal::DECLARED.contains(&signal) {
        Err(DeclareError::NotDeclared(signal))
    } else if signal.needs_day() && declaration.about_on.is_none() {
        Err(DeclareError::NoDay(signal))
    } else if declaration.declared_on > today {
        Err(DeclareError::ToCome)
    } else if declaration.about_on.is_some_and(far) || far(declaration.declared_on) {
        Err(DeclareError::TooFar)
    } else if declaration.said.chars().count() > LONGEST {
        Err(DeclareError::TooLong)
    } else {
        Ok(())
    }
}

/// A paper or a record that proves a fact was seen.
///
/// # Errors
/// When the fact was withdrawn or proved before; nothing was done then.
pub async fn prove_urgency(
    casework: &Casework,
    actor: &Actor,
    by: UserId,
    case: CaseId,
    signal: UrgencySignalId,
) -> Result<(), DeclareError> {
    let now = casework.clock.now();
    let mut tx = casework.begin(actor).await?;
    let word = urgencies::prove(&mut tx, signal, case, by, now).await?.ok_or(DeclareError::Gone)?;
    counted(tx, casework, case, NewEvent::new(case, "urgency.proved", json!({ "signal": word }))).await
}

/// A fact no longer holds, or was noted by mistake.
///
/// # Errors
/// Without a reason, or when it was withdrawn before; nothing was done then.
pub async fn withdraw_urgency(
    casework: &Casework,
    actor: &Actor,
    by: UserId,
    (case, signal): (CaseId, UrgencySignalId),
    reason: &str,
) -> Result<(), DeclareError> {
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(DeclareError::NoReason);
    }
    let now = casework.clock.now();
    let mut tx = casework.begin(actor).await?;
    let word = urgencies::withdraw(&mut tx, signal, case, reason, by, now).await?.ok_or(DeclareError::Gone)?;
    let facts = json!({ "signal": word, "reason": reason });
    counted(tx, casework, case, NewEvent::new(case, "urgency.withdrawn", facts)).await
}

/// Logs what happened and counts the urgency of the case again.
async fn counted(
    mut tx: Transaction,
    casework: &Casework,
    case: CaseId,
    happened: NewEvent,
) -> Result<(), DeclareError> {
    let now = casework.clock.now();
    events::append(&mut tx, now, &[happened]).await?;
    recompute(&mut tx, casework, &[case], Asked::FACT, now).await?;
    Ok(tx.commit().await?)
}
