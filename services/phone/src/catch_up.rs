//! What never reached us: while the program or its line was away, people rang and spoke after the tone. The operator is asked
//! again and again which calls it knows of; those that we do not are kept with their own date, and called back.

use std::collections::HashMap;

use casework::{
    CATCH_UP_CALLS, Casework, CatchUpReasons, IncomingCall, OperatorCall, ReceiveError, Recording, catch_up_calls,
    catch_up_since,
};
use chrono::TimeDelta;
use domain::{Actor, Personal};
use queue::{Done, DuplicateKind, Every, Job, JobFailure, Scheduled, Worker};
use runtime::config::Phone;
use web::t;

use crate::{
    operator::{ListedCall, ListedRecording, Operator},
    recordings::failure,
};

/// Who asks, and for what.
#[derive(Clone)]
struct CatchUp {
    casework: Casework,
    operator: Operator,
    number: String,
    /// A call is taken as missed once it has been over for this long: our own webhooks may still be on their way.
    grace: TimeDelta,
}

/// The schedule of the question.
pub(crate) fn schedule(phone: &Phone) -> Scheduled {
    Scheduled { name: CATCH_UP_CALLS, every: Every::Seconds(phone.catch_up_seconds.max(1)), kind: CATCH_UP_CALLS }
}

/// Registers the handler of the job.
pub(crate) fn register(
    worker: &mut Worker,
    casework: &Casework,
    operator: &Operator,
    phone: &Phone,
) -> Result<(), DuplicateKind> {
    let Some(number) = phone.number.clone() else { return Ok(()) };
    let grace = TimeDelta::seconds(i64::from(phone.catch_up_seconds));
    let catching = CatchUp { casework: casework.clone(), operator: operator.clone(), number, grace };
    worker.handle(CATCH_UP_CALLS, 1, move |job| {
        let catching = CatchUp { casework: catching.casework.current(), ..catching.clone() };
        async move { catching.work(job).await }
    })
}

impl CatchUp {
    async fn work(&self, job: Job) -> Result<Done, JobFailure> {
        let failed = |error: store::StoreError| JobFailure::retry(error.to_string());
        let since = catch_up_since(&self.casework).await.map_err(failed)?;
        let calls = self.operator.calls_since(&self.number, since).await.map_err(failure)?;
        let recordings = self.operator.recordings_since(since).await.map_err(failure)?;
        let reasons = CatchUpReasons { voicemail: t("phone-reason-voicemail"), missed: t("phone-reason-missed") };
        let over = self.over(calls, recordings);
        let caught = catch_up_calls(&self.casework, &over, &reasons).await.map_err(kept)?;
        if caught > 0 {
            tracing::warn!(caught, "calls that had not reached us were caught up with");
            metrics::counter!("passerelle_calls_caught_up_total").increment(u64::try_from(caught).unwrap_or(u64::MAX));
        }
        let mut tx = self.casework.database.begin(&Actor::Job(CATCH_UP_CALLS)).await.map_err(failed)?;
        let done = queue::finish(&mut tx, &job).await?;
        tx.commit().await.map_err(failed)?;
        Ok(done)
    }

    /// The calls that have been over for long enough, the earliest first.
    fn over(&self, calls: Vec<ListedCall>, recordings: Vec<ListedRecording>) -> Vec<OperatorCall> {
        let until = self.casework.clock.now() - self.grace;
        let mut recorded: HashMap<String, Recording> = recordings.into_iter().map(named).collect();
        let mut over: Vec<OperatorCall> = calls
            .into_iter()
            .filter(|call| call.end_time.is_some_and(|end| end <= until))
            .map(|call| OperatorCall {
                recording: recorded.remove(&call.sid),
                call: IncomingCall {
                    sid: call.sid,
                    called: call.to,
                    caller: Personal(call.from),
                    rang_at: call.start_time,
                },
            })
            .collect();
        over.sort_by_key(|told| told.call.rang_at);
        over
    }
}

fn named(listed: ListedRecording) -> (String, Recording) {
    let seconds = listed.duration.and_then(|seconds| seconds.parse().ok());
    (listed.call_sid, Recording { sid: listed.sid, seconds })
}

fn kept(error: ReceiveError) -> JobFailure {
    match error {
        ReceiveError::Store(store) => JobFailure::retry(store.to_string()),
        ReceiveError::Queue(queue) => queue.into(),
    }
}
